"""Choices in a row of cells under their words, of which one is marked: "Priority | Low | Medium | High"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from digitize.choices import TICKED, Option, read_choice
from digitize.labels import Label
from digitize.layout import Layout, text_of
from digitize.ringed import Row
from digitize.zones import Ink
from records.fields import Field, FieldType
from records.geometry import Box
from records.order import FieldReading
from records.page import Word

_WORDS = 2
"""Words of one option at most."""
_MARK = 2
"""Letters that a mark may be read as at most: X, VV."""
_SIDES = 8.0
"""Pixels by which the sides of a cell and of its head lie apart at most."""
_EDGE = 5
"""Pixels along a cell's sides where its rules may show."""
_SQUARE = 20.0
"""Pixels at 200 dots to the inch, the side of the square that a mark fills as it fills a check box: a typed X has 106
pixels of ink, a quarter of that, and an empty cell none."""
_PRINTED = 0.99
"""How surely the printed heads are read, as captions of check boxes are."""


def rows_of_cells(labels: Sequence[Label], layout: Layout, fields: Mapping[str, Field]) -> list[Row]:
    """The labels of choices with two cells or more beside them that have a word over each; one for a field."""
    found: dict[str, Row] = {}
    for label in labels:
        if label.field in fields and fields[label.field].type is FieldType.CHOICE and label.field not in found:
            options = tuple(_cells(label.box, layout))
            if len(options) > 1:
                found[label.field] = Row(label.field, options)
    return list(found.values())


def _cells(label: Box, layout: Layout) -> Iterator[tuple[Box, str]]:
    """The cells right of a label's, at the foot of it, each with the words of the cell above it."""
    own = layout.cell_at(*label.middle)
    x, y = own.box.right + layout.em, own.box.bottom - 0.4 * layout.em
    while own.closed and x < layout.width:
        cell = layout.cell_at(x, y)
        head = layout.cell_at(cell.box.middle[0], max(cell.box.top - 0.5 * layout.em, 0.0))
        words = sorted(layout.words_in(head.box), key=lambda word: word.box.left)
        above = cell.closed and head.closed and _in_line(cell.box, head.box) and head.box != cell.box
        if not above or not 0 < len(words) <= _WORDS or len(text_of(layout.words_in(cell.box))) > _MARK:
            return
        yield cell.box, text_of(words)
        x = cell.box.right + layout.em


def _in_line(cell: Box, head: Box) -> bool:
    return max(abs(cell.left - head.left), abs(cell.right - head.right)) < _SIDES


def mark_share(cell: Box, ink: Ink) -> float:
    """The ink in a cell as the share of a check box that it would fill, 0 to 1."""
    inner = cell.grown(-_EDGE)
    return min(ink(inner) * inner.width * inner.height / _SQUARE**2, 1.0)


def one_marked(options: Sequence[tuple[Box, str]], ink: Ink) -> bool:
    """Whether one of some cells is marked, and no other."""
    return sum(mark_share(box, ink) >= TICKED for box, _ in options) == 1


def read_cells(name: str, options: Sequence[tuple[Box, str]], ink: Ink, page: int) -> FieldReading:
    """What a row of cells says: the head of the one that is marked."""
    group = [Option(box, mark_share(box, ink), text, (Word(text, box, _PRINTED),)) for box, text in options]
    return read_choice(name, group, page)


def read_marks(
    labels: Sequence[Label], layout: Layout, fields: Mapping[str, Field], ink: Ink, page: int
) -> tuple[FieldReading, ...]:
    """What the rows of cells of a page say of which one cell is marked."""
    rows = rows_of_cells(labels, layout, fields)
    return tuple(read_cells(row.field, row.options, ink, page) for row in rows if one_marked(row.options, ink))
