"""Pairs that people have judged: always compared, and believed whatever the fields say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.blocking import CandidatePairs
from matching.ids import Ids, distinct
from records.order import DigitalRecord, PaperOrder

SAID = 60.0
"""Natural logarithm of what a person's word adds to the evidence, or takes from it: it settles a pair, and with it the
rivals of both rows. So the model learns from it as from a pair that it is sure of."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs of rows, by their places in both lists."""

    left: Ids
    right: Ids
    same: NDArray[np.bool_]
    """Whether a person called the two the same."""

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int, bool]]) -> Judged:
        """From places; of two words on one pair the later one counts."""
        last = sorted({(left, right): same for left, right, same in pairs}.items())
        left, right = (np.array([pair[side] for pair, _ in last], dtype=np.int64) for side in (0, 1))
        return cls(left, right, np.array([same for _, same in last], dtype=bool))


NONE = Judged.of(())

Said = Sequence[tuple[str, str, bool]]
"""What people said of pairs, the oldest first: order id, "source/record_id", and whether the two are the same."""


def judged_among(orders: Sequence[PaperOrder], records: Sequence[DigitalRecord], said: Said) -> Judged:
    """The pairs by their places; what is said of orders or records that are not there waits."""
    ours = {order.order_id: place for place, order in enumerate(orders)}
    theirs = {f"{record.source}/{record.record_id}": place for place, record in enumerate(records)}
    there = [(ours[order], theirs[record], same) for order, record, same in said if order in ours and record in theirs]
    return Judged.of(there)


def with_judged(pairs: CandidatePairs, judged: Judged, width: int) -> CandidatePairs:
    """The candidate pairs and those that were judged, each once."""
    if not len(judged.left):
        return pairs
    known = pairs.left * width + pairs.right
    joint = distinct(np.concatenate((known, judged.left * width + judged.right)))
    rules = None if pairs.rules is None else np.zeros(len(joint), dtype=np.uint8)
    if rules is not None and pairs.rules is not None:
        rules[np.searchsorted(joint, known)] = pairs.rules
    return CandidatePairs(joint // width, joint % width, rules, pairs.notes)


def evidence_of(judged: Judged, left: Ids, right: Ids) -> NDArray[np.float64]:
    """What people's word adds to the evidence of each pair, as a natural logarithm; mostly 0."""
    said = np.zeros(len(left))
    if not len(judged.left):
        return said
    width = int(max(right.max(initial=0), judged.right.max())) + 1
    known = judged.left * width + judged.right
    joint = left * width + right
    place = np.minimum(np.searchsorted(known, joint), len(known) - 1)
    there = known[place] == joint
    said[there] = np.where(judged.same[place[there]], SAID, -SAID)
    return said
