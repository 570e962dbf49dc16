"""A binder as one searchable PDF/A-2b: each page's picture with its words behind it, and a bookmark an order.

pikepdf writes the file. The words stand in text rendering mode 3, which draws nothing; fonts that are used in no other
mode need not be embedded (ISO 19005-2, 6.2.11.4.1). One font serves every script: a code is
its character, as tesseract's and OCRmyPDF's invisible fonts have it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, Stream, String
from PIL import Image, ImageCms

from records.exports.leaves import Leaf
from records.geometry import READING_DPI
from records.page import Word
from records.screen import screen

_POINTS = 72 / READING_DPI
_GLYPH = 0.5
"""Width of every glyph of the invisible font, in ems."""
_LARGEST = 14_400
"""Points that a page may measure."""
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


def write_searchable(title: str, leaves: Iterable[Leaf], file: BinaryIO) -> int:
    """Writes the PDF; the same leaves give the same bytes. Returns how many pages it has."""
    with Pdf.new() as pdf:
        font = _font(pdf)
        marks: list[tuple[str, int]] = []
        count = 0
        for leaf in leaves:
            _add_page(pdf, leaf, font)
            marks += [(mark, count) for mark in leaf.bookmarks]
            count += 1
        with pdf.open_outline() as outline:
            outline.root.extend(OutlineItem(screen(mark), page, "Fit") for mark, page in marks)
        _declare(pdf, title)
        pdf.save(file, deterministic_id=True, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return count


def _font(pdf: Pdf) -> pikepdf.Object:
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/Invisible"),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        CIDToGIDMap=Name.Identity,
        DW=round(_GLYPH * 1000),
        FontDescriptor=pdf.make_indirect(
            Dictionary(
                Type=Name.FontDescriptor,
                FontName=Name("/Invisible"),
                Flags=5,
                FontBBox=Array([0, 0, 500, 1000]),
                ItalicAngle=0,
                Ascent=1000,
                Descent=0,
                CapHeight=1000,
                StemV=80,
            )
        ),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/Invisible"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=Stream(pdf, _TO_UNICODE),
        )
    )


def _add_page(pdf: Pdf, leaf: Leaf, font: pikepdf.Object) -> None:
    width, height = (min(max(side * _POINTS, 3.0), _LARGEST) for side in (leaf.width, leaf.height))
    resources = Dictionary(Font=Dictionary(F1=font))
    drawn: list[str] = []
    if leaf.jpeg:
        resources.XObject = Dictionary(Im0=_picture(pdf, leaf.jpeg))
        drawn.append(f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Im0 Do Q")
    said = [shown for word in leaf.words if (shown := _shown(word, height))]
    if said:
        drawn += ["BT 3 Tr", *said, "ET"]
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(width, 3), round(height, 3)]),
        Resources=resources,
        Contents=Stream(pdf, "\n".join(drawn).encode("ascii")),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def _picture(pdf: Pdf, jpeg: bytes) -> Stream:
    with Image.open(io.BytesIO(jpeg)) as picture:
        width, height = picture.size
        space = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB}[picture.mode]
    return Stream(
        pdf,
        jpeg,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=space,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )


def _shown(word: Word, height: float) -> str:
    """The word at its place, stretched to its width; empty for what holds nothing to look for."""
    text = "".join(one for one in screen(word.text) if ord(one) <= 0xFFFF) + " "
    size = word.box.height * _POINTS
    across = word.box.width * _POINTS
    if not text.strip() or size <= 0 or across <= 0:
        return ""
    stretch = 100 * across / ((len(text) - 1) * _GLYPH * size)
    left, foot = word.box.left * _POINTS, height - word.box.bottom * _POINTS
    codes = text.encode("utf-16-be").hex()
    return f"/F1 {size:.2f} Tf {stretch:.2f} Tz 1 0 0 1 {left:.2f} {foot:.2f} Tm <{codes}> Tj"


def _declare(pdf: Pdf, title: str) -> None:
    """What makes it PDF/A: a colour profile, metadata that say so, a language."""
    profile = Stream(pdf, _srgb(), N=3)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name("/GTS_PDFA1"),
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=pdf.make_indirect(profile),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    pdf.Root.Lang = String("en-US")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:title"] = screen(title)
        meta["pdf:Producer"] = "Backfile"
        meta["pdfaid:part"] = "2"
        meta["pdfaid:conformance"] = "B"


def _srgb() -> bytes:
    """The sRGB profile without the moment at which it was made."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made[:24] + (2000).to_bytes(2, "big") + bytes((0, 1, 0, 1)) + bytes(6) + made[36:]


def lines_of(words: Iterable[Word]) -> Iterator[list[Word]]:
    """The words line by line: a word that begins left of the one before it, or wholly below, begins a new line."""
    line: list[Word] = []
    for word in words:
        if line and (word.box.left < line[-1].box.left or word.box.top > line[-1].box.bottom):
            yield line
            line = []
        line.append(word)
    if line:
        yield line
