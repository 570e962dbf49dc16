"""What the review screens are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """How the screens look."""

    title: str = "Backfile"
    """The workspace's name."""
    cells: str = "quadrants"
    """How pictures are drawn: `quadrants`, `sextants` where the terminal's font has them, or `halves`."""
    images: str = "blocks"
    """`auto`, `sixel` or `kitty` for the terminal's own graphics, `blocks` for cells, `off` for no pictures."""
    dark: bool = True
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys by the id of what they do, in the place of the usual ones: `{"later": "f7"}`."""
    margin: float = 10.0
    """Pixels, at 200 dots to the inch, shown around a place: a twentieth of an inch keeps most neighbours out."""
