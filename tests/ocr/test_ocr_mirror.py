"""Which way up a page is, and whether it is a mirror image; a page that reads is not looked at twice."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageOps

from ocr import ReadSettings, orientation, read_page
from records.page import PageImage


@pytest.mark.parametrize("mirrored", [True, False])
def test_a_mirror_image_is_said_to_be_one(
    drawn: Image.Image, saved: Callable[..., PageImage], monkeypatch: pytest.MonkeyPatch, *, mirrored: bool
) -> None:
    """A mirrored page has a warning; a page that reads well has none, and its mirror is never looked at."""
    looks: list[int] = []
    real = orientation._legibility
    monkeypatch.setattr(orientation, "_legibility", lambda even: looks.append(1) or real(even))
    page = ImageOps.mirror(drawn) if mirrored else drawn
    warnings = " ".join(read_page(saved(page), ReadSettings()).facts.warnings)
    assert ("mirror" in warnings) is mirrored
    assert mirrored or len(looks) == 1


@pytest.mark.parametrize(
    ("read", "turns"),
    [
        ([(0.92, 146), (0.53, 2), (0.58, 6), (0.945, 82)], 0),  # worn print, and a crisp stamp on its side
        ([(0.92, 146), (0.53, 2), (0.58, 6), (0.99, 82)], 0),
        ([(0.85, 20), (0.5, 4), (0.95, 150), (0.5, 3)], 1),  # a register that lies on its side
        ([(0.5, 3), (0.9, 60), (0.4, 2), (0.6, 5)], 2),
        ([(0.7, 30), (0.74, 40), (0.4, 2), (0.6, 5)], 0),  # hardly better
    ],
)
def test_a_page_is_turned_to_where_more_of_it_reads_and_better(
    monkeypatch: pytest.MonkeyPatch, read: list[tuple[float, int]], turns: int
) -> None:
    """The guess stands unless another way up reads better and gives no fewer letters."""
    looks = iter(read)
    monkeypatch.setattr(orientation, "_read", lambda _: orientation._Legible(*next(looks)))
    assert orientation._most_legible(np.zeros((9, 9), np.uint8), (0, 2, 1, 3)) == turns
