"""Pictures of a page for the eye: one place of it, and all of it made small."""

from __future__ import annotations

import cv2

from ocr.arrays import Grey, grey
from ocr.decode import DEFAULTS, decode
from ocr.engines.mosaic import cut_out
from ocr.settings import ReadSettings
from ocr.sheet import in_frame
from records.errors import BadInput
from records.geometry import Box, Frame
from records.page import PageImage


def cut(image: PageImage, frame: Frame, box: Box, settings: ReadSettings = DEFAULTS) -> Grey:
    """The picture of one place of a page, grey, in the reading frame's resolution; what lies off the page is left out.

    Raises:
        BadInput: the scan cannot be read, or the box lies off the page altogether.
    """
    scan = decode(image, settings)
    piece, _, _ = cut_out(in_frame(scan.grey, frame), box)
    if not piece.size:
        raise BadInput(f"{image.binder}, page {image.number}: {box} lies off the page", "Read the page again.")
    return piece.copy()


def thumbnail(image: PageImage, frame: Frame, width: int = 320, settings: ReadSettings = DEFAULTS) -> bytes:
    """The whole page, upright, so many pixels wide, as the bytes of a PNG.

    Raises:
        BadInput: the scan cannot be read.
    """
    scan = decode(image, settings)
    page = in_frame(scan.grey, frame)
    height = max(round(page.shape[0] * width / page.shape[1]), 1)
    return png(grey(cv2.resize(page, (width, height), interpolation=cv2.INTER_AREA)))


def png(picture: Grey) -> bytes:
    """The picture as the bytes of a PNG."""
    return bytes(cv2.imencode(".png", picture)[1])
