"""Looks for the letters of a typeface in a piece of a page, whatever else is on it: typing under a stamp.

A stamp over typing leaves every stroke of the typing black and adds its own. So letters are looked for that account for
the ink as far as they go, whatever else there is: each pixel of a letter should be black, and what is black beside it
may be the stamp's. The likeliest row of letters is found by dynamic programming (Kopec and Chou, "Document image
decoding using Markov source models", IEEE PAMI 16, 1994).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.arrays import Floats, Grey, components, grey
from ocr.cleanup import FAINT
from ocr.typeface import EDGE, SPECK, Glyph, Typeface, typed_ink

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
_HARDLY = 0.4
"""Such a share from which a letter right beside others may be one that a stroke runs through."""
_SOUND = 0.75
"""Share of a row's letters that must fit: the others have a stamp's strokes through them."""
UNKNOWN = "?"
"""Stands in a row for a letter that a stamp hides."""
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
_FURTHER, _SEVERAL = 3.0, 2
"""Letters' heights from a row's ends within which signs on its line are looked for; so many there go on with it."""
_ROWS = 6
"""Lines to stand on that are tried, the likeliest ones."""


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


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter of the likeliest row."""

    number: int
    """Which glyph of the face."""
    left: int
    """Where its ink begins."""
    right: int
    """Where it ends."""
    fit: float
    """Share of what it says on clean paper."""

    @property
    def span(self) -> tuple[int, int]:
        return self.left, self.right


def _row_in(piece: Grey, ink: NDArray[np.bool_], face: Typeface, black: float) -> Row | None:
    """The likeliest row in what the ink spans, where so much is black beside letters."""
    told = np.stack([_told(ink, glyph, black) for glyph in face.glyphs])
    line, row = _likeliest(told, face, black)
    sound = _sound(row, face)
    fitting = [letter for letter in sound if letter.fit >= _FITS]
    if not sound or len(fitting) < _SOUND * len(sound):
        return None
    kept = _drawn(sound, line, face, ink.shape)
    own = (cv2.dilate(kept, np.ones((3, 3), np.uint8)) > 0) & ink
    rest = ((piece < FAINT) & (cv2.dilate(kept, np.ones((5, 5), np.uint8)) == 0)).astype(np.uint8)
    spans, badly = [letter.span for letter in sound], [letter.span for letter in row if letter not in sound]
    if _touches(spans, badly, face) or _goes_on(spans, rest, line, face) or _left_over(spans, rest, line):
        return None
    near = cv2.dilate((ink & ~own).astype(np.uint8), np.ones((2 * _TOUCH + 1,) * 2, np.uint8)) > 0
    sure = len(sound) == len(fitting) and not any(_is_other(each, line, face, told, near, black) for each in sound)
    text = "".join(face.glyphs[each.number].letter if each.fit >= _FITS else UNKNOWN for each in sound)
    return Row(text, float(np.mean([each.fit for each in fitting])), sure, grey(np.where(own, piece, 255)))


def _likeliest(told: Floats, face: Typeface, black: float) -> tuple[int, list[_Letter]]:
    """The line on which the likeliest row of letters stands, and the row."""
    widths = np.array([glyph.shape.shape[1] - 2 * EDGE for glyph in face.glyphs])
    _, line, row = max(_best_row(told, widths, line, face) for line in _lines(told, widths))
    fits = (float(_near(told[number], line)[left]) / _alone(face.glyphs[number], black) for number, left in row)
    return line, [_Letter(n, left, left + int(widths[n]), fit) for (n, left), fit in zip(row, fits, strict=True)]


def _sound(row: Sequence[_Letter], face: Typeface) -> list[_Letter]:
    """The letters of a row that fit, with those between and right beside them that fit badly: a stroke runs through."""
    places = [place for place, letter in enumerate(row) if letter.fit >= _FITS]
    if not places:
        return []
    first, last = places[0], places[-1]
    while first and row[first - 1].fit >= _HARDLY and row[first].left - row[first - 1].right <= face.gap[1]:
        first -= 1
    while last + 1 < len(row) and row[last + 1].fit >= _HARDLY and row[last + 1].left - row[last].right <= face.gap[1]:
        last += 1
    return list(row[first : last + 1])


def _drawn(letters: Sequence[_Letter], line: int, face: Typeface, size: tuple[int, ...]) -> Grey:
    """A mask of letters where they stand."""
    mask = np.zeros(size, np.uint8)
    for letter in letters:
        _stamp(mask, face.glyphs[letter.number], line, letter.left)
    return mask


def _touches(spans: Sequence[tuple[int, int]], badly: Sequence[tuple[int, int]], face: Typeface) -> bool:
    """Whether a letter that fits badly stands next to the row's ends: it may be the last one of "Routine"."""
    near = face.gap[1] + 1
    begin, end = spans[0][0], spans[-1][1]
    return any(left - near < end and right + near > begin for left, right in badly)


def _goes_on(spans: Sequence[tuple[int, int]], rest: Grey, line: int, face: Typeface) -> bool:
    """Whether a sign of letters' height stands by itself on the line, next to the row: one that the face has not.

    So do two and more behind a gap: the cents of an amount have a blank of their own, and a stamp's words no such line.
    """
    heights = sorted(glyph.shape.shape[0] - 2 * EDGE for glyph in face.glyphs if glyph.letter.isalnum())
    (begin, _), (_, end) = spans[0], spans[-1]
    count, _, stats = components(rest)
    apart = [
        begin - (left + width) if left < begin else left - end
        for left, upper, width, height, area in stats[1:count].tolist()
        if abs(upper + height - 1 - line) <= 2 and heights[0] - 2 <= height <= heights[-1] + 2 and area >= _SIGN
    ]
    beside = sum(0 <= gap <= face.gap[1] + 2 for gap in apart)
    further = sum(0 <= gap <= _FURTHER * heights[-1] for gap in apart)
    return bool(beside > 0 or further >= _SEVERAL)


def _left_over(spans: Sequence[tuple[int, int]], rest: Grey, line: int) -> bool:
    """Whether ink that is of no letter stands between two by itself: a sign that the face has not, a faint letter."""
    top = max(line - _BODY, 0)
    for before, after in pairwise(spans):
        piece = rest[top : line + _BODY // 3, max(before[1] - 1, 0) : after[0] + 1]
        count, _, stats = components(piece)
        for left, upper, width, height, area in stats[1:count].tolist():
            free = left > 0 and upper > 0 and left + width < piece.shape[1] and upper + height < piece.shape[0]
            if area >= _SIGN and free:
                return True
    return False


def _is_other(letter: _Letter, line: int, face: Typeface, told: Floats, near: NDArray[np.bool_], black: float) -> bool:
    """Whether a letter may be one with less ink, the rest being a stamp's: a 6 under a stroke is an 8."""
    glyph = face.glyphs[letter.number]
    said = _near(told[:, :, max(letter.left - 1, 0) : letter.left + 2], line).max(axis=1)
    for place, other in enumerate(face.glyphs):
        alike = abs(other.shape.shape[1] - glyph.shape.shape[1]) <= _NEARLY and abs(other.top - glyph.top) <= _NEARLY
        if place == letter.number or not alike or float(said[place]) < _RIVAL * _alone(other, black):
            continue
        more = _drawn([letter], line, face, near.shape)
        less = _drawn([replace(letter, number=place)], line, face, near.shape)
        extra = (more > 0) & (cv2.dilate(less, np.ones((3, 3), np.uint8)) == 0)
        if extra.sum() >= SPECK and float(near[extra].mean()) > _HIDDEN:
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
    found[there] = scores[places[there], columns - EDGE : columns - EDGE + width]
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
    top, start = line + glyph.top, left - EDGE
    solid = (glyph.shape > 0.3).astype(np.uint8)
    rows = slice(max(top, 0), min(top + solid.shape[0], picture.shape[0]))
    columns = slice(max(start, 0), min(start + solid.shape[1], picture.shape[1]))
    picture[rows, columns] |= solid[rows.start - top : rows.stop - top, columns.start - start : columns.stop - start]
