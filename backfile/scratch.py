"""A folder for what workers write for a moment, gone when they are, even where all of them were killed."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "backfile-work-"
_MEMORY = Path("/dev/shm")  # noqa: S108 - each folder in it is made anew, for its owner alone


@contextmanager
def scratch() -> Iterator[Path]:
    """A new folder, in memory where the system can and no TMPDIR says otherwise.

    It is locked as long as it is used; so the folders of runs that were killed can be told, and go first, with the
    semaphores that bear their names.
    """
    parent = _parent()
    _sweep(parent)
    folder, handle = _made(parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def _made(parent: Path) -> tuple[Path, int]:
    """A new folder, and the handle that holds its lock."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if folder.exists():  # nobody swept it away before it was locked
            return folder, handle
        os.close(handle)


def _parent() -> Path:
    in_memory = "TMPDIR" not in os.environ and os.access(_MEMORY, os.W_OK)
    return _MEMORY if in_memory else Path(tempfile.gettempdir())


def _sweep(parent: Path) -> None:
    """Removes the folders that nobody holds any more."""
    for folder in parent.glob(f"{_PREFIX}*"):
        try:
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:  # gone by now, or not ours
            continue
        try:
            if os.fstat(handle).st_uid == os.geteuid():
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
                _unlink_semaphores(folder.name)
        except BlockingIOError:  # its run goes on
            continue
        finally:
            os.close(handle)


def _unlink_semaphores(name: str) -> None:
    """Removes the semaphores of a run that was killed with all its processes; they bear its folder's name."""
    for semaphore in _MEMORY.glob(f"sem.{name}-*"):
        semaphore.unlink(missing_ok=True)
