"""Rows that are the same order, as groups: duplicates within and across tables."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Cluster:
    """Rows of one table that are the same order."""

    members: tuple[int, ...]
    """Their places, in order; the first stands for the rest."""
    probability: float
    """Of the weakest pair that holds the group together."""
    bond: tuple[int, int] = (-1, -1)
    """That pair."""


_FIRM = 4.0
"""Log odds beyond which one pair says no more than another: a single clash does not hold two groups apart."""
_MANY = 4096
"""Rows of a group beyond which its pairs are no longer weighed one against another."""


def cluster(
    pairs: Iterable[tuple[int, int, float]], partners: Mapping[int, int] = MappingProxyType({})
) -> tuple[Cluster, ...]:
    """The groups that the pairs make, the surest joined first, while all pairs between two groups say so on average.

    Pairs that were not compared say nothing. No two rows with different partners end in one group.
    """
    listed = sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))
    merging = _Merging(dict(partners))
    for one, other, probability in listed:
        merging.know(one, other, probability)
    for one, other, probability in listed:
        if probability < 0.5:
            break
        merging.join(one, other, probability)
    return merging.groups()


class _Merging:
    """Groups on the way: what is known between any two of them is kept as a sum of log odds and a count."""

    def __init__(self, partners: dict[int, int]) -> None:
        self.partners = partners
        self.parents: dict[int, int] = {}
        self.weakest: dict[int, tuple[float, tuple[int, int]]] = {}
        self.between: dict[int, dict[int, tuple[float, int]]] = {}

    def root(self, member: int) -> int:
        self.parents.setdefault(member, member)
        while self.parents[member] != member:
            self.parents[member] = self.parents[self.parents[member]]
            member = self.parents[member]
        return member

    def know(self, one: int, other: int, probability: float) -> None:
        bounded = min(max(probability, 1e-9), 1 - 1e-9)
        odds = min(max(math.log(bounded / (1 - bounded)), -_FIRM), _FIRM)
        for here, there in ((one, other), (other, one)):
            total, count = self.between.setdefault(here, {}).get(there, (0.0, 0))
            self.between[here][there] = (total + odds, count + 1)

    def join(self, one: int, other: int, probability: float) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        if first == second or self._stand_apart(first, second):
            return
        if self.between[first].get(second, (0.0, 0))[0] < 0 and len(self.between[first]) < _MANY:
            return
        self.parents[second] = first
        bonds = (self.weakest.get(first), self.weakest.get(second), (probability, (one, other)))
        self.weakest[first] = min(bond for bond in bonds if bond)
        if second in self.partners:
            self.partners[first] = self.partners[second]
        self._move(second, first)

    def _stand_apart(self, one: int, other: int) -> bool:
        ours, theirs = self.partners.get(one), self.partners.get(other)
        return ours is not None and theirs is not None and ours != theirs

    def _move(self, gone: int, kept: int) -> None:
        """What was known of one group is known of the group that it became part of."""
        self.between[kept].pop(gone, None)
        for there, (total, count) in self.between.pop(gone).items():
            self.between[there].pop(gone, None)
            if there != kept:
                before = self.between[kept].get(there, (0.0, 0))
                self.between[kept][there] = self.between[there][kept] = (before[0] + total, before[1] + count)

    def groups(self) -> tuple[Cluster, ...]:
        members: dict[int, list[int]] = {}
        for member in sorted(self.parents):
            members.setdefault(self.root(member), []).append(member)
        return tuple(
            Cluster(tuple(found), *self.weakest[self.root(found[0])])
            for found in sorted(members.values())
            if len(found) > 1
        )


def representatives(size: int, clusters: Sequence[Cluster]) -> list[int]:
    """For each row the first of its group; itself where it is alone."""
    found = list(range(size))
    for group in clusters:
        for member in group.members:
            found[member] = group.members[0]
    return found
