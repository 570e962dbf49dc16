"""Lengths of time, and years without their century: one value however it is written."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.comparisons import FieldComparison, year
from matching.detect import Kind, detect, plain_year
from matching.durations import told_seconds, whole_seconds
from matching.features import features_of
from matching.general import prepare
from matching.ids import texts_of
from matching.levels import Pairs
from matching.tables import column_of


@given(st.integers(120, 560))
def test_a_length_of_time_is_one_however_it_is_written(seconds: int) -> None:
    """Clock, units, seconds, minutes and thousandths come to the same, among values of a like length."""
    minutes, rest = divmod(seconds, 60)
    written = (
        f"{minutes}:{rest:02d}",
        f"0:{minutes:02d}:{rest:02d}",
        f"{minutes}m {rest}sec",
        f"PT{minutes}M{rest}S",
        f"{minutes} min. {rest} s",
        str(seconds),
        str(1000 * seconds),
        f"{seconds / 60:.3f}",
    )
    assert {whole_seconds(value, usual=240.0) for value in written} == {str(seconds)}


@pytest.mark.parametrize("value", ["", "unk.", "4:75", "four minutes", "-3", "0:00", "WO-12"])
def test_what_is_no_length_of_time_says_nothing(value: str) -> None:
    """A value that is none, or is nothing long, is as good as missing."""
    assert told_seconds(value) == 0.0
    assert not whole_seconds(value, usual=240.0)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["3:45", "225", "unk.", "225000", "3.750", "4m 10sec", "5:01", "312", "2:59", "3m 3sec"] * 20, Kind.DURATION),
        (["97 min", "1 hr. 37 min.", "120 min", "2 hr. 1 min."] * 50, Kind.DURATION),
        (["225", "312", "179", "3000"] * 50, Kind.CODE),
        (["3.75", "4.10", "12.99", "0.99"] * 50, Kind.AMOUNT),
    ],
)
def test_numbers_last_only_where_a_unit_says_so(cells: list[str], kind: Kind) -> None:
    """A column is of lengths of time where a clock or a unit says so, and a bare number alone never does."""
    column = column_of(cells)
    assert detect("length", column, column).kind is kind


@pytest.mark.parametrize(
    ("text", "whole"), [("1998", "1998"), ("'98", "1998"), ("07", "2007"), ("’14", "2014"), ("19980", ""), ("5", "")]
)
def test_a_year_has_its_century(text: str, whole: str) -> None:
    """Two digits are of the last hundred years."""
    assert plain_year(text) == whole


def test_one_year_without_its_century_is_enough() -> None:
    """Where the others are years, two digits are one, however few are written so; numbers ahead of time are none."""
    rarely = column_of(["1998", "2004", "2011", "1987"] * 50 + ["'98"])
    postcodes = column_of([str(number) for number in range(2000, 2234)])
    assert detect("bottled", rarely, rarely).kind is Kind.YEAR
    assert detect("bottled", rarely, rarely).canonical("'98") == "1998"
    assert detect("postcode", postcodes, postcodes).kind is not Kind.YEAR


def test_the_next_year_is_no_other_year() -> None:
    """Between two lists a year before or after is told from one of which a digit differs; within one it is not."""
    years = {"title": ["one", "two"] * 30, "year": ["1998", "2004", "2011", "1987"] * 15}
    others = {name: list(cells) for name, cells in years.items()}
    assert prepare(years, others, (60, 60)).kinds["year"] is Kind.YEAR
    assert prepare(years, years, (60, 60)).kinds["year"] is Kind.CODE
    labels = [level.label for level in year("year").levels]
    assert _grade(year("year"), "1998", "1999") == labels.index("the year before or after")
    assert _grade(year("year"), "1998", "1988") == labels.index("one digit apart")
    assert _grade(year("year"), "1998", "2011") == labels.index("different")


def _grade(comparison: FieldComparison, one: str, other: str) -> int:
    features = features_of([comparison.type], texts_of([one, other]))
    pairs = Pairs(features, *(np.array([place], dtype=np.int32) for place in (0, 1)))
    return int(comparison.grade(pairs)[0])


def test_two_digits_are_years_only_among_years() -> None:
    """House numbers and grades of two digits stay as they are."""
    years, grades = column_of(["1998", "'98", "2004", "'04"] * 50), column_of(["12", "98", "45", "07"] * 50)
    assert detect("year", years, years).canonical("'98") == "1998"
    assert detect("grade", grades, grades).canonical("98") == "98"


def test_the_year_of_a_day_is_a_year() -> None:
    """Where one list has days and the other their years, years are compared; where both have days, days are."""
    days = column_of([f"{n % 12 + 1:02d}/{n % 28 + 1:02d}/{1960 + n % 50}" for n in range(200)])
    years = column_of([str(1960 + n % 50) for n in range(150)])
    for one, other in ((days, years), (years, days)):
        found = detect("formed", one, other)
        assert found.kind is Kind.YEAR
        assert found.canonical("03/04/1987") == found.canonical("1987") == "1987"
    assert detect("formed", days, days).kind is Kind.DATE
