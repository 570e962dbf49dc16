"""Which pairs are worth comparing: a declared list of rules, each an equi-join over integer codes.

Each rule is counted before it runs. A rule that would propose more than its share leaves out its commonest keys, and
the note says so; no input makes the number of pairs grow faster than the tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from matching.addresses import parse_address
from matching.normalise import Cell, Row, counter, day, fold, hundredths, name_parts, words
from matching.settings import MatchSettings

Ids = NDArray[np.int64]

KeyMaker = Callable[["RowKeys"], Iterable[str]]

_RAREST = 2
_RARE_ROWS = 40
_SHORTEST_COUNTER = 3
_WORD_FIELDS = ("description", "requester_name", "location", "asset", "work_performed")


@dataclass(frozen=True, slots=True)
class RowKeys:
    """What rows are blocked by, derived from a row once."""

    numbers: tuple[str, ...]
    """Folded."""
    counters: tuple[str, ...]
    streets: tuple[str, ...]
    places: tuple[str, ...]
    """House and street."""
    houses: tuple[str, ...]
    days: tuple[int, ...]
    months: tuple[str, ...]
    phones: tuple[str, ...]
    amounts: tuple[str, ...]
    names: tuple[str, ...]
    assets: tuple[str, ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class BlockingRule:
    """Rows with a key in common are compared."""

    name: str
    left: KeyMaker
    right: KeyMaker
    settles: bool = False
    """A row with a partner by this rule needs no help from the weaker rules."""
    lonely: bool = False
    """Only for pairs of which one row at least has no partner by a rule that settles: its keys are cheap to share."""


@dataclass(frozen=True, slots=True)
class CandidatePairs:
    """The pairs to compare, each once, and what was said on the way."""

    left: Ids
    right: Ids
    notes: tuple[str, ...] = ()


def row_keys(row: Row) -> RowKeys:
    """Derive what the row is blocked by; every reading of a doubtful field counts."""
    numbers = tuple(fold(number) for number in _readings(row, "order_number"))
    places = [parse_address(text) for text in _readings(row, "location")]
    dates = (*_readings(row, "requested_on"), *_readings(row, "completed_on"))
    phones = ("".join(filter(str.isdigit, value))[-7:] for value in _readings(row, "requester_phone"))
    amounts = (hundredths(value) for value in _readings(row, "total_cost"))
    return RowKeys(
        numbers=numbers,
        counters=tuple(digits for digits in map(counter, numbers) if len(digits) >= _SHORTEST_COUNTER),
        streets=tuple(place.street for place in places if place.street),
        places=tuple(f"{p.house} {p.street}" for p in places if p.street and (p.house or "&" in p.street)),
        houses=tuple(place.house for place in places if place.house),
        days=tuple(filter(None, map(day, dates))),
        months=tuple(value[:7] for value in dates),
        phones=tuple(local for local in phones if len(local) == 7),
        amounts=tuple(str(amount) for amount in amounts if amount > 0),
        names=tuple(filter(None, (name_parts(value)[0] for value in _readings(row, "requester_name")))),
        assets=tuple(filter(None, map(fold, _readings(row, "asset")))),
        words=frozenset(w for name in _WORD_FIELDS for text in _readings(row, name) for w in words(text) if len(w) > 2),
    )


def _readings(row: Row, field: str) -> tuple[str, ...]:
    cell: Cell | None = row.get(field)
    return (cell.value, *cell.others) if cell else ()


def _deletions(row: RowKeys) -> Iterator[str]:
    """A number with each of its characters left out: two numbers one edit apart have one of these in common."""
    for number in row.numbers:
        yield number
        yield from (f"{place}\x1f{number[:place]}{number[place + 1 :]}" for place in range(len(number)))


def _by_month(field: str, row: RowKeys) -> Iterator[str]:
    """A key and the month: weak keys need a second."""
    found: tuple[str, ...] = getattr(row, field)
    return (f"{key}|{month}" for key in found for month in row.months)


def _names_by_street(row: RowKeys) -> Iterator[str]:
    return (f"{name}|{street}" for name in row.names for street in row.streets)


def _street_weeks(window: int, around: bool, row: RowKeys) -> Iterator[str]:
    """Street and a slot of days as long as the window; one side looks into the slots before and after as well."""
    slots = {ordinal // (window + 1) + step for ordinal in row.days for step in ((-1, 0, 1) if around else (0,))}
    return (f"{street}|{slot}" for street in row.streets for slot in slots)


def _rare_words(common: Counter[str], row: RowKeys) -> list[str]:
    found = sorted((common[word], word) for word in row.words if 1 < common[word] <= _RARE_ROWS)
    return [word for _, word in found[:_RAREST]]


def rules_for(left: Sequence[RowKeys], right: Sequence[RowKeys], settings: MatchSettings) -> tuple[BlockingRule, ...]:
    """The blocking rules, those that find most of the links with the fewest pairs first."""
    common = Counter(word for rows in (left, right) for row in rows for word in row.words)
    window = settings.date_window

    def both(name: str, maker: KeyMaker, settles: bool = False, lonely: bool = False) -> BlockingRule:
        return BlockingRule(name, maker, maker, settles, lonely)

    return (
        both("same number, look-alike glyphs made one", attrgetter("numbers"), settles=True),
        both("same digits of the number", attrgetter("counters"), settles=True),
        both("same house and street", attrgetter("places")),
        BlockingRule(
            f"same street within {window} days",
            partial(_street_weeks, window, False),
            partial(_street_weeks, window, True),
        ),
        both("same phone", attrgetter("phones")),
        both("same amount and month", partial(_by_month, "amounts")),
        both("same house number and month", partial(_by_month, "houses"), lonely=True),
        both("same last name and month", partial(_by_month, "names"), lonely=True),
        both("same asset and month", partial(_by_month, "assets"), lonely=True),
        both("same amount", attrgetter("amounts"), lonely=True),
        both("same last name and street", _names_by_street, lonely=True),
        both("rare words in common", partial(_rare_words, common), lonely=True),
        both("number one character apart", _deletions, lonely=True),
    )


def candidate_pairs(left: Sequence[RowKeys], right: Sequence[RowKeys], settings: MatchSettings) -> CandidatePairs:
    """The pairs that the rules propose; every pair where the tables are small."""
    if len(left) * len(right) <= settings.small_table:
        rows, columns = np.divmod(np.arange(len(left) * len(right), dtype=np.int64), max(len(right), 1))
        return CandidatePairs(rows, columns)
    found: list[Ids] = []
    settled = np.empty(0, dtype=np.int64)
    notes: list[str] = []
    cap = settings.pairs_per_row * (len(left) + len(right))
    for rule in rules_for(left, right, settings):
        pairs, note = _run(rule, left, right, cap)
        settled = distinct(np.concatenate((settled, pairs))) if rule.settles else settled
        found.append(_lonely(pairs, settled, len(left), len(right)) if rule.lonely else pairs)
        notes += [note] if note else []
    every = distinct(np.concatenate(found))
    return CandidatePairs(every // len(right), every % len(right), tuple(notes))


def distinct(ids: Ids) -> Ids:
    """The ids in order, each once; `np.unique` hashes whole numbers, which takes three times as long as sorting."""
    found = np.sort(ids)
    return found[np.concatenate(([True], found[1:] != found[:-1]))] if len(found) else found


def _lonely(pairs: Ids, settled: Ids, height: int, width: int) -> Ids:
    """The pairs of which a row has no settled partner."""
    alone_left, alone_right = np.ones(height, dtype=bool), np.ones(width, dtype=bool)
    alone_left[settled // width] = False
    alone_right[settled % width] = False
    return pairs[alone_left[pairs // width] | alone_right[pairs % width]]


def _run(rule: BlockingRule, left: Sequence[RowKeys], right: Sequence[RowKeys], cap: int) -> tuple[Ids, str]:
    """The pairs of one rule as left * width + right, and a note where keys had to be left out."""
    codes: dict[str, int] = {}
    one, other = _keys(rule.left, left, codes), _keys(rule.right, right, codes)
    here, there = (np.bincount(side[1], minlength=len(codes)) for side in (one, other))
    sizes = here.astype(np.int64) * there
    kept = _affordable(sizes, cap)
    left_out = int((sizes > 0).sum() - kept.sum())
    note = f'blocking rule "{rule.name}": {left_out} keys that too many rows share were left out' if left_out else ""
    return _join(one, other, kept, len(right)), note


def _affordable(sizes: Ids, cap: int) -> NDArray[np.bool_]:
    """The keys, the rarest first, whose pairs together stay under the cap."""
    order = np.argsort(sizes, kind="stable")
    kept = np.zeros(len(sizes), dtype=bool)
    kept[order[np.cumsum(sizes[order]) <= cap]] = True
    return kept & (sizes > 0)


def _keys(maker: KeyMaker, rows: Sequence[RowKeys], codes: dict[str, int]) -> tuple[Ids, Ids]:
    """Places of rows and codes of their keys, each pair of them once."""
    found = [(place, codes.setdefault(key, len(codes))) for place, row in enumerate(rows) for key in set(maker(row))]
    made = np.array(found, dtype=np.int64).reshape(-1, 2)
    return made[:, 0], made[:, 1]


def _join(one: tuple[Ids, Ids], other: tuple[Ids, Ids], kept: NDArray[np.bool_], width: int) -> Ids:
    """Every left row with every right row that has the same key, as left * width + right, each once."""
    left_rows, left_codes = (column[kept[one[1]]] for column in one)
    order = np.argsort(other[1], kind="stable")
    right_rows, right_codes = other[0][order], other[1][order]
    first = np.searchsorted(right_codes, left_codes, side="left")
    count = np.searchsorted(right_codes, left_codes, side="right") - first
    total = int(count.sum())
    starts = np.repeat(first - np.concatenate(([0], np.cumsum(count)[:-1])), count) if total else first[:0]
    partners = right_rows[starts + np.arange(total)]
    return distinct(np.repeat(left_rows, count) * width + partners)
