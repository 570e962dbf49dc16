"""Forms drawn apart from the fixtures: each shows what its orders hold, and is scored by that."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from benchmarks.compare import bare
from benchmarks.drawn import DESIGNS, binder_of, score
from benchmarks.drawn_trades import DATES
from records.fields import CATALOGUE


def letters(html: str) -> str:
    """The letters and digits that a page shows."""
    return bare(re.sub("<[^>]*>", "", html))


@pytest.mark.parametrize("design", DESIGNS)
def test_each_value_stands_on_its_sheet(design: str) -> None:
    """As the form writes it, but for ticks, stamps and split amounts; no two orders have one number."""
    made = binder_of(design, 5)
    looks = [made.look, *(replace(made.look, date=each) for each in DATES)]
    for sheet in made.sheets:
        for order in sheet.orders:
            for field in order:
                assert field in CATALOGUE
                ticked = (design, field) == ("ticked", "priority")
                ticked |= design == "ringed" and field.endswith(("_on", "_cost"))
                shown = letters(sheet.body + sheet.back)
                assert ticked or any(letters(each.said(order, field)) in shown for each in looks)
    numbers = [order["order_number"] for sheet in made.sheets for order in sheet.orders]
    assert len(set(numbers)) == len(numbers)


def test_values_are_counted_as_the_table_has_them() -> None:
    """A row with a wrong value that nobody flagged and one that was; an order without a row has none of its values."""
    made = binder_of("printout", 5)
    plain = [
        {
            "binder": made.name,
            "needs_review": "location" if at == 1 else "",
            **{
                field: str(value) if field != "requester_phone" else "".join(filter(str.isdigit, str(value)))
                for field, value in sheet.orders[0].items()
            },
        }
        for at, sheet in enumerate(made.sheets[:-1])
    ]
    fields = len(made.sheets[0].orders[0])
    counts = score(made, plain)
    assert (counts["orders"], counts["found"], counts["values"]) == (10, 9, 10 * fields)
    assert (counts["right"], counts["sure"]) == (9 * fields, 0)
    plain[0]["location"] = plain[1]["location"] = "elsewhere"
    counts = score(made, plain)
    assert (counts["right"], counts["sure"]) == (9 * fields - 2, 1)
