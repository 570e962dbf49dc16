"""What comparisons and blocking look at, derived from each distinct value of a field once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from matching.ids import Texts, as_texts, factorised
from matching.normalise import clean_number, counter, day, fold, hundredths, name_parts, words
from matching.vectors import code_vectors_of, vectors_of
from records.addresses import parse_address

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Numbers: TypeAlias = NDArray[np.int64]
Codes: TypeAlias = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Known:
    """Distinct texts; an empty one stands last, where the code -1 points."""

    texts: Texts
    lengths: Numbers
    """In characters."""


@dataclass(frozen=True, slots=True)
class TextFeature:
    """A text for each value, as codes: to compare two texts, or to join by them, is to compare numbers."""

    known: Known
    codes: Codes
    """-1 where the text is empty."""

    def of(self, values: Codes | Numbers) -> Texts:
        """The texts of these values."""
        return self.known.texts[self.codes[values]]

    def lengths(self, values: Codes) -> Numbers:
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

SEAM = "\x1f"
"""Stands between the values of two columns in one cell."""
NO_NUMBER = np.iinfo(np.int64).min
"""Stands where a value has no number."""


def _features(
    texts: Mapping[str, Sequence[str]],
    numbers: Mapping[str, Sequence[int | None]],
    vectors: Mapping[str, csr_array] | None = None,
) -> Features:
    made = {name: _numbers(found) for name, found in numbers.items()}
    return Features(_coded(texts), made, vectors or {})


def _coded(texts: Mapping[str, Sequence[str]]) -> dict[str, TextFeature]:
    """The texts over one vocabulary: mostly a value's features are the value itself, or one another."""
    codes, known = factorised([text for found in texts.values() for text in found])
    listed = known.tolist()
    lengths = np.fromiter((*map(len, listed), 0), dtype=np.int64, count=len(listed) + 1)
    shared = Known(as_texts([*listed, ""]), lengths)
    ends = np.cumsum([len(found) for found in texts.values()])
    return (
        {
            name: TextFeature(shared, part.astype(np.int32))
            for name, part in zip(texts, np.split(codes, ends[:-1]), strict=True)
        }
        if texts
        else {}
    )


def _numbers(values: Sequence[int | None]) -> Numbers:
    return np.array([NO_NUMBER if value is None else value for value in values], dtype=np.int64)


def _of_identifier(values: Sequence[str]) -> Features:
    folded = [fold(value) for value in values]
    counters = [counter(number) for number in folded]
    named = {
        "clean": [clean_number(value) for value in values],
        "folded": folded,
        "end": [number[-_END:] if len(number) >= _END else "" for number in folded],
        "counter": [digits if len(digits) >= _SHORTEST_COUNTER else "" for digits in counters],
    }
    return _features(named, {})


def _of_date(values: Sequence[str]) -> Features:
    days = [day(value) or None for value in values]
    swapped = [day(_month_and_day_swapped(value)) or None for value in values]
    texts = {"digits": [value[:10].replace("-", "") for value in values], "month": [value[:7] for value in values]}
    return _features(texts, {"day": days, "swapped": swapped})


def _month_and_day_swapped(value: str) -> str:
    return f"{value[:4]}-{value[8:10]}-{value[5:7]}"


def _of_amount(values: Sequence[str]) -> Features:
    worth = [hundredths(value) for value in values]
    texts = {
        "digits": [str(abs(amount)).rstrip("0") for amount in worth],
        "amount": [str(amount) if amount > 0 else "" for amount in worth],
    }
    return _features(texts, {"hundredths": [None if amount == -1 else amount for amount in worth]})


def _of_phone(values: Sequence[str]) -> Features:
    digits = ["".join(filter(str.isdigit, value)) for value in values]
    local = [d[-_LOCAL:] for d in digits]
    whole = [number if len(number) == _LOCAL else "" for number in local]
    return _features({"full": [d[-10:] for d in digits], "local": local, "whole": whole}, {})


def _of_name(values: Sequence[str]) -> Features:
    parts = [name_parts(value) for value in values]
    return _features(
        {
            "sorted": [" ".join(sorted(words(value))) for value in values],
            "last": [last for last, _ in parts],
            "initial": [f"{last} {first[:1]}" if first else "" for last, first in parts],
            "swapped": [f"{first} {last[:1]}" if first else "" for last, first in parts],
        },
        {},
    )


def _of_label(values: Sequence[str]) -> Features:
    parts = [name_parts(value) if len(words(value)) <= _NAME_WORDS else ("", "") for value in values]
    named = {
        "sorted": [" ".join(sorted(words(value))) for value in values],
        "last": [last for last, _ in parts],
        "initial": [f"{last} {first[:1]}" if first else "" for last, first in parts],
        "swapped": [f"{first} {last[:1]}" if first else "" for last, first in parts],
    }
    return _features(named, {}, {"terms": vectors_of(values)})


def _of_address(values: Sequence[str]) -> Features:
    found = [parse_address(value) for value in values]
    return _features(
        {
            "place": [f"{a.house} {a.street}".strip() for a in found],
            "door": [f"{a.house} {a.street}" if a.street and (a.house or "&" in a.street) else "" for a in found],
            "house": [a.house for a in found],
            "street": [a.street for a in found],
            "words": [a.words for a in found],
        },
        {},
    )


def _of_text(values: Sequence[str]) -> Features:
    return _features({"words": [" ".join(words(value)) for value in values]}, {}, {"terms": vectors_of(values)})


def _of_codes(values: Sequence[str]) -> Features:
    return _features({}, {}, {"codes": code_vectors_of(values)})


def _of_crossing(values: Sequence[str]) -> Features:
    parts = [value.partition(SEAM)[::2] for value in values]
    named = {
        "both": list(values),
        "turned": [f"{other}{SEAM}{one}" for one, other in parts],
        "sorted": [SEAM.join(sorted(pair)) for pair in parts],
    }
    return _features(named, {})


def features_of(kinds: Iterable[str], values: Sequence[str]) -> Features:
    """What comparisons of these kinds look at, together."""
    made = [FEATURES[kind](values) for kind in dict.fromkeys(kinds)]
    return Features(*({name: found for part in parts for name, found in part.items()} for parts in _parts(made)))


def _parts(made: Sequence[Features]) -> Iterator[tuple[Mapping[str, Any], ...]]:
    for name in ("texts", "numbers", "vectors"):
        yield tuple(getattr(each, name) for each in made)


FEATURES: Mapping[str, Callable[[Sequence[str]], Features]] = MappingProxyType(
    {
        "identifier": _of_identifier,
        "date": _of_date,
        "amount": _of_amount,
        "phone": _of_phone,
        "name": _of_name,
        "address": _of_address,
        "label": _of_label,
        "word": _of_text,
        "text": _of_text,
        "codes": _of_codes,
        "crossing": _of_crossing,
    }
)
"""How the features of a field's type are derived."""
