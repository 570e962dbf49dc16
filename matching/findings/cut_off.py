"""`cut_off`: writing runs over the edge of a scan: a part of the sheet was not imaged."""

from __future__ import annotations

from collections.abc import Iterable

from matching.findings.context import FindingContext, listed
from matching.findings.made import of_page
from records.finding import Finding, FindingKind, Severity
from records.page import PageKind

_CERTAIN = 0.85
_BARE = frozenset({PageKind.BLANK, PageKind.TAB, PageKind.SEPARATOR, PageKind.UNREADABLE})


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a page that was written on."""
    for page in context.pages:
        sides = page.facts.cut_off if page.facts else ()
        if sides and page.kind not in _BARE:
            detail = (
                f"Scan {page.number} of binder {page.binder} is cut off at the {listed(sides)}: what is written there "
                "runs over the edge. Scan the sheet again."
            )
            yield of_page(FindingKind.CUT_OFF, page, detail, _CERTAIN, Severity.MEDIUM)
