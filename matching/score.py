"""Pairs compared and weighed: levels over pairs of distinct values, then probabilities."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from matching.blocking import CandidatePairs, Ids, candidate_pairs, distinct
from matching.comparisons import COMPARISONS, MISSING, FieldComparison
from matching.features import FEATURES, Features
from matching.levels import Pairs
from matching.model import (
    MATCH,
    RELATED,
    UNRELATED,
    Grades,
    MatchModel,
    PairCounts,
    Weights,
    learn,
    learn_unrelated,
    normalised,
    starting_model,
)
from matching.normalise import Row
from matching.settings import MatchSettings
from matching.tables import ABSENT, Column, FieldColumns, Table, encode
from records.match import Comparison

_HALF = 32
_LOW = (1 << _HALF) - 1
_PSEUDO_ROWS = 20.0
"""How many imagined rows the starting frequency of a value counts for."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The pairs that were compared, with what came of it."""

    left: Ids
    right: Ids
    grades: Grades
    weights: Weights
    """Log2 of the evidence for each comparison: a row a pair, a column a comparison."""
    weight: Weights
    """Their sum and the prior."""
    probability: Weights
    model: MatchModel
    notes: tuple[str, ...] = ()

    def only(self, mask: NDArray[np.bool_]) -> Scored:
        """The pairs under the mask."""
        return replace(
            self,
            left=self.left[mask],
            right=self.right[mask],
            grades=self.grades[mask],
            weights=self.weights[mask],
            weight=self.weight[mask],
            probability=self.probability[mask],
        )


@dataclass(frozen=True, slots=True)
class _Tables:
    """Both tables as codes, for the comparisons whose field both have."""

    comparisons: tuple[FieldComparison, ...]
    columns: tuple[FieldColumns, ...]
    features: tuple[Features, ...]
    same: bool
    """It is one table compared with itself."""


def score_tables(left: Table, right: Table, settings: MatchSettings) -> Scored:
    """Link two tables: block, compare, learn, weigh."""
    counts = PairCounts(
        pairs=float(len(left) * len(right)),
        matches=float(min(len(left), len(right))),
        related=0.3 * max(len(left), len(right)),
    )
    return _scored(left, right, candidate_pairs(left.keys, right.keys, settings), counts, settings)


def score_within(table: Table, settings: MatchSettings) -> Scored:
    """Compare a table with itself: each pair of rows once, the earlier row on the left."""
    found = candidate_pairs(table.keys, table.keys, settings)
    once = found.left < found.right
    pairs = CandidatePairs(found.left[once], found.right[once], found.notes)
    size = float(len(table))
    counts = PairCounts(pairs=size * (size - 1) / 2, matches=max(0.02 * size, 0.1), related=0.3 * size)
    return _scored(table, table, pairs, counts, settings)


def _scored(left: Table, right: Table, pairs: CandidatePairs, counts: PairCounts, settings: MatchSettings) -> Scored:
    tables = _encoded(left, right)
    grades = grade_pairs(tables, pairs.left, pairs.right)
    model = starting_model(tables.comparisons, counts)
    model = learn_unrelated(model, _random_grades(tables, len(left), len(right), settings), settings)
    model = learn(model, grades, counts, settings)
    return weigh(tables, model, pairs, grades)


def _encoded(left: Table, right: Table) -> _Tables:
    encoded = [(comparison, encode(comparison.field, left.rows, right.rows)) for comparison in COMPARISONS]
    used = [
        (comparison, columns)
        for comparison, columns in encoded
        if (columns.left.codes != ABSENT).any() and (columns.right.codes != ABSENT).any()
    ]
    features = tuple(FEATURES[comparison.type](columns.values) for comparison, columns in used)
    return _Tables(tuple(c for c, _ in used), tuple(columns for _, columns in used), features, left is right)


def _random_grades(tables: _Tables, height: int, width: int, settings: MatchSettings) -> Grades:
    """The levels of pairs drawn at random; of all pairs where there are few."""
    generator = np.random.default_rng(settings.seed)
    if height * width <= settings.random_pairs:
        rows, columns = np.divmod(np.arange(height * width, dtype=np.int64), max(width, 1))
    else:
        rows = generator.integers(0, height, settings.random_pairs, dtype=np.int64)
        columns = generator.integers(0, width, settings.random_pairs, dtype=np.int64)
    apart = rows != columns if tables.same else np.ones(len(rows), dtype=bool)
    return grade_pairs(tables, rows[apart], columns[apart])


def grade_pairs(tables: _Tables, left: Ids, right: Ids) -> Grades:
    """The levels of each pair: the best over the readings of a doubtful field."""
    grades = np.full((len(left), len(tables.comparisons)), MISSING, dtype=np.int8)
    for place, columns in enumerate(tables.columns):
        for ours, theirs in product(columns.left.readings, columns.right.readings):
            found = _grade_codes(tables.comparisons[place], tables.features[place], ours[left], theirs[right])
            grades[:, place] = _better(grades[:, place], found)
    return grades


def _better(one: NDArray[np.int8], other: NDArray[np.int8]) -> NDArray[np.int8]:
    """The lower level of the two; a missing one gives way."""
    return np.where(one == MISSING, other, np.where(other == MISSING, one, np.minimum(one, other)))


def _grade_codes(
    comparison: FieldComparison, features: Features, left: NDArray[np.int32], right: NDArray[np.int32]
) -> NDArray[np.int8]:
    """The levels of pairs of codes: each distinct pair of values is looked at once."""
    grades = np.full(len(left), MISSING, dtype=np.int8)
    there = np.flatnonzero((left != ABSENT) & (right != ABSENT))
    joint = left[there].astype(np.int64) << _HALF | right[there]
    pairs = distinct(joint)
    ours, theirs = (pairs >> _HALF).astype(np.int32), (pairs & _LOW).astype(np.int32)
    found = comparison.grade(Pairs(features, ours, theirs))
    grades[there] = found[np.searchsorted(pairs, joint)] if len(pairs) else MISSING
    return grades


def weigh(tables: _Tables, model: MatchModel, pairs: CandidatePairs, grades: Grades) -> Scored:
    """The probability of each pair, with rare values and doubtful readings taken into account."""
    logs = np.tile(np.log(model.shares), (len(grades), 1))
    weights = np.zeros(grades.shape)
    for place in range(grades.shape[1]):
        found = _log_chances(tables, model, place, pairs, grades[:, place])
        logs += found
        weights[:, place] = (found[:, MATCH] - found[:, UNRELATED]) / np.log(2)
    share = normalised(logs)[:, MATCH]
    prior = np.log2(model.shares[MATCH] / model.shares[UNRELATED])
    return Scored(pairs.left, pairs.right, grades, weights, weights.sum(axis=1) + prior, share, model, pairs.notes)


def _log_chances(
    tables: _Tables, model: MatchModel, place: int, pairs: CandidatePairs, column: NDArray[np.int8]
) -> Weights:
    comparison, columns = tables.comparisons[place], tables.columns[place]
    chances = model.chances[place].T[column]
    first_is_rare = comparison.levels[0].rare
    if first_is_rare:
        usual = _frequency(comparison, columns, tables.same)
        codes = columns.left.codes[pairs.left]
        common = np.where(codes == ABSENT, chances[:, UNRELATED], usual[codes])
        chances[:, UNRELATED] = np.where(column == 0, common, chances[:, UNRELATED])
        chances[:, RELATED] = np.maximum(chances[:, RELATED], np.where(column == 0, common, 0.0))
    trust = np.minimum(columns.left.trust[pairs.left], columns.right.trust[pairs.right])[:, None]
    doubted = trust * chances + (1 - trust) * chances[:, [UNRELATED]]
    found: Weights = np.where((column != MISSING)[:, None], np.log(doubted) * comparison.share, 0.0)
    return found


def _frequency(comparison: FieldComparison, columns: FieldColumns, same: bool) -> Weights:
    """How often another row has the same value: counted without the two rows that are compared."""
    size = len(columns.values)
    start = comparison.levels[0].unrelated
    here, there = _counts(columns.left, size), _counts(columns.right, size)
    others = np.maximum(here - 2, 0) if same else np.maximum(np.maximum(here, there) - 1, 0)
    rows = max(float(here.sum()), float(there.sum()))
    found: Weights = (others + _PSEUDO_ROWS * start) / (rows + _PSEUDO_ROWS)
    return found


def _counts(column: Column, size: int) -> NDArray[np.int64]:
    return np.bincount(column.codes[column.codes != ABSENT], minlength=size)


def explain(scored: Scored, pair: int, left: Row, right: Row) -> tuple[Comparison, ...]:
    """The comparisons of one pair in words."""
    made = []
    for place, comparison in enumerate(scored.model.comparisons):
        grade = int(scored.grades[pair, place])
        label = "missing" if grade == MISSING else comparison.levels[grade].label
        ours, theirs = (row.get(comparison.field) for row in (left, right))
        weight = float(scored.weights[pair, place])
        made.append(
            Comparison(
                comparison.field, label, round(weight, 3), ours.value if ours else "", theirs.value if theirs else ""
            )
        )
    return tuple(made)
