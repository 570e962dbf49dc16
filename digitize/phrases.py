"""The words that name fields, and which of them a text may be, in spite of what the reader made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
from rapidfuzz import fuzz, process

from digitize.wording import RANK, composed, in_full
from records.fields import Field

_LIKE = 0.8
"""Likeness of what was read to a phrase, or to a word of one, from which it may be it."""
_WRITTEN_OUT = 0.98
"""How surely shortened words mean what they are written out to."""
_OTHER_BLANKS = 0.97
"""How surely words that have all letters of a phrase, and other blanks, are it."""
_CANDIDATES = 3
"""Words that a word may be: "completeq" is "complete" as well as "completed"."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way to print a field's label."""

    field: str
    text: str
    rank: int
    """0 for the words a workspace declares, in its order; then the catalogue's, the commonest first."""
    declared: bool
    """Declared by the workspace: surer than the catalogue's guess."""


_NUMERO = re.compile(r"\bn[°º]|№")
_NOUGHT = re.compile(r"\b(?:[a-z]+0[a-z0]*|0[a-z0]*[a-z][a-z0]*)\b")
"""An O read as a nought: no word of letters has one."""


def plain(text: str) -> str:
    """A label in the form in which labels are compared: lower case, no punctuation but #, $ and %."""
    lower = _NUMERO.sub("no", text.lower().replace("'", "").replace("’", ""))
    lower = _NOUGHT.sub(lambda word: word[0].replace("0", "o"), lower)
    kept = re.sub(r"[^a-z0-9#$% ]+", " ", lower)
    return " ".join(re.sub(r"([#$%])", r" \1 ", kept).split())


@lru_cache(maxsize=32)
def vocabulary(fields: tuple[Field, ...]) -> tuple[Phrase, ...]:
    """Every phrase that names one of the fields; what two fields claim belongs to the first that declares it."""
    phrases: dict[str, Phrase] = {}
    for declared in (True, False):
        for field in fields:
            words = field.labels if declared else (*field.synonyms, field.label)
            for rank, text in enumerate(map(plain, words)):
                if text:
                    phrases.setdefault(text, Phrase(field.name, text, rank, declared))
    return tuple(phrases.values())


@lru_cache(maxsize=32)
def put_together(fields: tuple[Field, ...]) -> Mapping[str, Phrase]:
    """The phrases that fields' words are composed to, by text, without those of their vocabulary."""
    known = {phrase.text for phrase in vocabulary(fields)}
    made: dict[str, Phrase] = {}
    for field in fields:
        for text in map(plain, composed(field)):
            if text not in known:
                made.setdefault(text, Phrase(field.name, text, RANK, declared=False))
    return made


def recognised(texts: Sequence[str], fields: Mapping[str, Field]) -> Iterator[tuple[int, Phrase, float]]:
    """The phrases that each text may be, with its place among the texts and its likeness, 0.8 to 1.

    Composed phrases are thousands: a text is made one of them word by word, each as one of their few words.
    """
    yield from _alike(texts, fields)
    whole = [(row, full) for row, text in enumerate(texts) if (full := in_full(text)) != text]
    for place, phrase, likeness in _alike([full for _, full in whole], fields):
        yield whole[place][0], phrase, _WRITTEN_OUT * likeness


def _alike(texts: Sequence[str], fields: Mapping[str, Field]) -> Iterator[tuple[int, Phrase, float]]:
    phrases = vocabulary(tuple(fields.values()))
    if not texts or not phrases:
        return
    listed = [phrase.text for phrase in phrases]
    scores = process.cdist(texts, listed, scorer=fuzz.ratio, score_cutoff=100 * _LIKE)
    for row, column in zip(*np.nonzero(scores), strict=True):
        yield int(row), phrases[column], float(scores[row, column]) / 100
    made, joined = put_together(tuple(fields.values())), _joined(tuple(fields.values()))
    for row, text in enumerate(texts):
        if (phrase := joined.get(text.replace(" ", ""))) is not None and phrase.text != text:
            yield row, phrase, _OTHER_BLANKS
    spelt = _spelling(frozenset(word for text in texts for word in text.split()), _words_of(tuple(fields.values())))
    for row, text in enumerate(texts):
        for words in product(*(spelt.get(word, (word,)) for word in text.split())):
            phrase = made.get(" ".join(words))
            if phrase and (likeness := fuzz.ratio(text, phrase.text) / 100) >= _LIKE:
                yield row, phrase, likeness


@lru_cache(maxsize=32)
def _joined(fields: tuple[Field, ...]) -> Mapping[str, Phrase]:
    """The composed phrases without their blanks: engines put one into a word ("work finishe d"), or lose one."""
    return {text.replace(" ", ""): phrase for text, phrase in put_together(fields).items()}


@lru_cache(maxsize=32)
def _words_of(fields: tuple[Field, ...]) -> tuple[str, ...]:
    return tuple(sorted({word for text in put_together(fields) for word in text.split()}))


def _spelling(words: frozenset[str], known: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For each word that is none of the known ones those that are like it, the likest first."""
    strange = sorted(words - set(known))
    if not strange or not known:
        return {}
    scores = process.cdist(strange, known, scorer=fuzz.ratio, score_cutoff=100 * _LIKE)
    return {
        word: tuple(known[place] for place in (-row).argsort()[:_CANDIDATES] if row[place])
        for word, row in zip(strange, scores, strict=True)
        if row.any()
    }
