"""Databases by SQLAlchemy URL, read and never written: `postgresql://user@host/base#table`, or with `?query=SELECT …`.

A query may join and rename; it is one statement that begins with SELECT or WITH, run in a transaction that is taken
back.
"""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from records.errors import BadInput, MissingTool
from records.sources.cells import cell_text
from records.sources.settings import SourceLimits
from records.sources.spool import kept
from records.sources.sqlite_file import read_sqlite
from records.sources.table import Grid, Opened, RowCoder

_READ_ONLY = {"postgresql": {"postgresql_readonly": True}}


def read_url(spec: str, limits: SourceLimits) -> Opened:
    """The rows of a table behind a URL.

    Raises:
        BadInput: The URL, the database or the table cannot be used.
        MissingTool: The driver for this database is not installed.
    """
    address, _, table = spec.partition("#")
    try:
        url = sa.make_url(address)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise BadInput(
            "A source looks like a URL and is none.", "Write it as postgresql://user@host/base#table."
        ) from error
    query = _query(url)
    url = url.difference_update_query(["query"])
    shown = url.render_as_string(hide_password=True)
    if not table and (query or url.get_backend_name() != "sqlite"):
        what, how = ("list", "?query=…#NAME") if query else ("table", "#TABLE")
        raise BadInput(f"{shown} names no {what}.", f"Write {shown}{how}.")
    if url.get_backend_name() == "sqlite" and url.database:
        name, grid = read_sqlite(Path(url.database), table, limits, query)
        return Opened(name, shown, ((name, grid),))
    return Opened(table, f"{shown}#{table}", ((table, _read(url, shown, query or table, limits)),))


def _query(url: sa.URL) -> str:
    """The statement of `?query=`, empty where there is none.

    Raises:
        BadInput: It does something else than to select, or several things.
    """
    said = url.query.get("query", "")
    statement = " ".join((said if isinstance(said, str) else said[0]).split()).rstrip("; ")
    if statement and (not _SELECTS.match(statement) or ";" in statement):
        raise BadInput("?query= is no single SELECT.", "Write one statement that begins with SELECT or WITH.")
    return statement


_SELECTS = re.compile(r"(?:SELECT|WITH)\b", re.IGNORECASE)


def _read(url: sa.URL, shown: str, table: str, limits: SourceLimits) -> Grid:
    try:
        engine = sa.create_engine(url)
    except (sa.exc.NoSuchModuleError, ModuleNotFoundError) as error:
        raise MissingTool(
            f"No driver for {url.drivername} is installed ({error}).", "Install it beside Backfile."
        ) from error
    try:
        return _rows(engine, table, limits)
    except sa.exc.NoSuchTableError as error:
        raise BadInput(f"{shown} has no table '{table}'.", "Look at its name and schema: SCHEMA.TABLE.") from error
    except (sa.exc.SQLAlchemyError, OSError) as error:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())[:200]
        raise BadInput(
            f"{shown} cannot be read: {reason}.", "Look at the address, the account and the network."
        ) from error
    finally:
        engine.dispose()


def _rows(engine: sa.Engine, table: str, limits: SourceLimits) -> Grid:
    options = _READ_ONLY.get(engine.dialect.name, {})
    with engine.connect().execution_options(stream_results=True, **options) as connection:
        result = connection.execute(_selected(table, connection, limits))
        header = tuple(map(str, result.keys()))
        cells = (tuple(map(cell_text, row)) for row in islice(result, limits.rows + 1))
        rows = kept(cells, RowCoder())
        connection.rollback()
    if len(rows) > limits.rows:
        raise BadInput(f"'{table}' is too large: over {limits.rows:,} rows.", "Name a view that holds a part of it.")
    return Grid(rows, range(1, len(rows) + 1), "row", header)


def _selected(table: str, connection: sa.Connection, limits: SourceLimits) -> sa.Executable:
    """All rows of a table, or the statement that was given in its place."""
    if _SELECTS.match(table) and " " in table:
        return sa.text(table)
    schema, _, name = table.rpartition(".")
    found = sa.Table(name, sa.MetaData(), schema=schema or None, autoload_with=connection)
    return sa.select(found).limit(limits.rows + 1)
