"""The way of an extract: file → cells → table → mapping → records."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias, cast

from records.errors import BadInput
from records.fields import Field
from records.order import DigitalRecord
from records.source import ColumnMapping, SourceRead
from records.sources.columns import ColumnReader
from records.sources.header_row import find_table, headless_table, holds_orders, joined, same_header
from records.sources.headers import phrase_of
from records.sources.identity import id_column, mark, repeated
from records.sources.mapping import map_columns, with_form
from records.sources.open import open_source
from records.sources.parts import in_order
from records.sources.settings import SourceSettings
from records.sources.spool import Changed, kept
from records.sources.table import Opened, Row, Table, excerpt, plural
from records.value_grammar import tidy


def read_source(spec: str, settings: SourceSettings | None = None) -> SourceRead:
    """A digital extract as records.

    Args:
        spec: A file (CSV, TSV, XLSX, JSON, JSON Lines, Parquet, SQLite), with `#name` for one sheet or table, or a
            SQLAlchemy URL with `#table`.
        settings: How to read it; the defaults find out.

    Raises:
        BadInput: It cannot be used; the message names the file, the reason and the cure.
        UsageProblem: The settings name a field that the catalogue does not have.
    """
    settings = settings or SourceSettings()
    opened = open_source(spec, settings)
    table, headless = _table(opened, settings)
    if len(table.columns) > settings.limits.columns:
        raise BadInput(
            f"{opened.name} is too large: {len(table.columns):,} columns.", "Export the columns that are needed."
        )
    mapping = map_columns(table, settings, headless=headless)
    if headless and not any(found.field == "order_number" for found in mapping):
        raise BadInput(f"{opened.path} has no header row, and its values do not say what they are.", _HEADER_CURE)
    return _assembled(opened, table, mapping, settings)


_HEADER_CURE = "Put a row with the columns' names above the records, or export it again with a header."


def _table(opened: Opened, settings: SourceSettings) -> tuple[Table, bool]:
    """The records of a file under their header, from all its sheets that have the same one."""
    found = [
        (name, table) for name, grid in opened.grids if (table := find_table(grid, settings.catalogue)) is not None
    ]
    filled = [(name, table) for name, table in found if table.rows]
    if filled:
        return _of_sheets(filled, opened, settings.catalogue), False
    if found:
        raise BadInput(f"{opened.path} is empty: it has a header and no rows below it.", "Export it again.")
    grids = [grid for _, grid in opened.grids if any(any(map(str.strip, row)) for row in grid.rows)]
    if not grids:
        raise BadInput(f"{opened.path} is empty: there is nothing in any of its sheets.", "Export it again.")
    return headless_table(grids[0]), True


def _of_sheets(filled: Sequence[tuple[str, Table]], opened: Opened, catalogue: Mapping[str, Field]) -> Table:
    """The largest sheet of orders with all that have its header; the others are named."""
    orders = [item for item in filled if holds_orders(item[1], catalogue)] or filled
    _, first = max(orders, key=lambda item: len(item[1].rows))
    table = joined([table for _, table in filled if same_header(table, first)])
    others = [item for item in filled if not same_header(item[1], first)]
    lost = [name for name, other in others if holds_orders(other, catalogue)]
    notes = [f"sheet '{name}' holds no orders, and was left out" for name, _ in others if name not in lost]
    warnings = [f"sheet '{name}' has other columns and was not read; read it as {opened.path}#{name}." for name in lost]
    return replace(
        table,
        notes=(*opened.notes, *table.notes, *notes),
        warnings=(*opened.warnings, *table.warnings, *warnings),
    )


def _assembled(opened: Opened, table: Table, mapping: Sequence[ColumnMapping], settings: SourceSettings) -> SourceRead:
    columns = dict(_by_field(table, mapping, settings))
    identity = id_column(table, mapping)
    touched = _last_touched(mapping)
    coder = RecordCoder(opened.name, table.columns)
    reading = _Reading(table, columns, identity, settings.department, finished_only=bool(touched))
    records = kept(reading.records(opened.name), coder, settings.folder)
    readers = {field: column.reader for field, column in columns.items()}
    return SourceRead(
        opened.name,
        opened.path,
        records,
        tuple(
            with_form(found, readers[found.field].form, readers[found.field].failures) if found.field else found
            for found in mapping
        ),
        (
            *table.notes,
            *_id_note(table, identity),
            *touched,
            *(note for reader in readers.values() for note in reader.notes(table)),
        ),
        (
            *table.warnings,
            *(said for reader in readers.values() for said in reader.warnings(table)),
            *(reading.about_numbers(records) if "order_number" in columns else (_no_numbers(table, opened.path),)),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the cells of one field come from, and what reads them."""

    places: Sequence[int]
    """Several where the field is divided among columns."""
    reader: ColumnReader

    def cell(self, row: Row) -> str:
        """The field's cell in a row."""
        return row[self.places[0]] if len(self.places) == 1 else _put_together(row, self.places)


class _Reading:
    """The one way through a table's rows, and what it leaves behind: where order numbers stand again, or are not."""

    def __init__(
        self,
        table: Table,
        columns: Mapping[str, _Column],
        identity: int | None,
        department: str,
        *,
        finished_only: bool,
    ) -> None:
        self._table = table
        self._columns = columns
        self._identity = identity
        self._department = department
        self._finished_only = finished_only
        self._numbers = array("q")

    def records(self, name: str) -> Iterator[DigitalRecord]:
        """Each row as a record of the list of this name."""
        for place, row in enumerate(self._table.rows):
            values, doubts = self._values(row, place)
            self._numbers.append(mark(values.get("order_number")))
            owner = self._department or values.get("department", "")
            own_id = str(place + 1) if self._identity is None else tidy(row[self._identity])
            raw = dict(zip(self._table.columns, row, strict=True))
            record = DigitalRecord(name, own_id, place + 1, values, raw, owner, doubts)
            yield _finished(record) if self._finished_only else record

    def _values(self, row: Row, place: int) -> tuple[dict[str, str], dict[str, str]]:
        values: dict[str, str] = {}
        doubts: dict[str, str] = {}
        for field, column in self._columns.items():
            cell = column.cell(row)
            answer = column.reader.read(cell, place)
            if answer.value is not None:
                values[field] = answer.value
            elif answer.note:
                doubts[field] = f"{excerpt(cell)}: {answer.note}"
        return values, doubts

    def about_numbers(self, records: Sequence[DigitalRecord]) -> Iterator[str]:
        """What a person should know about the order numbers, once all rows were read."""
        count, again = repeated(self._numbers, _TOLD)
        if count:
            told = "; ".join(
                f"{records[rows[0]].value('order_number')} in {', '.join(map(self._table.where, rows[:_TOLD]))}"
                for rows in again
            )
            more = f"; and {count - _TOLD:,} more" if count > _TOLD else ""
            yield f"{plural(count, 'order number')} in more than one row: {told}{more}; all rows were kept."
        bare = self._numbers.count(0)
        if bare:
            first = self._table.where(self._numbers.index(0))
            yield f"{plural(bare, 'row')} without an order number, the first in {first}."


_TOLD = 3
"""Numbers, and rows of each, that a message names."""


_Parts: TypeAlias = tuple[str, int, dict[str, str], tuple[str, ...], str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class RecordCoder:
    """Records of one list on the disk, without the names that all have in common."""

    source: str
    columns: tuple[str, ...]

    def plain(self, item: DigitalRecord) -> object:
        """The record's own parts."""
        cells = tuple(item.raw.values())
        return item.record_id, item.row, dict(item.values), cells, item.department, dict(item.doubts)

    def item(self, plain: object) -> DigitalRecord:
        """The record of these parts."""
        own_id, row, values, cells, department, doubts = cast(_Parts, plain)
        raw = dict(zip(self.columns, cells, strict=True))
        return DigitalRecord(self.source, own_id, row, values, raw, department, doubts)


_TOUCHED = frozenset({"updated", "update", "modified", "changed"})
_FINISHED = frozenset({"closed", "cancelled", "duplicate", "void"})


def _last_touched(mapping: Sequence[ColumnMapping]) -> tuple[str, ...]:
    """A note where the day of completion is one on which somebody last touched the record, as in Open311."""
    status = any(found.field == "status" for found in mapping)
    return tuple(
        f"column '{found.column}' is the day of completion only where the status is closed"
        for found in mapping
        if found.field == "completed_on" and status and _TOUCHED & set(phrase_of(found.column).words)
    )


def _finished(record: DigitalRecord) -> DigitalRecord:
    """The record without a day of completion where it is still open."""
    if record.value("status") in _FINISHED or "completed_on" not in record.values:
        return record
    return replace(record, values={name: value for name, value in record.values.items() if name != "completed_on"})


def _by_field(
    table: Table, mapping: Sequence[ColumnMapping], settings: SourceSettings
) -> Iterator[tuple[str, _Column]]:
    """For each field its columns, and a reader that has seen a sample of their cells."""
    places: dict[str, list[tuple[int, str]]] = {}
    for place, found in enumerate(mapping):
        if found.field:
            places.setdefault(found.field, []).append((place, found.column))
    sample = table.sample().rows
    for field, columns in places.items():
        order = in_order(field, columns) if len(columns) > 1 else [columns[0][0]]
        name = " + ".join(table.columns[place] for place in order)
        cells = (row[order[0]] if len(order) == 1 else _put_together(row, order) for row in sample)
        yield field, _Column(order, ColumnReader(name, settings.catalogue[field], cells, settings))


def _put_together(row: Row, order: Sequence[int]) -> str:
    return " ".join(filter(None, (row[place].strip() for place in order)))


def _id_note(table: Table, identity: int | None) -> tuple[str, ...]:
    if identity is None:
        return ("records are identified by their row's number",)
    return (f"records are identified by column '{table.columns[identity]}'",)


def _no_numbers(table: Table, path: str) -> str:
    likeliest = table.columns[0] if table.columns else "COLUMN"
    return (
        f"{path}: no column with order numbers was recognised; its records can be linked by other fields only."
        " If one of its columns holds them, say so in the configuration:"
        f' columns = {{"{likeliest}" = "order_number"}}.'
    )


def renamed(source: SourceRead, name: str) -> SourceRead:
    """The extract under another name, its records too."""
    return replace(source, name=name, records=Changed(source.records, partial(_of_source, name)))


def _of_source(name: str, record: DigitalRecord) -> DigitalRecord:
    return replace(record, source=name)
