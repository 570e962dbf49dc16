"""What every kind of finding looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.accounting import Accounting, Series
from matching.days import DayPlace
from matching.links import Linkage
from matching.places import Layout, Place
from matching.settings import MatchSettings
from records.dataset import FileProblem, SourceSummary
from records.order import DigitalRecord, FieldReading, PaperOrder
from records.page import PageEntry


@dataclass(frozen=True, slots=True)
class FindingContext:
    """The orders, pages and records, and what linking and accounting made of them."""

    orders: Sequence[PaperOrder]
    pages: Sequence[PageEntry]
    records: Sequence[DigitalRecord]
    linkage: Linkage
    accounting: Accounting
    layout: Layout
    settings: MatchSettings
    sources: Sequence[SourceSummary] = ()
    problems: Sequence[FileProblem] = ()


def name_of(order: PaperOrder) -> str:
    """What a person calls the order: its number, else where it is."""
    return order.number or f"the order on scan {first_page(order)}"


def first_page(order: PaperOrder) -> int | None:
    """The order's first page as scanned."""
    return min(order.pages, default=None)


def where(order: PaperOrder) -> str:
    """Where the order is: "scan 41 of binder streets-2019"."""
    return f"scan {first_page(order)} of binder {order.binder}"


def between(context: FindingContext, place: Place | DayPlace) -> str:
    """The place in words: "between scan 41 (WO-2019-00411) and scan 42 (WO-2019-00414) of binder streets-2019"."""
    first, last = place.after_page, min(context.orders[place.after].pages)
    before, after = (
        context.accounting.misread.get(order) or name_of(context.orders[order]) for order in (place.before, place.after)
    )
    return f"between scan {first} ({before}) and scan {last} ({after}) of binder {place.binder}"


def is_sure(reading: FieldReading | None, settings: MatchSettings) -> bool:
    """The reading has a value that no one needs to look at."""
    return bool(reading and reading.value and not reading.doubt and reading.confidence >= settings.sure_reading)


_TOO_OFTEN = 0.3
_ENOUGH = 12
"""Cases that were compared, before "too often" means anything."""


def is_habit(differ: int, compared: int) -> bool:
    """It differs in a good part of all cases: no slip, but another meaning, or a list that is not kept up."""
    return compared >= _ENOUGH and differ > _TOO_OFTEN * compared


def clamp(certainty: float) -> float:
    """A certainty as it is shown: two digits, and never one hundred percent."""
    return round(min(max(certainty, 0.0), 0.99), 2)


def group_of(groups: Sequence[tuple[int, ...]], place: int) -> tuple[int, ...]:
    """The members of the group that the row is in; itself where it is alone."""
    return next((members for members in groups if place in members), (place,))


def listed(words: Sequence[str]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def series_place(context: FindingContext, series: Series | None, counter: int) -> Place | None:
    """Where a number would stand in its binder."""
    return context.layout.place_of(series, counter) if series else None
