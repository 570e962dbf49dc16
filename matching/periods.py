"""Whether the counter of a pad begins anew with each period: told by the numbers of paper and lists together.

It does where a good part of the counters is in several periods, be it in one binder or in a list of many years beside a
binder of one. And it does where the numbers of a later period all lie below those of the one before, though none of
them comes again: a counter that runs on only rises.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from matching.used import Pad, Used, pad_of

_AGAIN = 0.1
"""Share of counters that several periods use, from which a counter begins anew with each."""
_LEAST = 3
"""Numbers of a period, before it is said to lie below another."""
_NEARLY_ALL = 0.9
"""Of the numbers of each of the two: single ones may be misread."""

Dated: TypeAlias = tuple[int, str, str]
"""A counter, the period that it is of, and the day that its order was asked for (ISO 8601, empty where not known)."""


def pads_that_begin_anew(paper: Iterable[Used], digital: Iterable[Used], days: Mapping[int, str]) -> set[Pad]:
    """The pads whose counter begins anew with each of the periods that their numbers name.

    Args:
        paper: Numbers of orders.
        digital: Numbers of records.
        days: When orders were asked for (ISO 8601), by their places.
    """
    written: dict[Pad, list[Dated]] = defaultdict(list)
    for one in paper:
        if one.sure:
            written[pad_of(one)].append((one.counter, one.period, days.get(one.place, "")))
    listed: dict[Pad, list[Dated]] = defaultdict(list)
    for one in digital:
        listed[pad_of(one)].append((one.counter, one.period, ""))
    return {pad for pad, own in written.items() if begins_anew(own, listed[pad])}


def begins_anew(written: Sequence[Dated], listed: Sequence[Dated]) -> bool:
    """Whether the counter of the numbers on paper and in the lists begins anew with each period."""
    return _comes_again([*written, *listed]) or _falls(written)


def _comes_again(numbers: Sequence[Dated]) -> bool:
    """A good part of the counters is in several periods."""
    seen: dict[int, set[str]] = defaultdict(set)
    for counter, period, _ in numbers:
        seen[counter].add(period)
    return sum(len(periods) > 1 for periods in seen.values()) > max(_AGAIN * len(seen), 1)


def _falls(numbers: Sequence[Dated]) -> bool:
    """From one period to the next in time the counter falls."""
    counters: dict[str, list[int]] = defaultdict(list)
    days: dict[str, list[str]] = defaultdict(list)
    for counter, period, day in numbers:
        if day:
            counters[period].append(counter)
            days[period].append(day)
    in_time = sorted((sorted(found)[len(found) // 2], period) for period, found in days.items())
    return any(_lies_below(counters[later], counters[earlier]) for (_, earlier), (_, later) in pairwise(in_time))


def _lies_below(ours: Sequence[int], theirs: Sequence[int]) -> bool:
    if min(len(ours), len(theirs)) < _LEAST:
        return False
    below = sum(counter < median(theirs) for counter in ours) >= _NEARLY_ALL * len(ours)
    return below and sum(counter > median(ours) for counter in theirs) >= _NEARLY_ALL * len(theirs)
