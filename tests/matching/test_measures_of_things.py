"""Measures with a unit are numbers; an address or a number that says more is the same."""

from __future__ import annotations

import numpy as np
import pytest

from matching.comparisons import FieldComparison, address, serial
from matching.detect import Kind, detect, plain_measure
from matching.features import features_of
from matching.ids import texts_of
from matching.levels import Pairs
from matching.tables import column_of


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("380 pages", "380"),
        ("5.2 %", "5.2"),
        ("1,200 sq", "1200"),
        ("12", "12"),
        ("-3.5°", "-3.5"),
        ("12B", ""),
        ("n/a", ""),
    ],
)
def test_a_measure_is_its_number(value: str, number: str) -> None:
    """A unit behind a number is left out; a single letter is no unit."""
    assert plain_measure(value) == number


@pytest.mark.parametrize(
    ("left", "right", "measured"),
    [
        ([f"{n} pages" for n in range(90, 290)], [f"{n}" for n in range(90, 290)], True),
        ([f"{n / 10} %" for n in range(40, 120)], [f"{n / 10}%" for n in range(40, 120)], True),
        ([f"{n} g" for n in range(1, 200)], [f"{n} kg" for n in range(1, 200)], False),
        ([f"{n}" for n in range(90, 290)], [f"{n}" for n in range(90, 290)], False),
    ],
)
def test_numbers_are_measures_where_all_units_are_one(left: list[str], right: list[str], measured: bool) -> None:
    """Grams among kilograms are not as many as they say, and numbers without any unit are codes."""
    assert (detect("size", column_of(left), column_of(right)).kind is Kind.AMOUNT) is measured


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        ("1225 N Noh Blvd", "1225 N Noh Boulevard between Petru Rd and Adibi Ln", "same house, street nearly"),
        ("1225 Noh Blvd", "1225 Nohara Blvd between Petru Rd and Adibi Ln", "different"),
        ("1225 Noh Blvd", "1227 Noh Boulevard between Petru Rd and Adibi Ln", "different"),
    ],
)
def test_an_address_may_say_between_which_streets(one: str, other: str, label: str) -> None:
    """What one list adds behind the street makes it no other street, where the house is the same."""
    assert _level(address("address"), one, other) == label


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        ("PS-LX350", "PSLX350/B", "one number holds the other"),
        ("104512", "W104512", "one number holds the other"),
        ("PS-LX350", "PSLX360", "one character apart"),
        ("12", "1299", "different"),
    ],
)
def test_a_number_may_be_longer_in_one_list(one: str, other: str, label: str) -> None:
    """A colour's letters behind a model's number, or a prefix before it, make it no other number."""
    assert _level(serial("model"), one, other) == label


def _level(comparison: FieldComparison, one: str, other: str) -> str:
    features = features_of([comparison.type], texts_of([one, other]))
    pairs = Pairs(features, *(np.array([place], dtype=np.int32) for place in (0, 1)))
    return comparison.levels[int(comparison.grade(pairs)[0])].label
