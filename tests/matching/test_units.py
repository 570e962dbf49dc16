"""Units of a house are different homes; numbers that are as sizes are identify nothing."""

from __future__ import annotations

import random

import numpy as np
import pytest

from matching.comparisons import address
from matching.detect import Kind, detect
from matching.features import features_of
from matching.ids import texts_of
from matching.levels import Pairs
from matching.tables import column_of
from matching.units import split_unit

_SAME, _OTHER, _LEFT_OUT = (level.label for level in address("address").levels[:3])


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("12 Main St, Apt. 2-B", "28"),
        ("12 MAIN ST UNIT 2B", "28"),
        ("12 Main St # 3", "3"),
        ("12 Main St Apt #3", "3"),
        ("12 Broadway Suite 200", "200"),
        ("12 Main St, Bldg 4, Apt 2", "2"),
        ("12 Main St Apt C", "C"),
        ("12 Main St", ""),
        ("#12 Main St", ""),
        ("Unit 5 Main St", ""),
        ("9 Lot Rd", ""),
        ("12 Main St Apt ß 4", ""),
    ],
)
def test_a_unit_is_named_behind_the_street(text: str, unit: str) -> None:
    """Apartment, suite, unit and a number sign before a number or a letter name one home of a house."""
    assert split_unit(text)[1] == unit


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        ("12 Main St Unit 3", "12 MAIN STREET, APT 2", _OTHER),
        ("12 Main St Apt 2", "12 Main Street # 2", _SAME),
        ("12 Broadway Apt 2", "12 Broadway #2", _SAME),
        ("12 Main St Apt 2", "12 Main St", _LEFT_OUT),
        ("12 Main St", "12 Main Street", _SAME),
        ("12 Main St Apt 2", "14 Main St Apt 2", "same street, house one digit apart"),
    ],
)
def test_two_units_of_a_house_are_two_homes(one: str, other: str, label: str) -> None:
    """Another unit is a level of its own, and so is a unit that one side does not name."""
    comparison = address("address")
    features = features_of([comparison.type], texts_of([one, other]))
    pairs = Pairs(features, *(np.array([place], dtype=np.int32) for place in (0, 1)))
    assert comparison.levels[int(comparison.grade(pairs)[0])].label == label


def _areas(dice: random.Random) -> list[str]:
    return [str(int(dice.lognormvariate(8.6, 0.5))) for _ in range(900)]


def _given_out(dice: random.Random) -> list[str]:
    return [str(number) for number in dice.sample(range(1000, 30000), 900)]


def _two_pads(dice: random.Random) -> list[str]:
    return [str(dice.choice((1000, 1000, 1000, 1000, 1000, 1000, 2019000)) + number) for number in range(900)]


def _of_a_width(dice: random.Random) -> list[str]:
    return [str(10000 + int(dice.expovariate(1 / 9000)) % 89999) for _ in range(900)]


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (_areas, Kind.AMOUNT),
        (_given_out, Kind.IDENTIFIER),
        (_two_pads, Kind.IDENTIFIER),
        (_of_a_width, Kind.IDENTIFIER),
    ],
)
def test_what_identifies_looks_as_if_it_were_given_out(made: object, kind: Kind) -> None:
    """Numbers that nearly every row has for itself are amounts where they have the widths and the tail of sizes."""
    assert callable(made)
    column = column_of(made(random.Random(5)))
    assert detect("lot", column, column).kind is kind
