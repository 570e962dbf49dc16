"""Designs of `benchmarks.drawn_more` whose sheet is not one order's face: a log, tickets, two sides, a letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from html import escape
from itertools import pairwise
from random import Random

from benchmarks.drawn_orders import Look, Sheet, Stock, Value, shown
from benchmarks.drawn_trades import DATES, FIRST_NAMES, LAST_NAMES, foot, heading, itemized, stock, trade_orders

Order = Mapping[str, Value]

_REPEATED = {"completed_on": 0.6, "assigned_to": 0.6, "location": 0.25}
"""How often a row of a log has what the row above has."""
_STARTS = (7, 7.5, 8, 9.25, 10, 11.5, 12.75, 13)


def _days(look: Look, rng: Random, count: int) -> list[dict[str, Value]]:
    """Orders as a crew does them: several on one day and in one place, with the time from and to."""
    made = trade_orders(look, rng, count)
    for order, day in zip(made, sorted((order["completed_on"] for order in made), key=str), strict=True):
        order["completed_on"] = day
        start, hours = rng.choice(_STARTS), float(str(order["labor_hours"]))
        ends = (f"{int(at - 1) % 12 + 1}:{60 * (at % 1):02.0f}" for at in (start, start + hours))
        order["time"] = "-".join(ends)
    for above, order in pairwise(made):
        order |= {field: above[field] for field, share in _REPEATED.items() if rng.random() < share}
    return made


def _hours(made: Sequence[Order]) -> float:
    return sum(float(str(order["labor_hours"])) for order in made)


_RULED = ("border:2px solid #333", "border-bottom:2px solid #555", "border-left:2px solid #777", "")


def daily(look: Look, rng: Random) -> list[Sheet]:
    """A daily log: a row an order, times and hours, ditto marks, and a total that is carried to the next sheet."""
    wide, mark = rng.random() < 0.5, rng.choice(('"', "do.", "''"))
    fields = ["order_number", "completed_on", "location", "work_performed", "time", "labor_hours"]
    fields[3:3] = ["description", "assigned_to"] if wide else []
    fields[:2] = rng.sample(fields[:2], 2)
    labels = {"time": rng.choice(("Time", "Time In-Out", "From - To")), "labor_hours": rng.choice(("Hrs", "Hours"))}
    look = replace(look, date=rng.choice(DATES[:2]), labels={**look.labels, **labels})
    each, high, rule = rng.randint(12, 16) + 6 * (not wide), rng.choice((58, 64)), rng.choice(_RULED)
    made, paper = _days(look, rng, 2 * each - rng.randint(2, 5)), replace(stock(rng), large=1.0)
    title = rng.choice(("Daily Work Log", "Daily Activity Sheet", "Crew Daily Report"))
    crew, foreman = rng.randint(1, 9), f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
    running = rng.random() < 0.5

    def row(at: int) -> str:
        above = made[at - 1] if at % each else {}
        same = {field for field in _REPEATED if made[at][field] == above.get(field)}
        cells = (f"<span class=v>{mark}</span>" if field in same else look.said(made[at], field) for field in fields)
        return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"

    def total(caption: str, hours: float) -> str:
        cells = f"<td class=sum colspan={len(fields) - 1}>{caption}</td><td><span class=v>{hours:g}</span></td>"
        return f"<tr>{cells}</tr>"

    def sheet(first: int) -> Sheet:
        here, past = made[first : first + each], made[:first]
        rows = [row(first + at) for at in range(len(here))]
        rows += [f"<tr>{'<td></td>' * len(fields)}</tr>"] * (each - len(here))
        rows.insert(0, f"<tr>{''.join(f'<th>{look.labels[field]}</th>' for field in fields)}</tr>")
        rows[1:1] = [total("Brought forward", _hours(past))] if first and running else []
        rows += [total("Carried forward" if not first else "Total", _hours([*past, *here]))] if running else []
        rows += [] if running else [total("Total this sheet", _hours(here))]
        top = f"<h1>{title}</h1><p>{escape(look.city)}, {escape(look.office)} &emsp; Crew: <span class=v>{crew}</span>"
        top += f" &emsp; Foreman: <span class=v>{foreman}</span> &emsp; Sheet {first // each + 1}</p>"
        css = f"<style>.day td,.day th{{height:{high}px;{rule}}}.day .v{{font-size:{22 if wide else 26}px}}</style>"
        body = f"{css}{top}<table class=day>{''.join(rows)}</table>"
        return Sheet(body, tuple(shown(o, [f for f in fields if f != "time"]) for o in here), wide=wide, stock=paper)

    return [sheet(0), sheet(each)]


_TICKET = (
    ("order_number", "requested_on"),
    ("location",),
    ("description",),
    ("requester_name", "requester_phone"),
    ("work_performed",),
    ("assigned_to", "completed_on", "labor_hours"),
)


def tickets(look: Look, rng: Random) -> list[Sheet]:
    """Three or four tickets on a sheet with perforations between, with a stub at the left or none; some are empty."""
    each, stub, paper = rng.choice((3, 4)), rng.random() < 0.5, replace(stock(rng), large=1.0)
    apart = rng.randint(30, 40) if each == 3 else rng.randint(22, 28)
    rows = [row for row in _TICKET if each == 3 or row[0] != "requester_name"]
    rows[1:3] = rng.sample(rows[1:3], 2)
    made = trade_orders(look, rng, 13)
    holes = "border-bottom:" + rng.choice(("4px dashed #666", "8px dotted #999", "3px solid #bbb"))

    def ticket(order: Order, last: bool) -> str:
        lines = "".join(
            f'<div class=tl style="margin-top:{apart}px">'
            + "".join(
                f"<div><span>{look.labels[f]}{look.colon}</span><em>{look.said(order, f)}</em></div>" for f in row
            )
            + "</div>"
            for row in rows
        )
        torn = (
            f"<div class=stub><small>{look.labels['order_number']}</small><br>{look.said(order, 'order_number')}</div>"
        )
        name = f"<div class=ends style='margin:0'><b>{look.title.upper()}</b><span>{escape(look.city)}</span></div>"
        parts = f"{torn if stub else ''}<div class=tb>{name}{lines}</div>"
        return f'<div class=tk style="{"" if last else holes}">{parts}</div>'

    sheets = []
    while made:
        here = made[: each - (rng.random() < 0.4)]
        made = made[len(here) :]
        shown_here = [*here, *[{}] * (each - len(here))]
        body = "".join(ticket(order, at == each - 1) for at, order in enumerate(shown_here))
        css = f"<style>.tk{{height:{1980 // each}px}}</style>"
        sheets.append(Sheet(css + body, tuple(shown(o, [f for row in rows for f in row]) for o in here), stock=paper))
    return sheets


_FRONT = (
    ("order_number", "requested_on"),
    ("requester_name", "requester_phone"),
    ("location",),
    ("description",),
    ("priority", "account"),
    ("assigned_to", "due_on"),
)


_LINES = 6
"""Rows for materials on a back, however many are filled in."""


def reverse(look: Look, rng: Random) -> list[Sheet]:
    """The order on the front, its materials and what was done on the back, which may or may not repeat the number."""
    said, boxed = rng.choice(("number and page", "number", "page", "nothing")), rng.random() < 0.5
    paper, under = stock(rng, 1.3), foot(rng)
    top, back_title = heading(look, rng), rng.choice(("MATERIALS AND LABOR", "Record of Work", "Completion Report"))
    heads = rng.choice((("Qty", "Description", "Unit Price", "Amount"), ("Quantity", "Material", "Price", "Extended")))
    front = [*_FRONT[:2], *rng.sample(_FRONT[2:], 4)]
    done, sums = ("work_performed", "completed_on", "labor_hours"), ("material_cost", "labor_cost", "total_cost")

    def page(number: int) -> str:
        return f"<p class=n>Page {number} of 2</p>" if "page" in said else ""

    def place(order: Order, field: str) -> str:
        value = look.said(order, field)
        if boxed:
            return f'<div class=c style="min-height:84px"><small>{look.labels[field]}</small>{value}</div>'
        return f"<div class=un><span>{look.labels[field]}{look.colon}&ensp;</span>{value}</div>"

    def rows(order: Order, fields: Sequence[Sequence[str]]) -> str:
        return "".join(
            f"<div class={'r' if boxed else 'cr'}>{''.join(place(order, f) for f in row)}</div>" for row in fields
        )

    def sheet(order: dict[str, Value]) -> Sheet:
        lines = itemized(look, order, rng)
        table = "".join(f"<th>{head}</th>" for head in heads)
        printed = [*lines, *[("",) * 4] * (_LINES - len(lines))]
        filled = [[f"<span class=v>{escape(cell)}</span>" for cell in line] for line in printed]
        table += "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in filled)
        table += "".join(
            f"<tr><td colspan=3 class=n>{look.labels[f]}</td><td>{look.said(order, f)}</td></tr>" for f in sums
        )
        again = f"<p>{look.labels['order_number']}{look.colon} {look.said(order, 'order_number')}</p>"
        back = f"{page(2)}<h2 class=mid>{back_title}</h2>{again if 'number' in said else ''}"
        back += f"<table class=back>{table}</table>{rows(order, [done[:1], done[1:]])}{under}"
        fields = [*(f for row in front for f in row), *done, *sums]
        return Sheet(f"{page(1)}{top}{rows(order, front)}{under}", (shown(order, fields),), back, stock=paper)

    return [sheet(order) for order in trade_orders(look, rng, 7)]


_FIRST_WORDS = (
    "On {requested_on} {requester_name} reported the following at {location}: {description}.",
    "{requester_name} called this office on {requested_on} about {location}. The complaint was: {description}.",
    "We had a request from {requester_name}, dated {requested_on}, for {location}: {description}.",
)
_NEXT_WORDS = (
    "{assigned_to} finished the job on {completed_on} and spent {labor_hours} hours on it.",
    "The work was completed on {completed_on} by {assigned_to}. It took {labor_hours} hours.",
    "This was done on {completed_on}. {assigned_to} put in {labor_hours} hours.",
)
_LAST_WORDS = (
    "What was done: {work_performed}. The total cost came to ${total_cost}.",
    "Work performed: {work_performed}. Please charge ${total_cost} to account {account}.",
    "Action taken: {work_performed}. Total charges are ${total_cost}, account {account}.",
)
_CLOSES = (
    *("cc: File", "Thank you.", "Please keep this with your records.", "Call extension 214 with any questions."),
    "The crew left the site clean and nothing more is needed.",
)
_POSTS = ("Superintendent", "Director", "Office Manager", "Finance Clerk", "City Engineer", "Foreman")


def _spoken(look: Look, order: Order, field: str) -> str:
    """A value in a sentence, underlined where it fills a blank; only long ones are broken between lines."""
    said = look.said(order, field)
    said = said if field in {"location", "description", "work_performed"} else f"<nobr>{said}</nobr>"
    return f"<u>{said}</u>" if look.hand else said


def memo(look: Look, rng: Random) -> list[Sheet]:
    """Letters about orders in changing words, all typed, or with blanks that are filled in by hand."""
    spoken, letter = replace(look, date=rng.choice((DATES[2], look.date))), rng.random() < 0.5
    paper = Stock("#fff", round(rng.uniform(1.2, 1.45), 2))
    letterhead = heading(replace(look, title=rng.choice(("Memorandum", "Memo", "Office Memorandum"))), rng)
    number = rng.choice(("WORK ORDER NO. {}", "Work Order #{}", "W.O. No. {}", "WORK ORDER {}"))
    heads = rng.sample(("TO", "FROM", "DATE"), 3)
    apart = rng.choice((26, 40, 56))

    def sheet(order: dict[str, Value]) -> Sheet:
        if "account" not in order:
            order["account"] = f"{rng.randint(100, 999)}-{rng.randint(1000, 9999)}"
        texts = [rng.choice(words) for words in (_FIRST_WORDS, _NEXT_WORDS, _LAST_WORDS)]
        fields = [f for f in order if any(f"{{{f}}}" in text for text in texts)]
        values = {f: _spoken(spoken, order, f) for f in fields}
        done = order["completed_on"]
        sent = (done if isinstance(done, date) else date.min) + timedelta(days=rng.randint(1, 9))
        people = [f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}, {rng.choice(_POSTS)}" for _ in range(2)]
        filled = dict(zip(("TO", "FROM"), people, strict=True)) | {"DATE": spoken.said({"sent": sent}, "sent")}
        about = number.format(spoken.said(order, "order_number"))
        lines = "".join(f"<tr><td>{head}:</td><td><span class=v>{filled[head]}</span></td></tr>" for head in heads)
        lines += f"<tr><td>RE:</td><td>{about if look.hand else f'<span class=v>{about}</span>'}</td></tr>"
        one = order["labor_hours"] == 1
        paragraphs = [(text.replace(" hours", " hour") if one else text).format(**values) for text in texts]
        said = "".join(
            f'<p style="margin:{apart}px 0">{each}</p>' for each in (paragraphs if letter else [" ".join(paragraphs)])
        )
        close = "<br>".join(rng.sample(_CLOSES, 2))
        kind = "lt" if look.hand else "lt v"
        body = f'<div class="{kind}"><table class=to>{lines}</table><hr>{said}<p>{close}</p></div>'
        return Sheet(f"{letterhead}{body}", (shown(order, ["order_number", *fields]),), stock=paper)

    return [sheet(order) for order in trade_orders(look, rng, 8)]
