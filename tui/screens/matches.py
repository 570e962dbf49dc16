"""Matches: is this paper order that record? The score stays hidden until the person has spoken."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from matching.review_evidence import sides
from matching.review_queue import Item, MatchItem, Queue
from records.decision import Decision
from records.errors import BackfileError
from records.match import Match
from tui.phrases import decided, match_line
from tui.screens.listed import ListedScreen
from tui.screens.steps import StepsScreen
from tui.widgets.queue_list import QueueList
from tui.widgets.sides_view import SidesView
from tui.words import Words


class MatchesScreen(ListedScreen, inherit_bindings=False):
    """One pair after the other."""

    QUEUE = Queue.MATCHES
    HELP = (
        "Paper on the left, the record on the right: = same, ~ close, ≠ differs, · missing on one side. {same} if "
        "both are the same order, {different} if they are two, {unsure} if you cannot tell: somebody else will "
        "look. {candidate} shows the next record that it could be, {none} says that it is none of them. The "
        "program's own opinion is hidden so that it does not lead you; it is told afterwards. {score} shows what "
        "speaks for and against this pair, {why} the same of the pair that you decided last."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "same", "Same", id="same"),
        Binding("2", "different", "Different", id="different"),
        Binding("3", "unsure", "Unsure", id="unsure"),
        Binding("c", "candidate", "The next candidate for this order", id="candidate", show=False),
        Binding("n", "none", "None of the candidates", id="none", show=False),
        Binding("s", "score", "Show the score, and what it is made of", id="score", show=False),
        Binding("w", "why", "The score of the pair decided last", id="why", show=False),
        Binding("l,f4", "later", "Later", id="later", show=False),
        *ListedScreen.BINDINGS[1:],
    ]

    OF_AN_ITEM = ListedScreen.OF_AN_ITEM | {"same", "different", "unsure", "candidate", "none", "score"}

    _decided: Match | None = None
    """The pair that was judged last, since the screen was opened."""
    _others = 0
    """How many other records the order under the cursor could be."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The last pair's score where there was one; the next candidate where there is one."""
        if (action == "why" and self._decided is None) or (action == "candidate" and not self._others):
            return False
        return super().check_action(action, parameters)

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
        self.query_one(SidesView).show(sides(self.session, item) if item is not None else None)
        if not isinstance(item, MatchItem):
            self.tell_none("No pair waits any more.")
            return
        self.look_at(item)
        self._others = others = len(self.session.candidates(item)) - 1
        keys = f"{self.key('candidate')} shows, {self.key('none')} none"
        more = f"   {others} other record{'' if others == 1 else 's'} could be it: {keys}" if others else ""
        self.query_one("#headline", Words).say(("Are these two the same order?", "bold $primary"), (more, "$muted"))

    def action_same(self) -> None:
        """They are one order."""
        if item := self.item:
            self._judge(item, lambda: self.session.accept(item))

    def action_different(self) -> None:
        """They are two orders."""
        if item := self.item:
            self._judge(item, lambda: self.session.dismiss(item))

    def action_unsure(self) -> None:
        """Somebody else is to look."""
        if item := self.item:
            self._judge(item, lambda: self.session.unsure(item))

    def _judge(self, item: Item, act: Callable[[], Decision]) -> None:
        event = self.take(item, act)
        if event is not None and isinstance(item, MatchItem):
            self._decided = item.match
            score = f"the score said {item.match.probability:.0%} the same ({self.key('why')}: why)"
            self.kept(f"{decided(item, event)}; {score}")

    def action_candidate(self) -> None:
        """The next record that the paper order could be."""
        item = self.item
        if not isinstance(item, MatchItem):
            return
        others = self.session.candidates(item)
        at = next((place for place, each in enumerate(others) if each.subject == item.subject), 0)
        place = self.session.index(others[(at + 1) % len(others)]) if others else None
        if place is not None:
            self.query_one(QueueList).cursor = place

    def action_none(self) -> None:
        """None of the candidates is the paper order."""
        item = self.item
        if not isinstance(item, MatchItem):
            return
        try:
            events = self.session.none_of(item)
        except BackfileError as problem:
            self.problem(problem)
            return
        self.go_on()
        self.kept(f"{item.match.order_id} is none of {len(events)} candidate{'' if len(events) == 1 else 's'}")

    def action_score(self) -> None:
        """What the program thinks of the pair, and why."""
        if isinstance(item := self.item, MatchItem):
            self.app.push_screen(StepsScreen(item.match))

    def action_why(self) -> None:
        """What it thought of the pair that was decided last, and why."""
        if self._decided is not None:
            self.app.push_screen(StepsScreen(self._decided))
