"""How sure it is that a reading and a keyed value are two: misreadings are no slips of a clerk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matching.differ import alike, sure_difference
from records.evidence import Evidence, Relation
from records.order import FieldReading, ReadingStatus


def reading(name: str, value: str, raw: str = "", *, ditto: bool = False) -> FieldReading:
    """A reading in no doubt."""
    evidence = Evidence(relation=Relation.AGREE, type="text", ditto=ditto)
    return FieldReading(name, value, raw or value, ReadingStatus.OK, 0.99, 1, None, "test", evidence=evidence)


@pytest.mark.parametrize(
    ("read", "value", "keyed", "two"),
    [
        ("4", "4", "0.75", False),  # the last figure of 3/4
        ("34", "34", "0.75", False),
        ("3. 114", "3.114", "3.25", False),  # 3 1/4 with its stroke as a 1
        ("114", "0.25", "1.25", False),  # 1 1/4 taken for 1/4
        ("2", "2", "2.5", False),  # the fraction left out
        ("|", "5", "1", False),  # a stroke taken for the mark of a repetition
        ("4", "4", "1.25", True),  # its whole hour is not there
        ("16.5", "16.5", "6.5", True),
        ("5", "5", "2.5", True),
        ("4", "4", "8", True),
    ],
)
def test_hours_that_may_be_a_fraction_misread_are_no_slip(read: str, value: str, keyed: str, two: bool) -> None:
    """What was read is all of it figures of the record's fraction, or it is another number of hours."""
    assert (sure_difference(reading("labor_hours", value, read), keyed) >= 0.5) is two


@pytest.mark.parametrize(
    ("read", "value", "keyed", "two"),
    [
        ("W/2", "2021-11-21", "2021-11-01", False),  # one figure of four
        ("5/H", "2021-05-01", "2021-05-14", False),  # a 14 whose figures touch
        ("07/28/20n", "2017-07-28", "2017-08-07", True),  # the letter is the year's
        ("11/21", "2021-11-21", "2021-11-01", True),
        ("N/02/N", "2017-11-02", "2017-10-03", True),  # the day is there, and no letter is in it
        ("N/02/N", "2017-11-02", "2017-10-02", False),
        ("N/2/N", "2017-11-02", "2017-10-12", False),  # a figure of two may be lost
        ("l1/2l", "2021-11-21", "2021-12-05", True),  # letters that figures are taken for count
        ("Nov 21", "2021-11-21", "2021-11-01", True),
        ("3/7/19", "2019-03-07", "2019-03-17", True),
    ],
)
def test_a_day_of_which_hardly_a_figure_was_read_is_no_witness(read: str, value: str, keyed: str, two: bool) -> None:
    """The value of such a reading is made of what days are usual; it says nothing against a record."""
    assert (sure_difference(reading("requested_on", value, read), keyed) >= 0.5) is two


def test_an_amount_with_which_its_sheets_sum_comes_out_was_read_right() -> None:
    """What the engines say of its glyphs weighs nothing then; of another amount a 7 may be a 1."""
    doubtful = replace(reading("total_cost", "1081.17"), confidence=0.2)
    added = replace(doubtful, evidence=Evidence(relation=Relation.ALONE, type="money", sum_holds=True))
    assert sure_difference(doubtful, "1018.17") < 0.5 < sure_difference(added, "1018.17")
    assert sure_difference(added, "1081.17") == 0


def test_a_mark_for_the_day_above_stands_for_its_figures() -> None:
    """A ditto mark has no figures, and its day is sure all the same."""
    assert sure_difference(reading("requested_on", "2021-11-21", '"', ditto=True), "2021-12-05") > 0.9


@pytest.mark.parametrize(
    ("paper", "keyed", "two"),
    [
        ("300z West Vine Drive", "3002 W VINE DR", False),  # a 2 read as z
        ("141s Elm Street", "141 S Elm St", False),
        ("1415 Elm Street", "1451 Elm St", True),
        ("226 Southlailroad Road", "226 S Railroad Rd", False),  # the direction ran into the name
        ("3096 0ak Ln.", "3096 Oak Ln", False),
        ("226 Southampton Road", "226 S Railroad Rd", True),
        ("226 Lincoln Road", "226 S Railroad Rd", True),
    ],
)
def test_places(paper: str, keyed: str, two: bool) -> None:
    """A figure read as a letter is no other house, and a direction that ran into a name no other street."""
    assert (sure_difference(reading("location", paper), keyed) >= 0.5) is two


@pytest.mark.parametrize(
    ("keyed", "doubt", "two"),
    [
        ("1115 Elm St", "the engines differ", False),
        ("1115 Elm St", "", True),
        ("1125 Elm St", "the engines differ", True),
    ],
)
def test_a_figure_more_in_a_row_may_be_there(keyed: str, doubt: str, two: bool) -> None:
    """Of three strokes side by side two may have been read, where the reading is in doubt."""
    assert (sure_difference(replace(reading("location", "115 Elm Street"), doubt=doubt), keyed) >= 0.5) is two


def test_a_name_in_a_longer_one_is_alike_only_behind_a_direction() -> None:
    """MILLER holds no MILL, and two streets that end alike are two."""
    assert alike("SOUTHLAILROAD", "RAILROAD") >= 80
    assert alike("WASHINGTON", "BURLINGTON") < 68


def test_a_house_number_without_its_first_figure_is_no_other_one() -> None:
    """A place that is read from its second figure on says "900 Cutler St"; a clerk seldom keys a figure too many."""
    cut = reading("location", "900 Cutler St", "900 Cutler St")
    assert sure_difference(cut, "1900 Cutler St") < 0.5 <= sure_difference(cut, "700 Cutler St")
