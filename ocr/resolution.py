"""How many dots to the inch a scan really has.

What files declare is often a writer's default (72, 96, 1) and PDF pages are made to fit anything, so a declaration is
believed only where the sheet that follows from it is one that goes through a scanner. Declaring the true resolution to
Tesseract is worth 9 points of word recall.
"""

from __future__ import annotations

from typing import TypeAlias

Size: TypeAlias = tuple[int, int]

GLIMPSE_DPI = 75
"""Dots to the inch of a page looked at in passing: enough for its angle and for the place of a form on it."""
_SHEETS = ((8.5, 11.0), (8.27, 11.69), (8.5, 14.0), (11.0, 17.0), (5.5, 8.5), (11.69, 16.54))
"""Inches, the commonest first: Letter, A4, Legal, Tabloid, half Letter, A3."""
_USUAL_DPI = (200, 300, 150, 400, 600, 100, 240, 250, 1200, 120, 75, 72, 96)
_FINE_DPI = (200, 300, 150, 400, 600, 240)
"""Those in which office sheets are scanned; a till roll fits two sheets at a lower one."""
_CLOSE = 0.025
"""How far the sides may be off a sheet's: scanners crop and add a few millimetres."""


def true_dpi(size: Size, declared: float | None) -> tuple[float, str]:
    """Dots per inch as far as can be told, and a warning where that is not what the file says.

    Args:
        size: Width and height in pixels.
        declared: What the file says, None where it says nothing.
    """
    if declared is not None and believable(size, declared):
        return declared, ""
    guess = guessed_dpi(size)
    if declared is None:
        return guess, f"no resolution declared, taken as {guess:.0f} dots per inch from the size of the picture"
    return guess, f"resolution {declared:.0f} declared, taken as {guess:.0f} dots per inch from the size of the picture"


def glimpse_size(size: Size, dpi: float) -> Size:
    """The size at `GLIMPSE_DPI` of a picture that has this size at this resolution."""
    scale = GLIMPSE_DPI / dpi
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


def believable(size: Size, dpi: float) -> bool:
    """Whether the sheet that follows from this resolution is one that goes through a scanner.

    Below 100 dots per inch a number is a default more often than the truth, so the sheet must then be an office sheet.
    """
    if not 30 <= dpi <= 2400:
        return False
    short, long = min(size) / dpi, max(size) / dpi
    if dpi < 100:
        return 3 <= short <= 12 and long <= 18
    return 1 <= short <= 36 and long <= 240


def guessed_dpi(size: Size) -> float:
    """The resolution at which the picture is a sheet of a usual size, or 8.5 inches across where it is like none."""
    short, long = min(size), max(size)
    fits = [
        (dpi, max(abs(short / (width * dpi) - 1), abs(long / (height * dpi) - 1)))
        for width, height in _SHEETS
        for dpi in _USUAL_DPI
    ]
    close = [dpi for dpi, error in fits if error <= _CLOSE]
    if close:
        return float(close[0])
    for dpi in _FINE_DPI:  # two sheets of a usual size that were put into one picture
        sides = [side for width, height in _SHEETS[:3] for side in ((width, height), (height, width))]
        if any(_is_near(long / 2, half * dpi) and _is_near(short, other * dpi) for half, other in sides):
            return float(dpi)
    width_inches = 8.5 if long < 2.2 * short else 3.15  # a long strip is a till roll of 80 mm
    return max(short / width_inches, 20.0)


def _is_near(one: float, other: float) -> bool:
    """Whether a side is that of a sheet, a little cut or with an edge."""
    return abs(one / other - 1) <= 2 * _CLOSE
