"""SQLite files: opened read-only, checked for damage, with a time limit on every question."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from records.errors import BadInput
from records.sources.cells import cell_text
from records.sources.settings import SourceLimits
from records.sources.spool import kept
from records.sources.table import Grid, RowCoder

_STEPS = 20_000
"""Steps of SQLite's machine between two looks at the clock: some milliseconds."""
_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
    "AND name NOT IN ('alembic_version', 'spatial_ref_sys', 'geometry_columns') ORDER BY name"
)


def tables_of(path: Path, limits: SourceLimits | None = None) -> tuple[str, ...]:
    """The user's tables of a SQLite file; views are read only where they are named.

    Raises:
        BadInput: It is damaged, or has no table.
    """
    with _opened(path, limits or SourceLimits()) as connection:
        tables = tuple(str(name) for (name,) in connection.execute(_TABLES))
    if not tables:
        raise BadInput(f"{path} is empty: it has no table.", "Look for the right file.")
    return tables


def read_sqlite(path: Path, table: str, limits: SourceLimits, query: str = "") -> tuple[str, Grid]:
    """The name and the cells of one table, its only one where none is named; or what a query gives, under that name.

    Raises:
        BadInput: It is damaged, too slow, over the limits, or the table is not there.
    """
    if query:
        with _opened(path, limits) as connection:
            _check(connection, path)
            return table, _rows(connection, path, query, limits)
    tables = tables_of(path, limits)
    if not table and len(tables) > 1:
        raise BadInput(
            f"{path} has {len(tables)} tables: {', '.join(tables[:20])}.", f"Name one, as in {path}#{tables[0]}."
        )
    wanted = table or tables[0]
    with _opened(path, limits) as connection:
        _check(connection, path)
        return wanted, _rows(connection, path, _all_of(connection, path, wanted), limits)


@contextmanager
def _opened(path: Path, limits: SourceLimits) -> Iterator[sqlite3.Connection]:
    """A read-only connection whose questions end after the time limit, with errors in the reader's words."""
    ends = time.monotonic() + limits.seconds
    try:
        with (
            _still(path) as uri,
            closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5)) as connection,
        ):
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
            connection.text_factory = lambda value: value.decode("utf-8", "replace")
            connection.set_progress_handler(lambda: time.monotonic() > ends, _STEPS)
            yield connection
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            raise BadInput(
                f"{path} took more than {limits.seconds:.0f} seconds: a view may be endless.", "Name a table."
            ) from error
        raise BadInput(
            f"{path} cannot be read: {error}.", "Close other programs that use it, or copy it first."
        ) from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise BadInput(
            f"{path} is damaged: {error}.", "Restore it from a copy, or run `sqlite3 FILE .recover`."
        ) from error


@contextmanager
def _still(path: Path) -> Iterator[str]:
    """The address of a file that SQLite will not write beside.

    It keeps an index beside a file with a write-ahead log, even to read it. Where that log is empty, the file is read
    as one that nobody changes; else a copy of both is.
    """
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    log = path.with_name(f"{path.name}-wal")
    if not _has_log(path):
        yield address
    elif not log.exists() or log.stat().st_size == 0:
        yield f"{address}&immutable=1"
    else:
        with tempfile.TemporaryDirectory(prefix="backfile-") as folder:
            copy = Path(folder) / "copy.db"
            shutil.copyfile(path, copy)
            shutil.copyfile(log, copy.with_name(f"{copy.name}-wal"))
            yield f"file:{quote(str(copy))}"


def _has_log(path: Path) -> bool:
    """Whether the file says of itself that it is written through a write-ahead log."""
    try:
        with path.open("rb") as file:
            return file.read(20)[18:20] == b"\2\2"
    except OSError:
        return False


def _check(connection: sqlite3.Connection, path: Path) -> None:
    found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(1)")]
    if found != ["ok"]:
        raise BadInput(
            f"{path} is damaged: {' '.join(found[0].split())}.", "Restore it from a copy, or recover its rows."
        )


def _all_of(connection: sqlite3.Connection, path: Path, table: str) -> str:
    """The question for all rows of a table or view."""
    known = [
        str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    ]
    if table not in known:
        raise BadInput(f"{path} has no table '{table}'.", f"Its tables are: {', '.join(known[:20])}.")
    quoted = table.replace('"', '""')
    return f'SELECT * FROM "{quoted}"'  # noqa: S608 - quoted above


def _rows(connection: sqlite3.Connection, path: Path, statement: str, limits: SourceLimits) -> Grid:
    cursor = connection.execute(statement)
    header = tuple(str(column[0]) for column in cursor.description)
    cells = (tuple(map(cell_text, row)) for row in islice(cursor, limits.rows + 1))
    rows = kept(cells, RowCoder())
    if len(rows) > limits.rows:
        raise BadInput(f"{path} is too large: over {limits.rows:,} rows.", "Take a part of it.")
    return Grid(rows, range(1, len(rows) + 1), "row", header)
