"""Blocking keys: what a rule joins on, derived from each distinct value once and given to the rows as codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.features import NO_NUMBER, Features, Texts
from matching.ids import Ids, distinct, factorised_ids, matched
from matching.tables import ABSENT, Column, FieldData, factorised


@dataclass(frozen=True, slots=True)
class Key:
    """A feature of one field, or of several that may say the same ("requested" and "completed" are both a day)."""

    fields: tuple[str, ...]
    feature: str
    how: str = "same"
    """"same"; "near": numbers at most the date window apart; "deletions": texts that differ in at most one place."""


@dataclass(frozen=True, slots=True)
class Entries:
    """Rows and the codes of their keys, in the order of the rows; a row may have several."""

    rows: Ids
    codes: Ids

    def only(self, mask: NDArray[np.bool_]) -> Entries:
        """The entries under the mask."""
        return Entries(self.rows[mask], self.codes[mask])


_Keyed = tuple[Ids, Texts | Ids]
"""Places of values and their keys."""


def entries_of(fields: Mapping[str, FieldData], key: Key, window: int) -> tuple[Entries, Entries]:
    """The entries of both sides over one set of codes; every reading of a doubtful field counts."""
    there = [fields[name] for name in key.fields if name in fields and _has(fields[name].features, key.feature)]
    ours = [_keyed(data.features, key, window, False) for data in there]
    theirs = [_keyed(data.features, key, window, True) for data in there] if key.how == "near" else ours
    coded = _coded([keys for _, keys in (*ours, *theirs)])
    half = len(ours)
    return (
        _rows_of(
            [(data.left, places, codes) for data, (places, _), codes in zip(there, ours, coded[:half], strict=True)]
        ),
        _rows_of(
            [(data.right, places, codes) for data, (places, _), codes in zip(there, theirs, coded[half:], strict=True)]
        ),
    )


def _has(features: Features, name: str) -> bool:
    return name in features.texts or name in features.numbers


def _keyed(features: Features, key: Key, window: int, around: bool) -> _Keyed:
    """The keys of the distinct values."""
    if key.how == "near":
        days = features.numbers[key.feature]
        places = np.flatnonzero(days != NO_NUMBER)
        slots = days[places] // (window + 1)
        steps = (-1, 0, 1) if around else (0,)
        return np.concatenate([places] * len(steps)), np.concatenate([slots + step for step in steps])
    if key.feature in features.numbers:
        numbers = features.numbers[key.feature]
        places = np.flatnonzero(numbers != NO_NUMBER)
        return places, numbers[places]
    texts = features.texts[key.feature]
    places = np.flatnonzero(texts != "")
    if key.how == "deletions":
        found, hashes = deletions(texts[places].tolist())
        return places[found], hashes
    return places, texts[places]


_LONGEST_EDITED = 40
_AT_ONCE = 100_000
_BASE = np.uint64(0x9E3779B97F4A7C15)
_BASE_INVERSE = np.uint64(pow(int(_BASE), -1, 2**64))
_PLACE = np.uint64(0xD6E8FEB86659FD93)


def deletions(texts: Sequence[str]) -> tuple[Ids, Ids]:
    """Each text whole and with each of its characters left out, as (place of the text, hash).

    Two texts of one length that differ in one place have one of these in common (Mor and Fraenkel 1982). The place is
    hashed with the rest, else numbers of a series share five times as many. Hashes of 64 bits, as a million texts of
    ten characters are eleven million strings.
    """
    parts = [_deletions(texts[start : start + _AT_ONCE]) for start in range(0, len(texts), _AT_ONCE)]
    rows = [rows + start * _AT_ONCE for start, (rows, _) in enumerate(parts)]
    return np.concatenate([_NONE, *rows]), np.concatenate([_NONE, *(hashes for _, hashes in parts)])


_NONE = np.empty(0, dtype=np.int64)


def _deletions(texts: Sequence[str]) -> tuple[Ids, Ids]:
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    width = int(lengths.max(initial=0))
    letters = np.zeros((len(texts), width + 1), dtype=np.uint64)
    inside = np.arange(width + 1) < lengths[:, None]
    letters[inside] = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    with np.errstate(over="ignore"):
        powers = np.cumprod(np.full(width + 1, _BASE, dtype=np.uint64))
        ends = np.cumsum(letters * powers, axis=1)
        begins = ends - letters * powers
        without = begins + (ends[:, -1:] - ends) * _BASE_INVERSE
        without = (without ^ (without >> np.uint64(29))) * _PLACE + np.arange(1, width + 2, dtype=np.uint64) * _BASE
    rows, places = np.nonzero(inside & (lengths <= _LONGEST_EDITED)[:, None])
    hashes = np.concatenate((ends[:, -1], without[rows, places]))
    return np.concatenate((np.arange(len(texts), dtype=np.int64), rows)), hashes.view(np.int64)


def _coded(keys: Sequence[Texts | Ids]) -> list[Ids]:
    """Keys as codes that mean the same in each of the arrays."""
    if not keys:
        return []
    if keys[0].dtype == object:
        codes, _ = factorised(np.concatenate([np.asarray(each, dtype=object) for each in keys]))
    else:
        codes = factorised_ids(np.concatenate(keys))[0]
    return np.split(codes, np.cumsum([len(each) for each in keys])[:-1])


def _rows_of(parts: Sequence[tuple[Column, Ids, Ids]]) -> Entries:
    """From keys of values to keys of rows, each once."""
    rows, codes = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for column, places, found in parts:
        order = np.argsort(places, kind="stable")
        for reading in column.readings:
            there = np.flatnonzero(reading != ABSENT)
            repeats, taken = matched(places[order], reading[there].astype(np.int64))
            rows.append(there[repeats])
            codes.append(found[order][taken])
    return _tidy(np.concatenate(rows), np.concatenate(codes))


def _tidy(rows: Ids, codes: Ids) -> Entries:
    """In the order of rows, each entry once."""
    size = int(codes.max(initial=0)) + 1
    joint = distinct(rows * size + codes)
    return Entries(joint // size, joint % size)


def intersected(one: tuple[Entries, Entries], other: tuple[Entries, Entries]) -> tuple[Entries, Entries]:
    """Rows by two keys together."""
    size = int(max(side.codes.max(initial=-1) for side in other)) + 1
    made = []
    for mine, more in zip(one, other, strict=True):
        repeats, taken = matched(more.rows, mine.rows)
        made.append((mine.rows[repeats], mine.codes[repeats] * size + more.codes[taken]))
    codes, _ = factorised_ids(np.concatenate([codes for _, codes in made]))
    cut = len(made[0][0])
    return Entries(made[0][0], codes[:cut]), Entries(made[1][0], codes[cut:])
