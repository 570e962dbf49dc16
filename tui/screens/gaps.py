"""Gaps: a number or a page that should be there; one key says where it went, Enter keeps it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.style import Style

from matching.review_gaps import Series, explain, series_of
from matching.review_queue import FindingItem, Item, Queue
from records.finding import Cause
from tui.phrases import finding_line
from tui.screens.listed import ListedScreen
from tui.screens.reason import ReasonScreen
from tui.widgets.sides_view import fit
from tui.words import Words, words

NAME = 9
"""Cells for a series's name."""
SHOWN = 4
"""Missing numbers named; more are counted."""
CAUSES = tuple(Cause)
SHORT = {
    Cause.STUCK: "stuck: rescan",
    Cause.NEVER_ISSUED: "never issued",
    Cause.VOID: "void",
    Cause.ELSEWHERE: "other binder",
    Cause.LOST: "lost",
}
"""The causes, so that all fit one line of 80 columns."""


class GapsScreen(ListedScreen, inherit_bindings=False):
    """One hole a card, what follows from it under it."""

    QUEUE = Queue.GAPS
    HELP = (
        "Each card shows what comes before the hole and after it. Press the key of what happened, add a note if "
        "there is more to say, and Enter keeps it: two keys. {cause_1}, {cause_4} and {cause_5} say that there is "
        "an order that the scans do not show; {cause_2} and {cause_3} that nothing is missing."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(digit), f"cause({digit - 1})", str(cause).capitalize(), id=f"cause_{digit}", show=False)
            for digit, cause in enumerate(CAUSES, 1)
        ),
        *ListedScreen.BINDINGS,
    ]

    OF_AN_ITEM = ListedScreen.OF_AN_ITEM | {"cause"}

    def line(self) -> Callable[[Item], str]:
        """Severity, kind and what it is about."""
        return finding_line

    def card(self) -> ComposeResult:
        """Headline, series, evidence, causes, pictures of the neighbours."""
        yield Words(id="headline")
        yield Words(id="series")
        yield Words(id="detail")
        yield Words(id="facts")
        yield Words(id="symptoms")
        yield Words(id="causes")
        yield from self.pictures()

    def fill(self, item: Item | None) -> None:
        """The card of a gap."""
        if not isinstance(item, FindingItem):
            self.tell_none("No gap waits any more.", "series", "detail", "facts", "symptoms", "causes")
            return
        self.tell(item)
        self.query_one("#series", Words).say_lines(
            *(_row(series, self.query_one("#card").size.width - 3) for series in series_of(self.session, item))
        )
        self.query_one("#causes", Words).say_lines(Content("   ").join(map(self._cause, range(len(CAUSES)))))
        self.look_at(item)

    def _cause(self, at: int) -> Content:
        """A cause with its key; a click on it is the same."""
        named = words((f"{self.key(f'cause_{at + 1}')} ", "bold $primary"), SHORT[CAUSES[at]])
        return named.stylize(Style.from_meta({"@click": f"screen.cause({at})"}))

    def action_cause(self, at: int) -> None:
        """Say what happened; a note may follow."""
        if isinstance(item := self.item, FindingItem):
            cause = CAUSES[at]
            question = (
                (f"{str(cause).capitalize()}. ", "bold"),
                ("Enter keeps it, with a note if you type one.", "$muted"),
            )
            self.app.push_screen(ReasonScreen(*question), partial(self._explain, item, cause))

    def _explain(self, item: FindingItem, cause: Cause, note: str | None) -> None:
        if note is not None:
            self.take(item, lambda: explain(self.session, item, cause, note))


def _row(series: Series, room: int) -> Content:
    """A series with its hole; where the room is short the numbers that are farthest from it go first."""
    missing = list(series.missing[:SHOWN])
    missing += [f"and {len(series.missing) - SHOWN} more"] if len(series.missing) > SHOWN else []
    hole = f"[ {'  '.join(missing) or '?'} ]"
    before, after = list(series.before), list(series.after)
    while len(before) + len(after) > 2 and NAME + len(hole) + sum(len(each) + 3 for each in (*before, *after)) > room:
        if len(before) >= len(after):
            before.pop(0)
        else:
            after.pop()
    return words(
        (fit(series.name, NAME), "$muted"),
        ("".join(f"{each} ─ " for each in before), ""),
        (hole, "bold $error"),
        ("".join(f" ─ {each}" for each in after), ""),
    )
