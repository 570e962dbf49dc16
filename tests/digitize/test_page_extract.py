"""Where a label's value stands, and what is taken from there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from digitize_pages import across, column, down, grid, ink_of, layout_of, reader_of, reading, run

from digitize.extract import Claim, extract_fields, settle, siblings
from digitize.extras import extract_extras
from digitize.labels import Label, find_labels
from digitize.layout import Layout
from digitize.zones import Candidate, candidates
from records.fields import CATALOGUE, Field, FieldType
from records.geometry import Box
from records.values import ValueContext

HEAD = (100, 500, 900)
"""Vertical rules of a form of two cells."""


def places(layout: Layout, field: str) -> tuple[Candidate, ...]:
    """Where the value of a field's label may stand."""
    found = find_labels(layout, CATALOGUE)
    label = next(label for label in found if label.field == field)
    return candidates(label, found, layout, ink_of(layout))


def values(layout: Layout, fields: dict[str, Field] | None = None) -> dict[str, str | None]:
    """The values of a page's fields."""
    known = fields or dict(CATALOGUE)
    found = find_labels(layout, known)
    context = (ink_of(layout), ValueContext())
    return {r.name: r.value for r in extract_fields(layout, found, known, reader_of(layout), context)}


def test_in_a_cell_the_value_stands_below_its_label() -> None:
    """A label in the corner of a ruled cell has its value in that cell."""
    layout = layout_of(
        run("Location", 108, 104, height=16), run("12 Elm St", 120, 140), rules=grid(HEAD, (100, 180, 260))
    )
    first = places(layout, "location")[0]
    assert first.kind == "cell"
    assert values(layout)["location"] == "12 Elm St"


def test_in_a_cell_the_value_may_stand_beside_its_label() -> None:
    """A label that fills the left of a low cell has its value right of it."""
    layout = layout_of(run("Location: 12 Elm St", 108, 110), rules=grid(HEAD, (100, 145, 190)))
    assert values(layout)["location"] == "12 Elm St"


def test_a_cell_full_of_its_label_has_its_value_in_the_next() -> None:
    """Where a cell holds nothing but its label, the written cell right of it is the value's."""
    layout = layout_of(
        run("Labor Cost", 108, 112), run("329.88", 700, 112), rules=grid((100, 235, 900), (100, 145, 190))
    )
    assert places(layout, "labor_cost")[0].kind == "next cell"
    assert values(layout)["labor_cost"] == "329.88"


def test_a_value_is_not_looked_for_across_a_rule() -> None:
    """What stands in a neighbour's labelled cell is the neighbour's."""
    layout = layout_of(
        run("Location", 108, 104, height=16),
        run("Date Completed", 508, 104, height=16),
        run("03/07/2019", 520, 140),
        rules=grid(HEAD, (100, 180, 260)),
    )
    found = values(layout)
    assert found["completed_on"] == "2019-03-07"
    assert found.get("location") is None


def test_a_value_is_written_on_its_underline() -> None:
    """The room above the rule right of a label is the value's, however high the writing rises."""
    layout = layout_of(
        run("Location:", 100, 300), run("12 Elm St", 260, 292, height=28), rules=(across(205, 800, 324),)
    )
    (place,) = places(layout, "location")
    assert place.kind == "underline"
    assert place.box.left >= 200
    assert values(layout)["location"] == "12 Elm St"


def test_a_heading_above_a_blank_is_none_of_its_value() -> None:
    """The place on an underline does not reach up to another line of print, also where nothing is written on it."""
    layout = layout_of(
        run("Location:", 100, 300), run("Unified School District", 240, 240), rules=(across(205, 800, 324),)
    )
    (place,) = places(layout, "location")
    assert place.box.top > 280


@pytest.mark.parametrize(("behind", "value"), [("12 Elm St", "12 Elm St"), ("hours", None), ("Total: 5", None)])
def test_a_row_of_dots_leads_to_its_value(behind: str, value: str | None) -> None:
    """What stands behind an empty line is its value; a unit is not, nor what has a label of its own."""
    layout = layout_of(
        run("Location", 100, 300), run(behind, 760, 300), run("Phone", 1300, 300), rules=(across(230, 700, 324),)
    )
    assert values(layout).get("location") == value


def test_a_label_may_stand_within_its_own_line() -> None:
    """A rule that begins left of the next label, and ends right of it, leads nowhere."""
    layout = layout_of(run("Location", 100, 300), run("Phone", 260, 300), rules=(across(90, 800, 324),))
    assert values(layout).get("location") is None


def test_what_stands_under_a_caption_is_none_of_a_label_far_left() -> None:
    """A number under its caption is the number, though another one stands level with the caption."""
    layout = layout_of(
        run("Job Order No.", 120, 500, height=16),
        run("0488-14", 120, 530),
        run("Date of Order", 880, 470, height=16),
        run("052614", 880, 494),
    )
    assert values(layout)["order_number"] == "0488-14"


def test_figures_of_open_boxes_are_one_number() -> None:
    """Characters that stand apart, each in a box without a lid, are what they are together; two are not."""
    layout = layout_of(run("Work Order No.:", 100, 300), run("2 1 0 0 7 5 4", 330, 300))
    assert values(layout)["order_number"] == "2100754"
    assert values(layout_of(run("Hours:", 100, 300), run("2 1/2", 220, 300)))["labor_hours"] == "2.5"


def test_what_begins_with_a_caption_is_none_of_anothers_value() -> None:
    """A row of captions is no row of values: of "White: Office" the office is no crew."""
    layout = layout_of(
        run("Mechanic", 100, 300), run("Ann Lee", 100, 340), run("White: Office", 240, 300, confidence=0.96)
    )
    assert values(layout).get("assigned_to") != "White: Office"


def test_an_empty_blank_gives_no_value() -> None:
    """A form's blank with nothing on it takes no value from elsewhere."""
    layout = layout_of(run("Location:", 100, 300), run("12 Elm St", 1200, 900), rules=(across(205, 800, 324),))
    assert values(layout).get("location") is None


def test_without_rules_the_value_stands_beside_a_label_with_a_colon() -> None:
    """The words right of a label that ends in a colon are its value."""
    layout = layout_of(run("Location: 12 Elm St", 100, 100), run("Telephone: 617-555-0123", 100, 150))
    assert values(layout) == {"location": "12 Elm St", "requester_phone": "6175550123"}


def test_without_rules_the_value_may_stand_below() -> None:
    """Where nothing stands beside a label, the line that begins under it is its value."""
    layout = layout_of(column(["Location", "12 Elm St"], 100, 100), column(["Date Completed", "03/07/2019"], 700, 100))
    assert values(layout) == {"location": "12 Elm St", "completed_on": "2019-03-07"}


def test_a_value_beside_ends_where_the_next_label_begins() -> None:
    """Two labels on one line share it."""
    layout = layout_of(run("Location: 12 Elm St", 100, 100), run("Telephone: 617-555-0123", 325, 100))
    assert values(layout) == {"location": "12 Elm St", "requester_phone": "6175550123"}


def test_a_place_is_given_once() -> None:
    """Of two fields that claim one place, the surer has it."""
    label = Label("location", "Location", Box(0, 0, 9, 9), 0, 1.0, 0, False, (), True)
    box = Box(100, 100, 200, 130)
    claims = [Claim("asset", label, box, 0.7), Claim("location", label, box.grown(2), 0.9)]
    assert [claim.field for claim in settle(claims)] == ["location"]


def test_a_field_has_one_place() -> None:
    """Of a field's places the likeliest is read and no other."""
    label = Label("location", "Location", Box(0, 0, 9, 9), 0, 1.0, 0, False, (), True)
    claims = [
        Claim("location", label, Box(100, 100, 200, 130), 0.7),
        Claim("location", label, Box(100, 300, 200, 330), 0.8),
    ]
    assert [claim.box.top for claim in settle(claims)] == [300]


def test_the_order_of_claims_does_not_matter() -> None:
    """Which claims are served depends on their scores and places only."""
    label = Label("location", "Location", Box(0, 0, 9, 9), 0, 1.0, 0, False, (), True)
    names = ("location", "asset", "account", "category")
    claims = [Claim(name, label, Box(100, 30.0 * n, 200, 30.0 * n + 40), 0.7) for n, name in enumerate(names)]
    assert {c.field for c in settle(claims)} == {c.field for c in settle(claims[::-1])}


FLIGHT = {
    "started": Field("started", FieldType.DATE, "From", "", labels=("Flight Dates",), part="first"),
    "ended": Field("ended", FieldType.DATE, "To", "", labels=("Flight Dates",), part="last"),
}
"""The two ends of a range that is printed in one place."""


@pytest.mark.parametrize(
    "text", ["05/12/20 - 05/18/20", "05/12/20-05/18/20", "05/12/20 to 05/18/20", "5/12/2020 – 5/18/2020"]
)
def test_a_printed_range_has_two_ends(text: str) -> None:
    """The first field takes a range's first day, the last its last, whatever joins the two."""
    layout = layout_of(run(f"Flight Dates: {text}", 100, 100))
    assert values(layout, FLIGHT) == {"started": "2020-05-12", "ended": "2020-05-18"}


def test_fields_of_one_range_are_siblings() -> None:
    """Fields that are parts of a range under one label are read together; others alone."""
    assert {field.name for field in siblings(FLIGHT["started"], FLIGHT)} == {"started", "ended"}
    assert siblings(CATALOGUE["location"], CATALOGUE) == (CATALOGUE["location"],)


def test_an_amount_is_not_taken_from_words() -> None:
    """Sure words that are no amount are no amount of money, whatever label stands beside them."""
    layout = layout_of(run("Total Cost: see attached sheet", 100, 100))
    assert values(layout).get("total_cost") is None


def test_a_departments_own_field_is_kept_under_its_words() -> None:
    """A label that the catalogue does not know becomes an extra with its value."""
    layout = layout_of(run("Blue Stake Ticket: 4471", 100, 100), run("Location: Elm St", 100, 200))
    found = find_labels(layout, CATALOGUE)
    extras = extract_extras(layout, found, (), reader_of(layout), (ink_of(layout), ()))
    assert [(r.name, r.value) for r in extras] == [("Blue Stake Ticket", "4471")]


def test_a_value_that_a_field_has_is_no_extra() -> None:
    """An extra never takes ink that a catalogue field was read from."""
    layout = layout_of(run("Blue Stake Ticket: 4471", 100, 100))
    taken = replace(reading("account", "4471"), box=Box(95, 95, 900, 125))
    assert extract_extras(layout, (), (), reader_of(layout), (ink_of(layout), (taken,))) == ()


def test_a_wall_ends_the_search_beside() -> None:
    """A vertical rule right of a label ends the room of its value."""
    layout = layout_of(run("Location:", 100, 100), run("Elm St", 400, 100), rules=(down(350, 60, 160),))
    assert all(place.box.right <= 360 or place.box.left < 350 for place in places(layout, "location"))


@pytest.mark.parametrize(("written", "said"), [("Rdrmnd", "signed"), ("", "not signed")])
def test_a_place_for_a_signature_says_whether_it_is_signed(written: str, said: str) -> None:
    """A scrawl is no text: it was signed, or it was not."""
    rules = (across(420, 1100, 330),)
    layout = layout_of(run("Supervisor Signature:", 120, 300), run(written, 480, 290, height=34), rules=rules)
    found = extract_extras(layout, find_labels(layout, CATALOGUE), (), reader_of(layout), (ink_of(layout), ()))
    assert [(each.name, each.value, each.raw) for each in found] == [("Supervisor Signature", said, written)]


def test_under_a_columns_head_its_total_is_meant() -> None:
    """Months stand under "Gross Amount", and their sum in the row that begins with "Totals"."""
    rows = (("Month", "Gross Amount", "Net Amount"), ("02/2020", "$5,990.00", "$5,091.50"))
    rows += (("03/2020", "$18,900.00", "$16,065.00"), ("Totals", "$24,890.00", "$21,156.50"))
    words = [
        run(text, x, 400 + 40 * at) for at, row in enumerate(rows) for text, x in zip(row, (100, 500, 900), strict=True)
    ]
    fields = {"total": Field("total", FieldType.MONEY, "Total", "", labels=("Gross Amount",))}
    assert values(layout_of(*words), fields) == {"total": "24890.00"}


def test_words_for_one_end_of_a_range_name_that_end_alone() -> None:
    """The words "Due By" mean the last day, and say nothing of the first, though both ends share other words."""
    both = ("Period",)
    fields = {
        "started": Field("started", FieldType.DATE, "Started", "", labels=both, part="first"),
        "ended": Field("ended", FieldType.DATE, "Ended", "", ("due by",), labels=both, part="last"),
    }
    layout = layout_of(
        run("Period:", 100, 300), run("3/2/2020 - 3/8/2020", 250, 300), run("Due By: 4/8/2020", 100, 900)
    )
    assert values(layout, fields) == {"started": "2020-03-02", "ended": "2020-03-08"}


def test_a_value_in_larger_print_than_its_label_is_in_its_cell() -> None:
    """A cell's value may be higher than the gap between the lines of labels beside it."""
    rules = grid((100, 500), (300, 420))
    layout = layout_of(
        run("Gross Total", 110, 318, height=17),
        run("Commission", 110, 336, height=17),
        run("$995.00", 380, 312, height=28),
        rules=rules,
    )
    fields = {"total": Field("total", FieldType.MONEY, "Total", "", labels=("Gross Total",))}
    assert values(layout, fields) == {"total": "995.00"}


def test_a_back_about_what_was_done_says_what_was_done() -> None:
    """Where a page names the work's fields and none of the request's, "Description of Repairs" is no request."""
    done = [
        run("Description of Repairs: Replaced the relay", 100, 300),
        run("Date Completed: 3/2/2020", 100, 380),
        run("Labor Hours: 2.5", 100, 460),
    ]
    assert values(layout_of(*done))["work_performed"] == "Replaced the relay"
    front = [*done, run("Date Requested: 3/1/2020", 100, 540)]
    assert values(layout_of(*front))["description"] == "Replaced the relay"
