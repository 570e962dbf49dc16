"""Pictures in PDFs that are not what they say: named as damaged, never taken for blank pages."""

from __future__ import annotations

import zlib
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Stream

from ocr import ReadSettings
from ocr.pdf import decode_page
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
