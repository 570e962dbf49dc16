"""A picture as text cells: each cell is a block glyph in two greys, so it works in tmux, over ssh and in a browser.

Measured on 48 printed strings painted back and read by an OCR: quadrants in two greys give 3.2 % wrong characters at
six columns a character where half-blocks give 10.6 % and braille cannot be read at all. Grey beats black and white.
Nothing here knows Textual; `tui.widgets.picture` draws what this returns.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from matching.review_evidence import CHARACTER
from tui.widgets.ink import inked

Grey: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float32]

PAPER = 236
"""The brightest grey that is drawn: full white glares beside dark text."""
GREYS = 32
"""Levels of grey that are told apart: fewer mean longer runs of one style, and fewer bytes to the terminal."""
ENOUGH_COLUMNS = 6.0
"""Columns a character at which writing can be read: 3 % wrong characters, against 16 % at four columns."""
LOOSE_COLUMNS = 10.0
"""Columns a character beyond which more do not help."""
ONE_LINE = 160
"""Pixels of height, at 200 dots to the inch, beyond which a strip holds more than a line of writing."""


@dataclass(frozen=True, slots=True)
class CellKind:
    """How a cell is divided, and the glyph of each pattern of ink."""

    name: str
    across: int
    down: int
    glyphs: str
    """By pattern; bit 0 is the part at the top left, then along the rows."""


def _sextants() -> str:
    """Unicode leaves out the patterns that older blocks already draw: none, left half, right half, all."""
    older = {0: " ", 21: "▌", 42: "▐", 63: "█"}
    rest = iter(range(0x1FB00, 0x1FB3C))
    return "".join(older[pattern] if pattern in older else chr(next(rest)) for pattern in range(64))


QUADRANTS = CellKind("quadrants", 2, 2, " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")
SEXTANTS = CellKind("sextants", 2, 3, _sextants())
HALVES = CellKind("halves", 1, 2, " ▀▄█")
CELL_KINDS = {kind.name: kind for kind in (QUADRANTS, SEXTANTS, HALVES)}
"""By the name that the settings use."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A drawn picture: pattern, ink and paper of each cell, rows by columns."""

    kind: CellKind
    patterns: NDArray[np.intp]
    fore: Grey
    back: Grey

    @property
    def rows(self) -> int:
        """Height in cells."""
        return int(self.patterns.shape[0])

    @property
    def columns(self) -> int:
        """Width in cells."""
        return int(self.patterns.shape[1])

    def runs(self, row: int) -> list[tuple[str, int, int]]:
        """One row as (glyphs, ink, paper), neighbours with the same greys joined."""
        fore, back = self.fore[row], self.back[row]
        text = "".join(map(self.kind.glyphs.__getitem__, self.patterns[row].tolist()))
        breaks = np.flatnonzero((np.diff(fore.astype(np.int16)) != 0) | (np.diff(back.astype(np.int16)) != 0)) + 1
        edges = [0, *breaks.tolist(), len(text)]
        return [(text[a:b], int(fore[a]), int(back[a])) for a, b in pairwise(edges) if b > a]


def draw(picture: Grey, columns: int, rows: int, kind: CellKind = QUADRANTS) -> Cells:
    """The picture in so many cells. The caller keeps the proportions: a cell is twice as high as wide."""
    return in_two_greys(_fitted(flattened(picture), columns * kind.across, rows * kind.down), kind)


def flattened(picture: Grey) -> Grey:
    """The picture with its lighting evened out: paper near white, the darkest ink black.

    The paper's brightness is taken from a reduced copy: a closing at full size took 3.8 s on a page, this takes 10 ms.
    """
    if min(picture.shape) < 2:
        return picture
    paper = _paper(picture)
    flat = np.minimum(picture.astype(np.float32) / np.maximum(paper, 1.0), 1.0)
    # Two in a hundred is the least share of ink that a strip of writing holds; a blank strip must not be stretched.
    darkest = min(float(np.quantile(flat[::2, ::2], 0.02)), 0.7)
    # A scan's grain lies within a tenth of the paper's brightness; as white it costs no ink and no bytes.
    return np.asarray(np.clip((flat - darkest) / (0.9 - darkest), 0.0, 1.0) * 255, dtype=np.uint8)


def trimmed(flat: Grey) -> Grey:
    """The picture without what is empty or ruled at its edges: the size of a strip is what limits its writing's."""
    found = inked(flat)
    return flat if found is None else found


def _paper(picture: Grey) -> Floats:
    height, width = picture.shape
    step = max(1, min(height, width) // 12)
    image = Image.fromarray(picture)
    small = image.resize((max(1, width // step), max(1, height // step)), Image.Resampling.BOX)
    small = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(1.5))
    return np.asarray(small.resize((width, height), Image.Resampling.BILINEAR), dtype=np.float32)


def _fitted(picture: Grey, width: int, height: int) -> Grey:
    # At six columns a character Lanczos's filter leaves 97 of 100 characters legible, a box filter 95 (benchmarks).
    return np.asarray(Image.fromarray(picture).resize((max(1, width), max(1, height)), Image.Resampling.LANCZOS))


def in_two_greys(pixels: Grey, kind: CellKind) -> Cells:
    """For each cell the pattern and the two greys that come nearest to its pixels, by least squares."""
    rows, columns = pixels.shape[0] // kind.down, pixels.shape[1] // kind.across
    parts = pixels.reshape(rows, kind.down, columns, kind.across).transpose(0, 2, 1, 3).reshape(rows, columns, -1)
    values = parts.astype(np.float32)
    masks, counts = _masks(kind)
    total, size = values.sum(axis=2, keepdims=True), masks.shape[1]
    inked = values @ masks.T
    # The squared error falls as the squared group sums over the group sizes rise; the pixels' own squares are fixed.
    gain = inked**2 / np.maximum(counts, 1) + (total - inked) ** 2 / np.maximum(size - counts, 1)
    best = gain.argmax(axis=2)
    ink = np.take_along_axis(inked, best[..., None], axis=2)[..., 0]
    fore = ink / np.maximum(counts[best], 1)
    back = (total[..., 0] - ink) / np.maximum(size - counts[best], 1)
    return Cells(kind, best, _levels(np.where(best == 0, back, fore)), _levels(back))


@lru_cache(maxsize=4)
def _masks(kind: CellKind) -> tuple[Floats, Floats]:
    """The patterns with the bottom right part empty: each other one is one of these with ink and paper exchanged."""
    size = kind.across * kind.down
    patterns = np.arange(1 << (size - 1))
    masks = ((patterns[:, None] >> np.arange(size)) & 1).astype(np.float32)
    return masks, masks.sum(axis=1)


def _levels(values: Floats) -> Grey:
    step = 255 / (GREYS - 1)
    return np.asarray(np.round(values / step) * (PAPER / (GREYS - 1)), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a strip is laid into the room that there is: its bands from left to right, and cells for each."""

    bands: tuple[tuple[int, int], ...]
    """First and last pixel column of each band."""
    scale: float
    """Columns of cells a pixel."""
    rows: int
    """Rows of cells a band."""


def lay_out(picture: Grey, columns: int, rows: int, characters: int = 0) -> Layout:
    """The fewest bands on which it can be read, else those that make it largest; breaks fall where there is no ink.

    One band of a long strip is too small to read in 80 columns (13 characters at 6 columns each), so it is wrapped.
    Where the number of `characters` is not known it is guessed from the strip's height.
    """
    height, width = picture.shape
    character = width / characters if characters else CHARACTER * height * 0.8
    loose = LOOSE_COLUMNS / character if height <= ONE_LINE else 1.0
    count = _count((width, height), columns, rows, ENOUGH_COLUMNS / character)
    bands = _bands(picture, count)
    widest = max(last - first for first, last in bands)
    scale = min(columns / widest, 2 * (rows / count) / height, loose)
    return Layout(bands, scale, max(1, min(rows // count, round(height * scale / 2))))


def one_band(picture: Grey, columns: int, rows: int) -> Layout:
    """The whole strip in one band, no larger than writing would be."""
    height, width = picture.shape
    scale = min(columns / width, 2 * rows / height, LOOSE_COLUMNS / (CHARACTER * ONE_LINE / 4))
    return Layout(((0, width),), scale, max(1, min(rows, round(height * scale / 2))))


def _count(size: tuple[int, int], columns: int, rows: int, enough: float) -> int:
    width, height = size
    # Bands are not cut quite equal, so a tenth of their width is kept free.
    scales = {
        bands: min(columns / (width / bands) * (0.9 if bands > 1 else 1.0), 2 * (rows / bands) / height)
        for bands in range(1, 5)
    }
    readable = [bands for bands, scale in scales.items() if scale >= enough]
    return readable[0] if readable else max(scales, key=lambda bands: (round(scales[bands], 4), -bands))


def _bands(picture: Grey, count: int) -> tuple[tuple[int, int], ...]:
    """Equal bands, each break moved to the emptiest column near it, within a twelfth of the width."""
    width = picture.shape[1]
    if count == 1 or width < count * 8:
        return ((0, width),)
    ink = np.maximum(170 - picture.astype(np.int64), 0).sum(axis=0)
    reach = max(1, width // 12)
    cuts = [0]
    for index in range(1, count):
        middle = width * index // count
        first, last = max(middle - reach, cuts[-1] + 1), min(middle + reach, width - 1)
        near = np.arange(first, last + 1)
        cuts.append(int(near[np.lexsort((abs(near - middle), ink[near]))[0]]))
    return tuple(zip(cuts, [*cuts[1:], width], strict=True))


def draw_strip(
    picture: Grey, columns: int, rows: int, kind: CellKind = QUADRANTS, characters: int = 0
) -> tuple[Cells, ...]:
    """A strip of writing as large as the room allows, a drawing for each band.

    Where nothing was read it is shown whole, in one band, so that one sees that it is a blank that is asked about.
    """
    if 0 in picture.shape or columns < 1 or rows < 1:
        return ()
    flat = flattened(picture)
    written = inked(flat) if characters else None
    layout = one_band(flat, columns, rows) if written is None else lay_out(written, columns, rows, characters)
    flat = flat if written is None else written
    return tuple(
        in_two_greys(
            _fitted(
                flat[:, first:last],
                max(1, min(columns, round((last - first) * layout.scale))) * kind.across,
                layout.rows * kind.down,
            ),
            kind,
        )
        for first, last in layout.bands
    )
