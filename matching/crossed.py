"""Two columns whose values change places in some rows: first and last name, each keyed in the other's field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np

from matching.features import SEAM
from matching.ids import Ids, Texts, among, coded, distinct, factorised_ids, texts_of
from matching.normalise import words
from matching.tables import ABSENT, Column

Both = tuple[Column, Column]
"""A column of the left and of the right table, over one vocabulary."""


def crossings(columns: Mapping[str, Both]) -> Iterator[tuple[str, Both]]:
    """Every two of the columns of which some row of one table has what a row of the other has, changed over: what they
    are called together, and both values of a row in one cell.

    Whole rows are joined by both values at once, so two columns that hold different things cost next to nothing and
    are not compared with each other.
    """
    if len(columns) < 2:
        return
    vocabularies = [pair[0].values for pair in columns.values()]
    codes, values = coded([" ".join(words(value)) for value in part] for held in vocabularies for part in held.parts())
    places = np.split(codes, np.cumsum([len(held) for held in vocabularies])[:-1])
    rows = {
        name: [np.append(place, np.int32(ABSENT))[column.codes].astype(np.int64) for column in pair]
        for (name, pair), place in zip(columns.items(), places, strict=True)
    }
    for one, other in combinations(columns, 2):
        ours, theirs = (_both(*pair, len(values)) for pair in zip(rows[one], rows[other], strict=True))
        if _any_turned(ours, theirs, len(values)):
            yield f"{one} / {other}", _cells(ours, theirs, values)


def _both(one: Ids, other: Ids, size: int) -> Ids:
    """Both codes of each row as one; -1 where a value is missing or the two are the same."""
    return np.where((one >= 0) & (other >= 0) & (one != other), one * size + other, ABSENT)


def _any_turned(ours: Ids, theirs: Ids, size: int) -> bool:
    there = distinct(ours[ours >= 0])
    return bool(among(there % size * size + there // size, distinct(theirs[theirs >= 0])).any())


def _cells(ours: Ids, theirs: Ids, values: Texts) -> Both:
    every = np.concatenate((ours, theirs))
    there = every >= 0
    codes = np.full(len(every), ABSENT, dtype=np.int32)
    codes[there], known = factorised_ids(every[there])
    pairs = zip(*(values.at(part) for part in np.divmod(known, len(values))), strict=True)
    cells = texts_of([f"{one}{SEAM}{other}" for one, other in pairs])
    return Column(cells, (codes[: len(ours)],)), Column(cells, (codes[len(ours) :],))
