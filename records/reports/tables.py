"""Tables as both the page and the workbook show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

Cell = str | int | float | None
"""A date is text in ISO 8601; None is shown as empty."""


class ColumnKind(StrEnum):
    """What a column holds, and so how a cell is written and aligned."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    DATE = "date"
    CERTAINTY = "certainty"
    """0 to 1; the page adds the word for it."""
    FIGURE = "figure"
    """Text on the page and, where it is a number, a number in the workbook."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: str
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True, slots=True)
class Row:
    """A row, and what belongs under it."""

    cells: tuple[Cell, ...]
    beneath: tuple[str, ...] = ()
    """Symptoms of the same cause, each a sentence."""
    units: tuple[str, ...] = ()
    """For a row of figures: the unit of each cell."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: bool = False
    """The last row is the sum of the others."""
    note: str = ""
    """What a reader must know to read it rightly."""
    grouped: bool = False
    """The first column is the same in rows that follow each other: the page says it once, above them."""

    @property
    def any_beneath(self) -> bool:
        """Some row has symptoms under it."""
        return any(row.beneath for row in self.rows)


def text_columns(*titles: str) -> tuple[Column, ...]:
    """Columns of text."""
    return tuple(Column(title) for title in titles)


def rows_of(cells: Sequence[Sequence[Cell]]) -> tuple[Row, ...]:
    """Rows with nothing beneath."""
    return tuple(Row(tuple(row)) for row in cells)
