"""Rows that are the same order, as groups: duplicates within and across tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cluster:
    """Rows of one table that are the same order."""

    members: tuple[int, ...]
    """Their places, in order; the first stands for the rest."""
    probability: float
    """Of the weakest pair that holds the group together."""


def cluster(pairs: Iterable[tuple[int, int, float]], apart: Iterable[int] = ()) -> tuple[Cluster, ...]:
    """The groups that the pairs make, the surest pairs joined first; no two rows that stand apart end in one group."""
    held = set(apart)
    parents: dict[int, int] = {}
    weakest: dict[int, float] = {}
    for one, other, probability in sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1])):
        first, second = sorted((_root(parents, one), _root(parents, other)))
        if first != second and not (first in held and second in held):
            parents[second] = first
            held.update({first} if second in held else ())
            weakest[first] = min(weakest.get(first, 1.0), weakest.get(second, 1.0), probability)
    groups: dict[int, list[int]] = {}
    for member in sorted(parents):
        groups.setdefault(_root(parents, member), []).append(member)
    return tuple(Cluster(tuple(members), weakest[root]) for root, members in sorted(groups.items()) if len(members) > 1)


def _root(parents: dict[int, int], member: int) -> int:
    parents.setdefault(member, member)
    while parents[member] != member:
        parents[member] = parents[parents[member]]
        member = parents[member]
    return member


def representatives(size: int, clusters: Sequence[Cluster]) -> list[int]:
    """For each row the first of its group; itself where it is alone."""
    found = list(range(size))
    for group in clusters:
        for member in group.members:
            found[member] = group.members[0]
    return found
