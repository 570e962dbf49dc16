"""Findings: what was found, in words, with both sides and the place on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from matching.review_evidence import sides
from matching.review_queue import FindingItem, Item, Queue
from tui.phrases import finding_line
from tui.screens.listed import ListedScreen
from tui.screens.reason import ReasonScreen
from tui.widgets.sides_view import SidesView
from tui.words import Words


class FindingsScreen(ListedScreen, inherit_bindings=False):
    """One finding a card; what it explains stands under it."""

    QUEUE = Queue.FINDINGS
    HELP = (
        "Each card says what was found and why. Look at the picture and at both sides: {accept} if it is so, "
        "{dismiss} if it is not or needs nothing. Findings that follow from another one stand under it and go with "
        "it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "accept", "It is so", id="accept"),
        Binding("d", "reject", "It is not", id="dismiss"),
        Binding("D", "reason", "It is not, with a reason", id="reason", show=False),
        *ListedScreen.BINDINGS,
    ]

    OF_AN_ITEM = ListedScreen.OF_AN_ITEM | {"accept", "reject", "reason"}

    def line(self) -> Callable[[Item], str]:
        """Severity, kind and what it is about."""
        return finding_line

    def card(self) -> ComposeResult:
        """Headline, evidence, symptoms, sides, pictures."""
        yield Words(id="headline")
        yield Words(id="detail")
        yield Words(id="facts")
        yield Words(id="symptoms")
        yield SidesView()
        yield from self.pictures()

    def fill(self, item: Item | None) -> None:
        """The card of a finding."""
        self.query_one(SidesView).show(sides(self.session, item) if item is not None else None)
        if not isinstance(item, FindingItem):
            self.tell_none("No finding waits any more.", "detail", "facts", "symptoms")
            return
        self.tell(item)
        self.look_at(item)

    def action_accept(self) -> None:
        """It is so."""
        if item := self.item:
            self.take(item, lambda: self.session.accept(item))

    def action_reject(self, reason: str = "") -> None:
        """It is not so, or needs nothing."""
        if item := self.item:
            self.take(item, lambda: self.session.dismiss(item, reason))

    def action_reason(self) -> None:
        """Ask why, then dismiss."""
        if self.item is not None:
            question = "Why is it not so? ", ("Enter dismisses it, Esc goes back.", "$muted")
            self.app.push_screen(ReasonScreen(*question), self._dismiss_for)

    def _dismiss_for(self, reason: str | None) -> None:
        if reason is not None:
            self.action_reject(reason)
