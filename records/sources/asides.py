"""Rows among the records that are none: remarks, text that goes on below its cell, pages' titles, a table underneath.

People write remarks into rows of their own, and printers put titles and second lines between the records. Such a row
fills one cell, or a few, where the records fill many; what tells it from a record that hardly says anything is that its
cells are not like those of their columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from records.sources.table import Row

FULL = 4
"""Cells that most records of a table fill before a row of one cell is an aside in it."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_WRAPPED = 3
"""Words that a cell has before a lonely cell below can be its second line."""
_RARE = 0.05
"""A cell with figures, or without, is unlike its column where so few of the column's are that."""


def lonely(row: Row) -> int | None:
    """The column of the only cell of a row that has any, where that is words and no number or key; None for others."""
    filled = [column for column, cell in enumerate(row) if cell.strip()]
    if len(filled) != 1:
        return None
    words = _WORD.findall(row[filled[0]])
    figures = any(map(str.isdigit, row[filled[0]]))
    return filled[0] if len(words) >= 2 or (words and not figures) else None


def goes_on(above: Row, row: Row) -> bool:
    """The lonely cell is the second line of the cell above it: text under text, never in the first column."""
    column = lonely(row)
    return column is not None and 0 < column < len(above) and len(_WORD.findall(above[column])) >= _WRAPPED


def with_second_line(above: Row, row: Row) -> Row:
    """The row above with what goes on below it."""
    return [
        f"{cell} {more.strip()}" if more.strip() else cell
        for cell, more in zip(above, [*row, *[""] * (len(above) - len(row))], strict=False)
    ]


def titles_of(rows: Iterable[Row]) -> frozenset[tuple[str, ...]]:
    """The rows above a header, to be known again where pages were put together."""
    return frozenset(said for row in rows if (said := plainly(row)))


def plainly(row: Row) -> tuple[str, ...]:
    """The cells of a row without blanks and without the empty ones behind."""
    cells = [" ".join(cell.split()) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


class Columns:
    """How many cells of each column hold a figure, and how many hold something."""

    def __init__(self, width: int) -> None:
        self._filled = [0] * width
        self._figured = [0] * width

    def add(self, row: Row) -> None:
        """A record's cells."""
        for column, cell in enumerate(row[: len(self._filled)]):
            if cell.strip():
                self._filled[column] += 1
                self._figured[column] += any(map(str.isdigit, cell))

    def unlike(self, row: Sequence[str]) -> bool:
        """The row's first cell is unlike its column: words in a column of numbers, or a number in one of words."""
        for column, cell in enumerate(row[: len(self._filled)]):
            if cell.strip():
                filled = self._filled[column]
                figured = self._figured[column] / filled if filled else 0.5
                return (figured if any(map(str.isdigit, cell)) else 1 - figured) <= _RARE
        return False
