"""Strokes of the pen that take words back: a line through the middle of letters, no longer than they are.

A form's rules run under writing, or go on past it.
"""

from __future__ import annotations

from collections.abc import Sequence

from records.geometry import Box, bounding
from records.page import Word

_MIDDLE = (0.3, 0.65)
"""Of a word's height, from its top: an underline lies lower, in the loose boxes of scanned words at 0.8 and more."""
_COVERED = 0.7
"""Share of a word's width that a line must cross."""
_BEYOND = 1.2
"""Times the usual height of words that a stroke goes beyond what it takes back; a form's rule goes on."""


def strokes(words: Sequence[Word], across: Sequence[Box], em: float) -> tuple[tuple[Box, ...], tuple[Word, ...]]:
    """The level lines that are strokes through words, and those words; a row of dashes is no word.

    Args:
        words: Of a page.
        across: Its level lines.
        em: The usual height of its words.
    """
    lines: list[Box] = []
    gone: list[Word] = []
    for rule in across:
        through = [word for word in words if _goes_through(rule, word)]
        if through and rule.width <= bounding([word.box for word in through]).width + 2 * _BEYOND * em:
            lines.append(rule)
            gone.extend(word for word in through if word not in gone)
    return tuple(lines), tuple(gone)


def _goes_through(rule: Box, word: Word) -> bool:
    box = word.box
    common = min(rule.right, box.right) - max(rule.left, box.left)
    if common < _COVERED * box.width or box.width <= box.height:
        return False
    depth = ((rule.top + rule.bottom) / 2 - box.top) / max(box.height, 1.0)
    return _MIDDLE[0] <= depth <= _MIDDLE[1] and any(map(str.isalnum, word.text))
