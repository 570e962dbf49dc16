"""What offices do with numbers beside the usual: years in one list, pads printed anew, departments that count alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from matching.numerals import Family
from records.finding import Finding, FindingKind
from records.order import DigitalRecord
from records.page import PageFacts, PageKind

Office = Any
Values = Callable[[int], dict[str, str]]


def of_day(values: dict[str, str], number: str, first: date, place: int) -> dict[str, str]:
    """An order's values with another number, asked for so many half days after the first."""
    day = first + timedelta(days=place // 2)
    return values | {"order_number": number, "requested_on": day.isoformat(), "completed_on": day.isoformat()}


def told(found: Iterable[Finding], *kinds: FindingKind) -> list[tuple[str, int | None]]:
    """Number and place of the findings of some kinds."""
    return sorted((one.order_number, one.after_page) for one in found if one.kind in kinds)


@pytest.mark.parametrize("scheme", ["{c:04d}", "W{y}{c:04d}", "{c:03d}/{y}"])
def test_a_list_of_years_beside_a_binder_of_one(office: Office, order_values: Values, scheme: str) -> None:
    """The rows of the year before, which count from 1 too, hide no missing sheet and fill no gap."""
    for year in (18, 19):
        for c in range(1, 31):
            values = of_day(order_values(c + 100 * year), scheme.format(c=c, y=year), date(2000 + year, 3, 1), c)
            if year == 19 and c not in {12, 20}:
                office.sheet(values)
            if (year, c) != (19, 20):
                office.key([c], **values)
    found = office.reconcile().findings
    assert told(found, FindingKind.MISSING_PAPER) == [(scheme.format(c=12, y=19), 11)]
    assert told(found, FindingKind.SEQUENCE_GAP) == [(scheme.format(c=20, y=19), 18)]


@pytest.mark.parametrize("scheme", ["{c:04d}", "{c}", "{y}-{c:04d}", "WO-20{y}-{c:05d}"])
def test_a_counter_that_begins_anew_within_a_binder(office: Office, order_values: Values, scheme: str) -> None:
    """Days apart: no number is there twice, and the last of the old year and the first of the new one have a place."""
    turns = [(18, c) for c in range(5, 21)] + [(19, c) for c in range(1, 17)]
    for place, (year, c) in enumerate(turns):
        values = of_day(order_values(place + 1), scheme.format(c=c, y=year), date(2018, 12, 24), place)
        if (year, c) not in {(18, 20), (19, 1), (19, 9)}:
            office.sheet(values)
        if (year, c) != (19, 9):
            office.key([c], **values)
    found = office.reconcile().findings
    ends = [scheme.format(c=1, y=19), scheme.format(c=20, y=18)]
    assert told(found, FindingKind.MISSING_PAPER) == sorted((number, 15) for number in ends)
    assert told(found, FindingKind.SEQUENCE_GAP) == [(scheme.format(c=9, y=19), 22)]
    assert told(found, FindingKind.DUPLICATE_PAPER_NUMBER, FindingKind.OUT_OF_ORDER_PAGE, FindingKind.MISFILED) == []


@pytest.mark.parametrize(
    ("scheme", "old", "new", "lost"),
    [
        ("{y}-{c:04d}", (97, 100), (1, 17), (19, 1)),  # of the old year the binder has too few for a range
        ("{y}-{c:04d}", (5, 20), (1, 3), (18, 20)),  # of the new one
        ("{c:04d}", (5, 20), (1, 3), (18, 20)),
    ],
)
def test_a_turn_beside_a_few_orders_of_another_year(
    office: Office, order_values: Values, scheme: str, old: tuple[int, int], new: tuple[int, int], lost: tuple[int, int]
) -> None:
    """The last number of a year and the first of the next have a place, however few the binder has of either."""
    turns = [(18, c) for c in range(old[0], old[1] + 1)] + [(19, c) for c in range(new[0], new[1] + 1)]
    for place, (year, c) in enumerate(turns):
        values = of_day(order_values(place + 1), scheme.format(c=c, y=year), date(2018, 12, 24), place)
        office.key([c], **values)
        if (year, c) != lost:
            office.sheet(values)
    found = office.reconcile().findings
    after = turns.index(lost)
    assert told(found, FindingKind.MISSING_PAPER) == [(scheme.format(c=lost[1], y=lost[0]), after)]


@pytest.mark.parametrize(("first", "before", "after"), [(30, "A-{:04d}", "A-{:06d}"), (988, "R{:03d}", "R{:05d}")])
def test_pads_that_were_printed_anew(office: Office, order_values: Values, first: int, before: str, after: str) -> None:
    """More zeros in front from some number on: the series goes on, and a hole is told as its neighbours are printed."""
    number = lambda c: (before if c < first + 15 else after).format(c)  # noqa: E731
    for c in range(first, first + 30):
        values = of_day(order_values(c), number(c), date(2019, 3, 1), c - first)
        if c - first not in {4, 14, 20}:
            office.sheet(values)
        if c - first != 20:
            office.key([c], **values)
    found = office.reconcile().findings
    assert told(found, FindingKind.MISSING_PAPER) == sorted([(number(first + 4), 4), (number(first + 14), 13)])
    assert told(found, FindingKind.SEQUENCE_GAP) == [(number(first + 20), 18)]


def test_a_list_of_plain_counters_beside_a_pad_printed_anew(office: Office, order_values: Values) -> None:
    """A list's 1012 is the paper's 01012, and no misreading that makes it one of the pad of four figures."""
    for c in Random(5).sample(range(988, 1020), 32):  # filed by place
        values = of_day(order_values(c), f"{c:04d}" if c < 1004 else f"{c:05d}", date(2019, 3, 1), c - 988)
        if c != 1009:
            office.sheet(values)
        if c % 6:
            office.key([c], **(values | {"order_number": str(c)}))
    found = office.reconcile().findings
    assert [one.order_number for one in found if one.kind is FindingKind.MISSING_PAPER] == ["1009"]
    assert told(found, FindingKind.SEQUENCE_GAP, FindingKind.DUPLICATE_PAPER_NUMBER) == []


WORK = {"Parks": ("mow the ball field", "Mowing"), "Signs": ("stop sign bent over", "Repair")}


def test_two_departments_that_count_alike_in_one_list(office: Office, order_values: Values) -> None:
    """Bare numbers of one length: a row without a sheet is of the department whose work it names."""
    for at, (department, (work, category)) in enumerate(WORK.items()):
        for c in range(1, 31):
            values = of_day(order_values(c + 200 * at), f"{c + 20 * at:05d}", date(2019, 3, 1), c)
            values |= {"description": work, "category": category}
            if (department, c) not in {("Parks", 12), ("Signs", 5)}:
                office.sheet(values, department=department)
            office.key([c], **values)
    found = office.reconcile().findings
    missing = [(one.department, one.order_number) for one in found if one.kind is FindingKind.MISSING_PAPER]
    assert sorted(missing) == [("Parks", "00012"), ("Signs", "00025")]
    assert told(found, FindingKind.SEQUENCE_GAP, FindingKind.MISSING_DIGITAL) == []


def test_counters_as_plain_numbers_of_every_length(office: Office, order_values: Values) -> None:
    """A list that writes 7 for 0007 and 112 for 0112 is read, though of the longest ones none is linked."""
    for c in range(5, 36):
        values = of_day(order_values(c), f"{c:04d}", date(2019, 3, 1), c)
        if c != 8:
            office.sheet(values)
        office.key([c], **(values | {"order_number": str(c)}))
    for c in range(100, 106):
        office.key([c], **of_day(order_values(c), str(c), date(2019, 8, 1), c))
    found = office.reconcile().findings
    assert told(found, FindingKind.MISSING_PAPER) == [("8", 3)]
    assert told(found, FindingKind.SEQUENCE_GAP, FindingKind.FIELD_MISMATCH) == []


def test_what_a_second_system_writes_is_learned_of_its_own_links(office: Office) -> None:
    """Each list spells the numbers in its own way, also where another list holds the same orders."""
    office.scan(c for c in range(1, 31) if c != 12).key(range(1, 31))
    for c in range(1, 31):
        office.key([c], source="legacy", order_number=f"{c:05d}-19")
    found = office.reconcile().findings
    assert told(found, FindingKind.MISSING_PAPER) == [("WO-2019-00012", 11)]
    assert len(told(found, FindingKind.DUPLICATE_ACROSS_SOURCES)) == 30
    assert told(found, FindingKind.SEQUENCE_GAP, FindingKind.DUPLICATE_DIGITAL) == []


def dealt(office: Office, ours: set[int], longer: set[int] = frozenset()) -> Office:  # type: ignore[assignment]
    """Thirty orders in two binders, some of which the second has; 12 is in the list alone."""
    office.scan(c for c in range(1, 31) if c != 12).key(range(1, 31))
    pages = {"one": 0, "two": 0}
    for at, order in enumerate(office.orders):
        counter = int((order.number or "")[-5:])
        binder = "two" if counter in ours else "one"
        pages[binder] += 1
        number, more = pages[binder], 60 if counter in longer else 0
        office.orders[at] = replace(order, order_id=f"{binder}:{number}", binder=binder, pages=(number,))
        facts = PageFacts(1700, 2200 + more, 200.0, 0.05, False, 0.8, False, (250, 250, 250), b"")
        ids = (f"{binder}:{number}",)
        office.pages[at] = replace(office.pages[at], binder=binder, number=number, order_ids=ids, facts=facts)
    return office


def test_a_sheet_that_may_lie_in_either_of_two_binders_is_told_stuck_in_neither(office: Office) -> None:
    """Two crews share a series: the number left out was in one binder, and no other evidence says in which."""
    dealt(office, set(range(2, 31, 3)) | {11, 13})
    found = office.reconcile().findings
    assert told(found, FindingKind.STUCK_PAGES) == []
    assert [one.order_number for one in found if one.kind is FindingKind.MISSING_PAPER] == ["WO-2019-00012"]


def test_a_longer_scan_tells_in_which_of_two_binders_a_sheet_stuck(office: Office) -> None:
    """The scan of 11, in the second binder, shows two sheets: that is the place, and the missing sheet's too."""
    dealt(office, set(range(2, 31, 3)) | {13}, longer={11})
    found = office.reconcile().findings
    (stuck,) = (one for one in found if one.kind is FindingKind.STUCK_PAGES)
    (missing,) = (one for one in found if one.kind is FindingKind.MISSING_PAPER)
    assert (stuck.binder, stuck.after_page) == (missing.binder, missing.after_page) == ("two", 4)
    assert stuck.certainty > 0.9
    assert missing.caused_by == stuck.finding_id


def test_a_longer_scan_is_of_the_series_behind_whose_sheet_it_lies(office: Office, order_values: Values) -> None:
    """Two departments by day in one binder: the scan of 11 that shows two is not told of the other's sheet too."""
    for c in range(1, 31):
        for at, department in enumerate(("Parks", "Signs")):
            values = of_day(order_values(c + 200 * at), f"{'PS'[at]}-{c:04d}", date(2019, 3, 1), c)
            if (department, c) not in {("Parks", 12), ("Signs", 12)}:
                office.sheet(values, department=department)
            office.key([c], **values)
    for at, page in enumerate(office.pages):
        more = 60 if "S-0011" in {o.number for o in office.orders if o.pages == (page.number,)} else 0
        facts = PageFacts(1700, 2200 + more, 200.0, 0.05, False, 0.8, False, (250, 250, 250), b"")
        office.pages[at] = replace(page, facts=facts)
    found = office.reconcile().findings
    assert told(found, FindingKind.STUCK_PAGES) == [("S-0012", 22)]
    assert told(found, FindingKind.MISSING_PAPER) == [("P-0012", 21), ("S-0012", 22)]


def test_rows_that_only_one_place_is_left_for(office: Office) -> None:
    """12's row fits its own place alone, so 14's, which the day leaves to both, is 14."""
    office.scan(c for c in range(1, 31) if c not in {12, 14})
    for c in range(1, 31):
        day = {12: 6, 14: 7}.get(c, 1 + c // 2)
        office.key([c], order_number=str(7000 + 37 * c % 101), requested_on=f"2019-03-{day:02d}")
    found = office.reconcile().findings
    assert told(found, FindingKind.SEQUENCE_GAP) == []
    assert [one.after_page for one in found if one.kind is FindingKind.MISSING_PAPER] == [11, 12]


def test_numbers_of_a_list_that_does_not_keep_a_days_order_tell_no_place(office: Office) -> None:
    """Where a day's rows were keyed in any order, a row between those of 11 and 14 may be 12 or 13 and is neither."""
    office.scan(c for c in range(1, 31) if c not in {12, 13})
    for c in range(1, 31):
        office.key([c], order_number=str(7000 + 6 * (c // 2) + (3 if c % 2 else 9)))
    office.key([12], order_number="7044", location="9 Quarry Road", description="paint hydrant", total_cost="12.00")
    assert len(office.find(FindingKind.SEQUENCE_GAP)) == 2


def test_the_year_before_at_the_front_of_a_binder_is_not_misfiled(office: Office, order_values: Values) -> None:
    """Two orders of December lie before those of January, and the other binder holds more of December."""
    for at, (year, c) in enumerate([*((18, c) for c in range(60, 70)), *((19, c) for c in range(1, 31))]):
        office.sheet(of_day(order_values(at), f"W{year}{c:04d}", date(2018, 12, 27), at))
    binders = ["other"] * 8 + ["own"] * 32
    office.orders[:] = [replace(o, binder=b) for o, b in zip(office.orders, binders, strict=True)]
    assert office.find(FindingKind.MISFILED) == []


def test_a_void_order_is_not_the_record_of_another_pad(office: Office, order_values: Values) -> None:
    """Of a struck order nothing but its number was read, and another department's row has the same counter."""
    for c in range(1, 31):
        values = order_values(c) | {"order_number": f"A-{c:06d}"}
        office.sheet(values, department="Streets")
        office.key([c], **(values | {"order_number": str(c)}))
    for c in range(1, 31):
        values = order_values(c + 300) | {"order_number": f"{c:04d}"}
        office.sheet({"order_number": "0012"} if c == 12 else values, department="Water", void=c == 12)
        if c != 12:
            office.records.append(DigitalRecord("water", f"W{c}", c, values, {}))
    assert office.find(FindingKind.NUMBER_VOID) == []
    assert all(page.kind is PageKind.ORDER for page in office.pages)


def test_one_misread_order_teaches_no_pad(office: Office, order_values: Values) -> None:
    """One misread number leaves the list's rows of its pad where they are."""
    for c in range(1, 21):
        log = order_values(c + 100) | {"order_number": f"WS-{c + 600:05d}"}
        office.sheet(log)
        office.key([c + 100], **log)
    misread = {6: "1790126"}
    for c in range(1, 9):
        values = order_values(c) | {"order_number": f"17001{c + 20}"}
        if c == 4:
            values["description"] = order_values(2)[
                "description"
            ]  # the words for the work are those of the misread one
        else:
            number = misread.get(c, values["order_number"])
            office.sheet(values | {"order_number": number}, doubt="other ink lies over it" if c in misread else "")
        office.key([c], **values)
    found = office.reconcile().findings
    assert [one.order_number for one in found if one.kind is FindingKind.MISSING_PAPER] == ["1700124"]
    assert told(found, FindingKind.SEQUENCE_GAP) == []


@pytest.mark.parametrize(
    ("key", "width", "number", "printed"),
    [
        ("WS", 5, "WS-00612", True),
        ("WS", 5, "1700130", False),
        ("##", 5, "1700130", True),
        ("###", 1, "1700130", False),
        ("##", 5, "17123456", True),
    ],
)
def test_a_pad_prints_its_letters_and_its_zeros(key: str, width: int, number: str, printed: bool) -> None:
    """Without its letters, or with zeros that do not fill it up, a number may be another pad's."""
    assert Family("", key, width).prints(number) is printed


def test_a_misread_department_takes_no_rows_from_the_lists_own(office: Office, order_values: Values) -> None:
    """Two sheets of ten bear another name where the department stands; the list says whose its rows are."""
    for c in range(1, 13):
        values = order_values(c) | {"order_number": f"18-{c:06d}"}
        if c not in {5, 9}:
            office.sheet(values, department="Page 1 of 2" if c in {3, 8} else "Streets Division")
        office.key([c], **(values | {"department": "Streets Division", "description": order_values(3)["description"]}))
    found = office.reconcile().findings
    assert [one.order_number for one in found if one.kind is FindingKind.MISSING_PAPER] == ["18-000005", "18-000009"]
    assert told(found, FindingKind.SEQUENCE_GAP) == []
