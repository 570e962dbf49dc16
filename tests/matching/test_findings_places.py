"""What place, date and side of the sheet say about missing orders, and a street about a mismatch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from matching import MatchSettings
from records.finding import FindingKind
from records.geometry import Box
from records.order import Alternative
from records.page import PageFacts, PageKind

Office = Any
Values = Callable[[int], dict[str, str]]


def test_a_doubtful_number_elsewhere_in_the_binder_closes_no_gap(office: Office, order_values: Values) -> None:
    """A doubtful order between its own neighbours is not the one missing four sheets before."""
    office.scan(c for c in range(1, 16) if c != 12)
    office.sheet(order_values(16), confidence=0.5, doubt="low confidence")
    office.scan(range(17, 31)).key(c for c in range(1, 31) if c not in {12, 16})
    found = office.find(FindingKind.SEQUENCE_GAP)
    assert [one.order_number for one in found] == ["WO-2019-00012"]


def test_two_pads_of_one_department_are_two_series(office: Office, order_values: Values) -> None:
    """Numbers filled up to five figures and to six are of two pads, and a hole is told as its own pad prints it."""
    for counter in (c for c in range(1, 31) if c != 12):
        office.sheet(order_values(counter) | {"order_number": f"19-000{counter:03d}"})
    for counter in (c for c in range(31, 61) if c != 42):
        office.sheet(order_values(counter) | {"order_number": f"1900{counter + 500:03d}"})
    for counter in (c for c in range(1, 61) if c not in {12, 42}):
        office.key([counter], order_number="")
    found = office.find(FindingKind.SEQUENCE_GAP)
    assert sorted(one.order_number for one in found) == ["19-000012", "1900542"]


def test_a_list_with_numbers_of_its_own_tells_by_date(office: Office) -> None:
    """A list that numbers its rows itself holds the order whose day lies between those of the missing sheet's two."""
    office.scan(c for c in range(1, 31) if c not in {12, 13})
    for counter in range(1, 31):
        office.key([counter], order_number=str(7000 + 3 * counter))
    missing = office.find(FindingKind.MISSING_PAPER)
    (stuck,) = office.find(FindingKind.STUCK_PAGES)
    assert [one.record_ids for one in missing] == [("R12",), ("R13",)]
    assert (stuck.after_page, stuck.order_number) == (11, "WO-2019-00012 WO-2019-00013")
    assert office.find(FindingKind.SEQUENCE_GAP) == []


def test_more_rows_of_a_day_than_numbers_are_told_apart_by_nothing(office: Office) -> None:
    """Where three rows could be the two missing orders, no row is given a number, and the numbers stay gaps."""
    office.scan(c for c in range(1, 31) if c not in {12, 13})
    for counter in range(1, 31):
        office.key([counter], order_number=str(7000 + 3 * counter))
    office.key([12], order_number="7037", location="9 Quarry Road", description="paint hydrant", total_cost="12.00")
    assert office.find(FindingKind.STUCK_PAGES) == []
    assert len(office.find(FindingKind.SEQUENCE_GAP)) == 2


def test_as_many_rows_as_numbers_hold_them_all_whichever_is_whose(office: Office, order_values: Values) -> None:
    """Two rows of a day on which two numbers are left out at two places: both are in the list, and neither is a gap."""
    office.scan(c for c in range(1, 31) if c not in {12, 14})
    for counter in (c for c in range(1, 31) if c not in {12, 14}):
        office.key([counter], order_number="")
    for counter in (12, 14):
        office.key([counter], order_number="", requested_on=order_values(13)["requested_on"])
    assert office.find(FindingKind.SEQUENCE_GAP) == []
    assert {one.record_ids for one in office.find(FindingKind.MISSING_PAPER)} == {("R29",), ("R30",)}


def test_rows_of_a_day_are_told_apart_by_the_numbers_of_their_list(office: Office) -> None:
    """A further row of the missing orders' day was keyed last of all: the rows between 11's and 14's are 12 and 13."""
    office.scan(c for c in range(1, 31) if c not in {12, 13})
    for counter in range(1, 31):
        office.key([counter], order_number=str(7000 + 3 * counter))
    office.key([12], order_number="7091", location="9 Quarry Road", description="paint hydrant", total_cost="12.00")
    assert office.find(FindingKind.SEQUENCE_GAP) == []
    (stuck,) = office.find(FindingKind.STUCK_PAGES)
    assert stuck.order_number == "WO-2019-00012 WO-2019-00013"


def two_sided(office: Office, counters: Iterable[int], backs: set[int]) -> Office:
    """Sheets scanned on both sides, those of `backs` with a second page on the back."""
    for counter in counters:
        office.scan([counter])
        if counter in backs:
            order = office.orders[-1]
            office.page(PageKind.CONTINUATION, printed=(2, 2), order_ids=(order.order_id,))
            office.orders[-1] = replace(order, pages=(order.pages[0], order.pages[0] + 1))
            office.pages[-2] = replace(office.pages[-2], printed_page=1, printed_total=2)
        else:
            office.page(PageKind.BLANK)
    return office


@pytest.mark.parametrize(("backs", "places"), [({3, 11}, 0), ({3, 13}, 1)])
def test_a_sheet_with_its_own_back_had_none_stuck_to_it(office: Office, backs: set[int], places: int) -> None:
    """Scanned on both sides, the upper of two sheets loses its back: where that is there, the sheet was taken out."""
    two_sided(office, (c for c in range(1, 31) if c != 12), backs).key(range(1, 31))
    assert len(office.find(FindingKind.STUCK_PAGES)) == places
    assert len(office.find(FindingKind.MISSING_PAPER)) == 1


def doubted(office: Office, counter: int, **values: str) -> None:
    """Puts a doubt on readings of an order, and other values in their place."""
    at = next(place for place, order in enumerate(office.orders) if order.number == f"WO-2019-{counter:05d}")
    order = office.orders[at]
    readings = tuple(
        replace(one, value=values[one.name], raw=values[one.name], confidence=0.4, doubt="the engines differ")
        if one.name in values
        else one
        for one in order.readings
    )
    office.orders[at] = replace(order, readings=readings)


def test_a_doubtful_reading_of_a_known_street_contradicts_another(whole_office: Office) -> None:
    """A doubt about letters is none about which of the city's streets it is; a street that no record knows is one."""
    doubted(whole_office, 12, location="544 Washington Street")
    doubted(whole_office, 13, location="581 Wxshingtvn Street")
    found = whole_office.find(FindingKind.FIELD_MISMATCH)
    assert [(one.order_number, one.field) for one in found] == [("WO-2019-00012", "location")]


def doubtful(office: Office, counter: int, name: str, value: str, others: tuple[str, ...], confidence: float) -> None:
    """A reading in doubt in the place of a sure one, with what else it may say."""
    order = office.orders[counter - 1]
    also = tuple(Alternative(other, other, "an engine") for other in others)
    office.orders[counter - 1] = replace(
        order,
        readings=tuple(
            replace(one, value=value, raw=value, confidence=confidence, doubt="the engines differ", alternatives=also)
            if one.name == name
            else one
            for one in order.readings
        ),
    )


@pytest.mark.parametrize(
    ("read", "others", "raised"),
    [
        ("2019-04-27", ("2019-04-21",), True),
        ("2019-04-27", ("2019-03-17",), False),
        ("2019-03-17", (), False),
    ],
)
def test_a_day_in_doubt_contradicts_one_far_off(
    whole_office: Office, read: str, others: tuple[str, ...], raised: bool
) -> None:
    """Two figures off in all that it may say, a doubtful day is another; one figure off it may be misread."""
    assert values_of_twelve(whole_office)["completed_on"] == "2019-03-10"
    doubtful(whole_office, 12, "completed_on", read, others, 0.88)
    assert bool(whole_office.find(FindingKind.FIELD_MISMATCH)) is raised


def values_of_twelve(office: Office) -> dict[str, str]:
    """What the record of the twelfth order says."""
    found: dict[str, str] = dict(office.records[11].values)
    return found


@pytest.mark.parametrize(
    ("others", "raised"),
    [
        (("Oak Street & Pine Street", "Oak Street $ Pine Street"), True),
        (("Oak Street & Pinc Street", "Cedar Street & Hill Street"), False),
        (("Oak Strect & Pinc Street",), True),
        (("Oxk Strect & Pinc Street",), True),
    ],
)
def test_a_crossing_whose_sign_was_misread_names_two_streets(
    whole_office: Office, others: tuple[str, ...], raised: bool
) -> None:
    """A known street, where neither of the record's can be read, contradicts it; what may be the record's does not."""
    record = whole_office.records[11]
    crossing = {"location": "Cedar Street & Hill Street"}
    whole_office.records[11] = replace(record, values={**record.values, **crossing})
    doubtful(whole_office, 12, "location", "Oak Street Pinc Street", others, 0.3)
    assert bool(whole_office.find(FindingKind.FIELD_MISMATCH)) is raised


@pytest.mark.parametrize(
    ("keyed", "raised"), [("211.17", False), ("271.71", True), ("278.17", True), ("271.11", False)]
)
def test_a_hand_writes_one_and_seven_alike(office: Office, order_values: Values, keyed: str, raised: bool) -> None:
    """Sevens for ones are a reading to be looked at, however many; figures exchanged are a slip of the clerk."""
    office.scan(range(1, 12))
    office.sheet(order_values(12) | {"total_cost": "271.17" if keyed != "271.11" else "277.17"})
    office.scan(range(13, 31)).key(range(1, 31))
    record = office.records[11]
    office.records[11] = replace(record, values={**record.values, "total_cost": keyed})
    assert bool(office.find(FindingKind.FIELD_MISMATCH)) is raised


def test_an_amount_cut_short_is_no_mismatch(office: Office, order_values: Values) -> None:
    """The first figures of the record's amount, and no cents, are an amount that was not read to its end."""
    office.scan(range(1, 12))
    office.sheet(order_values(12) | {"total_cost": "20.00"})
    office.scan(range(13, 31)).key(range(1, 31))
    assert order_values(12)["total_cost"].startswith("20")
    assert office.find(FindingKind.FIELD_MISMATCH) == []


def test_a_sheet_scanned_later_closes_its_findings(office: Office) -> None:
    """A sheet scanned at the end of the binder is found there; what is said of another place stays, under its id."""
    office.scan(c for c in range(1, 31) if c not in {12, 20}).key(range(1, 31))
    before = {(one.kind, one.order_number): one.finding_id for one in office.reconcile().findings}
    office.scan([12])
    after = {(one.kind, one.order_number): one.finding_id for one in office.reconcile().findings}
    assert {number for _, number in before} == {"WO-2019-00012", "WO-2019-00020"}
    assert after == {key: found for key, found in before.items() if key[1] == "WO-2019-00020"}


def test_a_confident_reading_on_which_engines_differ_is_a_witness(whole_office: Office) -> None:
    """From 94 % on a day contradicts the record's though the engines differ; below, a person looks first.

    The record of 12 says the 10th, that of 13 the 11th.
    """
    for counter, confidence, day in ((12, 0.96, "2019-03-20"), (13, 0.9, "2019-03-12")):
        order = whole_office.orders[counter - 1]
        readings = tuple(
            replace(one, value=day, confidence=confidence, doubt="the engines read it differently")
            if one.name == "completed_on"
            else one
            for one in order.readings
        )
        whole_office.orders[counter - 1] = replace(order, readings=readings)
    found = whole_office.find(FindingKind.FIELD_MISMATCH)
    assert [(one.order_number, one.field) for one in found] == [("WO-2019-00012", "completed_on")]


def test_numbers_that_were_never_issued_are_no_gaps(office: Office) -> None:
    """A range that is declared void raises nothing, and makes no series sparse; a hole beside it is a gap."""
    present = [c for c in range(1, 61) if not 15 <= c <= 36 and c != 50]
    office.scan(present).key(present)
    settings = MatchSettings(unissued=(("WO-2019-00015", "WO-2019-00036"),))
    found = office.reconcile(settings)
    assert [(one.kind, one.order_number) for one in found.findings] == [(FindingKind.SEQUENCE_GAP, "WO-2019-00050")]
    assert not any("not a dense series" in note for note in found.notes)


def test_what_did_not_change_is_found_as_before(office: Office) -> None:
    """A row that is keyed later closes its own finding; every other stays what it was, to the letter."""
    office.scan(c for c in range(1, 31) if c != 20).key(c for c in range(1, 31) if c not in {5, 12})
    before = {one.finding_id: one for one in office.reconcile().findings}
    office.key([12])
    after = {one.finding_id: one for one in office.reconcile().findings}
    closed = [before[name] for name in before.keys() - after.keys()]
    assert [(one.kind, one.order_number) for one in closed] == [(FindingKind.MISSING_DIGITAL, "WO-2019-00012")]
    assert after == {name: one for name, one in before.items() if name in after}


def logged(office: Office, order_values: Values, left_out: int, empty: bool) -> None:
    """A page with twenty rows, a line apart; one order is left out, with an empty line in its place or without."""
    place = 0
    for counter in range(1, 21):
        place += counter != left_out or empty
        if counter != left_out:
            order = office.sheet(order_values(counter), pages=(1,), order_id=f"streets-2019:1r{place}")
            at = Box(100, 200 + 40 * place, 300, 230 + 40 * place)
            readings = tuple(replace(reading, page=1, box=at) for reading in order.readings)
            office.orders[-1] = replace(order, readings=readings)
    office.pages[1:] = []
    office.key(c for c in range(1, 21) if c != left_out)


def test_room_for_a_row_between_two_may_hold_the_missing_number(office: Office, order_values: Values) -> None:
    """A line of which nothing was read is told for a person to look at, and its number is no gap."""
    logged(office, order_values, 12, empty=True)
    (found,) = office.reconcile().findings
    assert (found.kind, found.field, found.page) == (FindingKind.ILLEGIBLE_FIELD, "order_number", 1)
    assert found.order_number == "WO-2019-00012"


def test_rows_that_follow_each_other_hide_none(office: Office, order_values: Values) -> None:
    """Where the row after 11 is that of 13, the number 12 is a gap."""
    logged(office, order_values, 12, empty=False)
    (found,) = office.reconcile().findings
    assert (found.kind, found.order_number) == (FindingKind.SEQUENCE_GAP, "WO-2019-00012")


@pytest.mark.parametrize(("ink", "hidden"), [(0.0003, False), (0.05, True)])
def test_the_shadow_of_an_edge_shows_no_order(office: Office, ink: float, hidden: bool) -> None:
    """A page of no order that is bare but for a line is not the missing sheet; one with writing may be."""
    office.scan(range(1, 12))
    office.page(PageKind.ORPHAN)
    office.scan(range(13, 31)).key(range(1, 31))
    facts = PageFacts(1700, 2200, 200.0, 0.05, False, 0.8, False, (250, 250, 250), b"")
    office.pages[:] = [replace(page, facts=facts) for page in office.pages]
    office.pages[11] = replace(office.pages[11], facts=replace(facts, ink=ink, height=2280))
    office.pages[10] = replace(office.pages[10], facts=replace(facts, height=2280))
    found = office.reconcile().findings
    stuck = [one for one in found if one.kind is FindingKind.STUCK_PAGES]
    assert bool(stuck) is not hidden
    unknown = next(one for one in found if one.kind is FindingKind.UNKNOWN_FORM)
    assert unknown.caused_by == ("" if hidden else stuck[0].finding_id)


def test_an_order_that_was_read_well_is_not_the_missing_one(office: Office, order_values: Values) -> None:
    """An order without a record, its number misread, takes a number that no record has: the other sheet is missing."""
    office.scan(c for c in range(1, 31) if c not in {12, 13})
    office.sheet(order_values(13) | {"order_number": "WO-2019-00073", "location": "9 Quarry Road"})
    office.orders.insert(11, office.orders.pop())
    for place, order in enumerate(office.orders):
        readings = tuple(replace(reading, page=place + 1) for reading in order.readings)
        office.orders[place] = replace(
            order, order_id=f"streets-2019:{place + 1}", pages=(place + 1,), readings=readings
        )
        office.pages[place] = replace(office.pages[place], order_ids=(office.orders[place].order_id,))
    office.key(c for c in range(1, 31) if c != 13)
    found = {one.kind: one for one in office.reconcile().findings}
    assert found[FindingKind.MISSING_PAPER].record_ids == ("R12",)
    assert found[FindingKind.STUCK_PAGES].order_number == "WO-2019-00012"
    assert FindingKind.SEQUENCE_GAP not in found
