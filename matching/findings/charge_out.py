"""`charge_out`: a card stands where a sheet was taken out: what is missing there is expected to be."""

from __future__ import annotations

from collections.abc import Iterable

from matching.findings.context import FindingContext, listed
from matching.findings.made import of_page
from records.finding import Finding, FindingKind, Severity
from records.page import PageEntry, PageKind

_CERTAIN = 0.9


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a card."""
    return (_finding(context, page) for page in context.pages if page.kind is PageKind.CHARGE_OUT)


def _finding(context: FindingContext, page: PageEntry) -> Finding:
    places = [p for p in context.layout.places if p.binder == page.binder and page.number in p.cards]
    numbers = page.order_numbers or tuple(p.series.number(counter) for p in places for counter in p.counters)
    whose = f" for {listed(numbers)}" if numbers else ""
    said = f' It says "{page.heading}".' if page.heading else ""
    detail = (
        f"Scan {page.number} of binder {page.binder} is a card that stands{whose} in the place of what was taken out."
    )
    return of_page(FindingKind.CHARGE_OUT, page, detail + said, _CERTAIN, Severity.MEDIUM)
