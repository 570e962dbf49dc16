"""`unreadable_page`: a scan, or a whole file, that could not be read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from matching.findings.context import FindingContext, clamp, listed
from records.dataset import FileProblem
from records.finding import Finding, FindingKind, Severity, finding_id
from records.page import PageEntry, PageKind

_CERTAIN = 0.99


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a page, and one a file that gave no page at all."""
    yield from (_of_page(context, page) for page in context.pages if page.kind is PageKind.UNREADABLE)
    yield from (_of_file(problem) for problem in context.problems)


def _of_page(context: FindingContext, page: PageEntry) -> Finding:
    places = [p for p in context.layout.places if p.binder == page.binder and page.number in p.hidden_in]
    numbers = [place.series.number(counter) for place in places for counter in place.counters]
    maybe = f" By its place it may be {listed(numbers)}." if numbers else ""
    why = f": {page.reason}" if page.reason else ""
    return Finding(
        finding_id=finding_id(FindingKind.UNREADABLE_PAGE, page.binder, str(page.number)),
        kind=FindingKind.UNREADABLE_PAGE,
        severity=Severity.HIGH,
        certainty=_CERTAIN,
        detail=f"Scan {page.number} of binder {page.binder} could not be read{why}.{maybe} Scan the sheet again.",
        binder=page.binder,
        page=page.number,
    )


def _of_file(problem: FileProblem) -> Finding:
    path = PurePath(problem.path)
    return Finding(
        finding_id=finding_id(FindingKind.UNREADABLE_PAGE, path.name),
        kind=FindingKind.UNREADABLE_PAGE,
        severity=Severity.HIGH,
        certainty=clamp(_CERTAIN),
        detail=f"{path.name} could not be read: {problem.reason}. {problem.cure}".strip(),
        binder=path.stem,
    )
