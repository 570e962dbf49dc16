"""Rows that are one, and the pairs between such groups: what is paired one to one where a list has duplicates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.cluster import Cluster, representatives
from matching.marginals import Edges
from matching.model import Weights
from matching.score import Scored

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Grouped:
    """The rows of a list and which of them are one."""

    group: Ids
    """For each row the number of its group, from 0."""
    sure: Weights
    """For each row how likely it belongs there."""
    count: int
    """Groups, rows that are alone included."""
    several: bool = False
    """Each of them may have several partners, each of which has no other."""

    @classmethod
    def of(cls, size: int, clusters: Sequence[Cluster] = ()) -> Grouped:
        """Rows outside of any group are alone in theirs."""
        sure = np.ones(size)
        for each in clusters:
            sure[list(each.members)] = each.probability
        first = np.array(representatives(size, clusters), dtype=np.int64)
        groups, group = np.unique(first, return_inverse=True)
        return cls(group.astype(np.int64), sure, len(groups))

    @property
    def copies(self) -> int:
        """Rows that another one of their group stands for."""
        return len(self.group) - self.count


Sides = tuple[Grouped, Grouped]
"""How the rows of both lists are grouped."""


@dataclass(frozen=True, slots=True)
class Between:
    """Pairs of rows as pairs of groups."""

    edges: Edges
    """The pairs of groups; the pair of rows with most evidence stands for each."""
    place: Ids | slice
    """For each pair of rows its pair of groups; all in their order where each row is a group."""
    stands: NDArray[np.bool_]
    """For each pair of rows whether it stands for its groups."""


def between(scored: Scored, sides: Sides) -> Between:
    """The pairs between groups, from the pairs between rows."""
    heights, several = (sides[0].count, sides[1].count), (sides[0].several, sides[1].several)
    if not (sides[0].copies or sides[1].copies):
        every = np.ones(len(scored.left), dtype=bool)
        return Between(Edges(scored.left, scored.right, scored.evidence, *heights, several), slice(None), every)
    one, other = sides[0].group[scored.left], sides[1].group[scored.right]
    joint = one * max(heights[1], 1) + other
    order = np.lexsort((-scored.evidence, joint))
    first = order[np.concatenate(([True], np.diff(joint[order]) > 0))] if len(order) else order
    stands = np.zeros(len(joint), dtype=bool)
    stands[first] = True
    edges = Edges(one[first], other[first], scored.evidence[first], *heights, several)
    return Between(edges, np.searchsorted(joint[first], joint), stands)
