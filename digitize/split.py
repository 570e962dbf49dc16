"""Finds the orders of a page that holds several: half sheets, two-up prints, cards side by side.

A page of several orders prints the same labels several times, each time displaced by the same step.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import median

from digitize.labels import Label
from digitize.layout import Layout, holds
from digitize.phrases import plain
from records.geometry import Box

AGREEING = 3
"""Labels that must repeat by the same step before a page is cut: two occur by chance ("Date" beside a signature)."""

SHARED = 2
"""Fields that both sheets of a picture ask for where they are two orders; a sheet and its continuation share one."""


def split_page(layout: Layout, labels: Sequence[Label]) -> tuple[Box, ...]:
    """The part of the page that belongs to each order, in reading order; the whole page where it holds one."""
    whole = Box(0, 0, layout.width, layout.height)
    halves = _two_orders(layout, labels)
    if halves:
        parts = ((half, [label for label in labels if holds(half, label.box)]) for half in halves)
        return tuple(band for half, held in parts for band in _bands(half, _cuts(layout, held, 1), 1))
    for axis in (1, 0):
        cuts = _cuts(layout, labels, axis)
        if cuts:
            return _bands(whole, cuts, axis)
    return (whole,)


def _two_orders(layout: Layout, labels: Sequence[Label]) -> tuple[Box, ...]:
    """The two sheets of a picture where each is an order of its own: both ask for some of the same fields."""
    if layout.seam is None:
        return ()
    sides = layout.seam.sides(layout.width, layout.height)
    one, other = ({label.field for label in labels if holds(side, label.box)} for side in sides)
    shared = one & other
    if layout.seam.sure:
        return sides if len(shared) >= SHARED else ()
    return sides if len(shared) >= AGREEING and "order_number" in shared else ()


def _cuts(layout: Layout, labels: Sequence[Label], axis: int) -> list[float]:
    """Where to cut along an axis (0 across, 1 down)."""
    groups = _repeated(labels, axis, 3 * layout.em)
    if not groups:
        return []
    times = Counter(len(group) for group in groups).most_common(1)[0][0]
    groups = [group for group in groups if len(group) == times]
    step = median(second - first for group in groups for first, second in itertools.pairwise(group))
    steady = [
        group
        for group in groups
        if all(abs(b - a - step) < 0.06 * step + layout.em for a, b in itertools.pairwise(group))
    ]
    extent = layout.height if axis else layout.width
    if len(steady) < AGREEING or len(steady) < 0.6 * len(groups) or step < 0.15 * extent:
        return []
    return _between(steady, times)


def _repeated(labels: Sequence[Label], axis: int, tolerance: float) -> list[list[float]]:
    """The positions along the axis of each label that is printed more than once at the same place on the other."""
    places: dict[tuple[str, str], list[Label]] = defaultdict(list)
    for label in labels:
        places[label.field, plain(label.text)].append(label)
    groups = []
    for same in places.values():
        aligned = [
            label for label in same if abs(label.box.middle[1 - axis] - same[0].box.middle[1 - axis]) < tolerance
        ]
        if len(aligned) > 1 and len(aligned) == len(same):
            groups.append(sorted((label.box.left, label.box.top)[axis] for label in aligned))
    return groups


def _between(groups: list[list[float]], times: int) -> list[float]:
    """A cut before each repetition: as far above its first label as the first order's lies below the edge, if room."""
    starts = [min(group[turn] for group in groups) for turn in range(times)]
    ends = [max(group[turn] for group in groups) for turn in range(times)]
    return [start - min(0.8 * starts[0], 0.5 * (start - end)) for end, start in zip(ends, starts[1:], strict=False)]


def _bands(whole: Box, cuts: list[float], axis: int) -> tuple[Box, ...]:
    edges = [whole.top if axis else whole.left, *cuts, whole.bottom if axis else whole.right]
    pairs = itertools.pairwise(edges)
    if axis:
        return tuple(Box(whole.left, top, whole.right, bottom) for top, bottom in pairs)
    return tuple(Box(left, 0, right, whole.bottom) for left, right in pairs)
