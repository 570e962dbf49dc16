"""Zones of a page stacked into one picture, so that one call reads them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ocr.arrays import Grey
from ocr.order import lines_of
from ocr.zones import Zone
from records.geometry import Box
from records.page import Word

_MARGIN = 20
"""Pixels of white around each zone: less joins neighbours into one line, more lets the layout fall apart."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The stacked picture and where each zone's piece lies in it."""

    picture: Grey
    places: tuple[tuple[Box, float, float], ...]
    """For each zone its piece in the stack, and what to add to come back to the page."""

    def sorted_out(self, words: Sequence[Word]) -> tuple[tuple[Word, ...], ...]:
        """The words of each zone, their boxes on the page again."""
        found: list[list[Word]] = [[] for _ in self.places]
        for word in words:
            place = self._place(word.box)
            if place is not None:
                _, across, down = self.places[place]
                box = word.box
                moved = Box(box.left + across, box.top + down, box.right + across, box.bottom + down)
                found[place].append(replace(word, box=moved))
        return tuple(tuple(group) for group in found)

    def _place(self, box: Box) -> int | None:
        """The zone whose piece a word lies in."""
        middle = box.middle[1]
        inside = (number for number, (piece, _, _) in enumerate(self.places) if piece.top <= middle <= piece.bottom)
        return next(inside, None)


def stacked(page: Grey, zones: Sequence[Zone]) -> Stack:
    """The zones cut out of the page and put one under the other, each on white."""
    pieces = [cut_out(page, zone.box) for zone in zones]
    width = max((piece.shape[1] for piece, _, _ in pieces), default=1) + 2 * _MARGIN
    height = sum(piece.shape[0] + 2 * _MARGIN for piece, _, _ in pieces)
    picture = np.full((max(height, 1), width), 255, np.uint8)
    places, top = [], 0
    for piece, left_on_page, top_on_page in pieces:
        high, wide = piece.shape
        picture[top + _MARGIN : top + _MARGIN + high, _MARGIN : _MARGIN + wide] = piece
        place = Box(_MARGIN, top, _MARGIN + wide, top + high + 2 * _MARGIN - 1)
        places.append((place, left_on_page - _MARGIN, top_on_page - top - _MARGIN))
        top += high + 2 * _MARGIN
    return Stack(picture, tuple(places))


def cut_out(page: Grey, box: Box) -> tuple[Grey, int, int]:
    """The part of the page inside the box, and its left and top there; empty where the box lies off the page."""
    height, width = page.shape[:2]
    left, top = max(int(box.left), 0), max(int(box.top), 0)
    right, bottom = min(int(box.right + 0.999), width), min(int(box.bottom + 0.999), height)
    return page[top : max(bottom, top), left : max(right, left)], left, top


__all__ = ["Stack", "cut_out", "lines_of", "stacked"]
