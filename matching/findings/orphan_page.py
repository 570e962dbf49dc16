"""`orphan_page`: a written page that belongs to no order."""

from __future__ import annotations

from collections.abc import Iterable

from matching.findings.context import FindingContext, listed
from matching.findings.unknown_form import is_unknown
from records.finding import Finding, FindingKind, Severity, finding_id
from records.page import PageEntry, PageKind

_CERTAIN = 0.9


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a page."""
    return (_finding(context, page) for page in context.pages if page.kind is PageKind.ORPHAN and not is_unknown(page))


def _finding(context: FindingContext, page: PageEntry) -> Finding:
    places = [p for p in context.layout.places if p.binder == page.binder and page.number in p.hidden_in]
    numbers = [place.series.number(counter) for place in places for counter in place.counters]
    maybe = f" By its place it may be {listed(numbers)}." if numbers else ""
    said = f' It says "page {page.printed_page} of {page.printed_total}".' if page.printed_total else ""
    return Finding(
        finding_id=finding_id(FindingKind.ORPHAN_PAGE, page.binder, str(page.number)),
        kind=FindingKind.ORPHAN_PAGE,
        severity=Severity.MEDIUM,
        certainty=_CERTAIN,
        detail=f"Scan {page.number} of binder {page.binder} belongs to no order that was found.{said}{maybe}",
        order_number=page.order_numbers[0] if len(page.order_numbers) == 1 else "",
        binder=page.binder,
        page=page.number,
    )
