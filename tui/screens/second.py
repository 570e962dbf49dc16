"""Second look: what somebody left open, a random sample of what nobody looked at, and what both say about the rest."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from matching.review import standing_value
from matching.review_evidence import entry, sides
from matching.review_queue import FieldItem, Item, MatchItem, Origin, Queue
from matching.review_sampling import ErrorRate, error_rate
from records.lines import field_label
from records.waiting import Rate
from tui.phrases import ORIGINS, said_before, sample_line
from tui.screens.listed import ListedScreen
from tui.screens.reason import ReasonScreen
from tui.widgets.sides_view import SidesView, fit
from tui.words import Words, words

MARKS = {Origin.BLIND: "≠", Origin.ILLEGIBLE: "?", Origin.UNSURE: "?", Origin.SAMPLE: "·"}


class SecondScreen(ListedScreen, inherit_bindings=False):
    """A supervisor's list."""

    QUEUE = Queue.SECOND
    HELP = (
        "What a first look left open comes first, then a random sample of the values that nobody looked at, large "
        "enough to say whether they are as right as they should be. {accept} if it is right as it stands, {edit} to "
        "type what the paper says, {illegible} if nobody can read it; for pairs {accept} the same, {different} "
        "different. {rates} shows the error rates."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "accept", "Right", id="accept"),
        Binding("e", "edit", "Type it", id="edit"),
        Binding("i,f3", "illegible", "Illegible", id="illegible", show=False),
        Binding("d", "different", "Different", id="different", show=False),
        Binding("r", "rates", "Rates", id="rates"),
        *ListedScreen.BINDINGS[1:],
        Binding("l,f4", "later", "Later", id="later", show=False),
    ]

    OF_AN_ITEM = ListedScreen.OF_AN_ITEM | {"accept", "edit", "illegible", "different"}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A pair is the same or not; a field is right, typed or illegible."""
        if action == "different" and not isinstance(self.item, MatchItem):
            return False
        if action in {"edit", "illegible"} and isinstance(self.item, MatchItem):
            return None
        return super().check_action(action, parameters)

    def line(self) -> Callable[[Item], str]:
        """Why it is here, and what it is."""
        return _line

    def card(self) -> ComposeResult:
        """What the sample says; why this item is here; what it says; who said what; sides; the place."""
        yield Words(id="sample")
        yield Words(id="headline")
        yield Words(id="detail")
        yield Words(id="history")
        yield SidesView()
        yield from self.pictures()

    def fill(self, item: Item | None) -> None:
        """The card of an item."""
        rate, left = self.session.sample()
        self.query_one("#sample", Words).say(("Sample  ", "bold $primary"), (sample_line(rate, left), ""))
        compared = self.query_one(SidesView)
        compared.show(sides(self.session, item) if isinstance(item, MatchItem) else None)
        compared.display = isinstance(item, MatchItem)
        headline, detail = self.query_one("#headline", Words), self.query_one("#detail", Words)
        if isinstance(item, FieldItem):
            headline.say((ORIGINS[Origin(item.origin)], "bold"))
            stands = standing_value(item)
            value = "illegible" if stands is None else stands or "(nothing written there)"
            detail.say((f"{field_label(item.reading.name)} stands as  ", "$muted"), (value, "bold $primary"))
        elif isinstance(item, MatchItem):
            headline.say((ORIGINS[Origin(item.origin)], "bold"))
            keys = f"{self.key('accept')} same, {self.key('different')} different"
            detail.say((f"Are these two the same order?  {keys}", "$muted"))
        else:
            self.tell_none("Nothing waits for a second look.", "detail")
        self._tell_history(item)
        self.look_at(item)

    def _tell_history(self, item: Item | None) -> None:
        past = item.history if isinstance(item, FieldItem | MatchItem) else ()
        rows = [words((f"{each.who}: ", "$muted"), (said_before(each), "")) for each in past[-2:]]
        if isinstance(item, FieldItem) and past:
            read = item.reading.value if item.reading.value is not None else item.reading.raw
            rows.insert(0, words(("read as: ", "$muted"), (read, "")))
        history = self.query_one("#history", Words)
        history.say_lines(*rows)
        history.display = bool(rows)

    def action_accept(self) -> None:
        """It is right as it stands; the two are the same order."""
        item = self.item
        if isinstance(item, FieldItem) and standing_value(item) is None:
            self.take(item, lambda: self.session.illegible(item))
        elif item is not None:
            self.take(item, lambda: self.session.accept(item))

    def action_different(self) -> None:
        """The two are different orders."""
        if isinstance(item := self.item, MatchItem):
            self.take(item, lambda: self.session.dismiss(item))

    def action_illegible(self) -> None:
        """Nobody can read it."""
        if isinstance(item := self.item, FieldItem):
            self.take(item, lambda: self.session.illegible(item))

    def action_edit(self) -> None:
        """Type what the paper says."""
        if isinstance(item := self.item, FieldItem):
            question = f"{field_label(item.reading.name)}: what does the paper say? ", ("Esc goes back.", "$muted")
            text = entry(self.session, item)
            self.app.push_screen(ReasonScreen(*question, text=text), partial(self._typed, item))

    def _typed(self, item: FieldItem, text: str | None) -> None:
        if text is not None:
            self.take(item, lambda: self.session.correct(item, text))

    def action_rates(self) -> None:
        """How often readings were wrong, by form and engine."""
        self.app.push_screen(RatesScreen(self.session.sample(), self.session.rates()))


def _line(item: Item) -> str:
    if isinstance(item, FieldItem):
        return f"{MARKS[Origin(item.origin)]} {field_label(item.reading.name)} {item.order.order_id}"
    return f"? {item.match.order_id} ~ {item.match.record_id}" if isinstance(item, MatchItem) else ""


class RatesScreen(ModalScreen[None]):
    """Where readings go wrong."""

    HELP = "How often a reading was wrong where a person looked. The interval says how sure that is."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,r,q,enter", "dismiss(None)", "Back", id="back")]

    def __init__(self, sample: tuple[ErrorRate, int], rates: tuple[Rate, ...]) -> None:
        super().__init__()
        self._sample = sample
        self._rates = rates

    def compose(self) -> ComposeResult:
        """The sample, then a row a form, engine and field."""
        with Vertical(id="rates"):
            yield Words(("Error rates  ", "bold $primary"), ("where a person looked, 95 % intervals", "$muted"))
            yield Words(("Sample of what nobody was asked about: ", "bold"), sample_line(*self._sample))
            yield Words("")
            yield Words((f"{fit('Form', 14)} {fit('Engine', 10)} {fit('Field', 14)} looked  wrong", "bold $muted"))
            with VerticalScroll(id="rate-rows"):
                rows = [words(*_rate(rate)) for rate in self._rates]
                table = Words()
                table.say_lines(*rows or [words(("No field was decided yet.", "$muted"))])
                yield table
            yield Words("")
            yield Words(("↓ ↑ further rows, Esc goes back" if len(self._rates) > 10 else "Esc goes back", "$muted"))


def _rate(rate: Rate) -> tuple[tuple[str, str], ...]:
    seen = error_rate(rate.looked, rate.wrong)
    name = f"{fit(rate.form or '—', 14)} {fit(rate.engine or '—', 10)} {fit(field_label(rate.field), 14)}"
    return (
        (name, ""),
        (f" {rate.looked:>6,} {rate.wrong:>6,}  ", ""),
        (f"{seen.rate:>4.0%} ({seen.low:.0%}–{seen.high:.0%})", "bold" if rate.wrong else "$muted"),
    )
