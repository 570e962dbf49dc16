"""The ranges of a counter that begins anew, where a binder holds the end of one period and the beginning of the next.

A range is that of the numbers on paper: what lies before and behind was not scanned. But where the last sheet of one
year lies beside the first of the next, both ends were: the new year's numbers begin with 1, and the old year's end with
the last that a list holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from matching.used import Pad, Used, pad_of

_NEAR = 6
"""So many numbers at most are taken to lie between the outermost on paper and the turn."""
BEGUN = _NEAR + 1
"""The highest number that is taken for one of the first of its period."""

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
        low = 1 if span in begins and span.low <= BEGUN else span.low
        yield Span(span.key, min(low, span.low), high)


def _turns(
    spans: Sequence[Span], paper: Mapping[Key, Sequence[Used]], lies: Mapping[int, tuple[str, int]]
) -> tuple[set[Span], set[Span]]:
    """The spans whose highest number lies beside another period's lowest, and those whose lowest does.

    Of the other period the binder may have too few numbers for a span.
    """
    of_key: dict[Key, list[Span]] = defaultdict(list)
    for span in spans:
        of_key[span.key].append(span)
    members: dict[Pad, list[_Member]] = defaultdict(list)
    for key, numbers in paper.items():
        for used in numbers:
            own = next((span for span in of_key[key] if span.low <= used.counter <= span.high), None)
            members[pad_of(used)].append(_Member(lies[used.place], used.counter, key, own))
    ends, begins = set[Span](), set[Span]()
    for found in members.values():
        for one, other in pairwise(sorted(found, key=lambda each: (each.at, each.counter))):
            for before, after in ((one, other), (other, one)):
                if _is_turn(before, after):
                    ends |= {before.span} if before.span else set()
                    begins |= {after.span} if after.span else set()
    return ends, begins


@dataclass(frozen=True, slots=True)
class _Member:
    at: tuple[str, int]
    """Binder and place in it."""
    counter: int
    key: Key
    span: Span | None
    """That it is of; None where too few are near it."""


def _is_turn(before: _Member, after: _Member) -> bool:
    """The old period's last number lies beside the new one's first."""
    if before.at[0] != after.at[0] or before.key == after.key:
        return False
    if before.span and after.span:
        return (before.counter, after.counter) == (before.span.high, after.span.low)
    if before.span:
        return before.counter == before.span.high and after.counter <= BEGUN
    return after.span is not None and after.counter == after.span.low <= BEGUN < before.counter
