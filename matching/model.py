"""The Fellegi–Sunter model: how likely each comparison level is among pairs that are the same order, that have to do
with each other, and that have not.

Three classes and not two: orders at the same address in the same week are not the same order, and a model that knows
only "same" and "unrelated" calls them the same (it is where most of the false links of two-class models came from).

u (unrelated) is counted over pairs drawn at random. m (match) and the related class are found by expectation and
maximisation over the pairs that blocking proposed, from the starting weights of the comparisons and held near them by
as many imagined pairs as `MatchSettings.prior_pairs`, so that ten records are linked by sensible weights and ten
thousand by their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.comparisons import MISSING, FieldComparison
from matching.ids import Codes, factorised_ids
from matching.settings import MatchSettings

Grades = NDArray[np.int8]
"""Levels: a row a pair, a column a comparison."""
Weights = NDArray[np.float64]

MATCH, RELATED, UNRELATED, CLOSE = range(4)
"""Kin are one class in most lists, and two where it is learned that some share much at once (`with_close`)."""
LEAST = 1e-7
"""The least chance of a level, however seldom it was seen."""
_STILL = 1e-4
EXPLAINED = 30.0
"""Bits that being related explains in any list."""
_HELD = (0.5, 0.0)
"""By how many imagined pairs a learned one, the chances are held near the starting weights: firmly first, then not.
Let go at once, the class of related pairs takes the matches of large groups for its own: F1 0.08 instead of 0.96 on
citations of 250 papers, 0.69 instead of 0.93 on people who moved; held to the end, 0.93 instead of 0.96 on Chicago's
lists."""


@dataclass(frozen=True, slots=True)
class MatchModel:
    """What is known about the levels of each comparison, and how many pairs of each class there are."""

    comparisons: tuple[FieldComparison, ...]
    chances: tuple[Weights, ...]
    """For each comparison the probability of its levels: a row a class, three or four of them; a column a level."""
    shares: Weights
    """Of all pairs of the two tables, the share of each class."""
    counts: PairCounts
    explained: float = EXPLAINED
    """How far being related explains likeness over chance, in bits."""


@dataclass(frozen=True, slots=True)
class PairCounts:
    """How many pairs there are, and how many of them can be matches."""

    pairs: float
    matches: float
    """Pairs that are the same, as a first guess."""
    related: float
    most: float
    """Most pairs that can be the same."""
    heed: float = 1.0
    """0 to 1: how far the count of matches that is learned moves from the first guess; few rows say little."""


def starting_model(comparisons: Sequence[FieldComparison], expected: PairCounts) -> MatchModel:
    """The model before anything was learned."""
    chances = tuple(found.starting for found in comparisons)
    return MatchModel(tuple(comparisons), chances, _shares((expected.matches, expected.related), expected), expected)


def _shares(found: Sequence[float], counts: PairCounts) -> Weights:
    """The share of each class, where there are so many pairs of each but the unrelated."""
    total = max(counts.pairs, 1.0)
    bounded = [min(found[MATCH], counts.most), *(min(each, counts.pairs / 4) for each in found[RELATED:])]
    some = np.maximum(bounded, 0.05) / (total + 1)
    some *= min(1.0, 0.9 / some.sum())
    return np.insert(some, UNRELATED, 1 - some.sum())


def with_close(model: MatchModel) -> MatchModel:
    """The model with a fourth class, of kin that are begun with half way between the related and the same.

    Of calls at a water works some have one thing in common, a street, a name or a remark, and some are by one caller on
    one day. As one class they agree in address, phone and name in 0.19, 0.16 and 0.36 of the cases, and so in all three
    in 0.01; as two in 0.05. With one, a caller's second call of a day was a copy of the first.
    """
    if len(model.shares) > CLOSE:
        return model
    shares = model.shares * np.where(np.arange(len(model.shares)) == RELATED, 0.5, 1.0)
    return replace(model, chances=tuple(map(_with_close, model.chances)), shares=np.append(shares, shares[RELATED]))


def _with_close(chances: Weights) -> Weights:
    if len(chances) > CLOSE:
        return chances
    close = np.sqrt(chances[MATCH] * chances[RELATED])
    return np.vstack((chances, close / close.sum()))


def kin_among(classes: int) -> list[int]:
    """Which of three or four classes are kin."""
    return [kind for kind in (RELATED, CLOSE) if kind < classes]


def learn_unrelated(model: MatchModel, grades: Grades, settings: MatchSettings) -> MatchModel:
    """The model with u counted over random pairs, each by how likely it is unrelated."""
    unrelated = posteriors(model, grades)[UNRELATED]
    chances = tuple(
        _replaced(known, UNRELATED, _counted(grades[:, place], unrelated, known[UNRELATED], settings.prior_pairs))
        for place, known in enumerate(model.chances)
    )
    return replace(model, chances=chances)


def with_unrelated(model: MatchModel, known: MatchModel) -> MatchModel:
    """The model with the other's u."""
    both = zip(model.chances, known.chances, strict=True)
    return replace(model, chances=tuple(_replaced(one, UNRELATED, other[UNRELATED]) for one, other in both))


def learn(model: MatchModel, grades: Grades, settings: MatchSettings, shares_only: bool = False) -> MatchModel:
    """The model after expectation and maximisation over the pairs that blocking proposed.

    `shares_only` leaves the chances of the levels as they are, and learns how many pairs of each class there are.
    """
    patterns = Patterns.of(grades)
    times = np.bincount(patterns.place, minlength=len(patterns.grades))
    start = model
    for held in _HELD if len(grades) and not shares_only else (0.0,):
        for _ in range(settings.rounds if len(grades) else 0):
            expected = posteriors(model, patterns.grades) * times
            improved = maximised(start, patterns.grades, expected, settings, held)
            improved = replace(improved, chances=model.chances) if shares_only else improved
            moved = float(np.abs(improved.shares - model.shares).sum() * model.counts.pairs)
            model = improved
            if moved < _STILL * max(model.counts.matches, 1.0):
                break
    return model


@dataclass(frozen=True, slots=True)
class Patterns:
    """The distinct rows of grades: a million pairs have some ten thousand, and what is learned hangs on these alone."""

    grades: Grades
    place: Codes
    """For each pair its row."""

    @classmethod
    def of(cls, grades: Grades) -> Patterns:
        """Rows are told apart by a 64-bit hash."""
        generator = np.random.default_rng(grades.shape[1])
        factors = [np.uint64(generator.integers(1, 2**63)) for _ in range(grades.shape[1])]
        hashes = np.zeros(len(grades), dtype=np.uint64)
        for place in range(grades.shape[1]):
            hashes += (grades[:, place].astype(np.int64) + 2).astype(np.uint64) * (factors[place] | np.uint64(1))
        found, known = factorised_ids(hashes.view(np.int64))
        first = np.empty(len(known), dtype=np.int64)
        first[found[::-1]] = np.arange(len(found) - 1, -1, -1)
        return cls(grades[first], found)

    def summed(self, weights: Weights) -> Weights:
        """What the pairs of each row weigh together."""
        return np.asarray(np.bincount(self.place, weights=weights, minlength=len(self.grades)), dtype=np.float64)


def maximised(
    start: MatchModel, patterns: Grades, expected: Weights, settings: MatchSettings, held: float = 0.0
) -> MatchModel:
    """The model under which the patterns are likeliest, each row of them as often of each class as is `expected`: a row
    a class, a column a pattern.

    `held` are imagined pairs, with the levels of the start, a pair that is expected.
    """
    counts = start.counts
    chances = []
    for place, known in enumerate(start.chances):
        for kind in (MATCH, *kin_among(len(known))):
            prior = start.chances[place][kind]
            imagined = settings.prior_pairs + held * expected[kind].sum()
            row = _counted(patterns[:, place], expected[kind], prior, imagined)
            known = _replaced(known, kind, _bounded(row, start.comparisons[place]) if kind == MATCH else row)
        chances.append(known)
    totals = expected.sum(axis=1)
    matches = counts.heed * totals[MATCH] + (1 - counts.heed) * counts.matches
    return replace(start, chances=tuple(chances), shares=_shares((matches, *totals[kin_among(len(totals))]), counts))


def _counted(grades: NDArray[np.int8], weights: Weights, prior: Weights, prior_pairs: float) -> Weights:
    """The share of each level among the pairs, with the prior as imagined pairs; missing values say nothing."""
    seen = np.bincount(grades.astype(np.intp) - MISSING, weights=weights, minlength=len(prior) + 1)
    counts = seen[-MISSING:] + prior * prior_pairs
    shares: Weights = np.maximum(counts / counts.sum(), LEAST)
    return np.asarray(shares / shares.sum(), dtype=np.float64)


def _bounded(row: Weights, comparison: FieldComparison) -> Weights:
    """The shares with none above what its level may have at most; what is cut off goes to the others."""
    cut = np.minimum(row, comparison.most)
    free = np.where(comparison.most < 1, 0.0, cut)
    return np.asarray(cut + free * (1 - cut.sum()) / free.sum(), dtype=np.float64)


def _replaced(chances: Weights, kind: int, row: Weights) -> Weights:
    made = chances.copy()
    made[kind] = row
    return made


def posteriors(model: MatchModel, grades: Grades) -> Weights:
    """For each row of grades how likely it is each class: a row a class."""
    found = (
        log_table(comparison, chances)[:, grades[:, place]]
        for place, (comparison, chances) in enumerate(zip(model.comparisons, model.chances, strict=True))
    )
    return normalised(
        together(found, (len(model.shares), len(grades)), model.explained) + np.log(model.shares)[:, None]
    )


def log_table(comparison: FieldComparison, chances: Weights) -> Weights:
    """Logarithms of the chances, a row a class and a column a level; the last, where `MISSING` points, says nothing."""
    return np.hstack((np.log(chances) * comparison.share, np.zeros((len(chances), 1))))


def together(compared: Iterable[Weights], shape: tuple[int, int], explained: float, *, moving: bool = False) -> Weights:
    """Logarithms of the classes' chances over all comparisons, where being related explains no more than it can.

    `compared` are those of each comparison: a row a class, a column a pair. A class's numbers lie side by side so, and
    are worked through in half the time that a pair's three take. `shape` is how many classes and pairs there are.

    Rows that have to do with each other share an address, a name, a day; what resembles each other by more than
    `explained` bits over chance is the same, a field or two that differ notwithstanding. Without the bound, the class
    fills up with matches of which one field is always wrong.

    A `moving` bound rises by as much as speaks against a match. A household's second order of a week shares address,
    name, phone and days, which are sixty bits in a large city, but neither number nor cost nor who did it: with a bound
    that stands still, 2.7 % of the rows without a partner were given such a one at 100,000 orders. While the chances
    are learned it does stand still, or people who moved become each other's kin: F1 0.906 instead of 0.936.
    """
    logs, against = np.zeros(shape), np.zeros(shape[1])
    for found in compared:
        logs += found
        against += np.maximum(found[UNRELATED] - found[MATCH], 0.0)
    bound = logs[UNRELATED] + explained * np.log(2) + (against if moving else 0.0)
    for kind in kin_among(len(logs)):
        logs[kind] = np.minimum(logs[kind], bound)
    return logs


def normalised(logs: Weights) -> Weights:
    """Logarithms as probabilities that sum to one over the classes, a row each."""
    made: Weights = np.exp(logs - logs.max(axis=0)) if logs.shape[1] else logs
    return np.asarray(made / made.sum(axis=0), dtype=np.float64)
