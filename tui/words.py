"""The one way in which text comes onto a screen: through `records.screen`, and never as markup."""

from __future__ import annotations

from typing import TypeAlias

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from records.screen import screen

Part: TypeAlias = str | tuple[str, str]
"""A text, or a text with its style."""


def words(*parts: Part) -> Content:
    """The texts one after the other, each made harmless; brackets are brackets."""
    pairs = [(part, "") if isinstance(part, str) else part for part in parts]
    return Content.assemble(*((str(screen(text)), style) for text, style in pairs))


def lines(*rows: Content) -> Content:
    """Rows below each other."""
    return Content("\n").join(rows)


class Words(Static):
    """Text on a screen. It takes `Part`s and hands nothing else to Textual."""

    ALLOW_SELECT = False

    def __init__(self, *parts: Part, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(words(*parts), id=id, classes=classes, markup=False)

    def say(self, *parts: Part) -> None:
        """Show this instead."""
        self._put(words(*parts))

    def say_lines(self, *rows: Content) -> None:
        """Show these rows, made by `words`, instead."""
        self._put(lines(*rows))

    def _put(self, content: Content) -> None:
        """Lay the screen out anew only where the text needs another room: a layout takes longer than a decision."""
        shown = self.content
        if isinstance(shown, Content) and shown.is_same(content):
            return
        room = self.content_size
        before = self._wanted(room)
        self.update(content, layout=False)
        self.clear_cached_dimensions()
        if not room or self._wanted(room) != before:
            self.refresh(layout=True)

    def _wanted(self, room: Size) -> tuple[int, int]:
        """Columns and lines that the text asks for in this room, where the style sheet leaves that to it."""
        width, height = self.styles.width, self.styles.height
        return (
            self.get_content_width(room, room) if width is not None and width.is_auto else 0,
            self.get_content_height(room, room, room.width) if height is not None and height.is_auto else 0,
        )
