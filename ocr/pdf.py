"""Pages out of PDF files: the scan byte for byte where a page is one picture, drawn otherwise, words where it has them.

pdfium ends the process on some hostile files; what is here runs in a worker that may be lost.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from ocr import textlayer
from ocr.arrays import Grey, flat, grey
from ocr.files import check_size, damaged, no_page, too_many_pixels
from ocr.inks import reading_copy
from ocr.layer import Bounds, layer_of
from ocr.lost import is_short, lost_rows, without_rows
from ocr.pdfcontent import MOST_BYTES, Content, Stored, examine
from ocr.pdfimage import Contents, Placed, decodes, look
from ocr.picture import SIDES, Scan
from ocr.raster import drafted, paper_colour
from ocr.resolution import GLIMPSE_DPI, Size, glimpse_size, true_dpi
from ocr.settings import ReadSettings
from records.errors import BadInput
from records.geometry import READING_DPI, Box

_Way: TypeAlias = Callable[[pdfium.PdfPage, Path, int, Stored, ReadSettings], Scan]
_POINTS = 72.0
_CUT_END = b"\nendstream\nendobj\n%%EOF\n"
"""Put behind a file that was cut: qpdf drops a picture that nothing ends, though most of it may be there."""
_MOST_ENDED = 200 << 20
_INK, _FEW_DOTS = 128, 50
"""Pixels darker than the first, fewer than the second: specks, and nothing that was written."""
_FAINTEST = 8
"""Of 255: by how much the palest letters that are drawn differ from what is behind them."""
_SPECK = 2 * READING_DPI / 72
"""Pixels that a word is high which anybody can read: two points."""
_DRAWN_DPI = 300.0
"""A page of several pictures is drawn at its largest picture's resolution, between 150 and this."""


def count_pages(path: Path, settings: ReadSettings) -> int:
    """How many pages the PDF has.

    Raises:
        BadInput: damaged, encrypted with a password, without pages, or with too many.
    """
    with opened(path) as (document, _):
        pages = min(len(document), _second_count(path) or len(document))
    if pages == 0:
        raise BadInput(f"{path.name}: has no pages", "Scan it again.")
    if pages > settings.max_pages:
        raise BadInput(f"{path.name}: {pages} pages, more than {settings.max_pages}", "Split it into several files.")
    return pages


def decode_page(path: Path, index: int, settings: ReadSettings) -> Scan:
    """One page of a PDF, index from 0.

    Raises:
        BadInput: damaged, encrypted, too large, or there is no such page.
    """
    return _taken(path, index, settings, _decoded)


def glimpse_page(path: Path, index: int, settings: ReadSettings) -> Scan:
    """One page of a PDF in grey, as small as it can be decoded down to `GLIMPSE_DPI`; `size` is its full one in pixels.

    Raises:
        BadInput: as `decode_page`.
    """
    return _taken(path, index, settings, _glimpsed)


def _taken(path: Path, index: int, settings: ReadSettings, way: _Way) -> Scan:
    """One page of a PDF, decoded this way."""
    content = examine(path, index)
    if content.size > MOST_BYTES:
        raise _too_much(path, index)
    with opened(path) as (document, repaired):
        if index >= len(document):
            raise no_page(path, index)
        try:
            if min(document[index].get_size()) <= 0:
                raise damaged(path, f"page {index + 1} has no area: its boxes lie apart")
            if _incomplete(document[index], content, repaired=repaired):
                raise damaged(path, f"what page {index + 1} shows is not in the file")
            scan = way(document[index], path, index, content.stored, settings)
            if _one_colour(scan) and not all(map(decodes, look(document[index]).pictures)):
                raise damaged(path, f"the picture of page {index + 1} cannot be decoded")
            counts = {content.pages or len(document), len(document)}
        except pdfium.PdfiumError as error:
            raise damaged(path, f"page {index + 1} cannot be read: {error}") from error
    if len(counts) > 1:
        said = " or ".join(map(str, sorted(counts)))
        scan = _with_warning(scan, f"readers disagree whether the file has {said} pages: see that none is missing")
    return _with_warning(scan, "damaged file, repaired for reading") if repaired else scan


def _one_colour(scan: Scan) -> bool:
    """Whether a page that was not written shows nothing at all; few of its pixels tell for nearly every page."""
    few = scan.grey[::64, ::64]
    return not scan.born_digital and bool((few == few[0, 0]).all()) and int(scan.grey.min()) == int(scan.grey.max())


def _too_much(path: Path, index: int) -> BadInput:
    """The error for a page that would keep a reader busy for hours or end it."""
    reason = f"the drawing instructions of page {index + 1} are too large to be carried out in the time a page may take"
    return BadInput(f"{path.name}: {reason}", "Print the file to PDF again, or scan the page again.")


def _incomplete(page: pdfium.PdfPage, content: Content, *, repaired: bool) -> bool:
    """Whether all that the page would show was lost with the rest of its file; it would pass for a blank one."""
    if not content.lost and not (repaired and content.empty):
        return False
    seen = look(page)
    return not seen.pictures and not seen.letters


@contextmanager
def opened(path: Path) -> Iterator[tuple[pdfium.PdfDocument, bool]]:
    """The document, and whether it had to be repaired before pdfium would take it."""
    try:
        document, repaired = pdfium.PdfDocument(path), False
        if len(document) == 0:
            document.close()
            document, repaired = _mended(path), True
        if document.get_formtype() != pdfium_c.FORMTYPE_NONE:
            document.init_forms()
    except pdfium.PdfiumError:  # its reason may be that of an earlier file; qpdf tells which are locked
        document, repaired = _mended(path), True
    try:
        yield document, repaired
    finally:
        document.close()


def _mended(path: Path) -> pdfium.PdfDocument:
    """The document as qpdf can put it together again: it recovers cut files that pdfium refuses, and of the picture in
    which the file was cut as much as came.
    """
    whole = io.BytesIO()
    try:
        with pikepdf.open(_ended(path)) as broken:
            if len(broken.pages) == 0:
                raise BadInput(f"{path.name}: has no pages", "Scan it again.")
            broken.save(whole)
        return pdfium.PdfDocument(whole.getvalue())
    except pikepdf.PasswordError as error:
        raise _locked(path) from error
    except (pikepdf.PdfError, pdfium.PdfiumError, ValueError, RecursionError, OSError) as error:
        raise damaged(path, "no reader makes sense of this PDF") from error


def _ended(path: Path) -> Path | io.BytesIO:
    """The file with an end put to it; as it is where it is too large to be held for that."""
    return path if path.stat().st_size > _MOST_ENDED else io.BytesIO(path.read_bytes() + _CUT_END)


def _second_count(path: Path) -> int:
    """How many pages qpdf finds, which counts them where pdfium believes the number in the file; 0 where it cannot."""
    try:
        with pikepdf.open(path) as document:
            return len(document.pages)
    except (pikepdf.PdfError, ValueError, RecursionError, OSError):
        return 0


def _locked(path: Path) -> BadInput:
    """The error for a file that needs a password."""
    message = f"{path.name}: encrypted, it cannot be opened without its password"
    return BadInput(message, "Save a copy without the password and give that.")


def _decoded(page: pdfium.PdfPage, path: Path, index: int, kept: Stored, settings: ReadSettings) -> Scan:
    """The page by the way that fits what is on it."""
    contents = _checked(look(page), path, settings)
    if contents.whole is not None and kept is not Stored.MASKED:
        scan = _embedded(page, contents.whole, path, index, settings)
        return _witnessed(scan, page, contents.whole.bounds) if contents.letters else scan
    if contents.written:
        return _born_digital(page, path, index, settings)
    scan = _drawn(page, contents.pictures, path, settings)
    scan = _witnessed(scan, page, page.get_cropbox()) if contents.letters and contents.pictures else scan
    if not any(map(is_short, contents.pictures)):
        return scan
    return _with_warning(scan, "damaged: a part of its pictures is not in the file")


def _glimpsed(page: pdfium.PdfPage, path: Path, _index: int, kept: Stored, settings: ReadSettings) -> Scan:
    """The page in grey by the cheapest way that shows what `_decoded` shows."""
    contents = _checked(look(page), path, settings)
    if contents.whole is not None and kept is not Stored.MASKED:
        check_size(path, contents.whole.width, contents.whole.height, settings)
        return _embedded_small(page, contents.whole, plain=kept is Stored.PLAIN)
    dpi = float(READING_DPI) if contents.written else _drawn_dpi(page, contents.pictures)
    size = _pixels_at(page, dpi)
    check_size(path, *size, settings)
    true = dpi if contents.written else true_dpi(size, dpi)[0]
    pixels = flat(_render(page, dpi * GLIMPSE_DPI / true))
    return Scan(pixels, paper_colour(pixels), dpi, born_digital=contents.written, size=size)


def _embedded_small(page: pdfium.PdfPage, placed: Placed, *, plain: bool) -> Scan:
    """The scan that the page is, a JPEG decoded no larger than needed."""
    (wide, high), dpi = _square_size(placed)
    pixels = _drafted(placed, glimpse_size((wide, high), true_dpi((wide, high), dpi)[0])) if plain else None
    if pixels is None:
        pixels = flat(_found(placed)[0])
    quarters = page.get_rotation() // 90
    turned = np.ascontiguousarray(np.rot90(pixels, -quarters))
    return Scan(turned, paper_colour(turned), dpi, size=(high, wide) if quarters % 2 else (wide, high))


def _drafted(placed: Placed, least: Size) -> Grey | None:
    """A JPEG in grey, no larger than it must be; None where the picture is none or is damaged."""
    if placed.picture.get_filters() != ["DCTDecode"]:
        return None
    try:
        with Image.open(io.BytesIO(bytes(placed.picture.get_data())), formats=("JPEG",)) as picture:
            drafted(picture, least)
            return grey(picture) if picture.mode == "L" else None
    except (OSError, ValueError, SyntaxError):
        return None


def _checked(contents: Contents, path: Path, settings: ReadSettings) -> Contents:
    """The same contents, refused where a picture among them has more pixels than the limit allows."""
    for placed in contents.pictures:
        if placed.width * placed.height > settings.max_pixels:
            raise too_many_pixels(path, placed.width, placed.height, settings)
    return contents


def _embedded(page: pdfium.PdfPage, placed: Placed, path: Path, index: int, settings: ReadSettings) -> Scan:
    """The scan that the page is, with the very pixels that were put in: 11 ms against 95 for drawing it."""
    check_size(path, placed.width, placed.height, settings)
    whole, lost = _found(placed)
    if lost and np.count_nonzero(flat(whole) < _INK) < _FEW_DOTS:
        raise damaged(path, f"of the picture of page {index + 1} only an empty part is in the file")
    pixels, dpi = _square(whole, placed)
    turns = page.get_rotation() // 90
    turned = np.ascontiguousarray(np.rot90(pixels, -turns))
    scan = Scan(flat(turned), paper_colour(turned), dpi, reading=reading_copy(turned, dpi))
    if not lost:
        return scan
    said = f"damaged: {max(round(lost * 100), 1)} % of the picture, at the {SIDES[turns % 4]}, is not in the file"
    return replace(_with_warning(scan, said), lost=SIDES[turns % 4])


def _found(placed: Placed) -> tuple[Grey, float]:
    """The picture's pixels, paper where the file does not hold them, and the share of those."""
    pixels = _plain(placed.picture.get_bitmap().to_numpy())
    lost = lost_rows(pixels, placed)
    return (without_rows(pixels, lost, placed.dpi[1]) if lost else pixels), lost / len(pixels)


def _plain(pixels: Grey) -> Grey:
    """A bitmap's pixels as grey or colour, copied out of memory that is about to be given back."""
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        return pixels[:, :, 0].copy()
    return pixels[:, :, :3].copy() if pixels.ndim == 3 else pixels.copy()


def _square(pixels: Grey, placed: Placed) -> tuple[Grey, float]:
    """The picture with as many dots to the inch down as across, and that number."""
    size, dpi = _square_size(placed)
    if size == (placed.width, placed.height):
        return pixels, dpi
    return grey(cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC)), dpi


def _square_size(placed: Placed) -> tuple[Size, float]:
    """The size of the picture with as many dots to the inch down as across, and that number."""
    across, down = placed.dpi
    made_up = max(across, down) > 2400 or min(across, down) < 30  # the page's size says nothing about its shape
    if 1 / 1.05 <= across / down <= 1.05 or not 1 / 4 < across / down < 4 or made_up:
        return (placed.width, placed.height), across
    best = max(across, down)
    return (round(placed.inches_wide * best), round(placed.inches_high * best)), best


def _witnessed(scan: Scan, page: pdfium.PdfPage, bounds: Bounds) -> Scan:
    """The scan with the text layer over or under it, which is never read in its place; say that there is one."""
    height, width = scan.grey.shape[:2]
    layer = layer_of(page, bounds, (width, height))
    return _with_warning(
        replace(scan, layer=layer), "the file's own text layer is only a witness: the picture was read"
    )


def _with_warning(scan: Scan, warning: str) -> Scan:
    """The same scan with one thing more to know about it."""
    return replace(scan, warnings=(*scan.warnings, warning))


def _drawn(page: pdfium.PdfPage, pictures: tuple[Placed, ...], path: Path, settings: ReadSettings) -> Scan:
    """The page drawn: one that is cut into strips, has several pictures, or none at all."""
    dpi = _drawn_dpi(page, pictures)
    check_size(path, *_pixels_at(page, dpi), settings)
    pixels = _render(page, dpi)
    return Scan(flat(pixels), paper_colour(pixels), dpi, reading=reading_copy(pixels, dpi))


def _drawn_dpi(page: pdfium.PdfPage, pictures: tuple[Placed, ...]) -> float:
    """At how many dots to the inch the page is drawn."""
    longer = max(page.get_size()) / _POINTS
    finest = max((max(placed.dpi) for placed in pictures), default=float(READING_DPI))
    dpi = min(max(finest, 150.0), _DRAWN_DPI)
    largest = max((max(placed.width, placed.height) for placed in pictures), default=0)
    if longer > 40:  # no scanner takes such a sheet: the page size is made up, the picture's own size counts
        dpi = (largest or 6000) / longer
    return max(largest / longer, dpi) if longer < 1 else dpi


def _pixels_at(page: pdfium.PdfPage, dpi: float) -> Size:
    """Width and height of the page drawn at this resolution."""
    wide, high = (max(ceil(side * (dpi / _POINTS)), 16) for side in page.get_size())
    return wide, high


def _render(page: pdfium.PdfPage, dpi: float) -> Grey:
    """The page drawn in colour."""
    bitmap = page.render(scale=dpi / _POINTS, rev_byteorder=False, prefer_bgrx=False)
    try:
        return grey(bitmap.to_numpy())[:, :, :3].copy()
    finally:
        bitmap.close()


def _born_digital(page: pdfium.PdfPage, path: Path, index: int, settings: ReadSettings) -> Scan:
    """A page that was written and never scanned: its own words, and a drawing of it for the eye."""
    wide, high = page.get_size()
    check_size(path, *_pixels_at(page, READING_DPI), settings)
    pixels = _render(page, READING_DPI)
    plain, paper = flat(pixels), paper_colour(pixels)
    words = textlayer.words(path, index, pixels.shape[1] / max(wide, 1.0))
    if not words:
        return _with_warning(Scan(plain, paper, float(READING_DPI)), "the file's text is not readable")
    seen = _seen(plain, words)
    said, fonts = tuple(one.word for one in seen), tuple(one.font for one in seen)
    scan = Scan(plain, paper, float(READING_DPI), said, True, (round(wide), round(high)), fonts=fonts)
    return scan if len(seen) == len(words) else _with_warning(scan, "words that nobody can see on it were not used")


def _seen(picture: Grey, words: Sequence[textlayer.Written]) -> list[textlayer.Written]:
    """The words that somebody can see: none of the colour of what is behind it where another one is drawn."""
    among = textlayer.middles(one.word for one in words)
    return [
        one
        for one in words
        if _is_seen(picture, one.word.box) and not (_is_pale(picture, one) and textlayer.is_crossed(one.word, among))
    ]


def _is_pale(picture: Grey, one: textlayer.Written) -> bool:
    """Whether a word has the colour of what is behind it."""
    place = _place(picture, one.word.box)
    behind = int(np.bincount(place.ravel()).argmax())
    return one.shade is not None and abs(255 * one.shade - behind) < _FAINTEST


def _is_seen(picture: Grey, box: Box) -> bool:
    """Whether anything is drawn where a word is said to be: white, transparent, clipped and covered ones are not.

    What is smaller than two points is a speck.
    """
    place = _place(picture, box)
    return bool(place.size) and int(place.max()) - int(place.min()) >= _FAINTEST and box.height >= _SPECK


def _place(picture: Grey, box: Box) -> Grey:
    """The part of the picture where a word is said to be."""
    top, left = max(int(box.top), 0), max(int(box.left), 0)
    return picture[top : ceil(box.bottom), left : ceil(box.right)]
