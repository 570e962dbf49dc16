"""Writing across a page, over its print and its rules: VOID in letters as high as three lines of the form.

Engines that look for lines of text take such letters for rules, or read the print that shows between their strokes.
A marker's strokes are thicker than whatever they cross, a pen's letters higher; so what is thin, and then what is
low, is taken away, and the letters that are left side by side are read by themselves. Everything is in pixels at 100
dots to the inch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import atan, degrees, dist

import cv2
import numpy as np

from ocr import cleanup, upright
from ocr.arrays import Grey, components, grey
from ocr.copies import Copies
from ocr.read import read_zones, readers_first
from ocr.settings import ReadSettings
from ocr.sheet import Sheet
from ocr.zones import Zone
from records.geometry import Box
from records.page import Word

_HIGH = 22
"""The least height of a marker's letter: typing is 10 to 15 high, a heading of 18 points 18."""
_HIGHER = 36
"""That of a pen's, which is no thicker than what it crosses: words that touch a rule's rest come to 30."""
_LARGE = 400
"""The most of either: what is larger is a picture or a frame."""
_SOLID = 0.7
"""The share of its box that a punch hole fills, and more."""
_THICK = 3
"""How thick a marker's strokes are at least; typing has 2."""
_SMALL = 0.3
"""The height of a word's small letters as a share of its large ones'; what is lower between them is the form's."""
_MOST = 3
"""Runs that are read on one page, the longest first: a page of drawings has dozens."""
_LEVEL = 6.0
"""Degrees from which a slanting run is turned before it is read; engines read what slants less."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """One connected piece of ink."""

    number: int
    left: int
    top: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2


def words_across(sheet: Sheet, settings: ReadSettings) -> tuple[Word, ...]:
    """What is written across a page in letters much larger than its own, each run of them as one word.

    Returns:
        The words in the reading frame, with the sureness of the engine that finds lines best. Pieces of drawings and
        of signatures give words that say nothing.
    """
    if sheet.facts.blank or sheet.text_layer or not settings.engines:
        return ()
    few = replace(settings, engines=tuple(readers_first(settings.engines)[:1]))
    ink = cleanup.ink_of(_halved(sheet.copies.even))
    lines = cleanup.ink_of(_halved(grey(cv2.bitwise_not(sheet.copies.lines.mask))))
    thin = grey(cv2.bitwise_and(ink, cv2.bitwise_not(lines)))
    return (*_read(sheet, _thick_only(ink), _HIGH, few), *_read(sheet, thin, _HIGHER, few))


def _halved(picture: Grey) -> Grey:
    return grey(cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))


def _thick_only(ink: Grey) -> Grey:
    """The thick strokes, whole."""
    core = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((_THICK, _THICK), np.uint8))
    return grey(cv2.bitwise_and(cv2.dilate(core, np.ones((3, 3), np.uint8)), ink))


def _read(sheet: Sheet, ink: Grey, high: int, settings: ReadSettings) -> Iterator[Word]:
    """The words of a mask's large letters."""
    count, labels, stats = components(ink)
    pieces = [_Piece(number, *stats[number, :4].tolist()) for number in range(1, count)]
    large = [piece for piece in pieces if _is_letter(piece, int(stats[piece.number, cv2.CC_STAT_AREA]), high)]
    for run in sorted(_runs(large), key=len, reverse=True)[:_MOST]:
        around = _around(run)
        low = _SMALL * max(piece.height for piece in run)
        inside = [piece.number for piece in pieces if piece.height > low and _lies_in(piece, around)]
        only = np.isin(labels, inside).astype(np.uint8)
        alone = _turned(_picture(sheet, only, around), _slant(run))
        box = Box(0, 0, alone.shape[1], alone.shape[0])
        (reading,) = read_zones(replace(sheet, copies=Copies(alone)), [Zone(box)], settings)
        said = reading.readings[0]
        if said.text:
            yield Word("".join(said.text.split()), _doubled(around), said.confidence)


def _is_letter(piece: _Piece, area: int, high: int) -> bool:
    """Whether a piece is as high as a large letter and drawn in strokes; an I is a stroke by itself."""
    if not high <= piece.height <= _LARGE or piece.width > 2 * _LARGE:
        return False
    return area < _SOLID * piece.width * piece.height or piece.height > 3 * piece.width > 3 * _THICK


def _runs(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """The letters that stand side by side, from left to right; and what is wide enough for a word in one stroke."""
    runs: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda each: each.left):
        near = [run for run in runs if _beside(run[-1], piece)]
        if near:
            min(near, key=lambda run: dist(run[-1].middle, piece.middle)).append(piece)
        else:
            runs.append([piece])
    return [run for run in runs if len(run) > 1 or run[0].width > 1.5 * run[0].height]


def _beside(one: _Piece, other: _Piece) -> bool:
    """Whether a piece goes on where one ends: about as high, at most two heights away, less than 30 degrees off."""
    high = max(one.height, other.height)
    right, down = other.middle[0] - one.middle[0], other.middle[1] - one.middle[1]
    level = abs(down) < max(0.6 * high, 0.6 * right)
    return min(one.height, other.height) > 0.4 * high and level and other.left - one.left - one.width < 2 * high


def _slant(run: Sequence[_Piece]) -> float:
    """Degrees clockwise that a run of three letters or more goes down; 0 where it is level."""
    if len(run) < 3:
        return 0.0
    right, down = np.array([piece.middle for piece in run]).T
    slant = degrees(atan(float(np.polyfit(right, down, 1)[0])))
    return slant if abs(slant) > _LEVEL else 0.0


def _around(run: Sequence[_Piece]) -> Box:
    left, top = min(piece.left for piece in run), min(piece.top for piece in run)
    right = max(piece.left + piece.width for piece in run)
    return Box(left, top, right, max(piece.top + piece.height for piece in run))


def _lies_in(piece: _Piece, box: Box) -> bool:
    """Whether a piece lies among a run's letters: small letters belong to the word too."""
    right, down = piece.left + piece.width, piece.top + piece.height
    return piece.left >= box.left and piece.top >= box.top and right <= box.right and down <= box.bottom


def _doubled(box: Box) -> Box:
    return Box(2 * box.left, 2 * box.top, 2 * box.right, 2 * box.bottom)


def _picture(sheet: Sheet, only: Grey, around: Box) -> Grey:
    """The letters alone on white paper with a margin, at the reading resolution."""
    mask = only[int(around.top) : int(around.bottom), int(around.left) : int(around.right)]
    page = sheet.copies.even[2 * int(around.top) : 2 * int(around.bottom), 2 * int(around.left) : 2 * int(around.right)]
    whole = cv2.resize(mask, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_NEAREST)
    alone = np.where(whole > 0, page, 255).astype(np.uint8)
    return grey(cv2.copyMakeBorder(alone, 20, 20, 20, 20, cv2.BORDER_CONSTANT, value=(255,)))


def _turned(picture: Grey, slant: float) -> Grey:
    """The picture made level, with room for its corners."""
    if not slant:
        return picture
    room = int(0.3 * max(picture.shape))
    wide = cv2.copyMakeBorder(picture, room, room, room, room, cv2.BORDER_CONSTANT, value=(255,))
    return upright.turned(grey(wide), slant)
