"""Fractions drawn as one small sign, in typefaces that the network has not seen."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.fractions import SIDE, SIGNS, fraction_in, picture_of

FONTS = sorted((Path(__file__).parents[2] / "fixtures" / "fonts").glob("*-400.ttf"))


@cache
def has_signs(path: Path) -> bool:
    """Whether a typeface draws the signs."""
    own, missing = (ImageFont.truetype(path, 40).getmask(text) for text in ("½", "\uffff"))
    return bytes(own) != bytes(missing)


def line(path: Path, text: str, size: int = 34) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """A line of writing on white paper."""
    picture = Image.new("L", (240, 70), 255)
    ImageDraw.Draw(picture).text((12, 10), text, 30, font=ImageFont.truetype(path, size))
    return np.asarray(picture)


def told(path: Path, text: str) -> str:
    """The sign that a line is said to hold, "" for none."""
    found = fraction_in(line(path, text))
    return ("", *SIGNS)[int(np.argmax(found.shares))] if found else ""


def test_signs_are_told_in_typefaces_never_seen() -> None:
    """Behind a figure and alone, nine in ten and more; the figures that engines take them for are none."""
    faces = [path for path in FONTS if has_signs(path)]
    assert len(faces) >= 10
    signs = [(told(path, f"{whole}{sign}"), sign) for path in faces for whole in ("", "2", "7") for sign in SIGNS]
    assert sum(said == sign for said, sign in signs) >= 0.9 * len(signs)
    figures = [told(path, text) for path in FONTS for text in ("24", "14", "7", "10", "3.5", "2.75", "8 hrs")]
    assert sum(said == "" for said in figures) >= 0.95 * len(figures)


def test_a_sign_before_letters_is_found() -> None:
    """It need not be the last thing on its line, and what stands in front of it is counted."""
    face = FONTS[0].with_name("public-sans-400.ttf")
    assert told(face, "3¾ hr") == "¾"
    counted = [fraction_in(line(face, text)) for text in ("¾", "3¾ hr", "12 ½")]
    assert [found.before if found else None for found in counted] == [0, 1, 2]


@pytest.mark.parametrize("picture", [np.full((40, 90), 255, np.uint8), np.full((0, 0), 255, np.uint8)])
def test_nothing_written_holds_no_sign(picture: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> None:
    """An empty place is not looked at."""
    assert fraction_in(picture) is None


def test_a_line_of_words_holds_no_sign() -> None:
    """What has more pieces than a number is none."""
    assert fraction_in(line(FONTS[0], "replaced the old meter", 18)) is None


def test_the_network_sees_a_sign_as_large_as_it_can_be() -> None:
    """Whatever its size on the page, it fills its square but for a pixel on each side."""
    for size in ((9, 5), (18, 30), (40, 12)):
        seen = picture_of(np.full(size, 200, np.uint8))
        inked = np.nonzero(seen)
        assert seen.shape == (SIDE, SIDE)
        assert max(np.ptp(inked[0]), np.ptp(inked[1])) == SIDE - 3
