"""Lines of writing in a zone: large writing is one line, lines whose tails touch are as many as they are."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.arrays import Grey, grey
from ocr.lines import strips


def written(lines: tuple[str, ...], size: int, step: int) -> Grey:
    """Lines of writing so large, their tops so many pixels apart."""
    page = Image.new("L", (1100, 40 + step * len(lines) + size), 255)
    pen = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        pen.text((30, 15 + step * number), line, fill=0, font=ImageFont.load_default(size))
    return grey(np.asarray(page))


@pytest.mark.parametrize("size", [70, 84, 96])
@pytest.mark.parametrize("line", ["Patched and sealed", "Curb broken, driveway", "Ground down lip"])
def test_large_writing_is_one_line(line: str, size: int) -> None:
    """The tops of tall letters, and the tails of others, are no line of their own, however large the hand."""
    assert len(strips(written((line,), size, size), several=True)) == 1


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("size", [38, 46])
def test_lines_whose_tails_touch_are_parted(count: int, size: int) -> None:
    """Lines set so close that tails reach the letters below are still told apart."""
    lines = ("pothole, by the fire hydrant", "filled with cold patch, by Ray", "gutter edge lipped, patchy")[:count]
    assert len(strips(written(lines, size, int(0.92 * size)), several=True)) == count
