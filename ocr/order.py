"""Words put into the order in which a person reads them."""

from __future__ import annotations

from collections.abc import Iterable

from records.geometry import Seam
from records.page import Word


def lines_of(words: Iterable[Word]) -> tuple[tuple[Word, ...], ...]:
    """The words as lines from the top, each from the left.

    A word joins the last line with which it shares half of the smaller height; columns side by side make one line.
    """
    lines: list[list[Word]] = []
    spans: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda word: (word.box.middle[1], word.box.left)):
        place = _line_for(word, spans)
        if place is None:
            lines.append([word])
            spans.append((word.box.top, word.box.bottom))
        else:
            lines[place].append(word)
            share = 1 / len(lines[place])  # the line is where its words are on average: handwriting wanders
            top, bottom = spans[place]
            spans[place] = (top + (word.box.top - top) * share, bottom + (word.box.bottom - bottom) * share)
    return tuple(tuple(sorted(line, key=lambda word: (word.box.left, word.box.top))) for line in lines)


def in_order(words: Iterable[Word], seam: Seam | None = None) -> tuple[Word, ...]:
    """The words in reading order: lines from the top, words from the left; of two pages the left one first."""
    if seam is None or seam.across or not seam.sure:
        return tuple(word for line in lines_of(words) for word in line)
    every = tuple(words)
    left, right = ([word for word in every if (word.box.middle[0] < seam.at) is first] for first in (True, False))
    return (*in_order(left), *in_order(right))


def _line_for(word: Word, spans: list[tuple[float, float]]) -> int | None:
    """The line that a word stands on, looked for among the last few."""
    for place in range(len(spans) - 1, max(len(spans) - 6, -1), -1):
        top, bottom = spans[place]
        shared = min(bottom, word.box.bottom) - max(top, word.box.top)
        if shared >= 0.5 * max(min(bottom - top, word.box.height), 1.0):
            return place
    return None
