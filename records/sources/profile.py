"""The second witness of a column's meaning: the shape of its values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType

from records.fields import Field, FieldType
from records.sources.amount_column import has_decimal_commas, with_point
from records.sources.date_column import infer_form, parse_dated
from records.sources.headers import phrase_of
from records.value_grammar import is_absent
from records.values import parse_hours, parse_money, parse_number, parse_phone, parse_status

SAMPLED = 300
"""Distinct cells that are looked at: enough to tell 90 % from 98 %."""
_LONGEST = 300
"""Characters of a cell that are looked at."""
_STREET = re.compile(
    r"\b(?:st|street|ave|avenue|av|rd|road|dr|drive|ln|lane|blvd|ct|court|pl|place|way|hwy|highway|pkwy|cir|circle|ter|terr"
    r"|terrace|sq|square|trl|trail|alley|aly|row|rue|broadway|park|plaza|bridge|rte|route|loop)\b\.?"
    r"|\d+(?:st|nd|rd|th)\b| & | @ | at | and ",
    re.IGNORECASE,
)
_HOUSE = re.compile(r"^\d{1,6}(?:[-/ ]\d{1,5})?[A-Za-z]? +[A-Za-z0-9]", re.ASCII)
_IDENTIFIER = re.compile(r"(?=.{0,23}\d)[A-Za-z0-9#][A-Za-z0-9#/._ -]{0,23}")
_KEYLIKE = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|[0-9a-f]{24,}|\{.*\}", re.IGNORECASE)
_DECIMAL = re.compile(r"-?\d+\.\d{1,17}|.*\d:\d\d.*|\(?-?\d+\.\d+,.*", re.ASCII)
_NAME = re.compile(r"[^\W\d_][^\d_@]{1,59}")


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """What a column's cells look like, taken over some of them."""

    header: str
    rows: int
    filled: int
    """Cells that say something."""
    distinct: int
    sample: Mapping[str, int]
    """Distinct cells with how often each occurs."""
    counter: bool
    """1, 2, 3, … from the top: a row's key, not an order's number."""

    @property
    def uniqueness(self) -> float:
        """Distinct cells to filled cells, 0 to 1."""
        return self.distinct / self.filled if self.filled else 0.0


def profile_of(header: str, cells: Sequence[str]) -> ColumnProfile:
    """The profile of a column."""
    counts = Counter(cells)
    counts = Counter({cell: count for cell, count in counts.items() if not is_absent(cell.strip(), words=True)})
    every = max(1, len(counts) // SAMPLED)
    sample = {cell[:_LONGEST]: count for cell, count in islice(counts.items(), 0, every * SAMPLED, every)}
    return ColumnProfile(header, len(cells), counts.total(), len(counts), sample, _counts_up(cells))


def value_score(profile: ColumnProfile, field: Field) -> float:
    """How well the cells fit a field, 0 to 1."""
    judge = _BY_NAME.get(field.name) or _BY_TYPE[field.type]
    return judge(profile)


def are_persons(profile: ColumnProfile) -> bool:
    """Whether nearly all cells can be the name of a person: a few words and no figure, as no model or product has."""
    return (
        _share(profile, lambda cell: len(cell.split()) <= _NAME_WORDS and not any(map(str.isdigit, cell))) >= _PERSONS
    )


_NAME_WORDS = 5
_PERSONS = 0.8


def _counts_up(cells: Sequence[str]) -> bool:
    return len(cells) >= 2 and all(cell == str(place) for place, cell in enumerate(cells, start=1))


def _share(profile: ColumnProfile, fits: Callable[[str], object]) -> float:
    """The share of filled cells that fit."""
    total = sum(profile.sample.values())
    return sum(count for cell, count in profile.sample.items() if fits(cell)) / total if total else 0.0


def _dates(profile: ColumnProfile) -> float:
    form = infer_form(profile.sample, None)
    return _share(profile, lambda cell: parse_dated(cell, form).value or "day or month" in parse_dated(cell, form).note)


def _pointed(profile: ColumnProfile) -> Callable[[str], str]:
    """How the column's amounts are written with a decimal point."""
    return with_point if has_decimal_commas(profile.sample) else str


def _money(profile: ColumnProfile) -> float:
    pointed = _pointed(profile)
    share = _share(profile, lambda cell: parse_money(pointed(cell)).status != "illegible")
    written = _share(profile, lambda cell: re.search(r"[$€£]|\d[.,]\d\d\)?-?$", cell))
    return share * (0.75 + 0.25 * written)


def _hours(profile: ColumnProfile) -> float:
    pointed = _pointed(profile)
    return _share(profile, lambda cell: parse_hours(pointed(cell)).value) * (
        0.5 if _share(profile, lambda c: "$" in c) else 1.0
    )


def _numbers(profile: ColumnProfile) -> float:
    pointed = _pointed(profile)
    return _share(profile, lambda cell: parse_number(pointed(cell)).value)


def _phones(profile: ColumnProfile) -> float:
    share = _share(profile, lambda cell: parse_phone(cell.strip().removesuffix(".0")).value)
    grouped = _share(profile, lambda cell: re.search(r"\d{3}[-.) /]+\d{3,4}|\bx\d", cell))
    return share * (0.6 + 0.4 * grouped)


def _identifiers(profile: ColumnProfile) -> float:
    return _share(
        profile,
        lambda cell: _IDENTIFIER.fullmatch(cell.strip()) and not _DECIMAL.fullmatch(cell.strip().removesuffix(".0")),
    )


def _order_numbers(profile: ColumnProfile) -> float:
    if profile.counter:
        return 0.1
    keys = _share(profile, lambda cell: _KEYLIKE.fullmatch(cell.strip()))
    dates = _share(profile, lambda cell: re.search(r"\d[/:]\d+[/:]\d", cell))
    return max(0.0, _identifiers(profile) - keys - dates) * (0.25 + 0.75 * min(1.0, profile.uniqueness * 1.1))


def _addresses(profile: ColumnProfile) -> float:
    def fits(cell: str) -> bool:
        return bool(_HOUSE.match(cell) or (_STREET.search(cell) and len(cell) < 120))

    words = _share(profile, lambda cell: re.search("[A-Za-z]{3}", cell))
    return words * (0.45 + 0.55 * _share(profile, fits))


def _names(profile: ColumnProfile) -> float:
    return _share(profile, lambda cell: _NAME.match(cell.strip()) or "," in cell) * 0.95


def _choices(profile: ColumnProfile) -> float:
    short = _share(profile, lambda cell: len(cell) <= 80)
    repeated = 1.0 if profile.filled < 12 else min(1.0, 0.55 + 1.2 * (1 - profile.uniqueness))
    return short * repeated


def _statuses(profile: ColumnProfile) -> float:
    """Words of the vocabulary; a few codes that come again may be states too, where the header says so outright."""
    known = _share(profile, lambda cell: len(cell) <= 40 and parse_status(cell).status != "illegible")
    coded = profile.filled >= 12 and profile.distinct <= 12 and "status" in phrase_of(profile.header).words
    return max(known, 0.25 * _share(profile, _CODE.fullmatch)) if coded else known


_CODE = re.compile(r"\d{1,4}|[A-Z]{1,3}\d{0,3}", re.ASCII)
"""How systems write a state that they explain elsewhere."""


def _departments(profile: ColumnProfile) -> float:
    """Names and their abbreviations; a "unit" that is called 12B is a flat or a vehicle."""
    return _choices(profile) * _share(profile, lambda cell: re.search("[A-Za-z]{2}", cell))


def _priorities(profile: ColumnProfile) -> float:
    return _choices(profile) if profile.distinct <= 25 else 0.2


def _texts(profile: ColumnProfile) -> float:
    wordy = _share(profile, lambda cell: re.search("[A-Za-z]{3}", cell))
    long = _share(profile, lambda cell: " " in cell.strip())
    return wordy * (0.8 + 0.2 * long)


def _descriptions(profile: ColumnProfile) -> float:
    """Texts of several words that most rows have, each its own: a word of few that come again is a choice."""
    several = _share(profile, lambda cell: " " in cell.strip())
    chosen = profile.filled >= _TELLING_REPEATS and profile.uniqueness < 0.02
    usual = 1.0 if profile.filled >= 0.25 * profile.rows else 0.5
    return _texts(profile) * (0.35 + 0.65 * several) * usual * (0.15 if chosen else 1.0)


_TELLING_REPEATS = 500
"""Rows from which it is no chance that each text stands in fifty of them."""


_BY_TYPE: Mapping[FieldType, Callable[[ColumnProfile], float]] = MappingProxyType(
    {
        FieldType.IDENTIFIER: _identifiers,
        FieldType.DATE: _dates,
        FieldType.MONEY: _money,
        FieldType.HOURS: _hours,
        FieldType.NUMBER: _numbers,
        FieldType.PHONE: _phones,
        FieldType.NAME: _names,
        FieldType.ADDRESS: _addresses,
        FieldType.CHOICE: _choices,
        FieldType.TEXT: _texts,
    }
)
_BY_NAME: Mapping[str, Callable[[ColumnProfile], float]] = MappingProxyType(
    {
        "order_number": _order_numbers,
        "status": _statuses,
        "priority": _priorities,
        "department": _departments,
        "description": _descriptions,
    }
)
