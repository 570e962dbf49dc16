"""Ten forms written as web pages, with words, shapes and values of their own: nothing of the fixtures is in them.

What a program was built beside its own generator's forms is worth shows on forms that another hand drew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from types import MappingProxyType

from benchmarks.drawn_orders import LABELS, PARTS, URGENCIES, Design, Look, Sheet, Value, one_each, orders, shown


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

    return one_each(body, fields, orders(rng, 10))


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
    return one_each(body, fields, orders(rng, 10))


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

    return one_each(body, fields, orders(rng, 10))


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
    return one_each(body, fields, orders(rng, 10))


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
            tuple(shown(order, _COLUMNS) for order in made[at : at + 16]),
            wide=True,
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
        parts = [(rng.randint(1, 6), part, round(rng.uniform(2, 40), 2)) for part in rng.sample(PARTS, 3)]
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
        return Sheet(body, (shown(order, fields),))

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
    return one_each(body, fields, orders(rng, 10))


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
        style = "table-layout:fixed;margin-bottom:-2px"  # what is written moves no print
        return f'<table class=rows style="{style}"><tr>{heads}</tr><tr>{cells}</tr></table>'

    def body(order: Mapping[str, Value]) -> str:
        return f"<h2>{look.city}, {look.office}</h2><h1>{look.title}</h1>" + "".join(row(order, f) for f in _PAIRS)

    fields = [field for row in _PAIRS for field in row]
    return one_each(body, fields, orders(rng, 10))


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

    return one_each(body, fields, orders(rng, 10))


_CARD = ("order_number", "requested_on", "location", "requester_name", "description", "assigned_to", "completed_on")


def _cards(look: Look, rng: Random) -> list[Sheet]:
    """Two cards side by side on a sheet, in frames, a blank line for each field."""

    def card(order: Mapping[str, Value]) -> str:
        lines = "".join(_blanks(look, order, (field,)) for field in _CARD)
        return f"<div class=bx style='flex:1;margin:10px'><h2>{look.title.upper()}</h2>{look.city}{lines}</div>"

    made = orders(rng, 16)
    for order in made:  # what goes on one line of a card: a second one would move its print
        order["description"] = str(order["description"]).split(" in ")[0]
    return [
        Sheet(
            f"<div style='display:flex;width:1440px'>{card(left)}{card(right)}</div>",
            (shown(left, _CARD), shown(right, _CARD)),
        )
        for left, right in zip(made[::2], made[1::2], strict=True)
    ]


FIRST: Mapping[str, Design] = MappingProxyType(
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
