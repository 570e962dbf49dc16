"""A grey copy of a coloured page in which light coloured print is as dark as it can be.

Grey as the eye weighs colours makes little of a form printed in light blue, rose or buff: of the captions of
such forms 62 % of the words were read in plain grey and 90 % in this copy. Black print, pen and paper stay as they are.
"""

from __future__ import annotations

import cv2
import numpy as np

from ocr.arrays import Colour, Grey, flat, grey
from records.geometry import READING_DPI

_REACH = 41
"""Pixels at 200 dots to the inch within which paper is looked for: wider than strokes, narrower than a marked line."""
_DARKEST_PAPER = 90
"""What is darker than this in a colour is divided by this: the noise of a dark colour is not to become ink."""
_INK, _PALE, _TINTED = 0.75, 0.6, 0.15
"""Shares of the paper's lightness: ink is below the first in some colour, pale ink above the second in grey, and its
colours lie further apart than the third."""
_FEW = 0.12
"""The share of pale coloured ink among all ink up to which nothing is gained; a pen's edges on a black form: 0.08."""


def reading_copy(colours: Colour | Grey, dpi: float) -> Grey | None:
    """The copy to be read; None where the plain grey one is as good: grey pages, black or dark ink on any paper.

    What is darkest of its surroundings in any colour counts, so blue, red and green ink all stay, and a marked or
    tinted area, which is its own surroundings, does not become dark.
    """
    if colours.ndim == 2 or not _pale_inks(colours, dpi):
        return None
    height, width = colours.shape[:2]
    plain = flat(colours)
    small = cv2.resize(colours, (max(width // 4, 1), max(height // 4, 1)), interpolation=cv2.INTER_AREA)
    side = max(round(_REACH / 4 * dpi / READING_DPI), 3)
    paper = cv2.blur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)), (5, 5))
    paper = cv2.resize(np.maximum(paper, _DARKEST_PAPER), (width, height), interpolation=cv2.INTER_LINEAR)
    shares = cv2.divide(colours, paper, scale=255)
    darkest = cv2.min(cv2.min(shares[:, :, 0], shares[:, :, 1]), shares[:, :, 2])
    return grey(cv2.min(plain, cv2.multiply(darkest, flat(grey(paper)), scale=1 / 255)))


def _pale_inks(colours: Colour, dpi: float) -> bool:
    """Whether much of the ink is of a colour that grey makes little of: a look at 625 pixels of a square inch."""
    pixels = colours.reshape(-1, 3)
    step = max(round((dpi / 20) ** 2), 1)
    places = np.arange(len(pixels) // step) * step
    few = pixels[places + np.arange(len(places)) * 7919 % step].astype(
        np.float32
    )  # scattered: a grid would hit or miss whole rules
    paper = np.maximum(np.percentile(few[::7], 75, axis=0), _DARKEST_PAPER)
    shares = few / paper
    ink = shares[shares.min(axis=1) < _INK]
    if len(ink) < 100:
        return False
    pale = (ink @ np.array([0.114, 0.587, 0.299], np.float32) > _PALE) & (np.ptp(ink, axis=1) > _TINTED)
    return float(pale.mean()) > _FEW
