"""A page of a scan file, decoded and not yet changed."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.arrays import Grey
from records.page import Word

SIDES = ("bottom", "left", "top", "right")
"""Where the bottom of a picture comes to lie, by the quarters that it is turned clockwise."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One page as it came out of its file: square pixels, turned as the file says it should be."""

    grey: Grey
    paper: tuple[int, int, int]
    """The paper's median colour, red green blue."""
    dpi: float | None
    """What the file declares; None where it declares nothing."""
    words: tuple[Word, ...] = ()
    """The words of a born-digital page, boxes in the pixels of `grey`."""
    born_digital: bool = False
    size: tuple[int, int] | None = None
    """Width and height to report where they are not those of `grey`: points, for a born-digital page; of the
    whole scan, for one that was glimpsed."""
    warnings: tuple[str, ...] = ()
    reading: Grey | None = None
    """A copy to be read in the place of `grey`, where pale coloured ink would be lost in that."""
    fonts: tuple[str, ...] = ()
    """The name of the font of each of the words."""
    layer: tuple[Word, ...] = ()
    """The words of the text layer under a picture, boxes in the pixels of `grey`; nobody sees them."""
    lost: str = ""
    """The side at which a part of the picture is missing in the file; empty for nearly all."""
