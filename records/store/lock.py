"""One run a workspace."""

from __future__ import annotations

import fcntl
import getpass
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from records.errors import WorkspaceProblem

FILE = ".backfile.lock"

_held: set[Path] = set()
"""The folders that this process has: the kernel does not refuse a process its own lock."""


class Owner(msgspec.Struct, frozen=True):
    """Who is at work, as the lock file says it."""

    pid: int
    host: str
    user: str
    started: str


@contextmanager
def exclusive(folder: Path, *, looking: bool = False) -> Iterator[None]:
    """Nobody else works on the workspace meanwhile.

    The lock is the kernel's, on a file that is never taken away: it goes with its process, however that ends, and is
    not handed down to workers that outlive it. Who is only `looking` shares it where the folder may not be written.

    Raises:
        WorkspaceProblem: another run is at work there, or the folder cannot be written.
    """
    place = folder.resolve()
    if place in _held:
        raise _busy(folder, _me())
    if looking and not os.access(folder, os.W_OK):
        with _shared(folder):
            yield
        return
    file = _locked(folder)
    _held.add(place)
    try:
        _write_owner(file, msgspec.json.encode(_me()))
        yield
    finally:
        _write_owner(file, b"")
        _held.discard(place)
        os.close(file)


@contextmanager
def _shared(folder: Path) -> Iterator[None]:
    """No run begins meanwhile, as far as that can be had without writing: where there is no lock file nobody works."""
    with ExitStack() as stack:
        with suppress(FileNotFoundError, PermissionError):
            file = os.open(folder / FILE, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
            stack.callback(os.close, file)
            _lock(folder, file, fcntl.LOCK_SH)
        yield


_RUN = 727276
"""The number of PostgreSQL's lock for a run; any, the same for all runs."""
_HOLDER = """
SELECT usename, coalesce(client_addr::text, 'the server''s machine'), backend_start::timestamp(0)::text
FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND objid = 727276 AND granted AND database = (
    SELECT oid FROM pg_database WHERE datname = current_database())
"""


@contextmanager
def hold_alone(connection: Connection, store: str) -> Iterator[None]:
    """Holds PostgreSQL's lock for a run; it goes with the connection, however that ends.

    Raises:
        WorkspaceProblem: another run has it.
    """
    if connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_RUN})").scalar():
        connection.commit()
        try:
            yield
        finally:
            connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_RUN})")
        return
    holder = connection.exec_driver_sql(_HOLDER).first()
    who = f"{holder[0]} from {holder[1]} is at work here since {holder[2]}" if holder else "another run is at work here"
    raise WorkspaceProblem(f"{store}: {who}.", "Wait until that run is done, or end it: nothing it finished is lost.")


def _locked(folder: Path) -> int:
    try:
        file = os.open(folder / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise WorkspaceProblem(
            f"{folder}: the workspace cannot be written: {error.strerror}.", "Choose a folder that you may write to."
        ) from error
    try:
        _lock(folder, file, fcntl.LOCK_EX)
    except WorkspaceProblem:
        os.close(file)
        raise
    return file


def _lock(folder: Path, file: int, kind: int) -> None:
    try:
        fcntl.lockf(file, kind | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError) as error:
        raise _busy(folder, _owner(os.pread(file, 4096, 0))) from error
    except OSError as error:
        raise WorkspaceProblem(
            f"{folder}: files cannot be locked here: {error.strerror}.", "Keep the workspace on a disk of this machine."
        ) from error


def _write_owner(file: int, owner: bytes) -> None:
    """Who it is helps the next one only: a full disk is no reason not to work."""
    with suppress(OSError):
        os.ftruncate(file, 0)
        os.pwrite(file, owner, 0)


def _owner(content: bytes) -> Owner | None:
    try:
        return msgspec.json.decode(content, type=Owner)
    except msgspec.DecodeError:
        return None


def _me() -> Owner:
    return Owner(os.getpid(), socket.gethostname(), _user(), datetime.now().astimezone().isoformat(timespec="seconds"))


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _busy(folder: Path, owner: Owner | None) -> WorkspaceProblem:
    if owner is None:
        return WorkspaceProblem(f"{folder}: another run is at work here.", "Wait until it is done.")
    return WorkspaceProblem(
        f"{folder}: {owner.user} on {owner.host} is at work here since {owner.started} (process {owner.pid}).",
        f"Wait until it is done, or end process {owner.pid} on {owner.host}: nothing that it finished is lost.",
    )
