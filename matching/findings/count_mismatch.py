"""`count_mismatch`: somebody counted the sheets, and as many were not imaged.

The count is one that the configuration gives for a binder, or one that a separator, a cover or a bar code on it says.
Whoever counts may or may not count dividers and covers, so only a count that neither way explains is one.
"""

from __future__ import annotations

from collections.abc import Iterable

from matching.findings.context import FindingContext, clamp
from matching.sheetcounts import SheetCount, sheet_counts
from records.finding import Finding, FindingKind, Severity, finding_id

_CONFIGURED = 0.95
_PRINTED = 0.85
"""What a page says is read, and may be misread."""


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a count."""
    for counted in sheet_counts(context.layout.pages, context.settings.sheets):
        if counted.lacking:
            yield _finding(counted)


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
