"""An order is void where the sheet says so for it, and no order beside it."""

from __future__ import annotations

import pytest
from digitize_pages import page, run

from digitize.layout import lay_out
from digitize.page import Fragment, PageResult
from digitize.void import says_void, voided
from records.geometry import Box
from records.page import PageImage, PageKind, Word


def test_void_counts_only_where_it_is_stamped() -> None:
    """VOID in large capitals voids an order; the word in a sentence does not."""
    body = run("fill the void under the slab at the north end", 100, 300)
    stamped = lay_out(page(body, run("VOID", 600, 900, height=80)))
    assert says_void(stamped.words)
    assert not says_void(lay_out(page(body, run("VOID", 600, 900))).words)
    assert not says_void(())


def across(text: str) -> Word:
    """A word written large over the lower half of a sheet."""
    return Word(text, Box(400, 1500, 1200, 1700), 0.9)


@pytest.mark.parametrize(
    "text", ["VOID", "VOIDED", "V01D", "VOlD", "VOJD", "VUID", "ABaVOID", "EAFVUID", "Void", "SPOILED"]
)
def test_void_across_one_half_leaves_the_other(text: str) -> None:
    """Of two orders on a sheet the one that VOID is written over is void, however its letters were taken."""
    halves = (Fragment(Box(0, 0, 1700, 1100), ()), Fragment(Box(0, 1100, 1700, 2200), ()))
    sheet = PageResult(PageImage("signs", 1, "x.tif", 0, ""), PageKind.ORDER, halves)
    assert [half.void for half in voided(sheet, [across(text)]).fragments] == [False, True]


@pytest.mark.parametrize("text", ["PAID", "AVOIDED BY", "VOICE", "Wold", ""])
def test_other_large_words_void_nothing(text: str) -> None:
    """PAID in a marker's letters is no VOID."""
    sheet = PageResult(PageImage("signs", 1, "x.tif", 0, ""), PageKind.ORDER, (Fragment(Box(0, 0, 1700, 2200), ()),))
    assert voided(sheet, [across(text)]) == sheet
