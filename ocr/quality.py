"""What can be measured on a page before anything is read: how much ink, whether any, how crisp."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.arrays import Grey, grey
from ocr.cleanup import FAINT, ink_of
from records.geometry import READING_DPI

CELL = READING_DPI // 8
"""Pixels of a cell of the fingerprint: an eighth of an inch."""
_BORDER = 6
"""Pixels at 100 dots to the inch: what is thin and lies on the border is the rest of a shadow."""
_STROKE = 10
"""Pixels at 100 dots to the inch: what is smaller in both directions is a speck, a tenth of an inch."""


def ink_share(even: Grey) -> float:
    """The share of the page that is ink, 0 to 1."""
    return round(float((even < FAINT).mean()), 5) if even.size else 0.0


def is_blank(even: Grey) -> bool:
    """Whether nothing was written or printed on a page of even light.

    Blank pages have one stroke at most at 100 dots to the inch, a lone page number or note four.
    """
    small = grey(cv2.resize(even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink_of(small), connectivity=8)
    width, height, area = (
        stats[1:count, column] for column in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA)
    )
    strokes = (np.maximum(width, height) >= _STROKE) & (area >= 12)
    # A crease or the shadow of a neighbour's edge is one long line that hardly has a second side.
    creases = (np.minimum(width, height) <= 3) & (np.maximum(width, height) >= 100)
    left, top = stats[1:count, cv2.CC_STAT_LEFT], stats[1:count, cv2.CC_STAT_TOP]
    beside = np.minimum.reduce([left, top, small.shape[1] - left - width, small.shape[0] - top - height]) <= _BORDER
    written = strokes & ~creases & ~(beside & (np.minimum(width, height) <= _BORDER))
    largest = int(np.maximum(width, height)[written].max(initial=0))
    return int(written.sum()) <= 1 and largest < 40


def sharpness(picture: Grey) -> float:
    """0 (a blur) to 1 (crisp edges): how much of the step from paper to ink lies between two neighbouring pixels."""
    paper, dark = np.percentile(picture[::4, ::4], (75, 1)) if picture.size else (0, 0)
    contrast = float(paper) - float(dark)
    if contrast < 25:
        return 0.0
    steps = np.abs(np.diff(picture[::2].astype(np.int16), axis=1))
    steps = steps[steps > contrast * 0.15]
    if steps.size < 50:
        return 0.0
    return round(min(float(np.percentile(steps, 90)) / contrast, 1.0), 3)


def fingerprint_columns(width: int) -> int:
    """Cells in a row of the fingerprint of a page so many pixels wide."""
    return max(round(width / CELL), 1)


def fingerprint(even: Grey) -> bytes:
    """The share of ink in each eighth-inch cell, row by row, a byte a cell."""
    height, width = even.shape
    columns, lines = fingerprint_columns(width), fingerprint_columns(height)
    ink = ink_of(even)[: lines * CELL, : columns * CELL]
    framed = cv2.copyMakeBorder(
        ink, 0, lines * CELL - ink.shape[0], 0, columns * CELL - ink.shape[1], cv2.BORDER_CONSTANT, value=(0,)
    )
    return grey(cv2.resize(framed, (columns, lines), interpolation=cv2.INTER_AREA)).tobytes()
