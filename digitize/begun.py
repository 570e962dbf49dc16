"""Values that begin on a line above their blank's: what does not fit in is typed in two lines, the last on the rule.

The zone of a blank that holds one line cuts through the first of the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from digitize.layout import holds
from digitize.zones import Ink
from records.fields import FieldType
from records.geometry import Box

WORDED = frozenset({FieldType.NAME, FieldType.ADDRESS, FieldType.TEXT})
"""Types of values that are parted between words."""
_RULE = 0.6
"""Share of a row of pixels from which it is a rule's."""
_ABOVE = 0.25
"""Of a line's height, that must stand above the zone: a hand's tall letters reach over its edge, and part no lines."""
_LIKE = (0.6, 1.7)
"""Times as high as the second line that the first may be; stamps are higher, a row of tails is lower."""
_COLUMN = 4
"""Pixels in which the beginning of a line is looked for."""


def lines_from_above(box: Box, others: Sequence[Box], ink: Ink) -> tuple[Box, Box] | None:
    """The two lines of a value that begins above its zone, each a place of its own; None for any other.

    Args:
        box: The zone of one line.
        others: The page's other zones: what stands in one of them is its own.
        ink: How much of a place is written in.
    """
    if not ink(Box(box.left, box.top - 1, box.right, box.top + 1)):
        return None
    lines = _bands(Box(box.left, box.top - box.height, box.right, box.bottom), ink)
    if len(lines) < 2:
        return None
    first, second, *_ = lines
    high = first.height
    cut = first.top + _ABOVE * high <= box.top < first.bottom
    alike = _LIKE[0] <= high / second.height <= _LIKE[1]
    aligned = abs(_begin(first, ink) - _begin(second, ink)) <= high
    free = not any(holds(other, first) for other in others)
    between = (first.bottom + second.top) / 2
    upper = Box(box.left, first.top - high / 4, box.right, between)
    return (upper, Box(box.left, between, box.right, box.bottom)) if cut and alike and aligned and free else None


def _bands(box: Box, ink: Ink) -> list[Box]:
    """The lines of writing in a place: rows of pixels with ink on end, without rules."""
    shares = [(top, ink(Box(box.left, top, box.right, top + 1))) for top in range(int(box.top), int(box.bottom))]
    runs = [list(rows) for written, rows in groupby(shares, lambda row: 0 < row[1] < _RULE) if written]
    bands = [Box(box.left, rows[0][0], box.right, rows[-1][0] + 1) for rows in runs]
    tallest = max((band.height for band in bands), default=0.0)
    return [band for band in bands if band.height >= tallest / 3]


def _begin(line: Box, ink: Ink) -> float:
    """Where the writing of a line begins."""
    columns = range(int(line.left), int(line.right), _COLUMN)
    return next((float(x) for x in columns if ink(Box(x, line.top, x + _COLUMN, line.bottom))), line.right)
