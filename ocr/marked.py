"""A form's picture with its fields drawn on it, for a person to look at."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from ocr.arrays import grey
from ocr.cut import png
from ocr.printed import unpack
from records.geometry import Box

_FILL, _EDGE, _INK = (250, 232, 205), (176, 112, 32), (110, 60, 10)
"""Pale blue, blue and dark blue, in OpenCV's order of colours."""
_LETTERS = 0.5
"""Size of the names, as OpenCV counts it: 11 pixels high."""


def marked(picture: bytes, places: Sequence[tuple[Box, str]]) -> bytes:
    """The blank form, a PNG, with each place tinted and named, as the bytes of a PNG."""
    blank = cv2.cvtColor(unpack(picture), cv2.COLOR_GRAY2BGR)
    tinted = blank.copy()
    for box, _ in places:
        cv2.rectangle(tinted, _corner(box), _end(box), _FILL, -1)
    drawn = np.minimum(blank, tinted)
    for box, name in places:
        cv2.rectangle(drawn, _corner(box), _end(box), _EDGE, 2)
        (width, height), _ = cv2.getTextSize(name, cv2.FONT_HERSHEY_SIMPLEX, _LETTERS, 1)
        right, bottom = _end(box)
        place = (max(right - width - 6, 0), max(bottom - 6, height))
        cv2.putText(drawn, name, place, cv2.FONT_HERSHEY_SIMPLEX, _LETTERS, _INK, 1, cv2.LINE_AA)
    return png(grey(drawn))


def _corner(box: Box) -> tuple[int, int]:
    return round(box.left), round(box.top)


def _end(box: Box) -> tuple[int, int]:
    return round(box.right), round(box.bottom)
