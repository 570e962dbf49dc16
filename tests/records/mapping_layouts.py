"""Lists as departments' systems export them, made column by column, and what each column is."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from records.source import SourceRead
from records.sources import read_source

ROWS = 60
Maker = Callable[[random.Random, int], str]


def pick(*words: str) -> Maker:
    """One of a few words."""
    return lambda source, _: source.choice(words)


def moment(form: str = "%m/%d/%Y %I:%M:%S %p") -> Maker:
    """A time of 2019, later from row to row."""
    start = datetime(2019, 1, 2, 8)
    return lambda source, row: (start + timedelta(hours=7 * row, minutes=source.randrange(400))).strftime(form)


def counted(prefix: str) -> Maker:
    """Numbers in a series."""
    return lambda _, row: f"{prefix}{row + 1001:05}"


def amount(most: float) -> Maker:
    """An amount of money."""
    return lambda source, _: f"{source.random() * most:.2f}"


def whole(most: int) -> Maker:
    """A whole number."""
    return lambda source, _: str(source.randrange(1, most))


STREET = pick("Main St", "N Oak Ave", "Elm Rd", "Canal Blvd")
ADDRESS: Maker = lambda source, row: f"{source.randrange(1, 9000)} {STREET(source, row)}"  # noqa: E731
PERSON = pick("Ann Smith", "Bob Lee", "Dee Jones", "Ray O'Neil")
KIND = pick("Pothole", "Tree down", "Street light", "Graffiti")
STATE = pick("Open", "Closed", "In Progress")
TEXT: Maker = lambda source, row: f"{source.choice(('Hole near curb', 'Limb on road, call first'))} {row}"  # noqa: E731
PHONE: Maker = lambda source, _: f"617-555-{source.randrange(1000, 9999)}"  # noqa: E731
HOURS = pick("0.5", "1", "1.5", "8")
KEY: Maker = lambda source, row: f"{source.getrandbits(32):08x}-1111-2222-3333-{row:012x}"  # noqa: E731
PLACE: Maker = lambda source, _: f"{40 + source.random():.6f}"  # noqa: E731

LAYOUTS: dict[str, tuple[dict[str, tuple[Maker, str]], str]] = {
    "new york": (
        {
            "Unique Key": (counted("41"), "order_number"),
            "Created Date": (moment(), "requested_on"),
            "Closed Date": (moment(), "completed_on"),
            "Agency Name": (pick("Department of Transportation", "Environmental Protection"), "department"),
            "Problem (formerly Complaint Type)": (KIND, "category"),
            "Problem Detail (formerly Descriptor)": (TEXT, "description"),
            "Location Type": (pick("Street", "Sidewalk"), ""),
            "Incident Zip": (whole(99999), ""),
            "Incident Address": (ADDRESS, "location"),
            "Street Name": (STREET, ""),
            "City": (pick("BROOKLYN"), ""),
            "Status": (pick("Open", "Closed", "Pending"), "status"),
            "Due Date": (moment(), "due_on"),
            "Resolution Description": (TEXT, "work_performed"),
            "Resolution Action Updated Date": (moment(), ""),
            "Latitude": (PLACE, ""),
        },
        "Unique Key",
    ),
    "chicago": (
        {
            "SR_NUMBER": (counted("SR19-"), "order_number"),
            "SR_TYPE": (KIND, "category"),
            "SR_SHORT_CODE": (pick("PHF", "SGA"), ""),
            "CREATED_DEPARTMENT": (pick("311"), ""),
            "OWNER_DEPARTMENT": (pick("CDOT", "Streets and Sanitation"), "department"),
            "STATUS": (pick("Open", "Completed", "Open - Dup"), "status"),
            "CREATED_DATE": (moment(), "requested_on"),
            "LAST_MODIFIED_DATE": (moment(), ""),
            "CLOSED_DATE": (moment(), "completed_on"),
            "STREET_ADDRESS": (ADDRESS, "location"),
            "STATE": (pick("Illinois"), ""),
            "STREET_NAME": (STREET, ""),
            "LEGACY_SR_NUMBER": (counted("12-"), ""),
            "WARD": (whole(50), ""),
        },
        "SR_NUMBER",
    ),
    "water service cards": (
        {
            "SvcOrdID": (counted("50"), "order_number"),
            "AcctNo": (pick("03-1147-02", "03-2210-01"), "account"),
            "CustNm": (PERSON, "requester_name"),
            "SvcAddr": (ADDRESS, "location"),
            "OrdTyp": (pick("TURN ON", "LEAK"), "category"),
            "OrdDt": (moment("%Y%m%d"), "requested_on"),
            "CmplDt": (pick("20190307", "20190412", "00000000"), "completed_on"),
            "MtrNo": (whole(9000), "asset"),
            "RdgIn": (whole(9000), ""),
            "SvcMan": (PERSON, "assigned_to"),
            "Rmks": (TEXT, "notes"),
        },
        "SvcOrdID",
    ),
    "a county's highways": (
        {
            "Job Ref": (counted("HW/21/"), "order_number"),
            "Date Logged": (moment("%d/%m/%Y %H:%M"), "requested_on"),
            "Target Completion": (moment("%d/%m/%Y"), "due_on"),
            "Actual Completion": (moment("%d/%m/%Y"), "completed_on"),
            "Defect Type": (KIND, "category"),
            "Reported By": (PERSON, "requester_name"),
            "Job Status": (pick("Complete", "Outstanding", "Cancelled"), "status"),
            "Gang": (pick("G4", "G5"), ""),
            "Remarks": (TEXT, "notes"),
        },
        "Job Ref",
    ),
    "school": (
        {
            "WorkOrder#": (counted("21"), "order_number"),
            "Requestor": (PERSON, "requester_name"),
            "Req. Date": (moment("%m/%d/%y"), "requested_on"),
            "Trade": (pick("HVAC", "Plumbing"), "category"),
            "Prty": (whole(4), "priority"),
            "Problem": (TEXT, "description"),
            "Comp. Date": (moment("%m/%d/%y"), "completed_on"),
            "Tech": (PERSON, "assigned_to"),
            "Lbr Hrs": (HOURS, "labor_hours"),
            "Lbr $": (amount(90), "labor_cost"),
            "Matl": (amount(90), "material_cost"),
        },
        "WorkOrder#",
    ),
    "austin": (
        {
            "sr_number": (counted("19-"), "order_number"),
            "sr_type_desc": (KIND, "category"),
            "sr_department_desc": (pick("Austin Code", "Public Works"), "department"),
            "sr_method_received_desc": (pick("Phone", "Spot 311 Interface"), ""),
            "sr_status_desc": (STATE, "status"),
            "sr_status_date": (moment("%Y-%m-%dT%H:%M:%S.000"), ""),
            "sr_created_date": (moment("%Y-%m-%dT%H:%M:%S.000"), "requested_on"),
            "sr_updated_date": (moment("%Y-%m-%dT%H:%M:%S.000"), ""),
            "sr_closed_date": (moment("%Y-%m-%dT%H:%M:%S.000"), "completed_on"),
            "sr_location": (ADDRESS, "location"),
            "sr_location_city": (pick("AUSTIN"), ""),
        },
        "sr_number",
    ),
    "georeport bulk": (
        {
            "service_request_id": (counted("6"), "order_number"),
            "requested_datetime": (moment("%Y-%m-%dT%H:%M:%SZ"), "requested_on"),
            "updated_datetime": (moment("%Y-%m-%dT%H:%M:%SZ"), ""),
            "closed_date": (moment("%Y-%m-%dT%H:%M:%SZ"), "completed_on"),
            "status_description": (STATE, "status"),
            "status_notes": (TEXT, "work_performed"),
            "source": (pick("phone", "web"), ""),
            "service_name": (KIND, "category"),
            "description": (TEXT, "description"),
            "agency_responsible": (pick("DPW", "Parks"), "department"),
            "address": (ADDRESS, "location"),
            "lat": (PLACE, ""),
            "long": (PLACE, ""),
        },
        "service_request_id",
    ),
    "maximo": (
        {
            "workorderid": (counted("77"), ""),
            "wonum": (counted("WO"), "order_number"),
            "description": (TEXT, "description"),
            "siteid": (pick("BEDFORD"), ""),
            "status": (pick("APPR", "COMP", "INPRG"), "status"),
            "wopriority": (whole(5), "priority"),
            "worktype": (pick("CM", "PM"), "category"),
            "reportdate": (moment("%Y-%m-%dT%H:%M:%S-05:00"), "requested_on"),
            "actstart": (moment("%Y-%m-%dT%H:%M:%S-05:00"), "started_on"),
            "actfinish": (moment("%Y-%m-%dT%H:%M:%S-05:00"), "completed_on"),
            "schedfinish": (moment("%Y-%m-%dT%H:%M:%S-05:00"), "due_on"),
            "changedate": (moment("%Y-%m-%dT%H:%M:%S-05:00"), ""),
            "estlabhrs": (HOURS, ""),
            "actlabhrs": (HOURS, "labor_hours"),
            "actlabcost": (amount(90), "labor_cost"),
            "actmatcost": (amount(90), "material_cost"),
            "acttoolcost": (amount(90), "equipment_cost"),
            "actservcost": (amount(90), "other_cost"),
            "acttotalcost": (amount(900), "total_cost"),
            "assetnum": (whole(2000), "asset"),
            "location": (ADDRESS, "location"),
            "glaccount": (pick("10-4410-310"), "account"),
            "reportedby": (PERSON, "requester_name"),
            "lead": (PERSON, "assigned_to"),
        },
        "workorderid",
    ),
    "cartegraph": (
        {
            "Oid": (KEY, ""),
            "IDField": (counted("TSK-"), "order_number"),
            "LocationDescriptionField": (ADDRESS, "location"),
            "TaskDescriptionField": (TEXT, "description"),
            "RequestDepartmentField": (pick("Streets", "Parks"), "department"),
            "RequesterNameField": (PERSON, "requester_name"),
            "RequestorPhoneNumberField": (PHONE, "requester_phone"),
            "EntryDateField": (moment("%m-%d-%Y, %I:%M %p"), "requested_on"),
            "StatusField": (STATE, "status"),
            "TotalCostField": (amount(900), "total_cost"),
            "LaborHoursField": (HOURS, "labor_hours"),
            "cgLastModifiedField": (moment("%m-%d-%Y, %I:%M %p"), ""),
        },
        "Oid",
    ),
    "lucity": (
        {
            "WO_NUMBER": (counted("1901"), "order_number"),
            "WO_STAT_CD": (pick("999|Complete", "1|New", "951|Cancelled"), "status"),
            "WO_STARTDT": (moment("%m/%d/%Y"), "started_on"),
            "WO_ADDRESS": (ADDRESS, "location"),
            "WO_TOTAL_COST": (amount(900), "total_cost"),
            "WO_LABOR_COST": (amount(90), "labor_cost"),
            "WO_EMPLOYEE": (PERSON, "assigned_to"),
            "WO_ACCT": (pick("10-44"), "account"),
        },
        "WO_NUMBER",
    ),
    "an office list": (
        {
            "ID": (lambda _, row: str(row + 1), ""),
            "Work Order #": (counted("19-"), "order_number"),
            "Rec'd": (moment("%m/%d/%y"), "requested_on"),
            "Compl. Date": (moment("%d-%b-%y"), "completed_on"),
            "Requested By": (PERSON, "requester_name"),
            "Tel. #": (PHONE, "requester_phone"),
            "Site": (ADDRESS, "location"),
            "Trade": (KIND, "category"),
            "Brief Desc.": (TEXT, "description"),
            "Mechanic": (PERSON, "assigned_to"),
            "Hrs.": (HOURS, "labor_hours"),
            "Labor $": (amount(90), "labor_cost"),
            "Parts $": (amount(90), "material_cost"),
            "Total $": (amount(900), "total_cost"),
            "Bill To Acct": (pick("101-22"), "account"),
            "Stat": (STATE, "status"),
            "Remarks": (TEXT, "notes"),
        },
        "ID",
    ),
    "fleet": (
        {
            "RO No": (counted("R"), "order_number"),
            "Unit #": (whole(400), "asset"),
            "Date In": (moment("%m/%d/%Y %H:%M"), "requested_on"),
            "Date Promised": (moment("%m/%d/%Y"), "due_on"),
            "Date Out": (moment("%m/%d/%Y %H:%M"), "completed_on"),
            "Operator": (PERSON, "requester_name"),
            "Odometer": (whole(90000), ""),
            "Problem": (TEXT, "description"),
            "Corrective Action": (TEXT, "work_performed"),
            "Labor Hrs": (HOURS, "labor_hours"),
            "Parts Cost": (amount(90), "material_cost"),
            "Job Cost": (amount(900), "total_cost"),
        },
        "RO No",
    ),
    "headers that say nothing": (
        {
            "F1": (counted("WO-19-"), "order_number"),
            "F2": (moment("%m/%d/%Y"), ""),
            "F3": (ADDRESS, "location"),
            "F4": (PHONE, "requester_phone"),
            "F5": (STATE, "status"),
            "F6": (amount(900), ""),
        },
        "F1",
    ),
    "a list that asks": (
        {
            "WO #": (counted("WO-19-"), "order_number"),
            "What": (TEXT, "description"),
            "Where": (ADDRESS, "location"),
            "Reported": (moment("%m/%d/%Y"), "requested_on"),
        },
        "WO #",
    ),
    "misspelt": (
        {
            "Work Ordre Number": (counted("WO-19-"), "order_number"),
            "Discription": (TEXT, "description"),
            "Locaton": (ADDRESS, "location"),
            "Prioritty": (pick("High", "Low"), "priority"),
        },
        "Work Ordre Number",
    ),
}


def written(path: Path, columns: dict[str, Maker]) -> SourceRead:
    """An extract with these columns, read."""
    source = random.Random(7)
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(columns)
        rows.writerows([maker(source, row) for maker in columns.values()] for row in range(ROWS))
    return read_source(str(path))
