"""Tells which fields of a page lie under other ink: a stamp, a note across the form.

An engine reads a stamp's words beside the typing, or takes a letter that a stroke crosses for another, and is sure of
itself. Ink that no word explains stands together where a stamp is.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.arrays import Grey, components
from ocr.cleanup import ink_of
from ocr.engines.mosaic import cut_out
from ocr.sheet import Sheet
from ocr.stamps import clumps, unexplained
from ocr.zones import ZoneReading
from records.geometry import Box

_SPECK = 20
"""Pixels of ink below which something is no stroke of a stamp."""

Hull = NDArray[np.float32]
"""Corners of what a clump of ink spans, around it."""


def covered(sheet: Sheet, readings: Sequence[ZoneReading], clear: Sequence[int]) -> list[int]:
    """The places, among a page's readings, of those with a word where ink stands that no word explains.

    Args:
        sheet: The open page.
        readings: Of its fields.
        clear: The places of those that an engine read surely: their words explain their ink, short ones too, of which a
            table's column would look like a stamp.
    """
    bare = sheet.copies.bare.copy()
    for word in (word for place in clear for word in readings[place].words):
        cut_out(bare, word.box.grown(1))[0][:] = 255
    foreign = unexplained(bare, [word for reading in readings for word in reading.words])
    hulls = [hull for box in clumps(foreign) if (hull := _hull(foreign, box)) is not None]
    return [
        place
        for place, reading in enumerate(readings)
        if any(_lies_on(word.box, hull) for word in reading.words for hull in hulls)
    ]


def _hull(foreign: Grey, box: Box) -> Hull | None:
    """What the strokes of a clump span; None where there are only specks."""
    piece, left, top = cut_out(foreign, box)
    count, labels, stats = components(ink_of(piece))
    strokes = np.flatnonzero(stats[1:count, cv2.CC_STAT_AREA] >= _SPECK) + 1
    rows, columns = np.nonzero(np.isin(labels, strokes))
    if not rows.size:
        return None
    points = np.stack([columns + left, rows + top], axis=1).astype(np.int32)
    return np.asarray(cv2.convexHull(points), np.float32)


def _lies_on(box: Box, hull: Hull) -> bool:
    """Whether a word shares room with a clump."""
    corners = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
    area, _ = cv2.intersectConvexConvex(np.array(corners, np.float32), hull)
    return area > 0
