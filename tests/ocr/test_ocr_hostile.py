"""Hostile files: each is read, or refused by a typed error that names the file and the reason."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image

from ocr import ReadSettings, count_pages
from ocr.decode import decode
from records.errors import BadInput
from records.page import PageImage

SETTINGS = ReadSettings()

REFUSED = (
    ("pdf/encrypted-needs-password.pdf", "password"),
    ("pdf/zero-pages.pdf", "no pages"),
    ("pdf/text-renamed.pdf", "not a PDF"),
    ("pdf/bomb-image-3.6-gigapixel.pdf", "pixels"),
    ("pdf/image-declares-10-gigapixel-holds-10-bytes.pdf", "pixels"),
    ("png/bomb-30000x30000.png", "pixels"),
    ("png/bomb-ztxt-200MB.png", "too large"),
    ("png/idat-truncated.png", "empty"),
    ("png/one-pixel.png", "size"),
    ("png/zero-size.png", "size"),
    ("tiff/bomb-100000x100000.tif", "pixels"),
    ("tiff/truncated.tif", "damaged"),
    ("tiff/zero-width.tif", "size"),
    ("jpeg/bomb-65500x65500.jpg", "pixels"),
    ("jpeg/sof-missing.jpg", "damaged"),
    ("other/letter.docx", "not a kind"),
    ("other/eps-loop.eps", "not a kind"),
    ("other/billion-laughs.svg", "not a kind"),
    ("other/bomb-256MB.zip", "zip"),
)
READ = (
    ("pdf/good-3-pages.pdf", 3, ""),
    ("pdf/encrypted-empty-user-password.pdf", 3, ""),
    ("pdf/truncated-60-percent.pdf", 3, "damaged"),
    ("pdf/page-count-lies.pdf", 1, ""),
    ("pdf/junk-before-header.pdf", 3, ""),
    ("pdf/png-renamed.pdf", 1, "extension"),
    ("pdf/no-contents.pdf", 1, ""),
    ("pdf/no-mediabox.pdf", 1, ""),
    ("pdf/page-1-point.pdf", 1, ""),
    ("pdf/page-200-inches.pdf", 1, ""),
    ("pdf/hidden-text-disagrees.pdf", 1, "text layer"),
    ("pdf/image-33-strips.pdf", 1, ""),
    ("pdf/image-decode-inverted.pdf", 1, ""),
    ("pdf/ten-thousand-pages.pdf", 10_000, ""),
    ("pdf/form-xobject-loop.pdf", 1, ""),
    ("tiff/1500-blank-pages.tif", 1500, ""),
    ("tiff/ifd-loop.tif", 1, ""),
    ("tiff/thumbnail-as-page-2.tif", 1, ""),
    ("tiff/16-bit-grey.tif", 1, ""),
    ("tiff/alpha-rgba.tif", 1, ""),
    ("tiff/cmyk.tif", 1, ""),
    ("tiff/white-is-zero-big-endian.tif", 1, ""),
    ("tiff/fax-204x98.tif", 1, ""),
    ("jpeg/cmyk-adobe.jpg", 1, ""),
    ("jpeg/exif-hostile.jpg", 1, ""),
    ("other/two-frames.gif", 1, ""),
    ("other/scan.webp", 1, ""),
)


@pytest.mark.parametrize(("name", "reason"), REFUSED)
def test_what_cannot_be_read_is_refused_by_name_and_reason(kit: Path, name: str, reason: str) -> None:
    """A file that cannot be read raises BadInput whose message names the file and why, and says what to do."""
    path = kit / name
    with pytest.raises(BadInput) as refused:
        count_pages(path, SETTINGS)
        decode(PageImage("b", 1, str(path), 0, ""), SETTINGS)
    assert path.name in refused.value.message
    assert reason in refused.value.message
    assert refused.value.cure


@pytest.mark.parametrize(("name", "pages", "warning"), READ)
def test_what_can_be_read_is_read_light_on_paper(kit: Path, name: str, pages: int, warning: str) -> None:
    """A readable file has its true number of pages, and a first page of mostly light paper with a word of warning."""
    path = kit / name
    assert count_pages(path, SETTINGS) == pages
    scan = decode(PageImage("b", 1, str(path), 0, ""), SETTINGS)
    assert scan.grey.mean() > 200
    assert warning in " ".join(scan.warnings)


def test_of_the_picture_in_which_a_file_was_cut_is_read_what_came(tmp_path: Path) -> None:
    """Of three pages, cut in the picture of the second: the first is whole, the second has its upper rows, the third
    is said not to be there.
    """
    whole = tmp_path / "whole.pdf"
    with pikepdf.new() as pdf:
        for _ in range(3):
            page = pdf.add_blank_page(page_size=(200, 200))
            image = pdf.make_stream(
                b"\x40" * 160_000,
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                ColorSpace=pikepdf.Name.DeviceGray,
                BitsPerComponent=8,
                Width=400,
                Height=400,
            )
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
            page.obj.Contents = pdf.make_stream(b"200 0 0 200 0 0 cm /Im0 Do")
        pdf.save(whole, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert count_pages(cut) == 3
    first, second = (decode(PageImage("b", n + 1, str(cut), n, "")) for n in range(2))
    rows = second.grey.mean(axis=1)
    assert (first.grey < 100).all()
    assert (rows[: len(rows) // 3] < 100).all()
    assert "damaged" in " ".join(second.warnings)
    with pytest.raises(BadInput, match="what page 3 shows is not in the file"):
        decode(PageImage("b", 3, str(cut), 2, ""))


def test_a_pipe_does_not_hold_us_up(tmp_path: Path) -> None:
    """A FIFO, a folder and a symlink loop are refused at once."""
    fifo, loop = tmp_path / "scan.pdf", tmp_path / "loop.pdf"
    os.mkfifo(fifo)
    loop.symlink_to(loop)
    for path in (fifo, loop, tmp_path, tmp_path / "absent.pdf"):
        with pytest.raises(BadInput, match=path.name):
            count_pages(path, SETTINGS)


def test_pixel_limit_is_checked_before_decoding(kit: Path) -> None:
    """A picture above the limit of the settings is refused by its header."""
    with pytest.raises(BadInput, match="pixels"):
        count_pages(kit / "tiff/g4-300dpi.tif", ReadSettings(max_pixels=1_000_000))


def test_a_page_that_is_not_there_is_named(kit: Path) -> None:
    """Asking for a page beyond the end raises BadInput, not IndexError."""
    for name in ("pdf/good-3-pages.pdf", "tiff/g4-300dpi.tif"):
        with pytest.raises(BadInput, match="has no page 8"):
            decode(PageImage("b", 1, str(kit / name), 7, ""), SETTINGS)


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_pictures_beside_the_first_are_told_of(kind: str, tmp_path: Path) -> None:
    """A moving picture is one page; that there is more in its file is not passed over in silence."""
    frames = [Image.new("L", (200, 260), shade) for shade in (255, 200)]
    frames[0].save(tmp_path / "two", format=kind, save_all=True, append_images=frames[1:])
    frames[0].save(tmp_path / "one", format=kind)
    for name, told in (("one", False), ("two", True)):
        said = decode(PageImage("b", 1, str(tmp_path / name), 0, "")).warnings
        assert any("more pictures" in warning for warning in said) == told


def test_readers_that_count_differently_are_told_of(tmp_path: Path) -> None:
    """A file that says it has more pages than it holds is read, and a person is asked to look."""
    with pikepdf.new() as pdf:
        for _ in range(2):
            pdf.add_blank_page(page_size=(612, 792)).obj.Contents = pdf.make_stream(b"72 72 m 300 300 l S")
        pdf.Root.Pages.Count = 5
        pdf.save(tmp_path / "lies.pdf")
    assert count_pages(tmp_path / "lies.pdf") == 2
    said = decode(PageImage("b", 1, str(tmp_path / "lies.pdf"), 0, "")).warnings
    assert any("readers disagree" in warning for warning in said) == (
        len(pdfium.PdfDocument(tmp_path / "lies.pdf")) != 2
    )


def test_pixels_that_are_no_numbers_leave_the_others_as_they_are(tmp_path: Path) -> None:
    """A TIFF of real numbers with infinite ones and ones that are none is no blank page."""
    page = np.ones((400, 300), np.float32)
    page[100:120, 50:250] = 0.0
    page[0, :3] = (np.inf, -np.inf, np.nan)
    Image.fromarray(page).save(tmp_path / "real.tif")
    scan = decode(PageImage("b", 1, str(tmp_path / "real.tif"), 0, "00"))
    assert int(scan.grey[110, 100]) == 0
    assert int(scan.grey[50, 100]) == 255


def test_a_jpeg_of_notes_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    """Sixteen megabytes of notes before a picture are refused; some thumbnails and profiles are not."""
    Image.new("L", (300, 400), 255).save(tmp_path / "page.jpg")
    picture = (tmp_path / "page.jpg").read_bytes()
    for pieces, path in ((20, tmp_path / "few.jpg"), (300, tmp_path / "many.jpg")):
        path.write_bytes(picture[:2] + (b"\xff\xe1\xff\xff" + b"\0" * 65533) * pieces + picture[2:])
    assert count_pages(tmp_path / "few.jpg") == 1
    with pytest.raises(BadInput, match="16 MB of notes"):
        count_pages(tmp_path / "many.jpg")
