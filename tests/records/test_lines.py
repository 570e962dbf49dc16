"""A line's cells are called by their line among the fields of their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.fields import CATALOGUE, ITEM_CATALOGUE
from records.lines import field_label, field_named, kind_of, line_name, line_of


@given(st.integers(1, 500), st.sampled_from(sorted(ITEM_CATALOGUE)))
def test_a_name_says_line_and_field(number: int, name: str) -> None:
    """What a cell is called gives its line, its field and the kind that it is counted as."""
    called = line_name(number, name)
    assert line_of(called) == (number, name)
    assert field_named(called) is ITEM_CATALOGUE[name]
    assert kind_of(called) == kind_of(line_name(number + 1, name))
    assert line_of(kind_of(called)) is None


@pytest.mark.parametrize("name", ["order_number", "amount", "line 2 crew", "Line 2 amount", "line two amount", "lines"])
def test_no_other_field_is_a_cell(name: str) -> None:
    """Fields of an order, and a department's own ones, are what they are called."""
    assert line_of(name) is None
    assert kind_of(name) == name
    assert field_named(name) is CATALOGUE.get(name)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("total_cost", CATALOGUE["total_cost"].label),
        ("line 2 unit_cost", "Line 2 unit cost"),
        ("line unit_cost", "Line unit cost"),
        ("Sign code", "Sign code"),
    ],
)
def test_a_label_is_what_people_say(name: str, label: str) -> None:
    """A cell is called by the place of its line; a kind of cells by what they are."""
    assert field_label(name) == label
