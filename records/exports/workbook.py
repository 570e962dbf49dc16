"""All tables as one workbook: a sheet a table, cells typed, nothing that a spreadsheet runs or follows."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from records.dataset import Dataset
from records.exports.cells import guarded, typed, visible
from records.exports.csvfile import Written
from records.exports.dictionary import DICTIONARY
from records.exports.schema import Column, ColumnType, Table

LONGEST = 32_767
"""Characters that a cell can hold; longer text is cut, and the other formats have it whole."""
MOST_ROWS = 1_048_576
"""Rows that a sheet can hold, the header with them; a longer table goes on in another sheet."""
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Always the same, so that the same dataset gives the same bytes."""
_FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets count days from 1900 and take that year for a leap year; before March a date is off by one."""
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class _Styles:
    head: Format
    day: Format
    guarded: Format
    """Text that a spreadsheet must not take for a formula when someone edits the cell."""


def write_workbook(tables: Sequence[Table], dataset: Dataset, file: BinaryIO) -> Written:
    """The tables, and the data dictionary as the last sheet."""
    rows = made_safe = 0
    with (
        tempfile.TemporaryDirectory(prefix="backfile-") as folder,
        xlsxwriter.Workbook(file, {**_OPTIONS, "tmpdir": folder}) as book,
    ):
        book.set_properties({"title": visible(dataset.title)[:255], "created": _CREATED})
        styles = _Styles(
            book.add_format({"bold": True, "bottom": 1}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"quote_prefix": True}),
        )
        for table in (*tables, DICTIONARY):
            written = _write_table(book, table, dataset, styles)
            rows, made_safe = rows + written.rows, made_safe + written.guarded
    return Written(rows, made_safe)


def _write_table(book: Workbook, table: Table, dataset: Dataset, styles: _Styles) -> Written:
    sheet = _sheet(book, table, 1, styles)
    line, sheets, rows, made_safe = 1, 1, 0, 0
    for cells in table.rows(dataset):
        if line == MOST_ROWS:
            sheets += 1
            sheet, line = _sheet(book, table, sheets, styles), 1
        for place, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
            if cell:
                made_safe += _write_cell(sheet, (line, place), column, cell, styles)
        line, rows = line + 1, rows + 1
    return Written(rows, made_safe)


def _sheet(book: Workbook, table: Table, number: int, styles: _Styles) -> Worksheet:
    sheet = book.add_worksheet(table.name if number == 1 else f"{table.name} {number}")
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, 12 if column.type is not ColumnType.STRING else 20)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.name, styles.head)
    return sheet


def _write_cell(sheet: Worksheet, at: tuple[int, int], column: Column, cell: str, styles: _Styles) -> bool:
    """Writes the cell; true where its text would have been run."""
    value = typed(column, cell)
    if isinstance(value, bool):
        sheet.write_boolean(*at, value)
    elif isinstance(value, int | Decimal):
        sheet.write_number(*at, float(value))
    elif isinstance(value, date) and value >= _FIRST_DAY:
        sheet.write_datetime(*at, value, styles.day)
    else:
        text = cell if cell.isprintable() else visible(cell)
        runs = guarded(text) != text
        sheet.write_string(*at, text[:LONGEST], styles.guarded if runs else None)
        return runs
    return False
