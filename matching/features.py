"""What comparisons look at, derived from each distinct value of a field once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matching.addresses import parse_address
from matching.normalise import clean_number, day, fold, hundredths, name_parts, words

Texts: TypeAlias = NDArray[np.object_]
Numbers: TypeAlias = NDArray[np.int64]
Codes: TypeAlias = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Features:
    """Arrays by name, one element a distinct value; an empty text and a missing number mean that it has none."""

    texts: Mapping[str, Texts]
    numbers: Mapping[str, Numbers]
    lengths: Mapping[str, Numbers]
    """Of the texts, in characters."""


_END = 3
"""Characters by which numbers that may be one the tail of the other are told apart quickly."""

NO_NUMBER = np.iinfo(np.int64).min
"""Stands where a value has no number."""


def _features(texts: Mapping[str, Sequence[str]], numbers: Mapping[str, Sequence[int | None]]) -> Features:
    lengths = {name: np.array([len(text) for text in found], dtype=np.int64) for name, found in texts.items()}
    return Features(
        {name: _texts(found) for name, found in texts.items()},
        {name: _numbers(found) for name, found in numbers.items()},
        lengths,
    )


def _texts(values: Sequence[str]) -> Texts:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


def _numbers(values: Sequence[int | None]) -> Numbers:
    return np.array([NO_NUMBER if value is None else value for value in values], dtype=np.int64)


def _of_identifier(values: Sequence[str]) -> Features:
    folded = [fold(value) for value in values]
    named = {
        "clean": [clean_number(value) for value in values],
        "folded": folded,
        "end": [number[-_END:] if len(number) >= _END else "" for number in folded],
    }
    return _features(named, {})


def _of_date(values: Sequence[str]) -> Features:
    days = [day(value) or None for value in values]
    swapped = [day(_month_and_day_swapped(value)) or None for value in values]
    return _features(
        {"digits": [value[:10].replace("-", "") for value in values]},
        {"day": days, "swapped": swapped},
    )


def _month_and_day_swapped(value: str) -> str:
    return f"{value[:4]}-{value[8:10]}-{value[5:7]}"


def _of_amount(values: Sequence[str]) -> Features:
    worth = [hundredths(value) for value in values]
    return _features(
        {"digits": [str(abs(amount)).rstrip("0") for amount in worth]},
        {"hundredths": [None if amount == -1 else amount for amount in worth]},
    )


def _of_phone(values: Sequence[str]) -> Features:
    digits = ["".join(filter(str.isdigit, value)) for value in values]
    return _features({"full": [d[-10:] for d in digits], "local": [d[-7:] for d in digits]}, {})


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


def _of_address(values: Sequence[str]) -> Features:
    found = [parse_address(value) for value in values]
    return _features(
        {
            "place": [f"{a.house} {a.street}".strip() for a in found],
            "house": [a.house for a in found],
            "street": [a.street for a in found],
            "words": [a.words for a in found],
        },
        {},
    )


def _of_text(values: Sequence[str]) -> Features:
    return _features({"words": [" ".join(words(value)) for value in values]}, {})


FEATURES: Mapping[str, Callable[[Sequence[str]], Features]] = MappingProxyType(
    {
        "identifier": _of_identifier,
        "date": _of_date,
        "money": _of_amount,
        "hours": _of_amount,
        "number": _of_amount,
        "phone": _of_phone,
        "name": _of_name,
        "address": _of_address,
        "choice": _of_text,
        "text": _of_text,
    }
)
"""How the features of a field's type are derived."""
