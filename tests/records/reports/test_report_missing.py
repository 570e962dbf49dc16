"""Who is missing, and how many more may be."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.dataset import Dataset
from records.match import Match, MatchDecision
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus
from records.reports.accounts import Account
from records.reports.unseen import unseen_table
from records.reports.who import groups, who_sentences, who_table
from records.unseen import FEWEST, LinkErrors, unseen


def order(page: int, **values: str) -> PaperOrder:
    """An order of one page."""
    readings = tuple(
        FieldReading(name, value, value, ReadingStatus.OK, 0.9, page, None, "test") for name, value in values.items()
    )
    return PaperOrder(f"b:{page}", "b", (page,), readings, values.get("department", ""))


def office(kinds: list[tuple[str, str, bool]]) -> Dataset:
    """Orders of a department and a month, of which the list has some."""
    orders = tuple(
        order(n, department=name, requested_on=f"{month}-03", completed_on=f"{month}-{13 if listed else 23}")
        for n, (name, month, listed) in enumerate(kinds, 1)
    )
    there = [n for n, (_, _, listed) in enumerate(kinds, 1) if listed]
    rows = tuple(DigitalRecord("311", str(n), n, {}, {}) for n in there)
    links = tuple(Match(f"b:{n}", "311", str(n), 1.0, 9.0, MatchDecision.LINK) for n in there)
    return Dataset((), orders, rows, (), links, (), ())


KINDS = [("Signs", "2019-03", True)] * 9 + [("Water", "2019-04", False)] * 6 + [("Water", "2019-03", True)] * 6


def test_groups_count_each_order_once_in_each_way() -> None:
    """Departments and months each add up to all orders on paper; the share is of those."""
    found = groups(office(KINDS))
    for sort in ("Department", "Month"):
        mine = [group for group in found if group.sort == sort]
        assert sum(group.listed for group in mine) == 15
        assert sum(group.recovered for group in mine) == 6
    assert {group.name: group.share for group in found if group.sort == "Department"} == {"Signs": 0.0, "Water": 0.5}


def test_what_differs_is_said() -> None:
    """The missing orders took longer, and one department lacks most."""
    said = " ".join(who_sentences(office(KINDS)))
    assert "took 20 days or less; of those in the list, 10 days" in said
    assert "The list lacks most in Water: 6 of the 12 orders" in said


def test_nothing_is_said_where_nothing_is_missing() -> None:
    """No table and no sentence; nor is a share made of four orders."""
    assert not who_table(office(KINDS[:9])).rows
    assert who_sentences(office(KINDS[:9])) == ()
    few = who_table(office([("A", "2019-03", True), ("B", "2019-03", False)]))
    assert {row.cells[4] for row in few.rows} == {None}


@pytest.mark.parametrize(
    ("both", "alone", "counted", "said"),
    [
        (900, 10, 0, "They agree."),
        (900, 10, 40, "More are counted"),
        (60, 100, 0, "More are estimated"),
    ],
)
def test_the_estimate_and_the_count_are_set_beside_each_other(both: int, alone: int, counted: int, said: str) -> None:
    """Each row says whether as many are counted by number as estimated, and what it means where not."""
    account = Account("", matched=both, paper_only=alone, digital_only=alone, unaccounted=counted)
    (row,) = unseen_table([account]).rows
    assert str(row.cells[-1]).startswith(said)
    assert row.cells[-2] == counted


def test_the_interval_covers_as_often_as_it_says() -> None:
    """Of 300 populations of 400 orders, kept on paper with 0.9 and listed with 0.85, about 95 in 100 are covered."""
    chance = random.Random(11)
    covered = 0
    for _ in range(300):
        population = [(chance.random() < 0.9, chance.random() < 0.85) for _ in range(400)]
        paper, listed = sum(one for one, _ in population), sum(two for _, two in population)
        both = sum(one and two for one, two in population)
        found = unseen(paper, listed, both)
        assert found is not None
        covered += found.low <= 400 - (paper + listed - both) <= found.high
    assert 270 <= covered <= 298


def test_errors_of_links_are_corrected() -> None:
    """Where links are missed and false ones made as often as they say, the estimate is near all the same.

    Of 100 orders in both, 83 links are beyond doubt; 10 are 95 % sure, so that 10 x 5 / 95 further ones are false;
    and 7 wait as possible links of 70 %, with 3 rows of other binders that wait beside them.
    """
    chance = random.Random(12)
    corrected, plain, covered = [], [], 0
    for _ in range(200):
        population = [(chance.random() < 0.9, chance.random() < 0.85) for _ in range(2000)]
        paper, listed = sum(one for one, _ in population), sum(two for _, two in population)
        truth = 2000 - sum(one or two for one, two in population)
        kinds = [chance.choices(("sure", "likely", "waits"), (83, 10, 7))[0] for one, two in population if one and two]
        likely, waiting = kinds.count("likely") / 0.95, kinds.count("waits") / 0.7
        linked = round(kinds.count("sure") + likely)
        errors = LinkErrors(likely * 0.05, waiting * 0.7, likely * 0.05 * 0.95 + waiting * 0.7 * 0.3)
        found = unseen(paper, listed - kinds.count("waits"), linked, errors)
        naive = unseen(paper, listed - kinds.count("waits"), linked)
        assert found is not None
        assert naive is not None
        corrected.append(found.estimate - truth)
        plain.append(naive.estimate - truth)
        covered += found.low <= truth <= found.high
    assert abs(sum(corrected) / 200) < 2 < abs(sum(plain) / 200)
    assert 184 <= covered <= 200


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.floats(0, 50), st.floats(0, 50))
def test_the_estimate_lies_in_its_band_and_is_never_negative(
    paper: int, listed: int, both: int, false: float, missed: float
) -> None:
    """Whatever the counts; too little overlap, or more than there is, gives none."""
    found = unseen(paper, listed, both, LinkErrors(false, missed, false + missed))
    assert found is not None or both < FEWEST + false or both > min(paper, listed)
    assert found is None or 0 <= found.low <= found.estimate <= found.high
