"""The one way in which text comes onto a screen: through `records.screen`, and never as markup."""

from __future__ import annotations

from typing import TypeAlias

from textual.content import Content
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
        self.update(words(*parts))

    def say_lines(self, *rows: Content) -> None:
        """Show these rows, made by `words`, instead."""
        self.update(lines(*rows))
