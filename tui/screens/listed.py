"""A queue that is worked through from a list: the list on the left where there is room, the item beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from matching.review import Undone
from matching.review_evidence import Place, places
from matching.review_queue import FindingItem, Item, Queue
from records.decision import Decision
from tui.phrases import SEVERITY_MARKS, SEVERITY_STYLES, decided, facts, kind_name
from tui.screens.page import PageScreen
from tui.screens.work import HELP_KEY, HOME_KEY, QUIT_KEY, UNDO_KEY, WorkScreen
from tui.widgets.line_list import LineList
from tui.widgets.picture import PictureView
from tui.widgets.queue_list import QueueList
from tui.words import Words, words

VIEWS = ("first", "second", "third", "fourth")
AHEAD = 16
"""Items looked through for one that nobody else has: more people than that do not sit at one workspace."""
HIGH = 34
"""Lines from which on a second row of pictures has room."""


class ListedScreen(WorkScreen, inherit_bindings=False):
    """Arrows go from item to item; a decision takes the item away and the next one takes its place."""

    AUTO_FOCUS = "QueueList"
    QUEUE: ClassVar[Queue]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l,f4", "later", "Later", id="later"),
        Binding("p,f6,ctrl+o", "page", "Page", id="page"),
        UNDO_KEY,
        HELP_KEY,
        HOME_KEY,
        QUIT_KEY,
    ]

    OF_AN_ITEM = frozenset({"later", "page"})

    @property
    def has_item(self) -> bool:
        """Whether the queue has one."""
        return self.item is not None

    def line(self) -> Callable[[Item], str]:
        """How an item looks in the list."""
        raise NotImplementedError

    def card(self) -> ComposeResult:
        """What stands beside the list."""
        raise NotImplementedError

    def fill(self, item: Item | None) -> None:
        """Put the item on the card."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """List and card."""
        with Horizontal(id="listed"):
            yield QueueList(self.session, self.QUEUE, self.line())
            with Vertical(id="card"):
                yield from self.card()

    @property
    def item(self) -> Item | None:
        """The item under the cursor."""
        return self.query_one(QueueList).item

    def renew(self) -> None:
        """Draw list and card anew: the item under the cursor, or the next one that nobody else has."""
        self.go_on()

    @on(LineList.Moved)
    def _moved(self) -> None:
        self._show()

    def _show(self, *, claimed: bool = False) -> None:
        item = self.item
        if item is not None:
            self.session.shown(item)
            if not claimed and not self.session.claim(item) and (who := self.session.holder(item)):
                self.said("·", f"{who} has this one on the screen. Go on with another.", "$warning")
        self.mind_keys()
        count = self.session.left(self.QUEUE)
        self.title_is(f"{self.query_one(QueueList).cursor + 1:,} of {count:,}" if count else "")
        self.fill(item)

    def places(self, item: Item | None) -> tuple[Place, ...]:
        """Where to look for an item."""
        return places(self.session, item) if item is not None else ()

    def tell(self, item: FindingItem) -> None:
        """What was found, why, how sure that is and what it explains, in the lines called so."""
        found = item.finding
        self.query_one("#headline", Words).say(
            (f"{SEVERITY_MARKS[found.severity]} {kind_name(found.kind)}", SEVERITY_STYLES[found.severity]),
            (f"  {found.order_number}" if found.order_number else "", "bold"),
        )
        self.query_one("#detail", Words).say(found.detail)
        self.query_one("#facts", Words).say((facts(found, len(item.symptoms)), "$muted"))
        self._tell_symptoms(item)

    def tell_none(self, what: str, *lines: str) -> None:
        """Nothing waits any more: say so, and empty the lines of these names."""
        self.query_one("#headline", Words).say((what, "bold"), "  Esc goes back to the queues.")
        for name in lines:
            self.query_one(f"#{name}", Words).say("")
        self.look_at(None)

    def _tell_symptoms(self, item: FindingItem) -> None:
        """Three of them; on a low screen the headline has to do."""
        rows = [
            words(("  └ ", "$muted"), kind_name(each.kind), f" {each.order_number}  ", (each.detail, "$muted"))
            for each in item.symptoms[:3]
        ]
        more = len(item.symptoms) - len(rows)
        if more:
            rows.append(words((f"  └ and {more} more", "$muted")))
        symptoms = self.query_one("#symptoms", Words)
        symptoms.say_lines(*rows)
        symptoms.display = bool(rows)

    def pictures(self) -> ComposeResult:
        """Room for two places beside each other, and on a high screen for two more below."""
        for row, names in (("pictures", VIEWS[:2]), ("more-pictures", VIEWS[2:])):
            with Horizontal(id=row):
                for name in names:
                    yield PictureView(self.desk.cells, id=name)

    def look_at(self, item: Item | None) -> None:
        """Show the most telling places of an item."""
        found = self.places(item)
        high = self.app.size.height >= HIGH
        self.query_one("#more-pictures").display = high and len(found) > 2
        nexts = self.coming()
        for at, name in enumerate(VIEWS):
            view = self.query_one(f"#{name}", PictureView)
            there = at < len(found) and (at < 2 or high)
            view.display = there or at == 0
            self.look(view, found[at] if there else None, partial(tuple, nexts[at : at + 1]))

    def coming(self) -> tuple[Place, ...]:
        """The places of the item after this one, to be fetched beforehand."""
        listed = self.query_one(QueueList)
        return self.places(listed.at(listed.cursor + 1))

    def take(self, item: Item, act: Callable[[], Decision]) -> Decision | None:
        """Decide the item and go on."""
        event = self.decide(act)
        if event is not None:
            self.go_on()
            self.kept(decided(item, event))
        return event

    def go_on(self) -> None:
        """The item that took the decided one's place, or the first one behind it that nobody else has."""
        listed = self.query_one(QueueList)
        listed.renew()
        for step in range(AHEAD):
            item = listed.at(listed.cursor + step)
            if item is not None and self.session.claim(item):
                listed.cursor += step
                self._show(claimed=True)
                return
        self._show()

    def undone(self, undone: Undone) -> None:
        """Put the cursor on the item that is open again."""
        listed = self.query_one(QueueList)
        listed.renew()
        at = self.session.index(undone.item) if undone.item is not None and undone.item.queue is self.QUEUE else None
        if at is not None:
            listed.cursor = at
        self._show()

    def action_later(self) -> None:
        """Put the item behind the others."""
        if (item := self.item) and self.put_off(item):
            self.renew()
            self.said("·", "Later: it comes again after the others.")

    def action_page(self) -> None:
        """The whole page, to look around."""
        found = self.places(self.item)
        if found:
            self.app.push_screen(PageScreen(self.desk, found[0]))
