"""`unmapped_column`: a column of a digital list that was not understood and holds something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from matching.findings.context import FindingContext, clamp
from records.dataset import SourceSummary
from records.finding import Finding, FindingKind, Severity, finding_id
from records.source import ColumnMapping

_CERTAIN = 0.9


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a column; empty ones do not matter."""
    filled: dict[str, set[str]] = defaultdict(set)
    for record in context.records:
        filled[record.source] |= {column for column, cell in record.raw.items() if cell.strip()}
    for source in context.sources:
        for mapping in source.mapping:
            if mapping.field is None and mapping.column in filled[source.name]:
                yield _finding(source, mapping)


def _finding(source: SourceSummary, mapping: ColumnMapping) -> Finding:
    why = f" ({mapping.reason})" if mapping.reason else ""
    return Finding(
        finding_id=finding_id(FindingKind.UNMAPPED_COLUMN, source.name, mapping.column),
        kind=FindingKind.UNMAPPED_COLUMN,
        severity=Severity.LOW,
        certainty=clamp(_CERTAIN),
        detail=(
            f'Column "{mapping.column}" of {source.name} was not understood{why}; its cells are kept as they are. Name '
            "the field it holds in the configuration if it matters."
        ),
        source=source.name,
        field=mapping.column,
    )
