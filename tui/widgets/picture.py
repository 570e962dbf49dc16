"""A widget that shows a place on a page as text cells."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

import numpy as np
from PIL import Image
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from matching.review_evidence import Place
from records.screen import screen
from tui.pictures import Picture
from tui.widgets.strip import CellKind, Cells, draw, draw_strip, flattened, trimmed

HEAD = 500
"""Pixels of width in which a page's writing still stands apart from its paper."""


@lru_cache(maxsize=2048)
def two_greys(fore: int, back: int) -> Style:
    """The style of an ink and a paper."""
    return Style(color=Color.from_rgb(fore, fore, fore), bgcolor=Color.from_rgb(back, back, back))


def cell_strips(cells: Cells) -> list[Strip]:
    """A drawing as lines for the terminal."""
    return [row_strip(cells, row) for row in range(cells.rows)]


def row_strip(cells: Cells, row: int) -> Strip:
    """One row of a drawing."""
    return Strip([Segment(text, two_greys(fore, back)) for text, fore, back in cells.runs(row)], cells.columns)


def picture_strips(picture: Picture, place: Place, size: Size, kind: CellKind) -> list[Strip]:
    """The picture of a place in the room that there is: a strip of writing, or the head of a page."""
    columns, rows = size
    if columns < 1 or rows < 1:
        return []
    if place.box is None:
        return cell_strips(draw(_head(picture, columns, rows), columns, rows, kind))
    bands = draw_strip(picture, columns, rows, kind, place.characters)
    return [line for band in bands for line in cell_strips(band)]


def _head(picture: Picture, columns: int, rows: int) -> Picture:
    """As much of the page's top as fills the room at full width; a cell is twice as high as wide.

    Looked through at the finest that half a screen shows: at 200 dots to the inch two heads took 120 ms.
    """
    picture = np.asarray(Image.fromarray(picture).reduce(max(1, picture.shape[1] // max(4 * columns, HEAD))))
    height = max(1, round(picture.shape[1] * rows * 2 / columns))
    top = trimmed(flattened(picture[: max(height * 2, 2)]))
    height = max(1, round(top.shape[1] * rows * 2 / columns))
    if top.shape[0] >= height:
        return top[:height]
    return picture[:height]


class PictureView(Widget, can_focus=False):
    """The place on the page, under a line that says which it is."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"picture--caption", "picture--note"}
    DEFAULT_CSS = """
    PictureView { height: 1fr; width: 1fr; }
    PictureView > .picture--caption { color: $muted; }
    PictureView > .picture--note { color: $muted; text-style: italic; }
    """

    place: reactive[Place | None] = reactive(None)

    def __init__(self, kind: CellKind, id: str | None = None, *, above: bool = False) -> None:  # noqa: A002
        """A view; one that stands `above` what it is compared with sits on its lower edge, without a caption."""
        super().__init__(id=id)
        self._above = above
        self._kind = kind
        self._picture: Picture | str = ""
        self._drawn: tuple[Size, list[Strip]] | None = None
        self._ahead: tuple[Place, Picture | str, Size, list[Strip]] | None = None

    class Arrived(Message):
        """A picture that was asked for is here; safe to send from a thread."""

        def __init__(self, place: Place, picture: Picture | str) -> None:
            super().__init__()
            self.place = place
            self.picture = picture

    class Shown(Message):
        """Another picture is shown, or words in its place."""

        def __init__(self, place: Place | None, picture: Picture | str) -> None:
            super().__init__()
            self.place = place
            self.picture = picture

    def on_picture_view_arrived(self, message: Arrived) -> None:
        """Show the picture, unless the screen has moved on."""
        if message.place == self.place:
            self.show(message.place, message.picture)

    def show(self, place: Place | None, picture: Picture | str = "…") -> None:
        """Show a place; words stand where there is no picture, or not yet."""
        if place == self.place and picture is self._picture:
            return
        ahead = self._ahead if self._ahead is not None and self._ahead[0] == place else None
        self.place, self._picture = place, picture
        self._drawn = ahead[2:] if ahead is not None and ahead[1] is picture else None
        self.refresh()
        self.post_message(self.Shown(place, picture))

    def draw_ahead(self, place: Place, picture: Picture | str) -> None:
        """Draw what will be shown next; safe to call from a thread."""
        size = self._room
        self._ahead = place, picture, size, self._draw(place, picture, size)

    @property
    def _room(self) -> Size:
        """Cells for the picture, without the line over it."""
        return Size(self.size.width, max(self.size.height - 1, 0))

    @property
    def waiting(self) -> bool:
        """Whether the picture is still on its way."""
        return isinstance(self._picture, str) and self._picture == "…"

    def render_line(self, y: int) -> Strip:
        """A line of the picture."""
        width = self.size.width
        rest = self.rich_style
        if self.place is None:
            return Strip.blank(width, rest)
        drawn = self._strips()
        if self._above:
            y -= self.size.height - len(drawn) - 1
        elif y == 0:
            caption = Segment(screen(self.place.caption), self.get_component_rich_style("picture--caption"))
            return Strip([caption]).adjust_cell_length(width, rest)
        return drawn[y - 1].adjust_cell_length(width, rest) if 0 < y <= len(drawn) else Strip.blank(width, rest)

    def _strips(self) -> list[Strip]:
        size = self._room
        if self._drawn is None or self._drawn[0] != size:
            self._drawn = (size, self._draw(self.place, self._picture, size) if self.place is not None else [])
        return self._drawn[1]

    def _draw(self, place: Place, picture: Picture | str, size: Size) -> list[Strip]:
        if isinstance(picture, str):
            note = self.get_component_rich_style("picture--note")
            return [Strip([Segment(screen(picture), note)])]
        return picture_strips(picture, place, size, self._kind)
