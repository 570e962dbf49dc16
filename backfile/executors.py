"""Runs untrusted work in child processes: a page that crashes, hangs, eats memory or is evil takes nothing with it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from backfile.quiet import QuietContext, semaphores_named
from backfile.sandbox import confine
from backfile.scratch import scratch
from records.errors import BackfileError, BadInput, MissingTool

if TYPE_CHECKING:
    from pebble import ProcessPool

_PR_SET_PDEATHSIG = 1
_PROGRAMS = 2048
"""MB of address space beyond the limit, for libraries and models that are mapped and not held: about 1,000 are used."""

STARTING = 120.0
"""Seconds within which a first process must have started: one takes 2, and 15 on a machine with ten times its work."""

Item = TypeVar("Item")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item of work may take."""

    seconds: float = 60.0
    memory_mb: int = 2048


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Value]):
    """What came of one item: a value, or the error that says why not."""

    item: Item
    value: Value | None = None
    error: BackfileError | None = None


class Workers:
    """Child processes that take one item of work at a time."""

    def __init__(self, pool: ProcessPool, limits: Limits) -> None:
        self._pool = pool
        self._limits = limits

    def run(
        self, function: Callable[[Item], Value], items: Sequence[Item], weigh: Callable[[Item], int] = lambda _: 1
    ) -> Iterator[Outcome[Item, Value]]:
        """Each item's outcome as it comes; an item may take as many times the limit of time as it weighs.

        A typed error is handed on; a crash, a time-out or lack of memory becomes a `BadInput` that says so.

        Raises:
            MissingTool: no process can be started; the pool would try for ever.
        """
        with _deaf():
            started = self._pool.schedule(int) if items else None
            shielded = partial(_shielded, function, self._limits)
            waiting: dict[Future[Value | _Failure], Item] = {
                self._pool.schedule(shielded, args=(item,), timeout=self._limits.seconds * weigh(item)): item
                for item in items
            }
        while waiting:
            known = started is None or started.done()
            done, _ = wait(waiting, None if known else STARTING, FIRST_COMPLETED)
            if not done and started is not None and not started.done():
                raise _none_started()
            for future in done:
                yield _outcome(waiting.pop(future), future, self._limits)


@contextmanager
def workers(jobs: int, limits: Limits, *, network: bool = False, writable: Sequence[Path] = ()) -> Iterator[Workers]:
    """So many child processes, started when there is work; none is left when this ends, however it ends.

    They can write to a folder of their own, which goes with them, to those that are named here, and to nothing else;
    they reach no network unless it is asked for.
    """
    from pebble import ProcessPool

    with scratch() as folder, semaphores_named(folder.name):
        pool = ProcessPool(
            max_workers=jobs,
            max_tasks=200,
            initializer=_confine,
            initargs=(limits.memory_mb, (folder, *writable), network),
            context=QuietContext(),
        )
        try:
            yield Workers(pool, limits)
            pool.close()
            pool.join()
        finally:
            pool.stop()
            pool.join()


def run_guarded(
    function: Callable[[Item], Value], items: Sequence[Item], jobs: int, limits: Limits
) -> Iterator[Outcome[Item, Value]]:
    """Each item's outcome as it comes, from so many processes of their own."""
    with workers(jobs, limits) as crew:
        yield from crew.run(function, items)


@contextmanager
def _deaf() -> Iterator[None]:
    """What is started meanwhile never hears Ctrl-C, not even while it starts: its parent decides what becomes of it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@dataclass(frozen=True, slots=True)
class _Failure:
    """What a worker says of an item that went wrong: not every error can be sent, and one such broke the pool."""

    error: BackfileError


def _shielded(function: Callable[[Item], Value], limits: Limits, item: Item) -> Value | _Failure:
    """The value of an item, or why there is none. Runs in a worker."""
    try:
        return function(item)
    except BackfileError as error:
        return _Failure(error)
    except MemoryError:
        return _Failure(
            BadInput(f"needs more than {limits.memory_mb} MB", "Raise limits.page_memory_mb, or scan at 300 dpi.")
        )
    except Exception as error:  # the page worker's boundary: whatever one page does, the run goes on
        said = " ".join(str(error).split())[:160]
        reason = f"could not be read ({type(error).__name__}: {said})"
        return _Failure(BadInput(reason, "Scan the page again; if that does not help, report the file."))


def _outcome(item: Item, future: Future[Value | _Failure], limits: Limits) -> Outcome[Item, Value]:
    from pebble import ProcessExpired

    try:
        answer = future.result()
    except BrokenProcessPool:
        raise _none_started() from None
    except TimeoutError:
        reason = f"took more than {limits.seconds:g} seconds"
        return Outcome(item, error=BadInput(reason, "Raise limits.page_seconds, or scan the page again."))
    except ProcessExpired as error:
        reason = f"the reader stopped working ({error})"
        return Outcome(item, error=BadInput(reason, "Print the file to PDF again, or scan the page again."))
    return Outcome(item, error=answer.error) if isinstance(answer, _Failure) else Outcome(item, value=answer)


def _none_started() -> MissingTool:
    return MissingTool(
        "no process for reading could be started",
        "Is Python open to this user, and is there memory left? `backfile doctor` looks at what is needed.",
    )


def _confine(memory_mb: int, folders: tuple[Path, ...], network: bool) -> None:
    """Run at the start of a worker: no more memory than this, one thread an engine, no life after its parent, and
    nothing to write to but these folders, the first for what is of the moment.
    """
    import resource

    os.environ["OMP_THREAD_LIMIT"] = "1"
    os.environ["TMPDIR"] = tempfile.tempdir = str(folders[0])
    resource.setrlimit(resource.RLIMIT_DATA, (memory_mb << 20, memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_AS, ((memory_mb + _PROGRAMS) << 20, (memory_mb + _PROGRAMS) << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (memory_mb << 20, memory_mb << 20))
    os.setpgrp()
    signal.signal(signal.SIGTERM, _end_group)
    end_with_parent()
    confine(*folders, network=network)


def _end_group(number: int, frame: object) -> None:  # noqa: ARG001 - a signal handler's signature
    """Takes along the programs that the worker waits for: a hanging tesseract would run on for hours."""
    os.killpg(os.getpgrp(), signal.SIGKILL)


def end_with_parent() -> None:
    """Asks the kernel for SIGTERM when the parent is killed; elsewhere a closed pipe ends a worker."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
