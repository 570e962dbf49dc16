"""Numbers with a fraction drawn as one small sign, however engines took the sign."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from digitize.page import PageResult
from digitize.signs import is_shown, nats, with_signs
from ocr import Fraction
from tests.digitize.inked_pages import weighed, written

NONE = Fraction((0.994, 0.002, 0.002, 0.002), 0)
QUARTER = Fraction((0.002, 0.99, 0.004, 0.004), 1)
HALF = Fraction((0.002, 0.004, 0.99, 0.004), 1)
REST = Fraction((0.002, 0.004, 0.004, 0.99), 0)


def hours(ppocr: str, tesseract: str, fraction: Fraction | None) -> PageResult:
    """A page with hours that two engines read, and what sign it shows there."""
    page = written("labor_hours", ppocr, 1, tesseract=tesseract)
    return replace(page, inked=tuple(replace(place, fraction=fraction) for place in page.inked))


@pytest.mark.parametrize(
    ("ppocr", "tesseract", "fraction", "value"),
    [
        ("4", "43", HALF, "4.5"),
        ("24", "2%", QUARTER, "2.25"),
        ("4", "4", HALF, "4.5"),
        ("4", "4", NONE, "4"),
        ("4", "4", None, "4"),
        ("114", "1%", QUARTER, "1.25"),
        ("1/4", "%", REST, "0.75"),
        ("3.5", "3.5", NONE, "3.5"),
    ],
)
def test_the_sign_that_the_page_shows_is_in_the_value(
    ppocr: str, tesseract: str, fraction: Fraction | None, value: str
) -> None:
    """Engines pass over it, or take it for figures; where the page shows none, their figures stand."""
    assert weighed(hours(ppocr, tesseract, fraction))[0].value == value


def test_a_sign_alone_gives_a_value_that_no_engine_read() -> None:
    """A letter is no hours; three quarters of one are."""
    assert weighed(hours("a", "", None))[0].value is None
    assert weighed(hours("a", "", REST))[0].value == "0.75"


def test_a_sign_says_nothing_of_money() -> None:
    """Cents are not written so."""
    page = written("total_cost", "24.00", 1, tesseract="24.00")
    page = replace(page, inked=tuple(replace(place, fraction=QUARTER) for place in page.inked))
    assert weighed(page)[0].value == "24.00"


def test_the_ink_in_front_of_a_sign_says_how_many_figures_stand_there() -> None:
    """With none in front the sign is all there is; more or fewer than there are pieces cost something."""
    assert {text for text, _, _ in with_signs(["%"], REST)} == {"¼", "½", "¾"}
    assert {text for text, _, _ in with_signs(["13%"], HALF)} == {
        f"{whole}{sign}" for whole in (1, 13) for sign in "¼½¾"
    }
    assert nats(HALF, "1.5", "13%") > nats(HALF, "13.5", "13%") > nats(HALF, "13.25", "13%")
    assert nats(HALF, "1.5", "13%") > nats(HALF, "0.5", "13%")
    assert not list(with_signs(["24"], NONE))
    assert not list(with_signs(["999 99 99"], HALF))


@pytest.mark.parametrize(
    ("value", "form", "share"),
    [
        ("1.5", "15", 0.99),
        ("1.5", "1½", 0.99),
        ("1.5", "1.5", 0.01),
        ("15", "15", 0.01),
        ("1.75", "1%", 0.05),
        ("1.5", "1 1/2", 0.99),
        ("1.25", "1 1/4", 0.05),
    ],
)
def test_how_a_value_is_written_says_whether_it_has_a_sign(value: str, form: str, share: float) -> None:
    """Decimals have none, a fraction read as figures has one; one with a stroke may be either."""
    assert nats(HALF, value, form) == pytest.approx(math.log(share))
    assert nats(None, value, form) == 0
    assert is_shown(HALF)
    assert not is_shown(NONE)
    assert not is_shown(None)
