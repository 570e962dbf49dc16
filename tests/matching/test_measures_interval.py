"""The bootstrap by binder, beside the plain statistics and against a world whose figure is known."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.measures import coverage
from matching.measures import RECIPES
from matching.measures_interval import FEWEST, interval, weighted_mean


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 4)), min_size=1, max_size=40))
def test_a_weight_is_so_many_equal_values(weighed: list[tuple[int, int]]) -> None:
    """Each measure's weighted statistic is the plain one of the values written out as often as they count."""
    values = np.array(sorted(value for value, _ in weighed), dtype=np.float64)
    weights = np.array([times for _, times in sorted(weighed)], dtype=np.float64)
    written = [Decimal(value) for value, times in sorted(weighed) for _ in range(times)]
    if written:
        for recipe in RECIPES:
            assert recipe.weighted(values, weights) == _near(recipe.statistic(written))


def _near(value: Decimal | None) -> object:
    assert value is not None
    return pytest.approx(float(value))


def test_few_binders_have_no_interval() -> None:
    """Below twelve binders nothing is said, however many orders they hold."""
    groups = [str(place % (FEWEST - 1)) for place in range(500)]
    assert interval([1.0, 2.0] * 250, groups, weighted_mean) is None


def test_binders_that_are_alike_tell_more_than_binders_that_differ() -> None:
    """The same values make a narrow interval where each binder has some of all, a wide one where each has its own."""
    values = [float(place // 50) for place in range(500)]
    mixed = interval(values, [str(place % 20) for place in range(500)], weighted_mean)
    sorted_ = interval(values, [str(place // 25) for place in range(500)], weighted_mean)
    assert mixed is not None
    assert sorted_ is not None
    assert sorted_[1] - sorted_[0] > 5 * (mixed[1] - mixed[0])


def test_the_intervals_cover_about_as_often_as_they_say() -> None:
    """Of fifty draws of 12 to 40 binders of a world with crews of unlike pace, nine in ten hold its figure."""
    covered = list(coverage(50))
    assert len(covered) == 12
    assert min(one.share for one in covered) >= 0.8
    assert sum(one.share for one in covered) / len(covered) >= 0.9
