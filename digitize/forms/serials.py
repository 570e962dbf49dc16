"""Which of a form's numbers is the order's: the one that rises from sheet to sheet, not the permit's beside it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from digitize.labels import Label
from digitize.lexicon import NUMBER

_FEWEST = 3
"""Different numbers that tell whether they rise."""
_FIGURES = re.compile(r"\d+")


def with_own_number(labels: Sequence[Label], said: Callable[[Sequence[Label]], Sequence[str]]) -> list[Label]:
    """The labels, with that of the rising numbers alone where several may name the order's number.

    A sheet may be misread, so that its number falls: all but one must rise, and more than those of any other label.

    Args:
        labels: Those of the blank form.
        said: What stands for the order's number on each page, in the order of the pages, where these are its labels.
    """
    rivals = [label for label in labels if label.field == NUMBER]
    if len(rivals) < 2:
        return list(labels)
    others = [label for label in labels if label.field != NUMBER]
    rising = [_rising(said([*others, label])) for label in rivals]
    most = max(rising)
    return [*others, rivals[rising.index(most)]] if most and rising.count(most) == 1 else list(labels)


def _rising(texts: Sequence[str]) -> int:
    """How many of the numbers, or of what stands last in them, rise, or fall; none where more than one does not."""
    counters = [int(figures[-1]) for text in texts if (figures := _FIGURES.findall(text))]
    if len(counters) < len(texts) or len(set(counters)) < _FEWEST:
        return 0
    length = max(_longest(counters), _longest(counters[::-1]))
    return length if length >= len(counters) - 1 else 0


def _longest(counters: Sequence[int]) -> int:
    """The length of the longest part of a sequence, not of neighbours alone, that never falls."""
    ends: list[int] = []
    for counter in counters:
        place = bisect_right(ends, counter)
        ends[place : place + 1] = [counter]
    return len(ends)
