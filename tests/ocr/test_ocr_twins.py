"""Pages are called the same only where the very same objects draw them."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from ocr import twins


def book(path: Path, *pages: Dictionary, parent: Dictionary | None = None) -> Path:
    """A PDF of these pages, `Contents` given as numbers of texts that it holds once; with what its root page says."""
    with pikepdf.new() as pdf:
        texts = [pdf.make_stream(b"BT /F1 10 Tf 20 20 Td (page %d) Tj ET" % n) for n in range(3)]
        for said in pages:
            page = pdf.add_blank_page(page_size=(200, 200)).obj
            for name, thing in said.items():
                page[name] = texts[int(thing)] if name == "/Contents" else thing
            if parent is not None:
                del page["/MediaBox"]
        for name, thing in (parent or Dictionary()).items():
            pdf.Root.Pages[name] = thing
        pdf.save(path)
    return path


def test_the_first_page_of_the_same_objects_is_told(tmp_path: Path) -> None:
    """What a page says of itself that is not drawn does not part it from another; each other difference does."""
    path = book(
        tmp_path / "book.pdf",
        Dictionary(Contents=0),
        Dictionary(Contents=1),
        Dictionary(Contents=0),
        Dictionary(Contents=0, StructParents=4),
        Dictionary(Contents=0, Rotate=90),
        Dictionary(Contents=0, MediaBox=Array([0, 0, 200, 100])),
        Dictionary(Contents=0, Resources=Dictionary(Font=Dictionary())),
        Dictionary(Contents=1, Annots=Array([Dictionary(Subtype=Name.Stamp)])),
        Dictionary(Contents=1),
    )
    assert twins(path, 9) == (0, 1, 0, 0, 4, 5, 6, 7, 1)


def test_what_is_said_for_all_pages_counts_as_each_ones_own(tmp_path: Path) -> None:
    """A page that has its size from the whole file is the same as another that has, and unlike one of another size."""
    own = Dictionary(Contents=0)
    path = book(tmp_path / "book.pdf", own, own, parent=Dictionary(MediaBox=Array([0, 0, 200, 200])))
    assert twins(path, 2) == (0, 0)


@pytest.mark.parametrize("pages", [1, 3])
def test_nothing_is_said_where_readers_count_differently(tmp_path: Path, pages: int) -> None:
    """Which page is which is not sure there."""
    path = book(tmp_path / "book.pdf", Dictionary(Contents=0), Dictionary(Contents=0))
    assert twins(path, pages) == ()


def test_other_and_broken_files_have_none(tmp_path: Path) -> None:
    """A picture, a PDF that is none, a file that is not there: nothing is said, nothing is raised."""
    Image.new("L", (100, 100), 255).save(tmp_path / "page.png")
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.4\n1 0 obj <<")
    for name in ("page.png", "torn.pdf", "none.pdf"):
        assert twins(tmp_path / name, 1) == ()
