"""Lists that are no files of cells: printed registers and questions to a database."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pikepdf
import pytest

from records.errors import BadInput
from records.sources import list_sources, read_source

HEADER = ("Permit No.", "Date Issued", "Address", "Contractor", "Fee")
ROWS = [(f"BP-{n:04}", f"03/{n % 27 + 1:02}/2019", f"{100 + n} Main St", "Ann Smith", f"${n}.50") for n in range(1, 41)]
LEFT = (40, 120, 210, 340, 470, 560)


def register(path: Path, rows: Sequence[Sequence[str]], *, ruled: bool, a_page: int = 16, title: str = "") -> Path:
    """A PDF with a table, its header on every page."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Helvetica"))
        )
        for start in range(0, len(rows), a_page):
            shown = [HEADER, *rows[start : start + a_page]]
            drawn = [f"BT /F1 14 Tf 40 750 Td ({title}) Tj ET"] if title else []
            for place, row in enumerate(shown):
                y = 700 - 30 * place
                drawn += [
                    f"BT /F1 9 Tf {left + 4} {y + 10} Td ({cell}) Tj ET" for left, cell in zip(LEFT, row, strict=False)
                ]
            if ruled:
                foot = 700 - 30 * (len(shown) - 1)
                drawn += [
                    f"{LEFT[0]} {700 - 30 * n + 30} m {LEFT[-1]} {700 - 30 * n + 30} l S" for n in range(len(shown) + 1)
                ]
                drawn += [f"{x} 730 m {x} {foot} l S" for x in LEFT]
            page = pdf.add_blank_page(page_size=(612, 792))
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = pdf.make_stream("\n".join(drawn).encode())
        pdf.save(path)
    return path


@pytest.mark.parametrize("ruled", [True, False])
def test_a_printed_register_is_a_list(tmp_path: Path, ruled: bool) -> None:
    """Every row of every page, under the header that each page repeats; titles are none of them."""
    path = register(tmp_path / "permits.pdf", ROWS, ruled=ruled, title="City of Port Alder - Permits")
    read = read_source(str(path))
    assert [record.value("order_number") for record in read.records] == [row[0] for row in ROWS]
    assert read.records[0].values["requested_on"] == "2019-03-02"
    assert read.records[-1].values["location"] == "140 Main St"
    assert list_sources(str(path)) == (str(path),)
    assert any("header comes again" in note for note in read.notes)


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("way", ["1 g", "0 0 0 0 k", "1 1 1 rg", "/F1 1 Tf"])
def test_words_that_nobody_can_see_are_no_part_of_a_register(tmp_path: Path, way: str, ruled: bool) -> None:
    """White words and specks in a printed list are left out, and it is said."""
    path = register(tmp_path / "plain.pdf", ROWS[:5], ruled=ruled)
    with pikepdf.open(path) as pdf:
        page, place = pdf.pages[0], f"{LEFT[4] + 40} {700 - 60 + 10}"
        size = way if "Tf" in way else f"{way} /F1 9 Tf"
        page.contents_add(f"q BT {size} {place} Td (999) Tj ET Q".encode())
        pdf.save(tmp_path / "permits.pdf")
    plain, read = (read_source(str(tmp_path / name)) for name in ("plain.pdf", "permits.pdf"))
    assert [one.values for one in read.records] == [one.values for one in plain.records]
    assert any("nobody can see" in note for note in read.notes)
    assert not any("nobody can see" in note for note in plain.notes)


def test_a_header_in_white_on_a_bar_is_seen(tmp_path: Path) -> None:
    """White letters on a dark ground are read like any others."""
    path = register(tmp_path / "plain.pdf", ROWS[:5], ruled=True)
    with pikepdf.open(path) as pdf:
        page = pdf.pages[0]
        drawn = page.Contents.read_bytes()
        bar = f"0.2 g {LEFT[0]} 700 {LEFT[-1] - LEFT[0]} 30 re f 1 g ".encode()
        page.Contents = pdf.make_stream(bar + drawn.replace(b"BT /F1 9 Tf 44 680", b"0 g BT /F1 9 Tf 44 680"))
        pdf.save(tmp_path / "permits.pdf")
    plain, read = (read_source(str(tmp_path / name)) for name in ("plain.pdf", "permits.pdf"))
    assert [one.values for one in read.records] == [one.values for one in plain.records]


def test_a_pdf_of_pictures_is_a_scan_and_said_so(tmp_path: Path) -> None:
    """A PDF without words is no list, one without a table neither, and a torn one is named."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "scan.pdf")
    with pytest.raises(BadInput, match="a PDF of pictures") as found:
        read_source(str(tmp_path / "scan.pdf"))
    assert "as a scan" in found.value.cure
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.7\n1 0 obj <<")
    with pytest.raises(BadInput):
        read_source(str(tmp_path / "torn.pdf"))


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A database in which the orders stand in two tables."""
    path = tmp_path / "city.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE wo (id TEXT, opened TEXT, dept INTEGER)")
        connection.execute("CREATE TABLE dept (id INTEGER, name TEXT)")
        connection.executemany(
            "INSERT INTO wo VALUES (?, ?, ?)", [(f"WO-{n:03}", "2019-03-07", n % 2) for n in range(9)]
        )
        connection.executemany("INSERT INTO dept VALUES (?, ?)", [(0, "Streets"), (1, "Signs")])
    return path


def test_a_query_joins_what_tables_keep_apart(base: Path) -> None:
    """`?query=` gives the rows of one SELECT under the name after `#`."""
    query = (
        "SELECT wo.id AS wo_number, opened AS date_opened, name AS department FROM wo JOIN dept ON dept.id = wo.dept"
    )
    read = read_source(f"sqlite:///{base}?query={query.replace(' ', '%20')}#orders")
    assert read.name == "orders"
    assert len(read.records) == 9
    assert read.records[1].values == {"order_number": "WO-001", "requested_on": "2019-03-07", "department": "Signs"}


@pytest.mark.parametrize("query", ["DELETE FROM wo", "SELECT 1; DROP TABLE wo", "PRAGMA user_version"])
def test_a_query_only_selects(base: Path, query: str) -> None:
    """Anything but one SELECT is refused, and the database is as it was."""
    before = base.read_bytes()
    with pytest.raises(BadInput, match="no single SELECT"):
        read_source(f"sqlite:///{base}?query={query}#x")
    assert base.read_bytes() == before


def test_a_query_that_writes_in_disguise_changes_nothing(base: Path) -> None:
    """WITH may hide a DELETE; the connection cannot write."""
    before = base.read_bytes()
    with pytest.raises(BadInput):
        read_source(f"sqlite:///{base}?query=WITH a AS (SELECT 1) DELETE FROM wo#x")
    assert base.read_bytes() == before


def test_a_query_needs_a_name(base: Path) -> None:
    """The list is called what stands after `#`; a statement is no name."""
    with pytest.raises(BadInput, match="names no list"):
        read_source(f"sqlite:///{base}?query=SELECT 1")
