"""Pages drawn for the tests of reading, and the hostile kit unpacked once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from fixtures.unpacking import unpack
from ocr import ReadSettings
from records.page import PageImage

_KIT = Path(__file__).parents[2].parent / "shared" / "hostile" / "kit.tar.xz"
LINES = (
    ("WORK ORDER", (300, 200)),
    ("Order number", (300, 420)),
    ("2021-04711", (800, 420)),
    ("Location", (300, 620)),
    ("1218 Canal Street", (800, 620)),
    ("Total", (300, 1500)),
    ("$1,346.50", (800, 1500)),
    ("Completed by the street crew", (300, 1900)),
)
"""Words of the drawn page with the left top of each in pixels at 200 dots to the inch."""


@pytest.fixture(scope="session")
def drawn() -> Image.Image:
    """A Letter page at 200 dots to the inch with known words, one ruled line and one ticked square."""
    page = Image.new("L", (1700, 2200), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(40)
    for text, place in LINES:
        pen.text(place, text, fill=0, font=font)
    pen.line((300, 1000, 1400, 1000), fill=0, width=3)
    pen.rectangle((300, 1200, 330, 1230), outline=0, width=3)
    pen.line((306, 1206, 324, 1224), fill=0, width=4)
    pen.line((324, 1206, 306, 1224), fill=0, width=4)
    return page


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., PageImage]:
    """Save a picture as a scan file and give the reference to its first page."""

    def save(picture: Image.Image | np.ndarray, name: str = "page.png", **how: object) -> PageImage:
        path = tmp_path / name
        (Image.fromarray(picture) if isinstance(picture, np.ndarray) else picture).save(
            path, **{"dpi": (200, 200), **how}
        )
        return PageImage("binder", 1, str(path), 0, "")

    return save


@pytest.fixture(scope="session")
def settings() -> ReadSettings:
    """Tesseract alone: one engine is enough where the test is about something else."""
    return ReadSettings(engines=("tesseract",))


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile kit's folder."""
    if not _KIT.is_file():
        pytest.skip(f"the hostile kit is not at {_KIT.name} beside the checkout")
    folder = tmp_path_factory.mktemp("kit")
    unpack(_KIT, folder, lambda name: name.split("/")[1:2] != ["names"])
    return folder / "kit"
