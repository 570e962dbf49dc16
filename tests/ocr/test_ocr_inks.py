"""Forms printed in pale colours are read in a copy that makes their print dark, and no ink is lost in it."""

from __future__ import annotations

import time
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr import ReadSettings, open_sheet, read_page
from ocr.decode import decode
from ocr.inks import reading_copy
from records.page import PageImage

Save = Callable[..., PageImage]
Rgb = tuple[int, int, int]
PAPERS: dict[str, Rgb] = {"white": (250, 250, 247), "rose": (246, 200, 212), "yellow": (250, 240, 160)}
PRINTS: dict[str, Rgb] = {"blue": (130, 175, 220), "red": (232, 135, 140), "green": (130, 190, 150)}
CAPTIONS = ("Date requested", "Location", "Assigned to", "Labor hours", "Material cost", "Total cost", "Approved by")


def coloured(
    print_in: Rgb, paper: Rgb = PAPERS["white"], pen: Rgb = (35, 55, 140), mark: Rgb | None = None
) -> Image.Image:
    """Half a Letter page at 200 dots to the inch: captions and rules in one colour, writing in another, a red number.

    Inks let the paper shine through; the mark is a highlighter's, over the writing.
    """
    page = Image.new("RGB", (1700, 1100), "white")
    draw = ImageDraw.Draw(page)
    draw.text((1200, 60), "No 482913", fill=(200, 35, 45), font=ImageFont.load_default(44))
    for row, caption in enumerate(CAPTIONS):
        draw.text((100, 160 + 60 * row), caption, fill=print_in, font=ImageFont.load_default(24))
        draw.line((100, 210 + 60 * row, 1600, 210 + 60 * row), fill=print_in, width=2)
    draw.text((500, 200), "replaced broken valve", fill=pen, font=ImageFont.load_default(40))
    pixels = np.asarray(page).astype(float) * np.array(paper) / 255
    if mark:
        pixels[190:255, 480:940] *= np.array(mark) / 255
    return Image.fromarray(cv2.GaussianBlur(pixels, (0, 0), 0.7).astype(np.uint8))


def _copy(page: Image.Image) -> np.ndarray | None:
    return reading_copy(np.asarray(page)[:, :, ::-1].copy(), 200)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("print_in", PRINTS)
def test_pale_print_becomes_dark_and_no_ink_paler(print_in: str, paper: str) -> None:
    """In the copy captions are clearly darker than in grey, nothing at all is lighter, and paper stays paper."""
    page = coloured(PRINTS[print_in], PAPERS[paper])
    copy, plain = _copy(page), cv2.cvtColor(np.asarray(page), cv2.COLOR_RGB2GRAY)
    assert copy is not None
    captions = (slice(160, 580), slice(100, 400))
    assert np.percentile(copy[captions], 1) < np.percentile(plain[captions], 1) - 10
    assert (copy.astype(int) <= plain.astype(int) + 1).all()
    assert abs(float(np.median(copy)) - float(np.median(plain))) <= 3


@pytest.mark.parametrize("kind", ["black form", "blue pen", "black on rose", "blank", "grey"])
def test_pages_that_gain_nothing_are_left_alone(kind: str) -> None:
    """Black forms, whatever the pen and the paper, blank and grey pages have no copy."""
    black: Rgb = (30, 30, 30)
    pages = {
        "black form": coloured(black, pen=black),
        "blue pen": coloured(black),
        "black on rose": coloured(black, PAPERS["rose"], pen=black),
        "blank": Image.new("RGB", (1700, 1100), PAPERS["yellow"]),
        "grey": coloured(PRINTS["blue"]).convert("L").convert("RGB"),
    }
    assert _copy(pages[kind]) is None


def test_a_grey_page_costs_next_to_nothing() -> None:
    """That a page in three colours has none is told in a few milliseconds at 300 dots to the inch."""
    page = cv2.cvtColor(np.full((3300, 2550), 240, np.uint8), cv2.COLOR_GRAY2BGR)
    page[::9, ::7] = 20
    start = time.process_time()
    assert reading_copy(page, 300) is None
    assert time.process_time() - start < 0.05
    assert reading_copy(page[:, :, 0], 300) is None


def test_a_highlighter_does_not_bury_what_it_marks(saved: Save, settings: ReadSettings) -> None:
    """Writing under a yellow or rose marker, on a form that has a copy, is read as without the mark."""
    for mark in ((255, 245, 90), (250, 160, 190)):
        page = coloured(PRINTS["blue"], mark=mark)
        assert _copy(page) is not None
        text = " ".join(word.text for word in read_page(saved(page), settings).words)
        assert "broken valve" in text


@pytest.mark.parametrize("name", ["page.png", "page.jpg", "page.pdf"])
def test_the_copy_is_read_and_the_scan_stays(saved: Save, settings: ReadSettings, name: str) -> None:
    """Captions in rose are found through any kind of file, the red number with them, and the page stays as scanned."""
    how = {"resolution": 200} if name.endswith("pdf") else {}
    image = saved(coloured(PRINTS["red"]), name, **how)
    scan, sheet = decode(image), open_sheet(image, settings)
    assert scan.reading is not None
    assert np.array_equal(sheet.upright, scan.grey)
    words = [word.text for word in read_page(image, settings).words]
    assert "482913" in words
    assert {"Location", "Approved", "hours"} <= set(words)
