"""How readings of public papers are compared with what people keyed of them."""

from __future__ import annotations

import pytest

from benchmarks.adbuy import comparable, right, score
from benchmarks.fara import band, is_type, stamped, typed


@pytest.mark.parametrize(
    ("field", "keyed", "can"),
    [
        ("due_on", "4/26/202", False),
        ("due_on", "4/26/20", True),
        ("total_cost", "1931604-1", False),
        ("total_cost", "$2,095.00", True),
        ("requester_name", "1524084-2", False),
        ("requester_name", "Bernie 2020", True),
        ("order_number", "386136", True),
    ],
)
def test_what_was_keyed_into_the_wrong_column_is_not_compared(field: str, keyed: str, can: bool) -> None:
    """A day that is none, and a number in the column of names, say nothing of a reading."""
    assert comparable(field, keyed) is can


def test_a_name_may_lack_the_number_that_the_paper_prints_behind_it() -> None:
    """Names agree by their letters, days and amounts by their value."""
    assert right("requester_name", "Jacobs For Congress-R (135377)", "Jacobs for Congress-R")
    assert right("started_on", "2020-03-02", "3/2/20")
    assert not right("total_cost", "845.75", "$995.00")


def test_a_document_counts_once_a_field() -> None:
    """One of its orders has the value, or none has."""
    order = {"order_number": "7", "requester_name": "", "started_on": "", "due_on": "", "total_cost": "5.00"}
    truth = {"file_id": "a", "scan": "True", "contract_num": "7", "advertiser": "", "flight_from": "", "flight_to": ""}
    found = score({"a": [order | {"needs_review": ""}]}, [truth | {"gross_amount": "$6.00"}], verbose=False)
    assert found["scanned       order_number"] == [1, 0, 1]
    assert found["scanned       total_cost"] == [0, 1, 1]


def test_a_forms_type_may_have_a_letter_misread() -> None:
    """One wrong letter in a title does not make another form of it."""
    assert is_type("Disseminatlon Report", "Dissemination Report")
    assert is_type("amendment-to-registration-statement", "Amendment")
    assert not is_type("Exhibit A", "Dissemination Report")


def test_a_page_is_of_its_forms_type_or_its_titles() -> None:
    """A page's own form counts, its title where it has none; a written page without either has no type."""
    first = {"kind": "order", "heading": "Page heading", "form": "dissemination-report"}
    second = {"kind": "order", "heading": "Dissemination Report", "form": ""}
    stray = {"kind": "orphan", "heading": "", "form": ""}
    assert typed([first, second, stray, {"kind": "blank"}], "Dissemination Report") == [True, True, False]


def test_a_stamp_of_which_only_the_month_is_known_is_compared_by_its_month() -> None:
    """The first of a month in the index means the month; any other day is meant itself."""
    page = {"stamped": "1993-02-16"}
    assert stamped([page], "19930201") == (True, False)
    assert stamped([page], "19930217") == (False, True)
    assert stamped([{"stamped": ""}], "19930201") == (False, False)
    assert stamped([page, {"stamped": "1993-03-16"}], "19930216") == (True, True)


def test_a_shares_band_holds_it_and_narrows_with_more_documents() -> None:
    """The share lies within its band, which is half as wide for four times as many documents; all right has none."""
    few, many = band([(1, 1), (1, 1), (0, 1), (1, 1)] * 5), band([(1, 1), (1, 1), (0, 1), (1, 1)] * 20)
    assert few[0] < many[0] < 0.75 < many[1] < few[1]
    assert many[1] - many[0] == pytest.approx((few[1] - few[0]) / 2, rel=0.15)
    assert band([(2, 2)] * 9) == (1.0, 1.0)
