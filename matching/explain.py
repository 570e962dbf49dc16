"""Why a pair is a link, or is not: what each comparison adds, what was expected beforehand, and who competes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.accounting import account
from matching.apart import odds_apart, times
from matching.beside import without_order
from matching.blocking import CandidatePairs, Sides, candidate_pairs
from matching.judged import Said, evidence_of, judged_among
from matching.links import Linkage, in_words, link
from matching.score import Scored, Told, comparison_weights, grade_pairs, weigh
from matching.settings import MatchSettings
from matching.workorders import WORK_ORDERS, tables_of
from records.match import Comparison
from records.order import DigitalRecord, PaperOrder

DEFAULTS = MatchSettings()
_RIVALS = 3
_LEAST_ODDS = 1e-9


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
    said: float
    """What people's word on the pair adds or takes off, log2; 0 where nobody judged it."""
    weight: float
    """The sum of all of these."""
    apart: float
    """log2 of what the numbers of the two take off the odds where a series says that they are two; 0 or less."""
    probability: float
    """With all rivals, and that, taken into account."""
    proposed: bool
    """Blocking proposed the pair."""
    rivals: tuple[Rival, ...]


def explain_pair(
    orders: Sequence[PaperOrder],
    records: Sequence[DigitalRecord],
    pair: tuple[int, int],
    said: Said = (),
    settings: MatchSettings = DEFAULTS,
) -> Explanation:
    """Take apart the pair of an order and a record, named by their places in the lists.

    `said` is what people decided of this and of other pairs: the links are those that the next run finds with it.
    """
    rows, tables = tables_of(orders, records)
    told = Told(judged=judged_among(orders, records, said))
    linkage = link(*tables, WORK_ORDERS, settings, told)
    scored = linkage.scored
    is_it = np.asarray((scored.left == pair[0]) & (scored.right == pair[1]), dtype=bool)
    here = np.flatnonzero(is_it)
    one = scored.only(is_it) if len(here) else _weighed(scored, pair)
    by_field = comparison_weights(one)
    prior = scored.prior / float(np.log(2)) if len(scored.left) else 0.0
    total = prior + float(one.evidence[0]) / np.log(2)
    word = float(evidence_of(scored.judged, one.left, one.right)[0]) / np.log(2)
    links = {(each.order, each.record): each.probability for each in linkage.links}
    likely = links.get(pair, float(linkage.likely[here[0]]) if len(here) else 0.0)
    odds = odds_apart(linkage, account(orders, records, linkage, settings), (orders, records)).get(pair, 1.0)
    return Explanation(
        order_id=orders[pair[0]].order_id,
        record_id=records[pair[1]].record_id,
        prior=prior,
        comparisons=in_words(one, by_field, 0, (rows[0][pair[0]], rows[1][pair[1]])),
        related=total - prior - word - float(by_field.sum()),
        said=word,
        weight=total,
        apart=float(np.log2(max(odds, _LEAST_ODDS))),
        probability=times(likely, odds),
        proposed=bool(len(here)) or _proposed(scored.sides, pair, settings),
        rivals=_rivals(linkage, pair, (orders, records)),
    )


def _proposed(sides: Sides, pair: tuple[int, int], settings: MatchSettings) -> bool:
    """Blocking proposes the pair."""
    if not sides.fields:
        return False
    found = candidate_pairs(sides, WORK_ORDERS.rules, settings)
    return bool(((found.left == pair[0]) & (found.right == pair[1])).any())


def _weighed(scored: Scored, pair: tuple[int, int]) -> Scored:
    """One pair that was not compared, under the model that was learned of all; where it lies says nothing."""
    model = without_order(scored.model)
    left, right = np.array([pair[0]], dtype=np.int64), np.array([pair[1]], dtype=np.int64)
    grades = grade_pairs(scored.sides, model.comparisons, left, right)
    return weigh(scored.sides, model, CandidatePairs(left, right), grades, scored.judged)


def _rivals(
    linkage: Linkage, pair: tuple[int, int], lists: tuple[Sequence[PaperOrder], Sequence[DigitalRecord]]
) -> tuple[Rival, ...]:
    """The heaviest other pairs of the order and of the record that are not out of the question."""
    scored = linkage.scored
    places = np.flatnonzero((scored.left == pair[0]) != (scored.right == pair[1]))
    best = places[np.argsort(-scored.weight[places], kind="stable")][:_RIVALS]
    return tuple(
        Rival(
            lists[0][int(scored.left[place])].order_id,
            lists[1][int(scored.right[place])].record_id,
            float(scored.weight[place]),
            float(linkage.likely[place]),
        )
        for place in best
    )
