"""PP-OCRv6's detector: where lines of writing stand on a page of unknown layout, print and handwriting alike."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.arrays import Floats, Grey
from ocr.engines.models import session
from records.geometry import Box

_DETECTOR = "PP-OCRv6_det_small.onnx"
_LONGEST = 1280
"""Pixels of the longer side that the detector sees: 960 halves the time and misses small cells."""
_STEP = 32
"""The network takes sides that are multiples of this."""
_LIKELY = 0.3
"""Probability from which a pixel belongs to writing."""
_SURE = 0.5
"""Mean probability from which a piece is writing."""
_GROWN = 1.6
"""The network marks the core of a line; the line itself is larger by this times area over circumference."""


def line_boxes(even: Grey) -> tuple[Box, ...]:
    """The lines of writing on a page, from the top; long gaps in a line part it."""
    height, width = even.shape
    scale = min(_LONGEST / max(height, width), 1.0)
    size = tuple(max(round(side * scale / _STEP), 1) * _STEP for side in (width, height))
    small = cv2.resize(even, size, interpolation=cv2.INTER_AREA)
    values = (np.asarray(small, dtype=np.float32) / 127.5 - 1)[None, None]
    likely = session(_DETECTOR).run(np.repeat(values, 3, axis=1))[0, 0]
    found = _pieces(likely, width / size[0], height / size[1])
    return tuple(sorted((box for box in found), key=lambda box: (box.top, box.left)))


def _pieces(likely: Floats, across: float, down: float) -> list[Box]:
    """The pieces of the probability map that are writing, as boxes on the page."""
    mask = (likely > _LIKELY).astype(np.uint8)
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in outlines:
        left, top, wide, high = cv2.boundingRect(outline)
        part = np.s_[top : top + high, left : left + wide]
        if min(wide, high) >= 3 and float(likely[part][mask[part] > 0].mean()) >= _SURE:
            grown = _GROWN * wide * high / (2 * (wide + high))
            found.append(
                Box(
                    max((left - grown) * across, 0.0),
                    max((top - grown) * down, 0.0),
                    min(left + wide + grown, likely.shape[1]) * across,
                    min(top + high + grown, likely.shape[0]) * down,
                )
            )
    return found
