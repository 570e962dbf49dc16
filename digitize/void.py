"""Orders that somebody voided on the sheet: the word large beside the fields or across them, a stroke through a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from digitize.layout import Layout, holds
from digitize.page import Fragment, PageResult
from digitize.tables import Table
from records.page import Word

VOID = re.compile(r"(?<!\w)(VOID|SPOILED|SPOILT)(?!\w)")
_ACROSS = re.compile(
    r".?[VYJU][O0DQoUCG][I1lTitJj|!][D0Od](?:E[DO]|ed)?[.!]?"
    r"|.{0,3}V[O0DQU][I1l|!][D0O][.!]?|.?SPOIL(?:ED|T)[.!]?"
)
"""VOID in letters drawn one by one, each as a reader of lines may take it, and strokes of the form's before them: of
36 pages that it is written across 36 are told, of 54 others none."""


def says_void(words: Sequence[Word]) -> bool:
    """Whether VOID or SPOILED stands there in capitals, larger than the words around it."""
    if not words:
        return False
    usual = sorted(word.box.height for word in words)[len(words) // 2]
    return any(VOID.search(word.text) and word.box.height > 1.4 * usual for word in words)


def voided(page: PageResult, across: Sequence[Word]) -> PageResult:
    """The page; its orders that VOID is written across are void.

    Args:
        page: As it was read.
        across: What is written across it in letters larger than its own.
    """
    said = [word for word in across if _ACROSS.fullmatch(word.text)]
    if not said:
        return page
    struck = [f.void or any(holds(f.region, word.box) for word in said) for f in page.fragments]
    pairs = zip(page.fragments, struck, strict=True)
    return replace(page, fragments=tuple(replace(fragment, void=void) for fragment, void in pairs))


_THROUGH = (0.25, 0.75)
"""Of a row's height, from its top: a line there is none of the table's rules."""
_MOST_OF = 0.6
"""Of the table's width that a stroke runs through: a value that was corrected is struck out alone."""


def struck_rows(table: Table, layout: Layout) -> frozenset[int]:
    """The rows of a table, from 0, that a stroke of the pen runs through."""
    long = [rule for rule in layout.across if rule.width >= _MOST_OF * table.box.width]
    return frozenset(
        row
        for row, (top, bottom) in enumerate(table.rows)
        if any(_THROUGH[0] < (rule.middle[1] - top) / max(bottom - top, 1.0) < _THROUGH[1] for rule in long)
    )


def row_voided(fragments: Sequence[Fragment], rows: frozenset[int]) -> tuple[Fragment, ...]:
    """The orders of a log; those of rows that were struck out are void, and repeat nothing that stands above them."""
    return tuple(_void(f) if f.row is not None and f.row - 1 in rows else f for f in fragments)


def _void(fragment: Fragment) -> Fragment:
    """A fragment as void; in the rest of a stroke engines see ditto marks."""
    own = tuple(r for r in fragment.readings if r.evidence is None or not r.evidence.ditto)
    return replace(fragment, readings=own, void=True)
