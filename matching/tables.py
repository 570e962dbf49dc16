"""Two tables of rows as columns of integer codes over one vocabulary a field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.blocking import RowKeys, row_keys
from matching.features import Codes
from matching.normalise import MOST_ALTERNATIVES, Row

ABSENT = -1
"""The code of a field without a value."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, with what they are blocked by."""

    rows: Sequence[Row]
    keys: Sequence[RowKeys]

    def __len__(self) -> int:
        return len(self.rows)


def table_of(rows: Sequence[Row]) -> Table:
    """Make rows ready to be blocked."""
    return Table(rows, [row_keys(row) for row in rows])


@dataclass(frozen=True, slots=True)
class Column:
    """One field of one table: a code a row for the value and for each further reading of it."""

    readings: tuple[Codes, ...]
    """The value first, then the alternatives; `ABSENT` where there is none."""
    trust: NDArray[np.float64]

    @property
    def codes(self) -> Codes:
        """The values' codes."""
        return self.readings[0]


@dataclass(frozen=True, slots=True)
class FieldColumns:
    """One field of both tables."""

    values: list[str]
    """The vocabulary: the distinct values of both, in the order in which they were met."""
    left: Column
    right: Column


def encode(field: str, left: Sequence[Row], right: Sequence[Row]) -> FieldColumns:
    """The field's values of both tables as codes."""
    vocabulary: dict[str, int] = {}
    columns = [_column(field, rows, vocabulary) for rows in (left, right)]
    return FieldColumns(list(vocabulary), columns[0], columns[1])


def _column(field: str, rows: Sequence[Row], vocabulary: dict[str, int]) -> Column:
    codes = np.full((1 + MOST_ALTERNATIVES, len(rows)), ABSENT, dtype=np.int32)
    trust = np.ones(len(rows))
    for place, row in enumerate(rows):
        cell = row.get(field)
        if cell is None:
            continue
        trust[place] = cell.trust
        for rank, value in enumerate((cell.value, *cell.others)):
            codes[rank, place] = vocabulary.setdefault(value, len(vocabulary))
    used = [rank for rank in range(1 + MOST_ALTERNATIVES) if rank == 0 or (codes[rank] != ABSENT).any()]
    return Column(tuple(codes[rank] for rank in used), trust)
