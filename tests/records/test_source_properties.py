"""What holds for every extract."""

from __future__ import annotations

import csv
import io
import pickle
import tempfile
import zipfile
from pathlib import Path

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from records.errors import BackfileError
from records.sources import SourceSettings, read_source
from records.sources.delimited import read_delimited
from records.sources.settings import SourceLimits

CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12)
GRIDS = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=2, max_size=8)
)


@given(GRIDS, st.sampled_from([",", ";", "\t", "|"]))
def test_quoted_cells_come_back(rows: list[list[str]], delimiter: str) -> None:
    """What a CSV writer wrote with every cell quoted, the reader reads cell by cell, whatever is in the cells."""
    text = io.StringIO()
    text.write(f"sep={delimiter}\r\n")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        path.write_bytes(text.getvalue().encode())
        grid = read_delimited(path, SourceLimits())
    assert [list(row) for row in grid.rows] == rows


@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
)
@settings(max_examples=80, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Whatever a file holds, under whatever ending, it is read or refused by name; nothing else is raised."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("a.csv", "a.json", "a.xlsx", "a.db", "a.parquet"):
            path = Path(folder) / name
            path.write_bytes(data)
            try:
                read = read_source(str(path))
            except BackfileError as error:
                assert str(path) in error.message
            else:
                assert pickle.loads(pickle.dumps(read)) == read


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=10))
@settings(deadline=None)
def test_every_cell_is_accounted_for(rows: list[tuple[str, str, str]]) -> None:
    """A cell is in its record's raw as it came, and a mapped one gives a value, a doubt, or says nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("WO Number", "Date Requested", "Total Cost"), *rows])
        try:
            read = read_source(str(path))
        except BackfileError:
            return
        fields = {mapping.column: mapping.field for mapping in read.mapping}
        for record in read.records:
            assert set(record.raw) == set(fields)
            assert not set(record.values) & set(record.doubts)
        assert [record.row for record in read.records] == list(range(1, len(read.records) + 1))
        assert len({record.key for record in read.records}) == len(read.records)


def test_settings_cross_to_a_worker() -> None:
    """Settings with the default catalogue can be sent to another process."""
    assert pickle.loads(pickle.dumps(SourceSettings(columns={"a": "notes"}))) == SourceSettings(columns={"a": "notes"})


PARTS = st.sampled_from(["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])


@given(PARTS, st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
@settings(max_examples=80, deadline=None)
def test_a_workbook_with_a_broken_part(part: str, place: int, piece: bytes) -> None:
    """Bytes thrown into any part of a workbook leave it readable or refused by name."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["WO Number", "Location"])
    book.worksheets[0].append(["00412", "12 MAIN ST"])
    whole, broken = io.BytesIO(), io.BytesIO()
    book.save(whole)
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(broken, "w") as copy:
        for name in archive.namelist():
            data = archive.read(name)
            at = place % len(data)
            copy.writestr(name, data[:at] + piece + data[at:] if name == part else data)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "broken.xlsx"
        path.write_bytes(broken.getvalue())
        try:
            read_source(str(path))
        except BackfileError as error:
            assert str(path) in error.message
