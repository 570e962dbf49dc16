"""Where something stands on a page.

Every box is given in the *reading frame*: the page turned upright and made straight, at 200 dots to the inch. A scan of
any size, and a born-digital page, end up in the same units, so that a rule about distances holds for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

READING_DPI = 200
"""Dots per inch of the reading frame: Tesseract's best over 100, 150, 200 and 300 on spoiled forms."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the reading frame, in pixels, the origin at the top left.

    Raises:
        ValueError: the right or bottom edge lies before the left or top one.
    """

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        if self.right < self.left or self.bottom < self.top:
            raise ValueError(f"a box cannot end before it starts: {self}")

    @property
    def width(self) -> float:
        """Pixels from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The centre as (x, y)."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def union(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def overlap(self, other: Box) -> float:
        """The area, in square pixels, that the two have in common."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(across, 0.0) * max(down, 0.0)

    def moved(self, right: float, down: float) -> Box:
        """The box so much further right and down."""
        return Box(self.left + right, self.top + down, self.right + right, self.bottom + down)

    def grown(self, margin: float) -> Box:
        """The box with so many pixels added on each side."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)


@dataclass(frozen=True, slots=True)
class Seam:
    """Where one sheet ends and the next begins in a picture of two."""

    at: float
    """Pixels of the reading frame from the left, or from the top where it runs across."""
    across: bool = False
    """Whether one sheet is above the other; they are side by side otherwise."""
    sure: bool = True
    """Whether the picture alone tells; what stands on both sides has to bear it out otherwise."""

    def sides(self, width: float, height: float) -> tuple[Box, Box]:
        """The two sheets of a picture of this size, in reading order."""
        if self.across:
            return Box(0, 0, width, self.at), Box(0, self.at, width, height)
        return Box(0, 0, self.at, height), Box(self.at, 0, width, height)


def bounding(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds them all; there must be one at least."""
    found = boxes[0]
    for box in boxes[1:]:
        found = found.union(box)
    return found


@dataclass(frozen=True, slots=True)
class Frame:
    """How the scan was turned into the reading frame; enough to cut the same place out of the original again.

    In this order: turn by quarters clockwise, scale by `scale`, turn by `skew` degrees around the middle, take out
    `bend`.
    """

    quarter_turns: int
    """Clockwise quarter turns, 0 to 3, that make the scan upright."""
    skew: float
    """Degrees, counter-clockwise, that make the lines of text level."""
    scale: float
    """Pixels of the reading frame per pixel of the scan (points, for a born-digital page)."""
    width: int
    """Of the reading frame, in pixels."""
    height: int
    """Of the reading frame, in pixels."""
    bend: tuple[float, ...] = ()
    """The curve of a bound page, as `ocr` found it; () for a flat one, as nearly all are."""


def chains(boxes: Iterable[Box], follows: Callable[[Box, Box], bool]) -> list[list[Box]]:
    """The boxes in groups: each joins the first group whose last one it follows, in the order given, or begins one.

    Args:
        boxes: In the order in which they are looked at.
        follows: Whether the second of two boxes goes on where the first stands.
    """
    found: list[list[Box]] = []
    for box in boxes:
        home = next((chain for chain in found if follows(chain[-1], box)), None)
        if home is None:
            found.append([box])
        else:
            home.append(box)
    return found
