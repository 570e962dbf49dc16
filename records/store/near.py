"""Which rows of a long list can be about what was scanned; of the others only their number is kept in mind.

A city's list may hold twenty years where the binder holds one month. A row is near when it bears a day within three
months of a day in the binders or of the months that were scanned, a number near one of theirs, or telephone and place
of one of their orders; and when it bears no day at all, since nothing then speaks against it. Only lists of more than
`LONG` rows are divided so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, product

from records.order import DigitalRecord, PaperOrder
from records.period import DAYS, months, months_scanned

LONG = 100_000
"""Rows up to which a list is held whole: as many as an import holds, some 2 kB each."""
_AROUND = timedelta(days=92)
"""Longer than nearly all lags between a sheet and its row; whole months, so that a month is in or out."""
_BESIDE = 1_000
"""Numbers on either side of one in the binders: forty of the leaps that end a range of a series."""
_LEAST = 5
"""A binder of fewer orders, or one of which fewer than half bear a day, tells no period."""
_TELLING = ("requester_phone", "location")
_DIGITS = re.compile(r"\d{1,15}")
_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Reach:
    """What the orders of all binders say of the rows that can be theirs."""

    months: frozenset[str]
    """YYYY-MM."""
    numbers: tuple[int, ...]
    """The orders' numbers: all digits as one, rising."""
    endings: tuple[int, ...]
    """And without the digits before one of their separators, rising: a list may leave out the year."""
    told: frozenset[tuple[str, ...]]
    """Telephone and place of an order, together: alone they are those of a neighbour's other orders, year by year."""

    def holds(self, record: DigitalRecord) -> bool:
        """The row can be about what was scanned."""
        days = [value for name in DAYS if (value := record.values.get(name))]
        return (
            not days
            or any(day[:7] in self.months for day in days)
            or self._near(record.values.get("order_number", ""))
            or tuple(_plain(record.values.get(name, "")) for name in _TELLING) in self.told
        )

    def _near(self, number: str) -> bool:
        whole, *shorter = _counted(number) or [-1]
        if whole < 0:
            return False
        return (
            _beside(self.numbers, whole)
            or _beside(self.endings, whole)
            or any(_beside(self.numbers, ending) for ending in shorter)
        )


def reach_of(orders: Iterable[PaperOrder]) -> Reach | None:
    """How far the orders reach; None where a binder does not tell its period, and any row may be about it."""
    orders = tuple(orders)
    near = set(months_scanned(orders))
    numbers: set[int] = set()
    endings: set[int] = set()
    told: set[tuple[str, ...]] = set()
    for _, members in groupby(sorted(orders, key=lambda order: order.binder), key=lambda order: order.binder):
        held = tuple(members)
        days = [list(_days(order)) for order in held]
        if len(held) >= _LEAST and sum(map(bool, days)) * 2 < len(held):
            return None
        near.update(month for own in days for day in own for month in _months(day))
        for order in held:
            for number in _said(order, "order_number"):
                whole, *shorter = _counted(number) or [-1]
                numbers |= {whole} - {-1}
                endings.update(shorter)
            told.update(product(*([*map(_plain, _said(order, name))] for name in _TELLING)))
    if not near:
        return None
    return Reach(frozenset(near), tuple(sorted(numbers)), tuple(sorted(endings)), frozenset(told))


def _said(order: PaperOrder, name: str) -> Iterator[str]:
    """What a field of the order says, and what its ink may say as well."""
    reading = order.reading(name)
    if reading is not None:
        yield from filter(None, (reading.value, *(other.value for other in reading.plausible)))


def _days(order: PaperOrder) -> Iterator[date]:
    """The days that the order bears, with all that a day may be which is read in doubt.

    Of one that is not, what its ink may be as well would bring in whole years of the list.
    """
    for name in DAYS:
        reading = order.reading(name)
        own = (reading.value,) if reading is not None and reading.value and not reading.doubt else _said(order, name)
        for value in filter(None, own):
            try:
                yield date.fromisoformat(value[:10])
            except ValueError:
                continue


def _months(day: date) -> Iterator[str]:
    """The months from three before the day to three after it."""
    try:
        first, last = day - _AROUND, day + _AROUND
    except OverflowError:  # the year 1 or 9999, misread
        return
    yield from months(first, last)


def _counted(number: str) -> list[int]:
    """The digits of a number as one, then without each of the runs before its last: WO-2019-00412 is 201900412, 412."""
    runs = _DIGITS.findall(number)
    return list(dict.fromkeys(int("".join(runs[start:])) for start in range(len(runs))))


def _beside(known: Sequence[int], number: int) -> bool:
    place = bisect_left(known, number - _BESIDE)
    return place < len(known) and known[place] <= number + _BESIDE


def _plain(text: str) -> str:
    return _NOISE.sub("", text).casefold()
