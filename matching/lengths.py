"""How much longer than its fellows a scan is: two sheets that went in together are seldom flush.

A feeder that takes two sheets drags one after the other, and a scanner that images as much as passes under it makes one
picture of both: longer by as much as the one lagged. Other sizes of paper are longer too, but by what sizes differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from records.page import PageEntry

_LEAST = 4
"""Scans of one size, before another is longer than they are."""
_SLACK = 0.04
"""Inches by which the length of one sheet comes out differently from scan to scan."""
_SHORT = 0.06
_MOST = 3.0
_PAPERS = ((5.5, 8.5), (8.5, 11.0), (8.5, 14.0), (11.0, 17.0), (5.83, 8.27), (8.27, 11.69), (11.69, 16.54))
"""Sizes of paper, in inches: a scan as large as one of them is of that paper."""


def usual_size(entries: Mapping[int, PageEntry]) -> tuple[float, float] | None:
    """Width and height, in inches, of most scans of a binder; None where too few are of one size."""
    sizes = Counter(size for page in entries.values() if (size := _size(page)))
    usual, count = max(sizes.items(), key=lambda item: (item[1], item[0]), default=((0.0, 0.0), 0))
    return usual if count >= _LEAST and 2 * count > sizes.total() else None


def surplus(page: PageEntry | None, usual: tuple[float, float]) -> float | None:
    """By how many inches the scan is longer than usual; 0 where it is not; None where its size says nothing."""
    size = _size(page) if page else None
    if size is None:
        return None
    for (across, along), (width, height) in ((size, usual), (size[::-1], usual), (size, usual[::-1])):
        if abs(across - width) <= _SLACK:
            more = along - height
            another = any(_alike((across, along), paper) for paper in _PAPERS)
            return more if _SHORT <= more <= _MOST and not another else 0.0
    return 0.0


def _alike(size: tuple[float, float], paper: tuple[float, float]) -> bool:
    return any(max(abs(size[0] - one), abs(size[1] - other)) <= _SLACK for one, other in (paper, paper[::-1]))


def _size(page: PageEntry) -> tuple[float, float] | None:
    facts = page.facts
    if facts is None or facts.born_digital or facts.dpi <= 0:
        return None
    return round(facts.width / facts.dpi, 2), round(facts.height / facts.dpi, 2)
