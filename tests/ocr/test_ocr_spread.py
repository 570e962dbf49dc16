"""Two pages in one picture are parted at their gutter; tables, logs and forms in columns are not."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from digitize import DigitizeSettings, digitize_page
from ocr import ReadSettings, read_page
from ocr.spread import gutter, seam_of
from records.fields import CATALOGUE
from records.page import PageImage

Save = Callable[..., PageImage]
TEXT = ("the crew", "replaced", "a broken valve", "at the corner", "and tested", "it", "under pressure", "before noon")
ROWS = (
    ("ORDER NO:", "2021-0{}417"),
    ("LOCATION:", "51 CANAL STREET"),
    ("ASSIGNED TO:", "CREW {}"),
    ("TOTAL COST:", "2{}5.75"),
)


def sheet(number: int = 1, size: tuple[int, int] = (1700, 2200), margin: int = 130) -> Image.Image:
    """An order of known words, then running text across the page with a ragged edge."""
    page = Image.new("L", size, 255)
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(32)
    draw.text((margin, 120), "CITY OF ASHFORD  SERVICE ORDER", fill=0, font=ImageFont.load_default(40))
    for row, (label, value) in enumerate(ROWS):
        draw.text((margin, 240 + 80 * row), label, fill=0, font=font)
        draw.text((margin + 360, 240 + 80 * row), value.format(number), fill=0, font=font)
    pick = np.random.default_rng(number)
    for y in range(640, size[1] - 160, 60):
        words = ""
        while draw.textlength(words, font) < size[0] - 2 * margin - 260:
            words += str(pick.choice(TEXT)) + " "
        draw.text((margin, y), words, fill=0, font=font)
    return page


def beside(left: Image.Image, right: Image.Image, fold: int = 0) -> Image.Image:
    """The two in one picture, with so many pixels of a dark fold between them."""
    whole = Image.new("L", (left.width + right.width, left.height), 255)
    whole.paste(left)
    whole.paste(right, (left.width, 0))
    if fold:
        ImageDraw.Draw(whole).rectangle((left.width - fold // 2, 0, left.width + fold // 2, left.height), fill=40)
    return whole


@pytest.mark.parametrize("fold", [0, 5, 12])
@pytest.mark.parametrize("size", [(1700, 2200), (1654, 2339), (1100, 1700), (1700, 2800)])
@pytest.mark.parametrize("margin", [90, 130, 180])
def test_two_pages_are_parted_at_the_middle(size: tuple[int, int], margin: int, fold: int) -> None:
    """Two Letter, A4, half Letter or Legal pages, with and without a fold, part within a quarter inch of the middle."""
    found = gutter(np.asarray(beside(sheet(1, size, margin), sheet(2, size, margin), fold)))
    if size[0] < 1300 and not fold:
        assert found is None  # as large as a sheet on its side, and nothing says that it is none
        return
    assert found is not None
    assert abs(found - size[0]) < size[0] / 6


def _table(rules: bool) -> Image.Image:
    page = Image.new("L", (2200, 1700), 255)
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(30)
    draw.text((150, 100), "CALL LOG", fill=0, font=ImageFont.load_default(44))
    for row in range(18):
        for column, words in enumerate(("2021-0417", "51 Canal St", "pot hole", "crew 7", "closed")):
            draw.text((150 + 400 * column, 250 + 70 * row), words, fill=0, font=font)
        if rules:
            draw.line((130, 300 + 70 * row, 2080, 300 + 70 * row), fill=0, width=3)
    return page


def _columns(title: str) -> Image.Image:
    """A form on its side: fields on the left, fields on the right."""
    page = Image.new("L", (2200, 1700), 255)
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(30)
    draw.text((1100, 80), title, fill=0, font=ImageFont.load_default(44), anchor="ma")
    for row in range(18):
        draw.text((150, 220 + 75 * row), "LOCATION OF THE WORK:  51 CANAL STREET NEAR", fill=0, font=font)
        draw.text((1180, 220 + 75 * row), "MATERIALS USED:  FOUR BAGS OF COLD PATCH, SAND", fill=0, font=font)
    return page


def _ruled() -> Image.Image:
    page = _columns("")
    ImageDraw.Draw(page).line((1150, 150, 1150, 1600), fill=0, width=5)
    return page


NEAR_MISSES: dict[str, Callable[[], Image.Image]] = {
    "log": lambda: _table(rules=True),
    "list without rules": lambda: _table(rules=False),
    "two columns": lambda: _columns("WORK ORDER AND MATERIAL SHEET"),
    "two columns without a title": lambda: _columns(""),
    "two columns with a rule between": _ruled,
    "one page": sheet,
    "one page on its side": lambda: sheet(1, (2200, 1700)),
    "a page beside nothing": lambda: beside(sheet(), Image.new("L", (1700, 2200), 255)),
    "blank": lambda: Image.new("L", (3400, 2200), 255),
    "blank but for a fold": lambda: beside(*[Image.new("L", (1700, 2200), 255)] * 2, fold=8),
}


@pytest.mark.parametrize("kind", NEAR_MISSES)
def test_one_page_is_not_parted(kind: str) -> None:
    """A log or list that runs across, a form in columns, a page alone or beside nothing is one page."""
    assert gutter(np.asarray(NEAR_MISSES[kind]())) is None


def below(upper: Image.Image, lower: Image.Image) -> Image.Image:
    """The one above the other in one picture."""
    whole = Image.new("L", (upper.width, upper.height + lower.height), 255)
    whole.paste(upper)
    whole.paste(lower, (0, upper.height))
    return whole


@pytest.mark.parametrize("size", [(1700, 2200), (1654, 2339), (1700, 2800)])
def test_one_page_above_another_ends_near_the_middle(size: tuple[int, int]) -> None:
    """Two Letter, A4 or Legal pages part within an inch of where the lower one begins."""
    seam = seam_of(np.asarray(below(sheet(1, size), sheet(2, size))))
    assert seam is not None
    assert seam.across
    assert abs(seam.at - size[1]) < 200


@pytest.mark.parametrize(
    "page",
    [
        sheet(1, (1700, 2800)),
        sheet(1, (640, 1700), 20),
        below(sheet(), Image.new("L", (1700, 2200), 255)),
        below(sheet(1, (1700, 6000)), sheet(2, (1700, 6000))),
    ],
    ids=["Legal", "till roll", "a page above nothing", "a long strip"],
)
def test_one_tall_page_is_one(page: Image.Image) -> None:
    """A Legal sheet, a till roll, a sheet above bare paper and a strip of yards are not parted."""
    assert seam_of(np.asarray(page)) is None


@pytest.mark.parametrize("above", [True, False])
def test_two_forms_in_one_picture_are_two_orders(saved: Save, settings: ReadSettings, above: bool) -> None:
    """Two scans glued, one above the other or side by side with an edge and columns between, are read one by one."""
    ruled = sheet(2)
    pen = ImageDraw.Draw(ruled)
    pen.rectangle((900, 0, 1600, 600), fill=255)  # as wide a gap between its columns as between the sheets
    pen.text((1200, 500), "URGENT", fill=0, font=ImageFont.load_default(32))
    pen.rectangle((0, 2180, 1700, 2200), fill=0)
    glued = below(sheet(1), ruled) if above else beside(sheet(1), ruled)
    result = digitize_page(saved(glued), DigitizeSettings(fields=dict(CATALOGUE), reading=settings))
    assert [part.value("order_number") for part in result.fragments] == ["2021-01417", "2021-02417"]
    assert [part.value("total_cost") for part in result.fragments] == ["215.75", "225.75"]


def test_the_left_page_is_read_before_the_right(saved: Save, settings: ReadSettings) -> None:
    """No line runs across the gutter, all words of the left page come first, and it is said."""
    spread = beside(sheet(1), sheet(2), fold=8)
    text = read_page(saved(spread), settings)
    words = [word.text for word in text.words]
    assert text.seam is not None
    assert text.seam.at == pytest.approx(1700, abs=120)
    assert words.index("2021-01417") < words.index("215.75") < words.index("2021-02417")
    right = [word.box.middle[0] >= text.seam.at for word in text.words]
    assert right == sorted(right)
    assert any("side by side" in warning for warning in text.facts.warnings)


def test_each_page_of_a_spread_is_an_order(saved: Save, settings: ReadSettings) -> None:
    """Two orders in one picture, askew to each other, become two, each with its own values."""
    right = cv2.warpAffine(
        np.asarray(sheet(2)), cv2.getRotationMatrix2D((850, 1100), 0.5, 1), (1700, 2200), borderValue=(255,)
    )
    image = saved(beside(sheet(1), Image.fromarray(right)))
    result = digitize_page(image, DigitizeSettings(fields=dict(CATALOGUE), reading=settings))
    assert [part.value("order_number") for part in result.fragments] == ["2021-01417", "2021-02417"]
    assert [part.value("total_cost") for part in result.fragments] == ["215.75", "225.75"]
