"""`low_quality`: a scan so coarse, blurred or faint that what is read of it is not to be trusted.

A scan from which everything was read all the same needs no second one: it is raised only where a value on it is in
doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from matching.findings.context import FindingContext, listed
from matching.findings.made import of_page
from records.finding import Finding, FindingKind, Severity
from records.page import PageEntry, PageFacts, PageKind

_CERTAIN = 0.85
_COARSE = 150.0
"""Dots to the inch below which small print runs together; archives ask for 300."""
_BLURRED = 0.2
_FAINT = 0.2
_BARE = frozenset({PageKind.BLANK, PageKind.TAB, PageKind.SEPARATOR, PageKind.UNREADABLE})


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a page on which something could not be read beyond doubt."""
    doubted = {
        (order.binder, reading.page)
        for order in context.orders
        for reading in (*order.readings, *order.extras)
        if reading.doubt
    }
    for page in context.pages:
        poor = list(_poor(page.facts)) if page.facts and page.kind not in _BARE else []
        if poor and ((page.binder, page.number) in doubted or page.kind is PageKind.ORPHAN):
            yield _finding(page, poor)


def _poor(facts: PageFacts) -> Iterator[str]:
    if facts.born_digital:
        return
    if 0 < facts.dpi < _COARSE:
        yield f"coarse ({facts.dpi:.0f} dots to the inch)"
    if facts.sharpness < _BLURRED:
        yield "blurred"
    if facts.contrast < _FAINT:
        yield "faint"


def _finding(page: PageEntry, poor: list[str]) -> Finding:
    detail = (
        f"Scan {page.number} of binder {page.binder} is {listed(poor)}, and values on it are in doubt. Scan it again."
    )
    return of_page(FindingKind.LOW_QUALITY, page, detail, _CERTAIN, Severity.LOW)
