"""Blocking without a key: for each row the rows that are most alike in rare words and letter groups.

Nearest neighbours over weighted terms keep more true pairs at fewer candidates than any key on lists of products and
publications (Papadakis et al., "Benchmarking filtering techniques for entity resolution", 2023). The cost is known
before it runs: a term that a rows on the left and b rows on the right have costs a * b steps, and the commonest terms
are left out until the sum is affordable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matching.tables import ABSENT, FieldData
from matching.vectors import unit_rows

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Ids = NDArray[np.int64]
Mask = NDArray[np.bool_] | None


@dataclass(frozen=True, slots=True)
class Nearest:
    """Each row is compared with the rows of the other side that are most alike in the words of some fields."""

    name: str
    fields: tuple[str, ...]
    most: int = 10
    """Neighbours of a row."""
    lonely: bool = False
    """Only for rows without a partner by a rule that settles."""


TERMS = "terms"
"""The feature that is looked at; fields without it are passed over."""
_LEAST_LIKE = 0.15
_FEWEST = 2000
"""Rows for which looking is paid in any case."""


def nearest_pairs(
    rule: Nearest,
    fields: Mapping[str, FieldData],
    shape: tuple[int, int],
    only: tuple[Mask, Mask],
    steps: int,
) -> tuple[Ids, str]:
    """The pairs as left * width + right, and a note where terms had to be left out.

    `only` says which rows look for neighbours, on the left and on the right; all do where it is None.
    `steps` is what a row may cost.
    """
    found = [fields[name] for name in rule.fields if name in fields and TERMS in fields[name].features.vectors]
    wanted = [np.arange(size) if mask is None else np.flatnonzero(mask) for size, mask in zip(shape, only, strict=True)]
    if not found or not any(map(len, wanted)):
        return np.empty(0, dtype=np.int64), ""
    left, right = _both_sides(found, shape)
    ours, left_out = _neighbours(left, right, rule.most, wanted[0], steps)
    theirs, also = _neighbours(right, left, rule.most, wanted[1], steps)
    pairs = np.concatenate((ours[0] * shape[1] + ours[1], theirs[1] * shape[1] + theirs[0]))
    most = max(left_out, also)
    note = f'blocking rule "{rule.name}": {most} terms that too many rows have were left out' if most else ""
    return np.sort(pairs), note


def _neighbours(one: csr_array, other: csr_array, most: int, wanted: Ids, steps: int) -> tuple[tuple[Ids, Ids], int]:
    """For each wanted row the most alike rows of the other side, and how many terms were too common to look at."""
    here, turned = one[wanted], other.T.tocsr()
    there = np.diff(turned.indptr).astype(np.int64)
    cost = np.bincount(here.indices, minlength=len(there)) * there
    order = np.argsort(cost, kind="stable")
    kept = np.zeros(len(cost), dtype=bool)
    kept[order[np.cumsum(cost[order]) <= steps * max(len(wanted), _FEWEST)]] = True
    left_out = int(((cost > 0) & ~kept).sum())
    kept &= cost > 0
    rows, columns = _best(here[:, kept], turned[kept], most)
    return (wanted[rows], columns), left_out


def _both_sides(found: Sequence[FieldData], shape: tuple[int, int]) -> tuple[csr_array, csr_array]:
    """Rows as terms: the terms of each field stand beside those of the others, and each row is of unit length."""
    from scipy.sparse import csr_array, hstack

    sides = []
    for height, columns in ((shape[0], [d.left for d in found]), (shape[1], [d.right for d in found])):
        blocks = []
        for data, column in zip(found, columns, strict=True):
            there = np.flatnonzero(column.codes != ABSENT)
            ones = np.ones(len(there), dtype=np.float32)
            vectors = data.features.vectors[TERMS]
            picked = csr_array((ones, (there, column.codes[there])), shape=(height, vectors.shape[0]))
            blocks.append(picked @ vectors)
        sides.append(unit_rows(csr_array(hstack(blocks, format="csr"))))
    return sides[0], sides[1]


def _best(here: csr_array, turned: csr_array, most: int) -> tuple[Ids, Ids]:
    """For each row the columns of the product that are largest.

    They are kept while the product is made: to make it first and to sort it takes three times as long.
    """
    from scipy.sparse import csr_matrix
    from sparse_dot_topn import sp_matmul_topn

    found = sp_matmul_topn(csr_matrix(here), csr_matrix(turned), most, threshold=_LEAST_LIKE, n_threads=1)
    rows = np.repeat(np.arange(found.shape[0], dtype=np.int64), np.diff(found.indptr))
    return rows, found.indices.astype(np.int64)
