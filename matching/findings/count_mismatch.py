"""`count_mismatch`: somebody counted the sheets or the orders, and as many were not imaged.

The count is one that the configuration gives for a binder, or one that a separator, a cover or a bar code on it says.
Whoever counts may or may not count dividers and covers, so only a count that neither way explains is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import takewhile

from matching.findings.context import FindingContext, clamp
from matching.sheetcounts import SheetCount, sheet_counts
from records.finding import Finding, FindingKind, Severity, finding_id
from records.page import PageEntry, PageKind

_CONFIGURED = 0.95
_PRINTED = 0.85
"""What a page says is read, and may be misread."""


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a count."""
    for counted in sheet_counts(context.layout.pages, context.settings.sheets):
        if counted.lacking:
            yield _finding(counted)
    for separator, batch in _batches(context.pages):
        there = len({order for page in batch for order in page.order_ids})
        if separator.declared_orders is not None and there != separator.declared_orders:
            yield _of_orders(separator, there)


def _batches(pages: Sequence[PageEntry]) -> Iterator[tuple[PageEntry, list[PageEntry]]]:
    """Each separator with the pages behind it, up to the next one or the binder's end."""
    for place, page in enumerate(pages):
        if page.kind is PageKind.SEPARATOR:
            behind = takewhile(partial(_in_batch, page.binder), pages[place + 1 :])
            yield page, list(behind)


def _in_batch(binder: str, page: PageEntry) -> bool:
    return page.binder == binder and page.kind is not PageKind.SEPARATOR


def _of_orders(separator: PageEntry, there: int) -> Finding:
    declared = separator.declared_orders or 0
    return Finding(
        finding_id=finding_id(FindingKind.COUNT_MISMATCH, separator.binder, str(separator.number), "orders"),
        kind=FindingKind.COUNT_MISMATCH,
        severity=Severity.HIGH if there < declared else Severity.MEDIUM,
        certainty=_PRINTED,
        detail=f"The separator at scan {separator.number} of binder {separator.binder} declares {declared} orders; "
        f"{there} follow.",
        binder=separator.binder,
        page=separator.number,
    )


def _finding(counted: SheetCount) -> Finding:
    few, said = abs(counted.lacking), f"scan {counted.page}" if counted.page else "the configuration"
    less = "fewer" if counted.lacking > 0 else "more"
    detail = (
        f"{said.capitalize()} says that {counted.declared} sheets belong to "
        f"{'what follows it in ' if counted.page else ''}binder {counted.binder}; {few} {less} were scanned."
    )
    return Finding(
        finding_id=finding_id(FindingKind.COUNT_MISMATCH, counted.binder, str(counted.page or 0)),
        kind=FindingKind.COUNT_MISMATCH,
        severity=Severity.HIGH,
        certainty=clamp(_PRINTED if counted.page else _CONFIGURED),
        detail=detail,
        binder=counted.binder,
        page=counted.page,
        effect=0.0,
    )
