"""A page glimpsed is the page decoded, made small."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as such
from hypothesis import strategies as st
from PIL import Image

from ocr import ReadSettings
from ocr.decode import decode, glimpse
from ocr.resolution import GLIMPSE_DPI, true_dpi
from records.page import PageImage

SETTINGS = ReadSettings()
Save = Callable[..., PageImage]
_FILES = ("a.jpg", "a.png", "a.tif", "a.webp", "a.bmp")


def _same(image: PageImage) -> None:
    """The two ways agree within two grey levels on average, on the size, and on the resolution."""
    whole, small = decode(image, SETTINGS), glimpse(image, SETTINGS)
    height, width = whole.grey.shape
    dpi = whole.dpi if whole.born_digital and whole.dpi else true_dpi((width, height), whole.dpi)[0]
    assert small.dpi == pytest.approx(dpi)
    assert small.size == (width, height)
    assert small.grey.shape == (round(height * GLIMPSE_DPI / dpi), round(width * GLIMPSE_DPI / dpi))
    slow = cv2.resize(whole.grey, small.grey.shape[::-1], interpolation=cv2.INTER_AREA)
    assert np.abs(slow.astype(int) - small.grey).mean() < 2


@given(
    kind=st.tuples(st.sampled_from(_FILES), st.sampled_from(["L", "RGB"])),
    dpi=st.sampled_from([100, 150, 200, 300, 400]),
    crop=st.tuples(st.integers(0, 9), st.integers(0, 9)),
    turn=st.integers(1, 8),
)
@such(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_glimpse_shows_what_decoding_shows(
    drawn: Image.Image, saved: Save, kind: tuple[str, str], dpi: int, crop: tuple[int, int], turn: int
) -> None:
    """Whatever the file, its colours, its resolution, its odd size and its EXIF turn, both ways show the same page."""
    name, mode = kind
    size = (round(8.5 * dpi) - crop[0], 11 * dpi - crop[1])
    page = drawn.convert(mode).resize(size)
    exif = Image.Exif()
    exif[274] = turn
    _same(saved(page, name, dpi=(dpi, dpi), **({} if name == "a.bmp" else {"exif": exif})))


@pytest.mark.parametrize("how", [{"dpi": (204, 98)}, {"dpi": (1, 1)}, {"dpi": (0, 0)}, {"progressive": True}])
def test_jpeg_of_odd_kinds(drawn: Image.Image, saved: Save, how: dict[str, object]) -> None:
    """Dots that are not square, a resolution that cannot be, none at all, and a progressive JPEG make no difference."""
    _same(saved(drawn.resize((1728, 1078)) if how.get("dpi") == (204, 98) else drawn, "a.jpg", **how))
    _same(saved(drawn.convert("CMYK"), "b.jpg"))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("kind", ["jpeg", "colour", "inverted", "masked", "strips", "flate", "stretched", "damaged"])
def test_scans_in_pdf_files(drawn: Image.Image, tmp_path: Path, kind: str, rotate: int) -> None:
    """A JPEG in a PDF turned, inverted, masked, beside another, of dots not square or cut short: both ways agree."""
    page = drawn.convert("RGB" if kind == "colour" else "L").resize(
        (1275, 825) if kind == "stretched" else (2550, 3300)
    )
    page.save(tmp_path / "a.jpg", quality=80)
    data = (tmp_path / "a.jpg").read_bytes()
    pdf = pikepdf.new()
    sheet = pdf.add_blank_page(page_size=(612, 792))
    coded = {} if kind == "flate" else {"Filter": pikepdf.Name.DCTDecode}
    data = page.tobytes() if kind == "flate" else data[: len(data) * 2 // 3] if kind == "damaged" else data
    picture = pdf.make_stream(data, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, **coded)
    picture.Width, picture.Height, picture.BitsPerComponent = page.width, page.height, 8
    picture.ColorSpace = pikepdf.Name.DeviceRGB if kind == "colour" else pikepdf.Name.DeviceGray
    if kind == "inverted":
        picture.Decode = pikepdf.Array([1, 0])
    if kind == "masked":
        picture.Mask = pikepdf.Array([0, 40])
    sheet.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=picture))
    half = b"q 612 0 0 396 0 396 cm /Im Do Q q 612 0 0 396 0 0 cm /Im Do Q"
    sheet.Contents = pdf.make_stream(half if kind == "strips" else b"q 612 0 0 792 0 0 cm /Im Do Q")
    sheet.Rotate = rotate
    pdf.save(tmp_path / "a.pdf")
    _same(PageImage("b", 1, str(tmp_path / "a.pdf"), 0, ""))


@pytest.mark.parametrize("name", ["image-33-strips", "image-decode-inverted", "page-200-inches", "page-1-point"])
def test_odd_pdf_pages_of_the_kit(kit: Path, name: str) -> None:
    """Pages whose size or whose pictures are odd are glimpsed as they are decoded."""
    _same(PageImage("b", 1, str(kit / f"pdf/{name}.pdf"), 0, ""))
