"""What goods are counted in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from inked_pages import ink, only, written

from digitize.page import Inked, PageResult
from digitize.reweigh import Beside, reweigh
from digitize.uom import may_be_unit
from records.order import FieldReading, LineItem


def counted_in(text: str, doubts: Mapping[int, Mapping[str, float]], tesseract: str = "") -> FieldReading:
    """The unit of a page's only line, weighed."""
    whole = with_line(written("category", text, 1, doubts, tesseract), text, doubts)
    return reweigh([whole], Beside())[0].fragments[0].line_items[0].readings[0]


def with_line(page: PageResult, text: str, doubts: Mapping[int, Mapping[str, float]]) -> PageResult:
    """A page whose one reading is its only line's unit."""
    line = LineItem(1, (replace(only(page), name="unit", value=text, raw=text),))
    votes, box = page.inked[0].votes, page.inked[0].box
    (fragment,) = page.fragments
    return replace(
        page,
        fragments=(replace(fragment, readings=(), line_items=(line,)),),
        inked=(Inked(box, votes, ink(text, doubts)),),
    )


def test_a_hands_unit_is_one_of_those_that_goods_are_counted_in() -> None:
    """Read as "HAX", ink that may as well be GAL is GAL, though the binder has it nowhere else."""
    doubts = {0: {"H": 0.7, "G": 0.2}, 2: {"X": 0.6, "L": 0.3}}
    assert counted_in("HAX", doubts).value == "GAL"


def test_a_hands_unit_that_the_binder_repeats_is_no_unit_for_that() -> None:
    """A letter from a usual one, "HAL" on several lines is GAL misread: the binder is no witness of its own reading."""
    pages = [written("category", "HAL", at, {0: {"H": 0.7, "G": 0.05}}) for at in range(1, 5)]
    lines = [with_line(page, "HAL", {0: {"H": 0.7, "G": 0.05}}) for page in pages]
    found = [page.fragments[0].line_items[0].readings[0].value for page in reweigh(lines, Beside())]
    assert found == ["GAL"] * 4


def test_clear_ink_is_what_it_says() -> None:
    """A department's own unit is read as it is written."""
    assert counted_in("SKID", {}, "SKID").value == "SKID"


def test_no_unit_is_figures_alone() -> None:
    """A figure where the ink may as well be two letters is hardly sure."""
    assert may_be_unit("3/8 IN")
    assert not may_be_unit("4")
    assert counted_in("4", {}).confidence < counted_in("EA", {}).confidence
