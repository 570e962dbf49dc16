"""What bar codes say for an order's number."""

from __future__ import annotations

from dataclasses import replace

import pytest
from digitize_pages import HEIGHT, WIDTH, fragment, reading, sheet

from digitize.assemble import assemble
from digitize.codes import CERTAIN, confirmed
from digitize.numbers import repair_numbers
from digitize.page import Fragment
from digitize.serial import ALONE
from records.geometry import Box
from records.order import FieldReading
from records.page import Code


def code(text: str, kind: str = "code128", top: float = 100) -> Code:
    """A code at the head of the page."""
    return Code(kind, text, Box(1200, top, 1500, top + 60))


def number(found: Fragment) -> FieldReading:
    """The order number of a fragment."""
    return next(r for r in found.readings if r.name == "order_number")


def numbered(value: str | None, confidence: float = 0.9, **others: str | None) -> Fragment:
    """An order with this number as read, and other fields."""
    base = fragment(**others)
    return replace(base, readings=(reading("order_number", value, confidence), *base.readings))


@pytest.mark.parametrize(
    "text", ["2021-04711", "202104711", "https://city.gov/wo?id=2021-04711", "WO|2021-04711|streets"]
)
def test_a_code_that_says_the_same_makes_the_number_certain(text: str) -> None:
    """Letters and digits count, marks do not, and the number may be a part of what the code says."""
    (found,) = confirmed([numbered("2021-04711", location="12 Elm St")], [code(text)])
    assert number(found).value == "2021-04711"
    assert number(found).confidence >= CERTAIN
    assert number(found).doubt == ""
    assert found.value("location") == "12 Elm St"


def test_a_code_that_says_another_number_makes_a_doubt_with_both() -> None:
    """The print stays the value; the code's number stands beside it and in the words."""
    (found,) = confirmed([numbered("2021-04711")], [code("2021-04712")])
    assert number(found).value == "2021-04711"
    assert [other.value for other in number(found).alternatives] == ["2021-04712"]
    assert "2021-04711" in number(found).doubt
    assert "2021-04712" in number(found).doubt
    assert number(found).confidence <= 0.5


def test_of_several_codes_the_one_that_agrees_counts() -> None:
    """A second code with another number is some other thing's where the first says the number."""
    (found,) = confirmed([numbered("20471")], [code("20981"), code("20471", top=300)])
    assert number(found).confidence >= CERTAIN


@pytest.mark.parametrize("text", ["PL-20331", "000000", "4006381333931", "https://city.gov", "FORM 12-B", "20331"])
def test_codes_of_other_things_say_nothing(text: str) -> None:
    """An asset's tag, a form's code, a postage mark and a product are no order numbers, though one has its shape."""
    order = numbered("WO-20314" if text != "20331" else "20314", asset="20331")
    assert confirmed([order], [code(text)]) == (order,)


def test_a_misread_letter_is_put_right_by_the_code() -> None:
    """Where only look-alikes differ the code's spelling is taken, and no one needs to look."""
    (found,) = confirmed([numbered("WO-2O471")], [code("WO-20471")])
    assert (number(found).value, number(found).doubt) == ("WO-20471", "")


def test_a_code_alone_proposes_the_number_for_a_person_to_see() -> None:
    """Where no number was read the only code that can be one is the value, in doubt."""
    for order in (numbered(None, location="12 Elm St"), fragment(location="12 Elm St")):
        (found,) = confirmed([order], [code("2021-04711")])
        assert (number(found).value, number(found).doubt, number(found).engine) == ("2021-04711", ALONE, "code")
        assert number(found).page == 1


def test_two_codes_propose_nothing() -> None:
    """Which of two numbers it is cannot be told."""
    order = numbered(None)
    assert confirmed([order], [code("2021-04711"), code("2021-04712", top=300)]) == (order,)


@pytest.mark.parametrize(("text", "kind"), [("4006381333931", "ean13"), ("STREETS", "code39"), ("x1" * 60, "qrcode")])
def test_what_cannot_number_an_order_proposes_nothing(text: str, kind: str) -> None:
    """A product's code, a word and a long text are no numbers."""
    order = numbered(None)
    assert confirmed([order], [code(text, kind)]) == (order,)


def test_each_order_of_a_page_has_its_own_code() -> None:
    """Of two orders on one sheet each is confirmed by the code in its own half."""
    upper = replace(numbered("20471"), region=Box(0, 0, WIDTH, 1000))
    lower = replace(numbered("20472"), region=Box(0, 1000, WIDTH, HEIGHT))
    found = confirmed([upper, lower], [code("20471"), code("20472", top=1100)])
    assert [number(f).doubt for f in found] == ["", ""]
    assert min(number(f).confidence for f in found) >= CERTAIN


def test_a_row_of_a_log_is_not_numbered_by_the_pages_code() -> None:
    """A page's code is not any one row's."""
    row = replace(fragment(row=1, order_number="20471"))
    assert confirmed([row], [code("20472")]) == (row,)


def test_a_proposed_number_of_the_binders_shape_needs_no_one() -> None:
    """Four numbers of one shape make a scheme, and a code that fits it is believed."""
    sheets = [sheet(page, fragment(page, order_number=f"2021-{page:05}")) for page in range(1, 6)]
    (alone,) = confirmed([fragment(6, location="12 Elm St")], [code("2021-00006")])
    *_, last = repair_numbers([*sheets, sheet(6, alone)])
    assert (number(last.fragments[0]).value, number(last.fragments[0]).doubt) == ("2021-00006", "")


def test_the_codes_of_a_page_are_kept_with_it() -> None:
    """What became of a page says which codes it bears."""
    page = replace(sheet(1, fragment(order_number="20471")), codes=(code("20471"),))
    assert assemble("streets", [page]).pages[0].codes == (code("20471"),)
