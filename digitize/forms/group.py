"""Which pages of a binder are of one form, told by their print and not by what is written on them."""

from __future__ import annotations

from collections.abc import Sequence

import ocr

Group = tuple[int, ...]
"""Places of pages, in order; the first is the one that the others were laid over."""


def group_pages(marks: Sequence[ocr.Landmarks]) -> tuple[Group, ...]:
    """The pages by form, the largest group first; a page that is like no other is a group of its own.

    Each page joins the first page of a group over which it lies best, or begins a group. Then each page is offered to
    every group once more: the ones that came before their own form's first page may have joined a near relation (a
    continuation sheet with the same head).
    """
    leaders: list[int] = []
    for place in range(len(marks)):
        if _best(marks, leaders, place) is None:
            leaders.append(place)
    groups: dict[int, list[int]] = {leader: [leader] for leader in leaders}
    for place in range(len(marks)):
        if place not in groups:
            home = _best(marks, leaders, place)
            groups[place if home is None else home].append(place)
    return tuple(sorted(map(tuple, groups.values()), key=lambda group: (-len(group), group)))


def _best(marks: Sequence[ocr.Landmarks], leaders: Sequence[int], place: int) -> int | None:
    """The leader over which a page lies best; None where it lies over none."""
    found = [(ocr.place(marks[leader], marks[place]), leader) for leader in leaders]
    scored = [(len(placed.agreeing), -leader) for placed, leader in found if placed is not None]
    return -max(scored)[1] if scored else None
