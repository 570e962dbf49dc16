"""Which day a worn stamp shows: of those on which its paper can have come in, the one that its ink is nearest to."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from digitize_pages import layout_of, run
from hypothesis import given, settings
from hypothesis import strategies as st

import ocr
from digitize.stampdays import days_said, likeliest, written
from digitize.stamps import page_stamp, stamp_across
from ocr.trace import make_trace
from records.geometry import Box

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:-',./ "


def line(text: str, doubt: float = 0.0, instead: str = "") -> ocr.Trace:
    """What a recogniser says that reads this, and holds the letters of another text for possible in their places."""
    table = np.full((2 * len(text) + 1, len(LETTERS) + 1), 1e-6, dtype=np.float32)
    table[::2, 0] = 1.0
    for place, letter in enumerate(text):
        table[2 * place + 1, LETTERS.index(letter) + 1] = 1.0 - doubt
        if instead:
            table[2 * place + 1, LETTERS.index(instead[place]) + 1] += doubt
    return make_trace(table / table.sum(axis=1, keepdims=True), LETTERS)


def reading(*texts: str, traces: tuple[ocr.Trace, ...] | None = None) -> ocr.StampReading:
    """A clump of lines, each read four times alike."""
    lines = tuple((text, 0.9) for text in texts for _ in range(4))
    return ocr.StampReading(Box(900, 900, 1200, 1300), lines, traces or tuple(line(text) for text, _ in lines))


@settings(max_examples=30, deadline=None)
@given(st.dates(date(1960, 1, 1), date(2030, 1, 1)), st.integers(0, 90), st.integers(0, 3))
def test_a_day_that_is_read_is_the_stamps(said: date, later: int, way: int) -> None:
    """Whatever the way in which a stamp writes its day, and however soon the paper came in."""
    day = said + timedelta(later)
    found = likeliest(reading(written(day)[way]), [said], ())
    assert found is not None
    assert found[0] == day.isoformat() or later > 60


def test_a_year_that_is_lost_is_that_of_the_paper() -> None:
    """A stamp whose year stands under a caption was set soon after the days that its paper speaks of."""
    found = stamp_across([reading("RECEIVED", "MAY 20 P4:39")], [date(1991, 5, 17), date(1991, 4, 2)])
    assert found is not None
    assert found.day == "1991-05-20"
    assert found.raw == "MAY 20 P4:39"


def test_a_day_of_one_digit_is_not_run_together_with_its_hour() -> None:
    """Two digits that most readings part are a day and an hour; the same ones beside each other are a day."""
    found = [
        stamp_across([reading("RECEIVED", text)], [date(1981, 6, 26)]) for text in ("JUL 2 1025 AM", "JUL 21 025 AM")
    ]
    assert [stamp.day if stamp else None for stamp in found] == ["1981-07-02", "1981-07-21"]


@pytest.mark.parametrize(
    ("lines", "about"),
    [
        (("RECEIVED", "MAY 20 P4:39"), [date(1991, 9, 17)]),
        (("RECEIVED", "P4:39"), [date(1991, 5, 17)]),
        (("MAY 20", "PAID"), [date(1991, 5, 17)]),
        (("RECEIVED", "MAY 20 P4:39"), [date(1991, 5, 17), date(1989, 5, 12)]),
    ],
)
def test_no_day_is_made_up(lines: tuple[str, ...], about: list[date]) -> None:
    """Not one far from the paper's, nor one whose ink is not there, nor without a stamp's word, nor of two years."""
    assert stamp_across([reading(*lines)], about) is None


def test_a_letter_that_is_in_doubt_is_that_of_a_possible_day() -> None:
    """A recogniser that takes a worn 9 for an 8 holds the 9 for possible, and no paper of 1993 came in in 1983."""
    worn = line("83AUG 5 P4:39", doubt=0.2, instead="93AUG 5 P4:39")
    texts = ("RECEIVED", "83AUG 5 P4:39")
    seen = reading(*texts, traces=(*[line("RECEIVED")] * 4, *[worn] * 4))
    found = stamp_across([seen], [date(1993, 7, 30)])
    assert found is not None
    assert found.day == "1993-08-05"
    alone = stamp_across([seen])
    assert alone is not None
    assert alone.day == "1983-08-05"


def test_what_was_read_plainly_may_lie_far_from_the_papers_days() -> None:
    """A day that every reading gives is the stamp's, though the page speaks of another year alone."""
    found = stamp_across([reading("RECEIVED", "95DEC 19 A11:31")], [date(1991, 11, 2)])
    assert found is not None
    assert found.day == "1995-12-19"


def test_the_days_of_a_page_are_those_it_was_filled_in_with() -> None:
    """Until when the form itself is good says nothing of the paper."""
    layout = layout_of(
        run("Approval expires November 30, 1993", 100, 100),
        run("shown on October 5, 1992", 100, 200),
        run("returned 10/09/92", 100, 300),
        run("No. 12/345/67", 100, 400),
        (*run("in the month of", 100, 500), *run("February, 1992", 700, 500)),
    )
    assert days_said(layout) == (date(1992, 10, 9), date(1992, 10, 5), date(1992, 2, 29))


def test_a_day_on_which_the_paper_cannot_have_come_in_is_looked_at_again() -> None:
    """What stands level with the form gives way to what its ink says, where its year is none of the paper's."""
    texts = ("RECEIVED", "83AUG 5 P4:39")
    worn = line(texts[1], doubt=0.2, instead="93AUG 5 P4:39")
    seen = reading(*texts, traces=(*[line(texts[0])] * 4, *[worn] * 4))
    stamp = run("83 AUG 5 P4:39", 900, 900)
    of_then = layout_of(run("Date: 07/30/1983", 120, 180), stamp)
    later = layout_of(run("Date: 07/30/1993", 120, 180), stamp)
    undated = layout_of(run("Location: 12 Elm St", 120, 180), stamp)
    days = [page_stamp(layout, lambda: [seen]) for layout in (of_then, later, undated)]
    assert [day.day if day else None for day in days] == ["1983-08-05", "1993-08-05", "1983-08-05"]
    alone = page_stamp(later, tuple)
    assert alone is not None
    assert alone.day == "1983-08-05"
