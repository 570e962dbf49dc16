"""A page of any scan file, decoded: the one way from a reference to pixels."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ocr import pdf, raster
from ocr.files import Kind, kind_of, misnamed
from ocr.picture import Scan
from ocr.settings import ReadSettings
from records.page import PageImage

DEFAULTS = ReadSettings()


def count_pages(path: Path, settings: ReadSettings = DEFAULTS) -> int:
    """How many pages a scan file holds, told without decoding any of them.

    Raises:
        BadInput: it cannot be read: broken, encrypted, empty, without pages, too large, or no scan at all.
    """
    kind = kind_of(path)
    return pdf.count_pages(path, settings) if kind is Kind.PDF else raster.count_frames(path, kind, settings)


def decode(image: PageImage, settings: ReadSettings = DEFAULTS) -> Scan:
    """The page that the reference names, as it came.

    Raises:
        BadInput: it cannot be read.
    """
    path = Path(image.path)
    kind = kind_of(path)
    scan = (
        pdf.decode_page(path, image.index, settings)
        if kind is Kind.PDF
        else raster.decode_frame(path, kind, image.index, settings)
    )
    warning = misnamed(path, kind)
    return replace(scan, warnings=(warning, *scan.warnings)) if warning else scan
