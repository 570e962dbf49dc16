"""Of pages that a file draws by the same objects one is read, and nobody can tell."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pikepdf
from paper import ORDERS, backfile, write_binder
from test_run_contract import rows

PAGES = (*ORDERS[:2], ORDERS[0], ORDERS[2], ORDERS[0], ORDERS[1])
FIRST = (0, 1, 0, 3, 0, 1)
OF_THE_FILE = {"sha256", "finding_id", "caused_by"}
"""Columns that differ between two files that say the same."""


def results(folder: Path, *, shared: bool) -> dict[str, list[dict[str, str]]]:
    """What a run says of a binder whose repeated pages are drawn by the same objects, or by objects of their own."""
    folder.mkdir()
    binder = write_binder(folder / "streets.pdf", PAGES)
    if shared:
        with pikepdf.open(binder, allow_overwriting_input=True) as pdf:
            for page, first in zip(pdf.pages, FIRST, strict=True):
                page.obj.Contents = pdf.pages[first].obj.Contents
            pdf.save()
    answer = backfile("run", binder, "--out", folder / "out", "--jobs", "1")
    assert answer.code == 0, answer.err
    assert "Reading pages: 6 of 6" in answer.err
    tables = {name: rows(folder / "out" / f"{name}.csv") for name in ("orders", "pages", "findings")}
    return {
        name: [{key: cell for key, cell in row.items() if key not in OF_THE_FILE} for row in table]
        for name, table in tables.items()
    }


def test_pages_drawn_the_same_are_told_as_if_each_had_been_read(tmp_path: Path) -> None:
    """Orders, pages and findings are those of a file in which every page is drawn by objects of its own.

    Each page is kept by itself, so that it need not be read when it comes again without the others.
    """
    assert results(tmp_path / "shared", shared=True) == results(tmp_path / "own", shared=False)
    with sqlite3.connect(tmp_path / "shared" / "out" / "workspace" / "backfile.sqlite") as store:
        (kept,) = store.execute("SELECT count(DISTINCT page_index) FROM page_results").fetchone()
    store.close()
    assert kept == len(PAGES)
