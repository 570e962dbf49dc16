"""How a column writes its dates: one form inferred from all its cells, then held to.

Day and month are told apart by the column, never by the cell: a cell 31/12/2019 says that its column is day first, or,
among a thousand cells like 12/31/2019, that it is a mistake.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice

from records.order import ReadingStatus
from records.value_grammar import is_absent
from records.values import Parsed, ValueContext, parse_date

SHARE = 0.98
"""Of the cells that say which comes first, how many must agree before the undecided ones follow them."""
_LAID_OUT = 3000
"""Distinct cells by which the commonest layout is found."""
_SERIALS = (10_959, 73_050)
"""Spreadsheet day numbers from 1930 to 2099."""
_NO_DAY = re.compile(r"(?=.*0)[0/.: T-]{2,}", re.ASCII)
"""00/00/0000 and its like, which systems write where no day is known."""
_SERIAL = re.compile(r"(\d{5})(?:\.\d{1,12})?", re.ASCII)
_EPOCH = re.compile(r"(\d{9,10})(?:\.\d{1,9}|\d{3}|\d{6})?", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})( ?[-/.] ?)(\d{1,2}) ?[-/.] ?(\d{4}|\d{2})(?!\d)", re.ASCII)
_YEAR_FIRST = re.compile(r"\d{4}([-/.]?)\d{1,2}\1\d{1,2}(?!\d)", re.ASCII)
_CLOCK = re.compile(
    r"(?P<join>[ T,]+)(?P<clock>\d{1,2}:\d{2}(?P<seconds>:\d{2})?(?P<part>\.\d+)?)(?P<half> ?[ap]\.?m)?", re.I | re.A
)


_AFTER_DAY = re.compile(
    r"(?:,? ?T?\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?: ?[ap]\.?m\.?)?(?: ?Z| ?UTC| ?[+-]\d{2}(?::?\d{2})?)?)?",
    re.I | re.A,
)


@dataclass(frozen=True, slots=True)
class DateForm:
    """How a column's dates are to be read."""

    day_first: bool | None
    """None where the column's own cells contradict each other."""
    numbers: str
    """What a bare number means: "serial", "epoch", or "" where it is no date."""
    layout: str
    """The commonest way of writing, as strptime has it."""
    origin: date = date(1899, 12, 30)
    """Day 0 of the serials."""


def infer_form(counts: Mapping[str, int], day_first: bool | None) -> DateForm:
    """The form of a column from its distinct cells and how often each occurs; `day_first` where a person said it."""
    numbers = _numbers(counts)
    if day_first is None:
        day_first = _day_first(counts)
    elif not counts:
        return DateForm(day_first, numbers, "")
    layouts = Counter[str]()
    for cell, count in islice(counts.items(), _LAID_OUT):
        layouts[_layout(cell, bool(day_first), numbers)] += count
    layouts.pop("", None)
    return DateForm(day_first, numbers, layouts.most_common(1)[0][0] if layouts else "")


def parse_dated(cell: str, form: DateForm) -> Parsed:
    """One cell in its column's form."""
    text = cell.strip(" \t'\"")
    if _NO_DAY.fullmatch(text):
        return Parsed(None, ReadingStatus.ABSENT)
    if form.numbers and text.replace(".", "", 1).isdigit():
        return _numbered(text, form)
    numeric = _NUMERIC.match(text)
    if numeric and form.day_first is None and _undecided(numeric):
        return Parsed(None, ReadingStatus.AMBIGUOUS, "day or month first? the column has both")
    day_first = int(numeric[1]) > 12 if numeric and form.day_first is None else form.day_first
    parsed = _parse_day(_without_clock(text), day_first)
    if parsed.value is None and _SERIAL.fullmatch(text) and _from_serial(text, form.origin):
        return Parsed(
            None, ReadingStatus.AMBIGUOUS, f"may be a spreadsheet's day number: {_from_serial(text, form.origin)}"
        )
    return parsed


def _without_clock(text: str) -> str:
    """The day alone, where a usual time of day follows it: a year of timestamps has only 365 days to parse."""
    found = _NUMERIC.match(text) or _YEAR_FIRST.match(text)
    return text[: found.end()] if found and _AFTER_DAY.fullmatch(text, found.end()) else text


@lru_cache(maxsize=65536)
def _parse_day(text: str, day_first: bool | None) -> Parsed:
    return parse_date(text, ValueContext(day_first=day_first))


def _numbers(counts: Mapping[str, int]) -> str:
    """Whether the column's numbers are day numbers or seconds: nearly all cells must be."""
    filled = sum(count for cell, count in counts.items() if not is_absent(cell.strip(), words=False))
    for kind, shape in (("serial", _SERIAL), ("epoch", _EPOCH)):
        fitting = sum(
            count for cell, count in counts.items() if shape.fullmatch(cell.strip()) and _in_range(cell, kind)
        )
        if filled and fitting >= SHARE * filled:
            return kind
    return ""


def _in_range(cell: str, kind: str) -> bool:
    number = float(cell)
    if kind == "serial":
        return _SERIALS[0] <= number <= _SERIALS[1]
    return 0 < _seconds(cell.strip()) < 4_102_444_800


def _seconds(cell: str) -> float:
    """Since 1970: ten digits are seconds, thirteen milliseconds, sixteen microseconds."""
    whole = cell.partition(".")[0]
    return float(whole) / (1 if len(whole) <= 10 else 1_000 if len(whole) <= 13 else 1_000_000)


def _numbered(text: str, form: DateForm) -> Parsed:
    if form.numbers == "serial" and _SERIAL.fullmatch(text):
        day = _from_serial(text, form.origin)
    elif form.numbers == "epoch" and _EPOCH.fullmatch(text):
        day = (date(1970, 1, 1) + timedelta(seconds=_seconds(text))).isoformat()
    else:
        day = ""
    return Parsed(day, ReadingStatus.OK) if day else parse_date(text)


def _from_serial(text: str, origin: date) -> str:
    number = float(text)
    return (origin + timedelta(days=int(number))).isoformat() if _SERIALS[0] <= number <= _SERIALS[1] else ""


def _undecided(numeric: re.Match[str]) -> bool:
    one, two = int(numeric[1]), int(numeric[3])
    return one <= 12 and two <= 12 and one != two


def _day_first(counts: Mapping[str, int]) -> bool | None:
    """Which comes first, by the cells where only one order is possible; month first where none says so."""
    day_first = month_first = 0
    for one, two, count in _pairs(counts):
        day_first += count * (one > 12 >= two)
        month_first += count * (two > 12 >= one)
    decided = day_first + month_first
    strays = max(decided - SHARE * decided, 1.0 if decided >= 20 else 0.0)
    if day_first <= strays:
        return False
    return True if month_first <= strays else None


def _pairs(counts: Mapping[str, int]) -> Iterable[tuple[int, int, int]]:
    for cell, count in counts.items():
        found = _NUMERIC.match(cell.strip())
        if found:
            yield int(found[1]), int(found[3]), count


def _layout(cell: str, day_first: bool, numbers: str) -> str:
    """The way a cell is written, as strptime has it; empty where it is not one of the usual."""
    text = cell.strip()
    if numbers and text.replace(".", "", 1).isdigit():
        return {"serial": "spreadsheet day numbers", "epoch": "seconds since 1970"}[numbers]
    clock = _CLOCK.search(text)
    time = _time_layout(clock) if clock else ""
    year_first = _YEAR_FIRST.match(text)
    if year_first:
        return year_first[1].join(("%Y", "%m", "%d")) + time
    numeric = _NUMERIC.match(text)
    if numeric:
        year = "%Y" if len(numeric[4]) == 4 else "%y"
        return numeric[2].strip().join((*(("%d", "%m") if day_first else ("%m", "%d")), year)) + time
    return ("month names" + time) if re.search("[A-Za-z]{3}", text) and parse_date(text).value else ""


def _time_layout(clock: re.Match[str]) -> str:
    hour = "%I" if clock["half"] else "%H"
    return (
        clock["join"]
        + f"{hour}:%M"
        + (":%S" if clock["seconds"] else "")
        + (".%f" if clock["part"] else "")
        + (" %p" if clock["half"] else "")
    )
