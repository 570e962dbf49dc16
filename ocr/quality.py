"""What can be measured on a page before anything is read: how much ink, whether any, how crisp, how dark, how whole."""

from __future__ import annotations

import cv2
import numpy as np

from ocr import strokes
from ocr.arrays import Grey, grey, level
from ocr.cleanup import FAINT, INK, ink_of
from records.geometry import READING_DPI

CELL = READING_DPI // 8
"""Pixels of a cell of the fingerprint: an eighth of an inch."""
_CROWD = 300
"""Specks from which some clump into what looks like a stroke; then it takes two strokes or a long one."""
_FOLDS = 2
"""Lines across the page, or down it, that a folded sheet has; more are a printed grid."""
_TOUCHING = 2
"""Letters over one edge of the sheet from which writing is cut off: 3 of 251 pages, generated and real, have so many,
two of them handwriting that does run off; one letter touches on 9 more."""


def ink_share(even: Grey) -> float:
    """The share of the page that is ink, 0 to 1."""
    return round(float((even < FAINT).mean()), 5) if even.size else 0.0


def is_blank(even: Grey) -> bool:
    """Whether nothing was written or printed on a page of even light.

    One stroke is enough: a tick, a page number of one figure. On 19 blank backs of generated binders nothing was longer
    than a twelfth of an inch but slivers of the edge's shadow.
    """
    small = grey(cv2.resize(even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    ink = ink_of(small)
    if len(strokes.written(small, ink)[0]) > 4 * _FOLDS + 4:  # two folds across and two down make no more pieces
        return False
    found, specks = strokes.written(small, strokes.unfolded(ink, _FOLDS))
    return not found or (specks > _CROWD and len(found) == 1 and max(found) < 40)


def sharpness(picture: Grey) -> float:
    """0 (a blur) to 1 (crisp edges): how much of the step from paper to ink lies between two neighbouring pixels."""
    values = picture[::4, ::4]
    paper = level(values, 0.75) if values.size else 0.0
    inked = values[values < paper - 25]
    if not inked.size:
        return 0.0
    contrast = paper - level(inked, 0.25)  # of the ink alone: on a tab it is half a per cent of the page
    steps = np.abs(np.diff(picture[::2].astype(np.int16), axis=1))
    steps = steps[steps > contrast * 0.15]
    if steps.size < 50:
        return 0.0
    return round(min(float(np.percentile(steps, 90)) / contrast, 1.0), 3)


def contrast(even: Grey, picture: Grey) -> float:
    """How much darker than the paper the ink is, 0 to 1; 1 where there is none to be measured.

    Args:
        even: The page with its paper made white, by which ink is told.
        picture: The page as it was scanned.
    """
    values, ink = picture[::2, ::2], even[::2, ::2] < FAINT
    if int(ink.sum()) < 50:
        return 1.0
    paper = level(values[::2, ::2], 0.75)
    dark = level(values[ink], 0.25)  # the middle of strokes: their sides are half paper
    return round(min(max(1 - dark / max(paper, 1.0), 0.0), 1.0), 3)


def cut_off(even: Grey, edges: Grey) -> tuple[str, ...]:
    """The sides, "left", "right", "top", "bottom", where writing or print runs over the edge of the sheet.

    Args:
        even: The page with white paper, as it lay in the scanner, not yet made straight.
        edges: The mask of what was not the sheet: the lid, dark borders.
    """
    small = grey(cv2.resize(even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    off = cv2.resize(edges, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_NEAREST)
    around = cv2.copyMakeBorder(off, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(255,))
    near = grey(cv2.dilate(around, np.ones((5, 5), np.uint8)))[1:-1, 1:-1]
    sides = strokes.sides_touched(ink_of(small, INK), near)
    return tuple(side for side, letters in sides.items() if letters >= _TOUCHING)


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
