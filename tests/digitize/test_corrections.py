"""What was struck out by hand gives way to what stands beside it; a form's own lines strike nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from digitize_pages import across, ink_of, layout_of, page, reader_of, run
from PIL import Image, ImageDraw, ImageFont

from digitize import DigitizeSettings, digitize_page
from digitize.page import Fragment
from digitize.pipeline import result_of
from records.geometry import Box
from records.page import PageImage, Word

HEAD = (*run("STREET WORK ORDER", 600, 60, height=34), *run("Order No.: WO-1042", 120, 180))
LOCATION = run("Location: 412 Elm St", 120, 340)


def fragment(*words: tuple[Word, ...], rules: tuple[Box, ...]) -> Fragment:
    """The only order of a page."""
    text = page(HEAD, LOCATION, *words, rules=rules)
    layout = layout_of(HEAD, LOCATION, *words, rules=rules)
    (found,) = result_of(text, reader_of(layout), ink_of(layout), DigitizeSettings()).fragments
    return found


def test_the_value_beside_a_struck_one_counts() -> None:
    """The new day stands right of the old one; a person is told what was there."""
    found = fragment(run("Date Requested: 03/14/2019 03/17/2019", 120, 260), rules=(across(290, 410, 272),))
    reading = next(r for r in found.readings if r.name == "requested_on")
    assert reading.value == "2019-03-17"
    assert reading.doubt == "corrected by hand: '03/14/2019' was struck out beside it"


def test_the_value_beside_a_struck_one_counts_where_the_label_ends_far_from_its_rule() -> None:
    """The old and the new day are one run of words, and each is the label's nearest in its turn."""
    words = run("Date Requested:", 120, 260), run("03/14/2019", 420, 260), run("03/17/2019", 550, 260)
    found = fragment(*words, rules=(across(418, 534, 272), across(410, 1500, 286)))
    assert found.value("requested_on") == "2019-03-17"


def test_a_value_that_is_struck_and_not_replaced_is_doubted() -> None:
    """It may have been taken back, or underlined carelessly: a person looks."""
    found = fragment(run("Date Requested: 03/14/2019", 120, 260), rules=(across(290, 410, 272),))
    reading = next(r for r in found.readings if r.name == "requested_on")
    assert "nothing stands beside it" in reading.doubt


@pytest.mark.parametrize(
    ("y", "right"),
    [(284, 420), (272, 1500), (258, 420)],
)
def test_a_forms_lines_strike_nothing(y: float, right: float) -> None:
    """An underline, an overline, and a ruled line that goes on across the page are the form's."""
    words = run("Date Requested: 03/14/2019 noon", 120, 260)
    assert layout_of(HEAD, words, rules=(across(290, right, y),)).struck == ()


def test_a_stroke_takes_back_all_the_words_that_it_goes_through() -> None:
    """Two words of a place under one stroke."""
    words = run("Location: 412 Elm 9 Oak", 120, 260)
    gone = layout_of(HEAD, words, rules=(across(235, 315, 271),)).struck
    assert [word.text for word in gone] == ["412", "Elm"]


@pytest.mark.parametrize(
    ("row", "name", "old", "new", "value"),
    [
        (2, "requested_on", "03/14/2019", "03/17/2019", "2019-03-17"),
        (1, "location", "51 Canal Street", "9 Mill Road", "9 Mill Road"),
    ],
)
def test_a_struck_value_in_a_picture_is_corrected(
    row: int, name: str, old: str, new: str, value: str, tmp_path: Path
) -> None:
    """As a scan shows it: a stroke of the pen through all words of the old value and the new one written beside."""
    sheet = Image.new("L", (1700, 2200), 255)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(32)
    draw.text((520, 110), "STREET WORK ORDER", fill=0, font=ImageFont.load_default(48))
    rows = [
        "Order No.: WO-2019-00417",
        "Location: 12 Elm Street",
        "Date Requested: 03/12/2019",
        "Description: fix the valve",
    ]
    rows[row] = rows[row].partition(":")[0] + ":"
    for at, text in enumerate(rows):
        draw.text((130, 260 + 90 * at), text, fill=0, font=font)
    top, wide = 260 + 90 * row, draw.textlength(old, font=font)
    draw.text((450, top), old, fill=0, font=font)
    draw.text((500 + wide, top), new, fill=0, font=font)
    draw.line((445, top + 22, 455 + wide, top + 17), fill=0, width=3)
    path = tmp_path / "scan.png"
    sheet.save(path, dpi=(200, 200))
    (found,) = digitize_page(PageImage("scans", 1, str(path), 0, "0" * 64), DigitizeSettings()).fragments
    reading = next(r for r in found.readings if r.name == name)
    assert reading.value == value
    doubtful = [r.name for r in found.readings if r.doubt.startswith("corrected by hand")]
    assert doubtful == [name]
