"""When a page is worth a second engine, and how the words of two engines become one page."""

from __future__ import annotations

from collections.abc import Sequence

from records.page import Word

_SAME = 0.4
"""The share of the smaller box that two words have in common where they are the same ink."""
_SURE = 0.9
"""Sureness from which the checking engine's word is believed where the first reader's differs."""
_STANDS = 0.9
"""Sureness from which the first reader's word stands, whatever the checking engine says."""
_ADDED = 0.8
"""Sureness from which a word that the first reader has nothing of is added: below it pictures and speckle are words."""
_NOTHING = 0.3
"""A word below this that no other engine confirms is a signature, a picture or speckle."""


def overlooked(words: Sequence[Word], ink: float) -> bool:
    """Whether a page with ink on it may have been overlooked by the first reader: it has next to no words.

    Args:
        words: What the first engine read.
        ink: The share of the page that is ink; of a sheet larger than Letter, of a Letter page.
    """
    return len(words) < 8 and ink > 0.001


def combined(first: Sequence[Word], second: Sequence[Word]) -> tuple[Word, ...]:
    """The first reader's words as `checked`, and what the second alone has found and is sure of."""
    left = (word for word in second if word.confidence >= _ADDED and len(_letters([word])) > 1)
    return (*checked(first, second), *(word for word in left if not any(_same(word, other) for other in first)))


def checked(first: Sequence[Word], second: Sequence[Word]) -> tuple[Word, ...]:
    """The first reader's words as a second engine confirms, parts or corrects them.

    All words of both on the same ink are weighed together and go or stay as one, so that no ink is read twice. Where
    both read the same letters, the one that sees more words is right about the spaces: running them together is the
    fault of either.
    """
    found: list[Word] = []
    for words, rivals in _places(first, second):
        found.extend(_settled([first[place] for place in words], [second[place] for place in rivals]))
    return tuple(found)


def _places(first: Sequence[Word], second: Sequence[Word]) -> list[tuple[list[int], list[int]]]:
    """The words of the first in groups that stand on ink of their own, each with the second's on that ink."""
    over = [[at for at, rival in enumerate(second) if _same(word, rival)] for word in first]
    groups: list[tuple[list[int], list[int]]] = []
    owner: dict[int, int] = {}
    for place, rivals in enumerate(over):
        known = sorted({owner[rival] for rival in rivals if rival in owner})
        joined = [groups[number] for number in known]
        words = sorted({place, *(word for group in joined for word in group[0])})
        against = sorted({*rivals, *(rival for group in joined for rival in group[1])})
        for number in known:
            groups[number] = ([], [])
        groups.append((words, against))
        owner.update((rival, len(groups) - 1) for rival in against)
    return [group for group in groups if group[0]]


def _settled(words: Sequence[Word], rivals: Sequence[Word]) -> Sequence[Word]:
    """What stands on one piece of ink."""
    if not rivals:
        return [word for word in words if word.confidence >= _NOTHING]
    if _letters(words) == _letters(rivals):
        return rivals if len(rivals) > len(words) else words
    sure, other = _least(words), _least(rivals)
    if other >= _SURE and sure < _STANDS and other > sure:
        return rivals
    return words if sure >= _NOTHING else [word for word in words if word.confidence >= _NOTHING]


def _letters(words: Sequence[Word]) -> str:
    """The letters and digits of some words, from the left."""
    text = "".join(word.text for word in sorted(words, key=lambda word: word.box.left))
    return "".join(character for character in text.lower() if character.isalnum())


def _least(words: Sequence[Word]) -> float:
    """How sure several words are as one: as the least sure of them."""
    return min(word.confidence for word in words)


def _same(word: Word, rival: Word) -> bool:
    """Whether two words stand on the same ink."""
    smaller = min(word.box.width * word.box.height, rival.box.width * rival.box.height)
    return word.box.overlap(rival.box) >= _SAME * max(smaller, 1.0)
