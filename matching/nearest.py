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

from matching.ids import Codes, Ids
from matching.tables import ABSENT, FieldData

if TYPE_CHECKING:
    from scipy.sparse import csr_array

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
_AT_ONCE = 1 << 18
"""Values whose terms are counted together."""


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
    sides = (
        [(each.left.codes, each.features.vectors[TERMS]) for each in found],
        [(each.right.codes, each.features.vectors[TERMS]) for each in found],
    )
    ours, left_out = _neighbours(sides[0], sides[1], rule.most, wanted[0], steps)
    theirs, also = _neighbours(sides[1], sides[0], rule.most, wanted[1], steps)
    pairs = np.concatenate((ours[0] * shape[1] + ours[1], theirs[1] * shape[1] + theirs[0]))
    most = max(left_out, also)
    note = f'blocking rule "{rule.name}": {most} terms that too many rows have were left out' if most else ""
    return np.sort(pairs), note


_Side = Sequence[tuple[Codes, "csr_array"]]
"""Rows as codes of values, and the values as terms, a pair a field."""


def _neighbours(one: _Side, other: _Side, most: int, wanted: Ids, steps: int) -> tuple[tuple[Ids, Ids], int]:
    """For each wanted row the most alike rows of the other side, and how many terms were too common to look at.

    The terms are counted before rows are made of them: the commonest are most of what a row has.
    """
    here = [(codes[wanted], vectors) for codes, vectors in one]
    cost = np.concatenate([_seen(*mine) * _seen(*theirs) for mine, theirs in zip(here, other, strict=True)])
    order = np.argsort(cost, kind="stable")
    kept = np.zeros(len(cost), dtype=bool)
    kept[order[np.cumsum(cost[order]) <= steps * max(len(wanted), _FEWEST)]] = True
    left_out = int(((cost > 0) & ~kept).sum())
    kept &= cost > 0
    rows, columns = _best(_rows(here, kept), _rows(other, kept).T.tocsr(), most)
    return (wanted[rows], columns), left_out


def _seen(codes: Codes, vectors: csr_array) -> Ids:
    """How many rows have each term."""
    times = np.bincount(codes[codes != ABSENT], minlength=vectors.shape[0])
    seen = np.zeros(vectors.shape[1])
    for start in range(0, len(times), _AT_ONCE):
        ends = vectors.indptr[start : start + _AT_ONCE + 1]
        each = np.repeat(times[start : start + _AT_ONCE], np.diff(ends))
        seen += np.bincount(vectors.indices[ends[0] : ends[-1]], weights=each, minlength=vectors.shape[1])
    return seen.astype(np.int64)


def _rows(side: _Side, kept: NDArray[np.bool_]) -> csr_array:
    """Rows as the terms that are kept: those of each field beside those of the others, and each row of unit length
    with what was left out.
    """
    from scipy.sparse import csr_array, hstack

    ends = np.cumsum([vectors.shape[1] for _, vectors in side])
    filled = [np.append(np.diff(vectors.indptr) > 0, False)[codes] for codes, vectors in side]
    scale = 1 / np.sqrt(np.maximum(np.sum(filled, axis=0), 1)).astype(np.float32)
    blocks = []
    for (codes, vectors), mask in zip(side, np.split(kept, ends[:-1]), strict=True):
        there = np.flatnonzero(codes != ABSENT)
        picked = csr_array((scale[there], (there, codes[there])), shape=(len(codes), vectors.shape[0]))
        blocks.append(picked @ vectors[:, np.flatnonzero(mask)])
    return csr_array(hstack(blocks, format="csr"))


def _best(here: csr_array, turned: csr_array, most: int) -> tuple[Ids, Ids]:
    """For each row the columns of the product that are largest.

    They are kept while the product is made: to make it first and to sort it takes three times as long.
    """
    from scipy.sparse import csr_matrix
    from sparse_dot_topn import sp_matmul_topn

    found = sp_matmul_topn(csr_matrix(here), csr_matrix(turned), most, threshold=_LEAST_LIKE, n_threads=1)
    rows = np.repeat(np.arange(found.shape[0], dtype=np.int64), np.diff(found.indptr))
    return rows, found.indices.astype(np.int64)
