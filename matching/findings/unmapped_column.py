"""`unmapped_column`: a column of a digital list that was not understood and holds what the sheets say.

Every system exports columns of its own (who changed the row, its place on a map); that no field fits them is no fault.
What matters is a field that the sheets have and the list seems to lack: where the cells of a column agree with it, the
column is that field. The other columns are kept, and named once in the notes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz

from matching.findings.context import FindingContext, clamp, is_sure
from matching.normalise import fold, words
from records.dataset import SourceSummary
from records.fields import CATALOGUE, FieldType
from records.finding import Finding, FindingKind, Severity, finding_id
from records.source import ColumnMapping
from records.values import parse_field

_LEAST = 5
"""Sheets that have the field and whose record has a cell, before the two are compared."""
_AGREE = 0.7
_ALIKE = 85.0
_WORDS = frozenset({FieldType.TEXT, FieldType.CHOICE, FieldType.NAME, FieldType.ADDRESS})


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a column, with the field that it holds."""
    for source in context.sources:
        mapped = {one.field for one in source.mapping}
        for mapping in unmapped(context, source):
            held = {
                name: share
                for name in CATALOGUE
                if name not in mapped and (share := _agreement(context, source, mapping, name))
            }
            if held:
                name = max(held, key=lambda field: (held[field], field))
                yield _finding(source, mapping, name, held[name])


def notes(context: FindingContext) -> Iterator[str]:
    """The columns that hold something and are no field, a line a list."""
    for source in context.sources:
        columns = [mapping.column for mapping in unmapped(context, source)]
        if columns:
            yield f"{source.name}: no field fits {', '.join(columns)}; the cells are kept as they are"


def unmapped(context: FindingContext, source: SourceSummary) -> list[ColumnMapping]:
    """The columns without a field that hold something."""
    filled: dict[str, bool] = defaultdict(bool)
    for record in context.records:
        if record.source == source.name:
            for column, cell in record.raw.items():
                filled[column] |= bool(cell.strip())
    return [mapping for mapping in source.mapping if mapping.field is None and filled[mapping.column]]


def _agreement(context: FindingContext, source: SourceSummary, mapping: ColumnMapping, name: str) -> float:
    """Share of the linked sheets with the field whose record's cell says the same; 0 where too few tell, or agree."""
    agreed, values = 0, []
    for place, link in context.linkage.partner.items():
        record, reading = context.records[link.record], context.orders[place].reading(name)
        cell = record.raw.get(mapping.column, "").strip()
        if record.source == source.name and cell and reading and is_sure(reading, context.settings):
            values.append(reading.value)
            agreed += _same(name, reading.value or "", cell)
    tells = len(values) >= _LEAST and len(set(values)) > 1  # one value throughout agrees with any other such column
    return agreed / len(values) if tells and agreed >= _AGREE * len(values) else 0.0


def _same(name: str, paper: str, cell: str) -> bool:
    if CATALOGUE[name].type in _WORDS:
        return fuzz.token_sort_ratio(" ".join(words(paper)), " ".join(words(cell))) >= _ALIKE
    parsed = parse_field(CATALOGUE[name], cell).value
    return parsed == paper or fold(cell) == fold(paper)


def _finding(source: SourceSummary, mapping: ColumnMapping, name: str, share: float) -> Finding:
    why = f" ({mapping.reason})" if mapping.reason else ""
    label = CATALOGUE[name].label
    return Finding(
        finding_id=finding_id(FindingKind.UNMAPPED_COLUMN, source.name, mapping.column),
        kind=FindingKind.UNMAPPED_COLUMN,
        severity=Severity.LOW,
        certainty=clamp(share),
        detail=(
            f'Column "{mapping.column}" of {source.name} was not understood{why}, and says what the sheets say under '
            f'"{label}" in {share:.0%} of the linked orders. Name that field for it in the configuration.'
        ),
        source=source.name,
        field=mapping.column,
    )
