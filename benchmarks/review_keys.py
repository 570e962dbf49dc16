"""The time from a key to the next item on the screen, and how long lists take to come up."""

from __future__ import annotations

import asyncio
import resource
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import DataTable

from matching.review import ReviewSession
from matching.review_queue import FieldItem, Item, Queue
from records.geometry import Box
from records.store import Store
from tui import ReviewApp
from tui.screens.fields import FieldsScreen
from tui.widgets.queue_list import QueueList

SIZE = (120, 36)


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds."""

    keys: int
    median: float
    p99: float
    durable: float
    """Median until the decision is on the disk."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that came up."""

    rows: int
    seconds: float
    mib: float


class Scans:
    """A strip of writing for every place, as fast as a cache gives it: the reading of scans is not what is timed."""

    def strip(self, binder: str, page: int, box: Box | None) -> NDArray[np.uint8]:  # noqa: ARG002
        """The strip, a different one for each page."""
        return _strip(page % 50)


@lru_cache(maxsize=64)
def _strip(seed: int) -> NDArray[np.uint8]:
    image = Image.new("L", (560, 96), 228)
    ImageDraw.Draw(image).text((20, 24), f"WO-{100_000 + seed * 37}", fill=60, font=ImageFont.load_default(44))
    grain = np.random.default_rng(seed).normal(0, 6, (96, 560))
    return np.asarray(np.clip(np.asarray(image) + grain, 0, 255), dtype=np.uint8)


async def key_to_next(path: Path, keys: int) -> Waits:
    """Presses Enter so many times, each time until the next item is drawn and what was decided is on the disk."""
    with Store.open(path) as store:
        app = ReviewApp(ReviewSession(store, "ann"), Scans(), alone=True)
        async with app.run_test(size=SIZE) as pilot:
            app.open(Queue.FIELDS)
            await _settle(pilot)
            waits, durable = [], []
            for _ in range(keys):
                began = perf_counter()
                durable.append(await _accept(pilot) - began)
                waits.append(perf_counter() - began)
                await _settle(pilot)  # the clerk looks; the pictures of the next items come meanwhile
        if len(store.decisions()) < keys:
            raise RuntimeError("not every key was a decision")
    return Waits(keys, median(waits), quantiles(waits, n=100)[-1], median(durable))


async def _accept(pilot: Pilot[None]) -> float:
    """Enter, until the next item is drawn; when the screen had gone on, which it does only after the decision."""
    screen = pilot.app.screen
    before = screen.item if isinstance(screen, FieldsScreen) else None
    pilot.app.simulate_key("enter")
    while isinstance(screen, FieldsScreen) and screen.item is before and pilot.app.is_running:
        await asyncio.sleep(0)
    decided = perf_counter()
    drawn = asyncio.Event()
    screen.call_after_refresh(drawn.set)
    await drawn.wait()
    return decided


async def _settle(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


class _ListApp(App[None]):
    """A list and nothing else."""

    def __init__(self, session: ReviewSession) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        """The list."""
        yield QueueList(self._session, Queue.FIELDS, line)


def line(item: Item) -> str:
    """An item in one line."""
    return f"{item.order.order_id} {item.reading.value}" if isinstance(item, FieldItem) else ""


async def listing(path: Path) -> Listing:
    """The list of everything that waits: from its making to its rows on the screen, then to the last row."""
    with Store.open(path) as store:
        session = ReviewSession(store, "ann")
        app = _ListApp(session)
        before, began = _rss(), perf_counter()
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            took = perf_counter() - began
            await pilot.press("end")
            await pilot.pause()
        return Listing(session.left(Queue.FIELDS), took, _rss() - before)


class _TableApp(App[None]):
    """Textual's own table, filled."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        """The table."""
        yield DataTable()

    def on_mount(self) -> None:
        """Fill it."""
        table = self.query_one(DataTable)
        table.add_columns("order", "value")
        table.add_rows((f"binder:{at}", f"WO-{at}") for at in range(self._rows))


async def textual_table(rows: int) -> Listing:
    """The same with the table that Textual offers."""
    before, began = _rss(), perf_counter()
    async with _TableApp(rows).run_test(size=SIZE) as pilot:
        await pilot.pause()
        return Listing(rows, perf_counter() - began, _rss() - before)


def _rss() -> float:
    """The memory of this process, in MiB; the most that it ever had would be that of its parent, too."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 2**20
