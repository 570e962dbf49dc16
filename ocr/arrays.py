"""The arrays that pictures are held in."""

from __future__ import annotations

from typing import TypeAlias

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
