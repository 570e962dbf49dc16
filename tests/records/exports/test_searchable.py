"""Binders as searchable PDF/A and ALTO."""

from __future__ import annotations

import io
import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from records.exports import Leaf, write_alto, write_searchable
from records.geometry import Box
from records.page import Word

GOLDEN = Path(__file__).with_name("golden")


def jpeg() -> bytes:
    """A small grey picture."""
    made = io.BytesIO()
    Image.new("L", (170, 220), 240).save(made, "JPEG")
    return made.getvalue()


WORDS = (
    Word("WORK", Box(100, 100, 200, 130), 0.9),
    Word("ORDER", Box(210, 100, 330, 130), 0.9),
    Word("Straße", Box(100, 160, 240, 190), 0.8),
)
LEAVES = (
    Leaf(1, jpeg(), 1700, 2200, WORDS, ("WO-1", "WO-2"), "a.pdf", "tesseract 5.3"),
    Leaf(2, b"", 1700, 2200),
    Leaf(3, jpeg(), 2200, 1700, bookmarks=("\x1b]0;x\x07",)),
)


def pdf(leaves: tuple[Leaf, ...] = LEAVES, title: str = "Signs <2019>") -> bytes:
    """The leaves as a PDF."""
    made = io.BytesIO()
    write_searchable(title, leaves, made)
    return made.getvalue()


def alto(leaf: Leaf) -> bytes:
    """The leaf as ALTO."""
    made = io.BytesIO()
    write_alto(leaf, made)
    return made.getvalue()


def structure(data: bytes) -> str:
    """All objects of a PDF from its catalogue on as text, each where it is first met, without what libraries put in."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        return "\n".join(_object(opened.Root, {})) + "\n"


def _object(one: object, met: dict[tuple[int, int], int], indent: str = "") -> Iterator[str]:
    if not isinstance(one, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)):
        yield f"{indent}{str(one) if isinstance(one, pikepdf.Object) else one!r}"
        return
    if one.is_indirect and one.objgen in met:
        yield f"{indent}-> object {met[one.objgen]}"
        return
    if one.is_indirect:
        met[one.objgen] = len(met) + 1
        yield f"{indent}object {met[one.objgen]}"
    inner = indent + "  "
    if isinstance(one, pikepdf.Array):
        for each in one:
            yield from _object(each, met, inner)
        return
    for key, each in sorted(one.items()):
        if key not in {"/Length", "/DecodeParms"} and (key != "/Filter" or "/Width" in one):
            lines = list(_object(each, met, inner + "  "))
            yield from [f"{inner}{key}: {lines[0].strip()}"] if len(lines) == 1 else [f"{inner}{key}:", *lines]
    if isinstance(one, pikepdf.Stream):
        yield from (f"{inner}| {line}" for line in _stream(one))


def _stream(one: pikepdf.Stream) -> list[str]:
    """What a stream holds; of pictures and profiles only what they are, their bytes being those of libraries."""
    if one.get("/Subtype") == pikepdf.Name.Image:
        with Image.open(io.BytesIO(one.read_raw_bytes())) as picture:
            return [f"{picture.format} {picture.size} {picture.mode}"]
    data = one.read_bytes()
    if data[36:40] == b"acsp":
        return [f"profile of {data[16:20].decode()}"]
    said = data.decode("utf-8")
    if one.get("/Type") == pikepdf.Name.Metadata:
        said = re.sub(r'(x:xmptk=")[^"]*|(pikepdf )[\d.]+', r"\1\2", said)
    return said.splitlines()


@pytest.mark.parametrize("name", ["binder.pdf.txt", "page.alto.xml", "blank.alto.xml"])
def test_each_format_is_as_agreed(name: str) -> None:
    """The objects of a binder's PDF/A, and the ALTO of a page, are the golden ones: others read them."""
    made = {
        "binder.pdf.txt": lambda: structure(pdf()).encode(),
        "page.alto.xml": lambda: alto(LEAVES[0]),
        "blank.alto.xml": lambda: alto(LEAVES[1]),
    }
    written = made[name]()
    if os.environ.get("BACKFILE_WRITE_GOLDEN"):
        (GOLDEN / name).write_bytes(written)
    assert written.decode() == (GOLDEN / name).read_text("utf-8")


def test_the_words_stand_where_they_were_read() -> None:
    """Each word can be found, at its place in points, letters beyond ASCII too; nothing is drawn for it."""
    with pdfplumber.open(io.BytesIO(pdf())) as opened:
        first = opened.pages[0]
        assert (round(first.width), round(first.height)) == (612, 792)
        found = {word["text"]: word for word in first.extract_words()}
        assert list(found) == ["WORK", "ORDER", "Straße"]
        assert abs(found["ORDER"]["x0"] - 210 * 0.36) < 0.5
        assert abs(found["ORDER"]["x1"] - 330 * 0.36) < 8  # the blank behind it
        assert abs(found["WORK"]["bottom"] - 130 * 0.36) < 0.5
        assert len(opened.pages) == 3
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        assert b"3 Tr" in opened.pages[0].Contents.read_bytes()


def test_each_order_has_its_bookmark() -> None:
    """The outline names the orders in binder order, and what a number cannot be drawn with is shown."""
    with pikepdf.open(io.BytesIO(pdf())) as opened, opened.open_outline() as outline:
        assert [mark.title for mark in outline.root] == ["WO-1", "WO-2", "␛]0;x␇"]


def test_it_declares_itself_pdf_a_and_holds_what_that_asks_for() -> None:
    """Colour profile, metadata, identifier and language are there; encryption, scripts and attachments are not."""
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        with opened.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "B")
            assert meta["dc:title"] == "Signs <2019>"
        (intent,) = opened.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
        assert not opened.is_encrypted
        assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(opened.Root.keys())
        assert "/ID" in opened.trailer


def test_the_same_leaves_give_the_same_bytes() -> None:
    """No moment and no chance is in the file."""
    assert pdf() == pdf()


@given(st.lists(st.tuples(st.text(max_size=8), st.floats(0, 900), st.floats(0, 50)), max_size=6))
def test_any_word_gives_a_sound_file(words: list[tuple[str, float, float]]) -> None:
    """Whatever an engine read, of any size, the PDF opens and the ALTO is well-formed."""
    read = tuple(Word(text, Box(at, at, at + size, at + size), 0.5) for text, at, size in words)
    leaf = Leaf(1, b"", 1700, 2200, read)
    with pikepdf.open(io.BytesIO(pdf((leaf,), "x"))) as opened:
        assert not opened.check_pdf_syntax()
    strings = ET.fromstring(alto(leaf)).iter("{http://www.loc.gov/standards/alto/ns-v4#}String")
    assert len(list(strings)) == len(words)


def test_alto_has_lines_and_places() -> None:
    """Words of a line stand in one TextLine with the box around them, on a page of the frame's size."""
    space = "{http://www.loc.gov/standards/alto/ns-v4#}"
    root = ET.fromstring(alto(LEAVES[0]))
    page = next(root.iter(f"{space}Page"))
    assert (page.get("WIDTH"), page.get("HEIGHT"), page.get("PHYSICAL_IMG_NR")) == ("1700", "2200", "1")
    lines = [[one.get("CONTENT") for one in line.iter(f"{space}String")] for line in root.iter(f"{space}TextLine")]
    assert lines == [["WORK", "ORDER"], ["Straße"]]
    first = next(root.iter(f"{space}TextLine"))
    assert (first.get("HPOS"), first.get("WIDTH")) == ("100", "230")
