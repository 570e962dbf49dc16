"""Things tied to each other, directly or through others, are one: the same order under several records or scans."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def clusters(items: Iterable[T], ties: Iterable[Sequence[T]]) -> tuple[tuple[T, ...], ...]:
    """The items in groups: those that a chain of ties connects stand together.

    Groups and their members come in the order of `items`. A tie that names something else than an item ties the rest of
    what it names all the same.
    """
    parent: dict[T, T] = {}
    for tie in ties:
        for other in tie[1:]:
            parent[_root(parent, other)] = _root(parent, tie[0])
    groups: dict[T, list[T]] = {}
    for item in dict.fromkeys(items):
        groups.setdefault(_root(parent, item), []).append(item)
    return tuple(tuple(group) for group in groups.values())


def _root(parent: dict[T, T], item: T) -> T:
    above = parent.setdefault(item, item)
    while above != parent[above]:
        parent[above] = parent[parent[above]]
        above = parent[above]
    parent[item] = above
    return above
