"""Pages are called the same only where the very same objects draw them."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter

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


def tiff(path: Path, *pages: Image.Image, **how: object) -> Path:
    """A TIFF of these pages."""
    pages[0].save(path, save_all=True, append_images=pages[1:], **{"compression": "group4", **how})
    return path


WHITE, OTHER = Image.new("1", (850, 1100), 1), Image.new("1", (850, 1100), 1)
OTHER.paste(0, (100, 100, 300, 130))


@pytest.mark.parametrize("compression", ["group4", "tiff_lzw", "raw"])
def test_pages_of_a_tiff_that_hold_the_same_picture(tmp_path: Path, compression: str) -> None:
    """White backs with the same bytes are one; another picture, size or way up is another page."""
    pages = (OTHER, WHITE, OTHER.copy(), WHITE.copy(), WHITE.crop((0, 0, 850, 1000)), WHITE.copy())
    path = tiff(tmp_path / "scan.tif", *pages, compression=compression)
    assert twins(path, 6) == (0, 1, 0, 1, 4, 1)
    assert twins(path, 5) == ()


def test_a_tiff_page_that_lies_otherwise_is_another(tmp_path: Path) -> None:
    """The same bytes with another resolution, orientation or sense of black are another page; a name is no matter."""
    with AppendingTiffWriter(tmp_path / "scan.tif", new=True) as file:
        for tags in ({}, {269: "b"}, {274: 3}, {262: 0}, {282: 300.0}, {269: "c"}):
            WHITE.save(file, format="TIFF", compression="group4", tiffinfo=tags)
            file.newFrame()
    assert twins(tmp_path / "scan.tif", 6) == (0, 0, 2, 3, 4, 0)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), big=st.booleans())
def test_a_torn_tiff_raises_nothing(
    data: st.DataObject, *, big: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever bytes of a TIFF are exchanged or cut, nothing is raised, and a page is itself or one before it."""
    path = tiff(tmp_path_factory.mktemp("torn") / "scan.tif", WHITE, WHITE, WHITE, big_tiff=big)
    torn = bytearray(path.read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(torn) - 1), min_size=1, max_size=8)):
        torn[place] = data.draw(st.integers(0, 255))
    path.write_bytes(torn[: data.draw(st.integers(8, len(torn)))])
    assert all(first <= index for index, first in enumerate(twins(path, 3)))


def test_other_and_broken_files_have_none(tmp_path: Path) -> None:
    """A picture, a PDF that is none, a file that is not there: nothing is said, nothing is raised."""
    Image.new("L", (100, 100), 255).save(tmp_path / "page.png")
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.4\n1 0 obj <<")
    for name in ("page.png", "torn.pdf", "none.pdf"):
        assert twins(tmp_path / name, 1) == ()
