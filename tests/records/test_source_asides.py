"""Rows among the records that are none, and the records that say so little that they look like such rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.layout_oddness import KINDS
from benchmarks.layouts import made, score
from records.source import SourceRead
from records.sources import read_source

HEADER = "WO Number,Date Opened,Department,Description,Location,Total Cost"


def rows(count: int = 12) -> list[str]:
    """Records that fill every column."""
    return [
        f"W-{number:04},03/{number + 10}/2019,Streets,fill the pothole {number},{number} Main St,{number}.50"
        for number in range(1, count + 1)
    ]


def read(folder: Path, lines: list[str]) -> SourceRead:
    """The list of these lines."""
    path = folder / "orders.csv"
    path.write_text("\n".join(lines))
    return read_source(str(path))


def numbers(found: SourceRead) -> list[str | None]:
    """The order numbers in their order."""
    return [record.value("order_number") for record in found.records]


WHOLE = [f"W-{number:04}" for number in range(1, 13)]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([HEADER, *rows()[:5], "see also folder 12", *rows()[5:]], id="a remark in the first column"),
        pytest.param([HEADER, *rows()[:5], ",,moved to Parks 3,,,", *rows()[5:]], id="a remark in another"),
        pytest.param(
            ["City of Alder 2019", HEADER, *rows()[:6], "City of Alder 2019", HEADER, *rows()[6:]], id="pages"
        ),
        pytest.param([HEADER, *rows(), "", "By state", "Status,Count", "Open,4", "Closed,9"], id="a table below"),
        pytest.param([HEADER, *rows()[:6], "2019-03 total,,,,,21.50", *rows()[6:]], id="a total that ends so"),
        pytest.param([HEADER, *rows()[:6], "Page 7 of the register", *rows()[6:]], id="a page's foot"),
    ],
)
def test_what_is_no_record_is_left_out_and_said(lines: list[str], tmp_path: Path) -> None:
    """Remarks, titles, totals and a second table are no records; a note names their lines."""
    found = read(tmp_path, lines)
    assert numbers(found) == WHOLE
    assert any("left out as" in note or "comes again" in note for note in found.notes)


def test_a_second_line_belongs_to_the_cell_above(tmp_path: Path) -> None:
    """Words below words, alone in their row, go on with the text above; the line is named."""
    found = read(tmp_path, [HEADER, *rows()[:3], ",,,and the curb,,", ",,,on both sides,,", *rows()[3:]])
    assert numbers(found) == WHOLE
    assert found.records[2].value("description") == "fill the pothole 3 and the curb on both sides"
    assert any("second line of the row above: lines 5, 6" in note for note in found.notes)


@pytest.mark.parametrize(
    ("line", "number"),
    [("W-0099", "W-0099"), ("W-0099,04/02/2019", "W-0099"), ("W-0099,,,void,,", "W-0099")],
    ids=["a number alone", "a number and a day", "a number and a word"],
)
@pytest.mark.parametrize("gap", [[], [""]], ids=["close", "apart"])
def test_a_record_that_says_little_stays(line: str, number: str, gap: list[str], tmp_path: Path) -> None:
    """A number is a record whatever else is empty, at the end behind an empty row too."""
    assert numbers(read(tmp_path, [HEADER, *rows(), *gap, line])) == [*WHOLE, number]


def test_lonely_cells_are_records_where_they_are_most(tmp_path: Path) -> None:
    """Where more rows have one cell than several, they are what the list is about."""
    some = [f",,,fill pothole number {number} again,," for number in range(20)]
    assert len(read(tmp_path, [HEADER, *rows(3), *some]).records) == 23


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_with_oddness_has_its_rows(kind: str, tmp_path: Path) -> None:
    """Whatever people and printers do to a list, its rows are its records, and its columns go where they went."""
    for seed in (7201, 7202):
        odd = made(seed, rows=30, odd=lambda _: [kind])
        found = score(odd, tmp_path)
        assert found.rows_right, odd.layout
        assert found.columns_right >= found.columns - 1, found.wrong
