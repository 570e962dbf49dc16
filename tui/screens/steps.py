"""Why the program takes two for one order, or for two: the match weight as a waterfall, a line a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from matching.waterfall import Step, steps_of_match
from records.match import Match
from tui.widgets.sides_view import fit
from tui.words import Words, words

WHAT = 44
"""Cells in which the longest level with its field stands whole; a narrow screen gives fewer."""
_REST = 54
"""Cells of weight, bar and words."""
BAR = 13
"""Cells of a bar, its axis in the middle."""
_FULL = 12.0
"""The weight, log2, of the longest bar: four thousand to one is as good as settled."""


class StepsScreen(ModalScreen[None]):
    """One match taken apart; it decides nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,s,w,enter", "dismiss(None)", "Close", id="close"),
    ]

    def __init__(self, match: Match) -> None:
        super().__init__()
        self._match = match

    def compose(self) -> ComposeResult:
        """Who, then what speaks for it and against it, then how to read that."""
        found = self._match
        with VerticalScroll(id="steps"):
            yield Words((f"{found.order_id} and {found.record_id}: {found.probability:.0%} the same", "bold"))
            yield Words(id="waterfall")
            yield Words(("A weight of 1 doubles the odds, of 10 makes them a thousandfold. Esc closes this.", "$muted"))

    def on_mount(self) -> None:
        """Draw the steps."""
        self.query_one("#waterfall", Words).say_lines(*waterfall(steps_of_match(self._match), self.app.size.width))


def waterfall(steps: Sequence[Step], width: int) -> tuple[Content, ...]:
    """A line a step: what it is, how far it moves the weight and to which side, and the same in words."""
    return tuple(_line(step, max(min(WHAT, width - _REST), 1)) for step in steps)


def _line(step: Step, what: int) -> Content:
    style = "$success" if step.weight > 0 else "$error"
    return words(
        fit(step.what, what),
        (f"{step.weight:+7.1f} ", "bold"),
        (bar(step.weight), style),
        f"  {step.words}",
        (f"  {step.values}", "$muted"),
    )


def bar(weight: float) -> str:
    """The weight as a bar to the right of an axis, or to its left; `BAR` cells in all."""
    half = BAR // 2
    length = min(half, round(abs(weight) / _FULL * half))
    drawn = "█" * length
    return f"{'' if weight > 0 else drawn:>{half}}│{drawn if weight > 0 else '':<{half}}"
