"""Nothing that was read is run by whoever opens a file, and nothing is lost on the way."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from export_samples import CONTRACT, hostile, hostile_dataset, reading, sample
from hypothesis import given
from hypothesis import strategies as st

from records.exports import export_dataset
from records.exports.cells import decimals, guarded, safe_row, several
from records.exports.csvfile import line
from records.exports.schema import Column, ColumnType


def test_nothing_that_was_read_is_run(tmp_path: Path) -> None:
    """No cell of any CSV begins as a formula, none holds a control character, and every row has all its columns."""
    words = hostile()
    export_dataset(hostile_dataset(words), tmp_path)
    for name, header in CONTRACT.items():
        content = (tmp_path / name).read_bytes()
        assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]", content)
        found = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
        assert len(found) == len(words) + 1
        assert {len(row) for row in found} == {header.count(",") + 1}
        for cell in (cell for row in found for cell in row):
            assert not re.match(r"[\s\u200b-\u200f\ufeff]*[=+@\uff1d\uff0b\uff20\uff0d\ufe66\ufe62\ufe6b\ufe63]", cell)
            assert not re.match(r"[\t\r\n]", cell)
            assert not re.match(r"\s*-", cell) or re.fullmatch(r"-\d+(\.\d+)?", cell)
    json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert pq.read_table(tmp_path / "orders.parquet").num_rows == len(words)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("  =1+1", "'  =1+1"),
        ("\u00a0=1+1", "'\u00a0=1+1"),
        ("\ufeff=1+1", "'\ufeff=1+1"),
        ("+1 617 555 0123", "'+1 617 555 0123"),
        ("@home", "'@home"),
        ("- see back", "'- see back"),
        ("-1+1", "'-1+1"),
        ("\tx", "'\tx"),
        ("＝1＋1", "'＝1＋1"),
        ("﹣1+1", "'﹣1+1"),
        ("-12.50", "-12.50"),
        ("a=b", "a=b"),
        ("'=1", "'=1"),
        ("", ""),
        ("  ", "  "),
        ("12 Main St", "12 Main St"),
    ],
)
def test_a_formula_is_made_harmless(cell: str, written: str) -> None:
    """Text that a spreadsheet would run has ' before it; a plain negative number and all other text stays."""
    assert guarded(cell) == written


def test_typed_cells_are_never_changed() -> None:
    """Negative money in a column of numbers stays; what is no number in such a column is treated as text."""
    columns = (Column("amount", ColumnType.NUMBER, ""), Column("on", ColumnType.DATE, ""))
    assert safe_row(columns, ["-12.50", "2019-03-07"]) == (["-12.50", "2019-03-07"], 0)
    assert safe_row(columns, ["-12.50+1", "=TODAY()"]) == (["'-12.50+1", "'=TODAY()"], 2)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2))
def test_a_line_is_read_back_as_it_was_written(cells: list[str]) -> None:
    """Quotes, commas, CR, LF and both survive the way through a CSV reader."""
    assert next(csv.reader(io.StringIO(line(cells), newline=""), strict=True)) == cells


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_numbers_are_plain_decimals(number: float) -> None:
    """A figure has no exponent, no minus before zero and four decimals at most."""
    written = decimals(number)
    assert re.fullmatch(r"-?\d+(\.\d{1,4})?", written)
    assert written != "-0"
    assert abs(float(written) - number) <= 0.00005 + abs(number) * 1e-15


def test_several_values_in_a_cell() -> None:
    """Values stand with blanks between; one that holds a blank is quoted where there are several."""
    assert several([3, 4]) == "3 4"
    assert several(["signs 2019:7"]) == "signs 2019:7"
    assert several(["signs 2019:7", "b:1"]) == '"signs 2019:7" b:1'
    assert several([]) == ""


def test_parquet_has_types(tmp_path: Path) -> None:
    """Dates are dates and money is decimal; what is no value of its type is left out rather than guessed."""
    dataset = sample()
    odd = replace(dataset.orders[1], readings=(reading("total_cost", "12 or 13"), reading("due_on", "2019-02-30")))
    export_dataset(replace(dataset, orders=(dataset.orders[2], odd)), tmp_path)
    first, second = pq.read_table(tmp_path / "orders.parquet").to_pylist()
    assert (first["requested_on"], first["total_cost"]) == (date(2019, 3, 7), Decimal("-12.5000"))
    assert (first["description"], first["first_page"]) == ('=HYPERLINK("http://x","y")', 3)
    assert (second["total_cost"], second["due_on"], second["order_number"]) == (None, None, None)
