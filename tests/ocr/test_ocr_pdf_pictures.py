"""Pictures in PDFs that are not what they say: named as damaged, never taken for blank pages."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pikepdf import Dictionary, Name, Stream
from PIL import Image

from ocr import ReadSettings
from ocr.pdf import decode_page, glimpse_page
from records.errors import BadInput


def one_picture(path: Path, data: bytes, **coding: object) -> Path:
    """A PDF of one page that a picture fills."""
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(612, 792))
        picture = Stream(document, data)
        keys = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 850, "Height": 1100, "BitsPerComponent": 1}
        for key, value in {**keys, "ColorSpace": Name.DeviceGray, **coding}.items():
            picture[f"/{key}"] = value
        page.Resources = Dictionary(XObject=Dictionary(Im0=picture))
        page.Contents = Stream(document, b"q 612 0 0 792 0 0 cm /Im0 Do Q")
        document.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return path


@pytest.mark.parametrize(
    "coding",
    [
        {"Filter": Name.JBIG2Decode},
        {"Filter": Name.JPXDecode},
        {"Filter": Name.FlateDecode, "DecodeParms": Dictionary(Predictor=15, Columns=2147483647, Colors=32)},
    ],
)
def test_a_picture_of_junk_is_damaged_and_not_blank(tmp_path: Path, coding: dict[str, object]) -> None:
    """A page whose picture cannot be decoded is named; an order may have been on it."""
    junk = zlib.compress(b"\0" * 1000) if coding["Filter"] == Name.FlateDecode else b"junk" * 400
    with pytest.raises(BadInput, match="damaged"):
        decode_page(one_picture(tmp_path / "junk.pdf", junk, **coding), 0, ReadSettings())


def test_a_white_picture_is_a_blank_page(tmp_path: Path) -> None:
    """One that decodes to nothing but paper is a page like others."""
    white = zlib.compress(b"\xff" * (107 * 1100))
    scan = decode_page(one_picture(tmp_path / "white.pdf", white, Filter=Name.FlateDecode), 0, ReadSettings())
    assert int(scan.grey.min()) == 255


def lines(height: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """A page of 850 pixels' width with dark lines of writing on white paper, in its upper three quarters."""
    page = np.full((height, 850), 255, np.uint8)
    for top in range(60, height * 3 // 4, 50):
        page[top : top + 20, 100:700:2] = 0
    return page


def packed(page: np.ndarray[tuple[int, int], np.dtype[np.uint8]], colours: int) -> bytes:
    """The page as a stream of so many colours, 0 for one bit a pixel."""
    if colours == 0:
        return zlib.compress(np.packbits(page > 0, axis=1).tobytes())
    return zlib.compress(np.repeat(page[:, :, None], colours, axis=2).tobytes())


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("colours", [0, 1, 3])
def test_what_the_file_does_not_hold_of_a_picture_is_paper_and_is_told(
    tmp_path: Path, colours: int, rotate: int
) -> None:
    """A page whose picture is cut keeps what came, without the line that is cut through, and says where it ends."""
    page = lines(1100)
    data = packed(page[:425], colours)  # through the middle of the line that begins at 410
    coding = {
        "ColorSpace": Name.DeviceRGB if colours == 3 else Name.DeviceGray,
        "BitsPerComponent": 8 if colours else 1,
    }
    path = one_picture(tmp_path / "cut.pdf", data, Filter=Name.FlateDecode, **coding)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.pages[0].Rotate = rotate
        document.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    side = ("bottom", "left", "top", "right")[rotate // 90]
    for way in (decode_page, glimpse_page):
        seen = np.rot90(way(path, 0, ReadSettings()).grey, rotate // 90)
        height = seen.shape[0]
        assert int(seen[int(height * 410 / 1100) :].min()) > 200
        assert int(seen[: int(height * 400 / 1100)].min()) < 120
    scan = decode_page(path, 0, ReadSettings())
    assert scan.lost == side
    assert any("damaged: 61 % of the picture" in said and side in said for said in scan.warnings)


def test_a_jpeg_that_was_cut_is_told(tmp_path: Path) -> None:
    """Where a JPEG ends early its rest is not taken for grey paper."""
    made = io.BytesIO()
    Image.fromarray(lines(1100)).save(made, "JPEG")
    data = made.getvalue()[: len(made.getvalue()) // 2]
    path = one_picture(tmp_path / "cut.pdf", data, Filter=Name.DCTDecode, BitsPerComponent=8)
    assert decode_page(path, 0, ReadSettings()).lost == "bottom"


@pytest.mark.parametrize("bits", [1, 2, 4, 8, 16])
def test_a_whole_picture_is_not_called_cut(tmp_path: Path, bits: int) -> None:
    """Paper below the writing is no loss, at any depth; nor is the black of a scanner's lid."""
    for name, below in (("white", 255), ("black", 0)):
        page = lines(1100)
        page[900:] = below
        bytes_a_pixel = np.repeat(page[:, :, None], 2, axis=2) if bits == 16 else page
        data = (
            bytes_a_pixel.tobytes()
            if bits >= 8
            else np.packbits(np.unpackbits(page[:, :, None], axis=2)[:, :, :bits].reshape(1100, -1), axis=1).tobytes()
        )
        path = one_picture(
            tmp_path / f"{name}.pdf", zlib.compress(data), Filter=Name.FlateDecode, BitsPerComponent=bits
        )
        scan = decode_page(path, 0, ReadSettings())
        assert not scan.lost
        assert not scan.warnings


def test_a_cut_picture_of_which_only_paper_came_is_damaged(tmp_path: Path) -> None:
    """The empty head of a page is not a blank page: what was written may have been below."""
    data = zlib.compress(b"\xff" * (107 * 200))
    with pytest.raises(BadInput, match="only an empty part"):
        decode_page(one_picture(tmp_path / "head.pdf", data, Filter=Name.FlateDecode), 0, ReadSettings())


SEEN = {
    "white on a bar": b"60 600 400 25 re f 1 g BT /F1 14 Tf 72 607 Td (PALE) Tj ET BT /F1 4 Tf 80 607 Td (OVER) Tj ET",
    "hollow": b"1 g 0 G 2 Tr BT /F1 14 Tf 72 607 Td (PALE) Tj ET 0 Tr 0 g BT /F1 14 Tf 112 607 Td (OVER) Tj ET",
    "struck out": b"0 g BT /F1 14 Tf 72 607 Td (PALE) Tj ET BT /F1 14 Tf 72 607 Td (OVER) Tj ET",
}


@pytest.mark.parametrize("way", SEEN)
def test_words_that_can_be_seen_are_read(tmp_path: Path, way: str) -> None:
    """Light letters on a dark ground, hollow ones, and ones with others over them are all there to be read."""
    path = tmp_path / "page.pdf"
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(612, 792))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = document.make_stream(SEEN[way] + b" 0 g BT /F1 14 Tf 72 500 Td (MORE) Tj ET")
        document.save(path)
    assert [word.text for word in decode_page(path, 0, ReadSettings()).words] == ["PALE", "OVER", "MORE"]


HIDDEN = {
    "white": (b"1 g ", b"14 Tf 72 607", b""),
    "white beneath another": (b"1 g ", b"14 Tf 75 640", b""),
    "white beneath, in four inks": (b"0 0 0 0 k ", b"12 Tf 75 641", b""),
    "clipped": (b"0 0 1 1 re W n ", b"14 Tf 72 607", b""),
    "transparent": (b"/G0 gs ", b"14 Tf 72 607", b""),
    "covered": (b"", b"14 Tf 72 607", b" 1 g 60 600 400 25 re f "),
    "of a layer that is off": (b"/OC /O BDC ", b"14 Tf 72 607", b" EMC "),
    "a speck": (b"", b"1 Tf 72 607", b""),
}
"""What stands before, size and place, and what stands behind."""


@pytest.mark.parametrize("way", HIDDEN)
def test_words_that_nobody_can_see_are_not_read(tmp_path: Path, way: str) -> None:
    """A written page says what is drawn on it, however a word was kept from being drawn."""
    before, place, behind = HIDDEN[way]
    path = tmp_path / "page.pdf"
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(612, 792))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("hidden")))
        document.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer], Order=[layer]))
        page.Resources = Dictionary(
            Font=Dictionary(F1=font), Properties=Dictionary(O=layer), ExtGState=Dictionary(G0=Dictionary(ca=0))
        )
        written = b"".join(b"BT /F1 14 Tf 72 %d Td (SEEN %d) Tj ET " % (y, y) for y in (700, 670, 640))
        hidden = b"q " + before + b"BT /F1 " + place + b" Td (HIDDEN) Tj ET" + behind + b" Q "
        page.Contents = document.make_stream(hidden + written)
        document.save(path)
    scan = decode_page(path, 0, ReadSettings())
    assert scan.born_digital
    assert [word.text for word in scan.words] == ["SEEN", "700", "SEEN", "670", "SEEN", "640"]
    assert any("nobody can see" in said for said in scan.warnings)


def test_a_page_whose_boxes_lie_apart_is_damaged(tmp_path: Path) -> None:
    """A page that is cropped to a place beside itself is named and ends nothing."""
    path = one_picture(tmp_path / "page.pdf", zlib.compress(b"\xff" * (107 * 1100)), Filter=Name.FlateDecode)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.pages[0].CropBox = [1000, 1000, 2000, 2000]
        document.save(path)
    with pytest.raises(BadInput, match="page 1 has no area"):
        decode_page(path, 0, ReadSettings())


def test_a_page_of_a_damaged_file_that_has_lost_its_contents_is_not_blank(tmp_path: Path) -> None:
    """Where a file had to be put together, a page without anything to draw is named; in a sound file it is blank."""
    path = tmp_path / "page.pdf"
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(612, 792)).Contents = document.make_stream(b" ")
        document.save(path)
    assert int(decode_page(path, 0, ReadSettings()).grey.min()) == 255
    torn = path.read_bytes().replace(b"startxref", b"startxrex").replace(b"/Contents 4 0 R", b"/Contents 9 0 R")
    path.write_bytes(torn)
    with pytest.raises(BadInput, match="what page 1 shows is not in the file"):
        decode_page(path, 0, ReadSettings())


def test_a_strip_that_is_cut_is_told(tmp_path: Path) -> None:
    """On a page of several pictures one that is not whole in the file is named."""
    whole = zlib.compress(lines(550).tobytes())
    cut = zlib.compress(lines(550)[:300].tobytes())
    path = tmp_path / "strips.pdf"
    for second, told in ((whole, False), (cut, True)):
        with pikepdf.new() as document:
            page = document.add_blank_page(page_size=(612, 792))
            strips = {}
            for name, data in (("/A", whole), ("/B", second)):
                strip = Stream(document, data)
                keys = {"Subtype": Name.Image, "Width": 850, "Height": 550, "BitsPerComponent": 8}
                for key, value in {**keys, "ColorSpace": Name.DeviceGray, "Filter": Name.FlateDecode}.items():
                    strip[f"/{key}"] = value
                strips[name] = strip
            page.Resources = Dictionary(XObject=Dictionary(strips))
            page.Contents = Stream(document, b"q 612 0 0 396 0 396 cm /A Do Q q 612 0 0 396 0 0 cm /B Do Q")
            document.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        warnings = decode_page(path, 0, ReadSettings()).warnings
        assert any("a part of its pictures is not in the file" in said for said in warnings) == told
