"""No step of the clean-up may take a decimal point: $13.46 must not become $1346 for both engines at once."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as how
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from ocr.cleanup import FAINT, INK, despeckled, edges, evened, without
from ocr.copies import Copies
from ocr.engines.ppocr import line_pictures
from ocr.zones import Zone
from records.geometry import Box

FONTS = Path(__file__).parents[2] / "fixtures" / "fonts"
PRINTED = ("public-sans", "libre-franklin", "source-serif-4", "courier-prime", "special-elite")
HANDS = ("caveat", "cedarville-cursive", "homemade-apple", "nothing-you-could-do", "patrick-hand", "reenie-beanie")
typefaces = st.one_of(
    st.tuples(st.sampled_from(PRINTED), st.integers(22, 60)), st.tuples(st.sampled_from(HANDS), st.integers(34, 80))
)
"""Print of 8 points and more, and hands at the sizes in which people fill in forms."""


def amount(font: tuple[str, int], shade: int, gap: int | None) -> tuple[np.ndarray, np.ndarray]:
    """A sheet with 27.73 on it, on a rule so many pixels below where there is one, and a mask of its point."""
    face = ImageFont.truetype(FONTS / f"{font[0]}-400.ttf", font[1])
    sheet, point = Image.new("L", (1300, 500), 240), Image.new("L", (1300, 500), 0)
    pen = ImageDraw.Draw(sheet)
    pen.text((500, 200), "27.73", fill=shade, font=face)
    ImageDraw.Draw(point).text((500 + pen.textlength("27", font=face), 200), ".", fill=255, font=face)
    if gap is not None:
        base = 200 + face.getbbox("27.73")[3] + gap
        pen.line((300, base, 1000, base), fill=shade, width=3)
    return np.asarray(sheet), np.asarray(point) > 127


def scanned(sheet: np.ndarray, seed: int, blur: float, bilevel: bool) -> np.ndarray:
    """The sheet through a scanner that adds noise, specks and a little blur, and may know black and white only."""
    dice = np.random.default_rng(seed)
    page = cv2.GaussianBlur(sheet, (0, 0), blur) if blur else sheet.copy()
    page = (page + dice.normal(0, 6, page.shape)).clip(0, 255).astype(np.uint8)
    for x, y in dice.integers(20, 480, (20, 2)).tolist():
        page[y : y + 2, x : x + 2] = 40
    return np.where(page < 170, 0, 255).astype(np.uint8) if bilevel else page


def left_of(point: np.ndarray, before: np.ndarray, after: np.ndarray) -> float:
    """The share of the point's ink that is still there; its mask may lie a pixel beside it, its grey rim is noise."""
    inked = (cv2.dilate(point.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & (before < INK)
    return float((after[inked] < FAINT).mean()) if inked.any() else 1.0


@how(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    typefaces,
    st.integers(20, 110),
    st.one_of(st.none(), st.integers(2, 6)),
    st.integers(0, 2**16),
    st.sampled_from((0.0, 0.7, 1.0)),
    st.booleans(),
)
def test_a_decimal_point_survives_in_both_engines_copies(
    font: tuple[str, int], shade: int, gap: int | None, seed: int, blur: float, bilevel: bool
) -> None:
    """In any type, size, shade and noise, above a rule or not, most of the point is left in each copy and each zone.

    A point that touches its rule goes with it from the copy for Tesseract; the neural reader sees it all the same;
    a blur of one pixel closes a gap of two.
    """
    assume(gap is None or gap > 2 or blur < 1)
    sheet, point = amount(font, shade, gap)
    page = scanned(sheet, seed, blur, bilevel)
    even = evened(without(page, edges(page)))
    copies = Copies(even)
    assert left_of(point, page, even) >= 0.5
    assert left_of(point, even, copies.bare) >= 0.5
    assert left_of(point, even, despeckled(even)) >= 0.9
    zone = Zone(Box(480, 190, 900, 200 + 2 * font[1]))
    for piece in line_pictures(copies, zone):
        place = np.s_[piece.top : piece.top + piece.light.shape[0], piece.left : piece.left + piece.light.shape[1]]
        assert left_of(point[place], even[place], piece.light) >= 0.9


def test_a_point_far_from_any_figure_is_a_speck() -> None:
    """The near miss: the same dot by itself, an inch from the amount, goes."""
    sheet, point = amount(("public-sans", 30), 30, None)
    shifted = sheet.copy()
    shifted[:, :-250][point[:, 250:]] = 240
    dots = np.roll(point, 300, axis=1)
    page = np.where(dots, 30, np.where(point, 240, sheet)).astype(np.uint8)
    even = evened(page)
    small = int(dots.sum()) <= 9
    assert (left_of(dots, even, despeckled(even)) < 0.1) == small
