"""A line to be typed: why, what else, what the paper says."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.widgets.reading_input import ReadingInput
from tui.words import Part, Words


class ReasonScreen(ModalScreen[str | None]):
    """Enter gives the line, Esc goes back without a decision."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", id="back")]

    def __init__(self, *question: Part, text: str = "") -> None:
        super().__init__()
        self._question = question
        self._text = text

    def compose(self) -> ComposeResult:
        """A question and a line."""
        with Vertical(id="reason"):
            yield Words(*self._question)
            yield ReadingInput(id="line")

    def on_mount(self) -> None:
        """Offer the text that there is."""
        if self._text:
            self.query_one(ReadingInput).offer(self._text)

    @on(Input.Submitted)
    def _given(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip())
