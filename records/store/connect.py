"""The connection: everything that only SQLite or only PostgreSQL has stands here, and what went wrong in words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from records.errors import WorkspaceProblem
from records.store.disks import refuse_share

PATIENCE = 10.0
"""Seconds that a writer waits for the one before it."""
_WARY = (
    f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
)
_WRITING = (
    *_WARY,
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a decision is on the disk when `decide` returns: 159 a second, a clerk makes one
    "PRAGMA foreign_keys = ON",
)

APPEND_ONLY = {
    "sqlite": (
        "CREATE TRIGGER decisions_no_update BEFORE UPDATE ON decisions "
        "BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END",
        "CREATE TRIGGER decisions_no_delete BEFORE DELETE ON decisions "
        "BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION decisions_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'decisions are append-only'; END $$",
        "CREATE TRIGGER decisions_no_change BEFORE UPDATE OR DELETE ON decisions "
        "FOR EACH ROW EXECUTE FUNCTION decisions_append_only()",
        "CREATE TRIGGER decisions_no_truncate BEFORE TRUNCATE ON decisions "
        "FOR EACH STATEMENT EXECUTE FUNCTION decisions_append_only()",
    ),
}
"""What refuses a change of the decisions, by SQLAlchemy's name of the database."""


def connect(location: str | Path) -> Engine:
    """An engine for a file's path or a SQLAlchemy URL; nothing is opened yet.

    A file that may not be written, or whose folder may not, can be looked at; what would write says so.

    Raises:
        WorkspaceProblem: the URL is none, or its driver is not installed.
    """
    try:
        url = _url(location)
        looking = may_only_look(url)
        # Who only looks opens the file anew each time: only then is it known whether a writer has come meanwhile.
        engine = create_engine(url, pool_pre_ping=True, poolclass=NullPool if looking else None)
    except (ArgumentError, NoSuchModuleError) as error:
        raise WorkspaceProblem("The store's address is no SQLAlchemy URL.", "Give a file, or dialect://…") from error
    except ImportError as error:
        raise WorkspaceProblem(f"The store's driver {error.name} is not installed.", "Install it.") from error
    if engine.dialect.name == "sqlite":
        if engine.url.database and engine.url.database != ":memory:":
            refuse_share(Path(engine.url.database))
        _make_private(engine.url.database)
        if looking:
            event.listen(engine, "do_connect", lambda *_: _open_to_look(Path(engine.url.database or "")))
        event.listen(engine, "connect", partial(_prepare, _WARY if looking else _WRITING))
    event.listen(engine, "begin", _begin)
    return engine


def place(engine: Engine) -> str:
    """The store's place for messages, without any password."""
    return engine.url.database or "" if engine.dialect.name == "sqlite" else engine.url.render_as_string()


def _url(location: str | Path) -> URL:
    if isinstance(location, str) and "://" in location:
        return make_url(location)
    return URL.create("sqlite", database=str(location))


def _make_private(file: str | None) -> None:
    """Orders name private persons: a new store is for its owner's eyes."""
    if not file or file == ":memory:" or Path(file).exists():
        return
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise WorkspaceProblem(
            f"{file}: the store cannot be made: {error.strerror}.", "Choose a folder that you may write to."
        ) from error


def may_only_look(url: URL) -> bool:
    """Whether a SQLite file is there that cannot be written: it, or the folder, where its journal stands."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return False
    file = Path(url.database)
    return file.exists() and not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))


def _open_to_look(file: Path) -> sqlite3.Connection:
    """A connection that writes nothing, not even the memory that SQLite shares with a writer.

    That memory is there while anybody else has the file open. Where it is not, and no journal is left over, nobody
    writes, and the file can be taken as it is (sqlite.org/wal.html, "Read-Only Databases").

    Raises:
        sqlite3.OperationalError: it cannot be read, or a journal is left over that only a writer can take in.
    """
    address = f"{file.absolute().as_uri()}?mode=ro"
    try:
        return _answering(address)
    except sqlite3.OperationalError:
        journal = file.with_name(f"{file.name}-wal")
        if journal.exists() and journal.stat().st_size:
            raise
        return _answering(f"{address}&immutable=1")


def _answering(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, timeout=PATIENCE, check_same_thread=False)
    try:
        connection.execute("SELECT 1 FROM sqlite_master")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _prepare(pragmas: tuple[str, ...], connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """The driver's own BEGIN is deferred and comes too late: we say when a transaction begins."""
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    """A writer takes the write lock at once: of 480 read-then-writes by 8 processes 229 failed without, 0 with.

    A reader sees one moment, whatever is written meanwhile.
    """
    options = connection.get_execution_options()
    reading, patience = options.get("reading", False), options.get("patience")
    if connection.dialect.name == "sqlite" and not reading:
        # A claim may be lost with the machine that made it; it need not wait for the disk.
        connection.exec_driver_sql(f"PRAGMA synchronous = {'NORMAL' if options.get('fleeting', False) else 'FULL'}")
        wait = PATIENCE if patience is None else patience
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {wait * 1000:.0f}")
    elif connection.dialect.name == "postgresql" and patience is not None:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {patience * 1000:.0f}")
    said = _BEGIN.get((connection.dialect.name, reading))
    if said:
        connection.exec_driver_sql(said)


_BEGIN = {
    ("sqlite", True): "BEGIN",
    ("sqlite", False): "BEGIN IMMEDIATE",
    ("postgresql", True): "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    ("postgresql", False): "SELECT pg_advisory_xact_lock(727275)",  # any number, the same for all writers
}


def integrity(connection: Connection) -> tuple[str, ...]:
    """What the database itself finds wrong with its file."""
    if connection.dialect.name != "sqlite":
        return ()
    said = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    return tuple(f"the database file: {line}" for line in said if line != "ok")


_IN_USE = ("is in use by another program.", "Close the other program, or wait until it is done.")
_IN_WORDS = (
    ("database is locked", *_IN_USE),
    ("lock timeout", *_IN_USE),
    ("file is not a database", "is not a store of Backfile.", "Give another file, or move this one away."),
    ("malformed", "is damaged.", "Restore it from a backup; or move it away and run again, which loses decisions."),
    ("disk is full", "cannot grow: the disk is full.", "Free some space and run the same command again."),
    ("disk I/O error", "cannot be written: the disk is full or failing.", "Free some space and run it again."),
    ("readonly", "is read-only.", "Ask for the right to write to it and to its folder."),
    ("unable to open", "cannot be opened.", "Check that its folder exists and that you may read and write in it."),
)


@contextmanager
def in_words(engine: Engine) -> Iterator[None]:
    """What the database complains of, as a WorkspaceProblem with its cure."""
    try:
        yield
    except DBAPIError as error:
        raise problem(place(engine), str(error.orig)) from error
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise problem(place(engine), str(error)) from error


def problem(store: str, complaint: str) -> WorkspaceProblem:
    """A database's complaint, in words."""
    for sign, words, cure in _IN_WORDS:
        if sign in complaint:
            return WorkspaceProblem(f"{store}: the store {words}", cure)
    return WorkspaceProblem(f"{store}: the store failed: {' '.join(complaint.split())}", "Run: backfile doctor")
