"""The department's own labels: words that name no field of the catalogue, told by a colon or by their boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from digitize.labels import Label, apart, without_values
from digitize.layout import Layout, Segment
from records.geometry import Box, bounding

_UNKNOWN = re.compile(r"^[A-Z][A-Za-z/&.'# -]{0,28}[:#]$")


def unknown_labels(layout: Layout, labels: Sequence[Label]) -> tuple[Label, ...]:
    """Words that end in a colon or number sign and name no known field: the department's own labels."""
    found = [label for segment in layout.segments for label in _colons(segment)]
    found += _captions(layout, labels)
    found += _heads(layout, labels)
    found = without_values(found, labels, layout)
    return apart([label for label in found if not any(label.box.overlap(known.box) > 0 for known in labels)])


_IN_LINE = 8.0
"""Pixels by which the sides of boxes of one column lie apart at most."""
_HEAD = re.compile(r"^[A-Z][A-Za-z/&.' -]{2,27}\??$")


def _heads(layout: Layout, labels: Sequence[Label]) -> list[Label]:
    """The words that stand alone in a box, in a column of such boxes of which two hold nothing but known labels.

    Beside such a label stands its value: in a row of labels the values stand below, and are no labels themselves.
    """
    known = {id(word) for label in labels for word in layout.words_in(label.box)}
    cells = [layout.cell_at(*label.box.middle) for label in labels]
    heads = [c.box for c in cells if c.closed and all(id(word) in known for word in layout.words_in(c.box))]
    heads = [box for box in heads if layout.cell_at(box.right + layout.em, box.middle[1]).box not in heads]
    columns = [box for box in heads if sum(_in_column(box, other) for other in set(heads)) > 1]
    found = []
    for segment in (s for s in layout.segments if columns and len(s.words) <= 4 and _HEAD.match(s.text)):
        cell = layout.cell_at(*segment.box.middle)
        within = cell.closed and any(_in_column(box, cell.box) for box in columns)
        if within and layout.words_in(cell.box) == segment.words and _has_room_beside(cell.box, layout):
            found.append(unknown(segment))
    return found


def _has_room_beside(head: Box, layout: Layout) -> bool:
    """Whether another box stands right of a box: under a row of labels across the sheet is the row of their values."""
    x, y = head.right + layout.em, head.middle[1]
    return x < layout.width and layout.cell_at(x, y).closed


def _in_column(one: Box, other: Box) -> bool:
    return max(abs(one.left - other.left), abs(one.right - other.right)) < _IN_LINE


def unknown(segment: Segment) -> Label:
    """Words that name no field as the department's own label."""
    return Label(segment.text, segment.text, segment.box, segment.line, 1.0, 0, False, (), True, segment.text)


_CAPTION_WORDS = 4
_CAPTION = re.compile(r"^[A-Z][A-Za-z/&.' -]{2,27}$")


def may_be_caption(segment: Segment) -> bool:
    """Whether words may be the department's own caption: one to four of them, the first in capitals, and no figure."""
    return len(segment.words) <= _CAPTION_WORDS and _CAPTION.match(segment.text) is not None


def _captions(layout: Layout, labels: Sequence[Label]) -> list[Label]:
    """The small words at the top left of a box, on a form that labels its other boxes so."""
    boxed = [label.box for label in labels if layout.cell_at(*label.box.middle).closed]
    if len(boxed) < 4:
        return []
    tallest = 1.25 * median([box.height for box in boxed])
    found = []
    for segment in layout.segments:
        cell = layout.cell_at(*segment.box.middle)
        above, below = segment.box.top - cell.box.top, cell.box.bottom - segment.box.bottom
        room = below > max(layout.em, 2 * above)  # what stands in the middle of its box is a value
        first = above < layout.em and segment.box.left - cell.box.left < 1.5 * layout.em
        small = cell.closed and cell.box.height < 6 * layout.em and segment.box.height <= tallest
        if small and first and room and may_be_caption(segment):
            found.append(unknown(segment))
    return found


def _colons(segment: Segment) -> list[Label]:
    """The labels in a segment: one to four words, the first in capitals, up to a colon."""
    found: list[Label] = []
    start = 0
    for place, word in enumerate(segment.words):
        if word.text.endswith((":", "#")) and any(
            map(str.isalpha, word.text + segment.words[place - 1].text * (place > start))
        ):
            words = segment.words[max(start, place - 3) : place + 1]
            text = " ".join(each.text for each in words)
            while words and not _UNKNOWN.match(text):
                words = words[1:]
                text = " ".join(each.text for each in words)
            if words and min(each.confidence for each in words) > 0.5 and any(map(str.isalpha, text)):
                box = bounding([each.box for each in words])
                found.append(
                    Label(
                        text.rstrip(":# ").strip(),
                        text,
                        box,
                        segment.line,
                        1.0,
                        0,
                        False,
                        segment.words[place + 1 :],
                        True,
                    )
                )
            start = place + 1
    return found
