"""How much longer than its fellows a scan is: two sheets that went in together are seldom flush.

A feeder that takes two sheets drags one after the other, and a scanner that images as much as passes under it makes one
picture of both: longer by as much as the one lagged. Other sizes of paper are longer too, but by what sizes differ. A
scanner that cuts each picture to one size shows nothing of it, and that no scan is longer then says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

from records.page import PageEntry, PageFacts

_LEAST = 4
"""Scans of one size, before another is longer than they are."""
_SLACK = 0.04
"""Inches by which the length of one sheet comes out differently from scan to scan."""
_SHORT = 0.06
_SPREAD = 5.0
"""Times the usual distance from the usual length: a scan further off is longer for another reason."""
_MOST = 3.0
_VARY = 0.25
"""Share of the scans of one resolution whose length is another than most have, from which a scanner shows lengths.

Of 156 scanned documents of several pages in public files 36 vary, each of them so that most pages do; in the other 120
all pages are of one size, to the pixel.
"""
_UPRIGHT = ((5.5, 8.5), (8.5, 11.0), (8.5, 14.0), (11.0, 17.0), (5.83, 8.27), (8.27, 11.69), (11.69, 16.54))
_PAPERS = (*_UPRIGHT, *((along, across) for across, along in _UPRIGHT))
"""Sizes of paper, in inches, either way up: a scan as large as one of them is of that paper."""

Size: TypeAlias = tuple[float, float]
"""Width and height in inches."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long the scans of a binder are."""

    usual: Size
    """Of most of them."""
    least: float = _SHORT
    """Inches by which a scan must be longer than usual."""
    shown: bool = True
    """The pictures are as long as what passed under the scanner; where they are cut to one size, none is longer."""


def lengths_of(entries: Mapping[int, PageEntry]) -> Lengths | None:
    """What the lengths of a binder's scans say; None where too few are of one size."""
    scans = [facts for page in entries.values() if (facts := _scan(page))]
    usual = _usual([_size(facts) for facts in scans])
    if usual is None:
        return None
    alike = [facts for facts in scans if _is_near(_size(facts), usual)]
    spread = median(abs(_size(facts)[1] - usual[1]) for facts in alike)
    least = max(_SHORT, _SPREAD * spread)
    told = Lengths(usual, least)
    longer = any(surplus(page, told) for page in entries.values())
    return Lengths(usual, least, shown=longer or _vary(alike))


def surplus(page: PageEntry | None, lengths: Lengths) -> float | None:
    """By how many inches the scan is longer than usual; 0 where it is not; None where its size says nothing."""
    facts = _scan(page) if page else None
    if facts is None:
        return None
    size, usual = _size(facts), lengths.usual
    for (across, along), (width, height) in ((size, usual), (size[::-1], usual), (size, usual[::-1])):
        if abs(across - width) <= _SLACK:
            more = along - height
            another = any(_is_near((across, along), paper) for paper in _PAPERS)
            return more if lengths.least <= more <= _MOST and not another else 0.0
    return 0.0


def is_longer(pages: Sequence[PageEntry | None], lengths: Lengths | None) -> bool | None:
    """Whether one of the scans is longer than its fellows; None where no size tells."""
    known = [more for page in pages if lengths and (more := surplus(page, lengths)) is not None]
    return any(known) if lengths and lengths.shown and known else None


def _usual(sizes: Sequence[Size]) -> Size | None:
    """The size of most; where most are alike, the one in the middle is of them, on either side."""
    if not sizes:
        return None
    middle = median(width for width, _ in sizes), median(height for _, height in sizes)
    count = sum(_is_near(size, middle) for size in sizes)
    return middle if count >= _LEAST and 2 * count > len(sizes) else None


def _vary(scans: Sequence[PageFacts]) -> bool:
    """The lengths of one paper differ from scan to scan, as those of a scanner do that looks where the sheet ends."""
    resolutions = Counter(facts.dpi for facts in scans)
    dpi, count = max(resolutions.items(), key=lambda item: (item[1], item[0]))
    lengths = Counter(facts.height for facts in scans if facts.dpi == dpi)
    return count >= _LEAST and max(lengths.values()) <= (1 - _VARY) * count


def _is_near(size: Size, other: Size) -> bool:
    return max(abs(size[0] - other[0]), abs(size[1] - other[1])) <= _SLACK


def _scan(page: PageEntry) -> PageFacts | None:
    facts = page.facts
    return None if facts is None or facts.born_digital or facts.dpi <= 0 else facts


def _size(facts: PageFacts) -> Size:
    return round(facts.width / facts.dpi, 2), round(facts.height / facts.dpi, 2)
