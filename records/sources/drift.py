"""What changed in a list since it was first imported, and what in it was not understood, as findings.

Departments' systems rename columns (`target_dt` became `sla_target_dt`) and change formats between two exports. A
column that went by another name is a finding and not a silent null. The mapping that a list had when it was first
imported is its baseline, until a person accepts the new one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as part

from records.dataset import SourceSummary
from records.fields import CATALOGUE
from records.finding import Finding, FindingKind, Severity, finding_id
from records.order import DigitalRecord
from records.source import ColumnMapping
from records.sources.columns import TOLERATED
from records.sources.table import excerpt, plural

_TOLD = 3
"""Words or places that a finding names."""


@dataclass(slots=True)
class _Doubted:
    """What the records of one list leave in doubt, found in one way through them."""

    rows: int = 0
    first: dict[str, list[DigitalRecord]] = part(default_factory=dict)
    """By field the first records whose cell gave no value."""
    statuses: Counter[str] = part(default_factory=Counter)
    """Words of the status column that are in no vocabulary."""


def source_findings(sources: Sequence[SourceSummary], records: Iterable[DigitalRecord]) -> tuple[Finding, ...]:
    """Of each list: columns renamed or gone, formats that changed or broke, statuses that are in no vocabulary."""
    doubted = {source.name: _Doubted() for source in sources}
    columns = {source.name: _columns(source.mapping).get("status", ()) for source in sources}
    for record in records:
        of = doubted.get(record.source)
        if of is not None:
            of.rows += 1
            if record.doubts:
                _doubt(of, record, columns[record.source])
    return tuple(
        finding
        for source in sources
        for finding in (
            *_renamed(source),
            *_reformatted(source),
            *_broken(source, doubted[source.name]),
            *_statuses(source, doubted[source.name]),
        )
    )


def _doubt(of: _Doubted, record: DigitalRecord, columns: Sequence[str]) -> None:
    for name in record.doubts:
        first = of.first.setdefault(name, [])
        if len(first) < _TOLD:
            first.append(record)
    if "status" in record.doubts:
        of.statuses[" ".join(" ".join(record.raw.get(column, "") for column in columns).split())] += 1


def _columns(mapping: Iterable[ColumnMapping]) -> Mapping[str, tuple[str, ...]]:
    """The columns that each field is read from."""
    found: dict[str, tuple[str, ...]] = {}
    for one in mapping:
        if one.field:
            found[one.field] = (*found.get(one.field, ()), one.column)
    return found


def _renamed(source: SourceSummary) -> Iterator[Finding]:
    """A field whose columns are not all there any more."""
    before, now = _columns(source.baseline), _columns(source.mapping)
    there = {one.column for one in source.mapping}
    for field, columns in before.items():
        lost = [column for column in columns if column not in there]
        if not lost:
            continue
        those = " and ".join(f'"{column}"' for column in lost)
        instead = " and ".join(f'"{column}"' for column in now.get(field, ()))
        label = CATALOGUE[field].label if field in CATALOGUE else field
        said = (
            f'{instead} was read in its place; look whether it holds the same, and accept it with "import --accept".'
            if instead
            else f"Nothing was read in its place, so {label} is empty now: name its column in the configuration."
        )
        yield Finding(
            finding_id(FindingKind.SCHEMA_DRIFT, source.name, field, *lost, *now.get(field, ())),
            FindingKind.SCHEMA_DRIFT,
            Severity.MEDIUM if instead else Severity.HIGH,
            0.9 if instead else 0.99,
            f"{source.name} had {label} in {those}, which is not there any more. {said}",
            source=source.name,
            field=field,
            paper_value=" ".join(lost),
            digital_value=" ".join(now.get(field, ())),
        )


def _reformatted(source: SourceSummary) -> Iterator[Finding]:
    """A column that is written in another way than it was."""
    before = {one.column: one for one in source.baseline if one.field}
    for one in source.mapping:
        was = before.get(one.column)
        if was is None or was.field != one.field or not was.format or not one.format or was.format == one.format:
            continue
        yield Finding(
            finding_id(FindingKind.COLUMN_FORMAT_BREAK, source.name, one.column, was.format, one.format),
            FindingKind.COLUMN_FORMAT_BREAK,
            Severity.MEDIUM,
            0.9,
            f'Column "{one.column}" of {source.name} was written {was.format} and is written {one.format} now; look '
            'whether its values are still read rightly, and accept it with "import --accept".',
            source=source.name,
            field=one.field or "",
            paper_value=was.format,
            digital_value=one.format,
        )


def _broken(source: SourceSummary, found: _Doubted) -> Iterator[Finding]:
    """A column of which more cells do not fit its format than a list's usual slips."""
    for one in source.mapping:
        if one.field in {None, "status"} or one.failures <= TOLERATED * found.rows:
            continue
        doubted = found.first.get(one.field or "", [])
        cells = ", ".join(f"row {row.row} {excerpt(row.raw.get(one.column, ''))}" for row in doubted)
        how = f" written {one.format}" if one.format else ""
        yield Finding(
            finding_id(FindingKind.COLUMN_FORMAT_BREAK, source.name, one.column),
            FindingKind.COLUMN_FORMAT_BREAK,
            Severity.MEDIUM,
            0.95,
            f'{one.failures:,} of {found.rows:,} cells of column "{one.column}" of {source.name} are not{how} like the '
            f"others and were left without a value{f': {cells}' if cells else ''}.",
            source=source.name,
            field=one.field or "",
            record_ids=tuple(row.record_id for row in doubted),
        )


def _statuses(source: SourceSummary, found: _Doubted) -> Iterator[Finding]:
    """Words of the status column that are in no vocabulary."""
    for word, count in sorted(found.statuses.items()):
        yield Finding(
            finding_id(FindingKind.UNMAPPED_STATUS, source.name, word),
            FindingKind.UNMAPPED_STATUS,
            Severity.LOW,
            0.9,
            f"Status {excerpt(word)} stands in {plural(count, 'row')} of {source.name} and is in no vocabulary: "
            "whether these orders are open is not known. Say it in the configuration, under statuses of this list.",
            source=source.name,
            field="status",
            digital_value=word,
        )
