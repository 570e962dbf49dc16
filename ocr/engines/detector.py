"""PP-OCRv6's detector: where lines of writing stand on a page of unknown layout, print and handwriting alike."""

from __future__ import annotations

from itertools import product

import cv2
import numpy as np

from ocr.arrays import Floats, Grey, grey
from ocr.engines.models import session
from records.geometry import Box

_DETECTOR = "PP-OCRv6_det_small.onnx"
_LONGEST = 1280
"""Pixels of the longer side that the detector sees: 960 halves the time and misses small cells."""
_PAGE = 2200
"""Pixels of the longer side of a Letter page, at which the detector sees it well."""
_LONG = 2 * _PAGE
"""Pixels from which a sheet, a till roll or a drawing, is looked at in parts: seen whole, its letters are specks."""
_MARGIN = 4 * 32
"""Pixels that a part is seen beyond its own edges."""
_BLANK = 128
"""What is nowhere darker than this has no writing."""
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
    longest = max(height, width)
    scale = min(_LONGEST / (longest if longest <= _LONG else _PAGE), 1.0)
    size = tuple(max(round(side * scale / _STEP), 1) * _STEP for side in (width, height))
    small = grey(cv2.resize(even, size, interpolation=cv2.INTER_AREA))
    likely = _likelihood(small) if longest <= _LONG else _likelihood_in_parts(small)
    found = _pieces(likely, width / size[0], height / size[1])
    return tuple(sorted((box for box in found), key=lambda box: (box.top, box.left)))


def _likelihood(small: Grey) -> Floats:
    """How likely each pixel belongs to writing."""
    values = (np.asarray(small, dtype=np.float32) / 127.5 - 1)[None, None]
    likely: Floats = session(_DETECTOR).run_flushing(np.repeat(values, 3, axis=1))[0, 0]
    return likely


def _likelihood_in_parts(small: Grey) -> Floats:
    """The same of a large picture, part by part, each seen with a margin; parts without ink are not looked at."""
    likely = np.zeros(small.shape, np.float32)
    own = _LONGEST - 2 * _MARGIN
    for top, left in product(range(0, small.shape[0], own), range(0, small.shape[1], own)):
        above, before = max(top - _MARGIN, 0), max(left - _MARGIN, 0)
        part = small[above : top + own + _MARGIN, before : left + own + _MARGIN]
        if part.min() < _BLANK:
            seen = _likelihood(part)[top - above :, left - before :][:own, :own]
            likely[top : top + own, left : left + own] = seen
    return likely


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
