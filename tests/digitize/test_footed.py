"""Captions at the foot of their boxes, under what is written over them."""

from __future__ import annotations

from digitize_pages import grid, ink_of, layout_of, reader_of, run

from digitize.extract import extract_fields
from digitize.labels import find_labels
from digitize.layout import Layout
from records.fields import CATALOGUE
from records.page import Word
from records.values import ValueContext

LEFT, STEP, WIDE = 100, 90, 700


def fields_of(layout: Layout) -> dict[str, str | None]:
    """What is read in a page's fields."""
    surroundings = (ink_of(layout), ValueContext())
    found = extract_fields(layout, find_labels(layout, CATALOGUE), CATALOGUE, reader_of(layout), surroundings)
    return {reading.name: reading.value for reading in found if reading.value is not None}


def box(row: int, caption: str, value: str, *, at_foot: bool = True, left: float = LEFT) -> tuple[Word, ...]:
    """The words of one box of a stack: the value over its caption, or under it."""
    top = 200 + STEP * row
    said, written = (top + 64, top + 36) if at_foot else (top + 6, top + 60)
    return (*run(value, left + 60, written), *run(caption, left + 40, said, height=16))


def stack(rows: int) -> tuple:
    """The rules of so many boxes, one below the other."""
    return grid((LEFT, LEFT + WIDE), [200 + STEP * row for row in range(rows + 1)])


FILLED = (
    ("Order Number", "WO-2099"),
    ("Date Called In", "9/9/2021"),
    ("Date Completed", "9/12/2021"),
    ("Labor Hours", "2.5"),
    ("Location", "Mercer Garage"),
)
WANTED = {
    "order_number": "WO-2099",
    "requested_on": "2021-09-09",
    "completed_on": "2021-09-12",
    "labor_hours": "2.5",
    "location": "Mercer Garage",
}


def test_a_caption_at_the_foot_has_what_stands_over_it() -> None:
    """In boxes whose captions stand at the foot each value is the one over its own caption."""
    words = [box(row, *pair) for row, pair in enumerate(FILLED)]
    assert fields_of(layout_of(*words, rules=stack(len(FILLED)))) == WANTED


def test_captions_at_the_foot_and_at_the_top_are_mixed() -> None:
    """A caption at the top of its box has what stands under it though the other boxes have theirs at the foot."""
    words = [box(row, *pair, at_foot=row != 4) for row, pair in enumerate(FILLED)]
    assert fields_of(layout_of(*words, rules=stack(len(FILLED)))) == WANTED


def test_two_captions_share_a_box() -> None:
    """Of two captions side by side at the foot of a box each has what stands nearest over it."""
    words = [box(row, *pair) for row, pair in enumerate(FILLED)]
    words.append(box(1, "Time", "2:50 PM", left=LEFT + 400))
    assert fields_of(layout_of(*words, rules=stack(len(FILLED)))) == WANTED


def test_a_value_that_is_like_a_label_is_none() -> None:
    """Where captions stand at the top of their boxes what is written under one is no caption at the foot."""
    words = [box(row, *pair, at_foot=False) for row, pair in enumerate((*FILLED[:4], ("Trade", "Location")))]
    others = {name: value for name, value in WANTED.items() if name != "location"}
    assert fields_of(layout_of(*words, rules=stack(len(FILLED)))) == {**others, "category": "Location"}
