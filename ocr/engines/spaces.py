"""Spaces between words, told from the paper between letters; and words with their places, told from the slices."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from ocr.arrays import Grey
from ocr.cleanup import FAINT
from ocr.engines.ctc import Glyph
from records.geometry import Box
from records.page import Word

_OF_HEIGHT = 0.36
"""Share of the line's height that is a word's gap at least: 15 wrong of 8,455 gaps, at 0.26 it was 50."""
_OF_USUAL = 2.2
"""Times the usual gap between letters: typewriters set letters far apart."""
_DOUBLED = 1.6
"""Times as much inside a doubled letter: the slices that show its two halves lie a blank apart, "Instal l"."""
_WORD = 3
"""Letters before a colon that make it a label's, and not a time's."""
_NARROW = "0123456789.,:;/-()$'"
_FIGURES = 1.3
"""Times as much between figures: the 1 and the points stand in the middle of much paper."""


def restored(glyphs: Sequence[Glyph], picture: Grey, scale: float) -> tuple[Glyph, ...]:
    """The glyphs with a space wherever the ink has a gap as wide as one, and behind a label.

    Args:
        glyphs: As decoded.
        picture: The line they were read from.
        scale: Pixels of the picture per slice.
    """
    glyphs = _parted(glyphs)
    if len(glyphs) < 2:
        return glyphs
    gaps = _gaps(glyphs, picture, scale)
    usual = float(np.median([gap for gap, pair in zip(gaps, _pairs(glyphs), strict=True) if " " not in pair] or [0]))
    wide = max(_OF_HEIGHT * _ink_height(picture), _OF_USUAL * usual + 2)
    found = [glyphs[0]]
    for place, (glyph, gap) in enumerate(zip(glyphs[1:], gaps, strict=True), start=1):
        before = found[-1]
        figures = before.text in _NARROW and glyph.text in _NARROW
        apart = wide * (_FIGURES if figures else _DOUBLED if before.text == glyph.text else 1)
        # No word but "a" is a small letter alone: the gap before its slice is the one behind its ink, or the end.
        lone = glyph.text.islower() and glyph.text != "a"
        alone = lone and (place == len(gaps) or glyphs[place + 1].text == " " or gaps[place] >= wide)
        if gap >= apart and not alone and " " not in (before.text, glyph.text):
            found.append(Glyph(" ", min(before.confidence, glyph.confidence), before.last, glyph.first))
        found.append(glyph)
    return tuple(found)


def words_of(glyphs: Sequence[Glyph], picture: Grey, scale: float, corner: tuple[int, int]) -> tuple[Word, ...]:
    """The glyphs as words with their boxes on the page.

    Args:
        glyphs: With their spaces.
        picture: The line they were read from.
        scale: Pixels of the picture per slice.
        corner: Left and top of the picture on the page.
    """
    ink = picture < FAINT
    groups: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if glyph.text.isspace():
            groups.append([])
        else:
            groups[-1].append(glyph)
    kept = [group for group in groups if group]
    edges = _edges(kept, picture.shape[1], scale)
    return tuple(
        Word(
            "".join(glyph.text for glyph in group),
            _box(ink, edges[place], edges[place + 1], corner),
            round(min(glyph.confidence for glyph in group), 4),
        )
        for place, group in enumerate(kept)
    )


def _parted(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """The glyphs with a space behind a word's colon: hands begin right behind it, "Requested:2/16/17", "No.:D464"."""
    found: list[Glyph] = []
    letters = 0
    for glyph in glyphs:
        before = found[-1] if found else None
        if before is not None and before.text == ":" and letters >= _WORD and not glyph.text.isspace():
            found.append(Glyph(" ", min(before.confidence, glyph.confidence), before.last, glyph.first))
        if glyph.text != ":":
            letters = letters + 1 if glyph.text.isalpha() or (letters and glyph.text == ".") else 0
        found.append(glyph)
    return tuple(found)


def _pairs(glyphs: Sequence[Glyph]) -> list[str]:
    """Each glyph's text with that of the next one."""
    return [before.text + after.text for before, after in itertools.pairwise(glyphs)]


def _gaps(glyphs: Sequence[Glyph], picture: Grey, scale: float) -> list[int]:
    """The widest stretch of paper between each glyph's middle and the next one's, in pixels."""
    empty = np.asarray(~(picture < FAINT).any(axis=0))
    middles = [round((glyph.first + glyph.last + 1) / 2 * scale) for glyph in glyphs]
    return [_longest(empty[left:right]) for left, right in itertools.pairwise(middles)]


def _longest(empty: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int:
    """The longest run of true values."""
    stops = np.flatnonzero(np.concatenate(([True], ~empty, [True])))
    return int(np.diff(stops).max(initial=1)) - 1


def _ink_height(picture: Grey) -> int:
    """Rows from the first to the last with ink."""
    rows = np.flatnonzero((picture < FAINT).any(axis=1))
    return int(rows[-1] - rows[0] + 1) if rows.size else picture.shape[0]


def _edges(groups: Sequence[Sequence[Glyph]], width: int, scale: float) -> list[int]:
    """Where one word's part of the line ends and the next one's begins, from the left edge to the right one."""
    between = [
        round((before[-1].last + 1 + after[0].first) / 2 * scale) for before, after in itertools.pairwise(groups)
    ]
    return [0, *between, width]


def _box(ink: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], left: int, right: int, corner: tuple[int, int]) -> Box:
    """The ink of one word's part of the line, as a box on the page."""
    part = ink[:, left : max(right, left + 1)]
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if not rows.size:
        return Box(corner[0] + left, corner[1], corner[0] + max(right, left + 1), corner[1] + ink.shape[0])
    return Box(
        corner[0] + left + int(columns[0]),
        corner[1] + int(rows[0]),
        corner[0] + left + int(columns[-1]) + 1,
        corner[1] + int(rows[-1]) + 1,
    )
