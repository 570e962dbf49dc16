"""Which pairs are worth comparing: a declared list of rules, each a join over integer codes.

Each rule is counted before it runs. A rule that would propose more than its share leaves out its commonest keys, and
the note says so; no input makes the number of pairs grow faster than the tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ids import Ids, distinct, matched
from matching.keys import Entries, Key, codes_of, entries_of, intersected
from matching.nearest import Nearest, nearest_pairs
from matching.settings import MatchSettings
from matching.tables import ABSENT, FieldData

Counts = NDArray[np.uint8]
Made = dict[Key, tuple[Entries, Entries]]
"""Keys that were asked for and will be again, with the rows of both sides by them."""

__all__ = ["BlockingRule", "CandidatePairs", "Ids", "Key", "Nearest", "Sides", "candidate_pairs", "distinct"]


@dataclass(frozen=True, slots=True)
class BlockingRule:
    """Rows with each of the keys in common are compared."""

    name: str
    keys: tuple[Key, ...]
    settles: bool = False
    """A row with a partner by this rule needs no help from the weaker rules."""
    lonely: bool = False
    """Only for pairs of which one row at least has no partner by a rule that settles: its keys are cheap to share."""
    part: float = 1.0
    """Of the pairs that a rule may propose, how many this one may."""
    besides: tuple[Key, ...] = ()
    """Only pairs that have one of these in common too; all where there are none."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Two tables over common vocabularies, or one table with itself."""

    fields: Mapping[str, FieldData]
    height: int
    """Rows on the left."""
    width: int
    """Rows on the right."""
    same: bool
    """It is one table compared with itself."""


@dataclass(frozen=True, slots=True)
class CandidatePairs:
    """The pairs to compare, each once, and what was said on the way."""

    left: Ids
    right: Ids
    rules: Counts | None = None
    """For each how many rules proposed it; None where every pair is compared."""
    notes: tuple[str, ...] = ()

    def only(self, mask: NDArray[np.bool_]) -> CandidatePairs:
        """The pairs under the mask."""
        rules = None if self.rules is None else self.rules[mask]
        return CandidatePairs(self.left[mask], self.right[mask], rules, self.notes)


@dataclass(frozen=True, slots=True)
class _Alone:
    """Rows that no rule that settles has found a partner for."""

    left: NDArray[np.bool_]
    right: NDArray[np.bool_]


def candidate_pairs(
    sides: Sides,
    rules: Sequence[BlockingRule | Nearest],
    settings: MatchSettings,
    only: NDArray[np.bool_] | None = None,
) -> CandidatePairs:
    """The pairs that the rules propose, every pair where the tables are small; within a table each pair once.

    `only` leaves out the pairs within a table neither of whose rows is marked.
    """
    if sides.height * sides.width <= settings.small_table:
        rows, columns = np.divmod(np.arange(sides.height * sides.width, dtype=np.int64), max(sides.width, 1))
        return _once(sides, CandidatePairs(rows, columns), only)
    found: list[Ids] = []
    every_left, every_right = np.ones(sides.height, dtype=bool), np.ones(sides.width, dtype=bool)
    wanted = _Alone(every_left, every_right) if only is None else _Alone(only, only)
    alone = wanted
    notes: list[str] = []
    made: Made = {}
    asked = Counter(key for rule in rules for key in _keys_of(rule))
    for rule in rules:
        partial = only is not None or rule.lonely
        pairs, note = _run(rule, sides, (alone if rule.lonely else wanted) if partial else None, settings, made)
        if isinstance(rule, BlockingRule) and rule.settles:
            alone = _less_alone(alone, pairs, sides)
        found.append(pairs if not sides.same else _one_way(pairs, sides.width))
        notes += [note] if note else []
        asked.subtract(_keys_of(rule))
        made = {key: entries for key, entries in made.items() if asked[key]}
    return _once(sides, _united(found, sides.width, tuple(notes)), only)


def _keys_of(rule: BlockingRule | Nearest) -> tuple[Key, ...]:
    return rule.keys if isinstance(rule, BlockingRule) else ()


def _one_way(pairs: Ids, width: int) -> Ids:
    """Pairs within a table, the earlier row on the left."""
    one, other = np.divmod(pairs, max(width, 1))
    return distinct(np.minimum(one, other) * width + np.maximum(one, other))


def _united(found: list[Ids], width: int, notes: tuple[str, ...]) -> CandidatePairs:
    """The pairs of all rules, each once, with how many rules proposed it; what was found is let go."""
    every = np.concatenate([np.empty(0, dtype=np.int64), *found])
    found.clear()
    every.sort()
    first = np.flatnonzero(np.concatenate(([True], every[1:] != every[:-1]))) if len(every) else every
    rules = np.minimum(np.diff(np.append(first, len(every))), 255).astype(np.uint8)
    rows, columns = np.divmod(every[first], max(width, 1))
    return CandidatePairs(rows, columns, rules, notes)


def _once(sides: Sides, pairs: CandidatePairs, only: NDArray[np.bool_] | None) -> CandidatePairs:
    """Within one table each pair once, the earlier row on the left."""
    if not sides.same:
        return pairs
    kept = pairs.left < pairs.right
    if only is not None:
        kept &= only[pairs.left] | only[pairs.right]
    rules = None if pairs.rules is None else pairs.rules[kept]
    return CandidatePairs(pairs.left[kept], pairs.right[kept], rules, pairs.notes)


def _less_alone(alone: _Alone, pairs: Ids, sides: Sides) -> _Alone:
    rows, columns = np.divmod(pairs, max(sides.width, 1))
    if sides.same:
        rows, columns = rows[rows != columns], columns[rows != columns]
    left, right = alone.left.copy(), alone.right.copy()
    left[rows] = False
    right[columns] = False
    return _Alone(left, right)


def _run(
    rule: BlockingRule | Nearest, sides: Sides, only: _Alone | None, settings: MatchSettings, made: Made
) -> tuple[Ids, str]:
    """The pairs of one rule as left * width + right, and a note where keys had to be left out."""
    if isinstance(rule, Nearest):
        none = np.zeros(sides.width, dtype=bool) if sides.same else None
        masks = (None, none) if only is None else (only.left, only.right)
        return nearest_pairs(rule, sides.fields, (sides.height, sides.width), masks, settings.nearest_steps)
    one, other = _entries(rule, sides, settings, made, only)
    size = int(max(one.codes.max(initial=-1), other.codes.max(initial=-1))) + 1
    here, there = (np.bincount(side.codes, minlength=size) for side in (one, other))
    sizes = here.astype(np.int64) * there
    kept = _affordable(sizes, int(rule.part * settings.pairs_per_row * (sides.height + sides.width)))
    left_out = int((sizes > 0).sum() - kept.sum())
    note = f'blocking rule "{rule.name}": {left_out} keys that too many rows share were left out' if left_out else ""
    one, other = one.only(kept[one.codes]), other.only(kept[other.codes])
    if only is None:
        return _besides(_join(one, other, sides.width), rule, sides), note
    found = _join(one.only(only.left[one.rows]), other, sides.width)
    more = _join(one, other.only(only.right[other.rows]), sides.width)
    return _besides(distinct(np.concatenate((found, more))), rule, sides), note


def _besides(pairs: Ids, rule: BlockingRule, sides: Sides) -> Ids:
    """The pairs that have something else in common too, where that is asked."""
    if not rule.besides:
        return pairs
    kept = np.zeros(len(pairs), dtype=bool)
    left, right = np.divmod(pairs, max(sides.width, 1))
    for key in rule.besides:
        for data in (sides.fields[name] for name in key.fields if name in sides.fields):
            codes = codes_of(data.features, key.feature)
            ours, theirs = codes[data.left.codes[left]], codes[data.right.codes[right]]
            kept |= (ours == theirs) & (ours != ABSENT)
    return pairs[kept]


def _entries(
    rule: BlockingRule, sides: Sides, settings: MatchSettings, made: Made, only: _Alone | None
) -> tuple[Entries, Entries]:
    """The rows of both sides by the rule's keys taken together; each key is made once for all rules."""
    if len(rule.keys) == 1 and rule.keys[0].how == "deletions":
        rows = None if only is None else (only.left, only.right)
        return entries_of(sides.fields, rule.keys[0], settings.date_window, rows)
    for key in rule.keys:
        if key not in made:
            made[key] = entries_of(sides.fields, key, settings.date_window)
    one, other = made[rule.keys[0]]
    for key in rule.keys[1:]:
        one, other = intersected((one, other), made[key])
    return one, other


def _affordable(sizes: Ids, cap: int) -> NDArray[np.bool_]:
    """The keys, the rarest first, whose pairs together stay under the cap."""
    order = np.argsort(sizes, kind="stable")
    kept = np.zeros(len(sizes), dtype=bool)
    kept[order[np.cumsum(sizes[order]) <= cap]] = True
    return kept & (sizes > 0)


def _join(one: Entries, other: Entries, width: int) -> Ids:
    """Every left row with every right row that has the same key, as left * width + right, each once."""
    order = np.argsort(other.codes, kind="stable")
    place, partner = matched(other.codes[order], one.codes)
    return distinct(one.rows[place].astype(np.int64) * width + other.rows[order][partner])
