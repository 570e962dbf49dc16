"""Says on stderr how far long work has come: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from records.screen import screen

EVERY = 10.0
"""Seconds between lines where there is no terminal."""


class Meter(Protocol):
    """Told of each piece of work that is done."""

    def advance(self, what: str, count: int = 1) -> None:
        """So many more are done, the first of them `what`."""


def say(text: str) -> None:
    """A line on stderr; what it quotes from outside is made harmless."""
    sys.stderr.write("\n".join(map(screen, text.split("\n"))) + "\n")
    sys.stderr.flush()


@contextmanager
def meter(title: str, total: int, done: int = 0) -> Iterator[Meter]:
    """A meter for so many pieces of work, of which some are done already."""
    if sys.stderr.isatty():
        with _bar(title, total, done) as bar:
            yield bar
    else:
        lines = _Lines(title, total, done)
        yield lines
        lines.close()


class _Lines:
    def __init__(self, title: str, total: int, done: int) -> None:
        self._title, self._total, self._done = title, total, done
        self._last = time.monotonic()

    def advance(self, what: str, count: int = 1) -> None:
        self._done += count
        if time.monotonic() - self._last >= EVERY and self._done < self._total:
            self._last = time.monotonic()
            say(f"{self._title}: {self._done} of {self._total} ({what})")

    def close(self) -> None:
        say(f"{self._title}: {self._done} of {self._total}")


@contextmanager
def _bar(title: str, total: int, done: int) -> Iterator[Meter]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[what]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(title, total=total, completed=done, what="")

        class Bar:
            def advance(self, what: str, count: int = 1) -> None:
                progress.update(task, advance=count, what=screen(what))

        yield Bar()
