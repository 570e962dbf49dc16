"""What kind of file a scan is, told from its bytes and never from its name; how many pages it holds."""

from __future__ import annotations

import os
import stat
from enum import StrEnum
from pathlib import Path

from ocr.settings import ReadSettings
from records.errors import BadInput


class Kind(StrEnum):
    """The kinds of scan file that are read."""

    PDF = "PDF"
    TIFF = "TIFF"
    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WebP"
    BMP = "BMP"
    GIF = "GIF"
    HEIC = "HEIC"


_STARTS = (
    (b"II*\0", Kind.TIFF),
    (b"MM\0*", Kind.TIFF),
    (b"II+\0", Kind.TIFF),
    (b"MM\0+", Kind.TIFF),
    (b"\xff\xd8", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"BM", Kind.BMP),
    (b"GIF8", Kind.GIF),
)
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})
_EXTENSIONS = {
    ".pdf": Kind.PDF,
    ".tif": Kind.TIFF,
    ".tiff": Kind.TIFF,
    ".jpg": Kind.JPEG,
    ".jpeg": Kind.JPEG,
    ".png": Kind.PNG,
    ".webp": Kind.WEBP,
    ".bmp": Kind.BMP,
    ".gif": Kind.GIF,
    ".heic": Kind.HEIC,
    ".heif": Kind.HEIC,
}
READ_KINDS = "PDF, TIFF, JPEG, PNG, WebP, BMP, GIF, HEIC"
_HEAD = 1024
"""Readers accept `%PDF` anywhere in the first kilobyte."""


def kind_of(path: Path) -> Kind:
    """What the file is by its first bytes.

    Raises:
        BadInput: it cannot be opened, is empty, is no ordinary file, or is of no kind that is read.
    """
    head = _head(path)
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return Kind.HEIC
    if b"%PDF" in head:
        return Kind.PDF
    raise _not_a_scan(path, head)


def misnamed(path: Path, kind: Kind) -> str:
    """A warning where the extension promises another kind than the file is; empty where it does not."""
    promised = _EXTENSIONS.get(path.suffix.lower())
    if promised is None or promised is kind:
        return ""
    return f"the extension says {promised}, the file is a {kind}"


def damaged(path: Path, reason: str) -> BadInput:
    """The error for a file that is of a known kind and cannot be read."""
    return BadInput(f"{path.name}: damaged: {reason}", "Scan it again, or copy the file again from where it came.")


def no_page(path: Path, index: int) -> BadInput:
    """The error for a page beyond the end of its file, index from 0."""
    return BadInput(f"{path.name}: has no page {index + 1}", "The file has changed since it was counted: run again.")


def too_many_pixels(path: Path, width: int, height: int, settings: ReadSettings) -> BadInput:
    """The error for a picture beyond the limit."""
    message = f"{path.name}: {width} × {height} pixels are more than the limit of {settings.max_pixels:,} pixels"
    return BadInput(message, "Scan at a lower resolution, or raise max_pixels in the configuration.")


def check_size(path: Path, width: int, height: int, settings: ReadSettings) -> None:
    """Refuse a picture by its declared size, before anything is decoded.

    Raises:
        BadInput: no page can be so small, or the limit does not allow it to be so big.
    """
    if min(width, height) < 16:
        raise BadInput(f"{path.name}: a picture of the size {width} × {height} holds no page", "Scan it again.")
    if width * height > settings.max_pixels:
        raise too_many_pixels(path, width, height, settings)


def _head(path: Path) -> bytes:
    """The first bytes of an ordinary file, opened so that a pipe or a device cannot hold us up."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise BadInput(
            f"{path.name}: cannot be opened: {error.strerror}", "Check that it is there and readable."
        ) from error
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise BadInput(f"{path.name}: not an ordinary file", "Give the scan itself, not a folder, pipe or device.")
        head = os.read(handle, _HEAD)
    finally:
        os.close(handle)
    if not head:
        raise damaged(path, "the file is empty")
    return head


def _not_a_scan(path: Path, head: bytes) -> BadInput:
    """The error for a file of no kind that is read, in words that fit what it claims to be."""
    cure = f"Give scans as {READ_KINDS}."
    if head.startswith(b"PK\x03\x04"):
        return BadInput(f"{path.name}: a zip archive or office document is not a kind of scan that is read", cure)
    promised = _EXTENSIONS.get(path.suffix.lower())
    if promised:
        return BadInput(
            f"{path.name}: not a {promised} in spite of its name, and not a kind of scan that is read", cure
        )
    return BadInput(f"{path.name}: not a kind of scan that is read", cure)
