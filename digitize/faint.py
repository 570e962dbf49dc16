"""Ditto marks so small that they are hardly ink: two strokes of five pixels, less than one figure has.

One alone may be a speck. Where several cells of a log have a mark of one size at one place, somebody made them.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

from digitize.voting import Ballot
from digitize.zones import Ink
from records.geometry import Box

_LEAST = 12
"""Pixels of ink of such a mark at least; those of a small hand have 20 to 28, a speck 9 at most."""
_SIZE, _PLACE = 3.0, 6.0
"""Pixels by which such marks of one hand differ in size, and in how far from the cell's left side they stand."""
_LOW = 0.6
"""Of the writing's height, that they are high at most."""
_READ = 2
"""Characters that engines read in such a mark at most: 11, n, "1."""
_SEVERAL = 3
"""Marks alike from which they are marks."""

_Key = TypeVar("_Key", bound=Hashable)


def may_be_marked(box: Box, ink: Ink) -> bool:
    """Whether a cell that is not written in has ink enough for a mark."""
    return ink(box) * box.width * box.height >= _LEAST


def faint_marks(cells: Mapping[_Key, Ballot], usual: float) -> frozenset[_Key]:
    """Those of a table's cells that hold such a mark.

    Args:
        cells: By row and column, those with too little ink for writing. Of a mark engines read two characters at most.
        usual: How high the table's writing is, in pixels.
    """
    shapes = {
        key: (extent.width, extent.height, extent.left - ballot.box.left)
        for key, ballot in cells.items()
        if (extent := ballot.extent) is not None
        and extent.height <= _LOW * usual
        and extent.width <= usual
        and all(len(vote.text.strip()) <= _READ for vote in ballot.votes)
    }
    return frozenset(
        key for key, shape in shapes.items() if sum(_alike(shape, other) for other in shapes.values()) >= _SEVERAL
    )


def _alike(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    """Whether two marks are as large, and stand as far from their cells' left sides."""
    (width, height, left), (wide, high, aside) = one, other
    return abs(width - wide) <= _SIZE and abs(height - high) <= _SIZE and abs(left - aside) <= _PLACE
