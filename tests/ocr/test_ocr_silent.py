"""A page that shows something and says nothing is said to do so; a long strip is read however much of it is paper."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ocr import ReadSettings, read_page
from ocr.read import NO_TEXT
from records.page import PageImage


def read(picture: Image.Image, path: Path) -> tuple[str, tuple[str, ...]]:
    """The words of a picture of 150 dots to the inch, and what is said of it."""
    picture.save(path, dpi=(150, 150))
    page = read_page(PageImage("b", 1, str(path), 0, ""), ReadSettings())
    return " ".join(word.text for word in page.words), page.facts.warnings


def test_speckle_is_called_what_it_is(tmp_path: Path) -> None:
    """Dots all over a page are no text, and are not passed on in silence."""
    dots = np.random.default_rng(5).random((260, 200)) < 0.1
    noise = Image.fromarray(np.where(np.repeat(np.repeat(dots, 2, 0), 2, 1), 0, 255).astype(np.uint8))
    text, said = read(noise, tmp_path / "noise.png")
    assert not text
    assert any("no text" in one for one in said)


def test_a_strip_of_a_till_roll_is_read(tmp_path: Path) -> None:
    """An order at the head of seven feet of paper is found, though it is half a thousandth of the picture."""
    strip = Image.new("L", (400, 12000), "white")
    draw = ImageDraw.Draw(strip)
    for n, line in enumerate(("SERVICE ORDER 2021-00085", "LOCATION: 510 CANAL STREET", "TOTAL COST: 130.25")):
        draw.text((20, 30 + 50 * n), line, "black", ImageFont.load_default(20))
    text, said = read(strip, tmp_path / "strip.png")
    assert "2021-00085" in text.replace(" ", "")
    assert "CANAL" in text
    assert NO_TEXT not in said
