"""Eight more forms that another hand drew, as eight trades have them; `benchmarks.drawn_forms` has the first ten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from random import Random
from types import MappingProxyType

from benchmarks.drawn_orders import Design, Look, Sheet, Value, one_each, shown
from benchmarks.drawn_trades import stock, trade_orders

DATES = ("%m/%d/%Y", "%m/%d/%y")
"""How those forms write dates that do not write them as their look has it."""
Order = Mapping[str, Value]
_SUMS = ("material_cost", "labor_cost", "total_cost")


def _heading(look: Look, rng: Random) -> str:
    """The department and the title, where a form of the trades may have them."""
    name, title = escape(look.city), escape(look.title)
    return rng.choice(
        (
            f"<h2 class=mid>{name.upper()}<br>{escape(look.office)}</h2><h1 class=mid>{title}</h1>",
            f"<div class=ends><div><b>{name}</b><br>{escape(look.office)}</div><h1>{title.upper()}</h1></div>",
            f"<h1>{title}</h1><p>{name} &middot; {escape(look.office)}</p>",
        )
    )


def _foot(rng: Random) -> str:
    """What is printed at the bottom: the form's own number and revision, and where its copies go."""
    form = f"Form {rng.choice(('PW', 'M', 'OPS', 'F'))}-{rng.randint(10, 499)}"
    form += f" (Rev. {rng.randint(1, 12)}/{rng.randint(3, 9):02})"
    copies = rng.choice(("", "White: Office &ensp; Yellow: Crew &ensp; Pink: File", "Return completed copy to office"))
    return f"<div class=foot><small>{form}</small><small>{copies}</small></div>"


def _itemized(look: Look, order: dict[str, Value], rng: Random) -> list[tuple[str, str, str, str]]:
    """Lines of count, part, price and amount; the order's sums are made theirs."""
    parts = [
        (rng.randint(1, 8), part, rng.randint(150, 6000) / 100) for part in rng.sample(look.parts, rng.randint(2, 4))
    ]
    material = round(sum(count * price for count, _, price in parts), 2)
    order |= {"material_cost": material, "total_cost": round(material + float(str(order["labor_cost"])), 2)}
    return [(str(count), part, f"{price:,.2f}", f"{count * price:,.2f}") for count, part, price in parts]


_ITEM_HEADS = (
    ("Qty", "Description", "Unit Cost", "Amount"),
    ("Quan.", "Material Used", "Price Each", "Extension"),
    ("No.", "Item", "Each", "Total"),
)


def _spaced(look: Look, rng: Random) -> list[Sheet]:
    """No rules: pairs side by side, and line items whose columns are told apart by space, their heads underlined."""
    pairs = ["order_number", *rng.sample(("requested_on", "completed_on", "requester_name", "assigned_to"), 4)]
    pairs += rng.sample(("requester_phone", "asset", "account", "labor_hours", "priority"), 3)
    fields = (*pairs, "location", "description", *_SUMS)
    top, foot, heads, paper = _heading(look, rng), _foot(rng), rng.choice(_ITEM_HEADS), stock(rng)
    wide, sums = rng.choice(("1fr 5fr 2fr 2fr", "2fr 6fr 2fr 3fr", "1fr 8fr 2fr 2fr")), rng.choice(("right", "left"))

    def sheet(order: dict[str, Value]) -> Sheet:
        lines = _itemized(look, order, rng)
        first = "".join(f"<div>{look.labels[f]}{look.colon} &ensp;{look.said(order, f)}</div>" for f in pairs)
        full = "".join(
            f"<p>{look.labels[f]}{look.colon} &ensp;{look.said(order, f)}</p>" for f in fields[len(pairs) : -3]
        )
        table = "".join(f"<div class=h{at}><u>{head}</u></div>" for at, head in enumerate(heads))
        table += "".join(
            f"<div class=h{at}><span class=v>{escape(x)}</span></div>" for li in lines for at, x in enumerate(li)
        )
        last = "".join(
            f'<div class=s style="text-align:{sums}">{look.labels[f]}</div><div class=h3>{look.said(order, f)}</div>'
            for f in _SUMS
        )
        gap = '<div style="grid-column:1/5;height:26px"></div>'
        body = f'{top}<div class=two>{first}</div>{full}<div class=items style="grid-template-columns:{wide}">'
        return Sheet(f"{body}{table}{gap}{last}</div>{foot}", (shown(order, fields),), stock=paper)

    return [sheet(order) for order in trade_orders(look, rng, 10)]


_COMBED = ("order_number", "requested_on", "completed_on", "requester_phone", "labor_hours", "account")


def _combs(look: Look, rng: Random) -> list[Sheet]:
    """Numbers and dates in combs, a box a character, with or without their separators printed between the boxes."""
    look = replace(look, date=rng.choice(DATES[:2]))
    joined, size, above = rng.random() < 0.4, rng.choice((34, 38, 44)), rng.random() < 0.5
    top, foot, paper, tick = _heading(look, rng), _foot(rng), stock(rng), rng.random() < 0.4
    rows = [["order_number", "requested_on"], ["requester_name", "requester_phone"], ["location"], ["description"]]
    rows += [["account", "priority"], ["assigned_to"], ["work_performed"], ["completed_on", "labor_hours"]]
    if rng.random() < 0.5:
        rows[0], rows[4] = rows[4], rows[0]

    def box(character: str) -> str:
        style = f"width:{size}px;height:{size + 8}px;line-height:{size + 8}px"
        style += ";border-top:0" if tick else ""
        return f'<span class=cb style="{style}"><span class=v>{escape(character)}</span></span>'

    def comb(order: Order, field: str) -> str:
        value = order.get(field, "")
        text = f"{float(value):04.1f}" if field == "labor_hours" else _bare_value(look, order, field)
        text = text or {"requester_phone": "   -   -    ", "account": "   -  -    "}.get(field, "")
        between = "" if joined and field not in {"labor_hours", "order_number"} else "<i>{}</i>"
        return (
            "<span class=comb>"
            + "".join(box(each) if each.isalnum() or each == " " else between.format(each) for each in text)
            + "</span>"
        )

    def place(order: Order, field: str) -> str:
        caption = (
            f"<small>{look.labels[field]}</small>" if above else f"<span>{look.labels[field]}{look.colon}&ensp;</span>"
        )
        filled = comb(order, field) if field in _COMBED else f"<span class=un>{look.said(order, field)}</span>"
        hint = (
            f"<small>&ensp;({'MMDDYYYY' if '%Y' in look.date else 'MMDDYY'})</small>" if field.endswith("_on") else ""
        )
        filled += hint if joined else ""
        return f"<div class={'ov' if above else 'be'}>{caption}{filled}</div>"

    def body(order: Order) -> str:
        return top + "".join(f"<div class=cr>{''.join(place(order, f) for f in row)}</div>" for row in rows) + foot

    made = trade_orders(look, rng, 10)
    for order in made if joined else ():
        if "account" in order:
            order["account"] = str(order["account"]).replace("-", "")
    return one_each(body, [f for row in rows for f in row], made, paper)


def _bare_value(look: Look, order: Order, field: str) -> str:
    """A field's value as it stands on the sheet, without HTML."""
    return look.said(order, field).removeprefix("<span class=v>").removesuffix("</span>")


def _captions(look: Look, rng: Random) -> list[Sheet]:
    """Captions above a line, below a line and left with leader dots, mixed in one form of two columns."""
    top, foot, paper, high = _heading(look, rng), _foot(rng), stock(rng), rng.choice((54, 62, 72))
    left = ["order_number", "requested_on", "requester_name", "requester_phone", "priority", "due_on"]
    right = ["asset", "account", "assigned_to", "completed_on", "labor_hours", "total_cost"]
    columns = [rng.sample(column, 6) for column in rng.sample((left, right), 2)]
    ways = {field: rng.choice(("above", "below", "dots")) for field in (*left, *right)}
    ways |= dict.fromkeys(columns[0][:2], "below") | dict.fromkeys(columns[1][:3], "above")
    ways |= {"location": rng.choice(("below", "dots")), "description": "above", "work_performed": "below"}
    apart = rng.random() < 0.5

    def place(order: Order, field: str) -> str:
        caption, value = look.labels[field], look.said(order, field)
        line = f'<div class=line style="min-height:{high - 20}px">{value}</div>'
        if ways[field] == "dots":
            return f'<div class=dots style="height:{high}px"><span>{caption}</span><i></i>{value}</div>'
        small = f"<small>{caption}</small>"
        return f"<div class=cap>{small + line if ways[field] == 'above' else line + small}</div>"

    def body(order: Order) -> str:
        sides = "".join(f"<div>{''.join(place(order, f) for f in column)}</div>" for column in columns)
        whole = [place(order, f) for f in ("location", "description", "work_performed")]
        if apart:
            return f"{top}<div class=cols>{sides}</div>{''.join(whole)}{foot}"
        return f"{top}{whole[0]}{whole[1]}<div class=cols>{sides}</div>{whole[2]}{foot}"

    fields = (*left, *right, "location", "description", "work_performed")
    return one_each(body, fields, trade_orders(look, rng, 10), paper)


MORE: Mapping[str, Design] = MappingProxyType({"spaced": _spaced, "combs": _combs, "captions": _captions})
MORE_STYLE = """
section{position:relative}.foot{position:absolute;bottom:70px;left:130px;right:130px;display:flex;
justify-content:space-between}.mid{text-align:center}.ends{display:flex;justify-content:space-between;align-items:center;margin-bottom:30px}
.two{display:grid;grid-template-columns:1fr 1fr;gap:24px 60px;margin:40px 0 24px}
.items{display:grid;gap:14px 30px;margin-top:60px}
.h0,.h2,.h3{text-align:right}.s{grid-column:2/4}.items u{text-underline-offset:6px}
.cr{display:flex;gap:60px;margin:30px 0;align-items:flex-end}.ov,.be{flex:1}.be{display:flex;align-items:flex-end}
.cr span{white-space:nowrap}.ov small{display:block;margin-bottom:6px}.comb{display:inline-flex;align-items:center}
.cb{box-sizing:border-box;border:2px solid #333;margin-left:-2px;text-align:center;display:inline-block}
.comb i{font-style:normal;width:26px;text-align:center}.un{border-bottom:2px solid #222;min-height:40px;flex:1;
display:flex;align-items:flex-end}
.cols{display:grid;grid-template-columns:1fr 1fr;gap:0 80px}
.line{border-bottom:2px solid #222;display:flex;align-items:flex-end;padding-left:10px}.cap{margin:24px 0}
.cap small{display:block}.dots{display:flex;align-items:flex-end}.dots .v{min-width:120px}
.dots i{flex:1;border-bottom:4px dotted #444;margin:0 12px 8px;min-width:40px}
"""
