"""Forms: each place of each learned form once, its picture beside what it is taken for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from digitize.forms.definition import box_on
from digitize.forms.likely import looks_like
from digitize.forms.places import Example
from digitize.forms.sitting import Place
from records.errors import BackfileError
from records.fields import CATALOGUE, ITEM_CATALOGUE
from records.lines import field_label
from tui.desk import Desk
from tui.forms import FormDesk, FormPicture
from tui.screens.offer import OfferScreen
from tui.screens.work import HELP_KEY, HOME_KEY, QUIT_KEY, UNDO_KEY, WorkScreen
from tui.widgets.page_view import PageView
from tui.widgets.sides_view import fit
from tui.words import Words, words

SHOWN = 3
"""Examples of what was read at a place."""
NEAR = 3
"""Times the width of the picture at which a form's print can be read at 120 columns."""
OURS = frozenset((*CATALOGUE, *ITEM_CATALOGUE))


class FormsScreen(WorkScreen, inherit_bindings=False):
    """The places of the forms in a list; of the one under the cursor what it is, and where it stands."""

    AUTO_FOCUS = "#places"
    HELP = (
        "Each place of each form that the binders taught, once for all of its pages. {accept} says that it is what "
        "it is taken for, {name_field} names another field, {ignore_field} leaves it unread, {all_fields} confirms "
        "all that is left of the form. + and - bring the picture nearer and farther. The next run reads the form's "
        "pages by what you said. Where a place would be learned otherwise now, that is said: `backfile forms learn` "
        "takes it, and leaves what you confirmed."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,a", "accept", "Right", id="accept"),
        Binding("e", "name", "Another field", id="name_field"),
        Binding("x", "ignore", "Do not read", id="ignore_field"),
        Binding("c", "all", "All of the form", id="all_fields"),
        UNDO_KEY,
        HELP_KEY,
        Binding("plus,equals_sign", "near(1)", "Nearer", id="nearer", show=False),
        Binding("minus", "near(-1)", "Farther", id="farther", show=False),
        HOME_KEY,
        QUIT_KEY,
    ]

    OF_AN_ITEM = frozenset({"accept", "name", "ignore", "all", "near"})

    class Known(Message):
        """The form's picture, what was read at the place, and how it would be learned now."""

        def __init__(
            self, place: Place, picture: FormPicture | None, examples: Sequence[Example], otherwise: Sequence[str]
        ) -> None:
            super().__init__()
            self.place = place
            self.picture = picture
            self.examples = examples
            self.otherwise = otherwise

    def __init__(self, desk: Desk, forms: FormDesk) -> None:
        super().__init__(desk)
        self.forms = forms
        self.places: tuple[Place, ...] = ()
        self._rows: list[int | None] = []
        self._asked: Place | None = None
        self._pictures: dict[tuple[str, int], FormPicture | None] = {}

    def body(self) -> ComposeResult:
        """The list, and the card of the place under the cursor."""
        with Horizontal(id="listed"):
            yield OptionList(id="places", markup=False)
            with Vertical(id="card"):
                yield Words(id="headline")
                yield Words(id="detail")
                yield Words(id="examples")
                view = PageView(self.desk.cells)
                view.can_focus = False
                yield view

    def on_mount(self) -> None:
        """Near enough to read."""
        self.query_one(PageView).near = NEAR

    @property
    def has_item(self) -> bool:
        """Whether any place was learned."""
        return bool(self.places)

    @property
    def place(self) -> Place | None:
        """The place under the cursor."""
        at = self._at()
        return self.places[at] if at is not None else None

    def _at(self) -> int | None:
        row = self.query_one("#places", OptionList).highlighted
        return self._rows[row] if row is not None and row < len(self._rows) else None

    def renew(self) -> None:
        """The places as the files have them now; the cursor stays, and begins at the first that nobody confirmed."""
        try:
            self.forms.sitting.refresh()
        except BackfileError as problem:
            self.problem(problem)
        at = self._at()
        self._list()
        self._go_to(self._next_open() if at is None else at)

    def _next_open(self) -> int:
        """The first place that nobody confirmed, else the first."""
        return next((at for at, place in enumerate(self.places) if not place.spot.confirmed), 0)

    def _list(self) -> None:
        """A heading for each form, a line for each of its places."""
        self.places = self.forms.sitting.places()
        self._rows = []
        options: list[Option] = []
        for at, place in enumerate(self.places):
            if at == 0 or self.places[at - 1].form.name != place.form.name:
                options.append(Option(words((place.form.name, "bold $muted")), disabled=True))
                self._rows.append(None)
            options.append(Option(words((_line(place), ""))))
            self._rows.append(at)
        listed = self.query_one("#places", OptionList)
        listed.clear_options()
        listed.add_options(options)
        self.mind_keys()
        waiting = self.forms.sitting.waiting
        self.title_is("Forms")
        self.query_one("#progress", Words).say(f"{waiting:,} to confirm" if waiting else "all confirmed")

    def _go_to(self, at: int) -> None:
        if self.places:
            self.query_one("#places", OptionList).highlighted = self._rows.index(min(at, len(self.places) - 1))
        self._fill()

    @on(OptionList.OptionHighlighted, "#places")
    def _fill(self) -> None:
        """The card: what the place is taken for now; its picture and examples come after."""
        place = self.place
        headline = self.query_one("#headline", Words)
        if place is None:
            headline.say(("No form was learned yet.", "bold"), "  It takes four pages of one form.")
            return
        headline.say((place.spot.words, "bold"), "  ", (_where(place), "$muted"))
        self.query_one("#detail", Words).say(*_meaning(place))
        if place == self._asked:
            return
        self._asked = place
        self.query_one("#examples", Words).say("")
        self.run_worker(partial(self._fetch_form, place), thread=True, group="form")

    def _fetch_form(self, place: Place) -> None:
        """Beside the screen: the picture is drawn from the learned form, the examples come from the store."""
        key = place.form.name, place.form.version
        if key not in self._pictures:
            self._pictures[key] = self.forms.pictures.blank(place.form)
        sitting = self.forms.sitting
        known = self.Known(place, self._pictures[key], sitting.examples(place), sitting.otherwise(place))
        self.post_message(known)

    def on_forms_screen_known(self, message: Known) -> None:
        """Show them, unless the cursor has moved on."""
        if message.place != self.place:
            return
        otherwise = [(f"learned now, it {what}   ", "$warning") for what in message.otherwise]
        self.query_one("#examples", Words).say(*otherwise, *_examples(message.place, message.examples))
        view, found = self.query_one(PageView), message.picture
        if found is None:
            view.show("There is no picture of this form here: read its binder again.", None)
        else:
            box = message.place.spot.box
            view.show(found.picture, box_on(box, found.shift) if box else None)

    def _say(self, field: str, done: str) -> None:
        place, at = self.place, self._at()
        if place is None or at is None:
            return
        try:
            self.forms.sitting.say(place, field)
        except BackfileError as problem:
            self.problem(problem)
            return
        self._list()
        after = [*range(at + 1, len(self.places)), *range(at + 1)]
        self._go_to(next((each for each in after if not self.places[each].spot.confirmed), min(at + 1, len(after) - 1)))
        self.kept(f"{place.spot.words}: {done}")

    def action_accept(self) -> None:
        """It is what it is taken for."""
        if (place := self.place) is not None:
            self._say(place.spot.field, _named(place.spot.field) if place.spot.field else "not read")

    @on(OptionList.OptionSelected, "#places")
    def _selected(self) -> None:
        self.action_accept()

    def action_ignore(self) -> None:
        """It is not to be read."""
        self._say("", "not read")

    def action_name(self) -> None:
        """It is another field."""
        if (place := self.place) is not None:
            question = (("Which field is ", "$muted"), (place.spot.words, "bold"), ("?", "$muted"))
            offers = partial(self.forms.sitting.offers, place)
            self.app.push_screen(OfferScreen(question, offers), self._chosen)

    def _chosen(self, field: str | None) -> None:
        if field:
            self._say(field, _named(field))

    def action_all(self) -> None:
        """All that is left of this form is what it is taken for."""
        if (place := self.place) is None:
            return
        try:
            count = self.forms.sitting.confirm_all(place.form.name)
        except BackfileError as problem:
            self.problem(problem)
            return
        self._list()
        self._go_to(self._next_open())
        self.kept(f"{count} places of {place.form.name}, at once; undo takes all of them back")

    def action_undo(self) -> None:
        """Take the last of this sitting back, and go there."""
        try:
            undone = self.forms.sitting.undo()
        except BackfileError as problem:
            self.problem(problem)
            return
        if undone is None:
            self.said("·", "Nothing of this sitting is left to take back.")
            return
        self._list()
        keys = {spot.key for spot in undone.before}
        there = (at for at, p in enumerate(self.places) if p.form.name == undone.form and p.spot.key in keys)
        self._go_to(next(there, 0))
        self.said("↶", f"Taken back: {', '.join(spot.words for spot in undone.before[:3])}", "$accent")

    def action_near(self, step: int) -> None:
        """Bring the picture nearer or take it away."""
        self.query_one(PageView).near += step


def _line(place: Place) -> str:
    mark = "✔" if place.spot.confirmed else "·"
    return f"{mark} {fit(place.spot.words, 15)} {fit(place.spot.field or '—', 14)}"


def _named(field: str) -> str:
    """A field as people say it; a name of the department's own as it is."""
    return field_label(field) if field in OURS else field


def _where(place: Place) -> str:
    spot = place.spot
    if spot.key.column:
        return f"column of table {spot.key.number}"
    part = f"order {spot.key.number} of the sheet, " if spot.key.number > 1 else ""
    left, top = spot.box[:2] if spot.box else (0.0, 0.0)
    boxes = "check boxes, " if spot.options else ""
    return f"{part}{boxes}{left:.1f} inches from the left, {top:.1f} from the top"


def _meaning(place: Place) -> list[tuple[str, str]]:
    field = place.spot.field
    state = "confirmed" if place.spot.confirmed else "proposed"
    if not field:
        return [("is not read", "bold $warning"), (f"   {state}", "$muted")]
    own = "" if field in OURS else ", the department's own"
    return [("is  ", "$muted"), (_named(field), "bold $primary"), (f"   {field}{own}   {state}", "$muted")]


def _examples(place: Place, examples: Sequence[Example]) -> list[tuple[str, str]]:
    """What was read there, and of a field that Backfile does not know what it looks like."""
    values = [example.value for example in examples if example.value]
    if not values:
        return [("nothing was read there yet", "$muted")]
    looks = "" if place.spot.field in OURS else looks_like(values)
    some = " · ".join(fit(value, min(len(value), 24)) for value in list(dict.fromkeys(values))[:SHOWN])
    likely = f"   looks like {looks}" if looks else ""
    return [(f"read in {len(values)} of {len(examples)}: ", "$muted"), (some[:110], ""), (likely, "$muted")]
