"""Rows told apart by a grey ground alone have edges where rules would be; other grounds have none."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.arrays import Grey
from ocr.shades import shaded_rows
from records.geometry import Box

LEFT, TOP, RIGHT, HIGH = 140, 700, 1560, 50


def sheet(bands: list[tuple[int, int, int, int]], shade: int = 225, noise: float = 3.0) -> Grey:
    """A page of paper that darkens to one side, with bands of a ground (left, top, right, bottom), and words on it."""
    page = Image.new("L", (1700, 2200), 250)
    pen = ImageDraw.Draw(page)
    for band in bands:
        pen.rectangle(band, fill=shade)
    for row in range(10):
        pen.text(
            (LEFT + 20, TOP + row * HIGH + 10), f"{row} grates, galvanised", fill=20, font=ImageFont.load_default(28)
        )
    spread = np.random.default_rng(5).normal(0, noise, (2200, 1700)) - np.linspace(0, 20, 1700)[None, :]
    return np.clip(np.asarray(page) + spread, 0, 255).astype(np.uint8)


def zebra(rows: int, high: int = HIGH) -> list[tuple[int, int, int, int]]:
    """Every second of so many rows."""
    return [(LEFT, TOP + row * high, RIGHT, TOP + (row + 1) * high - 1) for row in range(1, rows, 2)]


@pytest.mark.parametrize("shade", [200, 225, 240])
@pytest.mark.parametrize("noise", [0.0, 6.0])
def test_every_second_row_shaded_has_edges_where_rules_would_be(shade: int, noise: float) -> None:
    """Pale grounds and noisy scans, with words on every row; to five pixels."""
    found = shaded_rows(sheet(zebra(7), shade, noise), ())
    assert [edge.middle[1] for edge in found] == pytest.approx([TOP + HIGH * n for n in range(1, 7)], abs=5)
    assert all(edge.left == pytest.approx(LEFT, abs=8) and edge.right == pytest.approx(RIGHT, abs=8) for edge in found)


def test_a_ground_of_dots_is_a_ground() -> None:
    """A copier makes grey of dots: every fourth pixel black."""
    page = sheet([], noise=0)
    for left, top, right, bottom in zebra(7):
        page[top:bottom:2, left:right:4] = 60
    assert len(shaded_rows(page, ())) == 6


@pytest.mark.parametrize(
    "bands",
    [
        zebra(2),  # one bar
        [(LEFT, 300, RIGHT, 349), (LEFT, 600, RIGHT, 649), (LEFT, 900, RIGHT, 949)],  # bars over sections
        [(LEFT, 300, RIGHT, 349), (LEFT, 400, 900, 449)],  # of two widths
        [(LEFT, 300, 360, 349), (LEFT, 400, 360, 449)],  # boxes
        [(LEFT, 300, RIGHT, 699)],  # a ground under a whole part
    ],
)
def test_other_grounds_have_no_rows(bands: list[tuple[int, int, int, int]]) -> None:
    """Bars over sections, boxes for office use and a shaded part of a form are no table."""
    assert shaded_rows(sheet(bands), ()) == ()


def test_a_rule_that_stands_there_is_not_said_twice() -> None:
    """A shaded table with rules has its rules."""
    rules = [Box(LEFT, TOP + HIGH * n - 1, RIGHT, TOP + HIGH * n + 2) for n in range(8)]
    assert shaded_rows(sheet(zebra(7)), rules) == ()
