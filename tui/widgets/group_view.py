"""Many strips below each other, each with a mark: drawn and fetched only where they are in sight."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from matching.review_evidence import Place
from records.screen import screen
from tui.pictures import Picture
from tui.widgets.picture import picture_strips
from tui.widgets.strip import CellKind

COLUMNS = 6
"""Of cells for a character: at four an OCR reads 73 % of them off the screen, at six 98 %."""
ROWS = 8
"""Lines of a strip that is not drawn yet: a line of writing at six columns a character is about that high."""
AROUND = 2
"""Lines of an entry beside its strip: the caption, and one between."""
TWO_COLUMNS = 130
"""Width from which two columns leave six columns a character to each."""


class GroupView(ScrollView, can_focus=True, inherit_bindings=False):
    """Strips with marks and a cursor."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"group--cursor", "group--caption", "group--out"}
    DEFAULT_CSS = """
    GroupView { height: 1fr; scrollbar-size: 1 1; overflow-x: hidden; margin: 1 1 0 1; }
    GroupView > .group--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    GroupView > .group--caption { color: $foreground; }
    GroupView > .group--out { color: $muted; text-style: strike; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1, 0)", "Row before", show=False, id="group.up"),
        Binding("down", "move(1, 0)", "Row after", show=False, id="group.down"),
        Binding("left", "move(0, -1)", "Item before", show=False, id="group.left"),
        Binding("right", "move(0, 1)", "Item after", show=False, id="group.right"),
        Binding("pageup", "leaf(-1)", "A page up", show=False, id="group.page_up"),
        Binding("pagedown", "leaf(1)", "A page down", show=False, id="group.page_down"),
        Binding("home", "move(-1000000, 0)", "First item", show=False, id="group.first"),
        Binding("end", "move(1000000, 0)", "Last item", show=False, id="group.last"),
    ]

    cursor: reactive[int] = reactive(0)

    class Wanted(Message):
        """These places are in sight, and their pictures are not here."""

        def __init__(self, wanted: tuple[Place, ...]) -> None:
            super().__init__()
            self.places = wanted

    class Toggled(Message):
        """An entry was taken out or back in, by key or mouse."""

    class Arrived(Message):
        """A picture is here; safe to send from a thread."""

        def __init__(self, place: Place, picture: Picture | str) -> None:
            super().__init__()
            self.place = place
            self.picture = picture

    def __init__(self, kind: CellKind) -> None:
        super().__init__()
        self._kind = kind
        self._entries: list[tuple[Place, str]] = []
        self._drawn: dict[Place, list[Strip]] = {}
        self._asked: set[Place] = set()
        self._tops: list[int] = [0]
        self.excluded: set[int] = set()

    @property
    def across(self) -> int:
        """Columns of strips."""
        return 2 if self.size.width >= TWO_COLUMNS else 1

    def show(self, entries: Sequence[tuple[Place, str]]) -> None:
        """Show these places with their captions, none taken out."""
        self._entries = list(entries)
        self.excluded = set()
        self.cursor = 0
        self._lay_out()

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._lay_out()

    def _lay_out(self) -> None:
        self._drawn, self._asked = {}, set()
        self._stack()
        self._ask()

    def _stack(self) -> None:
        """Where each row of entries begins: it is as high as the highest strip in it."""
        high = [len(self._drawn[place]) if place in self._drawn else ROWS for place, _ in self._entries]
        rows = [max(high[at : at + self.across]) + AROUND for at in range(0, len(high), self.across)]
        self._tops = [0, *accumulate(rows)]
        self.virtual_size = Size(0, self._tops[-1])
        self.refresh()

    def _row_at(self, y: int) -> int:
        """The row of entries that a line of the whole belongs to."""
        return bisect_right(self._tops, y) - 1

    def _ask(self) -> None:
        top = int(self.scroll_offset.y)
        first, last = self._row_at(top), self._row_at(top + self.size.height) + 1
        seen = self._entries[first * self.across : (last + 1) * self.across]
        wanted = [place for place, _ in seen if place not in self._asked]
        if wanted:
            self._asked |= set(wanted)
            self.post_message(self.Wanted(tuple(wanted)))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """What comes into sight is fetched."""
        super().watch_scroll_y(old_value, new_value)
        self._ask()

    def on_group_view_arrived(self, message: Arrived) -> None:
        """Draw a picture."""
        room, most = self.size.width // self.across - 3, max(3, self.size.height - AROUND)
        columns = min(room, COLUMNS * message.place.characters or room)
        if isinstance(message.picture, str):
            self._drawn[message.place] = [Strip([Segment(screen(message.picture), self.rich_style)])]
        else:
            self._drawn[message.place] = picture_strips(message.picture, message.place, Size(columns, most), self._kind)
        self._stack()
        self.watch_cursor()

    def toggle(self) -> None:
        """Take out the entry under the cursor, or back in, and go to the next."""
        if self._entries:
            self.excluded ^= {self.cursor}
            self.cursor += 1
            self.refresh()
            self.post_message(self.Toggled())

    def validate_cursor(self, value: int) -> int:
        """Within the entries."""
        return max(0, min(value, len(self._entries) - 1))

    def watch_cursor(self) -> None:
        """Keep the cursor in sight."""
        row = self.cursor // self.across
        top, below = self._tops[min(row, len(self._tops) - 1)], self._tops[min(row + 1, len(self._tops) - 1)]
        self.scroll_to_region(Region(0, top, 1, below - top), animate=False, force=True)
        self.refresh()

    def action_move(self, rows: int, columns: int) -> None:
        """Move the cursor."""
        self.cursor += rows * self.across + columns

    def action_leaf(self, by: int) -> None:
        """Move the cursor by what is in sight."""
        self.cursor += by * max(1, self.size.height // (ROWS + AROUND)) * self.across

    def on_click(self, event: events.Click) -> None:
        """The mouse takes out and in."""
        row = self._row_at(int(self.scroll_offset.y) + event.y)
        self.cursor = row * self.across + event.x // max(1, self.size.width // self.across)
        self.toggle()

    def render_line(self, y: int) -> Strip:
        """A line of as many entries as stand beside each other."""
        row = self._row_at(int(self.scroll_offset.y) + y)
        line = int(self.scroll_offset.y) + y - self._tops[row]
        width = self.size.width // self.across
        parts = [self._line(row * self.across + column, line, width) for column in range(self.across)]
        return Strip.join(parts).adjust_cell_length(self.size.width, self.rich_style)

    def _line(self, at: int, line: int, width: int) -> Strip:
        if at >= len(self._entries):
            return Strip.blank(width, self.rich_style)
        place, caption = self._entries[at]
        here = at == self.cursor
        if line == 0:
            out = at in self.excluded
            style = self.get_component_rich_style("group--out" if out else "group--caption")
            style = self.get_component_rich_style("group--cursor") if here else style
            text = f"{'▸' if here else ' '} {'✘' if out else '✔'} {screen(caption)}"
            return Strip([Segment(text, style)]).adjust_cell_length(width, style if here else self.rich_style)
        drawn = self._drawn.get(place, [])
        bar = Segment("▏ " if here and line <= max(1, len(drawn)) else "  ", self.rich_style)
        strip = drawn[line - 1] if line - 1 < len(drawn) else Strip.blank(0)
        return Strip.join([Strip([bar]), strip]).adjust_cell_length(width, self.rich_style)
