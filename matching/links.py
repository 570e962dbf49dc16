"""Which orders are which records: the scored pairs made one to one, with the duplicates of both sides set apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.assign import assign
from matching.cluster import Cluster, cluster, representatives
from matching.comparisons import MISSING
from matching.marginals import Edges, marginals
from matching.model import Weights
from matching.normalise import Row
from matching.refine import refined
from matching.scheme import Scheme
from matching.score import Known, Scored, comparison_weights, score_tables, score_within, within
from matching.settings import MatchSettings
from matching.tables import Table
from records.match import Comparison, Match, MatchDecision
from records.order import DigitalRecord, PaperOrder

LIKELY = 0.5
"""A pair this likely is taken for a link; two of equal chance fall short of it by rounding alone."""
_WORTH_KEEPING = 0.01
"""Pairs less likely than this change no decision."""
_DECOYS = 1000
"""Rows with a partner that are looked at to learn what rows of one list look like that are no copies."""
_FALSE = 0.1
_ASSIGNABLE = 0.25
"""A pair less likely than this is no row's best."""
_EVEN = 1e-4
"""Two candidates that are equally likely have half of the probability each, but for rounding."""


@dataclass(frozen=True, slots=True)
class Link:
    """A pair that holds, one order and one record."""

    order: int
    record: int
    probability: float
    decision: MatchDecision


@dataclass(frozen=True, slots=True)
class Linkage:
    """What linking found; orders and records by their place in the lists that came in."""

    links: tuple[Link, ...]
    """Links and possible links; where there are duplicates, each of them."""
    partner: Mapping[int, Link]
    """The best link of an order, possible links left out."""
    partner_of: Mapping[int, Link]
    """The best link of a record, possible links left out."""
    alone_orders: NDArray[np.float64]
    """For each order how likely it is that no record is its own."""
    alone_records: NDArray[np.float64]
    """For each record how likely it is that no order is its own."""
    order_groups: tuple[Cluster, ...]
    """Orders on paper that are the same order."""
    record_groups: tuple[Cluster, ...]
    """Records that are the same order."""
    scored: Scored
    """The pairs that are worth keeping; the probability is each pair's by itself."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """Pairs of two tables with their probability once groups of duplicates are paired one to one."""

    scored: Scored
    """The pairs; the probability is each pair's by itself."""
    probability: Weights
    """Of each pair, with its rivals taken into account."""
    chosen: NDArray[np.bool_]
    """Pairs of the groups that the best assignment pairs."""
    left_sum: Weights
    """For each row how likely it has a partner."""
    right_sum: Weights
    left_groups: tuple[Cluster, ...]
    right_groups: tuple[Cluster, ...]
    notes: tuple[str, ...]


def link(orders: Table, records: Table, scheme: Scheme, settings: MatchSettings) -> Linkage:
    """Link two lists, each of which may hold duplicates of its own."""
    found = settle(orders, records, scheme, settings)
    links = _links(found, settings)
    partner, partner_of = _partners(links)
    alone = tuple(1.0 - np.minimum(likely, 1.0) for likely in (found.left_sum, found.right_sum))
    groups = found.left_groups, found.right_groups
    return Linkage(links, partner, partner_of, alone[0], alone[1], groups[0], groups[1], found.scored, found.notes)


def settle(left: Table, right: Table, scheme: Scheme, settings: MatchSettings) -> Settled:
    """Score the pairs of two tables, find the duplicates of each, and pair what is left one to one."""
    found = refined(score_tables(left, right, scheme, settings), settings)
    kept = np.maximum(found.probability, found.scored.probability) >= _WORTH_KEEPING
    scored, single = found.scored.only(kept), found.probability[kept]
    apart = _apart(scored, single)
    right_groups, right_notes = _groups(right, scheme, (scored, False, apart[1]), settings)
    left_groups, left_notes = _groups(left, scheme, (scored, True, apart[0]), settings)
    sides = (_Grouped.of(len(left), left_groups), _Grouped.of(len(right), right_groups))
    paired = _paired(scored, sides, found.count)
    notes = tuple(dict.fromkeys((*scored.notes, *right_notes, *left_notes)))
    return Settled(scored, *paired, left_groups, right_groups, notes)


def _apart(scored: Scored, single: Weights) -> tuple[dict[int, int], dict[int, int]]:
    """For orders and records that surely belong to one of the other list: to which.

    Two records that belong to two orders are not the same order, however alike.
    """
    sure = single >= LIKELY
    pairs = list(zip(scored.left[sure].tolist(), scored.right[sure].tolist(), strict=True))
    return dict(pairs), {record: order for order, record in pairs}


def _groups(
    table: Table, scheme: Scheme, linked: tuple[Scored, bool, Mapping[int, int]], settings: MatchSettings
) -> tuple[tuple[Cluster, ...], tuple[str, ...]]:
    """The duplicates among the rows of one list; `linked` says how it was linked, whether it is the left one, and which
    rows surely have a partner.
    """
    found, is_left, taken = linked
    alone = np.ones(len(table), dtype=bool)
    alone[list(taken)] = False
    if len(table) < 2 or not alone.any():
        return (), ()
    only = alone.copy()
    only[np.random.default_rng(settings.seed).permutation(np.flatnonzero(~alone))[:_DECOYS]] = True
    known = Known(within(found.sides, is_left), found.model, only)
    scored = score_within(table, scheme, settings, known)
    likely = scored.only(
        (scored.probability >= _WORTH_KEEPING) & (scored.evidence >= _least_evidence(scored, alone, only))
    )
    triples = zip(likely.left.tolist(), likely.right.tolist(), likely.probability.tolist(), strict=True)
    return cluster(triples, apart=taken), scored.notes


def _least_evidence(scored: Scored, alone: NDArray[np.bool_], only: NDArray[np.bool_]) -> float:
    """The evidence from which two rows of a list are rather copies than alike.

    Rows that have partners of their own are no copies of each other, so what they look like among themselves is what
    chance and kinship look like: decoys, as in the target-decoy method (Elias & Gygi 2007). The evidence asked for is
    such that at most a tenth as many decoys as copies are found.
    """
    copies = alone[scored.left] | alone[scored.right]
    targets = _best_evidence(scored, copies, alone)
    decoys = np.sort(_best_evidence(scored, ~copies, only & ~alone))
    if not len(decoys):
        return -np.inf
    found = np.sort(targets[np.isfinite(targets)])
    beyond = len(decoys) - np.searchsorted(decoys, found) + 1
    expected = beyond / len(decoys) * len(targets)
    good = expected <= _FALSE * (len(found) - np.arange(len(found)))
    return float(found[good].min()) if good.any() else np.inf


def _best_evidence(scored: Scored, mask: NDArray[np.bool_], rows: NDArray[np.bool_]) -> Weights:
    """For each of the rows the most evidence of the pairs under the mask; minus infinity where there is none."""
    best = np.full(len(rows), -np.inf)
    np.maximum.at(best, scored.left[mask], scored.evidence[mask])
    np.maximum.at(best, scored.right[mask], scored.evidence[mask])
    return np.asarray(best[rows], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Grouped:
    """The rows of a list and which of them are one."""

    stands_for: NDArray[np.int64]
    """For each row the first of its group."""
    sure: Weights
    """For each row how likely it belongs there."""
    groups: int

    @classmethod
    def of(cls, size: int, clusters: Sequence[Cluster]) -> _Grouped:
        """Rows outside of any group are alone in theirs."""
        sure = np.ones(size)
        for group in clusters:
            sure[list(group.members)] = group.probability
        extra = sum(len(group.members) - 1 for group in clusters)
        return cls(np.array(representatives(size, clusters), dtype=np.int64), sure, size - extra)


def _paired(
    scored: Scored, sides: tuple[_Grouped, _Grouped], count: float
) -> tuple[Weights, NDArray[np.bool_], Weights, Weights]:
    """Groups paired one to one; of each pair of groups the pair of rows with most evidence stands for it."""
    one, other = sides[0].stands_for[scored.left], sides[1].stands_for[scored.right]
    joint = one * max(len(sides[1].stands_for), 1) + other
    order = np.lexsort((-scored.evidence, joint))
    first = order[np.concatenate(([True], np.diff(joint[order]) > 0))] if len(order) else order
    edges = Edges(one[first], other[first], scored.evidence[first], len(sides[0].stands_for), len(sides[1].stands_for))
    shares = marginals(edges, min(count, *(float(side.groups) for side in sides)))
    best = assign(edges.left, edges.right, np.maximum(shares - _ASSIGNABLE, 0.0))
    place = np.searchsorted(joint[first], joint)
    belongs = np.minimum(sides[0].sure[scored.left], sides[1].sure[scored.right])
    stands = np.zeros(len(joint), dtype=bool)
    stands[first] = True
    probability = shares[place] * np.where(stands, 1.0, _between(belongs, scored.probability))
    sums = [
        np.bincount(ids, weights=shares, minlength=len(side.stands_for))[side.stands_for]
        for ids, side in ((edges.left, sides[0]), (edges.right, sides[1]))
    ]
    return probability, best[place], np.asarray(sums[0]), np.asarray(sums[1])


def _between(one: Weights, other: Weights) -> Weights:
    """The probability whose log odds lie half way: what a group says of a pair and what the pair says of itself."""
    odds = [np.log(bounded / (1 - bounded)) for bounded in (np.clip(p, 1e-9, 1 - 1e-9) for p in (one, other))]
    return np.asarray(1 / (1 + np.exp(-(odds[0] + odds[1]) / 2)), dtype=np.float64)


def _links(found: Settled, settings: MatchSettings) -> tuple[Link, ...]:
    """The pairs of the assignment that are likely enough, and likely pairs that leave no one else alone."""
    left, right, own = found.scored.left, found.scored.right, found.scored.probability
    likely = found.probability >= settings.possible_at - _EVEN
    taken_left = set(left[found.chosen & likely].tolist())
    taken_right = set(right[found.chosen & likely].tolist())
    made = []
    for place in np.flatnonzero(likely | (own >= settings.possible_at)):
        order, record = int(left[place]), int(right[place])
        best = bool(found.chosen[place] and likely[place])
        if best or not (order in taken_left and record in taken_right):
            probability = float(found.probability[place] if best else own[place])
            sure = best and probability >= settings.link_at
            made.append(Link(order, record, probability, MatchDecision.LINK if sure else MatchDecision.POSSIBLE))
    return tuple(sorted(made, key=lambda each: (each.order, -each.probability, each.record)))


def _partners(links: Iterable[Link]) -> tuple[dict[int, Link], dict[int, Link]]:
    partner: dict[int, Link] = {}
    partner_of: dict[int, Link] = {}
    for found in links:
        if found.decision is MatchDecision.LINK:
            partner.setdefault(found.order, found)
            standing = partner_of.get(found.record)
            if standing is None or standing.probability < found.probability:
                partner_of[found.record] = found
    return partner, partner_of


def matches_of(
    linkage: Linkage,
    orders: Sequence[PaperOrder],
    records: Sequence[DigitalRecord],
    rows: tuple[Sequence[Row], Sequence[Row]],
) -> tuple[Match, ...]:
    """The links as matches, each with its comparisons."""
    scored = linkage.scored
    places: dict[tuple[int, int], int] = defaultdict(int)
    pairs = zip(scored.left.tolist(), scored.right.tolist(), strict=True)
    places.update({pair: place for place, pair in enumerate(pairs)})
    weights = comparison_weights(scored)
    made = []
    for found in linkage.links:
        place = places[found.order, found.record]
        record = records[found.record]
        made.append(
            Match(
                order_id=orders[found.order].order_id,
                source=record.source,
                record_id=record.record_id,
                probability=round(found.probability, 6),
                weight=round(float(scored.weight[place]), 3),
                decision=found.decision,
                comparisons=in_words(scored, weights, place, (rows[0][found.order], rows[1][found.record])),
            )
        )
    return tuple(made)


def in_words(scored: Scored, weights: Weights, pair: int, rows: tuple[Row, Row]) -> tuple[Comparison, ...]:
    """The comparisons of one pair, each with its level and its weight."""
    made = []
    for place, comparison in enumerate(scored.model.comparisons):
        grade = int(scored.grades[pair, place])
        label = "missing" if grade == MISSING else comparison.levels[grade].label
        ours, theirs = (row.get(comparison.field) for row in rows)
        values = (ours.value if ours else "", theirs.value if theirs else "")
        made.append(Comparison(comparison.field, label, round(float(weights[pair, place]), 3), *values))
    return tuple(made)
