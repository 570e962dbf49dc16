"""The whole page, to look around: nearer, farther, the pages before and after."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer

from matching.review_evidence import Place
from tui.desk import Desk
from tui.pictures import Picture
from tui.screens.work import HELP_KEY, QUIT_KEY
from tui.widgets.page_view import PageView
from tui.words import Words


class PageScreen(Screen[None]):
    """One page after the other, starting where the item is."""

    AUTO_FOCUS = "PageView"
    HELP = "Arrows move the page about, + brings it nearer, - takes it away. n and p show the neighbours."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", "near(1)", "Nearer", id="nearer"),
        Binding("minus", "near(-1)", "Farther", id="farther"),
        Binding("n", "leaf(1)", "Next page", id="next_page"),
        Binding("p", "leaf(-1)", "Page before", id="page_before"),
        Binding("escape,f6,ctrl+o", "dismiss", "Back", id="back"),
        HELP_KEY,
        QUIT_KEY,
    ]

    class Arrived(Message):
        """A page is here."""

        def __init__(self, place: Place, picture: Picture | str) -> None:
            super().__init__()
            self.place = place
            self.picture = picture

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__()
        self.desk = desk
        self.start = place
        self.number = place.page

    def compose(self) -> ComposeResult:
        """A head line, the page, keys."""
        yield Words(id="title")
        yield PageView(self.desk.cells)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Fetch the page; near enough to read where there is a place to go to."""
        self.query_one(PageView).near = 5 if self.start.box else 1
        self._show()

    def _show(self) -> None:
        place = Place(f"page {self.number}", self.start.binder, self.number)
        self.query_one("#title", Words).say((f" {place.binder} page {place.page} ", "bold $background on $primary"))
        self.run_worker(partial(self._fetch, place), thread=True, exclusive=True)

    def _fetch(self, place: Place) -> None:
        self.post_message(self.Arrived(place, self.desk.shelf.get(place)))

    def on_page_screen_arrived(self, message: Arrived) -> None:
        """Show it, unless another page was asked for since."""
        if message.place.page == self.number:
            box = self.start.box if self.number == self.start.page else None
            self.query_one(PageView).show(message.picture, box)

    def action_near(self, step: int) -> None:
        """Bring it nearer or take it away."""
        self.query_one(PageView).near += step

    def action_leaf(self, step: int) -> None:
        """The page after or before; the binder begins at 1."""
        if self.number + step >= 1:
            self.number += step
            self._show()
