"""`missing_field`: what every order says, and this one leaves empty: its number, its day, its place, what was asked."""

from __future__ import annotations

from collections.abc import Iterable

from matching.findings.context import FindingContext, name_of, where
from matching.findings.made import of_order
from matching.logs import is_log_row
from records.evidence import Relation
from records.fields import CATALOGUE
from records.finding import Finding, FindingKind, Severity
from records.order import FieldReading, ReadingStatus

_NEARLY_ALL = 0.95
"""Share of the binder's other orders of the kind that have it."""
_EMPTY = frozenset({Relation.BLANK, Relation.STATED})
"""Its place was found and looked at."""


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a field that is surely empty; a label that was not found proves nothing."""
    for order in context.orders:
        if order.void or is_log_row(order, context.layout.pages):
            continue
        for reading in order.readings:
            if _is_missing(reading, context.settings.sure_reading):
                label = CATALOGUE[reading.name].label
                detail = f"{label} of {name_of(order)}, {where(order)}, is left empty; nearly all other orders have it."
                severity = Severity.HIGH if reading.name == "order_number" else Severity.LOW
                more = {"page": reading.page, "field": reading.name}
                yield of_order(
                    FindingKind.MISSING_FIELD, order, detail, reading.confidence, severity, reading.name, **more
                )


def _is_missing(reading: FieldReading, sure: float) -> bool:
    evidence = reading.evidence
    return bool(
        evidence
        and evidence.core
        and reading.status is ReadingStatus.ABSENT
        and not reading.doubt
        and reading.confidence >= sure
        and evidence.relation in _EMPTY
        and (evidence.filled or 0.0) >= _NEARLY_ALL
    )
