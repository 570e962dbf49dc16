"""The months that were scanned, told by the orders on paper, and which rows of a long list are of them.

A list may hold twenty years where the binders hold one. What paper recovers is to be seen against the months that it is
of: of a list that is not held whole, measures count the rows of these months and those that are linked to a sheet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import TypeVar

from records.match import Match, MatchDecision
from records.order import DigitalRecord, PaperOrder

_Day = TypeVar("_Day", date, str)
"""A day, or one written as ISO 8601."""
DAYS = ("requested_on", "completed_on", "started_on")
"""An order is of the first of these days that it bears."""
_ENOUGH = 5
"""Days from which a binder's are a span; fewer stand for their own months."""


def months_scanned(orders: Iterable[PaperOrder]) -> frozenset[str]:
    """The months, YYYY-MM, from each binder's first sure day to its last, without its outermost days (`span`)."""
    days: dict[str, list[date]] = defaultdict(list)
    for order in orders:
        days[order.binder].extend(_sure_day(order))
    return frozenset(month for own in days.values() for first, last in _spans(own) for month in months(first, last))


def span(days: Collection[_Day]) -> tuple[_Day, _Day]:
    """The first and last of a binder's days, the outermost two percent on either side left out.

    Raises:
        IndexError: there is none.
    """
    found = sorted(days)
    return found[len(found) // 50], found[-1 - len(found) // 50]


def months(first: date, last: date) -> Iterator[str]:
    """The months from one day to another, YYYY-MM."""
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield f"{month // 12:04}-{month % 12 + 1:02}"


def of_months_scanned(
    records: Iterable[DigitalRecord], orders: Iterable[PaperOrder], matches: Iterable[Match], divided: Collection[str]
) -> tuple[DigitalRecord, ...]:
    """The rows that measures count: of the lists that are divided, those of the months scanned, of no day, or linked.

    Args:
        records: Rows of all lists.
        orders: What is on paper.
        matches: What is linked.
        divided: The lists of which not every row is held, by name; of all others every row counts.
    """
    if not divided:
        return tuple(records)
    counted = {"", *months_scanned(orders)}
    linked = {
        (match.source, match.record_id)
        for match in matches
        if match.decision in {MatchDecision.LINK, MatchDecision.CONFIRMED}
    }
    return tuple(
        record
        for record in records
        if record.source not in divided or record.key in linked or _month(record) in counted
    )


def _month(record: DigitalRecord) -> str:
    """The month that a row is of; empty where it bears no day."""
    return next((value[:7] for name in DAYS if (value := record.value(name))), "")


def _sure_day(order: PaperOrder) -> Iterator[date]:
    """The day that an order is of, unless it is doubted."""
    readings = (order.reading(name) for name in DAYS)
    reading = next((found for found in readings if found and found.value), None)
    if reading and reading.value and not reading.doubt:
        try:
            yield date.fromisoformat(reading.value[:10])
        except ValueError:
            return


def _spans(days: Collection[date]) -> list[tuple[date, date]]:
    if len(days) < _ENOUGH:
        return [(day, day) for day in days]
    return [span(days)]
