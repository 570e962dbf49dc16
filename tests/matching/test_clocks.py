"""Times of day, moments and coordinates: one value however it is written, and near where it is nearly the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.analyst import link_tables
from matching.clocks import plain_clock, split_clock
from matching.comparisons import FieldComparison, clock, coordinate, moment
from matching.detect import Kind, detect, iso_moment
from matching.features import features_of
from matching.ids import texts_of
from matching.levels import Pairs
from matching.tables import column_of


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_of_day_is_one_however_it_is_written(hour: int, minute: int) -> None:
    """Both halves of the day, with or without seconds, come to the same."""
    half, twelve = "AP"[hour // 12], (hour - 1) % 12 + 1
    written = (
        f"{hour}:{minute:02d}",
        f"{hour:02d}:{minute:02d}:00",
        f"{hour:02d}:{minute:02d}:00.000Z",
        f"{twelve}:{minute:02d} {half}M",
        f"{twelve:02d}:{minute:02d}:00 {half.lower()}.m.",
    )
    assert {plain_clock(value) for value in written} == {f"{hour:02d}:{minute:02d}:00"}


@pytest.mark.parametrize("value", ["", "24:00", "7:60", "13:05 PM", "0:10 am", "4m 57sec", "2019-03-05 10:42", "1042"])
def test_what_is_no_time_of_day_says_nothing(value: str) -> None:
    """An hour that no day has, or a cell that says more, is no time of day."""
    assert plain_clock(value) == ""


def test_a_time_stands_behind_its_day() -> None:
    """A day is taken from its time, and a text that ends in none is left whole."""
    assert split_clock("03/05/2019 2:42:10 PM") == ("03/05/2019", 52_930)
    assert split_clock("main break") == ("main break", None)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2019-03-05T14:42:10", "2019-03-05T14:42:10"),
        ("03/05/2019 2:42 PM", "2019-03-05T14:42:00"),
        ("Mar 5, 2019 2:42 PM", "2019-03-05T14:42:00"),
        ("5 March 2019", "2019-03-05"),
        ("2019-03-05 00:00:00", "2019-03-05"),
        ("2:42 PM", ""),
    ],
)
def test_a_moment_is_a_day_with_its_time(value: str, said: str) -> None:
    """Midnight is how systems write that they know no time."""
    assert iso_moment(value) == said


_TIMED = [f"2019-03-{n % 28 + 1:02d} {n % 24:02d}:{n % 60:02d}:00" for n in range(200)]
_DAYS = [f"{n % 12 + 1}/{n % 28 + 1}/2019" for n in range(200)]


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        (_TIMED, _TIMED, Kind.MOMENT),
        (_TIMED, _DAYS, Kind.DATE),
        ([f"{n % 12 + 1}:{n % 60:02d} PM" for n in range(200)], ["14:05"] * 50, Kind.CLOCK),
        ([f"{n % 24:02d}:{n % 60:02d}" for n in range(200)], ["14:05"] * 50, Kind.CLOCK),
        ([f"{n % 9 + 1}:{n % 60:02d}" for n in range(200)], ["4:57"] * 50, Kind.DURATION),
        ([f"42.3{n:03d}1" for n in range(200)], [f"-71.{n:04d}" for n in range(200)], Kind.COORDINATE),
        ([f"{n}.25" for n in range(200)], [f"{n}.10" for n in range(200)], Kind.AMOUNT),
        ([f"{n + 200}.12345" for n in range(200)], [f"{n + 900}.12345" for n in range(200)], Kind.AMOUNT),
    ],
)
def test_a_column_of_times_or_places_is_known_by_its_cells(left: list[str], right: list[str], kind: Kind) -> None:
    """Times count where both sides have them; degrees are written finely, and are no more than 180."""
    assert detect("opened", column_of(left), column_of(right)).kind is kind


@pytest.mark.parametrize(
    ("comparison", "one", "other", "label"),
    [
        (moment("at"), "2019-03-05T14:42:10", "2019-03-05T14:42:10", "same to the second"),
        (moment("at"), "2019-03-05T14:42:10", "2019-03-05T14:43:00", "within a minute"),
        (moment("at"), "2019-03-05T23:58:00", "2019-03-06T00:07:00", "within a quarter of an hour"),
        (moment("at"), "2019-03-05T14:42:00", "2019-03-05T18:42:00", "whole hours apart"),
        (moment("at"), "2019-03-05T14:42:00", "2019-03-05", "same day"),
        (moment("at"), "2019-03-05", "2019-03-07T09:00:00", "within 3 days"),
        (clock("at"), "02:34:00", "14:34:00", "half a day apart"),
        (clock("at"), "14:34:00", "14:40:00", "within a quarter of an hour"),
        (clock("at"), "02:34:00", "20:00:00", "different"),
        (coordinate("lat"), "42.30000", "42.3", "same"),
        (coordinate("lat"), "-71.05", "-71.0502", "within 50 m"),
        (coordinate("lat"), "42.3", "52.3", "different"),
    ],
)
def test_times_and_places_are_near_by_how_far_they_are_apart(
    comparison: FieldComparison, one: str, other: str, label: str
) -> None:
    """Each level asks for a little more distance than the one before."""
    features = features_of([comparison.type], texts_of([one, other]))
    grade = comparison.grade(Pairs(features, *(np.array([place], dtype=np.int32) for place in (0, 1))))
    assert comparison.levels[int(grade[0])].label == label


def test_two_calls_from_one_house_in_a_day_are_told_apart_by_their_times() -> None:
    """Who called twice in a day is linked to the record of the same minute, both ways."""
    houses = [f"{n // 2 + 1} Main St" for n in range(120)]
    called = [f"2019-03-{n // 2 % 28 + 1:02d} {8 + n % 2 * 6:02d}:{n % 60:02d}:11" for n in range(120)]
    left = {"address": houses, "called": called}
    right = {"address": [house.upper() for house in houses], "called": [f"{moment[:-2]}00" for moment in called]}
    found = link_tables(left, right, (120, 120))
    assert found.left.tolist() == found.right.tolist() == list(range(120))


def test_cells_that_are_no_time_or_place_say_nothing() -> None:
    """Among degrees and times some cells say something else: they are as good as empty, and the rest is linked."""
    odd = {"lat": "unknown", "called": "noon", "at": "soon", "size": "9" * 40 + " pages"}
    cells = {
        "lat": [f"42.{n:05d}" for n in range(0, 60_000, 500)],
        "called": [f"{n % 12 + 1}:{n % 60:02d} PM" for n in range(120)],
        "at": [f"2019-{n % 12 + 1:02d}-{n % 28 + 1:02d} {n % 23 + 1:02d}:{n % 60:02d}" for n in range(120)],
        "size": [f"{n} pages" for n in range(120)],
    }
    left = {name: [odd[name] if n % 20 == 7 else cell for n, cell in enumerate(said)] for name, said in cells.items()}
    found = link_tables(left, cells, (120, 120))
    assert {k.value for k in found.kinds.values()} == {"coordinate", "time of day", "moment", "amount"}
    assert sum(one == other for one, other in zip(found.left.tolist(), found.right.tolist(), strict=True)) >= 114
