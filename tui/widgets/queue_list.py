"""A queue as a list that is drawn from pages of the session: a million items cost no more than those on the screen.

Textual's own table took 68 s to fill with a hundred thousand rows; this mounts in a fifth of a second with a million.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from matching.review import ReviewSession
from matching.review_queue import Item, Queue
from records.screen import screen

BLOCK = 64
"""Items fetched at once: a high screen's worth."""
KEPT = 16
"""Blocks kept."""


class QueueList(ScrollView, can_focus=True, inherit_bindings=False):
    """The open items of a queue, one a line, with a cursor."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"queue--cursor"}
    DEFAULT_CSS = """
    QueueList { height: 1fr; scrollbar-size: 1 1; overflow-x: hidden; }
    QueueList > .queue--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Item before", show=False, id="list.up"),
        Binding("down", "move(1)", "Item after", show=False, id="list.down"),
        Binding("pageup", "leaf(-1)", "A page up", show=False, id="list.page_up"),
        Binding("pagedown", "leaf(1)", "A page down", show=False, id="list.page_down"),
        Binding("home", "move(-1000000000)", "First item", show=False, id="list.first"),
        Binding("end", "move(1000000000)", "Last item", show=False, id="list.last"),
    ]

    cursor: reactive[int] = reactive(0)

    class Moved(Message):
        """The cursor stands on another item."""

    def __init__(self, session: ReviewSession, queue: Queue, line: Callable[[Item], str]) -> None:
        super().__init__()
        self._session = session
        self._queue = queue
        self._line = line
        self._blocks: dict[int, tuple[Item, ...]] = {}

    @property
    def item(self) -> Item | None:
        """The item under the cursor."""
        return self.at(self.cursor)

    def at(self, place: int) -> Item | None:
        """The item at a place; a block of them is fetched at once and kept until the queue changes."""
        block, offset = divmod(place, BLOCK)
        if block not in self._blocks:
            self._blocks = {} if len(self._blocks) >= KEPT else self._blocks
            self._blocks[block] = self._session.page(self._queue, block * BLOCK, BLOCK)
        found = self._blocks[block]
        return found[offset] if 0 <= offset < len(found) else None

    def on_mount(self) -> None:
        """Know how long the list is."""
        self.renew()

    def renew(self) -> None:
        """The queue has changed: keep the cursor's place, draw anew."""
        self._blocks = {}
        self.virtual_size = Size(0, self._session.left(self._queue))
        self.cursor = self.validate_cursor(self.cursor)
        self.refresh()

    def validate_cursor(self, value: int) -> int:
        """Within the list."""
        return max(0, min(value, self._session.left(self._queue) - 1))

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
        """One item."""
        at = int(self.scroll_offset.y) + y
        item = self.at(at)
        if item is None:
            return Strip.blank(self.size.width, self.rich_style)
        style = self.get_component_rich_style("queue--cursor") if at == self.cursor else self.rich_style
        pointer = "▸" if at == self.cursor else " "
        line = Segment(f"{pointer} {screen(self._line(item))}", style)
        return Strip([line]).adjust_cell_length(self.size.width, style)
