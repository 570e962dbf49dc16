"""orders.parquet: orders.csv with types, for programs; no cell is guarded in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import BinaryIO

from records.dataset import Dataset
from records.exports.cells import visible
from records.exports.schema import Column, ColumnType, Table

Value = str | int | float | date | Decimal | None
_SCALE = Decimal("0.0001")
_LARGEST = Decimal(10) ** 14
_AT_ONCE = 20_000
"""Rows a row group: what is held in memory at a time."""


def write_parquet(table: Table, dataset: Dataset, file: BinaryIO) -> None:
    """The table with dates as dates and money as decimals of four places."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        ColumnType.STRING: pa.string(),
        ColumnType.OBJECT: pa.string(),
        ColumnType.INTEGER: pa.int64(),
        ColumnType.NUMBER: pa.decimal128(18, 4),
        ColumnType.DATE: pa.date32(),
        ColumnType.BOOLEAN: pa.bool_(),
    }
    schema = pa.schema([pa.field(column.name, types[column.type]) for column in table.columns])
    rows = [list(row) for row in table.rows(dataset)]
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for start in range(0, len(rows), _AT_ONCE):
            columns = zip(table.columns, zip(*rows[start : start + _AT_ONCE], strict=True), strict=True)
            arrays = [
                pa.array([typed(column, cell) for cell in cells], type=types[column.type]) for column, cells in columns
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def typed(column: Column, cell: str) -> Value:
    """The cell as its column's type has it; None where it is empty or no value of the type."""
    if not cell:
        return None
    return _READERS.get(column.type, visible)(cell)


def _decimal(cell: str) -> Decimal | None:
    try:
        number = Decimal(cell).quantize(_SCALE)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < _LARGEST else None


def _date(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None


def _integer(cell: str) -> int | None:
    try:
        return int(cell)
    except ValueError:
        return None


_READERS: dict[ColumnType, Callable[[str], Value]] = {
    ColumnType.NUMBER: _decimal,
    ColumnType.DATE: _date,
    ColumnType.INTEGER: _integer,
    ColumnType.BOOLEAN: lambda cell: cell == "true",
}
