"""Values that were struck out by hand: what stands beside them counts, and a person is told what was there before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from digitize.layout import Layout, holds, text_of
from records.geometry import Box, bounding
from records.order import FieldReading
from records.page import Word

_BESIDE = 4.0
"""Times the usual height of words within which the new value stands."""


def corrected(box: Box, layout: Layout, labels: Sequence[Box] = ()) -> Box:
    """A place without what was taken back in it: cut down to the words that stand, or moved to those right beside it.

    Where none stand there it is left as it is.

    Args:
        box: The place.
        layout: The page.
        labels: Where printed labels stand, which are no new value.
    """
    if not layout.struck:
        return box
    inside = layout.words_in(box)
    gone = [word for word in layout.struck if word in inside]
    left = [word for word in inside if word not in gone]
    if not gone:
        return box
    if not left:
        return _new_value(bounding([word.box for word in gone]), layout, labels) or box
    around = bounding([word.box for word in left]).grown(0.25 * layout.em)
    cut = _clear_of(around, bounding([word.box for word in gone]))
    return Box(max(cut.left, box.left), max(cut.top, box.top), min(cut.right, box.right), min(cut.bottom, box.bottom))


def _new_value(gone: Box, layout: Layout, labels: Sequence[Box]) -> Box | None:
    """Where the words begin that were written right of what was taken back, else above it."""
    runs = [run for segment in layout.segments for run in _standing(segment.words, layout.struck)]
    free = [run for run in runs if not any(holds(label, run) for label in labels)]
    beside = [
        b for b in free if 0 <= b.left - gone.right < _BESIDE * layout.em and gone.top < b.middle[1] < gone.bottom
    ]
    above = [b for b in free if 0 <= gone.top - b.bottom < layout.em and gone.left < b.middle[0] < gone.right]
    nearest = min(beside, key=lambda b: b.left, default=None) or max(above, key=lambda b: b.bottom, default=None)
    return nearest.grown(0.25 * layout.em) if nearest else None


def _standing(words: Sequence[Word], struck: Sequence[Word]) -> list[Box]:
    """The runs of a segment's words that nobody struck out: the new value may stand as near the old one as words do."""
    runs = groupby(words, key=lambda word: word in struck)
    return [bounding([word.box for word in run]) for gone, run in runs if not gone]


def _clear_of(around: Box, gone: Box) -> Box:
    """The box without the part that reaches into what was taken back, where it lies on one side of that."""
    if around.middle[0] > gone.right:
        return replace(around, left=max(around.left, gone.right))
    if around.middle[0] < gone.left:
        return replace(around, right=min(around.right, gone.left))
    if around.middle[1] > gone.bottom:
        return replace(around, top=max(around.top, gone.bottom))
    return replace(around, bottom=min(around.bottom, gone.top)) if around.middle[1] < gone.top else around


def told_of_corrections(readings: Sequence[FieldReading], layout: Layout) -> tuple[FieldReading, ...]:
    """The readings; one beside words that were taken back says what they were, and is looked at by a person.

    Words that were taken back are the nearest reading's alone, though others stand beside them too.
    """
    mine = {word: _nearest(word.box, readings, layout.em) for word in layout.struck}
    return tuple(
        _told(r, [word for word in layout.struck if r.box is not None and r.box == mine[word]]) for r in readings
    )


def _nearest(word: Box, readings: Sequence[FieldReading], em: float) -> Box | None:
    boxes = [r.box for r in readings if r.box is not None and _beside(word, r.box, em)]
    return min(boxes, key=lambda box: (_apart(word, box), box.width * box.height), default=None)


def _apart(one: Box, other: Box) -> float:
    """How far two boxes stand from each other, aside and up or down; 0 where they overlap."""
    aside = max(one.left - other.right, other.left - one.right, 0.0)
    return aside + max(one.top - other.bottom, other.top - one.bottom, 0.0)


def _told(reading: FieldReading, near: Sequence[Word]) -> FieldReading:
    box = reading.box
    if not near or reading.doubt or box is None:
        return reading
    still = all(holds(box, word.box) for word in near)
    said = "is struck out, and nothing stands beside it" if still else "was struck out beside it"
    return replace(reading, doubt=f"corrected by hand: {text_of(near)!r} {said}")


def _beside(word: Box, box: Box, em: float) -> bool:
    """Whether words that were taken back stand in a place, on its line, or just above or below it."""
    level = min(word.bottom, box.bottom) - max(word.top, box.top) > 0.3 * word.height
    aside = max(word.left - box.right, box.left - word.right)
    over = max(word.top - box.bottom, box.top - word.bottom)
    return (level and aside < _BESIDE * em) or (aside < 0 and 0 <= over < em)
