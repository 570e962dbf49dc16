"""Pairs compared and weighed: levels over pairs of distinct values, then probabilities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from matching.blocking import BlockingRule, CandidatePairs, Counts, Ids, Nearest, Sides, candidate_pairs
from matching.comparisons import MISSING, FieldComparison
from matching.copies import learned_within
from matching.features import features_of
from matching.ids import Codes, factorised_ids
from matching.judged import NONE, Judged, evidence_of, with_judged
from matching.levels import Pairs
from matching.model import (
    CLOSE,
    EXPLAINED,
    MATCH,
    RELATED,
    UNRELATED,
    Grades,
    MatchModel,
    PairCounts,
    Weights,
    kin_among,
    learn,
    learn_unrelated,
    log_table,
    normalised,
    starting_model,
    together,
    with_close,
)
from matching.remembered import Memory
from matching.scheme import Scheme
from matching.settings import MatchSettings
from matching.tables import ABSENT, Column, FieldData, Table, joined

_HALF = 32
_LOW = (1 << _HALF) - 1
_PSEUDO_ROWS = 20.0
"""How many imagined rows the starting frequency of a value counts for."""
_DUPLICATES = 0.02
_RELATED = 0.3
"""Starting guesses: rows that are there twice, and pairs that have to do with each other, as shares of the rows."""
_MOST_COPIES = 50.0
_WEIGHED_AT_ONCE, _GRADED_AT_ONCE = 1 << 17, 1 << 19
"""Pairs: what is made of them on the way is three doubles each, or two texts."""
_UNHEEDED_ROWS = 200.0
"""A table of so many rows says as much about how many duplicates there are as the first guess."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The pairs that were compared, with what came of it."""

    left: Ids
    right: Ids
    grades: Grades
    evidence: Weights
    """Natural logarithm of how much likelier the comparisons are for a match than for anything else."""
    prior: float
    """Natural logarithm of the odds before anything was compared."""
    probability: Weights
    """Of being a match, each pair by itself."""
    model: MatchModel
    sides: Sides
    judged: Judged
    rules: Counts | None = None
    """For each pair how many blocking rules proposed it; None where every pair was compared."""
    notes: tuple[str, ...] = ()

    @property
    def weight(self) -> Weights:
        """The match weight: log2 of the evidence and the prior odds, before competing pairs are looked at."""
        return np.asarray((self.evidence + self.prior) / np.log(2), dtype=np.float64)

    def only(self, mask: NDArray[np.bool_]) -> Scored:
        """The pairs under the mask."""
        return replace(
            self,
            left=self.left[mask],
            right=self.right[mask],
            grades=self.grades[mask],
            evidence=self.evidence[mask],
            probability=self.probability[mask],
            rules=None if self.rules is None else self.rules[mask],
        )


@dataclass(frozen=True, slots=True)
class Told:
    """What is known before anything is learned."""

    chances: Callable[[Sequence[FieldComparison]], tuple[Weights, ...]] | None = None
    """The chances of the levels of these comparisons, which then are not learned; None where they are."""
    explained: float = EXPLAINED
    """How far being related explains likeness by these chances, in bits."""
    judged: Judged = NONE
    """What people said of pairs."""
    memory: Memory | None = None
    """What was compared before; it learns what is compared now."""


NOTHING = Told()


@dataclass(frozen=True, slots=True)
class Known:
    """What linking a table with another has found out about the table."""

    sides: Sides
    """The table with itself."""
    model: MatchModel
    only: NDArray[np.bool_]
    """Rows of which each pair must have one."""


def within(sides: Sides, left: bool) -> Sides:
    """One of the two tables with itself, over the same vocabularies."""
    columns = {name: data.left if left else data.right for name, data in sides.fields.items()}
    fields = {name: replace(data, left=columns[name], right=columns[name]) for name, data in sides.fields.items()}
    size = sides.height if left else sides.width
    return Sides(fields, size, size, same=True)


def score_tables(left: Table, right: Table, scheme: Scheme, settings: MatchSettings, told: Told = NOTHING) -> Scored:
    """Link two tables: block, compare, learn, weigh; pairs that people judged are among those compared."""
    most = float(min(len(left), len(right)))
    counts = PairCounts(float(len(left) * len(right)), most, _RELATED * max(len(left), len(right)), most)
    sides, comparisons = sides_of(left, right, scheme)
    pairs = with_judged(_candidates(sides, scheme, settings), told.judged, sides.width)
    return _scored(sides, comparisons, pairs, counts, settings, told)


def score_within(
    table: Table, scheme: Scheme, settings: MatchSettings, known: Known | None = None, told: Told = NOTHING
) -> Scored:
    """Compare a table with itself: each pair of rows once, the earlier row on the left."""
    size = float(len(table))
    only = known.only if known else None
    marked = size if only is None else float(only.sum())
    counts = PairCounts(
        pairs=marked * (size - 1 - (marked - 1) / 2),
        matches=max(_DUPLICATES * size, 0.1),
        related=_RELATED * size,
        most=_MOST_COPIES * size,
        heed=size / (size + _UNHEEDED_ROWS),
    )
    if known:
        sides, comparisons = known.sides, known.model.comparisons
    else:
        sides, comparisons = sides_of(table, table, scheme)
    pairs = _candidates(sides, _strong(scheme) if known else scheme, settings, only)
    # A copy differs from its original as far as a match does, and copies are too few to learn it from.
    chances = known.model.chances if known else ()
    told = replace(told, chances=lambda _: chances) if known else told
    return _scored(sides, comparisons, pairs, counts, settings, told)


def _strong(scheme: Scheme) -> Scheme:
    """The scheme without its last resorts: copies of a row share more than two weak values or some words."""
    return replace(scheme, rules=tuple(rule for rule in scheme.rules if not _last_resort(rule)))


def _last_resort(rule: BlockingRule | Nearest) -> bool:
    return rule.lonely and (isinstance(rule, Nearest) or len(rule.keys) > 1)


def _candidates(
    sides: Sides, scheme: Scheme, settings: MatchSettings, only: NDArray[np.bool_] | None = None
) -> CandidatePairs:
    """The candidate pairs; none where the tables have no field in common."""
    if not sides.fields:
        return CandidatePairs(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
    return candidate_pairs(sides, scheme.rules, settings, only)


def sides_of(left: Table, right: Table, scheme: Scheme) -> tuple[Sides, tuple[FieldComparison, ...]]:
    """Both tables over common vocabularies, and the comparisons whose field both have."""
    used = tuple(c for c in scheme.comparisons if _filled(left, c.field) and _filled(right, c.field))
    kinds: dict[str, list[str]] = defaultdict(list)
    for each in used:
        kinds[each.field].append(each.type)
    fields = {name: _field(name, types, left, right) for name, types in kinds.items()}
    return Sides(fields, len(left), len(right), left is right), used


def _filled(table: Table, field: str) -> bool:
    return field in table.columns and bool((table.columns[field].codes != ABSENT).any())


def _field(name: str, types: Sequence[str], left: Table, right: Table) -> FieldData:
    one, other = joined(left.columns[name], right.columns[name])
    return FieldData(one.values, features_of(types, one.values), one, other)


def _scored(
    sides: Sides,
    comparisons: Sequence[FieldComparison],
    pairs: CandidatePairs,
    counts: PairCounts,
    settings: MatchSettings,
    told: Told,
) -> Scored:
    grades = _remembered(sides, comparisons, pairs, told.memory)
    model = starting_model(comparisons, counts)
    if told.chances is not None:
        known = told.chances(comparisons)
        model = with_close(model) if any(len(each) > CLOSE for each in known) else model
        model = replace(model, chances=known, explained=told.explained)
        model = learn(model, grades, settings, shares_only=True)
    else:
        random = _random_grades(sides, comparisons, settings)
        if sides.same:
            learned = learned_within(model, grades, random, settings)
            model = learned.model
            if not learned.kept.all():
                pairs, grades = pairs.only(learned.kept), np.asfortranarray(grades[learned.kept])
        else:
            model = learn(learn_unrelated(model, random, settings), grades, settings)
    return weigh(sides, model, pairs, grades, told.judged)


def _random_grades(sides: Sides, comparisons: Sequence[FieldComparison], settings: MatchSettings) -> Grades:
    """The levels of pairs drawn at random."""
    return grade_pairs(sides, comparisons, *random_pairs(sides, settings))


def random_pairs(sides: Sides, settings: MatchSettings) -> tuple[Ids, Ids]:
    """Pairs of rows drawn at random; all pairs where there are few."""
    generator = np.random.default_rng(settings.seed)
    if sides.height * sides.width <= settings.random_pairs:
        rows, columns = np.divmod(np.arange(sides.height * sides.width, dtype=np.int64), max(sides.width, 1))
    else:
        rows = generator.integers(0, sides.height, settings.random_pairs, dtype=np.int64)
        columns = generator.integers(0, sides.width, settings.random_pairs, dtype=np.int64)
    apart = rows != columns if sides.same else np.ones(len(rows), dtype=bool)
    return rows[apart], columns[apart]


def _remembered(
    sides: Sides, comparisons: Sequence[FieldComparison], pairs: CandidatePairs, memory: Memory | None
) -> Grades:
    """The levels of each pair; those that were found before are not found again."""
    if memory is None or not comparisons:
        return grade_pairs(sides, comparisons, pairs.left, pairs.right)
    return memory.grades(
        sides,
        comparisons,
        (pairs.left, pairs.right),
        lambda comparison, places: _graded(sides, comparison, pairs.left[places], pairs.right[places]),
    )


def grade_pairs(sides: Sides, comparisons: Sequence[FieldComparison], left: Ids, right: Ids) -> Grades:
    """The levels of each pair: the best over the readings of a doubtful field."""
    grades = np.full((len(left), len(comparisons)), MISSING, dtype=np.int8, order="F")
    for place, comparison in enumerate(comparisons):
        grades[:, place] = _graded(sides, comparison, left, right)
    return grades


def _graded(sides: Sides, comparison: FieldComparison, left: Ids, right: Ids) -> NDArray[np.int8]:
    grades, data = np.full(len(left), MISSING, dtype=np.int8), sides.fields[comparison.field]
    for part in parts_of(len(left), _GRADED_AT_ONCE):
        for ours, theirs in product(data.left.readings, data.right.readings):
            found = _grade_codes(comparison, data, ours[left[part]], theirs[right[part]])
            grades[part] = _better(grades[part], found)
    return grades


def _better(one: NDArray[np.int8], other: NDArray[np.int8]) -> NDArray[np.int8]:
    """The lower level of the two; a missing one gives way."""
    return np.where(one == MISSING, other, np.where(other == MISSING, one, np.minimum(one, other)))


def _grade_codes(comparison: FieldComparison, data: FieldData, left: Codes, right: Codes) -> NDArray[np.int8]:
    """The levels of pairs of codes: each distinct pair of values is looked at once."""
    grades = np.full(len(left), MISSING, dtype=np.int8)
    there = np.flatnonzero((left != ABSENT) & (right != ABSENT))
    joint = left[there].astype(np.int64) << _HALF | right[there]
    place, pairs = factorised_ids(joint)
    ours, theirs = (pairs >> _HALF).astype(np.int32), (pairs & _LOW).astype(np.int32)
    grades[there] = comparison.grade(Pairs(data.features, ours, theirs))[place]
    return grades


def weigh(sides: Sides, model: MatchModel, pairs: CandidatePairs, grades: Grades, judged: Judged = NONE) -> Scored:
    """The probability of each pair, with rare values, doubtful readings and people's word taken into account."""
    evidence, share = np.zeros(len(grades)), np.zeros(len(grades))
    prior, usual = np.log(model.shares), _frequencies(sides, model)
    others = np.log(model.shares[RELATED:].sum())
    for part in parts_of(len(grades), _WEIGHED_AT_ONCE):
        some = CandidatePairs(pairs.left[part], pairs.right[part])
        columns = (
            _log_chances(sides, model, (place, usual[place]), some, grades[part, place])
            for place in range(grades.shape[1])
        )
        logs = together(columns, (len(prior), len(some.left)), model.explained, moving=True)
        logs[MATCH] += evidence_of(judged, some.left, some.right)
        logs += prior[:, None]
        evidence[part] = logs[MATCH] - prior[MATCH] - (np.logaddexp.reduce(logs[RELATED:]) - others)
        share[part] = normalised(logs)[MATCH]
    return Scored(
        pairs.left,
        pairs.right,
        grades,
        evidence=evidence,
        prior=float(prior[MATCH] - others),
        probability=share,
        model=model,
        sides=sides,
        judged=judged,
        rules=pairs.rules,
        notes=pairs.notes,
    )


def parts_of(size: int, most: int) -> Iterator[slice]:
    """So many pairs as slices of at most so many: what is made of a part is gone before the next one is looked at."""
    return (slice(start, min(start + most, size)) for start in range(0, size, most))


def comparison_weights(scored: Scored) -> Weights:
    """Log2 of match over unrelated for each comparison: a row a pair, a column a comparison."""
    pairs = CandidatePairs(scored.left, scored.right)
    weights = np.zeros(scored.grades.shape)
    for place, usual in enumerate(_frequencies(scored.sides, scored.model)):
        found = _log_chances(scored.sides, scored.model, (place, usual), pairs, scored.grades[:, place])
        weights[:, place] = (found[MATCH] - found[UNRELATED]) / np.log(2)
    return weights


def _frequencies(sides: Sides, model: MatchModel) -> tuple[Weights, ...]:
    """For each comparison how often another row has a value, by its code; empty where that does not count."""
    return tuple(
        _frequency(each, sides.fields[each.field], sides.same) if each.levels[0].rare else np.zeros(0)
        for each in model.comparisons
    )


def _log_chances(
    sides: Sides, model: MatchModel, compared: tuple[int, Weights], pairs: CandidatePairs, column: NDArray[np.int8]
) -> Weights:
    """Logarithms of the chances of what one comparison says of each pair, a row a class.

    They are those of the level, but where a value is rare or a reading in doubt.
    """
    place, usual = compared
    comparison, chances = model.comparisons[place], _ordered(model.chances[place], rare=bool(len(usual)))
    data = sides.fields[comparison.field]
    found = log_table(comparison, chances)[:, column]
    trust = _trust(data, pairs)
    apart = (column == 0) & bool(len(usual))
    if trust is not None:
        apart |= (trust < 1) & (column != MISSING)
    places = np.flatnonzero(apart)
    if len(places):
        levels, codes = column[places], data.left.codes[pairs.left[places]]
        special = chances[:, levels]
        if len(usual):
            rare = (levels == 0) & (codes != ABSENT)
            common = np.where(rare, usual[codes], special[UNRELATED])
            special[UNRELATED] = common
            special[RELATED:] = np.maximum(special[RELATED:], np.where(levels == 0, common, 0.0))
        if trust is not None:
            sure = trust[places]
            special = sure * special + (1 - sure) * special[UNRELATED]
        found[:, places] = np.log(special) * comparison.share
    return found


def _ordered(chances: Weights, *, rare: bool) -> Weights:
    """The chances, where no level is a better sign against kinship than to be the same.

    Orders of one client have his name in common to the letter, so that a name that is nearly the same was learned to
    be the better sign of one order: of two campaigns alike but for " Inc", each was linked to the other's record.
    """
    if not rare:
        return chances
    made = chances.copy()
    for kind in kin_among(len(made)):
        made[kind] = np.maximum(made[kind], made[MATCH] * made[kind, 0] / made[MATCH, 0])
    return made


def _trust(data: FieldData, pairs: CandidatePairs) -> NDArray[np.float32] | None:
    """How far both values are to be believed; None where all are."""
    both = ((data.left.trust, pairs.left), (data.right.trust, pairs.right))
    found = [trust[rows] for trust, rows in both if trust is not None]
    return None if not found else np.minimum(found[0], found[-1])


def _frequency(comparison: FieldComparison, data: FieldData, same: bool) -> Weights:
    """How often another row has the same value: counted without the two rows that are compared."""
    size = len(data.values)
    start = comparison.levels[0].unrelated
    here, there = _counts(data.left, size), _counts(data.right, size)
    others = np.maximum(here - 2, 0) if same else np.maximum(np.maximum(here, there) - 1, 0)
    rows = max(float(here.sum()), float(there.sum()))
    found: Weights = (others + _PSEUDO_ROWS * start) / (rows + _PSEUDO_ROWS)
    return found


def _counts(column: Column, size: int) -> NDArray[np.int64]:
    return np.bincount(column.codes[column.codes != ABSENT], minlength=size)
