"""Pages bent by their binding come out flat, flat pages stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

import ocr
from ocr import ReadSettings
from ocr.cleanup import evened
from ocr.dewarp import bend_of, flattened
from records.geometry import Box, Frame
from records.page import PageImage

Save = Callable[..., PageImage]
FONT = Path(__file__).parents[2] / "fixtures" / "fonts" / "source-serif-4-400.ttf"
TEXT = "the crew shall restore the site as found and report to the superintendent of streets before noon"


@pytest.fixture(scope="module")
def full() -> np.ndarray:
    """A page of text."""
    page = Image.new("L", (1700, 2200), 250)
    pen, face = ImageDraw.Draw(page), ImageFont.truetype(FONT, 32)
    for line in range(28):
        pen.text((150, 180 + 65 * line), TEXT, fill=20, font=face)
    return np.asarray(page)


def bent(page: np.ndarray, strength: float, axis: float = 0.5, side: str = "left") -> np.ndarray:
    """The page as a camera over `axis` (a share of its height) sees it where one side rises into the binding."""
    height, width = page.shape
    x = np.arange(width) / width
    near = np.exp(-(x if side == "left" else 1 - x) / 0.25)
    rows = axis * height + (np.arange(height)[:, None] - axis * height) / (1 - strength * near[None, :])
    columns = np.broadcast_to(np.arange(width, dtype=np.float32), page.shape)
    return cv2.remap(page, np.ascontiguousarray(columns), rows.astype(np.float32), cv2.INTER_LINEAR, borderValue=(250,))


def waviness(page: np.ndarray) -> float:
    """How far the first line of text, of those wholly there, is from level: pixels from its highest to its lowest."""
    ink = page[600:1500] < 150
    joined = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, 61), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    long = [n for n in range(1, len(stats)) if stats[n][2] > 1000 and stats[n][3] < 140]
    spans = []
    for number in long:
        rows, columns = np.nonzero(labels == number)
        parts = [rows[(columns >= at) & (columns < at + 100)] for at in range(200, 1400, 100)]
        spans.append(np.ptp([part.mean() for part in parts if part.size]))
    return float(np.median(spans))


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize(("strength", "axis"), [(0.02, 1.2), (0.04, 1.2), (0.04, -0.3)])
def test_a_bent_page_is_made_flat(full: np.ndarray, strength: float, axis: float, side: str) -> None:
    """Of the height by which a line bends at most a third is left, towards either side, seen from below or above."""
    page = bent(full, strength, axis, side)
    bend = bend_of(evened(page))
    assert len(bend) == 8
    assert waviness(flattened(page, bend)) < max(waviness(page) / 3, 5)


def test_a_page_bent_both_ways_is_made_flat(full: np.ndarray) -> None:
    """Seen from above its middle the top bends down and the foot up."""
    page = bent(full, 0.05)
    bend = bend_of(evened(page))
    assert bend[1] * bend[5] < 0


@pytest.mark.parametrize("skew", [0.0, 0.03, -0.3])
def test_a_flat_page_has_no_bend(full: np.ndarray, skew: float) -> None:
    """Straight lines are no bend, though they be a little askew; a picture without lines says nothing."""
    page = np.asarray(Image.fromarray(full).rotate(skew, Image.Resampling.BICUBIC, fillcolor=250))
    assert bend_of(evened(page)) == ()
    assert bend_of(np.full((2200, 1700), 255, np.uint8)) == ()
    assert bend_of(np.random.default_rng(1).integers(0, 256, (900, 900)).astype(np.uint8)) == ()
    assert bend_of(np.zeros((30, 30), np.uint8)) == ()
    assert flattened(full, ()) is full


def test_few_bent_lines_are_not_enough(full: np.ndarray) -> None:
    """A stamp, a signature and four lines of text bend no page: six long lines must tell the same."""
    page = np.full_like(full, 250)
    page[600:860] = bent(full, 0.04, 1.2)[600:860]
    assert bend_of(evened(page)) == ()


def test_a_cut_of_a_bent_page_is_the_place_that_was_read(full: np.ndarray, saved: Save, settings: ReadSettings) -> None:
    """A box in the reading frame shows the same flattened pixels when the scan is opened again."""
    image = saved(bent(full, 0.04, 1.2))
    sheet = ocr.open_sheet(image, settings)
    assert sheet.frame.bend
    piece = ocr.cut(image, sheet.frame, Box(190, 410, 1500, 480))
    assert np.array_equal(piece, sheet.upright[410:480, 190:1500])


def test_frames_that_were_kept_before_bends_are_read() -> None:
    """The bend is kept with the frame, and a frame without one is flat."""
    frame = Frame(1, 0.5, 2.0, 100, 200, (0.0, 1.0, 0.0, 0.25, 0.0, 1.0, 0.0, -0.5))
    assert msgspec.json.decode(msgspec.json.encode(frame), type=Frame) == frame
    old = b'{"quarter_turns":0,"skew":0.0,"scale":1.0,"width":10,"height":10}'
    assert msgspec.json.decode(old, type=Frame).bend == ()
