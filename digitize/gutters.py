"""Where the columns of a table without rules part: on the paper that its rows leave free between two headers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from records.geometry import Box

_BESIDE = 4.0
"""Ems that a first or last column reaches beyond its header at least."""
_STRAY = 0.1
"""Of the words around a gutter, how many may reach into it: one read too wide, or written over its column's side."""
_INTO = 0.3
"""Ems that a header's box may reach over the rule beside it."""
_CLEAR = 0.25
"""Ems between two headers that no word reaches into, from which none is taken for a stray one."""


def column_edges(headers: Sequence[Box], words: Sequence[Box], width: float, em: float) -> list[float]:
    """The sides of the columns, one more than there are headers.

    A header stands in the middle of its column, its names begin far left of it and its amounts end far right: between
    two headers the columns part in the gutter that no word of a row reaches into, that which has most of the room
    between the two, and halfway between them where there is none.

    Args:
        headers: The headers' places, from the left.
        words: Those of the words in the rows.
        width: Of the page.
        em: The height of its usual letters.
    """
    inner = [_between(one, other, words, em) for one, other in pairwise(headers)]
    left = min([headers[0].left - _BESIDE * em, *(word.left - em for word in words)])
    right = max([headers[-1].right + _BESIDE * em, *(word.right + em for word in words)])
    return [max(left, 0.0), *inner, min(right, width)]


def at_rules(edges: Sequence[float], headers: Sequence[Box], rules: Sequence[Box], em: float) -> list[float]:
    """The sides of columns, at the rules that run down there: what is printed parts them, wherever words end.

    Args:
        edges: The sides as words leave room, one more than there are headers.
        headers: The headers' places, from the left.
        rules: Rules that run down along the headers and the rows.
        em: The height of the page's usual letters.
    """
    rooms = [(one.right - _INTO * em, other.left + _INTO * em) for one, other in pairwise(headers)]
    rooms = [(edges[0] - em, headers[0].left + _INTO * em), *rooms, (headers[-1].right - _INTO * em, edges[-1] + em)]
    sides = [[x for x in (rule.middle[0] for rule in rules) if left <= x <= right] for left, right in rooms]
    return [min(each, key=lambda x: abs(x - edge), default=edge) for each, edge in zip(sides, edges, strict=True)]


def _between(one: Box, other: Box, words: Sequence[Box], em: float) -> float:
    """Where the columns of two headers part."""
    start, end = one.middle[0], other.middle[0]
    spans = [(word.left, word.right) for word in words if word.right > start and word.left < end]
    gutters = [
        max(found, key=lambda g: (_room(g, one, other), g[1] - g[0]))
        for crossed in sorted({0, int(_STRAY * len(spans))})
        if (found := _gutters(spans, start, end, crossed))
    ]
    if not spans or not gutters:
        return (one.right + other.left) / 2
    left, right = next((each for each in gutters if _room(each, one, other) > _CLEAR * em), gutters[0])
    return (left + right) / 2


def _room(gutter: tuple[float, float], one: Box, other: Box) -> float:
    """How much of a gutter lies between two headers; the less, the farther it is from there."""
    return min(gutter[1], other.left) - max(gutter[0], one.right)


def _gutters(spans: Sequence[tuple[float, float]], start: float, end: float, crossed: int) -> list[tuple[float, float]]:
    """The stretches between two points that no more words than these reach into."""
    steps = sorted([(max(left, start), 1) for left, _ in spans] + [(min(right, end), -1) for _, right in spans])
    found: list[tuple[float, float]] = []
    since, depth = start, 0
    for place, step in (*steps, (end, crossed + 1)):
        if depth <= crossed < depth + step and place > since:
            found.append((since, place))
        if depth + step <= crossed < depth:
            since = place
        depth += step
    return found
