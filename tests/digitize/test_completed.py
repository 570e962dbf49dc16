"""Pages that have more fields than their form: read by their labels, completed from the form's zones."""

from __future__ import annotations

from dataclasses import replace

from digitize.completed import completed
from digitize.page import Fragment, PageResult
from records.geometry import Box
from records.order import FieldReading, ReadingStatus
from records.page import PageImage, PageKind

IMAGE = PageImage("orders", 3, "orders.pdf", 2, "0" * 64)
CELL = Box(800, 400, 1500, 480)


def said(name: str, value: str | None, confidence: float, box: Box = CELL) -> FieldReading:
    """A reading."""
    status = ReadingStatus.OK if value else ReadingStatus.ABSENT
    return FieldReading(name, value, value or "", status, confidence, 3, box, "ppocr")


def page(*fragments: Fragment) -> PageResult:
    """A page of orders."""
    return PageResult(IMAGE, PageKind.ORDER, fragments)


def order(*readings: FieldReading, extras: tuple[FieldReading, ...] = ()) -> Fragment:
    """One order."""
    return Fragment(Box(0, 0, 1700, 2200), readings, extras=extras)


def test_what_a_stamp_hid_comes_from_the_forms_zone() -> None:
    """A field whose label was not found has its zone's value, and the words found there are no field of their own."""
    labelled = order(said("total_cost", "480.15", 0.9), extras=(said("Date Required", "05/06/2021", 0.9),))
    zoned = order(said("due_on", "2021-05-06", 0.9))
    (fragment,) = completed(page(labelled), page(zoned)).fragments
    assert (fragment.value("due_on"), fragment.value("total_cost")) == ("2021-05-06", "480.15")
    assert fragment.extras == ()


def test_the_surer_of_two_values_stays() -> None:
    """Where both say a field, the surer is believed; a zone's doubt never takes a value away."""
    labelled = order(said("priority", "Rush", 0.9), said("order_number", "APR27", 0.3), said("location", "Elm", 0.9))
    zoned = order(said("priority", "Bush", 0.4), said("order_number", "P000439", 0.8), said("location", None, 0.99))
    (fragment,) = completed(page(labelled), page(zoned)).fragments
    assert [fragment.value(name) for name in ("priority", "order_number", "location")] == ["Rush", "P000439", "Elm"]


def test_an_order_is_void_where_either_reading_says_so() -> None:
    """VOID over a sheet may be legible in one of the two ways of reading it alone."""
    labelled, zoned = order(said("total_cost", "480.15", 0.9)), order(said("due_on", "2021-05-06", 0.9))
    (fragment,) = completed(page(labelled), page(replace(zoned, void=True))).fragments
    assert fragment.void


def test_of_several_orders_the_labels_say_all() -> None:
    """Half a form's zones complete no sheet of two orders: nothing tells which of the two they are."""
    two = page(order(said("priority", "Rush", 0.9)), order(said("priority", "Low", 0.9)))
    assert completed(two, page(order(said("location", "Elm", 0.9)))) == two
    assert completed(replace(two, fragments=()), page(order(said("location", "Elm", 0.9)))).fragments == ()
