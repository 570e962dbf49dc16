"""The letters that a page is typed with, learned from it, and where they stand under ink that is none of theirs.

A stamp over typing leaves every stroke of the typing black and adds its own. So letters are looked for that account for
the ink as far as they go, whatever else there is: each pixel of a letter should be black, and what is black beside it
may be the stamp's. The likeliest row of letters is found by dynamic programming (Kopec and Chou, "Document image
decoding using Markov source models", IEEE PAMI 16, 1994), with templates from the page itself (Xu and Nagy, "Prototype
extraction and adaptive OCR", IEEE PAMI 21, 1999): what both engines read alike elsewhere says which letter is which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median, median_low

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.arrays import Floats, Grey, grey
from ocr.cleanup import FAINT

_HANGING = frozenset("gjpqyQ,;()/$|@{}[]")
"""Letters that reach below the line they stand on."""
_RAISED = frozenset("-'\"*.:=~^")
"""Letters that say nothing of where that line is."""
_SPECK = 6
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
_EDGE = 2
"""Pixels of paper around a template."""
_BLACK = 0.97
"""How surely a letter's ink is black on the page."""
_FEWEST, _MOST = 0.03, 0.3
"""How much of a zone is black beside letters, at least and at most, whatever is counted."""
_TEMPER = 0.12
"""What a pixel's evidence counts: neighbouring pixels say the same."""
_LETTER = 2.0
"""What a letter costs in nats: fragments of a stamp make cheap ones."""
_FITS = 0.6
"""Share of what a letter usually says on clean paper from which it stands there."""
_TOUCH = 2
"""Pixels around foreign ink within which a stroke may be its."""
_NEARLY = 6
"""Pixels by which two letters that may be taken for each other differ in width and height."""
_RIVAL = 0.75
"""Share of what another letter usually says from which it may be the one."""
_HIDDEN = 0.5
"""Share of the ink that tells two letters apart which foreign ink touches."""
_BODY, _SIGN = 30, 8
"""Pixels above the line where letters have ink, and how much of it is a full stop."""
_ROWS = 6
"""Lines to stand on that are tried, the likeliest ones."""
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
class Row:
    """What letters stand in a piece of a page."""

    text: str
    """Without spaces."""
    fit: float
    """Mean share of what the letters would say on clean paper, 0 to 1."""
    sure: bool
    """Whether none of them may be another letter with foreign ink on it."""
    ink: Grey
    """The piece with nothing but the letters' ink."""


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
    usual = median([float(np.percentile(ink, 40)) for ink in inks if ink.size] or [0.0])
    return int(min(max(usual + _LIGHTER, 60), INK_ENDS))


INK_ENDS = 165
"""On a page of even light, what is darker is ink of a letter."""
_LIGHTER = 55
"""Levels by which the edges of typed strokes are lighter than their middle."""


def typed_ink(piece: Grey, dark: int) -> NDArray[np.bool_]:
    """The ink of a piece as dark as typing, without specks, and without rules along its edges."""
    ink = piece < dark
    height, width = ink.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    long, low, tall, thin = _RULE
    gone = [
        number
        for number in range(1, count)
        if stats[number][4] < _SPECK
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
    top = min(sample.top for sample in kept) - _EDGE
    height = max(sample.top + sample.ink.shape[0] for sample in kept) + _EDGE - top
    width = max(sample.ink.shape[1] for sample in kept) + 2 * _EDGE
    total = np.zeros((height, width), np.float32)
    for sample in kept:
        total += _laid(sample, total, top)
    return Glyph(samples[0].letter, np.asarray(total / len(kept), np.float32), top)


def _laid(sample: _Sample, onto: Floats, top: int) -> Floats:
    """A sample where it lies best on others, a pixel aside at most."""
    plain = np.zeros_like(onto)
    rows, columns = sample.ink.shape
    left = _EDGE + (onto.shape[1] - 2 * _EDGE - columns) // 2
    plain[sample.top - top : sample.top - top + rows, left : left + columns] = sample.ink
    if not onto.any():
        return plain
    moved = [np.roll(plain, (down, right), (0, 1)) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    return max(moved, key=lambda each: float((each * onto).sum()))


def _overlap(sample: _Sample, glyph: Glyph) -> float:
    """The share of the ink of a sample and its template that both have."""
    if sample.top < glyph.top or sample.ink.shape[1] + 2 * _EDGE > glyph.shape.shape[1]:
        return 0.0
    if sample.top - glyph.top + sample.ink.shape[0] > glyph.shape.shape[0]:
        return 0.0
    laid = _laid(sample, glyph.shape, glyph.top) > 0
    solid = glyph.shape > 0.5
    return float((laid & solid).sum() / max((laid | solid).sum(), 1))


def letters_in(piece: Grey, face: Typeface) -> Row | None:
    """The likeliest row of a face's letters in a piece of a page, whatever else is on it; None where none stands there.

    Args:
        piece: One line, cut from the copy of even light.
        face: The page's.
    """
    whole = typed_ink(piece, face.dark)
    if not whole.any():
        return None
    place = _around(whole)
    found = _row_in(grey(piece[place]), whole[place], face, float(np.clip(whole.mean(), _FEWEST, _MOST)))
    if found is None:
        return None
    shown = np.full_like(piece, 255)
    shown[place] = found.ink
    return replace(found, ink=shown)


def _around(ink: NDArray[np.bool_]) -> tuple[slice, slice]:
    """What the ink spans, with paper around it."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return (
        slice(max(int(rows[0]) - 3, 0), int(rows[-1]) + 4),
        slice(max(int(columns[0]) - 3, 0), int(columns[-1]) + 4),
    )


def _row_in(piece: Grey, ink: NDArray[np.bool_], face: Typeface, black: float) -> Row | None:
    """The likeliest row in what the ink spans, where so much is black beside letters."""
    told = np.stack([_told(ink, glyph, black) for glyph in face.glyphs])
    widths = np.array([glyph.shape.shape[1] - 2 * _EDGE for glyph in face.glyphs])
    _, line, row = max(_best_row(told, widths, line, face) for line in _lines(told, widths))
    fits = [float(_near(told[number], line)[left]) / _alone(face.glyphs[number], black) for number, left in row]
    sound = [each for each, fit in zip(row, fits, strict=True) if fit >= _FITS]
    kept = np.zeros(ink.shape, np.uint8)
    for number, left in sound:
        _stamp(kept, face.glyphs[number], line, left)
    own = (cv2.dilate(kept, np.ones((3, 3), np.uint8)) > 0) & ink
    around = cv2.dilate(kept, np.ones((5, 5), np.uint8))
    spans = [_span(face, each) for each in sound]
    badly = [_span(face, each) for each in row if each not in sound]
    if not spans or _one_between(spans, badly, face) or _left_over(spans, (piece < FAINT) & (around == 0), line):
        return None
    near = cv2.dilate((ink & ~own).astype(np.uint8), np.ones((2 * _TOUCH + 1,) * 2, np.uint8)) > 0
    sure = not any(
        _is_other(
            number, left, line, face, (_near(told[:, :, max(left - 1, 0) : left + 2], line).max(axis=1), near, black)
        )
        for number, left in sound
    )
    return Row(
        "".join(face.glyphs[number].letter for number, _ in sound),
        float(np.mean([fit for fit in fits if fit >= _FITS])),
        sure,
        grey(np.where(own, piece, 255)),
    )


def _span(face: Typeface, found: tuple[int, int]) -> tuple[int, int]:
    """Where a letter's ink begins and ends from the left."""
    number, left = found
    return left, left + face.glyphs[number].shape.shape[1] - 2 * _EDGE


def _one_between(spans: Sequence[tuple[int, int]], badly: Sequence[tuple[int, int]], face: Typeface) -> bool:
    """Whether a letter that fits badly stands among the others."""
    near = face.gap[1] + 1
    return any(left - near < end and start - near < right for start, end in badly for left, right in spans)


def _left_over(spans: Sequence[tuple[int, int]], rest: NDArray[np.bool_], line: int) -> bool:
    """Whether ink that is of no letter stands between two by itself: a sign that the face has not, a faint letter."""
    top = max(line - _BODY, 0)
    for before, after in pairwise(spans):
        piece = rest[top : line + _BODY // 3, max(before[1] - 1, 0) : after[0] + 1].astype(np.uint8)
        count, _, stats, _ = cv2.connectedComponentsWithStats(piece, connectivity=8)
        for left, upper, width, height, area in stats[1:count].tolist():
            free = left > 0 and upper > 0 and left + width < piece.shape[1] and upper + height < piece.shape[0]
            if area >= _SIGN and free:
                return True
    return False


def _is_other(
    number: int,
    left: int,
    line: int,
    face: Typeface,
    beside: tuple[Floats, NDArray[np.bool_], float],
) -> bool:
    """Whether a letter may be one with less ink, the rest being a stamp's: a 6 under a stroke is an 8."""
    told, near, black = beside
    glyph = face.glyphs[number]
    for place, other in enumerate(face.glyphs):
        alike = abs(other.shape.shape[1] - glyph.shape.shape[1]) <= _NEARLY and abs(other.top - glyph.top) <= _NEARLY
        if place == number or not alike or float(told[place]) < _RIVAL * _alone(other, black):
            continue
        more = np.zeros(near.shape, np.uint8)
        less = more.copy()
        _stamp(more, glyph, line, left)
        _stamp(less, other, line, left)
        extra = (more > 0) & (cv2.dilate(less, np.ones((3, 3), np.uint8)) == 0)
        if extra.sum() >= _SPECK and float(near[extra].mean()) > _HIDDEN:
            return True
    return False


def _lines(told: Floats, widths: NDArray[np.int64]) -> list[int]:
    """The lines on which letters most likely stand: where they explain most of the ink."""
    likely = np.maximum((told - _LETTER) / widths[:, None, None], 0).max(axis=0).sum(axis=1)
    found: list[int] = []
    for line in np.argsort(-likely, kind="stable").tolist():
        if all(abs(line - other) > 1 for other in found):
            found.append(line)
        if len(found) == _ROWS:
            break
    return found


def _weights(glyph: Glyph, black: float) -> tuple[Floats, float]:
    """What a black pixel says for the letter beside what a white one does, and what all say where all are white."""
    there = np.clip(glyph.shape * _BLACK + (1 - glyph.shape) * black, 0.02, 0.98)
    for_it, against = np.log(there / black), np.log((1 - there) / (1 - black))
    return np.asarray((for_it - against) * _TEMPER, np.float32), float(against.sum()) * _TEMPER


def _alone(glyph: Glyph, black: float) -> float:
    """What the letter says on clean paper, on the average of the samples that its template is made of."""
    weights, white = _weights(glyph, black)
    return max(float((weights * glyph.shape).sum()) + white, 1.0)


def _told(ink: NDArray[np.bool_], glyph: Glyph, black: float) -> Floats:
    """Log-likelihood ratio of the letter against none, by the line it stands on and the left of its ink."""
    weights, white = _weights(glyph, black)
    height, width = ink.shape
    rows, columns = glyph.shape.shape
    padded = cv2.copyMakeBorder(ink.astype(np.float32), rows, rows, columns, columns, cv2.BORDER_CONSTANT, value=(0,))
    scores = cv2.matchTemplate(padded, weights, cv2.TM_CCORR) + white
    found = np.full((height, width), -1e6, np.float32)
    places = np.arange(height) + glyph.top + rows
    there = (places >= 0) & (places < scores.shape[0])
    found[there] = scores[places[there], columns - _EDGE : columns - _EDGE + width]
    return found


def _near(told: Floats, line: int) -> Floats:
    """What is told for the line and for those a pixel above and below it: type does not stand quite level."""
    return np.asarray(told[..., max(line - 1, 0) : line + 2, :].max(axis=-2))


def _best_row(
    told: Floats, widths: NDArray[np.int64], line: int, face: Typeface
) -> tuple[float, int, list[tuple[int, int]]]:
    """The likeliest row of letters on a line: its likelihood, the line, and each letter's number and its left."""
    here = _near(told, line)
    width = here.shape[1]
    here = np.where(here > 0, here - _LETTER, -np.inf)
    ends = np.full(width + int(widths.max()) + 1, -np.inf)
    came: dict[int, tuple[int, int, int]] = {}
    for left in np.flatnonzero(np.isfinite(here).any(axis=0)).tolist():
        first, last = max(left - face.space, 0), max(left - face.gap[0] + 1, 0)
        before, start = -1, 0.0
        if last > first:
            place = first + int(np.argmax(ends[first:last]))
            if ends[place] > 0:
                before, start = place, float(ends[place])
        for number in np.flatnonzero(np.isfinite(here[:, left])).tolist():
            end, value = left + int(widths[number]), start + float(here[number, left])
            if value > ends[end]:
                ends[end], came[end] = value, (before, number, left)
    place, row = int(np.argmax(ends)), []
    score = float(ends[place])
    while place in came and place >= 0:
        place, number, left = came[place]
        row.append((number, left))
    return score, line, row[::-1]


def _stamp(picture: Grey, glyph: Glyph, line: int, left: int) -> None:
    """Puts a letter into a mask."""
    top, start = line + glyph.top, left - _EDGE
    solid = (glyph.shape > 0.3).astype(np.uint8)
    rows = slice(max(top, 0), min(top + solid.shape[0], picture.shape[0]))
    columns = slice(max(start, 0), min(start + solid.shape[1], picture.shape[1]))
    picture[rows, columns] |= solid[rows.start - top : rows.stop - top, columns.start - start : columns.stop - start]
