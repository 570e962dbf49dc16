"""Blocking keys: what a rule joins on, derived from each distinct value once and given to the rows as codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.features import NO_NUMBER, Features, Known, TextFeature
from matching.ids import AT_ONCE, Codes, Ids, among, coded, distinct, factorised_ids, matched
from matching.tables import ABSENT, Column, FieldData


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

    rows: Codes
    codes: Codes

    def only(self, mask: NDArray[np.bool_]) -> Entries:
        """The entries under the mask."""
        return Entries(self.rows[mask], self.codes[mask])


@dataclass(frozen=True, slots=True)
class _Keyed:
    """Places of values and their keys."""

    places: Ids
    keys: Ids
    """Numbers, or codes of texts."""
    known: Known | None = None
    """The texts that the codes stand for."""


Masks = tuple[NDArray[np.bool_], NDArray[np.bool_]]
"""Some rows of the left side, and some of the right."""


def entries_of(
    fields: Mapping[str, FieldData], key: Key, window: int, only: Masks | None = None
) -> tuple[Entries, Entries]:
    """The entries of both sides over one set of codes; every reading of a doubtful field counts.

    `only` are rows one of which at least is wanted in every pair: deletions that none of them has are left out.
    """
    there = [fields[name] for name in key.fields if name in fields and _has(fields[name].features, key.feature)]
    if key.how == "deletions":
        ours = [_edited(data, key.feature, only) for data in there]
    else:
        ours = [_keyed(data.features, key, window, False) for data in there]
    theirs = [_keyed(data.features, key, window, True) for data in there] if key.how == "near" else ours
    coded = _coded([*ours, *theirs])
    half = len(ours)
    left = zip(there, ours, coded[:half], strict=True)
    right = zip(there, theirs, coded[half:], strict=True)
    return (
        _rows_of([(data.left, keyed.places, codes) for data, keyed, codes in left]),
        _rows_of([(data.right, keyed.places, codes) for data, keyed, codes in right]),
    )


def codes_of(features: Features, feature: str) -> Codes:
    """What each value says by a feature, as codes; `ABSENT` where it says nothing, and last, where that points."""
    if feature in features.texts:
        return np.append(features.texts[feature].codes, np.int32(ABSENT))
    numbers = features.numbers[feature]
    codes = np.where(numbers == NO_NUMBER, ABSENT, factorised_ids(numbers)[0])
    return np.append(codes, ABSENT).astype(np.int32)


def _has(features: Features, name: str) -> bool:
    return name in features.texts or name in features.numbers


def _keyed(features: Features, key: Key, window: int, around: bool) -> _Keyed:
    """The keys of the distinct values."""
    if key.how == "near":
        days = features.numbers[key.feature]
        places = np.flatnonzero(days != NO_NUMBER)
        slots = days[places] // (window + 1)
        steps = (-1, 0, 1) if around else (0,)
        return _Keyed(np.concatenate([places] * len(steps)), np.concatenate([slots + step for step in steps]))
    if key.feature in features.numbers:
        numbers = features.numbers[key.feature]
        places = np.flatnonzero(numbers != NO_NUMBER)
        return _Keyed(places, numbers[places])
    texts = features.texts[key.feature]
    places = np.flatnonzero(texts.codes >= 0)
    return _Keyed(places, texts.codes[places].astype(np.int64), texts.known)


def _edited(data: FieldData, feature: str, only: Masks | None) -> _Keyed:
    """The deletions of the distinct values, or those of them that the rows that count have too."""
    texts = data.features.texts[feature]
    places = np.flatnonzero((texts.codes >= 0) & (texts.known.lengths[texts.codes] <= _LONGEST_EDITED))
    wanted = None
    if only is not None:
        asked = np.zeros(len(texts.codes) + 1, dtype=bool)
        for column, mask in zip((data.left, data.right), only, strict=True):
            for reading in column.readings:
                asked[reading[mask]] = True
        wanted = distinct(deletions(_parts(texts, places[asked[places]]))[1])
    found, hashes = deletions(_parts(texts, places), wanted)
    return _Keyed(places[found], hashes)


def _parts(texts: TextFeature, places: Ids) -> Iterator[list[str]]:
    return (texts.of(places[start : start + AT_ONCE]) for start in range(0, len(places), AT_ONCE))


_LONGEST_EDITED = 40
"""Characters: two longer texts are only looked for where they are the same, which another rule does."""
_BASE = np.uint64(0x9E3779B97F4A7C15)
_BASE_INVERSE = np.uint64(pow(int(_BASE), -1, 2**64))
_PLACE = np.uint64(0xD6E8FEB86659FD93)


def deletions(parts: Iterable[Sequence[str]], wanted: Ids | None = None) -> tuple[Ids, Ids]:
    """Each text of the parts whole and with each of its characters left out, as (place of the text, hash).

    Two texts of one length that differ in one place have one of these in common (Mor and Fraenkel 1982). The place is
    hashed with the rest, else numbers of a series share five times as many. Hashes of 64 bits, as a million texts of
    ten characters are eleven million strings; those that are not `wanted` (sorted) are left out.
    """
    rows, hashes, count = [_NONE], [_NONE], 0
    for part in parts:
        places, found = _deletions(part, wanted)
        rows.append(places + count)
        hashes.append(found)
        count += len(part)
    return np.concatenate(rows), np.concatenate(hashes)


_NONE = np.empty(0, dtype=np.int64)


def _deletions(texts: Sequence[str], wanted: Ids | None) -> tuple[Ids, Ids]:
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
    rows, places = np.nonzero(inside)
    hashes = np.concatenate((ends[:, -1], without[rows, places])).view(np.int64)
    rows = np.concatenate((np.arange(len(texts), dtype=np.int64), rows))
    if wanted is None:
        return rows, hashes
    there = np.flatnonzero(among(hashes, wanted))
    return rows[there], hashes[there]


def _coded(keys: Sequence[_Keyed]) -> list[Ids]:
    """Keys as codes that mean the same in each of the arrays."""
    if not keys:
        return []
    found = [each.keys for each in keys]
    if keys[0].known is not None:
        if all(each.known is keys[0].known for each in keys):
            return found
        found = _as_one([each.known for each in keys if each.known is not None], found)
    codes = factorised_ids(np.concatenate(found))[0].astype(np.int64)
    return np.split(codes, np.cumsum([len(each) for each in found])[:-1])


def _as_one(known: Sequence[Known], codes: Sequence[Ids]) -> list[Ids]:
    """Codes of several vocabularies as codes of one."""
    shared = list({id(each): each.texts for each in known}.values())
    places = coded(part for texts in shared for part in texts.parts())[0].astype(np.int64)
    starts = dict(zip(map(id, shared), np.cumsum([0, *map(len, shared)]).tolist(), strict=False))
    return [places[starts[id(each.texts)] + found] for each, found in zip(known, codes, strict=True)]


def _rows_of(parts: Sequence[tuple[Column, Ids, Ids]]) -> Entries:
    """From keys of values to keys of rows, each once."""
    if len(parts) == 1 and len(parts[0][0].readings) == 1 and (np.diff(parts[0][1]) > 0).all():
        return _one_each(*parts[0])
    rows, codes = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for column, places, found in parts:
        order = np.argsort(places, kind="stable")
        for reading in column.readings:
            there = np.flatnonzero(reading != ABSENT)
            repeats, taken = matched(places[order], reading[there])
            rows.append(there[repeats])
            codes.append(found[order][taken])
    return _tidy(np.concatenate(rows), np.concatenate(codes))


def _one_each(column: Column, places: Ids, found: Ids) -> Entries:
    """Where a value has one key and a row one value, the keys are looked up."""
    of = np.full(len(column.values) + 1, ABSENT, dtype=np.int32)
    of[places] = found
    codes = of[column.codes]
    rows = np.flatnonzero(codes != ABSENT)
    return Entries(rows.astype(np.int32), codes[rows])


def _tidy(rows: Ids, codes: Ids) -> Entries:
    """In the order of rows, each entry once."""
    size = int(codes.max(initial=0)) + 1
    joint = distinct(rows * size + codes)
    return Entries((joint // size).astype(np.int32), (joint % size).astype(np.int32))


def intersected(one: tuple[Entries, Entries], other: tuple[Entries, Entries]) -> tuple[Entries, Entries]:
    """Rows by two keys together."""
    size = int(max(side.codes.max(initial=-1) for side in other)) + 1
    made = []
    for mine, more in zip(one, other, strict=True):
        repeats, taken = matched(more.rows, mine.rows)
        made.append((mine.rows[repeats], mine.codes[repeats].astype(np.int64) * size + more.codes[taken]))
    codes = factorised_ids(np.concatenate([codes for _, codes in made]))[0]
    cut = len(made[0][0])
    return Entries(made[0][0], codes[:cut]), Entries(made[1][0], codes[cut:])
