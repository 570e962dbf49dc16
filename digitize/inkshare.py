"""How much of a place on an open page is ink."""

from __future__ import annotations

import ocr
from digitize.zones import Ink
from records.geometry import Box

_DARK = 128
"""Of 255, below which what is lightest in a box is no paper."""


def ink_of_sheet(sheet: ocr.Sheet) -> Ink:
    """The share of a box that is ink: darker than two thirds of its paper.

    In a check box that somebody filled there is no paper left: then the paper around it counts.
    """

    def cut(box: Box) -> ocr.Grey:
        top, left = int(max(box.top, 0)), int(max(box.left, 0))
        return sheet.upright[top : int(box.bottom), left : int(box.right)]

    def share(box: Box) -> float:
        crop = cut(box)
        if crop.size < 50:
            return 0.0
        paper = ocr.level(crop, 0.85)
        if paper < _DARK:
            paper = ocr.level(cut(box.grown(max(box.width, box.height))), 0.85)
        return float((crop < 0.68 * paper).mean()) if paper > 40 else 0.0

    return share
