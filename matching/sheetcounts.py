"""How many sheets somebody counted, and how many went through the scanner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from records.page import PageEntry, PageKind
from records.sides import is_two_sided

_FURNITURE = frozenset({PageKind.TAB, PageKind.SEPARATOR, PageKind.INDEX, PageKind.CHARGE_OUT})
_SAYS = frozenset({PageKind.TAB, PageKind.SEPARATOR, PageKind.INDEX})
_COUNT = re.compile(
    r"(?<![\w.,/-])(\d{1,4})\s*(?:sheets|pages|leaves)\b|\b(?:sheets|pages|leaves)\s*[:=#]\s*(\d{1,4})(?![\w/-])",
    re.IGNORECASE,
)


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
    sides = 2 if is_two_sided(entries) else 1
    within = [entries[n] for n in range(span[0], span[1] + 1) if n in entries and entries[n].copy_of is None]
    every = -(-len(within) // sides)
    plain = every - sum(entry.kind in _FURNITURE for entry in within)
    # a separator may count pages and not sheets, with blank backs or without; the configuration counts sheets
    pages = {len(within), sum(entry.kind is not PageKind.BLANK for entry in within)} if page is not None else set()
    lacking = 0 if declared in {plain, every, *pages} else declared - (every if declared > every else plain)
    return SheetCount(binder, page, span[1], declared, lacking)
