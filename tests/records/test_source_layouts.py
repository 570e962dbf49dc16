"""Tables as people lay them out: headers in two rows, headings between the records."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl

from records.source import SourceRead
from records.sources import read_source


def laid_out(folder: Path, rows: Sequence[Sequence[object]]) -> SourceRead:
    """A workbook of these rows, read."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr] # a new workbook has a sheet
    book.save(folder / "list.xlsx")
    return read_source(str(folder / "list.xlsx"))


def fields_of(read: SourceRead) -> dict[str, str]:
    """The field of each column that has one."""
    return {one.column: one.field for one in read.mapping if one.field}


def test_a_header_in_two_rows(tmp_path: Path) -> None:
    """A band over several columns tells "Cost" from "Cost"; a name that stands in the band alone is kept."""
    rows = [[f"WO-{n:03}", f"3/{n}/2019", 1.5, 40.5, 12.25, "Closed"] for n in range(1, 20)]
    read = laid_out(
        tmp_path,
        [["Work Order", "", "Labor", "", "Material", "Status"], ["No.", "Opened", "Hours", "Cost", "Cost", ""], *rows],
    )
    assert fields_of(read) == {
        "No.": "order_number",
        "Opened": "requested_on",
        "Hours": "labor_hours",
        "Labor Cost": "labor_cost",
        "Material Cost": "material_cost",
        "Status": "status",
    }
    assert len(read.records) == 19
    assert not read.warnings


def test_a_title_of_two_cells_is_no_band(tmp_path: Path) -> None:
    """The near miss: where each column has a name of its own, what stands above is a title."""
    rows = [[f"WO-{n:03}", f"3/{n}/2019", "Closed", "x"] for n in range(1, 20)]
    read = laid_out(tmp_path, [["City of Alder", "", "Streets"], ["WO No", "Opened", "Status", "Ward"], *rows])
    assert [one.column for one in read.mapping] == ["WO No", "Opened", "Status", "Ward"]


def test_headings_of_groups_are_a_column_and_no_records(tmp_path: Path) -> None:
    """A heading "Department: Streets" is the department of what follows; a row of a number alone is an order."""
    rows: list[list[object]] = [["WO No", "Opened", "Status", "Location"]]
    for department in ("Streets", "Water"):
        rows.append([f"Department: {department}"])
        rows += [[f"{department[0]}-{n:03}", f"3/{n}/2019", "Closed", f"{n} Main St"] for n in range(1, 9)]
    read = laid_out(tmp_path, [*rows, ["W-099"]])
    assert len(read.records) == 17
    assert {record.department for record in read.records[:8]} == {"Streets"}
    assert {record.department for record in read.records[8:]} == {"Water"}
    assert read.records[-1].value("order_number") == "W-099"
    assert any("headings of groups" in note for note in read.notes)
