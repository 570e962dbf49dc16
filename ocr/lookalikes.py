"""How alike the figures of a number look: whether what an engine read as a zero has the shape of its other zeros.

No engine tells the O of "WO02447" from a zero by itself, whatever the typeface. Beside the number's own zeros it shows:
an O is another shape in every face, and a zero is the same zero again (a page's own letters as templates: Xu and Nagy,
IEEE PAMI 21, 1999).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np

from ocr.arrays import Floats, Grey
from ocr.typeface import cut_letters

_FIGURES = str.maketrans("OoSsB$", "005585")
"""What is read as a letter here and as a figure there, as the figure."""
_TOLD = frozenset("058")
"""The figures that are letters on other forms: the O of "order", an S or a B before a year."""
_FINER = 3
"""Times the scan's pixels in which shapes are laid on each other: of one letter no two are cut at the same place."""
_ASIDE = 2
"""Of the scan's pixels, by which they may lie aside from each other."""
_EDGE = 3
"""Pixels of paper around a letter."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two characters of one line that are read as one figure, and how far their shapes differ."""

    first: int
    second: int
    """Their places in the line without its spaces, from 0, the first one before the second."""
    difference: float
    """1 less the correlation of the two, laid on each other as they lie best: .01 of one letter, .05 of two."""


def likenesses(line: Grey, texts: Sequence[str]) -> tuple[Likeness, ...]:
    """How alike those characters of a line are that stand for one figure; nothing where ink and texts do not match.

    Args:
        line: One line of writing, cut from the copy of even light.
        texts: What was read in it; the first that has a letter for each piece of ink counts.
    """
    for text in texts:
        figures = "".join(text.split()).translate(_FIGURES)
        pairs = [(one, two) for one, two in combinations(range(len(figures)), 2) if figures[one] == figures[two]]
        pairs = [(one, two) for one, two in pairs if figures[one] in _TOLD]
        letters = cut_letters(line, text) if pairs else None
        if letters is not None:
            shapes = {place: _shape(letters[place]) for pair in pairs for place in pair}
            return tuple(Likeness(one, two, round(_difference(shapes[one], shapes[two]), 3)) for one, two in pairs)
    return ()


def _shape(letter: Grey) -> Floats:
    """A letter's ink, finer than scanned and smoothed by less than a pixel, with paper around it."""
    ink = np.pad(255 - letter.astype(np.float32), _EDGE)
    fine = cv2.resize(ink, None, fx=_FINER, fy=_FINER, interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.GaussianBlur(fine, (0, 0), 0.7 * _FINER), np.float32)


def _difference(one: Floats, other: Floats) -> float:
    rows, columns = (max(one.shape[side], other.shape[side]) for side in (0, 1))
    aside = _ASIDE * _FINER
    still, room = _laid(one, rows, columns), _laid(other, rows + 2 * aside, columns + 2 * aside)
    return 1 - float(cv2.matchTemplate(room, still, cv2.TM_CCOEFF_NORMED).max())


def _laid(shape: Floats, rows: int, columns: int) -> Floats:
    """A shape in the middle of so many rows and columns."""
    plain = np.zeros((rows, columns), np.float32)
    top, left = (rows - shape.shape[0]) // 2, (columns - shape.shape[1]) // 2
    plain[top : top + shape.shape[0], left : left + shape.shape[1]] = shape
    return plain
