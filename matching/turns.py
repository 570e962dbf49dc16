"""The ranges of a counter that begins anew, where a binder holds the end of one period and the beginning of the next.

A range is that of the numbers on paper: what lies before and behind was not scanned. But where the last sheet of one
year lies beside the first of the next, both ends were: the new year's numbers begin with 1, and the old year's end with
the last that a list holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from matching.used import Pad, Used, pad_of

_NEAR = 6
"""So many numbers at most are taken to lie between the outermost on paper and the turn."""

Key: TypeAlias = tuple[str, str, int, str]
"""Department, key, width and period."""


@dataclass(frozen=True, slots=True)
class Span:
    """A range of numbers, from the lowest to the highest."""

    key: Key
    low: int
    high: int


def over_turns(
    spans: Sequence[Span],
    used: tuple[Mapping[Key, Sequence[Used]], Mapping[Key, Sequence[Used]]],
    lies: Mapping[int, tuple[str, int]],
) -> Iterator[Span]:
    """The spans, longer where a period gives way to the next within a binder.

    Args:
        spans: Of the numbers on paper.
        used: The numbers on paper and in the records, by department, key, width and period.
        lies: Binder and place in it of each order, by its place in the list of orders.
    """
    paper, digital = used
    ends, begins = _turns(spans, paper, lies)
    for span in spans:
        listed = [one.counter for one in digital.get(span.key, ())] if span in ends else []
        high = max((counter for counter in listed if span.high < counter <= span.high + _NEAR), default=span.high)
        low = 1 if span in begins and span.low <= _NEAR + 1 else span.low
        yield Span(span.key, min(low, span.low), high)


def _turns(
    spans: Sequence[Span], paper: Mapping[Key, Sequence[Used]], lies: Mapping[int, tuple[str, int]]
) -> tuple[set[Span], set[Span]]:
    """The spans whose highest number lies beside another period's lowest, and those whose lowest does."""
    members: dict[Pad, list[tuple[tuple[str, int], int, Span]]] = {}
    for span in spans:
        for used in paper[span.key]:
            if span.low <= used.counter <= span.high:
                members.setdefault(pad_of(used), []).append((lies[used.place], used.counter, span))
    ends, begins = set[Span](), set[Span]()
    for found in members.values():
        for one, other in pairwise(sorted(found, key=lambda each: each[:2])):
            for (at, last, before), (beside, first, after) in ((one, other), (other, one)):
                same = at[0] == beside[0] and before.key != after.key
                if same and (last, first) == (before.high, after.low):
                    ends.add(before)
                    begins.add(after)
    return ends, begins
