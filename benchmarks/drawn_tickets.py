"""Four tickets: before and after in columns, captions in grey bars, a stub to tear off, and a grid of squares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from random import Random

from benchmarks.drawn_orders import Look, Sheet, Value, one_each
from benchmarks.drawn_trades import LAST_NAMES, foot, heading, stock, trade_orders

Order = Mapping[str, Value]


def _line(caption: str, value: str, wide: float = 1) -> str:
    """A caption and its value on a line."""
    return f'<div class=kl style="flex:{wide} 1 0"><span>{caption}</span><em>{value}</em></div>'


def _row(*places: str) -> str:
    return f"<div class=kr>{''.join(places)}</div>"


def _square(said: str) -> str:
    return f"<span class=sq style='margin:0 8px 0 0'>{f'<span class=v>{said}</span>' if said else ''}</span>"


_STYLE = """<style>.kr{display:flex;gap:36px;margin-top:24px}.kl{display:flex;align-items:flex-end;min-width:0;
white-space:nowrap}.kl em{flex:1;font-style:normal;border-bottom:2px solid #222;padding-left:10px;min-height:40px;
display:flex;align-items:flex-end;min-width:0}.kl span{margin-right:4px}
.kt{width:100%;table-layout:fixed;margin-top:30px}
.kt td,.kt th{border:2px solid #333;height:54px;padding:2px 10px;white-space:nowrap;text-align:left;overflow:hidden}
.kg{display:grid;gap:10px 30px;margin:14px 0}.kc em{display:flex;font-style:normal;border-bottom:2px solid #222;
align-items:flex-end;padding-left:8px}.kc small{display:block}.kc{min-width:0;white-space:nowrap}</style>"""

_READ = (
    ("Make", ("Badger", "Neptune", "Sensus", "Hersey")),
    ("Size", ('5/8"', '3/4"', '1"', '1 1/2"')),
    ("Serial Number", ("{a}{n}",)),
    ("Reading", ("{n}",)),
)
_SIDES = (("Old Meter", "New Meter"), ("METER REMOVED", "METER SET"), ("Before", "After"), ("OUT", "IN"))


def changed(look: Look, rng: Random) -> list[Sheet]:
    """A change-out: what was there and what is there now in columns, times with a.m. and p.m. to be ringed."""
    top, end, paper, sides = heading(look, rng), foot(rng), stock(rng, 1.2), rng.choice(_SIDES)
    down, halves = rng.random() < 0.5, rng.choice((("AM", "PM"), ("a.m.", "p.m.")))
    captions = rng.choice((("Time In", "Time Out"), ("Arrived", "Departed"), ("Start Time", "Finish Time")))
    colon = rng.choice(("", ":", ":"))
    made = trade_orders(look, rng, 9)

    def place(order: Order, field: str, wide: float = 1) -> str:
        return _line(f"{look.labels[field]}{colon}", look.said(order, field), wide)

    def cells() -> list[list[str]]:
        filled = [
            [rng.choice(ways).format(a=rng.choice("BNS"), n=rng.randint(10234, 99999)) for ways in (w, w)]
            for _, w in _READ
        ]
        return [[f"<span class=v>{escape(cell)}</span>" for cell in row] for row in filled]

    def table() -> str:
        filled, names = cells(), [name for name, _ in _READ]
        if down:
            head = "".join(f"<th>{each}</th>" for each in ("", *sides))
            rows = "".join(
                f"<tr><td>{n}</td><td>{a}</td><td>{b}</td></tr>" for n, (a, b) in zip(names, filled, strict=True)
            )
        else:
            head = "".join(f"<th>{each}</th>" for each in ("", *names))
            rows = "".join(
                f"<tr><td>{side}</td>{''.join(f'<td>{row[at]}</td>' for row in filled)}</tr>"
                for at, side in enumerate(sides)
            )
        return f"<table class=kt><tr>{head}</tr>{rows}</table>"

    def time(caption: str) -> str:
        hour, ringed = f"{rng.randint(1, 12)}:{rng.randrange(0, 60, 5):02}", rng.choice(halves)
        ring = "border:3px solid #334;border-radius:50%;padding:0 6px;margin:-3px -9px"
        both = " ".join(f'<b style="font-weight:400;{ring if h == ringed else ""}">{h}</b>' for h in halves)
        return f"{_line(f'{caption}{colon}', f'<span class=v>{hour}</span>')}<div class=kl>{both}</div>"

    def body(order: Order) -> str:
        rows = (
            _row(place(order, "order_number"), place(order, "requested_on")),
            _row(place(order, "requester_name"), place(order, "requester_phone")),
            _row(place(order, "location", 2), place(order, "account")),
            _row(place(order, "description")),
            table(),
            _row(place(order, "completed_on"), *map(time, captions)),
            _row(place(order, "assigned_to", 2), place(order, "labor_hours")),
            _row(place(order, "work_performed")),
        )
        return f"{_STYLE}{top}{''.join(rows)}{end}"

    fields = ("order_number", "requested_on", "requester_name", "requester_phone", "location", "account")
    fields += ("description", "completed_on", "assigned_to", "labor_hours", "work_performed")
    return one_each(body, fields, made, paper)


_BARRED = (
    ("order_number", "requested_on"),
    ("requester_name",),
    ("requester_phone", "fax", "email"),
    ("location", "asset"),
    ("description",),
    ("assigned_to", "due_on"),
    ("work_performed",),
    ("completed_on", "labor_hours"),
    ("material_cost", "total_cost"),
)


def barred(look: Look, rng: Random) -> list[Sheet]:
    """Captions in grey cells at the left of their values, up to three pairs a row, under a letterhead that has some."""
    labels = look.labels | {"fax": rng.choice(("Fax", "Fax No.")), "email": rng.choice(("E-mail", "Email"))}
    look = replace(look, labels=labels)
    end, paper, grey = foot(rng), stock(rng, 1.2), rng.choice(("#ddd", "#ccc", "#e8e8e8", "#bbb"))
    narrow, high, bold = rng.choice((210, 240)), rng.choice((62, 70, 78)), rng.choice((400, 700))
    street = f"{rng.randint(100, 4900)} {rng.choice(LAST_NAMES)} Street"
    numbers = [f"{rng.randint(201, 989)}-555-{rng.randint(1000, 9999)}" for _ in range(2)]
    block = f"<h2 style='margin:0'>{escape(look.city)}</h2>{escape(look.office)}<br>Address: {street}<br>"
    block += f"Phone: {numbers[0]} &ensp; Fax: {numbers[1]}"
    top = f"<div class=ends><div>{block}</div><h1>{escape(look.title)}</h1></div>"
    made = trade_orders(look, rng, 9)
    for order in made:
        last = str(order["requester_name"]).split()[-1].lower()
        order |= {"fax": f"{rng.randint(201, 989)}-555-{rng.randint(1000, 9999)}", "email": f"{last}@example.org"}

    def cell(order: Order, field: str, count: int) -> str:
        caption = f'<div style="background:{grey};width:{narrow if count < 3 else 130}px;font-weight:{bold}">'
        return f"{caption}{look.labels[field]}{look.colon}</div><div style='flex:1 1 0'>{look.said(order, field)}</div>"

    def body(order: Order) -> str:
        rows = "".join(f"<div class=gb>{''.join(cell(order, f, len(row)) for f in row)}</div>" for row in _BARRED)
        css = f"<style>.gb{{display:flex;height:{high}px}}.gb>div{{border:2px solid #444;margin:-1px;padding:2px 10px;"
        css += "display:flex;align-items:center;box-sizing:border-box;min-width:0;line-height:1}</style>"
        return f"{css}{top}{rows}{end}"

    fields = [f for row in _BARRED for f in row if f not in {"fax", "email"}]
    return one_each(body, fields, made, paper)


_RULES_TEXT = (
    "Keep this stub. No claim will be paid without it.",
    "Present this portion at the counter.",
    "This portion stays with the customer.",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen")
_ONES += ("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")


def _in_words(amount: int) -> str:
    """A whole number below a thousand in words."""
    if amount >= 100:
        rest = _in_words(amount % 100)
        return f"{_ONES[amount // 100 - 1]} hundred{f' {rest}' if rest else ''}"
    if amount >= 20:
        return _TENS[amount // 10 - 2] + (f"-{_ONES[amount % 10 - 1]}" if amount % 10 else "")
    return _ONES[amount - 1] if amount else ""


def stubbed(look: Look, rng: Random) -> list[Sheet]:
    """A ticket whose pressed number stands at the top and again on a stub to tear off, with an amount in words."""
    end, paper, sign = foot(rng), stock(rng, 1.15), rng.choice(("No. ", "N° ", "# ", ""))
    above, says = rng.random() < 0.3, rng.choice(_RULES_TEXT)
    red, colon = rng.choice(("#a22", "#333", "#b40")), rng.choice(("", ":"))
    holes = rng.choice(("5px dotted #666", "3px dashed #555"))
    made = trade_orders(look, rng, 9)
    printed = rng.choice(("anonymous-pro", "cousine", "roboto-condensed"))

    def number(order: Order, size: int) -> str:
        text = f"{sign}{order['order_number']}"
        return f"<span style=\"font:{size}px '{printed}';color:{red};letter-spacing:2px\">{text}</span>"

    def place(order: Order, field: str, wide: float = 1) -> str:
        return _line(f"{look.labels[field]}{colon}", look.said(order, field), wide)

    def words(order: Order) -> str:
        amount = float(str(order["total_cost"]))
        text = f"{_in_words(int(amount))} and {round(100 * amount) % 100:02}/100".capitalize()
        return _row(f"{_line('The sum of', f'<span class=v>{text}</span>')}<div class=kl>Dollars</div>")

    def stub(order: Order) -> str:
        name = f"<b>{escape(look.city)}</b>&emsp;{rng.choice(('CUSTOMER STUB', 'RECEIPT'))}"
        rows = _row(place(order, "requester_name"), place(order, "total_cost"))
        return f"<div class=ends style='margin:0'><div>{name}</div>{number(order, 30)}</div>{rows}<p>{says}</p>"

    def ticket(order: Order) -> str:
        top = f"<div><b>{escape(look.city.upper())}</b><br>{escape(look.office)}</div><h1>{escape(look.title)}</h1>"
        rows = (
            _row(place(order, "requested_on"), place(order, "due_on")),
            _row(place(order, "requester_name"), place(order, "requester_phone")),
            _row(place(order, "location")),
            _row(place(order, "description")),
            _row(place(order, "assigned_to"), place(order, "completed_on")),
            _row(place(order, "work_performed", 2.4), place(order, "labor_hours")),
            _row(place(order, "material_cost"), place(order, "labor_cost"), place(order, "total_cost")),
            words(order),
        )
        return f"<div class=ends>{top}{number(order, 40)}</div>{''.join(rows)}"

    def body(order: Order) -> str:
        cut = f"<div style='border-top:{holes};margin:36px 0 24px'></div>"
        parts = (stub(order), cut, ticket(order)) if above else (ticket(order), cut, stub(order))
        return f"{_STYLE}{''.join(parts)}{end}"

    fields = ("order_number", "requested_on", "due_on", "requester_name", "requester_phone", "location", "description")
    fields += (
        "assigned_to",
        "completed_on",
        "work_performed",
        "labor_hours",
        "material_cost",
        "labor_cost",
        "total_cost",
    )
    return one_each(body, fields, made, paper)


_KINDS = ("Pavement", "Drainage", "Signs", "Trees", "Lighting", "Sidewalk", "Sewer", "Water", "Graffiti", "Mowing")
_GRADES = (("1", "2", "3", "4"), ("Low", "Med", "High"), ("Routine", "Soon", "Urgent", "Emergency"))


def gridded(look: Look, rng: Random) -> list[Sheet]:
    """Squares in columns with "Other" at their end, a row of grades in cells, captions under lines, and a sketch."""
    top, end, paper = heading(look, rng), foot(rng), stock(rng, 1.15)
    kinds, across, grades = rng.sample(_KINDS, 8), rng.choice((3, 4)), rng.choice(_GRADES)
    caption, mark = rng.choice(("Type of Request", "Type of Work", "Category")), rng.choice("X✓X")
    left, colon = rng.random() < 0.6, rng.choice(("", ":"))
    made = trade_orders(look, rng, 9)
    for order in made:
        order |= {"category": rng.choice(kinds), "priority": rng.choice(grades)}

    def under(order: Order, field: str, wide: float = 1) -> str:
        return (
            f'<div class=kc style="flex:{wide} 1 0"><em style="height:44px">{look.said(order, field)}</em>'
            f"<small>{look.labels[field]}</small></div>"
        )

    def squares(order: Order) -> str:
        each = [(_square(mark if order["category"] == kind else ""), kind) for kind in kinds]
        shown_ = [f"<div>{sq}{kind}</div>" if left else f"<div>{kind} {sq}</div>" for sq, kind in each]
        shown_.append(f"<div class=kl>{_square('') if left else ''}Other{colon}<em></em></div>")
        columns = f"grid-template-columns:repeat({across},1fr)"
        return f'<b>{caption}{colon}</b><div class=kg style="{columns}">{"".join(shown_)}</div>'

    def grade(order: Order) -> str:
        heads = "".join(f"<th>{each}</th>" for each in grades)
        cells = "".join(
            f"<td>{f'<span class=v>{mark}</span>' if each == order['priority'] else ''}</td>" for each in grades
        )
        return f"<table class=kt><tr><th rowspan=2>{look.labels['priority']}</th>{heads}</tr><tr>{cells}</tr></table>"

    def sketch() -> str:
        a, b, c = (rng.randint(40, 360) for _ in range(3))
        streets = [rng.choice(LAST_NAMES) for _ in range(2)]
        lines = (
            f"<path d='M20 {a // 2}H620M{b} 10V200M{c + 150} {a // 2}l30 40' stroke=#334 stroke-width=3 fill=none />"
        )
        texts = (
            f"<text x=30 y={a // 2 - 6} class=v>{streets[0]} St</text><text x={b + 8} y=190 class=v>{streets[1]}</text>"
        )
        return (
            f"<div class=bx style='height:230px'>Sketch / Map<br><svg width=700 height=200>{lines}{texts}</svg></div>"
        )

    def body(order: Order) -> str:
        rows = (
            _row(under(order, "order_number"), under(order, "requested_on"), under(order, "due_on")),
            _row(under(order, "requester_name"), under(order, "requester_phone")),
            _row(under(order, "location")),
            squares(order),
            grade(order),
            _row(under(order, "description")),
            sketch(),
            _row(under(order, "assigned_to", 2), under(order, "completed_on"), under(order, "labor_hours")),
            _row(under(order, "work_performed")),
        )
        return f"{_STYLE}{top}{''.join(rows)}{end}"

    fields = ("order_number", "requested_on", "due_on", "requester_name", "requester_phone", "location", "category")
    fields += ("priority", "description", "assigned_to", "completed_on", "labor_hours", "work_performed")
    return one_each(body, fields, made, paper)
