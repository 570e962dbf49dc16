"""Staples near a sheet's corners: a straight wire of a third to over half an inch, alone, with its shadow on one side.

A dash, a slash or a bar of a logo is as long and as dark, but casts no shadow; without one nothing is taken away, so
that staples stay on scans in black and white only. 126 pages without staples, generated and real, lost nothing.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.arrays import Grey, components, grey, level

_CORNER = 260
"""Pixels at 200 dots to the inch: a staple's middle is within 1.3 inches of both sides of a corner."""
_LENGTH = (62, 128)
"""Pixels: staples for hand staplers are 0.39 and 0.51 inch wide, and may lie under a fold."""
_WIRE = (2.5, 14.0)
"""Pixels across, shadow's core and all: the wire itself has half a millimetre."""
_ALONE = 12
"""Pixels around it without other ink: words next to a bar make it a part of them."""
_SHADOW = (0.06, 0.45)
"""How much darker than the paper the shadow is, as a share, and what is darker is wire or ink."""


def staples(picture: Grey) -> Grey:
    """A mask of the staples in the four corners of a page as it was scanned, at 200 dots to the inch."""
    mask = np.zeros_like(picture)
    height, width = picture.shape
    if min(height, width) < 2 * _CORNER:
        return mask
    for rows in (slice(0, _CORNER), slice(height - _CORNER, height)):
        for columns in (slice(0, _CORNER), slice(width - _CORNER, width)):
            mask[rows, columns] |= _in_corner(picture[rows, columns])
    return mask


def _in_corner(corner: Grey) -> Grey:
    """A mask of the staples in one corner."""
    mask = np.zeros_like(corner)
    paper = level(corner, 0.75)
    if paper < 100:
        return mask
    dark = grey((corner < (1 - _SHADOW[1]) * paper).astype(np.uint8))
    count, labels, stats = components(dark)
    for number in range(1, count):
        if 150 <= stats[number, cv2.CC_STAT_AREA] <= 1800 and not _goes_on(stats[number].tolist(), corner.shape):
            piece = grey((labels == number).astype(np.uint8))
            if _is_staple(corner, piece, dark, paper):
                mask[cv2.dilate(piece, np.ones((19, 19), np.uint8)) > 0] = 255
    return mask


def _goes_on(stats: list[int], shape: tuple[int, ...]) -> bool:
    """Whether a piece runs into the cut's border: of a long rule over a grey ground a staple's length may be left."""
    left, top, width, height, _ = stats
    return left == 0 or top == 0 or left + width == shape[1] or top + height == shape[0]


def _is_staple(corner: Grey, piece: Grey, dark: Grey, paper: float) -> bool:
    """Whether a dark piece is a wire: straight, of one thickness, alone, and with a shadow."""
    points = np.argwhere(piece)[:, ::-1].astype(np.float64)
    sides = cv2.minAreaRect(points.astype(np.float32))[1]
    if not (_LENGTH[0] <= max(sides) <= _LENGTH[1] and _WIRE[0] <= min(sides) <= _WIRE[1]):
        return False
    around = cv2.dilate(piece, np.ones((2 * _ALONE + 1, 2 * _ALONE + 1), np.uint8))
    if int(((around > 0) & (dark > 0) & (piece == 0)).sum()) > 12:
        return False
    along, across = _axes(points)
    return _is_straight(along, across) and _has_shadow(corner / paper, piece)


def _axes(points: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far along its length each point lies, and how far off its middle line."""
    places = points - points.mean(axis=0)
    direction = np.linalg.svd(places, full_matrices=False)[2]
    return places @ direction[0], places @ direction[1]


def _is_straight(along: NDArray[np.float64], across: NDArray[np.float64]) -> bool:
    """Whether the middle line hardly leaves a straight one and the thickness hardly changes, but for the ends."""
    bins = ((along - along.min()) // 4).astype(int)
    inner = range(2, int(bins.max()) - 1)
    parts = [across[bins == step] for step in inner]
    if len(parts) < 8 or not all(part.size for part in parts):
        return False
    middles, thick = np.array([part.mean() for part in parts]), np.array([np.ptp(part) + 1 for part in parts])
    return bool(np.std(middles) <= 0.8 and np.std(thick) <= 0.22 * thick.mean() + 0.4)


def _has_shadow(shares: NDArray[np.float64], piece: Grey) -> bool:
    """Whether one side of it is grey for some pixels where the other side is paper."""
    near = cv2.dilate(piece, np.ones((5, 5), np.uint8))
    ring = (cv2.dilate(piece, np.ones((13, 13), np.uint8)) > 0) & (near == 0)
    rows, columns = np.nonzero(ring)
    down, over = np.nonzero(piece)
    centre = np.array([over.mean(), down.mean()])
    direction = np.linalg.svd(np.stack([over, down], axis=1) - centre, full_matrices=False)[2]
    places = np.stack([columns, rows], axis=1) - centre
    beside = np.abs(places @ direction[0]) <= 0.4 * np.ptp(np.stack([over, down], axis=1) @ direction[0])
    side = places @ direction[1] > 0
    values = 1 - shares[rows, columns]
    sides = values[beside & side], values[beside & ~side]
    if min(values.size for values in sides) < 20:  # it lies on the picture's border
        return False
    one, other = (float(np.median(values)) for values in sides)
    return _SHADOW[0] <= max(one, other) <= _SHADOW[1] and max(one, other) - min(one, other) >= 0.5 * max(one, other)
