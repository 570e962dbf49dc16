"""Two columns whose values change places in some rows: first and last name, each keyed in the other's field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from matching.features import SEAM
from matching.ids import Ids, Texts, among, as_texts, distinct, factorised, factorised_ids
from matching.normalise import words
from matching.tables import ABSENT, Column, Table

Crossing = tuple[str, Column, Column]
"""What two columns are called together, and both values of a row in one cell: for the left and the right table."""


def crossings(left: Table, right: Table, names: Sequence[str]) -> Iterator[Crossing]:
    """Every two of the columns of which some row of one table has what a row of the other has, changed over.

    Whole rows are joined by both values at once, so two columns that hold different things cost next to nothing and
    are not compared with each other.
    """
    if len(names) < 2:
        return
    columns = [table.columns[name] for name in names for table in (left, right)]
    codes, values = factorised([" ".join(words(value)) for column in columns for value in column.values.tolist()])
    parts = np.split(codes, np.cumsum([len(column.values) for column in columns])[:-1])
    rows = [np.append(part, ABSENT)[column.codes] for part, column in zip(parts, columns, strict=True)]
    for one, other in combinations(range(len(names)), 2):
        ours, theirs = (_both(rows[2 * one + side], rows[2 * other + side], len(values)) for side in (0, 1))
        if _any_turned(ours, theirs, len(values)):
            yield f"{names[one]} / {names[other]}", *_cells(ours, theirs, values)


def _both(one: Ids, other: Ids, size: int) -> Ids:
    """Both codes of each row as one; -1 where a value is missing or the two are the same."""
    return np.where((one >= 0) & (other >= 0) & (one != other), one * size + other, ABSENT)


def _any_turned(ours: Ids, theirs: Ids, size: int) -> bool:
    there = distinct(ours[ours >= 0])
    return bool(among(there % size * size + there // size, distinct(theirs[theirs >= 0])).any())


def _cells(ours: Ids, theirs: Ids, values: Texts) -> tuple[Column, Column]:
    every = np.concatenate((ours, theirs))
    there = every >= 0
    codes = np.full(len(every), ABSENT, dtype=np.int32)
    found, known = factorised_ids(every[there])
    codes[there] = found
    cells = as_texts([f"{values[each // len(values)]}{SEAM}{values[each % len(values)]}" for each in known.tolist()])
    return Column(cells, (codes[: len(ours)],)), Column(cells, (codes[len(ours) :],))
