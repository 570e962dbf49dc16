"""The review in a terminal."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.app import SystemCommand
from textual.binding import ActiveBinding, Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget

from matching.review import RENEWED_EVERY, ReviewSession
from matching.review_queue import Queue
from records.errors import BackfileError
from tui.desk import Desk
from tui.forms import Forms
from tui.phrases import FORMS_TASK, QUEUE_NAMES, QUEUE_TASKS
from tui.pictures import NoPictures, Pictures
from tui.screens.browse import BrowseScreen
from tui.screens.duplicates import DuplicatesScreen
from tui.screens.fields import FieldsScreen
from tui.screens.findings import FindingsScreen
from tui.screens.gaps import GapsScreen
from tui.screens.group import GroupScreen
from tui.screens.home import BROWSE, FORMS, HomeScreen, QueueMenu
from tui.screens.keys import KeysScreen, valid
from tui.screens.listed import HIGH
from tui.screens.matches import MatchesScreen
from tui.screens.page import PageScreen
from tui.screens.second import SecondScreen
from tui.screens.work import WorkScreen
from tui.settings import ReviewSettings
from tui.shelf import Shelf
from tui.themes import DARK, LIGHT
from tui.turns import KeysInTurn
from tui.widgets.graphics import drawings
from tui.widgets.group_view import GroupView
from tui.widgets.line_list import LineList
from tui.widgets.page_view import PageView
from tui.widgets.reading_input import ReadingInput

SCREENS: dict[Queue, type[WorkScreen]] = {
    Queue.FIELDS: FieldsScreen,
    Queue.MATCHES: MatchesScreen,
    Queue.GAPS: GapsScreen,
    Queue.DUPLICATES: DuplicatesScreen,
    Queue.FINDINGS: FindingsScreen,
    Queue.SECOND: SecondScreen,
}


def binding_ids() -> frozenset[str]:
    """The names of everything that a key can be given to."""
    from tui.screens.forms import FormsScreen

    screens: tuple[type[Screen[Any]], ...] = (HomeScreen, BrowseScreen, FormsScreen, GroupScreen, PageScreen)
    screens += tuple(SCREENS.values())
    widgets: tuple[type[Widget], ...] = (QueueMenu, LineList, GroupView, PageView, ReadingInput)
    bindings = (
        *ReviewApp.BINDINGS,
        *(binding for screen in screens for binding in screen.BINDINGS),
        *(binding for widget in widgets for binding in widget.BINDINGS),
    )
    return frozenset(binding.id for binding in bindings if isinstance(binding, Binding) and binding.id)


class ReviewApp(KeysInTurn):
    """A clerk's sitting: queues, and a screen for each of them."""

    CSS_PATH = Path(__file__).with_name("review.tcss")
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit; nothing is lost", show=False, priority=True, id="quit_anywhere"),
    ]

    def __init__(
        self,
        session: ReviewSession,
        pictures: Pictures,
        settings: ReviewSettings | None = None,
        forms: Forms | None = None,
        *,
        alone: bool = False,
    ) -> None:
        """The screens of a session; `alone` where the process is there for nothing else."""
        super().__init__()
        self._alone = alone
        self._settings = settings or ReviewSettings()
        self.title = self._settings.title
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        # Set before the style sheet is read: later all of it would be read twice.
        self.theme = DARK.name if self._settings.dark else LIGHT.name
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide"), (160, "-broad")]
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (HIGH, "-tall")]
        shown = NoPictures() if self._settings.images == "off" else pictures
        shelf = Shelf(shown, self._settings.margin)
        self._desk = Desk(session, shelf, self._settings, drawings(self._settings.images), forms)

    def on_mount(self) -> None:
        """Keys, then the queues."""
        self.set_keymap(dict(self._settings.keys))
        self.push_screen(HomeScreen(self._desk))
        self.set_interval(RENEWED_EVERY, self._keep_up)

    def _keep_up(self) -> None:
        """Beside the screens: a store that is in use by another may keep who writes to it waiting."""
        self.run_worker(self._renew, thread=True, exclusive=True, group="lease")

    def _renew(self) -> None:
        with suppress(BackfileError):  # the next decision says it better
            self._desk.session.keep_up()

    def on_ready(self) -> None:
        """Take what the start has made out of the garbage collector's sight: it stays until the end.

        Every hundred keys or so all of it was gone through, and that key took up to 240 ms on a busy machine, now 30.
        Whoever starts the process may leave the collector off until now, as the command does.
        """
        if self._alone:
            gc.freeze()
            gc.enable()

    def on_home_screen_open(self, message: HomeScreen.Open) -> None:
        """A queue, or the browser, was chosen."""
        self.open(message.name)

    def open(self, name: str) -> None:
        """Show a queue, the browser or the forms, over the home screen."""
        while len(self.screen_stack) > 2:
            self.pop_screen()
        try:
            self.push_screen(self._screen(name))
        except BackfileError as problem:
            if isinstance(self.screen, WorkScreen):
                self.screen.problem(problem)

    def _screen(self, name: str) -> WorkScreen:
        if name == FORMS and self._desk.forms is not None:
            # Reading forms brings in all that reads pages, which takes longer than the rest of the start.
            from tui.screens.forms import FormsScreen

            return FormsScreen(self._desk, self._desk.forms.get())
        return BrowseScreen(self._desk) if name == BROWSE else SCREENS[Queue(name)](self._desk)

    def action_keys(self) -> None:
        """What one does here, and the keys that are valid now."""
        about = self.screen.about if isinstance(self.screen, WorkScreen) else str(getattr(self.screen, "HELP", ""))
        self.push_screen(KeysScreen(about, tuple(self.screen.active_bindings.values())), self._do)

    def _do(self, active: ActiveBinding | None) -> None:
        """Do what a key does."""
        if active is not None:
            self.call_later(self.run_action, active.binding.action, active.node)

    def action_other_light(self) -> None:
        """From dark to light and back."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the command palette offers."""
        for queue in Queue:
            yield SystemCommand(QUEUE_NAMES[queue], QUEUE_TASKS[queue], lambda queue=queue: self.open(queue))
        yield SystemCommand("Browse", "Every order and record, filtered as you type", lambda: self.open(BROWSE))
        if self._desk.forms is not None:
            yield SystemCommand("Forms", FORMS_TASK, lambda: self.open(FORMS))
        said = {"Quit"}
        for active in valid(screen.active_bindings.values()):
            what = active.binding.description
            if what not in said:
                said.add(what)
                key = active.binding.key_display or active.binding.key
                yield SystemCommand(what, f"Here, as with {key}", partial(self._do, active))
        yield SystemCommand("Light or dark", "Change the colours", self.action_other_light)
        yield SystemCommand("Quit", "Everything is saved already", self.exit)
