"""Texts that go on over several rules."""

from __future__ import annotations

import pytest
from digitize_pages import across, grid, ink_of, layout_of, reader_of, run

from digitize.extract import extract_fields
from digitize.labels import find_labels
from digitize.layout import Layout
from records.fields import CATALOGUE
from records.geometry import Box
from records.page import Word
from records.values import ValueContext

LINES = ("Replaced the relay.", "Bled the radiator.", "Changed the cylinder")


def work_on(layout: Layout) -> str | None:
    """What was done, as a page says."""
    surroundings = (ink_of(layout), ValueContext())
    found = extract_fields(layout, find_labels(layout, CATALOGUE), CATALOGUE, reader_of(layout), surroundings)
    return next((reading.value for reading in found if reading.name == "work_performed"), None)


def rows(*texts: str, left: float = 110) -> list[tuple[Word, ...]]:
    """Texts on rules that are 60 pixels apart."""
    return [run(text, left, 328 + 60 * row) for row, text in enumerate(texts)]


def rules(count: int, left: float = 100) -> list[Box]:
    """So many rules, 60 pixels apart."""
    return [across(left, 1500, 355 + 60 * row) for row in range(count)]


def test_a_text_under_its_caption_goes_on_over_the_rules() -> None:
    """Three rules under one caption are one blank."""
    layout = layout_of(run("Work Performed", 100, 290, height=16), *rows(*LINES), rules=rules(3))
    assert work_on(layout) == " ".join(LINES)


def test_a_text_behind_its_caption_goes_on_below() -> None:
    """The rules under a caption's own, which begin at the margin, are its blank's."""
    first = (*run("Work Performed:", 100, 328), *run(LINES[0], 320, 328))
    layout = layout_of(first, *rows("", *LINES[1:])[1:], rules=[across(290, 1500, 355), *rules(3)[1:]])
    assert work_on(layout) == " ".join(LINES)


@pytest.mark.parametrize("caption", ["Foreman:", "Signed", "Supervisor Signature"])
def test_the_next_caption_ends_a_text(caption: str) -> None:
    """What is printed before the next rule has that rule."""
    first = (*run("Work Performed:", 100, 328), *run(LINES[0], 320, 328))
    left = 120 + 11 * len(caption)
    second = (*run(caption, 100, 388), *run("Oscar Duffy", left + 10, 388))
    layout = layout_of(first, second, rules=[across(290, 1500, 355), across(left, 1500, 415)])
    assert work_on(layout) == LINES[0]


def test_an_empty_line_ends_a_text() -> None:
    """What stands below an empty line of a blank is not read into its text."""
    layout = layout_of(run("Work Performed", 100, 290, height=16), *rows(LINES[0], "", "x"), rules=rules(3))
    assert work_on(layout) == LINES[0]


def test_a_box_ends_with_its_walls() -> None:
    """What stands below a box, between it and the next, is none of its text."""
    walls = grid((100, 900), (300, 380)) + grid((100, 900), (450, 530))
    words = (*run("Work Performed", 110, 306, height=16), *run(LINES[0], 110, 345))
    assert work_on(layout_of(words, run("Office use", 110, 410), rules=walls)) == LINES[0]


def test_the_title_of_the_next_part_ends_a_text() -> None:
    """The title of a part may stand on a rule, and is none of the text above it."""
    first = (*run("Work Performed:", 100, 328), *run(LINES[0], 320, 328))
    layout = layout_of(first, run("COMPLETION", 110, 388), rules=[across(290, 1500, 355), across(100, 1500, 415)])
    assert work_on(layout) == LINES[0]


def test_lines_of_a_form_in_small_print_are_as_far_apart() -> None:
    """Lines for hands lie as far apart under small captions as under large ones."""
    small = [run("Press hard, three copies", 100, 900 + 20 * row, height=12) for row in range(12)]
    caption = run("Work Performed", 100, 290, height=12)
    texts = [run(text, 110, 336 + 62 * row, height=14) for row, text in enumerate(LINES)]
    assert work_on(layout_of(caption, *texts, *small, rules=[across(100, 1500, 355 + 62 * n) for n in range(3)])) == (
        " ".join(LINES)
    )


def test_a_tables_header_ends_a_text() -> None:
    """Rules that close right under a text are a table's where walls part what stands between them."""
    first = (*run("Work Performed:", 100, 318), *run(LINES[0], 320, 318))
    heads = (*run("Kind", 110, 378), *run("Maker", 420, 378), *run("Size", 1110, 378))
    layout = layout_of(first, heads, rules=grid((100, 400, 1100, 1500), (345, 405, 465)))
    assert work_on(layout) == LINES[0]
