"""Rows of orders with a cursor and marks, drawn only where they are in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from matching.review_browse import BrowseRow
from tui.widgets.sides_view import fit


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """Number, where it is, what it says."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor"}
    DEFAULT_CSS = """
    RowList { height: 1fr; scrollbar-size: 1 1; overflow-x: hidden; }
    RowList > .rows--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Row before", show=False, id="rows.up"),
        Binding("down", "move(1)", "Row after", show=False, id="rows.down"),
        Binding("pageup", "leaf(-1)", "A page up", show=False, id="rows.page_up"),
        Binding("pagedown", "leaf(1)", "A page down", show=False, id="rows.page_down"),
        Binding("home", "move(-1000000000)", "First row", show=False, id="rows.first"),
        Binding("end", "move(1000000000)", "Last row", show=False, id="rows.last"),
    ]

    cursor: reactive[int] = reactive(0)

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[BrowseRow] = ()
        self._marked: dict[tuple[str, tuple[str, ...]], BrowseRow] = {}

    @property
    def row(self) -> BrowseRow | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    @property
    def marked(self) -> tuple[BrowseRow, ...]:
        """The marked rows, also those that the filter hides."""
        return tuple(self._marked.values())

    def show(self, rows: Sequence[BrowseRow]) -> None:
        """Show these rows; marks stay."""
        self._rows = rows
        self.virtual_size = Size(0, len(rows))
        self.cursor = self.validate_cursor(self.cursor)
        self.refresh()

    def mark(self) -> None:
        """Mark the row under the cursor, or take the mark away, and go to the next."""
        row = self.row
        if row is not None:
            key = row.order_id, row.record_ids
            if self._marked.pop(key, None) is None:
                self._marked[key] = row
            self.cursor += 1
            self.refresh()

    def validate_cursor(self, value: int) -> int:
        """Within the rows."""
        return max(0, min(value, len(self._rows) - 1))

    def watch_cursor(self) -> None:
        """Keep the cursor in sight."""
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)
        self.refresh()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.cursor += by

    def action_leaf(self, by: int) -> None:
        """Move the cursor by what is in sight."""
        self.cursor += by * max(1, self.size.height - 1)

    def on_click(self, event: events.Click) -> None:
        """The mouse works, and is never needed."""
        self.cursor = int(self.scroll_offset.y) + event.y

    def render_line(self, y: int) -> Strip:
        """One row."""
        at = int(self.scroll_offset.y) + y
        width = self.size.width
        if at >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[at]
        style = self.get_component_rich_style("rows--cursor") if at == self.cursor else self.rich_style
        mark = "✔" if (row.order_id, row.record_ids) in self._marked else "▸" if at == self.cursor else " "
        state = row.facets[-1]
        text = f"{mark} {fit(row.number or '—', 16)} {fit(state, 19)} {fit(row.summary, max(8, width - 39))}"
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)
