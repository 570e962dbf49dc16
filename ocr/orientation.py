"""Which way up a page is: Tesseract's own detection, and where that is unsure the ink itself, read both ways up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import pytesseract

from ocr import quality, upright
from ocr.arrays import Grey, grey
from ocr.cleanup import ink_of
from ocr.engines import ctc, ppocr
from ocr.engines.alphabets import LATIN
from ocr.engines.tesseract import as_file, called
from ocr.settings import ReadSettings
from records.geometry import READING_DPI
from records.page import Word

_OSD_DPI = 150
"""Right 24 times of 24 on forms, as at 300; at 100 only 17."""
_SURE = 10.0
"""On print it was right from 1.5 on; on handwritten registers it was wrong at 3.6, 4.0 and 5.1. Of 22 pages turned at
random, acted on from 1.5 alone it was right 17 times; with the ink read both ways up where it is below this, 21."""
_HINT = 1.5
"""From here on its guess is tried first; on a register of handwriting between ruled lines it took even the way that the
lines run for another."""
_LEGIBLE = 0.93
"""How surely letters are read on a page that needs no turning: 0.939 and more on 16 upright scans, print and
handwriting, at most 0.71 on the same pages upside down and 0.89 lying; a quarter of the time of detection."""
_MARGIN = 0.06
"""By how much the mean certainty of letters must be better for a page to be turned against the first guess."""
_GUESSED = 0.6
"""A word below this was hardly read."""
_READ = 0.75
"""Share of words that are read where a page is: 0.56 of a mirrored log in hand printing are, by their lucky letters."""
_SECONDS = 8.0
"""Detection takes a third of a second; on speckle it must not use up the page's time before reading begins."""
_LINES = 8
"""Pieces of writing read each way up: 25 ms each."""


def quarter_turns(even: Grey, settings: ReadSettings) -> int:
    """Clockwise quarter turns that make the page upright; 0 where nothing on it tells."""
    if quality.ink_share(even) < 0.0005 or quality.is_blank(even):
        return 0
    if "ppocr" in settings.engines and _legibility(even) >= _LEGIBLE:
        return 0
    turns, confidence = _detected(even, settings)
    if confidence >= _SURE:
        return turns
    if "ppocr" not in settings.engines:
        return turns if confidence > _HINT else 0
    first = turns if confidence > _HINT else 0
    return _most_legible(even, (first, (first + 2) % 4, (first + 1) % 4, (first + 3) % 4))


def is_mirrored(even: Grey, words: Sequence[Word], settings: ReadSettings) -> bool:
    """Whether a page that reads badly reads well in a mirror; nothing is tried on one that was read.

    Of two mirrored pages letters are 0.98 sure in the mirror and 0.61 and 0.66 as they lie.

    Args:
        even: The page upright and of even light.
        words: What was read on it.
        settings: Which engines there are; without ppocr it cannot be told.
    """
    if "ppocr" not in settings.engines or not _unread(words) or quality.is_blank(even):
        return False
    mirrored = np.ascontiguousarray(even[:, ::-1])
    seen = max(_legibility(mirrored), _legibility(upright.quarter_turned(mirrored, 2)))
    return seen >= _LEGIBLE and seen > _legibility(even) + _MARGIN


def _unread(words: Sequence[Word]) -> bool:
    """Whether many of the words are mere guesses: of a mirrored log of short words half are read surely."""
    return sum(word.confidence >= _GUESSED for word in words) < _READ * max(len(words), 8)


def _most_legible(even: Grey, candidates: tuple[int, ...]) -> int:
    """The first of these turns after which the writing reads as it does on an upright page.

    Where it does after none, the one after which it reads best; the first, unless another is clearly better. None is
    better after which fewer letters are read: a stamp on its side reads better than worn print, and is less of it.
    """
    read: list[_Legible] = []
    for turns in candidates:
        read.append(_read(upright.quarter_turned(even, turns)))
        if read[-1].mean >= _LEGIBLE and read[-1].letters >= read[0].letters:
            return turns
    fuller = [place for place, each in enumerate(read) if each.letters >= read[0].letters]
    best = max(fuller, key=lambda place: read[place].mean)
    return candidates[best] if read[best].mean >= read[0].mean + _MARGIN else candidates[0]


@dataclass(frozen=True, slots=True)
class _Legible:
    """How some lines of a page read one way up."""

    mean: float
    """How sure the recogniser is of their letters, 0 to 1, few letters counting for less."""
    letters: int
    """Those that it is sure of."""


def _read(even: Grey) -> _Legible:
    sure: list[float] = []
    for left, top, width, height in _writing(even):
        picture = even[top : top + height, left : left + width]
        line = ppocr.recognised(picture, LATIN)
        sure.extend(glyph.confidence for glyph in ctc.best_path(line.probabilities, line.letters))
    return _Legible(float(np.sum(sure)) / (len(sure) + 3), sum(each >= _LEGIBLE for each in sure))


def _legibility(even: Grey) -> float:
    return _read(even).mean


def _writing(even: Grey) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height of some pieces that look like words in a line, the longest first."""
    ink = ink_of(grey(cv2.resize(even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)))
    for kernel in ((1, 40), (40, 1)):  # ruled lines would join everything
        ink = grey(cv2.subtract(ink, cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(kernel, np.uint8))))
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 13), np.uint8))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = (cv2.boundingRect(outline) for outline in outlines)
    lines = [box for box in boxes if 7 <= box[3] <= 40 and 3 * box[3] <= box[2] <= 300]
    longest = sorted(lines, key=lambda box: (-box[2], box[1], box[0]))[:_LINES]
    return [(max(2 * x - 5, 0), max(2 * y - 5, 0), 2 * w + 10, 2 * h + 10) for x, y, w, h in longest]


def _detected(even: Grey, settings: ReadSettings) -> tuple[int, float]:
    """Tesseract's answer and how sure it is; (0, 0) where it has none."""
    small = upright.shrunk(even, _OSD_DPI / READING_DPI)
    hurried = replace(settings, tesseract_seconds=min(settings.tesseract_seconds, _SECONDS))
    try:
        with as_file(small) as name:
            answer = called(pytesseract.image_to_osd, name, hurried, f"--psm 0 --dpi {_OSD_DPI}")
    except (ValueError, TimeoutError):
        return 0, 0.0
    found = dict(line.split(":", 1) for line in answer.splitlines() if ":" in line)
    return round(float(found.get("Rotate", 0)) / 90) % 4, float(found.get("Orientation confidence", 0))
