"""Every order once, each value by the rules of survivorship."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from records.dataset import Dataset
from records.decided import PERSON
from records.exports import export_dataset
from records.exports.resolved import resolved
from records.finding import Finding, FindingKind, Severity
from records.match import Match, MatchDecision
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus
from records.survivors import Candidate, disagree, survivor
from records.survivorship import Survivorship


def reading(name: str, value: str, doubt: str = "", engine: str = "tesseract") -> FieldReading:
    """A reading of page 1."""
    return FieldReading(name, value, value, ReadingStatus.OK, 0.9, 1, None, engine, doubt=doubt)


def dataset(*readings: FieldReading, rules: Survivorship | None = None) -> Dataset:
    """One order on paper, in the city's list and in the department's."""
    paper = PaperOrder("b:1", "b", (1,), readings)
    rows = (
        DigitalRecord("city", "7", 1, {"total_cost": "20", "status": "open", "completed_on": "2019-03-01"}, {}),
        DigitalRecord("dept", "9", 1, {"total_cost": "30", "status": "open", "completed_on": "2019-04-01"}, {}),
    )
    twice = Finding(
        *("f", FindingKind.DUPLICATE_ACROSS_SOURCES, Severity.LOW, 1.0, ""), record_ids=("7", "9"), source="city dept"
    )
    link = Match("b:1", "city", "7", 1.0, 9.0, MatchDecision.LINK)
    return Dataset((), (paper,), rows, (), (link,), (twice,), (), survivorship=rules or Survivorship())


def taken(data: Dataset, field: str) -> tuple[str, str]:
    """The value that is taken for a field, and whose it is."""
    ((_, values, _),) = resolved(data, data.survivorship)
    return values[field].value, values[field].origin


def test_paper_first_unless_it_is_doubtful() -> None:
    """By default a sure reading comes before the lists, and the lists in their order before a doubtful one."""
    assert taken(dataset(reading("total_cost", "10")), "total_cost") == ("10", "paper")
    assert taken(dataset(reading("total_cost", "10", "blurred")), "total_cost") == ("20", "city")
    assert taken(dataset(reading("location", "X", "blurred")), "location") == ("X", "paper")


def test_a_rule_names_a_list_the_newest_or_the_digital_side() -> None:
    """Each field has its own rule; a person's value stands above all of them."""
    paper = reading("total_cost", "10")
    for word, value in (("dept", "30"), ("newest", "30"), ("digital", "20"), ("paper", "10"), ("nowhere", "10")):
        assert taken(dataset(paper, rules=Survivorship({"total_cost": (word,)})), "total_cost")[0] == value
    typed = reading("total_cost", "11", engine=PERSON)
    assert taken(dataset(typed, rules=Survivorship(default=("dept",))), "total_cost")[0] == "11"


def test_what_differs_is_named(tmp_path: Path) -> None:
    """The row says where each value comes from, and the fields of which the sides disagree."""
    export_dataset(dataset(reading("total_cost", "10"), reading("order_number", "A-1")), tmp_path)
    with (tmp_path / "resolved.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["known"], row["sources"], row["record_ids"]) == ("both", "city dept", "7 9")
    assert row["conflicts"] == "completed_on total_cost"
    assert json.loads(row["origins"])["total_cost"] == "paper:b:1"
    assert json.loads(row["origins"])["status"] == "city:7"


def test_case_and_blanks_are_no_conflict() -> None:
    """Words that differ in case or blanks say the same; doubtful values contradict nobody."""
    one, two = Candidate("Main  St", "paper", "1"), Candidate("MAIN ST", "city", "2")
    assert not disagree((one, two), "location")
    assert disagree((one, Candidate("Elm St", "city", "2")), "location")
    assert not disagree((one, Candidate("Elm St", "paper", "2", sure=False)), "location")


@given(
    st.lists(
        st.builds(
            Candidate,
            value=st.sampled_from(["1", "2", "3"]),
            origin=st.sampled_from(["paper", "city", "dept"]),
            place=st.text(max_size=2),
            sure=st.booleans(),
            by_person=st.booleans(),
            latest=st.sampled_from(["", "2019-01-01", "2019-02-01"]),
        ),
        max_size=5,
    ),
    st.lists(st.sampled_from(["paper", "digital", "newest", "city", "dept", "?"]), max_size=4),
)
def test_there_is_a_survivor_wherever_there_is_a_value(found: list[Candidate], rule: list[str]) -> None:
    """Whatever the rule, one of the values is taken, and a person's before any other."""
    one = survivor(found, rule)
    assert (one is None) == (not found)
    assert one is None or one in found
    if one is not None and any(each.by_person for each in found):
        assert one.by_person
