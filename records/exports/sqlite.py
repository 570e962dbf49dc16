"""All tables as one SQLite file, with a table that says what each column means."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from records.dataset import Dataset
from records.exports.cells import Value, typed
from records.exports.csvfile import Written
from records.exports.dictionary import DICTIONARY
from records.exports.schema import ColumnType, Table

_TYPES: Mapping[ColumnType, str] = {
    ColumnType.INTEGER: "INTEGER",
    ColumnType.NUMBER: "REAL",
    ColumnType.BOOLEAN: "INTEGER",
}
"""Any other type is text; dates are ISO 8601, which SQLite's own functions read."""


def write_sqlite(tables: Sequence[Table], dataset: Dataset, file: BinaryIO) -> Written:
    """The tables in a database; the same rows and the same version of SQLite give the same bytes."""
    with tempfile.TemporaryDirectory(prefix="backfile-") as folder:
        path = Path(folder) / "dataset.sqlite"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
            rows = sum(_write(connection, table, table.rows(dataset)) for table in tables)
            _write(connection, DICTIONARY, DICTIONARY.rows(dataset))
            connection.execute("COMMIT")
        with path.open("rb") as made:
            shutil.copyfileobj(made, file)
    return Written(rows)


def _write(connection: sqlite3.Connection, table: Table, rows: Iterable[Sequence[str]]) -> int:
    named = ", ".join(f'"{column.name}" {_TYPES.get(column.type, "TEXT")}' for column in table.columns)
    connection.execute(f'CREATE TABLE "{table.name}" ({named}) STRICT')
    places = ", ".join("?" * len(table.columns))
    cursor = connection.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', _typed(table, rows))  # noqa: S608 - our own names
    if table.key:
        keys = ", ".join(f'"{name}"' for name in table.key)
        connection.execute(f'CREATE INDEX "{table.name}_key" ON "{table.name}" ({keys})')
    return cursor.rowcount


def _typed(table: Table, rows: Iterable[Sequence[str]]) -> Iterator[list[str | int | float | None]]:
    for cells in rows:
        yield [_bound(typed(column, cell)) for column, cell in zip(table.columns, cells, strict=True)]


def _bound(value: Value) -> str | int | float | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return float(value)
    return int(value) if isinstance(value, bool | int) else value.isoformat()
