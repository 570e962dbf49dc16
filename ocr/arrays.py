"""The arrays that pictures are held in."""

from __future__ import annotations

from typing import Any, TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

cv2.setNumThreads(1)  # pages are read in parallel; threads inside one page only cost (5 % a page with two processes)

Grey: TypeAlias = NDArray[np.uint8]
"""A picture, height × width, 0 black to 255 white; or a mask, 255 where it holds."""
Colour: TypeAlias = NDArray[np.uint8]
"""A picture, height × width × 3, blue green red."""
Floats: TypeAlias = NDArray[np.float32]
"""Logits, profiles and the like."""


def grey(picture: object) -> Grey:
    """The same array under its proper type; OpenCV's own types promise less than it keeps."""
    return np.asarray(picture, dtype=np.uint8)


def flat(picture: Grey | Colour) -> Grey:
    """The picture without its colours."""
    return picture if picture.ndim == 2 else grey(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))


Labels: TypeAlias = NDArray[np.integer[Any]]
"""The number of the piece that each pixel is of; 0 is none."""


def components(mask: Grey) -> tuple[int, Labels, NDArray[np.int32]]:
    """How many connected pieces a mask has and its ground, each pixel's piece, and each piece's OpenCV statistics.

    Labels of 16 bits where they must suffice: a field's pieces are found in a third of the time.
    """
    height, width = mask.shape
    few = ((height + 1) // 2) * ((width + 1) // 2) < _SHORT
    kind = cv2.CV_16U if few else cv2.CV_32S
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=kind)
    return count, cast(Labels, labels), np.asarray(stats, np.int32)


_SHORT = 65535
"""Pieces that 16 bits can number: there are never more than a fourth of the pixels."""


def level(picture: Grey, share: float) -> float:
    """The grey than which a share of a picture's pixels is darker, as NumPy's percentiles are, by counting greys.

    Args:
        picture: Of any size but none, any shape.
        share: 0 to 1.

    A page asks for a hundred; NumPy sorts for twice the time of a field of 30,000 pixels, for seven times of 230,000.
    """
    counts = cv2.calcHist([np.ascontiguousarray(picture).reshape(-1, 1)], [0], None, [256], (0, 256)).ravel()
    upto = np.cumsum(counts.astype(np.int64))
    place = share * (picture.size - 1)
    low, high = np.searchsorted(upto, (int(place), int(np.ceil(place))), side="right")
    return float(low + (high - low) * (place - int(place)))
