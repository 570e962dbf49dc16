"""The text layer under a scan: where its words come to lie, and that nobody reads them."""

from __future__ import annotations

import io
from pathlib import Path
from random import Random

import numpy as np
import pikepdf
import pytest
from pikepdf import Dictionary, Name, Stream
from PIL import Image

from ocr import ReadSettings, open_sheet, read_page, said_in
from ocr.layer import laid
from ocr.sheet import in_frame
from records.geometry import Box, Frame, bounding
from records.page import PageImage, Word
from tests.ocr.conftest import LINES

POINTS = 72 / 200
"""Of a pixel of the drawn page."""


def searchable(path: Path, picture: Image.Image, words: tuple[tuple[str, tuple[int, int]], ...], turns: int) -> Path:
    """A page that a picture fills, lying so many quarter turns off, with these words unseen where they are drawn.

    A viewer turns the page back, so that it is seen upright.
    """
    lying = picture.rotate(90 * turns, expand=True)
    data = io.BytesIO()
    lying.save(data, "JPEG", quality=95)
    wide, high = (side * POINTS for side in lying.size)
    width, height = picture.size
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(wide, high))
        stream = Stream(document, data.getvalue())
        keys = {"Type": Name.XObject, "Subtype": Name.Image, "Width": lying.width, "Height": lying.height}
        for key, value in {
            **keys,
            "BitsPerComponent": 8,
            "ColorSpace": Name.DeviceGray,
            "Filter": Name.DCTDecode,
        }.items():
            stream[f"/{key}"] = value
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(XObject=Dictionary(Im0=stream), Font=Dictionary(F1=font))
        page.Rotate = 90 * turns
        turned = {0: "1 0 0 1 0 0", 1: f"0 1 -1 0 {wide} 0", 2: f"-1 0 0 -1 {wide} {high}", 3: f"0 -1 1 0 0 {high}"}
        said = " ".join(
            f"BT /F1 14 Tf 3 Tr {x * POINTS:.2f} {(height - y - 36) * POINTS:.2f} Td ({text}) Tj ET"
            for text, (x, y) in words
        )
        drawn = f"q {wide} 0 0 {high} 0 0 cm /Im0 Do Q q {turned[turns]} cm {said} Q"
        page.Contents = Stream(document, drawn.encode())
        document.save(path)
    assert width * POINTS in (wide, high)
    return path


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("lean", [0.0, 1.5])
def test_a_layers_words_lie_on_their_ink(
    tmp_path: Path, drawn: Image.Image, settings: ReadSettings, turns: int, lean: float
) -> None:
    """However a page is turned and leans, its layer says under each word that is read what stands there."""
    path = searchable(tmp_path / "page.pdf", drawn.rotate(lean, fillcolor=255), () if lean else LINES, turns)
    if lean:
        straight = searchable(tmp_path / "straight.pdf", drawn, LINES, turns)
        path = _with_picture_of(path, straight, lean)
    image = PageImage("binder", 1, str(path), 0, "")
    sheet, page = open_sheet(image, settings), read_page(image, settings)
    for text in ("2021-04711", "$1,346.50"):
        (word,) = [word for word in page.words if word.text == text]
        assert said_in(sheet.layer, word.box.grown(4)) == text
    street = bounding([word.box for word in page.words if word.text in {"1218", "Canal", "Street"}])
    assert said_in(sheet.layer, street.grown(4)) == "1218 Canal Street"
    assert any("text layer" in said for said in page.facts.warnings)


def _with_picture_of(leaning: Path, straight: Path, lean: float) -> Path:
    """The page with the leaning picture, its words leaning with it around the page's middle."""
    with pikepdf.open(straight) as document, pikepdf.open(leaning) as other:
        page = document.pages[0]
        page.Resources.XObject.Im0 = document.copy_foreign(other.pages[0].Resources.XObject.Im0)
        before, words = page.Contents.read_bytes().decode().split(" Q q ", 1)
        wide, high = (float(side) for side in page.MediaBox[2:])
        angle = np.radians(lean)
        c, s, x, y = np.cos(angle), np.sin(angle), wide / 2, high / 2
        around = f"{c} {s} {-s} {c} {x - c * x + s * y} {y - s * x - c * y} cm"
        page.Contents = Stream(document, f"{before} Q q {around} {words}".encode())
        made = leaning.with_name("both.pdf")
        document.save(made)
    return made


@pytest.mark.parametrize("seed", range(6))
def test_words_go_the_way_of_their_pixels(seed: int) -> None:
    """Where a word comes to lie in the reading frame is where a mark at its place in the scan does."""
    chance = Random(seed)
    size = (chance.randrange(800, 1200), chance.randrange(1000, 1500))
    turns, scale = seed % 4, chance.uniform(0.8, 1.3)
    upright = size if turns % 2 == 0 else (size[1], size[0])
    bend = (4.0, -8.0, 3.0, 0.0, 2.0, 6.0, 0.0, 0.0) if seed > 2 else ()
    wide, high = (round(side * scale) for side in upright)
    frame = Frame(turns, chance.uniform(-3, 3), scale, wide, high, bend)
    x, y = chance.randrange(250, size[0] - 250), chance.randrange(250, size[1] - 250)
    scan = np.full((size[1], size[0]), 255, np.uint8)
    scan[y - 6 : y + 6, x - 6 : x + 6] = 0
    down, across = np.nonzero(in_frame(scan, frame) < 128)
    (word,) = laid([Word("mark", Box(x - 6, y - 6, x + 6, y + 6), 1.0)], size, frame)
    assert word.box.middle == pytest.approx((across.mean() + 0.5, down.mean() + 0.5), abs=1.5)


def test_what_is_unseen_is_not_read(tmp_path: Path, drawn: Image.Image, settings: ReadSettings) -> None:
    """A layer that says another number than the picture shows changes nothing that is read of the page."""
    other = tuple((text.replace("2021-04711", "2021-04777"), place) for text, place in LINES)
    pages = [
        read_page(PageImage("binder", 1, str(searchable(tmp_path / f"{n}.pdf", drawn, words, 0)), 0, ""), settings)
        for n, words in enumerate((LINES, other))
    ]
    assert [word.text for word in pages[0].words] == [word.text for word in pages[1].words]
    assert "2021-04777" not in {word.text for word in pages[1].words}
