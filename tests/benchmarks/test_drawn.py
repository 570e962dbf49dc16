"""Forms drawn apart from the fixtures: each shows what its orders hold, and is scored by that."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.drawn import Binder, score
from benchmarks.drawn_forms import DESIGNS, look
from records.fields import CATALOGUE


def binder(design: str, seed: int = 5) -> Binder:
    """A binder of a design."""
    rng = Random(seed)
    drawn = look(rng)
    return Binder(design, design, drawn, tuple(DESIGNS[design](drawn, rng)))


@pytest.mark.parametrize("design", DESIGNS)
def test_each_value_stands_on_its_sheet(design: str) -> None:
    """As the form writes it, but for a tick; no two orders have one number, and every field is of the catalogue."""
    made = binder(design)
    for sheet in made.sheets:
        for order in sheet.orders:
            for field in order:
                assert field in CATALOGUE
                assert (design, field) == ("ticked", "priority") or made.look.said(order, field) in sheet.body
    numbers = [order["order_number"] for sheet in made.sheets for order in sheet.orders]
    assert len(set(numbers)) == len(numbers)


def test_values_are_counted_as_the_table_has_them() -> None:
    """A row with a wrong value that nobody flagged and one that was; an order without a row has none of its values."""
    made = binder("printout")
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
