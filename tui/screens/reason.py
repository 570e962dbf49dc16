"""A line to say why."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.widgets.reading_input import ReadingInput
from tui.words import Words


class ReasonScreen(ModalScreen[str | None]):
    """Enter gives the reason, Esc goes back without a decision."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", id="back")]

    def compose(self) -> ComposeResult:
        """A question and a line."""
        with Vertical(id="reason"):
            yield Words("Why is it not so? ", ("Enter dismisses it, Esc goes back.", "$muted"))
            yield ReadingInput(id="why_not")

    @on(Input.Submitted)
    def _given(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip())
