"""Fields in doubt: the strip of the page over the reading. Right is one key, one wrong character two."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from matching.review import Undone, standing_value
from matching.review_evidence import Place, doubtful, entry, places
from matching.review_queue import FieldItem, Queue
from records.decision import Decision
from records.lines import field_label, field_named
from records.screen import screen
from tui.phrases import decided, why
from tui.screens.group import GroupScreen
from tui.screens.page import PageScreen
from tui.screens.work import WorkScreen
from tui.widgets.graphics import CELLS, picture_of
from tui.widgets.picture import PictureView
from tui.widgets.reading_input import ReadingInput
from tui.words import Words

if TYPE_CHECKING:
    from PIL import Image


class FieldsScreen(WorkScreen, inherit_bindings=False):
    """One doubtful reading after the other."""

    QUEUE = Queue.FIELDS
    HELP = (
        "The picture shows what the paper says, the box what was read. Enter if they agree. If not, type over the "
        "marked character or the whole, and press Enter. {blind} hides the reading, so that you key what you see; "
        "{record} shows what the digital record says; {group} shows all fields with the same reading. Letters are "
        "text here: commands are Enter, Tab, arrows, function keys and ctrl with a letter."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,ctrl+b", "blind", "Key it without seeing the reading", id="blind", show=False),
        Binding("f5,ctrl+r", "record", "What the digital record says", id="record", show=False),
        Binding("ctrl+g", "group", "All with the same reading", id="group", show=False),
        Binding("f3,ctrl+t", "illegible", "Illegible", id="illegible"),
        Binding("f4,ctrl+l", "later", "Later", id="later"),
        Binding("f6,ctrl+o", "page", "Whole page", id="page"),
        Binding("ctrl+z", "undo", "Undo", id="undo"),
        Binding("f7,ctrl+y", "graphics", "Another way of showing the picture", id="graphics", show=False),
        Binding("f1,ctrl+underscore,ctrl+slash", "app.keys", "Help", id="help"),
        Binding("escape", "restore", "The reading again; then home", id="restore", show=False),
    ]

    OF_AN_ITEM = frozenset({"blind", "record", "group", "illegible", "later", "page", "graphics"})

    item: FieldItem | None = None
    offered = ""
    choices: tuple[str, ...] = ()
    drawing = 0
    """The way in which pictures are shown now: a place in the desk's."""
    _drawable: Image.Image | None = None
    views: Mapping[str, Widget] = MappingProxyType({})
    """What shows pictures by the terminal's graphics, by the name of the way."""
    blind = False
    """Whether the reading is hidden."""

    def body(self) -> ComposeResult:
        """Picture, name, box, what it is kept as, why to look, other readings."""
        yield PictureView(self.desk.cells, id="picture", above=True)
        self.views = {each.name: each.make(classes="graphics") for each in self.desk.drawings if each.make is not None}
        yield from self.views.values()
        yield Words(id="name")
        yield ReadingInput(id="reading", entered=self.action_submit)
        yield Words(id="kept")
        yield Words(id="why")
        yield Words(id="others")

    @property
    def has_item(self) -> bool:
        """Whether a field is on the screen."""
        return self.item is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Other readings where there are some, and none of them to who keys blind."""
        if (action == "record" and self.blind) or (action == "other" and len(self.choices) < 2):
            return False
        return super().check_action(action, parameters)

    def renew(self) -> None:
        """The item that is still open and nobody else's, else the next one."""
        still = self.item if self.item is not None and self.session.claim(self.item) else None
        self.show(still or self._first())

    def _first(self) -> FieldItem | None:
        item = self.session.next(Queue.FIELDS)
        return item if isinstance(item, FieldItem) else None

    def show(self, item: FieldItem | None) -> None:
        """Put a reading on the screen."""
        changed, self.item = item is not self.item, item
        box = self.query_one(ReadingInput)
        box.display = item is not None
        self.mind_keys()
        if item is None:
            self._empty()
            return
        self.session.shown(item)
        order = item.order
        number = f" · order {order.number}" if order.number and item.reading.name != "order_number" else ""
        self.title_is(f"{order.binder} page {item.reading.page}{number}")
        if changed:
            self._offer(item)
        self._look(item)

    def _look(self, item: FieldItem) -> None:
        place = next(iter(places(self.session, item)), None)
        self.look(self.query_one(PictureView), place, partial(self._coming, item))

    def _coming(self, item: FieldItem) -> list[Place]:
        """The places of the next items; asked for beside the screen, which has no time for it."""
        nexts = [each for each in self.session.coming(Queue.FIELDS, 3) if each.subject != item.subject]
        return [place for each in nexts for place in places(self.session, each)]

    def _offer(self, item: FieldItem) -> None:
        reading = item.reading
        self.blind = False
        self.offered = entry(self.session, item)
        others = [each.raw or each.value for each in reading.alternatives]
        self.choices = (self.offered, *dict.fromkeys(each for each in others if each and each != self.offered))
        self.query_one(ReadingInput).offer(self.offered, doubtful(reading, self.offered))
        self.query_one("#name", Words).say(
            (field_label(reading.name), "bold $primary"), (f"   {self._about(item)}", "$muted")
        )
        self.query_one("#why", Words).say(("Look because  ", "$muted"), why(reading))
        self._show_others()
        self._show_kept()

    def _about(self, item: FieldItem) -> str:
        """What the field is, or why the picture is not one of it."""
        if item.reading.box is None:
            return f"Its place was not found. This is the head of the page; {self.key('page')} shows all of it."
        known = field_named(item.reading.name, self.session.settings.catalogue)
        return known.description if known else "A field of this department's own."

    def _show_others(self) -> None:
        more = "  ·  ".join(self.choices[1:4])
        line = self.query_one("#others", Words)
        line.say(("↓ others      ", "$muted"), more) if more else line.say("")

    def _empty(self) -> None:
        self.title_is("")
        self.look(self.query_one(PictureView), None)
        for name in ("why", "others", "kept"):
            self.query_one(f"#{name}", Words).say("")
        self.query_one("#name", Words).say(("No field is in doubt any more.", "bold"), "  Esc goes back to the queues.")

    @on(Input.Changed, "#reading")
    def _show_kept(self) -> None:
        """Say what the text will be kept as, at each key."""
        if self.item is None:
            return
        text = self.query_one(ReadingInput).value
        if self.blind and not text:
            self.query_one("#kept", Words).say(("The reading is hidden: key what the picture says.", "$accent"))
            return
        parsed = self.session.check(self.item, text)
        line = self.query_one("#kept", Words)
        if parsed.value is not None:
            note = f"   {parsed.note}" if parsed.note else ""
            line.say(("✔ kept as  ", "$success"), (parsed.value, "bold"), (note, "$muted"))
        elif not text and standing_value(self.item) is None:
            line.say(("· type what the picture says", "$muted"))
        elif not text.strip():
            line.say(("✔ kept as nothing written there", "$success"))
        else:
            line.say(("✘ ", "bold $error"), (parsed.note or "nothing written there", "$error"))

    def action_submit(self) -> None:
        """The text is right: the reading if it stands as offered, else what was typed."""
        item, text = self.item, self.query_one(ReadingInput).value
        if item is None:
            return
        if not text and standing_value(item) is None:
            # Whoever presses Enter in rhythm must not say by it that nothing is written where something is.
            nobody = f"{self.key('illegible')} if nobody can read it."
            self.said("✘", f"Type what is written. Space, Enter if nothing is; {nobody}", "$error")
            return
        as_read = text == screen(self.offered) and item.reading.value is not None and not self.blind
        blind = self.blind
        act = (lambda: self.session.accept(item)) if as_read else lambda: self.session.correct(item, text, blind=blind)
        self._after(item, self.decide(act))

    def action_blind(self) -> None:
        """Hide the reading; once more shows it again."""
        if self.item is None:
            return
        if self.blind:
            self._offer(self.item)
            return
        self.blind = True
        for name in ("why", "others"):
            self.query_one(f"#{name}", Words).say("")
        box = self.query_one(ReadingInput)
        box.offer("")
        self._show_kept()

    def action_record(self) -> None:
        """Put the value of the linked record among the other readings: hidden until asked for, so as not to lead."""
        if self.item is None:
            return
        record = self.session.linked_record(self.item.order.order_id)
        value = record.value(self.item.reading.name) if record else None
        line = self.query_one("#others", Words)
        if record is None or value is None:
            line.say(("record        ", "$muted"), "no linked record says anything" if record else "none is linked")
            return
        self.choices = (*self.choices[:1], value, *(each for each in self.choices[1:] if each != value))
        line.say(("↓ record      ", "$muted"), (value, "bold"), (f"   {record.source} {record.record_id}", "$muted"))

    def action_group(self) -> None:
        """All fields with the same reading."""
        if self.item is not None:
            self.app.push_screen(GroupScreen(self.desk, self.item))

    def action_illegible(self) -> None:
        """No one can read it."""
        if item := self.item:
            self._after(item, self.decide(lambda: self.session.illegible(item)))

    def _after(self, item: FieldItem, decision: Decision | None) -> None:
        if decision is not None:
            self.show(self._first())
            self.kept(decided(item, decision))

    def action_later(self) -> None:
        """Put it behind the others."""
        if (item := self.item) and self.put_off(item):
            self.show(self._first())
            self.said("·", f"Later: {field_label(item.reading.name)} of {item.order.order_id}")

    def action_other(self, step: int) -> None:
        """Put another reading into the box."""
        if self.item is not None:
            box = self.query_one(ReadingInput)
            shown = [str(screen(choice)) for choice in self.choices]
            at = shown.index(box.value) if box.value in shown else 0
            box.offer(self.choices[(at + step) % len(self.choices)])

    def action_restore(self) -> None:
        """The reading as it was; if it is, back to the queues."""
        box = self.query_one(ReadingInput)
        if self.item is not None and box.value != screen(self.offered):
            self._offer(self.item)
        else:
            self.action_home()

    def on_picture_view_shown(self, message: PictureView.Shown) -> None:
        """Show the same by the terminal's graphics, where it has them."""
        self._drawable = None
        if self.views and message.place is not None and not isinstance(message.picture, str):
            self._drawable = picture_of(message.picture, message.place)
        self._show_graphics()

    def _show_graphics(self) -> None:
        shown = self.views.get(self.desk.drawings[self.drawing].name) if self._drawable is not None else None
        self.query_one(PictureView).display = shown is None
        for view in self.views.values():
            view.display = view is shown
        if shown is not None:
            shown.image = self._drawable  # type: ignore[attr-defined] # textual-image's

    def action_graphics(self) -> None:
        """From one way of showing pictures to the next: what a terminal says of itself is not always so."""
        ways = self.desk.drawings
        self.drawing = (self.drawing + 1) % len(ways)
        name = ways[self.drawing].name
        only = "; review.images in backfile.toml asks for graphics" if len(ways) == 1 else ""
        self.said("·", f"Pictures are drawn as {name if name == CELLS.name else f'{name} graphics'}{only}.")
        self._show_graphics()

    def action_page(self) -> None:
        """The whole page, to look around."""
        if self.item is not None:
            place = places(self.session, self.item)[0]
            self.app.push_screen(PageScreen(self.desk, place))

    def undone(self, undone: Undone) -> None:
        """Back to the item that is open again."""
        self.show(undone.item if isinstance(undone.item, FieldItem) else self._first())
