"""Ruled lines and small printed squares: what a form is made of besides words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

import cv2
import numpy as np

from ocr.arrays import Grey, grey
from records.geometry import Box

_SHORTEST = 40
"""Pixels at 200 dots to the inch: a fifth of an inch, longer than the bar of any letter of running text."""
_ALONE_ACROSS = 70
"""Pixels from which a level line is one by itself; shorter ones must end on others."""
_ALONE_DOWN = 110
"""Pixels from which a plumb line is one by itself: half-inch capitals are 100 high."""
_THICKEST = 9
"""Pixels; what is thicker is a bar or a stain."""
_SOLID = 24
"""Pixels that a dark field is across at least, between its white letters: a bar of a heading, a title up the side."""
_LETTERS = 61
"""Pixels of the holes that white letters leave in such a field."""
_FULL = 0.8
"""Share of its box that it fills: a photograph or a stain does not."""
_RIM = 5
"""Pixels along the sides of such a field that are dark over and under its letters."""
_MOSTLY = 0.8
"""Share of such a field's side along which a rule is the side already."""
_CORE = 0.1
"""Share of a rule's length that each of its rows of pixels is dark along."""
_GAP = 18
"""Pixels between pieces that are one broken line."""
_ALONG = 31
"""Pixels, every second one, over which a pale line is looked at."""
_ASIDE = 4
"""Pixels beside a line where there is paper."""
_SHADE = 6
"""Levels by which a pixel of a pale line is darker than both its sides."""
_MOST = 180
"""Of 255 pixels along a line, how many are."""
_HAIRLINE = 100
"""Pixels, every second one, from which a pale line is one: an inch, longer than any stroke of writing is straight."""
_SIDE = (14, 56)
"""Pixels of a checkbox's side, least and most: 0.07 to 0.28 inch."""
_TICK = 3
"""Times a square's side that a tick reaches with it."""
_IN_LINE = 4
"""Pixels by which squares one below the other, or side by side, lie out of line."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What was found, and how to take it out of the picture."""

    rules: tuple[Box, ...]
    checkboxes: tuple[tuple[Box, float], ...]
    mask: Grey
    """The pixels of rules and of empty squares' sides, those where a stroke of writing crosses left out."""


NO_LINES = Lines((), (), np.zeros((1, 1), np.uint8))
"""What a blank page has."""


def find_lines(ink: Grey) -> Lines:
    """The ruled lines and checkboxes of a page.

    Args:
        ink: A mask of the ink at 200 dots to the inch.
    """
    solid = grey(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((_SOLID, _SOLID), np.uint8)))
    open_ink = grey(cv2.bitwise_and(ink, cv2.bitwise_not(solid)))  # a dark field welds the rules that end on it
    level_runs, plumb_runs = _runs(open_ink, _SHORTEST, flat=True), _runs(open_ink, _SHORTEST, flat=False)
    level, plumb = _thin(level_runs, ink, flat=True), _thin(plumb_runs, ink, flat=False)
    level = _long_or_held(level, _painted(plumb_runs, plumb), _ALONE_ACROSS, flat=True)
    across = _painted(level_runs, level)
    plumb = _long_or_held(plumb, across, _ALONE_DOWN, flat=False)
    down = _painted(plumb_runs, plumb)
    squares = _squares(ink)
    mask = grey(cv2.bitwise_or(_removable(ink, across, flat=True), _removable(ink, down, flat=False)))
    for box, _ in squares:
        _blot(mask, box)
    rules = (*_merged(level, flat=True), *_merged(plumb, flat=False))
    return Lines((*rules, *_edges(solid, ink, rules)), squares, mask)


def _edges(solid: Grey, ink: Grey, rules: Sequence[Box]) -> list[Box]:
    """The sides of dark fields as thin boxes, those left out where a rule stands already: boxes end there."""
    found: list[Box] = []
    if not solid.any():
        return found
    whole = grey(cv2.morphologyEx(solid, cv2.MORPH_CLOSE, np.ones((_LETTERS, _LETTERS), np.uint8)))
    for left, top, right, bottom in (_past_letters(field, ink) for field in _full(whole)):
        level = (Box(left, y - 1, right, y + 1) for y in (top, bottom)) if right - left >= _ALONE_ACROSS else ()
        plumb = (Box(x - 1, top, x + 1, bottom) for x in (left, right)) if bottom - top >= _ALONE_DOWN else ()
        found += [edge for edge in (*level, *plumb) if not any(_along(rule, edge) for rule in (*rules, *found))]
    return found


def _full(fields: Grey) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, right and bottom of the dark fields that fill their boxes."""
    for left, top, width, height in _pieces(fields):
        right, bottom = left + width, top + height
        if cv2.countNonZero(fields[top:bottom, left:right]) >= _FULL * width * height:
            yield left, top, right, bottom


def _past_letters(field: tuple[int, int, int, int], ink: Grey) -> tuple[int, int, int, int]:
    """A dark field, on past white words as far as it is dark along its upper and its lower side.

    A low bar has no square as dark as wide over the words of a title in it, and seems to end beside each.
    """
    left, top, right, bottom = field
    if right - left < bottom - top:
        return field
    strips = (ink[top + 2 : top + _RIM], ink[bottom - _RIM : bottom - 2])
    dark = np.all([strip.all(axis=0) for strip in strips], axis=0)
    paper = np.flatnonzero(~dark)
    before, behind = paper[paper < left + _RIM], paper[paper >= right - _RIM]
    return (
        min(int(before[-1]) + 1, left) if before.size else 0,
        top,
        max(int(behind[0]), right) if behind.size else ink.shape[1],
        bottom,
    )


def _along(rule: Box, edge: Box) -> bool:
    """Whether a rule runs along most of an edge."""
    level = edge.width > edge.height
    near = edge.grown(_THICKEST)
    across = min(rule.right, near.right) - max(rule.left, near.left)
    down = min(rule.bottom, near.bottom) - max(rule.top, near.top)
    along, aside, length = (across, down, edge.width) if level else (down, across, edge.height)
    return (rule.width > rule.height) == level and aside > 0 and along > _MOSTLY * length


def pale_rules(even: Grey) -> Grey:
    """A mask of long thin level and plumb lines that are too pale to be ink: hairlines of a form, or a worn copy's.

    Nearly every pixel of a line is a little darker than the paper on both its sides. Of a column of figures that stand
    one below the other only some are, and the foot of writing has ink on one side.

    Args:
        even: The page of even light at 200 dots to the inch.
    """
    mask = np.zeros_like(even)
    for flat in (True, False):
        dark = cv2.bitwise_not(np.ascontiguousarray(even[:, ::2] if flat else even[::2]))  # half says as much along it
        sides = cv2.max(_moved(grey(dark), _ASIDE, flat=flat), _moved(grey(dark), -_ASIDE, flat=flat))
        darker = cv2.threshold(cv2.subtract(dark, sides), _SHADE, 255, cv2.THRESH_BINARY)[1]
        share = cv2.blur(darker, (_ALONG, 1) if flat else (1, _ALONG))
        along = np.ones((1, _HAIRLINE) if flat else (_HAIRLINE, 1), np.uint8)
        lines = cv2.morphologyEx(cv2.threshold(share, _MOST, 255, cv2.THRESH_BINARY)[1], cv2.MORPH_OPEN, along)
        mask = grey(cv2.bitwise_or(mask, cv2.resize(lines, even.shape[::-1], interpolation=cv2.INTER_NEAREST)))
    return mask


def _moved(picture: Grey, by: int, *, flat: bool) -> Grey:
    """The picture moved down, or to the right, by some pixels, with paper coming in."""
    moved = np.zeros_like(picture)
    if flat:
        moved[max(by, 0) : len(picture) + min(by, 0)] = picture[max(-by, 0) : len(picture) - max(by, 0)]
    else:
        moved[:, max(by, 0) : picture.shape[1] + min(by, 0)] = picture[:, max(-by, 0) : picture.shape[1] - max(by, 0)]
    return moved


def _runs(ink: Grey, length: int, *, flat: bool) -> Grey:
    """The ink that belongs to unbroken runs of at least this length."""
    # A line one pixel thick that steps to the next row is still a line: thicken by one across it first.
    cross = np.ones((2, 1) if flat else (1, 2), np.uint8)
    along = np.ones((1, length) if flat else (length, 1), np.uint8)
    thick = cv2.dilate(ink, cross)
    return grey(cv2.bitwise_and(cv2.morphologyEx(thick, cv2.MORPH_OPEN, along), ink))


def _thin(runs: Grey, ink: Grey, *, flat: bool) -> list[Box]:
    """The runs that are thin and straight enough for a ruled line."""
    found = []
    for left, top, width, height in _pieces(runs):
        length, extent = (width, height) if flat else (height, width)
        if length >= _SHORTEST - 4 and extent <= _THICKEST + length * 0.02:
            run = runs[top : top + height, left : left + width]
            area = cv2.countNonZero(run)
            first, last = _core(run if flat else grey(run.T)) if extent > _THICKEST else (0, extent)
            if flat:
                box = Box(left, top + first, left + width, top + last)
            else:
                box = Box(left + first, top, left + last, top + height)
            if area <= _THICKEST * length and _free(ink, box, flat=flat):
                found.append(box)
    return found


def _core(run: Grey) -> tuple[int, int]:
    """The rows of a thick level run between which its rule is, where what is left of a dark field hangs on it.

    All of them where no few rows have most of its ink: it leans.
    """
    rows = np.count_nonzero(run, axis=1)
    full = np.flatnonzero(rows >= _CORE * run.shape[1])
    if not full.size or 2 * rows[full].sum() < rows.sum():
        return 0, run.shape[0]
    return int(full[0]), int(full[-1]) + 1


def _free(ink: Grey, box: Box, *, flat: bool) -> bool:
    """Whether there is paper along most of both sides: the middle of smeared bold letters has ink along them."""
    left, top, right, bottom = int(box.left), int(box.top), int(box.right), int(box.bottom)
    if flat:
        sides = (ink[max(top - 3, 0) : max(top - 1, 0), left:right], ink[bottom + 1 : bottom + 3, left:right])
    else:
        sides = (ink[top:bottom, max(left - 3, 0) : max(left - 1, 0)].T, ink[top:bottom, right + 1 : right + 3].T)
    covered = [float(side.any(axis=0).mean()) if side.size else 0.0 for side in sides]
    return sum(covered) <= 0.9 and min(covered) <= 0.3


def _pieces(mask: Grey) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height of each connected piece of a mask: outlines take a sixth of labelling's time."""
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    rectangles = (cv2.boundingRect(outline) for outline in outlines)
    return [(int(left), int(top), int(width), int(height)) for left, top, width, height in rectangles]


def _painted(runs: Grey, boxes: list[Box]) -> Grey:
    """A mask of the runs inside these boxes."""
    mask = np.zeros_like(runs)
    for box in boxes:
        place = np.s_[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
        mask[place] |= runs[place]
    return mask


def _long_or_held(boxes: list[Box], others: Grey, alone: int, *, flat: bool) -> list[Box]:
    """Those lines that are long, or that end on lines of the other direction at both ends as the sides of a box do.

    The strokes of large letters are neither: a title of half-inch capitals must not be taken apart.
    """
    return [
        box
        for box in boxes
        if (box.width if flat else box.height) >= alone
        or all(_touches(others, *end) for end in ((box.left, box.top), (box.right - 1, box.bottom - 1)))
    ]


def _touches(mask: Grey, across: float, down: float) -> bool:
    """Whether the mask holds within four pixels of a point."""
    left, top = max(int(across) - 4, 0), max(int(down) - 4, 0)
    return bool(mask[top : int(down) + 5, left : int(across) + 5].any())


def _merged(boxes: list[Box], *, flat: bool) -> tuple[Box, ...]:
    """The pieces of broken lines put together, from the top or from the left."""
    merged: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box.left, box.top) if flat else (box.top, box.left)):
        place = next((i for i, line in enumerate(merged) if _continues(line, box, flat=flat)), None)
        if place is None:
            merged.append(box)
        else:
            merged[place] = merged[place].union(box)
    return tuple(sorted(merged, key=lambda box: (box.top, box.left) if flat else (box.left, box.top)))


def _continues(line: Box, piece: Box, *, flat: bool) -> bool:
    """Whether the piece goes on where the line leaves off."""
    if flat:
        return piece.left - line.right <= _GAP and abs(piece.middle[1] - line.middle[1]) <= 4 + line.height / 2
    return piece.top - line.bottom <= _GAP and abs(piece.middle[0] - line.middle[0]) <= 4 + line.width / 2


def _removable(ink: Grey, lines: Grey, *, flat: bool) -> Grey:
    """The pixels of lines, but for those where a stroke goes through: a letter must not be cut by its line."""
    fringe = cv2.dilate(lines, np.ones((3, 1) if flat else (1, 3), np.uint8))
    touched = cv2.dilate(fringe, np.ones((3, 1) if flat else (1, 3), np.uint8))
    strokes = grey(cv2.bitwise_and(cv2.bitwise_and(ink, touched), cv2.bitwise_not(fringe)))
    reach = np.ones((_THICKEST + 2, 1) if flat else (1, _THICKEST + 2), np.uint8)
    # A stroke crosses where ink touches the line on both sides; letters beside a line touch it on one or not at all.
    before, after = _shifted_reach(strokes, reach, flat=flat)
    return grey(cv2.bitwise_and(fringe, cv2.bitwise_not(cv2.bitwise_and(before, after))))


def _shifted_reach(
    strokes: Grey, reach: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], *, flat: bool
) -> tuple[Grey, Grey]:
    """The strokes smeared towards one side and towards the other."""
    last = max(reach.shape) - 1
    first_anchor, last_anchor = ((0, 0), (0, last)) if flat else ((0, 0), (last, 0))
    return grey(cv2.dilate(strokes, reach, anchor=first_anchor)), grey(cv2.dilate(strokes, reach, anchor=last_anchor))


def _squares(ink: Grey) -> tuple[tuple[Box, float], ...]:
    """Small squares with four straight sides that stand by themselves, with the share of their inside that is ink."""
    least = _SIDE[0] - 3
    straight = grey(cv2.bitwise_or(_runs(ink, least, flat=True), _runs(ink, least, flat=False)))
    found: list[tuple[Box, float]] = []
    others: list[Box] = []
    for left, top, width, height in _pieces(straight):
        if _SIDE[0] <= min(width, height) and max(width, height) <= _SIDE[1] and abs(width - height) <= 0.25 * height:
            inside = _inside(ink[top : top + height, left : left + width])
            if inside is not None:
                found.append((Box(left, top, left + width, top + height), inside))
                continue
        others.append(Box(left, top, left + width, top + height))
    found += [twin for box in others if (twin := _overrun(box, found, ink)) is not None]
    return tuple(sorted(found, key=lambda square: (square[0].top, square[0].left)))


def _overrun(piece: Box, squares: list[tuple[Box, float]], ink: Grey) -> tuple[Box, float] | None:
    """A square that a tick runs out of, in line with one that stands alone and as large as it; None where none is."""
    for square, _ in squares:
        width, height = int(square.width), int(square.height)
        if not (width - 2 <= piece.width <= _TICK * width and height - 2 <= piece.height <= _TICK * height):
            continue
        tops = range(int(piece.top), int(piece.bottom) - height + 3)
        lefts = range(int(piece.left), int(piece.right) - width + 3)
        level = [place for place in product(tops, lefts) if _aside(square, place) <= _IN_LINE]
        for top, left in sorted(level, key=partial(_aside, square)):
            inside = _inside(ink[top : top + height, left : left + width])
            if inside is not None:
                return Box(left, top, left + width, top + height), inside
    return None


def _aside(square: Box, place: tuple[int, int]) -> float:
    """How far a place, its top and its left, lies out of line with a square."""
    return min(abs(place[0] - square.top), abs(place[1] - square.left))


def _inside(square: Grey) -> float | None:
    """The share of ink inside a square's four sides; None where it has not four straight thin sides."""
    edge = max(2, min(square.shape) // 7)
    bands = (
        square[:edge].max(axis=0),
        square[-edge:].max(axis=0),
        square[:, :edge].max(axis=1),
        square[:, -edge:].max(axis=1),
    )
    if min(_longest(band) / len(band) for band in bands) < 0.86:
        return None
    inner = square[edge + 2 : -edge - 2, edge + 2 : -edge - 2]
    if not inner.size:
        return None
    share = float((inner > 0).mean())
    return None if share > 0.9 else round(share, 3)


def _longest(band: Grey) -> int:
    """The longest unbroken run of ink: the feet of an "n" cover a side but leave a gap in it."""
    gaps = np.flatnonzero(np.concatenate(([0], band, [0])) == 0)
    return int(np.diff(gaps).max()) - 1


def _blot(mask: Grey, box: Box) -> None:
    """Put the sides of a square into the mask; its inside stays to be read."""
    left, top, right, bottom = (round(edge) for edge in (box.left, box.top, box.right, box.bottom))
    cv2.rectangle(mask, (left, top), (right - 1, bottom - 1), (255,), 5)
