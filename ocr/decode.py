"""A page of any scan file, decoded: the one way from a reference to pixels."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2

from ocr import pdf, raster
from ocr.arrays import Grey, grey
from ocr.files import Kind, kind_of, misnamed
from ocr.picture import Scan
from ocr.resolution import Size, glimpse_size, true_dpi
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


def glimpse(image: PageImage, settings: ReadSettings = DEFAULTS) -> Scan:
    """The same page in grey at `GLIMPSE_DPI`, for steps that need no more, decoded no larger than that takes.

    `dpi` is the true one and `size` that of the whole scan, so that places found here can be found on it; words are not
    looked for.

    Raises:
        BadInput: it cannot be read.
    """
    path = Path(image.path)
    kind = kind_of(path)
    scan = (
        pdf.glimpse_page(path, image.index, settings)
        if kind is Kind.PDF
        else raster.glimpse_frame(path, kind, image.index, settings)
    )
    full = scan.size or (scan.grey.shape[1], scan.grey.shape[0])
    dpi = scan.dpi if scan.born_digital and scan.dpi else true_dpi(full, scan.dpi)[0]
    small = glimpse_size(full, dpi)
    return replace(scan, grey=_at_size(scan.grey, small), dpi=dpi, size=full)


def _at_size(picture: Grey, size: Size) -> Grey:
    """The picture at this size: by halves as far as that goes, which is four times as fast as in one step."""
    while picture.shape[1] >= 2 * size[0] and picture.shape[0] >= 2 * size[1]:
        height, width = picture.shape
        even = picture[: height - height % 2, : width - width % 2]
        picture = grey(cv2.resize(even, (width // 2, height // 2), interpolation=cv2.INTER_AREA))
    shrinks = size[0] <= picture.shape[1]
    return grey(cv2.resize(picture, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC))
