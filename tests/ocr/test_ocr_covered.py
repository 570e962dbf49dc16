"""What lies under a stamp on a typed page is shown by the page's own letters, or said to be covered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

import ocr
from ocr import ReadSettings, Zone
from records.geometry import Box
from records.page import PageImage

Save = Callable[..., PageImage]
FONTS = Path(__file__).parents[2] / "fixtures" / "fonts"
VALUES = (
    "DALE VANCE",
    "08/16/2021",
    "1553 EAST MONROE LANE",
    "QUARTERLY SUPPLIES",
    "$342.00",
    "P000598",
    "CARLA INGRAM",
    "412 SOUTH FIR ROAD",
    "NORMAL",
    "LOADING DOCK 7",
)
HIGH, LEFT, TOP = 90, 150, 300
UNITS = ("EA", "CS", "ST", "DZ", "PK", "EA", "CS", "BX")


def box(row: int) -> Box:
    """Where a value stands."""
    return Box(LEFT, TOP + HIGH * row, 900, TOP + HIGH * row + 70)


def cell(row: int) -> Box:
    """Where a unit of the table stands."""
    return Box(1200, TOP + 44 * row, 1300, TOP + 44 * row + 40)


def form() -> Image.Image:
    """A typed page of ten fields, with a table's column of short words beside them."""
    page = Image.new("L", (1700, 2200), 250)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(FONTS / "courier-prime-400.ttf", 36)
    for row, value in enumerate(VALUES):
        draw.text((LEFT + 14, TOP + HIGH * row + 22), value, fill=25, font=font)
    for row, unit in enumerate(UNITS):
        draw.text((1210, TOP + 44 * row + 4), unit, fill=25, font=font)
    return page


def stamped(page: Image.Image, lines: tuple[str, ...], place: tuple[int, int]) -> Image.Image:
    """The page with a framed stamp set across it, leaning, as black as the typing."""
    stamp = Image.new("L", (420, 240), 255)
    draw, font = ImageDraw.Draw(stamp), ImageFont.truetype(FONTS / "libre-franklin-400.ttf", 46)
    draw.rectangle((4, 4, 415, 60 + 60 * len(lines)), outline=25, width=4)
    for row, text in enumerate(lines):
        draw.text((40, 20 + 60 * row), text, fill=25, font=font)
    turned = stamp.rotate(6, expand=True, fillcolor=255, resample=Image.Resampling.BILINEAR)
    whole = page.copy()
    corner = (*place, place[0] + turned.width, place[1] + turned.height)
    whole.paste(Image.fromarray(np.minimum(np.asarray(whole.crop(corner)), np.asarray(turned))), place)
    return whole


def read(page: PageImage) -> dict[str, ocr.ZoneReading]:
    """What its fields say by what was typed there, those under stamps without the stamps."""
    settings = ReadSettings()
    sheet = ocr.open_sheet(page, settings)
    zones = [Zone(box(row)) for row in range(len(VALUES))] + [Zone(cell(row)) for row in range(len(UNITS))]
    (found,) = ocr.cleared([(sheet, ocr.read_zones(sheet, zones, settings))], settings)
    return {**dict(zip(VALUES, found, strict=False)), **dict(zip(UNITS, found[len(VALUES) :], strict=True))}


def test_nothing_is_covered_where_nothing_lies_over_it(saved: Save) -> None:
    """Neither fields nor a column of short words."""
    found = read(saved(form()))
    assert not [value for value, reading in found.items() if reading.covered]


@pytest.mark.parametrize("place", [(330, 250), (300, 700)])
def test_what_a_stamp_lies_over_is_right_or_said_to_be_covered(place: tuple[int, int], saved: Save) -> None:
    """A stamp's words are no part of a value that nobody is asked about; what lies elsewhere is not in doubt."""
    found = read(saved(stamped(form(), ("RECEIVED", "AUG 16 2021", "FACILITY"), place)))
    wrong = [value for value, each in found.items() if any(said.text != value for said in each.readings)]
    sure = [
        value for value in wrong if not found[value].covered and min(r.confidence for r in found[value].readings) > 0.9
    ]
    assert not sure, [(value, [(r.text, r.confidence) for r in found[value].readings]) for value in sure]
    across = {value for row, value in enumerate(VALUES) if place[1] - 40 < box(row).middle[1] < place[1] + 330}
    assert any(found[value].covered for value in across)
    assert not [value for value in found if found[value].covered and value not in across]
