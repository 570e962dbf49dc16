"""One golden file a format, and nothing that was read is run in any of them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from export_samples import CONTRACT, hostile, hostile_dataset, reading, sample

from records.decision import Action, Decision, Subject, SubjectKind
from records.exports import ExportFormat, ExportOptions, export_dataset
from records.exports.dictionary import ALL_TABLES
from records.exports.workbook import LONGEST
from records.finding import Finding
from records.order import PaperOrder
from records.source import ColumnMapping

GOLDEN = Path(__file__).with_name("golden")
ALL = ExportOptions(frozenset(ExportFormat), lineage=True)
TABLES = [*(Path(name).stem for name in CONTRACT), "lineage"]


def workbook_text(path: Path) -> str:
    """The workbook as text: sheets, and each cell's type and value."""
    book = openpyxl.load_workbook(path)
    lines = []
    for sheet in book.worksheets:
        lines.append(f"## {sheet.title}")
        lines += [repr([(cell.data_type, cell.value) for cell in row if cell.value is not None]) for row in sheet]
    return "\n".join(lines) + "\n"


def database_text(path: Path) -> str:
    """The database as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump()) + "\n"


def as_text(path: Path) -> str:
    """What a golden file keeps of a format whose bytes depend on its library's version."""
    if path.suffix == ".xlsx":
        return workbook_text(path)
    if path.suffix == ".sqlite":
        return database_text(path)
    return path.read_bytes().decode("utf-8")


@pytest.mark.parametrize(
    "name",
    [
        *("plain/orders.csv", "spreadsheet/orders.csv", "jsonl/orders.jsonl", "jsonl/resolved.jsonl"),
        *("dataset.xlsx", "dataset.sqlite", "open311.csv", "lineage.csv"),
    ],
)
def test_each_format_is_as_agreed(name: str, tmp_path: Path) -> None:
    """What each format says is the golden file: a change here is a change of what others read."""
    export_dataset(sample(), tmp_path, ALL)
    golden = GOLDEN / name.replace("/", "-").replace(".xlsx", ".xlsx.txt").replace(".sqlite", ".sqlite.txt")
    written = as_text(tmp_path / name)
    if os.environ.get("BACKFILE_WRITE_GOLDEN"):
        golden.write_bytes(written.encode())
    assert written == golden.read_bytes().decode()


def test_every_format_holds_every_row(tmp_path: Path) -> None:
    """The tables have as many rows in each format as in the contract's CSV."""
    export_dataset(sample(), tmp_path, ALL)
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    count = {one["path"]: one["rows"] for one in package["resources"] if "rows" in one}
    sheets = openpyxl.load_workbook(tmp_path / "dataset.xlsx")
    with closing(sqlite3.connect(tmp_path / "dataset.sqlite")) as connection:
        for name in TABLES:
            rows = count[f"{name}.csv"]
            assert count[f"plain/{name}.csv"] == count[f"spreadsheet/{name}.csv"] == rows
            assert len((tmp_path / f"jsonl/{name}.jsonl").read_text("utf-8").splitlines()) == rows
            assert pq.read_table(tmp_path / f"parquet/{name}.parquet").num_rows == rows
            assert sheets[name].max_row == rows + 1
            assert connection.execute(f'SELECT count(*) FROM "{name}"').fetchone() == (rows,)


def test_the_same_input_gives_the_same_bytes_in_every_format(tmp_path: Path) -> None:
    """Two exports of one dataset are the same, byte for byte, the workbook and the database too."""
    for name in ("one", "two"):
        export_dataset(sample(), tmp_path / name, ALL)
    for path in (tmp_path / "one").rglob("*.*"):
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes(), path.name


def test_the_package_is_valid_by_the_reference_implementation(tmp_path: Path) -> None:
    """Frictionless finds descriptor, hashes, sizes, types, keys and references in order, of odd data too."""
    frictionless = pytest.importorskip("frictionless")
    export_dataset(sample(), tmp_path, ALL)
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["path", "type", "note"])


def test_excel_finds_its_encoding_and_programs_no_guard(tmp_path: Path) -> None:
    """The spreadsheet's CSV has a byte order mark, CRLF and guards; the plain one has none of them, and says so."""
    export_dataset(sample(), tmp_path, ALL)
    plain, excel = ((tmp_path / folder / "orders.csv").read_bytes() for folder in ("plain", "spreadsheet"))
    assert excel.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in excel
    assert b"'=HYPERLINK" in excel
    assert b"\r\n" not in plain
    assert b"'=" not in plain
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    said = {one["path"]: one.get("guarded_cells", 0) for one in package["resources"]}
    assert (said["plain/orders.csv"], said["spreadsheet/orders.csv"], said["orders.csv"]) == (None, 1, 1)


def cells_of(out: Path) -> Iterator[tuple[str, str]]:
    """Every text of every file that a spreadsheet opens, with its file's name."""
    for path in [*out.glob("*.csv"), *out.glob("spreadsheet/*.csv")]:
        for row in csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")):
            yield from ((path.name, cell) for cell in row)


def test_nothing_that_was_read_is_run_in_any_format(tmp_path: Path) -> None:
    """No formula, no link and no control character comes through, whatever a scan or a row says."""
    words = [*hostile(), '<img src=x onerror="alert(1)">', "</script><script>alert(1)</script>", "\x1b]52;c;eA==\x07"]
    export_dataset(hostile_dataset(words), tmp_path, ALL)
    for name, cell in cells_of(tmp_path):
        assert not re.match(r"[\s​-‏﻿]*[=+@＝＋＠－﹦﹢﹫﹣]", cell), name
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", cell), name
    with zipfile.ZipFile(tmp_path / "dataset.xlsx") as book:
        sheets = {name: book.read(name) for name in book.namelist() if name.startswith("xl/worksheets")}
        assert not any("/_rels/" in name for name in sheets)
        assert not any(re.search(rb"<f[ >]|<hyperlink", data) for data in sheets.values())
    for path in tmp_path.glob("jsonl/*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            values = json.loads(line).values()
            assert not any(isinstance(value, str) and re.search(r"[\x00-\x08\x1b\x7f]", value) for value in values)
    tables = [pq.read_table(path).to_pylist() for path in tmp_path.rglob("*.parquet")]
    with closing(sqlite3.connect(tmp_path / "dataset.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.row_factory = sqlite3.Row
        names = [row["name"] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        tables += [[dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')] for name in names]
        connection.row_factory = None
        (count,) = connection.execute("SELECT count(*) FROM orders").fetchone()
    cells = [cell for table in tables for row in table for cell in row.values() if isinstance(cell, str)]
    assert len(cells) > 10 * len(words)
    assert not [cell for cell in cells if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", cell)]
    assert count == len(words)
    assert "<img" not in (tmp_path / "data_dictionary.md").read_text("utf-8")


def test_numbers_keep_their_digits_and_numbers_of_orders_their_zeros(tmp_path: Path) -> None:
    """Money is a number with all its digits, an order number is text, in each typed format."""
    order = PaperOrder("b:1", "b", (1,), (reading("order_number", "00412"), reading("total_cost", "1234567890.0500")))
    export_dataset(replace(sample(), orders=(order,)), tmp_path, ALL)
    (line,) = (tmp_path / "jsonl/orders.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line, parse_float=Decimal)["total_cost"] == Decimal("1234567890.05")
    assert json.loads(line)["order_number"] == "00412"
    header, row = openpyxl.load_workbook(tmp_path / "dataset.xlsx")["orders"].iter_rows(values_only=True)
    said = dict(zip(header, row, strict=True))
    assert (said["order_number"], said["total_cost"]) == ("00412", 1234567890.05)


def test_a_text_longer_than_a_cell_is_cut_in_the_workbook_alone(tmp_path: Path) -> None:
    """What a spreadsheet cannot hold does not stop the export, and the other formats have it whole."""
    long = "x" * (LONGEST + 10)
    order = PaperOrder("b:1", "b", (1,), (reading("description", long),))
    export_dataset(replace(sample(), orders=(order,)), tmp_path, ALL)
    header, row = openpyxl.load_workbook(tmp_path / "dataset.xlsx")["orders"].iter_rows(values_only=True)
    assert len(str(dict(zip(header, row, strict=True))["description"])) == LONGEST
    assert long in (tmp_path / "plain/orders.csv").read_text("utf-8")


def test_lineage_points_to_page_and_box_row_and_column_and_to_who_changed_it(tmp_path: Path) -> None:
    """Of each value: binder, page, box and engine, or list, row and column; and the person who decided on it."""
    decided = Decision(
        Subject(SubjectKind.FIELD, "signs-2:3", "labor_hours"),
        *(Action.CORRECT, "ann", "2026-01-02T03:04:05+00:00", "1", "1.5"),
    )
    dataset = replace(sample(), history=(decided,))
    record = replace(dataset.records[0], raw={"Ticket": "S-2019-0041", "X": "y"}, row=7)
    dataset = replace(
        dataset,
        records=(record,),
        sources=(_source(ColumnMapping("Ticket", "order_number", 1.0, ""), ColumnMapping("X", None, 0, "")),),
    )
    export_dataset(dataset, tmp_path, ALL)
    with (tmp_path / "lineage.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    hours = next(row for row in rows if (row["order_id"], row["field"]) == ("signs-2:3", "labor_hours"))
    assert (hours["binder"], hours["page"], hours["left"], hours["bottom"]) == ("signs-2", "3", "1", "4")
    assert (hours["engine"], hours["decided_by"], hours["before"]) == ("tesseract 5.3", "ann", "1")
    with closing(sqlite3.connect(tmp_path / "dataset.sqlite")) as connection:
        in_formats = [
            len((tmp_path / "jsonl/lineage.jsonl").read_text("utf-8").splitlines()),
            pq.read_table(tmp_path / "parquet/lineage.parquet").num_rows,
            connection.execute("SELECT count(*) FROM lineage").fetchone()[0],
            openpyxl.load_workbook(tmp_path / "dataset.xlsx")["lineage"].max_row - 1,
        ]
    assert in_formats == [len(rows)] * 4
    number = next(row for row in rows if row["source"] == "311")
    assert (number["record_id"], number["row"], number["column"], number["raw"]) == ("17", "7", "Ticket", "S-2019-0041")


def _source(*mapping: ColumnMapping) -> object:
    from records.dataset import SourceSummary

    return SourceSummary("311", "311.csv", 1, mapping)


def test_open311_has_the_columns_of_the_specification(tmp_path: Path) -> None:
    """GeoReport Bulk's columns in its order; what paper does not know is empty, and no requester is named."""
    export_dataset(sample(), tmp_path, ALL)
    text = (tmp_path / "open311.csv").read_text("utf-8")
    assert text.splitlines()[0] == (
        "service_request_id,requested_datetime,updated_datetime,closed_date,status_description,status_notes,source,"
        "service_name,description,agency_responsible,address,lat,long"
    )
    assert "O'Hara" not in text
    assert "6175550123" not in text


def test_findings_of_unknown_orders_stand_in_every_format(tmp_path: Path) -> None:
    """A finding that names an order which the dataset does not hold stops no format."""
    finding: Finding = replace(sample().findings[0], order_ids=("gone:1",))
    export_dataset(replace(sample(), findings=(finding,)), tmp_path, ALL)
    assert "gone:1" in (tmp_path / "jsonl/findings.jsonl").read_text("utf-8")


def test_every_table_is_in_the_dictionary(tmp_path: Path) -> None:
    """The page and the table of the dictionary have a line for each column."""
    export_dataset(sample(), tmp_path, ALL)
    page = (tmp_path / "data_dictionary.md").read_text("utf-8")
    for table in ALL_TABLES:
        assert f"\n## {table.name}\n" in page
        assert all(f"| `{column.name}` |" in page for column in table.columns)
