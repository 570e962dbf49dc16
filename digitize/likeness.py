"""Whether two scans show the same sheet.

Perceptual hashes are useless on forms (sheets of one form are alike, measured: same sheet up to 6 bits apart, different
ones from 0), so what was filled in decides, and the places of the ink and of the words confirm it.
"""

from __future__ import annotations

import numpy as np
from rapidfuzz import fuzz

from digitize.page import Fragment, PageResult
from digitize.sketch import same_words

WIDTH = 68
"""Cells of a fingerprint's row: see `PageFacts.fingerprint`."""
SAID = 0.85
"""Share of the words at the same place below which two sheets differ, as measured in `sketch`."""
ENOUGH = 3
"""Filled fields that must be comparable before two sheets are called the same."""


def same_sheet(page: PageResult, fragment: Fragment, other_page: PageResult, other: Fragment) -> float:
    """0 to 1: how likely the two fragments are two scans of one sheet."""
    number, other_number = fragment.value("order_number"), other.value("order_number")
    known = bool(number and number == other_number)
    agreement, shared = _agreement(fragment, other)
    if not _comparable(page, fragment, other_page, other) or shared < (ENOUGH if known else ENOUGH + 2):
        return 0.0
    if not known and number and other_number and not _misread(fragment, other):
        return 0.0
    alone = fragment.row is None and len(page.fragments) == 1
    said = same_words(page.sketch, other_page.sketch) if alone and len(other_page.fragments) == 1 else None
    if said is not None and said < SAID:
        return 0.0
    ink = (ink_likeness(page, other_page) if alone else None) or agreement
    if agreement < (0.75 if known else 0.9) or ink < (0.35 if known else 0.6):
        return 0.0
    return min(0.99, (agreement + ink) / 2 + (0.15 if known else 0.0))


SURELY = 0.93
"""Confidence of an order number from which one that differs belongs to another order."""


def _misread(fragment: Fragment, other: Fragment) -> bool:
    """Whether two numbers that differ may be one: nearly alike, and one of them hardly read.

    Neighbours in a series differ by one digit and may well have the same work at the same place.
    """
    readings = [r for f in (fragment, other) for r in f.readings if r.name == "order_number"]
    unsure = any(reading.confidence < SURELY or reading.doubt for reading in readings)
    return unsure and fuzz.ratio(readings[0].value or "", readings[-1].value or "") >= 85


def _comparable(page: PageResult, fragment: Fragment, other_page: PageResult, other: Fragment) -> bool:
    """Whether the two could be one sheet at all: of one kind, and not page 1 and page 2."""
    pages = {page.printed_page, other_page.printed_page} - {None}
    return (fragment.row is None) == (other.row is None) and len(pages) < 2


def _agreement(fragment: Fragment, other: Fragment) -> tuple[float, int]:
    """The share of the fields that both fill in which they say the same, and how many fields those are."""
    scores = []
    for reading in fragment.readings:
        value, second = reading.value, other.value(reading.name)
        if reading.name not in {"order_number", "department"} and value and second:
            scores.append(fuzz.ratio(value.lower(), second.lower()) / 100 if value != second else 1.0)
    near = sum(score > 0.7 for score in scores)
    return (near / len(scores) if scores else 0.0), len(scores)


def ink_likeness(page: PageResult, other: PageResult) -> float | None:
    """The correlation of two pages' ink over 1/8-inch cells at the best shift; None where either has no fingerprint."""
    first, second = _cells(page), _cells(other)
    if first is None or second is None:
        return None
    height = min(first.shape[0], second.shape[0])
    first, second = first[:height], second[:height]
    shifts = [(down, across) for down in (-2, -1, 0, 1, 2) for across in (-2, -1, 0, 1, 2)]
    return max(_correlation(first, np.roll(second, shift, axis=(0, 1))) for shift in shifts)


def _cells(page: PageResult) -> np.ndarray | None:
    if page.facts is None or page.frame is None or not page.facts.fingerprint:
        return None
    width = max(1, round(page.frame.width / 25))
    cells = np.frombuffer(page.facts.fingerprint, dtype=np.uint8)
    if cells.size % width:
        width = WIDTH if cells.size % WIDTH == 0 else 1
    return cells.reshape(-1, width).astype(np.float64)


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    if one.shape != other.shape or one.std() == 0 or other.std() == 0:
        return 0.0
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])
