"""Rows of dots and of little boxes become rules: what is written over them stands alone, nothing else is changed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from digitize import DigitizeSettings, digitize_page
from ocr.blanks import _draw_hyphen, ruled
from ocr.combed import in_one, is_comb, without_surroundings
from records.geometry import Box
from records.page import PageImage, Word

GAPS = ((405, 435), (545, 575), (685, 715))
"""Between four groups of boxes, where each begins and ends."""
Save = Callable[..., PageImage]


def paper() -> Image.Image:
    """An empty sheet at 200 dots to the inch."""
    return Image.new("L", (1700, 2200), 255)


def dots(page: Image.Image, left: int, right: int, y: int, step: int = 9) -> None:
    """A row of dots."""
    pen = ImageDraw.Draw(page)
    for x in range(left, right, step):
        pen.ellipse((x, y, x + 2, y + 2), fill=60)


def boxes(page: Image.Image, left: int, top: int, text: str) -> None:
    """A box for each character; a slash, a hyphen or a point is printed between them."""
    pen = ImageDraw.Draw(page)
    for place, character in enumerate(text):
        x = left + 34 * place
        if character not in "/-.":
            pen.rectangle((x, top, x + 34, top + 42), outline=0, width=2)
        pen.text((x + 8, top + 4), character, fill=20, font=ImageFont.load_default(30))


def test_a_row_of_dots_becomes_one_rule() -> None:
    """Between and before letters too; the letters stay as they are."""
    page = paper()
    dots(page, 300, 1200, 512)
    ImageDraw.Draw(page).text((330, 478), "Hello", fill=0, font=ImageFont.load_default(34))
    found = ruled(np.asarray(page))
    band = found.even[505:520, 300:1200] < 150
    assert band.any(axis=0)[200:890].mean() > 0.98
    assert (found.even[470:500] == np.asarray(page)[470:500]).all()
    assert found.combs == ()


@pytest.mark.parametrize("marks", [range(300, 345, 9), [300, 316, 322, 350, 357, 390, 401, 404, 447, 471]])
def test_a_few_dots_and_specks_are_left(marks: list[int]) -> None:
    """An ellipsis, and specks of the scan at one height, lead nowhere."""
    page = paper()
    for x in marks:
        ImageDraw.Draw(page).ellipse((x, 512, x + 2, 514), fill=60)
    assert (ruled(np.asarray(page)).even == np.asarray(page)).all()


def test_boxes_for_characters_become_a_rule_under_them() -> None:
    """Their walls and lids are gone, the floor is left, printed slashes stay; the row is told as one place."""
    page = paper()
    boxes(page, 400, 300, "05/19/21")
    found = ruled(np.asarray(page))
    (comb,) = found.combs
    assert abs(comb.left - 400) < 8
    assert abs(comb.right - 672) < 8
    assert (found.even[306:336, 399:402] == 255).all()
    assert (found.even[338:346, 410:660] < 100).any(axis=0).all()


def test_three_boxes_with_a_point_between_are_a_comb() -> None:
    """Hours have two boxes, a printed point, and a box alone."""
    page = paper()
    boxes(page, 400, 300, "03.5")
    (comb,) = ruled(np.asarray(page)).combs
    assert comb.right - comb.left > 110


def test_a_table_and_check_boxes_are_no_comb() -> None:
    """Boxes above each other are a table's cells, and two or three beside each other may be ticked."""
    page = paper()
    pen = ImageDraw.Draw(page)
    for row in range(3):
        for column in range(6):
            pen.rectangle((400 + 40 * column, 300 + 40 * row, 440 + 40 * column, 340 + 40 * row), outline=0, width=2)
    for place in range(3):
        pen.rectangle((400 + 34 * place, 800, 434 + 34 * place, 834), outline=0, width=2)
    found = ruled(np.asarray(page))
    assert found.combs == ()
    assert (found.even == np.asarray(page)).all()


def test_the_characters_of_a_row_of_boxes_are_one_word() -> None:
    """Whatever gaps stand between them; other words are left."""
    comb = Box(400, 300, 672, 342)
    letters = [Word(each, Box(408 + 34 * at, 304, 430 + 34 * at, 338), 0.9) for at, each in enumerate("05/19/21")]
    other = Word("Date", Box(200, 304, 280, 338), 0.8)
    assert in_one([other, *letters], [comb]) == (other, Word("05/19/21", comb, 0.9))
    assert is_comb(Box(390, 290, 690, 350), [comb])
    assert not is_comb(other.box, [comb])


def test_a_form_of_dots_and_boxes_is_read(saved: Save) -> None:
    """Labels before dots with values on them, and a date and a number in boxes."""
    page = paper()
    pen, small, large = ImageDraw.Draw(page), ImageFont.load_default(28), ImageFont.load_default(36)
    pen.text((560, 100), "SIGN WORK ORDER", fill=0, font=ImageFont.load_default(48))
    pen.text((130, 268), "Order No.", fill=0, font=small)
    boxes(page, 400, 260, "4711")
    pen.text((900, 268), "Date Requested", fill=0, font=small)
    boxes(page, 1180, 260, "05/19/21")
    for row, (label, value) in enumerate((("Location", "51 Canal Street"), ("Requested By", "Carol Ortega"))):
        y = 460 + 110 * row
        pen.text((130, y), label, fill=0, font=small)
        left = 130 + int(pen.textlength(label, font=small)) + 12
        dots(page, left, 1500, y + 30)
        pen.text((left + 14, y - 8), value, fill=10, font=large)
    (found,) = digitize_page(saved(page), DigitizeSettings()).fragments
    assert found.value("order_number") == "4711"
    assert found.value("requested_on") == "2021-05-19"
    assert found.value("location") == "51 Canal Street"
    assert found.value("requester_name") == "Carol Ortega"


def test_a_row_of_dots_ends_at_the_next_caption() -> None:
    """Of two blanks in one line each is its own: between them stand bare paper and a caption on the same height."""
    page = paper()
    dots(page, 300, 800, 512)
    dots(page, 1000, 1500, 512)
    ImageDraw.Draw(page).text((890, 484), "Grid", fill=0, font=ImageFont.load_default(30))
    between = ruled(np.asarray(page)).even[508:518, 820:885] < 150
    assert not between.any()


@pytest.mark.parametrize("height", [40, 12])
def test_boxes_open_above_become_a_rule_under_them(height: int) -> None:
    """Strokes on a rule part characters, as high as they or low between them; they go, the characters stay."""
    page = paper()
    pen = ImageDraw.Draw(page)
    pen.line((300, 542, 640, 542), fill=0, width=3)
    for place, character in enumerate("WO02447"):
        pen.text((312 + 48 * place, 506), character, fill=20, font=ImageFont.load_default(30))
    bare = np.asarray(page)
    for place in range(8):
        pen.line((301 + 48 * place, 542 - height, 301 + 48 * place, 542), fill=0, width=3)
    found = ruled(np.asarray(page))
    assert len(found.combs) == 1
    comb = found.combs[0]
    assert (comb.left, comb.right) == pytest.approx((299, 641), abs=6)
    assert comb.top <= 510
    assert comb.bottom >= 540
    assert (abs(found.even.astype(int) - bare) > 60).mean() < 4e-6


def test_a_small_hyphen_between_groups_of_boxes_is_drawn_wide() -> None:
    """A point at the foot, and one at mid-height that is as high as wide, stay as small as they are."""
    page = paper()
    pen = ImageDraw.Draw(page)
    for left in (300, 440, 580, 720):
        pen.line((left, 542, left + 98, 542), fill=0, width=3)
        for x in (left + 1, left + 49, left + 97):
            pen.line((x, 500, x, 542), fill=0, width=3)
    pen.rectangle((416, 519, 422, 521), fill=0)
    pen.rectangle((557, 534, 561, 538), fill=0)
    pen.rectangle((697, 518, 701, 522), fill=0)
    found = ruled(np.asarray(page))
    assert len(found.combs) == 1
    widths = [int((found.even[505:540, left:right] < 150).any(axis=0).sum()) for left, right in GAPS]
    assert widths == [pytest.approx(24, abs=3), 5, 5]


@pytest.mark.parametrize(("gap", "low"), [(12, 40), (16, 40), (30, 1)])
def test_boxes_too_close_for_a_hyphen_have_none(gap: int, low: int) -> None:
    """Groups that stand apart by twice a wall's width, or boxes without height, leave no room to look into."""
    picture = np.full((100, 200), 255, np.uint8)
    _draw_hyphen(picture, Box(20, 20, 50, 20 + low), Box(50 + gap, 20, 90, 20 + low))
    assert (picture == 255).all()


def test_figures_and_tables_on_rules_are_no_boxes_open_above() -> None:
    """Figures that stand on a rule begin elsewhere; a table's last row goes on upwards."""
    page = paper()
    pen = ImageDraw.Draw(page)
    pen.line((300, 542, 640, 542), fill=0, width=3)
    pen.text((310, 512), "1 1 1 1 1 1 1 1", fill=0, font=ImageFont.load_default(34))
    for x in range(300, 641, 48):
        pen.line((x, 800, x, 942), fill=0, width=3)
    pen.line((299, 942, 640, 942), fill=0, width=3)
    assert ruled(np.asarray(page)).combs == ()


def test_a_place_with_a_row_of_boxes_is_the_row() -> None:
    """How a day is to be written stands beside its boxes; a place in a row, or around two rows, stays."""
    comb, other = Box(100, 100, 400, 150), Box(500, 100, 800, 150)
    assert without_surroundings(Box(90, 90, 460, 155), [comb, other]) == comb
    for place in (Box(120, 105, 200, 145), Box(90, 90, 810, 155), Box(90, 300, 460, 355)):
        assert without_surroundings(place, [comb, other]) == place
