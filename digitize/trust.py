"""Which readings a person should look at: as few as keep the rest of a binder as right as the workspace asks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from digitize.adjust import NONE, Adjustment, adjusted
from digitize.confidence import Model, probability
from digitize.voting import COVERED
from records.evidence import Relation
from records.order import FieldReading, PaperOrder, ReadingStatus

FLOOR = 0.9
"""No reading less sure than this goes without a look, however sure the rest of its binder is."""

SEEN_THROUGH = 0.99
"""Probability from which what other ink lies over needs no look: of 94 such readings of 18 cities 41 had it, and all
were right; of the other 53 29 were."""

DIFFER = "the engines read it differently"
UNSURE = "read with little confidence"
BELIED = "the file's own text layer says it differently"
EMPTY = {
    Relation.BLANK: "nothing was found in its place, but there may be something",
    Relation.STATED: "it seems to say that there is nothing",
    Relation.UNTICKED: "none of its boxes seems ticked",
    Relation.UNFOUND: "its label could not be read here, though other sheets of this form have it",
}
"""Why a person should look at a field that is said to be empty."""
REASONS = frozenset({DIFFER, UNSURE, BELIED, *EMPTY.values()})
"""The doubts that this file gives, in words: they are weighed anew; any other stays."""


@dataclass(frozen=True, slots=True)
class Trust:
    """How sure a workspace wants to be, and what its decisions have taught it."""

    precision_target: float = 0.995
    """The share of what no person is asked to look at that shall be right."""
    adjustment: Adjustment = NONE
    model: Model | None = None
    """What makes confidences of evidence; None for the shipped model."""


def flagged(orders: Sequence[PaperOrder], trust: Trust) -> tuple[PaperOrder, ...]:
    """The orders of one binder, each reading as sure as its evidence makes it, the doubtful ones with the reason."""
    sure = [_weighed(order, trust) for order in orders]
    doubted: set[int] = set()
    for group in _groups(sure):
        taken = accepted([reading.confidence for reading in group], trust.precision_target)
        doubted |= {id(reading) for reading, good in zip(group, taken, strict=True) if not good}
    return tuple(_changed(order, doubted) for order in sure)


def accepted(confidences: Sequence[float], target: float) -> list[bool]:
    """Which claims need no look, given how sure each is.

    The largest set, the surest first, whose mean is the target or more, none below the floor. Claims that are equally
    sure go together.
    """
    ordered = sorted((sure for sure in confidences if sure >= FLOOR), reverse=True)
    total, least = 0.0, math.inf
    for count, sure in enumerate(ordered, 1):
        total += sure - target
        last = count == len(ordered) or ordered[count] != sure
        if last and total >= -1e-9:
            least = sure
    return [sure >= least for sure in confidences]


def _groups(orders: Sequence[PaperOrder]) -> Iterator[list[FieldReading]]:
    """The claims that shall be as right as the workspace asks, each group for itself.

    An empty field that is right adds nothing to the dataset, so it pays for no value; nor does one of the many short
    cells of line items pay for an order's date.
    """
    own = [_claims(order, (*order.readings, *order.extras)) for order in orders]
    of_lines = [_claims(order, item.readings) for order in orders for item in order.line_items]
    for claims in (own, of_lines):
        for empty in (False, True):
            yield [reading for found in claims for reading in found if (reading.value is None) == empty]


def _claims(order: PaperOrder, readings: Sequence[FieldReading]) -> list[FieldReading]:
    """The readings that claim something and are in no other doubt; the empty fields of a struck order claim nothing."""
    return [
        reading
        for reading in readings
        if not reading.doubt
        and (reading.value is not None or (reading.status is ReadingStatus.ABSENT and not order.void))
    ]


def _weighed(order: PaperOrder, trust: Trust) -> PaperOrder:
    return replace(
        order,
        readings=tuple(_sure(reading, trust) for reading in order.readings),
        extras=tuple(_sure(reading, trust) for reading in order.extras),
        line_items=tuple(
            replace(item, readings=tuple(_sure(reading, trust) for reading in item.readings))
            for item in order.line_items
        ),
    )


def _sure(reading: FieldReading, trust: Trust) -> FieldReading:
    """The reading as sure as its evidence and the workspace's decisions make it, without an earlier verdict."""
    doubt = "" if reading.doubt in REASONS else reading.doubt
    evidence = reading.evidence
    if evidence is None:
        return reading if doubt == reading.doubt else replace(reading, doubt=doubt)
    confidence = adjusted(probability(evidence, trust.model), trust.adjustment, empty=evidence.empty)
    doubt = "" if doubt == COVERED and evidence.posterior is not None and confidence >= SEEN_THROUGH else doubt
    status = ReadingStatus.ABSENT if evidence.relation is Relation.UNFOUND else reading.status
    return replace(reading, confidence=round(confidence, 4), doubt=doubt, status=status)


def _changed(order: PaperOrder, doubted: set[int]) -> PaperOrder:
    return replace(
        order,
        readings=tuple(_doubted(r) if id(r) in doubted else r for r in order.readings),
        extras=tuple(_doubted(r) if id(r) in doubted else r for r in order.extras),
        line_items=tuple(
            replace(item, readings=tuple(_doubted(r) if id(r) in doubted else r for r in item.readings))
            for item in order.line_items
        ),
    )


def _doubted(reading: FieldReading) -> FieldReading:
    """The reading with the reason why a person should look; what may stand somewhere unread is not absent."""
    relation = reading.evidence.relation if reading.evidence else Relation.BLANK
    if reading.value is not None:
        differ = reading.alternatives and relation is not Relation.AGREE
        belied = reading.evidence is not None and reading.evidence.layer is False
        return replace(reading, doubt=BELIED if belied else DIFFER if differ else UNSURE)
    status = ReadingStatus.ILLEGIBLE if relation is Relation.UNFOUND else reading.status
    return replace(reading, doubt=EMPTY[relation], status=status)
