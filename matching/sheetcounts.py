"""How many sheets somebody counted, how many went through the scanner, and at which places the others may lie."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from records.page import PageEntry, PageKind
from records.sides import sheets_of

_FURNITURE = frozenset({PageKind.TAB, PageKind.SEPARATOR, PageKind.INDEX, PageKind.CHARGE_OUT})
_SAYS = frozenset({PageKind.TAB, PageKind.SEPARATOR, PageKind.INDEX})
_COUNT = re.compile(
    r"(?<![\w.,/-])(\d{1,4})\s*(?:sheets|pages|leaves)\b|\b(?:sheets|pages|leaves)\s*[:=#]\s*(\d{1,4})(?![\w/-])",
    re.IGNORECASE,
)

_COUNTED_RIGHT, _ONE_OFF, _FURTHER_OFF = 0.95, 0.02, 0.002
"""How likely a count of sheets is right, one too many or too few (each), and further off (each): people count well."""

_Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SheetCount:
    """One count of sheets, beside what was imaged of them."""

    binder: str
    page: int | None
    """The page that says it; None where the configuration does."""
    last: int
    """The last page that the count is of."""
    declared: int
    lacking: int
    """Declared sheets that were not imaged; below zero where more were; zero where dividers explain the difference."""


def sheet_counts(pages: Mapping[str, Mapping[int, PageEntry]], configured: Mapping[str, int]) -> Iterator[SheetCount]:
    """The counts of all binders. A page's count is of the sheets after it, up to the next page that says one."""
    for binder, entries in pages.items():
        if not entries:
            continue
        if binder in configured:
            yield _compared(binder, entries, None, (1, max(entries)), configured[binder])
            continue
        said = [(number, count) for number, page in sorted(entries.items()) if (count := _said(page))]
        for (number, count), (following, _) in pairwise([*said, (max(entries) + 1, 0)]):
            yield _compared(binder, entries, number, (number + 1, following - 1), count)


def _said(page: PageEntry) -> int | None:
    if page.declared_pages is not None:
        return page.declared_pages
    if page.kind not in _SAYS:
        return None
    for text in (*(code.text for code in page.codes), page.heading):
        found = _COUNT.search(text)
        if found:
            return int(found.group(1) or found.group(2))
    return None


def _compared(
    binder: str, entries: Mapping[int, PageEntry], page: int | None, span: tuple[int, int], declared: int
) -> SheetCount:
    sheets = [sheet for sheet in sheets_of(entries) if span[0] <= sheet[0] <= span[1]]
    once = [sheet for sheet in sheets if entries[sheet[0]].copy_of is None]  # the blank back of a copy is one too
    within = [entries[number] for sheet in once for number in sheet]
    every = len(once)
    plain = every - sum(entries[sheet[0]].kind in _FURNITURE for sheet in once)
    # a separator may count pages and not sheets, with blank backs or without; the configuration counts sheets
    pages = {len(within), sum(entry.kind is not PageKind.BLANK for entry in within)} if page is not None else set()
    lacking = 0 if declared in {plain, every, *pages} else declared - (every if declared > every else plain)
    return SheetCount(binder, page, span[1], declared, lacking)


def given_count(places: Sequence[tuple[int, float]], lacking: int) -> list[float]:
    """How likely each place hides sheets, from how many and how likely without the count, and how many are lacking.

    By Bayes over all ways in which the places may make up the count (a Poisson binomial of unequal weights); the count
    itself may be off.
    """
    found = []
    for at, (sheets, prior) in enumerate(places):
        others = _sums([*places[:at], *places[at + 1 :]])
        hidden = prior * others @ _count_chances(np.arange(len(others)) + sheets, lacking)
        free = (1 - prior) * others @ _count_chances(np.arange(len(others)), lacking)
        found.append(float(hidden / (hidden + free)))
    return found


def _sums(places: Sequence[tuple[int, float]]) -> _Floats:
    """How likely the places hide no, one, two ... sheets together."""
    sums = np.ones(1)
    for sheets, prior in places:
        one = np.zeros(sheets + 1)
        one[0], one[sheets] = 1 - prior, prior
        sums = np.convolve(sums, one)
    return sums


def _count_chances(hidden: NDArray[np.int64], lacking: int) -> _Floats:
    """How likely so many are found lacking where so many are hidden."""
    off = np.abs(hidden - lacking)
    return np.where(off == 0, _COUNTED_RIGHT, np.where(off == 1, _ONE_OFF, _FURTHER_OFF))
