"""`ambiguous_value`: what stands there is legible and may mean two things: 03/04 is in March or in April.

Said once a field of an order, and only where no record settles it: one that says either of the two does.
"""

from __future__ import annotations

from collections.abc import Iterable

from matching.findings.context import FindingContext, listed, name_of, where
from matching.findings.made import of_order
from records.fields import CATALOGUE
from records.finding import Finding, FindingKind, Severity
from records.order import FieldReading, PaperOrder, ReadingStatus

_CERTAIN = 0.9


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a field."""
    for place, order in enumerate(context.orders):
        link = context.linkage.partner.get(place)
        for reading in () if order.void else order.readings:
            digital = context.records[link.record].value(reading.name) if link else None
            if reading.status is ReadingStatus.AMBIGUOUS and digital not in _meanings(reading):
                yield _finding(order, reading)


def _meanings(reading: FieldReading) -> list[str]:
    """What it may mean, the likeliest first."""
    return list(dict.fromkeys(filter(None, (reading.value, *(other.value for other in reading.alternatives)))))


def _finding(order: PaperOrder, reading: FieldReading) -> Finding:
    meanings = " or ".join(_meanings(reading)[:2])
    label = CATALOGUE[reading.name].label if reading.name in CATALOGUE else reading.name
    detail = f'{label} of {name_of(order)}, {where(order)}, says "{reading.raw}"'
    detail += f": that may be {meanings}." if meanings else ", which can be read in two ways."
    more = {"page": reading.page, "field": reading.name, "paper_value": listed(_meanings(reading))}
    return of_order(FindingKind.AMBIGUOUS_VALUE, order, detail, _CERTAIN, Severity.LOW, reading.name, **more)
