"""What was read in rows of little boxes, a character each: wide gaps between characters are no spaces."""

from __future__ import annotations

from collections.abc import Sequence

from records.geometry import Box
from records.page import Word

_OVER = 8
"""Pixels by which what is written in a row of boxes may stand over its ends."""


def in_one(words: Sequence[Word], combs: Sequence[Box]) -> tuple[Word, ...]:
    """The words of a page; the characters of each row of boxes as one word."""
    home = {word: next((comb for comb in combs if _stands_in(word.box, comb)), None) for word in words}
    made: list[Word] = []
    for word in words:
        comb = home[word]
        if comb is None:
            made.append(word)
        elif not any(other.box == comb for other in made):
            inside = sorted((w for w in words if home[w] is comb), key=lambda w: w.box.left)
            text = "".join(w.text for w in inside)
            made.append(Word(text, comb, min(w.confidence for w in inside)))
    return tuple(made)


def is_comb(place: Box, combs: Sequence[Box]) -> bool:
    """Whether a place is one of the rows of boxes, or a part of one."""
    return any(_stands_in(comb, place) or _stands_in(place, comb) for comb in combs)


def without_surroundings(place: Box, combs: Sequence[Box]) -> Box:
    """The row of boxes that alone stands in a place, without what is printed beside it; any other place as it is."""
    inside = [comb for comb in combs if _stands_in(comb, place)]
    return inside[0] if len(inside) == 1 else place


def _stands_in(box: Box, place: Box) -> bool:
    """Whether the middle of a box lies in a place, with what stands over its ends; a caption hangs under its foot."""
    x, y = box.middle
    return place.left - _OVER <= x <= place.right + _OVER and place.top <= y <= place.bottom
