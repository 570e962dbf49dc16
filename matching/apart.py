"""Orders and records that look like one, and whose numbers say that they are two.

Likeness knows nothing of number series. It leaves a possible pair in the air, of which neither row is missing or both
are; and the last order of a binder and the last record of a list, each without a partner of its own, it takes for a
pair on little more than that. The numbers know better: where the order's number was read beyond doubt and is in no
list, and the record's is another of the same pad that no sheet has, both are what a missing record and a missing sheet
leave behind. Were they one order, somebody had keyed a wrong number, which is rare, and it had hit by chance one of the
few that no sheet has.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from rapidfuzz.distance import OSA

from matching.accounting import Accounting
from matching.links import Link, Linkage, partners
from matching.normalise import fold
from matching.score import comparison_weights
from matching.settings import MatchSettings
from matching.used import pad_of
from records.match import MatchDecision
from records.order import DigitalRecord, PaperOrder

_LEAST_LIKELY = 0.05
"""A pair less likely than this changes nothing that is said of its rows."""
_MISKEYED, _AS_IF = 0.01, 100
"""How many numbers are keyed wrong, as a first guess, and for how many links it counts."""
_SLIP, _FAR_SLIPS = 2, 0.1
"""Of numbers keyed wrong nine in ten have one figure wrong or two exchanged (Verhoeff 1969: 79 and 10 in a hundred);
how many figures a slip may take, and how many slips take more."""
_MISREAD = 2
"""Glyphs that a reading in doubt may have wrong."""

_RUNS = 0.9
"""Share of the steps from number to number on which the day does not go back, from which a list runs with its days."""
_LEAST_STEPS = 4
_LAST_DAY = "9999-12-31"

_Rows: TypeAlias = tuple[Sequence[PaperOrder], Sequence[DigitalRecord]]


Pair: TypeAlias = tuple[int, int]
"""The places of an order and of a record in their lists."""


def with_numbers_apart(linkage: Linkage, accounting: Accounting, rows: _Rows, settings: MatchSettings) -> Linkage:
    """The linkage, with orders and records surer to be alone where their numbers part them from their partner.

    A link that is then no longer sure enough becomes a possible one or none; what a person said of a pair stands.
    """
    odds = odds_apart(linkage, accounting, rows)
    if not odds:
        return linkage
    orders, lists = linkage.alone_orders.copy(), linkage.alone_records.copy()
    for (order, record), chance in _likely(linkage):
        less = chance - times(chance, odds.get((order, record), 1.0))
        orders[order] = min(orders[order] + less, 1.0)
        lists[record] = min(lists[record] + less, 1.0)
    links = tuple(kept for link in linkage.links if (kept := _weighed(link, odds, settings)))
    ours, theirs = partners(links)
    return replace(linkage, links=links, partner=ours, partner_of=theirs, alone_orders=orders, alone_records=lists)


def odds_apart(linkage: Linkage, accounting: Accounting, rows: _Rows) -> dict[Pair, float]:
    """For each pair that numbers part what its odds are multiplied by, 0 to 1; pairs that a person judged left out.

    By Bayes: the odds of such a pair fall by how often a number is keyed wrong, which the other links tell, and by the
    share of the series' numbers that no sheet has, which is how often a wrong one is one of them. What comparing the
    two numbers has taken off the odds is not taken twice.
    """
    chances = {
        pair: share
        for pair, _ in _likely(linkage)
        if (share := _hit_by_chance(accounting, rows[1], *pair)) is not None and _is_other(accounting, rows, *pair)
    }
    if not chances:
        return {}
    taken_off, wrong = _taken_off(linkage), _miskeyed(linkage, accounting)
    return {
        pair: share * (min(_slip(rows, wrong, pair) / taken_off[pair], 1.0) if keyed else 1.0)
        for pair, share in chances.items()
        for keyed in [_is_keyed(rows, accounting, pair[1])]
    }


def _slip(rows: _Rows, wrong: float, pair: Pair) -> float:
    """How often a number is keyed wrong in as many figures as the pair's differ."""
    ours, theirs = _numbers(rows, *pair)
    return wrong * (_FAR_SLIPS if OSA.distance(ours, theirs, score_cutoff=_SLIP) > _SLIP else 1.0)


def _numbers(rows: _Rows, order: int, record: int) -> tuple[str, str]:
    """The order's number and the record's, without letter case and separators."""
    return fold(rows[0][order].number or ""), fold(rows[1][record].value("order_number") or "")


def times(probability: float, odds: float) -> float:
    """The probability whose odds are so many times those of this one."""
    return probability * odds / (probability * odds + 1 - probability)


def _likely(linkage: Linkage) -> list[tuple[Pair, float]]:
    """The pairs that are likely enough to matter, those that a person judged left out, and how likely each is."""
    scored = linkage.scored
    places = np.flatnonzero((linkage.likely >= _LEAST_LIKELY) & ~linkage.judged)
    return [((int(scored.left[at]), int(scored.right[at])), float(linkage.likely[at])) for at in places]


def _weighed(link: Link, odds: Mapping[Pair, float], settings: MatchSettings) -> Link | None:
    """The link as sure as its numbers leave it; None where it is none then."""
    if (link.order, link.record) not in odds:
        return link
    probability = times(link.probability, odds[link.order, link.record])
    sure = link.decision is MatchDecision.LINK and probability >= settings.link_at
    decision = MatchDecision.LINK if sure else MatchDecision.POSSIBLE
    return replace(link, probability=probability, decision=decision) if probability >= settings.possible_at else None


def _taken_off(linkage: Linkage) -> dict[Pair, float]:
    """For each pair what comparing its numbers multiplied its odds by, where that is less than 1."""
    scored = linkage.scored
    at = next(place for place, each in enumerate(scored.model.comparisons) if each.field == "order_number")
    factors = np.minimum(2.0 ** comparison_weights(scored)[:, at], 1.0)
    return dict(zip(zip(scored.left.tolist(), scored.right.tolist(), strict=True), factors.tolist(), strict=True))


def _is_keyed(rows: _Rows, accounting: Accounting, record: int) -> bool:
    """The number stands in the record; a list that keeps none of the paper's has it from its days."""
    return str(accounting.records[record].counter) in (rows[1][record].value("order_number") or "")


def _miskeyed(linkage: Linkage, accounting: Accounting) -> float:
    """How often the number of a linked record is another than its order's, which was read beyond doubt."""
    pairs = [
        (accounting.orders[place], accounting.records[link.record])
        for place, link in linkage.partner.items()
        if place in accounting.orders and link.record in accounting.records and accounting.orders[place].sure
    ]
    wrong = sum((one.key, one.counter) != (other.key, other.counter) for one, other in pairs)
    return (wrong + _MISKEYED * _AS_IF) / (len(pairs) + _AS_IF)


def _is_other(accounting: Accounting, rows: _Rows, order: int, record: int) -> bool:
    """The order's number is not the record's misread: it was read beyond doubt, or the two have little in common."""
    if accounting.orders[order].sure:
        return True
    ours, theirs = _numbers(rows, order, record)
    return OSA.distance(ours, theirs, score_cutoff=_MISREAD) > _MISREAD and ours not in theirs and theirs not in ours


def _hit_by_chance(accounting: Accounting, records: Sequence[DigitalRecord], order: int, record: int) -> float | None:
    """How often a wrong number is one that no sheet has; None where the numbers do not part the two.

    A number of another pad parts them only where it lies in the range that was scanned of that pad; beyond the range of
    its own pad a wrong number may lie anywhere, but not often where its day belongs.
    """
    ours, theirs = accounting.orders.get(order), accounting.records.get(record)
    own, series = accounting.series_of(ours), accounting.series_of(theirs)
    if ours is None or theirs is None or own is None or not own.dense or ours.counter in own.digital:
        return None
    if (pad_of(ours), ours.period, ours.counter) == (pad_of(theirs), theirs.period, theirs.counter):
        return None
    if series is None:
        return _among_its_days(accounting, records, record) if pad_of(ours) == pad_of(theirs) else None
    return None if theirs.counter in series.paper else 1 - len(series.paper) / (series.high - series.low + 1)


def _among_its_days(accounting: Accounting, records: Sequence[DigitalRecord], record: int) -> float:
    """How often a wrong number lies by chance between those of the days around its record's; 1 where this one does not.

    Only of a list whose numbers run with its days. A right number does.
    """
    own = accounting.records[record]
    beside = sorted(
        (one.counter, day)
        for place, one in accounting.records.items()
        if place != record and (pad_of(one), one.period) == (pad_of(own), own.period) and (day := _day(records[place]))
    )
    own_day, days = _day(records[record]), [day for _, day in beside]
    steps = [one <= other for one, other in pairwise(days)]
    if not own_day or len(steps) < _LEAST_STEPS or sum(steps) < _RUNS * len(steps):
        return 1.0
    fits = [one <= own_day <= other for one, other in pairwise(("", *days, _LAST_DAY))]
    at = bisect_left(beside, (own.counter, ""))
    return sum(fits) / len(fits) if fits[at] else 1.0


def _day(record: DigitalRecord) -> str:
    return (record.value("requested_on") or "")[:10]
