"""Orders that several digital lists hold and of which they say different things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from records.dataset import Dataset
from records.fields import CATALOGUE, FieldType
from records.finding import Finding, FindingKind, Severity, finding_id
from records.order import DigitalRecord
from records.united import united

_COMPARED = tuple(
    name
    for name, field in CATALOGUE.items()
    if field.type in {FieldType.DATE, FieldType.MONEY, FieldType.HOURS} or name == "status"
)
"""Fields of which there is one right value in one canonical form; words and places are written in many ways."""


def conflicting_sources(dataset: Dataset) -> tuple[Finding, ...]:
    """One finding for each field of an order of which two lists say different things."""
    return tuple(
        finding
        for one in united(dataset)
        if len({row.source for row in one.rows}) > 1
        for name in _COMPARED
        for finding in _conflict(one.rows, name)
    )


def _conflict(rows: Sequence[DigitalRecord], name: str) -> Iterator[Finding]:
    """The first list's value against the first other list's that differs."""
    said = [row for row in rows if row.value(name) is not None]
    if not said:
        return
    first = said[0]
    other = next((row for row in said if row.source != first.source and row.value(name) != first.value(name)), None)
    if other is None:
        return
    label = CATALOGUE[name].label
    number = first.value("order_number") or other.value("order_number") or ""
    yield Finding(
        finding_id(FindingKind.CONFLICTING_SOURCES, *first.key, *other.key, name),
        FindingKind.CONFLICTING_SOURCES,
        Severity.LOW,
        0.95,
        f"{label} of {number or 'an order'} is {first.value(name)} in {first.source} (record {first.record_id}) and "
        f"{other.value(name)} in {other.source} (record {other.record_id}).",
        department=first.department or other.department,
        order_number=number,
        record_ids=(first.record_id, other.record_id),
        source=f"{first.source} {other.source}",
        field=name,
        paper_value=first.value(name) or "",
        digital_value=other.value(name) or "",
    )
