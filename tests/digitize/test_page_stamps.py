"""Date stamps: read wherever they stand, and taken for no field of the form."""

from __future__ import annotations

from dataclasses import replace

import pytest
from digitize_pages import ink_of, layout_of, page, reader_of, run

from digitize import DigitizeSettings
from digitize.pipeline import result_of
from digitize.stamps import NAME, find_stamp, lifted, stamp_across
from ocr import StampReading
from records.geometry import Box
from records.page import Word

FORM = (
    *run("STREET WORK ORDER", 600, 60, height=34),
    *run("Order No.: WO-1042", 120, 180),
    *run("Date Requested: 03/14/2019", 120, 260),
    *run("Location: 412 Elm St", 120, 340),
)


def up(text: str, left: float, top: float) -> tuple[Word, ...]:
    """Words that run up or down the sheet."""
    words = []
    for part in text.split():
        bottom = top + 12 * len(part)
        words.append(Word(part, Box(left, top, left + 20, bottom), 0.9))
        top = bottom + 8
    return tuple(words)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ((run("RECEIVED", 900, 900, height=40), run("MAR 18 2019", 920, 960, height=34)), "2019-03-18"),
        ((run("MAR 18, 2019", 920, 840, height=34), run("FILED", 940, 900, height=40)), "2019-03-18"),
        ((run("Received by NSD/FARA Registration Unit 04/17/2018 4:25:49 PM", 500, 20),), "2018-04-17"),
        ((up("93 FEB 16 A9:20", 1500, 1200),), "1993-02-16"),
        ((up("A8:07 27 MAR 91", 1500, 1200),), "1991-03-27"),
        ((run("19 AUG 14 PM 2:37", 900, 900),), "2019-08-14"),
        ((up("PM 2:37 14 AUG 19", 1500, 1200),), "2019-08-14"),
        ((run("RECEIVED", 900, 900, height=40),), None),
        ((run("Received: 3/18/2019", 120, 500),), None),
    ],
)
def test_a_stamps_day_is_read(words: tuple[tuple[Word, ...], ...], day: str | None) -> None:
    """Rubber stamps, a counter's printed line and a time clock at the sheet's side; a label with its value is none."""
    found = find_stamp(layout_of(FORM, *words))
    assert (found.day if found else None) == day


def test_a_stamp_is_no_field_of_the_form() -> None:
    """The day that the sheet came in stands beside the form's fields, and changes none of them."""
    stamp = (*run("RECEIVED", 900, 420, height=40), *run("MAR 18 2019", 920, 480, height=34))
    layout = layout_of(FORM, stamp)
    result = result_of(page(FORM, stamp), reader_of(layout), ink_of(layout), DigitizeSettings())
    (fragment,) = result.fragments
    assert fragment.value(NAME) == "2019-03-18"
    assert fragment.value("requested_on") == "2019-03-14"


def test_of_two_orders_on_a_sheet_the_one_below_the_stamp_has_it() -> None:
    """A stamp belongs to the half that it stands on."""
    other = tuple(replace(w, box=Box(w.box.left, w.box.top + 1100, w.box.right, w.box.bottom + 1100)) for w in FORM)
    stamp = (*run("RECEIVED", 900, 1600, height=40), *run("MAR 18 2019", 920, 1660, height=34))
    layout = layout_of(FORM, other, stamp)
    result = result_of(page(FORM, other, stamp), reader_of(layout), ink_of(layout), DigitizeSettings())
    assert [fragment.value(NAME) for fragment in result.fragments] == [None, "2019-03-18"]


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ((("93FE8 16 AM 8:00", 0.95), ("93FEB 15 AM 8:00", 0.93), ("93FE815 AM 8:00", 0.96)), "1993-02-15"),
        ((("930CT 18 PH 4:30", 0.97), ("930CT 18 PH 4:30", 0.99)), "1993-10-18"),
        ((("3DEC 10 PM 4:16", 0.98), ("93DEC 10 PM4:16", 0.98)), "1993-12-10"),
        ((("RECVED", 0.7), ("JAN21 1116AM'80", 0.91), ("1116AH'80", 0.9)), "1980-01-21"),
        ((("BECEIVED", 0.8), ("MAR 18 2019", 0.92)), "2019-03-18"),
        ((("JUL 2 10 265M 81", 0.89), ("JUL 2 10255H'81", 0.88)), "1981-07-02"),
        ((("RECEIVED", 1.0), ("JUH 2 12 51 PH '83", 0.95), ("JUH 2 1251PH'87", 0.86)), "1983-06-02"),
        ((("RECEIVED", 1.0), ("MAY 20 P4:39", 1.0), ("MAY 20 P4:39", 1.0)), None),
        ((("MAR 18 2019", 0.99), ("MAR 18 2019", 0.99)), None),
        ((("RECEIVED", 0.9), ("93FEB 15", 0.6)), None),
        ((("17MAR-6 AMII: 52", 0.93), ("2017MAR-6 AMI: 52", 0.86), ("!MAR-6 AMI: 52", 0.86)), "2017-03-06"),
        ((("93 JUL 24 P112: 11", 0.94), ("95 JUL 24 P112: 11", 0.95)), None),
        ((("93 JUL 24 P12:11", 0.9), ("95 JUL 24 P12:11", 0.95), ("93 JUL 24 P12:11", 0.8)), "1993-07-24"),
        ((("AL, FL, GA, SC", 1.0), ("No. 12", 1.0)), None),
    ],
)
def test_a_stamp_across_the_form_gives_its_day_or_none(lines: tuple[tuple[str, float], ...], day: str | None) -> None:
    """Blurred months are mended and readings vote; without a year, a stamp's word or clock or most votes, none."""
    found = stamp_across([StampReading(Box(900, 900, 1200, 1300), lines)])
    assert (found.day if found else None) == day


def test_no_more_is_read_once_a_stamp_was_found() -> None:
    """Each further clump of ink costs a tenth of a second."""
    box, asked = Box(0, 0, 9, 9), []
    clock = (("93FEB 15 AM 8:00", 0.95),)
    for lines in ((("Dlslebi", 0.4),), clock, clock):
        asked.append(StampReading(box, lines))
    waiting = iter(asked)
    assert stamp_across(waiting) is not None
    assert len(list(waiting)) == 1


def test_a_stamps_day_is_no_day_of_the_form_below_it() -> None:
    """A slanting stamp's lines overlap; its nearest line has its day, and the form's labels under it stay labels."""
    stamp = (
        Word("RECEIVED", Box(620, 110, 880, 208), 0.9),
        *run("SEP 10 2018", 670, 170, height=34),
    )
    layout = layout_of(FORM, stamp, run("Needed By", 640, 330), run("09-24-2018", 640, 370))
    found = find_stamp(layout)
    assert found is not None
    assert found.day == "2018-09-10"
    assert found.box.bottom < 260


def test_a_label_that_a_stamps_corner_touches_is_still_the_forms() -> None:
    """Of a sheet with RECEIVED beside the order's number, the number is read, and not the stamp's day for it."""
    label = run("PURCHASE ORDER NO.", 120, 246, height=22)
    edge = label[-1].box.right - 3
    stamp = (*run("RECEIVED", edge, 170, height=60), *run("MAY 20 2019", edge + 60, 235, height=50))
    words = (*FORM[:3], *run("Location: 412 Elm St", 120, 440), *label, *run("1900533", 125, 290, height=22), *stamp)
    rules = (*(Box(100, y, 1600, y + 4) for y in (234, 322)), *(Box(x, 234, x + 4, 322) for x in (100, 1596)))
    layout = layout_of(words, rules=rules)
    (fragment,) = result_of(page(words, rules=rules), reader_of(layout), ink_of(layout), DigitizeSettings()).fragments
    assert fragment.value("order_number") == "1900533"


def test_a_stamps_frame_is_no_rule_of_the_form() -> None:
    """What lies wholly about a stamp goes with it; a rule of the form that runs on beneath it stays."""
    stamp = (*run("RECEIVED", 900, 420, height=40), *run("MAR 18 2019", 920, 480, height=34))
    frame = (Box(890, 400, 1120, 404), Box(890, 530, 1120, 534))
    own = Box(100, 470, 1500, 474)
    layout = layout_of(FORM, stamp, rules=(*frame, own))
    lines = lifted(layout, find_stamp(layout))
    assert lines.across == (own,)
    assert not {"RECEIVED", "MAR"} & {word.text for word in lines.words}
