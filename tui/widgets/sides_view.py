"""Two things beside each other: a row a field, with a glyph and a word for how they compare."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import set_cell_size
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from matching.review_evidence import Mark, Row, Sides
from records.screen import screen
from tui.phrases import MARK_STYLES
from tui.words import lines, words

NAME = 17


class SidesView(Widget, can_focus=False):
    """Paper and record in columns that share the width."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "SidesView { height: auto; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__(id="sides")
        self._sides: Sides | None = None

    def show(self, sides: Sides | None) -> None:
        """Show two sides, or nothing."""
        before = self._height()
        self._sides = sides
        self.refresh(layout=self._height() != before)

    def _height(self) -> int:
        """A row a field and one for the names."""
        return len(self._sides.rows) + 1 if self._sides else 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """All rows, where there is room."""
        return self._height()

    def render(self) -> Content:
        """The rows."""
        if self._sides is None:
            return words("")
        rows, more = chosen(self._sides.rows, self.size.height - 1)
        # Long words for a comparison get a fifth of the width; "differs" and its like need nine cells.
        word = min(max((len(row.words) for row in self._sides.rows), default=0) + 1, max(10, self.size.width // 5))
        column = max(8, (self.size.width - NAME - word - 6) // 2)
        head = words(
            (" " * (NAME + 1), ""),
            (f"{fit(self._sides.left, column)}   {fit(self._sides.right, column)}", "bold $muted"),
        )
        rest = [words((fit(f"and {', '.join(row.field for row in more)}", self.size.width), "$muted"))] if more else []
        return lines(head, *(_row(row, column, word) for row in rows), *rest)


def chosen(rows: Sequence[Row], room: int) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The most telling rows where not all have room, in their order, and those left out, which take a line to name.

    What only one side has says least; then what is the same. What differs stays longest.
    """
    if len(rows) <= room:
        return tuple(rows), ()
    telling = sorted(range(len(rows)), key=lambda at: (_TELLING.index(rows[at].mark), at))
    kept = set(telling[: max(room - 1, 0)])
    return (
        tuple(row for at, row in enumerate(rows) if at in kept),
        tuple(row for at, row in enumerate(rows) if at not in kept),
    )


_TELLING = (Mark.DIFFERS, Mark.CLOSE, Mark.SAME, Mark.MISSING)


def _row(row: Row, column: int, word: int) -> Content:
    style = MARK_STYLES[row.mark]
    value = "" if row.mark is Mark.SAME else "bold"
    return words(
        (fit(row.field, NAME) + " ", "$muted"),
        (fit(row.left or "—", column), value),
        (f" {row.mark.value} ", style),
        (fit(row.right or "—", column), value),
        (f"  {fit(row.words, word)}", style),
    )


def fit(text: str, cells: int) -> str:
    """The text in exactly so many cells; what is cut off ends in an ellipsis."""
    shown = str(screen(text))
    cut = set_cell_size(shown, cells)
    return cut if cut.rstrip() == shown.rstrip() else set_cell_size(shown, cells - 1) + "…"
