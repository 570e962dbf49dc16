"""Arrows down a column of a log: one value and a stroke from it through the cells below, which say the same."""

from __future__ import annotations

from digitize.layout import Layout
from digitize.tables import Table
from records.geometry import Box

_INSIDE = 0.12
"""Of a column's width, from either side, where a line down belongs to the table and not to a pen."""
_THROUGH = 0.6
"""Of a row's height that an arrow runs through: its head stands in the last one."""


def arrows(table: Table, layout: Layout) -> frozenset[tuple[int, int]]:
    """The cells, by row and column, that an arrow runs through from a cell above.

    A stroke through one cell alone is a figure one or a bracket.
    """
    return frozenset(
        cell for rule in layout.down for cell in _passed(rule, table, layout) if not _written(table, cell, layout)
    )


def _passed(rule: Box, table: Table, layout: Layout) -> list[tuple[int, int]]:
    """The cells that a line runs through, where they are two and more and it stands clear of the column's sides."""
    x = rule.middle[0]
    column = next((place for place, each in enumerate(table.columns) if each.left < x < each.right), None)
    if column is None:
        return []
    sides = table.columns[column]
    aside = max(_INSIDE * (sides.right - sides.left), 0.4 * layout.em)
    through = [
        (row, column)
        for row, (top, bottom) in enumerate(table.rows)
        if min(bottom, rule.bottom) - max(top, rule.top) >= _THROUGH * (bottom - top)
    ]
    return through if min(x - sides.left, sides.right - x) > aside and len(through) > 1 and through[0][0] > 0 else []


def _written(table: Table, cell: tuple[int, int], layout: Layout) -> bool:
    """Whether words stand in a cell: a value of its own, and no arrow's head."""
    words = layout.words_in(table.cell(*cell))
    return sum(character.isalnum() for word in words for character in word.text) > 1
