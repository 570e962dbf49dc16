"""A store's copy as one SQLite file, made while others read and write it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, insert, select

from records.store.tables import METADATA

_AT_ONCE = 1000
"""Rows that are held at a time."""


def vacuum_into(engine: Engine, target: Path) -> None:
    """Copies a SQLite store as it is at one moment; the new file is compact and has no log beside it."""
    raw = engine.raw_connection()
    try:
        connection = raw.driver_connection
        if isinstance(connection, sqlite3.Connection):
            connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        raw.close()


def copy_rows(source: Connection, target: Connection) -> None:
    """Copies every row of every table, as the source is at one moment."""
    for table in METADATA.sorted_tables:
        _copy_table(table, source, target)


def _copy_table(table: Table, source: Connection, target: Connection) -> None:
    rows = source.execution_options(yield_per=_AT_ONCE).execute(select(table))
    for some in rows.mappings().partitions(_AT_ONCE):
        target.execute(insert(table), [dict(row) for row in some])
