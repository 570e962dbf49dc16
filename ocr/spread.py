"""Two pages in one picture, a book laid open, two sheets on the glass, two scans glued: where the second one begins.

What a table or a form in two columns has in its middle is a gap between words; what two pages have is two margins, or a
fold from edge to edge.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.arrays import Grey
from records.geometry import READING_DPI, Seam

_DPI = 50
_INK = 215
"""Grey on a page of even light and this resolution, where a thin stroke is paler than in the scan."""
_SHAPES = (1.1, 1.75)
"""Width by height: two Legal sheets upright are 1.21, two A4 1.41, two Letter 1.55."""
_MIDDLE = 0.04
"""How far from the middle, by the width, a part of the gutter must lie."""
_WIDEST_SHEET = 13.0
"""Inches: a narrower picture without a fold is one sheet on its side, its columns as far apart as they like."""
_NARROWEST, _FOLDED, _PERHAPS = 0.5, 0.15, 0.25
"""Inches of a gutter without and with a fold in it, and of one that what stands on both sides has to bear out."""
_OUTER = 0.04
"""The share of the height, above and below, that is not looked at: the shadow of a sheet lies across its margin."""
_SECOND = 0.6
"""A gap elsewhere as wide as this share of the gutter: these are columns."""
_MARGINS = 0.5
"""The share of the two outer margins together that two inner ones have at least."""
_SIDE = 0.15
"""The share of the page's writing that each side has at least."""
_TALL = (2.2, 3.4)
"""Height by width of two upright sheets one above the other: two Letter are 2.59, two Legal 3.29; one is 1.65 at most,
and a till roll is no wider than `_NARROW`."""
_NARROW = 4.5
"""Inches."""
_NEAR = 0.12
"""How far from the middle of such a picture, by its height, the one sheet may end."""
_FOOT = 0.3
"""Inches that the foot of the one sheet and the head of the other have together at least."""


def seam_of(even: Grey) -> Seam | None:
    """Where the second of two sheets begins; None where this is one.

    Args:
        even: The page upright, straight and of even light, at 200 dots to the inch.
    """
    beside = gutter(even)
    if beside is not None:
        return Seam(beside)
    below = _foot(even)
    if below is not None:
        return Seam(below, across=True)
    perhaps = gutter(even, strict=False)
    return None if perhaps is None else Seam(perhaps, sure=False)


def _foot(even: Grey) -> float | None:
    """Where the upper sheet ends and the lower one begins, in pixels from the top; None where this is one sheet."""
    height, width = even.shape
    if width < _NARROW * READING_DPI or not _TALL[0] <= height / width <= _TALL[1]:
        return None
    size = (width * _DPI // READING_DPI, height * _DPI // READING_DPI)
    ink = cv2.resize(even, size, interpolation=cv2.INTER_AREA) < _INK
    written = np.flatnonzero(ink.sum(axis=1) > 1)
    gaps = [
        (int(after - before), int(before + after + 1) // 2)
        for before, after in pairwise(written)
        if abs((before + after) / 2 / size[1] - 0.5) <= _NEAR
    ]
    wide, middle = max(gaps, default=(0, 0))
    enough = wide >= _FOOT * _DPI and min(ink[:middle].sum(), ink[middle:].sum()) >= _SIDE * ink.sum()
    return middle * READING_DPI / _DPI if enough else None


def gutter(even: Grey, *, strict: bool = True) -> float | None:
    """Where the left page ends and the right one begins, in pixels from the left; None where this is one page.

    Args:
        even: The page upright, straight and of even light, at 200 dots to the inch.
        strict: Whether it must be the widest gap by far: a form on either side has gaps between its own columns.
    """
    height, width = even.shape
    if not _SHAPES[0] <= width / max(height, 1) <= _SHAPES[1] or height < READING_DPI:
        return None
    size = (width * _DPI // READING_DPI, height * _DPI // READING_DPI)
    ink = cv2.resize(even, size, interpolation=cv2.INTER_AREA) < _INK
    folded = _without_fold(ink)
    edge = round(_OUTER * size[1])
    ink = ink[edge : size[1] - edge]
    if not folded and width < _WIDEST_SHEET * READING_DPI:
        return None
    written = np.flatnonzero(ink.sum(axis=0) > 1)  # a speck in a column is none
    middle = _middle_gap(written, size[0])
    if middle is None:
        return None
    left, right = middle
    wide = right - left - 1
    least = _FOLDED if folded else _NARROWEST if strict else _PERHAPS
    if wide < least * _DPI or not _both_written(ink, written, middle):
        return None
    outer = int(written[0]) + size[0] - 1 - int(written[-1])
    if strict and not folded and (wide < _MARGINS * outer or _other_gap(written, middle) > _SECOND * wide):
        return None
    return (left + right + 1) / 2 * READING_DPI / _DPI


def _without_fold(ink: NDArray[np.bool_]) -> bool:
    """Whether a fold runs through the middle from edge to edge, which no ruled line does; it is wiped out."""
    rows, columns = ink.shape
    near = slice(int(columns * (0.5 - _MIDDLE)), int(columns * (0.5 + _MIDDLE)) + 1)
    edge = max(rows // 100, 1)
    dark = np.flatnonzero(ink[:, near].mean(axis=0) > 0.5)
    if not dark.size:
        return False
    fold = slice(near.start + max(int(dark[0]) - 2, 0), near.start + int(dark[-1]) + 3)
    across = np.flatnonzero(ink[:, fold].any(axis=1))
    if len(across) < 0.95 * rows or across[0] > edge or across[-1] < rows - 1 - edge:
        return False
    ink[:, fold] = False
    return True


def _middle_gap(written: NDArray[np.int64], columns: int) -> tuple[int, int] | None:
    """The written columns on both sides of the gap at the middle of the page."""
    steps = np.flatnonzero(np.diff(written) > 1)
    for step in steps:
        left, right = int(written[step]), int(written[step + 1])
        if left < columns * (0.5 + _MIDDLE) and right > columns * (0.5 - _MIDDLE) and right - left > 0.1 * _DPI:
            return left, right
    return None


def _both_written(ink: NDArray[np.bool_], written: NDArray[np.int64], middle: tuple[int, int]) -> bool:
    """Whether both sides bear writing, over half of their width at least."""
    columns = ink.shape[1]
    parts = (ink[:, : middle[0] + 1], ink[:, middle[1] :])
    spans = (middle[0] - int(written[0]), int(written[-1]) - middle[1])
    enough = min(part.sum() for part in parts) >= _SIDE * ink.sum()
    return bool(enough) and min(spans) >= 0.25 * columns


def _other_gap(written: NDArray[np.int64], middle: tuple[int, int]) -> int:
    """The widest gap between columns beside that in the middle."""
    gaps = np.diff(written) - 1
    gaps[written[:-1] == middle[0]] = 0
    return int(gaps.max(initial=0))
