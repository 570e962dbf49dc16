"""Ink that the words of a page leave over is cut out, turned and read: stamps stand where and how they were set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from digitize import DigitizeSettings, digitize_page
from digitize.stamps import stamp_across
from ocr import ReadSettings, open_sheet, read_sheet, read_stamps
from ocr.stamps import clumps, unexplained
from records.geometry import Box
from records.page import PageImage, Word

Save = Callable[..., PageImage]
LINES = ("RECEIVED", "19 AUG 14 PM 2:37", "RECORDS UNIT")


def form() -> Image.Image:
    """An order of a few ruled lines of known words."""
    page = Image.new("L", (1700, 2200), 255)
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(32)
    draw.text((520, 110), "STREET WORK ORDER", fill=0, font=ImageFont.load_default(48))
    for row, text in enumerate(("Order No.: WO-2019-00417", "Requested: 08/12/2019", "Location: 51 Canal Street")):
        draw.text((130, 260 + 90 * row), text, fill=0, font=font)
        draw.line((130, 320 + 90 * row, 1560, 320 + 90 * row), fill=0, width=3)
    for row in range(12):
        draw.text(
            (130, 640 + 60 * row), "the crew replaced a broken valve and tested it under pressure", fill=0, font=font
        )
    return page


def stamped(page: Image.Image, turn: float, worn: float = 0.0) -> Image.Image:
    """The page with a stamp set at a turn, so much of its ink missing in dots."""
    stamp = Image.new("L", (420, 170), 255)
    draw = ImageDraw.Draw(stamp)
    for row, text in enumerate(LINES):
        draw.text((15, 10 + 52 * row), text, fill=0, font=ImageFont.load_default(34))
    missing = np.random.default_rng(5).random((170, 420)) < worn
    ink = np.where(missing, 255, np.asarray(stamp)).astype(np.uint8)
    turned = Image.fromarray(ink).rotate(turn, expand=True, fillcolor=255, resample=Image.Resampling.BILINEAR)
    whole = page.copy()
    under = np.asarray(whole.crop((1100, 1500, 1100 + turned.width, 1500 + turned.height)))
    whole.paste(Image.fromarray(np.minimum(under, np.asarray(turned))), (1100, 1500))
    return whole


@pytest.mark.parametrize(("turn", "worn"), [(-90, 0.0), (-71, 0.2), (-82, 0.35), (90, 0.2), (98, 0.35), (183, 0.2)])
def test_a_stamp_is_read_as_it_was_set(turn: float, worn: float, saved: Save) -> None:
    """Up or down the sheet or on its head, leaning up to 19 degrees, a third of its ink missing: the day is read."""
    result = digitize_page(saved(stamped(form(), turn, worn)), DigitizeSettings())
    assert result.stamped == "2019-08-14"


def test_a_line_along_the_foot_may_stand_on_its_head(saved: Save) -> None:
    """What a counter's printer sets along the margin of a sheet that went in the wrong way round."""
    line = Image.new("L", (1150, 60), 255)
    text = "Received by the Registration Unit 06/01/2015 6:34:00 PM"
    ImageDraw.Draw(line).text((10, 10), text, fill=0, font=ImageFont.load_default(36))
    page = form()
    page.paste(line.rotate(180), (300, 2080))
    assert digitize_page(saved(page), DigitizeSettings()).stamped == "2015-06-01"


def test_a_form_without_a_stamp_has_none(saved: Save) -> None:
    """The print and typing of a form leave nothing over that says a day."""
    settings = ReadSettings()
    sheet = open_sheet(saved(form()), settings)
    page = read_sheet(sheet, settings)
    assert stamp_across(read_stamps(sheet, page.words, settings)) is None


def test_without_the_neural_reader_nothing_is_read(saved: Save) -> None:
    """The other engines do not read dotted ink, and are not asked to."""
    settings = ReadSettings(engines=("tesseract",))
    sheet = open_sheet(saved(stamped(form(), -90)), settings)
    assert list(read_stamps(sheet, (), settings)) == []


def test_words_that_were_read_are_no_clump() -> None:
    """What a page's words explain is taken away; a short word alone, or unsure figures, may be a stamp's, and stay."""
    page = np.full((600, 900), 255, np.uint8)
    page[100:130, 100:400] = 0
    page[300:500, 600:660] = 0
    long = Word("pressure", Box(100, 100, 400, 130), 0.99)
    short = Word("91", Box(590, 290, 670, 350), 0.99)
    left = unexplained(page, [long, short])
    unsure = replace(long, text="1157AM80", confidence=0.61)
    assert (unexplained(page, [unsure, short])[100:130, 100:400] == 0).all()
    assert (unexplained(page, [replace(unsure, text="pressure"), short])[100:130, 100:400] == 255).all()
    assert (left[100:130, 100:400] == 255).all()
    assert (left[300:500, 600:660] == 0).all()
    (clump,) = clumps(left)
    assert clump.left <= 600
    assert clump.bottom >= 500
