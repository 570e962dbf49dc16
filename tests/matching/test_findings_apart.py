"""What number series say beyond likeness: of possible pairs, of doubtful numbers, and of where a sheet lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matching import MatchSettings
from matching.accounting import Accounting, account
from matching.apart import with_numbers_apart
from matching.explain import explain_pair
from matching.links import Linkage, link
from matching.normalise import digital_row, paper_row
from matching.numerals import may_be_one
from matching.prefixes import Printed, usual_keys
from matching.tables import table_of
from matching.waterfall import steps_of
from matching.workorders import WORK_ORDERS
from records.finding import FindingKind
from records.page import PageFacts, PageKind

Office = Any
Values = Callable[[int], dict[str, str]]
FACTS = PageFacts(1700, 2200, 200.0, 0.05, False, 0.8, False, (250, 250, 250), b"")


def possible(office: Office, order: str, record: str, chance: float) -> tuple[Linkage, Accounting, int, int]:
    """The linkage with one possible pair of so much likelihood, by the pair's numbers, and both places."""
    settings = MatchSettings()
    ours = table_of([paper_row(one) for one in office.orders])
    theirs = table_of([digital_row(one) for one in office.records])
    found = link(ours, theirs, WORK_ORDERS, settings)
    one = next(place for place, each in enumerate(office.orders) if each.number == order)
    other = next(place for place, each in enumerate(office.records) if each.value("order_number") == record)
    alone_orders, alone_records = found.alone_orders.copy(), found.alone_records.copy()
    alone_orders[one] = alone_records[other] = 1 - chance
    made = replace(
        found,
        partner={place: each for place, each in found.partner.items() if place != one},
        partner_of={place: each for place, each in found.partner_of.items() if place != other},
        scored=replace(
            found.scored.only(np.arange(len(found.likely)) == 0), left=np.array([one]), right=np.array([other])
        ),
        likely=np.array([chance]),
        alone_orders=alone_orders,
        alone_records=alone_records,
    )
    return made, account(office.orders, office.records, made, settings), one, other


def parted(office: Office, linkage: Linkage, accounting: Accounting) -> Linkage:
    """The linkage of the office with what numbers say of it."""
    return with_numbers_apart(linkage, accounting, (office.orders, office.records), MatchSettings())


def test_numbers_of_a_hole_each_part_a_possible_pair(office: Office) -> None:
    """Order 12 that no list has and record 20 that no sheet has are two: the odds of one fall by a hole's share."""
    office.scan(c for c in range(1, 31) if c != 20).key(c for c in range(1, 31) if c != 12)
    linkage, accounting, order, record = possible(office, "WO-2019-00012", "WO-2019-00020", 0.5)
    found = parted(office, linkage, accounting)
    odds = found.alone_orders[order] / (1 - found.alone_orders[order])
    assert 30 * 10 < odds < 30 * 130, "one number of 30 has no sheet, and about one in 130 is keyed wrong"
    assert found.alone_records[record] == found.alone_orders[order]


@pytest.mark.parametrize("also", ["paper", "list"])
def test_a_number_that_is_there_twice_parts_no_pair(office: Office, also: str) -> None:
    """Where a sheet has the record's number, or a row the order's, it may be a copy keyed wrong: nothing changes."""
    office.scan(c for c in range(1, 31) if c != 20 or also == "paper")
    office.key(c for c in range(1, 31) if c != 12 or also == "list")
    linkage, accounting, order, _ = possible(office, "WO-2019-00012", "WO-2019-00020", 0.5)
    assert parted(office, linkage, accounting).alone_orders[order] == 0.5


def test_what_is_left_over_on_either_side_is_no_pair_for_its_numbers(office: Office, order_values: Values) -> None:
    """The void sheet 12 without a record and record 20 without a sheet are two, though day, work and hours agree."""
    office.scan(c for c in range(1, 31) if c not in {12, 20}).key(c for c in range(1, 31) if c != 12)
    alike = {name: order_values(20)[name] for name in ("requested_on", "description", "labor_hours")}
    office.sheet(order_values(12) | alike, void=True)
    assert [one.order_number for one in office.find(FindingKind.MISSING_PAPER)] == ["WO-2019-00020"]
    assert office.find(FindingKind.NUMBER_VOID) == []
    told = explain_pair(office.orders, office.records, (len(office.orders) - 1, 18))
    assert told.apart < -4, "wrong numbers are rarer than one in sixteen"
    assert told.probability < 0.5
    assert steps_of(told)[-1].what == "their numbers are of two orders"


@pytest.mark.parametrize(("day", "parted_by_days"), [("2019-03-06", True), ("2019-01-12", False)])
def test_a_number_far_beyond_the_scan_parts_a_pair_where_its_day_belongs(
    office: Office, day: str, parted_by_days: bool
) -> None:
    """Number 105 of the day between those of 104 and 106 is right; of an order's own day it may be one keyed wrong."""
    office.scan(range(1, 31)).key(c for c in range(1, 31) if c != 12)
    for counter in (c for c in range(101, 111)):
        at = day if counter == 105 else f"2019-03-{counter - 99:02d}"
        office.key([counter], order_number=f"WO-2019-{counter:05d}", requested_on=at)
    linkage, accounting, order, _ = possible(office, "WO-2019-00012", "WO-2019-00105", 0.5)
    alone = parted(office, linkage, accounting).alone_orders[order]
    assert bool(alone > 0.999) is parted_by_days
    assert alone > 0.99


def test_a_number_keyed_wrong_is_a_link_where_all_else_agrees(office: Office) -> None:
    """Likeness in everything else outweighs that wrong numbers are rare: sheet 12 is the record keyed as 20."""
    office.scan(c for c in range(1, 31) if c != 20).key(c for c in range(1, 31) if c not in {12, 20})
    office.key([12], order_number="WO-2019-00020")
    assert office.find(FindingKind.MISSING_PAPER) == office.find(FindingKind.MISSING_DIGITAL) == []
    assert [one.order_number for one in office.find(FindingKind.FIELD_MISMATCH)] == ["WO-2019-00012"]


def test_a_beginning_that_is_misread_throughout_hides_no_gap(office: Office, order_values: Values) -> None:
    """A hand's W17 is read M77 on every row; the list says W17, so do the rows without a record, and 15 is missing."""
    for counter in (c for c in range(1, 31) if c not in {12, 15}):
        values = order_values(counter)
        read = values | {"order_number": f"M7710{counter:03d}", "requested_on": f"2017-10-{counter:02d}"}
        office.sheet(read, confidence=0.6, doubt="the engines read it differently")
        if counter not in {8, 20}:
            office.key([counter], order_number=f"W1710{counter:03d}", requested_on=f"2017-10-{counter:02d}")
    office.key([12], order_number="W1710012", requested_on="2017-10-12")
    assert [one.order_number for one in office.find(FindingKind.SEQUENCE_GAP)] == ["W1710015"]
    assert [one.order_number for one in office.find(FindingKind.MISSING_PAPER)] == ["W1710012"]


def test_a_number_read_in_doubt_parts_no_pair(office: Office, order_values: Values) -> None:
    """A doubtful number may be the record's own, misread."""
    office.scan(c for c in range(1, 31) if c not in {12, 20})
    office.sheet(order_values(12), confidence=0.4, doubt="low confidence")
    office.key(c for c in range(1, 31) if c != 12)
    linkage, accounting, order, _ = possible(office, "WO-2019-00012", "WO-2019-00020", 0.5)
    assert parted(office, linkage, accounting).alone_orders[order] == 0.5


def test_a_number_in_doubt_among_its_neighbours_parts_a_pair(office: Office, order_values: Values) -> None:
    """Between 11 and 13 only 12 fits: the doubt about its figures is none about which number it is."""
    office.scan(range(1, 12))
    office.sheet(order_values(12), confidence=0.4, doubt="low confidence")
    office.scan(c for c in range(13, 31) if c != 20).key(c for c in range(1, 31) if c != 12)
    linkage, accounting, order, _ = possible(office, "WO-2019-00012", "WO-2019-00020", 0.5)
    assert parted(office, linkage, accounting).alone_orders[order] > 0.99


@pytest.mark.parametrize("two_binders", [True, False])
def test_a_doubtful_number_among_its_own_neighbours_closes_no_gap(
    office: Office, order_values: Values, two_binders: bool
) -> None:
    """Order 22, read in doubt between 21 and 23 of another binder, is not the 12 that the first one lacks."""
    office.scan(c for c in range(1, 22) if c != 12)
    office.sheet(order_values(22), confidence=0.5, doubt="low confidence")
    office.scan(range(23, 31)).key(c for c in range(1, 31) if c not in {12, 22})
    if two_binders:
        office.orders[:] = [replace(o, binder="two") if o.number > "WO-2019-00015" else o for o in office.orders]
        office.pages[:] = [replace(page, binder="two") if page.number > 14 else page for page in office.pages]
    assert [one.order_number for one in office.find(FindingKind.SEQUENCE_GAP)] == ["WO-2019-00012"]


def test_a_doubtful_number_of_a_binder_in_no_order_may_close_a_gap(office: Office, order_values: Values) -> None:
    """Where the other binder is not arranged by number, nothing says that its doubtful 13 is not the 12."""
    office.scan(c for c in range(1, 16) if c not in {12, 13})
    office.scan((30, 16, 28, 18, 26, 20, 24))
    office.sheet(order_values(13), confidence=0.5, doubt="low confidence")
    office.scan((22, 23, 21, 25, 19, 27, 17, 29)).key(c for c in range(1, 31) if c not in {12, 13})
    office.orders[:] = [replace(o, binder="two") if o.pages[0] > 13 else o for o in office.orders]
    office.pages[:] = [replace(page, binder="two") if page.number > 13 else page for page in office.pages]
    assert "WO-2019-00012" not in [one.order_number for one in office.find(FindingKind.SEQUENCE_GAP)]


@pytest.mark.parametrize(("longer", "after"), [((15, 16), 15), ((14,), 13), ((13,), 13)])
def test_a_sheet_stuck_to_a_tab_lies_at_the_longer_scan(office: Office, longer: tuple[int, ...], after: int) -> None:
    """Between two orders lies a tab, all scanned on both sides: the longer pictures tell which sheet hid the other."""
    for counter in (c for c in range(1, 17) if c != 8):
        office.scan([counter])
        office.page(PageKind.BLANK)
        if counter == 7:
            office.page(PageKind.TAB)
            office.page(PageKind.BLANK)
    office.key(range(1, 17))
    office.pages[:] = [
        replace(page, facts=replace(FACTS, height=2260 if page.number in longer else 2200)) for page in office.pages
    ]
    (found,) = office.find(FindingKind.STUCK_PAGES)
    assert (found.after_page, found.before_page) == (after, after + 1)
    assert {one.caused_by for one in office.find(FindingKind.MISSING_PAPER)} == {found.finding_id}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("WO 18-0416", "18-0416", True),  # without its letters
        ("PO-19-00435", "ERVICES0-19-00435", True),  # the prefix read together with what stands beside it
        ("RECEIVED", "P000333", True),  # a stamp that was taken for a number
        ("WO-2019-00411", "WO-2019-00412", False),
        ("WO-2019-00411", "WO-2019-01203", False),
    ],
)
def test_a_witness_of_two_numbers_needs_figures_that_differ(one: str, other: str, same: bool) -> None:
    """Words, and numbers with another prefix before the same counter, prove no second order."""
    assert may_be_one(one, other) is may_be_one(other, one) is same


def test_a_glyph_misread_is_forgiven_where_asked() -> None:
    """Within an order neighbours' numbers are no matter, so a glyph or two may be misread."""
    assert may_be_one("WO-2019-00411", "WO-2019-00417", misread=2)


def test_figures_that_agree_with_the_record_are_no_mismatch(office: Office, order_values: Values) -> None:
    """Where an engine read the record's own figures, another value that usage put there is no witness against it."""
    office.scan(range(1, 31)).key(range(1, 31))

    def read(raw: str, value: str) -> list[str]:
        order = office.orders[9]
        changed = {"raw": raw, "value": value}
        readings = (replace(r, **changed) if r.name == "labor_hours" else r for r in order.readings)
        office.orders[9] = replace(order, readings=tuple(readings))
        return [one.field for one in office.find(FindingKind.FIELD_MISMATCH)]

    assert read(order_values(10)["labor_hours"], "0.25") == []
    assert read("9.75", "0.25") == []
    assert read("0.25", "0.25") == ["labor_hours"]


def printed(key: str, counters: range, sure: bool = False) -> list[Printed]:
    """Numbers of one department that were read with a prefix."""
    return [Printed("water", key, counter, sure) for counter in counters]


def test_prefixes_that_share_one_counter_are_one() -> None:
    """NA and MA in turn, none of them sure and no counter twice, are one pad; MB after them too, over MA."""
    numbers = [*printed("NA", range(470, 490, 2)), *printed("MA", range(471, 489, 2)), *printed("MB", range(489, 490))]
    assert usual_keys(numbers) == {("water", "MA"): "NA", ("water", "MB"): "NA"}


@pytest.mark.parametrize(
    "other",
    [
        printed("MA", range(470, 480)),  # the same counters: two pads that both have them
        printed("MA", range(571, 580)),  # a range of its own
        printed("MA", range(471, 489, 2), sure=True),  # read beyond doubt
        printed("MB", range(471, 489, 2)),  # two glyphs
    ],
)
def test_two_pads_stay_two(other: list[Printed]) -> None:
    """Prefixes with a counter in common, a range of their own or sure readings are as they were read."""
    assert usual_keys([*printed("NA", range(470, 490, 2)), *other]) == {}


def test_a_misread_prefix_goes_on_where_the_sure_one_stops() -> None:
    """The second page of a log, all NS and none sure, goes on from the first, which was read WS."""
    numbers = [*printed("WS", range(631, 652), sure=True), *printed("NS", range(652, 665))]
    assert usual_keys(numbers) == {("water", "NS"): "WS"}


def test_a_prefix_ten_times_as_common_is_the_right_one() -> None:
    """One order in twenty with another glyph in its prefix is misread, wherever its counter lies."""
    assert usual_keys([*printed("WO", range(20)), *printed("WQ", range(900, 902))]) == {("water", "WQ"): "WO"}


def test_a_list_without_letters_leaves_the_prefix_as_it_was_read(office: Office, order_values: Values) -> None:
    """A log whose letters are read in two ways has one hole, and the bare numbers of the list are its own."""
    for counter in (c for c in range(1, 31) if c != 12):
        prefix = "MA-" if counter % 3 else "NA-"
        number = f"{prefix}{400 + counter:05d}"
        office.sheet(order_values(counter) | {"order_number": number}, confidence=0.4, doubt="the engines differ")
        office.key([counter], order_number=f"{400 + counter:05d}")
    (found,) = office.find(FindingKind.SEQUENCE_GAP)
    assert found.order_number == "MA-00412"
    assert (found.after_page, found.before_page) == (11, 12)
