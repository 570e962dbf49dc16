"""Scans come out of their files with the pixels that were put in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from ocr import ReadSettings, open_sheet
from ocr.decode import decode
from ocr.resolution import believable, guessed_dpi, true_dpi
from records.page import PageImage

SETTINGS = ReadSettings()
Save = Callable[..., PageImage]


def _pdf(path: Path, picture: Image.Image, data: bytes, rotate: int = 0, **image: object) -> PageImage:
    """A PDF of one page that is one picture, stored as these bytes."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(612, 792))
    stream = pdf.make_stream(data, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=picture.width)
    stream.Height, stream.BitsPerComponent = picture.height, 8
    for key, value in image.items():
        stream[f"/{key}"] = value
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=stream))
    page.Contents = pdf.make_stream(b"q 612 0 0 792 0 0 cm /Im Do Q")
    page.Rotate = rotate
    pdf.save(path)
    return PageImage("b", 1, str(path), 0, "")


def test_jpeg_in_a_pdf_is_not_drawn_again(drawn: Image.Image, tmp_path: Path) -> None:
    """A JPEG that fills a PDF page decodes to exactly the pixels of the JPEG, at its own resolution."""
    file = tmp_path / "page.jpg"
    drawn.save(file, quality=70)
    image = _pdf(
        tmp_path / "a.pdf", drawn, file.read_bytes(), Filter=pikepdf.Name.DCTDecode, ColorSpace=pikepdf.Name.DeviceGray
    )
    scan = decode(image, SETTINGS)
    assert np.array_equal(scan.grey, np.asarray(Image.open(file)))
    assert scan.dpi == pytest.approx(200)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_pages_rotation_turns_the_picture(drawn: Image.Image, tmp_path: Path, rotate: int) -> None:
    """/Rotate turns clockwise, and no pixel changes on the way."""
    grey = pikepdf.Name.DeviceGray
    scan = decode(_pdf(tmp_path / "a.pdf", drawn, drawn.tobytes(), rotate, ColorSpace=grey), SETTINGS)
    assert np.array_equal(scan.grey, np.rot90(np.asarray(drawn), -rotate // 90))


def test_a_masked_picture_is_drawn(drawn: Image.Image, tmp_path: Path) -> None:
    """Where a mask hides the picture, what is seen counts: the page is white."""
    pdf = pikepdf.new()
    mask = pdf.make_stream(bytes(100), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=10, Height=10)
    mask.BitsPerComponent, mask.ColorSpace = 8, pikepdf.Name.DeviceGray
    page = pdf.add_blank_page(page_size=(612, 792))
    picture = pdf.make_stream(drawn.tobytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1700)
    picture.Height, picture.BitsPerComponent, picture.ColorSpace = 2200, 8, pikepdf.Name.DeviceGray
    picture.SMask = mask
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=picture))
    page.Contents = pdf.make_stream(b"q 612 0 0 792 0 0 cm /Im Do Q")
    pdf.save(tmp_path / "masked.pdf")
    assert decode(PageImage("b", 1, str(tmp_path / "masked.pdf"), 0, ""), SETTINGS).grey.min() > 250


@pytest.mark.parametrize("compression", ["group4", "tiff_lzw", "tiff_adobe_deflate", "packbits", "raw"])
def test_tiff_of_every_lossless_compression(drawn: Image.Image, saved: Save, compression: str) -> None:
    """TIFF gives back the pixels whatever its compression."""
    page = drawn.convert("1", dither=Image.Dither.NONE)
    scan = decode(saved(page, "page.tif", compression=compression), SETTINGS)
    assert np.array_equal(scan.grey, np.asarray(page.convert("L")))
    assert scan.dpi == pytest.approx(200)


def test_all_pages_of_a_tiff(drawn: Image.Image, tmp_path: Path) -> None:
    """Each frame of a TIFF is a page, and the index names it."""
    path = tmp_path / "two.tif"
    drawn.save(path, save_all=True, append_images=[Image.new("L", (850, 1100), 128)], dpi=(100, 100))
    assert decode(PageImage("b", 2, str(path), 1, ""), SETTINGS).grey.shape == (1100, 850)


@pytest.mark.parametrize(("name", "kind"), [("page.heic", "HEIF"), ("page.avif", "AVIF"), ("page.jpg", "HEIF")])
@pytest.mark.parametrize("turn", [1, 6, 8])
def test_photographs_as_telephones_keep_them(
    drawn: Image.Image, tmp_path: Path, name: str, kind: str, turn: int
) -> None:
    """HEIC and AVIF are read, turned as they say, and by their bytes where their name says otherwise."""
    from pillow_heif import register_heif_opener

    register_heif_opener()
    exif = Image.Exif()
    exif[274] = turn
    drawn.save(tmp_path / name, format=kind, exif=exif.tobytes())
    scan = decode(PageImage("b", 1, str(tmp_path / name), 0, ""), SETTINGS)
    upright = np.rot90(np.asarray(drawn), {1: 0, 6: -1, 8: 1}[turn])
    assert scan.grey.shape == upright.shape
    assert np.abs(scan.grey.astype(int) - upright).mean() < 3
    assert bool(scan.warnings) == name.endswith("jpg")


def test_pages_of_many_sizes_in_one_pdf(drawn: Image.Image, tmp_path: Path, settings: ReadSettings) -> None:
    """Each page of a PDF has its own frame: Letter upright, Legal on its side, a slip of three inches by five."""
    sheets = ((612, 792, 200), (1008, 612, 150), (216, 360, 300))
    pdf = pikepdf.new()
    for wide, high, dpi in sheets:
        page = pdf.add_blank_page(page_size=(wide, high))
        picture = drawn.resize((round(wide / 72 * dpi), round(high / 72 * dpi)))
        stream = pdf.make_stream(picture.tobytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        stream.Width, stream.Height, stream.BitsPerComponent = picture.width, picture.height, 8
        stream.ColorSpace = pikepdf.Name.DeviceGray
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=stream))
        page.Contents = pdf.make_stream(f"q {wide} 0 0 {high} 0 0 cm /Im Do Q".encode())
    pdf.save(tmp_path / "mixed.pdf")
    for index, (wide, high, dpi) in enumerate(sheets):
        sheet = open_sheet(PageImage("b", index + 1, str(tmp_path / "mixed.pdf"), index, ""), settings)
        assert sheet.facts.dpi == pytest.approx(dpi)
        assert sheet.frame.scale == pytest.approx(200 / dpi)
        assert {sheet.frame.width, sheet.frame.height} == {round(wide / 72 * 200), round(high / 72 * 200)}


def test_resolution_declared_is_believed_only_where_the_sheet_is_one() -> None:
    """72 on a Letter scan of 150 is a default; 204 of a fax, 300 of a scan and 600 of a half sheet are true."""
    assert true_dpi((1275, 1650), 72)[0] == 150
    assert true_dpi((2550, 3300), 300) == (300, "")
    assert true_dpi((1700, 2200), 70)[0] == 200
    assert true_dpi((1275, 1650), None)[0] == 150
    assert "no resolution declared" in true_dpi((1275, 1650), None)[1]
    assert believable((3300, 5100), 600)
    assert believable((1728, 2292), 204)
    assert not believable((1275, 1650), 1)


@pytest.mark.parametrize("dpi", [100, 150, 200, 300, 600])
def test_guessed_resolution_of_letter_and_a4(dpi: int) -> None:
    """A Letter or A4 page is recognised at every usual resolution."""
    assert guessed_dpi((round(8.5 * dpi), 11 * dpi)) == dpi
    assert guessed_dpi((round(11.69 * dpi), round(8.27 * dpi))) == pytest.approx(dpi, rel=0.05)


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("cut", [1.0, 0.97])
def test_guessed_resolution_of_two_sheets_in_one_picture(dpi: int, cut: float) -> None:
    """Two Letter sheets in one picture, trimmed or not, are as fine as each of them; a till roll is no such pair."""
    assert guessed_dpi((round(cut * 8.5 * dpi), round(cut * 22 * dpi))) == dpi
    assert guessed_dpi((round(cut * 17 * dpi), round(cut * 11 * dpi))) == dpi
    assert guessed_dpi((round(3.15 * dpi), round(8.16 * dpi))) == pytest.approx(dpi, rel=0.03)
