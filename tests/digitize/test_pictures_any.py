"""Pages as scanners spoil them: turned, mirrored, inverted, on coloured carbon parts; nothing is made up of any."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

from digitize import DigitizeSettings, PageResult, digitize_page
from records.page import PageImage, PageKind

PARTS = {"white": "#ffffff", "canary": "#fbf3a0", "pink": "#f7c6d0", "goldenrod": "#efc75e"}
"""The papers of a four-part set, the customer's to the file's."""
HEADS = ("W.O. No.", "Date Requested", "Location", "Requested By", "Total Cost")
ROWS = (
    ("WS-00475", "06/19/2018", "12 Elm St", "George Abbott", "12.24"),
    ("WS-00476", "06/19/2018", "3089 East Ave", "Helen Barnes", "16.74"),
    ("WS-00477", "06/20/2018", "533 Mill St", "Carol Ortega", "37.57"),
    ("WS-00478", "06/21/2018", "9 Oak St", "Ann Lee", "5.00"),
)


def order(paper: str = "#ffffff", ink: str = "#000000") -> Image.Image:
    """A sheet of one order."""
    page = Image.new("RGB", (1700, 2200), paper)
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(34)
    draw.text((520, 110), "PURCHASE ORDER", fill=ink, font=ImageFont.load_default(52))
    rows = ("Order No.: PO-2019-00417", "Date: 08/12/2019", "Location: 51 Canal Street", "Description: six valves")
    for row, text in enumerate(rows):
        draw.text((130, 260 + 90 * row), text, fill=ink, font=font)
        draw.line((130, 318 + 90 * row, 1560, 318 + 90 * row), fill=ink, width=3)
    for row in range(8):
        draw.text(
            (130, 700 + 60 * row), "the parts are taken from the yard and charged to the crew", fill=ink, font=font
        )
    return page


def log() -> Image.Image:
    """A ruled log of four orders, landscape."""
    page = Image.new("RGB", (2200, 1700), "#ffffff")
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(32)
    draw.text((900, 80), "WATER SERVICE LOG", fill=0, font=ImageFont.load_default(48))
    lefts = (100, 420, 800, 1300, 1780, 2100)
    for row, cells in enumerate((HEADS, *ROWS)):
        for left, text in zip(lefts, cells, strict=False):
            draw.text((left + 16, 212 + 70 * row), text, fill=0, font=font)
    for row in range(len(ROWS) + 2):
        draw.line((lefts[0], 200 + 70 * row, lefts[-1], 200 + 70 * row), fill=0, width=3)
    for left in lefts:
        draw.line((left, 200, left, 200 + 70 * (len(ROWS) + 1)), fill=0, width=3)
    return page


def read(picture: Image.Image, folder: Path) -> PageResult:
    """What is read of a picture at 200 dots to the inch."""
    path = folder / "scan.png"
    picture.save(path, dpi=(200, 200))
    return digitize_page(PageImage("scans", 1, str(path), 0, "0" * 64), DigitizeSettings())


@pytest.mark.parametrize("part", PARTS)
def test_each_part_of_a_carbon_set_is_read(part: str, tmp_path: Path) -> None:
    """The lower parts are on coloured paper and their ink is paler; the number is the same on all."""
    ink = "#000000" if part == "white" else "#5a5a7a"
    (fragment,) = read(order(PARTS[part], ink), tmp_path).fragments
    assert fragment.value("order_number") == "PO-2019-00417"


def test_an_inverted_page_is_read_and_said_to_be_one(tmp_path: Path) -> None:
    """White on black, as microfilm is scanned."""
    result = read(ImageOps.invert(order()), tmp_path)
    assert [fragment.value("order_number") for fragment in result.fragments] == ["PO-2019-00417"]
    assert result.facts is not None
    assert any("negative" in warning for warning in result.facts.warnings)


def test_of_a_mirrored_page_nothing_is_made_up(tmp_path: Path) -> None:
    """It is told, and no number is read out of letters that lie the wrong way."""
    result = read(ImageOps.mirror(order()), tmp_path)
    assert all(fragment.value("order_number") is None for fragment in result.fragments)
    assert result.facts is not None
    assert any("mirror" in warning for warning in result.facts.warnings)


def test_a_torn_sheet_on_a_black_ground_is_no_negative(tmp_path: Path) -> None:
    """More of the picture is black than paper, and its letters are dark all the same."""
    page = order()
    ImageDraw.Draw(page).polygon([(0, 820), (1700, 700), (1700, 2200), (0, 2200)], fill="#000000")
    result = read(page, tmp_path)
    assert [fragment.value("order_number") for fragment in result.fragments] == ["PO-2019-00417"]
    assert result.facts is not None
    assert not any("negative" in warning for warning in result.facts.warnings)


def test_a_mirrored_log_is_said_to_be_one(tmp_path: Path) -> None:
    """Its words are short, and many look like others in the mirror."""
    result = read(ImageOps.mirror(log()), tmp_path)
    assert not any(fragment.value("order_number") for fragment in result.fragments)
    assert result.facts is not None
    assert any("mirror" in warning for warning in result.facts.warnings)


@pytest.mark.parametrize("how", ["filled", "empty"])
def test_check_boxes_are_read_for_their_ink(how: str, tmp_path: Path) -> None:
    """A box that somebody filled is chosen; where all are empty, their captions are nobody's answer."""
    page = order()
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(34)
    draw.text((130, 620), "Status:", fill=0, font=font)
    for place, caption in enumerate(("Complete", "Open", "Cancelled")):
        left = 460 + 340 * place
        fill = 0 if how == "filled" and place == 1 else None
        draw.rectangle((left, 622, left + 34, 656), outline=0, width=3, fill=fill)
        draw.text((left + 52, 620), caption, fill=0, font=font)
    (fragment,) = read(page, tmp_path).fragments
    assert fragment.value("status") == ("open" if how == "filled" else None)


@pytest.mark.parametrize("turn", [90, 270])
def test_a_log_that_lies_turned_gives_each_row(turn: int, tmp_path: Path) -> None:
    """A landscape log was fed upright, its head left or right."""
    result = read(log().rotate(turn, expand=True), tmp_path)
    assert result.kind is PageKind.LOG
    assert [fragment.value("order_number") for fragment in result.fragments] == [row[0] for row in ROWS]
    assert [fragment.value("requested_on") for fragment in result.fragments][-1] == "2018-06-21"
