"""Tables as columns of integer codes: each distinct value is kept, derived from and compared once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat, zip_longest
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matching.features import Features
from matching.ids import AT_ONCE, Codes, Texts, coded, in_a_row, texts_of
from matching.normalise import MOST_ALTERNATIVES, Row

if TYPE_CHECKING:
    import pyarrow as pa

LONGEST = 2000
"""Characters of a cell that are looked at: one of a megabyte is compared by its beginning."""
ABSENT = -1
"""The code of a field without a value."""


@dataclass(frozen=True, slots=True)
class Column:
    """One field of one table: a code a row for the value and for each further reading of it."""

    values: Texts
    """The vocabulary that the codes point into."""
    readings: tuple[Codes, ...]
    """The value first, then the alternatives; `ABSENT` where there is none."""
    trust: NDArray[np.float32] | None = None
    """0 to 1 a row: how far its value is to be believed; None where all of it is."""

    @property
    def codes(self) -> Codes:
        """The values' codes."""
        return self.readings[0]

    def of(self, rows: NDArray[np.int64]) -> list[str]:
        """The values of these rows; empty where there is none."""
        return self.values.at(self.codes[rows])

    def recoded(self, values: Texts, places: Codes) -> Column:
        """The column over another vocabulary; `places` says where each of its values stands there, -1 for nowhere."""
        moved = np.append(places, np.int32(ABSENT))
        return Column(values, tuple(moved[codes] for codes in self.readings), self.trust)


@dataclass(frozen=True, slots=True)
class Filed:
    """Where the rows of a table come in their series: the sheets of binders, the rows of lists."""

    series: NDArray[np.int64]
    """For each row which series it is in."""
    place: NDArray[np.int64]
    """Its rank there, from 0."""
    sheet: NDArray[np.int64]
    """For each row a number that it shares with those of its sheet."""

    @classmethod
    def of(cls, rows: Sequence[tuple[str, int]]) -> Filed:
        """From the name of each row's series and a number that grows along it."""
        names = {name: number for number, name in enumerate(dict.fromkeys(name for name, _ in rows))}
        series = np.array([names[name] for name, _ in rows], dtype=np.int64)
        along = np.array([number for _, number in rows], dtype=np.int64)
        ranks = np.empty(len(rows), dtype=np.int64)
        order = np.lexsort((along, series))
        starts = np.searchsorted(series[order], np.arange(len(names)))
        ranks[order] = np.arange(len(rows)) - starts[series[order]]
        sheet = np.unique(np.stack([series, along]), axis=1, return_inverse=True)[1].reshape(-1)
        return cls(series, ranks, sheet.astype(np.int64))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, as columns."""

    size: int
    columns: Mapping[str, Column]
    filed: Filed | None = None
    """Where its rows come, where that may mean anything."""

    def __len__(self) -> int:
        return self.size


@dataclass(frozen=True, slots=True)
class FieldData:
    """One field of both tables over one vocabulary, with what comparisons and blocking look at."""

    values: Texts
    features: Features
    left: Column
    right: Column


NOTHING = Column(texts_of([]), (np.empty(0, dtype=np.int32),))
"""A column that is not there."""


def table_of(rows: Sequence[Row], filed: Filed | None = None) -> Table:
    """The columns of rows of cells."""
    names = dict.fromkeys(name for row in rows for name in row)
    return Table(len(rows), {name: _of_cells(name, rows) for name in names}, filed)


def _of_cells(field: str, rows: Sequence[Row]) -> Column:
    vocabulary: dict[str, int] = {}
    codes = np.full((1 + MOST_ALTERNATIVES, len(rows)), ABSENT, dtype=np.int32)
    trust = np.ones(len(rows), dtype=np.float32)
    for place, row in enumerate(rows):
        cell = row.get(field)
        if cell is None:
            continue
        trust[place] = cell.trust
        for rank, value in enumerate((cell.value, *cell.others)):
            codes[rank, place] = vocabulary.setdefault(value[:LONGEST], len(vocabulary))
    used = [rank for rank in range(1 + MOST_ALTERNATIVES) if rank == 0 or (codes[rank] != ABSENT).any()]
    return Column(texts_of(list(vocabulary)), tuple(codes[rank] for rank in used), trust)


def columns_of(rows: Iterable[Sequence[str]], width: int) -> tuple[list[Column], int]:
    """So many columns of rows of text cells, and how many rows there are; the rows are gone through once.

    A row may be too short; what is too long of one is left out.
    """
    parts: list[list[pa.Array]] = [[] for _ in range(width)]
    coming, count = iter(rows), 0
    while block := list(islice(coming, AT_ONCE)):
        count += len(block)
        cells = chain(zip_longest(*block, fillvalue=""), repeat(("",) * len(block)))
        for part, column in zip(parts, cells, strict=False):
            part.append(in_a_row(column))
    return [_column(part) for part in parts], count


def column_of(cells: Sequence[str] | Column) -> Column:
    """A column of plain text cells; empty ones are absent."""
    if isinstance(cells, Column):
        return cells
    return _column([cells[start : start + AT_ONCE] for start in range(0, len(cells), AT_ONCE)])


def _column(parts: list[Sequence[str]] | list[pa.Array]) -> Column:
    """A column of cells, some at a time."""
    codes, values = coded(parts)
    parts.clear()
    return Column(values, (codes,))


def mapped(column: Column, canonical: Callable[[str], str]) -> Column:
    """The column with each distinct value rewritten; what becomes empty is absent."""
    codes, values = coded(list(map(canonical, part)) for part in column.values.parts())
    return column.recoded(values, codes)


def joined(left: Column, right: Column, canonical: Callable[[str], str] | None = None) -> tuple[Column, Column]:
    """Both columns over one vocabulary, the left's values first, each rewritten where it is said how."""
    if canonical is None and left.values is right.values:
        return left, right
    columns = (left,) if left is right else (left, right)
    parts = (part for column in columns for part in column.values.parts())
    codes, values = coded(parts if canonical is None else (list(map(canonical, part)) for part in parts))
    made = left.recoded(values, codes[: len(left.values)])
    return made, made if left is right else right.recoded(values, codes[len(left.values) :])
