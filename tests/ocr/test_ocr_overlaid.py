"""Typing under a stamp: found by the letters that the page itself is typed with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.arrays import Grey, grey
from ocr.typeface import Typeface, letters_of, typed_alike, typeface
from ocr.underneath import letters_in

FONTS = Path(__file__).parents[2] / "fixtures" / "fonts"
FONT = "courier-prime-400.ttf"
CLEAR = ("10/14/2019", "3872 Elm St", "11-4415-200", "K. Brand", "26.50", "WO 2019-0087", "Sweeping", "9/16/19", "Rd 4")


def typed(text: str, font: str = FONT, size: int = 26) -> Grey:
    """A line of typing in a zone, as a scanner sees it: uneven and noisy."""
    seed = sum(map(ord, text))
    picture = Image.new("L", (420, 80), 250)
    ImageDraw.Draw(picture).text((14, 34), text, font=ImageFont.truetype(FONTS / font, size), fill=20)
    noise = np.random.default_rng(seed).normal(0, 6, (80, 420))
    return grey(np.clip(np.asarray(picture, np.float32) + noise, 0, 255))


def stamped(piece: Grey, lines: Sequence[tuple[tuple[int, int], str]], lean: float = 4.0) -> Grey:
    """The same with large leaning letters over it, as black as the typing."""
    stamp = Image.new("L", (420, 80), 255)
    for place, text in lines:
        ImageDraw.Draw(stamp).text(place, text, font=ImageFont.truetype(FONTS / "libre-franklin-400.ttf", 30), fill=10)
    return grey(np.minimum(piece, np.asarray(stamp.rotate(lean, fillcolor=255))))


def face_of(texts: Sequence[str] = CLEAR, font: str = FONT) -> Typeface | None:
    """The typeface that clear pieces teach."""
    return typeface([letters_of([(typed(text, font), text) for text in texts])])


@pytest.mark.parametrize("text", ["10/14/2019", "WO 2019-0087", "3872 Elm St"])
def test_typing_reads_as_itself_out_of_its_own_letters(text: str) -> None:
    """On clean paper the row of letters is what is typed, and all of its ink is kept."""
    face = face_of()
    assert face is not None
    row = letters_in(typed(text), face)
    assert row is not None
    assert (row.text, row.sure) == ("".join(text.split()), True)
    assert row.fit == pytest.approx(1.0, abs=0.2)


@pytest.mark.parametrize(
    ("text", "stamp"),
    [("10/14/2019", [((60, 6), "RECEIVED")]), ("11-4415-200", [((20, 40), "OCT 21"), ((200, 4), "STREETS")])],
)
def test_a_stamps_ink_is_taken_away(text: str, stamp: Sequence[tuple[tuple[int, int], str]]) -> None:
    """Under a black stamp the same letters are found, and hardly any other ink is left."""
    face, piece = face_of(), typed(text)
    assert face is not None
    row = letters_in(stamped(piece, stamp), face)
    assert row is not None
    assert row.text == text
    wrong = (row.ink < 128) & (cv2.dilate(grey((piece < 160).astype(np.uint8)), np.ones((5, 5), np.uint8)) == 0)
    assert wrong.sum() < 0.05 * (piece < 128).sum()


def test_a_sign_that_the_page_never_showed_is_not_lost() -> None:
    """Where ink of no known letter stands between two, nothing is said: 26.50 must not become 2650."""
    face = face_of([text for text in CLEAR if "." not in text])
    assert face is not None
    assert letters_in(typed("26.50"), face) is None


def test_no_letter_is_found_where_none_of_the_face_stands() -> None:
    """White paper has no row."""
    face = face_of()
    assert face is not None
    assert letters_in(np.full((80, 420), 250, np.uint8), face) is None


def test_pages_in_other_letters_teach_each_other_nothing() -> None:
    """Two pages typed alike are told from one typed in bold letters."""
    one, other = (letters_of([(typed(text), text) for text in part]) for part in (CLEAR[:5], CLEAR[4:]))
    bold = letters_of([(typed(text, "old-standard-tt-700.ttf"), text) for text in CLEAR])
    assert typed_alike(one, other)
    assert not typed_alike(one, bold)


def test_too_few_letters_make_no_typeface() -> None:
    """A page with two clear words has none; nor has one whose letters look otherwise each time."""
    assert face_of(CLEAR[:2]) is None
    sizes = [letters_of([(typed(text, size=size), text)]) for text, size in zip(CLEAR * 2, range(14, 32), strict=False)]
    assert typeface([replace(page, dark=150) for page in sizes]) is None
