"""A gap as a clerk sees it: the series with the hole in the middle, and the causes that it can have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matching.review import ReviewSession
from matching.review_queue import FindingItem
from records.decision import Decision
from records.finding import Cause
from records.natural import natural

AROUND = 2
"""Pages, and numbers, shown on either side of a hole."""


EXISTS = frozenset({Cause.STUCK, Cause.ELSEWHERE, Cause.LOST})
"""The causes with which there is, or was, an order that the scans do not show: the finding is so. With the others
nothing is missing."""


@dataclass(frozen=True, slots=True)
class Series:
    """Something counted, with a hole in it."""

    name: str
    before: tuple[str, ...]
    missing: tuple[str, ...]
    after: tuple[str, ...]


def explain(session: ReviewSession, item: FindingItem, cause: Cause, note: str = "") -> Decision:
    """Say where what is missing went, with a note where there is more to say.

    Raises:
        Refused: the finding is decided already.
    """
    act = session.accept if cause in EXISTS else session.dismiss
    return act(item, cause.reason(note))


def series_of(session: ReviewSession, item: FindingItem) -> tuple[Series, ...]:
    """The order numbers and the pages around the hole, as far as they are known."""
    finding = item.finding
    after, before = finding.after_page, finding.before_page
    if after is None and before is None:
        return _by_number(item)
    first = after if after is not None else (before or 1) - 1
    last = before if before is not None else first + 1
    left = tuple(page for page in range(first - AROUND + 1, first + 1) if page >= 1)
    right = tuple(range(last, last + AROUND))
    before_it, behind_it = _numbers(session, item, left)[-AROUND:], _numbers(session, item, right)[:AROUND]
    numbers = Series("Numbers", before_it, _missing(item), behind_it)
    known = tuple(page for page in right if session.has_page(finding.binder, page))
    pages = Series("Pages", tuple(map(str, left)), ("?",), tuple(map(str, known)))
    return tuple(series for series in (numbers, pages) if series.before or series.after or series.missing)


def _by_number(item: FindingItem) -> tuple[Series, ...]:
    missing = _missing(item)
    return (Series("Numbers", (), missing, ()),) if missing else ()


def _missing(item: FindingItem) -> tuple[str, ...]:
    own = (item.finding.order_number, *(symptom.order_number for symptom in item.symptoms))
    return tuple(sorted({number for number in own if number}, key=natural))


def _numbers(session: ReviewSession, item: FindingItem, pages: Iterable[int]) -> tuple[str, ...]:
    found = (order.number for page in pages for order in session.orders_on(item.finding.binder, page))
    return tuple(dict.fromkeys(number for number in found if number))
