"""Which pairs are worth comparing: a declared list of rules, each an equi-join over integer codes.

Each rule is counted before it runs. A rule that would propose more than its share leaves out its commonest keys, and the
note says so; no input makes the number of pairs grow faster than the tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matching.addresses import parse_address
from matching.normalise import Cell, Row, counter, day, fold, hundredths, name_parts, words
from matching.settings import MatchSettings

Ids = NDArray[np.int64]
KeyMaker = Callable[[Row], Iterable[str]]

_RAREST = 2
_RARE_SHARE = 0.02
_SHORTEST_COUNTER = 3


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


def _readings(row: Row, field: str) -> tuple[str, ...]:
    cell: Cell | None = row.get(field)
    return (cell.value, *cell.others) if cell else ()


def _folded_numbers(row: Row) -> Iterator[str]:
    return (fold(number) for number in _readings(row, "order_number"))


def _counters(row: Row) -> Iterator[str]:
    found = (counter(fold(number)) for number in _readings(row, "order_number"))
    return (digits for digits in found if len(digits) >= _SHORTEST_COUNTER)


def _deletions(row: Row) -> Iterator[str]:
    """A number with each of its characters left out: two numbers one edit apart have one of these in common."""
    for number in _folded_numbers(row):
        yield number
        yield from {f"{place}\x1f{number[:place]}{number[place + 1 :]}" for place in range(len(number))}


def _streets(row: Row) -> Iterator[str]:
    return (street for street in (parse_address(text).street for text in _readings(row, "location")) if street)


def _places(row: Row) -> Iterator[str]:
    for text in _readings(row, "location"):
        found = parse_address(text)
        if found.street and (found.house or "&" in found.street):
            yield f"{found.house} {found.street}"


def _houses_by_month(row: Row) -> Iterator[str]:
    """House number and month: what is left of an address whose street was misread."""
    houses = [parse_address(text).house for text in _readings(row, "location")]
    return (f"{house}|{value[:7]}" for house in houses if house for value in _dates(row))


def _dates(row: Row) -> tuple[str, ...]:
    return (*_readings(row, "requested_on"), *_readings(row, "completed_on"))


def _street_weeks(window: int, forward: bool, row: Row) -> Iterator[str]:
    """Street and a slot of days as long as the window; one side looks into the slots before and after as well."""
    slots = {slot for value in _dates(row) for slot in _slots(day(value), window, forward)}
    return (f"{street}|{slot}" for street in _streets(row) for slot in slots)


def _slots(ordinal: int, window: int, around: bool) -> set[int]:
    if not ordinal:
        return set()
    span = window + 1
    return {ordinal // span + step for step in ((-1, 0, 1) if around else (0,))}


def _phones(row: Row) -> Iterator[str]:
    digits = ("".join(filter(str.isdigit, value))[-7:] for value in _readings(row, "requester_phone"))
    return (local for local in digits if len(local) == 7)


def _amounts_by_month(row: Row) -> Iterator[str]:
    amounts = [hundredths(value) for value in _readings(row, "total_cost")]
    return (f"{amount}|{value[:7]}" for amount in amounts if amount > 0 for value in _dates(row))


def _names_by_month(row: Row) -> Iterator[str]:
    last = [name_parts(value)[0] for value in _readings(row, "requester_name")]
    return (f"{name}|{value[:7]}" for name in last if name for value in _dates(row))


def _assets_by_month(row: Row) -> Iterator[str]:
    assets = [fold(value) for value in _readings(row, "asset")]
    return (f"{asset}|{value[:7]}" for asset in assets if asset for value in _dates(row))


_WORD_FIELDS = ("description", "requester_name", "location", "asset", "work_performed")


def _words(row: Row) -> set[str]:
    return {word for field in _WORD_FIELDS for text in _readings(row, field) for word in words(text) if len(word) > 2}


def _rare_words(common: Counter[str], row: Row) -> list[str]:
    found = sorted((common[word], word) for word in _words(row) if common[word] > 1)
    return [word for _, word in found[:_RAREST]]


def rules_for(left: Sequence[Row], right: Sequence[Row], settings: MatchSettings) -> tuple[BlockingRule, ...]:
    """The blocking rules, those that find most of the links with the fewest pairs first."""
    common = Counter(word for rows in (left, right) for row in rows for word in _words(row))
    window = settings.date_window

    def both(name: str, maker: KeyMaker, settles: bool = False, lonely: bool = False) -> BlockingRule:
        return BlockingRule(name, maker, maker, settles, lonely)

    return (
        both("same number, look-alike glyphs made one", _folded_numbers, settles=True),
        both("same digits of the number", _counters),
        both("same house and street", _places),
        BlockingRule(
            f"same street within {window} days",
            partial(_street_weeks, window, False),
            partial(_street_weeks, window, True),
        ),
        both("same phone", _phones),
        both("same amount and month", _amounts_by_month),
        both("same house number and month", _houses_by_month, lonely=True),
        both("same last name and month", _names_by_month, lonely=True),
        both("same asset and month", _assets_by_month, lonely=True),
        both("rare words in common", partial(_rare_words, common), lonely=True),
        both("number one character apart", _deletions, lonely=True),
    )


def candidate_pairs(left: Sequence[Row], right: Sequence[Row], settings: MatchSettings) -> CandidatePairs:
    """The pairs that the rules propose; every pair where the tables are small."""
    if len(left) * len(right) <= settings.small_table:
        rows, columns = np.divmod(np.arange(len(left) * len(right), dtype=np.int64), max(len(right), 1))
        return CandidatePairs(rows, columns)
    found, settled = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    notes: list[str] = []
    cap = settings.pairs_per_row * (len(left) + len(right))
    for rule in rules_for(left, right, settings):
        pairs, note = _run(rule, left, right, cap)
        settled = np.union1d(settled, pairs) if rule.settles else settled
        found = np.union1d(found, _lonely(pairs, settled, len(left), len(right)) if rule.lonely else pairs)
        notes += [note] if note else []
    return CandidatePairs(found // len(right), found % len(right), tuple(notes))


def _lonely(pairs: Ids, settled: Ids, height: int, width: int) -> Ids:
    """The pairs of which a row has no settled partner."""
    alone_left, alone_right = np.ones(height, dtype=bool), np.ones(width, dtype=bool)
    alone_left[settled // width] = False
    alone_right[settled % width] = False
    return pairs[alone_left[pairs // width] | alone_right[pairs % width]]


def _run(rule: BlockingRule, left: Sequence[Row], right: Sequence[Row], cap: int) -> tuple[Ids, str]:
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


def _keys(maker: KeyMaker, rows: Sequence[Row], codes: dict[str, int]) -> tuple[Ids, Ids]:
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
    return np.unique(np.repeat(left_rows, count) * width + partners)
