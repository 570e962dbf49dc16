"""Which orders are which records: the scored pairs made one to one, with the duplicates of both sides set apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.assign import assign
from matching.cluster import Cluster, cluster, representatives
from matching.model import Weights
from matching.normalise import Row
from matching.score import Scored, explain, score_tables, score_within
from matching.settings import MatchSettings
from matching.tables import Table
from records.match import Match, MatchDecision
from records.order import DigitalRecord, PaperOrder

_WORTH_KEEPING = 0.01
"""Pairs less likely than this change no decision."""
_ASSIGNABLE = 0.1
_SUREST = 1e-9


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
    notes: tuple[str, ...] = ()


def link(orders: Table, records: Table, settings: MatchSettings) -> Linkage:
    """Link two lists, each of which may hold duplicates of its own."""
    scored = score_tables(orders, records, settings)
    scored = scored.only(scored.probability >= _WORTH_KEEPING)
    plain = assign(scored.left, scored.right, _gain(scored.probability, scored.weight))
    apart = _apart(scored, plain, settings)
    record_groups, record_notes = _groups(records, apart[1], settings)
    order_groups, order_notes = _groups(orders, apart[0], settings)
    best = _grouped_assignment(
        scored, representatives(len(orders), order_groups), representatives(len(records), record_groups)
    )
    links = _links(scored, best, settings)
    notes = tuple(dict.fromkeys((*scored.notes, *record_notes, *order_notes)))
    partner, partner_of = _partners(links)
    alone = _alone(scored, best, len(orders), len(records))
    return Linkage(links, partner, partner_of, alone[0], alone[1], order_groups, record_groups, scored, notes)


def _gain(probability: Weights, weight: Weights) -> Weights:
    """Log odds above those at which a pair is left alone; the weight decides between equals."""
    bounded = np.clip(probability, _SUREST, 1 - _SUREST)
    base = np.log(bounded / (1 - bounded)) - np.log(_ASSIGNABLE / (1 - _ASSIGNABLE))
    return np.asarray(base + 0.001 * np.clip(weight, 0, 100) * (base > 0), dtype=np.float64)


def _apart(scored: Scored, chosen: NDArray[np.bool_], settings: MatchSettings) -> tuple[dict[int, int], dict[int, int]]:
    """For orders and records that surely belong to one of the other list: to which.

    Two records that belong to two orders are not the same order, however alike.
    """
    sure = chosen & (scored.probability >= settings.link_at)
    pairs = list(zip(scored.left[sure].tolist(), scored.right[sure].tolist(), strict=True))
    return dict(pairs), {record: order for order, record in pairs}


def _groups(
    table: Table, taken: Mapping[int, int], settings: MatchSettings
) -> tuple[tuple[Cluster, ...], tuple[str, ...]]:
    """The duplicates among the rows of one list."""
    if len(table) < 2:
        return (), ()
    scored = score_within(table, settings)
    likely = scored.only(scored.probability >= settings.possible_at)
    triples = zip(likely.left.tolist(), likely.right.tolist(), likely.probability.tolist(), strict=True)
    kept = [(one, other, p) for one, other, p in triples if not (one in taken and other in taken)]
    return cluster(kept), scored.notes


def _grouped_assignment(scored: Scored, orders: list[int], records: list[int]) -> NDArray[np.bool_]:
    """The best pairing of groups; of each pair of groups the best pair of rows stands for it."""
    left, right = np.array(orders, dtype=np.int64), np.array(records, dtype=np.int64)
    if not len(scored.left):
        return np.zeros(0, dtype=bool)
    one, other = left[scored.left], right[scored.right]
    return _chosen_groups(one, other, _gain(scored.probability, scored.weight), len(records))


def _chosen_groups(one: NDArray[np.int64], other: NDArray[np.int64], gain: Weights, width: int) -> NDArray[np.bool_]:
    """All pairs of rows whose groups were paired."""
    joint = one * width + other
    order = np.lexsort((-gain, joint))
    first = order[np.concatenate(([True], np.diff(joint[order]) > 0))]
    picked = first[assign(one[first], other[first], gain[first])]
    return np.isin(joint, joint[picked])


def _links(scored: Scored, best: NDArray[np.bool_], settings: MatchSettings) -> tuple[Link, ...]:
    """The pairs of the assignment that are likely enough, and likely pairs that leave no one else alone."""
    likely = scored.probability >= settings.possible_at
    taken_left = set(scored.left[best & likely].tolist())
    taken_right = set(scored.right[best & likely].tolist())
    made = []
    for place in np.flatnonzero(likely):
        order, record = int(scored.left[place]), int(scored.right[place])
        if best[place] or not (order in taken_left and record in taken_right):
            probability = float(scored.probability[place])
            sure = best[place] and probability >= settings.link_at
            made.append(Link(order, record, probability, MatchDecision.LINK if sure else MatchDecision.POSSIBLE))
    return tuple(sorted(made, key=lambda found: (found.order, -found.probability, found.record)))


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


def _alone(
    scored: Scored, best: NDArray[np.bool_], orders: int, records: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How likely each row has no partner: one over one and the odds of all that are still free to be it."""
    bounded = np.clip(scored.probability, _SUREST, 1 - _SUREST)
    odds = bounded / (1 - bounded)
    taken_left = _surest(scored.left[best], scored.probability[best], orders)
    taken_right = _surest(scored.right[best], scored.probability[best], records)
    for_orders = odds * np.where(best, 1.0, 1 - taken_right[scored.right])
    for_records = odds * np.where(best, 1.0, 1 - taken_left[scored.left])
    return (
        1 / (1 + np.bincount(scored.left, weights=for_orders, minlength=orders)),
        1 / (1 + np.bincount(scored.right, weights=for_records, minlength=records)),
    )


def _surest(ids: NDArray[np.int64], probability: Weights, size: int) -> Weights:
    found = np.zeros(size)
    np.maximum.at(found, ids, probability)
    return found


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
    made = []
    for found in linkage.links:
        place = places[found.order, found.record]
        comparisons = explain(scored, place, rows[0][found.order], rows[1][found.record])
        record = records[found.record]
        made.append(
            Match(
                order_id=orders[found.order].order_id,
                source=record.source,
                record_id=record.record_id,
                probability=round(found.probability, 6),
                weight=round(float(scored.weight[place]), 3),
                decision=found.decision,
                comparisons=comparisons,
            )
        )
    return tuple(made)
