"""`front_back_mismatch`: front and back of one sheet are of two orders: sheets lie between them, or one was turned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from matching.findings.context import FindingContext, listed
from matching.findings.made import of_page
from matching.numerals import may_be_one
from records.finding import Finding, FindingKind, Severity
from records.page import PageEntry, PageKind
from records.sides import is_two_sided, sheets_of

_OTHER_NUMBER = 0.9
_OTHER_PAGE = 0.85


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a sheet of a binder that was scanned on both sides."""
    for entries in context.layout.pages.values():
        if is_two_sided(entries):
            yield from _of_binder(entries)


def _of_binder(entries: Mapping[int, PageEntry]) -> Iterator[Finding]:
    for front, back in ((entries[s[0]], entries[s[1]]) for s in sheets_of(entries) if len(s) > 1):
        if back.kind is PageKind.CONTINUATION and front.kind is PageKind.ORDER:
            certainty = _apart(front, back)
            if certainty:
                yield _finding(front, back, certainty)


def _apart(front: PageEntry, back: PageEntry) -> float:
    """How surely the two are of two orders: other numbers on both, or page numbers that do not follow."""
    if front.order_numbers and back.order_numbers:
        one = any(may_be_one(ours, theirs) for ours in front.order_numbers for theirs in back.order_numbers)
        return 0.0 if one else _OTHER_NUMBER
    if front.printed_total and back.printed_total and front.printed_total != back.printed_total:
        return _OTHER_PAGE
    return 0.0


def _finding(front: PageEntry, back: PageEntry, certainty: float) -> Finding:
    said = " and ".join(filter(None, (listed(front.order_numbers), listed(back.order_numbers))))
    detail = (
        f"Scans {front.number} and {back.number} of binder {front.binder} are front and back of one sheet, and do not "
        f"belong together{f' ({said})' if said else ''}: sheets may lie between them."
    )
    return of_page(FindingKind.FRONT_BACK_MISMATCH, front, detail, certainty, Severity.HIGH)
