"""Lists of binders with their sheets, as somebody counted them."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.dataset import Dataset
from records.errors import BadInput
from records.page import PageEntry, PageKind
from records.reports.scope import scope_table
from records.sources import read_sheet_counts, sheets_of


@pytest.mark.parametrize(
    "text",
    [
        "Binder,Sheets\nstreets-2019,412\nsigns,\nTotal,\n",
        "Boxes counted by hand\n\nfile name;number of sheets;by\nStreets 2019.pdf;412;ann\n",
        "Counted\tNAME\n1,412\tother\n412\tSTREETS_2019\n",
    ],
)
def test_counts_are_found_under_their_headers(text: str, tmp_path: Path) -> None:
    """Title rows, other columns and empty counts are no matter; names are compared by letters and digits."""
    path = tmp_path / "counted.csv"
    path.write_text(text)
    assert sheets_of(read_sheet_counts(path), ["streets-2019", "signs"]) == {"streets-2019": 412}


def test_a_list_of_something_else_is_refused(tmp_path: Path) -> None:
    """Without a column of binders and one of counts there is nothing to compare with."""
    path = tmp_path / "counted.csv"
    path.write_text("WO Number,Status\nW-1,Open\n")
    with pytest.raises(BadInput, match="no columns 'Binder' and 'Sheets'"):
        read_sheet_counts(path)


def test_the_scope_sets_expected_beside_imaged() -> None:
    """Two-sided sheets are two images, a copy is none, and a binder that nobody counted has no figure."""
    kinds = [PageKind.ORDER, PageKind.BLANK] * 5
    pages = [PageEntry("signs", n, "s.pdf", n - 1, "ab", kind) for n, kind in enumerate(kinds, 1)]
    pages += [PageEntry("water", n, "w.pdf", n - 1, "cd", PageKind.ORDER) for n in (1, 2)]
    pages += [PageEntry("water", 3, "w.pdf", 2, "cd", PageKind.ORDER, copy_of=2)]
    counted = Dataset(tuple(pages), (), (), (), (), (), (), sheets={"signs": 7, "lost": 3})
    table = scope_table(counted)
    titles = [column.title for column in table.columns]
    rows = [dict(zip(titles, row.cells, strict=True)) for row in table.rows]
    assert [(row["Sheets expected"], row["Sheets imaged"], row["Blank"]) for row in rows] == [
        (7, 5, 5),
        (None, 2, 0),
        (7, 7, 5),
    ]
    plain = scope_table(Dataset(tuple(pages), (), (), (), (), (), ()))
    assert "Sheets expected" not in [column.title for column in plain.columns]
