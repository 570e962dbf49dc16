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
_LEAST_LIKE = 0.05


def nearest_pairs(
    rule: Nearest,
    fields: Mapping[str, FieldData],
    shape: tuple[int, int],
    only: tuple[Mask, Mask],
    steps: int,
) -> tuple[Ids, str]:
    """The pairs as left * width + right, and a note where terms had to be left out."""
    found = [fields[name] for name in rule.fields if name in fields]
    if not found or (only[0] is not None and only[1] is not None and not only[0].any() and not only[1].any()):
        return np.empty(0, dtype=np.int64), ""
    left, right = _both_sides(found, shape)
    left, right, left_out = _affordable(left, right, steps)
    ours = _best(left, right, rule.most, only[0])
    theirs = _best(right, left, rule.most, only[1])
    pairs = np.concatenate((ours[0] * shape[1] + ours[1], theirs[1] * shape[1] + theirs[0]))
    note = f'blocking rule "{rule.name}": {left_out} terms that too many rows have were left out' if left_out else ""
    return np.unique(pairs), note


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


def _affordable(left: csr_array, right: csr_array, steps: int) -> tuple[csr_array, csr_array, int]:
    """Both without the commonest terms, such that the product costs at most so many steps."""
    here, there = (np.bincount(side.indices, minlength=side.shape[1]).astype(np.int64) for side in (left, right))
    cost = here * there
    order = np.argsort(cost, kind="stable")
    kept = np.zeros(len(cost), dtype=bool)
    kept[order[np.cumsum(cost[order]) <= steps]] = True
    useful = cost > 0
    return left[:, kept & useful], right[:, kept & useful], int((useful & ~kept).sum())


def _best(one: csr_array, other: csr_array, most: int, only: Mask) -> tuple[Ids, Ids]:
    """For each row the most alike rows of the other side."""
    wanted = np.arange(one.shape[0]) if only is None else np.flatnonzero(only)
    turned = other.T.tocsr()
    cost = np.diff(turned.indptr)[one.indices]
    ends = np.concatenate(([0], np.cumsum(cost)))[one.indptr]
    rows, columns = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    start = 0
    while start < len(wanted):
        stop = max(
            start + 1, int(np.searchsorted(ends[wanted + 1], ends[wanted[start]] + _STEPS_AT_ONCE, side="right"))
        )
        found = one[wanted[start:stop]] @ turned
        places, partners = _top(found, most)
        rows.append(wanted[start + places])
        columns.append(partners)
        start = stop
    return np.concatenate(rows), np.concatenate(columns)


def _top(found: csr_array, most: int) -> tuple[Ids, Ids]:
    """The largest values of each row."""
    rows = np.repeat(np.arange(found.shape[0]), np.diff(found.indptr))
    kept = found.data >= _LEAST_LIKE
    rows, columns, values = rows[kept], found.indices[kept].astype(np.int64), found.data[kept]
    order = np.lexsort((columns, -values, rows))
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows, side="left")
    chosen = order[rank < most]
    return rows[chosen], columns[chosen]
