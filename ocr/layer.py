"""The text that a scanner's software laid unseen under a picture: a witness of what is read, never what is read.

Some systems lay there what they have read, others the file's entry in their catalogue: whoever asks a layer looks first
whether it knows its page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import groupby
from math import cos, radians, sin
from typing import TypeAlias

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ocr import dewarp
from ocr.order import lines_of
from ocr.resolution import Size
from records.geometry import Box, Frame
from records.page import Word

_MANY = 20_000
"""Characters looked at, 0.01 s for the 3,000 of a page: what has more is no page's."""

Bounds: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top, in the points of a page."""


def layer_of(page: pdfium.PdfPage, bounds: Bounds, size: Size) -> tuple[Word, ...]:
    """The words of a page's text, seen and unseen, in the pixels of the picture that shows it.

    Args:
        page: The page; its picture is turned as the page says.
        bounds: What of it the picture shows.
        size: The picture's width and height in pixels, after it was turned.
    """
    turns = page.get_rotation() // 90
    wide, high = size if turns % 2 == 0 else (size[1], size[0])
    left, bottom, right, top = bounds
    across, down = wide / max(right - left, 1e-6), high / max(top - bottom, 1e-6)
    found = []
    for text, (x0, y0, x1, y1) in _runs(page):
        box = Box((x0 - left) * across, (top - y1) * down, (x1 - left) * across, (top - y0) * down)
        found.append(Word(text, _turned(box, turns, (wide, high)), 1.0))
    return tuple(found)


def laid(words: Sequence[Word], size: Size, frame: Frame) -> tuple[Word, ...]:
    """A scan's words, brought into its reading frame.

    Args:
        words: In the pixels of the scan.
        size: The scan's width and height.
        frame: How the scan was turned into the reading frame.
    """
    upright = (frame.width, frame.height) if frame.quarter_turns % 2 == 0 else (frame.height, frame.width)
    across, down = upright[0] / size[0], upright[1] / size[1]
    middle = (frame.width - 1) / 2, (frame.height - 1) / 2
    lean = radians(frame.skew)
    found = []
    for word in words:
        b = word.box
        scaled = Box(b.left * across, b.top * down, b.right * across, b.bottom * down)
        box = _turned(scaled, frame.quarter_turns, upright)
        x, y = box.middle[0] - middle[0], box.middle[1] - middle[1]
        x, y = middle[0] + x * cos(lean) + y * sin(lean), middle[1] - x * sin(lean) + y * cos(lean)
        y -= dewarp.lowered(frame.bend, x / max(frame.width, 1), y / max(frame.height, 1))
        found.append(Word(word.text, box.moved(x - box.middle[0], y - box.middle[1]), word.confidence))
    return tuple(found)


def said_in(layer: Sequence[Word], box: Box) -> str:
    """What the layer's words in a place say, its lines joined by a line feed; empty where it has none there."""
    within = [word for word in layer if _holds(box, word.box.middle)]
    return "\n".join(" ".join(word.text for word in line) for line in lines_of(within)) if within else ""


def without_those_in(layer: Sequence[Word], places: Sequence[Box]) -> tuple[Word, ...]:
    """The layer's words that stand in none of these places."""
    return tuple(word for word in layer if not any(_holds(place, word.box.middle) for place in places))


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box.left <= point[0] <= box.right and box.top <= point[1] <= box.bottom


def _turned(box: Box, turns: int, size: tuple[float, float]) -> Box:
    """A box of a picture of this size, the picture turned clockwise by quarters."""
    wide, high = size
    for _ in range(turns % 4):
        box = Box(high - box.bottom, box.left, high - box.top, box.right)
        wide, high = high, wide
    return box


def _runs(page: pdfium.PdfPage) -> Iterator[tuple[str, Bounds]]:
    """The words of a page's text with where they stand, in points."""
    for blank, run in groupby(_characters(page), key=lambda each: each is None):
        characters = [each for each in run if each is not None]
        if not blank:
            yield "".join(c for c, _ in characters), _around([bounds for _, bounds in characters])


def _characters(page: pdfium.PdfPage) -> Iterator[tuple[str, Bounds] | None]:
    """The characters of a page's text with where they stand; None where a word ends."""
    text = page.get_textpage()
    sides = [ctypes.c_double() for _ in range(4)]
    for place in range(min(text.count_chars(), _MANY)):
        character = chr(pdfium_c.FPDFText_GetUnicode(text, place))
        if character.isspace() or not character.isprintable():
            yield None
            continue
        pdfium_c.FPDFText_GetCharBox(text, place, sides[0], sides[2], sides[1], sides[3])
        left, bottom, right, top = (side.value for side in sides)
        yield character, (left, min(bottom, top), max(left, right), max(bottom, top))


def _around(bounds: Sequence[Bounds]) -> Bounds:
    """What holds them all."""
    left, bottom, right, top = zip(*bounds, strict=True)
    return min(left), min(bottom), max(right), max(top)
