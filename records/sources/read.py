"""The way of an extract: file → cells → table → mapping → records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from records.errors import BadInput
from records.fields import Field
from records.order import DigitalRecord
from records.source import ColumnMapping, SourceRead
from records.sources.columns import read_column
from records.sources.header_row import find_table, headless_table, holds_orders, joined, same_header
from records.sources.headers import phrase_of
from records.sources.identity import id_column, repeated
from records.sources.mapping import map_columns, with_form
from records.sources.open import open_source
from records.sources.parts import in_order
from records.sources.settings import SourceSettings
from records.sources.table import Opened, Table, excerpt, plural
from records.value_grammar import Parsed, tidy


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
    tables = dict(_by_field(table, mapping))
    columns = {
        field: read_column(one, place, settings.catalogue[field], settings) for field, (one, place) in tables.items()
    }
    final = tuple(
        with_form(found, columns[found.field].form, columns[found.field].failures) if found.field else found
        for found in mapping
    )
    identity = id_column(table, final)
    ids = [str(row) for row in range(1, len(table.rows) + 1)] if identity is None else table.cells(identity)
    values = {field: (tables[field][0].cells(tables[field][1]), column.parsed) for field, column in columns.items()}
    records = tuple(_records(opened.name, table, values, ids, settings.department))
    touched = _last_touched(final)
    if touched:
        records = tuple(map(_finished_only, records))
    return SourceRead(
        opened.name,
        opened.path,
        records,
        final,
        (
            *table.notes,
            *_id_note(table, identity),
            *touched,
            *(note for column in columns.values() for note in column.notes),
        ),
        (
            *table.warnings,
            *(said for column in columns.values() for said in column.warnings),
            *_about_numbers(table, final, records, opened.path),
        ),
    )


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


def _finished_only(record: DigitalRecord) -> DigitalRecord:
    """The record without a day of completion where it is still open."""
    if record.value("status") in _FINISHED or "completed_on" not in record.values:
        return record
    return replace(record, values={name: value for name, value in record.values.items() if name != "completed_on"})


def _by_field(table: Table, mapping: Sequence[ColumnMapping]) -> Iterator[tuple[str, tuple[Table, int]]]:
    """For each field the table and the column that it is read from; several columns of one field are put together."""
    places: dict[str, list[tuple[int, str]]] = {}
    for place, found in enumerate(mapping):
        if found.field:
            places.setdefault(found.field, []).append((place, found.column))
    for field, columns in places.items():
        if len(columns) == 1:
            yield field, (table, columns[0][0])
            continue
        order = in_order(field, columns)
        name = " + ".join(table.columns[place] for place in order)
        rows = [(_put_together(row, order),) for row in table.rows]
        yield field, (Table((name,), rows, table.places, table.place), 0)


def _put_together(row: Sequence[str], order: Sequence[int]) -> str:
    return " ".join(filter(None, (row[place].strip() for place in order)))


def _records(
    name: str,
    table: Table,
    columns: Mapping[str, tuple[Sequence[str], Mapping[str, Parsed]]],
    ids: Sequence[str],
    department: str,
) -> Iterator[DigitalRecord]:
    for place, row in enumerate(table.rows):
        values: dict[str, str] = {}
        doubts: dict[str, str] = {}
        for field, (cells, parsed) in columns.items():
            answer = parsed[cells[place]]
            if answer.value is not None:
                values[field] = answer.value
            elif answer.note:
                doubts[field] = f"{excerpt(cells[place])}: {answer.note}"
        raw = dict(zip(table.columns, row, strict=True))
        owner = department or values.get("department", "")
        yield DigitalRecord(name, tidy(ids[place]), place + 1, values, raw, owner, doubts)


def _id_note(table: Table, identity: int | None) -> tuple[str, ...]:
    if identity is None:
        return ("records are identified by their row's number",)
    return (f"records are identified by column '{table.columns[identity]}'",)


def _about_numbers(
    table: Table, mapping: Sequence[ColumnMapping], records: Sequence[DigitalRecord], path: str
) -> Iterator[str]:
    """What a person should know about the order numbers."""
    if not any(found.field == "order_number" for found in mapping):
        yield (
            f"{path}: no column with order numbers was recognised; its records can be linked by other fields only."
            " If one of its columns holds them, say so in the configuration:"
            f' columns = {{"{_likeliest(table)}" = "order_number"}}.'
        )
        return
    rows = [table.where(place) for place in range(len(records))]
    again = repeated([record.value("order_number") for record in records], rows)
    if again:
        told = "; ".join(f"{number} in {', '.join(places[:3])}" for number, places in islice(again.items(), 3))
        more = f"; and {len(again) - 3:,} more" if len(again) > 3 else ""
        yield f"{plural(len(again), 'order number')} in more than one row: {told}{more}; all rows were kept."
    bare = sum(record.value("order_number") is None for record in records)
    if bare:
        first = next(place for place, record in enumerate(records) if record.value("order_number") is None)
        yield f"{plural(bare, 'row')} without an order number, the first in {table.where(first)}."


def _likeliest(table: Table) -> str:
    return table.columns[0] if table.columns else "COLUMN"
