"""What is printed on a form, told from what was filled in: the ink that most of its pages have at the same place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr import quality
from ocr.arrays import Grey, grey
from ocr.cleanup import FAINT, ink_of, without
from ocr.copies import Copies
from ocr.cut import png
from ocr.layer import without_those_in
from ocr.registration import Affine, affine
from ocr.sheet import Sheet
from records.geometry import Box, Frame
from records.page import PageFacts, PageImage

_SHARE = 75
"""Percent of the pages that must be dark where the form is: of four pages three, so that one tick does not print."""
_LOOSE = 3
"""Pixels by which print may lie beside its place: registration is good to one, paper shrinks by one more."""
_STRAY = 14
"""Pixels of the smaller side of a piece of writing outside the form's fields; what is less is a speck."""
_MOST_STRAY = 12
"""Pieces of such writing looked at on a page, the largest first."""


def common_print(sheets: Sequence[Sheet], maps: Sequence[Affine], size: tuple[int, int]) -> Grey:
    """The picture of the blank form, from some of its pages.

    Args:
        sheets: Open pages of the form, three or more.
        maps: For each the map from the form's frame to the page's reading frame.
        size: Width and height of the form's frame.
    """
    layers = [in_form(sheet.copies.even, where, size) for sheet, where in zip(sheets, maps, strict=True)]
    return grey(np.percentile(np.stack(layers), _SHARE, axis=0, method="higher"))


def refined(sheet: Sheet, form: Grey, where: Affine) -> Affine:
    """The map from a form to a page, corrected by up to six pixels where the form's print really stands.

    Corners on a glimpse place a form to one or two pixels; print that two pages share must lie on itself to be told
    from what they do not share. Some forty patches of print are looked for around their places, and the map is fitted
    to those that are found, stretched paper included.

    Args:
        sheet: The page.
        form: A picture in the form's frame: the blank form, or a page of it.
        where: From the form's frame to the page's, roughly.
    """
    height, width = form.shape
    laid = in_form(sheet.copies.even, where, (width, height))
    found = [shift for place in _patches(form) if (shift := _shift(form, laid, place)) is not None]
    across = _plane([shift.across for shift in found], [shift.middle for shift in found])
    down = _plane([shift.down for shift in found], [shift.middle for shift in found])
    if across is None and down is None:
        return where
    (a, b, c), (d, e, f) = across or (0.0, 0.0, 0.0), down or (0.0, 0.0, 0.0)
    return where.after(affine(((1 + a, b, c), (d, 1 + e, f))))


_BETWEEN = 3
"""Pixels of paper between two words at least."""
_WORDS = 1.4
"""Times the widest gap between a word's letters, from which a gap may part it from another word."""
_GOES_ON = 2
"""Pixels behind a word's box that are ink too where it cuts through a letter: a tight one ends with its last letter."""
_CUT = 0.4
"""Of a letter's width, that lies beyond the box of its own word at most: of the last E of NATURE 0.2 does, of the C of
"Unit Cost" beyond the box of "Unit" 0.75."""
_PALE = 30
"""Levels by which what many pages share is paler than print: their figures lie on each other, but not alike."""
_OFF, _PART = 0.6, 0.8
"""Of a word's height, how far off a letter behind it is at least, and how wide the part of it in its box at most."""


@dataclass(frozen=True, slots=True)
class _Shift:
    """Where a page has a patch of the form."""

    middle: tuple[float, float]
    across: tuple[float, float]
    """Pixels further right, and the correlation that is lost two pixels beside it: how much the patch tells of it."""
    down: tuple[float, float]


def _shift(form: Grey, laid: Grey, place: tuple[int, int]) -> _Shift | None:
    """Where the page has a patch of the form; None where it does not.

    A patch of a rule tells nothing of the way that the rule runs: it fits as well two pixels on.
    """
    left, top = place
    patch = form[top : top + _PATCH, left : left + _PATCH]
    around = laid[top - _REACH : top + _PATCH + _REACH, left - _REACH : left + _PATCH + _REACH]
    scores = cv2.matchTemplate(around, patch, cv2.TM_CCOEFF_NORMED)
    _, best, _, (x, y) = cv2.minMaxLoc(scores)
    if best <= _FOUND:
        return None
    edge = 2 * _REACH
    beside = max(float(scores[y, max(x - 2, 0)]), float(scores[y, min(x + 2, edge)]))
    below = max(float(scores[max(y - 2, 0), x]), float(scores[min(y + 2, edge), x]))
    right = (x - _REACH + _between(scores[y].tolist(), x), best - beside)
    lower = (y - _REACH + _between(scores[:, x].tolist(), y), best - below)
    return _Shift((left + _PATCH / 2, top + _PATCH / 2), right, lower)


def _between(scores: Sequence[float], peak: int) -> float:
    """By how much of a pixel a peak lies beside its highest place: that of the parabola through it and its sides."""
    if not 0 < peak < len(scores) - 1:
        return 0.0
    before, top, after = scores[peak - 1 : peak + 2]
    bend = before - 2 * top + after
    return 0.5 * (before - after) / bend if bend < 0 else 0.0


def _plane(
    shifts: Sequence[tuple[float, float]], middles: Sequence[tuple[float, float]]
) -> tuple[float, float, float] | None:
    """The shift as a plane over the form, a x + b y + c, that most of the patches agree on; None where they do not.

    Of one patch or three at a time (RANSAC), and fitted to all that lie within a pixel and a half of the best.
    """
    telling = [(x, y, *shift) for shift, (x, y) in zip(shifts, middles, strict=True) if shift[1] > _SHARP]
    if len(telling) < _AGREEING:
        return None
    points = np.array([(x, y, 1.0) for x, y, _, _ in telling])
    wanted, weight = (np.array(column) for column in list(zip(*telling, strict=True))[2:])
    draw = np.random.default_rng(7)  # the same pages must lie alike on every run
    threes = draw.integers(len(telling), size=(_DRAWS, 3))
    stretched = (np.linalg.pinv(points[threes]) @ wanted[threes][..., None])[..., 0]
    even = [np.array([0.0, 0.0, shift]) for shift in np.unique(wanted)]
    planes = [*even, *(plane for plane in stretched if np.abs(plane[:2]).max() <= _STRETCH)]
    near = [np.abs(points @ plane - wanted) <= _WITHIN for plane in planes]
    agreeing = [weight[each].sum() * (_SIMPLER if place < len(even) else 1) for place, each in enumerate(near)]
    best = near[int(np.argmax(agreeing))]
    if weight[best].sum() < _MOSTLY * weight.sum():
        return None
    rows = np.vstack([points[best] * weight[best, None], np.diag((_STIFF, _STIFF, 0.0))])
    a, b, c = np.linalg.lstsq(rows, np.append(wanted[best] * weight[best], (0.0,) * 3), rcond=None)[0]
    return float(a), float(b), float(c)


_AGREEING = 6
"""Patches that must tell a shift."""
_MOSTLY = 0.4
"""Share of all that they tell that must agree."""
_DRAWS = 200
"""Threes of patches tried: where half lie wrong, one of eight is all right."""
_SIMPLER = 1.15
"""How much more a stretch must explain than a page that is only shifted: it has two numbers more to do it with."""
_WITHIN = 1.5
"""Pixels within which a patch agrees."""
_STRETCH = 0.012
"""By how much a page may be stretched or sheared beside the form: feeds of scanners reach 0.5 percent."""
_STIFF = 300.0
"""What a stretch by one weighs in pixels: where few patches tell, 0.3 percent counts as one pixel."""
_SHARP = 0.08
"""Correlation that a patch must lose two pixels beside its place, for its shift in that direction to say something."""
_PATCH, _REACH = 96, 6
"""Pixels: the side of a patch of print, and how far from its place it is looked for."""
_FOUND = 0.45
"""Correlation from which a patch is found: handwriting over the print takes away half of it."""
_MOST_PATCHES = 48


def _patches(form: Grey) -> list[tuple[int, int]]:
    """Left and top of patches with print in them, spread over the form, those with the most ink."""
    ink = (form < FAINT).astype(np.uint8)
    found = []
    for top in range(_REACH, form.shape[0] - _PATCH - _REACH, 2 * _PATCH):
        for left in range(_REACH, form.shape[1] - _PATCH - _REACH, 2 * _PATCH):
            around = ink[top : top + _PATCH, left : left + _PATCH]
            if around.size and 150 < int(around.sum()) < around.size / 2:
                found.append((-int(around.sum()), left, top))
    return [(left, top) for _, left, top in sorted(found)[:_MOST_PATCHES]]


def in_form(page: Grey, where: Affine, size: tuple[int, int]) -> Grey:
    """A page's picture laid into the form's frame."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return grey(cv2.warpAffine(page, where.matrix, size, flags=flags, borderValue=(255, 255, 255)))


def form_sheet(picture: Grey) -> Sheet:
    """The picture of a blank form as a page that can be read."""
    height, width = picture.shape
    ink, white = quality.ink_share(picture), (255, 255, 255)
    facts = PageFacts(width, height, 200.0, ink, False, 1.0, False, white, quality.fingerprint(picture))
    return Sheet(PageImage("", 0, "", 0, ""), facts, Frame(0, 0.0, 1.0, width, height), picture, (), Copies(picture))


def pack(picture: Grey) -> bytes:
    """A picture as the bytes of a PNG."""
    return png(picture)


@lru_cache(maxsize=8)
def unpack(kept: bytes) -> Grey:
    """The picture that was packed, not to be written into: the forms of a binder are laid on each of its pages."""
    picture = grey(cv2.imdecode(np.frombuffer(kept, np.uint8), cv2.IMREAD_GRAYSCALE))
    picture.setflags(write=False)
    return picture


def print_in(kept: bytes, box: Box) -> bytes:
    """A kept picture with nothing printed outside a box of it."""
    picture = np.full_like(unpack(kept), 255)
    picture[_inside(box)] = unpack(kept)[_inside(box)]
    return pack(grey(picture))


def without_words(sheet: Sheet, form: Grey, words: Sequence[Box], where: Affine) -> Sheet:
    """The page without the form's printed words, so that what is written over and beside them stands alone.

    Args:
        sheet: The page.
        form: The picture of the blank form.
        words: The form's printed words; other ink that its pages share may be a value that they share, and stays.
        where: From the form's frame to the page's.
    """
    kept = np.full_like(form, 255)
    for box in words:
        line = _inside(_line_of(form, box))
        kept[line] = form[line]
    mask = cv2.dilate(_on_page(ink_of(kept), where, sheet), np.ones((3, 3), np.uint8))
    even = without(sheet.copies.even, grey(mask))
    bare = without(sheet.upright, grey(mask))
    layer = without_those_in(sheet.layer, [where.box(box) for box in words])
    return Sheet(sheet.image, sheet.facts, sheet.frame, bare, (), Copies(even), combs=sheet.combs, layer=layer)


def as_printed(form: Grey, box: Box) -> Box:
    """The box of a form's printed word without what stands close behind it on many of its pages.

    Args:
        form: The picture of the blank form.
        box: As the word was read: "Hours 1", where most of the hours begin with the same figure, may have one box.
    """
    return replace(box, right=_line_of(form, box).right)


def _line_of(form: Grey, box: Box) -> Box:
    """A printed word's box, cut at the paper above and below its line, and before a letter that it cuts through.

    Boxes are loose, and values that stand close below a label or behind it have strokes in common: "Ruben" would become
    "kuben", and of numbers that all begin with 0304 the first figure would be gone.
    """
    behind = Box(box.left, box.top, box.right + box.height, box.bottom)
    inked = np.atleast_2d(form[_inside(behind)] < FAINT)
    wide = int(box.right) - int(box.left) + 1
    bands = _bands(np.atleast_1d(inked[:, :wide].sum(axis=1)))
    if not bands:
        return box
    top, bottom = max(bands, key=lambda band: int(inked[band[0] : band[1], :wide].sum()))
    columns = np.atleast_1d(_unruled(inked[top:bottom, : wide + _GOES_ON]).any(axis=0))
    line, further = form[_inside(box)][top:bottom], inked[top:bottom, wide:].any(axis=0)
    cut = 1.0 - _share_within(columns[:wide], np.atleast_1d(further)) if columns[wide - 1 :].all() else 0.0
    end = _end_of(line, columns[:wide], cut)
    return Box(box.left, box.top + top, box.left + end if end < wide else box.right, box.top + bottom)


def _share_within(columns: NDArray[np.bool_], further: NDArray[np.bool_]) -> float:
    """How much of the letter that a box ends in lies in the box, 0 to 1: by the inked columns within and behind it."""
    within = int(np.argmin(columns[::-1])) if not columns.all() else len(columns)
    beyond = int(np.argmin(further)) if not further.all() else len(further)
    return within / (within + beyond)


def _end_of(line: Grey, columns: NDArray[np.bool_], cut: float) -> int:
    """Where in its box's line a word ends: at the box's end, or at the last gap in its right half.

    At the gap where the box cuts most of a letter off; where what is behind a gap as wide as no other is cut through,
    or is no print; or where, in a box that ends amid a letter's faint stroke, what is behind is a letter's part and as
    far off as a word. `cut` is the share of the last letter that lies beyond the box.
    """
    inked, high = np.flatnonzero(columns), line.shape[0]
    gaps = [(int(inked[at]) + 1, int(gap)) for at, gap in enumerate(np.diff(inked)) if gap > 1]
    ends = [end for end, gap in gaps if gap > _BETWEEN and end - 1 > len(columns) // 2]
    if not ends:
        return len(columns)
    end = ends[-1]
    part = int(inked[inked >= end][0])
    far = not columns[-1] and part - end >= _OFF * high and len(columns) - part < _PART * high
    apart = part - end + 1 > _WORDS * max((gap for place, gap in gaps if place < end), default=1)
    other = apart and (cut > 0 or _paler(line[:, end:], line[:, :end]))
    return end if cut > _CUT or far or other else len(columns)


def _paler(part: Grey, word: Grey) -> bool:
    """Whether the ink of a part is not the word's: it is that of what some of the pages have there."""
    inks = [each[each < FAINT] for each in (part, word)]
    return all(ink.size for ink in inks) and float(np.median(inks[0]) - np.median(inks[1])) > _PALE


def _unruled(line: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A line's ink without the rule of the blank that begins under its end: it closes each gap between letters."""
    end = np.atleast_1d(line[:, -(line.shape[0] // 2) :].all(axis=1))
    return line & ~end[:, None]


def _bands(rows: NDArray[np.int64]) -> list[tuple[int, int]]:
    """The stretches of rows with ink, each with the bare row that it ends at."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (rows > 0).astype(np.int8), [0]))))
    return [(max(int(first) - 1, 0), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def ruled_as(sheet: Sheet, other: Sheet) -> Sheet:
    """The page with the ruled lines of another copy of it: without its printed words they are found better."""
    return replace(sheet, copies=Copies(sheet.copies.even, other.copies.lines))


def _on_page(mask: Grey, where: Affine, sheet: Sheet) -> Grey:
    """A mask of the form laid on the page."""
    height, width = sheet.copies.even.shape
    laid = cv2.warpAffine(mask, where.matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(0,))
    return grey(cv2.threshold(laid, 100, 255, cv2.THRESH_BINARY)[1])


def print_found(sheet: Sheet, form: Grey, where: Affine, words: Sequence[Box] = ()) -> float:
    """The share of the form's print that the page has where it should be, 0 to 1.

    The smaller one of two: of all pixels, and of the words, one that is there having two thirds of its own pixels
    within one of their places. Forms that are ruled alike differ in their words only.
    """
    ink = ink_of(sheet.copies.even, 215)
    wanted = _on_page(ink_of(form), where, sheet)
    loose = cv2.dilate(ink, np.ones((2 * _LOOSE + 1,) * 2, np.uint8))[::2, ::2] > 0
    seen = wanted[::2, ::2] > 0
    whole = float(loose[seen].mean()) if seen.any() else 0.0
    near = grey(cv2.dilate(ink, np.ones((3, 3), np.uint8)))
    there = [_covered(near, wanted, where.box(box)) > 2 / 3 for box in words]
    return min(whole, sum(there) / len(there)) if there else whole


def print_shown(sheet: Sheet, form: Grey, where: Affine, box: Box) -> float:
    """The share of the form's print in one place of its frame that the page has there, 0 to 1."""
    near = grey(cv2.dilate(ink_of(sheet.copies.even, 215), np.ones((3, 3), np.uint8)))
    return _covered(near, _on_page(ink_of(form), where, sheet), where.box(box))


def _covered(ink: Grey, wanted: Grey, box: Box) -> float:
    """The share of a word's pixels that have ink."""
    place = wanted[_inside(box)] > 0
    return float((ink[_inside(box)][place] > 0).mean()) if place.any() else 1.0


@dataclass(frozen=True, slots=True)
class Stray:
    """Writing on a page that is neither its form's print nor in one of its fields."""

    pieces: tuple[Box, ...]
    """Where it stands, from the top: stamps, notes, print that other forms have."""
    ink: int
    """Its dark pixels at 200 dots to the inch."""


def stray(sheet: Sheet, form: Grey, known: Sequence[Box], where: Affine) -> Stray:
    """What is left of a page when its form's print and fields are taken away.

    Args:
        sheet: The page.
        form: The picture of the blank form.
        known: The page's fields, in its own frame.
        where: From the form's frame to the page's.
    """
    ink = ink_of(sheet.copies.even)
    printed = cv2.dilate(_on_page(ink_of(form), where, sheet), np.ones((2 * _LOOSE + 1,) * 2, np.uint8))
    left = grey(cv2.bitwise_and(ink, cv2.bitwise_not(grey(printed))))
    for box in known:
        left[_inside(box)] = 0
    small = grey(cv2.resize(left, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA))
    joined = cv2.morphologyEx(grey((small > 40).astype(np.uint8)), cv2.MORPH_CLOSE, np.ones((3, 9), np.uint8))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = [Box(4.0 * x, 4.0 * y, 4.0 * (x + w), 4.0 * (y + h)) for x, y, w, h in map(cv2.boundingRect, outlines)]
    found = [box for box in boxes if min(box.width, box.height) >= _STRAY and box.width >= 2 * _STRAY]
    largest = sorted(found, key=lambda box: (-box.width * box.height, box.top, box.left))[:_MOST_STRAY]
    pieces = tuple(sorted((_bordered(box) for box in largest), key=lambda box: (box.top, box.left)))
    return Stray(pieces, sum(int((left[_inside(box)] > 0).sum()) for box in pieces))


def _bordered(box: Box) -> Box:
    """A box with a little paper around it."""
    return Box(max(box.left - 4, 0), max(box.top - 4, 0), box.right + 4, box.bottom + 4)


def _inside(box: Box) -> tuple[slice, slice]:
    """The pixels of a box."""
    return np.s_[int(box.top) : int(box.bottom) + 1, int(box.left) : int(box.right) + 1]


def tick_share(sheet: Sheet, box: Box) -> float:
    """The share of the inside of a printed square that is ink, 0 to 1: its sides, two pixels off at most, left out."""
    edge = max(3.0, min(box.width, box.height) / 6)
    top, bottom = round(box.top + edge), round(box.bottom - edge)
    inside = sheet.copies.even[max(top, 0) : bottom, max(round(box.left + edge), 0) : round(box.right - edge)]
    return round(float((inside < FAINT).mean()), 3) if inside.size else 0.0
