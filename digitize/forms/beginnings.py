"""What all numbers of a form begin with, at one place on each sheet: it looks like print, and is part of the number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digitize.forms.learned import LearnedZone
from digitize.labels import Label
from digitize.layout import Layout
from records.geometry import Box
from records.page import Word

_LONGEST = 4
"""Letters that numbers begin with at most: WO, PO, TS, SIGN."""
_ROOM = 1.2
"""Times the height of the letters that they stand before the rest of the number."""


def begun(zone: LearnedZone, blank: Layout, labels: Sequence[Label]) -> LearnedZone:
    """The zone of a number with the letters that the blank form shows right before it, where no label has them.

    Args:
        zone: Of any field; that of another one stays as it is.
        blank: What all pages of the form show.
        labels: The form's.
    """
    if zone.field != "order_number" or not zone.label:
        return zone
    before = [w for w in blank.words if _begins(w, zone.box) and not any(w.box.overlap(k.box) > 0 for k in labels)]
    if len(before) != 1:
        return zone
    box = before[0].box
    whole = Box(box.left - 4, min(box.top - 4, zone.box.top), zone.box.right, max(box.bottom + 4, zone.box.bottom))
    return replace(zone, box=whole)


def _begins(word: Word, number: Box) -> bool:
    """Whether a word in capitals stands on a number's line, right before it."""
    height = word.box.height
    level = min(word.box.bottom, number.bottom) - max(word.box.top, number.top) > 0.7 * height
    room = number.left - word.box.right
    letters = word.text.isalpha() and word.text.isupper() and len(word.text) <= _LONGEST
    return letters and level and -0.3 * height < room < _ROOM * height
