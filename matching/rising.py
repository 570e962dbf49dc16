"""The longest part of a sequence that rises: what is out of place does not break it.

Fredman, "On computing the length of longest increasing subsequences" (1975).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any


def longest_rising(values: Sequence[Any], *, strictly: bool) -> list[int]:
    """The places of the longest part of the values that rises, or that does not fall where not strictly."""
    before: list[int | None] = []
    ends: list[int] = []
    bisect = bisect_left if strictly else bisect_right
    for place, value in enumerate(values):
        at = bisect(ends, value, key=values.__getitem__)
        before.append(ends[at - 1] if at else None)
        ends[at : at + 1] = [place]
    found: list[int] = []
    step = ends[-1] if ends else None
    while step is not None:
        found.append(step)
        step = before[step]
    return found[::-1]
