"""A whole page as text cells: it can be brought nearer and moved about."""

from __future__ import annotations

import numpy as np
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from records.geometry import Box
from records.screen import screen
from tui.pictures import Picture
from tui.widgets.picture import cell_strips
from tui.widgets.strip import CellKind, draw, flattened

NEAREST = 5
"""Times the width of the screen: at 80 columns a character of typewriter then has 5 columns and can be read."""


class PageView(ScrollView, can_focus=True):
    """The page; the place that is asked about has a frame around it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "PageView { height: 1fr; scrollbar-size: 1 1; }"

    near: reactive[int] = reactive(1)

    def __init__(self, kind: CellKind) -> None:
        super().__init__(id="page")
        self._kind = kind
        self._picture: Picture | None = None
        self._note = "…"
        self._box: Box | None = None
        self._drawn: list[Strip] = []

    def show(self, picture: Picture | str, box: Box | None) -> None:
        """Show a page, or why there is none."""
        self._note = picture if isinstance(picture, str) else ""
        self._picture = None if isinstance(picture, str) else framed(flattened(picture), box)
        self._box = box
        self._draw()

    def validate_near(self, near: int) -> int:
        """From the whole width to where it can be read."""
        return max(1, min(near, NEAREST))

    def watch_near(self) -> None:
        """Draw it larger or smaller around the same place."""
        self._draw()

    def on_resize(self) -> None:
        """Draw it for the new width."""
        self._draw()

    def _draw(self) -> None:
        picture, width = self._picture, (self.scrollable_content_region.width - 1) * self.near
        self._drawn = []
        if picture is not None and width > 0:
            rows = max(1, round(picture.shape[0] / picture.shape[1] * width / 2))
            self._drawn = cell_strips(draw(picture, width, rows, self._kind))
            self.virtual_size = Size(width, rows)
            self._go_to_box(width / picture.shape[1])
        self.refresh()

    def _go_to_box(self, scale: float) -> None:
        if self._box is not None:
            box = self._box.grown(80)
            place = Region(int(box.left * scale), int(box.top * scale / 2), int(box.width * scale), 3)
            self.scroll_to_region(place, animate=False, center=True)

    def render_line(self, y: int) -> Strip:
        """A line of the page."""
        left, top = self.scroll_offset
        width = self.size.width
        if y + top < len(self._drawn):
            return self._drawn[y + top].crop(left, left + width).adjust_cell_length(width, self.rich_style)
        note = screen(self._note) if y == 0 and not self._drawn else ""
        return Strip.blank(width, self.rich_style) if not note else _note_line(note, width)


def _note_line(note: str, width: int) -> Strip:
    return Strip([Segment(note)]).adjust_cell_length(width)


def framed(picture: Picture, box: Box | None) -> Picture:
    """The page with a black frame of three pixels around the box."""
    if box is None:
        return picture
    page = np.array(picture)
    height, width = page.shape
    left, right = (int(max(0, min(x, width - 1))) for x in (box.left - 8, box.right + 8))
    top, bottom = (int(max(0, min(y, height - 1))) for y in (box.top - 8, box.bottom + 8))
    for lines in (page[top : top + 3, left:right], page[bottom - 2 : bottom + 1, left:right]):
        lines[:] = 0
    for lines in (page[top:bottom, left : left + 3], page[top:bottom, right - 2 : right + 1]):
        lines[:] = 0
    return page
