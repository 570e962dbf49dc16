"""Which way up a page is: Tesseract's own detection, asked only where there is something to tell by."""

from __future__ import annotations

import pytesseract

from ocr import quality, upright
from ocr.arrays import Grey
from ocr.engines.tesseract import as_file, called
from ocr.settings import ReadSettings
from records.geometry import READING_DPI

_OSD_DPI = 150
"""Right 24 times of 24 on forms, as at 300; at 100 only 17."""
_SURE = 1.5
"""Every wrong answer measured had a confidence of 1.2 or less."""


def quarter_turns(even: Grey, settings: ReadSettings) -> int:
    """Clockwise quarter turns that make the page upright; 0 where nothing on it tells."""
    if quality.ink_share(even) < 0.0005 or quality.is_blank(even):
        return 0
    turns, confidence = _detected(even, settings)
    return turns if confidence > _SURE else 0


def _detected(even: Grey, settings: ReadSettings) -> tuple[int, float]:
    """Tesseract's answer and how sure it is; (0, 0) where it has none."""
    small = upright.shrunk(even, _OSD_DPI / READING_DPI)
    try:
        with as_file(small) as name:
            answer = called(pytesseract.image_to_osd, name, settings, f"--psm 0 --dpi {_OSD_DPI}")
    except (ValueError, TimeoutError):
        return 0, 0.0
    found = dict(line.split(":", 1) for line in answer.splitlines() if ":" in line)
    return round(float(found.get("Rotate", 0)) / 90) % 4, float(found.get("Orientation confidence", 0))
