"""Which field a place of a form is: letters narrow the catalogue down, Enter takes the one under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from digitize.forms.places import Offer
from tui.widgets.reading_input import ReadingInput
from tui.widgets.sides_view import fit
from tui.words import Part, Words, words


class OfferScreen(ModalScreen[str | None]):
    """Gives a field's name, or nothing where the person goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", id="back")]

    def __init__(self, question: tuple[Part, ...], offers: Callable[[str], tuple[Offer, ...]]) -> None:
        super().__init__()
        self._question = question
        self._offers = offers
        self._shown: tuple[Offer, ...] = ()

    def compose(self) -> ComposeResult:
        """The question, a line, the fields that are left."""
        line = ReadingInput(id="line")
        line.placeholder = "type to narrow the fields down, or a name of your own"
        with Vertical(id="offers"):
            yield Words(*self._question)
            yield line
            yield OptionList(id="fields", markup=False)
            yield Words(("↓ ↑ choose, Enter takes it, Esc goes back", "$muted"))

    def on_mount(self) -> None:
        """The likeliest fields; the line has the focus."""
        self._narrow()
        self.query_one(ReadingInput).focus()

    @on(Input.Changed)
    def _narrow(self) -> None:
        self._shown = self._offers(self.query_one(ReadingInput).value)
        found = self.query_one("#fields", OptionList)
        found.clear_options()
        found.add_options(
            [Option(words((fit(offer.label, 26), "bold"), (_aside(offer), "$muted"))) for offer in self._shown]
        )
        found.highlighted = 0 if self._shown else None

    def action_other(self, step: int) -> None:
        """The field below or above: the line keeps the focus."""
        found = self.query_one("#fields", OptionList)
        if self._shown:
            found.highlighted = ((found.highlighted or 0) + step) % len(self._shown)

    @on(Input.Submitted)
    def _taken(self, event: Input.Submitted) -> None:
        event.stop()
        at = self.query_one("#fields", OptionList).highlighted
        if at is not None and at < len(self._shown):
            self.dismiss(self._shown[at].name)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._shown[event.option_index].name)


def _aside(offer: Offer) -> str:
    return f" {offer.name}" + (f"   {offer.why}" if offer.why else "")
