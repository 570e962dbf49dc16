"""Keys in turn: each is done, with the screen that it opened, before the next one is looked at.

A key goes to what has the focus and, where that does not want it, up to the application, which does what it is bound
to. Meanwhile the application would hand the next key to what had the focus before: of "1spoiled" typed in a burst, or
by a barcode reader, the note's first letters were lost, and might have been commands.
"""

from __future__ import annotations

from collections import deque
from functools import partial

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen
from textual.timer import Timer

LONGEST = 5.0
"""Seconds after which the next key has its turn whatever became of the one before."""


class KeysInTurn(App[None]):
    """An application that takes one key after the other."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: deque[events.Key | events.Paste] = deque()
        self._turn = 0
        """Counts the keys whose turn it was."""
        self._busy = False
        self._watch: Timer | None = None

    async def on_event(self, event: events.Event) -> None:
        """Keys and what is pasted wait for their turn; everything else is as it was."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._keys.append(event)
            if not self._busy:
                await self._take()
        else:
            await super().on_event(event)

    async def _take(self) -> None:
        """The next key, if there is one."""
        self._busy = bool(self._keys)
        if not self._keys:
            return
        self._turn += 1
        shown, focused = self.screen, self.focused
        if self._watch is not None:
            self._watch.stop()
        self._watch = self.set_timer(LONGEST, partial(self._done, self._turn))
        await super().on_event(self._keys.popleft())
        self._follow(focused or shown, shown, self._turn)

    def _follow(self, node: DOMNode | None, shown: Screen[object], turn: int) -> None:
        """Goes the key's way up, behind it: each of those that it comes by is asked when it is through."""
        while node is not None and node is not self:
            if node.call_later(self._follow, node.parent, shown, turn):
                return
            node = node.parent
        self.call_later(self._opened, shown, turn)

    async def _opened(self, shown: Screen[object], turn: int) -> None:
        """The key is done; a screen that it opened must have its focus before the next one."""
        if self.screen is shown or not self.screen.call_after_refresh(self.call_later, self._done, turn):
            await self._done(turn)

    async def _done(self, turn: int) -> None:
        if turn == self._turn and self._busy:
            await self._take()
