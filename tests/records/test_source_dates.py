"""How a column writes its dates."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.order import ReadingStatus
from records.sources import SourceSettings, read_source
from records.sources.date_column import infer_form, parse_dated

DAYS = st.lists(st.datetimes(datetime(1971, 1, 1), datetime(2048, 12, 31)), min_size=1, max_size=30)


@given(
    DAYS,
    st.sampled_from(
        ["%m/%d/%Y", "%m/%d/%Y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%S", "%d-%b-%Y", "%Y%m%d", "%m-%d-%Y, %I:%M %p"]
    ),
)
def test_a_column_in_one_form(days: list[datetime], form: str) -> None:
    """All cells of a column written in one form give their days."""
    cells = [day.strftime(form) for day in days]
    found = infer_form(Counter(cells), None)
    assert [parse_dated(cell, found).value for cell in cells] == [day.date().isoformat() for day in days]


@given(DAYS)
def test_day_first_is_told_by_the_column(days: list[datetime]) -> None:
    """One cell whose first number is over 12 says that the whole column is day first, if none says the contrary."""
    cells = ["31/12/2019", *(day.strftime("%d/%m/%Y") for day in days)]
    found = infer_form(Counter(cells), None)
    assert [parse_dated(cell, found).value for cell in cells[1:]] == [day.date().isoformat() for day in days]


def test_a_column_with_both_orders() -> None:
    """Where cells contradict each other, those that could be either give no value, and those that could not do."""
    form = infer_form(Counter(["31/12/2019", "12/31/2019", "03/04/2019", "05/05/2019"]), None)
    assert parse_dated("03/04/2019", form).status is ReadingStatus.AMBIGUOUS
    assert parse_dated("31/12/2019", form).value == "2019-12-31"
    assert parse_dated("12/31/2019", form).value == "2019-12-31"
    assert parse_dated("05/05/2019", form).value == "2019-05-05"


def test_one_stray_does_not_turn_a_column() -> None:
    """Among a hundred cells that are month first, one that is not is a mistake in that cell."""
    cells = [f"12/{day}/2019" for day in range(13, 32)] * 6 + ["31/12/2019"]
    form = infer_form(Counter(cells), None)
    assert parse_dated("03/04/2019", form).value == "2019-03-04"
    assert parse_dated("31/12/2019", form).status is ReadingStatus.ILLEGIBLE


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2019, 3, 7), date(2040, 2, 29)])
def test_day_numbers_and_seconds(day: date) -> None:
    """A column of spreadsheet day numbers or of seconds since 1970 gives days."""
    serial = str((day - date(1899, 12, 30)).days)
    seconds = str((day - date(1970, 1, 1)) // timedelta(seconds=1))
    for cell in (serial, f"{serial}.5", seconds, f"{seconds}000"):
        assert parse_dated(cell, infer_form({cell: 3}, None)).value == day.isoformat()


def test_a_day_number_among_dates_is_doubted() -> None:
    """A bare number in a column of written dates is not taken for a day."""
    form = infer_form(Counter(["3/7/2019", "3/8/2019", "43531"]), None)
    parsed = parse_dated("43531", form)
    assert parsed.value is None
    assert "2019-03-07" in parsed.note


def test_a_broken_column_is_told(tmp_path: Path) -> None:
    """Cells that give no day are doubts on their records, counted, and named where they are more than 2 %."""
    path = tmp_path / "orders.csv"
    path.write_text("WO Number,Date Requested\n10,3/7/19\n11,soon\n12,3/9/19\n13,2/30/19\n")
    read = read_source(str(path))
    assert [record.value("requested_on") for record in read.records] == ["2019-03-07", None, "2019-03-09", None]
    assert read.mapping[1].failures == 2
    assert "'soon'" in read.records[1].doubts["requested_on"]
    assert any(
        "2 of 4 cells not a date written %m/%d/%y: line 3 'soon', line 5 '2/30/19'" in said for said in read.warnings
    )


def test_day_first_may_be_said(tmp_path: Path) -> None:
    """The order that a person gives holds where the cells leave it open."""
    path = tmp_path / "orders.csv"
    path.write_text("WO Number,Date Requested\n10,3/7/19\n")
    assert read_source(str(path)).records[0].value("requested_on") == "2019-03-07"
    said = read_source(str(path), SourceSettings(day_first=True))
    assert said.records[0].value("requested_on") == "2019-07-03"


@pytest.mark.parametrize("cell", ["00000000", "0000-00-00", "00/00/0000", "0000-00-00 00:00:00"])
def test_a_day_of_zeros_is_no_day(cell: str) -> None:
    """What systems write where no day is known is absent, and no cell that does not fit."""
    form = infer_form({"20190307": 9, cell: 1}, None)
    assert parse_dated(cell, form).status is ReadingStatus.ABSENT
