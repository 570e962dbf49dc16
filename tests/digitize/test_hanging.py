"""Captions under their blanks: read with what stands over them, where the page is laid out so, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from digitize_pages import across, grid, ink_of, layout_of, reader_of, run
from hypothesis import given
from hypothesis import strategies as st

from digitize.extract import extract_fields
from digitize.hanging import above, hang, own_captions
from digitize.labels import find_labels
from digitize.layout import Layout
from records.fields import CATALOGUE
from records.geometry import Box
from records.page import Word
from records.values import ValueContext

FILLED = (
    ("Purchase No.", "REQ-000018"),
    ("Issue Date", "09/08/2021"),
    ("Delivery Date", "09/22/2021"),
    ("Place of Work", "776 W Aspen St"),
    ("Call Back No.", "207-555-0164"),
)
WANTED = {
    "order_number": "REQ-000018",
    "requested_on": "2021-09-08",
    "due_on": "2021-09-22",
    "location": "776 W Aspen St",
    "requester_phone": "2075550164",
}


def blank(top: float, caption: str, value: str, *, under: bool) -> tuple[tuple[Word, ...], Box]:
    """A value on a rule, 80 pixels from the next one; its caption under the rule, or over the value."""
    words = run(value, 140, top + 30, height=24)
    said = run(caption, 110, top + 62 if under else top + 4, height=16)
    return (*words, *said), across(100, 700, top + 58)


def sheet(filled: Sequence[tuple[str, str]], *, under: bool = True, step: float = 100) -> Layout:
    """A page of blanks, one below the other."""
    made = [blank(200 + step * n, *pair, under=under) for n, pair in enumerate(filled)]
    return layout_of(*(words for words, _ in made), rules=[rule for _, rule in made])


def fields_of(layout: Layout) -> dict[str, str | None]:
    """What is read in a page's fields."""
    labels = find_labels(layout, CATALOGUE)
    surroundings = (ink_of(layout), ValueContext())
    found = extract_fields(layout, labels, CATALOGUE, reader_of(layout), surroundings)
    return {reading.name: reading.value for reading in found if reading.value is not None}


@pytest.mark.parametrize("under", [True, False])
def test_captions_are_read_with_their_own_blanks(*, under: bool) -> None:
    """Under the blank, or over its value: each is read with its own, though the next one's is as near."""
    assert fields_of(sheet(FILLED, under=under)) == WANTED


def test_a_captions_box_may_reach_over_its_rule() -> None:
    """A network's boxes are higher than small print; the caption is under the rule that its middle is under."""
    captions = {word for caption, _ in FILLED for word in caption.split()}
    drawn = sheet(FILLED)
    words = [
        replace(word, box=Box(word.box.left, word.box.top - 16, word.box.right, word.box.bottom + 16))
        if word.text in captions
        else word
        for word in drawn.words
    ]
    usual = [run("the crew shall restore the site as found", 100, 1200 + 40 * line, height=16) for line in range(8)]
    assert fields_of(layout_of(words, *usual, rules=drawn.across)) == WANTED


def test_an_empty_blank_takes_nothing_from_the_next() -> None:
    """Of captions under their blanks one without a value has none."""
    emptied = [(caption, "" if caption == "Delivery Date" else value) for caption, value in FILLED]
    assert fields_of(sheet(emptied)) == {name: value for name, value in WANTED.items() if name != "due_on"}


def test_several_captions_hang_under_one_rule() -> None:
    """Each has what stands over it, up to the next caption."""
    values = (*run("REQ-000018", 120, 230, height=24), *run("09/08/2021", 620, 230, height=24))
    captions = (*run("Purchase No.", 110, 264, height=16), *run("Issue Date", 610, 264, height=16))
    other = blank(400, "Delivery Date", "09/22/2021", under=True)
    layout = layout_of(values, captions, other[0], rules=[across(100, 1100, 260), other[1]])
    assert fields_of(layout) == {name: WANTED[name] for name in ("order_number", "requested_on", "due_on")}


def test_a_box_has_its_value_under_its_label() -> None:
    """The rule over a label in a box is the box's own; what stands in the box above is another's."""
    words = [
        word
        for place, (caption, value) in enumerate(FILLED)
        for word in (*run(caption, 108, 206 + 80 * place, height=16), *run(value, 140, 240 + 80 * place, height=24))
    ]
    rules = grid((100, 700), [200 + 80 * place for place in range(len(FILLED) + 1)])
    assert fields_of(layout_of(words, rules=rules)) == WANTED


def test_a_signature_over_its_line_tells_nothing() -> None:
    """Every form has one caption under a line; its other labels have their values where they had them."""
    labelled = [
        w for n, (c, v) in enumerate(FILLED) for w in (*run(f"{c}:", 100, 200 + 60 * n), *run(v, 400, 200 + 60 * n))
    ]
    signed = blank(900, "Date Completed", "10/01/2021", under=True)
    layout = layout_of(labelled, signed[0], rules=[signed[1]])
    assert fields_of(layout).items() >= WANTED.items()


def test_sums_in_boxes_do_not_say_that_captions_hang_nowhere() -> None:
    """The words of sums and of columns have no blank over them, and tell nothing of captions that have."""
    drawn = sheet(FILLED)
    sums = [
        word
        for n, label in enumerate(("Labor Charges", "Material Charges", "Equipment Charges", "Job Total"))
        for word in (*run(label, 120, 1000 + 60 * n), *run(f"{n + 1}1.50", 620, 1000 + 60 * n))
    ]
    boxes = grid((100, 600, 900), [985 + 60 * n for n in range(5)])
    layout = layout_of(drawn.words, sums, rules=[*drawn.across, *boxes])
    found = fields_of(layout)
    assert found.items() >= WANTED.items()
    assert (found["labor_cost"], found["total_cost"]) == ("11.50", "41.50")


def test_a_departments_own_captions_hang_too() -> None:
    """With what stands over them, where others were served so; what stands under a box is the next part's title."""
    ward, ruled = blank(900, "WARD", "7", under=True)
    title, box = run("PARTS USED", 110, 1162, height=16), grid((100, 700), (1080, 1158))
    drawn = sheet(FILLED)
    layout = layout_of(drawn.words, ward, run("see below", 140, 1110), title, rules=[*drawn.across, ruled, *box])
    labels = find_labels(layout, CATALOGUE)
    taken = [place.box for label in labels if (place := above(label, labels, layout)) is not None]
    assert [label.text for label in own_captions(layout, labels, taken)] == ["WARD"]
    assert own_captions(layout, labels, taken[:1]) == {}


BOXES = st.sets(st.integers(0, 9)).map(lambda places: {Box(0, 30 * n, 100, 30 * n + 20) for n in places})


@given(BOXES, BOXES)
def test_a_page_hangs_by_a_majority_of_those_that_tell(over: set[Box], otherwise: set[Box]) -> None:
    """What has a value on both sides tells nothing; a page never hangs both ways, and not by one caption."""
    assert not (hang(over, otherwise) and hang(otherwise, over))
    assert hang(over, otherwise) <= (len(over - otherwise) >= 2)
    assert hang(over | otherwise, over | otherwise) is False
