"""Binders that are arranged by day, of orders without numbers or with sparse ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from matching.rising import longest_rising
from records.finding import FindingKind
from records.page import PageFacts

Office = Any
Values = Callable[[int], dict[str, str]]
FACTS = PageFacts(1700, 2200, 200.0, 0.05, False, 0.8, False, (250, 250, 250), b"")


def by_day(office: Office, order_values: Values, without: Iterable[int], longer: int | None = None) -> Office:
    """Thirty-nine orders without a number, two a day, all in the list; a scan may be longer than the others."""
    for counter in range(1, 40):
        values = {name: value for name, value in order_values(counter).items() if name != "order_number"}
        if counter not in set(without):
            office.sheet(values)
        office.key([counter], order_number="")
    if longer is not None:
        office.pages[:] = [
            replace(page, facts=replace(FACTS, height=2260 if page.number == longer else 2200)) for page in office.pages
        ]
    return office


def test_a_day_says_between_which_sheets_a_missing_one_belongs(office: Office, order_values: Values) -> None:
    """Order 12 is of the day of 13: it belongs after 11 of the day before and before 14 of the day after."""
    (found,) = by_day(office, order_values, {12}).reconcile().findings
    assert (found.kind, found.after_page, found.before_page) == (FindingKind.MISSING_PAPER, 11, 13)
    assert found.binder == "streets-2019"


def test_a_longer_scan_tells_which_place_of_a_day_it_is(office: Office, order_values: Values) -> None:
    """Scan 11 is longer: two sheets went in together there, and the missing sheet is put under the place."""
    by_day(office, order_values, {12}, longer=11)
    (stuck,) = office.find(FindingKind.STUCK_PAGES)
    (missing,) = office.find(FindingKind.MISSING_PAPER)
    assert (stuck.after_page, stuck.before_page, missing.caused_by) == (11, 12, stuck.finding_id)
    assert stuck.certainty > 0.9


def test_a_scan_that_is_no_longer_tells_of_no_stuck_sheet(office: Office, order_values: Values) -> None:
    """Both orders of a day are missing and every scan is of one length: they were likelier taken out."""
    by_day(office, order_values, {12, 13}, longer=30)
    assert office.find(FindingKind.STUCK_PAGES) == []
    assert {one.after_page for one in office.find(FindingKind.MISSING_PAPER)} == {11}


def test_days_in_no_order_give_no_place(office: Office, order_values: Values) -> None:
    """In a binder by address a day says nothing of where a sheet belongs."""
    by_day(office, order_values, {12})
    turned = [order.pages for order in office.orders]
    mixed = turned[::3] + turned[1::3] + turned[2::3]
    office.orders[:] = [replace(order, pages=pages) for order, pages in zip(office.orders, mixed, strict=True)]
    (found,) = office.find(FindingKind.MISSING_PAPER)
    assert (found.binder, found.after_page) == ("", None)


def test_a_sparse_series_leaves_out_only_what_a_list_holds(office: Office, order_values: Values) -> None:
    """Every third number is this department's: 31 alone is looked for between 28 and 34, not 29 to 33."""
    ours = range(1, 100, 3)
    office.scan(c for c in ours if c != 31).key(ours)
    (found,) = office.find(FindingKind.MISSING_PAPER)
    assert (found.order_number, found.after_page, found.before_page) == ("WO-2019-00031", 10, 11)
    assert [one.order_number for one in office.find(FindingKind.STUCK_PAGES)] == ["WO-2019-00031"]
    assert office.find(FindingKind.SEQUENCE_GAP) == []
    assert order_values(31)["order_number"] == "WO-2019-00031"


@given(st.lists(st.integers(0, 9), max_size=9), st.booleans())
def test_the_longest_rising_part_is_as_long_as_the_slow_twins(values: list[int], strictly: bool) -> None:
    """Among all parts of the sequence that rise, none is longer, and the one found rises."""

    def rises(part: Iterable[int]) -> bool:
        listed = list(part)
        return all(one < other or (one == other and not strictly) for one, other in pairwise(listed))

    found = [values[place] for place in longest_rising(values, strictly=strictly)]
    assert rises(found)
    assert len(found) == max(
        size for size in range(len(values) + 1) if any(rises(part) for part in combinations(values, size))
    )


def test_a_day_misread_moves_no_place(office: Office, order_values: Values) -> None:
    """One day read as 2079 is left out of the binder's order, and the others say where the missing sheet belongs."""
    by_day(office, order_values, {20})
    order = office.orders[4]
    readings = (replace(r, value="2079-03-03") if r.name == "requested_on" else r for r in order.readings)
    office.orders[4] = replace(order, readings=tuple(readings))
    found = [one for one in office.find(FindingKind.MISSING_PAPER) if "R20" in one.record_ids]
    assert [(one.after_page, one.before_page) for one in found] == [(19, 21)]
