"""One to one: of all ways to pair two tables, the one whose weights add up to most."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.blocking import Ids
from matching.model import Weights


def assign(left: Ids, right: Ids, gain: Weights) -> NDArray[np.bool_]:
    """Which of the pairs are in the best one-to-one pairing; a pair without gain is never in it.

    The rows fall into components that share no pair; a component of one pair needs no work, and only the tangled ones
    are solved, each with a sparse optimal assignment in which every row may also stay alone.
    """
    chosen = np.zeros(len(left), dtype=bool)
    useful = np.flatnonzero(gain > 0)
    if not len(useful):
        return chosen
    rows, columns = _dense(left[useful]), _dense(right[useful])
    simple = (np.bincount(rows)[rows] == 1) & (np.bincount(columns)[columns] == 1)
    chosen[useful[simple]] = True
    tangled = useful[~simple]
    if len(tangled):
        chosen[tangled[_solved(_dense(left[tangled]), _dense(right[tangled]), gain[tangled])]] = True
    return chosen


def _dense(ids: Ids) -> Ids:
    return np.unique(ids, return_inverse=True)[1].astype(np.int64)


def _solved(rows: Ids, columns: Ids, gain: Weights) -> NDArray[np.bool_]:
    """Sparse assignment with a column of its own for each row, which stands for staying alone."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    height, width = int(rows.max()) + 1, int(columns.max()) + 1
    alone = np.arange(height)
    ceiling = float(gain.max()) + 1.0
    cost = np.concatenate([ceiling - gain, np.full(height, ceiling)])
    places = (np.concatenate([rows, alone]), np.concatenate([columns, width + alone]))
    matched_rows, matched_columns = min_weight_full_bipartite_matching(
        csr_array((cost, places), shape=(height, width + height))
    )
    partner = np.full(height, -1, dtype=np.int64)
    partner[matched_rows] = matched_columns
    found: NDArray[np.bool_] = partner[rows] == columns
    return found
