"""What a sitting promises: nothing decided is lost, a large queue starts at once, colours stay apart."""

from __future__ import annotations

import math
import os
import resource
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from review_bench import BenchStore, Ticking, desk, drawn, order, press, reading, sample_nouns, settle

from matching.review import ReviewSession
from matching.review_queue import Queue
from records.store.store import Store
from tui import NoPictures, ReviewApp
from tui.themes import DARK, LIGHT

SITTING = textwrap.dedent(
    """
    import asyncio, os, signal, sys
    sys.path[:0] = [{tests!r}, {root!r}]
    from review_bench import press, sample
    from matching.review import ReviewSession
    from records.store.store import Store
    from tui import ReviewApp

    async def main():
        with Store.open({path!r}) as store:
            app = ReviewApp(ReviewSession(store, "ann"), sample()[1])
            async with app.run_test(size=(80, 24)) as pilot:
                await press(pilot, "5", "a", "d", "escape", "2", "1")
                await pilot.press("2")
                os.kill(os.getpid(), signal.SIGKILL)

    asyncio.run(main())
    """
)


def test_killing_the_terminal_loses_nothing_that_was_decided(tmp_path: Path) -> None:
    """After kill -9 in the middle every decision is in the store, and the next sitting undoes them one by one."""
    path = tmp_path / "w.db"
    with Store.open(path) as store:
        sample_nouns()[0].fill(store)
    here = Path(__file__).parent
    script = SITTING.format(tests=str(here), root=str(here.parents[1]), path=str(path))
    ended = subprocess.run([sys.executable, "-c", script], check=False, timeout=120, capture_output=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    with Store.open(path) as store:
        kept = [(each.subject.kind, each.action) for each in store.decisions()]
        assert kept == [("finding", "accept"), ("finding", "dismiss"), ("match", "accept"), ("match", "dismiss")]
        session = ReviewSession(store, "ann")
        assert session.progress().left == 5
        assert [session.undo() is not None for _ in range(5)] == [True] * 4 + [False]
        assert session.progress().left == 9


def many(count: int) -> BenchStore:
    """So many doubtful fields, five an order."""
    nouns, _ = sample_nouns()
    names = ("order_number", "requested_on", "location", "description", "total_cost")
    doubtful = order(1, 1, *(replace(reading(name, "WO-1", "WO-1"), doubt="faint") for name in names))
    orders = tuple(replace(doubtful, order_id=f"b:{page}", pages=(page,)) for page in range(count // 5))
    return replace(nouns, paper=orders).open()


async def test_very_many_items_start_at_once() -> None:
    """Queue and first item are there at once, and the queue costs no memory: it stays in the store.

    The benchmark holds the promise for a hundred thousand and for a million items.
    """
    store = many(20_000)
    ReviewSession(store, "ann", Ticking())  # lays out the queue, once after each run
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    session = ReviewSession(store, "ann", Ticking())
    assert session.next(Queue.FIELDS) is not None
    took = time.perf_counter() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert session.left(Queue.FIELDS) == 20_000
    assert took < 1
    assert grown < 20
    app = ReviewApp(session, NoPictures())
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "1", "enter", "enter")
        assert "2 done · 19,998 left" in drawn(app)
    began = time.process_time()
    for _ in range(20):
        item = session.next(Queue.FIELDS)
        assert item is not None
        session.accept(item)
    # The promise of 50 ms with its screen is held by the benchmark; a busy machine gets room here.
    assert (time.process_time() - began) / 20 < 0.03


BLINDNESS = {
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
    "none": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}
"""Machado, Oliveira and Fernandes (2009), severity 1, on linear light."""


def linear(colour: str) -> list[float]:
    """Red, green and blue as light."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def lab(light: list[float]) -> tuple[float, float, float]:
    """CIE L*a*b* under D65."""
    red, green, blue = (min(max(part, 0.0), 1.0) for part in light)
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
    )
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in xyz)
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(colour: str, blindness: str) -> tuple[float, float, float]:
    """The colour as somebody with this blindness sees it."""
    light = linear(colour)
    return lab([sum(a * b for a, b in zip(row, light, strict=True)) for row in BLINDNESS[blindness]])


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_colours_stay_apart_under_colour_blindness(theme: object, blindness: str) -> None:
    """Good, warning and error differ by 30 or more (CIE 1976) for every kind of eye."""
    colours = [getattr(theme, name) for name in ("success", "warning", "error")]
    apart = [math.dist(seen(a, blindness), seen(b, blindness)) for a, b in combinations(colours, 2)]
    assert min(apart) >= 30


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_text_stands_out_from_its_ground(theme: object) -> None:
    """Contrast of 4.5 to 1 or more, as WCAG asks, for every colour that text has."""

    def luminance(colour: str) -> float:
        red, green, blue = linear(colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    ground = luminance(theme.background)  # type: ignore[attr-defined]
    muted = theme.variables["muted"]  # type: ignore[attr-defined]
    for colour in (*(getattr(theme, name) for name in ("foreground", "primary", "success", "warning", "error")), muted):
        light, dark = sorted((luminance(colour), ground), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, colour


async def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR set nothing but greys is drawn, and the picture is still there."""
    monkeypatch.setitem(os.environ, "NO_COLOR", "1")
    app, _, _ = desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "1")
        strips = app.screen._compositor.render_strips()
        styles = [segment.style for strip in strips for segment in strip if segment.style]
    colours = {colour.triplet for style in styles for colour in (style.color, style.bgcolor) if colour}
    assert len(colours) > 10
    assert all(triplet is None or len(set(triplet)) == 1 for triplet in colours)
