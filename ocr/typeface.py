"""The letters that a page is typed with, learned from it.

What both engines read alike says which letter is which, and the page's own letters are the templates (Xu and Nagy,
"Prototype extraction and adaptive OCR", IEEE PAMI 21, 1999).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, median_low

import numpy as np
from numpy.typing import NDArray

from ocr.arrays import Floats, Grey, components, level

_HANGING = frozenset("gjpqyQ,;()/$|@{}[]")
"""Letters that reach below the line they stand on."""
_RAISED = frozenset("-'\"*.:=~^")
"""Letters that say nothing of where that line is."""
SPECK = 6
"""Pixels of ink below which something is none of a letter."""
_RULE = 0.4, 10, 0.75, 8
"""Of a piece's width and height: what is longer and thinner, in pixels, is what is left of a rule."""
_ENOUGH = 40, 10
"""Letters, and different ones, from which a page has a typeface."""
_ALIKE = 0.55
"""Mean overlap, shared ink of all ink, of a page's letters with their templates from which it is typed, not written."""
_SAMPLES = 12
"""Samples of a letter that make its template."""
_LAID = 4
"""Samples of a letter that are laid on its template to see whether they are alike."""
EDGE = 2
"""Pixels of paper around a template."""
_WIDE = 1.6
"""Times the widest gap between words over which the row goes on: a stamp may hide a letter."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """How one letter looks."""

    letter: str
    shape: Floats
    """Height × width, 0 to 1: how often its samples are black there."""
    top: int
    """Pixels from the line it stands on down to its first row: below 0 but for what hangs."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """The letters of a page, and how they stand beside each other."""

    glyphs: tuple[Glyph, ...]
    dark: int
    """What is darker than this is typed; a stamp on a grey scan may be lighter."""
    gap: tuple[int, int]
    """Pixels between two letters of a word, least and most."""
    space: int
    """Pixels between two words at most."""


@dataclass(frozen=True, slots=True)
class _Sample:
    letter: str
    ink: NDArray[np.bool_]
    top: int


@dataclass(frozen=True, slots=True)
class Letters:
    """What a page's clear pieces show of its letters."""

    samples: dict[str, tuple[_Sample, ...]]
    """By letter."""
    gaps: tuple[int, ...]
    """Pixels between the letters of a word."""
    spaces: tuple[int, ...]
    """Pixels between words."""
    dark: int
    """What is darker than this was taken for their ink."""


def letters_of(pieces: Sequence[tuple[Grey, str]]) -> Letters:
    """The letters of pieces of a page, each with the one line of text that it holds.

    Args:
        pieces: Cut from the copy of even light.
    """
    dark = _darkness(pieces)
    found = [each for piece, text in pieces if (each := _samples(typed_ink(piece, dark), text)) is not None]
    by_letter: dict[str, tuple[_Sample, ...]] = {}
    for sample in (sample for samples, _, _ in found for sample in samples):
        by_letter[sample.letter] = (*by_letter.get(sample.letter, ()), sample)
    gaps = tuple(gap for _, inner, _ in found for gap in inner)
    return Letters(by_letter, gaps, tuple(gap for _, _, outer in found for gap in outer), dark)


def cut_letters(piece: Grey, text: str) -> tuple[Grey, ...] | None:
    """The picture of each letter of a line, from the left, without spaces; None where ink and text do not match.

    Args:
        piece: Cut from the copy of even light.
        text: What stands in it.
    """
    ink = typed_ink(piece, _darkness([(piece, text)]))
    runs = _runs(ink)
    if len(runs) != len("".join(text.split())):
        return None
    cut = []
    for left, right in runs:
        rows = np.flatnonzero(ink[:, left:right].any(axis=1))
        cut.append(piece[int(rows[0]) : int(rows[-1]) + 1, left:right])
    return tuple(cut)


def typeface(pages: Sequence[Letters]) -> Typeface | None:
    """The typeface of pages typed alike; None where they are too few letters, or written by hand."""
    samples: dict[str, tuple[_Sample, ...]] = {}
    for page in pages:
        for letter, found in page.samples.items():
            samples[letter] = (*samples.get(letter, ()), *found)
    if sum(map(len, samples.values())) < _ENOUGH[0] or len(samples) < _ENOUGH[1]:
        return None
    glyphs = {letter: _glyph(found) for letter, found in samples.items()}
    overlaps = [
        _overlap(sample, glyphs[letter])
        for letter, found in samples.items()
        for sample in (found[:_LAID] if len(found) > 1 else ())
    ]
    if not overlaps or float(np.mean(overlaps)) < _ALIKE:
        return None
    gaps = [gap for page in pages for gap in page.gaps] or [0]
    spaces = [gap for page in pages for gap in page.spaces] or [max(gaps) * 3]
    low, high = np.percentile(gaps, (1, 99))
    return Typeface(
        tuple(glyphs[letter] for letter in sorted(glyphs)),
        pages[0].dark,
        (int(low) - 1, int(high) + 1),
        int(max(float(np.percentile(spaces, 95)) * _WIDE, high + 25)),
    )


def typed_alike(one: Letters, other: Letters) -> bool:
    """Whether two pages are typed alike: the letters that both have lie on each other."""
    shared = sorted(one.samples.keys() & other.samples.keys())
    if len(shared) < _SHARED:
        return False
    overlaps = [_overlap(one.samples[letter][0], _glyph(other.samples[letter][:2])) for letter in shared[:_COMPARED]]
    return float(np.mean(overlaps)) >= _ALIKE


_SHARED, _COMPARED = 4, 15
"""Letters that two pages must share before it can be said that they are typed alike, and how many are compared."""


def _darkness(pieces: Sequence[tuple[Grey, str]]) -> int:
    """Halfway from the middle of the typed ink to where ink ends: what a lighter stamp adds is paler."""
    inks = [piece[piece < INK_ENDS] for piece, _ in pieces if piece.size]
    usual = median([level(ink, 0.4) for ink in inks if ink.size] or [0.0])
    return int(min(max(usual + _LIGHTER, 60), INK_ENDS))


INK_ENDS = 165
"""On a page of even light, what is darker is ink of a letter."""
_LIGHTER = 55
"""Levels by which the edges of typed strokes are lighter than their middle."""


def typed_ink(piece: Grey, dark: int) -> NDArray[np.bool_]:
    """The ink of a piece as dark as typing, without specks, and without rules along its edges."""
    ink = piece < dark
    height, width = ink.shape
    count, labels, stats = components(ink.astype(np.uint8))
    long, low, tall, thin = _RULE
    gone = [
        number
        for number in range(1, count)
        if stats[number][4] < SPECK
        or (stats[number][2] > long * width and stats[number][3] < low)
        or (stats[number][3] > tall * height and stats[number][2] < thin)
        or (stats[number][3] < thin and (stats[number][1] == 0 or stats[number][1] + stats[number][3] == height))
    ]
    return np.asarray(ink & ~np.isin(labels, gone))


def _samples(ink: NDArray[np.bool_], text: str) -> tuple[list[_Sample], list[int], list[int]] | None:
    """The letters of a line, the gaps within its words and those between; None where ink and text do not match."""
    letters = "".join(text.split())
    runs = _runs(ink)
    if not letters or len(runs) != len(letters):
        return None
    boxes = []
    for left, right in runs:
        rows = np.flatnonzero(ink[:, left:right].any(axis=1))
        boxes.append((left, right, int(rows[0]), int(rows[-1]) + 1))
    feet = [box[3] for letter, box in zip(letters, boxes, strict=True) if letter not in _HANGING | _RAISED]
    if not feet:
        return None
    line = int(median(feet))
    samples = [
        _Sample(letter, ink[top:bottom, left:right].copy(), top - line)
        for letter, (left, right, top, bottom) in zip(letters, boxes, strict=True)
    ]
    ends, place = set(), 0
    for word in text.split():
        place += len(word)
        ends.add(place)
    gaps = [(n + 1 in ends, after[0] - before[1]) for n, (before, after) in enumerate(pairwise(boxes))]
    return samples, [gap for between, gap in gaps if not between], [gap for between, gap in gaps if between]


def _runs(ink: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where ink begins and ends from left to right, with paper between."""
    steps = np.diff(np.concatenate(([0], ink.any(axis=0).astype(np.int8), [0])))
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))


def _glyph(samples: Sequence[_Sample]) -> Glyph:
    """The template of a letter: its samples laid on each other, the usual ones of them."""
    usual = median_low(sample.ink.shape[1] for sample in samples)
    kept = [sample for sample in samples if abs(sample.ink.shape[1] - usual) <= 2][:_SAMPLES]
    top = min(sample.top for sample in kept) - EDGE
    height = max(sample.top + sample.ink.shape[0] for sample in kept) + EDGE - top
    width = max(sample.ink.shape[1] for sample in kept) + 2 * EDGE
    total = np.zeros((height, width), np.float32)
    for sample in kept:
        total += _laid(sample, total, top)
    return Glyph(samples[0].letter, np.asarray(total / len(kept), np.float32), top)


def _laid(sample: _Sample, onto: Floats, top: int) -> Floats:
    """A sample where it lies best on others, a pixel aside at most."""
    plain = np.zeros_like(onto)
    rows, columns = sample.ink.shape
    left = EDGE + (onto.shape[1] - 2 * EDGE - columns) // 2
    plain[sample.top - top : sample.top - top + rows, left : left + columns] = sample.ink
    if not onto.any():
        return plain
    moved = [np.roll(plain, (down, right), (0, 1)) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    return max(moved, key=lambda each: float((each * onto).sum()))


def _overlap(sample: _Sample, glyph: Glyph) -> float:
    """The share of the ink of a sample and its template that both have."""
    if sample.top < glyph.top or sample.ink.shape[1] + 2 * EDGE > glyph.shape.shape[1]:
        return 0.0
    if sample.top - glyph.top + sample.ink.shape[0] > glyph.shape.shape[0]:
        return 0.0
    laid = _laid(sample, glyph.shape, glyph.top) > 0
    solid = glyph.shape > 0.5
    return float((laid & solid).sum() / max((laid | solid).sum(), 1))
