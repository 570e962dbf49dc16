"""Orders and records that may be a pair, and whose numbers say that they are two.

A possible pair leaves both of its rows in the air: neither is missing, or both are. The numbers of a dense series know
more than likeness: where the record's number is in the range that was scanned and no sheet has it, and the order's is
in no list, both are what a missing record and a missing sheet leave behind. Were they one order, keyed under a wrong
number, that number would have hit by chance one of the few that no sheet has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from matching.accounting import Accounting
from matching.links import Linkage

_LEAST_LIKELY = 0.05
"""A pair less likely than this changes nothing that is said of its rows."""


def with_numbers_apart(linkage: Linkage, accounting: Accounting) -> Linkage:
    """The linkage, with orders and records surer to be alone where their numbers part them from their possible partner.

    By Bayes: the odds of such a pair fall by the share of the series' numbers that no sheet has, which is how often a
    wrong number is one of them. The pair itself stays a possible link, for a person to look at.
    """
    orders, records = linkage.alone_orders.copy(), linkage.alone_records.copy()
    for order, record, less in _less_likely(linkage, accounting):
        orders[order] = min(orders[order] + less, 1.0)
        records[record] = min(records[record] + less, 1.0)
    return replace(linkage, alone_orders=orders, alone_records=records)


def _less_likely(linkage: Linkage, accounting: Accounting) -> Iterator[tuple[int, int, float]]:
    """The order and the record of each possible pair that numbers part, and by how much it is less likely."""
    for at in np.flatnonzero(linkage.likely >= _LEAST_LIKELY):
        order, record = int(linkage.scored.left[at]), int(linkage.scored.right[at])
        chance = float(linkage.likely[at])
        share = _hit_by_chance(accounting, order, record)
        if share is not None and order not in linkage.partner and record not in linkage.partner_of:
            yield order, record, chance - chance * share / (chance * share + 1 - chance)


def _hit_by_chance(accounting: Accounting, order: int, record: int) -> float | None:
    """How often a wrong number is one that no sheet has; None where the numbers do not part the two."""
    ours, theirs = accounting.orders.get(order), accounting.records.get(record)
    series = accounting.series_of(theirs)
    if ours is None or theirs is None or series is None or not (ours.sure and series.dense):
        return None
    if accounting.series_of(ours) is not series or ours.counter in series.digital or theirs.counter in series.paper:
        return None
    return 1 - len(series.paper) / (series.high - series.low + 1)
