"""What comparisons and blocking look at, derived from each distinct value of a field once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from matching.clocks import DAY, HOUR
from matching.ids import Codes, Ids, Texts, coded, in_a_row
from matching.normalise import clean_number, counter, day, fold, hundredths, last_and_first, name_parts, words
from matching.units import split_unit
from matching.vectors import code_vectors_of, number_vectors_of, vectors_of
from records.addresses import parse_house

if TYPE_CHECKING:
    import pyarrow as pa
    from scipy.sparse import csr_array

Numbers: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Known:
    """Distinct texts."""

    texts: Texts
    lengths: Codes
    """In characters; none where the code -1 points."""


@dataclass(frozen=True, slots=True)
class TextFeature:
    """A text for each value, as codes: to compare two texts, or to join by them, is to compare numbers."""

    known: Known
    codes: Codes
    """-1 where the text is empty."""

    def of(self, values: Codes | Ids) -> list[str]:
        """The texts of these values."""
        return self.known.texts.at(self.codes[values])

    def lengths(self, values: Codes) -> Codes:
        """The lengths of the texts of these values, in characters."""
        return self.known.lengths[self.codes[values]]


@dataclass(frozen=True, slots=True)
class Features:
    """Arrays by name, one element a distinct value; an empty text and a missing number mean that it has none."""

    texts: Mapping[str, TextFeature]
    """Features of one kind of field have their codes in common."""
    numbers: Mapping[str, Numbers]
    vectors: Mapping[str, csr_array] = field(default_factory=dict)
    """Weighted terms of a text, a row a value, each row of length one (or zero, where it has no terms)."""


_END = 3
"""Characters by which numbers that may be one the tail of the other are told apart quickly."""
_SHORTEST_COUNTER = 3
_NAME_WORDS = 3
"""What has more words is no person's name, and is not taken apart."""
_LOCAL = 7
"""Digits of a phone number without its area code."""
_WHOLE, _LINE = 10, 4
"""Digits with the area code, and of the line within its exchange."""

_DAY_ONLY = 10
"""Characters of a day without a time."""

_YEAR = re.compile(r"\d{4}")

SEAM = "\x1f"
"""Stands between the values of two columns in one cell."""
NO_NUMBER = np.iinfo(np.int64).min
"""Stands where a value has no number."""


@dataclass(frozen=True, slots=True)
class _Derived:
    """What is derived of some values, one element a value."""

    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    numbers: Mapping[str, Sequence[int | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Kind:
    """How the features of a field's type are derived: some values at a time, and terms of all of them together."""

    derive: Callable[[Sequence[str]], _Derived] = lambda _: _Derived()
    vectors: Mapping[str, Callable[[Texts], csr_array]] = field(default_factory=dict)

    def of(self, values: Texts) -> Features:
        """The features of the values."""
        texts: dict[str, list[pa.Array]] = {}
        numbers: dict[str, list[Numbers]] = {}
        for part in values.parts() if len(values) else [[]]:
            found = self.derive(part)
            for name, derived in found.texts.items():
                texts.setdefault(name, []).append(in_a_row(derived))
            for name, counted in found.numbers.items():
                numbers.setdefault(name, []).append(_numbers(counted))
        joined = {name: np.concatenate(parts) for name, parts in numbers.items()}
        return Features(_coded(texts), joined, {name: made(values) for name, made in self.vectors.items()})


def _coded(texts: Mapping[str, Sequence[pa.Array]]) -> dict[str, TextFeature]:
    """The texts over one vocabulary: mostly a value's features are the value itself, or one another."""
    if not texts:
        return {}
    codes, known = coded(part for parts in texts.values() for part in parts)
    shared = Known(known, known.lengths())
    ends = np.cumsum([sum(map(len, parts)) for parts in texts.values()])
    return {name: TextFeature(shared, part) for name, part in zip(texts, np.split(codes, ends[:-1]), strict=True)}


def _numbers(values: Sequence[int | None]) -> Numbers:
    return np.array([NO_NUMBER if value is None else value for value in values], dtype=np.int64)


def _of_identifier(values: Sequence[str]) -> _Derived:
    folded = [fold(value) for value in values]
    counters = [counter(number) for number in folded]
    named = {
        "clean": [clean_number(value) for value in values],
        "folded": folded,
        "end": [number[-_END:] if len(number) >= _END else "" for number in folded],
        "counter": [digits if len(digits) >= _SHORTEST_COUNTER else "" for digits in counters],
    }
    return _Derived(named)


def _of_year(values: Sequence[str]) -> _Derived:
    """What a number says, and what it counts if it is one."""
    found = _of_identifier(values)
    years = [int(value) if _YEAR.fullmatch(value) else None for value in values]
    return _Derived(found.texts, {"whole": years})


def _of_date(values: Sequence[str]) -> _Derived:
    days = [day(value) or None for value in values]
    swapped = [day(_month_and_day_swapped(value)) or None for value in values]
    texts = {"digits": [value[:10].replace("-", "") for value in values], "month": [value[:7] for value in values]}
    return _Derived(texts, {"day": days, "swapped": swapped})


def _of_moment(values: Sequence[str]) -> _Derived:
    """Of a day all that is said of one, and the second where its time is known."""
    found = _of_date(values)
    seconds = [_second(value) for value in values]
    minutes = [None if second is None else second // 60 for second in seconds]
    return _Derived(found.texts, {**found.numbers, "second": seconds, "minute": minutes})


def _second(moment: str) -> int | None:
    ordinal = day(moment)
    return ordinal * DAY + _clock_second(moment[11:]) if ordinal and len(moment) > _DAY_ONLY else None


def _clock_second(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return int(hours) * HOUR + int(minutes) * 60 + int(seconds)


def _of_clock(values: Sequence[str]) -> _Derived:
    return _Derived(numbers={"second": [_clock_second(value) for value in values]})


def _of_coordinate(values: Sequence[str]) -> _Derived:
    degrees = [float(value) for value in values]
    return _Derived(
        numbers={"fine": [round(each * 1e6) for each in degrees], "cell": [round(each * 1e4) for each in degrees]}
    )


def _month_and_day_swapped(value: str) -> str:
    return f"{value[:4]}-{value[8:10]}-{value[5:7]}"


def _of_amount(values: Sequence[str]) -> _Derived:
    worth = [hundredths(value) for value in values]
    texts = {
        "digits": [str(abs(amount)).rstrip("0") for amount in worth],
        "amount": [str(amount) if amount > 0 else "" for amount in worth],
    }
    return _Derived(texts, {"hundredths": [None if amount == -1 else amount for amount in worth]})


def _of_phone(values: Sequence[str]) -> _Derived:
    digits = ["".join(filter(str.isdigit, value)) for value in values]
    local = [d[-_LOCAL:] for d in digits]
    whole = [number if len(number) == _LOCAL else "" for number in local]
    exchange = [d[-_WHOLE:-_LINE] if len(d) >= _WHOLE else "" for d in digits]
    return _Derived({"full": [d[-_WHOLE:] for d in digits], "local": local, "whole": whole, "exchange": exchange})


def _of_name(values: Sequence[str]) -> _Derived:
    parts = [name_parts(value) for value in values]
    return _Derived(
        {
            "sorted": [" ".join(sorted(words(value))) for value in values],
            "last": [last for last, _ in parts],
            "initial": [f"{last} {first[:1]}" if first else "" for last, first in parts],
            "swapped": [f"{first} {last[:1]}" if first else "" for last, first in parts],
        }
    )


def _of_label(values: Sequence[str]) -> _Derived:
    found = [words(value) for value in values]
    parts = [_label_parts(value, said) for value, said in zip(values, found, strict=True)]
    named = {
        "sorted": [" ".join(sorted(said)) for said in found],
        "last": [last for last, _ in parts],
        "initial": [f"{last} {first[:1]}" if first else "" for last, first in parts],
        "swapped": [f"{first} {last[:1]}" if first else "" for last, first in parts],
    }
    return _Derived(named)


def _label_parts(value: str, said: Sequence[str]) -> tuple[str, str]:
    if len(said) > _NAME_WORDS:
        return "", ""
    return name_parts(value) if "," in value else last_and_first(said)


def _of_address(values: Sequence[str]) -> _Derived:
    parts = [split_unit(value) for value in values]
    units = [unit for _, unit in parts]
    found = [parse_house(house) for house, _ in parts]
    places = [f"{a.house} {a.street}".strip() for a in found]
    return _Derived(
        {
            "place": places,
            "home": [f"{place}{SEAM}{unit}" if place else "" for place, unit in zip(places, units, strict=True)],
            "unit": units,
            "door": [f"{a.house} {a.street}" if a.street and (a.house or "&" in a.street) else "" for a in found],
            "house": [a.house for a in found],
            "street": [a.street for a in found],
            "words": [" ".join(sorted(a.words.split())) for a in found],
        }
    )


def _of_text(values: Sequence[str]) -> _Derived:
    return _Derived({"words": [" ".join(words(value)) for value in values]})


def _of_crossing(values: Sequence[str]) -> _Derived:
    parts = [value.partition(SEAM)[::2] for value in values]
    named = {
        "both": list(values),
        "turned": [f"{other}{SEAM}{one}" for one, other in parts],
        "sorted": [SEAM.join(sorted(pair)) for pair in parts],
    }
    return _Derived(named)


def features_of(kinds: Iterable[str], values: Texts) -> Features:
    """What comparisons of these kinds look at, together."""
    made = [FEATURES[kind].of(values) for kind in dict.fromkeys(kinds)]
    return Features(
        {name: found for each in made for name, found in each.texts.items()},
        {name: found for each in made for name, found in each.numbers.items()},
        {name: found for each in made for name, found in each.vectors.items()},
    )


_TERMS = MappingProxyType({"terms": vectors_of})

FEATURES: Mapping[str, _Kind] = MappingProxyType(
    {
        "identifier": _Kind(_of_identifier),
        "year": _Kind(_of_year),
        "date": _Kind(_of_date),
        "moment": _Kind(_of_moment),
        "clock": _Kind(_of_clock),
        "amount": _Kind(_of_amount),
        "coordinate": _Kind(_of_coordinate),
        "phone": _Kind(_of_phone),
        "name": _Kind(_of_name),
        "address": _Kind(_of_address),
        "label": _Kind(_of_label, _TERMS),
        "word": _Kind(_of_text, _TERMS),
        "text": _Kind(_of_text, _TERMS),
        "codes": _Kind(vectors=MappingProxyType({"codes": code_vectors_of, "numbers": number_vectors_of})),
        "crossing": _Kind(_of_crossing),
    }
)
"""How the features of a field's type are derived."""
