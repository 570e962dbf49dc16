"""Which period a number is of, where its figures do not say: days tell.

Counters may begin anew with each year, and no figure of the number says which: a log that starts at 1 each time. Such
numbers come again, months apart, with other orders. The days of the orders tell the year; it need not be the
calendar's: the month that it begins with is the one after which no number comes twice. And of a number that is left out
where "2106" gives way to "2107" the days of its neighbours tell on which side of the month's end it likelier is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from matching.used import Pad, Used, pad_of
from records.order import DigitalRecord, PaperOrder

_FAR = 90
"""Days between two orders of one number, from which neither is a copy of the other."""
_AGAIN, _LEAST = 0.1, 3
"""Share of a pad's numbers, and how many, that must come again before the counter begins anew."""
_LEFT = 0.1
"""Of these, how many may still come twice within a year: slips of the pen, and misreadings."""
_MONTHS = 12
_YEAR = 366
"""Days that the orders must span before their numbers tell another year than the calendar's."""


def with_eras(
    orders: Sequence[PaperOrder],
    records: Sequence[DigitalRecord],
    paper: Mapping[int, Used],
    digital: Mapping[int, Used],
) -> tuple[dict[int, Used], dict[int, Used]]:
    """The numbers on paper and in the records, with the year as their period where the counter begins anew unsaid.

    An order without a day has the year of the one before it in its binder; a record without one has none.
    """
    days = {place: _day(orders[place]) for place in paper}
    begins = {pad: month for pad, members in _by_pad(paper).items() if (month := _first_month(members, days))}
    if not begins:
        return dict(paper), dict(digital)
    sequence = sorted(paper, key=lambda i: (orders[i].binder, orders[i].pages[:1], i))
    known = _filled([place for place in sequence if pad_of(paper[place]) in begins], days)
    on_paper = {place: _of_year(one, known.get(place), begins) for place, one in paper.items()}
    listed = {place: _of_year(one, _day(records[place]), begins) for place, one in digital.items()}
    return on_paper, listed


def _day(row: PaperOrder | DigitalRecord) -> date | None:
    """The day that the order was asked for, else that it was done."""
    said = (row.value("requested_on") or row.value("completed_on") or "")[:10]
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _by_pad(paper: Mapping[int, Used]) -> dict[Pad, list[Used]]:
    """The sure numbers of each pad, of those without a period of their own."""
    found: dict[Pad, list[Used]] = defaultdict(list)
    for one in paper.values():
        if one.sure and not one.period:
            found[pad_of(one)].append(one)
    return found


def _first_month(members: Iterable[Used], days: Mapping[int, date | None]) -> int | None:
    """The month that the counter begins anew with, January before others; None where it runs on."""
    dated: dict[int, list[date]] = defaultdict(list)
    for one in members:
        day = days.get(one.place)
        if day is not None:
            dated[one.counter].append(day)
    again = [sorted(found) for found in dated.values() if _comes_again(found)]
    if len(again) < max(_LEAST, _AGAIN * len(dated)):
        return None
    twice = {month: sum(_comes_twice(found, month) for found in again) for month in range(1, _MONTHS + 1)}
    best = min(twice, key=lambda month: (twice[month], month))
    told = twice[best] <= _LEFT * len(again) and (best == 1 or _span(again) > _YEAR)
    return best if told else None


def _span(found: Iterable[Sequence[date]]) -> int:
    """Days from the first to the last of all."""
    days = [day for each in found for day in each]
    return (max(days) - min(days)).days


def _comes_again(found: Sequence[date]) -> bool:
    return (max(found) - min(found)).days > _FAR


def _comes_twice(found: Sequence[date], month: int) -> bool:
    """Within one year that begins with the month, by orders that are no copies."""
    years: dict[int, list[date]] = defaultdict(list)
    for day in found:
        years[_year(day, month)].append(day)
    return any(_comes_again(each) for each in years.values())


def _year(day: date, month: int) -> int:
    """The year that the day is of, named for the one in which it begins."""
    return day.year - (day.month < month)


def _filled(sequence: Iterable[int], days: Mapping[int, date | None]) -> dict[int, date | None]:
    """The days, with that of the order before where there is none."""
    found: dict[int, date | None] = {}
    last: date | None = None
    for place in sequence:
        last = days.get(place) or last
        found[place] = last
    return found


def _of_year(one: Used, day: date | None, begins: Mapping[Pad, int]) -> Used:
    month = begins.get(pad_of(one))
    return one if month is None or day is None or one.period else replace(one, period=f"{_year(day, month)}")


def periods_left_out(known: Iterable[tuple[int, str, str]]) -> dict[int, str]:
    """The periods of the counters left out where one period gives way to the next, which it does with a month.

    Args:
        known: Counter, period and day (YYYY-MM-DD, empty where it is not known) of each number in use.
    """
    dated = {counter: (period, day) for counter, period, day in sorted(known) if day}
    found: dict[int, str] = {}
    for low, high in pairwise(dated):
        (one, first), (other, last) = dated[low], dated[high]
        if one != other and first[:7] < last[:7]:
            found |= {counter: one if at < last[:7] else other for counter, at in _spread(low, high, first, last)}
    return found


def _spread(low: int, high: int, first: str, last: str) -> list[tuple[int, str]]:
    """The counters between two with the months that they are of if the days between are as full as each other."""
    begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    step = (ends - begins) / (high - low)
    return [(counter, f"{begins + step * (counter - low):%Y-%m}") for counter in range(low + 1, high)]
