"""The list of places to look at again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from export_samples import rows, sample

from records.exports import export_dataset
from records.exports.places import rescan_lines, rescans
from records.finding import Cause, Finding, FindingKind, FindingStatus, Severity


def test_the_rescan_list_is_in_binder_order(tmp_path: Path) -> None:
    """Places come in the order of the shelf; a symptom is a number with its cause, not a place of its own."""
    export_dataset(sample(), tmp_path)
    first, second = rows(tmp_path / "rescan_list.csv")
    assert (first["binder"], first["after_page"], first["before_page"], first["page"]) == ("signs-2", "4", "5", "")
    assert first["order_numbers"] == "S-2019-0043"
    assert (second["binder"], second["page"], second["reason"]) == ("signs-10", "2", "Black.")


def place(finding_id: str, kind: FindingKind, **more: object) -> Finding:
    """A finding with a place."""
    made = Finding(finding_id, kind, Severity.HIGH, 0.9, "look", binder="b", after_page=1, order_number=finding_id)
    return replace(made, **more)  # type: ignore[arg-type] # the fields of a finding


def test_a_dismissed_cause_explains_nothing() -> None:
    """When the stuck pair is dismissed, the gap is a place of its own; a gap without a place is none."""
    gap = place("gap", FindingKind.SEQUENCE_GAP, caused_by="stuck")
    stuck = place("stuck", FindingKind.STUCK_PAGES)
    assert rescans([gap, stuck]) == [(stuck, ("gap", "stuck"))]
    assert rescans([gap, replace(stuck, status=FindingStatus.DISMISSED)]) == [(gap, ("gap",))]
    assert rescans([replace(gap, after_page=None)]) == []
    assert rescans([replace(gap, binder="")]) == []
    assert rescans([place("x", FindingKind.MISSING_DIGITAL)]) == []


def test_an_order_that_list_and_sheets_spell_otherwise_is_named_once() -> None:
    """A list's WO170605 and 0606 are the sheets' WO 17-0605 and WO 17-0606; another number stands beside them."""
    stuck = place("stuck", FindingKind.STUCK_PAGES, order_number="WO 17-0605 WO 17-0606")
    symptoms = [
        place(each, FindingKind.MISSING_PAPER, order_number=each, caused_by="stuck")
        for each in ("WO170605", "0606", "WO170607")
    ]
    assert rescans([stuck, *symptoms]) == [(stuck, ("WO170607", "WO 17-0605 WO 17-0606"))]


def test_what_is_lost_is_not_looked_for() -> None:
    """What a person says is lost, or in another binder, is no place to scan again; nor is what follows from it."""
    gap = place("gap", FindingKind.SEQUENCE_GAP, caused_by="stuck")
    stuck = place("stuck", FindingKind.STUCK_PAGES, status=FindingStatus.CONFIRMED)
    assert rescans([gap, replace(stuck, reason=Cause.LOST.reason("burnt"))]) == []
    assert rescans([gap, replace(stuck, reason=Cause.ELSEWHERE.reason())]) == []
    assert [each.finding_id for each, _ in rescans([gap, replace(stuck, reason=Cause.STUCK.reason())])] == ["stuck"]


def test_causes_in_a_circle_are_all_listed() -> None:
    """Findings that name each other as their cause are not lost."""
    one = place("one", FindingKind.PAGE_GAP, caused_by="two")
    two = place("two", FindingKind.PAGE_GAP, caused_by="one")
    assert {each.finding_id for each, _ in rescans([one, two])} == {"one", "two"}


def test_a_binder_is_listed_by_itself_in_its_order() -> None:
    """A line a place: binder, place, certainty, orders, reason; other binders are left out."""
    late = place("A-3", FindingKind.STUCK_PAGES, after_page=11)
    early = place("A-2", FindingKind.PAGE_GAP, after_page=None, page=7, certainty=0.5)
    other = place("A-1", FindingKind.STUCK_PAGES, binder="c")
    assert list(rescan_lines([late, other, early], ["b"])) == [
        "b\tscan 7\t50%\tA-2\tlook",
        "b\tafter scan 11\t90%\tA-3\tlook",
    ]
