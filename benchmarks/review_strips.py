"""How many characters of a drawn strip can be read: an OCR reads the cells, painted as a terminal paints them."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from tui.widgets.strip import CELL_KINDS, PAPER, CellKind, Cells, draw

TEXTS = tuple(
    text.format(n)
    for n in (1, 4, 7, 8)
    for text in (
        "WO-10{0}512", "TS-1{0}-0459", "03/1{0}/2019", "7/{0}/18", "$1,42{0}.00", "$9{0}.50", "41{0} Elm Street",
        "S Garfield Blvd {0}", "617-555-01{0}2", "Replace STOP sign {0}", "Keller, Thomas {0}", "Unit 3{0} brakes",
        "PW {0}8-4471", "Invoice 5{0}20", "0{0}/27/1998", "1{0}:45 PM", "$3,0{0}6.75", "88{0} W Wilson Rd",
        "Hydrant {0} leaks", "M. Alvarez {0}", "781-555-09{0}4", "Flush main {0}", "6 ft of curb {0}", "QTY {0}5 EA",
    )
)  # fmt: skip
CELL = (8, 16)
"""Pixels of a terminal's cell."""


@dataclass(frozen=True, slots=True)
class Legible:
    """How a way of drawing does."""

    cells: str
    columns: int
    """A character."""
    characters: int
    share: float
    """Of the characters that were read right."""


def legible() -> tuple[Legible, ...]:
    """Every kind of cell at four, six and eight columns a character."""
    return tuple(_legible(kind, columns) for kind in CELL_KINDS.values() for columns in (4, 6, 8))


def _legible(kind: CellKind, columns: int) -> Legible:
    wrong = total = 0
    with TemporaryDirectory() as folder:
        for text in TEXTS:
            strip = printed(text)
            width = len(text) * columns
            rows = max(1, round(strip.shape[0] / strip.shape[1] * width / 2))
            read = read_back(draw(strip, width, rows, kind), Path(folder) / "cells.png")
            wanted = text.replace(" ", "")
            wrong += min(Levenshtein.distance(wanted, read.replace(" ", "")), len(wanted))
            total += len(wanted)
    return Legible(kind.name, columns, total, 1 - wrong / total)


def printed(text: str) -> NDArray[np.uint8]:
    """A strip as a scanner sees it: grain, a shadow, dark grey on light grey."""
    font = ImageFont.load_default(32)
    image = Image.new("L", (round(font.getlength(text)) + 16, 46), 225)
    ImageDraw.Draw(image).text((8, 4), text, fill=60, font=font)
    grain = np.random.default_rng(len(text)).normal(0, 7, (46, image.width))
    return np.asarray(np.clip(np.asarray(image) * np.linspace(1, 0.75, image.width) + grain, 0, 255), dtype=np.uint8)


def painted(cells: Cells) -> NDArray[np.uint8]:
    """The cells as pixels."""
    kind = cells.kind
    parts = np.arange(kind.across * kind.down)
    ink = (cells.patterns[..., None] >> parts) & 1
    grey = np.where(ink == 1, cells.fore[..., None], cells.back[..., None])
    blocks = grey.reshape(cells.rows, cells.columns, kind.down, kind.across).transpose(0, 2, 1, 3)
    small = blocks.reshape(cells.rows * kind.down, cells.columns * kind.across).astype(np.uint8)
    size = (cells.columns * CELL[0], cells.rows * CELL[1])
    return np.asarray(Image.fromarray(small).resize(size, Image.Resampling.NEAREST))


def read_back(cells: Cells, path: Path) -> str:
    """What tesseract reads off the painted cells."""
    Image.fromarray(np.pad(painted(cells), 24, constant_values=PAPER)).save(path, dpi=(300, 300))
    command = ["tesseract", str(path), "-", "--psm", "7", "--dpi", "300"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
