"""How likely each value is that may stand in a place: what the ink says of it, and what is known beside the ink.

A value's weight is a sum of what speaks for it; the values' shares of all weights are their probabilities. The weights
are fitted on generated binders (`benchmarks/fit_posterior.py`). Nothing known beside the ink outweighs ink that is
clear: a lexicon speaks for a value with a few nats at most, and a misread character costs about as many.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from digitize.candidates import Candidate, Known, bare
from digitize.lexicon import NUMBER, WORDY, Lexicon, stem_of, words_in
from digitize.page import Inked
from digitize.parse import NUMERIC, read_value
from digitize.spelling import VARIANTS
from records.fields import Field, FieldType
from records.order import ReadingStatus
from records.values import ValueContext

OUTSIDE = 3.0
"""What weighs against a day that lies outside the binder's period, beside its distance, and against endless hours."""
HOURS = 24.0
"""Hours that one line seldom exceeds."""
_HALF_KNOWN = 0.5
"""Times seen from which a word is no stranger."""
_LONG_WORD = 5
"""Letters of an unknown word that weigh against it: one misread letter makes all of a word unknown."""
_FIRM = 2.0
"""Times that the records must have a word before one beside it is taken for the same, misread."""
_ECHO = 0.4
"""How often such a word counts as known: not enough to be no stranger."""
_UNLISTED = 1.5
"""What weighs against a number whose beginning is nearly, and not quite, that of listed ones."""
_LIKE = 60
"""Likeness of two beginnings, 0 to 100, from which one may be the other misread."""
DEEPEST = 30.0
"""Nats below the best from which the ink tells values no further apart."""
PARTS = (
    "ink",
    "binder",
    "records",
    "tesseract",
    "likeness",
    "recogniser",
    "strange",
    "words",
    "repaired",
    "near",
    "shape",
)
"""What is weighed, in the order of `WEIGHTS`."""
WEIGHTS: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "words": (0.6, 1.5, 3.0, 1.0, 1.0, 0.1, -4.0, 2.5, 0.0, 0.0, 0.0),
        "figures": (0.6, 0.0, 1.4, 1.4, 1.1, 0.6, 0.0, 0.0, -1.0, 1.3, 1.5),
    }
)
"""By group, in the order of `PARTS`; fitted on 1,950 places of the generated seeds 501 to 504, held within bounds."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate and its share."""

    candidate: Candidate
    probability: float


def group_of(kind: Field) -> str:
    """Which weights a field has."""
    return "words" if kind.type in WORDY else "figures"


def weigh_values(
    kind: Field, candidates: Sequence[Candidate], place: Inked, known: Known, context: ValueContext
) -> list[Weighed]:
    """The candidates with their probabilities, the likeliest first."""
    weights = WEIGHTS[group_of(kind)]
    rows = parts(kind, candidates, place, known, context)
    sums = [sum(w * part for w, part in zip(weights, row, strict=True)) for row in rows]
    top = max(sums)
    total = sum(math.exp(each - top) for each in sums)
    shares = [math.exp(each - top) / total for each in sums]
    order = sorted(range(len(sums)), key=lambda n: (-shares[n], n))
    return [Weighed(candidates[n], shares[n]) for n in order]


def parts(
    kind: Field, candidates: Sequence[Candidate], place: Inked, known: Known, context: ValueContext
) -> list[tuple[float, ...]]:
    """What speaks for each candidate, in the order of `PARTS`."""
    best = max(candidate.score for candidate in candidates)
    said = {vote.engine: read_value(kind, " ".join(vote.text.split()), context).value for vote in place.votes}
    seen = _Seen(kind, known)
    return [
        (
            max(candidate.score - best, -DEEPEST),
            seen.value(known.binder, candidate.value, 0),
            seen.value(known.records, candidate.value, 1),
            float(_same(kind, candidate.value, said.get("tesseract"))),
            fuzz.ratio(bare(candidate.value), bare(said.get("tesseract") or "")) / 100,
            float(_same(kind, candidate.value, said.get("ppocr"))),
            *seen.words(candidate.value),
            float(candidate.status is ReadingStatus.REPAIRED),
            _nearness(kind, candidate.value, known),
            seen.shape(candidate.value, next(iter(candidate.forms))),
        )
        for candidate in candidates
    ]


def _same(kind: Field, one: str, other: str | None) -> bool:
    return other is not None and (one == other if kind.type in NUMERIC else bare(one) == bare(other))


def _known(count: float) -> float:
    """How well something is known that was seen so often: half after once, and hardly better after ten times."""
    return max(count, 0.0) / (max(count, 0.0) + 1)


def _plain_word(kind: FieldType, word: str) -> str:
    """A word in small letters; of an address, in its shorter spelling."""
    other = VARIANTS.get(word.capitalize(), word) if kind is FieldType.ADDRESS else word
    return min(word, other, key=len).casefold()


class _Seen:
    """How often things are known elsewhere, for one field."""

    def __init__(self, kind: Field, known: Known) -> None:
        self._kind = kind
        self._known = known
        self._keys: dict[int, dict[str, float]] = {}
        self._words: dict[str, float] | None = None

    def value(self, lexicon: Lexicon, value: str, less: int) -> float:
        """How well a value is known, 0 to 1; of the records once less, for one of them may be this order's own."""
        if id(lexicon) not in self._keys:
            keys: dict[str, float] = {}
            for other, count in lexicon.values_of(self._known.name).items():
                keys[key_of(self._kind.type, other)] = keys.get(key_of(self._kind.type, other), 0.0) + count
            self._keys[id(lexicon)] = keys
        sought = stem_of(value) if self._known.name == NUMBER and lexicon is self._known.records else value
        return _known(self._keys[id(lexicon)].get(key_of(self._kind.type, sought), 0.0) - less)

    def words(self, value: str) -> tuple[float, float]:
        """How many letters stand in words that are not known, in tens; and how well all words are known, 0 to 1."""
        if self._kind.type not in WORDY:
            return 0.0, 0.0
        words = [word for word in words_in(value) if word]
        counts = [self._word(word) for word in words]
        unknown = [
            word for word, count in zip(words, counts, strict=True) if count < 0.5 and (len(word) > 1 or word.islower())
        ]
        strange = sum(min(len(word), _LONG_WORD) for word in unknown)
        if self._kind.type is FieldType.NAME:
            strange += 3 * sum(map(str.isdigit, value))
        return strange / 10, sum(map(_known, counts)) / max(len(counts), 1)

    def _word(self, word: str) -> float:
        """How often a word is known, in capitals or not; an address's in any of its spellings."""
        if self._words is None:
            self._words = self._all_words()
        return self._words.get(_plain_word(self._kind.type, word), 0.0)

    def _all_words(self) -> dict[str, float]:
        """How often each word is known; one of the binder alone, a letter from a word of the records, is a stranger.

        A hand whose D reads as B writes "Brive" on every page, and would teach itself.
        """
        records = self._counts(self._known.records, 1.0)
        binder = self._counts(self._known.binder, 0.0)
        firm = [word for word, count in records.items() if count >= _FIRM]
        return {
            word: records.get(word, 0.0) + (count if word in records or not _near(word, firm) else _ECHO)
            for word, count in {**dict.fromkeys(records, 0.0), **binder}.items()
        }

    def _counts(self, lexicon: Lexicon, less: float) -> dict[str, float]:
        found: dict[str, float] = {}
        for word, count in lexicon.words_of(self._known.name).items():
            key = _plain_word(self._kind.type, word)
            found[key] = found.get(key, 0.0) + max(count - less, 0.0)
        return found

    def shape(self, value: str, raw: str) -> float:
        """The share of the binder's values that are written like this one, as a logarithm.

        Of identifiers their shape counts, of amounts whether they bear a dollar sign: it is often read as a one.
        """
        if self._kind.type is FieldType.MONEY and self._known.signed is not None:
            return math.log(0.02 + 0.98 * (self._known.signed if "$" in raw else 1 - self._known.signed))
        if self._kind.type is not FieldType.IDENTIFIER:
            return 0.0
        binder = self._known.binder.values_of(self._known.name)
        own = _share(value, binder) if sum(binder.values()) >= 3 else None
        if self._known.name != NUMBER:
            return own or 0.0
        stems = {stem: count for stem, count in self._known.records.values_of(NUMBER).items() if count > 1}
        listed = _share(stem_of(value), stems, of_most=True) if stems else None
        # A prefix that is misread on every sheet is the binder's own shape; the records do not misread.
        return max((share for share in (own, listed) if share is not None), default=0.0) - (
            _UNLISTED if listed is not None and listed < -1 and _alike(stem_of(value), stems) else 0.0
        )


def _share(value: str, counts: Mapping[str, float], *, of_most: bool = False) -> float:
    """The share of values that have this one's shape, or of those of the commonest shape, as a logarithm."""
    shapes: dict[str, float] = {}
    for other, count in counts.items():
        shapes[shape_of(other)] = shapes.get(shape_of(other), 0.0) + count
    whole = max(shapes.values()) if of_most else sum(shapes.values())
    return min(math.log((shapes.get(shape_of(value), 0.0) + 0.1) / (whole + 0.1)), 0.0)


def _alike(stem: str, stems: Mapping[str, float]) -> bool:
    """Whether a beginning is nearly that of numbers which the records hold."""
    return any(fuzz.ratio(stem, other) >= _LIKE for other in stems)


def _near(word: str, others: Sequence[str]) -> bool:
    """Whether a word is one letter from one of these, two where it is long."""
    most = 1 if len(word) <= _LONG_WORD else 2
    return any(Levenshtein.distance(word, other, score_cutoff=most) <= most for other in others)


def shape_of(value: str) -> str:
    """A value with each digit as 9."""
    return "".join("9" if character.isdigit() else character for character in value)


def key_of(kind: FieldType, value: str) -> str:
    """What all ways to write one value have in common."""
    if kind is FieldType.NAME:
        last, comma, first = (part.strip(" .").casefold() for part in value.partition(","))
        if not comma:
            first, _, last = (part.strip(" .").casefold() for part in value.rpartition(" "))
        return f"{last} {first[:1]}"
    if kind is FieldType.ADDRESS:
        words = (word.strip(".,") for word in value.split())
        return bare(" ".join(min(word, VARIANTS.get(word, word), key=len) for word in words))
    return "".join(filter(str.isalnum, value.casefold()))


def _nearness(kind: Field, value: str, known: Known) -> float:
    """How near a day is to the order's other days and its neighbours', as a logarithm, nearest highest.

    Hours are near where they are a day's at most, and in quarters.
    """
    if kind.type is FieldType.HOURS:
        hours = float(value)
        return -OUTSIDE * (hours > HOURS) - 0.5 * (hours * 4 % 1 > 0)
    if kind.type is not FieldType.DATE or not known.days:
        return 0.0
    day = date.fromisoformat(value)
    near = known.near_days or (min(max(day, known.days[0]), known.days[-1]),)
    outside = OUTSIDE if not known.days[0] <= day <= known.days[-1] else 0.0
    return -math.log1p(min(abs((day - other).days) for other in near)) - outside
