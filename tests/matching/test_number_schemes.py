"""Number schemes are learned: where the period stands, with or without a mark, and where the counter begins anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.eras import periods_left_out
from matching.numerals import learn_periods, parse_numeral
from matching.respelled import learn_respelling
from matching.used import Used
from records.finding import FindingKind

Office = Any
Values = Callable[[int], dict[str, str]]
COUNTERS = range(1, 31)


def year_of_orders(office: Office, order_values: Values, scheme: str, year: int, first_month: int = 1) -> None:
    """Thirty orders of one year that begins with the month: 5 of 2017 and 12 of 2018 have no sheet, 9 of 2019 has
    neither sheet nor record, 20 of 2018 no record.
    """
    for counter in COUNTERS:
        month = first_month + counter * 11 // 30
        day = f"{year + (month > 12)}-{(month - 1) % 12 + 1:02d}-{1 + counter % 28:02d}"
        number = scheme.format(y=year, yy=year % 100, c=counter)
        values = order_values(counter + 1000 * (year - 2016))
        values |= {"order_number": number, "requested_on": day, "completed_on": day}
        if (year, counter) not in {(2017, 5), (2018, 12), (2019, 9)}:
            office.sheet(values)
        if (year, counter) not in {(2018, 20), (2019, 9)}:
            office.key([counter], **values)


@pytest.mark.parametrize(
    "scheme", ["WO-{y}-{c:05d}", "{yy}-{c:04d}", "W{yy}{c:04d}", "{y}{c:05d}", "WO {c}/{y}", "{c:03d}-{yy}", "{c:04d}"]
)
def test_a_counter_that_begins_anew_with_each_year_is_a_series_a_year(
    office: Office, order_values: Values, scheme: str
) -> None:
    """Three years in one binder, the year before the counter, in it, after it or unsaid: each gap has its place."""
    for year in (2017, 2018, 2019):
        year_of_orders(office, order_values, scheme, year)
    found = office.reconcile().findings
    told = {(one.kind, one.order_number, one.after_page) for one in found}
    fill = lambda year, counter: scheme.format(y=year, yy=year % 100, c=counter)  # noqa: E731
    assert (FindingKind.MISSING_PAPER, fill(2017, 5), 4) in told
    assert (FindingKind.MISSING_PAPER, fill(2018, 12), 40) in told
    assert (FindingKind.SEQUENCE_GAP, fill(2019, 9), 66) in told
    assert {one.kind for one in found} == {
        FindingKind.MISSING_PAPER,
        FindingKind.SEQUENCE_GAP,
        FindingKind.STUCK_PAGES,
        FindingKind.MISSING_DIGITAL,
    }
    assert len(found) == len({one.finding_id for one in found}) == 6


@pytest.mark.parametrize(
    ("scheme", "listed"),
    [
        ("{c:04d}", "{y}-{c:04d}"),
        ("{c:04d}", "{y}{c:04d}"),
        ("WO {c:04d}", "{yy}-{c:04d}"),
        ("{c:04d}/{yy}", "{c:04d}"),
        ("{c:04d}/{yy}", "{yy}-{c:04d}"),
        ("WO-{y}-{c:05d}", "{c}"),
    ],
)
def test_a_list_that_spells_the_numbers_in_its_own_way_holds_the_same_numbers(
    office: Office, order_values: Values, scheme: str, listed: str
) -> None:
    """A year more, or less, or in another place: the missing sheet has its place, and no number is told as wrong."""
    for year in (2017, 2018, 2019):
        year_of_orders(office, order_values, scheme, year)
    for place, record in enumerate(office.records):
        year = int(record.values["requested_on"][:4])
        counter = next(
            c for c in COUNTERS if scheme.format(y=year, yy=year % 100, c=c) == record.values["order_number"]
        )
        number = listed.format(y=year, yy=year % 100, c=counter)
        office.records[place] = replace(record, values={**record.values, "order_number": number})
    found = office.reconcile().findings
    told = {(str(one.kind), one.order_number, one.after_page) for one in found if one.after_page}
    assert told == {
        ("missing_paper", listed.format(y=2017, yy=17, c=5), 4),
        ("missing_paper", listed.format(y=2018, yy=18, c=12), 40),
        ("stuck_pages", scheme.format(y=2017, yy=17, c=5), 4),
        ("stuck_pages", scheme.format(y=2018, yy=18, c=12), 40),
        ("sequence_gap", scheme.format(y=2019, yy=19, c=9), 66),
    }
    assert [str(one.kind) for one in found if not one.after_page] == ["missing_digital"]


def test_numbers_that_a_list_counts_itself_are_no_spelling_of_the_papers() -> None:
    """Running numbers of the list's own have the paper's counter in no place."""
    used = [Used("", "", "", 4, counter, 0, True) for counter in range(412, 432)]
    own = [(str(30277 + 3 * at), "", one) for at, one in enumerate(used)]
    assert learn_respelling(own) is None
    same = [(f"19-{one.counter:04d}-X", "", one) for one in used]
    spelling = learn_respelling(same)
    assert spelling is not None
    assert spelling.read("19-0077-X", "") == ("", 77)
    assert spelling.read("VOID", "") is None


def test_a_year_that_begins_in_july_is_told_by_its_numbers(office: Office, order_values: Values) -> None:
    """Bare numbers from 1 on each first of July: no number comes twice within such a year, and 9 of 2019 is missing."""
    for year in (2017, 2018, 2019):
        year_of_orders(office, order_values, "{c:04d}", year, first_month=7)
    (gap,) = office.find(FindingKind.SEQUENCE_GAP)
    assert gap.detail.startswith("0009 of 2019 is neither on paper nor in a digital list")
    assert office.find(FindingKind.DUPLICATE_PAPER_NUMBER) == []


@pytest.mark.parametrize("keeps", [True, False])
def test_the_first_orders_of_the_next_year_are_accounted_for(office: Office, order_values: Values, keeps: bool) -> None:
    """At the end of a year's binder three sheets of the next one are enough to say which two of five stuck there."""
    for counter in range(980, 1005):
        year, number = (2019, counter) if counter < 1000 else (2020, counter - 999)
        day = f"2019-12-{counter - 975:02d}" if year == 2019 else f"2020-01-{2 * number:02d}"
        values = order_values(counter) | {"requested_on": day, "completed_on": day}
        values["order_number"] = f"ST {year % 100}-{number:03d}"
        if (year, number) not in {(2020, 1), (2020, 3)}:
            office.sheet(values)
        office.key([counter], **values | {"order_number": values["order_number"] if keeps else ""})
    assert [one.record_ids for one in office.find(FindingKind.MISSING_PAPER)] == [("R21",), ("R23",)]
    stuck = {(one.order_number, one.after_page) for one in office.find(FindingKind.STUCK_PAGES)}
    assert stuck == {("ST 20-001", 20), ("ST 20-003", 21)}


def test_one_number_missing_of_two_years_is_two_gaps(office: Office, order_values: Values) -> None:
    """0009 of 2018 and 0009 of 2019 are both told, each where it belongs."""
    for year in (2018, 2019):
        for counter in (c for c in COUNTERS if c != 9):
            day = f"{year}-{1 + counter * 11 // 30:02d}-10"
            values = order_values(counter + 1000 * (year - 2016)) | {"requested_on": day, "completed_on": day}
            office.sheet(values | {"order_number": f"{counter:04d}"})
            office.key([counter], **(values | {"order_number": f"{counter:04d}"}))
    gaps = office.find(FindingKind.SEQUENCE_GAP)
    assert sorted(gap.detail[:12] for gap in gaps) == ["0009 of 2018", "0009 of 2019"]
    assert sorted(gap.after_page for gap in gaps) == [8, 37]


def test_numbers_that_come_again_within_a_year_are_no_years(office: Office, order_values: Values) -> None:
    """Two pads of one range in one year are a pad used twice: each number is told as one that is there twice."""
    for turn in range(2):
        for counter in range(1, 11):
            day = f"2019-{1 + counter // 3 + 6 * turn:02d}-{1 + counter:02d}"
            values = order_values(counter + 100 * turn) | {"requested_on": day, "completed_on": day}
            office.sheet(values | {"order_number": f"{counter:04d}"})
    assert len(office.find(FindingKind.DUPLICATE_PAPER_NUMBER)) == 10


@given(
    st.sampled_from(("WO-{y}-{c:0{w}d}", "{y}{c:0{w}d}", "WO {c:0{w}d}/{y}", "{c:0{w}d}-{yy}", "S-{c:0{w}d}")),
    st.integers(min_value=2, max_value=6),
    st.lists(st.integers(min_value=1, max_value=99), min_size=4, max_size=4, unique=True),
)
def test_a_number_taken_apart_is_printed_as_it_was(scheme: str, width: int, counters: list[int]) -> None:
    """Of each scheme the counter is found, and any other number of the kind is printed as the scheme prints it."""
    number = lambda counter, year: scheme.format(y=year, yy=year % 100, c=counter, w=width)  # noqa: E731
    dated = [("streets", number(counter, 2018), f"2018-05-{at + 1:02d}") for at, counter in enumerate(counters)]
    periods = learn_periods(dated)
    found = parse_numeral(dated[0][1], "streets", periods)
    assert found is not None
    assert (found.counter, found.width) == (counters[0], width)
    assert found.other(77, width, found.period) == number(77, 2018)
    assert found.other(77, width, found.period.replace("18", "19")) == number(77, 2019 if found.period else 2018)


@pytest.mark.parametrize(
    ("before", "after", "period"),
    [
        ("2021-06-28", "2021-07-01", "2106"),  # three days of June, one of July
        ("2021-06-30", "2021-07-04", "2107"),
        ("2021-06-10", "2021-06-12", None),  # both in June: the figures are of no month
        ("", "2021-07-04", None),
    ],
)
def test_days_tell_the_month_of_a_number_left_out_between_two(before: str, after: str, period: str | None) -> None:
    """Where the month in the number changes, the number left out is of the month with most of the days between."""
    assert periods_left_out([(253, "2106", before), (255, "2107", after)]).get(254) == period


def test_several_numbers_left_out_at_a_months_end_are_spread_over_the_days() -> None:
    """Of four numbers between 28 June and 3 July two are of June."""
    found = periods_left_out([(10, "2106", "2021-06-28"), (15, "2107", "2021-07-03")])
    assert found == {11: "2106", 12: "2106", 13: "2107", 14: "2107"}


def test_what_lies_between_two_binders_numbers_was_not_scanned(office: Office) -> None:
    """Twelve numbers between the last of one binder and the first of another are no gaps; two of them are."""
    counters = [*range(1, 21), *range(33, 50), *range(52, 70)]
    office.scan(counters).key(counters)
    binders = ["one"] * 20 + ["two"] * 17 + ["three"] * 18
    office.orders[:] = [replace(o, binder=binder) for o, binder in zip(office.orders, binders, strict=True)]
    found = office.find(FindingKind.SEQUENCE_GAP)
    assert [one.order_number for one in found] == ["WO-2019-00050", "WO-2019-00051"]
