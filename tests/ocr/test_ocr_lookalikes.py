"""Whether two figures of a number are drawn alike."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.arrays import Grey
from ocr.lookalikes import likenesses

FONTS = Path(__file__).parents[2] / "fixtures" / "fonts"


def scanned(text: str, face: str, aside: float = 0.0) -> Grey:
    """A line in a typeface as a scanner sees it: blurred, grainy, cut a part of a pixel aside."""
    font = ImageFont.truetype(str(FONTS / f"{face}.ttf"), 120)
    drawn = Image.new("L", (int(font.getlength(text)) + 200, 240), 255)
    ImageDraw.Draw(drawn).text((100 + 4 * aside, 40), text, font=font, fill=20)
    small = cv2.resize(
        cv2.GaussianBlur(np.asarray(drawn), (0, 0), 3), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA
    )
    grain = np.random.default_rng(len(text)).normal(0, 10, small.shape)
    return np.clip(small + grain, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("face", ["courier-prime-400", "archivo-narrow-400", "public-sans-700", "special-elite-400"])
def test_a_zero_is_more_like_a_zero_than_a_letter_is(face: str) -> None:
    """Read as the same figures, "WO002447" and "W0002447" differ by whether the second of them is as the third."""
    differences = {}
    for text in ("WO002447", "W0002447"):
        found = {
            (each.first, each.second): each.difference for each in likenesses(scanned(text, face, 0.3), ["W0002447"])
        }
        differences[text] = found[1, 2] / max(found[2, 3], 0.004)
    assert differences["W0002447"] < 2.0 < differences["WO002447"]


def test_places_are_counted_without_spaces_and_from_the_text_that_fits() -> None:
    """Of two readings the one with a letter for each piece of ink says where the figures stand."""
    line = scanned("18 5505", "public-sans-400")
    assert [(each.first, each.second) for each in likenesses(line, ["1855O", "18 5505"])] == [(2, 3), (2, 5), (3, 5)]


def test_a_text_that_does_not_fit_the_ink_says_nothing() -> None:
    """Figures that run into each other, or ink of something else."""
    assert likenesses(scanned("1005", "public-sans-400"), ["10051"]) == ()
    assert likenesses(np.full((40, 200), 255, np.uint8), ["100"]) == ()
