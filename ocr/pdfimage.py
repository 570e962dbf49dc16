"""What lies on a PDF page: its pictures, its letters, and whether it is simply one scan."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_MANY = 20_000
"""Objects looked at: a page of three million lines is drawn or given up, not counted."""
_INVISIBLE = 3
"""Text rendering mode of text layers that scanners' software puts over a picture."""
_SILENT_NOTES = frozenset({pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP})
_POINTS = 72.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture and where it stands on the page."""

    picture: pdfium.PdfImage
    width: int
    height: int
    inches_wide: float
    inches_high: float
    bounds: tuple[float, float, float, float]
    """Left, bottom, right and top on the page, in points."""
    whole: bool
    """It fills the page, upright, and is plain enough for its own pixels to be what is seen."""

    @property
    def dpi(self) -> tuple[float, float]:
        """Dots per inch across and down, by its place on the page."""
        return self.width / self.inches_wide, self.height / self.inches_high


@dataclass(frozen=True, slots=True)
class Contents:
    """What lies on a page."""

    pictures: tuple[Placed, ...]
    whole: Placed | None
    """The one scan that the page is, where it is one and nothing else is to be seen."""
    written: bool
    """The page was written and not scanned: its letters are its own."""
    letters: int
    """Pieces of text on it, seen and unseen."""


def look(page: pdfium.PdfPage) -> Contents:
    """What lies on this page, without decoding any of it."""
    pictures: list[Placed] = []
    seen, hidden, over = 0, 0, 0
    for thing in islice(page.get_objects(max_depth=6), _MANY):
        if thing.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            pictures.append(_placed(thing, page))
            over = 0
        elif thing.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
            unseen = pdfium_c.FPDFTextObj_GetTextRenderMode(thing) == _INVISIBLE
            seen, hidden, over = seen + (not unseen), hidden + unseen, over + (not unseen)
        elif thing.type == pdfium_c.FPDF_PAGEOBJ_PATH:
            over += 1
    noted = _annotated(page)
    plain = len(pictures) == 1 and pictures[0].whole and not over and not noted
    covered = _coverage(pictures, page)
    written = seen >= 3 and hidden <= seen / 10 and covered < 0.5 and not noted
    return Contents(tuple(pictures), pictures[0] if plain else None, written, seen + hidden)


def decodes(placed: Placed) -> bool:
    """Whether a picture's coding is what it says it is: pdfium draws nothing of one that is not, as if it were white.

    Of JBIG2 it says not even that, so its first segment's header is looked at (ITU-T T.88, 7.2).
    """
    try:
        placed.picture.get_bitmap()
        coded = bytes(placed.picture.get_data()) if placed.picture.get_filters()[-1:] == ["JBIG2Decode"] else b""
    except pdfium.PdfiumError:
        return False
    return not coded or (len(coded) > _HEADER and coded[4] & 0x3F in _SEGMENTS and coded[5] >> 5 != _RESERVED)


_HEADER, _RESERVED = 10, 5
"""Bytes of the shortest segment's header, and a count of segments referred to that is none."""
_SEGMENTS = frozenset({0, 4, 6, 7, 16, 20, 22, 23, 36, 38, 39, 40, 42, 43, 48, 49, 50, 51, 52, 53, 62})
"""Kinds of segments."""


def _placed(picture: pdfium.PdfImage, page: pdfium.PdfPage) -> Placed:
    """The picture with its place, through all forms that it is nested in."""
    width, height = picture.get_px_size()
    matrix, form = picture.get_matrix(), picture.container
    while form is not None:
        matrix, form = matrix.multiply(form.get_matrix()), form.container
    left, bottom, right, top = matrix.on_rect(0, 0, 1, 1)
    whole = _upright(matrix.get()) and _fills((left, bottom, right, top), page) and picture.container is None
    plain = picture.get_metadata().colorspace != pdfium_c.FPDF_COLORSPACE_UNKNOWN
    bounds = (left, bottom, right, top)
    return Placed(picture, width, height, _inches(right - left), _inches(top - bottom), bounds, whole and plain)


def _upright(matrix: tuple[float, ...]) -> bool:
    """Whether it neither turns, leans nor mirrors."""
    a, b, c, d = matrix[:4]
    return a > 0 and d > 0 and max(abs(b), abs(c)) < 1e-3 * max(a, d)


def _fills(bounds: tuple[float, ...], page: pdfium.PdfPage) -> bool:
    """Whether the picture's edges are the page's, within 3 % of its longer side."""
    box = page.get_cropbox()
    edges = (found - wanted for found, wanted in zip(bounds, box, strict=True))
    return all(abs(edge) <= 0.03 * max(page.get_size()) for edge in edges)


def _inches(points: float) -> float:
    """Points as inches, never nothing."""
    return max(abs(points), 0.01) / _POINTS


def _coverage(pictures: list[Placed], page: pdfium.PdfPage) -> float:
    """The share of the page that pictures cover, overlaps counted twice."""
    wide, high = page.get_size()
    area = max(wide * high, 1e-6) / _POINTS**2
    return float(sum(placed.inches_wide * placed.inches_high for placed in pictures) / area)


def _annotated(page: pdfium.PdfPage) -> bool:
    """Whether stamps, filled form fields or notes lie on the page, which are part of what is seen."""
    for number in range(min(pdfium_c.FPDFPage_GetAnnotCount(page), _MANY)):
        note = pdfium_c.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        kind = pdfium_c.FPDFAnnot_GetSubtype(note)
        pdfium_c.FPDFPage_CloseAnnot(note)
        if kind not in _SILENT_NOTES:
            return True
    return False
