"""A whole page as text cells: it can be brought nearer and moved about."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from records.geometry import Box
from records.screen import screen
from tui.pictures import Picture
from tui.widgets.picture import row_strip
from tui.widgets.strip import CellKind, Cells, draw, flattened

NEAREST = 8
"""Times the width of the screen: at 80 columns a character of typewriter then has 6 columns and can be read."""


class PageView(ScrollView, can_focus=True, inherit_bindings=False):
    """The page; the place that is asked about has a frame around it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "PageView { height: 1fr; scrollbar-size: 1 1; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", "Up", show=False, id="page.up"),
        Binding("down", "scroll_down", "Down", show=False, id="page.down"),
        Binding("left", "scroll_left", "Left", show=False, id="page.left"),
        Binding("right", "scroll_right", "Right", show=False, id="page.right"),
        Binding("pageup", "page_up", "A screen up", show=False, id="page.screen_up"),
        Binding("pagedown,space", "page_down", "A screen down", show=False, id="page.screen_down"),
        Binding("home", "scroll_home", "To the top", show=False, id="page.top"),
        Binding("end", "scroll_end", "To the foot", show=False, id="page.foot"),
    ]

    near: reactive[int] = reactive(1)

    def __init__(self, kind: CellKind) -> None:
        super().__init__(id="page")
        self._kind = kind
        self._picture: Picture | None = None
        self._note = "…"
        self._box: Box | None = None
        self._cells: Cells | None = None
        self._lines: dict[int, Strip] = {}

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
        self._cells, self._lines = None, {}
        if picture is not None and width > 0:
            rows = max(1, round(picture.shape[0] / picture.shape[1] * width / 2))
            self._cells = draw(picture, width, rows, self._kind)
            self.virtual_size = Size(width, rows)
            self.call_after_refresh(self._go_to_box, width / picture.shape[1])
        self.refresh()

    def _go_to_box(self, scale: float) -> None:
        if self._box is not None:
            across, down = self._box.middle
            room = self.scrollable_content_region
            self.scroll_to(across * scale - room.width / 2, down * scale / 2 - room.height / 2, animate=False)

    def render_line(self, y: int) -> Strip:
        """A line of the page."""
        left, top = self.scroll_offset
        width = self.size.width
        cells = self._cells
        if cells is None:
            note = Segment(screen(self._note) if y == 0 else "", self.rich_style)
            return Strip([note]).adjust_cell_length(width, self.rich_style)
        if y + top >= cells.rows:
            return Strip.blank(width, self.rich_style)
        if y + top not in self._lines:
            self._lines[y + top] = row_strip(cells, y + top)
        return self._lines[y + top].crop(left, left + width).adjust_cell_length(width, self.rich_style)


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
