"""Why a pair is a link, or is not: what each comparison adds, what was expected beforehand, and who competes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.blocking import CandidatePairs
from matching.grouped import Grouped
from matching.links import in_words, link
from matching.normalise import digital_row, paper_row
from matching.refine import refined
from matching.score import Scored, comparison_weights, grade_pairs, score_tables, weigh
from matching.settings import MatchSettings
from matching.tables import table_of
from matching.workorders import WORK_ORDERS
from records.match import Comparison
from records.order import DigitalRecord, PaperOrder

DEFAULTS = MatchSettings()
_RIVALS = 3


@dataclass(frozen=True, slots=True)
class Rival:
    """Another pair with the same order or the same record."""

    order_id: str
    record_id: str
    weight: float
    probability: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """One pair, taken apart."""

    order_id: str
    record_id: str
    prior: float
    """log2 of the odds before anything was compared."""
    comparisons: tuple[Comparison, ...]
    """Each field with what it adds, log2."""
    related: float
    """log2 of what is taken off because the two may merely have to do with each other; 0 or less."""
    weight: float
    """The sum of all of these."""
    probability: float
    """With all rivals taken into account."""
    proposed: bool
    """Blocking proposed the pair."""
    rivals: tuple[Rival, ...]


def explain_pair(
    orders: Sequence[PaperOrder],
    records: Sequence[DigitalRecord],
    pair: tuple[int, int],
    settings: MatchSettings = DEFAULTS,
) -> Explanation:
    """Take apart the pair of an order and a record, named by their places in the lists."""
    rows = [paper_row(order) for order in orders], [digital_row(record) for record in records]
    tables = table_of(rows[0]), table_of(rows[1])
    alone = Grouped.of(len(orders)), Grouped.of(len(records))
    settled = refined(score_tables(*tables, WORK_ORDERS, settings), settings, alone)
    linked = link(*tables, WORK_ORDERS, settings)
    chances = {(each.order, each.record): each.probability for each in linked.links}
    one = _weighed(settled.scored, pair)
    by_field = comparison_weights(one)
    weight = settled.scored.weight - settled.scored.evidence / np.log(2)
    prior = float(weight[0]) if len(weight) else 0.0
    total = prior + float(one.evidence[0]) / np.log(2)
    places = np.flatnonzero((settled.scored.left == pair[0]) & (settled.scored.right == pair[1]))
    single = float(settled.probability[places[0]]) if len(places) else 0.0
    return Explanation(
        order_id=orders[pair[0]].order_id,
        record_id=records[pair[1]].record_id,
        prior=prior,
        comparisons=in_words(one, by_field, 0, (rows[0][pair[0]], rows[1][pair[1]])),
        related=total - prior - float(by_field.sum()),
        weight=total,
        probability=chances.get(pair, single),
        proposed=bool(len(places)),
        rivals=_rivals(settled.scored, settled.probability, pair, (orders, records)),
    )


def _weighed(scored: Scored, pair: tuple[int, int]) -> Scored:
    """One pair under the model that was learned of all."""
    left, right = np.array([pair[0]], dtype=np.int64), np.array([pair[1]], dtype=np.int64)
    grades = grade_pairs(scored.sides, scored.model.comparisons, left, right)
    return weigh(scored.sides, scored.model, CandidatePairs(left, right), grades)


def _rivals(
    scored: Scored,
    probability: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    pair: tuple[int, int],
    lists: tuple[Sequence[PaperOrder], Sequence[DigitalRecord]],
) -> tuple[Rival, ...]:
    """The heaviest other candidates of the order and of the record."""
    same = (scored.left == pair[0]) != (scored.right == pair[1])
    places = np.flatnonzero(same)
    best = places[np.argsort(-scored.weight[places], kind="stable")][:_RIVALS]
    return tuple(
        Rival(
            lists[0][int(scored.left[place])].order_id,
            lists[1][int(scored.right[place])].record_id,
            float(scored.weight[place]),
            float(probability[place]),
        )
        for place in best
    )
