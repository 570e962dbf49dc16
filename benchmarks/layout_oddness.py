"""What people do to a list by hand, and printers by themselves: kinds of oddness put upon a list that is made up."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from records.fields import CATALOGUE, FieldType

Row = list[str]
Said = Mapping[str, str]
"""The canonical values that are looked at of one record."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list before it becomes a file."""

    top: Sequence[Row]
    names: Sequence[str]
    """The headers."""
    fields: Sequence[str]
    """Of each column the catalogue's field; "" for one that is none."""
    body: Sequence[tuple[Row, Said | None]]
    """The rows below the header; None for one that is no record."""
    bottom: Sequence[Row]
    days: Callable[[date], str]
    amounts: Callable[[Decimal], str]

    @property
    def grid(self) -> list[Row]:
        """All rows."""
        return [*self.top, list(self.names), *(row for row, _ in self.body), *self.bottom]

    def alone(self, text: str, place: int = 0) -> Row:
        """A row with one cell."""
        return ["" if column != place else text for column in range(len(self.names))]


Kind = Callable[[random.Random, Sheet], Sheet]


def notes_between(chance: random.Random, sheet: Sheet) -> Sheet:
    """Remarks that somebody wrote into rows of their own."""
    words = ("see also folder 12", "-- checked by J. Ortega --", "* reopened, ask the foreman", "moved to Streets")
    places = set(chance.sample(range(len(sheet.body)), 4))
    body = []
    for place, line in enumerate(sheet.body):
        body.append(line)
        if place in places:
            body.append((sheet.alone(chance.choice(words), chance.choice((0, 0, 1))), None))
    return replace(sheet, body=body)


def section_rows(chance: random.Random, sheet: Sheet) -> Sheet:
    """The name of a crew or a district in a row above those that are its own."""
    every = chance.randint(8, 20)
    kind = chance.choice(("Crew {}", "DISTRICT {}", "Section: {}"))
    body: list[tuple[Row, Said | None]] = []
    for place, line in enumerate(sheet.body):
        if place % every == 0:
            body.append((sheet.alone(kind.format(chr(65 + place // every))), None))
        body.append(line)
    return replace(sheet, body=body)


def month_totals(chance: random.Random, sheet: Sheet) -> Sheet:
    """The records by month, each month with a row that adds it up."""
    records = sorted(
        ((row, said) for row, said in sheet.body if said is not None), key=lambda line: line[1]["requested_on"]
    )
    totals = chance.choice(("Total {}", "{} total", "Subtotal {}"))
    costs = [place for place, name in enumerate(sheet.fields) if name == "total_cost"]
    body: list[tuple[Row, Said | None]] = []
    for month in sorted({said["requested_on"][:7] for _, said in records}):
        own = [line for line in records if line[1]["requested_on"].startswith(month)]
        added = sheet.alone(totals.format(month))
        if costs and costs[0]:
            added[costs[0]] = sheet.amounts(sum((Decimal(said["total_cost"]) for _, said in own), Decimal(0)))
        body += [*own, (added, None)]
    return replace(sheet, body=body)


def header_again(chance: random.Random, sheet: Sheet) -> Sheet:
    """Pages of a print put together: title and header stand above each of them, and a page number below."""
    every = chance.randint(15, 25)
    body: list[tuple[Row, Said | None]] = []
    for place, line in enumerate(sheet.body):
        if place and place % every == 0:
            body += [(sheet.alone(f"Page {place // every}"), None), *((row, None) for row in sheet.top)]
            body.append((list(sheet.names), None))
        body.append(line)
    return replace(sheet, body=body)


def two_date_formats(chance: random.Random, sheet: Sheet) -> Sheet:
    """The system was changed: from some row on days are written in another way, which nobody can be held to read."""
    cut = len(sheet.body) * chance.randint(60, 75) // 100
    dated = [place for place, name in enumerate(sheet.fields) if name in CATALOGUE and _is_date(name)]
    other = "{0:%d-%b-%Y}" if "/" in sheet.days(date(2019, 3, 14)) else "{0:%m/%d/%Y}"
    body: list[tuple[Row, Said | None]] = []
    for place, (row, said) in enumerate(sheet.body):
        if place < cut or said is None:
            body.append((row, said))
            continue
        changed = list(row)
        for column in dated:
            day = said.get(sheet.fields[column], "")
            changed[column] = other.format(date.fromisoformat(day)) if day else row[column]
        body.append((changed, {name: value for name, value in said.items() if not _is_date(name)}))
    return replace(sheet, body=body)


def units_in_headers(chance: random.Random, sheet: Sheet) -> Sheet:
    """What the figures are of, in brackets behind the header."""
    units = {
        FieldType.DATE: ("(date)", "(local time)"),
        FieldType.MONEY: ("($)", "(USD)", "[US$]"),
        FieldType.HOURS: ("(hrs)", "(h)"),
    }
    names = [
        f"{name.rstrip(' :')} {chance.choice(units[CATALOGUE[field].type])}"
        if field in CATALOGUE and CATALOGUE[field].type in units
        else name
        for name, field in zip(sheet.names, sheet.fields, strict=True)
    ]
    return replace(sheet, names=names)


def summary_below(chance: random.Random, sheet: Sheet) -> Sheet:
    """A second, small table under the list: how many of each state."""
    gap: list[Row] = [[] for _ in range(chance.randint(1, 3))]
    counts = [[word, str(chance.randint(3, 40))] for word in ("Open", "Closed", "Cancelled")]
    return replace(sheet, bottom=[*sheet.bottom, *gap, ["Summary by status"], ["Status", "Count"], *counts])


def empty_column_and_counter(chance: random.Random, sheet: Sheet) -> Sheet:
    """The list begins in the second column, and the rows are counted in the third."""
    counted = chance.choice(("#", "No.", "Line", "Seq"))
    number = 0
    body: list[tuple[Row, Said | None]] = []
    for row, said in sheet.body:
        number += said is not None
        body.append((["", str(number) if said is not None else "", *row], said))
    return replace(
        sheet,
        top=[["", "", *row] for row in sheet.top],
        names=["", counted, *sheet.names],
        fields=["", "", *sheet.fields],
        body=body,
        bottom=[["", "", *row] for row in sheet.bottom],
    )


def wrapped_text(chance: random.Random, sheet: Sheet) -> Sheet:
    """Long descriptions go on in a row of their own, as in a register that was printed in narrow columns."""
    long = [place for place, name in enumerate(sheet.fields) if name in {"description", "notes"} and place]
    if not long:
        return notes_between(chance, sheet)
    body: list[tuple[Row, Said | None]] = []
    for row, said in sheet.body:
        words = row[long[0]].split() if row else []
        if said is None or len(words) < 4 or chance.random() > 0.3:
            body.append((row, said))
            continue
        first = list(row)
        first[long[0]] = " ".join(words[:3])
        body += [(first, said), (sheet.alone(" ".join(words[3:]), long[0]), None)]
    return replace(sheet, body=body)


def blank_repeats(chance: random.Random, sheet: Sheet) -> Sheet:
    """What is the same as in the row above is left empty: the department and the kind of work, as in a pivot table."""
    repeated = [place for place, name in enumerate(sheet.fields) if name in {"department", "category"}]
    if not repeated:
        return section_rows(chance, sheet)
    body, above = [], [""] * len(sheet.names)
    for row, said in sheet.body:
        cells = ["" if column in repeated and cell == above[column] else cell for column, cell in enumerate(row)]
        body.append((cells, said))
        above = row if len(row) == len(above) else above
    return replace(sheet, body=body)


def _is_date(name: str) -> bool:
    return CATALOGUE[name].type is FieldType.DATE


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "notes between rows": notes_between,
        "sections": section_rows,
        "totals by month": month_totals,
        "header again": header_again,
        "two ways of writing days": two_date_formats,
        "units in headers": units_in_headers,
        "a table below": summary_below,
        "an empty column and a counter": empty_column_and_counter,
        "text that goes on below": wrapped_text,
        "repeats left empty": blank_repeats,
    }
)
