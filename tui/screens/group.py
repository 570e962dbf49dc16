"""Group: every field with the same reading as a picture; take out the odd ones, accept the rest at once."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from matching.review_evidence import Place, places
from matching.review_queue import FieldItem, Item, Queue
from records.errors import BackfileError
from records.lines import field_label
from tui.desk import Desk
from tui.pictures import Picture
from tui.screens.page import PageScreen
from tui.screens.work import HELP_KEY, QUIT_KEY, WorkScreen
from tui.widgets.group_view import GroupView
from tui.words import Words


class GroupScreen(WorkScreen, inherit_bindings=False):
    """One reading, many places."""

    AUTO_FOCUS = "GroupView"
    QUEUE = Queue.FIELDS
    HELP = (
        "All these places were read the same. The least sure come first. {exclude} takes out one that says "
        "something else; {accept_all} accepts the others, all at once, and undo takes all of them back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "Accept the marked", id="accept_all"),
        Binding("space", "exclude", "Take out, or in", id="exclude"),
        Binding("p,f6", "page", "Page", id="page"),
        Binding("ctrl+z,u", "undo", "Undo", id="undo", show=False),
        HELP_KEY,
        Binding("escape,ctrl+g", "back", "Back", id="back"),
        QUIT_KEY,
    ]

    OF_AN_ITEM = frozenset({"accept", "exclude", "page"})

    def __init__(self, desk: Desk, item: FieldItem) -> None:
        super().__init__(desk)
        self.start = item
        self.members: tuple[FieldItem, ...] = ()

    @property
    def has_item(self) -> bool:
        """Whether any of the group is open."""
        return bool(self.members)

    def body(self) -> ComposeResult:
        """What all of them say, and the pictures."""
        yield Words(id="headline")
        yield GroupView(self.desk.cells)

    def renew(self) -> None:
        """The fields of the group that are still open; what was taken out stays out."""
        view = self.query_one(GroupView)
        before = [each.subject for each in self.members]
        out = {before[at] for at in view.excluded}
        self.members = self.session.group(self.start)
        subjects = [each.subject for each in self.members]
        if subjects != before:
            view.show([(places(self.session, each)[0], _caption(each)) for each in self.members])
            view.excluded = {at for at, subject in enumerate(subjects) if subject in out}
        self._count()

    def on_group_view_toggled(self) -> None:
        """Say how many are left."""
        self._count()

    def _count(self) -> None:
        self.mind_keys()
        view = self.query_one(GroupView)
        reading = self.start.reading
        chosen = len(self.members) - len(view.excluded)
        self.title_is(f"{field_label(reading.name)} · {len(self.members):,} with the same reading")
        self.query_one("#headline", Words).say(
            ("All of these were read as ", ""),
            (reading.value or reading.raw or "(nothing written there)", "bold $primary"),
            (f"   {chosen:,} of {len(self.members):,} marked ✔", "$muted"),
        )

    def on_group_view_wanted(self, message: GroupView.Wanted) -> None:
        """Fetch the pictures that are in sight."""
        self.run_worker(partial(self._fetch_all, message.places), thread=True, exclusive=True, group="group")

    def _fetch_all(self, wanted: tuple[Place, ...]) -> None:
        view = self.query_one(GroupView)
        for place in wanted:
            found: Picture | str = self.desk.shelf.get(place)
            view.post_message(GroupView.Arrived(place, found))

    def action_exclude(self) -> None:
        """This one says something else."""
        self.query_one(GroupView).toggle()

    def action_accept(self) -> None:
        """The marked ones are right."""
        view = self.query_one(GroupView)
        chosen: list[Item] = [each for at, each in enumerate(self.members) if at not in view.excluded]
        try:
            events = self.session.accept_all(chosen)
        except BackfileError as problem:
            self.problem(problem)
            return
        self.dismiss_with(f"{len(events):,} fields right as read, at once; undo takes all of them back")

    def dismiss_with(self, text: str) -> None:
        """Back to the fields, and say there what was kept."""
        self.app.pop_screen()
        below = self.app.screen
        if isinstance(below, WorkScreen):
            below.renew()
            below.kept(text)

    def action_page(self) -> None:
        """The whole page of the one under the cursor."""
        at = self.query_one(GroupView).cursor
        if at < len(self.members):
            self.app.push_screen(PageScreen(self.desk, places(self.session, self.members[at])[0]))

    def action_back(self) -> None:
        """Back to the fields; nothing is decided."""
        self.app.pop_screen()


def _caption(item: FieldItem) -> str:
    number = item.order.number
    shown = f" · {number}" if number and item.reading.name != "order_number" else ""
    return f"{item.order.binder} page {item.reading.page}{shown} · {item.reading.confidence:.0%} sure"
