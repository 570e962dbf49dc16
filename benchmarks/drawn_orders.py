"""What forms drawn apart share: how one looks, the words on it, and the orders that fill it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from random import Random
from types import MappingProxyType
from typing import TypeAlias

Value: TypeAlias = str | float | date
HANDS = ("architects-daughter", "schoolbell", "handlee", "coming-soon", "mansalva")
TYPED = ("cousine", "anonymous-pro")
PRINTED = ("arimo", "tinos", "roboto-condensed", "ibm-plex-sans")

LABELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "order_number": ("Request #", "Work Order #", "Order No.", "Ticket Number", "W.O. No.", "Control Number"),
        "requested_on": ("Date", "Date Submitted", "Date of Request", "Date Received", "Request Date"),
        "completed_on": ("Date Completed", "Completion Date", "Work Finished", "Date Closed"),
        "due_on": ("Needed By", "Due Date", "Target Date", "Date Required"),
        "requester_name": ("Requested By", "Submitted By", "Caller Name", "Name of Requester", "Contact"),
        "requester_phone": ("Phone", "Telephone", "Phone No.", "Contact Phone"),
        "location": ("Location", "Job Site", "Address of Problem", "Building / Address", "Location of Work"),
        "description": ("Description of Problem", "Work Needed", "Describe Work Requested", "Problem"),
        "work_performed": ("Work Performed", "Action Taken", "Description of Work Done", "Corrective Action"),
        "assigned_to": ("Assigned To", "Technician", "Performed By", "Worker"),
        "labor_hours": ("Hours", "Total Hours", "Labor Hrs", "Time Spent"),
        "priority": ("Priority", "Urgency", "Priority Level"),
        "account": ("Account No.", "Budget Code", "Charge To", "Acct. #"),
        "asset": ("Equipment No.", "Asset Tag", "Unit No."),
        "material_cost": ("Materials", "Material Cost", "Cost of Materials"),
        "labor_cost": ("Labor", "Labor Cost"),
        "total_cost": ("Total", "Total Cost", "Grand Total"),
    }
)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_STREETS = _words(
    "Prospect Juniper Delaware Wabash Ferry Locust Tremont Walnut Orchard Winthrop Summit Colfax Sheridan"
)
_FIRST = _words("Marcus Dolores Kevin Patricia Raymond Yolanda Gerald Tanya Hector Bonnie Curtis Denise Ruben Phyllis")
_LAST = _words("Whitfield Okafor Delgado Brandt Lindqvist Pruitt Castellano Voss Rahman McAllister Tully Hargrove")
ASKED = (
    *("Replace broken window pane in gym", "Leaking faucet in restroom", "Street light out at corner"),
    *("Clogged storm drain", "Repaint crosswalk markings", "Hydrant leaking at base", "Door closer not working"),
)
DONE = (
    *("Replaced washer and tested", "Installed new lamp, works", "Ground down and patched", "Painted two coats"),
    *("Tightened packing, no leak", "Removed and hauled away", "Cleaned and reset unit"),
)
PARTS = ("2x4 lumber 8 ft", "Sand mix 60 lb", "LED lamp 70W", "Ball valve 3/4 in", "Filter 20x20", "Anchor bolt")
_CITIES = ("Town of Millbrook", "Lakemont Unified School District", "Borough of Easton Falls", "Ridgefield County")
_OFFICES = ("Department of Public Works", "Buildings & Grounds", "Facilities Services", "Highway Division")
_TITLES = ("Maintenance Request", "Work Request Form", "Service Order", "Repair Authorization", "Trouble Report")
_SCHEMES = ("{yy}-{n:05}", "{n:06}", "MR{n}", "{yyyy}-{n}", "W-{n:05}")
URGENCIES = ("Routine", "Urgent", "Emergency")


@dataclass(frozen=True, slots=True)
class Look:
    """How one binder's form is drawn and filled in."""

    city: str
    office: str
    title: str
    labels: Mapping[str, str]
    hand: bool
    face: str
    """Of what is filled in."""
    printed: str
    date: str
    colon: str
    counted: bool
    """Whether boxes are numbered."""
    asked: tuple[str, ...] = ASKED
    done: tuple[str, ...] = DONE
    parts: tuple[str, ...] = PARTS
    places: tuple[str, ...] = ()
    """How its places are written, with {n}, {m}, {street} and {other}."""

    def said(self, order: Mapping[str, Value], field: str) -> str:
        """A field's value as it stands on the sheet, in HTML; an empty one where the order has none."""
        value = order.get(field, "")
        if isinstance(value, date):
            text = value.strftime(self.date).replace("{d}", str(value.day)).replace("{m}", str(value.month))
        else:
            text = f"{value:,.2f}" if field.endswith("_cost") and value else str(value)
        return f"<span class=v>{escape(text)}</span>"


@dataclass(frozen=True, slots=True)
class Stock:
    """What a form is printed on, and how large beside the first ten designs."""

    paper: str = "#fff"
    large: float = 1.0


PLAIN = Stock()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as HTML, with the orders and their fields that it shows."""

    body: str
    orders: tuple[Mapping[str, Value], ...]
    back: str = ""
    """Its other side, where something is printed there."""
    wide: bool = False
    stock: Stock = PLAIN


def look(rng: Random) -> Look:
    """A form's look, drawn by lot."""
    hand = rng.random() < 0.5
    dates = ("{m}/{d}/%Y", "%m/%d/%y", "%m-%d-%Y", *(() if hand else ("%b {d}, %Y",)))
    return Look(
        rng.choice(_CITIES),
        rng.choice(_OFFICES),
        rng.choice(_TITLES),
        {field: rng.choice(words) for field, words in LABELS.items()},
        hand,
        rng.choice(HANDS if hand else TYPED),
        rng.choice(PRINTED),
        rng.choice(dates),
        rng.choice(("", ":")),
        rng.random() < 0.5,
    )


def orders(rng: Random, count: int) -> list[dict[str, Value]]:
    """Orders in the order of their numbers, one of which is left out."""
    year, first, scheme = rng.choice((2016, 2017, 2019, 2020)), rng.choice((120, 1040, 2310)), rng.choice(_SCHEMES)
    made: list[dict[str, Value]] = []
    for at in range(count):
        asked = date(year, 3, 1) + timedelta(days=int(1.7 * at) + rng.randint(0, 1))
        labor, material = (round(rng.uniform(20, 400), 2) for _ in range(2))
        made.append(
            {
                "order_number": scheme.format(yy=year % 100, yyyy=year, n=first + at + (at > count // 2)),
                "requested_on": asked,
                "completed_on": asked + timedelta(days=rng.randint(0, 12)),
                "due_on": asked + timedelta(days=rng.choice((7, 14, 30))),
                "requester_name": f"{rng.choice(_FIRST)} {rng.choice(_LAST)}",
                "requester_phone": f"({rng.randint(201, 989)}) 555-{rng.randint(100, 9999):04}",
                "location": f"{rng.randint(12, 4890)} {rng.choice(('', 'N. ', 'E. '))}{rng.choice(_STREETS)} "
                f"{rng.choice(('St', 'Ave', 'Rd', 'Blvd', 'Ct'))}",
                "description": rng.choice(ASKED),
                "work_performed": rng.choice(DONE),
                "assigned_to": f"{rng.choice(_FIRST)[0]}. {rng.choice(_LAST)}",
                "labor_hours": rng.choice((0.5, 1, 1.5, 2, 2.5, 3, 4, 6)),
                "priority": rng.choice(URGENCIES),
                "account": f"{rng.randint(100, 999)}-{rng.randint(1000, 9999)}",
                "asset": f"{rng.choice('ABCD')}{rng.randint(100, 999)}",
                "labor_cost": labor,
                "material_cost": material,
                "total_cost": round(labor + material, 2),
            }
        )
    return made


def shown(order: Mapping[str, Value], fields: Sequence[str]) -> dict[str, Value]:
    """Those of an order's fields that a form has and that are filled in."""
    return {field: order[field] for field in fields if field in order}


def one_each(
    body: Callable[[Mapping[str, Value]], str],
    fields: Sequence[str],
    made: Sequence[Mapping[str, Value]],
    stock: Stock = PLAIN,
) -> list[Sheet]:
    """A sheet for each order."""
    return [Sheet(body(order), (shown(order, fields),), stock=stock) for order in made]


Design: TypeAlias = Callable[[Look, Random], list[Sheet]]
