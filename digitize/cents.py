"""Amounts whose cents have a column of their own: "261 | 83" behind "Labor" is 261.83."""

from __future__ import annotations

import re

from digitize.layout import Layout, text_of
from records.geometry import Box

_NARROW, _EMS = 0.7, 5.0
"""Of the width of the box of whole dollars, and ems, that a box of cents without a head is wide at most."""
_HEAD = re.compile(r"\W*(?:cents?|cts?\.?|¢)\W*", re.IGNORECASE)
_WHOLE = re.compile(r"\$?\s*\d{1,3}(?:,?\d{3})*\.?")
_CENTS = re.compile(r"\d\d")
_ROWS = 40
"""Boxes of a column that are looked through for its head."""


def with_cents(place: Box, layout: Layout) -> Box:
    """The place of an amount, with the box of its cents where it has one right of it; else as it is.

    The box is narrower than the first and level with it; its column is headed "Cents", or is much narrower, with no
    words above it, and has two figures beside whole dollars.
    """
    cell = layout.cell_at(*place.middle)
    if not cell.closed or cell.box.right + layout.em >= layout.width:
        return place
    other = layout.cell_at(cell.box.right + 0.5 * layout.em, cell.box.middle[1])
    level = max(abs(other.box.top - cell.box.top), abs(other.box.bottom - cell.box.bottom)) < 0.5 * layout.em
    if not (other.closed and level and other.box.width < cell.box.width):
        return place
    narrow = other.box.width < min(_NARROW * cell.box.width, _EMS * layout.em)
    dollars, cents = (text_of(layout.words_in(box)) for box in (cell.box, other.box))
    told = narrow and _WHOLE.fullmatch(dollars) and _CENTS.fullmatch(cents)
    head = _head_over(other.box, layout)
    meant = _HEAD.fullmatch(head) if head else told
    return Box(place.left, place.top, other.box.right - 3, place.bottom) if meant else place


def _head_over(box: Box, layout: Layout) -> str:
    """The first words with a letter in the column of boxes over one; empty where it has none."""
    for _ in range(_ROWS):
        above = layout.cell_at(box.middle[0], box.top - 0.5 * layout.em)
        if not above.closed or max(abs(above.box.left - box.left), abs(above.box.right - box.right)) > layout.em:
            return ""
        said = text_of(layout.words_in(above.box))
        if any(map(str.isalpha, said)) or "¢" in said:
            return said
        box = above.box
    return ""
