"""Starts worker processes whose stderr goes nowhere.

What a reader's library says of a hostile file, and Python's own words when a worker is stopped while it starts, are raw
text from outside or of no use to anyone; what a worker has to say it returns.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import context, popen_spawn_posix, process


class QuietPopen(popen_spawn_posix.Popen):
    """Launches a process while the file descriptor of stderr points to nothing."""

    def _launch(self, process_obj: process.BaseProcess) -> None:
        with _stderr_closed():
            super()._launch(process_obj)  # type: ignore[misc]  # not in the type stubs


class QuietProcess(context.SpawnProcess):
    """A spawned process that cannot write to the terminal."""

    @staticmethod
    def _Popen(process_obj: process.BaseProcess) -> QuietPopen:  # noqa: N802
        return QuietPopen(process_obj)


class QuietContext(context.SpawnContext):
    """The spawn start method with quiet processes."""

    Process = QuietProcess


@contextmanager
def _stderr_closed() -> Iterator[None]:
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)
