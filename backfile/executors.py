"""Runs untrusted work in child processes: a page that crashes, hangs or eats memory takes nothing with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from typing import Generic, TypeVar

from records.errors import BackfileError, BadInput

Item = TypeVar("Item")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item of work may take."""

    seconds: float = 120.0
    memory_mb: int = 4096


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Value]):
    """What came of one item: a value, or the error that says why not."""

    item: Item
    value: Value | None = None
    error: BackfileError | None = None


def run_guarded(
    function: Callable[[Item], Value], items: Sequence[Item], jobs: int, limits: Limits
) -> Iterator[Outcome[Item, Value]]:
    """Each item's outcome as it comes, from so many processes at once.

    A typed error is handed on; a crash, a time-out or lack of memory becomes a `BadInput` that says so.
    """
    if not items:
        return
    from pebble import ProcessPool

    context = multiprocessing.get_context("spawn")
    pool = ProcessPool(
        max_workers=jobs, max_tasks=200, initializer=_confine, initargs=(limits.memory_mb,), context=context
    )
    try:
        waiting: dict[Future[Value], Item] = {
            pool.schedule(function, args=(item,), timeout=limits.seconds): item for item in items
        }
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield _outcome(waiting.pop(future), future, limits)
        pool.close()
        pool.join()
    finally:
        pool.stop()
        pool.join()


def _outcome(item: Item, future: Future[Value], limits: Limits) -> Outcome[Item, Value]:
    from pebble import ProcessExpired

    try:
        return Outcome(item, value=future.result())
    except BackfileError as error:
        return Outcome(item, error=error)
    except TimeoutError:
        return Outcome(
            item,
            error=BadInput(
                f"took more than {limits.seconds:g} seconds", "Raise limits.page_seconds, or scan the page again."
            ),
        )
    except MemoryError:
        return Outcome(
            item,
            error=BadInput(
                f"needs more than {limits.memory_mb} MB", "Raise limits.page_memory_mb, or scan at 300 dpi."
            ),
        )
    except ProcessExpired as error:
        return Outcome(
            item,
            error=BadInput(
                f"the reader stopped working ({error})", "Print the file to PDF again, or scan the page again."
            ),
        )
    except Exception as error:  # the page worker's boundary: whatever one page does, the run goes on
        reason = f"could not be read ({type(error).__name__}: {error})"
        return Outcome(
            item, error=BadInput(reason[:300], "Scan the page again; if that does not help, report the file.")
        )


def _confine(memory_mb: int) -> None:
    """Run at the start of a worker: no more memory than this, one thread an engine, and no say in Ctrl-C."""
    import resource

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
