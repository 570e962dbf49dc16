"""What the review screens are told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """How the screens look."""

    title: str = "Backfile"
    """The workspace's name."""
    cells: str = "quadrants"
    """How pictures are drawn: `quadrants`, `sextants` where the terminal's font has them, or `halves`."""
    dark: bool = True
    margin: float = 10.0
    """Pixels, at 200 dots to the inch, shown around a place: a twentieth of an inch keeps the neighbours out."""
