"""The screen of forms: each place once, kept at once, taken back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from form_files import Files, work_order
from review_bench import desk, drawn, press, settle
from textual.pilot import Pilot

from digitize.forms.definition import FormDefinition, ZoneDefinition
from digitize.forms.outdated import Difference
from digitize.forms.sitting import FormSitting
from records.fields import CATALOGUE
from records.geometry import Box
from tui import FormDesk, FormPicture, ReviewApp
from tui.screens.forms import FormsScreen
from tui.widgets.page_view import PageView

FORM = work_order(
    ZoneDefinition("Order No.", "order_number", (1.0, 1.0, 2.5, 1.4)),
    ZoneDefinition("Needed By", "started_on", (4.0, 1.0, 6.0, 1.4)),
    ZoneDefinition("Office [use]", "Office [use]", (4.0, 5.0, 6.0, 5.4)),
)


class Pictures:
    """Each blank form is white paper with a line of ink."""

    def blank(self, form: FormDefinition) -> FormPicture | None:
        """None of a form without a heading."""
        picture = np.full((2200, 1700), 255, np.uint8)
        picture[300:306, 100:1600] = 0
        return FormPicture(picture, (0.0, 0.5)) if form.heading else None


def forms_desk(*forms: FormDefinition) -> tuple[ReviewApp, Files]:
    """The review with these forms."""
    kept = forms or (FORM,)
    read = {"started_on": ["2019-03-01", "2019-03-04", "", "2019-03-09"]} if FORM in kept else {}
    files = Files(*kept, read=read)
    app, _, _ = desk(forms=FormDesk(FormSitting(files, CATALOGUE), Pictures()))
    return app, files


async def opened(pilot: Pilot[None]) -> FormsScreen:
    """The screen of forms, over the queues."""
    await settle(pilot)
    await press(pilot, "8")
    screen = pilot.app.screen
    if not isinstance(screen, FormsScreen):
        pytest.fail(f"{screen} is not the screen of forms")
    return screen


async def test_enter_confirms_what_is_proposed_and_goes_on() -> None:
    """One key a place: it is in the file at once, and the next open place is on the screen."""
    app, files = forms_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await press(pilot, "enter")
        assert [zone.confirmed for zone in files.forms["work-order"].zones] == [True, False, False]
        assert screen.place is not None
        assert screen.place.spot.key.label == "Needed By"
        assert "2 to confirm" in drawn(app)


async def test_the_card_says_what_was_read_and_shows_where() -> None:
    """Beside the proposal stand values from the pages, and the place is framed where the sheet has it."""
    app, _ = forms_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await press(pilot, "down")
        text = drawn(app)
        assert "Needed By" in text
        assert "Started" in text
        assert "read in 3 of 4: 2019-03-01" in text
        view = screen.query_one(PageView)
        assert view._box == Box(800, 300, 1200, 380)


async def test_a_place_that_would_be_learned_otherwise_says_how() -> None:
    """What the form's file has is shown, and beside it what its binder would teach now; of no other place anything."""
    app, files = forms_desk()
    files.differing = {"work-order": [Difference("Needed By", "is taken for due_on and not for started_on")]}
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(pilot)
        await settle(pilot)
        assert "learned now" not in drawn(app)
        await press(pilot, "down")
        await settle(pilot)
        assert "learned now, it is taken for due_on and not for started_on" in drawn(app)


async def test_another_field_is_chosen_by_its_first_letters() -> None:
    """E, a few letters, Enter: the place is that field."""
    app, files = forms_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(pilot)
        await press(pilot, "down", "e", "d", "u", "e", "enter")
        assert files.forms["work-order"].zones[1] == replace(FORM.zones[1], field="due_on", confirmed=True)


async def test_the_likeliest_field_is_offered_before_anything_is_typed() -> None:
    """E, Enter takes what the printed words say; arrows go to the others."""
    app, files = forms_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(pilot)
        await press(pilot, "down", "e", "enter")
        assert files.forms["work-order"].zones[1].field == "due_on"
        await press(pilot, "e", "down", "down", "up", "escape")
        assert not files.forms["work-order"].zones[2].confirmed


async def test_a_name_of_ones_own_is_taken_as_typed() -> None:
    """What the catalogue does not have becomes the department's own field."""
    app, files = forms_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await press(pilot, "end", "e", *"Zq", "up", "enter")
        assert files.forms["work-order"].zones[2].field == "Zq"


async def test_a_place_can_be_left_unread_and_all_taken_back() -> None:
    """X leaves it unread, c confirms what is left, and each undo takes one decision back."""
    app, files = forms_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await press(pilot, "x")
        assert files.forms["work-order"].zones[0].field == ""
        await press(pilot, "c")
        assert all(zone.confirmed for zone in files.forms["work-order"].zones)
        assert "all confirmed" in drawn(app)
        await press(pilot, "u", "u")
        assert files.forms["work-order"].zones == FORM.zones
        await press(pilot, "u")
        assert "Nothing of this sitting" in drawn(app)


async def test_what_cannot_be_kept_is_said_and_stays() -> None:
    """While a run is at work the decision is refused in words, and the place stays open."""
    app, files = forms_desk()
    files.busy = True
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await press(pilot, "enter")
        assert "A run is at work here" in drawn(app)
        assert screen.place is not None
        assert screen.place.spot.key.label == "Order No."


async def test_home_says_how_many_places_wait() -> None:
    """The forms stand below the queues, with what is left of them; without any they do not."""
    app, _ = forms_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "3 to confirm" in drawn(app)
    bare, _, _ = desk()
    async with bare.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "to confirm" not in drawn(bare)
        await press(pilot, "8")
        assert "No form was learned here" in drawn(bare)


async def test_a_form_without_a_picture_can_be_confirmed_all_the_same() -> None:
    """Where its binder was not read by this version, that is said."""
    app, files = forms_desk(replace(FORM, heading=""))
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(pilot)
        assert "There is no picture of this form" in drawn(app)
        await press(pilot, "a")
        assert files.forms["work-order"].zones[0].confirmed
