"""The clerk's page shows every screen and names keys that exist."""

from __future__ import annotations

import re
from pathlib import Path

from textual.binding import Binding

from tui.screens.browse import BrowseScreen
from tui.screens.fields import FieldsScreen
from tui.screens.findings import FindingsScreen
from tui.screens.forms import FormsScreen
from tui.screens.gaps import GapsScreen
from tui.screens.group import GroupScreen
from tui.screens.home import HomeScreen
from tui.screens.matches import MatchesScreen
from tui.screens.page import PageScreen
from tui.screens.second import SecondScreen
from tui.widgets.group_view import GroupView
from tui.widgets.line_list import LineList
from tui.widgets.reading_input import ReadingInput

PAGE = Path(__file__).parents[2] / "docs" / "review.md"
PICTURES = PAGE.with_name("review")


def test_the_page_shows_every_screen() -> None:
    """Each picture that the page shows is there, each that is there is shown, and all of them stay small."""
    shown = set(re.findall(r"\]\(review/(\w+)\.png\)", PAGE.read_text("utf-8")))
    there = {path.stem for path in PICTURES.glob("*.png")}
    assert shown == there
    assert {"home", "fields", "group", "matches", "gaps", "findings", "second", "browse", "forms"} <= shown
    assert sum(path.stat().st_size for path in PICTURES.glob("*.png")) < 400_000


NAMES = {"Enter": "enter", "Tab": "tab", "shift+Tab": "shift+tab", "↓": "down", "↑": "up", "Esc": "escape", "+": "plus"}
NAMES |= {
    "PgUp": "pageup",
    "PgDn": "pagedown",
    "Home": "home",
    "End": "end",
    "?": "question_mark",
    "-": "minus",
    "/": "slash",
    "ctrl+/": "ctrl+slash",
}


def test_every_key_that_the_page_names_exists() -> None:
    """A key in the first column of a table is bound somewhere."""
    screens = (HomeScreen, FieldsScreen, GroupScreen, MatchesScreen, GapsScreen, FindingsScreen, SecondScreen)
    classes = (*screens, BrowseScreen, FormsScreen, PageScreen, LineList, GroupView, ReadingInput)
    bindings = [binding for each in classes for binding in each.BINDINGS if isinstance(binding, Binding)]
    bound = {key for binding in bindings for key in binding.key.split(",")}
    rows = re.findall(r"^\| (`.*?) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    named = {key for row in rows for key in re.findall(r"`([^`]+)`", row)}
    assert {NAMES.get(key, key.lower() if key.startswith("F") else key) for key in named} <= bound
