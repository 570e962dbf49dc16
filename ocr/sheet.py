"""A page opened for reading: decoded, upright, straight, at 200 dots to the inch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import cv2
import numpy as np

from ocr import cleanup, dewarp, quality, staples, upright
from ocr.arrays import Grey, grey
from ocr.belied import belied
from ocr.blanks import Blanks, ruled
from ocr.copies import Copies
from ocr.decode import decode
from ocr.layer import laid
from ocr.orientation import quarter_turns
from ocr.picture import SIDES, Scan
from ocr.resolution import true_dpi
from ocr.settings import ReadSettings
from ocr.spread import seam_of
from records.geometry import READING_DPI, Box, Frame, Seam
from records.page import PageFacts, PageImage, Word

_MOST_SIDE = 32_000
"""Pixels of the reading frame: Tesseract reads no longer side than 32,767."""
_MOST_PIXELS = 60_000_000
_STROKE, _CLEAR = 7, 60
"""Pixels at 50 dots to the inch that are wider than a stroke of writing, and the levels by which one stands out."""
_FAINT = 0.35
"""Contrast below which a scan is said to be faint."""
_BLURRED = 0.2
"""Sharpness below which it is said to be blurred."""


Pose: TypeAlias = tuple[int, float]
"""Clockwise quarter turns, and then degrees counter-clockwise, that make a page upright and straight."""


@dataclass(frozen=True)
class Sheet:
    """An open page; it holds pixels, lives in the worker that opened it and is never sent or stored."""

    image: PageImage
    facts: PageFacts
    frame: Frame
    upright: Grey
    """The scan in the reading frame, otherwise unchanged."""
    text_layer: tuple[Word, ...]
    """The words of a born-digital page, in the reading frame; () where the page is a picture."""
    copies: Copies
    """What the engines read."""
    seam: Seam | None = None
    """Where the picture shows two sheets: where the second one begins."""
    combs: tuple[Box, ...] = ()
    """The rows of little boxes, a character each, that were made into rules in the copies."""
    redrawn: bool = False
    """Whether rows of dots or boxes were made into rules."""
    layer: tuple[Word, ...] = ()
    """The words of the text layer that the file has under the picture, in the reading frame; nobody sees them."""


def open_sheet(
    image: PageImage,
    settings: ReadSettings,
    pose: Pose | None = None,
    *,
    redraw: bool = True,
    seam: Seam | None = None,
) -> Sheet:
    """The page that the reference names, in the reading frame, with what can be measured on it.

    Args:
        image: The page.
        settings: How it is read.
        pose: How it lies, where that is known from its form; found out otherwise.
        redraw: Whether rows of dots and boxes are looked for and made into rules: 0.05 s, and a known form says whether
            it has any.
        seam: Where two sheets meet on it, where that is known; found out otherwise.

    Raises:
        BadInput: it cannot be read.
    """
    scan = _believed(decode(image, settings), settings)
    height, width = scan.grey.shape
    dpi, doubt = (float(READING_DPI), "") if scan.born_digital else true_dpi((width, height), scan.dpi)
    scale = _allowed(READING_DPI / dpi, width, height)
    picture, negative = _positive(scaled(scan.grey, scale))
    legible = picture if scan.reading is None or negative else scaled(scan.reading, scale)
    off = cleanup.edges(legible)
    even = cleanup.evened(cleanup.without(cleanup.without(legible, off), staples.staples(legible)))
    turns, skew = pose or (0 if scan.born_digital else quarter_turns(even, settings), None)
    picture, even, off = (upright.quarter_turned(each, turns) for each in (picture, even, off))
    cut_off = () if scan.born_digital else quality.cut_off(even, off)
    if scan.lost:
        cut_off = tuple(dict.fromkeys((*cut_off, SIDES[(SIDES.index(scan.lost) + turns) % 4])))
    unknown = skew is None and not scan.born_digital
    if skew is None:
        skew = upright.skew_of(even) if unknown else 0.0
    picture, even = upright.turned(picture, skew), upright.turned(even, skew)
    bend = dewarp.bend_of(even) if unknown else ()  # a known form's zones are laid on the sheet as it lies
    picture, even = dewarp.flattened(picture, bend), dewarp.flattened(even, bend)
    grown = scale * (READING_DPI / 72 if scan.born_digital else 1)
    frame = Frame(turns, skew, grown, picture.shape[1], picture.shape[0], bend)
    warnings = _warnings(scan, doubt, negative=negative, dark=bool(_dark_share(picture) > 0.5), dpi=dpi)
    if scale < 0.99 * READING_DPI / dpi:
        warnings += (f"{width} × {height} pixels, read at {scale * dpi:.0f} dots per inch: engines take no more",)
    facts = replace(_facts(scan, even, picture, dpi, warnings), cut_off=cut_off)
    if seam is None and not (scan.born_digital or facts.blank or pose):
        seam = seam_of(even)
    facts = replace(facts, warnings=(*warnings, *poor(facts), *_oddities(facts, seam)))
    blanks = Blanks(even, ()) if facts.blank or not redraw else ruled(even)
    redrawn = blanks.even is not even
    layer = laid(scan.layer, (width, height), frame)
    return Sheet(image, facts, frame, picture, scan.words, Copies(blanks.even), seam, blanks.combs, redrawn, layer)


def _believed(scan: Scan, settings: ReadSettings) -> Scan:
    """The page, a picture like any other where it shows other letters than its file says."""
    if not scan.words or not belied(scan, settings):
        return scan
    said = (*scan.warnings, "the file's text says other letters than the page shows: it was not used")
    return replace(scan, words=(), fonts=(), born_digital=False, size=None, warnings=said)


def _oddities(facts: PageFacts, seam: Seam | None) -> Iterator[str]:
    """What the picture shows beside or instead of a page."""
    if facts.blank and facts.ink > 0.01:
        yield "no text found on a page that is not white: speckle or a picture"
    if seam is not None and seam.sure:
        yield f"two pages {'one above the other' if seam.across else 'side by side'}, read one after the other"


def scaled(picture: Grey, scale: float) -> Grey:
    """The picture at another resolution; averaged on the way down, smooth on the way up."""
    if abs(scale - 1) < 0.003:
        return picture
    height, width = picture.shape[:2]
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    return grey(cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC))


def in_frame(picture: Grey, frame: Frame) -> Grey:
    """A decoded scan brought into a reading frame found earlier: the same pixels as when it was opened."""
    side = picture.shape[frame.quarter_turns % 2 == 0]
    scales = (frame.scale, frame.scale * 72 / READING_DPI)  # the second for a page that was measured in points
    scale = min(scales, key=lambda scale: abs(scale * side - frame.width))
    lying = upright.quarter_turned(_positive(scaled(picture, scale))[0], frame.quarter_turns)
    return dewarp.flattened(upright.turned(lying, frame.skew), frame.bend)


def _allowed(scale: float, width: int, height: int) -> float:
    """The scale, smaller where the page would come out larger than engines take."""
    most = min(_MOST_SIDE / max(width, height), (_MOST_PIXELS / (width * height)) ** 0.5)
    return float(min(scale, most))


def _positive(picture: Grey) -> tuple[Grey, bool]:
    """The picture with dark ink on light paper, and whether it had to be inverted."""
    few = picture[::8, ::8]
    light = float((few > 170).mean())
    dark = float(np.median(few)) < 80 and 0.003 < light < 0.4 and float(((few > 90) & (few < 170)).mean()) < light
    if dark and _light_strokes(picture):
        return grey(cv2.bitwise_not(picture)), True
    return picture, False


def _light_strokes(picture: Grey) -> bool:
    """Whether strokes are rather light on dark than dark on light: a torn sheet on a black ground has no light ones."""
    small = cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_STROKE, _STROKE))
    light, dark = (
        float((cv2.morphologyEx(small, way, around) > _CLEAR).mean()) for way in (cv2.MORPH_TOPHAT, cv2.MORPH_BLACKHAT)
    )
    return light > dark


def _dark_share(picture: Grey) -> float:
    """The share of the picture that is black, edges and all."""
    return float((picture[::8, ::8] < 60).mean())


def _warnings(scan: Scan, doubt: str, *, negative: bool, dark: bool, dpi: float) -> tuple[str, ...]:
    """What a person should know about this scan."""
    found = [*scan.warnings, doubt]
    if negative:
        found.append("a negative, read with its colours exchanged")
    if dark and not negative:
        found.append("most of the picture is black")
    if dpi < 100 and not scan.born_digital:
        found.append(f"low resolution: {dpi:.0f} dots per inch; 200 are needed to read print, 300 for handwriting")
    return tuple(warning for warning in found if warning)


def _facts(scan: Scan, even: Grey, picture: Grey, dpi: float, warnings: tuple[str, ...]) -> PageFacts:
    """What was measured."""
    width, height = scan.size or (scan.grey.shape[1], scan.grey.shape[0])
    return PageFacts(
        width=width,
        height=height,
        dpi=72.0 if scan.born_digital else round(dpi, 1),
        ink=quality.ink_share(even),
        blank=not scan.words and quality.is_blank(even),
        sharpness=quality.sharpness(picture),
        born_digital=scan.born_digital,
        colour=scan.paper,
        fingerprint=quality.fingerprint(even),
        warnings=warnings,
        contrast=quality.contrast(even, picture),
    )


def poor(facts: PageFacts) -> tuple[str, ...]:
    """What is wrong with a scan, for a clerk who may lay the sheet on the glass again."""
    said = [f"cut off at the {side}: writing runs over the edge of the scan" for side in facts.cut_off]
    if facts.blank or facts.born_digital:
        return ()
    if facts.contrast < _FAINT:
        said.append(f"faint: the writing is only {facts.contrast:.0%} darker than the paper")
    if 0 < facts.sharpness < _BLURRED:
        said.append("blurred: the edges of the letters are not crisp")
    return tuple(said)
