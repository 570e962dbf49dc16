"""What is found about the orders: one file a kind, registered here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from matching.findings import (
    count_mismatch,
    duplicate_copy,
    duplicate_digital,
    duplicate_paper_number,
    duplicate_scan,
    field_mismatch,
    illegible_field,
    impossible_value,
    missing_digital,
    missing_paper,
    number_void,
    orphan_page,
    page_gap,
    sequence_gap,
    split_order,
    stuck_pages,
    unmapped_column,
    unreadable_page,
)
from matching.findings.context import FindingContext
from records.finding import Finding, FindingKind, Severity

__all__ = ["FINDERS", "FindingContext", "find_all"]

FINDERS: Mapping[FindingKind, Callable[[FindingContext], Iterable[Finding]]] = MappingProxyType(
    {
        FindingKind.MISSING_DIGITAL: missing_digital.find,
        FindingKind.MISSING_PAPER: missing_paper.find,
        FindingKind.SEQUENCE_GAP: sequence_gap.find,
        FindingKind.PAGE_GAP: page_gap.find,
        FindingKind.STUCK_PAGES: stuck_pages.find,
        FindingKind.ORPHAN_PAGE: orphan_page.find,
        FindingKind.COUNT_MISMATCH: count_mismatch.find,
        FindingKind.SPLIT_ORDER: split_order.find,
        FindingKind.DUPLICATE_SCAN: duplicate_scan.find,
        FindingKind.DUPLICATE_COPY: duplicate_copy.find,
        FindingKind.DUPLICATE_PAPER_NUMBER: duplicate_paper_number.find,
        FindingKind.DUPLICATE_DIGITAL: duplicate_digital.find,
        FindingKind.NUMBER_VOID: number_void.find,
        FindingKind.UNREADABLE_PAGE: unreadable_page.find,
        FindingKind.ILLEGIBLE_FIELD: illegible_field.find,
        FindingKind.FIELD_MISMATCH: field_mismatch.find,
        FindingKind.IMPOSSIBLE_VALUE: impossible_value.find,
        FindingKind.UNMAPPED_COLUMN: unmapped_column.find,
    }
)
"""What looks for each kind; `duplicate_digital` finds `duplicate_across_sources` too."""

_LEAST_EFFECT = MappingProxyType({Severity.HIGH: 1.0, Severity.MEDIUM: 0.4, Severity.LOW: 0.1})


def find_all(context: FindingContext) -> tuple[Finding, ...]:
    """All findings, symptoms under their causes, the surest and weightiest first."""
    found = [finding for find in FINDERS.values() for finding in find(context)]
    once = {finding.finding_id: finding for finding in reversed(found)}
    return tuple(sorted(stuck_pages.with_causes(list(once.values())), key=_rank))


def _rank(finding: Finding) -> tuple[float, str, str, int, str]:
    weight = max(abs(finding.effect), _LEAST_EFFECT[finding.severity])
    page = finding.page or finding.after_page or 0
    return (-finding.certainty * weight, finding.kind, finding.binder, page, finding.finding_id)
