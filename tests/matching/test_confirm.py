"""What digital records say again of what was read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matching.confirm import confirmed, same_value
from records.evidence import Evidence, Relation
from records.fields import FieldType
from records.match import Match, MatchDecision
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus
from tests.matching.conftest import Office

SAYS = {"order_number": "WO-1042", "requested_on": "2019-03-02", "location": "12 N Elm St", "labor_hours": "1.5"}


def order(**values: str) -> PaperOrder:
    """An order whose readings have these values, each with evidence."""
    readings = tuple(
        FieldReading(name, value, value, ReadingStatus.OK, 0.9, 1, None, "ppocr", evidence=Evidence(Relation.AGREE))
        for name, value in values.items()
    )
    return replace(Office().scan([1]).orders[0], readings=readings)


def record(**values: str) -> DigitalRecord:
    """A record of a list."""
    return DigitalRecord("list", "R1", 1, values, {})


def link(paper: PaperOrder, probability: float = 0.999, decision: MatchDecision = MatchDecision.LINK) -> Match:
    """The pair of the two."""
    return Match(paper.order_id, "list", "R1", probability, 20.0, decision)


def names_confirmed(paper: PaperOrder, digital: DigitalRecord, match: Match) -> set[str]:
    """The fields whose evidence says that the record confirms them."""
    (told,) = confirmed([paper], [digital], [match])
    return {reading.name for reading in told.readings if reading.evidence and reading.evidence.confirmed}


def test_a_linked_record_confirms_what_it_says_too() -> None:
    """Values written in another way are confirmed; one that differs is not."""
    paper = order(**SAYS)
    digital = record(order_number="1042", requested_on="2019-03-02", location="12 NORTH ELM STREET", labor_hours="2.5")
    assert names_confirmed(paper, digital, link(paper)) == {"order_number", "requested_on", "location"}


def test_what_made_the_pair_does_not_confirm_itself() -> None:
    """A record that shares two values only may be another order's: it confirms neither."""
    paper = order(**SAYS)
    digital = record(order_number="WO-1042", requested_on="2019-03-02", location="9 Oak Ave", labor_hours="8")
    assert names_confirmed(paper, digital, link(paper)) == set()


@pytest.mark.parametrize(
    ("probability", "decision"),
    [(0.97, MatchDecision.LINK), (0.999, MatchDecision.POSSIBLE), (0.999, MatchDecision.REJECTED)],
)
def test_a_pair_in_doubt_confirms_nothing(probability: float, decision: MatchDecision) -> None:
    """Only sure links say anything of a reading."""
    paper = order(**SAYS)
    assert names_confirmed(paper, record(**SAYS), link(paper, probability, decision)) == set()


def test_a_lost_link_takes_its_word_back() -> None:
    """What was confirmed before is not, once the link is gone."""
    paper = order(**SAYS)
    (told,) = confirmed([paper], [record(**SAYS)], [link(paper)])
    (again,) = confirmed([told], [record(**SAYS)], [])
    assert again == paper


@pytest.mark.parametrize(
    ("kind", "paper", "digital", "same"),
    [
        (FieldType.NAME, "Walsh, Ann", "ann walsh", True),
        (FieldType.NAME, "A. Walsh", "Ann Walsh", False),
        (FieldType.ADDRESS, "12 N Elm St", "12 North Elm Street", True),
        (FieldType.ADDRESS, "12 N Elm St", "12 Elm St", True),
        (FieldType.ADDRESS, "12 N Elm St", "12 S Elm St", False),
        (FieldType.ADDRESS, "12 Elm St", "21 Elm St", False),
        (FieldType.PHONE, "5550123", "4125550123", True),
        (FieldType.PHONE, "5550123", "5550132", False),
        (FieldType.IDENTIFIER, "WO-2019-0412", "412", True),
        (FieldType.IDENTIFIER, "WO-2019-0412", "12", False),
        (FieldType.MONEY, "12.50", "12.5", True),
        (FieldType.MONEY, "", "", False),
        (FieldType.TEXT, "Pothole, two feet", "POTHOLE TWO FEET", True),
        (FieldType.TEXT, "?", "!", False),
        (FieldType.DATE, "2019-03-02", "2019-03-02T08:00", True),
    ],
)
def test_the_same_in_other_words(kind: FieldType, paper: str, digital: str, same: bool) -> None:
    """Each system writes a value its way; an initial, a short number and a bare mark prove nothing."""
    assert same_value(kind, paper, digital) == same
