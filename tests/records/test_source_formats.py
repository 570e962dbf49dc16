"""Digital extracts in every format: the same records, whatever they come in."""

from __future__ import annotations

import gzip
import json
import sqlite3
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from records.errors import BackfileError, BadInput, MissingTool, UsageProblem
from records.sources import SourceLimits, SourceSettings, list_sources, read_source

HEADER = ("WO Number", "Date Issued", "Location", "Hrs", "Total Cost", "Status")
ROWS = (
    ("00412", "2019-03-07", "12 MAIN ST", "1.5", "1425.00", "Closed"),
    ("00413", "2019-12-25", "14 RUE DE L'ÉGLISE", "2", "0.50", "Open"),
    ("00415", "", "NULL & NA", "", "", "Canceled"),
)
VALUES = [
    {
        "order_number": "00412",
        "requested_on": "2019-03-07",
        "location": "12 MAIN ST",
        "labor_hours": "1.5",
        "total_cost": "1425.00",
        "status": "closed",
    },
    {
        "order_number": "00413",
        "requested_on": "2019-12-25",
        "location": "14 RUE DE L'ÉGLISE",
        "labor_hours": "2",
        "total_cost": "0.50",
        "status": "open",
    },
    {"order_number": "00415", "location": "NULL & NA", "status": "cancelled"},
]


def lines(delimiter: str = ",") -> str:
    """The records as delimited text."""
    return "".join(delimiter.join(row) + "\r\n" for row in (HEADER, *ROWS))


def values(spec: Path | str, settings: SourceSettings | None = None) -> list[dict[str, str]]:
    """The canonical values of an extract."""
    return [dict(record.values) for record in read_source(str(spec), settings).records]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-32"])
def test_delimited_text(tmp_path: Path, delimiter: str, encoding: str) -> None:
    """Any delimiter and any usual encoding give the same records."""
    path = tmp_path / "orders.csv"
    path.write_bytes(lines(delimiter).encode(encoding))
    assert values(path) == VALUES


def test_numbers_kept_as_formulas(tmp_path: Path) -> None:
    """="00412", which programs write so that Excel keeps the zeros, is 00412."""
    path = tmp_path / "kept.csv"
    path.write_text('WO Number,Location\n="00412",1 MAIN ST\n"=""00413""",2 MAIN ST\n')
    assert [row["order_number"] for row in values(path)] == ["00412", "00413"]


def test_packed_text(tmp_path: Path) -> None:
    """A gzipped CSV is read as it is, under the name without both extensions."""
    path = tmp_path / "orders.csv.gz"
    path.write_bytes(gzip.compress(lines().encode()))
    assert values(path) == VALUES
    assert read_source(str(path)).name == "orders"


def test_a_bomb_in_gzip(tmp_path: Path) -> None:
    """What unpacks beyond the limit is refused by name."""
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"0" * 1_000_000))
    with pytest.raises(BadInput, match="too large"):
        read_source(str(path), SourceSettings(limits=SourceLimits(bytes=100_000)))


def test_report_furniture(tmp_path: Path) -> None:
    """Title rows, repeated headers, totals and row counts are no records, and are said."""
    text = lines().replace("\r\n", "\n").splitlines()
    report = [
        "City of Ashford",
        "Work orders 2019",
        "",
        *text[:2],
        text[0],
        *text[2:],
        "",
        "TOTAL,,,,1425.50,",
        "(3 rows affected)",
    ]
    path = tmp_path / "report.csv"
    path.write_text("\n".join(report))
    read = read_source(str(path))
    assert [dict(record.values) for record in read.records] == VALUES
    assert "2 title rows above the header: 'City of Ashford'" in read.notes
    assert "the header comes again in line 6" in read.notes
    assert any("lines 10, 11" in note for note in read.notes)


def test_sep_line_and_decimal_commas(tmp_path: Path) -> None:
    """Excel's `sep=` line is obeyed, and a column of decimal commas is read as such."""
    path = tmp_path / "europe.csv"
    path.write_text('sep=;\nWO Number;Total Cost\n1;1.250,00\n2;"12,50"\n3;1.250\n')
    assert [row["total_cost"] for row in values(path)] == ["1250.00", "12.50", "1250.00"]


def test_ragged_rows(tmp_path: Path) -> None:
    """Rows too short and too long are kept, and named by their line."""
    path = tmp_path / "ragged.csv"
    path.write_text("WO Number,Location,Hrs\n1,12 MAIN ST\n2,14 MAIN ST,2,x,y\n3,15 MAIN ST,1\n")
    read = read_source(str(path))
    assert len(read.records) == 3
    assert any("line 2 has 2" in warning and "line 3 has 5" in warning for warning in read.warnings)


def test_an_unclosed_quote(tmp_path: Path) -> None:
    """A quote that is never closed does not swallow the rows after it; one that closes keeps its line ends."""
    path = tmp_path / "quotes.csv"
    path.write_text('WO Number,Location,Notes\n1,"12 MAIN ST,gate\n2,14 MAIN ST,"two\nlines"\n3,15 MAIN ST,x\n')
    read = read_source(str(path))
    assert [record.value("order_number") for record in read.records] == ["1", "2", "3"]
    assert read.records[1].value("notes") == "two lines"
    assert any(warning.startswith("line 2: a quote") for warning in read.warnings)


def test_columns_with_one_header(tmp_path: Path) -> None:
    """Of two columns with one header and different cells none is taken, and a person can say which it is."""
    path = tmp_path / "doubled.csv"
    path.write_text("WO Number,Cost,Cost\n1,5.00,7.00\n2,6.00,8.00\n")
    read = read_source(str(path))
    assert [record.value("total_cost") for record in read.records] == [None, None]
    assert any("2 columns are called 'Cost'" in warning for warning in read.warnings)
    assert [row["total_cost"] for row in values(path, SourceSettings(columns={"Cost (2)": "total_cost"}))] == [
        "7.00",
        "8.00",
    ]


def test_no_header(tmp_path: Path) -> None:
    """Without a header nothing is lost: the values speak, or the file is refused."""
    path = tmp_path / "bare.csv"
    path.write_text("WO-19-001,3/7/2019,12 MAIN ST\nWO-19-002,3/8/2019,14 OAK AVE\n")
    read = read_source(str(path))
    assert [dict(record.values) for record in read.records] == [
        {"order_number": "WO-19-001", "location": "12 MAIN ST"},
        {"order_number": "WO-19-002", "location": "14 OAK AVE"},
    ]
    assert any("no header row" in warning for warning in read.warnings)
    path.write_text("1.5,2.5\n3.5,4.5\n")
    with pytest.raises(BadInput, match="no header row"):
        read_source(str(path))


def workbook(path: Path) -> openpyxl.Workbook:
    """A workbook with a title block, masked numbers and real days."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "March"
    sheet.append(["Orders of 2019"])
    sheet.append([])
    sheet.append(list(HEADER))
    sheet.append([412, date(2019, 3, 7), "12 MAIN ST", 1.5, 1425, "Closed"])
    sheet.append([413, datetime(2019, 12, 25), "14 RUE DE L'ÉGLISE", 2.0, 0.5, "Open"])
    sheet.append(["00415", None, "NULL & NA", None, None, "Canceled"])
    for row in (4, 5):
        sheet.cell(row, 1).number_format = "00000"
    book.save(path)
    return book


def test_a_workbook(tmp_path: Path) -> None:
    """A sheet is read as the clerk sees it: masked numbers with their zeros, days as days, the title block above."""
    path = tmp_path / "orders.xlsx"
    workbook(path)
    assert values(path) == VALUES


def test_sheets_of_a_workbook(tmp_path: Path) -> None:
    """Sheets with one header are one source; others are named, and can be read by name; hidden ones are said."""
    path = tmp_path / "orders.xlsx"
    book = workbook(path)
    april = book.create_sheet("April")
    april.append(list(HEADER))
    april.append(["00500", "2019-04-01", "1 OAK AVE", 1, 2, "Open"])
    codes = book.create_sheet("Codes")
    codes.append(["Code", "Meaning"])
    codes.append(["PH", "Pothole"])
    book.create_sheet("Old").sheet_state = "hidden"
    book.save(path)
    read = read_source(str(path))
    assert [record.value("order_number") for record in read.records] == ["00412", "00413", "00415", "00500"]
    assert [record.row for record in read.records] == [1, 2, 3, 4]
    assert any("'Codes'" in note for note in read.notes)
    assert any("hidden sheets were not read: Old" in warning for warning in read.warnings)
    assert [dict(record.raw) for record in read_source(f"{path}#Codes").records] == [
        {"Code": "PH", "Meaning": "Pothole"}
    ]
    with pytest.raises(BadInput, match="no sheet 'May'"):
        read_source(f"{path}#May")


def test_sheets_with_orders_in_other_columns(tmp_path: Path) -> None:
    """A workbook whose sheets hold orders in different columns is listed sheet by sheet; lists of codes are not."""
    path = tmp_path / "orders.xlsx"
    book = workbook(path)
    assert list_sources(str(path)) == (str(path),)
    fleet = book.create_sheet("Fleet")
    fleet.append(["RO No", "Unit #", "Date In", "Problem"])
    fleet.append(["R1", "204", "2019-04-01", "brakes"])
    book.create_sheet("Codes").append(["Code", "Meaning"])
    book.save(path)
    assert list_sources(str(path)) == (f"{path}#March", f"{path}#Fleet")
    assert any(f"{path}#Fleet" in warning for warning in read_source(str(path)).warnings)
    assert read_source(f"{path}#Fleet").name == "orders Fleet"


def objects() -> list[dict[str, str | None]]:
    """The records as objects."""
    return [dict(zip(HEADER, (cell or None for cell in row), strict=True)) for row in ROWS]


def test_json(tmp_path: Path) -> None:
    """A list of objects, an object that holds one, GeoJSON and an object a line all give the same records."""
    geo = [{"type": "Feature", "properties": one, "geometry": None} for one in objects()]
    for name, text in {
        "list.json": json.dumps(objects()),
        "held.json": json.dumps({"count": 3, "result": {"rows": objects()}}),
        "map.geojson": json.dumps({"type": "FeatureCollection", "features": geo}),
        "lines.jsonl": "\n".join(map(json.dumps, objects())),
    }.items():
        path = tmp_path / name
        path.write_text(text)
        assert values(path) == VALUES, name


def test_json_within_json(tmp_path: Path) -> None:
    """Keys within keys become columns, and a line that is no object is named."""
    path = tmp_path / "nested.jsonl"
    path.write_text('{"wo_number": 412, "location": {"address": "12 MAIN ST"}}\n{"wo_number": 413}\n{"wo_nu')
    read = read_source(str(path))
    assert [dict(record.raw) for record in read.records] == [
        {"wo_number": "412", "location.address": "12 MAIN ST"},
        {"wo_number": "413", "location.address": ""},
    ]
    assert any("line 3" in warning for warning in read.warnings)


def test_parquet(tmp_path: Path) -> None:
    """Typed columns give the same records as text."""
    path = tmp_path / "orders.parquet"
    table = pa.table(
        {
            "WO Number": ["00412", "00413", "00415"],
            "Date Issued": [date(2019, 3, 7), date(2019, 12, 25), None],
            "Location": [row[2] for row in ROWS],
            "Hrs": [1.5, 2.0, None],
            "Total Cost": [1425.0, 0.5, None],
            "Status": [row[5] for row in ROWS],
        }
    )
    pq.write_table(table, path)
    assert values(path) == VALUES


def database(path: Path) -> None:
    """The records in a SQLite table, beside a view that never ends."""
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE orders "
            "(wo_number TEXT, date_issued TEXT, location TEXT, hrs REAL, total_cost REAL, status TEXT)"
        )
        connection.executemany(
            "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?)", [[cell or None for cell in row] for row in ROWS]
        )
        connection.execute(
            "CREATE VIEW endless AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
        )
    connection.close()


def test_sqlite(tmp_path: Path) -> None:
    """A table is read by its name, by the file alone where it is the only one, and by URL; nothing is written."""
    path = tmp_path / "orders.sqlite"
    database(path)
    before = path.read_bytes()
    for spec in (str(path), f"{path}#orders", f"sqlite:///{path}#orders", f"sqlite:///{path}"):
        assert values(spec) == VALUES
        assert read_source(spec).name == "orders"
    assert list_sources(str(path)) == (f"{path}#orders",)
    assert path.read_bytes() == before
    with pytest.raises(BadInput, match="no table 'nothing'"):
        read_source(f"{path}#nothing")
    with pytest.raises(BadInput, match=r"too large|seconds"):
        read_source(f"{path}#endless", SourceSettings(limits=SourceLimits(rows=1000, seconds=2)))


@pytest.mark.parametrize("pending", [False, True])
def test_a_list_with_a_write_ahead_log_is_read_whole_and_left_alone(tmp_path: Path, *, pending: bool) -> None:
    """What stands in the log alone is read too, and nothing is written into the folder, not even for a moment."""
    path = tmp_path / "lists" / "orders.sqlite"
    path.parent.mkdir()
    database(path)
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("UPDATE orders SET hrs = hrs")
    writer.commit()
    if not pending:
        writer.close()
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    times = path.parent.stat().st_mtime_ns
    assert ("orders.sqlite-wal" in before) == pending
    assert values(path) == VALUES
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before
    assert path.parent.stat().st_mtime_ns == times
    writer.close()


def test_urls_say_no_password(tmp_path: Path) -> None:
    """A database that cannot be reached or has no driver is named without its password."""
    with pytest.raises((BadInput, MissingTool)) as caught:
        read_source("postgresql://clerk:secret@127.0.0.1:1/city#orders")
    assert "secret" not in caught.value.message + caught.value.cure
    with pytest.raises(BackfileError):
        read_source("nonsense://x#y")
    with pytest.raises(BackfileError):
        read_source(f"sqlite:///{tmp_path}/none.db#orders")


def test_a_folder_lists_its_extracts(tmp_path: Path) -> None:
    """A folder stands for every extract in it, in natural order, a database for its tables; locks are passed over."""
    for name in ("orders 10.csv", "Orders 2.csv", "~$orders.xlsx", ".hidden.csv", "notes.docx", "cases.csv.gz"):
        (tmp_path / name).write_bytes(b"x")
    database(tmp_path / "water.db")
    names = [Path(name).name for name in list_sources(str(tmp_path))]
    assert names == ["cases.csv.gz", "Orders 2.csv", "orders 10.csv", "water.db#orders"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="no extract"):
        list_sources(str(tmp_path / "empty"))


def test_a_name_with_a_number_sign(tmp_path: Path) -> None:
    """A `#` in a file's own name is part of the name."""
    path = tmp_path / "WO #2.csv"
    path.write_text(lines())
    assert values(path) == VALUES


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"\n \n", "empty"),
        ("a.csv", b"WO Number,Location\n", "empty"),
        ("a.csv", b"%PDF-1.7", "a PDF"),
        ("a.csv", b"\x00\x01\x02" * 500, "not text"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Excel"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table>", "web page"),
        ("a.xlsx", b"PK\x03\x04 cut", "damaged"),
        ("a.json", b"{", "damaged"),
        ("a.json", b"[1, 2]", "no list of objects"),
        ("a.json", b"[" * 100_000, "damaged"),
        ("a.parquet", b"PAR1 cut", "damaged"),
        ("a.db", b"hello", "not a database"),
        ("a.db", b"SQLite format 3\x00" + b"\xff" * 4000, "damaged"),
    ],
)
def test_what_is_no_extract(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    """A file that cannot be used is named, with the reason and a cure."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(BadInput, match=says) as caught:
        read_source(str(path))
    assert str(path) in caught.value.message
    assert caught.value.cure


def test_what_is_not_there(tmp_path: Path) -> None:
    """A missing file and a folder are named."""
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(BadInput, match=str(path)):
            read_source(str(path))


def test_what_a_person_said(tmp_path: Path) -> None:
    """Columns go where the configuration puts them, "" leaves one alone, and a misspelt field is refused."""
    path = tmp_path / "orders.csv"
    path.write_text("WO Number,Location,Gizmo\n1,12 MAIN ST,7\n")
    given = values(path, SourceSettings(columns={"gizmo": "asset", "LOCATION": "", "elsewhere": "notes"}))
    assert given == [{"order_number": "1", "asset": "7"}]
    with pytest.raises(UsageProblem, match="no field") as caught:
        read_source(str(path), SourceSettings(columns={"Gizmo": "aset"}))
    assert "'asset'" in caught.value.cure
