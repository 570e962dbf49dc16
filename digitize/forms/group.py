"""Which pages of a binder are of one form, told by their print and not by what is written on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import ocr

Group = tuple[int, ...]
"""Places of pages, in order; the first is the one that the others were laid over."""


def group_pages(marks: Sequence[ocr.Landmarks]) -> tuple[Group, ...]:
    """The pages by form, the largest group first; a page that is like no other is a group of its own.

    Each page joins the first page of a group over which it lies best, or begins a group. Then each page is offered to
    every group once more: the ones that came before their own form's first page may have joined a near relation (a
    continuation sheet with the same head).
    """
    lies = _counted(marks)
    leaders: list[int] = []
    for place in range(len(marks)):
        if not any(lies(leader, place) for leader in leaders):
            leaders.append(place)
    groups: dict[int, list[int]] = {leader: [leader] for leader in leaders}
    for place in range(len(marks)):
        if place not in groups:
            home = max(leaders, key=lambda leader: (lies(leader, place), -leader))
            groups[home].append(place)
    return tuple(sorted(map(tuple, groups.values()), key=lambda group: (-len(group), group)))


def _counted(marks: Sequence[ocr.Landmarks]) -> Callable[[int, int], int]:
    """How many corners of a leader a page has, 0 where it is none of its form; each pair is looked at once: 18 ms."""

    @cache
    def agreeing(leader: int, place: int) -> int:
        placed = ocr.place(marks[leader], marks[place])
        return len(placed.agreeing) if placed is not None else 0

    return agreeing
