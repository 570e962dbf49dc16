"""What a binder and the digital records hold elsewhere: values that come back, and the words that they are made of.

A lexicon only lends weight to what may stand in a place; it never says what stands there. It is learned from all pages
and from all records alike, never from the row that an order would be linked with.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from records.fields import CATALOGUE, FieldType
from records.order import DigitalRecord

WORDY = frozenset({FieldType.NAME, FieldType.ADDRESS, FieldType.CHOICE, FieldType.TEXT})
"""Types whose values are words."""
CODES = frozenset({"account", "asset"})
"""Identifiers that come back: what an order is charged to, and what it is done on."""

NUMBER = "order_number"

Counts = Mapping[str, float]
"""How often something is known; a reading that is half sure counts half."""
_NONE: Counts = {}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Values and words, with how often each is known."""

    values: Mapping[str, Counts] = field(default_factory=dict)
    """By field, as written."""
    words: Mapping[str, Counts] = field(default_factory=dict)
    """By field, the words of its values as written; figures left out."""
    spellings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By field, how a value is mostly spaced, by its letters without spaces; of records alone, which lose none."""

    def spaced(self, name: str, solid: str) -> str | None:
        """The value of a field that has these letters, spaced as it mostly is; None where it is not known."""
        return self.spellings.get(name, {}).get(solid)

    def values_of(self, name: str) -> Counts:
        """How often each value of a field is known."""
        return self.values.get(name, _NONE)

    def words_of(self, name: str) -> Counts:
        """How often each word of a field is known."""
        return self.words.get(name, _NONE)


def recurs(name: str, kind: FieldType) -> bool:
    """Whether a field's values come back, so that a lexicon can know them."""
    return kind in WORDY or kind is FieldType.PHONE or name in CODES


def words_in(text: str) -> list[str]:
    """The words of a value as written, without its figures and the marks around them."""
    return [word.strip(".,()&/") for word in re.findall(r"[^\W\d_][^\s/&]*", text)]


def learn_lexicon(known: Iterable[tuple[str, str, float]]) -> Lexicon:
    """The lexicon of values, each given with its field and how much it counts."""
    values: dict[str, Counter[str]] = defaultdict(Counter)
    words: dict[str, Counter[str]] = defaultdict(Counter)
    for name, value, weight in known:
        values[name][value] += weight  # type: ignore[assignment] # counts may be parts of one
        for word in words_in(value):
            words[name][word] += weight  # type: ignore[assignment]
    return Lexicon(values, words)


def _spellings(counts: Counts) -> dict[str, str]:
    """The commonest spacing of each value's letters."""
    rising = sorted((value for value in counts if value), key=lambda value: counts[value])
    return {"".join(value.split()): value for value in rising}


def lexicon_of_records(records: Iterable[DigitalRecord]) -> Lexicon:
    """What the digital records hold of the fields whose values come back, and the beginnings of their numbers.

    Never a whole order number, house number or telephone number: those name the one record that is this order's own.
    """
    known = learn_lexicon(
        (name, value if name != NUMBER else stem_of(value), 1.0)
        for record in records
        for name, value in record.values.items()
        if name == NUMBER or (name in CATALOGUE and recurs(name, CATALOGUE[name].type))
    )
    return replace(known, spellings={name: _spellings(counts) for name, counts in known.values.items()})


def stem_of(number: str) -> str:
    """What an order number has in common with a thousand others: all but its last three digits."""
    return re.sub(r"\d{1,3}$", "", number)


def counter_of(number: str) -> int | None:
    """What an order number counts: its last digits; None where it ends in none."""
    digits = re.search(r"\d+$", number)
    return int(digits.group()[-9:]) if digits else None
