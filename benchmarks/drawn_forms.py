"""Ten forms written as web pages, with words, shapes and values of their own: nothing of the fixtures is in them.

What a program was built beside its own generator's forms is worth shows on forms that another hand drew.
"""

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
_ASKED = (
    *("Replace broken window pane in gym", "Leaking faucet in restroom", "Street light out at corner"),
    *("Clogged storm drain", "Repaint crosswalk markings", "Hydrant leaking at base", "Door closer not working"),
)
_DONE = (
    *("Replaced washer and tested", "Installed new lamp, works", "Ground down and patched", "Painted two coats"),
    *("Tightened packing, no leak", "Removed and hauled away", "Cleaned and reset unit"),
)
_PARTS = ("2x4 lumber 8 ft", "Sand mix 60 lb", "LED lamp 70W", "Ball valve 3/4 in", "Filter 20x20", "Anchor bolt")
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

    def said(self, order: Mapping[str, Value], field: str) -> str:
        """A field's value as it stands on the sheet, in HTML."""
        value = order[field]
        if isinstance(value, date):
            text = value.strftime(self.date).replace("{d}", str(value.day)).replace("{m}", str(value.month))
        else:
            text = f"{value:,.2f}" if field.endswith("_cost") else str(value)
        return f"<span class=v>{escape(text)}</span>"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as HTML, with the orders and their fields that it shows."""

    body: str
    orders: tuple[Mapping[str, Value], ...]


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
                "description": rng.choice(_ASKED),
                "work_performed": rng.choice(_DONE),
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


def _shown(order: Mapping[str, Value], fields: Sequence[str]) -> dict[str, Value]:
    return {field: order[field] for field in fields}


def _one_each(body: Callable[[Mapping[str, Value]], str], fields: Sequence[str], rng: Random) -> list[Sheet]:
    return [Sheet(body(order), (_shown(order, fields),)) for order in orders(rng, 10)]


def _rows(look: Look, rng: Random) -> list[Sheet]:
    """A table of two columns: labels at the left, on grey or not, values at the right."""
    fields = ["order_number", *rng.sample([f for f in LABELS if f not in {"order_number", "asset"}], 10)]
    ground = rng.choice(("#ddd", "#eee", "#fff"))

    def body(order: Mapping[str, Value]) -> str:
        lines = "".join(
            f'<tr><td style="background:{ground};width:400px">{look.labels[f]}{look.colon}</td>'
            f"<td>{look.said(order, f)}</td></tr>"
            for f in fields
        )
        return f"<h1>{look.city}</h1><h2>{look.office} &mdash; {look.title}</h2><table class=rows>{lines}</table>"

    return _one_each(body, fields, rng)


def _blanks(look: Look, order: Mapping[str, Value], fields: Sequence[str]) -> str:
    """Labels before blank lines, side by side."""
    made = (f"<div><b>{look.labels[f]}:</b><span class=u>{look.said(order, f)}</span></div>" for f in fields)
    return f"<div class=ln>{''.join(made)}</div>"


_LINES = (
    ("order_number", "requested_on"),
    ("requester_name", "requester_phone"),
    ("location",),
    ("description",),
    ("priority", "due_on", "account"),
    ("assigned_to", "completed_on"),
    ("work_performed",),
    ("labor_hours", "material_cost", "total_cost"),
)


def _lines(look: Look, rng: Random) -> list[Sheet]:
    """Labels before blank lines, one to three in a row."""

    def body(order: Mapping[str, Value]) -> str:
        rows = "".join(_blanks(look, order, row) for row in _LINES)
        signed = "<div class=ln><div><b>Supervisor Signature</b><span class=u></span></div></div>"
        return f'<h1 style="text-align:center">{look.city}<br>{look.title}</h1>{rows}{signed}'

    fields = [field for row in _LINES for field in row]
    return _one_each(body, fields, rng)


_BOXES = (
    ("order_number", "requested_on", "priority"),
    ("location", "asset"),
    ("requester_name", "requester_phone", "due_on"),
    ("description",),
    ("assigned_to", "completed_on", "labor_hours"),
    ("work_performed",),
    ("material_cost", "labor_cost", "total_cost"),
)


def _boxes(look: Look, rng: Random) -> list[Sheet]:
    """Boxes with small captions close over their values, numbered or not."""
    high = rng.choice((84, 96, 110))
    fields = [field for row in _BOXES for field in row]

    def box(order: Mapping[str, Value], field: str) -> str:
        number = f"{fields.index(field) + 1}. " if look.counted else ""
        caption = f"<small>{number}{look.labels[field]}</small>"
        return f'<div class=c style="height:{high}px">{caption}{look.said(order, field)}</div>'

    def body(order: Mapping[str, Value]) -> str:
        rows = "".join(f"<div class=r>{''.join(box(order, field) for field in row)}</div>" for row in _BOXES)
        return f"<h2>{look.city}<br>{look.office}</h2><h1>{look.title.upper()}</h1>{rows}"

    return _one_each(body, fields, rng)


_DETAILS = ("order_number", "requested_on", "due_on", "requester_name", "requester_phone", "priority")
_CLOSING = ("assigned_to", "completed_on", "labor_hours", "material_cost", "labor_cost", "total_cost")


def _printout(look: Look, rng: Random) -> list[Sheet]:
    """A program's printout: captions over values in three columns, and no rules but under headings."""

    def place(order: Mapping[str, Value], field: str, wide: str = "") -> str:
        return f"<div {wide}><small>{look.labels[field]}</small>{look.said(order, field)}</div>"

    def body(order: Mapping[str, Value]) -> str:
        details = "".join(place(order, field) for field in _DETAILS)
        wide = "".join(place(order, field, "class=w") for field in ("location", "description"))
        closing = "".join(place(order, field) for field in _CLOSING) + place(order, "work_performed", "class=w")
        return (
            f"<h1>{look.title}</h1><p>{look.city}, {look.office}</p><h3>Details</h3><div class=g>{details}{wide}</div>"
            f"<h3>Completion</h3><div class=g>{closing}</div>"
        )

    fields = (*_DETAILS, "location", "description", *_CLOSING, "work_performed")
    return _one_each(body, fields, rng)


_COLUMNS = (
    *("requested_on", "order_number", "location", "requester_name", "description", "assigned_to", "completed_on"),
    "labor_hours",
)


def _log(look: Look, rng: Random) -> list[Sheet]:
    """A ruled log across the sheet, an order a row."""
    made, head = orders(rng, 32), "".join(f"<th>{look.labels[field]}</th>" for field in _COLUMNS)

    def row(order: Mapping[str, Value]) -> str:
        return "<tr>" + "".join(f"<td>{look.said(order, field)}</td>" for field in _COLUMNS) + "</tr>"

    return [
        Sheet(
            f"<h1>{look.city} {look.office} &mdash; Service Register</h1>"
            f"<table class=log><tr>{head}</tr>{''.join(map(row, made[at : at + 16]))}</table>",
            tuple(_shown(order, _COLUMNS) for order in made[at : at + 16]),
        )
        for at in (0, 16)
    ]


_RUNNING = (("location",), ("requester_name", "requester_phone"), ("description",))
_AFTER = (("work_performed",), ("assigned_to", "labor_hours", "completed_on"))
_SUMS = ("material_cost", "labor_cost", "total_cost")


def _repair(look: Look, rng: Random) -> list[Sheet]:
    """Running text with labels in it, and a table of parts whose last rows are the order's sums."""

    def text(order: Mapping[str, Value], rows: Sequence[Sequence[str]]) -> str:
        return "".join(
            "<p>" + "&nbsp;&nbsp;&nbsp;".join(f"{look.labels[f]}: {look.said(order, f)}" for f in row) + "</p>"
            for row in rows
        )

    def sheet(order: dict[str, Value]) -> Sheet:
        parts = [(rng.randint(1, 6), part, round(rng.uniform(2, 40), 2)) for part in rng.sample(_PARTS, 3)]
        material = round(sum(count * price for count, _, price in parts), 2)
        order |= {"material_cost": material, "total_cost": round(material + float(str(order["labor_cost"])), 2)}
        lines = "".join(
            f"<tr>{''.join(f'<td class=n><span class=v>{cell}</span></td>' for cell in cells)}</tr>"
            for cells in ((n, part, f"{price:.2f}", f"{n * price:.2f}") for n, part, price in parts)
        )
        sums = "".join(
            f"<tr><td colspan=3 class=n>{look.labels[f]}</td><td class=n>{look.said(order, f)}</td></tr>" for f in _SUMS
        )
        head = "".join(f"<th>{text}</th>" for text in ("Qty", "Part / Material", "Unit Price", "Amount"))
        top = "<br>".join(f"{look.labels[f]}: {look.said(order, f)}" for f in ("order_number", "requested_on", "asset"))
        table = f"<table class=rows><tr>{head}</tr>{lines}<tr>{'<td></td>' * 4}</tr>{sums}</table>"
        about = f"<h1>{look.title.upper()}</h1><p>{look.city}, {look.office}</p><p class=n>{top}</p>"
        body = f"{about}{text(order, _RUNNING)}{table}{text(order, _AFTER)}"
        fields = ["order_number", "requested_on", "asset", *(f for row in (*_RUNNING, *_AFTER) for f in row), *_SUMS]
        return Sheet(body, (_shown(order, fields),))

    return [sheet(order) for order in orders(rng, 10)]


_TOP = (("order_number", "requested_on"), ("requester_name", "requester_phone"), ("location",))
_BOTTOM = (("assigned_to", "completed_on"), ("labor_hours", "total_cost"))


def _ticked(look: Look, rng: Random) -> list[Sheet]:
    """Blanks, a row of squares for the urgency, and frames for what was asked and done."""

    def blanks(order: Mapping[str, Value], rows: Sequence[Sequence[str]]) -> str:
        return "".join(
            "<p>" + "".join(f"{look.labels[f]} <span class=b>{look.said(order, f)}</span>" for f in row) + "</p>"
            for row in rows
        )

    def body(order: Mapping[str, Value]) -> str:
        ticks = "".join(
            f"<span class=sq>{'<span class=v>X</span>' if order['priority'] == each else ''}</span>{each}"
            for each in URGENCIES
        )
        frames = "".join(
            f"<div class=bx>{look.labels[f]}<br>{look.said(order, f)}</div>" for f in ("description", "work_performed")
        )
        return (
            f"<h1>{look.title.upper()}</h1><p>{look.city}</p>{blanks(order, _TOP)}"
            f"<p>{look.labels['priority']}: {ticks}</p>{frames}{blanks(order, _BOTTOM)}"
        )

    fields = [*(f for row in (*_TOP, *_BOTTOM) for f in row), "priority", "description", "work_performed"]
    return _one_each(body, fields, rng)


_PAIRS = (
    ("order_number", "requested_on", "due_on", "priority"),
    ("requester_name", "requester_phone", "location"),
    ("description",),
    ("assigned_to", "completed_on", "labor_hours", "total_cost"),
    ("work_performed",),
)


def _headed(look: Look, rng: Random) -> list[Sheet]:
    """Rows of labels on grey, each with a row of its values below."""

    def row(order: Mapping[str, Value], fields: Sequence[str]) -> str:
        heads = "".join(f'<td style="background:#e4e4e4">{look.labels[f]}</td>' for f in fields)
        cells = "".join(f"<td>{look.said(order, f)}</td>" for f in fields)
        return f'<table class=rows style="margin-bottom:-2px"><tr>{heads}</tr><tr>{cells}</tr></table>'

    def body(order: Mapping[str, Value]) -> str:
        return f"<h2>{look.city}, {look.office}</h2><h1>{look.title}</h1>" + "".join(row(order, f) for f in _PAIRS)

    fields = [field for row in _PAIRS for field in row]
    return _one_each(body, fields, rng)


def _aligned(look: Look, rng: Random) -> list[Sheet]:
    """Labels one below the other and their values behind a column of colons, as typists set them."""
    fields = ["order_number", *rng.sample([f for f in LABELS if f not in {"order_number", "asset"}], 12)]

    def body(order: Mapping[str, Value]) -> str:
        lines = "".join(
            f'<tr><td style="width:420px">{look.labels[f].upper()}</td><td style="width:40px">:</td>'
            f"<td>{look.said(order, f)}</td></tr>"
            for f in fields
        )
        return f'<h1>{look.title.upper()}</h1><p>{look.city}</p><table style="line-height:2.4">{lines}</table>'

    return _one_each(body, fields, rng)


_CARD = ("order_number", "requested_on", "location", "requester_name", "description", "assigned_to", "completed_on")


def _cards(look: Look, rng: Random) -> list[Sheet]:
    """Two cards side by side on a sheet, in frames, a blank line for each field."""

    def card(order: Mapping[str, Value]) -> str:
        lines = "".join(_blanks(look, order, (field,)) for field in _CARD)
        return f"<div class=bx style='flex:1;margin:10px'><h2>{look.title.upper()}</h2>{look.city}{lines}</div>"

    made = orders(rng, 16)
    return [
        Sheet(
            f"<div style='display:flex;width:1440px'>{card(left)}{card(right)}</div>",
            (_shown(left, _CARD), _shown(right, _CARD)),
        )
        for left, right in zip(made[::2], made[1::2], strict=True)
    ]


Design: TypeAlias = Callable[[Look, Random], list[Sheet]]
DESIGNS: Mapping[str, Design] = MappingProxyType(
    {
        "rows": _rows,
        "lines": _lines,
        "boxes": _boxes,
        "printout": _printout,
        "log": _log,
        "repair": _repair,
        "ticked": _ticked,
        "headed": _headed,
        "aligned": _aligned,
        "cards": _cards,
    }
)
STYLE = """
table{border-collapse:collapse}.rows{width:1400px}.rows td,.rows th{border:2px solid #333;height:60px;padding:4px 12px}
.log{width:1960px}.log td,.log th{border:2px solid #333;height:62px;padding:2px 8px;text-align:left;white-space:nowrap}
.log .v{font-size:22px}.n{text-align:right}.ln{display:flex;gap:40px;margin:26px 0}
.ln div{flex:1;display:flex;align-items:flex-end}.ln b{white-space:nowrap;font-weight:400;margin-right:10px}
.u{flex:1;border-bottom:2px solid #222;min-height:44px;padding-left:12px}.r{display:flex}
.c{border:2px solid #000;margin:-1px;padding:4px 8px;flex:1}.c small,.g small{display:block}
.g{display:grid;grid-template-columns:1fr 1fr 1fr;gap:36px 50px}.w{grid-column:1/4}h3{border-bottom:2px solid #888}
.b{display:inline-block;border-bottom:2px solid #000;min-width:300px;margin-right:50px}
.sq{display:inline-block;width:24px;height:24px;border:2px solid #000;vertical-align:middle;margin:0 8px 0 30px;
text-align:center;line-height:22px}.bx{border:3px solid #000;padding:14px;margin:14px 0;min-height:110px}
"""
