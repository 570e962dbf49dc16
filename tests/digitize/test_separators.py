"""Separator sheets: known by their words or by their code, with the count that they declare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from digitize_pages import ink_of, layout_of, page, reader_of, run

from digitize import DigitizeSettings, PageResult
from digitize.assemble import assemble
from digitize.pipeline import result_of
from digitize.separators import Declared
from records.geometry import Box
from records.page import Code, PageKind, Word


def read(words: Sequence[Word], code: str = "") -> PageResult:
    """A page of these words and perhaps a code."""
    text = page(words)
    if code:
        text = replace(text, codes=(Code("code128", code, Box(500, 900, 1200, 1100)),))
    layout = layout_of(words)
    return result_of(text, reader_of(layout), ink_of(layout), DigitizeSettings())


@pytest.mark.parametrize(
    ("words", "code", "declared"),
    [
        (run("BATCH SEPARATOR", 500, 300, height=50), "", Declared()),
        ((*run("BATCH SEPARATOR", 500, 300, height=50), *run("Documents: 12", 500, 500)), "", Declared(orders=12)),
        ((*run("PATCH T", 500, 300, height=50), *run("25 sheets", 500, 500)), "", Declared(pages=25)),
        ((), "BATCH=0007;COUNT=25", Declared(pages=25)),
        (run("Streets 2019", 500, 300, height=50), "BATCH-0007 ORDERS:40", Declared(orders=40)),
        (run("Streets 2019", 500, 300, height=50), "PATCH-T", Declared()),
    ],
)
def test_a_separator_declares_what_follows(words: Sequence[Word], code: str, declared: Declared) -> None:
    """By its words or by its code; one that declares nothing is a separator all the same."""
    result = read(words, code)
    assert (result.kind, result.declared) == (PageKind.SEPARATOR, declared)


def test_the_count_is_kept_with_the_page() -> None:
    """So that what follows can be counted against it."""
    (entry,) = assemble("binder", [read((), "BATCH=0007;COUNT=25")]).pages
    assert (entry.declared_pages, entry.declared_orders) == (25, None)


def test_an_order_that_speaks_of_a_batch_is_an_order() -> None:
    """A form with a code on it has the words of a form."""
    words = (
        *run("STREET WORK ORDER", 600, 60, height=34),
        *run("Order No.: WO-1042", 120, 180),
        *run("Location: 412 Elm St", 120, 260),
        *run("Date Requested: 03/14/2019", 120, 340),
        *run("Description: 25 sheets of plywood taken from the yard to the batch plant on Mill Street", 120, 420),
        *run("Requested By: Ann Lee of the batch plant, who asks for them by Friday", 120, 500),
    )
    assert read(words, "BATCH=0007;COUNT=25").kind is PageKind.ORDER
