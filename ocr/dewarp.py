"""Pages that were bound bend towards the gutter: lines of text come out curved. This finds the bend and takes it out.

Only the up and down of the lines is put right. It is described by few numbers, a curve for the top of the page and one
for its foot with all between in proportion, so that a reading frame can keep it and any place can be cut out again.
Word recall on pages bent by 8 to 50 pixels: the neural reader 0.25 to 1.00 before and 0.98 to 1.00 after, Tesseract
0.82 to 0.97 before and 0.88 to 0.97 after.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.arrays import Grey, components, grey
from ocr.cleanup import ink_of

Bend: TypeAlias = tuple[float, ...]
"""Pixels by which the lines lie too low: the coefficients of x, x², x³, x⁴ at the top of the page, then at its foot.

x runs from -1 at the left to 1 at the right. A slope alone is no bend, but a bent page is made level by its straighter
part, so that the curve has a slope too. () where there is no bend.
"""

_POWERS = (1, 2, 3, 4)
_SMALL = 0.5
"""Scale at which lines are looked for: 100 dots to the inch."""
_STRIP = 24
"""Pixels, of the small picture, of a step along a line."""
_LEAST_LINES = 6
"""Lines that must tell the same."""
_WORTH = 4.5
"""Pixels at 200 dots to the inch over the page from which it is bent; of 251 flat pages none is."""
_FORETOLD = 0.8
"""Of the distance from straight lines that may be left when half of the lines foretell the others."""
_LONG = 0.35
"""Of the page's width: shorter lines say nothing of a bend."""


def bend_of(even: Grey) -> Bend:
    """The bend of a straightened page of even light, () where it is flat or its lines do not say.

    Each long line of text or ruling gives the height of its middle at many places; a curve common to all is fitted,
    lines that disagree are left out, and it counts only where the rest follow it closely.
    """
    if min(even.shape) < 400:
        return ()
    small = cv2.resize(even, None, fx=_SMALL, fy=_SMALL, interpolation=cv2.INTER_AREA)
    traces = _traces(ink_of(grey(small)))
    if len(traces) < _LEAST_LINES:
        return ()
    height, width = small.shape
    fitted = _fitted(traces, width, height)
    if fitted is None:
        return ()
    bend = tuple(round(float(value) / _SMALL, 2) for value in fitted)
    return bend if _reach(bend) >= _WORTH else ()


def flattened(picture: Grey, bend: Bend) -> Grey:
    """The picture with its lines made level; what comes in from outside is white."""
    if not bend:
        return picture
    height, width = picture.shape[:2]
    top, foot = _curves(bend, width)
    share = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    down = np.arange(height, dtype=np.float32)[:, None] + (1 - share) * top + share * foot
    across = np.broadcast_to(np.arange(width, dtype=np.float32), (height, width))
    fill = (255, 255, 255)
    moved = cv2.remap(
        picture, np.ascontiguousarray(across), down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=fill
    )
    return grey(moved)


def lowered(bend: Bend, across: float, down: float) -> float:
    """Pixels by which a line lies too low at a place of a bent page, given in parts of its width and height."""
    if not bend:
        return 0.0
    top, foot = _curves(bend, 101)
    place, share = min(max(round(100 * across), 0), 100), min(max(down, 0.0), 1.0)
    return float((1 - share) * top[place] + share * foot[place])


def _curves(bend: Bend, width: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How far down the lines lie at each column, at the top and at the foot."""
    x = np.linspace(-1, 1, width)
    basis = _basis(x)
    half = len(_POWERS)
    return (basis @ np.array(bend[:half])).astype(np.float32), (basis @ np.array(bend[half:])).astype(np.float32)


def _basis(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """The powers of x, each without its mean over the page: how high a line stands is no bend."""
    rows = np.linspace(-1, 1, 201)
    return np.stack([x**power - (rows**power).mean() for power in _POWERS], axis=1)


def _reach(bend: Bend) -> float:
    """The pixels between the highest and the lowest place of the stronger curve, its slope left out."""
    x = np.linspace(-1, 1, 101)
    return max(float(np.ptp(_levelled(x, curve.astype(float)))) for curve in _curves(bend, 101))


_Trace: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64]]
"""The places along a line, and the height of its middle at each."""


def _traces(ink: Grey) -> list[_Trace]:
    """The long lines of a mask of ink at 100 dots to the inch."""
    plumb = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((40, 1), np.uint8))
    joined = cv2.morphologyEx(cv2.subtract(ink, plumb), cv2.MORPH_CLOSE, np.ones((1, 31), np.uint8))
    # Tails and tops would weld neighbouring lines; what is one or two pixels high between them goes.
    joined = grey(cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, 25), np.uint8)))
    count, labels, stats = components(joined)
    found = []
    for number in range(1, count):
        left, top, width, height, area = stats[number].tolist()
        if width >= _LONG * ink.shape[1] and area <= 22 * width and height <= 80:
            piece = labels[top : top + height, left : left + width] == number
            trace = _trace(piece, left, top)
            if trace is not None:
                found.append(trace)
    return found


def _trace(piece: NDArray[np.bool_], left: int, top: int) -> _Trace | None:
    """The middle of a line, step by step; None where it is not one line all along."""
    steps = piece.shape[1] // _STRIP
    cut = piece[:, : steps * _STRIP].reshape(piece.shape[0], steps, _STRIP).sum(axis=2).astype(float)
    total = cut.sum(axis=0)
    held = total > 0
    if held.sum() < 8:
        return None
    rows = np.arange(piece.shape[0], dtype=float)
    middle = (rows[:, None] * cut).sum(axis=0)[held] / total[held]
    spread = np.sqrt(((rows[:, None] - _middle_of(cut, total)) ** 2 * cut).sum(axis=0)[held] / total[held])
    if float(np.percentile(spread, 80)) > 9:  # two lines welded into one
        return None
    across = left + (np.flatnonzero(held) + 0.5) * _STRIP
    return across.astype(float), top + middle


def _middle_of(cut: NDArray[np.float64], total: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weighted mean row of each column."""
    rows = np.arange(cut.shape[0], dtype=float)
    mean: NDArray[np.float64] = (rows[:, None] * cut).sum(axis=0) / np.maximum(total, 1)
    return mean


def _fitted(traces: Sequence[_Trace], width: int, height: int) -> NDArray[np.float64] | None:
    """The bend that the lines have in common, in pixels of the small picture; None where they do not agree."""
    kept = list(range(len(traces)))
    for _ in range(4):
        bend = _solved([traces[place] for place in kept], width, height)
        off = {place: _residual(traces[place], bend, width, height) for place in kept}
        limit = max(2.5 * float(np.median(list(off.values()))), 0.8)
        agreeing = [place for place in kept if off[place] <= limit]
        if len(agreeing) == len(kept):
            break
        kept = agreeing
        if len(kept) < _LEAST_LINES:
            return None
    return bend if _believed([traces[place] for place in kept], (width, height), len(traces)) else None


def _believed(kept: Sequence[_Trace], size: tuple[int, int], all_lines: int) -> bool:
    """Whether most lines agree, cover the page, and each half of them foretells how the other half is bent."""
    if len(kept) < max(_LEAST_LINES, 0.6 * all_lines):
        return False
    reached = max(float(across.max()) for across, _ in kept) - min(float(across.min()) for across, _ in kept)
    return reached >= 0.6 * size[0] and _foretold(kept, size) <= _FORETOLD


def _foretold(traces: Sequence[_Trace], size: tuple[int, int]) -> float:
    """How far lines lie off a bend that other lines gave, in parts of how far they lie off straight ones."""
    halves = traces[::2], traces[1::2]
    bends = [_solved(half, *size) for half in halves]
    off = [_unlevel(trace, bend, size) for half, bend in zip(halves, reversed(bends), strict=True) for trace in half]
    straight = [_unlevel(trace, np.zeros_like(bends[0]), size) for half in halves for trace in half]
    return float(np.mean(off) / max(float(np.mean(straight)), 0.05))


def _rows_of(trace: _Trace, width: int, height: int) -> NDArray[np.float64]:
    """What each step of a line says of the coefficients, the line's own height taken out."""
    across, down = trace
    basis = _basis(2 * across / (width - 1) - 1)
    share = float(np.clip(down.mean() / height, 0, 1))
    rows = np.hstack([(1 - share) * basis, share * basis])
    centred: NDArray[np.float64] = rows - rows.mean(axis=0, keepdims=True)
    return centred


def _levelled(across: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values along a line without the straight line that fits them best."""
    line = np.stack([np.ones_like(across), across - across.mean()], axis=1)
    fit: NDArray[np.float64] = values - line @ np.linalg.lstsq(line, values, rcond=None)[0]
    return fit


def _solved(traces: Sequence[_Trace], width: int, height: int) -> NDArray[np.float64]:
    """The least squares over all lines, held back a little where they say nothing."""
    rows = np.vstack([_rows_of(trace, width, height) for trace in traces])
    said = np.concatenate([down - down.mean() for _, down in traces])
    held = 0.5 * np.eye(rows.shape[1])
    answer: NDArray[np.float64] = np.linalg.lstsq(
        np.vstack([rows, held]), np.concatenate([said, np.zeros(len(held))]), rcond=None
    )[0]
    return answer


def _residual(trace: _Trace, bend: NDArray[np.float64], width: int, height: int) -> float:
    """How far, in the mean, a line lies off the bend."""
    down = trace[1]
    return float(np.abs(down - down.mean() - _rows_of(trace, width, height) @ bend).mean())


def _unlevel(trace: _Trace, bend: NDArray[np.float64], size: tuple[int, int]) -> float:
    """How far, in the mean, a line lies off a bend, its own height and slope left out."""
    across, down = trace
    return float(np.abs(_levelled(across, down - _rows_of(trace, *size) @ bend)).mean())
