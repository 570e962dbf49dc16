"""The words beside a blank, by how they are put together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from digitize_pages import ink_of, layout_of, page, reader_of, run
from hypothesis import given
from hypothesis import strategies as st

from digitize import DigitizeSettings
from digitize.phrases import plain, put_together, recognised, vocabulary
from digitize.pipeline import result_of
from digitize.tables import name_columns
from digitize.wording import composed, expanded
from records.fields import CATALOGUE, ITEM_CATALOGUE, Field

FIELDS = tuple(CATALOGUE.values())
MADE = put_together(FIELDS)


def meant(text: str, fields: dict[str, Field] | None = None) -> str | None:
    """The field that a text names most likely."""
    found = sorted(((like, phrase.field) for _, phrase, like in recognised([plain(text)], fields or CATALOGUE)))
    return found[-1][1] if found else None


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Date of Incident", "requested_on"),
        ("Report Date", "requested_on"),
        ("When Notified", "requested_on"),
        ("Date Work Began", "started_on"),
        ("Date of Closure", "completed_on"),
        ("Repairs Finished On", "completed_on"),
        ("Scheduled For", "due_on"),
        ("To Be Finished By", "due_on"),
        ("Name of Caller", "requester_name"),
        ("Daytime Telephone", "requester_phone"),
        ("Scene of Incident", "location"),
        ("Trouble Location", "location"),
        ("Hydrant Tag", "asset"),
        ("Ledger Code", "account"),
        ("Class of Repair", "category"),
        ("Degree of Urgency", "priority"),
        ("Statement of Problem", "description"),
        ("Actions Taken", "work_performed"),
        ("Routed To", "assigned_to"),
        ("Contractor", "assigned_to"),
        ("Time Expended", "labor_hours"),
        ("Payroll Expense", "labor_cost"),
        ("Rental of Machinery", "equipment_cost"),
        ("Sum of Invoice", "total_cost"),
        ("Supervisor Remarks", "notes"),
    ],
)
def test_words_that_no_list_has_name_a_field(text: str, field: str) -> None:
    """What is asked, begun, done and wanted is said in few words, put together in few ways."""
    assert meant(text) == field


@pytest.mark.parametrize("text", ["Weather", "Received By", "Sheet", "Remove", "Street Department", "Warehouse Shelf"])
def test_other_words_name_none_of_them(text: str) -> None:
    """A word of a pattern alone, or beside words of no pattern, names nothing by it."""
    assert plain(text) not in MADE


LONG = [(text, n) for text in MADE for n in range(len(text)) if len(text.split()[len(text[: n + 1].split()) - 1]) > 8]
"""Letters of composed words so long that one of them may be misread."""


@given(st.sampled_from(LONG), st.sampled_from("qx"))
def test_a_misread_letter_does_not_hide_composed_words(place: tuple[str, int], letter: str) -> None:
    """Words are made those of the patterns that are like them, one by one: not all of the thousands are tried."""
    text, at = place
    misread = text[:at] + (letter if text[at] != " " else " ") + text[at + 1 :]
    assert text in {phrase.text for _, phrase, _ in recognised([misread], CATALOGUE)}


def test_the_catalogues_own_words_come_first() -> None:
    """No composed words are those of another field's list."""
    assert not {phrase.text for phrase in vocabulary(FIELDS)} & set(MADE)


def test_a_pattern_is_every_way_to_choose() -> None:
    """A choice of nothing leaves a word out."""
    assert list(expanded("(a|b|) c (d|e f)")) == ["a c d", "a c e f", "b c d", "b c e f", "c d", "c e f"]


def test_a_field_that_a_workspace_describes_has_its_words_alone() -> None:
    """What a department calls a field of its own is not added to."""
    assert composed(replace(CATALOGUE["due_on"], synonyms=("berth date",))) == ()


def test_the_columns_of_lines_have_words_of_their_own() -> None:
    """In a table of lines a price is of one unit, a sum of one line."""
    heads = ["Pieces", "Name of Article", "Price Each", "Net Value"]
    assert [name for name, _ in name_columns(heads, ITEM_CATALOGUE)] == [
        "quantity",
        "description",
        "unit_cost",
        "amount",
    ]


@pytest.mark.parametrize(
    ("value", "field"), [("06/02/2019", "completed_on"), ("replaced the valve and its box", "work_performed")]
)
def test_what_stands_beside_a_label_tells_what_it_means(value: str, field: str) -> None:
    """Under "Work Completed" stands a day on one form, and what was done on another."""
    words = (
        *run("WORK ORDER", 600, 60, height=34),
        *run("Order No.: WO-1042", 120, 180),
        *run(f"Work Completed: {value}", 120, 260),
        *run("Location: 412 Elm St", 120, 340),
    )
    layout = layout_of(words)
    (fragment,) = result_of(page(words), reader_of(layout), ink_of(layout), DigitizeSettings()).fragments
    said = {name: fragment.value(name) for name in ("completed_on", "work_performed")}
    assert [name for name, read in said.items() if read] == [field]
