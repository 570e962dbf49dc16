"""Which period a number is of, where its figures do not say: days tell.

Counters may begin anew with each year, and no figure of the number says which: a log that starts at 1 each time. Such
numbers come again with other orders, or fall from the last of one year to the first of the next. The days of the orders
tell the year; it need not be the calendar's: the month that it begins with is the one with which the numbers fall, and
then none comes twice within a year. And of a number that is left out where "2106" gives way to "2107" the days of its
neighbours tell on which side of the month's end it likelier is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeAlias

from matching.links import Linkage
from matching.periods import Dated, begins_anew
from matching.used import Pad, Used, pad_of
from records.order import DigitalRecord, PaperOrder

_FAR = 90
"""Days between two orders of one number, from which neither is a copy of the other."""
_AGAIN, _LEAST = 0.1, 3
"""Share of a pad's numbers, and how many, that must come again before the counter begins anew."""
_LEFT = 0.1
"""Of these, how many may still come twice within a year: slips of the pen, and misreadings."""
_MONTHS = 12
_YEAR = timedelta(days=366)
"""What the orders must span before their numbers tell another year than the calendar's."""

_Numbered: TypeAlias = tuple[int, date]
"""A counter, and the day of its order."""


def with_eras(
    orders: Sequence[PaperOrder],
    records: Sequence[DigitalRecord],
    linkage: Linkage,
    numbers: tuple[Mapping[int, Used], Mapping[int, Used]],
) -> tuple[dict[int, Used], dict[int, Used]]:
    """The numbers on paper and in the records, with the year as their period where the counter begins anew unsaid.

    An order without a day has the year of the one before it in its binder; a record without one has none. A linked
    record is of its order's year, whatever day was keyed.

    Args:
        orders: On paper.
        records: Of all lists.
        linkage: Of the two.
        numbers: Those on paper, and those in the records.
    """
    paper, digital = numbers
    days = {place: _day(orders[place]) for place in paper}
    written = _by_pad((one, days[place]) for place, one in paper.items())
    listed = _by_pad((one, _day(records[place])) for place, one in digital.items())
    begins = {pad: month for pad, members in written.items() if (month := _first_month(members, listed[pad]))}
    if not begins:
        return dict(paper), dict(digital)
    sequence = sorted(paper, key=lambda i: (orders[i].binder, orders[i].pages[:1], i))
    known = _filled([place for place in sequence if pad_of(paper[place]) in begins], days)
    on_paper = {place: _of_year(one, known.get(place), begins) for place, one in paper.items()}
    days_listed = {place: _day(records[place]) for place in digital}
    days_listed |= {
        at: day for at, link in linkage.partner_of.items() if at in digital and (day := known.get(link.order))
    }
    return on_paper, {place: _of_year(one, days_listed[place], begins) for place, one in digital.items()}


def _day(row: PaperOrder | DigitalRecord) -> date | None:
    """The day that the order was asked for, else that it was done."""
    said = (row.value("requested_on") or row.value("completed_on") or "")[:10]
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _by_pad(numbers: Iterable[tuple[Used, date | None]]) -> dict[Pad, list[_Numbered]]:
    """Counter and day of the sure numbers of each pad, of those without a period of their own."""
    found: dict[Pad, list[_Numbered]] = defaultdict(list)
    for one, day in numbers:
        if one.sure and not one.period and day is not None:
            found[pad_of(one)].append((one.counter, day))
    return found


def _first_month(written: Sequence[_Numbered], listed: Sequence[_Numbered]) -> int | None:
    """The month that the counter begins anew with; None where it runs on.

    A list of many years tells it where the one binder cannot. Another year than the calendar's takes more than one.
    """
    every = sorted((*written, *listed), key=lambda one: (one[1], one[0]))
    dated: dict[int, list[date]] = defaultdict(list)
    for counter, day in every:
        dated[counter].append(day)
    apart = sum(_comes_again(found) for found in dated.values())
    month = _falls_with(every)
    if apart < max(_LEAST, _AGAIN * len(dated)) and not begins_anew(_of_years(written), _of_years(listed)):
        return None
    twice = sum(_comes_twice(found, month) for found in dated.values())
    told = twice <= _LEFT * max(apart, len(dated) * _AGAIN) and (month == 1 or every[-1][1] - every[0][1] > _YEAR)
    return month if told else None


def _falls_with(every: Sequence[_Numbered]) -> int:
    """The month with whose first day the counter falls the most, in all years together; of several the first."""
    fallen = dict.fromkeys(range(1, _MONTHS + 1), 0)
    for (before, last), (after, first) in pairwise(every):
        begun = (first.year - last.year) * _MONTHS + first.month - last.month
        for month in range(last.month + 1, last.month + 1 + min(begun, _MONTHS)) if after < before else ():
            fallen[(month - 1) % _MONTHS + 1] += before - after
    return max(fallen, key=lambda month: (fallen[month], -month))


def _of_years(members: Iterable[_Numbered]) -> list[Dated]:
    return [(counter, f"{day.year}", day.isoformat()) for counter, day in members]


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
