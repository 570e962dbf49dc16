"""`page_gap`: an order whose sheets say "page x of y" and do not go from 1 to y."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matching.findings.context import FindingContext, clamp, listed, name_of
from records.finding import Finding, FindingKind, Severity, finding_id
from records.order import PaperOrder
from records.page import PageEntry, PageKind

_ORPHANED = 0.6
"""An orphaned sheet with the missing page's number may be it."""


@dataclass(frozen=True, slots=True)
class Incomplete:
    """An order that lacks pages."""

    order: int
    total: int
    missing: tuple[int, ...]
    """Printed page numbers, in order."""
    after_page: int | None
    before_page: int | None


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding an order."""
    orphans = [page for page in context.pages if page.kind is PageKind.ORPHAN]
    for found in incomplete(context):
        order = context.orders[found.order]
        orphaned = [p.number for p in orphans if p.binder == order.binder and p.printed_page in found.missing]
        yield _finding(order, found, orphaned)


def incomplete(context: FindingContext) -> Iterator[Incomplete]:
    """The orders that lack pages by what is printed on them."""
    for place, order in enumerate(context.orders):
        pages = context.layout.pages.get(order.binder, {})
        entries = [pages[number] for number in order.pages if number in pages]
        found = _missing(entries)
        if found:
            yield Incomplete(place, found[0], found[1], *_edges(entries, found[1][0], len(pages)))


def _missing(entries: list[PageEntry]) -> tuple[int, tuple[int, ...]] | None:
    """The printed total and the pages that are not there; None where the sheets do not say, or are all there."""
    printed = {page.printed_page for page in entries if page.printed_page}
    totals = [page.printed_total for page in entries if page.printed_total]
    if not printed or not totals:
        return None
    total = max(set(totals), key=lambda value: (totals.count(value), value))
    written = [page for page in entries if page.kind is not PageKind.BLANK]
    missing = tuple(number for number in range(1, total + 1) if number not in printed)
    unnumbered = sum(page.printed_page is None for page in written)
    return (total, missing) if missing and len(missing) > unnumbered else None


def _edges(entries: list[PageEntry], missing: int, pages: int) -> tuple[int | None, int | None]:
    """The scans before and after the first page that is missing."""
    numbered = [page for page in entries if page.printed_page]
    before = [page.number for page in numbered if (page.printed_page or 0) < missing]
    after = [page.number for page in numbered if (page.printed_page or 0) > missing]
    if before:
        last = max(before)
        return last, (last + 1 if last < pages else None)
    return (min(after) - 1 or None), min(after)


def _finding(order: PaperOrder, found: Incomplete, orphaned: list[int]) -> Finding:
    pages = listed([str(number) for number in found.missing])
    maybe = f" The stray sheet on scan {orphaned[0]} may be it." if orphaned else ""
    edges = [f"after scan {found.after_page}" if found.after_page else f"before scan {found.before_page}"]
    detail = (
        f"{name_of(order)} says it has {found.total} pages; page {pages} is missing, {edges[0]} of binder "
        f"{order.binder}.{maybe}"
    )
    return Finding(
        finding_id=finding_id(FindingKind.PAGE_GAP, order.binder, order.number or order.order_id, pages),
        kind=FindingKind.PAGE_GAP,
        severity=Severity.HIGH,
        certainty=clamp((_ORPHANED if orphaned else 0.93) * order.confidence),
        detail=detail,
        department=order.department,
        order_number=order.number or "",
        order_ids=(order.order_id,),
        binder=order.binder,
        page=min(order.pages, default=None),
        after_page=found.after_page,
        before_page=found.before_page,
    )
