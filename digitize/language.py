"""The words of the language that people write in: what a note says is mostly made of words that anyone knows.

The records seldom hold what a work order says was done, and a binder teaches its own misreadings; a list of English
words with their frequencies (that of SymSpell, 82,834 words) tells "Removed" from "Lemoved".
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from digitize.spelling import drawn_apart

_PLAIN = 2.4
"""Frequency (Zipf: log10 of the times in a billion words) from which a word is proposed: "pothole" has 2.5."""
_LONG_WORD = 6
"""Letters from which a word may differ in two."""
_KNOWN, _MORE = 0.5, 0.1
"""How often a word of the list counts as known, and how much more for each power of ten beyond the rarest."""
_PROPOSED = 6
_SPOKEN = 0.5
"""Share of a binder's words that must be of a language for it to be the binder's."""
_FEWEST = 8
"""Words from which that can be told."""
_LETTERS = 3
_WRITTEN = 3.5
"""Frequency from which a word stands for itself: "bum" has 3.9, "tum" 3.0."""
_RAREST, _HUNDRED = 1.0, 2.0
"""The frequency (Zipf) of what no list of words has, and by how much a word must be commoner: "turn" 5.2, "tum" 3.0."""


@dataclass(frozen=True, eq=False)
class Language:
    """Words with their frequencies; compared as itself."""

    zipf: Mapping[str, float]
    """By word in small letters, log10 of the times in a billion words."""

    def count(self, word: str) -> float:
        """How often a word counts as known; 0 where it is none."""
        zipf = self.zipf.get(word)
        return 0.0 if zipf is None else _KNOWN + _MORE * max(zipf - 1, 0.0)

    def is_common(self, word: str) -> bool:
        """Whether a word in small letters is one that people write: "stem" is no "stern" misread."""
        return self.zipf.get(word, 0.0) >= _WRITTEN

    def is_misdrawn(self, word: str) -> bool:
        """Whether a word in small letters is a hundred times as common with two letters for one that is drawn so."""
        own = max(self.zipf.get(word, 0.0), _RAREST)
        return not self.is_common(word) and any(
            self.zipf.get(other, 0.0) - own >= _HUNDRED for other in drawn_apart(word)
        )

    def likelihood(self, text: str) -> float:
        """Log10 of how likely a text's words are, one by one; what is no word is the less likely the longer it is."""
        words = [word.strip(".,;:()").casefold() for word in text.split()]
        return sum(self.zipf.get(word, -float(len(word))) - 9 for word in words if word.isalpha())

    def alike(self, word: str) -> list[str]:
        """Words of the language that differ in a letter, long ones in two, written as this one.

        Those whose letters are drawn alike come first, then the commonest.
        """
        plain = word.casefold()
        if len(plain) < _LETTERS or not plain.isalpha():
            return []
        drawn = [other for other in drawn_apart(plain) if self.zipf.get(other, 0.0) >= _PLAIN]
        return [_as_written(other, word) for other in dict.fromkeys((*drawn, *_near(self, plain)))]

    @cached_property
    def by_length(self) -> dict[int, list[str]]:
        """The words that are proposed, by how many letters they have."""
        found: dict[int, list[str]] = {}
        for word, zipf in self.zipf.items():
            if zipf >= _PLAIN:
                found.setdefault(len(word), []).append(word)
        return found


@lru_cache(maxsize=8192)  # a binder's misreadings are looked up for every place that is weighed
def _near(language: Language, plain: str) -> tuple[str, ...]:
    """The commonest words near a word in small letters."""
    most = 2 if len(plain) >= _LONG_WORD else 1
    near = [
        other
        for length in range(len(plain) - 1, len(plain) + 2)
        for other, _, _ in process.extract(
            plain, language.by_length.get(length, []), scorer=Levenshtein.distance, score_cutoff=most, limit=None
        )
        if other != plain
    ]
    return tuple(sorted(near, key=lambda other: -language.zipf[other])[:_PROPOSED])


def _as_written(word: str, like: str) -> str:
    if like.isupper():
        return word.upper()
    return word.capitalize() if like[:1].isupper() else word


@lru_cache(maxsize=1)
def english() -> Language:
    """English, as SymSpell counts it."""
    path = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt")
    pairs = (line.rsplit(" ", 1) for line in path.read_text(encoding="utf-8-sig").splitlines())
    counts = {word: int(count) for word, count in pairs}
    billion = sum(counts.values()) / 1e9
    return Language({word: math.log10(count / billion) for word, count in counts.items()})


def spoken(words: Mapping[str, float]) -> Language | None:
    """The language that words are of, each with how often it was read; None where they are of none that is known."""
    said = {word.casefold(): count for word, count in words.items() if len(word) >= _LETTERS and word.isalpha()}
    if sum(said.values()) < _FEWEST:
        return None
    known = sum(count for word, count in said.items() if word in english().zipf)
    return english() if known >= _SPOKEN * sum(said.values()) else None
