"""Captions in two lines before a blank: the second is no value of the first."""

from __future__ import annotations

import pytest
from digitize_pages import grid, layout_of, run

from digitize.glosses import gloss_of
from digitize.labels import find_labels
from digitize.layout import Layout
from digitize.tables import find_tables
from records.fields import CATALOGUE
from records.geometry import Box

PAIRS = (("Work Order", "No. de orden:", 120), ("Date of Order", "Fecha del reporte:", 620), ("Hours", "Horas:", 1120))


def captions(rule: bool = True, gap: float = 4) -> Layout:
    """Three captions in two lines, with what is typed behind the second."""
    words, rules = [], []
    for first, second, left in PAIRS:
        upper, lower = run(first, left, 280), run(second, left, 302 + gap - 4)
        end = max(upper[-1].box.right, lower[-1].box.right) + 10
        words += [*upper, *lower, *run("18-0188", end + 20, 302)]
        rules += [Box(end, 328, left + 440, 331)]
    return layout_of(words, rules=rules if rule else ())


def test_a_second_line_that_a_blank_begins_behind_is_a_part_of_its_caption() -> None:
    """The label reaches over both lines, so that its blank is the one behind them."""
    page = captions()
    boxes = {label.field: label.box for label in find_labels(page, CATALOGUE)}
    assert set(boxes) == {"order_number", "requested_on", "labor_hours"}
    assert all(box.height > 1.8 * page.em for box in boxes.values())


def test_captions_over_second_lines_head_no_table() -> None:
    """Three labels side by side with lines below them are a form where each line leads to its own blank."""
    assert not find_tables(captions(), CATALOGUE)


@pytest.mark.parametrize(("rule", "gap"), [(False, 4), (True, 40)])
def test_what_stands_under_a_caption_without_a_blank_is_no_second_line(rule: bool, gap: float) -> None:
    """It may be the value, and a line far below belongs to something else."""
    page = captions(rule, gap)
    assert all(gloss_of(label.box, page) is None for label in find_labels(page, CATALOGUE))


def test_a_value_on_the_rule_under_a_caption_is_no_second_line() -> None:
    """The rule begins where the value does, and not behind it."""
    page = layout_of(run("Location", 120, 280), run("12 Elm St", 120, 304), rules=[Box(120, 330, 600, 333)])
    (label,) = find_labels(page, CATALOGUE)
    assert gloss_of(label.box, page) is None


def test_a_word_that_completes_a_caption_in_its_box_is_its_second_line() -> None:
    """In a narrow box "Call Back" over "No." is one label, whose value is in the next box; a value below is none."""
    rules = grid((100, 230, 600), (300, 360))
    narrow = (*run("Call Back", 110, 305), *run("No.", 110, 332), *run("886-555-5251", 260, 320))
    (label,) = find_labels(layout_of(narrow, rules=rules), CATALOGUE)
    assert (label.field, label.box.height > 40) == ("requester_phone", True)
    for caption, value in (("Location", "Bay 6"), ("Rush", "No")):
        valued = (*run(caption, 110, 305), *run(value, 110, 332))
        assert all(k.box.height < 30 for k in find_labels(layout_of(valued, rules=rules), CATALOGUE))


def test_a_caption_that_its_box_breaks_names_its_field_as_a_whole() -> None:
    """Two lines alone in a box are one label where both together name a field; a value below a caption is not in it."""
    broken = layout_of(
        run("Date Work", 110, 306),
        run("Completed", 110, 330),
        run("Apr 10, 2021", 420, 318),
        run("Location", 110, 386),
        run("Yard 4", 110, 410),
        rules=grid((100, 400, 900), (300, 380, 460)),
    )
    found = {label.text: label for label in find_labels(broken, CATALOGUE)}
    assert found["Date Work Completed"].field == "completed_on"
    assert found["Date Work Completed"].box.bottom > 345
    assert "Location" in found
    assert not {"Date Work", "Completed", "Location Yard"} & set(found)
