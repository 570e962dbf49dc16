"""Rows of boxes that are open above: short strokes that stand on a rule in even steps, a character between two.

Sizes are in pixels at 200 dots to the inch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.arrays import Grey
from ocr.cleanup import FAINT, ink_of
from records.geometry import Box

_SHORTEST, _LONGEST = 9, 72
"""A stroke's height, least and most: a sixteenth of an inch may part characters that stand higher, a third shuts in."""
_THICK = 8
"""A stroke's width and a rule's height, most."""
_FLOOR = 24
"""A rule's length, least: under one character."""
_CLOSE = 5
"""By which strokes end over or under the rule, and begin lower or higher than each other."""
_STEPS = (14, 66)
"""From one stroke to the next, least and most."""
_EVEN = 0.15
"""Of the usual step, by which one may be longer or shorter."""


def open_cells(even: Grey) -> Iterator[tuple[Box, ...]]:
    """The boxes of each rule that strokes stand on in even steps, one at each of its ends.

    Args:
        even: The page of even light, straight, at 200 dots to the inch.
    """
    ink = ink_of(even, FAINT)
    strokes = _pieces(ink, (_SHORTEST, 1))
    strokes = strokes[(strokes[:, 2] <= _THICK) & (strokes[:, 3] <= _LONGEST)]
    floors = _pieces(ink, (1, _FLOOR))
    for left, top, width, height in floors[floors[:, 3] <= _THICK].tolist():
        floor = Box(left, top, left + width, top + height)
        teeth = _level(_standing_on(floor, strokes))
        if len(teeth) > 1 and _reach(teeth, floor) and _even(teeth):
            yield tuple(_between(one, other, floor) for one, other in pairwise(teeth))


def _pieces(ink: Grey, shape: tuple[int, int]) -> NDArray[np.int64]:
    """Left, top, width and height of the straight pieces of the ink that are at least so long, n × 4."""
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
    outlines, _ = cv2.findContours(runs, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return np.array([cv2.boundingRect(outline) for outline in outlines], np.int64).reshape(-1, 4)


def _standing_on(floor: Box, strokes: NDArray[np.int64]) -> list[Box]:
    """The strokes that end at a rule, from the left."""
    left, top, width, height = strokes.T
    beside = (left >= floor.left - _CLOSE) & (left + width <= floor.right + _CLOSE)
    at_foot = (top + height >= floor.top - _CLOSE) & (top + height <= floor.bottom + _CLOSE)
    found = strokes[beside & at_foot]
    return [Box(x, y, x + w, y + h) for x, y, w, h in found[np.argsort(found[:, 0])].tolist()]


def _level(strokes: Sequence[Box]) -> list[Box]:
    """The strokes that begin where most do: those of what is written there begin elsewhere."""
    if not strokes:
        return []
    top = median(stroke.top for stroke in strokes)
    return [stroke for stroke in strokes if abs(stroke.top - top) <= _CLOSE]


def _reach(teeth: Sequence[Box], floor: Box) -> bool:
    """Whether the rule begins and ends with a stroke: under a column of figures it goes on."""
    return abs(teeth[0].left - floor.left) <= _CLOSE and abs(teeth[-1].right - floor.right) <= _CLOSE


def _even(teeth: Sequence[Box]) -> bool:
    steps = [other.middle[0] - one.middle[0] for one, other in pairwise(teeth)]
    usual = median(steps)
    return _STEPS[0] <= usual <= _STEPS[1] and all(abs(step - usual) <= max(_EVEN * usual, 3) for step in steps)


def _between(one: Box, other: Box, floor: Box) -> Box:
    """What two strokes and the rule shut in."""
    return Box(one.right, min(one.top, other.top), other.left, floor.top)
