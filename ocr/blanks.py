"""Blanks that are printed as a row of dots or of little boxes, a character a box: made into blanks on a rule.

Dots are taken for full stops, and the walls between characters for ones and bars; of a rule every engine knows that it
is none of the writing. Sizes are in pixels at 200 dots to the inch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.arrays import Grey, components, grey
from ocr.cleanup import FAINT, ink_of
from ocr.teeth import open_cells
from records.geometry import Box, bounding, chains

_DOT = 7
"""A dot is no wider and no higher."""
_PALE = 215
"""What is darker may be a dot: small ones are grey in a compressed scan."""
_DARKER = (200, 170, 140)
"""Where letters and the dots between them run together in the paler of them, the darker part them."""
_STEP = 17
"""From one dot to the next at most: a twelfth of an inch."""
_LEADS = 8
"""Dots in a row that lead from a label to the end of its blank; an ellipsis has three to six."""
_EVEN = 0.8
"""Share of their distances that are the usual one, a third more or less."""
_HIDDEN = 250
"""Of a row, that writing may hide between two of its pieces."""
_LETTERS = 120
"""From one dot to the next that shows between letters of what is written over a row."""
_PAUSE, _TALL = 2.5, 30
"""Steps of bare paper at which a row has ended, and how high writing stands over it."""
_RULE = 2
"""Thickness of the rule that is drawn in their place."""

_WIDE, _HIGH = (14, 62), (22, 62)
"""The inside of a box for one character, least and most."""
_FULL = 0.8
"""Share of its rectangle that the inside of such a box fills."""
_WALL = 8
"""Between the insides of two boxes that share a wall, or whose walls stand beside each other."""
_CELLS = 4
"""Boxes in a row that are a comb and no check boxes; one fewer where a printed point or stroke parts them."""
_PRINTED = 1.3
"""Times a box's width that a printed slash or hyphen may take between two groups of them."""
_HYPHEN = (8, 0.3, 0.6)
"""How high a printed hyphen is at most, and where its middle stands between two boxes, as shares of their height."""
_FLAT = 1.2
"""Times its height that it is wide at least: a point is as high as wide."""
_DRAWN = 0.5
"""Of the room between two boxes, how wide a hyphen is drawn there: a small one is read as a point."""


@dataclass(frozen=True, slots=True)
class Blanks:
    """A page without its rows of dots and boxes, and where the boxes stood."""

    even: Grey
    combs: tuple[Box, ...]
    """Around each row of boxes, what is printed between its groups included."""


def ruled(even: Grey) -> Blanks:
    """The page with a rule in the place of each row of dots or boxes; the same picture where there are none.

    Args:
        even: The page of even light, straight, at 200 dots to the inch.
    """
    rows = _combs(_cells(even))
    toothed = [row for row in _combs(chain.from_iterable(open_cells(even))) if not _among(row, rows)]
    lines = list(_leaders(even))
    if not rows and not toothed and not lines:
        return Blanks(even, ())
    clean = even.copy()
    for row in rows:
        _open(clean, row)
    for row in toothed:
        _wipe_teeth(clean, row)
    for one, other in chain.from_iterable(map(pairwise, (*rows, *toothed))):
        if other.left - one.right > _WALL:
            _draw_hyphen(clean, one, other)
    for line in lines:
        _draw(clean, line)
    combs = (*map(bounding, rows), *map(_with_room, toothed))
    return Blanks(clean, tuple(comb.grown(_WALL / 2) for comb in combs))


# --- rows of dots --------------------------------------------------------------------------------------------------


_Dots = NDArray[np.float64]
"""The middles of dots, n × 2, from the left."""


def _leaders(even: Grey) -> Iterator[_Dots]:
    """The rows of dots, with those of them that stand between letters of what is written over the row."""
    _, _, stats, middles = cv2.connectedComponentsWithStats(ink_of(even, _PALE), connectivity=8)
    small = (stats[:, cv2.CC_STAT_WIDTH] <= _DOT) & (stats[:, cv2.CC_STAT_HEIGHT] <= _DOT)
    dots = np.asarray(middles[small], dtype=np.float64)
    at_height = np.bincount((dots[:, 1] / _DOT).astype(int), minlength=2)
    if int((at_height[1:] + at_height[:-1]).max()) < _LEADS:
        return  # as on nearly every page; what follows costs as much again
    runs = [run for run in _runs(dots, even.shape) if len(run) >= _LEADS and _regular(run)]
    for row in _joined(runs, ink_of(even, _PALE)):
        yield np.concatenate((row, _written_over(even, row)))


def _runs(dots: _Dots, shape: tuple[int, ...]) -> list[_Dots]:
    """The dots by run: each beside the next, at its height, from the left."""
    columns, rows = np.rint(dots).astype(int).T
    mask = np.zeros(shape, np.uint8)
    mask[rows, columns] = 1
    joined = cv2.dilate(mask, np.ones((3, _STEP), np.uint8))
    pieces, owner, sizes = components(grey(joined))
    at = owner[rows, columns]
    order = np.lexsort((dots[:, 0], at))
    bounds = np.searchsorted(at[order], np.arange(1, pieces + 1)).tolist()
    found = [dots[order[first:last]] for first, last in pairwise(bounds)]
    return [run for run, size in zip(found, sizes[1:].tolist(), strict=True) if size[3] <= 2 * _DOT]


def _regular(run: _Dots) -> bool:
    steps = np.diff(run[:, 0])
    usual = float(np.median(steps))
    return 2 < usual <= _STEP and float((np.abs(steps - usual) <= usual / 3).mean()) >= _EVEN


def _joined(runs: Sequence[_Dots], ink: Grey) -> list[_Dots]:
    """The runs that go on where one ends, at its height, as one."""
    rows: list[_Dots] = []
    for run in sorted(runs, key=lambda each: float(each[0, 0])):
        home = next((place for place, row in enumerate(rows) if _goes_on(row, run, ink)), None)
        if home is None:
            rows.append(run)
        else:
            rows[home] = np.concatenate((rows[home], run))
    return rows


def _goes_on(row: _Dots, run: _Dots, ink: Grey) -> bool:
    """Whether a run carries a row on: what parts them is writing, and no bare paper before the next label."""
    apart = float(run[0, 0] - row[-1, 0])
    level = 0 < apart < _HIDDEN and abs(float(run[0, 1] - row[-1, 1])) <= max(3.0, 0.01 * apart)
    return level and not _pauses(ink, row[-1], run[0], _usual(run))


def _usual(run: _Dots) -> float:
    """From one dot to the next."""
    return float(np.median(np.diff(np.sort(run[:, 0]))))


def _pauses(ink: Grey, one: _Dots, other: _Dots, step: float) -> bool:
    """Whether a row has bare paper between two of its dots, wider than where a dot is missing."""
    (left, right), foot = sorted((float(one[0]), float(other[0]))), float(one[1] + other[1]) / 2
    strip = ink[max(int(foot) - _TALL, 0) : int(foot) + _DOT, int(left) : int(right) + 1]
    written = np.flatnonzero(strip.any(axis=0))
    return bool(written.size) and float(np.diff(written).max(initial=0)) > _PAUSE * step


def _written_over(even: Grey, row: _Dots) -> _Dots:
    """The dots on the line of a row that show between letters, within the row and before it."""
    slope, foot = np.polyfit(row[:, 0], row[:, 1], 1)
    start, end = float(row[:, 0].min()), float(row[:, 0].max())
    left, top = max(int(start) - 2 * _HIDDEN, 0), max(int(min(row[:, 1].min(), slope * start + foot)) - 2 * _DOT, 0)
    strip = even[top : int(row[:, 1].max()) + 2 * _DOT, left : int(end)]
    dots = np.concatenate([_small(strip, threshold) for threshold in _DARKER]) + np.array([left, top])
    level = dots[np.abs(dots[:, 1] - (slope * dots[:, 0] + foot)) <= _RULE + 1]
    before = np.unique(level[level[:, 0] < start], axis=0)[::-1]
    linked = np.concatenate((row[[np.argmin(row[:, 0])]], before))
    near = np.abs(np.diff(linked[:, 0])) <= _LETTERS
    ink, step = ink_of(even, _PALE), _usual(row)
    near &= np.array([not _pauses(ink, one, other, step) for one, other in pairwise(linked)], dtype=bool)
    reached = before[: int(np.argmin(np.append(near, [False])))]
    return np.concatenate((level[level[:, 0] >= start], reached))


def _small(picture: Grey, threshold: int) -> _Dots:
    """The middles of what is no larger than a dot and as dark as that, with paper above: a serif goes on upwards."""
    _, _, stats, middles = cv2.connectedComponentsWithStats(ink_of(picture, threshold), connectivity=4)
    paler = ink_of(picture, _PALE)
    found = [
        place
        for place, (left, top, width, height, _) in enumerate(stats.tolist())
        if width <= _DOT and height <= _DOT and not paler[max(top - 4, 0) : max(top - 1, 0), left : left + width].any()
    ]
    return np.asarray(middles[found], dtype=np.float64)


def _draw(picture: Grey, dots: _Dots) -> None:
    """Wipes dots out and draws the rule that they were."""
    dots = dots[np.argsort(dots[:, 0])]
    points = np.rint(dots).astype(int)
    for x, y in points.tolist():
        reach = _DOT // 2
        picture[max(y - reach, 0) : y + reach + 1, max(x - reach, 0) : x + reach + 1] = 255
    ends = np.rint(np.polyval(np.polyfit(dots[:, 0], dots[:, 1], 1), dots[[0, -1], 0])).astype(int)
    cv2.line(picture, (int(points[0, 0]), int(ends[0])), (int(points[-1, 0]), int(ends[1])), (0,), _RULE)


# --- rows of boxes -------------------------------------------------------------------------------------------------


def _combs(cells: Iterable[Box]) -> list[list[Box]]:
    """The insides of the boxes of each comb, from the left."""
    groups = chains(sorted(cells, key=lambda box: box.left), lambda one, other: _neighbour(one, other, _WALL))
    alone = [group for group in groups if not any(_stacked(group, other) for other in groups if other is not group)]
    rows: list[list[Box]] = []
    for group in sorted(alone, key=lambda each: each[0].left):
        gap = _WALL + _PRINTED * group[0].width
        home = next((row for row in rows if _neighbour(row[-1], group[0], gap)), None)
        if home is not None:
            home.extend(group)
        elif len(group) > 1:  # a box alone begins no comb, but "[0][3].[5]" ends in one
            rows.append(list(group))
    return [row for row in rows if len(row) >= _CELLS - _is_parted(row)]


def _is_parted(row: Sequence[Box]) -> bool:
    """Whether some of a row's boxes share no wall."""
    return any(other.left - one.right > _WALL for one, other in pairwise(row))


def _cells(even: Grey) -> Iterator[Box]:
    """White rectangles of the size of a character, shut in by ink."""
    outlines, tree = cv2.findContours(ink_of(even, FAINT), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return
    for outline, (_, _, _, parent) in zip(outlines, tree[0].tolist(), strict=True):
        left, top, width, height = cv2.boundingRect(outline)
        if parent < 0 or not (_WIDE[0] <= width <= _WIDE[1] and _HIGH[0] <= height <= _HIGH[1]):
            continue
        if cv2.contourArea(outline) >= _FULL * (width - 1) * (height - 1):
            yield Box(left, top, left + width, top + height)


def _among(row: Sequence[Box], rows: Sequence[Sequence[Box]]) -> bool:
    """Whether a row's boxes are those of another one."""
    return any(bounding(row).overlap(bounding(other)) > 0 for other in rows)


def _with_room(row: Sequence[Box]) -> Box:
    """A row of boxes that are open above: characters stand higher than low strokes between them."""
    whole = bounding(row)
    return replace(whole, top=max(min(whole.top, whole.bottom - row[0].width), 0))


def _neighbour(one: Box, other: Box, gap: float) -> bool:
    """Whether a box stands right of another, as high and at its height."""
    level = abs(one.top - other.top) <= 4 and abs(one.bottom - other.bottom) <= 4
    return level and -2 <= other.left - one.right <= gap


def _stacked(group: Sequence[Box], other: Sequence[Box]) -> bool:
    """Whether boxes stand above or below others as in the grid of a table."""
    one, two = bounding(group), bounding(other)
    common = min(one.right, two.right) - max(one.left, two.left)
    apart = max(two.top - one.bottom, one.top - two.bottom)
    return common > 0.5 * min(one.width, two.width) and -2 <= apart <= _WALL


def _open(picture: Grey, row: Sequence[Box]) -> None:
    """Wipes the walls and the lids of a row of boxes out; their floors stay, as one rule."""
    for box in row:
        for left, right in ((box.left - _WALL / 2, box.left + 2), (box.right - 2, box.right + _WALL / 2)):
            picture[int(box.top) - 4 : int(box.bottom), max(int(left), 0) : int(right)] = 255
        picture[max(int(box.top) - 6, 0) : int(box.top) + 2, int(box.left) : int(box.right)] = 255
    _floor(picture, row)


def _floor(picture: Grey, row: Sequence[Box]) -> None:
    """Draws the rule under a row of boxes."""
    for one, other in pairwise(row):
        foot = round((one.bottom + other.bottom) / 2)
        cv2.line(picture, (round(one.left), foot), (round(other.right), foot), (0,), _RULE)


def _walls(row: Sequence[Box]) -> Iterator[tuple[float, float]]:
    """Where strokes stand between and beside boxes: one between neighbours, two where a printed sign parts them."""
    yield row[0].left - _WALL, row[0].left
    for one, other in pairwise(row):
        if other.left - one.right <= _WALL:
            yield one.right, other.left
        else:
            yield one.right, one.right + _WALL
            yield other.left - _WALL, other.left
    yield row[-1].right, row[-1].right + _WALL


def _wipe_teeth(picture: Grey, row: Sequence[Box]) -> None:
    """Wipes the strokes between boxes out that are open above; their floors stay, as one rule."""
    top, bottom = int(min(box.top for box in row)) - 2, int(max(box.bottom for box in row))
    for left, right in _walls(row):
        picture[max(top, 0) : bottom, max(int(left) - 1, 0) : int(right) + 1] = 255
    for one, other in pairwise(row):
        if other.left - one.right > _WALL:
            _floor(picture, (one, other))


def _draw_hyphen(picture: Grey, one: Box, other: Box) -> None:
    """Draws a hyphen that is printed between two boxes as wide as one beside such characters is."""
    left, right = int(one.right) + _WALL, int(other.left) - _WALL
    top, bottom = int(max(min(one.top, other.top), 0)), int(max(one.bottom, other.bottom)) - 2
    if min(right - left, bottom - top) <= 0:  # boxes that stand as close as their walls are wide, or flat ones
        return
    ink = ink_of(grey(picture[top:bottom, left:right]), FAINT)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return
    high, wide = int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
    middle, (most, first, last) = float(rows.mean()), _HYPHEN
    if high <= most and high * _FLAT <= wide and first <= middle / (bottom - top) <= last:
        reach = _DRAWN * (other.left - one.right) / 2
        centre = (one.right + other.left) / 2
        ends = (round(centre - reach), top + round(middle)), (round(centre + reach), top + round(middle))
        cv2.line(picture, *ends, (0,), max(high - 1, _RULE))
