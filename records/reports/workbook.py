"""The report as a workbook: the same tables, whole, with typed cells that no spreadsheet runs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from records.dataset import Dataset
from records.reports.content import GapReport, gap_report
from records.reports.tables import Cell, Column, ColumnKind, Row, Table, rows_of
from records.screen import screen
from records.whole import write_whole

_LONGEST = 32_767
"""Characters that a cell can hold."""
_MOST_ROWS = 1_048_576
"""Rows that a sheet can hold."""
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Always the same, so that the same dataset gives the same bytes."""
_RISKY = re.compile(r"^[\s\u00a0]*[=+\-@|%＝＋－＠]")
_WIDTHS = {ColumnKind.COUNT: 12, ColumnKind.MONEY: 14, ColumnKind.DATE: 12, ColumnKind.CERTAINTY: 11}
_SHEET = re.compile(r"[\[\]:*?/\\]")


def write_report_workbook(dataset: Dataset, path: Path, made_on: str = "") -> Path:
    """Writes the report as report.xlsx; the same dataset gives the same bytes.

    Every cell is a number, a date or plain text: no formula and no link, whatever a scan or a row says.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        book.set_properties({"title": screen(f"{dataset.title}: gap report")[:255], "created": _CREATED})
        styles = _styles(book)
        for name, tables in _sheets(gap_report(dataset, made_on)):
            _write_sheet(book.add_worksheet(name), tables, styles)
    write_whole(path, lambda file: file.write(buffer.getbuffer()))
    return path


_OPTIONS = {
    "constant_memory": True,
    "in_memory": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


@dataclass(frozen=True, slots=True)
class _Styles:
    """How cells look."""

    title: Format
    head: Format
    note: Format
    text: Format
    guarded: Format
    """Text that a spreadsheet must not take for a formula when someone edits the cell."""
    by_kind: dict[str, Format]
    by_unit: dict[str, Format]


def _styles(book: Workbook) -> _Styles:
    wrapped = {"text_wrap": True, "valign": "top"}
    kinds = {
        ColumnKind.COUNT: "#,##0",
        ColumnKind.MONEY: "$#,##0.00",
        ColumnKind.DATE: "yyyy-mm-dd",
        ColumnKind.CERTAINTY: "0.000",
    }
    units = {"dollars": "$#,##0.00", "share": "0.0%", "days": "#,##0.0", "hours": "#,##0.0", "orders": "#,##0"}
    return _Styles(
        title=book.add_format({"bold": True, "font_size": 13}),
        head=book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
        note=book.add_format({"font_color": "#55606E"}),
        text=book.add_format(wrapped),
        guarded=book.add_format({**wrapped, "quote_prefix": True}),
        by_kind={kind: book.add_format({"num_format": shown, "valign": "top"}) for kind, shown in kinds.items()},
        by_unit={unit: book.add_format({"num_format": shown, "valign": "top"}) for unit, shown in units.items()},
    )


def _sheets(report: GapReport) -> Iterator[tuple[str, tuple[Table, ...]]]:
    """The sheets in the order of the page."""
    yield "Summary", (_summary(report), report.accounting)
    yield "Scope", (report.scope,)
    yield "Where to look", (report.rescan,)
    for name, table in zip(("Missing digital", "Missing on paper", "In neither"), report.missing, strict=True):
        yield name, (table,)
    for name, table in zip(("Twice on paper", "Twice in the list"), report.twice, strict=True):
        yield name, (table,)
    yield "Differing values", (report.differing,)
    yield "Measures", (*report.measures_tables, _sentences(report))
    yield "Who is missing", (report.who, report.unseen)
    yield "Other findings", report.others
    yield "Open", report.review
    yield "Not used", report.unused
    yield "Made from", report.made
    yield "Signed", report.signed


def _summary(report: GapReport) -> Table:
    head = report.headline
    said: list[tuple[Cell, Cell]] = [(None, head.lead), *((point.number, point.text) for point in head.points)]
    said += [(None, head.all_well)] if head.all_well and not head.points else []
    said += [(None, note) for note in (*report.accounting_notes, *report.review_notes)]
    return Table(f"{report.title}: gap report", (Column("How many", ColumnKind.COUNT), Column("What")), rows_of(said))


def _sentences(report: GapReport) -> Table:
    rows = [(measure.label, measure.sentence) for measure in report.measures]
    return Table("In words", (Column("Measure"), Column("What it means")), rows_of(rows))


def _write_sheet(sheet: Worksheet, tables: Iterable[Table], styles: _Styles) -> None:
    """The tables below each other; the first one's header stays in sight."""
    shown = [table for table in tables if table.rows or table.note] or [Table("Nothing to show", (), ())]
    for place, column in enumerate(shown[0].columns):
        sheet.set_column(place, place, _WIDTHS.get(column.kind, 26))
    if shown[0].columns:
        sheet.freeze_panes(2, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)
    line = 0
    for table in shown:
        line = _write_table(sheet, table, line, styles) + 1


def _write_table(sheet: Worksheet, table: Table, line: int, styles: _Styles) -> int:
    """Writes the table from that line on; says which line comes next."""
    _write_text(sheet, line, 0, table.caption, styles.title)
    beneath = (Column("What follows from it"),) if table.any_beneath else ()
    for place, column in enumerate((*table.columns, *beneath)):
        _write_text(sheet, line + 1, place, column.title, styles.head)
    line += 2 if table.columns else 1
    for row in table.rows[: _MOST_ROWS - line - 2]:
        _write_row(sheet, line, row, table.columns, styles)
        line += 1
    if table.note:
        _write_text(sheet, line, 0, table.note, styles.note)
        line += 1
    return line


def _write_row(sheet: Worksheet, line: int, row: Row, columns: tuple[Column, ...], styles: _Styles) -> None:
    units = row.units or ("",) * len(row.cells)
    for place, (value, column, unit) in enumerate(zip(row.cells, columns, units, strict=True)):
        _write_cell(sheet, (line, place), value, styles.by_unit.get(unit) or styles.by_kind.get(column.kind), styles)
    if row.beneath:
        _write_cell(sheet, (line, len(columns)), " ".join(row.beneath), None, styles)


def _write_cell(sheet: Worksheet, at: tuple[int, int], value: Cell, style: Format | None, styles: _Styles) -> None:
    day = _date(value) if style is styles.by_kind[ColumnKind.DATE] else None
    if day:
        sheet.write_datetime(*at, day, style)
    elif isinstance(value, str):
        _write_text(sheet, *at, value, styles.guarded if _RISKY.match(value) else styles.text)
    elif value is not None:
        sheet.write_number(*at, value, style)


def _write_text(sheet: Worksheet, line: int, place: int, text: str, style: Format) -> None:
    shown = screen(text[:_LONGEST])[:_LONGEST]
    if shown:
        sheet.write_string(line, place, shown, style)


def _date(value: Cell) -> date | None:
    """The day, None for what is not one or that a spreadsheet cannot count."""
    try:
        found = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found and found.year >= 1901 else None
