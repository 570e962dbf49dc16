"""Three forms of other shapes: captions at the foot of a box, ringed words, and one caption in two sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from random import Random

from benchmarks.drawn_orders import Look, Sheet, Value, one_each, shown
from benchmarks.drawn_trades import LAST_NAMES, foot, stock, trade_orders

Order = Mapping[str, Value]


def _letterhead(look: Look, rng: Random) -> str:
    """A block with the department's address, as large as the form's head, and the title beside it or below."""
    street = f"{rng.randint(100, 4900)} {rng.choice(LAST_NAMES)} Avenue, Suite {rng.randint(100, 400)}"
    block = (
        f"<b>{escape(look.city)}</b><br>{escape(look.office)}<br>{street}<br>Phone (555) 555-{rng.randint(1000, 9999)}"
    )
    title = f"<h1 style='margin:14px 0'>{escape(look.title.upper())}</h1>"
    return rng.choice(
        (
            f"<div class=ends><div>{block}</div>{title}</div>",
            f"<div class=mid>{block}{title}</div>",
            f"{title}{block}<br>",
        )
    )


_FOOTED = (
    ("order_number", "requested_on"),
    ("requester_name", "requester_phone", "priority"),
    ("location", "asset"),
    ("description",),
    ("assigned_to", "completed_on"),
    ("work_performed",),
    ("labor_hours", "material_cost", "total_cost"),
)
_TIMED = {"requested_on": "Time", "completed_on": "Time"}
"""Fields whose box has a second caption: when on that day."""


def footed(look: Look, rng: Random) -> list[Sheet]:
    """Boxes with their captions at the foot, under the values, or at the top left; some boxes have two."""
    top, end, paper, high = _letterhead(look, rng), foot(rng), stock(rng, 1.25), rng.choice((84, 92, 104))
    fields = [field for row in _FOOTED for field in row]
    at_foot = {field: rng.random() < 0.7 for field in fields}
    middle, spread = rng.random() < 0.5, rng.random() < 0.5
    capitals = rng.random() < 0.5
    made = trade_orders(look, rng, 9)
    times = [
        f"{rng.randint(1, 12)}:{rng.randrange(0, 60, 5):02} {rng.choice(('AM', 'PM'))}" for _ in range(2 * len(made))
    ]

    def part(caption: str, value: str, below: bool) -> str:
        small = f"<small>{caption.upper() if capitals else caption}</small>"
        inner = f"<div class=fv>{value}</div>{small}" if below else f"{small}<div class=fv>{value}</div>"
        return f'<div class="fp{" mid" if below and middle else ""}" style="height:{high}px">{inner}</div>'

    def box(order: Order, field: str) -> str:
        parts = part(look.labels[field], look.said(order, field), at_foot[field])
        if field in _TIMED:
            time = times[2 * made.index(order) + (field == "completed_on")]
            parts += part(_TIMED[field], f"<span class=v>{time}</span>", at_foot[field])
        wide = 2 if field in _TIMED or field in {"location", "requester_name"} else 1
        return f'<div class="c fb" style="flex:{wide} 1 0">{parts}</div>'

    def body(order: Order) -> str:
        rows = "".join(f"<div class=r>{''.join(box(order, f) for f in row)}</div>" for row in _FOOTED)
        signed = "".join(f'<div class="c fb" style="flex:1 1 0">{part(name, "", True)}</div>' for name in signers)
        return f"{_FOOTED_STYLE}{top}{rows}<div class=r>{signed}</div>{end}"

    signers = rng.sample(("Signature of Foreman", "Approved", "Received By", "Supervisor"), 2)
    if spread:
        top += "<br>"
    return one_each(body, fields, made, paper)


_FOOTED_STYLE = """<style>.fb{display:flex;padding:2px 8px}.fp{flex:1;display:flex;flex-direction:column;min-width:0}
.fv{flex:1;display:flex;align-items:flex-end;white-space:nowrap}.fp.mid .fv{justify-content:center}</style>"""

_LEVELS = (("Routine", "Urgent", "Emergency"), ("Low", "Medium", "High"), ("Normal", "Rush", "Emergency"))
_ASKS = (("Permission to enter?", ("Yes", "No")), ("Under warranty?", ("Yes", "No")), ("Pets?", ("Yes", "No")))


def _ring(rng: Random, width: int) -> str:
    """A ring of the pen around a word of so many pixels, not quite round and not quite closed."""
    wide, high, turn = width + rng.randint(16, 34), rng.randint(40, 52), rng.uniform(-6, 6)
    dash = f"{2.6 * (wide + high) / 2 * 1.2:.0f} {rng.randint(4, 16)}"
    return (
        f'<svg width={wide + 12} height={high + 12} style="position:absolute;left:{(width - wide) // 2 - 6}px;'
        f'top:{rng.randint(-16, -8)}px;overflow:visible"><ellipse cx={wide / 2 + 6} cy={high / 2 + 3} rx={wide / 2} '
        f'ry={high / 2} fill=none stroke=#223 stroke-width={rng.choice((2.5, 3, 4))} stroke-dasharray="{dash}" '
        f'transform="rotate({turn:.1f} {wide / 2} {high / 2})"/></svg>'
    )


def ringed(look: Look, rng: Random) -> list[Sheet]:
    """Choices of which one is ringed, days stamped by a clock, units behind blanks, and cents in their own column."""
    top, end, paper = _letterhead(look, rng), foot(rng), stock(rng, 1.25)
    levels, slash = rng.choice(_LEVELS), rng.choice((" / ", " &emsp; ", " &ensp; "))
    hint, asks = rng.choice((" (circle one)", "", " - circle one")), rng.sample(_ASKS, 2)
    unit, money = rng.choice(("hrs.", "hours", "Hrs")), rng.choice(("blanks", "columns"))
    clock = rng.choice(("%b %d %Y", "%m/%d/%y", "%b %d, %Y"))
    made = trade_orders(look, rng, 10)
    for order in made:
        order["priority"] = rng.choice(levels)

    def blank(order: Order, field: str, after: str = "") -> str:
        value = f"<span class=u>{look.said(order, field)}</span>{f'&nbsp;{after}' if after else ''}"
        return f"<div><b>{look.labels[field]}{look.colon}</b>{value}</div>"

    def choice(words: Sequence[str], said: Value | None) -> str:
        parts = (
            f'<span style="position:relative">{word}{_ring(rng, 11 * len(word)) if word == said else ""}</span>'
            for word in words
        )
        return slash.join(parts)

    def stamped(order: Order, field: str) -> str:
        hour = f"{rng.randint(7, 11)}:{rng.randint(0, 59):02} {rng.choice(('AM', 'PM'))}"
        day = order[field].strftime(clock).upper()  # type: ignore[union-attr]
        turn = f"display:inline-block;transform:rotate({rng.uniform(-2, 2):.1f}deg)"
        ink = "font-family:'cousine';font-size:24px;color:#334;white-space:nowrap"
        text = f'<span style="{ink};{turn}">{day} {hour}</span>'
        return f"<div><b>{look.labels[field]}{look.colon}</b><span class=u>{text}</span></div>"

    def sums(order: Order) -> str:
        rows = []
        for field in ("material_cost", "labor_cost", "total_cost"):
            whole, cents = f"{float(str(order[field])):,.2f}".split(".")
            filled = [f"<span class=v>{each}</span>" for each in (whole, cents)]
            if money == "columns":
                rows.append(f"<tr><td>{look.labels[field]}</td><td class=n>{filled[0]}</td><td>{filled[1]}</td></tr>")
            else:
                rows.append(
                    f"<tr><td>{look.labels[field]}</td><td>$&nbsp;<span class=rb style='width:150px'>{filled[0]}</span>"
                    f"&nbsp;.&nbsp;<span class=rb style='width:60px'>{filled[1]}</span></td></tr>"
                )
        head = "<tr><td></td><td>Dollars</td><td>Cents</td></tr>" if money == "columns" else ""
        return f"<table class={'rt' if money == 'columns' else 'rl'}>{head}{''.join(rows)}</table>"

    def line(*parts: str) -> str:
        return f"<div class=ln>{''.join(parts)}</div>"

    def sheet(order: Order) -> Sheet:
        asked = [f"<div>{text}&emsp;{choice(words, rng.choice(words))}</div>" for text, words in asks]
        rows = (
            line(blank(order, "order_number"), stamped(order, "requested_on")),
            line(blank(order, "requester_name"), blank(order, "requester_phone")),
            line(blank(order, "location")),
            line(f"<div>{look.labels['priority']}{hint}{look.colon}&emsp;{choice(levels, order['priority'])}</div>"),
            line(*asked),
            line(blank(order, "description")),
            line(blank(order, "work_performed")),
            line(blank(order, "assigned_to"), blank(order, "labor_hours", unit)),
            line(stamped(order, "completed_on")),
        )
        return Sheet(f"{_RINGED_STYLE}{top}{''.join(rows)}{sums(order)}{end}", (shown(order, fields),), stock=paper)

    fields = (
        "order_number",
        "requested_on",
        "requester_name",
        "requester_phone",
        "location",
        "priority",
        "description",
    )
    fields += (
        "work_performed",
        "assigned_to",
        "labor_hours",
        "completed_on",
        "material_cost",
        "labor_cost",
        "total_cost",
    )
    return [sheet(order) for order in made]


_RINGED_STYLE = """<style>.ln .u{white-space:nowrap;display:flex;align-items:flex-end}.ln div{min-width:0}
.rt,.rl{margin:30px 0 0 auto}.rt td{border:2px solid #333;height:46px;padding:2px 10px}.rt td:nth-child(2){width:160px}
.rt td:nth-child(3){width:64px}.rl td{padding:8px 16px}.rb{display:inline-block;border-bottom:2px solid #222;
text-align:right;min-height:36px}</style>"""

_SECTIONS = (
    ("REQUESTED BY", (("NAME", "requester_name"), ("PHONE", "requester_phone"), ("DATE", "requested_on"))),
    ("CONTRACTOR", (("NAME", "assigned_to"), ("PHONE", "second_phone"), ("HOURS", "labor_hours"))),
    ("COMPLETION", (("DATE", "completed_on"), ("MATERIALS", "material_cost"), ("TOTAL COST", "total_cost"))),
)
_TAKERS = ("CONTRACTOR", "ASSIGNED TO", "WORK DONE BY", "TECHNICIAN")
_ENDS = ("COMPLETION", "COMPLETED", "WORK COMPLETED")
_ASKERS = ("REQUESTED BY", "REQUESTOR", "REQUEST", "REPORTED BY")


def twofold(look: Look, rng: Random) -> list[Sheet]:
    """All in capitals: three sections whose titles tell captions of one name apart, side by side or not."""
    beside, boxed, end, paper = rng.random() < 0.5, rng.random() < 0.5, foot(rng), stock(rng, 1.15)
    heads = (rng.choice(_ASKERS), rng.choice(_TAKERS), rng.choice(_ENDS))
    look = replace(look, labels={f: text.upper() for f, text in look.labels.items()}, title=look.title.upper())
    dark, high = rng.random() < 0.5, rng.choice((60, 68))
    tight = " style='gap:0'" if boxed else ""
    made = trade_orders(look, rng, 8)
    for order in made:
        order["second_phone"] = f"{rng.randint(201, 989)}-555-{rng.randint(100, 9999):04}"
        order["work_performed"] = ". ".join(rng.sample(look.done, 3))

    def place(order: Order, caption: str, field: str) -> str:
        if boxed:
            return f'<div class=c style="height:{high + 20}px"><small>{caption}</small>{look.said(order, field)}</div>'
        line = f"<span>{caption}{look.colon}&ensp;</span><em>{look.said(order, field)}</em>"
        return f'<div class=tw style="height:{high}px">{line}</div>'

    def section(order: Order, name: str, places: Sequence[tuple[str, str]]) -> str:
        filled = "".join(place(order, caption, field) for caption, field in places)
        shade = "background:#222;color:#fff" if dark else "border-bottom:2px solid #222"
        if beside:
            title = f'<div style="{shade};padding:4px 8px"><b>{name}</b></div>'
            return f'<div style="flex:1 1 0;min-width:0">{title}{filled}</div>'
        return (
            f'<p style="margin:22px 0 6px;{shade};padding:4px 8px"><b>{name}</b></p><div class=tr{tight}>{filled}</div>'
        )

    def body(order: Order) -> str:
        parts = "".join(section(order, n, places) for n, (_, places) in zip(heads, _SECTIONS, strict=True))
        city = f"<div class=mid><h2>{escape(look.city.upper())}</h2><h1>{escape(look.title)}</h1></div>"
        first = f"<div class=tr{tight}>{place(order, look.labels['order_number'], 'order_number')}"
        first += f"{place(order, look.labels['location'], 'location')}</div>"
        asked = f"<div class=tr{tight}>{place(order, look.labels['description'], 'description')}</div>"
        said = f"{order['work_performed']}".split(". ")
        ends = [f"{each}." for each in said[:-1]] + said[-1:]
        text = "".join(f"<div class=th>{look.said({'line': each}, 'line')}</div>" for each in ends)
        notes = f"<p style='margin:26px 0 0'>{look.labels['work_performed']}{look.colon}</p>{text}"
        held = (
            f'<div style="display:flex;gap:{0 if boxed else 40}px;margin-top:26px">{parts}</div>' if beside else parts
        )
        return f"{_TWOFOLD_STYLE}{city}{first}{asked}{held}{notes}{end}"

    fields = ["order_number", "location", "description", "work_performed"]
    fields += [f for _, places in _SECTIONS for _, f in places if f != "second_phone"]
    return one_each(body, fields, made, paper)


_TWOFOLD_STYLE = """<style>.tr{display:flex;gap:40px}.tr>div{flex:1 1 0;min-width:0;white-space:nowrap}
.tw{display:flex;align-items:flex-end;white-space:nowrap;min-width:0}.tw em{flex:1;font-style:normal;
border-bottom:2px solid #333;padding-left:8px;min-width:0}
.th{height:56px;border-bottom:2px solid #333;padding:0 10px;
display:flex;align-items:flex-end}.c{white-space:nowrap}</style>"""
