"""Reports of a department and of a period."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.narrow import narrowed, scope_of
from records.dataset import Dataset
from records.errors import UsageProblem
from records.finding import Finding, FindingKind, Severity
from records.match import Match, MatchDecision
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus
from records.page import PageEntry, PageKind


def order(page: int, department: str, day: str) -> PaperOrder:
    """An order of one page."""
    reading = FieldReading("requested_on", day, day, ReadingStatus.OK, 0.9, page, None, "test")
    return PaperOrder(f"b:{page}", "b", (page,), (reading,), department)


def gap(name: str, **more: object) -> Finding:
    """A number in neither list."""
    return Finding(name, FindingKind.SEQUENCE_GAP, Severity.HIGH, 0.9, name, order_number=name, **more)  # type: ignore[arg-type]


DATA = Dataset(
    tuple(PageEntry("b", n, "/b.pdf", n - 1, "a" * 64, PageKind.ORDER, order_ids=(f"b:{n}",)) for n in (1, 2, 3)),
    (order(1, "Signs", "2019-03-07"), order(2, "signs", "2019-04-01"), order(3, "Water", "2019-03-31")),
    (
        DigitalRecord("311", "7", 1, {"requested_on": "2019-03-07"}, {}, "SIGNS"),
        DigitalRecord("311", "8", 2, {"requested_on": "2019-03-09"}, {}, "Water"),
    ),
    (),
    (Match("b:1", "311", "7", 1.0, 9.0, MatchDecision.LINK),),
    (
        gap("beside", binder="b", after_page=1, before_page=2),
        gap("far", binder="b", after_page=3),
        gap("water", department="Water"),
        Finding("row", FindingKind.MISSING_PAPER, Severity.HIGH, 0.9, "", record_ids=("8",), source="311"),
    ),
    (),
    title="City",
)


def test_a_department_is_its_orders_rows_and_findings() -> None:
    """Spelled in any case; what stands beside its pages is its own, another department's is not."""
    part = narrowed(DATA, scope_of("Signs", None))
    assert [one.order_id for one in part.orders] == ["b:1", "b:2"]
    assert [row.record_id for row in part.records] == ["7"]
    assert [one.finding_id for one in part.findings] == ["beside"]
    assert part.title == "City: Signs"
    assert {one.name: one.digital for one in part.measures if one.overall}["orders"] == 1


def test_a_month_is_what_was_asked_for_in_it() -> None:
    """The first and the last day of the month are in it."""
    part = narrowed(DATA, scope_of(None, "2019-03"))
    assert [one.order_id for one in part.orders] == ["b:1", "b:3"]
    assert [row.record_id for row in part.records] == ["7", "8"]
    assert {one.finding_id for one in part.findings} == {"beside", "far", "water", "row"}


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2019-03-07", "2019-03-07", "2019-03-07"),
        ("2019-01..2019-06", "2019-01-01", "2019-06-30"),
        ("2018..2019-02-03", "2018-01-01", "2019-02-03"),
    ],
)
def test_a_period_is_a_year_a_month_a_day_or_two_of_them(period: str, first: str, last: str) -> None:
    """From the first day of the one to the last day of the other."""
    scope = scope_of(None, period)
    assert (scope.first, scope.last) == (date.fromisoformat(first), date.fromisoformat(last))


@given(st.text(max_size=12))
def test_what_is_no_period_is_refused_in_words(period: str) -> None:
    """Whatever is typed is a period, nothing, or a mistake with its cure."""
    try:
        scope = scope_of(None, period)
    except UsageProblem as problem:
        assert problem.cure
    else:
        assert not period or (scope.first and scope.last and scope.first <= scope.last)


def test_a_scope_that_holds_nothing_says_what_there_is() -> None:
    """A department that there is not, or a month without orders, is refused with those that there are."""
    with pytest.raises(UsageProblem) as found:
        narrowed(DATA, scope_of("Parks", None))
    assert "Water" in found.value.cure
    with pytest.raises(UsageProblem, match="2021") as found:
        narrowed(DATA, scope_of(None, "2021"))
    assert "2019-03-07 to 2019-04-01" in found.value.cure
