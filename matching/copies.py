"""What copies within one list look like, learned pair by pair: three ways in which that goes wrong, and their cure.

Between two lists one partner a row shows what mere resemblance looks like. Within one list there is no such rule, and
expectation and maximisation may end with the wrong class under the name of matches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.comparisons import MISSING, FieldComparison
from matching.model import (
    LEAST,
    MATCH,
    RELATED,
    UNRELATED,
    Grades,
    MatchModel,
    Weights,
    learn,
    learn_unrelated,
    posteriors,
    starting_model,
)
from matching.settings import MatchSettings

_NO_KIN = 0.05
"""Related pairs that are begun with where there are none."""
_HARDLY_APART = 0.25
"""Of the bits that tell related rows from strangers, how many tell matches from related rows where both are one class.
0.19 on citations with pages and publishers; 0.25 on Chicago's lists and 0.3 to 5 on others, where they are two."""
_MOST_NEXT = 0.3
"""Of the matches, how many may differ by a character of their numbers: 0 to 0.06 do where copies are copies, 0.56 to
0.63 where a third of the products have a sister model and a twentieth is there twice."""
_TAIL = 3
"""The weakest levels of a comparison by which the others are bounded."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A model of a list, and the pairs that it is of."""

    model: MatchModel
    kept: NDArray[np.bool_]
    """Pairs that can be copies."""


def learned_within(start: MatchModel, grades: Grades, random: Grades, settings: MatchSettings) -> Learned:
    """The model of the pairs of one list, and which of them can be copies; `random` are pairs drawn at random.

    Where most of what was taken for copies differs by a character of its numbers, a model's or a part's, the list is
    one of sister models: such pairs are no copies there, and it is learned anew without them.
    """
    every = np.ones(len(grades), dtype=bool)
    model = _learned(start, grades, random, settings)
    following = _next_ones(model.comparisons, grades)
    if not following.any():
        return Learned(model, every)
    matches = posteriors(model, grades)[MATCH]
    if matches[following].sum() <= _MOST_NEXT * matches.sum():
        return Learned(model, every)
    return Learned(_learned(start, grades[~following], random, settings), ~following)


def _learned(start: MatchModel, grades: Grades, random: Grades, settings: MatchSettings) -> MatchModel:
    """The model, begun again where matches were taken for related rows, or strangers for what agrees by chance.

    Where copies come in large groups they outnumber all else: as they are begun with as an exception, the related take
    them for their own, or they are counted among the pairs drawn at random.
    """
    start = learn_unrelated(start, random, settings)
    model = learn(start, grades, settings)
    matches, related = (model.shares[:2] * model.counts.pairs).tolist()
    same = float(((grades <= 0).all(axis=1) & (grades == 0).any(axis=1)).sum())
    if _is_one_class(model, grades):
        return _begun_again(start, grades, matches + related, settings)
    if same > matches:
        thinned = tuple(map(_thinned, start.chances))
        return _begun_again(replace(start, chances=thinned), grades, same, settings)
    return model


def _begun_again(start: MatchModel, grades: Grades, matches: float, settings: MatchSettings) -> MatchModel:
    """Learned as if there were so many matches, and nothing that is only related."""
    begun = starting_model(start.comparisons, replace(start.counts, matches=matches, related=_NO_KIN))
    return learn(replace(begun, chances=start.chances), grades, settings)


def _is_one_class(model: MatchModel, grades: Grades) -> bool:
    """Related rows outnumber matches, and what the rows say hardly tells the two apart."""
    told = (grades != MISSING).mean(axis=0) if len(grades) else np.zeros(grades.shape[1])
    kin, apart = (
        sum(share * _bits(each, *classes) for share, each in zip(told.tolist(), model.chances, strict=True))
        for classes in ((RELATED, UNRELATED), (MATCH, RELATED))
    )
    return bool(model.shares[RELATED] > model.shares[MATCH] and apart < _HARDLY_APART * kin)


def _bits(chances: Weights, one: int, other: int) -> float:
    """How much a comparison says on average for the one class against the other, where the one is so."""
    return float((chances[one] * np.log2(chances[one] / chances[other])).sum())


def _thinned(chances: Weights) -> Weights:
    """The chances, where strangers are on a level at most as seldom as the weaker levels lead to expect.

    Among texts of strangers each level is rarer than the next weaker one by as much as that by another, or more; where
    they get more again towards "the same", those are copies among the pairs drawn at random.
    """
    unrelated = chances[UNRELATED].copy()
    for level in range(len(unrelated) - _TAIL - 1, -1, -1):
        weaker, weakest = unrelated[level + 1 : level + 3]
        unrelated[level] = max(min(unrelated[level], weaker * min(weaker / weakest, 1.0)), LEAST)
    made = chances.copy()
    made[UNRELATED] = unrelated / unrelated.sum()
    return made


def _next_ones(comparisons: Sequence[FieldComparison], grades: Grades) -> NDArray[np.bool_]:
    """Pairs on a level on which matches seldom are."""
    found = np.zeros(len(grades), dtype=bool)
    for place, comparison in enumerate(comparisons):
        seldom = [level for level, each in enumerate(comparison.levels) if each.seldom]
        found |= np.isin(grades[:, place], seldom)
    return found
