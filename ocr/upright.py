"""Making a page upright and straight: quarter turns and a small angle, found without knowing its layout."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.arrays import Grey, grey
from records.geometry import READING_DPI

_SKEW_DPI = 75
"""Enough for an angle: within 0.14 degrees at 61 ms a page, where Hough lines at full size take 713."""
_MOST = 5.0
"""Degrees looked through; what lies more askew was not fed by a scanner (a stamp is set by hand)."""
_WORTH = 0.04
"""Degrees below which turning only blurs: 1.2 pixels over the width of a Letter page."""


def skew_of(reading: Grey, dpi: float = READING_DPI, most: float = _MOST) -> float:
    """Degrees, counter-clockwise, that make the lines of text level; 0 where nothing on the page says so.

    The ink is summed along lines at each angle: rows and gaps stand out most where the angle is right.
    """
    small = shrunk(reading, _SKEW_DPI / dpi)
    down, across = np.nonzero(small < np.minimum(np.median(small) - 40, 190))
    if len(down) < 150:
        return 0.0
    if len(down) > 60_000:  # every nth point does: the profile is a sum
        step = -(-len(down) // 60_000)
        down, across = down[::step], across[::step]
    points = down.astype(np.float32), across.astype(np.float32) - small.shape[1] / 2
    coarse = np.arange(-most, most + 0.01, 0.5, dtype=np.float64)
    scores = _sharpness(points, coarse, most)
    best = float(coarse[int(np.argmax(scores))])
    if scores.max() < 1.04 * np.median(scores):
        return 0.0
    for finer in (0.1, 0.02):
        around = best + finer * np.arange(-5.0, 6.0)
        best = float(around[int(np.argmax(_sharpness(points, around, most)))])
    return 0.0 if abs(best) < _WORTH or abs(best) > most + 0.3 else round(best, 2)


def _sharpness(
    points: tuple[NDArray[np.float32], NDArray[np.float32]], angles: NDArray[np.float64], most: float
) -> NDArray[np.float64]:
    """For each angle how much the ink gathers into rows: the squares of its row sums."""
    down, across = points
    offset = np.float32(abs(float(np.abs(across).max())) * np.tan(np.radians(most + 1)) + 2)
    rows = int(down.max() + 2 * offset) + 2
    scores = []
    for angle in angles:
        level = down - across * np.float32(np.tan(np.radians(angle))) + offset
        # Two bins a pixel, smoothed over three: whole pixels alone make the score jump.
        profile = np.bincount((2 * level).astype(np.int32), minlength=2 * rows).astype(np.float64)
        profile = np.convolve(profile, (0.25, 0.5, 0.25))
        scores.append(float((profile * profile).sum()))
    return np.array(scores)


def turned(picture: Grey, degrees: float) -> Grey:
    """The picture turned counter-clockwise around its middle, what comes in at the corners white."""
    if not degrees:
        return picture
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1.0)
    return grey(cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255)))


def quarter_turned(picture: Grey, turns: int) -> Grey:
    """The picture turned clockwise by quarters."""
    return np.ascontiguousarray(np.rot90(picture, -turns)) if turns % 4 else picture


def lies_on_its_side(reading: Grey, dpi: float = READING_DPI) -> float:
    """How much more the ink gathers into columns than into rows: well over 1 on a page that lies on its side."""
    small = shrunk(reading, _SKEW_DPI / dpi)
    ink = (small < np.minimum(np.median(small) - 40, 190)).astype(np.float64)
    rows, columns = ink.sum(axis=1), ink.sum(axis=0)
    return float((_ripple(columns) + 1) / (_ripple(rows) + 1))


def _ripple(profile: NDArray[np.float64]) -> float:
    """How much a profile goes up and down from one line to the next."""
    steps = np.diff(profile)
    return float((steps * steps).sum() / max(len(profile), 1))


def shrunk(picture: Grey, scale: float) -> Grey:
    """The picture made smaller by averaging."""
    size = (max(round(picture.shape[1] * scale), 1), max(round(picture.shape[0] * scale), 1))
    return grey(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
