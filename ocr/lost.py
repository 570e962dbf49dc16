"""Rows of a PDF's picture that are not in the file: the copying stopped, or a part of the file is spoilt.

pdfium leaves them black, grey where the picture is a JPEG, and says nothing: a page of which more than half is black
passes for a negative, and what can still be read of it is read as nonsense.
"""

from __future__ import annotations

import numpy as np

from ocr.arrays import Colour, Grey, flat
from ocr.pdfimage import Placed

_UNFILLED_JPEG = 128
"""What libjpeg fills up with."""
_FEWEST = 0.02
"""Of a picture's rows: writers that round heights leave fewer out."""
_PACKED = frozenset({"FlateDecode", "LZWDecode", "RunLengthDecode"})
"""Codings that unpack to rows of a length that is known."""
_SLACK = 8
"""Bytes that writers put behind the last row."""
_LINE = 0.3
"""Inches above the last row that came within which a line of writing stands that may be cut through."""


def lost_rows(pixels: Colour | Grey, placed: Placed) -> int:
    """How many rows, from the bottom, the file does not hold of a picture as pdfium decodes it; 0 for nearly all."""
    fill = np.unique(pixels[-1])
    if fill.size > 1:
        return 0
    rows = _alike(pixels, int(fill[0]))
    return rows if rows >= _FEWEST * len(pixels) and _cut(pixels, rows, int(fill[0]), placed) else 0


def is_short(placed: Placed) -> bool:
    """Whether the file holds fewer bytes of a picture than its rows come to; False where its coding does not tell."""
    coding = placed.picture.get_filters()[-1:]
    if not coding or coding[0] not in _PACKED:
        return False
    return _too_few(len(placed.picture.get_data(decode_simple=True)), placed.width, placed.height)


def without_rows(pixels: Colour | Grey, rows: int, dpi: float) -> Colour | Grey:
    """The picture with paper for the rows that are lost, and for the line of writing that the loss goes through: half a
    letter would be read as another letter.
    """
    last = len(pixels) - rows
    first = max(last - round(_LINE * dpi), 0)
    ink = np.count_nonzero(flat(pixels[first:last]) < _UNFILLED_JPEG, axis=1)
    keep = first + int(np.flatnonzero(ink == ink.min())[-1]) if ink.size else last
    mended = pixels.copy()
    mended[keep:] = 255
    return mended


def _alike(pixels: Colour | Grey, value: int) -> int:
    """How many of the last rows hold this value and nothing else."""
    other = np.flatnonzero((pixels != value).reshape(len(pixels), -1).any(axis=1))
    return len(pixels) - 1 - int(other[-1]) if other.size else len(pixels)


def _cut(pixels: Colour | Grey, rows: int, value: int, placed: Placed) -> bool:
    """Whether so many rows of one value are missing ones, and not paper or the black behind it."""
    coding = placed.picture.get_filters()[-1:]
    if coding == ["DCTDecode"]:
        return value == _UNFILLED_JPEG
    if coding and coding[0] in _PACKED:
        return is_short(placed)
    above = flat(pixels[-rows - 1 : -rows]) if rows < len(pixels) else np.zeros((1, 1), np.uint8)
    return value == 0 and float((above > _UNFILLED_JPEG).mean()) > 0.5  # black behind a sheet does not end so straight


def _too_few(size: int, width: int, height: int) -> bool:
    """Whether so many bytes are fewer than a whole picture's, and those of no depth and number of colours."""
    whole = (height * ((width * bits * colours + 7) // 8) for bits in (1, 2, 4, 8, 16) for colours in (1, 3, 4))
    return not any(0 <= size - each <= _SLACK for each in whole) and size < 8 * width * height
