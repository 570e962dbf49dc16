"""`count_mismatch`: behind a separator sheet there is more or less than it declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from matching.findings.context import FindingContext
from records.finding import Finding, FindingKind, Severity, finding_id
from records.page import PageEntry, PageKind

_CERTAIN = 0.85
"""Clerks count wrongly as well."""


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a separator whose count is not met, up to the next separator or the binder's end."""
    for separator, batch in _batches(context.pages):
        found = _mismatch(separator, batch)
        if found is not None:
            yield _finding(separator, *found, batch)


def _batches(pages: Sequence[PageEntry]) -> Iterator[tuple[PageEntry, list[PageEntry]]]:
    """Each separator with the pages behind it."""
    for place, page in enumerate(pages):
        if page.kind is PageKind.SEPARATOR:
            batch: list[PageEntry] = []
            for other in pages[place + 1 :]:
                if other.binder != page.binder or other.kind is PageKind.SEPARATOR:
                    break
                batch.append(other)
            yield page, batch


def _mismatch(separator: PageEntry, batch: Sequence[PageEntry]) -> tuple[int, int, str] | None:
    """What was declared, what is there, and of what; None where they agree or nothing was declared.

    Pages may be counted with blank backs or without, or as sheets of two sides each.
    """
    if separator.declared_orders is not None:
        there = len({order for page in batch for order in page.order_ids})
        return None if there == separator.declared_orders else (separator.declared_orders, there, "orders")
    if separator.declared_pages is not None:
        whole, written = len(batch), sum(page.kind is not PageKind.BLANK for page in batch)
        fits = separator.declared_pages in {whole, written, (whole + 1) // 2 if written < whole else whole}
        return None if fits else (separator.declared_pages, written, "pages")
    return None


def _finding(separator: PageEntry, wanted: int, there: int, what: str, batch: Sequence[PageEntry]) -> Finding:
    last = batch[-1].number if batch else separator.number
    return Finding(
        finding_id=finding_id(FindingKind.COUNT_MISMATCH, separator.binder, str(separator.number), what),
        kind=FindingKind.COUNT_MISMATCH,
        severity=Severity.HIGH if there < wanted else Severity.MEDIUM,
        certainty=_CERTAIN,
        detail=f"The separator at scan {separator.number} declares {wanted} {what}; {there} follow, up to scan {last}.",
        binder=separator.binder,
        page=separator.number,
    )
