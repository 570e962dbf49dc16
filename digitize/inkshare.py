"""How much of a place on an open page is ink."""

from __future__ import annotations

import ocr
from digitize.zones import Ink
from records.geometry import Box


def ink_of_sheet(sheet: ocr.Sheet) -> Ink:
    """The share of a box that is ink: darker than two thirds of its surroundings' paper."""

    def share(box: Box) -> float:
        top, left = int(max(box.top, 0)), int(max(box.left, 0))
        crop = sheet.upright[top : int(box.bottom), left : int(box.right)]
        if crop.size < 50:
            return 0.0
        paper = ocr.level(crop, 0.85)
        return float((crop < 0.68 * paper).mean()) if paper > 40 else 0.0

    return share
