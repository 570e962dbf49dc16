"""What a form prints, and which of its numbers is its own: told among sheets that differ in blackness and writing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from digitize_pages import across, down, layout_of, run
from hypothesis import given
from hypothesis import strategies as st

from digitize.elapsed import with_hours
from digitize.forms.captioned import heads_a_text, holds_a_text
from digitize.forms.common import beside_boxes, beside_print, boldness, common_words, gainsaid, on_a_page
from digitize.forms.learned import LearnedZone
from digitize.forms.serials import with_own_number
from digitize.labels import Label, find_labels
from digitize.layout import Layout
from digitize.tables import Column, Table, find_tables
from digitize.zones import is_written
from records.fields import CATALOGUE
from records.geometry import Box
from records.page import Word

CONTROL = ["000165", "No. 000166", "000167", "000168", "000170"]
PERMIT = ["P1816", "P1808", "P1812", "P1811", "P1809"]


def labels(*texts: str) -> list[Label]:
    """The labels of a form, one below the other."""
    layout = layout_of(*(run(text, 130, 300 + 80 * place) for place, text in enumerate(texts)))
    return list(find_labels(layout, CATALOGUE))


@pytest.mark.parametrize(
    ("control", "permit", "left"),
    [
        (CONTROL, PERMIT, ["Control No.:"]),
        (PERMIT, CONTROL, ["Permit No.:"]),
        (CONTROL[::-1], PERMIT, ["Control No.:"]),
        (CONTROL, CONTROL, ["Control No.:", "Permit No.:"]),
        (PERMIT[:2], PERMIT[2:4], ["Control No.:", "Permit No.:"]),
    ],
)
def test_the_number_that_rises_is_the_orders(
    control: Sequence[str], permit: Sequence[str], left: Sequence[str]
) -> None:
    """Of two numbers a form's own rises, or falls, from sheet to sheet; where both do, or none, both stay."""
    found = labels("Control No.:", "Permit No.:", "Location:")

    def said(kept: Sequence[Label]) -> Sequence[str]:
        return control if any(label.text.startswith("Control") for label in kept) else permit

    kept = with_own_number(found, said)
    assert [label.text for label in kept if label.field == "order_number"] == left
    assert any(label.field == "location" for label in kept)


def test_what_typed_values_have_in_common_is_on_no_page() -> None:
    """Letters over letters make words on the blank form that no page has; what one has there, or ends as, is print."""
    pages = [run("Projector screen", 400, 300), run("Ceiling tile stained", 400, 300)]
    ghost = Word("sta", Box(540, 300, 573, 322), 0.95)
    assert not on_a_page(ghost, pages)
    assert on_a_page(ghost, [*pages, (Word("Sta.", Box(538, 300, 590, 322), 0.9),)])
    assert on_a_page(ghost, [*pages, (Word("sla", Box(541, 300, 574, 322), 0.9),)])


def _shown(_: Box) -> float:
    """A page that has all of the blank form's print."""
    return 1.0


def test_print_is_on_all_pages() -> None:
    """Where two pages surely have another word, or one that lacks its ink, what others share is no print."""
    shared, other = run("Gym bleachers", 400, 300), run("Projector screen", 400, 300)
    assert gainsaid(shared[0], [shared, other, other], [_shown] * 3)
    assert gainsaid(shared[0], [shared, shared, other], [_shown, _shown, lambda _: 0.4])
    assert not gainsaid(shared[0], [shared, shared, other], [_shown] * 3)
    misread = (Word("Gyrn:", Box(400, 300, 433, 322), 0.96),)
    assert not gainsaid(shared[0], [shared, misread, misread], [lambda _: 0.4] * 3)


def test_print_of_two_lines_is_not_gainsaid_by_the_other_line() -> None:
    """Boxes of close lines reach into each other, and say nothing of each other; tails make a word's box higher."""
    first, second = (Word("Work", Box(200, 300, 256, 326), 0.99),), (Word("Completed", Box(142, 313, 257, 346), 0.99),)
    assert not gainsaid(first[0], [(*first, *second)] * 3, [_shown] * 3)
    short, tailed = (Word("Set", Box(391, 300, 429, 317), 0.99),), (Word("Replaced", Box(391, 298, 498, 322), 0.99),)
    thawed = (Word("Thawed", Box(391, 298, 471, 318), 0.99),)
    assert gainsaid(short[0], [short, tailed, short, thawed], [_shown] * 4)


@pytest.mark.parametrize(("days", "left"), [(("Apr 6,", "Apr 10,", "Apr 12,"), []), (("Form 9 of",) * 3, ["2021"])])
def test_a_year_behind_days_is_theirs(days: tuple[str, ...], left: list[str]) -> None:
    """Figures that pages share are no print where other words stand close before them on each page."""
    pages = [(*run(text, 490 - 11 * len(text), 300), *run("2021", 500, 300)) for text in days]
    assert [word.text for word in common_words(pages, ()) if word.text == "2021"] == left


def test_a_blank_begins_behind_its_caption() -> None:
    """A row of dots that seems to begin in a caption's feet begins behind it; others begin where they did."""
    caption, other = run("Place of Work", 195, 435), run("Grid", 864, 435)
    seen, clear = across(236, 826, 458), across(922, 1497, 458)
    (moved, same) = beside_print([seen, clear], [*caption, *other])
    assert moved.left > caption[-1].box.right
    assert (moved.top, moved.right, same) == (seen.top, seen.right, clear)
    upright = down(210, 300, 600)
    assert beside_print([upright], caption) == (upright,)


def test_a_black_page_has_as_many_times_the_ink() -> None:
    """A page's boldness is told by what it surely prints, and is no less than the blank form's."""
    words = [word for n in range(6) for word in run("Location", 100, 100 + 60 * n)]
    assert boldness(lambda _: 0.4, lambda _: 0.2, words) == pytest.approx(2.0)
    assert boldness(lambda _: 0.1, lambda _: 0.2, words) == 1.0
    assert boldness(lambda _: 0.4, lambda _: 0.2, words[:2]) == 1.0


@given(st.floats(0, 40), st.floats(0, 40))
def test_a_sliver_is_no_error(width: float, height: float) -> None:
    """A place between two rules that nearly touch has no inside, and is written where it is dark."""
    assert is_written(Box(100, 100, 100 + width, 100 + height), lambda _: 0.5)
    assert not is_written(Box(100, 100, 100 + width, 100 + height), lambda _: 0.0)


def timed(header: str, *, also: str | None = None) -> Table:
    """A log's table of two columns and six rows."""
    columns = (Column("No.", also or "order_number", 100, 300, 1.0), Column(header, None, 300, 500, 0.0))
    return Table(columns, tuple((100.0 + 50 * n, 150.0 + 50 * n) for n in range(6)), Box(100, 50, 500, 100), ruled=True)


def times(values: Sequence[str]) -> Layout:
    """What stands in its second column."""
    return layout_of(*(run(value, 320, 110 + 50 * n) for n, value in enumerate(values)))


@pytest.mark.parametrize(
    ("header", "values", "field"),
    [
        ("Time", ["1/2", "3", "1 1/2", "314", "0.75", "2"], "labor_hours"),
        ("TIME", ["0:45", "1:30", "2:00", "0:15", "1:15", "3:30"], "labor_hours"),
        ("Time", ["9:10", "10:45", "1:05 PM", "8:20", "2:30 PM", "11:00"], None),
        ("Time", ["0910", "1045", "1305", "0820", "1430", "1100"], None),
        ("Time", ["3", "2"], None),
        ("Route", ["1/2", "3", "1 1/2", "3", "0.75", "2"], None),
    ],
)
def test_a_column_of_times_is_hours_where_they_last(header: str, values: Sequence[str], field: str | None) -> None:
    """Hours and their parts are hours worked; a time of day, and what has another head, is left as it is."""
    assert with_hours(timed(header), [times(values)], CATALOGUE).columns[1].field == field


def test_a_table_that_has_hours_keeps_them() -> None:
    """Beside a column for the hours another one of times is none."""
    table = timed("Time", also="labor_hours")
    assert with_hours(table, [times(["1/2", "3", "2", "1"])], CATALOGUE) is table


@pytest.mark.parametrize("hung", [True, False])
def test_captions_side_by_side_are_no_header(*, hung: bool) -> None:
    """Each under a rule of its own they hang; without rules, with lines of values below, they head a table."""
    captions = ("DATE REPORTED", "REQUESTOR", "DAYTIME PHONE")
    values = [("01/21/2019", "S. Iverson", "555-0187"), ("01/22/2019", "R. Stavros", "555-0132")]
    words = [w for n, text in enumerate(captions) for w in run(text, 180 + 450 * n, 380, height=16)]
    rows = [
        w
        for at, row in enumerate(values)
        for n, text in enumerate(row)
        for w in run(text, 180 + 450 * n, 430 + 50 * at)
    ]
    rules = [across(174 + 450 * n, 560 + 450 * n, 375) for n in range(3)] if hung else []
    loose = [table for table in find_tables(layout_of(words, rows, rules=rules), CATALOGUE) if not table.ruled]
    assert bool(loose) is not hung


def test_a_sentence_that_a_form_prints_is_no_blank() -> None:
    """A caption with five words behind it heads a text; with a value, or with nothing, it is a label."""
    for said, heads in (("Submit one form for each location.", True), ("12 Elm St", False), ("", False)):
        blank = layout_of(run("INSTRUCTIONS:", 100, 300), *([run(said, 262, 300)] if said else []))
        (label,) = find_labels(blank, CATALOGUE)
        assert heads_a_text(label, blank) == heads
        place = LearnedZone("INSTRUCTIONS", Box(90, 280, 1600, 340), label.text, 1.0)
        assert holds_a_text(place, blank) == heads


def test_a_caption_read_with_its_check_box_ends_beside_it() -> None:
    """A word that reaches over a square is cut to the paper beside it; a tick in a square stays where it is."""
    square = Box(660, 299, 688, 326)
    words = (
        Word("Replace", Box(662, 290, 779, 330), 0.5),
        Word("Repair", Box(560, 300, 664, 325), 0.5),
        Word("X", Box(655, 297, 690, 329), 0.9),
    )
    boxes = [word.box for word in beside_boxes(words, [(square, 0.0)])]
    assert [(box.left, box.right) for box in boxes] == [(691, 779), (560, 657), (655, 690)]


def test_a_caption_ends_where_values_begin_close_behind_it() -> None:
    """On the blank form the strokes that figures share look like a caption's end; pages have other words there."""
    blank = Word("Spent", Box(179, 296, 240, 316), 0.99)
    figures = ("1", "3", "0.5", "2")
    pages = [(Word("Spent", Box(179, 296, 233, 316), 0.99), *run(text, 233, 296, height=20)) for text in figures]
    (word,) = (word for word in common_words(pages, [blank]) if word.text == "Spent")
    assert word.box.right <= 233
    (whole,) = (word for word in common_words([each[:1] for each in pages], [blank]) if word.text == "Spent")
    assert whole.box.right >= 233
    over = [(Word("Spent", Box(179, 296, 240, 316), 0.99), *run(text, 225, 296, height=20)) for text in figures]
    (kept,) = (word for word in common_words(over, [blank]) if word.text == "Spent")
    assert kept.box.right == 240, "what is written over its end takes nothing off"
