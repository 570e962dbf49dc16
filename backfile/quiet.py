"""Starts worker processes whose stderr goes nowhere, and whose semaphores are known by their name.

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
def semaphores_named(name: str) -> Iterator[None]:
    """Semaphores that are made meanwhile bear this name before their own, by which what is left of them can be told.

    Python unlinks those of spawned processes when its own process ends, or one beside it that minds them; where all are
    killed at once they stay, and `mp-` and eight letters say nothing of whose they were.
    """
    config = process.current_process()._config  # type: ignore[attr-defined]
    before = config["semprefix"]
    config["semprefix"] = f"/{name}"
    try:
        yield
    finally:
        config["semprefix"] = before


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
