"""Expectation and maximisation where a row has at most one partner.

Pair by pair, expectation and maximisation cannot tell a weak match from a strong resemblance: on lists of products it
finds a third of the matches. That a row has one partner at most settles it, as the second best candidate of each row
shows what resemblance looks like. So the expectation step here is the one-to-one probability of a pair (`marginals`),
and whatever is left of a pair counts as related or unrelated.

How many matches there are cannot be left to the iteration: begun with few it ends with few, begun with many it may end
with none. It is begun as if nearly every row of the smaller table had a partner, and then counted by runners-up
(`expected_matches`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.blocking import CandidatePairs, Ids
from matching.grouped import Sides, between
from matching.marginals import Edges, Messages, marginals, messages, prior_odds
from matching.model import (
    CLOSE,
    EXPLAINED,
    MATCH,
    RELATED,
    UNRELATED,
    MatchModel,
    Patterns,
    Weights,
    kin_among,
    log_table,
    maximised,
    posteriors,
    starting_model,
    together,
    with_close,
    with_unrelated,
)
from matching.score import Scored, weigh
from matching.settings import MatchSettings

_OPTIMISTIC = 0.9
"""Of the smaller table's rows, how many have a partner where nearly all do."""
_MOST = 0.98
_BEGUN, _COUNTED = 6, 4
"""Rounds with the number of matches begun with, and with the number counted by runners-up."""
_HELD = 0.1
"""Imagined pairs with the levels of the start, a pair that is expected."""
_OWN = 10.0
"""Imagined pairs by which a comparison is held near chance that is learned of links found without it."""
_STILL = 1e-3
_LOW_END = 0.6
"""The part of the runners-up, the weakest, by which rows without a partner are counted."""
_FAR_LESS = 0.8
"""Learning goes on with a lowered count where it is so much less: what tells one match in ten is yet to be learned."""
_LOWERED = 2
"""Times that a count which is no more than the bound is lowered; a third changes next to nothing."""
_SUMMED = 4
"""Times that probabilities are added up; more change nothing in the fourth digit."""
_SURELY = 0.99
"""A pair so likely leaves neither of its rows to anyone else."""
_SOME_KIN, _FEWEST_KIN = 0.01, 10
"""So many pairs, as a share of the sure ones and at least, are no accident: kin are alike as far as these are."""
_NOTHING = -50.0
"""The evidence of a candidate that is not there."""
_UNSURE = 0.1
"""Of the rows of a much larger table, beyond twice the smaller one's, how far their count may be wrong."""


@dataclass(frozen=True, slots=True)
class Refined:
    """Pairs weighed by a model that knows that they exclude each other."""

    scored: Scored
    probability: Weights
    """Of each pair, one to one."""
    count: float
    """How many pairs are expected."""


def refined(
    scored: Scored, settings: MatchSettings, sides: Sides, *, fixed: bool = False, begun: float | None = None
) -> Refined:
    """Learn the model anew with one partner a row, or a group of rows that are one; only count them if it is fixed.

    `begun` is how many pairs are expected at first; nearly as many as the smaller table has rows, unless it is given.
    """
    if not len(scored.left):
        return Refined(scored, np.zeros(0), 0.0)
    scored, count = _counted(scored, settings, sides, fixed=fixed, begun=begun)
    weighed = replace(scored, prior=float(np.log(prior_odds(count, *_shape(sides)))))
    return Refined(weighed, _shares(weighed, sides, count), count)


def _counted(
    scored: Scored, settings: MatchSettings, sides: Sides, *, fixed: bool, begun: float | None
) -> tuple[Scored, float]:
    """The pairs by a learned model, and how many matches are among them."""
    begun_rounds, counted_rounds = (0, 0) if fixed else (_BEGUN, _COUNTED)
    first = _OPTIMISTIC * most_pairs(sides) if begun is None else begun
    if any(side.several for side in sides):
        scored, count = _of_at_most(scored, most_pairs(sides)), _summed(scored, sides, first)
        for rounds in (begun_rounds, counted_rounds):
            scored = _rounds(scored, sides, count, (rounds, settings))
            count = _summed(scored, sides, count)
        return scored, count
    scored = _rounds(scored, sides, first, (begun_rounds, settings))
    count = expected_matches(between(scored, sides).edges, first)
    bound = count >= _bound(most_pairs(sides))
    if bound and (borne := _borne_out(scored, sides, count)) < _FAR_LESS * count:
        count = borne
    scored = _rounds(scored, sides, count, (counted_rounds, settings))
    return scored, _borne_out(scored, sides, count) if bound else count


def _of_at_most(scored: Scored, most: float) -> Scored:
    """The pairs with a model that allows for so many matches."""
    counts = replace(scored.model.counts, most=most)
    return replace(scored, model=replace(scored.model, counts=counts))


def most_pairs(sides: Sides) -> float:
    """Most pairs that there can be."""
    return float(min(side.count for side in sides if not side.several))


def _shape(sides: Sides) -> tuple[int, int, tuple[bool, bool]]:
    """How many rows, or groups of them, each side has, and whether each may have several partners."""
    return sides[0].count, sides[1].count, (sides[0].several, sides[1].several)


def _bound(most: float) -> float:
    """Most pairs that are expected."""
    return max(_MOST * most, 1.0)


def _borne_out(scored: Scored, sides: Sides, count: float) -> float:
    """No more pairs than their probabilities, which hang on how many are expected, add up to.

    Where the runners-up leave no row without a partner, they are rivals nearly as good, such as citations of one paper,
    and the bound is no count: of 1,300 papers of which half are not cited, 1,274 seemed to have one. Elsewhere the
    count by runners-up is the better one: with it lowered too, of pairs of orders that are hard to read said at 0.41 a
    share of 0.59 are links, and of 0.42 as it stands.
    """
    edges = between(scored, sides).edges
    for _ in range(_LOWERED):
        count = min(count, float(marginals(edges, count).sum()))
    return count


def _summed(scored: Scored, sides: Sides, count: float) -> float:
    """As many pairs as their probabilities add up to.

    Where rows have several partners, runners-up tell nothing: from 2,500 to 25,000 pairs that it is begun with, the sum
    comes to the same 4,200 in the end.
    """
    edges = between(scored, sides).edges
    for _ in range(_SUMMED):
        count = float(marginals(edges, count).sum())
    return count


def _rounds(scored: Scored, sides: Sides, count: float, how: tuple[int, MatchSettings]) -> Scored:
    if not how[0]:
        return scored
    before = np.zeros(len(scored.left))
    patterns = Patterns.of(scored.grades)
    for _ in range(how[0]):
        shares = _shares(scored, sides, count)
        if np.abs(shares - before).sum() < _STILL * count:
            break
        model = _model_of(scored, patterns, (shares, _rest(scored, sides, shares)), how[1])
        model = replace(model, explained=_explained(scored, patterns, model, shares))
        scored, before = _weighed(scored, model), shares
    return scored


def _explained(scored: Scored, patterns: Patterns, model: MatchModel, shares: Weights) -> float:
    """How far being related explains likeness, in bits: as far as rows are alike of which each has another partner.

    Two doctors of one practice share organization, address, postcode and phone, which is 58 bits in a country; with 30
    for any list, who was in one list only was given a colleague: F1 0.966 instead of 0.994, and 0.984 instead of 0.997
    on voters with households. Of a single list nothing is learned so before its copies are known to come in twos, and
    close kin are told from others (`twos`): where copies come in threes each pair of them is between others' partners.
    """
    if scored.sides.same and len(model.shares) <= CLOSE:
        return EXPLAINED
    return _alike(scored, patterns, model, shares)


def kin_are_alike(found: Refined) -> bool:
    """Rows that surely have other partners are more alike than kin of any list are."""
    scored = found.scored
    return _alike(scored, Patterns.of(scored.grades), scored.model, found.probability) > EXPLAINED


def _alike(scored: Scored, patterns: Patterns, model: MatchModel, shares: Weights) -> float:
    """How alike rows are of which each has another partner, in bits over chance."""
    kin = _taken(scored.left, shares) & _taken(scored.right, shares) & (shares < 1 - _SURELY)
    compared = zip(model.comparisons, model.chances, patterns.grades.T, strict=True)
    logs = together(
        (log_table(each, chances)[:, column] for each, chances, column in compared),
        (len(model.shares), len(patterns.grades)),
        np.inf,
    )
    likest = logs[kin_among(len(logs))].max(axis=0)
    alike = ((likest - logs[UNRELATED]) / np.log(2))[patterns.place[kin]]
    enough = max(int(_SOME_KIN * (shares >= _SURELY).sum()), _FEWEST_KIN)
    return max(EXPLAINED, float(np.sort(alike)[-enough])) if len(alike) >= enough else EXPLAINED


def _taken(rows: Ids, shares: Weights) -> NDArray[np.bool_]:
    """For each pair whether its row on this side surely has a partner, in this pair or another."""
    best = np.zeros(int(rows.max()) + 1)
    np.maximum.at(best, rows, shares)
    return np.asarray(best[rows] >= _SURELY, dtype=bool)


def _shares(scored: Scored, sides: Sides, count: float) -> Weights:
    """For each pair of rows how likely their groups are partners."""
    pairs = between(scored, sides)
    return np.asarray(marginals(pairs.edges, count)[pairs.place], dtype=np.float64)


def with_last_learned(found: Refined, asked: Scored, settings: MatchSettings, sides: Sides) -> Refined:
    """The pairs weighed by one comparison more, the last of those asked, which is learned of what was found without it.

    What was learned of the others stands, and how many pairs are expected.
    """
    own = replace(settings, prior_pairs=_OWN)
    shares = _shares(asked, sides, found.count)
    made = _model_of(asked, Patterns.of(asked.grades), (shares, 1 - shares), own, held=0.0)
    model = replace(asked.model, chances=(*asked.model.chances[:-1], made.chances[-1]))
    weighed = replace(_weighed(asked, model), prior=found.scored.prior)
    return Refined(weighed, _shares(weighed, sides, found.count), found.count)


def _rest(scored: Scored, sides: Sides, shares: Weights) -> Weights:
    """How likely each pair is no match; where rows have several partners, that one of them has its partner elsewhere.

    Of several matches of a row the weaker ones would be taken for related, until only the best are left: 145 of 5,464
    citations of 2,600 papers. What mere resemblance looks like is shown by the citations whose paper was found.
    """
    if not any(side.several for side in sides):
        return 1 - shares
    rows = scored.right if sides[0].several else scored.left
    return np.asarray(np.bincount(rows, shares)[rows] - shares, dtype=np.float64)


def _weighed(scored: Scored, model: MatchModel) -> Scored:
    pairs = CandidatePairs(scored.left, scored.right, scored.rules, scored.notes)
    return weigh(scored.sides, model, pairs, scored.grades, scored.judged)


def _model_of(
    scored: Scored, patterns: Patterns, shares: tuple[Weights, Weights], settings: MatchSettings, held: float = _HELD
) -> MatchModel:
    """Learned of pairs by how likely each is a match, and how likely it may be related."""
    found, rest = shares
    model = scored.model
    expected = posteriors(model, patterns.grades)
    expected[RELATED:] *= patterns.summed(rest) / np.maximum(expected[RELATED:].sum(axis=0), 1e-300)
    expected[MATCH] = patterns.summed(found)
    start = starting_model(model.comparisons, model.counts)
    start = with_unrelated(with_close(start) if len(expected) > CLOSE else start, model)
    return maximised(start, patterns.grades, expected, settings, held)


def expected_matches(edges: Edges, count: float) -> float:
    """How many pairs are matches, counted by runners-up; `count` is a first guess that is not too low.

    What the best candidate of a row without a partner looks like is what the second best of a row with one looks like.
    So of all rows, those whose best candidate is as weak as most runners-up have no partner: the share of null cases as
    Storey (2002) estimates it for p-values, with the runners-up as the null distribution. The side that says more is
    believed, as the other one's runners-up may be claimed by partners that were not found; but of a table many times
    the other's size a small error is more than all partners: of 34,000 persons 3,400 seemed to be among 300.
    """
    sent = messages(edges, count)
    sides = ((edges.left, sent.right_free, edges.height), (edges.right, sent.left_free, edges.width))
    found = [_with_partner(ids, _claimed(edges.evidence, sent.live, free), sent, size) for ids, free, size in sides]
    small = 2 * min(edges.height, edges.width)
    believed = max(said - _UNSURE * max(size - small, 0) for said, (*_, size) in zip(found, sides, strict=True))
    return float(np.clip(believed, 1.0, _bound(min(edges.height, edges.width))))


def _claimed(evidence: Weights, live: Ids, free: Weights) -> Weights:
    """The evidence of each pair, less where others claim the candidate."""
    made = evidence.copy()
    made[live] += np.log(np.maximum(free, 1e-12))
    return made


def _with_partner(ids: Ids, evidence: Weights, sent: Messages, size: int) -> float:
    """How many rows of a side have a partner."""
    best, second = _two_best(ids, evidence, size)
    sure = np.minimum(np.bincount(ids[sent.live], weights=sent.found, minlength=size), 1.0)
    if sure.sum() <= 0:
        return 0.0
    order = np.argsort(second)
    part = np.cumsum(sure[order]) / sure.sum()
    limit = second[order][min(int(np.searchsorted(part, _LOW_END)), size - 1)]
    null = float(sure[second <= limit].sum() / sure.sum())
    return size * (1.0 - min(float((best <= limit).mean()) / null, 1.0))


def _two_best(ids: Ids, evidence: Weights, size: int) -> tuple[Weights, Weights]:
    """The most and the second most evidence of each row's candidates; to sort them takes ten times as long."""
    best, second = np.full(size, _NOTHING), np.full(size, _NOTHING)
    np.maximum.at(best, ids, evidence)
    holds = np.flatnonzero(evidence >= best[ids])
    holder = np.full(size, -1, dtype=np.int64)
    holder[ids[holds]] = holds
    others = np.ones(len(ids), dtype=bool)
    others[holder[holder >= 0]] = False
    np.maximum.at(second, ids[others], evidence[others])
    return best, second
