"""Zones of pages stacked into pictures, so that one call of an engine reads the zones of many pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from ocr.arrays import Grey
from ocr.cleanup import FAINT
from ocr.copies import Copies
from ocr.order import lines_of
from ocr.zones import EngineReading, Zone
from records.geometry import Box
from records.page import Word

_MARGIN = 20
"""Pixels of white around each zone: less joins neighbours into one line, more lets the layout fall apart."""
_ZONES = 12
"""Zones in a picture: 249 ms a page against 272 with all of a page's in one, and as many words right; with two short
zones beside each other 245 ms, and a tenth more of the letters wrong."""
_TALLEST = 12_000
"""Pixels from which a picture takes no further zone: Tesseract reads no side beyond 32,767."""
_INK = 25
"""Dark pixels from which something is written in a zone."""

Groups: TypeAlias = Sequence[tuple[Copies, Sequence[Zone]]]
"""Pages, each with the zones that are wanted of it."""


@dataclass(frozen=True, slots=True)
class Stack:
    """A stacked picture and where each zone's piece lies in it."""

    picture: Grey
    places: tuple[tuple[int, Box, float, float], ...]
    """For each piece the zone's place among those asked for, its box here, what to add to come back to the page."""

    def sorted_out(self, words: Sequence[Word]) -> dict[int, list[Word]]:
        """The words of each zone by its place, their boxes on the page again."""
        found: dict[int, list[Word]] = {}
        for word in words:
            for zone, piece, across, down in self.places:
                if piece.top <= word.box.middle[1] <= piece.bottom:
                    box = word.box
                    moved = box.moved(across, down)
                    found.setdefault(zone, []).append(replace(word, box=moved))
                    break
        return found


def read_groups(
    name: str, groups: Groups, read: Callable[[Sequence[Grey]], Sequence[tuple[Word, ...]]]
) -> tuple[tuple[EngineReading, ...], ...]:
    """The readings of all zones, page by page, by an engine that reads many pictures at once.

    Args:
        name: The engine's.
        groups: Pages with their zones; no picture holds zones of two pages, so a page reads the same alone.
        read: The words of each picture.
    """
    stacks = [stacked(copies.bare, zones) for copies, zones in groups]
    words = iter(read([stack.picture for page in stacks for stack in page]))
    readings = []
    for (_, zones), page in zip(groups, stacks, strict=True):
        found: dict[int, list[Word]] = {}
        for stack in page:
            found.update(stack.sorted_out(next(words)))
        readings.append(tuple(reading_of(name, found.get(place, ())) for place in range(len(zones))))
    return tuple(readings)


def reading_of(name: str, words: Sequence[Word]) -> EngineReading:
    """The words of one zone as one reading."""
    lines = lines_of(words)
    text = "\n".join(" ".join(word.text for word in line) for line in lines)
    confidence = min((word.confidence for word in words), default=0.0)
    return EngineReading(name, text, confidence, words=tuple(word for line in lines for word in line))


def stacked(page: Grey, zones: Sequence[Zone]) -> tuple[Stack, ...]:
    """The zones with something written in them cut out of the page and put under each other, each on white."""
    written = [place for place, zone in enumerate(zones) if has_ink(page, zone.box)]
    stacks: list[Stack] = []
    part: list[int] = []
    height = 0.0
    for place in written:
        part.append(place)
        height += zones[place].box.height + 2 * _MARGIN
        if len(part) == _ZONES or height > _TALLEST:
            stacks.append(_stack(page, zones, part))
            part, height = [], 0.0
    return (*stacks, _stack(page, zones, part)) if part else tuple(stacks)


def _stack(page: Grey, zones: Sequence[Zone], wanted: Sequence[int]) -> Stack:
    """These zones in one picture."""
    pieces = [cut_out(page, zones[place].box) for place in wanted]
    width = max(piece.shape[1] for piece, _, _ in pieces) + 2 * _MARGIN
    height = sum(piece.shape[0] + 2 * _MARGIN for piece, _, _ in pieces)
    picture = np.full((height, width), 255, np.uint8)
    places, top = [], 0
    for place, (piece, left_on_page, top_on_page) in zip(wanted, pieces, strict=True):
        high, wide = piece.shape
        picture[top + _MARGIN : top + _MARGIN + high, _MARGIN : _MARGIN + wide] = piece
        box = Box(_MARGIN, top, _MARGIN + wide, top + high + 2 * _MARGIN - 1)
        places.append((place, box, left_on_page - _MARGIN, top_on_page - top - _MARGIN))
        top += high + 2 * _MARGIN
    return Stack(picture, tuple(places))


def has_ink(bare: Grey, box: Box) -> bool:
    """Whether something is written in a place on the page without its ruled lines."""
    piece, _, _ = cut_out(bare, box)
    return int((piece < FAINT).sum()) >= _INK


def cut_out(page: Grey, box: Box) -> tuple[Grey, int, int]:
    """The part of the page inside the box, and its left and top there; empty where the box lies off the page."""
    height, width = page.shape[:2]
    left, top = min(max(int(box.left), 0), width), min(max(int(box.top), 0), height)
    right, bottom = min(int(box.right + 0.999), width), min(int(box.bottom + 0.999), height)
    return page[top : max(bottom, top), left : max(right, left)], left, top
