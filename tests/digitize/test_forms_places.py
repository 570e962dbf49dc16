"""What a person says of a form's places, and what is offered to choose from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from form_files import Files, work_order
from hypothesis import given
from hypothesis import strategies as st

from digitize.forms.definition import ColumnDefinition, FormDefinition, ZoneDefinition
from digitize.forms.places import Example, confirmed, examples_at, examples_of, offers, said, spots
from digitize.forms.sitting import FormSitting
from records.errors import UsageProblem
from records.fields import CATALOGUE
from records.geometry import Box
from records.order import FieldReading, LineItem, PaperOrder, ReadingStatus

FORM = work_order(
    ZoneDefinition("Order No.", "order_number", (1.0, 1.0, 2.0, 1.3)),
    ZoneDefinition("Needed By", "started_on", (3.0, 1.0, 4.0, 1.3)),
    ZoneDefinition("Date", "requested_on", (5.0, 1.0, 6.0, 1.3)),
    ZoneDefinition("Date", "completed_on", (5.0, 9.0, 6.0, 9.3)),
    ZoneDefinition("", "priority", (1.0, 2.0, 4.0, 2.3), options=("Routine", "Urgent")),
    columns=(ColumnDefinition("Hrs", "quantity"), ColumnDefinition("Rate", "unit_cost")),
)
LOG = replace(FORM, name="log", kind="log", zones=(), columns=(ColumnDefinition("Called in", "requested_on"),))


def forms_in(*forms: FormDefinition) -> Files:
    """These forms, with three days read of when the work was started."""
    return Files(*forms, read={"started_on": [f"2019-03-0{day}" for day in (1, 2, 3)]})


def test_every_place_of_a_form_is_a_spot_of_its_own() -> None:
    """Zones and columns are told apart, also two with the same printed words."""
    found = spots(FORM)
    assert [spot.field for spot in found] == [zone.field for zone in FORM.zones] + ["quantity", "unit_cost"]
    assert len({spot.key for spot in found}) == len(found)
    assert [spot.words for spot in found][-3:] == ["Routine / Urgent", "Hrs", "Rate"]


def test_what_is_said_of_one_place_changes_no_other() -> None:
    """The second "Date" is named, the first stays; the version counts up by one."""
    second = [spot for spot in spots(FORM) if spot.key.label == "Date"][1]
    changed = said(FORM, second.key, "due_on")
    assert [zone.field for zone in changed.zones] == [
        "order_number",
        "started_on",
        "requested_on",
        "due_on",
        "priority",
    ]
    assert [zone.confirmed for zone in changed.zones] == [False, False, False, True, False]
    assert changed.version == FORM.version + 1


def test_saying_what_is_known_already_is_no_new_version() -> None:
    """A place that was confirmed as it is stays as it is."""
    once = said(FORM, spots(FORM)[0].key, "order_number")
    assert said(once, spots(FORM)[0].key, "order_number") is once


def test_what_is_said_holds_for_the_form_as_it_is_now() -> None:
    """Where a run has added a place meanwhile, the one that was meant is named; where it is gone, that is said."""
    key = spots(FORM)[1].key
    grown = replace(FORM, zones=(ZoneDefinition("Unit", "asset", (0.1, 0.1, 0.5, 0.3)), *FORM.zones))
    assert [zone.field for zone in said(grown, key, "due_on").zones][2] == "due_on"
    with pytest.raises(UsageProblem, match="Needed By"):
        said(replace(FORM, zones=FORM.zones[:1]), key, "due_on")


def test_a_form_is_confirmed_by_its_printed_words() -> None:
    """A command names fields by label or by field; all of the form is confirmed by it."""
    changed = confirmed(FORM, {"Needed By": "due_on", "quantity": "Hours worked"})
    assert (changed.zones[1].field, changed.columns[0].field) == ("due_on", "Hours worked")
    assert all(spot.confirmed for spot in spots(changed))
    with pytest.raises(UsageProblem, match="Nothing"):
        confirmed(FORM, {"Nothing": "due_on"})


def test_nothing_typed_offers_what_the_printed_words_say() -> None:
    """The field whose words are like the place's comes first; every field of the catalogue can be chosen."""
    found = offers("", spots(FORM)[1], "order", CATALOGUE)
    assert found[0].name == "due_on"
    assert {offer.name for offer in found} == set(CATALOGUE)


def test_what_the_values_look_like_moves_a_field_up() -> None:
    """Words that name no field are helped by values that are all dates."""
    nameless = replace(spots(FORM)[1], key=replace(spots(FORM)[1].key, label="Zzz"))
    (first, *_) = offers("", nameless, "order", CATALOGUE, ["3/1/2019", "3/2/2019", "3/4/2019"])
    assert CATALOGUE[first.name].type == "date"
    assert "date" in first.why


def test_letters_narrow_the_fields_down() -> None:
    """The beginning of any of a field's words finds it, and what is typed may become a field of one's own."""
    found = offers("compl", spots(FORM)[0], "order", CATALOGUE)
    assert found[0].name == "completed_on"
    assert found[-1].name == "compl"
    assert found[-1].why == "the department's own"
    assert [offer.name for offer in offers("due on", spots(FORM)[0], "order", CATALOGUE)].count("due_on") == 1
    assert "due on" not in [offer.name for offer in offers("due on", spots(FORM)[0], "order", CATALOGUE)]


def test_a_column_is_a_field_of_a_line_or_of_a_logs_order() -> None:
    """The columns of an order's table are offered the fields of its lines, those of a log the fields of orders."""
    column = spots(FORM)[-1]
    assert "unit_cost" in {offer.name for offer in offers("", column, "order", CATALOGUE)}
    assert offers("", spots(LOG)[0], "log", CATALOGUE)[0].name in CATALOGUE


def _reading(name: str, value: str | None) -> FieldReading:
    return FieldReading(name, value, value or "", ReadingStatus.OK, 0.9, 4, Box(1, 2, 3, 4), "tesseract")


def test_examples_say_what_was_read_and_where() -> None:
    """The orders of the form give one entry each, also where nothing was read; lines are kept apart from orders."""
    item = LineItem(1, (_reading("quantity", "2"),))
    order = PaperOrder("b:4", "b", (4,), (_reading("due_on", None),), "", "work-order", line_items=(item,))
    other = replace(order, order_id="b:5", form="something-else")
    found = examples_of([order, other], "work-order")
    assert found["due_on"] == [Example("", "b", 4, Box(1, 2, 3, 4))]
    quantity = next(spot for spot in spots(FORM) if spot.field == "quantity")
    assert [example.value for example in examples_at(quantity, "order", found)] == ["2"]
    assert not examples_at(quantity, "log", found)


def test_a_sitting_keeps_each_decision_at_once_and_takes_it_back() -> None:
    """What was said is in the files before the next place comes; undo restores it, the confirmation included."""
    files = forms_in(FORM, LOG)
    sitting = FormSitting(files, CATALOGUE)
    assert sitting.waiting == 8
    place = sitting.places()[1]
    sitting.say(place, "due_on")
    assert files.forms["work-order"].zones[1].field == "due_on"
    assert sitting.waiting == 7
    assert sitting.confirm_all("work-order") == 6
    assert files.forms["work-order"].version == FORM.version + 2
    sitting.undo()
    undone = sitting.undo()
    assert undone is not None
    assert undone.before == (place.spot,)
    assert files.forms["work-order"] == replace(FORM, version=FORM.version + 4)
    assert sitting.undo() is None


def test_a_sitting_sees_what_others_changed() -> None:
    """A decision is put on the form as it is now: what another person said meanwhile stays."""
    files = forms_in(FORM)
    sitting = FormSitting(files, CATALOGUE)
    first, second = sitting.places()[:2]
    files.change("work-order", lambda form: said(form, first.spot.key, "asset"))
    sitting.say(second, "due_on")
    assert [zone.field for zone in files.forms["work-order"].zones][:2] == ["asset", "due_on"]


def test_what_is_said_of_one_half_of_a_sheet_holds_for_the_other() -> None:
    """Two orders a sheet print the same words twice: one decision names both, and one undo takes both back."""
    both = replace(FORM, zones=(FORM.zones[1], replace(FORM.zones[1], part=2)), columns=())
    files = forms_in(both)
    sitting = FormSitting(files, CATALOGUE)
    sitting.say(sitting.places()[0], "due_on")
    assert [zone.field for zone in files.forms["work-order"].zones] == ["due_on", "due_on"]
    assert sitting.waiting == 0
    sitting.undo()
    assert files.forms["work-order"].zones == both.zones


def test_examples_are_fetched_once_a_form() -> None:
    """The store is asked when a form's first place is looked at."""
    files = forms_in(FORM)
    sitting = FormSitting(files, CATALOGUE)
    assert sitting.examples(sitting.places()[1])[0].value == "2019-03-01"
    assert not sitting.examples(sitting.places()[0])
    assert files.asked == ["work-order"]


@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["", "due_on", "my own"])), max_size=6))
def test_undo_goes_all_the_way_back(told: list[tuple[int, str]]) -> None:
    """However much was said, as many undos give the form back as it was, but for its version."""
    files = forms_in(FORM)
    sitting = FormSitting(files, CATALOGUE)
    for at, field in told:
        sitting.say(sitting.places()[at], field)
    while sitting.undo() is not None:
        pass
    assert replace(files.forms["work-order"], version=FORM.version) == FORM
