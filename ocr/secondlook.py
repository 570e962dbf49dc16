"""When a page is worth a second engine, and how the words of two engines become one page."""

from __future__ import annotations

from collections.abc import Sequence

from records.page import Word

_UNSURE = 0.6
"""A word below this was hardly read."""
_MANY = 0.35
"""The share of unsure words from which a page is read again: print in fair order has under a fifth."""
_SAME = 0.4
"""The share of the smaller box that two words have in common where they are the same ink."""


def doubtful(words: Sequence[Word], ink: float) -> bool:
    """Whether a page with ink on it should be read again: few words, or many that are unsure (handwriting, fading).

    Args:
        words: What the first engine read.
        ink: The share of the page that is ink.
    """
    if len(words) < 8:
        return ink > 0.001
    unsure = sum(1 for word in words if word.confidence < _UNSURE)
    return unsure > _MANY * len(words)


def merged(first: Sequence[Word], second: Sequence[Word]) -> tuple[Word, ...]:
    """The first engine's words, but the second one's wherever it is surer or the first has nothing.

    A word of the second is weighed against all words of the first on the same ink together: they go or stay as one, so
    that no ink is read twice.
    """
    kept = {place: word for place, word in enumerate(first) if word.confidence > 0}
    added = []
    for word in sorted(second, key=lambda word: -word.confidence):
        rivals = [place for place, rival in enumerate(first) if _same(word, rival)]
        standing = [kept[place] for place in rivals if place in kept]
        if len(standing) < len([place for place in rivals if first[place].confidence > 0]):
            continue  # part of this ink went to a surer word
        if not standing or word.confidence > _together(standing):
            for place in rivals:
                kept.pop(place, None)
            added.append(word)
    return (*kept.values(), *added)


def _together(words: Sequence[Word]) -> float:
    """How sure several words are as one: as the least sure of them."""
    return min(word.confidence for word in words)


def _same(word: Word, rival: Word) -> bool:
    """Whether two words stand on the same ink."""
    smaller = min(word.box.width * word.box.height, rival.box.width * rival.box.height)
    return word.box.overlap(rival.box) >= _SAME * max(smaller, 1.0)
