"""A list with a cursor of which only the lines in sight are ever asked for."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from records.screen import screen


class LineList(ScrollView, can_focus=True, inherit_bindings=False):
    """One thing a line; what is listed says how many there are and what each line says."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--cursor"}
    DEFAULT_CSS = """
    LineList { height: 1fr; scrollbar-size: 1 1; overflow-x: hidden; }
    LineList > .list--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Line before", show=False, id="list.up"),
        Binding("down", "move(1)", "Line after", show=False, id="list.down"),
        Binding("pageup", "leaf(-1)", "A page up", show=False, id="list.page_up"),
        Binding("pagedown", "leaf(1)", "A page down", show=False, id="list.page_down"),
        Binding("home", "move(-1000000000)", "First line", show=False, id="list.first"),
        Binding("end", "move(1000000000)", "Last line", show=False, id="list.last"),
    ]

    cursor: reactive[int] = reactive(0)

    class Moved(Message):
        """The cursor stands on another line."""

    @property
    def count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def line(self, at: int, room: int) -> str | None:
        """What a line says in so many cells, None where there is none."""
        raise NotImplementedError

    def renew(self) -> None:
        """What is listed has changed: keep the cursor's place, draw anew."""
        self.virtual_size = Size(0, self.count)
        self.cursor = self.validate_cursor(self.cursor)
        self.refresh()

    def validate_cursor(self, value: int) -> int:
        """Within the list."""
        return max(0, min(value, self.count - 1))

    def watch_cursor(self) -> None:
        """Keep the cursor in sight and tell the screen."""
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)
        self.refresh()
        self.post_message(self.Moved())

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
        """One line."""
        at = int(self.scroll_offset.y) + y
        room = self.scrollable_content_region.width  # without the scroll bar, which would cover what is cut off
        text = self.line(at, room)
        if text is None:
            return Strip.blank(self.size.width, self.rich_style)
        style = self.get_component_rich_style("list--cursor") if at == self.cursor else self.rich_style
        return Strip([Segment(screen(text), style)]).adjust_cell_length(self.size.width, style)
