"""Fractions drawn as one small sign, ¼ ½ ¾, which engines pass over or take for a figure, a letter or a per cent.

A quarter of an hour is then an hour, or ten. A small network of our own (`scripts/make_fractions.py`) looks at each
piece of a line that may be such a sign, alone and as large as the others, and says which one it is, if any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np

from ocr.arrays import Floats, Grey, components, grey
from ocr.engines.models import session
from records.fields import FieldType
from records.geometry import Box, bounding

MODEL = "fractions.onnx"
SIDE = 20
"""Pixels across and down of the picture that the network sees; a sign touches its edges but for one pixel."""
SIGNS = ("¼", "½", "¾")
FRACTIONED = frozenset({FieldType.HOURS, FieldType.NUMBER})
"""What has fractions: nobody writes half a dollar so."""

Shares: TypeAlias = tuple[float, float, float, float]
"""How likely a line holds none of the signs, and each of them as in `SIGNS`."""


@dataclass(frozen=True, slots=True)
class Fraction:
    """What a line shows where it is likeliest to hold a sign."""

    shares: Shares
    before: int
    """Pieces of ink in front of that place: the figures of the whole number, where none touch."""


_INKED = 90
"""Of 255, how much darker than its paper ink is where the line's darkest is 255."""
_SPECK = 5
"""Pixels of ink below which something is none of a sign."""
_LOW, _HIGH = 8, 40
"""Pixels that a sign is high at 200 dots to the inch."""
_BROAD = 1.6
"""Times as broad as high at most."""
_PIECES = 3
"""Pieces of ink that a sign consists of at most, one beside the other."""
_MANY = 14
"""Pieces of a line from which it is no number."""


def fraction_in(line: Grey) -> Fraction | None:
    """How likely a line of writing, dark on white without its rules, holds a fraction's sign, and which.

    None where nothing in it has a sign's size.
    """
    ink = _ink(line)
    pieces = _pieces(ink) if line.size else []
    if not 0 < len(pieces) <= _MANY:
        return None
    spans = [(n, pieces[n : n + count]) for count in range(1, _PIECES + 1) for n in range(len(pieces) - count + 1)]
    places = [(before, place) for before, span in spans if _may_be_sign(place := bounding(span))]
    if not places:
        return None
    shares = _shares([picture_of(ink[_slices(place)]) for _, place in places])
    best = int(np.argmin(shares[:, 0]))
    none, quarter, half, rest = (round(float(share), 4) for share in shares[best])
    return Fraction((none, quarter, half, rest), places[best][0])


def picture_of(ink: Grey) -> Floats:
    """A sign as the network sees it: in the middle of a square that it fills, its darkest ink 1.

    Args:
        ink: Height × width, 0 for paper to 255, cut close.
    """
    height, width = ink.shape
    times = (SIDE - 2) / max(height, width)
    size = max(round(width * times), 1), max(round(height * times), 1)
    sized = cv2.resize(ink, size, interpolation=cv2.INTER_AREA if times < 1 else cv2.INTER_LINEAR)
    picture = np.zeros((SIDE, SIDE), np.float32)
    top, left = (SIDE - size[1]) // 2, (SIDE - size[0]) // 2
    picture[top : top + size[1], left : left + size[0]] = sized
    return np.asarray(np.clip(picture / max(float(np.percentile(picture, 97)), 1.0), 0, 1), np.float32)


def _ink(line: Grey) -> Grey:
    """How dark each pixel is, 0 for paper to 255 for the darkest."""
    dark = 255.0 - line.astype(np.float32)
    return grey(np.clip(dark * (255.0 / max(float(dark.max(initial=0.0)), 1.0)), 0, 255).astype(np.uint8))


def _pieces(ink: Grey) -> list[Box]:
    """The pieces of ink from the left; those above one another are one."""
    _, _, stats = components(grey((ink > _INKED).astype(np.uint8)))
    found = [
        Box(left, top, left + width, top + height)
        for left, top, width, height, area in sorted(stats[1:].tolist())
        if area >= _SPECK and height <= _HIGH
    ]
    joined: list[Box] = []
    for box in found:
        if joined and box.left < joined[-1].right:
            joined[-1] = joined[-1].union(box)
        else:
            joined.append(box)
    return [box for box in joined if box.height >= _LOW]


def _may_be_sign(place: Box) -> bool:
    return _LOW <= place.height <= _HIGH and place.width <= _BROAD * place.height


def _slices(place: Box) -> tuple[slice, slice]:
    return slice(int(place.top), int(place.bottom)), slice(int(place.left), int(place.right))


def _shares(pictures: Sequence[Floats]) -> Floats:
    """Pictures × the network's shares of nothing and of each sign."""
    raw = session(MODEL).run(np.stack(pictures)[:, None])
    raised = np.exp(raw - raw.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)
