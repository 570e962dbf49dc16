"""A list that changed since it was imported is a finding, never a silent null."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from records.conflicts import conflicting_sources
from records.dataset import Dataset, SourceSummary
from records.finding import Finding, FindingKind, Severity
from records.order import DigitalRecord
from records.source import SourceRead
from records.sources import read_source, source_findings


def read(folder: Path, header: str, rows: Sequence[str]) -> SourceRead:
    """A list, read."""
    path = folder / "tickets.csv"
    path.write_text("\n".join([header, *rows]))
    return read_source(str(path))


def summary(now: SourceRead, before: SourceRead | None = None) -> SourceSummary:
    """What is kept of a list, with the mapping that it had before."""
    baseline = (before or now).mapping
    return SourceSummary(now.name, now.path, len(now.records), now.mapping, baseline=baseline)


def kinds(now: SourceRead, before: SourceRead | None = None) -> list[tuple[str, str]]:
    """The findings about a list: kind and field."""
    return [(str(one.kind), one.field) for one in source_findings((summary(now, before),), now.records)]


HEADER = "Ticket No,Date Opened,Due Date,Date Closed,Status,Total Cost"
ROWS = [f"WO-{n},03/{n:02}/2019,04/{n:02}/2019,03/{n + 1:02}/2019,Closed,{n}.50" for n in range(13, 27)]


@pytest.mark.spares("schema_drift", "unmapped_status")
def test_a_list_that_did_not_change_raises_nothing(tmp_path: Path) -> None:
    """The near miss: the same columns with other rows, in another order."""
    before = read(tmp_path, HEADER, ROWS)
    again = read(
        tmp_path,
        "Status,Ticket No,Date Opened,Due Date,Date Closed,Total Cost",
        [",".join([row.split(",")[4], *row.split(",")[:4], row.split(",")[5]]) for row in ROWS],
    )
    assert kinds(before) == []
    assert kinds(again, before) == []


@pytest.mark.raises("schema_drift")
def test_a_renamed_column_is_drift_with_its_new_name(tmp_path: Path) -> None:
    """The field, the old name and what was read in its place are named."""
    before = read(tmp_path, HEADER, ROWS)
    now = read(tmp_path, HEADER.replace("Due Date", "Target Date"), ROWS)
    (finding,) = source_findings((summary(now, before),), now.records)
    assert (finding.kind, finding.field, finding.severity) == (FindingKind.SCHEMA_DRIFT, "due_on", Severity.MEDIUM)
    assert '"Due Date"' in finding.detail
    assert '"Target Date"' in finding.detail


def test_a_column_that_is_gone_weighs_more(tmp_path: Path) -> None:
    """Nothing in its place: the field is empty now, and a person must know."""
    before = read(tmp_path, HEADER, ROWS)
    now = read(tmp_path, HEADER.replace("Date Closed", "ZZ"), ROWS)
    (finding,) = source_findings((summary(now, before),), now.records)
    assert (finding.field, finding.severity) == ("completed_on", Severity.HIGH)


def test_another_way_of_writing_is_a_break_of_format(tmp_path: Path) -> None:
    """Day first instead of month first is a finding, though every cell can be read."""
    before = read(tmp_path, HEADER, ROWS)
    turned = [",".join(_turned(cell) for cell in row.split(",")) for row in ROWS]
    now = read(tmp_path, HEADER, turned)
    assert ("column_format_break", "requested_on") in kinds(now, before)


def _turned(cell: str) -> str:
    return f"{cell[3:5]}.{cell[:2]}.{cell[6:]}" if cell[2:3] == "/" else cell


@pytest.mark.parametrize(("bad", "raised"), [(0, False), (1, False), (3, True)])
@pytest.mark.raises("column_format_break")
@pytest.mark.spares("column_format_break")
def test_more_than_two_in_a_hundred_cells_that_do_not_fit_are_a_break(tmp_path: Path, bad: int, raised: bool) -> None:
    """A slip is a note; a habit is a finding that names rows."""
    rows = [f"WO-{n},03/{n % 27 + 1:02}/2019,,,Closed,{n}" for n in range(100)]
    rows[:bad] = [row.replace("03/", "spring ", 1) for row in rows[:bad]]
    now = read(tmp_path, HEADER, rows)
    assert (("column_format_break", "requested_on") in kinds(now)) == raised


@pytest.mark.raises("unmapped_status")
def test_a_status_of_no_vocabulary_is_named_once(tmp_path: Path) -> None:
    """A word in many rows is one finding with its count."""
    rows = [*ROWS, *(row.replace("Closed", "Frobnicated") for row in ROWS[:3])]
    now = read(tmp_path, HEADER, [row.replace("WO-", f"WO-{n}") for n, row in enumerate(rows)])
    (finding,) = source_findings((summary(now),), now.records)
    assert finding.kind is FindingKind.UNMAPPED_STATUS
    assert "3 rows" in finding.detail


def test_a_finding_is_the_same_on_every_run(tmp_path: Path) -> None:
    """Its id hangs on what it is about and not on the rows' number."""
    before = read(tmp_path, HEADER, ROWS)
    now = read(tmp_path, HEADER.replace("Due Date", "Target Date"), ROWS[:9])
    more = read(tmp_path, HEADER.replace("Due Date", "Target Date"), ROWS)
    ids = [[one.finding_id for one in source_findings((summary(each, before),), each.records)] for each in (now, more)]
    assert ids[0] == ids[1]


def two_lists(**other: str) -> Dataset:
    """One order in two lists."""
    values = {"order_number": "A-1", "total_cost": "10", "status": "open", "location": "12 Main St"}
    rows = (
        DigitalRecord("city", "7", 1, values, {}),
        DigitalRecord("dept", "9", 1, {**values, **other}, {}),
    )
    twice = Finding(
        *("f", FindingKind.DUPLICATE_ACROSS_SOURCES, Severity.LOW, 1.0, ""), record_ids=("7", "9"), source="city dept"
    )
    return Dataset((), (), rows, (), (), (twice,), ())


@pytest.mark.raises("conflicting_sources")
def test_two_lists_that_disagree_are_a_finding() -> None:
    """Each field that differs is named with both values, lists and records."""
    found = conflicting_sources(two_lists(total_cost="12.50", status="closed"))
    assert {(one.field, one.paper_value, one.digital_value) for one in found} == {
        ("total_cost", "10", "12.50"),
        ("status", "open", "closed"),
    }
    assert all(one.record_ids == ("7", "9") and one.source == "city dept" for one in found)


@pytest.mark.spares("conflicting_sources")
def test_lists_that_agree_or_write_a_place_otherwise_do_not() -> None:
    """The near misses: the same values, another spelling of the place, the same list twice."""
    assert conflicting_sources(two_lists()) == ()
    assert conflicting_sources(two_lists(location="12 Main Street")) == ()
    one = two_lists(total_cost="99")
    same = replace(one, records=(one.records[0], replace(one.records[1], source="city")))
    assert conflicting_sources(replace(same, findings=(replace(one.findings[0], source="city"),))) == ()
