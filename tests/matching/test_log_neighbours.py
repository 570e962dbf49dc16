"""Entries of one log sheet and copies in a list: who belongs to whom where neighbours look alike."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matching.judged import NONE
from matching.links import _apart
from matching.score import Scored
from records.finding import FindingKind
from records.match import MatchDecision
from tests.matching.conftest import BINDER, Office, values_of


def log_of(office: Office, counters: range, like: tuple[int, int]) -> None:
    """A log sheet whose entry of the second counter has all that its neighbour has but number and street."""
    for counter in counters:
        values = values_of(counter)
        if counter == like[1]:
            kept = {name: values[name] for name in ("order_number", "location")}
            values = {**values_of(like[0]), **kept}
        order = office.sheet(values)
        row = len(office.orders)
        office.orders[-1] = replace(order, order_id=f"{BINDER}:1r{row}", pages=(1,))


def test_entries_of_one_sheet_with_two_numbers_are_two_orders(office: Office) -> None:
    """A caller's second order of a day is not the first one again: it is missing in the list that lacks it."""
    log_of(office, range(1, 31), (19, 20))
    office.key([counter for counter in range(1, 31) if counter != 20])
    found = office.reconcile()
    (missing,) = [each for each in found.findings if each.kind is FindingKind.MISSING_DIGITAL]
    assert missing.order_ids == (office.orders[19].order_id,)
    linked = {match.order_id for match in found.matches if match.decision is MatchDecision.LINK}
    assert office.orders[19].order_id not in linked


def test_a_row_that_is_far_more_like_anothers_partner_may_be_its_copy() -> None:
    """The second of two records of one order does not become the partner of whatever order is left over."""
    pairs = [(0, 0, 20.0, 0.99), (0, 1, 19.0, 0.01), (1, 1, 0.5, 0.8), (2, 2, 3.0, 0.9)]
    left, right = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    evidence, single = (np.array([pair[side] for pair in pairs]) for side in (2, 3))
    grades = np.zeros((len(pairs), 0), dtype=np.int8)
    scored = Scored(left, right, grades, evidence, 0.0, evidence, None, None, NONE)  # type: ignore[arg-type]
    assert _apart(scored, single) == ({0: 0, 2: 2}, {0: 0, 2: 2})
