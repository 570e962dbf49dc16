"""`estimated_unseen`: more orders stand in neither list than the numbers that were counted say.

Chapman's estimate from how far paper and list overlap, of each department. Raised where its whole band lies above the
count from the number series, and above one order: then orders were done without a number, or links were missed.
"""

from __future__ import annotations

from collections.abc import Iterable

from matching.findings.context import FindingContext, clamp
from matching.findings.missing_digital import unrecorded
from matching.findings.missing_paper import unpapered
from records.finding import Finding, FindingKind, Severity, finding_id
from records.unseen import LinkErrors, Unseen, unseen

_CERTAIN = 0.6
"""The lists are never quite independent."""
_LEAST = 1.0


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a department."""
    linked = {place: found for place, found in context.linkage.partner.items() if not context.orders[place].void}
    alone, unmatched = list(unrecorded(context)), list(unpapered(context))
    for department in sorted({context.orders[place].department for place in linked}):
        counted = sum(len(one.holes) for one in context.accounting.series if one.department == department)
        own = [found for place, found in linked.items() if context.orders[place].department == department]
        both = len({found.record for found in own})
        ours = sum(context.orders[place].department == department for place in alone)
        theirs = [one for one in unmatched if _department(context, one.record, one.series) == department]
        missed = sum(1 - one.certainty for one in theirs)
        errors = LinkErrors(
            false=sum(1 - found.probability for found in own),
            missed=min(missed, ours),
            variance=sum(found.probability * (1 - found.probability) for found in own) + missed,
        )
        found = unseen(both + ours, both + len(theirs), both, errors)
        if found and found.low > max(counted, _LEAST):
            yield _finding(department, found, counted)


def _department(context: FindingContext, record: int, series: object) -> str:
    return getattr(series, "department", "") or context.records[record].department


def _finding(department: str, found: Unseen, counted: int) -> Finding:
    name = department or "All orders"
    detail = (
        f"{name}: {found.paper} orders are on paper, {found.listed} in the list and {found.both} in both. If being on "
        f"one says nothing of being on the other, about {found.estimate:.0f} more ({found.low:.0f} to "
        f"{found.high:.0f}) are in neither; by their numbers {counted} are. Orders were done without a "
        "number, or links were missed."
    )
    return Finding(
        finding_id=finding_id(FindingKind.ESTIMATED_UNSEEN, department),
        kind=FindingKind.ESTIMATED_UNSEEN,
        severity=Severity.LOW,
        certainty=clamp(_CERTAIN),
        detail=detail,
        department=department,
    )
