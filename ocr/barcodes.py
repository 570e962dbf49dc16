"""Bar codes and square codes on a page: separators, labels of assets, numbers that a pad was printed with.

Everything that they say comes from outside and may be anything, so it is cut short and loses what does not print.
"""

from __future__ import annotations

import zxingcpp

from ocr.arrays import Grey
from records.geometry import Box
from records.page import Code

_LINEAR = (
    zxingcpp.BarcodeFormat.Code128,
    zxingcpp.BarcodeFormat.Code39,
    zxingcpp.BarcodeFormat.Code93,
    zxingcpp.BarcodeFormat.Codabar,
    zxingcpp.BarcodeFormat.ITF,
    zxingcpp.BarcodeFormat.EANUPC,
)
_SQUARE = (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.Aztec)
_FORMATS = zxingcpp.BarcodeFormats([*_LINEAR, *_SQUARE])
"""20 ms a page over 251 pages, 1-bit faxes and forms, with the one code there is read and none made up. PDF417 alone
takes 15 more and stands on licences, not on orders."""
_LONGEST = 200
"""Characters kept of what a code says: a QR code holds 4,296."""
_MOST = 32
"""Codes kept of a page: a sheet of labels has 30."""


def read_codes(upright: Grey) -> tuple[Code, ...]:
    """The codes on a page in the reading frame, from the top.

    At 200 dots to the inch: bars of 1/100 inch, the usual label's, are read there and at 150 not. Looking for pages
    that hold none first (stripes, squares) took 14 ms, found something on nearly every form and is not worth it.
    """
    if min(upright.shape) < 16:
        return ()
    plain = zxingcpp.TextMode.Plain
    found = zxingcpp.read_barcodes(upright, formats=_FORMATS, text_mode=plain, try_invert=False, try_downscale=False)
    codes = {(code.text, code.box): code for code in map(_code, found) if code.text}
    return tuple(sorted(codes.values(), key=lambda code: (code.box.top, code.box.left, code.text)))[:_MOST]


def _code(found: zxingcpp.Barcode) -> Code:
    """What was found, as a fact on the page."""
    place = found.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    across, down = [float(corner.x) for corner in corners], [float(corner.y) for corner in corners]
    box = Box(min(across), min(down), max(across), max(down))
    return Code(found.format.name.lower(), printable(found.text), box)


def printable(text: str) -> str:
    """The text on one line with what does not print taken out, and cut short."""
    bare = "".join(character if character.isprintable() else " " for character in text[: 4 * _LONGEST])
    return " ".join(bare.split())[:_LONGEST]
