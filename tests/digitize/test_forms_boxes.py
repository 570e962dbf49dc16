"""Boxes of a form whose printed words name no field."""

from __future__ import annotations

from dataclasses import replace

import pytest
from digitize_pages import down, grid, layout_of, run

from digitize.forms.captioned import Told, captions_within, next_boxes, own_boxes, told_apart
from digitize.forms.learned import LearnedPart, LearnedZone
from digitize.layout import Layout
from digitize.settings import DigitizeSettings
from records.geometry import Box
from records.page import Word

RULES = (*grid((100, 400, 900), (200, 260, 320, 380)), down(100, 200, 380))
PRINT = (*run("Berth", 120, 220), *run("Reach", 120, 280), *run("Wharfinger", 120, 340))
VALUES = ("207-555-0101", "207-555-0144", "207-555-0172", "207-555-0190")
SETTINGS = DigitizeSettings()


def pages(*columns: tuple[str, ...]) -> list[Told]:
    """Pages of the form, each with what it has in the box of each row."""

    def told(values: tuple[str, ...]) -> Told:
        written = [word for row, text in enumerate(values) for word in run(text, 420, 220 + 60 * row)]
        layout = ruled(*PRINT, *written)
        return Told(layout, lambda box: 0.02 * len(layout.words_in(box)))

    return [told(values) for values in zip(*columns, strict=True)]


def ruled(*words: object) -> Layout:
    """The form with these words."""
    across = tuple(rule for rule in RULES if rule.width > rule.height)
    return replace(layout_of(words), across=across, down=tuple(rule for rule in RULES if rule not in across))


def found(*columns: tuple[str, ...]) -> list[LearnedZone]:
    """The boxes that are found on the blank form."""
    return next_boxes(ruled(*PRINT), pages(*columns), [])


def test_a_box_behind_its_words_is_kept_under_them() -> None:
    """A department's own field is never dropped, though its words end in no colon and name nothing known."""
    zones = found(("North", "Pier 9", "East side", "Old"), VALUES, ("same", "same", "same", "same"))
    assert [zone.label for zone in zones] == ["Berth", "Reach"]
    assert all(zone.box.left > 400 for zone in zones)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (VALUES, "requester_phone"),
        (("12 Elm St", "9 Canal Dr", "415 Mill Ln", "77 Oak Ave"), "location"),
        (("3/4/2019", "3/9/2019", "4/1/2019", "4/2/2019"), "Berth"),
        (("fast", "slow", "none", "all"), "Berth"),
    ],
)
def test_values_tell_a_field_where_one_alone_has_such(values: tuple[str, ...], field: str) -> None:
    """There is one telephone number and one address on an order, and four days."""
    told = pages(values, VALUES, VALUES)
    (zone, *_) = next_boxes(ruled(*PRINT), told, [])
    assert told_apart(zone, told, [], SETTINGS).field == field


def test_a_form_has_each_field_once() -> None:
    """Where its words have found the telephone number, another box of numbers is the department's own."""
    told = pages(VALUES, VALUES, VALUES)
    (zone, *_) = next_boxes(ruled(*PRINT), told, [])
    phone = LearnedZone("requester_phone", Box(0, 0, 10, 10), "Phone", 1.0)
    assert told_apart(zone, told, [phone], SETTINGS) == zone


@pytest.mark.parametrize(("ink", "names"), [(0.1, ["Berth", "Reach", "Wharfinger"]), (0.8, [])])
def test_a_dark_bar_is_no_box_of_its_own_name(ink: float, names: list[str]) -> None:
    """White letters on a bar are a part's title, and nothing is written there."""
    values = [word for row in range(3) for word in run("x7", 280, 220 + 60 * row)]
    told = [Told(ruled(*PRINT, *values), lambda _: ink)] * 3
    assert [zone.label for zone in own_boxes(ruled(*PRINT), told, [])] == names


SECOND = run("Asignado a", 120, 140, height=16)


@pytest.mark.parametrize(
    ("printed", "written", "kept"),
    [
        (SECOND, ((180,), (180,), (180,)), True),
        (SECOND, ((140,), (140,), (140,)), False),
        (SECOND, ((), (), ()), False),
        (run("Irene Ferris", 120, 140, height=30), ((180,), (180,), (180,)), False),
    ],
)
def test_a_second_line_of_a_caption_is_none_of_the_value(
    printed: tuple[Word, ...], written: tuple[tuple[int, ...], ...], kept: bool
) -> None:
    """In the caption's print, and with writing below it and none beside it: a value that all pages share has none."""
    caption = run("Assigned To", 120, 110, height=16)
    told = [
        Told(layout_of(caption, printed, *(run("Ann Lee", 320, top) for top in tops)), lambda _: 0.1)
        for tops in written
    ]
    zone = LearnedZone("assigned_to", Box(100, 100, 900, 220), "Assigned To", 1.0)
    part = LearnedPart(Box(0, 0, 1700, 2200), (zone,), (), (), ())
    own = {box.top for box in captions_within(layout_of(caption, printed), [part], told)}
    assert own == ({110.0, 140.0} if kept else {110.0})


@pytest.mark.parametrize(
    ("caption", "value", "kept"),
    [
        (run("Nature of Request", 120, 110, height=16), run("of", 300, 150, height=16), 1),
        (run("Nature of", 120, 110, height=16), run("Request", 120, 132, height=16), 2),
        (run("Phone:", 120, 110, height=16), run("(412)", 300, 110, height=16), 1),
    ],
)
def test_what_sheets_share_is_no_part_of_a_caption_that_stands_in_full(
    caption: tuple[Word, ...], value: tuple[Word, ...], kept: int
) -> None:
    """An "of" within values, or a town's area code behind "Phone:", is taken away with no caption."""
    name = "Nature of Request" if kept == 2 else " ".join(word.text for word in caption)
    zone = LearnedZone("description", Box(100, 100, 900, 220), name, 1.0)
    part = LearnedPart(Box(0, 0, 1700, 2200), (zone,), (), (), ())
    own = list(captions_within(layout_of(caption, value), [part], []))
    assert {box.left for box in own} == {w.box.left for w in (*caption, *(value if kept == 2 else ()))}
