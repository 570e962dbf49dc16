"""The field catalogue: the one vocabulary that forms, sources, matching and exports use.

The synonyms are what departments print beside a blank or above a column, in plain words, lower case. They serve the
labels on paper and the headers of digital extracts alike; a workspace adds its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class FieldType(StrEnum):
    """What a value is, and so which grammar reads it and how it is written: see `records.values`."""

    IDENTIFIER = "identifier"
    DATE = "date"
    MONEY = "money"
    HOURS = "hours"
    NUMBER = "number"
    PHONE = "phone"
    NAME = "name"
    ADDRESS = "address"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that an order says."""

    name: str
    type: FieldType
    label: str
    """What people call it on screens and reports."""
    description: str
    synonyms: tuple[str, ...] = ()
    """Other words for it on forms and in column headers, lower case, the commonest first."""
    open311: str | None = None
    """Its name in Open311 GeoReport v2, where there is one."""
    personal: bool = False
    """Whether it names or reaches a private person."""
    labels: tuple[str, ...] = ()
    """The words that a workspace declares for its own forms and columns; they come before the synonyms."""
    part: str | None = None
    """`first` or `last` where the paper prints a range ("05/12 - 05/18") and this field is one end of it."""


def _field(  # noqa: PLR0913 - one parameter a column of the catalogue
    name: str,
    type: FieldType,  # noqa: A002
    label: str,
    description: str,
    synonyms: str,
    *,
    open311: str | None = None,
    personal: bool = False,
) -> Field:
    """A field of the catalogue; its synonyms parted by commas."""
    words = tuple(word for word in synonyms.split(", ") if word)
    return Field(name, type, label, description, words, open311, personal)


T = FieldType

_ORDER_FIELDS = (
    _field(
        "order_number",
        T.IDENTIFIER,
        "Order number",
        "The number that identifies the order in its department.",
        "work order number, work order no, work order #, work order, wo number, wo no, wo #, wo, order no, "
        "order #, order number, ticket no, ticket number, ticket #, ticket, job number, job no, "
        "request number, request no, service request, service request number, sr number, sr #, case number, "
        "case id, case no, case, complaint no, complaint number, permit no, po number, purchase order no, "
        "p.o. no, repair order no, ro number, ro no, control no, serial no, reference, ref no, wonum, "
        "srnumber, no, number, id, key, unique key, requisition no, requisition number, requisition #, "
        "work request no, incident no, incident number, call no, log no, docket no",
        open311="service_request_id",
    ),
    _field(
        "department",
        T.CHOICE,
        "Department",
        "The department or division that owns the order.",
        "dept, division, agency, bureau, unit, section, owner department, responsible agency, agency name, "
        "agency responsible",
        open311="agency_responsible",
    ),
    _field(
        "requested_on",
        T.DATE,
        "Requested on",
        "The day the work was asked for, reported or the order issued.",
        "date requested, request date, requested, date issued, issued, issue date, date received, received, "
        "date rec'd, date recd, rec'd, date reported, reported, report date, date opened, opened, open date, "
        "open dt, created, created date, date created, date entered, entry date, date called in, call date, "
        "order date, date of request, date in, in, requested datetime, reportdate, entered, date taken, "
        "date, date ordered, date of order, ordered on, requested on, received on, reported on, "
        "date of call, date of complaint, date of report, date logged, date submitted, submitted",
        open311="requested_datetime",
    ),
    _field(
        "started_on",
        T.DATE,
        "Started on",
        "The day the work began.",
        "date started, start date, started, start, work started, actual start, actstart, begin date, "
        "date begun, dispatched, date dispatched, begun, commenced, date commenced, started on, work began, "
        "date work began",
    ),
    _field(
        "completed_on",
        T.DATE,
        "Completed on",
        "The day the work was finished.",
        "date completed, completed, completion date, completed date, complete date, date done, done, "
        "date finished, finished, finish date, closed, closed date, date closed, close date, closed dt, "
        "actual finish, actfinish, date out, out, resolved, date resolved, completed on, finished on, "
        "date of completion, date fixed, date repaired, date delivered, delivered on, cleared, date cleared, "
        "returned to service",
        open311="updated_datetime",
    ),
    _field(
        "due_on",
        T.DATE,
        "Due on",
        "The day by which the work was promised or due.",
        "date due, due date, due, due by, date promised, promised, target date, target, needed by, "
        "date needed, required by, date required, sla target dt, expected, schedfinish, deliver by, "
        "delivery date, complete by, finish by, respond by, deadline, wanted by, date wanted, "
        "target completion",
        open311="expected_datetime",
    ),
    _field(
        "requester_name",
        T.NAME,
        "Requested by",
        "Who asked for the work.",
        "requested by, requester, requestor, requester name, reported by, caller, caller name, contact, "
        "contact name, customer, customer name, complainant, resident, person ordering, citizen, name, "
        "operator, ordered by, called in by, vendor, called by, contact person, reporting party, applicant, "
        "petitioner",
        personal=True,
    ),
    _field(
        "requester_phone",
        T.PHONE,
        "Requester's phone",
        "The telephone number of who asked.",
        "phone, phone no, phone number, telephone, telephone no, tel, tel no, tel #, contact phone, "
        "caller phone, daytime phone, call back, callback, callback no, ext, cell, requestor phone, "
        "contact no, contact number, contact tel, callback number, phone #, mobile",
        personal=True,
    ),
    _field(
        "location",
        T.ADDRESS,
        "Location",
        "Where the work is: an address, a crossing, a place.",
        "address, location, location of work, work location, job location, site, site address, street, "
        "street address, service address, incident address, location/cross st, place, property address, at, "
        "building, bldg, where, location description, intersection, work site, job site, jobsite, "
        "job address, site of work, location of problem, location of job, project location",
        open311="address",
    ),
    _field(
        "asset",
        T.IDENTIFIER,
        "Asset",
        "The vehicle, sign, meter or other thing the work is on.",
        "asset, asset no, asset number, asset id, equipment no, vehicle, vehicle no, vehicle number, "
        "unit no, unit #, unit number, equip no, meter no, meter #, sign no, sign id, pole no, assetnum, "
        "equipment id, vehicle #, equipment #, asset tag, hydrant no, valve no, fleet no",
    ),
    _field(
        "account",
        T.IDENTIFIER,
        "Account",
        "The account, fund or cost centre that pays.",
        "account, account no, account #, acct, acct no, acct #, charge to, charge account, fund, "
        "cost center, cost centre, gl account, glaccount, budget code, object code, bill to account, "
        "account number, account code, cost code, charge code, charge no, fund code, fund no, gl code",
    ),
    _field(
        "category",
        T.CHOICE,
        "Category",
        "The kind of work.",
        "type, type of work, work type, type of request, request type, problem type, category, service, "
        "service type, service name, problem code, class, trade, worktype, sr type, case title, job type, "
        "activity, kind of work, work category, work code, class of work, type of job, type of service",
        open311="service_name",
    ),
    _field(
        "priority",
        T.CHOICE,
        "Priority",
        "How urgent the order is.",
        "priority, prio, urgency, wopriority, severity, pri, priority level, priority code, urgency level, rush, "
        "importance, importance level",
    ),
    _field(
        "status",
        T.CHOICE,
        "Status",
        "Open, closed, cancelled, on hold, duplicate or void.",
        "status, state, case status, order status, disposition, current status, wo status",
        open311="status",
    ),
    _field(
        "description",
        T.TEXT,
        "Description",
        "What was asked for.",
        "description, description of work, work requested, nature of request, work description, problem, "
        "problem description, request, details, request details, complaint, nature of complaint, reason, "
        "work to be done, job description, instructions, brief description, summary, concern, "
        "reason for call, description of problem, problem reported, trouble reported, work ordered, "
        "work required, defect",
        open311="description",
    ),
    _field(
        "work_performed",
        T.TEXT,
        "Work performed",
        "What was done.",
        "work performed, work done, action taken, corrective action, repairs made, resolution, "
        "work completed, findings, action, resolution description, completion notes, what was done, repair, "
        "closure reason, outcome, remedy, repairs, work carried out, service performed",
        open311="status_notes",
    ),
    _field(
        "assigned_to",
        T.NAME,
        "Assigned to",
        "Who did the work, or was told to.",
        "assigned to, assigned, assignee, crew, crew leader, foreman, worker, employee, technician, "
        "mechanic, serviceman, completed by, done by, performed by, by, assigned staff, issued to, staff, "
        "lead, owner, lead worker, crew chief, crew assigned, person assigned, dispatched to, repaired by, "
        "worker in charge",
    ),
    _field(
        "labor_hours",
        T.HOURS,
        "Labor hours",
        "Hours worked on the order, all people together.",
        "labor hours, labour hours, hours, hrs, total hours, total hrs, man hours, man-hours, actual hours, "
        "act hrs, hours worked, actlabhrs, labor hrs, time spent, reg hrs, man hrs, crew hours, hours spent, "
        "time on job, hours on job",
    ),
    _field(
        "labor_cost",
        T.MONEY,
        "Labor cost",
        "Cost of the labor.",
        "labor cost, labour cost, labor, labour, labor total, total labor, labor $, actlabcost, "
        "labor amount, labor charge, labor charges, wages",
    ),
    _field(
        "material_cost",
        T.MONEY,
        "Material cost",
        "Cost of materials and parts.",
        "material cost, materials cost, materials, material, material total, total materials, material $, "
        "parts, parts cost, actmatcost, supplies, parts total, cost of materials, material charges, "
        "materials charge",
    ),
    _field(
        "equipment_cost",
        T.MONEY,
        "Equipment cost",
        "Cost of equipment used.",
        "equipment cost, equipment, equip cost, equipment total, equipment $, acttoolcost, total equipment, "
        "equip, equipment charge, equipment charges",
    ),
    _field(
        "other_cost",
        T.MONEY,
        "Other cost",
        "Any other cost: outside services, meals, benefits.",
        "other cost, other, other costs, outside services, outside vendor, sublet, misc, miscellaneous, "
        "actservcost, benefits, contract cost",
    ),
    _field(
        "total_cost",
        T.MONEY,
        "Total cost",
        "The whole cost of the order.",
        "total cost, total, grand total, total amount, amount, cost, total due, amount due, order total, "
        "total price, total charges, invoice total, job cost, total $, amt, job total, total charge, "
        "total job cost, order amount, billed, charges",
    ),
    _field(
        "notes",
        T.TEXT,
        "Notes",
        "Anything else that was written down.",
        "notes, remarks, comments, comment, note, additional comments, special instructions, status notes, "
        "memo, special notes, observations, further remarks",
    ),
)

CATALOGUE: Mapping[str, Field] = MappingProxyType({field.name: field for field in _ORDER_FIELDS})
"""The fields of an order by name, in the order of `orders.csv`."""

_ITEM_FIELDS = (
    _field(
        "kind",
        T.CHOICE,
        "Kind",
        "labor, material, equipment or other.",
        "kind, type",
    ),
    _field(
        "description",
        T.TEXT,
        "Description",
        "Who or what the line is for.",
        "description, item, item description, material, part, part no, employee, name, equipment, article, "
        "particulars, unit #, class",
    ),
    _field(
        "quantity",
        T.NUMBER,
        "Quantity",
        "How many units, or hours.",
        "quantity, qty, qty., quan, quan., hours, hrs, reg hrs, reg. hours, hours worked, man hours, hours used, time, "
        "no. of units, units",
    ),
    _field(
        "unit",
        T.TEXT,
        "Unit",
        "What is counted: EA, FT, HR, TON.",
        "unit, uom, u/m, unit of measure",
    ),
    _field(
        "unit_cost",
        T.MONEY,
        "Unit cost",
        "Cost of one unit, or of an hour.",
        "unit cost, unit price, price, rate, cost each, each, price each, wage, unit $, rate/hr, rate / hour, "
        "hourly rate, rate per hour, $/hr, per hour, pay rate, unit rate, cost/unit, cost per unit",
    ),
    _field(
        "amount",
        T.MONEY,
        "Amount",
        "Quantity times unit cost.",
        "amount, total, extended, ext, extension, line total, cost, extended price, ext. price, amt",
    ),
)

ITEM_CATALOGUE: Mapping[str, Field] = MappingProxyType({field.name: field for field in _ITEM_FIELDS})
"""The fields of a line item by name, in the order of `line_items.csv`."""
