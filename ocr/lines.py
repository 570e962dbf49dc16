"""Lines of writing inside a zone, found by how much ink stands in each row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.arrays import Grey
from ocr.cleanup import FAINT

_LOWEST = 7
"""Pixels at 200 dots to the inch: what is less high is a dot, an accent or the rest of a ruled line."""
_SEPARATE = 3
"""Rows without ink that part two lines."""
_CUT = 0.6
"""Share of the tallest line's height below which a line at a zone's edge is the rest of one outside it."""
_EDGE = 2
"""Pixels from the zone's edge within which it cuts a line."""
_TALL = 1.7
"""Times the usual height from which a band is looked through for a thin place to part it."""
_DENSE = 0.3
"""Share of its columns that a line fills: letters fill half, the tops of tall letters alone a tenth to a fifth."""
_MARGIN = 5
"""Pixels of paper left around a line."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A line of writing: its edges inside the picture that was searched."""

    left: int
    top: int
    right: int
    bottom: int


def strips(bare: Grey, *, several: bool) -> tuple[Strip, ...]:
    """The lines of writing in a picture of even light without ruled lines, from the top.

    Args:
        bare: The picture.
        several: Whether there may be more than one line; where not, what belongs together is one strip.
    """
    ink = bare < FAINT
    bands = _bands(ink.sum(axis=1))
    if not bands:
        return ()
    if several:
        bands = [part for band in _whole(bands, len(ink)) for part in _parted(ink, band, _usual(bands))]
    else:
        bands = [_main(ink, bands)]
    found = (_trimmed(ink, top, bottom) for top, bottom in bands)
    return tuple(strip for strip in found if strip is not None)


def _bands(profile: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Runs of rows with ink, those that hardly part joined, specks left out."""
    rows = np.flatnonzero(profile > 0)
    if not rows.size:
        return []
    breaks = np.flatnonzero(np.diff(rows) > _SEPARATE)
    starts, ends = rows[np.concatenate(([0], breaks + 1))], rows[np.concatenate((breaks, [rows.size - 1]))]
    bands = list(zip(starts.tolist(), (ends + 1).tolist(), strict=True))
    tall = [band for band in bands if band[1] - band[0] >= _LOWEST]
    return tall or bands[:1]


def _whole(bands: list[tuple[int, int]], rows: int) -> list[tuple[int, int]]:
    """The bands without those that the zone's edge cuts: tails of the line above it, tops of the line below."""
    tallest = max(bottom - top for top, bottom in bands)
    return [
        (top, bottom)
        for top, bottom in bands
        if bottom - top >= _CUT * tallest or (top > _EDGE and bottom < rows - _EDGE)
    ]


def _main(ink: NDArray[np.bool_], bands: list[tuple[int, int]]) -> tuple[int, int]:
    """The band of a zone that holds one line: the one with the most ink, with what stands close to it.

    Tails of the line above and tops of the line below are cut off by the zone's edges and have little ink.
    """
    weights = [float(ink[top:bottom].sum()) for top, bottom in bands]
    most = max(weights)
    main = bands[weights.index(most)]
    height = main[1] - main[0]
    kept = [
        band
        for band, weight in zip(bands, weights, strict=True)
        if weight >= 0.25 * most and _gap(band, main) <= 0.5 * height
    ]
    return min(band[0] for band in kept), max(band[1] for band in kept)


def _gap(band: tuple[int, int], main: tuple[int, int]) -> int:
    """Rows between two bands."""
    return max(band[0] - main[1], main[0] - band[1], 0)


def _usual(bands: list[tuple[int, int]]) -> float:
    """The height that a line of this zone usually has."""
    return float(np.median([bottom - top for top, bottom in bands]))


def _parted(ink: NDArray[np.bool_], band: tuple[int, int], usual: float) -> list[tuple[int, int]]:
    """A band taken apart where it is so tall that it must be several lines whose tails touch."""
    top, bottom = band
    height = bottom - top
    line = min(usual, 40.0) if usual < height else 40.0
    if height <= _TALL * max(line, 24.0):
        return [band]
    profile = ink[top:bottom].sum(axis=1).astype(float)
    low, high = int(0.3 * height), int(0.7 * height)
    cut = low + int(np.argmin(profile[low:high]))
    if profile[cut] > 0.35 * profile.max():
        return [band]
    parts = ((top, top + cut), (top + cut, bottom))
    if min(_filled(ink[start:end]) for start, end in parts) < _DENSE:
        return [band]
    return [piece for part in parts for piece in _parted(ink, part, usual)]


def _filled(ink: NDArray[np.bool_]) -> float:
    """The share of a line's columns, from the first with ink to the last, that have ink."""
    columns = np.flatnonzero(ink.any(axis=0))
    return columns.size / (columns[-1] - columns[0] + 1) if columns.size else 0.0


def _trimmed(ink: NDArray[np.bool_], top: int, bottom: int) -> Strip | None:
    """The band with its empty ends cut off and a margin around; None where it holds specks only."""
    columns = np.flatnonzero(ink[top:bottom].any(axis=0))
    if not columns.size or int(ink[top:bottom].sum()) < 12:
        return None
    height, width = ink.shape
    return Strip(
        max(int(columns[0]) - _MARGIN, 0),
        max(top - _MARGIN, 0),
        min(int(columns[-1]) + 1 + _MARGIN, width),
        min(bottom + _MARGIN, height),
    )
