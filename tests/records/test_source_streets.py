"""Addresses written as a city's own list of streets has them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import BadInput
from records.sources import SourceSettings, read_source
from records.sources.streets import read_streets, streets_of

STREETS = streets_of(
    [
        "Main St",
        "N Oak Ave",
        "S Oak Ave",
        "Elm Ct",
        "Elm St",
        "15th St",
        "16th St",
        "Martin Luther King Jr Blvd",
        "Elk Rd",
    ]
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("412 main street", "412 Main St"),
        ("412 Mian St.", "412 Main St"),
        ("412 Main, Apt 3", "412 Main St, Apt 3"),
        ("12-14 north oak av", "12-14 N Oak Ave"),
        ("412 main stret", "412 Main St"),
        ("7 Fifteenth Street", None),
        ("7 15th Street apt 2", "7 15th St apt 2"),
        ("9 Martin Luther Kng Jr Boulevard", "9 Martin Luther King Jr Blvd"),
        ("Main Street & elm ct", "Main St & Elm Ct"),
        ("main at 16th st", "Main St at 16th St"),
        ("5 Oak Ave", None),
        ("5 Elm", None),
        ("7 17th St", None),
        ("City Hall", None),
        ("", None),
    ],
)
def test_streets_are_written_as_the_list_has_them(said: str, meant: str | None) -> None:
    """A street of the list, misspelt or in other abbreviations, is that street; where two could be meant, none is."""
    assert STREETS.canonical(said) == meant


@given(st.integers(1, 99999), st.sampled_from(sorted(STREETS.by_words.values())))
def test_a_street_of_the_list_stays(house: int, street: str) -> None:
    """An address that is written like the list comes back as it was, in capitals too."""
    assert STREETS.canonical(f"{house} {street}") == f"{house} {street}"
    assert STREETS.canonical(f"{house} {street}".upper()) == f"{house} {street}"


@given(st.text(max_size=40))
def test_any_text_gives_an_address_or_none(text: str) -> None:
    """Whatever a cell holds, nothing is raised, and what comes out is written like the list already."""
    found = STREETS.canonical(text)
    assert found is None or STREETS.canonical(found) == found


@pytest.mark.parametrize(
    "text",
    [
        "Main St\nN Oak Ave\n",
        "id,Street Name\n1,Main St\n2,N Oak Ave\n",
        "dir,street_name,street_type\n,Main,St\nN,Oak,Ave\n",
    ],
)
def test_a_list_of_streets_is_read(text: str, tmp_path: Path) -> None:
    """A street a line, a column of streets, or their parts in columns."""
    path = tmp_path / "streets.csv"
    path.write_text(text)
    assert sorted(read_streets(path).by_words.values()) == ["Main St", "N Oak Ave"]


def test_a_list_without_streets_is_refused(tmp_path: Path) -> None:
    """A file that names no street is refused by name."""
    path = tmp_path / "streets.csv"
    path.write_text("Street\n , \n--\n")
    with pytest.raises(BadInput, match="names no street"):
        read_streets(path)


def test_the_cell_stays_beside_the_address(tmp_path: Path) -> None:
    """The value of a record is written like the list, its raw cell as it came; an unknown street stays what it is."""
    streets, path = tmp_path / "streets.txt", tmp_path / "orders.csv"
    streets.write_text("Main St\nOak Ave\n")
    path.write_text("WO Number,Date Opened,Address\nW-1,2019-03-04,12 MAIN STRET\nW-2,2019-03-05,9 Pine Rd\n")
    one, two = read_source(str(path), SourceSettings(streets=streets)).records
    assert (one.value("location"), one.raw["Address"]) == ("12 Main St", "12 MAIN STRET")
    assert two.value("location") == "9 Pine Rd"
