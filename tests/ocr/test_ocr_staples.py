"""What holds a sheet together and what the years did to its corners is not read; what is written there is."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

import ocr
from ocr import ReadSettings
from ocr.cleanup import edges
from ocr.staples import staples
from records.page import PageImage

Save = Callable[..., PageImage]
CORNERS = ((120, 130), (1570, 130), (120, 2080), (1570, 2080))


def sheet(seed: int = 1) -> np.ndarray:
    """A sheet with a scanner's noise."""
    return np.random.default_rng(seed).normal(238, 3, (2200, 1700)).clip(0, 255).astype(np.uint8)


def bar(page: np.ndarray, place: tuple[int, int], angle: float, size: tuple[int, int], shade: int) -> np.ndarray:
    """The sheet with a straight bar on it."""
    turn, half = np.radians(angle), size[0] / 2
    step = np.array([np.cos(turn), np.sin(turn)]) * half
    start, end = (tuple(round(float(v)) for v in np.array(place) + sign * step) for sign in (-1, 1))
    made = page.copy()
    cv2.line(made, start, end, (shade,), size[1], cv2.LINE_AA)
    return made


def stapled(page: np.ndarray, place: tuple[int, int], angle: float, length: int = 98) -> np.ndarray:
    """The sheet with a staple that throws a shadow."""
    turn = np.radians(angle)
    beside = (round(place[0] - 5 * np.sin(turn)), round(place[1] + 5 * np.cos(turn)))
    shaded = cv2.GaussianBlur(bar(page, beside, angle, (length, 9), 165), (0, 0), 1.5)
    return bar(shaded, place, angle, (length, 5), 70)


@how(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(CORNERS), st.floats(0, 180), st.integers(80, 108), st.integers(0, 99))
def test_a_staple_is_taken_from_the_reading_copy(place: tuple[int, int], angle: float, length: int, seed: int) -> None:
    """In any corner and at any angle the wire and its shadow are in the mask, and little else."""
    page = stapled(sheet(seed), place, angle, length)
    mask = staples(page) > 0
    wire = bar(np.full_like(page, 255), place, angle, (length, 5), 0) < 100
    assert mask[wire].mean() > 0.98
    assert mask.sum() < 6 * wire.sum()


@pytest.mark.parametrize("place", CORNERS)
@pytest.mark.parametrize("angle", [0, 8, 45, 90])
@pytest.mark.parametrize("thick", [5, 9])
def test_a_thick_dash_in_the_corner_stays(place: tuple[int, int], angle: float, thick: int) -> None:
    """A stroke of a marker, however straight, has no shadow."""
    assert not staples(bar(sheet(), place, angle, (95, thick), 40)).any()
    soft = cv2.GaussianBlur(bar(sheet(), place, angle, (95, thick), 40), (0, 0), 1.2)
    assert not staples(soft).any()


def test_a_logo_a_rule_and_a_word_in_the_corner_stay() -> None:
    """Bars beside letters, boxes and rules of a letterhead are print, even where a drop shadow is printed with them."""
    page = Image.fromarray(sheet())
    pen = ImageDraw.Draw(page)
    pen.rectangle((60, 60, 160, 100), fill=60)
    pen.text((60, 120), "CITY OF", fill=30, font=ImageFont.load_default(34))
    pen.line((60, 175, 155, 175), fill=30, width=5)
    pen.text((1480, 90), "No. 4711 / 2", fill=30, font=ImageFont.load_default(30))
    pen.line((40, 230, 250, 230), fill=40, width=4)
    assert not staples(np.asarray(page)).any()


def test_a_long_rule_over_a_grey_ground_stays() -> None:
    """The head of a table of shaded labels runs out of the corner: a staple's length of it has grey on one side."""
    page = sheet()
    page[240:800, 155:420] = (page[240:800, 155:420] * 0.85).astype(np.uint8)
    cv2.rectangle(page, (155, 240), (820, 500), (90,), 3)
    assert not staples(page).any()


def test_a_staple_in_the_middle_of_the_page_stays() -> None:
    """A bar far from the corners is no staple of the sheet's."""
    assert not staples(stapled(sheet(), (850, 1100), 45)).any()


def test_the_scan_keeps_what_the_reading_copy_loses(drawn: Image.Image, saved: Save, settings: ReadSettings) -> None:
    """The staple and a torn, dark corner are gone from what is read, and still on the page that a clerk sees."""
    page = stapled(np.minimum(np.asarray(drawn), sheet()), CORNERS[0], 40)
    cv2.fillPoly(page, [np.array([[1700, 0], [1590, 0], [1700, 130]])], (35,))
    opened = ocr.open_sheet(saved(page), settings)
    assert opened.copies.even[60:200, 50:200].min() > 200
    assert opened.copies.even[:140, 1580:].min() > 200
    assert opened.upright[60:200, 50:200].min() < 120
    assert opened.upright[5:30, 1670:].max() < 120
    assert opened.facts.cut_off == ()


@pytest.mark.parametrize("shade", [150, 190])
def test_a_torn_corner_over_a_grey_lid_is_paper(saved: Save, settings: ReadSettings, shade: int) -> None:
    """What shows through a missing corner is no writing, whatever the lid's shade."""
    page = sheet()
    cv2.fillPoly(page, [np.array([[0, 0], [150, 0], [0, 170]])], (shade,))
    assert ocr.open_sheet(saved(page), settings).facts.blank


@pytest.mark.parametrize("lid", [35, 90])
@pytest.mark.parametrize("place", [(64, 1100), (64, 250), (850, 60), (1640, 1950)])
def test_a_punch_hole_is_taken_from_the_reading_copy(place: tuple[int, int], lid: int) -> None:
    """A hole a quarter of an inch across and near an edge is the scanner's lid."""
    page = sheet()
    cv2.circle(page, place, 27, (lid,), -1, cv2.LINE_AA)
    assert (edges(page)[cv2.circle(np.zeros_like(page), place, 26, 255, -1) > 0] > 0).all()


def test_what_is_round_or_dark_and_no_hole_stays() -> None:
    """A ring, a large initial, a filled box beside the edge and a disc in the middle are print."""
    page = Image.fromarray(sheet())
    pen = ImageDraw.Draw(page)
    pen.ellipse((60, 300, 114, 354), outline=30, width=6)
    pen.text((60, 500), "O", fill=20, font=ImageFont.load_default(80))
    pen.rectangle((60, 800, 114, 854), fill=30)
    pen.ellipse((820, 1100, 874, 1154), fill=30)
    pen.rectangle((60, 1300, 300, 1330), fill=30)
    assert not edges(np.asarray(page)).any()
