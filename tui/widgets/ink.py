"""Where the writing on a strip is: without the ruled lines around and under it, and without specks.

A form's box is often ten times as wide as what somebody wrote into it. Drawn whole, the writing would get a column a
character; drawn alone, it gets six and can be read.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Grey: TypeAlias = NDArray[np.uint8]
Mask: TypeAlias = NDArray[np.bool_]

RULE = 80
"""Pixels, at 200 dots to the inch, that a line must run to be a ruled one: no stroke of a letter is that long."""
EDGE = 0.35
"""Share of the height from the top and from the foot in which ruled lines are looked for: a line through the middle
strikes the value out, and that is part of what the paper says."""
SIDE = 0.1
"""Share of the width from either side in which upright ruled lines are looked for."""
MARGIN = 4


def inked(flat: Grey) -> Grey | None:
    """The part of an evenly lit strip that is written on, with a narrow margin; None where nothing is.

    Lines that cross the writing stay: what is shown is what the paper says.
    """
    ink = flat < 140
    ink &= ~_rules(ink)
    rows = np.flatnonzero(_smooth(ink.mean(axis=1), 5) > 0.006)
    columns = np.flatnonzero(_smooth(ink.mean(axis=0), 11) > 0.012)
    if not rows.size or not columns.size:
        return None
    top, left = max(0, int(rows[0]) - MARGIN), max(0, int(columns[0]) - MARGIN)
    return flat[top : int(rows[-1]) + MARGIN + 1, left : int(columns[-1]) + MARGIN + 1]


def _rules(ink: Mask) -> Mask:
    """The pixels of ruled lines near the edges, one pixel around them too."""
    height, width = ink.shape
    across = _runs(_thick(ink), min(RULE, max(8, width // 2)))
    edge = round(height * EDGE)
    across[edge : height - edge] = False
    upright = _runs(_thick(ink.T), max(8, round(height * 0.7))).T
    side = round(width * SIDE)
    upright[:, side : width - side] = False
    return _around(across) | _around(upright.T).T


def _thick(ink: Mask) -> Mask:
    """The ink with that of the row above and the row below: a line that leans by a pixel still runs on."""
    found = ink.copy()
    found[1:] |= ink[:-1]
    found[:-1] |= ink[1:]
    return found


def _runs(ink: Mask, length: int) -> Mask:
    """The pixels that lie in a run of ink along their row that is at least so long."""
    height, width = ink.shape
    if width < length:
        return np.zeros_like(ink)
    total = np.zeros((height, width + 1), dtype=np.int32)
    np.cumsum(ink, axis=1, out=total[:, 1:])
    full = total[:, length:] - total[:, :-length] == length
    marks = np.zeros((height, width + 1), dtype=np.int32)
    marks[:, : width - length + 1] += full
    marks[:, length:] -= full
    return np.cumsum(marks[:, :-1], axis=1) > 0


def _around(found: Mask) -> Mask:
    """One row more on either side: the blur of a line is not writing."""
    return _thick(_thick(found))


def _smooth(values: NDArray[np.float64], window: int) -> NDArray[np.float64]:
    """The mean over a window, so that a speck weighs less than a stroke."""
    return np.convolve(values, np.full(window, 1 / window), mode="same") if values.size >= window else values
