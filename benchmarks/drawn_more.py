"""Sixteen more forms that other hands drew, as eight trades have them; `benchmarks.drawn_forms` has the first ten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from random import Random
from types import MappingProxyType

from benchmarks.drawn_orders import Design, Look, Sheet, Value, one_each, shown
from benchmarks.drawn_paper import daily, memo, reverse, tickets
from benchmarks.drawn_shapes import footed, ringed, twofold
from benchmarks.drawn_tickets import barred, changed, gridded, stubbed
from benchmarks.drawn_tongues import tongues
from benchmarks.drawn_trades import DATES, foot, heading, itemized, stock, trade_orders

Order = Mapping[str, Value]
_SUMS = ("material_cost", "labor_cost", "total_cost")


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
    top, under, heads, paper = heading(look, rng), foot(rng), rng.choice(_ITEM_HEADS), stock(rng)
    wide, sums = rng.choice(("1fr 5fr 2fr 2fr", "2fr 6fr 2fr 3fr", "1fr 8fr 2fr 2fr")), rng.choice(("right", "left"))

    def sheet(order: dict[str, Value]) -> Sheet:
        lines = itemized(look, order, rng)
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
        return Sheet(f"{body}{table}{gap}{last}</div>{under}", (shown(order, fields),), stock=paper)

    return [sheet(order) for order in trade_orders(look, rng, 10)]


_COMBED = ("order_number", "requested_on", "completed_on", "requester_phone", "labor_hours", "account")


def _combs(look: Look, rng: Random) -> list[Sheet]:
    """Numbers and dates in combs, a box a character, with or without their separators printed between the boxes."""
    look = replace(look, date=rng.choice(DATES[:2]))
    joined, size, above = rng.random() < 0.4, rng.choice((34, 38, 44)), rng.random() < 0.5
    top, under, paper, tick = heading(look, rng), foot(rng), stock(rng), rng.random() < 0.4
    rows = [["order_number", "requested_on"], ["requester_name", "requester_phone"], ["location"], ["description"]]
    rows += [["account", "priority"], ["assigned_to"], ["work_performed"], ["completed_on", "labor_hours"]]
    rows[:2], rows[2:5], rows[5:] = rng.sample(rows[:2], 2), rng.sample(rows[2:5], 3), rng.sample(rows[5:], 3)

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
        return top + "".join(f"<div class=cr>{''.join(place(order, f) for f in row)}</div>" for row in rows) + under

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
    top, under, paper, high = heading(look, rng), foot(rng), stock(rng), rng.choice((54, 62, 72))
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
            return f"{top}<div class=cols>{sides}</div>{''.join(whole)}{under}"
        return f"{top}{whole[0]}{whole[1]}<div class=cols>{sides}</div>{whole[2]}{under}"

    fields = (*left, *right, "location", "description", "work_performed")
    return one_each(body, fields, trade_orders(look, rng, 10), paper)


_PARTS = (
    ("order_number", "requested_on", "priority"),
    ("requester_name", "requester_phone"),
    ("location", "asset"),
    ("description",),
)
_WORK = (("assigned_to", "completed_on", "labor_hours"), ("work_performed",))
_PRINTED = (
    *("Press hard. You are making three copies.", "Do not write in shaded areas.", "See policy 4.12 for emergencies."),
    *("Submit one form for each location.", "Complete Part A and forward to the office.", "Attach receipts to back."),
)


def _signature(rng: Random) -> str:
    """Somebody's name as a line of the pen, which nobody can read."""
    strokes = (
        f"S {24 * at + rng.randint(-6, 20)} {rng.choice((rng.randint(0, 15), 56))} {24 * at} {rng.randint(24, 44)}"
        for at in range(2, 11)
    )
    line = f"M 6 40 C 10 0 30 0 24 50 {' '.join(strokes)}"
    return f'<svg width=260 height=60><path d="{line}" fill=none stroke=#222 stroke-width=3 /></svg>'


def _banded(look: Look, rng: Random) -> list[Sheet]:
    """White letters on a dark band, boxed sections with their titles up the side, instructions and signatures."""
    dark, side = rng.choice(("#111", "#333", "#444")), rng.choice(("#111;color:#fff", "#ccc", "#e6e6e6"))
    names = rng.choice((("REQUEST", "WORK", "COST"), ("PART A", "PART B", "PART C"), ("Requestor", "Shop", "Office")))
    paper, under, high = stock(rng, 1.25), foot(rng), rng.choice((88, 96, 108))
    printed, below, dated = " ".join(rng.sample(_PRINTED, 3)), rng.random() < 0.5, rng.random() < 0.5
    signers = rng.sample(("Supervisor", "Approved By", "Department Head", "Inspected By"), 2)
    first = [*_PARTS[:1], *rng.sample(_PARTS[1:], 3)]

    def section(order: Order, name: str, rows: Sequence[Sequence[str]]) -> str:
        boxes = "".join(
            "<div class=r>"
            + "".join(
                f'<div class=c style="min-height:{high}px"><small>{look.labels[f]}</small>{look.said(order, f)}</div>'
                for f in row
            )
            + "</div>"
            for row in rows
        )
        return f'<div class=sec><div class=up style="background:{side}">{name}</div><div class=in>{boxes}</div></div>'

    def body(order: Order) -> str:
        top = f"<span>{escape(look.city)}<br>{escape(look.office)}</span><b>{look.title.upper()}</b>"
        signed = "".join(
            f"<div><em>{_signature(rng) if at or rng.random() < 0.7 else ''}</em><small>{name}</small></div>"
            for at, name in enumerate(signers)
        )
        signed += f"<div><em>{look.said(order, 'completed_on')}</em><small>Date</small></div>" if dated else ""
        told = f"<p class=told><b>INSTRUCTIONS:</b> {printed}</p>"
        parts = zip(names, (first, _WORK, (_SUMS,)), strict=True)
        sections = "".join(section(order, name, rows) for name, rows in parts)
        band = f'<div class=band style="background:{dark}">{top}</div>'
        return f"{band}{'' if below else told}{sections}{told if below else ''}<div class=sg>{signed}</div>{under}"

    fields = [field for row in (*first, *_WORK, _SUMS) for field in row]
    return one_each(body, fields, trade_orders(look, rng, 10), paper)


MORE: Mapping[str, Design] = MappingProxyType(
    {
        "spaced": _spaced,
        "combs": _combs,
        "captions": _captions,
        "daily": daily,
        "tickets": tickets,
        "banded": _banded,
        "reverse": reverse,
        "memo": memo,
        "tongues": tongues,
        "footed": footed,
        "ringed": ringed,
        "twofold": twofold,
        "changed": changed,
        "barred": barred,
        "stubbed": stubbed,
        "gridded": gridded,
    }
)
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
.day{width:100%;border-collapse:collapse}.day td,.day th{padding:2px 8px;text-align:left;white-space:nowrap}
.day .sum{text-align:right}.day,.back,.to{font-size:inherit}
.tk{display:flex;box-sizing:border-box;padding:26px 0}.tb{flex:1}.tl{display:flex;gap:30px}
.tl div{flex:1;display:flex;align-items:flex-end}.tl span,.tl em{white-space:nowrap;font-style:normal}
.tl em{flex:1;border-bottom:2px solid #444;min-height:38px;padding-left:10px;
display:flex;align-items:flex-end}
.stub{width:230px;border-right:3px dashed #777;margin-right:40px;padding-top:60px}
.band{display:flex;justify-content:space-between;align-items:center;color:#fff;padding:18px 30px;margin-bottom:18px}
.band b{font-size:36px}.sec{display:flex;border:3px solid #000;margin:16px 0}.in{flex:1}
.up{writing-mode:vertical-rl;transform:rotate(180deg);text-align:center;padding:6px 10px;font-weight:700}
.told{border:1px solid #555;padding:10px 16px}.sg{display:flex;gap:60px;margin-top:40px}.sg div{flex:1}
.sg svg{margin-bottom:-8px}.sg em{height:56px;border-bottom:2px solid #222;
display:flex;align-items:flex-end;font-style:normal}.un span{white-space:nowrap}
.back{width:100%;table-layout:fixed}
.back td,.back th{border:2px solid #333;height:46px;padding:2px 10px;text-align:left}
.to td{padding:6px 30px 6px 0}.lt{line-height:1.7}.lt u{text-underline-offset:5px}
"""
