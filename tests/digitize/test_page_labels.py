"""Finding the printed labels of fields."""

from __future__ import annotations

from dataclasses import replace

import pytest
from digitize_pages import across, grid, layout_of, run
from hypothesis import given
from hypothesis import strategies as st

from digitize.labels import Label, find_labels
from digitize.layout import text_of
from digitize.phrases import plain
from digitize.unnamed import unknown_labels
from records.fields import CATALOGUE, Field, FieldType
from records.geometry import Box
from records.page import Word


def labels(*words: tuple[Word, ...], fields: dict[str, Field] | None = None) -> tuple[Label, ...]:
    """The labels of a page that says these words."""
    return find_labels(layout_of(*words), fields or CATALOGUE)


def fields_of(*words: tuple[Word, ...]) -> list[str]:
    """The fields whose labels are found."""
    return [label.field for label in labels(*words)]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Work Order #", "order_number"),
        ("Work Order Number:", "order_number"),
        ("Date Requested:", "requested_on"),
        ("Location:", "location"),
        ("Telephone:", "requester_phone"),
        ("Date Completed", "completed_on"),
    ],
)
def test_a_printed_label_names_its_field(text: str, field: str) -> None:
    """The catalogue's words for a field are its label, with or without a colon or number sign."""
    assert fields_of(run(text, 100, 100)) == [field]


@pytest.mark.parametrize("text", ["N° S14-2111", "N°S14-2111", "Nº 4711", "№ 4711"])
def test_a_numero_sign_names_the_number(text: str) -> None:
    """A pad's number stands behind a numero sign, with a space or none; the sign is no part of it."""
    layout = layout_of(run(text, 1300, 100))
    (label,) = find_labels(layout, CATALOGUE)
    assert label.field == "order_number"
    assert text_of(label.tail) in {"S14-2111", "4711"}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Time Spent (hrs) 3:30", "labor_hours"),
        ("Date Requested (mm/dd/yy): 03/04/2019", "requested_on"),
        ("Total Cost ($): 12.50", "total_cost"),
        ("Location (if known) 12 Elm St", "location"),
    ],
)
def test_what_stands_in_brackets_behind_a_label_changes_it_not(text: str, field: str) -> None:
    """A unit, or how to write it; the value begins behind it."""
    (label,) = labels(run(text, 100, 100))
    assert label.field == field
    assert label.text.rstrip(":").endswith(")")


@pytest.mark.parametrize("text", ["Date Reqnested:", "Dale Requested:", "DATE REQUESTED;", "Date Requesled"])
def test_a_misread_label_is_still_found(text: str) -> None:
    """One wrong letter in a long label does not hide it."""
    assert fields_of(run(text, 100, 100)) == ["requested_on"]


@pytest.mark.parametrize(("read", "meant"), [("W0 # 18-0612", "wo # 18 0612"), ("W0RK 0RDER", "work order")])
def test_a_nought_in_a_word_is_an_o(read: str, meant: str) -> None:
    """No caption has a nought amid its letters; a number's stay."""
    assert plain(read) == meant
    assert plain("W002447 of lot 0") == "w002447 of lot 0"


def test_short_labels_must_be_read_right() -> None:
    """In a label of four letters or fewer a wrong letter makes another word."""
    assert fields_of(run("WO #", 100, 100)) == ["order_number"]
    assert fields_of(run("WC #", 100, 100)) == []


def test_a_label_in_running_text_is_none() -> None:
    """The words of a label inside a sentence are a sentence."""
    assert fields_of(run("please inspect the location before noon today", 100, 100)) == []


@pytest.mark.parametrize(("height", "found"), [(26, 4), (18, 6)])
def test_what_is_written_under_a_caption_in_larger_letters_is_no_label(height: float, found: int) -> None:
    """Boxes captioned in small print hold what they say; words as small as the captions are labels in the box."""
    captions = ("Work Order #", "Reported By", "Phone", "Description")
    texts = ("WO-1042", "Carol Ortega", "call Date: any", "Sign wrong, Location: see map")
    words = [run(text, 110, 108 + 100 * at, height=18) for at, text in enumerate(captions)]
    words += [run(text, 130, 150 + 100 * at, height=height) for at, text in enumerate(texts)]
    layout = layout_of(*words, rules=grid((100, 1500), [100 + 100 * at for at in range(5)]))
    known = find_labels(layout, CATALOGUE)
    assert len(known) + len(unknown_labels(layout, known)) == found


def test_what_follows_a_label_is_its_tail() -> None:
    """The words after a label, up to the next one of the line, are its likely value."""
    first, second = labels(run("Location: 12 Elm St", 100, 100), run("Telephone: 555-0123", 500, 100))
    assert [word.text for word in first.tail] == ["12", "Elm", "St"]
    assert [word.text for word in second.tail] == ["555-0123"]
    assert first.marked


def test_the_longer_label_beats_the_shorter_inside_it() -> None:
    """The cost of material, "Total Materials", is not the total."""
    assert fields_of(run("Total Materials", 100, 100)) == ["material_cost"]


def test_a_heading_completed_by_a_word_of_its_own_is_one_label() -> None:
    """A heading and, a gap further, "Name:" name one blank."""
    fields = {**CATALOGUE, "advertiser": Field("advertiser", FieldType.NAME, "Advertiser", "", labels=("Advertiser",))}
    found = labels(run("Advertiser", 100, 100), run("Name: Elm", 300, 100), fields=fields)
    assert [(label.field, label.text) for label in found] == [("advertiser", "Advertiser Name:")]
    assert [word.text for word in found[0].tail] == ["Elm"]


def test_in_text_without_gaps_a_label_follows_a_value() -> None:
    """After a label and its value, words with a colon that name a field are the next label, gap or no gap."""
    first, second = labels(run("Location: 12 Elm St Telephone: 617-555-0123", 100, 100))
    assert (first.field, second.field) == ("location", "requester_phone")
    assert [word.text for word in first.tail] == ["12", "Elm", "St"]


def test_a_part_of_a_longer_label_is_none() -> None:
    """Words that belong to a label of more words do not name a field by themselves."""
    assert "requester_phone" not in fields_of(run("Vendor Warehouse Telephone: 617-555-0123", 100, 100))


def test_a_contract_is_no_contact() -> None:
    """A word that differs by a letter from a label, and is a word of its own, is not that label."""
    assert fields_of(run("Contract: 998877", 100, 100)) == []
    assert fields_of(run("Contact: Ann Lee", 100, 100)) == ["requester_name"]


def test_a_declared_label_beats_the_catalogue() -> None:
    """Words that a workspace declares for a field are its own, whatever the catalogue makes of them."""
    number = replace(CATALOGUE["order_number"], labels=("Location",))
    assert [
        label.field for label in labels(run("Location:", 100, 100), fields={**CATALOGUE, "order_number": number})
    ] == ["order_number"]


def test_no_two_labels_overlap() -> None:
    """Words serve one label at most."""
    found = labels(run("Work Order Date Requested: Total Cost:", 100, 100))
    for place, label in enumerate(found):
        assert not any(label.box.overlap(other.box) > 0 for other in found[place + 1 :])


def test_words_with_a_colon_that_no_field_knows_are_kept() -> None:
    """A label that is in no vocabulary is the department's own, and keeps its words."""
    layout = layout_of(run("Blue Stake Ticket: 4471", 100, 100))
    (label,) = unknown_labels(layout, ())
    assert (label.field, [word.text for word in label.tail]) == ("Blue Stake Ticket", ["4471"])


def test_a_known_label_is_not_unknown_too() -> None:
    """What a field's label covers is not taken a second time."""
    layout = layout_of(run("Location: Elm St", 100, 100))
    assert unknown_labels(layout, find_labels(layout, CATALOGUE)) == ()


def test_a_time_of_day_is_no_label() -> None:
    """A colon inside figures makes no label."""
    layout = layout_of(run("9:30 a.m. to 11:45", 100, 100))
    assert unknown_labels(layout, ()) == ()


@pytest.mark.parametrize("text", ["Date Rec'd.", "DATE  RECD", "Date Rec’d:"])
def test_labels_are_compared_without_case_and_punctuation(text: str) -> None:
    """Case, apostrophes and full stops do not make another label."""
    assert plain(text) == "date recd"


@given(st.lists(st.text(max_size=12), max_size=12))
def test_any_words_give_labels_or_none(parts: list[str]) -> None:
    """Whatever an engine reads, looking for labels ends with labels of known fields inside the page."""
    found = labels(run(" ".join(parts), 100, 100))
    assert all(label.field in CATALOGUE and 0 < label.score <= 1 for label in found)


def test_what_stands_behind_a_colon_is_no_part_of_a_label() -> None:
    """In "DATE: OCT 28 2019" a date has its value; it is not the day that something went out."""
    layout = layout_of(run("DATE: OCT 28 2019", 100, 100))
    assert [label.field for label in find_labels(layout, CATALOGUE)] == ["requested_on"]


def test_a_figure_behind_a_label_is_none_of_its_words() -> None:
    """What stands behind "Hours Worked" is the value, and not the misread end of the words."""
    (label,) = labels(run("Hours Worked 5.5", 100, 100))
    assert (label.text, [word.text for word in label.tail]) == ("Hours Worked", ["5.5"])


CAPTIONS = ("Work Order No.", "Date Requested", "Location", "Requested By")


@pytest.mark.parametrize(("height", "field"), [(22, ["due_on"]), (36, [])])
def test_a_short_word_is_a_label_in_the_print_of_the_others(height: float, field: list[str]) -> None:
    """The word "Due" alone names its field where it stands as high as the page's labels do, and else it is any word."""
    words = [run(text, 100, 100 + 120 * place) for place, text in enumerate(CAPTIONS)]
    found = fields_of(*words, run("Due", 100, 700, height=height))
    assert found[len(CAPTIONS) :] == field


LINED = ("Repairs Made Fixed pipe, new tile", "Crew Leader Donna Duffy", "Location Larkin High School")


@pytest.mark.parametrize(("texts", "ruled", "count"), [(LINED, 3, 3), (LINED, 2, 0), (LINED[:2], 2, 0)])
def test_words_that_begin_a_rule_are_its_label_where_three_do(texts: tuple[str, ...], ruled: int, count: int) -> None:
    """No colon parts them from what is written behind: one alone may be the beginning of a sentence."""
    places = [100 + 80 * place for place in range(len(texts))]
    words = [run(text, 100, top) for text, top in zip(texts, places, strict=True)]
    rules = [across(98, 800, top + 26) for top in places[:ruled]]
    found = find_labels(layout_of(*words, rules=rules), CATALOGUE)
    assert [label.text for label in found] == ["Repairs Made", "Crew Leader", "Location"][:count]


def test_words_that_go_on_in_small_letters_are_a_sentence() -> None:
    """Three lines of a text on rules are no labels, though each begins with words that name a field."""
    texts = ("Repairs made to the door", "Location is not known yet", "Crew leader said to wait")
    words = [run(text, 100, 100 + 80 * place) for place, text in enumerate(texts)]
    rules = [across(98, 800, 126 + 80 * place) for place in range(3)]
    assert not find_labels(layout_of(*words, rules=rules), CATALOGUE)


def test_a_value_under_a_row_of_labels_is_none() -> None:
    """Where a label's next box is another label's, what stands alone in the boxes of its column is written there."""
    xs, ys = (100, 500, 900), (100, 150, 200, 250, 300)
    rows = (
        ("Submitted By", "Telephone"),
        ("Marcus Lee", "555-0123"),
        ("Assigned To", "Total Cost"),
        ("Ann Roe", "12.50"),
    )
    words = [
        run(text, x + 10, y + 10) for row, y in zip(rows, ys, strict=False) for text, x in zip(row, xs, strict=False)
    ]
    layout = layout_of(*words, rules=grid(xs, ys))
    assert not unknown_labels(layout, find_labels(layout, CATALOGUE))


TWO = (
    "Date of Report / Fecha del reporte",
    "Direccion / Address",
    "Requested By / Solicitado por",
    "Total Cost/Costo total",
)


def test_a_form_in_two_languages_has_both_on_its_labels() -> None:
    """What stands on one side of the slash names the field, and what stands on the other is a part of the label."""
    found = labels(*(run(text, 100, 100 + 100 * place) for place, text in enumerate(TWO)))
    assert [label.field for label in found] == ["requested_on", "location", "requester_name", "total_cost"]
    assert [label.text for label in found] == list(TWO)


@pytest.mark.parametrize(
    "texts",
    [
        TWO[:2],
        ("Name / Phone", "Location / Priority", "Foreman / Status"),
        ("Address / Revision", "Start/End Date", "Total Cost / Trade", "Priority / Week"),
    ],
)
def test_a_slash_alone_makes_no_form_of_two_languages(texts: tuple[str, ...]) -> None:
    """Two captions tell nothing, words of two fields are those of two, and both sides may be English."""
    assert not labels(*(run(text, 100, 100 + 100 * place) for place, text in enumerate(texts)))


def test_a_title_that_runs_up_the_side_is_no_label() -> None:
    """A part's title beside it, "REQUEST", is like "Requester"; level it is a label."""
    side = Word("REQUEST", Box(80, 200, 110, 330), 0.96)
    beside = [run("Work Order #", 200, 200), run("Location:", 200, 260)]
    assert fields_of((side,), *beside) == ["order_number", "location"]
    assert "requester_name" in fields_of(run("REQUESTER", 80, 140), *beside)


def test_a_loose_box_makes_no_other_print_of_a_caption() -> None:
    """Letters as wide as the next word's are one print, though the box around them is twice as high."""
    (first, second), others = run("Requested By", 200, 200), run("Work Order #", 200, 300)
    loose = replace(first, box=replace(first.box, top=first.box.top - 4, bottom=first.box.bottom + first.box.height))
    assert fields_of((loose, second), others, run("Location:", 200, 400)) == [
        "requester_name",
        "order_number",
        "location",
    ]
