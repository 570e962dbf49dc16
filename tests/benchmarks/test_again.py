"""Kept runs reckoned anew, as other scanners would have imaged them."""

from __future__ import annotations

import pytest

from benchmarks.again import SCANNERS, imaged
from matching.lengths import lengths_of
from records.page import PageEntry, PageFacts, PageKind

FACTS = PageFacts(1700, 2200, 200.0, 0.05, False, 0.8, False, (250, 250, 250), b"")


@pytest.mark.parametrize(("scanner", "shown"), [("as-read", False), ("cut", False), ("vary", True)])
def test_what_a_scanner_leaves_of_lengths(scanner: str, shown: bool) -> None:
    """Pictures cut to one size show no length, and those that end where the sheet does show it."""
    pages = tuple(PageEntry("b", at, "b.pdf", at, "", PageKind.ORDER, facts=FACTS) for at in range(1, 13))
    lengths = lengths_of({page.number: page for page in imaged(pages, SCANNERS[scanner])})
    assert lengths is not None
    assert lengths.shown is shown


def test_a_longer_picture_is_cut_to_the_others_size() -> None:
    """What stood out at its end is gone."""
    longer = PageFacts(1700, 2280, 200.0, 0.05, False, 0.8, False, (250, 250, 250), b"")
    pages = tuple(
        PageEntry("b", at, "b.pdf", at, "", PageKind.ORDER, facts=longer if at == 4 else FACTS) for at in range(1, 9)
    )
    assert {page.facts and page.facts.height for page in imaged(pages, SCANNERS["cut"])} == {2200}
