"""`log_omission`: an order on a sheet that the log of its days does not list."""

from __future__ import annotations

from collections.abc import Iterable

from matching.findings.context import FindingContext, is_sure, name_of, where
from matching.findings.made import of_order
from matching.logs import listings
from records.finding import Finding, FindingKind, Severity

_CERTAIN = 0.9


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding an order; only within what the log lists, and only of logs that list most orders."""
    for listing in listings(context.orders, context.layout.pages, context.accounting):
        if listing.logged < context.settings.covered_from:
            continue
        for place in listing.without_row:
            order = context.orders[place]
            if is_sure(order.reading("order_number"), context.settings):
                detail = f"{name_of(order)}, {where(order)}, is not in the log that lists the orders around it."
                certainty = _CERTAIN * listing.logged**0.5
                yield of_order(FindingKind.LOG_OMISSION, order, detail, certainty, Severity.LOW)
