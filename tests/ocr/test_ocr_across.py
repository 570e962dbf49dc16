"""What somebody wrote over a whole form in large letters is read apart from what lies under it."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from ocr import ReadSettings, open_sheet, words_across
from records.page import PageImage

Save = Callable[..., PageImage]


def form(said: str = "", *, thick: int = 14, size: float = 4.0, slant: float = 0.0) -> np.ndarray:
    """A page of ruled rows of text, with a word drawn over them."""
    page = np.full((2200, 1700), 255, np.uint8)
    for row in range(300, 1900, 60):
        cv2.line(page, (150, row), (1550, row), (0,), 2)
        cv2.putText(page, f"{row} Concrete mix 80 lb", (170, row - 16), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (20,), 2)
    for column in (150, 600, 1200, 1550):
        cv2.line(page, (column, 300), (column, 1860), (0,), 2)
    over = np.full_like(page, 255)
    if said:
        cv2.putText(over, said, (380, 1130), cv2.FONT_HERSHEY_SIMPLEX, size, (25,), thick, cv2.LINE_AA)
        matrix = cv2.getRotationMatrix2D((600, 1100), slant, 1.0)
        over = cv2.warpAffine(over, matrix, (1700, 2200), borderValue=(255,)).astype(np.uint8)
    return np.minimum(page, over)


@pytest.mark.parametrize(
    ("said", "how"),
    [
        ("V O I D", {}),
        ("VOID", {}),
        ("VOID", {"slant": 20.0}),
        ("SPOILED", {"size": 5.0}),
        ("VOID", {"thick": 18, "size": 7.0}),
    ],
)
def test_large_writing_over_a_form_is_read(
    said: str, how: dict[str, float], saved: Save, settings: ReadSettings
) -> None:
    """Letters as high as three rows, over rules and typing, level or slanting, are one word."""
    found = words_across(open_sheet(saved(form(said, **how)), settings), settings)  # type: ignore[arg-type]
    assert "".join(said.split()) in [word.text for word in found]
    assert all(300 < word.box.left < 600 for word in found if word.text == said)


def test_a_forms_own_rows_are_not_across_it(saved: Save, settings: ReadSettings) -> None:
    """A page without large writing has nothing written across it, and a blank one neither."""
    assert not words_across(open_sheet(saved(form()), settings), settings)
    assert not words_across(open_sheet(saved(np.full((2200, 1700), 255, np.uint8)), settings), settings)
