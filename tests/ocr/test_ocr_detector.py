"""Writing is found on sheets of every size, and no line of it is lost or found twice where parts meet."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.arrays import Grey
from ocr.engines import detector

LINE = "ORDER 2021-00085"


def sheet(width: int, height: int, places: list[tuple[int, int]]) -> Grey:
    """White paper with a line of writing at each place, some 12 points high at 200 dots to the inch."""
    paper = np.full((height, width), 255, np.uint8)
    for left, baseline in places:
        cv2.putText(paper, LINE, (left, baseline), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2, cv2.LINE_AA)
    return paper


@pytest.mark.parametrize(
    ("width", "height", "places"),
    [
        (1700, 2200, [(100, 100), (900, 1500)]),
        (400, 30000, [(60, at) for at in (60, *range(1700, 1860, 40), 9000, 29900)]),
        (30000, 300, [(at, 150) for at in (60, 1500, 15000, 29600)]),
        (6800, 4800, [(1600, at) for at in range(1640, 1880, 40)]),
    ],
    ids=["Letter", "till roll", "banner", "drawing"],
)
def test_each_line_is_found_once(width: int, height: int, places: list[tuple[int, int]]) -> None:
    """As many boxes as lines, each about its own, wherever it lies and whatever part it crosses into."""
    found = detector.line_boxes(sheet(width, height, places))
    (wide, high), _ = cv2.getTextSize(LINE, cv2.FONT_HERSHEY_SIMPLEX, 0.8, 2)
    about = [
        [
            box
            for box in found
            if abs(box.left - left) < 25
            and abs(box.right - left - wide) < 25
            and abs(box.bottom - baseline) < 25
            and abs(box.top - baseline + high) < 25
        ]
        for left, baseline in places
    ]
    assert [len(boxes) for boxes in about] == [1] * len(places)
    assert len(found) == len(places)


def test_a_large_sheet_with_nothing_on_it_has_no_writing() -> None:
    """What is white all over is not even looked at."""
    assert detector.line_boxes(sheet(400, 30000, [])) == ()
