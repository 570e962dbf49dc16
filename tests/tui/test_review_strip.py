"""The drawing of pictures as text cells."""

from __future__ import annotations

import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tui.widgets.strip import (
    CELL_KINDS,
    GREYS,
    HALVES,
    PAPER,
    QUADRANTS,
    SEXTANTS,
    CellKind,
    Cells,
    draw,
    draw_strip,
    flattened,
    in_two_greys,
    lay_out,
)

KINDS = list(CELL_KINDS.values())


@st.composite
def grey(draw_: st.DrawFn) -> NDArray[np.uint8]:
    """A small picture of any kind."""
    height, width = draw_(st.integers(1, 60)), draw_(st.integers(1, 90))
    seed = draw_(st.integers(0, 9999))
    rng = np.random.default_rng(seed)
    low, high = sorted((draw_(st.integers(0, 255)), draw_(st.integers(0, 255))))
    return rng.integers(low, high + 1, (height, width)).astype(np.uint8)


def pixels_of(cells: Cells) -> NDArray[np.float64]:
    """The drawing as one pixel a part of a cell."""
    kind = cells.kind
    out = np.zeros((cells.rows * kind.down, cells.columns * kind.across))
    for row in range(cells.rows):
        for column in range(cells.columns):
            for part in range(kind.down * kind.across):
                y, x = divmod(part, kind.across)
                ink = int(cells.patterns[row, column]) >> part & 1
                out[row * kind.down + y, column * kind.across + x] = (cells.fore if ink else cells.back)[row, column]
    return out


def slow_error(block: NDArray[np.float64]) -> float:
    """The least squared error of a block by trying every pattern with its two mean greys."""
    flat, best = block.ravel(), np.inf
    for pattern in range(1 << flat.size):
        ink = np.array([pattern >> part & 1 for part in range(flat.size)], dtype=bool)
        error = sum(float(((flat[side] - flat[side].mean()) ** 2).sum()) for side in (ink, ~ink) if side.any())
        best = min(best, error)
    return best


@pytest.mark.parametrize("kind", [QUADRANTS, HALVES], ids=lambda kind: kind.name)
@given(seed=st.integers(0, 9999))
@settings(max_examples=25)
def test_each_cell_is_the_best_of_all_patterns(kind: CellKind, seed: int) -> None:
    """The vectorised choice is as good as trying them all, but for the rounding of greys."""
    pixels = np.random.default_rng(seed).integers(0, 256, (kind.down * 2, kind.across * 3)).astype(np.uint8)
    shown = pixels_of(in_two_greys(pixels, kind)) * 255 / PAPER
    for row in range(2):
        for column in range(3):
            part = np.s_[row * kind.down : (row + 1) * kind.down, column * kind.across : (column + 1) * kind.across]
            off = np.sqrt(((shown[part] - pixels[part]) ** 2).mean())
            least = np.sqrt(slow_error(pixels[part].astype(float)) / pixels[part].size)
            assert off <= least + 255 / (GREYS - 1)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_pattern_is_drawn_by_its_glyph(kind: CellKind) -> None:
    """There is one glyph for each pattern, and all differ."""
    assert len(kind.glyphs) == len(set(kind.glyphs)) == 1 << (kind.across * kind.down)


def test_the_glyph_shows_the_ink_where_it_is() -> None:
    """Ink on the left is a left half, ink below a lower half."""
    left = np.array([[0, 255], [0, 255]], dtype=np.uint8)
    for pixels in (left, left.T):
        cells = in_two_greys(pixels, QUADRANTS)
        ((glyph, fore, back),) = cells.runs(0)
        assert {(glyph, fore < back), (glyph, fore > back)} & {("▌", True), ("▐", False), ("▀", True), ("▄", False)}
    assert SEXTANTS.glyphs[1] == "\U0001fb00" and SEXTANTS.glyphs[62] == "\U0001fb3b"


@given(grey(), st.integers(1, 60), st.integers(1, 20), st.sampled_from(KINDS))
@settings(max_examples=150)
def test_a_drawing_fits_its_room(picture: NDArray[np.uint8], columns: int, rows: int, kind: CellKind) -> None:
    """Any picture in any room: never wider, never higher, and every row is as long as the drawing is wide."""
    bands = draw_strip(picture, columns, rows, kind)
    assert sum(band.rows for band in bands) <= max(rows, len(bands))
    for band in bands:
        assert 1 <= band.columns <= columns
        assert all(sum(len(text) for text, _, _ in band.runs(row)) == band.columns for row in range(band.rows))
    whole = draw(picture, columns, rows, kind)
    assert (whole.rows, whole.columns) == (rows, columns)


@given(grey(), st.integers(10, 100), st.integers(4, 20))
@settings(max_examples=50)
def test_bands_cover_the_strip_without_a_gap(picture: NDArray[np.uint8], columns: int, rows: int) -> None:
    """What is wrapped is not lost."""
    bands = lay_out(picture, columns, rows).bands
    assert bands[0][0] == 0 and bands[-1][1] == picture.shape[1]
    assert all(one[1] == two[0] for one, two in pairwise(bands))


def test_lighting_is_evened_out() -> None:
    """A shadow over half the strip does not hide the ink in it."""
    paper = np.repeat(np.linspace(240, 90, 400)[None, :], 60, axis=0)
    paper[20:40, 50:60] *= 0.3
    paper[20:40, 340:350] *= 0.3
    flat = flattened(paper.astype(np.uint8))
    assert flat[30, 55] < 80 and flat[30, 345] < 80
    assert flat[5, 20:380].min() > 200


def test_a_blank_strip_stays_blank() -> None:
    """Grain is not blown up to look like writing."""
    grain = np.random.default_rng(1).normal(225, 4, (60, 300)).astype(np.uint8)
    assert (flattened(grain) > 200).mean() > 0.98


def test_nothing_to_draw_is_nothing() -> None:
    """An empty picture and an empty room give no cells."""
    assert draw_strip(np.zeros((0, 9), np.uint8), 10, 10) == ()
    assert draw_strip(np.zeros((9, 9), np.uint8), 0, 10) == ()


def printed(text: str) -> NDArray[np.uint8]:
    """A strip as a scanner sees it: grain, a shadow, dark grey on light grey."""
    font = ImageFont.load_default(32)
    image = Image.new("L", (round(font.getlength(text)) + 24, 52), 225)
    ImageDraw.Draw(image).text((12, 6), text, fill=60, font=font)
    grain = np.random.default_rng(len(text)).normal(0, 7, (52, image.width))
    return np.asarray(np.clip(np.asarray(image) * np.linspace(1, 0.75, image.width) + grain, 0, 255), dtype=np.uint8)


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract to read the drawn cells")
def test_the_drawn_cells_can_be_read(tmp_path: Path) -> None:
    """An OCR reads at least 97 % of the characters off the cells of an 80-column screen."""
    texts = ["WO-104512", "03/14/2019", "$1,425.00", "41 Elm Street", "617-555-0142", "SIGNS-2019", "Replace sign"]
    wrong = 0
    for number, text in enumerate(texts):
        bands = draw_strip(printed(text), 78, 13, QUADRANTS, len(text))
        read = " ".join(read_back(band, tmp_path / f"{number}.png") for band in bands)
        wrong += distance(text.replace(" ", ""), read.replace(" ", ""))
    assert wrong / sum(map(len, texts)) <= 0.03


def read_back(cells: Cells, path: Path) -> str:
    """The cells painted as a terminal paints them, eight by sixteen pixels, and read."""
    kind = cells.kind
    painted = pixels_of(cells).repeat(16 // kind.down, axis=0).repeat(8 // kind.across, axis=1)
    Image.fromarray(np.pad(painted, 24, constant_values=PAPER).astype(np.uint8)).save(path, dpi=(300, 300))
    command = ["tesseract", str(path), "-", "--psm", "7", "--dpi", "300"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def distance(one: str, two: str) -> int:
    """Characters to change, add or take away."""
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(two, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]
