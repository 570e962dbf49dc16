"""Strokes of writing told from what else is dark on a sheet: specks, creases, stains, shadows of its edge.

Everything here is in pixels at 100 dots to the inch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import cv2
import numpy as np

from ocr.arrays import Grey, components, grey

_BORDER = 6
"""What is thin and lies on the border is the rest of a shadow."""
_STROKE = 7
"""The long side from which something may be a stroke: a figure of 9-point typing is 7 high."""
_SLENDER = 2.2
"""Times its thickness that a stroke is long: a blot is as thick as it is long."""
_DARK = 165
"""What the middle of a level or plumb stroke is darker than; of a faint crease only pale shreds are ink at all."""
_CREASE = 100
"""The length from which a straight thin line is a crease or the shadow of a neighbour's edge."""
_SLANT = 0.1
"""The slope from which a fold is slanted; what is leveller runs across the page or down it."""
_LETTER = (6, 120)
"""Sides of a letter, or of a word written in one, that can be cut off."""


def written(small: Grey, ink: Grey) -> tuple[list[int], int]:
    """The long side of each stroke in a mask of a picture's ink, and how many specks there are."""
    count, labels, stats = components(ink)
    longest = np.maximum(stats[1:count, cv2.CC_STAT_WIDTH], stats[1:count, cv2.CC_STAT_HEIGHT])
    able = np.flatnonzero((longest >= _STROKE) & (stats[1:count, cv2.CC_STAT_AREA] >= _STROKE)) + 1
    found = []
    for number in able.tolist():
        left, top, width, height, _ = stats[number].tolist()
        piece = grey((labels[top : top + height, left : left + width] == number).astype(np.uint8))
        pale = int(((small[top : top + height, left : left + width] < _DARK) & (piece > 0)).sum()) < 3
        shred = pale and min(width, height) <= 3
        if not shred and not _shadow((left, top, width, height), ink.shape) and _is_stroke(piece):
            found.append(max(width, height))
        if len(found) > 30:  # a page of writing: no need to look at all of it
            break
    return found, count - 1 - len(able)


def _shadow(box: tuple[int, int, int, int], shape: tuple[int, ...]) -> bool:
    """Whether it lies thinly along the border."""
    left, top, width, height = box
    near = min(left, top, shape[1] - left - width, shape[0] - top - height)
    return near <= _BORDER and min(width, height) <= _BORDER


def _is_stroke(piece: Grey) -> bool:
    """Whether a connected piece is drawn with a pen or a type: slender, and no straight line of an inch or more."""
    padded = cv2.copyMakeBorder(piece, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0,))
    thick = 2 * float(cv2.distanceTransform(padded, cv2.DIST_L2, 3).max())
    longest = max(piece.shape)
    if longest < _SLENDER * thick:
        return False
    if longest < _CREASE:
        return True
    points = cv2.findNonZero(piece)
    sides = cv2.minAreaRect(points)[1] if points is not None else (0.0, 0.0)
    return bool(min(sides) > max(4.0, 0.04 * longest))


def unfolded(ink: Grey, folds: int) -> Grey:
    """The mask without creases of a folded sheet: a few lines across, or down, most of the page, which may cross."""
    clean = ink
    for flat in (True, False):
        along = np.ones((1, _CREASE) if flat else (_CREASE, 1), np.uint8)
        thick = cv2.dilate(ink, np.ones((3, 1) if flat else (1, 3), np.uint8))
        lines = cv2.morphologyEx(thick, cv2.MORPH_OPEN, along)
        long = lines.any(axis=1 if flat else 0)
        starts = int((np.diff(long.astype(np.int8), prepend=0) == 1).sum())
        if 0 < starts <= folds:
            grown = cv2.dilate(lines, np.ones((5, 5), np.uint8))
            clean = grey(cv2.bitwise_and(clean, cv2.bitwise_not(grown)))
    return _without_slants(clean, folds)


def _without_slants(ink: Grey, folds: int) -> Grey:
    """The mask without slanted creases, of a folded corner, which a thin pale line leaves in shreds along one line."""
    step, votes = np.pi / 720, _CREASE // 2
    found = cv2.HoughLinesP(ink, 1, step, votes, minLineLength=_CREASE, maxLineGap=_CREASE // 5)
    if found is None:
        return ink
    lines = np.zeros_like(ink)
    for start, end in found.reshape(-1, 2, 2):
        along = end - start
        if abs(along).min() > _SLANT * abs(along).max():
            more = (along * (_CREASE / 5 / np.linalg.norm(along))).astype(int)  # a fold does not end in mid sheet
            cv2.line(lines, (start - more).tolist(), (end + more).tolist(), (255,), 9)
    apart = cv2.connectedComponents(lines)[0] - 1
    return ink if apart > folds else grey(cv2.bitwise_and(ink, cv2.bitwise_not(lines)))


def sides_touched(ink: Grey, near: Grey) -> Mapping[str, int]:
    """How many letters reach into the mask `near` of a sheet's edge, by side; rules and bars that run off are none."""
    touching = cv2.bitwise_and(ink, near)
    if not touching.any():
        return {}
    count, labels, stats = components(ink)
    numbers = np.unique(labels[touching > 0])
    sides: Counter[str] = Counter()
    for number in numbers[(numbers > 0) & (numbers < count)].tolist():
        left, top, width, height, area = stats[number].tolist()
        bar = max(width, height) >= 4 * min(width, height) and area >= 0.8 * width * height
        if min(width, height) >= 4 and _LETTER[0] <= max(width, height) <= _LETTER[1] and area >= 20 and not bar:
            away = {"left": left, "right": ink.shape[1] - left - width, "top": top}
            away["bottom"] = ink.shape[0] - top - height
            sides[min(away, key=lambda side: away[side])] += 1
    return sides
