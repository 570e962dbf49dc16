"""Notes that are stuck over a page are told by their paper; tinted parts of a form, bars and shadows are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.arrays import Grey, grey
from ocr.notes import notes
from records.geometry import Box

NOTE = Box(600, 700, 1100, 1150)


def sheet(*, ground: int = 255, note: int | None = 238, lean: float = 0.0) -> Grey:
    """A page with writing, and a patch of another paper with writing on it."""
    page = np.full((2200, 1700), ground, np.uint8)
    if note is not None:
        corners = cv2.boxPoints((NOTE.middle, (NOTE.width, NOTE.height), lean)).astype(np.int32)
        cv2.fillPoly(page, [corners], (note,))
    for top in range(200, 2000, 60):
        for left in range(150, 1500, 40):
            page[top : top + 22, left : left + 4] = 30
    return grey(page)


@pytest.mark.parametrize("lean", [0.0, 7.0])
@pytest.mark.parametrize(("ground", "note"), [(255, 238), (240, 215), (250, 190)])
def test_a_note_is_found_by_its_paper(ground: int, note: int, lean: float) -> None:
    """However pale, and however it leans."""
    (found,) = notes(sheet(ground=ground, note=note, lean=lean), ())
    assert found.overlap(NOTE) > 0.9 * NOTE.width * NOTE.height


def test_a_tinted_part_of_a_form_is_no_note() -> None:
    """The form's own lines run through it."""
    assert notes(sheet(), (Box(500, 900, 1300, 903),)) == ()
    assert notes(sheet(), (Box(500, 698, 1300, 702),)) != ()


def test_paper_bars_and_shadows_are_no_notes() -> None:
    """A page without one, a shaded row, what runs off the page and what is uneven."""
    assert notes(sheet(note=None), ()) == ()
    bar = sheet(note=None)
    bar[700:760, 100:1600] = np.minimum(bar[700:760, 100:1600], 225)
    assert notes(bar, ()) == ()
    shadow = sheet(note=None)
    shadow[1500:, 1000:] = np.minimum(shadow[1500:, 1000:], 225)
    assert notes(shadow, ()) == ()
    photograph = sheet(note=None)
    photograph[700:1150, 600:1100] = np.linspace(90, 240, 500, dtype=np.uint8)[None, :]
    assert notes(photograph, ()) == ()
