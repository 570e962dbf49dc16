"""Who is missing, and how many more may be."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from records.dataset import Dataset
from records.match import Match, MatchDecision
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus
from records.reports.unseen import FEWEST, unseen
from records.reports.who import groups, who_sentences, who_table


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


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.integers(0, 50))
def test_the_estimate_lies_in_its_band_and_is_never_negative(paper: int, listed: int, both: int, possible: int) -> None:
    """Whatever the counts; too little overlap, or more than there is, gives none."""
    found = unseen(paper, listed, both, possible)
    assert (found is None) == (both < FEWEST or both > min(paper, listed))
    assert found is None or 0 <= found.low <= found.estimate <= found.high
