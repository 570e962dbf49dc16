"""Rows that are told apart by a grey ground and not by rules: every second one is shaded, from side to side alike.

Such a table has no lines to go by. The edges of its shaded bands are where its rules would be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from ocr.arrays import Grey, grey
from records.geometry import Box

_STEP = 4
"""The page is looked at so many times smaller: a dithered ground is grey there, and the whole search takes 8 ms."""
_STROKE = 5
"""Pixels, smaller, of the thickest strokes of print; bands are higher."""
_AROUND = 61
"""Pixels, smaller, in which there is bare paper beside a band: 1.2 inches."""
_DARKER = 5
"""Levels by which a ground is darker than the paper: a smaller page's noise is under 2, pale grounds are 8 and more."""
_LONG = 85
"""Pixels, smaller, of the shortest band: 1.7 inches."""
_HEIGHT = (20, 160)
"""Pixels of a band's height, least and most: 0.1 to 0.8 inch."""
_FULL = 0.85
"""Share of a band's box that is shaded."""
_ALIKE = 0.2
"""Share by which bands of one table, and the rows between them, may differ in height: an edge is blurred."""
_ASIDE = 12
"""Pixels by which the ends of bands of one table may lie out of line."""
_NEAR = 10
"""Pixels within which a rule stands where a band ends."""


def shaded_rows(upright: Grey, rules: Sequence[Box]) -> tuple[Box, ...]:
    """The edges of shaded rows as thin level boxes, those left out where a rule stands already.

    Rows are bands of one extent and height, as far from each other as they are high: two make a table of four rows. A
    bar over a section, a box for office use and a photograph stand alone or otherwise.

    Args:
        upright: The page at 200 dots to the inch, with its own light.
        rules: The ruled lines of the page.
    """
    edges = (edge for table in _tables(_bands(upright)) for edge in _edges(table))
    return tuple(edge for edge in edges if not any(_stands_at(rule, edge) for rule in rules))


def _bands(upright: Grey) -> list[Box]:
    """The level bands of a darker ground, from the top."""
    small = cv2.resize(upright, None, fx=1 / _STEP, fy=1 / _STEP, interpolation=cv2.INTER_AREA)
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_STROKE, _STROKE), np.uint8))
    paper = cv2.morphologyEx(ground, cv2.MORPH_CLOSE, np.ones((_AROUND, 1), np.uint8))
    shaded = cv2.threshold(cv2.subtract(paper, ground), _DARKER - 1, 255, cv2.THRESH_BINARY)[1]
    level = cv2.morphologyEx(shaded, cv2.MORPH_OPEN, np.ones((_HEIGHT[0] // _STEP, _LONG), np.uint8))
    return sorted(_whole(grey(level)), key=lambda band: (band.top, band.left))


def _whole(mask: Grey) -> Iterator[Box]:
    """The pieces of a mask that fill their boxes and are as high as a row."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    for left, top, width, height, area in stats[1:count].tolist():
        high = _HEIGHT[0] <= height * _STEP <= _HEIGHT[1]
        if high and area >= _FULL * width * height:
            yield Box(left * _STEP, top * _STEP, (left + width) * _STEP, (top + height) * _STEP)


def _tables(bands: Sequence[Box]) -> list[list[Box]]:
    """The bands that follow each other as rows do: of one extent and height, and as far apart as they are high."""
    tables: list[list[Box]] = []
    for band in bands:
        home = next((table for table in tables if _is_next(table[-1], band)), None)
        if home is None:
            tables.append([band])
        else:
            home.append(band)
    return [table for table in tables if len(table) > 1]


def _is_next(above: Box, below: Box) -> bool:
    in_line = abs(above.left - below.left) <= _ASIDE and abs(above.right - below.right) <= _ASIDE
    heights = (above.height, below.height, below.top - above.bottom)
    usual = sum(heights) / len(heights)
    return in_line and all(abs(height - usual) <= _ALIKE * usual for height in heights)


def _edges(table: Sequence[Box]) -> Iterator[Box]:
    for band in table:
        for y in (band.top, band.bottom):
            yield Box(band.left, y - 1, band.right, y + 1)


def _stands_at(rule: Box, edge: Box) -> bool:
    """Whether a level rule stands where a band has its edge."""
    level = rule.width > rule.height and abs(rule.middle[1] - edge.middle[1]) <= _NEAR
    return level and rule.left < edge.right and rule.right > edge.left
