"""Values that are not all there: under or on a note that is stuck over the form, or cut by the edge of the scan.

What can be read of them reads like any value, and surely.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digitize.layout import holds
from digitize.page import Fragment
from digitize.surroundings import every
from records.geometry import Box, Frame
from records.order import FieldReading
from records.page import Word

_FORMS_OWN = 2
"""Labels on a patch from which it is a tinted part of the form."""
_EDGE = 12.0
"""Pixels from the scan's edge, at 200 dots to the inch, where words may go on beyond it: 0.06 inch."""
_COVERED = "a note lies over it, or it stands on the note"
_CUT = "it ends where the scan does: the sheet may be cut off there"


def told_of_hidden(
    fragments: Sequence[Fragment],
    notes: Sequence[Box],
    printed: Sequence[Box],
    frame: Frame,
    words: Sequence[Word] = (),
) -> tuple[Fragment, ...]:
    """The fragments of a page; readings at a note, or at the edge of the scan, go to a person.

    Args:
        fragments: Of the page.
        notes: Patches of another paper on it.
        printed: Where labels of its fields are printed.
        frame: The scan's size.
        words: The page's, where they may run over its edge.
    """
    stuck = [note for note in notes if sum(holds(note, box) for box in printed) < _FORMS_OWN]
    cut = [word.box for word in words if word.confidence > 0.5 and _reaches_edge(word.box, frame)]

    def told(reading: FieldReading) -> FieldReading:
        doubt = _why(reading, stuck, cut)
        return replace(reading, doubt=doubt) if doubt and not reading.doubt else reading

    return tuple(every(fragment, told) for fragment in fragments) if stuck or cut else tuple(fragments)


def _why(reading: FieldReading, stuck: Sequence[Box], cut: Sequence[Box]) -> str:
    box = reading.box
    if box is None:
        return ""
    if any(box.overlap(note) > 0 for note in stuck):
        return _COVERED
    return _CUT if any(holds(box, word) for word in cut) else ""


def _reaches_edge(box: Box, frame: Frame) -> bool:
    return min(box.left, box.top, frame.width - box.right, frame.height - box.bottom) < _EDGE
