"""Makes the pictures of docs/review.md: the review over the sample workspace, painted as a terminal paints it.

    python scripts/review_pictures.py RESULTS [docs/review]

RESULTS is what `make demo` wrote. The workspace is copied first, so nothing in it is decided. The sample's pairs are
all clear: for the picture of the matches its least sure ones are put back to be judged. For the picture of a group
the reading that the sample has most often is doubted.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw, ImageFont
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.pilot import Pilot

from backfile.commands.review_ import forms_of
from backfile.pictures import StorePictures
from backfile.workspace import Workspace, open_workspace
from matching.review import ReviewSession
from matching.review_evidence import doubtful
from matching.review_queue import FieldItem, Queue
from matching.review_reader import Settings
from records.match import Match, MatchDecision
from records.order import FieldReading
from tui import ReviewApp, ReviewSettings
from tui.widgets.strip import QUADRANTS

SIZES = {"browse": (120, 30), "forms": (120, 30)}
"""Columns and lines; 100 by 30 where nothing is said."""
CELL = (8, 16)
BACK, FORE = (22, 26, 29), (222, 222, 222)
SCREENS: dict[str, tuple[str, ...]] = {
    "home": (),
    "fields": ("1",),
    "group": ("1", "ctrl+g"),
    "matches": ("2",),
    "gaps": ("3",),
    "findings": ("5",),
    "second": ("6", *"aaaa"),
    "rates": ("1", "enter", "f3", "f3", "f3", "escape", "6", *"aaaaaaaa", "r"),
    "browse": ("7", *["down"] * 5, "space", "space"),
    "forms": ("8", "enter", *["down"] * 3),
    "light": ("5",),
}


def main() -> int:
    """The command."""
    results, out = Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "docs/review")
    out.mkdir(parents=True, exist_ok=True)
    for name, keys in SCREENS.items():
        with TemporaryDirectory() as folder:
            workspace = shutil.copytree(results / "workspace", Path(folder) / "workspace")
            with open_workspace(workspace, alone=False) as opened:
                _put_back(opened)
                if name == "group":
                    _doubt(opened)
                asyncio.run(_picture(opened, keys, out / f"{name}.png"))
        sys.stderr.write(f"{name}.png\n")
    return 0


class Ticking:
    """A clock that goes on by two seconds at each look: a picture shows a person's pace, not a program's."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time now."""
        self.now += timedelta(seconds=2)
        return self.now


def _doubt(workspace: Workspace) -> None:
    """The reading that the sample has most often, of those long enough to be looked at, is doubted everywhere."""
    store = workspace.store
    orders = store.orders()
    found = Counter((r.name, r.raw) for o in orders for r in o.readings if r.box and 9 < len(r.raw) < 20)
    most = found.most_common(1)[0][0]
    doubted = [
        replace(order, readings=tuple(_doubtful(r) if (r.name, r.raw) == most else r for r in order.readings))
        for order in orders
    ]
    store.replace_binders({order.binder for order in orders}, store.pages(), doubted)


def _doubtful(reading: FieldReading) -> FieldReading:
    return replace(reading, doubt="faint", confidence=reading.confidence * 0.6)


def _put_back(workspace: Workspace) -> None:
    """The three least sure pairs wait again."""
    store = workspace.store
    links = [match for match in store.matches() if match.decision is MatchDecision.LINK]
    least = sorted(links, key=lambda match: match.weight)[:3]
    matches = tuple(_waiting(match) if match in least else match for match in store.matches())
    store.replace_reconciliation(matches, store.findings(), store.measures())


def _waiting(match: Match) -> Match:
    return replace(match, decision=MatchDecision.POSSIBLE, probability=0.6)


async def _picture(workspace: Workspace, keys: tuple[str, ...], path: Path) -> None:
    settings = workspace.settings
    session = ReviewSession(workspace.store, "ann", Ticking(), settings=Settings(settings.fields, settings.context))
    wanted = WANTED.get(path.stem)
    if wanted is not None:
        _bring_to_the_front(session, wanted)
    look = ReviewSettings("City of Harlow", dark=path.stem != "light")
    app = ReviewApp(session, StorePictures(workspace.store), look, forms_of(workspace))
    async with app.run_test(size=SIZES.get(path.stem, (100, 30))) as pilot:
        for key in ("", *keys):
            await (pilot.press(key) if key else pilot.pause())
            await _settle(pilot)
        paint(app).quantize(64).save(path, optimize=True)


def _bring_to_the_front(session: ReviewSession, wanted: Callable[[ReviewSession, FieldItem], bool]) -> None:
    """Put the fields off that come before the first one that is wanted."""
    for item in session.items(Queue.FIELDS):
        if isinstance(item, FieldItem) and wanted(session, item):
            return
        session.later(item)


def _telling(_: ReviewSession, item: FieldItem) -> bool:
    """A reading with one doubtful character in it."""
    raw = item.reading.raw
    known = item.reading.value is not None and item.reading.confidence > 0.5
    return known and 9 < len(raw) < 20 and len(doubtful(item.reading, raw)) == 1


def _frequent(session: ReviewSession, item: FieldItem) -> bool:
    """Words that stand in three places or more; marks that repeat the line above are none."""
    return len(item.reading.raw) > 9 and len(session.group(item)) >= 3


WANTED = {"fields": _telling, "group": _frequent}


async def _settle(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    """A font of the system that has the glyphs: Debian's fonts-dejavu-core."""
    return ImageFont.truetype("DejaVuSansMono-Bold.ttf" if bold else "DejaVuSansMono.ttf", 13)


def paint(app: ReviewApp) -> Image.Image:
    """What is on the screen, cell by cell."""
    columns, rows = app.size
    image = Image.new("RGB", (columns * CELL[0], rows * CELL[1]), BACK)
    pen = ImageDraw.Draw(image)
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            x = _segment(pen, segment, x, y)
    return image


def _segment(pen: ImageDraw.ImageDraw, segment: Segment, x: int, y: int) -> int:
    """Paint a segment from a column on; the column after it."""
    style = segment.style or Style()
    fore = style.color.triplet if style.color and style.color.triplet else FORE
    back = style.bgcolor.triplet if style.bgcolor and style.bgcolor.triplet else BACK
    if style.reverse:
        fore, back = back, fore
    for character in segment.text:
        wide = max(1, cell_len(character))
        left, top = x * CELL[0], y * CELL[1]
        pen.rectangle((left, top, left + wide * CELL[0] - 1, top + CELL[1] - 1), fill=tuple(back))
        pattern = QUADRANTS.glyphs.find(character)
        if pattern > 0:
            _blocks(pen, pattern, (left, top), tuple(fore))
        elif character != " ":
            pen.text((left, top), character, font=_font(bool(style.bold)), fill=tuple(fore))
        if style.underline:
            pen.line((left, top + CELL[1] - 2, left + CELL[0] - 1, top + CELL[1] - 2), fill=tuple(fore))
        x += wide
    return x


def _blocks(pen: ImageDraw.ImageDraw, pattern: int, corner: tuple[int, int], colour: tuple[int, ...]) -> None:
    """Block glyphs are painted exactly: a font leaves seams between them."""
    across, down = CELL[0] // 2, CELL[1] // 2
    for part in range(4):
        if pattern >> part & 1:
            left, top = corner[0] + part % 2 * across, corner[1] + part // 2 * down
            pen.rectangle((left, top, left + across - 1, top + down - 1), fill=colour)


if __name__ == "__main__":
    sys.exit(main())
