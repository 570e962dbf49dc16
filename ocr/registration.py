"""How a page lies over another of its form: which form it is, which way up, how askew and how far shifted, in one step.

Corners of the print (ORB: Rublee et al., "ORB: an efficient alternative to SIFT or SURF", ICCV 2011) are matched
between a glimpse of the page and the form, and the similarity transform that most of them agree on is taken (RANSAC).
A page of another form agrees in up to thirty corners by chance, one of the form in sixty to seven hundred.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.arrays import Floats, Grey, grey
from ocr.decode import glimpse
from ocr.resolution import GLIMPSE_DPI
from ocr.settings import ReadSettings
from records.geometry import READING_DPI, Box, Frame
from records.page import PageImage

_CORNERS, _CONTRAST = 1500, 12
"""Corners looked for on a page, and levels by which they stand out: 20 ms at 75 dots to the inch."""
_ALL_CORNERS, _LITTLE = 5000, 6
"""The same for a page that a form is laid on: a bold hand has the first 1,500, and a form none of its 282; 24 ms."""
_NEAREST = 2
"""Corners of the page that one of the form may be: of two tickets on a sheet each has its twin, and to take only
corners that are much nearer than the second best leaves half of them."""
_UNLIKE = 60
"""Bits of 256 in which a corner's looks differ at most."""
_WHITE = 297.0
"""What paper is raised to before it is cut at 250: what is lighter than 84 percent of it is paper."""
_NEAR = 2.0
"""Pixels of a glimpse within which a corner agrees with a transform: 5 of the reading frame."""
ALIKE = 45
"""Corners that must agree before two pages are of one form: of 1,843 pairs of other forms' pages two reach 32."""
PERHAPS = 22
"""Corners from which a page may be of a form, whose print is looked at afterwards: pages of others reach 30."""
_WHOLE = 0.8
"""Share of a form's corners that lie on a page of it; less do where it is half a sheet, or laid half a page off."""
_CELLS = 5
"""Parts of the page, of sixteen, that must hold agreeing corners: a shared letterhead fills two or three."""
_SOME_CELLS = 3
"""Parts that suffice where what is printed is looked at afterwards: of half a sheet the head may hold most corners."""
_SCALES = (0.85, 1.18)
"""How much smaller or larger than the form a page of it may be: photocopies and wrong resolutions lie within."""


@dataclass(frozen=True, slots=True)
class Landmarks:
    """The corners of the print on a page, found on a glimpse of it."""

    places: bytes
    """float32, two a corner: x and y in pixels of the glimpse."""
    looks: bytes
    """32 bytes a corner: what its surroundings look like (ORB's binary descriptor)."""
    size: tuple[int, int]
    """Width and height of the glimpse, in pixels."""

    @property
    def count(self) -> int:
        """How many corners there are."""
        return len(self.looks) // 32

    def points(self) -> Floats:
        """The corners' places, count × 2."""
        return np.frombuffer(self.places, np.float32).reshape(-1, 2)


def landmarks_in(marks: Landmarks, box: Box) -> Landmarks:
    """The corners of a form that lie in a part of its frame."""
    points = marks.points() / _UNIT
    inside = (points >= (box.left, box.top)).all(axis=1) & (points <= (box.right, box.bottom)).all(axis=1)
    looks = np.frombuffer(marks.looks, np.uint8).reshape(-1, 32)
    return Landmarks(marks.points()[inside].tobytes(), looks[inside].tobytes(), marks.size)


@dataclass(frozen=True, slots=True)
class Affine:
    """A map of the plane: x' = a x + b y + c, y' = d x + e y + f."""

    values: tuple[float, float, float, float, float, float]

    @property
    def matrix(self) -> NDArray[np.float64]:
        """As OpenCV takes it, 2 × 3."""
        return np.array(self.values, dtype=np.float64).reshape(2, 3)

    def after(self, first: Affine) -> Affine:
        """This map applied to what the first one gives."""
        whole = np.vstack([self.matrix, (0, 0, 1)]) @ np.vstack([first.matrix, (0, 0, 1)])
        return affine(whole[:2])

    def inverse(self) -> Affine:
        """The map back."""
        return affine(cv2.invertAffineTransform(self.matrix))

    def box(self, box: Box) -> Box:
        """The upright box around a box mapped, cut at the page's left and top edges."""
        a, b, c, d, e, f = self.values  # no arrays: 500 boxes a page, 0.1 ms each with them
        corners = [(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        across = [a * x + b * y + c for x, y in corners]
        down = [d * x + e * y + f for x, y in corners]
        left, top = max(min(across), 0.0), max(min(down), 0.0)
        return Box(left, top, max(*across, left), max(*down, top))


@dataclass(frozen=True, slots=True)
class Placement:
    """How a form lies on a page."""

    form_to_glimpse: Affine
    """From a glimpse of the form to that of the page."""
    agreeing: tuple[int, ...]
    """The form's corners that were found where they should be."""

    @property
    def angle(self) -> float:
        """Degrees by which the page is turned clockwise against the form, -180 to 180."""
        a, _, _, d, _, _ = self.form_to_glimpse.values
        return math.degrees(math.atan2(d, a))

    @property
    def pose(self) -> tuple[int, float]:
        """Clockwise quarter turns and then degrees counter-clockwise that make the page lie as the form does."""
        quarters = round(-self.angle / 90) % 4
        rest = (self.angle + 90 * quarters + 180) % 360 - 180
        return quarters, round(rest, 2) if abs(rest) >= 0.04 else 0.0


def landmarks(image: PageImage, settings: ReadSettings, *, every: bool = False) -> Landmarks:
    """The corners of a page's print; none where hardly anything is on it, or where its words are in the file.

    Args:
        image: The page.
        settings: How it is opened.
        every: Faint ones too: for a page that a form is to be laid on, where writing has the plainest.

    Raises:
        BadInput: it cannot be read.
    """
    scan = glimpse(image, settings)
    if scan.born_digital:
        return Landmarks(b"", b"", (scan.grey.shape[1], scan.grey.shape[0]))
    corners, looks = _orb(every).detectAndCompute(_flattened(scan.grey), None)
    size = (scan.grey.shape[1], scan.grey.shape[0])
    if looks is None or not len(corners):
        return Landmarks(b"", b"", size)
    return Landmarks(np.array([corner.pt for corner in corners], np.float32).tobytes(), grey(looks).tobytes(), size)


def _flattened(small: Grey) -> Grey:
    """The glimpse with even, white paper: a shadow makes no corners, and a scanner's noise changes no looks.

    What a corner looks like is told by which of two pixels is darker; between two of paper, noise decides. With white
    paper 40 percent more corners agree, and pages of noisy scans are placed that were not.
    """
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    paper = np.maximum(cv2.GaussianBlur(paper, (0, 0), 4), 40)
    return grey(np.minimum(cv2.divide(small, grey(paper), scale=_WHITE), 250))


@lru_cache(maxsize=2)
def _orb(every: bool) -> cv2.ORB:
    corners, contrast = (_ALL_CORNERS, _LITTLE) if every else (_CORNERS, _CONTRAST)
    return cv2.ORB.create(nfeatures=corners, fastThreshold=contrast, scaleFactor=1.3, nlevels=4, edgeThreshold=15)


def place(form: Landmarks, page: Landmarks, least: int = ALIKE) -> Placement | None:
    """How the form lies on the page; None where the page is none of its form.

    Args:
        form: The form, or another page of it.
        page: The page.
        least: Corners that must agree; `PERHAPS` where what is printed is looked at afterwards.
    """
    if min(form.count, page.count) < least:
        return None
    ours, theirs = _matches(form, page)
    if len(ours) < least:
        return None
    found = _consensus(form, page, (ours, theirs), least)
    if found is None or _covered(found[0].form_to_glimpse, form, page) >= _WHOLE:
        return found[0] if found is not None else None
    # Two tickets on a sheet look alike: the upper one may have been taken for the lower, half a page away.
    placed, kept = found
    other = _consensus(form, page, (np.delete(ours, kept), np.delete(theirs, kept)), PERHAPS)
    return other[0] if other is not None and _covered(other[0].form_to_glimpse, form, page) >= _WHOLE else placed


def _consensus(
    form: Landmarks, page: Landmarks, matches: tuple[NDArray[np.int64], NDArray[np.int64]], least: int
) -> tuple[Placement, NDArray[np.int64]] | None:
    """The transform that most of some matches agree on, with these; None where it is none of a page of the form."""
    ours, theirs = matches
    if len(ours) < least:
        return None
    start, end = form.points()[ours], page.points()[theirs]
    cv2.setRNGSeed(7)  # RANSAC draws at random: the same pages must lie alike on every run
    matrix, held = cv2.estimateAffinePartial2D(
        start, end, method=cv2.RANSAC, ransacReprojThreshold=_NEAR, maxIters=5000, confidence=0.999, refineIters=10
    )
    if matrix is None or not _believable(affine(matrix)):
        return None
    kept = np.flatnonzero(held.ravel())
    corners = np.unique(ours[kept])
    if len(corners) < least or _spread(form.points()[corners], form.points()) < (
        _CELLS if least >= ALIKE else _SOME_CELLS
    ):
        return None
    return Placement(affine(matrix), tuple(corners.tolist())), kept


def _covered(where: Affine, form: Landmarks, page: Landmarks) -> float:
    """The share of the form's corners that lie on the page, wherever else they are looked for."""
    x, y = form.points().T
    a, b, c, d, e, f = where.values
    right, down = a * x + b * y + c, d * x + e * y + f
    return float(((right >= 0) & (down >= 0) & (right < page.size[0]) & (down < page.size[1])).mean())


def _matches(form: Landmarks, page: Landmarks) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The corners of either that look alike, those of the form with each that they may be."""
    ours = np.frombuffer(form.looks, np.uint8).reshape(-1, 32)
    theirs = np.frombuffer(page.looks, np.uint8).reshape(-1, 32)
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(ours, theirs, k=_NEAREST)
    good = [match for nearest in pairs for match in nearest if match.distance < _UNLIKE]
    return np.array([g.queryIdx for g in good], np.int64), np.array([g.trainIdx for g in good], np.int64)


def _believable(found: Affine) -> bool:
    """Whether a page of the form could be so much smaller or larger."""
    a, _, _, d, _, _ = found.values
    return _SCALES[0] <= math.hypot(a, d) <= _SCALES[1]


def _spread(points: Floats, everything: Floats) -> int:
    """How many of the sixteen parts of the form hold some of these points."""
    low, high = everything.min(axis=0), everything.max(axis=0)
    cells = np.floor(4 * (points - low) / np.maximum(high - low + 1, 1)).astype(int)
    return len({(int(x), int(y)) for x, y in cells})


def affine(matrix: object) -> Affine:
    """The map of a 2 × 3 matrix, rounded so that it is the same wherever it is kept."""
    a, b, c, d, e, f = (round(float(value), 9) for value in np.asarray(matrix, dtype=np.float64).ravel()[:6])
    return Affine((a, b, c, d, e, f))


def glimpse_to_frame(page: Landmarks, frame: Frame) -> Affine:
    """From the pixels of a page's glimpse to its reading frame: turned, grown, made level."""
    wide, high = page.size
    turns = frame.quarter_turns % 4
    width, height = (frame.height, frame.width) if turns % 2 else (frame.width, frame.height)
    grown = Affine((width / wide, 0.0, 0.0, 0.0, height / high, 0.0))
    turned = {
        0: Affine((1.0, 0.0, 0.0, 0.0, 1.0, 0.0)),
        1: Affine((0.0, -1.0, float(height), 1.0, 0.0, 0.0)),
        2: Affine((-1.0, 0.0, float(width), 0.0, -1.0, float(height))),
        3: Affine((0.0, 1.0, 0.0, -1.0, 0.0, float(width))),
    }[turns]
    middle = ((frame.width - 1) / 2, (frame.height - 1) / 2)
    level = affine(cv2.getRotationMatrix2D(middle, frame.skew, 1.0)) if frame.skew else _SAME
    return level.after(turned.after(grown))


_SAME = Affine((1.0, 0.0, 0.0, 0.0, 1.0, 0.0))
_UNIT = GLIMPSE_DPI / READING_DPI


def form_to_page(placement: Placement, page: Landmarks, frame: Frame) -> Affine:
    """From the form's frame to the page's reading frame: where each zone of the form lies on this page."""
    shrunk = Affine((_UNIT, 0.0, 0.0, 0.0, _UNIT, 0.0))
    return glimpse_to_frame(page, frame).after(placement.form_to_glimpse.after(shrunk))


def as_form(page: Landmarks, frame: Frame, kept: tuple[int, ...]) -> Landmarks:
    """The landmarks of a form whose frame is this page's reading frame, of those corners only.

    Corners that other pages of the form have too are print; the others are what was filled in.
    """
    points = cv2.transform(page.points()[None, list(kept)], glimpse_to_frame(page, frame).matrix)[0] * _UNIT
    looks = np.frombuffer(page.looks, np.uint8).reshape(-1, 32)[list(kept)]
    size = (round(frame.width * _UNIT), round(frame.height * _UNIT))
    return Landmarks(points.astype(np.float32).tobytes(), looks.tobytes(), size)
