"""Copies of a page made for reading: even light, no scanner's edges and punch holes, no ruled lines, no specks.

The scan itself is never altered; each engine is given the copy that suits it. Shared clean-up makes shared errors, so
Tesseract gets the page without rules and specks, the neural reader only the even light.
"""

from __future__ import annotations

import cv2
import numpy as np

from ocr.arrays import Grey, components, grey

INK = 150
"""On a page of even light, what is darker than this is ink without doubt."""
FAINT = 190
"""What is darker than this may be: pencil, a carbon copy. Bleed-through at 15 % is lighter."""
_BAND = 6
"""Pixels at 50 dots to the inch: an eighth of an inch along the border."""
_SPECK = 9
"""Pixels at 200 dots to the inch; the full stops of small print have ten and more."""
_NEAR = 33
"""Pixels within which a speck belongs to a letter: 21 ate decimal points ("27.73" became "27 73")."""
_LETTER = 24
"""Pixels of ink from which something counts as a letter that a speck may belong to."""
_TALL = 6
"""Pixels high from which less ink does too: a 1-bit scan of pale print breaks figures into such pieces."""


def evened(picture: Grey) -> Grey:
    """The page with its paper made white: shadows, stains and the colour of the paper divided out."""
    if picture.size == 0 or float((picture > 245).mean()) > 0.8:
        return picture
    height, width = picture.shape
    small = cv2.resize(picture, (max(width // 8, 1), max(height // 8, 1)), interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 5)
    paper = np.maximum(paper, 40)  # what is black over an inch is an edge or a lid, not dark paper
    light = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return grey(cv2.divide(picture, grey(light), scale=250))


def edges(picture: Grey) -> Grey:
    """A mask of the scanner's dark edges and of punch holes; the picture is the plain page at 200 dots to the inch."""
    small = cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    dark = grey((small < 110).astype(np.uint8))
    # 0.1 inch: strokes of letters that touch the edge are thinner and stay.
    thick = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    padded = cv2.copyMakeBorder(thick, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(1,))
    count, labels, stats = components(grey(padded))
    outside = labels == labels[0, 0]
    mask = outside[1:-1, 1:-1].astype(np.uint8)
    for number in range(1, count):
        if number != labels[0, 0] and _is_hole(labels.shape, stats[number].tolist()):
            mask |= (labels == number)[1:-1, 1:-1].astype(np.uint8)
    # A sliver thinner than a pixel here is only shaded: three quarters of the paper's own lightness is dark enough.
    mask |= _slivers(grey((small < 0.75 * np.median(small)).astype(np.uint8)))
    grown = cv2.dilate(mask * 255, np.ones((5, 5), np.uint8))
    height, width = picture.shape
    return grey(cv2.resize(grown, (width, height), interpolation=cv2.INTER_NEAREST))


def _slivers(dark: Grey) -> Grey:
    """What is dark along the picture's border for a third of an inch: the thin end of a sheet's shadow.

    Writing and ruled lines that run off the sheet cross the border and are short along it.
    """
    frame = dark.copy()
    frame[_BAND:-_BAND, _BAND:-_BAND] = 0
    count, labels, stats = components(frame)
    rows, columns = dark.shape
    mask = np.zeros_like(dark)
    for number, (left, top, width, height, _) in enumerate(stats[1:count].tolist(), start=1):
        along = max(
            width if top == 0 or top + height == rows else 0,
            height if left == 0 or left + width == columns else 0,
        )
        if along >= 16:
            mask[labels == number] = 1
    return mask


def _is_hole(shape: tuple[int, ...], stats: list[int]) -> bool:
    """Whether a dark blob is a punch hole: round, a fifth to nearly half an inch across, within an inch of an edge."""
    left, top, width, height, area = stats
    rows, columns = shape[:2]
    if not (9 <= width <= 22 and 9 <= height <= 22 and abs(width - height) <= 5):
        return False
    near = min(left, top, columns - left - width, rows - top - height) <= 50
    return near and 0.68 <= area / (width * height) <= 0.92  # a disc fills 0.785 of its square


def without(picture: Grey, mask: Grey) -> Grey:
    """The page white where the mask holds."""
    if not mask.any():
        return picture
    clean = picture.copy()
    clean[mask > 0] = 255
    return clean


def ink_of(even: Grey, threshold: int = FAINT) -> Grey:
    """A mask of the ink on a page of even light."""
    return grey(cv2.threshold(even, threshold, 255, cv2.THRESH_BINARY_INV)[1])


def despeckled(even: Grey) -> Grey:
    """The page without specks that stand alone; one beside a letter stays, it may be a decimal point."""
    if not even.size:
        return even
    count, labels, stats = components(ink_of(even, 215))
    areas = stats[:count, cv2.CC_STAT_AREA]
    if count < 2 or not (areas[1:] <= _SPECK).any():
        return even
    tall = stats[:count, cv2.CC_STAT_HEIGHT] >= _TALL
    letter = (areas >= _LETTER) | ((areas > _SPECK) & tall)
    kinds = np.where(letter, 2, np.where(areas <= _SPECK, 1, 0)).astype(np.uint8)
    kinds[0] = 0
    found = np.take(kinds, np.asarray(labels, dtype=np.int32))
    near = cv2.dilate(grey(cv2.inRange(found, (2,), (2,))), np.ones((2 * _NEAR + 1, 2 * _NEAR + 1), np.uint8))
    lone = cv2.bitwise_and(cv2.inRange(found, (1,), (1,)), cv2.bitwise_not(near))
    return without(even, grey(lone))
