"""Which orders are which records: the scored pairs made one to one, with the duplicates of both sides set apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.assign import assign
from matching.beside import with_order, without_order
from matching.cluster import Cluster, cluster
from matching.comparisons import MISSING
from matching.grouped import Grouped, Sides, between
from matching.judged import evidence_of
from matching.levels import Edits
from matching.marginals import marginals
from matching.model import Weights
from matching.normalise import Row
from matching.recall import recall_in_words
from matching.refine import Refined, most_pairs, refined, with_last_learned
from matching.scheme import Scheme
from matching.score import NOTHING, Known, Scored, Told, comparison_weights, score_tables, score_within, within
from matching.settings import MatchSettings
from matching.several import with_several
from matching.tables import Table
from records.match import Comparison, Match, MatchDecision
from records.order import DigitalRecord, PaperOrder

LIKELY = 0.5
"""A pair this likely is taken for a link; two of equal chance fall short of it by rounding alone."""
_WORTH_KEEPING = 0.01
"""Pairs less likely than this change no decision."""
_DECOYS = 1000
"""Rows with a partner that are looked at to learn what rows of one list look like that are no copies."""
_FALSE, _FALSE_AT_LARGE = 0.1, 1.0
"""Of pairs taken for copies how many may be false, if a row is like as many others as a decoy is like other decoys, and
if it is like as many more as there are more rows: where kin alone may be all that is found, none of it is a copy."""
_ASSIGNABLE = 0.25
"""A pair less likely than this is no row's best."""
_EXCEPTIONS = 0.05
"""Of all rows, how many are copies where duplicates are an exception."""
_AGAIN = 1
_FAR_MORE = 5.0
"""Nats of evidence by which a row is far more like one row than like another."""
_SAME_PARTNER = 0.99
"""How sure two rows are one that are each surely the same row of the other list."""
_NO_PARTNER = -1
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
    """The pairs that are worth keeping, with the model; the probability is each pair's by itself."""
    likely: Weights
    """Of each of these pairs, with its rivals taken into account."""
    notes: tuple[str, ...] = ()

    @property
    def judged(self) -> NDArray[np.bool_]:
        """Of the pairs worth keeping, those that a person judged."""
        return _judged(self.scored)


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


def link(orders: Table, records: Table, scheme: Scheme, settings: MatchSettings, told: Told = NOTHING) -> Linkage:
    """Link two lists, each of which may hold duplicates of its own; what people judged stays among the links."""
    found = settle(orders, records, scheme, settings, told)
    links = _links(found, settings)
    partner, partner_of = partners(links)
    return Linkage(
        links,
        partner,
        partner_of,
        alone_orders=1.0 - np.minimum(found.left_sum, 1.0),
        alone_records=1.0 - np.minimum(found.right_sum, 1.0),
        order_groups=found.left_groups,
        record_groups=found.right_groups,
        scored=found.scored,
        likely=found.probability,
        notes=found.notes,
    )


def settle(left: Table, right: Table, scheme: Scheme, settings: MatchSettings, told: Told = NOTHING) -> Settled:
    """Score the pairs of two tables, find the duplicates of each, and pair what is left one to one.

    Where there are many duplicates the second best candidate of a row is often another copy of its partner, and says
    nothing of what mere resemblance looks like: then the model is learned again, of groups. Where the longer table has
    copies of what the shorter one has once, it is learned again with several partners a row there.
    """
    first = score_tables(left, right, scheme, settings, told)
    tables, fixed = (left, right), told.chances is not None
    alone = Grouped.of(len(left)), Grouped.of(len(right))
    linked = refined(first, settings, alone, fixed=fixed)
    sides = with_several(linked.scored, alone)
    if sides is not alone:
        linked = refined(first, settings, sides, fixed=fixed)
    found, groups = _found(tables, scheme, (linked, sides, told), settings)
    for _ in range(_AGAIN if sides is alone and _many(groups) else 0):
        grouped = _grouped(tables, groups)
        linked = refined(first, settings, grouped, fixed=fixed)
        found, groups = _found(tables, scheme, (linked, grouped, told), settings)
    paired = _paired(found.scored, _grouped(tables, groups) if sides is alone else sides, found.count)
    pairs = len(first.left), len(left) * len(right)
    compared = recall_in_words(found.scored.rules, paired[0], pairs)
    notes = tuple(dict.fromkeys((*compared, *found.scored.notes, *groups.notes)))
    return Settled(found.scored, *paired, groups.left, groups.right, notes)


@dataclass(frozen=True, slots=True)
class _Groups:
    """The duplicates of two lists."""

    left: tuple[Cluster, ...]
    right: tuple[Cluster, ...]
    rows: int
    """Of both lists."""
    notes: tuple[str, ...]


def _grouped(tables: tuple[Table, Table], groups: _Groups) -> Sides:
    """Copies as one row."""
    return Grouped.of(len(tables[0]), groups.left), Grouped.of(len(tables[1]), groups.right)


def _many(groups: _Groups) -> bool:
    """Duplicates are no exception."""
    copies = sum(len(group.members) - 1 for group in (*groups.left, *groups.right))
    return copies > _EXCEPTIONS * groups.rows


def _found(
    tables: tuple[Table, Table], scheme: Scheme, known: tuple[Refined, Sides, Told], settings: MatchSettings
) -> tuple[Refined, _Groups]:
    """The pairs by a model that was learned of what is one so far, with their order, and what is one by that model."""
    found, sides, told = known
    if (sheets := tables[0].filed) and (listed := tables[1].filed):
        ordered = with_order(found.scored, found.probability, (sheets, listed), settings)
        found = found if ordered is found.scored else with_last_learned(found, ordered, settings, sides)
    kept = np.maximum(found.probability, found.scored.probability) >= _WORTH_KEEPING
    kept |= _judged(found.scored)
    scored, single = found.scored.only(kept), found.probability[kept]
    apart = _apart(scored, single)
    alike = Told(memory=told.memory)
    right, right_notes = _groups(tables[1], scheme, (scored, False, apart[1]), settings, alike)
    left, left_notes = _groups(tables[0], scheme, (scored, True, apart[0]), settings, alike)
    groups = _Groups(left, right, sum(map(len, tables)), (*right_notes, *left_notes))
    return replace(found, scored=scored, probability=single), groups


def _apart(scored: Scored, single: Weights) -> tuple[dict[int, int], dict[int, int]]:
    """For orders and records that surely belong to one of the other list: to which.

    Two records that belong to two orders are not the same order, however alike. But a row that is far more like one
    that has another partner is at home there if anywhere: it may be that partner's copy.
    """
    sure = (single >= LIKELY) & (scored.evidence >= _best_of_rows(scored) - _FAR_MORE)
    pairs = list(zip(scored.left[sure].tolist(), scored.right[sure].tolist(), strict=True))
    return dict(pairs), {record: order for order, record in pairs}


def _best_of_rows(scored: Scored) -> Weights:
    """For each pair the most evidence that either of its rows has with anyone."""
    best = np.full(len(scored.evidence), -np.inf)
    for ids in (scored.left, scored.right):
        rows = np.full(int(ids.max(initial=-1)) + 1, -np.inf)
        np.maximum.at(rows, ids, scored.evidence)
        best = np.maximum(best, rows[ids])
    return best


def _groups(
    table: Table, scheme: Scheme, linked: tuple[Scored, bool, Mapping[int, int]], settings: MatchSettings, told: Told
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
    taken_rows = np.flatnonzero(~alone)
    lots = np.random.default_rng(settings.seed).random(len(table))  # rows that come later leave the earlier ones theirs
    only[taken_rows[np.argsort(lots[taken_rows], kind="stable")[:_DECOYS]]] = True
    known = Known(within(found.sides, is_left), without_order(found.model), only)
    scored = score_within(table, scheme, settings, known, told)
    likely = scored.only(
        (scored.probability >= _WORTH_KEEPING) & (scored.evidence >= _least_evidence(scored, taken, only))
    )
    likely = likely.only(~_are_two(likely, table))
    triples = zip(likely.left.tolist(), likely.right.tolist(), likely.probability.tolist(), strict=True)
    return cluster((*triples, *_of_one_partner(taken)), taken), scored.notes


def _are_two(scored: Scored, table: Table) -> NDArray[np.bool_]:
    """Pairs of entries of one sheet that bear two numbers: whoever fills in a log gives each order its own."""
    if table.filed is None:
        return np.zeros(len(scored.left), dtype=bool)
    found = np.zeros(len(scored.left), dtype=bool)
    for place, comparison in enumerate(scored.model.comparisons):
        if comparison.type == "identifier":
            tests = [level.test for level in comparison.levels]
            found |= scored.grades[:, place] >= next(n for n, test in enumerate(tests) if isinstance(test, Edits))
    sheet = table.filed.sheet
    together: NDArray[np.bool_] = sheet[scored.left] == sheet[scored.right]
    return found & together


def _of_one_partner(taken: Mapping[int, int]) -> Iterator[tuple[int, int, float]]:
    """Rows that are surely of the same partner, each with the first of them."""
    firsts: dict[int, int] = {}
    for row, partner in sorted(taken.items()):
        first = firsts.setdefault(partner, row)
        if first != row:
            yield first, row, _SAME_PARTNER


def _least_evidence(scored: Scored, taken: Mapping[int, int], only: NDArray[np.bool_]) -> float:
    """The evidence from which two rows of a list are rather copies than alike.

    Rows that have partners of their own are no copies of each other, so what they look like among themselves is what
    chance and kinship look like: decoys, as in the target-decoy method (Elias & Gygi 2007). The evidence asked for is
    such that at most a tenth as many decoys as copies are found. That method counts one decoy more than are seen;
    beyond the best of them it counts less of that one, as evidence is the logarithm of a likelihood ratio and what is
    no copy reaches e times the ratio at most 1/e times as often: else three copies in a list of eighty are never found.
    A row without a partner may be like any other, a decoy only like other decoys: if 300 of 34,000 persons are linked,
    households are seldom among the 300, and everywhere else.
    """
    partner = np.full(len(only), _NO_PARTNER, dtype=np.int64)
    partner[list(taken)] = list(taken.values())
    ours, theirs, alone = partner[scored.left], partner[scored.right], partner == _NO_PARTNER
    copies = (ours == _NO_PARTNER) | (theirs == _NO_PARTNER)
    targets = _best_evidence(scored, copies, alone)
    decoys = np.sort(_best_evidence(scored, ~copies & (ours != theirs), only & ~alone))
    if not len(decoys):
        return -np.inf
    found = np.sort(targets[np.isfinite(targets)])
    beyond = len(decoys) - np.searchsorted(decoys, found) + np.exp(-np.maximum(found - decoys[-1], 0.0))
    expected = beyond / len(decoys) * len(targets)
    most = min(_FALSE, _FALSE_AT_LARGE * len(taken) / len(only))
    good = expected <= most * (len(found) - np.arange(len(found)))
    return float(found[good].min()) if good.any() else np.inf


def _best_evidence(scored: Scored, mask: NDArray[np.bool_], rows: NDArray[np.bool_]) -> Weights:
    """For each of the rows the most evidence of the pairs under the mask; minus infinity where there is none."""
    best = np.full(len(rows), -np.inf)
    np.maximum.at(best, scored.left[mask], scored.evidence[mask])
    np.maximum.at(best, scored.right[mask], scored.evidence[mask])
    return np.asarray(best[rows], dtype=np.float64)


def _paired(scored: Scored, sides: Sides, count: float) -> tuple[Weights, NDArray[np.bool_], Weights, Weights]:
    """Groups paired one to one; of each pair of groups the pair of rows with most evidence stands for it."""
    pairs = between(scored, sides)
    edges, place = pairs.edges, pairs.place
    shares = marginals(edges, min(count, most_pairs(sides)))
    best = assign(edges.left, edges.right, np.maximum(shares - _ASSIGNABLE, 0.0))
    belongs = np.minimum(sides[0].sure[scored.left], sides[1].sure[scored.right])
    probability = shares[place] * np.where(pairs.stands, 1.0, _between(belongs, scored.probability))
    sums = [
        np.bincount(ids, weights=shares, minlength=side.count)[side.group]
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
    judged = _judged(found.scored)
    for place in np.flatnonzero(likely | (own >= settings.possible_at) | judged):
        order, record = int(left[place]), int(right[place])
        best = bool(found.chosen[place] and likely[place])
        if best or judged[place] or not (order in taken_left and record in taken_right):
            probability = float(found.probability[place] if best else own[place])
            sure = best and probability >= settings.link_at
            made.append(Link(order, record, probability, MatchDecision.LINK if sure else MatchDecision.POSSIBLE))
    return tuple(sorted(made, key=lambda each: (each.order, -each.probability, each.record)))


def _judged(scored: Scored) -> NDArray[np.bool_]:
    """Pairs that a person judged."""
    return np.asarray(evidence_of(scored.judged, scored.left, scored.right) != 0, dtype=bool)


def partners(links: Iterable[Link]) -> tuple[dict[int, Link], dict[int, Link]]:
    """The best link of each order and of each record, possible links left out."""
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
