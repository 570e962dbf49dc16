"""Strokes of a pen through words: level lines with letters on both sides, which no search for ruled lines may find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from ocr.arrays import Grey, grey
from ocr.cleanup import ink_of
from ocr.order import lines_of
from ocr.sheet import Sheet
from records.geometry import Box, bounding
from records.page import Word

_BAND = (0.28, 0.68)
"""Of a word's height, from its top: where a stroke through it lies. An underline is lower."""
_WIDEST_APART = 7
"""Pixels up and down within which the ink of a stroke that leans stays, looked at roughly."""
_LEANS = np.arange(-0.08, 0.081, 0.01)
"""Pixels down a pixel across: nearly five degrees."""
_WHOLE = 0.97
"""Share of the word's width that is ink along a stroke; between letters there is paper."""
_BARE = 0.6
"""Share that is ink four pixels above and below it, at most: smeared bold letters are ink all over."""
_LOWEST = 20
"""Pixels high from which the paper between a word's letters shows: 7-point print is lower, and smears."""
_ON = 1.5
"""Times a word's height beyond it where there is paper again: what goes on there is a rule of the form."""
_ASIDE = 5
"""Pixels from the stroke where there is paper between the letters."""


def lines_on(sheet: Sheet, words: Sequence[Word]) -> tuple[Box, ...]:
    """The lines of an open page, level and upright: the ruled ones, and the strokes of a pen through its words."""
    return (*sheet.copies.lines.rules, *struck_through(ink_of(sheet.copies.even), words))


def struck_through(ink: Grey, words: Sequence[Word]) -> tuple[Box, ...]:
    """The strokes through words, each as wide as the words that it goes through.

    Args:
        ink: A mask of the ink at 200 dots to the inch.
        words: What was read on the page.
    """
    near = grey(cv2.dilate(ink, np.ones((_WIDEST_APART, 1), np.uint8)))
    found = [stroke for line in lines_of(words) for stroke in _strokes([word.box for word in line], ink, near)]
    return tuple(sorted(found, key=lambda stroke: (stroke.top, stroke.left)))


def _strokes(line: Sequence[Box], ink: Grey, near: Grey) -> Iterator[Box]:
    """The strokes through the words of a line: a stroke may go on from word to word, and ends with the last."""
    heights = [_height(box, ink, near) for box in line]
    start = 0
    while start < len(line):
        height = heights[start]
        if height is None:
            start += 1
            continue
        first = last = start
        while first > 0 and _goes_into(near, line[first], line[first - 1], height, heights[first - 1]):
            first -= 1
        while last + 1 < len(line) and _goes_into(near, line[last], line[last + 1], height, heights[last + 1]):
            last += 1
            height = heights[last] or height
        whole = bounding(line[first : last + 1])
        if not _goes_on(near, whole, heights[start] or height):
            yield Box(whole.left, height - 1, whole.right, height + 1)
        start = last + 1


def _goes_into(near: Grey, box: Box, other: Box, height: float, own: float | None) -> bool:
    """Whether a stroke through one word goes on into the next, which is as near as words of one value are.

    Of short words it cannot be told by themselves.
    """
    gap = max(other.left - box.right, box.left - other.right)
    if gap > _ON * box.height:
        return False
    if own is not None:
        return abs(own - height) <= _WIDEST_APART
    top = max(round(height) - 1, 0)
    through = near[top : top + 3, max(int(other.left), 0) : int(other.right)]
    return bool(through.size) and float((through > 0).any(axis=0).mean()) >= _WHOLE


def _height(box: Box, ink: Grey, near: Grey) -> float | None:
    """How far from the page's top a stroke goes through a word; None where none does, or the word is too small."""
    left, right = max(int(box.left), 0), min(int(box.right + 1), ink.shape[1])
    first, last = (int(box.top + share * box.height) for share in _BAND)
    small = box.height < _LOWEST or box.width < 2 * box.height
    if small or first < _ASIDE or last >= len(ink) - _ASIDE or last <= first:
        return None
    if (near[first:last, left:right] > 0).mean(axis=1).max() < _WHOLE:
        return None
    found = _line(ink[first - _ASIDE : last + _ASIDE, left:right] > 0)
    return None if found is None else first + found


def _goes_on(near: Grey, word: Box, at: float) -> bool:
    """Whether the line runs on beyond a word, on either side, for more than a pen does."""
    far, top = round(_ON * word.height), max(round(at) - 1, 0)
    ends = slice(max(round(word.left) - far, 0), round(word.left)), slice(round(word.right), round(word.right) + far)
    return any(
        part.size and float((part > 0).any(axis=0).mean()) >= _WHOLE for part in (near[top : top + 3, e] for e in ends)
    )


def _line(ink: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float | None:
    """How far below the band's top the middle of a stroke lies; None where there is none.

    Args:
        ink: The band with a margin above and below, rows × columns.
    """
    rows, columns = ink.shape
    across = np.arange(columns)
    middle = np.arange(_ASIDE, rows - _ASIDE)
    drop = np.rint(_LEANS[:, None] * (across - columns / 2)).astype(int)
    at = np.clip(middle[:, None, None] + drop[None], 1, rows - 2)
    covered = (ink[at, across] | ink[at - 1, across] | ink[at + 1, across]).mean(axis=2)
    place, lean = np.unravel_index(int(covered.argmax()), covered.shape)
    if covered[place, lean] < _WHOLE:
        return None
    line = at[place, lean]
    sides = [ink[np.clip(line + aside, 0, rows - 1), across].mean() for aside in (-_ASIDE, _ASIDE)]
    return float(place) if max(sides) <= _BARE else None
