"""The box with the reading: doubtful characters are marked, and the first one is ready to be overtyped."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.highlighter import Highlighter
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input
from textual.widgets.input import Selection

from records.screen import screen

SHORT = 12
"""Characters: a date, a number, a telephone number."""


class _Marks(Highlighter):
    """Underlines the doubtful characters, as long as the text is the one that they were found in."""

    def __init__(self) -> None:
        self.text = ""
        self.places: tuple[int, ...] = ()

    def highlight(self, text: Text) -> None:
        """Underline them."""
        if text.plain.startswith(self.text):
            for place in self.places:
                text.stylize("underline bold", place, place + 1)


class ReadingInput(Input):
    """A line of text whose doubtful characters can be stepped through with Tab."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Right, next", id="accept"),
        Binding("down", "screen.other(1)", "Next other reading", show=False, id="other"),
        Binding("up", "screen.other(-1)", "Other reading before", show=False, id="other_before"),
        Binding("tab", "next_doubt(1)", "Next doubtful character", show=False, id="next_doubt"),
        Binding("shift+tab", "next_doubt(-1)", "Doubtful character before", show=False, id="doubt_before"),
    ]

    virtual_size = Reactive(Size(0, 0))  # the box has its size from the style sheet: a key lays no screen out anew

    def __init__(self, id: str, entered: Callable[[], None] | None = None) -> None:  # noqa: A002
        """A line; `entered` is called by Enter before the next key is looked at, in the place of a message."""
        self._marks = _Marks()
        self._entered = entered
        super().__init__(id=id, select_on_focus=False, highlighter=self._marks)

    async def on_key(self, event: Key) -> None:
        """Does what a key commands at once, where Textual sends it round by the application.

        A letter that came right after Enter overtook it, and stood in the value that was kept.
        """
        active = None if event.is_printable else self.screen.active_bindings.get(event.key)
        if active is not None and active.enabled:
            event.stop()
            event.prevent_default()
            await self.app.run_action(active.binding.action, active.node)

    async def action_submit(self) -> None:
        """Enter."""
        if self._entered is None:
            await super().action_submit()
        else:
            self._entered()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tab is the screen's own where no character is doubtful; Enter is nobody's where there is nothing to enter."""
        if action == "submit" and not self.display:
            return None
        return bool(self._marks.places) if action == "next_doubt" else super().check_action(action, parameters)

    def validate_value(self, value: str) -> str:
        """Nothing that a terminal would obey gets in, by key, paste or program."""
        return str(screen(value))

    def offer(self, text: str, doubts: tuple[int, ...] = ()) -> None:
        """Show a text with its doubtful characters; the first one is selected, so that a key replaces it.

        Where there is none a short text is selected as a whole.
        """
        self._marks.text, self._marks.places = str(screen(text)), doubts
        self.value = text
        end = len(self.value)
        if doubts and doubts[0] < end:
            self._select(doubts[0])
        else:
            # A short value is keyed anew in less time than a wrong place in it is gone to; words are not.
            self.selection = Selection(0, end) if end <= SHORT else Selection.cursor(end)

    def _select(self, place: int) -> None:
        self.selection = Selection(place + 1, place)

    def action_next_doubt(self, step: int) -> None:
        """Select the next doubtful character, round and round."""
        places = self._marks.places
        if places:
            here = min(self.selection.start, self.selection.end)
            after = [place for place in places if place > here] if step > 0 else [p for p in places if p < here][::-1]
            self._select(after[0] if after else places[0 if step > 0 else -1])
