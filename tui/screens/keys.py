"""Help: what one does on this screen, and the keys that are valid now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.phrases import spelt
from tui.widgets.reading_input import ReadingInput
from tui.words import Words, words


class KeysScreen(ModalScreen[ActiveBinding | None]):
    """What is typed narrows the list down; Enter does the first thing that is left, Esc or F1 closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1", "dismiss(None)", "Close", id="close")]

    def __init__(self, about: str, bindings: Iterable[ActiveBinding]) -> None:
        super().__init__()
        self._about = about
        self._valid = valid(bindings)

    def compose(self) -> ComposeResult:
        """A sentence or two, a line to search, then a row a key."""
        line = ReadingInput(id="search")
        line.placeholder = "type to search, Enter does the first one; PgDn for more"
        with VerticalScroll(id="keys"):
            yield Words(self._about, id="about")
            yield line
            yield Words(id="table")
            yield Words(("Every decision is saved before the next item comes. Esc closes this.", "$muted"))

    def on_mount(self) -> None:
        """Show all of them; the line has the focus."""
        self._narrow()
        self.query_one(ReadingInput).focus()

    @on(Input.Changed)
    def _narrow(self) -> None:
        rows = [words((f"{keys:>18}  ", "bold $primary"), what) for keys, what in key_rows(self._found())]
        self.query_one("#table", Words).say_lines(*rows or [words(("Nothing here is called so.", "$muted"))])

    def _found(self) -> list[ActiveBinding]:
        sought = self.query_one(ReadingInput).value.casefold().split()
        return [each for each in self._valid if all(word in each.binding.description.casefold() for word in sought)]

    @on(Input.Submitted)
    def _do(self, event: Input.Submitted) -> None:
        event.stop()
        found = self._found() if event.value.strip() else []
        self.dismiss(found[0] if found else None)


def valid(bindings: Iterable[ActiveBinding]) -> list[ActiveBinding]:
    """What can be done now; what the footer shows first, and nothing that we did not name ourselves."""
    shown = sorted(bindings, key=lambda active: not active.binding.show)
    return [each for each in shown if each.binding.description and each.enabled and each.binding.id]


def key_rows(bindings: Iterable[ActiveBinding]) -> list[tuple[str, str]]:
    """What can be done, and with which keys."""
    found: dict[str, list[str]] = {}
    for active in bindings:
        found.setdefault(active.binding.description, []).append(spelt(active.binding.key))
    return [(" ".join(dict.fromkeys(keys)), what) for what, keys in found.items()]
