"""Help: what one does on this screen, and the keys that are valid now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from tui.words import Words, lines, words

_SPELT = {
    "enter": "Enter",
    "escape": "Esc",
    "question_mark": "?",
    "equals_sign": "=",
    "plus": "+",
    "minus": "-",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
    "shift+tab": "shift+Tab",
}


class KeysScreen(ModalScreen[None]):
    """Any of Esc, Enter, ? and q closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,question_mark,f1,q", "dismiss", "Close", id="close"),
    ]

    def __init__(self, about: str, bindings: Iterable[ActiveBinding]) -> None:
        super().__init__()
        self._about = about
        self._keys = key_rows(bindings)

    def compose(self) -> ComposeResult:
        """A sentence or two, then a row a key."""
        rows = [words((f"{keys:>18}  ", "bold $primary"), what) for keys, what in self._keys]
        with VerticalScroll(id="keys"):
            yield Words(self._about, id="about")
            table = Words(id="table")
            table.update(lines(*rows))
            yield table
            yield Words(("Every decision is saved before the next item comes. Esc closes this.", "$muted"))


def key_rows(bindings: Iterable[ActiveBinding]) -> list[tuple[str, str]]:
    """What can be done, and with which keys; those of the footer first, and none that we did not name ourselves."""
    found: dict[str, list[str]] = {}
    shown = sorted(bindings, key=lambda active: not active.binding.show)
    for active in shown:
        what = active.binding.description
        if what and active.enabled and active.binding.id:
            found.setdefault(what, []).append(_spelt(active.binding.key))
    return [(" ".join(dict.fromkeys(keys)), what) for what, keys in found.items()]


def _spelt(key: str) -> str:
    if key in _SPELT:
        return _SPELT[key]
    if len(key) == 1 or "+" in key:
        return key
    return key.upper() if key.startswith("f") and key[1:].isdigit() else key
