"""What a log lists beside the sheets: the third list, kept when the orders came in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from matching.accounting import Accounting, Series
from matching.cluster import Cluster
from matching.links import Linkage
from records.clusters import clusters, log_ties
from records.order import PaperOrder
from records.page import PageEntry, PageKind

_TIED = 0.98
"""How sure it is that a row and a sheet of one number are one order."""
_LEAST = 5
"""Rows of a log and sheets beside them, before the one says anything of the other."""

Pages = Mapping[str, Mapping[int, PageEntry]]


@dataclass(frozen=True, slots=True)
class Listing:
    """A series of which some orders stand in a log and some on sheets, within the range that both hold."""

    series: Series
    without_sheet: tuple[tuple[int, int], ...]
    """Counter and order of each row of a log that no sheet shows."""
    without_row: tuple[int, ...]
    """Orders on sheets that no log lists."""
    sheeted: float
    """Share of the logged orders that have a sheet."""
    logged: float
    """Share of the orders on sheets that are logged."""


def is_log_row(order: PaperOrder, pages: Pages) -> bool:
    """The order is a row of a log, not a sheet of its own."""
    entries = pages.get(order.binder, {})
    return any(entries[number].kind is PageKind.LOG for number in order.pages if number in entries)


def log_rows(orders: Sequence[PaperOrder], pages: Pages) -> frozenset[int]:
    """The places of all orders that are rows of a log."""
    return frozenset(place for place, order in enumerate(orders) if is_log_row(order, pages))


def with_log_ties(linkage: Linkage, orders: Sequence[PaperOrder]) -> Linkage:
    """The linkage with each row of a log in one group with the sheet that it lists: the two are one order.

    A row says little, its number and a place perhaps, so what it says alone seldom makes it a copy of its sheet.
    """
    places = {order.order_id: place for place, order in enumerate(orders)}
    ties = [tuple(places[order_id] for order_id in tie) for tie in log_ties(orders)]
    if not ties:
        return linkage
    sure = {frozenset(group.members): group.probability for group in linkage.order_groups}
    every = clusters(range(len(orders)), [*(group.members for group in linkage.order_groups), *ties])
    groups = (Cluster(tuple(sorted(group)), sure.get(frozenset(group), _TIED)) for group in every if len(group) > 1)
    return replace(linkage, order_groups=tuple(groups))


def listings(orders: Sequence[PaperOrder], pages: Pages, accounting: Accounting) -> Iterator[Listing]:
    """Each series that has both rows and sheets."""
    rows = log_rows(orders, pages)
    if not rows:
        return
    for series in accounting.series:
        logged = {counter: found for counter, places in series.paper.items() if (found := _first(places, rows))}
        sheets = {c: found for c, places in series.paper.items() if (found := [p for p in places if p not in rows])}
        if min(len(logged), len(sheets)) >= _LEAST:
            yield _listing(series, {counter: found[0] for counter, found in logged.items()}, sheets, orders)


def _first(places: Iterable[int], rows: frozenset[int]) -> list[int]:
    return [place for place in places if place in rows][:1]


def _listing(
    series: Series, logged: Mapping[int, int], sheets: Mapping[int, Sequence[int]], orders: Sequence[PaperOrder]
) -> Listing:
    low, high = max(min(logged), min(sheets)), min(max(logged), max(sheets))
    rows = {counter: row for counter, row in logged.items() if low <= counter <= high}
    shown = {counter: places for counter, places in sheets.items() if low <= counter <= high}
    missing = tuple((c, row) for c, row in sorted(rows.items()) if c not in shown and not orders[row].void)
    return Listing(
        series=series,
        without_sheet=missing,
        without_row=tuple(place for c, places in sorted(shown.items()) if c not in rows for place in places[:1]),
        sheeted=1 - len(missing) / max(len(rows), 1),
        logged=len(rows.keys() & shown.keys()) / max(len(shown), 1),
    )
