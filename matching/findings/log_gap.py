"""`log_gap`: a log lists an order whose sheet should be in a scanned binder and is not.

The log is a list of its own, kept when the orders came in. It only speaks of sheets where there are any: most of the
orders that it lists between two of its rows have their sheet among the scans. A log that is the only paper lists no
sheets, and says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from matching.accounting import Series
from matching.findings.context import FindingContext, between, clamp, name_of, series_place, where
from matching.findings.made import of_order
from matching.logs import listings
from records.finding import Finding, FindingKind, Severity

_CERTAIN = 0.95


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a row of a log."""
    for listing in listings(context.orders, context.layout.pages, context.accounting):
        if listing.sheeted < context.settings.covered_from:
            continue
        for counter, row in listing.without_sheet:
            yield _finding(context, row, _CERTAIN * listing.sheeted**0.25, (listing.series, counter))


def _finding(context: FindingContext, row: int, certainty: float, numbered: tuple[Series, int]) -> Finding:
    order = context.orders[row]
    link = context.linkage.partner.get(row)
    record = context.records[link.record] if link else None
    held = f"{record.source} holds it (record {record.record_id})" if record else "no digital list holds it"
    detail = f"{name_of(order)} is listed in the log on {where(order)}, but no scanned sheet shows it; {held}."
    place = series_place(context, *numbered)
    more = {"after_page": place.after_page, "before_page": place.before_page, "binder": place.binder} if place else {}
    detail += f" It belongs {between(context, place)}." if place else ""
    certainty = clamp(certainty * (order.reading("order_number") or order.readings[0]).confidence)
    number = numbered[0].number(numbered[1])
    return of_order(FindingKind.LOG_GAP, order, detail, certainty, Severity.HIGH, "row", order_number=number, **more)
