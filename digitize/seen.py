"""How often things are known elsewhere: a field's values, its words, how its numbers are made.

A binder teaches its own words, and a hand that is misread on every page teaches the misreading. So the records, where
they know nearly all that a field says, are the judge of what is a word of it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise, takewhile

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from digitize.hand import NO_HAND, Hand
from digitize.lexicon import NUMBER, WORDY, Lexicon, stem_of, words_in
from digitize.lore import Known
from digitize.shapes import counted_shapes, shape_of
from digitize.spelling import (
    GLUED,
    SENTENCE,
    STREETS,
    SUFFIXES,
    VARIANTS,
    bare,
    drawn_apart,
    ends_well,
    hours_style,
    key_of,
    lettered,
    numbered,
    streets_of,
    unstamped,
    unstopped,
)
from digitize.successors import SURELY
from digitize.uom import UNIT
from records.fields import Field, FieldType

_DECIMALS = 2
"""Figures behind the point that hours have at most."""
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
_USUAL = 5.0
"""Numbers of one shape in the lists from which more of them make it no more usual."""
_LIKE = 60
"""Likeness of two beginnings, 0 to 100, from which one may be the other misread."""
_STANDARD = 2.0
"""How often a standard word of addresses counts as known."""
_COVERED = 0.6
"""Share of a field's words, or of its streets' endings, from which what is not known is strange."""
_SAME_WORLD = 0.3
"""Share of the binder's words that the records must know to judge the others: lists of another city know few."""
_JUDGE = 2.0
"""Nats against an unknown word from which the binder is no witness for a street's: the records' are old in 9 of 10."""
_DOUBT = 0.03
"""Share of a field's words that are new even where all were known so far."""
_FEWEST = 5
"""Values from which it can be told how a field's values are made."""
_SIGNS = {
    FieldType.ADDRESS: re.compile(r"[$%*<>{}\[\]|=^~\"!?;:+_\\]|#(?!\s?\d|\s?[A-Z]$)|&(?!\s?\w)"),
    FieldType.NAME: re.compile(r"[$%*<>{}\[\]|=^~!?;:+_\\#@]|\d"),
    FieldType.CHOICE: re.compile(r"[$*<>{}\[\]|=^~!?;_\\]"),
    FieldType.TEXT: re.compile(r"[*<>{}\[\]|^~_\\]|\$(?!\s?\d)"),
}
"""Signs that no value of the type has: what is read so is something else misread."""
_FIGURE = "9"
"""Any figure, among the signs."""
_SEVERAL = 0.05
"""Share of a field's listed values from which a sign that they have is no misreading."""
_NAMED = frozenset({FieldType.NAME, FieldType.ADDRESS})
_PLAIN = frozenset({FieldType.NAME, FieldType.ADDRESS, FieldType.CHOICE})
"""What is written in capitals throughout or not at all: a word in capitals beside others is a stamp's."""
_SHORTENED = frozenset({FieldType.ADDRESS, FieldType.NAME})  # whose short words have full stops, or have none
_NOTED = frozenset({FieldType.TEXT, FieldType.CHOICE})
"""What is spelt in one way where its letters are the same."""
_NEW = 0.5
"""Added to how often a spelling, or a beginning, is known: one that is new is no wonder among two."""
_SHOUTED = 3
"""Letters up to which a word in capitals may be one cut short, "CMP" or "NE"."""
_CENTS, _SIGNED = re.compile(r"[.,:]\s?\d\d\s*$"), re.compile(r"[$£€]")
_NO_WAY = "[A-DF-MO-RT-VX-Z]"
"""A letter that is no direction."""
_NO_HOUSE = re.compile(rf"^\d+/\d*(?=\s)|^\d+ (?=(?:\d+ )+(?!\d))|^{_NO_WAY}[.|]? (?=\d)")
"""No house's number: one with a slash in it, several of them, or one behind a letter that is no direction."""
_WAY = re.compile(rf"^\d+\w? ?({_NO_WAY})\.? (?=\S+ \S)")
"""A letter before a street of several words that is no direction: a hand's W is read as an M."""
_BEHIND_WORD = re.compile(r"^([A-Za-z]{2,})[.:;]? (?=\d)")
"""A house's number behind a word: of a highway or a lot, or what is left of a label."""
_ABBREVIATED, _COMMON = 3, 5.0
"""Letters of a word that may be one cut short, "sq. ft", "apt. 4", and the frequency (Zipf) from which it is none."""
_OS, _ZEROS = re.compile(r"O{2,}(?=\d)|(?<=\d)O{2,}"), 5.0
"""Several letters O beside a figure, and nats against them: a comb's zeros are read so on all sheets of a binder."""
_INNER = re.compile(r"(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bDi)(?<!\bLa)(?<!\bLe)(?<!\bVan)(?<=[a-z])[A-Z]")
"""A capital inside a word, other than in "McCoy" and its like."""


def _known(count: float) -> float:
    """How well something is known that was seen so often: half after once, and hardly better after ten times."""
    return max(count, 0.0) / (max(count, 0.0) + 1)


def _sign(sign: str) -> str:
    """A sign, each figure as any."""
    return _FIGURE if sign.isdigit() else sign


def _plain_word(kind: FieldType, word: str) -> str:
    """A word in small letters; of an address, in its shorter spelling."""
    other = VARIANTS.get(word.capitalize(), word) if kind is FieldType.ADDRESS else word
    return min(word, other, key=len).casefold()


class Seen:
    """How often things are known elsewhere, for one field."""

    def __init__(self, kind: Field, known: Known, hand: Hand = NO_HAND) -> None:
        self._kind = kind
        self.known = known
        self._hand = hand
        self._keys: dict[int, dict[str, float]] = {}

    def value(self, lexicon: Lexicon, value: str, less: int) -> float:
        """How well a value is known, 0 to 1; of the records once less, for one of them may be this order's own."""
        if id(lexicon) not in self._keys:
            keys: dict[str, float] = {}
            for other, count in lexicon.values_of(self.known.name).items():
                key = key_of(self._kind.type, other)
                keys[key] = keys.get(key, 0.0) + (count if lexicon is self.known.records else self._heard(other, count))
            self._keys[id(lexicon)] = keys
        stems = self.known.name == NUMBER and lexicon is self.known.records
        sought = [key_of(self._kind.type, each) for each in (_stems(value) if stems else (value,))]
        return _known(max(self._keys[id(lexicon)].get(key, 0.0) for key in sought) - less)

    def _heard(self, value: str, count: float) -> float:
        """How much a value of the binder counts: hardly, where a word of it is an echo."""
        if self._kind.type not in WORDY:
            return count
        echoes = any(self._word(word) == _ECHO for word in words_in(value) if word)
        return min(count, _ECHO) if echoes else count

    def words(self, value: str) -> tuple[float, float]:
        """How many letters stand in words that are not known, in tens; and how well all words are known, 0 to 1."""
        if self._kind.type not in WORDY:
            return 0.0, 0.0
        counts = [self._word(word) for word in words_in(value) if word]
        strange = sum(min(len(word), _LONG_WORD) for word in self._unknown(value))
        if self._kind.type is FieldType.NAME:
            strange += 3 * sum(map(str.isdigit, value)) * (_FIGURE not in self._usual)
        return strange / 10, sum(map(_known, counts)) / max(len(counts), 1)

    def foreign(self, value: str) -> float:
        """Nats that speak against a value's unknown words and unheard-of streets, where nearly all is known."""
        if self._kind.type not in WORDY:
            return 0.0
        against = len(self._unknown(value)) * self._closed
        if self._kind.type is FieldType.ADDRESS:
            against += sum(not ends_well(street) for street in streets_of(value)) * self._ending
        return against

    def malformed(self, value: str) -> int:
        """Signs in a value that none of its type has, brackets without their other half, capitals in a name, specks.

        A day outside the binder's own, hours in thousandths, and more than a day's are malformed too.
        """
        if self._kind.type is FieldType.DATE and self.known.days:
            return int(not self.known.days[0] <= date.fromisoformat(value) <= self.known.days[-1]) if value else 0
        if self._kind.type is FieldType.HOURS:
            return int(len(value.partition(".")[2]) > _DECIMALS or float(value or 0) > HOURS)
        shape = _SIGNS.get(self._kind.type)
        if shape is None:
            return 0
        signs = sum(_sign(sign) not in self._usual for sign in shape.findall(value))
        odd = signs + abs(value.count("(") - value.count(")")) + (lettered(value) != value)
        if self._kind.type in _NAMED:
            odd += sum(bool(_INNER.search(word)) and not self._listed(word) for word in value.split())
        odd += len(value) == 1 and value.isalpha() and self._of_figures
        if self._kind.type in WORDY and any(map(str.islower, value)):
            odd += sum(map(self._shouted, value.split()))
        noted = self._kind.type in WORDY and not self.known.name.startswith("item.")  # a rubber stamp may be bought
        if self._kind.type in _PLAIN or (noted and any(map(str.islower, value))):
            odd += unstamped(value) != value
        if self._kind.type is FieldType.ADDRESS:
            odd += sum(map(is_two, streets_of(value))) + len(_NO_HOUSE.findall(value)) + (unstopped(value) != value)
            odd += numbered(value) != value
            before = _BEHIND_WORD.match(value)
            odd += before is not None and self._word(before.group(1)) < _HALF_KNOWN
            way = _WAY.match(value)
            odd += way is not None and not self._listed(way.group(1))
        if self._kind.type in WORDY:
            odd += sum(map(self._misdrawn, words_in(value)))
        if self.known.language is not None:
            first = value.split(" ")[0]
            odd += first.endswith(":") and self._word(first.strip(":")) < _HALF_KNOWN
            odd += sum(map(self._misspelled, pairwise([*value.split(), ""]))) + len(GLUED.findall(value))
            odd += 0 if self.known.sentences else len(SENTENCE.findall(value))
        return odd

    @cached_property
    def _of_figures(self) -> bool:
        """Whether most of the field's values are figures: a letter alone among priorities 1 to 4 is one of them."""
        figures = [
            (value.isdigit(), count)
            for lexicon in (self.known.binder, self.known.records)
            for value, count in lexicon.values_of(self.known.name).items()
        ]
        return 2 * sum(count for is_one, count in figures if is_one) > sum(count for _, count in figures)

    def _shouted(self, word: str) -> bool:
        """Whether a word stands in capitals beside others that do not, and is none that the records have.

        A note may well hold one, `HVAC` or `RECEIVED`: there only what is no word at all is a stamp's.
        """
        if not word.isupper() or sum(map(str.isalpha, word)) <= _SHOUTED or self._listed(word):
            return False
        return self._kind.type in _PLAIN or self._word(word.strip(".,()")) < _HALF_KNOWN

    def _misdrawn(self, word: str) -> bool:
        """Whether a word is one that the records or the language have, with two letters drawn as one: "Thomton"."""
        if self._listed(word):
            return False
        language = self.known.language
        if language is not None and language.is_common(word.casefold()):
            return False
        listed = any(self._listed(other) for other in drawn_apart(word))
        return listed or (language is not None and language.is_misdrawn(word.casefold()))

    def _misspelled(self, pair: tuple[str, str]) -> bool:
        """Whether a note's word has a capital inside, or is a whole word with a full stop amid a sentence."""
        word, after = pair
        known = self.known.language.zipf if self.known.language is not None else {}
        plain = word.strip(".,;:()").casefold()
        whole = len(plain) > _ABBREVIATED or (len(plain) == _ABBREVIATED and known.get(plain, 0.0) >= _COMMON)
        stopped = word.endswith(".") and whole and plain in known and after[:1].islower()
        return stopped or (bool(_INNER.search(word)) and plain not in known and not self._listed(word))

    @cached_property
    def _usual(self) -> frozenset[str]:
        """The signs that several of the records' values of the field have: "Jacobs for Congress (135377)" is a name."""
        values = self.known.records.values_of(self.known.name)
        shape = _SIGNS.get(self._kind.type)
        counts = Counter(sign for value in values for sign in set(map(_sign, shape.findall(value) if shape else ())))
        return frozenset(sign for sign, count in counts.items() if count >= max(_FEWEST, _SEVERAL * len(values)))

    def _listed(self, word: str) -> bool:
        """Whether the records have a word; the binder is no witness for its own misreadings."""
        return _plain_word(self._kind.type, word.strip(".,()")) in self._from_records

    def _unknown(self, value: str) -> list[str]:
        """The words that are not known; a capital alone is an initial, and that of a list knows a whole name."""
        listed = self._kind.type is FieldType.NAME and self.value(self.known.records, value, 1) >= _HALF_KNOWN
        words = (w for w in words_in(value) if w and (len(w) > 1 or w.islower() or self.known.name == UNIT))
        return [] if listed else [word for word in words if self._word(word) < _HALF_KNOWN]

    def _word(self, word: str) -> float:
        """How often a word is known, in capitals or not; an address's in any of its spellings."""
        own = self._words.get(_plain_word(self._kind.type, word), 0.0)
        language = self.known.language
        return own if language is None else max(own, language.count(word.casefold()))

    @cached_property
    def _closed(self) -> float:
        """Nats against one unknown word: how seldom the field has a word that was not there before.

        The records tell it of themselves: a word that they have once only was new when it came. Of the binder it is the
        share of its words that the records know; a hand that is misread everywhere makes that too small.
        """
        records = self.known.records.words_of(self.known.name)
        binder = self._counts(self.known.binder, 0.0)
        if len(records) < _FEWEST or sum(binder.values()) < _FEWEST:
            return 0.0
        known = sum(count for word, count in binder.items() if word in self._from_records) / sum(binder.values())
        again = sum(count for count in records.values() if count > 1) / sum(records.values())
        return max(_against(known), _against(again)) if known >= _SAME_WORLD else 0.0

    @cached_property
    def _ending(self) -> float:
        """Nats against a street that ends in no word for one: how seldom the records' streets do, or the binder's."""
        lexicons = (self.known.records.values_of(self.known.name), self.known.binder.values_of(self.known.name))
        ends = ([ends_well(street) for value in values for street in streets_of(value)] for values in lexicons)
        return max((_against(sum(each) / len(each)) for each in ends if len(each) >= _FEWEST), default=0.0)

    @cached_property
    def _from_records(self) -> dict[str, float]:
        """How often the records have each word, once less: one of them may be this order's own."""
        found = self._counts(self.known.records, 1.0)
        if self._kind.type is FieldType.ADDRESS:
            found |= {word: max(found.get(word, 0.0), _STANDARD) for word in STREETS}
        return found

    @cached_property
    def _words(self) -> dict[str, float]:
        """How often each word is known; one of the binder alone, a letter from a word of the records, is a stranger.

        A hand whose D reads as B writes "Brive" on every page, and would teach itself.
        """
        records, binder = self._from_records, self._counts(self.known.binder, 0.0)
        firm = [word for word, count in records.items() if count >= _FIRM or self.known.name == UNIT]
        counted = {word: count for word, count in binder.items() if word in records or not self._echo(word, firm)}
        echoes = {word: _ECHO for word in binder if word not in counted}
        return {word: records.get(word, 0.0) + counted.get(word, 0.0) for word in {**records, **counted}} | echoes

    def _echo(self, word: str, firm: Sequence[str]) -> bool:
        """Whether a word of the binder alone is another one misread: one of the records, or as this hand is misread."""
        if self._kind.type is FieldType.ADDRESS and self._closed >= _JUDGE:
            return True
        language = self.known.language
        if language is not None and word not in language.zipf and language.alike(word):
            return True
        meant = {m.casefold() for m in self._hand.meant(word.capitalize())} | set(self._hand.meant(word))
        own = self._own_words
        return _near(word, firm) or any(own.get(other, 0.0) >= _HALF_KNOWN for other in meant if other != word)

    @cached_property
    def _own_words(self) -> dict[str, float]:
        """How often each word is known, echoes and all."""
        binder = self._counts(self.known.binder, 0.0)
        return {word: self._from_records.get(word, 0.0) + count for word, count in binder.items()} | {
            word: count for word, count in self._from_records.items() if word not in binder
        }

    def _counts(self, lexicon: Lexicon, less: float) -> dict[str, float]:
        found: dict[str, float] = {}
        for word, count in lexicon.words_of(self.known.name).items():
            key = _plain_word(self._kind.type, word)
            found[key] = found.get(key, 0.0) + max(count - less, 0.0)
        return found

    def shape(self, value: str, raw: str) -> float:
        """The share of the binder's values that are written like this one, as a logarithm.

        Of identifiers their shape counts, of amounts whether they bear cents and a dollar sign, often read as a one; of
        hours how their parts are written, for a colon is often lost; of addresses whether "St" and "N" have full stops;
        of notes, beside the likeliest spelling of the same letters, how they are spelt, for specks add commas.
        """
        if self._kind.type in _NOTED:
            return self._spelling_share(value)
        if self._kind.type in _SHORTENED:
            return sum(self._stop_share(kind, stopped) for kind, stopped in stops_of(value))
        if self._kind.type is FieldType.HOURS and self.known.hours:
            return math.log(0.02 + 0.98 * self.known.hours.get(hours_style(raw), 0.0))
        if self._kind.type is FieldType.MONEY and self.known.signed is not None:
            shares = ((self.known.signed, bool(_SIGNED.search(raw))), (self.known.cents, bool(_CENTS.search(raw))))
            return sum(math.log(0.02 + 0.98 * (share if has else 1 - share)) for share, has in shares)
        if self._kind.type is FieldType.IDENTIFIER:
            return self._identifier_share(value) - _ZEROS * bool(_OS.search(value))
        return 0.0

    def _identifier_share(self, value: str) -> float:
        binder = self.known.binder.values_of(self.known.name)
        own = _share(value, binder) if sum(binder.values()) >= 3 else None
        if self.known.name != NUMBER:
            return own or 0.0
        stems = {stem: count for stem, count in self.known.records.values_of(NUMBER).items() if count > 1}
        listed = max(_listed(stem, stems) for stem in _stems(value)) if stems else None
        # A prefix that is misread on every sheet is the binder's own shape; the records do not misread.
        return (
            max((share for share in (own, listed) if share is not None), default=0.0)
            - (_UNLISTED if listed is not None and listed < -1 and _alike(stem_of(value), stems) else 0.0)
            + self._prefix_share(value)
        )

    def _prefix_share(self, value: str) -> float:
        """The share of the binder's numbers that begin with this one's letters, as a logarithm, beside their commonest.

        Only beginnings count that the records' numbers have too, or, where those have no letters, that were read
        surely: the lists are of several departments, a binder mostly is of one, and a misread hand is misread in
        several ways.
        """
        counts = self._prefixes
        if sum(counts.values()) < _FEWEST:
            return 0.0
        return math.log((counts.get(_letters(value), 0.0) + _NEW) / (max(counts.values()) + _NEW))

    @cached_property
    def _prefixes(self) -> dict[str, float]:
        """How often the binder's numbers begin with each of those letters."""
        listed = {_letters(stem) for stem, count in self.known.records.values_of(NUMBER).items() if count > 1} - {""}
        found: dict[str, float] = {}
        for value, count in self.known.binder.values_of(NUMBER).items():
            if _letters(value) in listed or (not listed and count >= SURELY):
                found[_letters(value)] = found.get(_letters(value), 0.0) + count
        return found

    def _spelling_share(self, value: str) -> float:
        counts = self._spelling_counts.get(key_of(self._kind.type, value), {})
        if sum(counts.values()) < _FEWEST:
            return 0.0
        return math.log((counts.get(bare(value), 0.0) + _NEW) / (max(counts.values()) + _NEW))

    @cached_property
    def _spelling_counts(self) -> dict[str, dict[str, float]]:
        """How often the records and the binder have each spelling of some letters."""
        found: dict[str, dict[str, float]] = {}
        for lexicon in (self.known.records, self.known.binder):
            for value, count in lexicon.values_of(self.known.name).items():
                counts = found.setdefault(key_of(self._kind.type, value), {})
                counts[bare(value)] = counts.get(bare(value), 0.0) + count
        return found

    def _stop_share(self, kind: str, stopped: bool) -> float:
        """The share of the binder's suffixes, or of its initials, that have a full stop or none, as a logarithm."""
        counts = self._stop_counts.get(kind, {})
        if sum(counts.values()) < _FEWEST:
            return 0.0
        return math.log((counts.get(stopped, 0.0) + _DOUBT) / (sum(counts.values()) + 2 * _DOUBT))

    @cached_property
    def _stop_counts(self) -> dict[str, dict[bool, float]]:
        found: dict[str, dict[bool, float]] = {}
        for value, count in self.known.binder.values_of(self.known.name).items():
            for kind, stopped in stops_of(value):
                counts = found.setdefault(kind, {})
                counts[stopped] = counts.get(stopped, 0.0) + count
        return found


def stops_of(text: str) -> list[tuple[str, bool]]:
    """The short words of a name or an address, each an initial or a street's suffix, and whether it has a full stop."""
    words = [(word.strip(",."), word.rstrip(",").endswith(".")) for word in text.split()]
    kinds = [
        ("initial" if len(word) == 1 and word.isupper() else "suffix" if word.casefold() in STREETS else "")
        for word, _ in words
    ]
    return [(kind, stopped) for kind, (_, stopped) in zip(kinds, words, strict=True) if kind]


def _against(share: float) -> float:
    """Nats against what is not among so large a share; none where much else is usual."""
    return -math.log(1 - share + _DOUBT) if share >= _COVERED else 0.0


def is_two(street: str) -> bool:
    """Whether one street holds the end of another, "Elm St Oak Ave": the sign between the two is not there."""
    ends = [word.strip(".,").casefold() in SUFFIXES for word in street.split()]
    first = next((place for place, end in enumerate(ends) if end and place and not ends[place - 1]), None)
    named = first is not None and any(len(word) > 2 and word.isalpha() for word in street.split()[:first])
    return named and first is not None and not all(ends[first:]) and ends[-1]


def _share(value: str, counts: Mapping[str, float]) -> float:
    """The share of values that have this one's shape, as a logarithm."""
    shapes = counted_shapes(counts)
    return min(math.log((shapes.get(shape_of(value), 0.0) + 0.1) / (sum(shapes.values()) + 0.1)), 0.0)


def _listed(stem: str, stems: Mapping[str, float]) -> float:
    """How usual the shape of a number's beginning is in the lists, as a logarithm, beside their commonest.

    The lists are of several departments: a shape that a few of their numbers have is as usual as any. They often leave
    out the signs between.
    """
    shapes: Counter[str] = Counter()
    for shape, count in counted_shapes(stems).items():
        shapes[_solid(shape)] += count  # type: ignore[assignment] # counts may be parts of one
    most = min(max(shapes.values()), _USUAL)
    return min(math.log((min(shapes[_solid(shape_of(stem))], most) + 0.1) / (most + 0.1)), 0.0)


def _letters(number: str) -> str:
    """The letters that a number begins with."""
    return "".join(takewhile(str.isalpha, number))


def _solid(shape: str) -> str:
    return "".join(filter(str.isalnum, shape))


def _stems(number: str) -> tuple[str, str]:
    """The beginning of a number, and the same without letters before it, which lists often leave out."""
    stem = stem_of(number)
    return stem, re.sub(r"^\D+", "", stem)


def _alike(stem: str, stems: Mapping[str, float]) -> bool:
    """Whether a beginning is nearly that of numbers which the records hold."""
    return any(fuzz.ratio(stem, other) >= _LIKE for other in stems)


def _near(word: str, others: Sequence[str]) -> bool:
    """Whether a word is one letter from one of these, two where it is long."""
    most = 1 if len(word) <= _LONG_WORD else 2
    return any(Levenshtein.distance(word, other, score_cutoff=most) <= most for other in others)
