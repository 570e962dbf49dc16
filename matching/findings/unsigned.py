"""`unsigned`: the place for a signature is empty, on a form that is signed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from matching.findings.context import FindingContext, name_of, where
from matching.findings.made import of_order
from records.finding import Finding, FindingKind, Severity
from records.order import FieldReading, ReadingStatus

_SIGNED = re.compile(r"\b(?:sign(?:ed|ature)?|approved(?: by)?|authori[sz]ed(?: by)?|inspector|supervisor)\b", re.I)
_USUALLY = 0.8
"""Share of the binder's other orders of the kind that are signed."""


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a place; a finished order only, for who has not done the work has not signed for it."""
    for order in context.orders:
        if order.void or not order.value("completed_on"):
            continue
        for reading in order.extras:
            if _SIGNED.search(reading.name) and _is_empty(reading, context.settings.sure_reading):
                detail = f'"{reading.name}" of {name_of(order)}, {where(order)}, is left empty; most others are signed.'
                more = {"page": reading.page, "field": reading.name}
                yield of_order(
                    FindingKind.UNSIGNED, order, detail, reading.confidence, Severity.LOW, reading.name, **more
                )


def _is_empty(reading: FieldReading, sure: float) -> bool:
    return (
        reading.status is ReadingStatus.ABSENT
        and not reading.doubt
        and reading.confidence >= sure
        and reading.evidence is not None
        and (reading.evidence.filled or 0.0) >= _USUALLY
    )
