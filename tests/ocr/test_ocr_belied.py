"""Written pages whose fonts tell other letters than they draw are read from the drawing; all others are believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest

from ocr import ReadSettings, cut, open_sheet, read_sheet
from ocr.belied import belied
from ocr.decode import decode
from records.geometry import Box
from records.page import PageImage

LINES = (
    "WORK ORDER 2018-03857",
    "Department of Public Works",
    "Reported on 03/28/2018 by Marion Delacroix",
    "Location 1338 Canal Street, asset 80-3318",
    "Replaced two valves and flushed the main",
    "Labor 3.5 hours at $38.00, materials $183.80",
    "Total cost $316.80",
)
REAL = Path(__file__).parents[2].parent / "shared" / "data" / "adbuy_orders" / "pdfs"


def written(path: Path, told: Mapping[str, str]) -> PageImage:
    """A page written in Helvetica whose font tells these letters for those that it draws."""
    pairs = "\n".join(f"<{ord(drawn):02x}> <{ord(said):04x}>" for drawn, said in told.items())
    table = f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Told def /CMapType 2 def
1 begincodespacerange <00> <ff> endcodespacerange
1 beginbfrange <20> <7e> <0020> endbfrange
{len(told)} beginbfchar
{pairs}
endbfchar endcmap end end"""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(612, 792))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
            ToUnicode=pdf.make_stream(table.encode()),
        )
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        shown = "\n".join(f"BT /F1 12 Tf 72 {700 - 40 * n} Td ({line}) Tj ET" for n, line in enumerate(LINES))
        page.obj.Contents = pdf.make_stream(shown.encode())
        pdf.save(path)
    return PageImage("b", 1, str(path), 0, "")


def text_of(image: PageImage, settings: ReadSettings) -> tuple[str, str]:
    """All that a page is read as, and what is said of it."""
    text = read_sheet(open_sheet(image, settings), settings)
    return " ".join(word.text for word in text.words), " ".join(text.facts.warnings)


def test_an_honest_page_is_believed(tmp_path: Path) -> None:
    """A page whose font tells the letters that it draws has the file's own words."""
    image = written(tmp_path / "honest.pdf", {"A": "A"})
    sheet = open_sheet(image, ReadSettings())
    assert sheet.facts.born_digital
    assert " ".join(word.text for word in sheet.text_layer) == " ".join(LINES)


@pytest.mark.parametrize(
    "told",
    [
        {"3": "8", "8": "3"},
        {"3": "8"},
        dict(zip("0123456789", "5738490126", strict=True)),
        dict(zip("aeiortnsl", "eiortnsla", strict=True)),
    ],
    ids=["two digits exchanged", "a digit told as another", "all digits", "letters"],
)
def test_a_page_is_read_as_it_is_drawn(tmp_path: Path, told: dict[str, str]) -> None:
    """Of a page whose font tells other letters than it draws, the drawn ones are read, and it is said."""
    text, warnings = text_of(written(tmp_path / "lie.pdf", told), ReadSettings())
    assert "2018-03857" in text
    assert "$316.80" in text
    assert "Location 1338 Canal Street" in text
    assert "other letters than the page shows" in warnings


def test_a_place_on_such_a_page_is_cut_where_it_was_read(tmp_path: Path) -> None:
    """The picture of a place is the same whether the page counts as written, as drawn, or is decoded anew."""
    lie, honest = (
        open_sheet(written(tmp_path / f"{name}.pdf", told), ReadSettings())
        for name, told in (("lie", {"3": "8", "8": "3"}), ("honest", {"A": "A"}))
    )
    assert not lie.facts.born_digital
    assert honest.facts.born_digital
    place = Box(200, 200, 700, 300)
    pieces = [cut(sheet.image, sheet.frame, place) for sheet in (lie, honest)]
    assert np.array_equal(pieces[0], lie.upright[200:300, 200:700])
    assert np.array_equal(pieces[1], honest.upright[200:300, 200:700])
    assert pieces[0].min() < 100


def test_without_the_recogniser_the_file_is_believed(tmp_path: Path) -> None:
    """Nothing is held against a file's words where there is no recogniser to read the drawing."""
    scan = decode(written(tmp_path / "lie.pdf", {"3": "8", "8": "3"}))
    assert belied(scan, ReadSettings())
    assert not belied(scan, ReadSettings(engines=("tesseract",)))


def test_signs_that_look_alike_are_no_lie(tmp_path: Path) -> None:
    """A font in which one and l, nought and O are drawn alike is not held to have told a lie."""
    scan = decode(written(tmp_path / "alike.pdf", {"0": "O", "1": "l"}))
    assert not belied(scan, ReadSettings())


@pytest.mark.skipif(not REAL.is_dir(), reason="the folder of real orders is not there")
def test_real_pages_are_believed() -> None:
    """First pages of real written orders are believed, and no longer once two digits of theirs change places."""
    pages = [decode(PageImage("b", 1, str(path), 0, "")) for path in sorted(REAL.glob("*.pdf"))[:8]]
    honest = [scan for scan in pages if scan.words]
    assert len(honest) > 4
    exchanged = str.maketrans("27", "72")
    for scan in honest:
        words = tuple(replace(word, text=word.text.translate(exchanged)) for word in scan.words)
        assert not belied(scan, ReadSettings())
        assert belied(replace(scan, words=words), ReadSettings())
