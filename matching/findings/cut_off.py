"""`cut_off`: writing runs over the edge of a scan: a part of the sheet was not imaged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from matching.findings.context import FindingContext, listed
from matching.findings.made import of_page
from records.finding import Finding, FindingKind, Severity, finding_id
from records.page import PageEntry, PageKind

_CERTAIN = 0.85
_BARE = frozenset({PageKind.BLANK, PageKind.TAB, PageKind.SEPARATOR, PageKind.UNREADABLE})


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a page that was written on."""
    for page, sides in _cut(context):
        detail = (
            f"Scan {page.number} of binder {page.binder} is cut off at the {listed(sides)}: what is written there runs "
            "over the edge. Scan the sheet again."
        )
        yield of_page(FindingKind.CUT_OFF, page, detail, _CERTAIN, Severity.MEDIUM)


def causes(context: FindingContext) -> Mapping[tuple[str, int], str]:
    """The finding of each page that is cut off, by binder and page: what is not on it may lie beyond its edge."""
    return {
        (page.binder, page.number): finding_id(FindingKind.CUT_OFF, page.binder, str(page.number))
        for page, _ in _cut(context)
    }


def _cut(context: FindingContext) -> Iterator[tuple[PageEntry, Sequence[str]]]:
    for page in context.pages:
        sides = page.facts.cut_off if page.facts else ()
        if sides and page.kind not in _BARE:
            yield page, sides
