"""The report as a workbook: the same content, typed, and nothing that a spreadsheet would run."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl

from records.dataset import Dataset
from records.reports import write_report_workbook
from records.reports.content import gap_report


def test_sheets_hold_the_content(rich: Dataset, tmp_path: Path) -> None:
    """Each part of the page is a sheet, its table whole, below a caption and a header."""
    book = openpyxl.load_workbook(write_report_workbook(rich, tmp_path / "report.xlsx"))
    report = gap_report(rich)
    missing = book["Missing digital"]
    assert [cell.value for cell in missing[2]][: len(report.missing[0].columns)] == [
        column.title for column in report.missing[0].columns
    ]
    assert [missing.cell(3 + place, 1).value for place in range(4)] == [row.cells[0] for row in report.missing[0].rows]
    assert book.sheetnames[:3] == ["Summary", "Scope", "Where to look"]


def test_cells_are_typed(rich: Dataset, tmp_path: Path) -> None:
    """Dates are dates, money and certainty are numbers, and the header stays in sight."""
    book = openpyxl.load_workbook(write_report_workbook(rich, tmp_path / "report.xlsx"))
    sheet = book["Missing digital"]
    values = {sheet.cell(2, place).value: sheet.cell(3, place) for place in range(1, sheet.max_column + 1)}
    assert values["Requested"].value == datetime(2019, 3, 19)
    assert values["Total cost"].value == 98.5
    assert values["How sure"].value == 0.98
    assert "$" in values["Total cost"].number_format
    assert sheet.freeze_panes == "B3"


def test_symptoms_have_a_column(rich: Dataset, tmp_path: Path) -> None:
    """What follows from a place stands in its row."""
    sheet = openpyxl.load_workbook(write_report_workbook(rich, tmp_path / "report.xlsx"))["Where to look"]
    assert sheet.cell(2, 9).value == "What follows from it"
    assert "WO-2019-00412" in str(sheet.cell(3, 9).value)


def test_same_input_same_bytes(rich: Dataset, tmp_path: Path) -> None:
    """Written twice, the workbook is the same byte for byte."""
    first, second = (write_report_workbook(rich, tmp_path / name) for name in ("a.xlsx", "b.xlsx"))
    assert first.read_bytes() == second.read_bytes()


def test_nothing_to_show_is_still_a_workbook(empty: Dataset, clean: Dataset, tmp_path: Path) -> None:
    """Every sheet is there, though it says that there is nothing to show."""
    for place, dataset in enumerate((empty, clean)):
        book = openpyxl.load_workbook(write_report_workbook(dataset, tmp_path / f"{place}.xlsx"))
        assert book["Missing digital"]["A1"].value == "Nothing to show"
        assert len(book.sheetnames) == 16


def test_no_formula_and_no_link(rich: Dataset, tmp_path: Path) -> None:
    """No sheet has a formula, and the file has no link to anywhere."""
    path = write_report_workbook(rich, tmp_path / "report.xlsx")
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8")
            assert "<f>" not in text and "<hyperlink" not in text and "externalLink" not in text, name
