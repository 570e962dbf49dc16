"""Notes stuck over a page: a patch of another paper, with straight sides, on which none of the form's lines goes on.

What is written on a note is nobody's field, though it stands where a form has its blanks; what is under it is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from ocr.arrays import Grey, components, grey
from ocr.sheet import Sheet
from records.geometry import Box

_STEP = 8
"""The page is looked at so many times smaller, at 25 dots to the inch: 6 ms a page."""
_STROKE = 9
"""Pixels, smaller, that are wider than strokes of writing: a third of an inch."""
_AROUND = 111
"""Pixels, smaller, in which there is bare paper beside a note: 4.4 inches."""
_DARKER = 6
"""Levels by which a note is darker than the paper: a pale yellow one is 17 in grey."""
_SIDES = (28, 150)
"""Pixels, smaller, of a note's shorter side at least, and of its longer side at most: 1.1 and 6 inches."""
_FULL = 0.88
"""Share of the leaning box around it that a note fills."""
_EVEN = 6.0
"""Levels by which its ground varies, at most: a photograph's varies by 30."""
_ALONG = 0.4
"""Share of a side along which a rule in it makes it a tinted part of the form."""
_INSIDE = 20
"""Pixels from its sides within which a rule is its border."""


def notes_on(sheet: Sheet) -> tuple[Box, ...]:
    """Where notes are stuck on an open page, from the top; its rules are looked for only where there may be one."""
    if sheet.facts.blank or sheet.facts.born_digital or next(_patches(sheet.upright), None) is None:
        return ()
    return notes(sheet.upright, sheet.copies.lines.rules)


def notes(upright: Grey, rules: Sequence[Box]) -> tuple[Box, ...]:
    """Where notes are stuck on a page, from the top.

    Args:
        upright: The page at 200 dots to the inch, with its own light.
        rules: The ruled lines of the page: a patch that has some is a tinted part of the form.
    """
    found = (patch for patch in _patches(upright) if not any(_runs_through(rule, patch) for rule in rules))
    return tuple(sorted(found, key=lambda box: (box.top, box.left)))


def _patches(upright: Grey) -> Iterator[Box]:
    """The even darker patches with straight sides that do not reach the edge of the page."""
    small = cv2.resize(upright, None, fx=1 / _STEP, fy=1 / _STEP, interpolation=cv2.INTER_AREA)
    if min(small.shape) < _SIDES[0]:
        return
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_STROKE, _STROKE), np.uint8))
    paper = cv2.morphologyEx(ground, cv2.MORPH_CLOSE, np.ones((_AROUND, _AROUND), np.uint8))
    shaded = cv2.threshold(cv2.subtract(paper, ground), _DARKER, 255, cv2.THRESH_BINARY)[1]
    whole = cv2.morphologyEx(shaded, cv2.MORPH_OPEN, np.ones((_SIDES[0] // 2, _SIDES[0] // 2), np.uint8))
    count, labels, stats = components(grey(whole))
    rows, columns = whole.shape
    for number in range(1, count):
        left, top, width, height, area = stats[number].tolist()
        inside = min(left, top) > 0 and left + width < columns and top + height < rows
        if not inside or min(width, height) < _SIDES[0] or max(width, height) > _SIDES[1]:
            continue
        mask = grey((labels == number).astype(np.uint8))
        sides = cv2.minAreaRect(cv2.findNonZero(mask))[1]
        middle = cv2.erode(mask, np.ones((_STROKE, _STROKE), np.uint8)) > 0
        if area >= _FULL * sides[0] * sides[1] and float(ground[middle].std()) <= _EVEN:
            yield Box(left * _STEP, top * _STEP, (left + width) * _STEP, (top + height) * _STEP)


def _runs_through(rule: Box, patch: Box) -> bool:
    """Whether a rule runs along much of a patch, and not at its border."""
    inner = patch.grown(-_INSIDE)
    across = min(rule.right, inner.right) - max(rule.left, inner.left)
    down = min(rule.bottom, inner.bottom) - max(rule.top, inner.top)
    return across > 0 and down > 0 and (across > _ALONG * patch.width or down > _ALONG * patch.height)
