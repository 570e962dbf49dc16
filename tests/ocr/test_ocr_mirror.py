"""A mirrored page is told, a page that reads is not looked at twice."""

from __future__ import annotations

from collections.abc import Callable

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
