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
from matching.vectors import term_places, terms

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


_STEPS_AT_ONCE = 20_000_000
_ROWS_AT_ONCE = 1 << 15
_LEAST_LIKE = 0.05
_FEWEST = 2000
"""Rows for which looking is paid in any case."""
_FINE = (1 << 15) - 1
_ROW_AT, _LIKENESS_AT = 47, 32
"""Bits of a packed neighbour: its row in 16, how unlike it is in 15, its column in 32."""


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
    found = [fields[name] for name in rule.fields if name in fields]
    wanted = [np.arange(size) if mask is None else np.flatnonzero(mask) for size, mask in zip(shape, only, strict=True)]
    if not found or not any(map(len, wanted)):
        return np.empty(0, dtype=np.int64), ""
    left, right = _both_sides(found, shape)
    ours, left_out = _neighbours(left, right, rule.most, wanted[0], steps)
    theirs, also = _neighbours(right, left, rule.most, wanted[1], steps)
    pairs = np.concatenate((ours[0] * shape[1] + ours[1], theirs[1] * shape[1] + theirs[0]))
    most = max(left_out, also)
    note = f'blocking rule "{rule.name}": {most} terms that too many rows have were left out' if most else ""
    return np.unique(pairs), note


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
    """Rows as terms, a term counted once a row whichever fields have it; weights by rarity, rows of unit length."""
    from scipy.sparse import csr_array

    places, columns, size = term_places(set(terms(value)) for data in found for value in data.values.tolist())
    whole = csr_array(
        (np.ones(len(places), dtype=np.float32), (places, columns)), shape=(sum(len(d.values) for d in found), size)
    )
    starts = np.cumsum([0, *(len(data.values) for data in found)])
    sides = []
    for height, codes in (
        (shape[0], [data.left.codes for data in found]),
        (shape[1], [data.right.codes for data in found]),
    ):
        chosen = [(np.flatnonzero(each != ABSENT), each, start) for each, start in zip(codes, starts, strict=False)]
        rows = np.concatenate([there for there, _, _ in chosen])
        values = np.concatenate([each[there].astype(np.int64) + start for there, each, start in chosen])
        picked = csr_array((np.ones(len(rows), dtype=np.float32), (rows, values)), shape=(height, whole.shape[0]))
        made = picked @ whole
        made.data[:] = 1.0
        sides.append(made)
    return _weighted(sides[0], sides[1])


def _weighted(left: csr_array, right: csr_array) -> tuple[csr_array, csr_array]:
    """Both weighed by how rare a term is in both together."""
    seen = sum(np.bincount(side.indices, minlength=side.shape[1]) for side in (left, right))
    weights = np.log((left.shape[0] + right.shape[0] + 1) / (seen + 0.5)).astype(np.float32)
    for side in (left, right):
        side.data = weights[side.indices]
        lengths = np.sqrt(side.multiply(side).sum(axis=1))
        scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0).astype(np.float32)
        side.data *= np.repeat(scale, np.diff(side.indptr))
    return left, right


def _best(here: csr_array, turned: csr_array, most: int) -> tuple[Ids, Ids]:
    """For each row the columns of the product that are largest, as many rows at once as memory is meant for."""
    ends = np.concatenate(([0], np.cumsum(np.diff(turned.indptr)[here.indices])))[here.indptr]
    rows, columns = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    start = 0
    while start < here.shape[0]:
        stop = int(np.searchsorted(ends, ends[start] + _STEPS_AT_ONCE, side="right")) - 1
        stop = min(max(stop, start + 1), start + _ROWS_AT_ONCE)
        places, partners = _top(here[start:stop] @ turned, most)
        rows.append(places + start)
        columns.append(partners)
        start = stop
    return np.concatenate(rows), np.concatenate(columns)


def _top(found: csr_array, most: int) -> tuple[Ids, Ids]:
    """The largest values of each row; row, value and column are sorted as one whole number, which is ten times faster
    than by three keys.
    """
    rows = np.repeat(np.arange(found.shape[0], dtype=np.int64), np.diff(found.indptr))
    kept = found.data >= _LEAST_LIKE
    likeness = np.minimum(found.data[kept] * _FINE, _FINE).astype(np.int64)
    packed = np.sort((rows[kept] << _ROW_AT) | ((_FINE - likeness) << _LIKENESS_AT) | found.indices[kept])
    rows = packed >> _ROW_AT
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows, side="left")
    chosen = packed[rank < most]
    return chosen >> _ROW_AT, chosen & ((1 << _LIKENESS_AT) - 1)
