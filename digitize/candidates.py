"""What may stand in a place: what the engines read, what the ink may also be, and what other evidence proposes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

import numpy as np
from rapidfuzz import fuzz, process

import ocr
from digitize import signs
from digitize.hand import Hand
from digitize.lexicon import NUMBER, WORDY, recurs
from digitize.lore import Known
from digitize.page import Inked
from digitize.parse import NUMERIC, read_value
from digitize.rewording import phrases
from digitize.shapes import counted_shapes, holding, shape_of, usual_shapes
from digitize.spacing import lines_parted_alike, name_spacing, rejoined, respaced, spaced_like, spaces_in, with_way
from digitize.spelling import (
    GLUED,
    LONGEST_SHIFT,
    SENTENCE,
    STREETS,
    VARIANTS,
    address_words,
    bare,
    behind,
    clock_hours,
    colons_lost,
    crossings,
    drawn_as_one,
    end_stopped,
    ends_well,
    fraction_hours,
    fraction_looks,
    has_fraction,
    initialed,
    joined,
    lettered,
    numbered,
    slashes_as_ones,
    tidy_address,
    unstamped,
    unstopped,
    usual_sign,
    write_date,
)
from digitize.successors import STEMMED, next_numbers, stemmed
from digitize.uom import UNIT, units_written_as
from digitize.voting import LAYER
from records.fields import Field, FieldType
from records.order import ReadingStatus
from records.values import ValueContext

FLIPS = 10
"""Likeliest readings of the ink that are proposed."""
NEAR = 40
"""Days of the period that are proposed: those written most like what was read."""
FRACTIONS = 8
"""Hours in fractions that are proposed."""
_SHORT = 3
"""Letters of a short word."""
_WHOLE, _UNCUT = 5, 100.0
"""Letters from which a word of the language is whole, and how often it then counts as seen."""
_COMMON, _HALF = 4.0, 0.5
"""Frequency (Zipf) from which a shorter word may stand without the space behind it, and how often it then counts."""
PER_LINE = 20
"""Known values that are tried for one line of several."""
_LINE = 1.5
"""Nats that each line costs which is none of the value's."""
_STRANGERS, _STRANGER = 3, 3.0
"""Strange words at either end that may be none of a value's, and the nats that each costs."""
_BESIDE = " &|/\\:;_-"
"""Signs that are left of a stamp at the end of a value that it was cut off."""
_CROSSED = 1.0
"""Nats that it costs to take what was read between two streets for the sign there."""
_SPECK = 1.0
"""Nats that a stop amid a note, or a stroke before an amount, costs as a speck."""
_AMID = re.compile(rf"(?<=[a-z]{{3}})\. (?=[a-z])|{GLUED.pattern}")
"""Stops that may be specks: what ends a sentence has room and a capital behind it."""
_LETTERS = {
    FieldType.MONEY: "0123456789$.,-",
    FieldType.HOURS: "0123456789.:/½¼¾hrs",
    FieldType.NUMBER: "0123456789.,-/½¼¾",
    FieldType.PHONE: "0123456789()-.",
}
"""Characters that figures are written with, by type; other types may have any."""


@dataclass(slots=True)
class Candidate:
    """A value that may stand in a place."""

    value: str
    status: ReadingStatus
    raw: str
    """What an engine read, where one did; else the value as it would be written."""
    engine: str
    """Who proposed it."""
    forms: dict[str, float] = field(default_factory=dict)
    """The ways in which the value may be written there, with what each costs in nats."""
    score: float = ocr.IMPOSSIBLE
    """Log-likelihood of all its forms together."""

    def include(self, likely: float) -> None:
        """Adds the log-likelihood of a form."""
        self.score = round(float(np.logaddexp(self.score, likely)), 3)


def propose(kind: Field, place: Inked, context: ValueContext, known: Known, *, sure: bool = False) -> list[Candidate]:
    """What may stand in a place, scored by its ink; what the engines read comes first.

    Where the engines' reading is `sure`, only what the ink may also be competes with it.
    """
    found = _Found(kind, context, known, [vote.text for vote in place.votes])
    for vote in place.votes:
        found.add([" ".join(vote.text.split())], vote.engine)
    found.add([" ".join(place.witness.split())], LAYER)
    flips = _flips(kind, place)
    found.add(flips, "ppocr")
    read = [" ".join(vote.text.split()) for vote in place.votes]
    found.add(map(lettered, read if kind.type in WORDY else ()), "ppocr")
    found.add_without_specks(read)
    if kind.type is FieldType.IDENTIFIER or known.name.startswith("extra."):
        found.add_within(known.binder.values_of(known.name), dict.fromkeys([*read, *flips]))
    found.add_stopped(initialed if kind.type in _CAPITALS else str)
    fraction = place.fraction if kind.type in ocr.FRACTIONED else None
    found.add_signs(signs.with_signs(read, fraction))
    if sure:
        return _scored(found.candidates, place.trace, fraction)
    if recurs(known.name, kind.type):
        bases = [candidate.value for candidate in list(found.candidates.values())[:3]]
        found.add(phrases(kind, bases, place, known), "lexicon")
        respaced_ones = [candidate.value for candidate in list(found.candidates.values())[:FLIPS]]
        parted = lines_parted_alike({vote.engine: vote.text for vote in place.votes})
        found.add_without_strangers(dict.fromkeys([*read, *map(lettered, read), *respaced_ones, *parted]))
        found.add_unstamped(read)
        found.add(units_written_as(known.binder) if known.name == UNIT else (), "lexicon")
        if kind.type is FieldType.CHOICE:
            found.add_held([*known.binder.values_of(known.name), *known.records.values_of(known.name)], read)
    if kind.type is FieldType.ADDRESS:
        found.add_stopped(end_stopped)
        found.add_crossed()
    if kind.type is not FieldType.TEXT:
        model = next((vote.text for vote in place.votes if vote.engine == "ppocr"), "")
        found.add_lines(model, lambda line: _like_line(kind, line, place, known))
    if kind.type is FieldType.DATE:
        found.add_slashed(_days(read, known))
    if kind.type is FieldType.HOURS:
        found.add_slashed(_nearest(fraction_hours(), read, FRACTIONS))
        if any(has_fraction(vote.text, vote.confidence) for vote in place.votes):
            found.add_fractions()
        if known.hours.get("clock"):
            found.add_slashed(_nearest(clock_hours(), read, FRACTIONS))
    if kind.name == NUMBER:
        found.add(next_numbers(known.numbers), "sequence")
        read_ones = [candidate.value for candidate in found.candidates.values()][:STEMMED]
        found.add(stemmed(read_ones, known.records.values_of(NUMBER), known.binder.values_of(NUMBER)), "sequence")
    return _scored(found.candidates, place.trace, fraction)


_CAPITALS = frozenset({FieldType.NAME, FieldType.ADDRESS})
"""What is made of words with capitals."""


class _Found:
    """The candidates for one place, by what identifies their values."""

    def __init__(self, kind: Field, context: ValueContext, known: Known, read: Sequence[str] = ()) -> None:
        self.candidates: dict[str, Candidate] = {}
        self._read = {spaces_in(" ".join(text.split())) for text in read}
        self._kind, self._context, self._known = kind, context, known
        self._apart, self._stopped, self._language = known.apart, known.stopped, known.language
        self._times: Counter[str] = Counter()
        for word, count in (*known.binder.words_of(known.name).items(), *known.records.words_of(known.name).items()):
            self._times.update(dict.fromkeys({form.casefold() for form in address_words([word])}, count))

    def add(self, texts: Iterable[str], engine: str) -> None:
        """Puts texts among the candidates, under the values that they say; the first to say one plainly names it."""
        for text in texts:
            parsed = read_value(self._kind, text, self._context)
            if parsed.value is not None:
                self._put(self._spaced(parsed.value), parsed.status, text, engine)

    def add_slashed(self, texts: Iterable[str]) -> None:
        """Puts days and hours among the candidates, also as they look when their signs are taken for others."""
        for text in texts:
            parsed = read_value(self._kind, text, self._context)
            if parsed.value is not None:
                candidate = self._put(parsed.value, parsed.status, text, "grammar")
                for form, cost in self._looks(text).items():
                    candidate.forms.setdefault(form, cost)

    def add_fractions(self) -> None:
        """Puts each whole number that is small, and none, with every fraction behind it: a sign of one was read."""
        wholes = {int(value) for value in self.candidates if value.isdigit() and int(value) <= LONGEST_SHIFT}
        for whole in sorted({0, *wholes}):
            for text, looks in behind(whole).items():
                self.add_slashed([text])
                value = read_value(self._kind, text, self._context).value
                for look, cost in looks.items() if value else ():
                    self.candidates[value or ""].forms.setdefault(look, cost)

    def add_signs(self, numbers: Iterable[tuple[str, str, float]]) -> None:
        """Puts numbers with a fraction's sign among the candidates, also as they were read, with what that costs."""
        for text, read, cost in numbers:
            parsed = read_value(self._kind, text, self._context)
            if parsed.value is not None:
                self._put(parsed.value, parsed.status, text, "grammar").forms.setdefault(read, cost)

    def add_without_strangers(self, texts: Iterable[str]) -> None:
        """Puts texts among the candidates without strange words at their ends: a stamp's, or a note's.

        The ink is explained by all of it, at a price for each word that is none of the value's.
        """
        for text in texts:
            for kept, price in self._cuts(text):
                self._put_cut(kept, text, price)

    def _cuts(self, text: str) -> Iterator[tuple[str, float]]:
        """A text without one and more of the strange words at its ends, with what these cost in nats."""
        words = text.split(" ")
        odd = [self._odd(word, words) for word in words]
        first = next((place for place, each in enumerate(odd) if not each), len(words))
        last = next((place for place, each in enumerate(reversed(odd)) if not each), len(words))
        for start, end in product(range(min(first, _STRANGERS) + 1), range(min(last, _STRANGERS) + 1)):
            kept = words[start : len(words) - end]
            if start + end and self._stands(kept, cut_before=bool(start)):
                yield " ".join(kept).strip(_BESIDE), _STRANGER * (start + end)
                if end and self._kind.type is FieldType.ADDRESS and kept[-1].isalpha():
                    yield f"{' '.join(kept)}.", _STRANGER * (start + end)

    def add_lines(self, text: str, like: Callable[[str], Iterable[str]]) -> None:
        """Puts each of several lines among the candidates, and what is `like` it: a stamp may have the others."""
        lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
        for place, line in enumerate(lines if len(lines) > 1 else ()):
            others = _LINE * (len(lines) - 1)
            for value in dict.fromkeys((line, *like(line))):
                whole = " ".join([*lines[:place], value, *lines[place + 1 :]])
                self._put_cut(value, whole, others)
            for kept, price in self._cuts(line) if recurs(self._known.name, self._kind.type) else ():
                self._put_cut(kept, " ".join(lines), others + price)

    def add_unstamped(self, texts: Iterable[str]) -> None:
        """Puts texts without what RECEIVED left in them among the candidates, at the price of a strange word."""
        for text in texts:
            clean = unstamped(text)
            if clean != text:
                self._put_cut(clean, text, _STRANGER)

    def add_stopped(self, stopped: Callable[[str], str]) -> None:
        """Puts names and addresses with the stops that their words lost among the candidates: a stamp may hide them."""
        for candidate in list(self.candidates.values()):
            whole = stopped(candidate.value)
            for form, cost in list(candidate.forms.items()) if whole != candidate.value else ():
                self._put_cut(whole, form, cost + _SPECK)

    def add_crossed(self) -> None:
        """Puts addresses with the sign between two streets for what was read there: it looks like itself in no hand."""
        read = [candidate for candidate in self.candidates.values() if crossings(candidate.value)]
        sign = usual_sign(self._known.binder.values_of(self._known.name)) if read else ""
        for candidate in read:
            for crossed in crossings(candidate.value, sign):
                for form, cost in list(candidate.forms.items()):
                    self._put_cut(crossed, form, cost + _CROSSED)

    def add_without_specks(self, texts: Iterable[str]) -> None:
        """Puts notes and addresses without stops amid them, and amounts without a stroke before them, among them."""
        for text in texts:
            if self._language is not None:
                clean = _AMID.sub(" ", text if self._known.sentences else SENTENCE.sub(" ", text))
            elif self._kind.type is FieldType.MONEY:
                clean = text.lstrip("-–— ")
            elif self._kind.type is FieldType.ADDRESS:
                clean = numbered(unstopped(self._spaced(text)))
            else:
                continue
            if clean != text:
                self._put_cut(clean, text, _SPECK)

    def _stands(self, kept: Sequence[str], *, cut_before: bool) -> bool:
        """Whether what is left may be a value: an address still begins with its number and ends as streets do."""
        if self._kind.type is FieldType.ADDRESS:
            first = kept[0][:1].isdigit() if kept else False
            return len(kept) > 1 and (first or not cut_before) and ends_well(" ".join(kept))
        return len(kept) >= 1 + (self._kind.type is not FieldType.CHOICE)

    def add_held(self, values: Iterable[str], texts: Iterable[str]) -> None:
        """Puts a known value among the candidates where a text holds it whole, with what is a stamp's run into it."""
        for text in texts:
            whole = bare(text)
            held = [value for value in values if len(value) > _SHORT and bare(value) in whole != bare(value)]
            if held:
                self._put_cut(max(held, key=len), text, _STRANGER)

    def add_within(self, values: Mapping[str, float], texts: Iterable[str]) -> None:
        """Puts what a text holds in the shape of the other values among the candidates: a stamp may run into it."""
        shapes = usual_shapes(values)
        for text in texts:
            for shape in shapes if shape_of(bare_form(text)) not in shapes else ():
                for held, whole in holding(text, shape):
                    self._put_cut(held, whole, _STRANGER)

    def _put_cut(self, kept: str, text: str, cost: float) -> None:
        parsed = read_value(self._kind, kept, self._context)
        if parsed.value is not None:
            candidate = self._put(self._spaced(parsed.value), ReadingStatus.REPAIRED, kept, "lexicon")
            candidate.forms.setdefault(text, cost)

    def _odd(self, word: str, words: Sequence[str]) -> bool:
        """Whether a word may be none of the value's: nobody knows it, or it is all in capitals where no other is.

        What begins a note is seldom known, and seldom a stamp's: there, capitals alone tell.
        """
        plain = word.strip(".,()&/:;!").casefold()
        if plain.isdigit():
            doubled = words[0] == word and len(words) > 1 and words[1].isdigit()
            return doubled or (self._kind.type is FieldType.CHOICE and len(words) > 1)
        if word.endswith(":") and word is words[0] and not self._often(word.strip(":")):
            return True  # the end of a label
        shouted = word.isupper() and len(plain) > _SHORT and any(map(str.islower, "".join(words)))
        if self._kind.type is FieldType.TEXT:
            return shouted or not any(map(str.isalnum, word))
        known = self._times.get(plain, 0.0) >= 1 or (self._language is not None and plain in self._language.zipf)
        return shouted or not (known or self._standard(plain))

    def _standard(self, plain: str) -> bool:
        """Whether a word in small letters is one of all addresses."""
        return self._kind.type is FieldType.ADDRESS and (plain in STREETS or plain.capitalize() in VARIANTS)

    def _looks(self, text: str) -> dict[str, float]:
        if self._kind.type is FieldType.DATE:
            return dict([slashes_as_ones(text)]) | joined(text)
        return fraction_looks(text) | colons_lost(text)

    def _put(self, value: str, status: ReadingStatus, text: str, engine: str) -> Candidate:
        key = value if self._kind.type in NUMERIC else bare(value)
        value = self._known_spacing(value) or value
        candidate = self.candidates.setdefault(key, Candidate(value, status, text, engine))
        if not self._surely_parted(candidate.value):
            parted = engine in {"tesseract", "lexicon"} or bool(self._shapes)
            better = parted and self._better_spaced(value, candidate.value)
            candidate.value = value if better or self._surely_parted(value) else candidate.value
        if candidate.status is ReadingStatus.REPAIRED and status is ReadingStatus.OK and self._kind.type in NUMERIC:
            candidate.status, candidate.raw, candidate.engine = status, text, engine
            candidate.forms = {text: 0.0} | candidate.forms
        candidate.forms[text] = 0.0
        looks = drawn_as_one(text) if self._kind.type in WORDY else {}
        candidate.forms |= {look: cost for look, cost in looks.items() if look not in candidate.forms}
        return candidate

    def _known_spacing(self, value: str) -> str | None:
        """How the records space a value of these letters; engines lose spaces on all pages of a hand, and find some."""
        return self._known.records.spaced(self._known.name, "".join(value.split()))

    def _surely_parted(self, value: str) -> bool:
        """Whether an engine parts a note so, into words of its language: "cannot" that it read is not "can not"."""
        if self._language is None or spaces_in(value) not in self._read:
            return False
        return all(word in self._language.zipf for word in map(bare, value.split()) if word.isalpha())

    def _better_spaced(self, value: str, than: str) -> bool:
        """Whether one spacing of a value is better: its words are likelier, or, of no known language, there are more.

        Names are parted into as many words as most, and what identifies something as the binder's others are.

        The recogniser loses spaces; Tesseract loses few, and finds some within words.
        """
        if self._language is not None:
            return self._language.likelihood(value) > self._language.likelihood(than)
        if self._kind.type is FieldType.NAME:
            return name_spacing(value, self._name_words) > name_spacing(than, self._name_words)
        if self._shapes:
            return self._shapes.get(shape_of(value), 0.0) > self._shapes.get(shape_of(than), 0.0)
        return value.count(" ") > than.count(" ")

    @cached_property
    def _shapes(self) -> dict[str, float]:
        """How often the binder's values of a field that identifies something have each shape."""
        identifies = self._kind.type is FieldType.IDENTIFIER
        return counted_shapes(self._known.binder.values_of(self._known.name)) if identifies else {}

    @cached_property
    def _name_words(self) -> int:
        """How many words most of the field's names have."""
        name, binder, records = self._known.name, self._known.binder, self._known.records
        counts: Counter[int] = Counter()
        for value, count in (*binder.values_of(name).items(), *records.values_of(name).items()):
            counts[len(value.split())] += round(count)
        return max(counts, key=lambda words: counts[words], default=2)

    def _spaced(self, value: str) -> str:
        if self._kind.type is FieldType.ADDRESS:
            value = with_way(tidy_address(value, apart=self._apart), self._often)
        if self._kind.type is FieldType.NAME:
            value = re.sub(r",(?=[A-Z])", ", ", re.sub(r"(?<=[a-z]{3})\.(?=\s)", "", value))
        if self._language is not None:
            value = re.sub(r"(?<=[^\W\d_]),(?=[^\W\d_])", ", ", value)
        if not self._stopped:
            value = re.sub(r"(?<=[a-z]{3})\.$|(?<=[A-Z]{4})\.$", "", value)
        if self._kind.type in _CAPITALS:
            value = re.sub(r"(?<![^\W\d_])[a-z]{3,}", lambda word: self._capital(word[0]), value)
        wordy = self._kind.type in WORDY
        common = self._frequency if self._language is not None else None
        return respaced(rejoined(value, self._weight), self._often, common) if wordy else value

    @cached_property
    def _capitals(self) -> frozenset[str]:
        """The words that are mostly written with a capital, in small letters."""
        name, binder, records = self._known.name, self._known.binder, self._known.records
        written = Counter(dict(binder.words_of(name))) + Counter(dict(records.words_of(name)))
        return frozenset(w.casefold() for w in written if w.istitle() and written[w] > written[w.casefold()])

    def _capital(self, word: str) -> str:
        """A word with a capital where it is mostly written with one: hands' small and large letters look alike."""
        return word.capitalize() if word in self._capitals else word

    def _frequency(self, word: str) -> float:
        """How common a word is: of two ways to part a run of letters, the commoner words stand there."""
        plain = word.casefold()
        zipf = self._language.zipf.get(plain, 0.0) if self._language is not None else 0.0
        return zipf + self._times.get(plain, 0.0)

    def _weight(self, word: str) -> float:
        """How well a word is known, for `rejoined`: those of the language and of addresses always are."""
        plain = word.casefold()
        spoken = self._language is not None and plain in self._language.zipf
        return self._times.get(plain, 0.0) + _UNCUT * (spoken or self._standard(plain))

    def _often(self, word: str) -> float:
        """How often a word was seen, for `respaced`; one of the language is never cut, a common one may be cut off."""
        plain = word.casefold()
        seen = self._times.get(plain, 0.0)
        zipf = self._language.zipf.get(plain, 0.0) if self._language is not None else 0.0
        if zipf and len(plain) >= _WHOLE:
            return seen + _UNCUT
        return seen + _HALF * (zipf >= _COMMON and len(plain) >= _SHORT)


def _scored(found: Mapping[str, Candidate], trace: ocr.Trace, fraction: ocr.Fraction | None) -> list[Candidate]:
    """The candidates with the likelihoods of all their forms added up, that of the place's fraction among them."""
    forms = [(candidate, form) for candidate in found.values() for form in candidate.forms]
    for (candidate, form), likely in zip(forms, ocr.score(trace, [form for _, form in forms]), strict=True):
        candidate.include(likely - candidate.forms[form] + signs.nats(fraction, candidate.value, form))
    return list(found.values())


def seen_through(hand: Hand, candidates: Sequence[Candidate], place: Inked) -> None:
    """Adds to each candidate how it looks in a hand whose letters are taken for others."""
    read = next((bare_form(vote.text) for vote in place.votes if vote.engine == "ppocr"), "")
    looks = [(candidate, hand.as_read(bare_form(next(iter(candidate.forms))), read)) for candidate in candidates]
    kept = [(candidate, look) for candidate, look in looks if look is not None]
    for (candidate, (_, cost)), likely in zip(kept, ocr.score(place.trace, [f for _, (f, _) in kept]), strict=True):
        candidate.include(likely - cost)


def bare_form(text: str) -> str:
    """A text as written, without its blanks."""
    return "".join(text.split())


def _flips(kind: Field, place: Inked) -> list[str]:
    """The likeliest readings of the ink, spaced as the engines saw the words stand."""
    model = next((" ".join(vote.text.split()) for vote in place.votes if vote.engine == "ppocr"), "")
    texts = [text for text, _ in ocr.readings(place.trace, _LETTERS.get(kind.type, ""), FLIPS)]
    return [spaced_like(text, model) for text in texts]


def _like_line(kind: Field, line: str, place: Inked, known: Known) -> list[str]:
    """What a line of several may say: days that look like it, and values that are known."""
    if kind.type is FieldType.DATE:
        return _days([line], known)
    return phrases(kind, [line], place, known)[:PER_LINE] if recurs(known.name, kind.type) else []


def _days(read: Sequence[str], known: Known) -> list[str]:
    """The days of the binder's period, in its own styles, that are written most like what was read."""
    written = list(dict.fromkeys(write_date(day, style) for style in known.styles for day in known.days))
    return _nearest(written, read, NEAR)


def _nearest(written: Sequence[str], read: Sequence[str], count: int) -> list[str]:
    """Of many texts those most like what was read, slashes and ones taken for the same."""
    solid = list({bare(text).replace("/", "1") for text in read if text.strip()})
    if not written or not solid:
        return []
    looks = [bare(form).replace("/", "1") for form in written]
    likeness = process.cdist(solid, looks, scorer=fuzz.ratio).max(axis=0)
    nearest = np.argsort(-likeness, kind="stable")[:count]
    return [written[n] for n in nearest if likeness[n] >= 50]
