"""Numbers with letters at their heads that no engine tells from figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from inked_pages import only, written

from digitize.heads import A_LETTER_OR_A_FIGURE, ONE_LETTER_OR_ANOTHER, with_heads, with_told_letters
from digitize.page import PageResult
from ocr import Likeness
from records.order import FieldReading


def numbers(*texts: str) -> list[PageResult]:
    """A page for each number."""
    return [written("order_number", text, at) for at, text in enumerate(texts, 1)]


def read(pages: Sequence[PageResult], listed: Mapping[str, float] | None = None) -> list[FieldReading]:
    """What the numbers are read as."""
    return [only(page) for page in with_heads(pages, listed or {})]


def test_a_zero_behind_the_letter_of_an_order_is_an_o_in_doubt() -> None:
    """A work order's number begins with WO; that it may be a zero is kept, and a person asked."""
    for reading, rest in zip(read(numbers("W002447", "W002448", "W002450")), ("2447", "2448", "2450"), strict=True):
        assert (reading.value, reading.doubt) == (f"WO0{rest}", A_LETTER_OR_A_FIGURE)
        assert f"W00{rest}" in [other.value for other in reading.alternatives]


def test_a_list_that_has_the_letters_takes_the_doubt_away() -> None:
    """The list does not misread: what begins so on paper is what begins so there."""
    found = read(numbers("W002447", "W002448"), {"WO02": 40.0, "SR-1": 9.0})
    assert [(reading.value, reading.doubt) for reading in found] == [("WO02447", ""), ("WO02448", "")]


@pytest.mark.parametrize(
    ("texts", "listed"),
    [
        (("W002447", "W002448"), {"W00": 12.0, "WO1": 5.0}),  # a list tells
        (("W002447", "W002448"), {"K1": 12.0}),  # it has other letters
        (("WO02447", "WO02448"), {}),  # the engines tell
        (("K002447", "K002448"), {}),  # no order's letter
        (("W002447", "1904", "1905", "1906"), {}),  # one among others is misread
        (("W0-2447", "W002"), {}),
    ],
)
def test_other_numbers_stay(texts: Sequence[str], listed: Mapping[str, float]) -> None:
    """Where something tells, or the numbers are of another kind, they are what was read."""
    assert [reading.value for reading in read(numbers(*texts), listed)] == list(texts)


def dated(pages: Sequence[PageResult], day: str) -> list[PageResult]:
    """The pages, the first with a day."""
    fragment = pages[0].fragments[0]
    told = replace(fragment, readings=(*fragment.readings, only(written("requested_on", day, 1))))
    return [replace(pages[0], fragments=(told,)), *pages[1:]]


def test_a_year_behind_the_letter_stays() -> None:
    """W03 with the year's counter is a well's, or a ward's, number of 2003."""
    pages = dated(numbers("W030123", "W030124"), "03/14/2003")
    assert [reading.value for reading in read(pages)] == ["W030123", "W030124"]


def test_a_dollar_before_the_binders_year_is_a_letter() -> None:
    """A hand's S with a stroke too many is no money."""
    assert [r.value for r in read(dated(numbers("$18-0806", "518-0807"), "03/14/2018"))] == ["S18-0806", "S18-0807"]


@pytest.mark.parametrize(
    ("day", "listed", "first"),
    [
        ("03/14/2018", {}, "S"),
        ("03/14/2018", {"K1": 9.0}, "S"),
        ("03/14/2019", {}, "5"),
        ("03/14/2018", {"518-0": 9.0}, "5"),
    ],
)
def test_a_figure_before_the_binders_year_is_a_letter(day: str, listed: Mapping[str, float], first: str) -> None:
    """Not before another year's figures, and not where a list has numbers that begin with the figure."""
    pages = dated(numbers("518-0806", "518-0807"), day)
    assert [reading.value for reading in read(pages, listed)] == [f"{first}18-0806", f"{first}18-0807"]


def torn(*pairs: tuple[str, str]) -> list[PageResult]:
    """A page for each number, of which the engines read these two."""
    return [written("order_number", one, at, tesseract=other) for at, (one, other) in enumerate(pairs, 1)]


TORN = (("N-00120", "W-00120"), ("W-00121", "N-00121"), ("N-00122", "N-00122"))


def test_a_letter_that_is_read_as_two_is_in_doubt_on_every_sheet() -> None:
    """Where the engines do not agree on several sheets, that they do on another makes it no surer."""
    found = [only(page) for page in with_told_letters(torn(*TORN), {})]
    assert {reading.doubt for reading in found} == {ONE_LETTER_OR_ANOTHER}


def test_a_list_that_has_one_of_two_letters_tells() -> None:
    """All numbers have the letter that the list's have."""
    found = [only(page) for page in with_told_letters(torn(*TORN), {"W-00": 20.0})]
    assert [(r.value, r.doubt) for r in found] == [("W-00120", ""), ("W-00121", ""), ("W-00122", "")]


@pytest.mark.parametrize(
    "pairs",
    [
        (("N-00120", "W-00120"), ("N-00121", "N-00121"), ("N-00122", "N-00122")),  # one sheet
        (("N-00120", "N-00120"), ("W-00121", "W-00121"), ("N-00122", "N-00122")),  # each is sure of its own
        (("N-00120", "N-0012O"), ("N-00121", "N-0O121"), ("N-00122", "N-00122")),  # a figure
    ],
)
def test_letters_that_the_engines_tell_are_in_no_doubt(pairs: Sequence[tuple[str, str]]) -> None:
    """One sheet says nothing of the others, and a binder may have numbers with two heads."""
    found = [only(page) for page in with_told_letters(torn(*pairs), {})]
    assert not any(reading.doubt for reading in found)


@pytest.mark.parametrize(("less", "doubt"), [(1.0, ONE_LETTER_OR_ANOTHER), (4.5, "")])
def test_a_letter_that_the_ink_speaks_against_is_none_that_was_read(less: float, doubt: str) -> None:
    """What competed with a number, and is far less likely, is no reading of it."""
    pages = torn(*TORN[:2])
    told = [[replace(only(page), log_likelihood=-0.5)] for page in pages]
    others = [tuple(replace(other, log_likelihood=-0.5 - less) for other in only(page).alternatives) for page in pages]
    weighed = [
        replace(page, fragments=(replace(page.fragments[0], readings=(replace(reading, alternatives=other),)),))
        for page, (reading,), other in zip(pages, told, others, strict=True)
    ]
    assert {only(page).doubt for page in with_told_letters(weighed, {})} == {doubt}


def drawn(pages: Sequence[PageResult], with_head: float, others: float) -> list[PageResult]:
    """The pages, with how far their figures differ from the one at the head, and from each other."""
    alike = (Likeness(1, 2, with_head), Likeness(1, 3, with_head), Likeness(2, 3, others), Likeness(2, 4, others))
    return [replace(page, inked=(replace(page.inked[0], alike=alike),)) for page in pages]


@pytest.mark.parametrize(
    ("with_head", "others", "first", "doubt"),
    [
        (0.011, 0.010, "P0000", ""),  # the same zero again
        (0.080, 0.010, "PO000", ""),  # another shape
        (0.028, 0.010, "PO000", A_LETTER_OR_A_FIGURE),  # neither
        (0.900, 0.300, "PO000", A_LETTER_OR_A_FIGURE),  # their letters run into each other
    ],
)
def test_the_shape_of_a_zero_tells_whether_it_is_one(with_head: float, others: float, first: str, doubt: str) -> None:
    """Of one binder's numbers: as their other zeros, it is one too; of quite another shape, it is the letter."""
    found = read(drawn(numbers("P000083", "P000084", "P000085"), with_head, others))
    assert [(r.value, r.doubt) for r in found] == [(f"{first}{rest}", doubt) for rest in ("83", "84", "85")]
