"""What the screens have in common: the head line, the line that says what was kept, undo, help, pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Footer

from matching.review import Taken, Undone
from matching.review_evidence import Place
from matching.review_queue import Item, Queue
from records.decision import Decision
from records.errors import BackfileError
from tui.desk import Desk
from tui.phrases import QUEUE_NAMES, decided, in_a_line, progress_line, spelt
from tui.widgets.picture import PictureView
from tui.words import Part, Words

HELP_KEY = Binding("question_mark,f1,ctrl+underscore,ctrl+slash", "app.keys", "Help", id="help")
UNDO_KEY = Binding("u,ctrl+z", "undo", "Undo", id="undo")
HOME_KEY = Binding("escape", "home", "Home", id="home", show=False)
QUIT_KEY = Binding("q", "app.quit", "Quit", id="quit", show=False)


class WorkScreen(Screen[None]):
    """A screen with a head, a body, a line that says what happened, and a footer of six keys at most."""

    AUTO_FOCUS = "*"
    QUEUE: ClassVar[Queue | None] = None
    HELP: ClassVar[str] = ""
    """What one does here, in a sentence or two, for the help; `{name}` stands for the key of the binding so called."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "undo", "Undo", id="undo", show=False),
        HOME_KEY,
    ]

    OF_AN_ITEM: ClassVar[frozenset[str]] = frozenset()
    """The actions that need something to be done with."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.session = desk.session
        self._had_item: bool | None = None

    @property
    def has_item(self) -> bool:
        """Whether there is something that a key could be about."""
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """What has nothing to be done with stands grey in the foot, and not in the help."""
        return None if action in self.OF_AN_ITEM and not self.has_item else True

    def mind_keys(self) -> None:
        """Say anew what can be done where the first item came or the last one went."""
        if self.has_item is not self._had_item:
            self._had_item = self.has_item
            self.refresh_bindings()

    def key(self, name: str) -> str:
        """The key of the binding so called, as the person has it."""
        own = (each.key for each in self.BINDINGS if isinstance(each, Binding) and each.id == name)
        return spelt((self.desk.settings.keys.get(name) or next(own)).split(",")[0])

    @property
    def about(self) -> str:
        """What one does here, with the keys that do it."""
        names = (each.id for each in self.BINDINGS if isinstance(each, Binding) and each.id)
        return self.HELP.format_map({name: self.key(name) for name in names})

    def body(self) -> ComposeResult:
        """What stands between head and foot."""
        raise NotImplementedError

    def renew(self) -> None:
        """Draw what has changed."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Head, body, what was kept, keys."""
        with Horizontal(id="head"):
            yield Words(id="title")
            yield Words(id="progress")
        yield from self.body()
        yield Words(id="said")
        yield Footer(show_command_palette=False, compact=True)

    def on_screen_resume(self) -> None:
        """Fill the screen, when it comes up and when it comes back: another one may have decided something."""
        self.renew()

    def title_is(self, *parts: Part) -> None:
        """The left of the head line; the right says how far the work is."""
        name = QUEUE_NAMES[self.QUEUE] if self.QUEUE else self.desk.settings.title
        self.query_one("#title", Words).say((f" {name} ", "bold $background on $primary"), " ", *parts)
        self.query_one("#progress", Words).say(progress_line(self.session.progress(self.QUEUE)))

    def said(self, mark: str = "", text: str = "", style: str = "$muted") -> None:
        """The line above the keys; nothing where nothing is to be said."""
        self.query_one("#said", Words).say((f"{mark} ", f"bold {style}"), (text, style))

    def problem(self, problem: BackfileError) -> None:
        """Something could not be done; the item stays."""
        self.said("✘", in_a_line(problem), "$error")

    def decide(self, act: Callable[[], Decision]) -> Decision | None:
        """Carry a decision out; what cannot be is said, and the item stays on the screen."""
        try:
            return act()
        except Taken as problem:
            self.session.refresh()
            self.renew()
            self.problem(problem)
            return None
        except BackfileError as problem:
            self.problem(problem)
            return None

    def put_off(self, item: Item) -> bool:
        """Put an item behind the others; False, and it is said why, where that cannot be kept now."""
        try:
            self.session.later(item)
        except BackfileError as problem:
            self.problem(problem)
            return False
        return True

    def kept(self, text: str) -> None:
        """Say what was kept."""
        self.said("✔", f"Saved: {text}", "$success")

    def action_undo(self) -> None:
        """Take the last decision back."""
        try:
            undone = self.session.undo()
        except BackfileError as problem:
            self.problem(problem)
            return
        if undone is None:
            self.said("·", "There is nothing of yours to take back.")
            return
        self.undone(undone)
        if undone.count > 1:
            self.said("↶", f"Taken back: {undone.count} decisions at once", "$accent")
            return
        elsewhere = undone.item is not None and self.QUEUE is not None and undone.item.queue is not self.QUEUE
        place = f" (in {QUEUE_NAMES[undone.item.queue]})" if elsewhere and undone.item else ""
        self.said("↶", f"Taken back: {decided(undone.item, undone.decision)}{place}", "$accent")

    def undone(self, undone: Undone) -> None:  # noqa: ARG002 - the screens that can show the item do
        """Show what is open again."""
        self.renew()

    def action_home(self) -> None:
        """Back to the queues."""
        if len(self.app.screen_stack) > 2:
            self.session.leave()
            self.app.pop_screen()

    def look(self, view: PictureView, place: Place | None, coming: Callable[[], Iterable[Place]] = tuple) -> None:
        """Show a place; its picture is fetched beside the screen, and after it those that come next.

        The first of those is drawn as well, so that its key has only to show it.
        """
        ready = self.desk.shelf.peek(place) if place else None
        view.show(place, "…" if ready is None else ready)
        if place is None:
            return
        work = partial(self._fetch, view, place, coming)
        begin = partial(self.run_worker, work, thread=True, exclusive=True, group=f"pictures-{view.id}")
        if ready is None:
            begin()
        else:
            self.call_after_refresh(begin)  # what comes next must not hold up what is drawn now

    def _fetch(self, view: PictureView, place: Place, coming: Callable[[], Iterable[Place]]) -> None:
        view.post_message(PictureView.Arrived(place, self.desk.shelf.get(place)))
        for at, each in enumerate(coming()):
            found = self.desk.shelf.get(each)
            if at == 0:
                view.draw_ahead(each, found)
