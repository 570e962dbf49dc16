"""Pages out of picture files: TIFF with its many pages, JPEG, PNG, WebP, BMP, GIF, HEIC."""

from __future__ import annotations

import io
import os
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile
from PIL.TiffImagePlugin import TiffImageFile

from ocr.arrays import Colour, Grey, flat, grey
from ocr.files import Kind, check_size, damaged, no_page
from ocr.inks import reading_copy
from ocr.picture import Scan
from ocr.resolution import Size, believable, glimpse_size, true_dpi
from ocr.settings import ReadSettings
from ocr.tiff import Directory, directories, open_at
from records.errors import BadInput

_FORMATS = {
    Kind.TIFF: ("TIFF",),
    Kind.JPEG: ("JPEG",),
    Kind.PNG: ("PNG",),
    Kind.WEBP: ("WEBP",),
    Kind.BMP: ("BMP",),
    Kind.GIF: ("GIF",),
    Kind.HEIC: ("HEIF", "AVIF"),
}
_SIZELESS = frozenset({Kind.HEIC, Kind.WEBP, Kind.GIF})
"""Kinds that have no place for a resolution: that it is not there says nothing."""
_MORE = "the file holds more pictures than this one, which are not read: it is not a kind of file that holds pages"
_ORIENTATION = 274
_COMPRESSION, _OLD_JPEG = 259, 6
_PHOTOMETRIC = 262
_JPEG_START, _JPEG_LENGTH = 513, 514
_START_OF_SCAN, _MOST_NOTES = 0xDA, 16 << 20
"""The marker after which a JPEG's picture comes, and bytes of what may stand before it."""
_TURNED = 5
"""EXIF orientations from here on exchange width and height."""


def count_frames(path: Path, kind: Kind, settings: ReadSettings) -> int:
    """How many pages the file holds; its first one's header is checked on the way.

    Raises:
        BadInput: damaged, too large, or without a page.
    """
    with _opened(path, kind) as picture:
        check_size(path, *picture.size, settings)
    return len(pages(path, settings)) if kind is Kind.TIFF else 1


def decode_frame(path: Path, kind: Kind, index: int, settings: ReadSettings) -> Scan:
    """One page of a picture file, index from 0.

    Raises:
        BadInput: damaged, too large, or there is no such page.
    """
    with _frame(path, kind, index, settings) as picture:
        more = kind is not Kind.TIFF and bool(getattr(picture, "is_animated", False))
        pixels, declared, turn = _loaded(picture)
    size, dpi = squared((pixels.shape[1], pixels.shape[0]), declared)
    pixels = _oriented(_stretched(pixels, size), turn)
    true = true_dpi(size, dpi)[0]
    copy = reading_copy(pixels, true)
    stated = true if dpi is None and kind in _SIZELESS and believable(size, true) else dpi
    return Scan(flat(pixels), paper_colour(pixels), stated, reading=copy, warnings=(_MORE,) if more else ())


def glimpse_frame(path: Path, kind: Kind, index: int, settings: ReadSettings) -> Scan:
    """One page of a picture file in grey, as small as it can be decoded down to `GLIMPSE_DPI`; `size` is its full one.

    Raises:
        BadInput: as `decode_frame`.
    """
    with _frame(path, kind, index, settings) as picture:
        size, dpi = squared(picture.size, _declared(picture))
        small = drafted(picture, glimpse_size(size, true_dpi(size, dpi)[0]))
        colours, declared, turn = _loaded(picture)
    pixels = flat(colours)
    if not small:
        size, dpi = squared((pixels.shape[1], pixels.shape[0]), declared)
    return Scan(_oriented(pixels, turn), paper_colour(pixels), dpi, size=size[::-1] if turn >= _TURNED else size)


def drafted(picture: Image.Image, least: Size) -> bool:
    """Let a JPEG be decoded in grey at a half, a quarter or an eighth, hardly under this size; others stay as they are.

    A page in colour takes 9 ms so where all its pixels take 46 to 92.
    """
    if not isinstance(picture, JpegImageFile) or picture.mode not in {"L", "RGB"}:
        return False
    wide, high = least
    picture.draft("L", (max(wide - 1, 1), max(high - 1, 1)))  # 2,550 pixels in four are 638, which is not a quarter
    return True


def paper_colour(pixels: Colour | Grey) -> tuple[int, int, int]:
    """The median colour of the lighter half of a picture, red green blue: the paper rather than the ink."""
    step = max(1, max(pixels.shape[:2]) // 200)
    few = pixels[::step, ::step].reshape(-1, pixels.shape[2] if pixels.ndim == 3 else 1)
    light = few[few.mean(axis=1) >= np.median(few.mean(axis=1))]
    median = np.median(light, axis=0).astype(int).tolist()
    return (median[-1], median[len(median) // 2], median[0])


@contextmanager
def _frame(path: Path, kind: Kind, index: int, settings: ReadSettings) -> Iterator[Image.Image]:
    """One page of a picture file, index from 0, not yet decoded and small enough to be."""
    held = pages(path, settings) if kind is Kind.TIFF else (None,)
    if index >= len(held):
        raise no_page(path, index)
    with _opened(path, kind, held[index]) as picture:
        check_size(path, *picture.size, settings)
        yield picture


@contextmanager
def _opened(path: Path, kind: Kind, directory: Directory | None = None) -> Iterator[Image.Image]:
    """The file opened by the one reader that fits it, a TIFF at one of its pages; all that readers raise on bad files
    becomes `BadInput`.
    """
    if kind is Kind.HEIC:
        _need_heif(path)
    if kind is Kind.JPEG:
        _check_notes(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large pictures and odd tags; limits are ours
            source = open_at(path, directory) if directory else path.open("rb")
            with source, Image.open(source, formats=_FORMATS[kind]) as picture:
                yield picture
    except Image.DecompressionBombError as error:
        message = f"{path.name}: more pixels than can be read safely: {error}"
        raise BadInput(message, "Scan at a lower resolution.") from error
    except UnidentifiedImageError as error:
        raise damaged(path, f"it begins like a {kind} and goes on like none, or declares the size 0") from error
    except MemoryError as error:
        raise BadInput(f"{path.name}: too large to be decoded here", "Scan at a lower resolution.") from error
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, struct.error, ZeroDivisionError) as error:
        reason = "a text in it is too large" if "too large" in str(error).lower() else str(error)
        raise damaged(path, reason) from error


def _check_notes(path: Path) -> None:
    """Refuse a JPEG by what stands before its picture: Pillow joins the pieces of it one by one, 60 MB in 19 s.

    Raises:
        BadInput: there is more of it than any camera or scanner writes.
    """
    with path.open("rb") as file:
        file.seek(2)
        while (head := file.read(4))[:1] == b"\xff" and len(head) == 4 and head[1] != _START_OF_SCAN:
            file.seek(int.from_bytes(head[2:], "big") - 2, os.SEEK_CUR)
            if file.tell() > _MOST_NOTES:
                raise damaged(path, f"over {_MOST_NOTES >> 20} MB of notes stand before its picture")


def _need_heif(path: Path) -> None:
    """Let Pillow read HEIC.

    Raises:
        BadInput: pillow-heif is not installed.
    """
    try:
        from pillow_heif import register_heif_opener  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        message = f"{path.name}: HEIC pictures need the package pillow-heif, which is not installed"
        raise BadInput(message, "Install it (pip install pillow-heif), or save the photograph as JPEG.") from None
    register_heif_opener()


def pages(path: Path, settings: ReadSettings) -> tuple[Directory, ...]:
    """The directories of a TIFF that are pages: all but thumbnails.

    Raises:
        BadInput: there are more than the limit allows, or none.
    """
    found = directories(path, 2 * settings.max_pages + 1)
    held = tuple(one for one in found if one is found[0] or not _thumbnail(one, found[0]))
    if not held:
        raise damaged(path, "it holds no picture")
    if len(held) > settings.max_pages:
        raise BadInput(f"{path.name}: more than {settings.max_pages} pages", "Split it into several files.")
    return held


def _thumbnail(one: Directory, first: Directory) -> bool:
    """Whether this is a small copy of a page: marked so, or under a quarter of the first one's sides."""
    if one.reduced:
        return True
    return max(one.width, one.height) < 300 and 4 * one.width < first.width and 4 * one.height < first.height


def _pixels(picture: Image.Image) -> Grey | Colour:
    """The picture in eight bits, grey or colour, what is transparent shown on white."""
    picture = _old_jpeg(picture)
    mode = picture.mode
    if mode in {"1", "L"} and "transparency" not in picture.info:
        return grey(picture.convert("L"))
    if mode.startswith(("I", "F")):
        deep = _deep(np.asarray(picture))
        return grey(cv2.bitwise_not(deep)) if _white_is_zero(picture) else deep
    if mode in {"LA", "La", "PA", "RGBA", "RGBa"} or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen)
    return grey(cv2.cvtColor(grey(picture.convert("RGB")), cv2.COLOR_RGB2BGR))


def _old_jpeg(picture: Image.Image) -> Image.Image:
    """The JPEG that a TIFF of the old kind holds whole, which libtiff reads in grey only; else the picture itself."""
    if not isinstance(picture, TiffImageFile) or picture.tag_v2.get(_COMPRESSION) != _OLD_JPEG or picture.fp is None:
        return picture
    start, length = picture.tag_v2.get(_JPEG_START, 0), picture.tag_v2.get(_JPEG_LENGTH, 0)
    try:
        picture.fp.seek(start)
        whole = Image.open(io.BytesIO(picture.fp.read(length)), formats=("JPEG",))
        whole.load()
    except (
        OSError,
        SyntaxError,
        ValueError,
        OverflowError,
    ):  # tables only, the picture lies in strips: libtiff puts it together
        return picture
    return whole if whole.size == picture.size else picture


def _white_is_zero(picture: Image.Image) -> bool:
    """Whether a deep TIFF counts from white to black, which Pillow obeys up to eight bits only."""
    return isinstance(picture, TiffImageFile) and picture.tag_v2.get(_PHOTOMETRIC) == 0


def _deep(values: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> Grey:
    """Sixteen-bit, 32-bit and real-number grey brought to eight bits by scaling; Pillow's own conversion clips."""
    numbers = values.astype(np.float32)
    top = float(numbers.max(initial=0, where=np.isfinite(numbers)))  # one infinite pixel made the others black
    numbers = np.nan_to_num(numbers, nan=top, posinf=top, neginf=0.0)
    full = next((limit for limit in (1.0, 255.0, 65535.0) if top <= limit), top)
    return grey(np.clip(numbers * (255.0 / full), 0, 255))


def _declared(picture: Image.Image) -> tuple[float, float] | None:
    """Dots per inch across and down as the file has them."""
    dpi = picture.info.get("dpi", ())
    try:
        across, down = float(dpi[0]), float(dpi[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    return (across, down) if across > 0 and down > 0 else None


def squared(size: Size, dpi: tuple[float, float] | None) -> tuple[Size, float | None]:
    """The size with as many dots to the inch down as across, and that number: standard fax has 204 by 98."""
    if dpi is None:
        return size, None
    across, down = dpi
    ratio = max(dpi) / min(dpi)
    if not 1.02 < ratio < 4:
        return size, across
    width, height = size
    return ((width, round(height * ratio)) if down < across else (round(width * ratio), height)), max(dpi)


def _stretched(pixels: Grey, size: Size) -> Grey:
    """The picture at this size."""
    if (pixels.shape[1], pixels.shape[0]) == size:
        return pixels
    return grey(cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC))


def _loaded(picture: Image.Image) -> tuple[Grey | Colour, tuple[float, float] | None, int]:
    """The pixels, the dots per inch across and down, and the EXIF orientation that is still to be obeyed.

    Pillow turns a TIFF while it loads it, but not its resolution.
    """
    told = _orientation(picture)
    pixels, dpi, left = _pixels(picture), _declared(picture), _orientation(picture)
    return pixels, dpi[::-1] if dpi and told >= _TURNED > left else dpi, left


def _orientation(picture: Image.Image) -> int:
    """The EXIF orientation, 1 where there is none or nonsense."""
    turn = picture.getexif().get(_ORIENTATION, 1)
    return turn if isinstance(turn, int) else 1


def _oriented(pixels: Grey, orientation: int) -> Grey:
    """The picture turned and mirrored as its EXIF orientation says."""
    if orientation >= _TURNED:
        pixels = np.swapaxes(pixels, 0, 1)
    if orientation in {2, 3, 6, 7}:
        pixels = pixels[:, ::-1]
    if orientation in {3, 4, 7, 8}:
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)
