"""Finds the printed labels of known fields among the words of a page, in spite of what the reader made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from digitize.layout import Layout, Segment
from records.fields import Field
from records.geometry import Box, bounding
from records.page import Word

LONGEST = 6
"""Words in the longest label looked for."""

GENERIC = frozenset(
    "no number id key in out by at date name type other unit class total amount cost due start end done status "
    "reason action lead owner staff parts labor material equipment unit request service hours hrs".split()
)
"""Words too common to be taken for a label without a sign that they are one: a colon, or a place of their own."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way to print a field's label."""

    field: str
    text: str
    rank: int
    """0 for the words a workspace declares, in its order; then the catalogue's, the commonest first."""
    declared: bool
    """Declared by the workspace: surer than the catalogue's guess."""


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label on a page."""

    field: str
    text: str
    """As read."""
    box: Box
    line: int
    score: float
    """0 to 1: likeness of the words, less what the place takes away."""
    rank: int
    declared: bool
    tail: tuple[Word, ...]
    """The words that follow it in its segment: usually its value."""
    marked: bool
    """Ends in a colon or a number sign."""


def plain(text: str) -> str:
    """A label in the form in which labels are compared: lower case, no punctuation but # and $."""
    kept = re.sub(r"[^a-z0-9#$ ]+", " ", text.lower().replace("'", "").replace("’", ""))
    return " ".join(re.sub(r"([#$])", r" \1 ", kept).split())


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


def find_labels(layout: Layout, fields: Mapping[str, Field]) -> tuple[Label, ...]:
    """The labels on a page, none overlapping another, in reading order."""
    phrases = vocabulary(tuple(fields.values()))
    grams = [gram for segment in layout.segments for gram in _grams(segment)]
    if not grams or not phrases:
        return ()
    scores = process.cdist(
        [gram.text for gram in grams], [phrase.text for phrase in phrases], scorer=fuzz.ratio, score_cutoff=80
    )
    found = [
        label
        for row, column in zip(*np.nonzero(scores), strict=True)
        if (label := _judge(grams[row], phrases[column], float(scores[row, column]) / 100)) is not None
    ]
    return _apart(found)


@dataclass(frozen=True, slots=True)
class _Gram:
    text: str
    segment: Segment
    start: int
    end: int


def _grams(segment: Segment) -> list[_Gram]:
    words = segment.words
    grams = []
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            text = plain(" ".join(word.text for word in words[start:end]))
            if any(character.isalpha() or character == "#" for character in text):
                grams.append(_Gram(text, segment, start, end))
    return grams


def _judge(gram: _Gram, phrase: Phrase, likeness: float) -> Label | None:
    """The label, if the likeness and the place allow it to be one."""
    letters = len(phrase.text)
    if likeness < (1.0 if letters <= 4 else 0.87 if letters <= 8 else 0.84):
        return None
    words = gram.segment.words
    last = words[gram.end - 1].text
    marked = last.endswith((":", "#", "#:", ";", "：")) or phrase.text.endswith("#")
    alone = gram.end - gram.start == len(words)
    starts = gram.start == 0 or words[gram.start - 1].text.endswith((":", "|"))
    place = _place(marked=marked, alone=alone, starts=starts)
    generic = phrase.text in GENERIC and not phrase.declared
    if place == 0.0 or (generic and not (marked or alone)):
        return None
    if not phrase.declared and not marked and not words[gram.start].text[:1].isupper() and not alone:
        return None
    box = bounding([word.box for word in words[gram.start : gram.end]])
    tail = words[gram.end :]
    text = " ".join(word.text for word in words[gram.start : gram.end])
    score = likeness * place * (0.9 if generic else 1.0)
    return Label(phrase.field, text, box, gram.segment.line, score, phrase.rank, phrase.declared, tail, marked)


def _place(*, marked: bool, alone: bool, starts: bool) -> float:
    """How much a word's place speaks for its being a label: in running text it is none."""
    if starts:
        return 1.0 if marked or alone else 0.92
    return 0.9 if marked else 0.0


def _apart(labels: Sequence[Label]) -> tuple[Label, ...]:
    """The best labels of which no two overlap; a longer one beats a shorter inside it."""
    kept: list[Label] = []
    for label in sorted(labels, key=_merit):
        if not any(label.line == other.line and label.box.overlap(other.box) > 0 for other in kept):
            kept.append(label)
    return tuple(_trimmed(label, kept) for label in sorted(kept, key=lambda k: (k.line, k.box.left)))


def _merit(label: Label) -> tuple[float, ...]:
    return (-label.declared, -round(label.score, 2) * len(plain(label.text)), label.rank, label.box.top, label.box.left)


def _trimmed(label: Label, labels: Sequence[Label]) -> Label:
    """The label with its tail cut where the next label of the line begins."""
    following = [other.box.left for other in labels if other.line == label.line and other.box.left > label.box.left]
    limit = min(following, default=float("inf"))
    return replace(label, tail=tuple(word for word in label.tail if word.box.left < limit))
