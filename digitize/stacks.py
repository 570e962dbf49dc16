"""Stacks of level rules, one below the other and of one width: what ruled tables are found by."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from statistics import median

from records.geometry import Box, bounding, chains

_FEWEST = 4
"""Rules that are a table: over its header, under it, and under two rows."""
_NARROWEST = 10.0
"""Ems of a rule over a table."""
_BROKEN = 2.0
"""Ems of a rule that writing over it hides: 33 to 44 pixels of a log's rules, at an em of 30."""
_LEVEL = 0.2
"""Ems by which the pieces of one rule stand higher or lower than each other."""
_PITCH = 0.15
"""Of the usual distance, by which two rules may stand farther apart or closer and still have one row between them."""
_SHORT = 6.0
"""Pixels that a stroke ends inside or outside of the rules above and below it: rules of a table end at its sides."""


def stacks_of(across: Sequence[Box], em: float) -> list[list[Box]]:
    """Level rules of about the same extent, at least four, one below the other.

    A rule that writing broke counts as whole where its pieces together are as wide as the others of a stack.

    Args:
        across: The level rules of a page, in pixels.
        em: The usual height of a word's box, in pixels.
    """
    wide = sorted((rule for rule in across if rule.width >= _NARROWEST * em), key=lambda rule: rule.top)
    stacks = chains(wide, lambda one, other: _alike(one, other, em))
    mended = _mended(across, em)
    apart = [_apart(_without_strokes(_with_mended(stack, mended, em)), em) for stack in stacks]
    return [stack for stack in apart if len(stack) >= _FEWEST]


def _with_mended(stack: Sequence[Box], mended: Iterable[Box], em: float) -> list[Box]:
    """A stack with the rules inside it that stood in pieces, from the top."""
    top, bottom = stack[0].top, stack[-1].top
    inside = (rule for rule in mended if top < rule.top < bottom and _alike(rule, stack[0], em))
    return sorted((*stack, *inside), key=lambda rule: rule.top)


def _alike(one: Box, other: Box, em: float) -> bool:
    """Whether two rules begin and end at the same places."""
    return abs(one.left - other.left) < 2 * em and abs(one.right - other.right) < 2 * em


def _mended(across: Iterable[Box], em: float) -> list[Box]:
    """The rules that stand in pieces, each as one: pieces on one line with a short gap between them."""
    lines = chains(sorted(across, key=lambda rule: rule.left), lambda one, other: _goes_on(one, other, em))
    return [bounding(line) for line in lines if len(line) > 1]


def _goes_on(before: Box, piece: Box, em: float) -> bool:
    gap = piece.left - before.right
    return 0 <= gap < _BROKEN * em and abs(piece.middle[1] - before.middle[1]) < _LEVEL * em


def _apart(stack: Sequence[Box], em: float) -> list[Box]:
    """The rules, of two that stand closer than half a word's height the upper one."""
    kept: list[Box] = []
    for rule in stack:
        if not kept or rule.top - kept[-1].bottom > 0.5 * em:
            kept.append(rule)
    return kept


def _without_strokes(stack: Sequence[Box]) -> list[Box]:
    """The rules without the strokes of a pen through whole rows of a table.

    Such a stroke stands between two rules that are one row apart, and ends elsewhere than they do.
    """
    if len(stack) < 5:
        return list(stack)
    middles = [rule.middle[1] for rule in stack]
    usual = median(below - above for above, below in itertools.pairwise(middles))
    kept = [stack[0]]
    for rule, below in itertools.pairwise(stack[1:]):
        above = kept[-1]
        one_row = abs(below.middle[1] - above.middle[1] - usual) < _PITCH * usual
        if not (one_row and _ends_elsewhere(rule, above, below)):
            kept.append(rule)
    return [*kept, stack[-1]]


def _ends_elsewhere(rule: Box, above: Box, below: Box) -> bool:
    return any(
        min(abs(one - other) for other in others) > _SHORT
        for one, others in ((rule.left, (above.left, below.left)), (rule.right, (above.right, below.right)))
    )
