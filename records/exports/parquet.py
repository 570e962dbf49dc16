"""Tables as Parquet, with types, for programs; no cell is guarded in them. DuckDB reads the folder as it is."""

from __future__ import annotations

from itertools import islice
from typing import BinaryIO

from records.dataset import Dataset
from records.exports.cells import typed
from records.exports.csvfile import Written
from records.exports.schema import ColumnType, Table

_AT_ONCE = 20_000
"""Rows a row group: what is held in memory at a time."""


def write_parquet(table: Table, dataset: Dataset, file: BinaryIO) -> Written:
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
    rows = iter(table.rows(dataset))
    count = 0
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while part := list(islice(rows, _AT_ONCE)):
            count += len(part)
            columns = zip(table.columns, zip(*part, strict=True), strict=True)
            arrays = [
                pa.array([typed(column, cell) for cell in cells], type=types[column.type]) for column, cells in columns
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
    return Written(count)
