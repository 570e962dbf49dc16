"""Matches: is this paper order that record? The score stays hidden until the person has spoken."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from matching.review_evidence import sides
from matching.review_queue import Item, MatchItem, Queue
from records.decision import Decision
from tui.phrases import decided, match_line
from tui.screens.listed import ListedScreen
from tui.widgets.sides_view import SidesView
from tui.words import Words


class MatchesScreen(ListedScreen, inherit_bindings=False):
    """One pair after the other."""

    QUEUE = Queue.MATCHES
    HELP = (
        "Paper on the left, the record on the right: = same, ~ close, ≠ differs, · missing on one side. 1 if both are "
        "the same order, 2 if they are two, 3 if you cannot tell. The program's own opinion is hidden so that it does "
        "not lead you; it is told afterwards, or with s."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "same", "Same", id="same"),
        Binding("2", "different", "Different", id="different"),
        Binding("3,l,f4", "later", "Unsure", id="later", show=True),
        Binding("s", "score", "Show the score", id="score", show=False),
        *ListedScreen.BINDINGS,
    ]

    def line(self) -> Callable[[Item], str]:
        """Which two."""
        return match_line

    def card(self) -> ComposeResult:
        """Question, sides, picture."""
        yield Words(id="headline")
        yield SidesView()
        yield from self.pictures()

    def fill(self, item: Item | None) -> None:
        """The card of a pair."""
        headline = self.query_one("#headline", Words)
        self.query_one(SidesView).show(sides(self.session, item) if item is not None else None)
        self.look_at(item)
        if item is None:
            headline.say(("No pair waits any more.", "bold"), "  Esc goes back to the queues.")
        else:
            headline.say(("Are these two the same order?", "bold $primary"))

    def action_same(self) -> None:
        """They are one order."""
        if item := self.item:
            self._judge(item, lambda: self.session.accept(item))

    def action_different(self) -> None:
        """They are two orders."""
        if item := self.item:
            self._judge(item, lambda: self.session.dismiss(item))

    def _judge(self, item: Item, act: Callable[[], Decision]) -> None:
        event = self.take(item, act)
        if event is not None and isinstance(item, MatchItem):
            self.kept(f"{decided(item, event)}; the score said {item.match.probability:.0%} the same")

    def action_score(self) -> None:
        """What the program thinks."""
        if isinstance(item := self.item, MatchItem):
            self.said("·", f"The score: {item.match.probability:.0%} the same, weight {item.match.weight:+.1f}")
