"""The measures against a slow obvious twin, and what must hold of any lists."""

from __future__ import annotations

import statistics
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.measures import Duplicates, MeasureSettings, measure
from records.match import Match, MatchDecision
from records.measure import Measure
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus

START = date(2019, 1, 1)
DEPARTMENTS = ("Streets", "Water")
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Whole lists are drawn; on a busy machine that takes long."""


@st.composite
def values(draw: st.DrawFn) -> dict[str, str]:
    """Some of the fields of an order."""
    begun = START + timedelta(days=draw(st.integers(0, 40)))
    found = {
        "requested_on": begun.isoformat(),
        "completed_on": (begun + timedelta(days=draw(st.integers(-2, 30)))).isoformat(),
        "due_on": (begun + timedelta(days=draw(st.integers(1, 20)))).isoformat(),
        "total_cost": str(draw(st.integers(0, 99_999)) / 100),
        "labor_hours": str(draw(st.integers(0, 80)) / 4),
        "status": draw(st.sampled_from(["open", "closed", "cancelled"])),
    }
    kept = draw(st.sets(st.sampled_from(sorted(found))))
    return {name: found[name] for name in found if name in kept}


@st.composite
def cases(
    draw: st.DrawFn,
) -> tuple[list[PaperOrder], list[DigitalRecord], list[Match], Duplicates, dict[tuple[str, str], int]]:
    """Orders and rows, some of them linked, some rows there twice, some numbers missing."""
    papers = [
        _paper(place, draw(values()), draw(st.sampled_from(DEPARTMENTS))) for place in range(draw(st.integers(0, 6)))
    ]
    rows = [
        DigitalRecord("list", str(place), place, draw(values()), {}, draw(st.sampled_from(DEPARTMENTS)))
        for place in range(draw(st.integers(0, 6)))
    ]
    pairs = draw(st.permutations(range(6)))
    linked = draw(st.integers(0, min(len(papers), len(rows))))
    matches = [
        Match(papers[place].order_id, "list", rows[row].record_id, 0.9, 9.0, MatchDecision.LINK)
        for place, row in enumerate(pairs[:linked])
        if place < len(papers) and row < len(rows)
    ]
    twice = [(("list", "0"), ("list", "1"))] if len(rows) > 1 and draw(st.booleans()) else []
    unaccounted = {(name, ""): draw(st.integers(0, 3)) for name in DEPARTMENTS}
    return papers, rows, matches, Duplicates(records=tuple(twice)), unaccounted


def _paper(place: int, found: dict[str, str], department: str) -> PaperOrder:
    readings = tuple(
        FieldReading(name, value, value, ReadingStatus.OK, 1.0, 1, None, "") for name, value in found.items()
    )
    return PaperOrder(f"b:{place}", "b", (place + 1,), readings, department=department, void=place == 5)


# ---------------------------------------------------------------- the twin: dictionaries merged by hand


def twin_lists(
    papers: list[PaperOrder], rows: list[DigitalRecord], matches: list[Match], twice: Duplicates
) -> list[list[dict[str, str]]]:
    """The three lists as dictionaries, the department under "department"."""
    digital = [{**row.values, "department": row.department} for row in rows]
    groups: list[set[str]] = [{row.record_id} for row in rows]
    ties = [{record_id for _, record_id in group} for group in twice.records]
    for paper in papers:
        ties.append({found.record_id for found in matches if found.order_id == paper.order_id})
    for tie in ties:
        touched = [group for group in groups if group & tie]
        if len(touched) > 1:
            groups = [group for group in groups if not group & tie] + [set().union(*touched)]
    merged, recovered = [], []
    for group in groups:
        ours = [row for row in rows if row.record_id in group]
        one: dict[str, str] = {"department": ours[0].department}
        for row in reversed(ours):
            one |= row.values
        merged.append(one)
        linked = {found.order_id for found in matches if found.record_id in group}
        whole: dict[str, str] = {}
        for paper in reversed([paper for paper in papers if paper.order_id in linked and not paper.void]):
            whole |= {found.name: found.value or "" for found in paper.readings}
        recovered.append(whole | one)
    known = {found.order_id for found in matches}
    for paper in papers:
        if paper.order_id not in known and not paper.void:
            recovered.append(
                {found.name: found.value or "" for found in paper.readings} | {"department": paper.department}
            )
    return [digital, merged, recovered]


def twin_days(listed: list[dict[str, str]]) -> list[int]:
    """Days from request to completion, the impossible left out."""
    found = [
        (date.fromisoformat(one["completed_on"]) - date.fromisoformat(one["requested_on"])).days
        for one in listed
        if "completed_on" in one and "requested_on" in one
    ]
    return [days for days in found if days >= 0]


def twin_p90(days: list[int]) -> float | None:
    """The ninth decile by the library."""
    if len(days) < 2:
        return float(days[0]) if days else None
    return statistics.quantiles(days, n=10, method="inclusive")[8]


def by_name(found: tuple[Measure, ...], name: str, department: str) -> Measure | None:
    """The measure, None where it was left out."""
    at = (name, department, "", "")
    return next((one for one in found if (one.name, one.department, one.month, one.category) == at), None)


Case = tuple[list[PaperOrder], list[DigitalRecord], list[Match], Duplicates, dict[tuple[str, str], int]]


@UNHURRIED
@given(cases())
def test_agrees_with_the_twin(case: Case) -> None:
    """Counts, days and money are those of the slow way, for each department and each of the three lists."""
    papers, rows, matches, twice, unaccounted = case
    found = measure(papers, rows, matches, twice, unaccounted, MeasureSettings())
    for department in ("", *DEPARTMENTS):
        lists = [
            [one for one in listed if not department or one["department"] == department]
            for listed in twin_lists(papers, rows, matches, twice)
        ]
        orders = by_name(found, "orders", department)
        assert orders is not None
        assert [orders.digital, orders.deduplicated, orders.recovered] == [len(listed) for listed in lists]
        median, p90 = (by_name(found, f"days_to_complete_{name}", department) for name in ("median", "p90"))
        cost = by_name(found, "total_cost", department)
        assert median and p90 and cost
        for place, listed in enumerate(lists):
            days = twin_days(listed)
            assert _ways(median)[place] == (statistics.median(days) if days else None)
            assert _ways(p90)[place] == pytest.approx(twin_p90(days))
            costs = [float(one["total_cost"]) for one in listed if "total_cost" in one]
            assert _ways(cost)[place] == (pytest.approx(sum(costs)) if costs else None)


def _ways(found: Measure) -> tuple[float | None, ...]:
    return found.digital, found.deduplicated, found.recovered


@UNHURRIED
@given(cases(), st.data())
def test_bounds_hold_for_any_truth(case: Case, data: st.DataObject) -> None:
    """Whatever the unaccounted are, within what is known of their department, the figure lies between the bounds."""
    papers, rows, matches, twice, unaccounted = case
    settings = MeasureSettings(target_days=5)
    found = measure(papers, rows, matches, twice, unaccounted, settings)
    recovered = twin_lists(papers, rows, matches, twice)[2]
    more = list(papers)
    for (department, _), count in unaccounted.items():
        for number in range(data.draw(st.integers(0, count))):
            like = [one for one in recovered if one["department"] == department] or recovered
            values = dict(data.draw(st.sampled_from(like))) if like else {}
            values.pop("department", None)
            more.append(_paper(100 + number, values, department))
            more[-1] = PaperOrder(f"{department}:{number}", "x", (1,), more[-1].readings, department=department)
    truth = measure(more, rows, matches, twice, {}, settings)
    for one in truth:
        bounds = by_name(found, one.name, one.department) if not (one.month or one.category) else None
        if bounds and one.recovered is not None and bounds.lowest is not None and bounds.highest is not None:
            assert bounds.lowest - 1e-9 <= one.recovered <= bounds.highest + 1e-9, (one, bounds)


@UNHURRIED
@given(cases())
def test_departments_add_up(case: Case) -> None:
    """The departments' orders and costs add up to those of all together."""
    papers, rows, matches, twice, unaccounted = case
    found = measure(papers, rows, matches, twice, unaccounted, MeasureSettings())
    for name in ("orders", "total_cost"):
        whole = by_name(found, name, "")
        parts = [one for one in found if one.name == name and one.department]
        assert whole is not None
        assert sum(one.recovered or 0 for one in parts) == pytest.approx(whole.recovered or 0)
        assert sum(one.digital or 0 for one in parts) == pytest.approx(whole.digital or 0)


@UNHURRIED
@given(cases())
def test_what_is_likely_lies_within_what_is_possible(case: Case) -> None:
    """The expected figure lies between the bounds, and is the recovered one where every number is accounted for."""
    orders, records, matches, duplicates, unaccounted = case
    for missing in (unaccounted, {}):
        for one in measure(orders, records, matches, duplicates, missing, MeasureSettings()):
            if one.expected is None or one.lowest is None or one.highest is None:
                continue
            assert one.lowest - 1e-6 <= one.expected <= one.highest + 1e-6, one
            if not missing:
                assert one.expected == pytest.approx(one.recovered)


@UNHURRIED
@given(cases())
def test_months_add_up(case: Case) -> None:
    """The orders of all months, and those whose day of request is not known, are all orders; costs likewise."""
    papers, rows, matches, twice, unaccounted = case
    found = measure(papers, rows, matches, twice, unaccounted, MeasureSettings())
    for place, listed in enumerate(twin_lists(papers, rows, matches, twice)):
        dated = [one for one in listed if "requested_on" in one]
        assert sum(_ways(one)[place] or 0 for one in found if one.name == "orders" and one.month) == len(dated)
        costs = sum(_ways(one)[place] or 0 for one in found if one.name == "total_cost" and one.month)
        assert costs == pytest.approx(sum(float(one.get("total_cost", 0)) for one in dated))
