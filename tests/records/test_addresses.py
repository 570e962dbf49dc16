"""Addresses are taken apart into what compares: house, street, suffix and direction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.addresses import DIRECTIONS, SUFFIXES, UNITS, parse_address, split_unit


@pytest.mark.parametrize(
    ("text", "house", "direction", "street", "suffix"),
    [
        ("412 No. Main Str., Apt 3", "412", "N", "MAIN", "ST"),
        ("123 Broadway Apt 2", "123", "", "BROADWAY", ""),
        ("55 Broadway 3rd Floor", "55", "", "BROADWAY", ""),
        ("55 Broadway #300", "55", "", "BROADWAY", ""),
        ("10 Lot Ln", "10", "", "LOT", "LN"),
        ("County Hwy 5", "", "", "COUNTY HWY 5", ""),
        ("5 County Highway #5", "5", "", "COUNTY HWY 5", ""),
        ("123 US Hwy 1 N", "123", "N", "US HWY 1", ""),
        ("17 State Hwy 36 Unit 2", "17", "", "STATE HWY 36", ""),
        ("N County Road J", "", "N", "COUNTY RD J", ""),
        ("Route 9", "", "", "RTE 9", ""),
        ("Main St 412", "", "", "MAIN", "ST"),
        ("12 North St", "12", "", "NORTH", "ST"),
        ("100 E St NW", "100", "NW", "EAST", "ST"),
        ("12 West", "12", "", "WEST", ""),
        ("5365 W North", "5365", "W", "NORTH", ""),
        ("5610 W. Lake", "5610", "W", "LAKE", ""),
        ("4214 S St Lawrence", "4214", "S", "ST LAWRENCE", ""),
        ("219 South Dearborn Second Floor", "219", "S", "DEARBORN", ""),
        ("100 Park Avenue South", "100", "S", "PARK", "AVE"),
        ("12 Avenue B", "12", "", "AVENUE B", ""),
        ("12 Main St, Bldg 4, Apt 2", "12", "", "MAIN", "ST"),
        ("123 1/2 Main St", "123 1/2", "", "MAIN", "ST"),
        ("Highway 5 & Main St", "", "", "HWY 5 & MAIN", ""),
        ("", "", "", "", ""),
    ],
)
def test_each_part_is_where_it_belongs(text: str, house: str, direction: str, street: str, suffix: str) -> None:
    """A road's number and a direction that is a name are of the street, a unit is not, a half is of the house."""
    address = parse_address(text)
    assert (address.house, address.direction, address.street, address.suffix) == (house, direction, street, suffix)


_NAMED = st.from_regex(r"[A-Z]{4,9}", fullmatch=True).filter(lambda word: word not in {*SUFFIXES, *DIRECTIONS, *UNITS})
_NUMBERED = st.builds(
    "{} {} {}".format,
    st.sampled_from(("County", "State", "US", "Township")),
    st.sampled_from(("Hwy", "Highway", "Road", "Rte")),
    st.integers(1, 999),
)
_STREETS = st.one_of(
    st.builds("{} {}".format, _NAMED, st.sampled_from(("St", "Ave", "Lane", "Blvd", ""))),
    st.builds("{} St".format, st.sampled_from(sorted(DIRECTIONS))),
    _NUMBERED,
)
_ADDRESSES = st.builds("{} {}".format, st.integers(1, 99999), _STREETS)


@given(_ADDRESSES)
def test_standard_words_stay(text: str) -> None:
    """What is in standard words already is taken apart into the same parts."""
    once = parse_address(text)
    assert parse_address(once.words) == once


@given(_ADDRESSES, st.sampled_from(("Apt", "Unit", "Ste.", "#", ", Apt #")), st.integers(1, 2000))
def test_a_unit_changes_no_street(text: str, word: str, unit: int) -> None:
    """An address with a unit is that of its house, and the unit is told apart."""
    said = f"{text} {word} {unit}"
    assert parse_address(said) == parse_address(text)
    assert split_unit(said)[1] == str(unit)


@given(_NUMBERED)
def test_a_numbered_road_keeps_its_number(text: str) -> None:
    """The number of a road is of its name, so that two roads of one kind are two."""
    assert parse_address(text).street.split()[-1] == text.split()[-1]


@given(st.text(max_size=60))
def test_anything_has_parts(text: str) -> None:
    """Whatever was written, it can be taken apart, and what is before the unit stays as it is."""
    parse_address(text)
    assert text.startswith(split_unit(text)[0])
