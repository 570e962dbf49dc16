"""Spaces between words, told from the paper between letters."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.engines.ctc import Glyph
from ocr.engines.spaces import restored

WIDE = 6
"""Pixels of a letter, and of a slice."""


def line(text: str, late: frozenset[int] = frozenset()) -> tuple[tuple[Glyph, ...], np.ndarray]:
    """Letters of six pixels, two apart, words twenty; the slices of some letters lie late, behind their ink.

    The spaces are in the picture and not among the glyphs, as the recogniser loses them.
    """
    picture = np.full((40, 20 * len(text) + 40), 255, np.uint8)
    glyphs, left = [], 4
    for place, letter in enumerate(text):
        if letter == " ":
            left += 20
            continue
        picture[5:35, left : left + WIDE] = 0
        start = left // WIDE + 2 * (place in late)
        glyphs.append(Glyph(letter, 0.9, start, start))
        left += WIDE + 2
    return tuple(glyphs), picture


def read(text: str, late: frozenset[int] = frozenset()) -> str:
    """The text with the spaces that the paper shows."""
    glyphs, picture = line(text, late)
    return "".join(glyph.text for glyph in restored(glyphs, picture, WIDE))


@pytest.mark.parametrize("text", ["Cut off", "Total cost", "report a leak", "N Elm", "12 Elm"])
def test_lost_spaces_are_put_back(text: str) -> None:
    """Where the paper between letters is as wide as a word's gap there is a space, also round a word of one letter."""
    assert read(text) == text


def test_a_last_letter_whose_slice_lies_late_stays_with_its_word() -> None:
    """A small letter is no word: the gap before its slice is the one behind its ink, as in "Repai r  Replace"."""
    assert read("Repair Replace", frozenset({5})).startswith("Repair")
    assert read("Labor Hrs", frozenset({8})) == "Labor Hrs"


def test_a_label_stands_apart_from_what_is_written_behind_it() -> None:
    """Hands begin right behind a word's colon; the colon of a time parts nothing."""
    assert read("Total:17") == "Total: 17"
    assert read("No.:D464") == "No.: D464"
    assert read("10:45") == "10:45"
