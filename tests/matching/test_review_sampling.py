"""How large the sample is, and what it says."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from matching.review_sampling import error_rate, sample_size


@given(st.integers(0, 120), st.sampled_from([0.005, 0.02, 0.1, 0.3]))
def test_the_sample_is_the_least_that_is_enough(lot: int, tolerated: float) -> None:
    """A lot with one mistake too many shows none in so many draws one time in twenty; counted out one by one."""
    bad = int(lot * tolerated) + 1
    enough = [n for n in range(lot + 1) if bad <= lot and comb(lot - bad, n) / comb(lot, n) <= 0.05 + 1e-9]
    assert sample_size(lot, tolerated) == (enough[0] if enough else lot)


def test_the_sample_of_a_large_lot_is_the_textbook_s() -> None:
    """598 draws without a mistake say 0.5 % at most, whatever the lot; a small lot needs fewer."""
    assert sample_size(10**6, 0.005) == pytest.approx(598, abs=1)
    assert sample_size(500, 0.005) < 320


@given(st.integers(1, 300), st.data())
def test_the_interval_is_clopper_and_pearson_s(looked: int, data: st.DataObject) -> None:
    """As scipy computes it by another way."""
    wrong = data.draw(st.integers(0, looked))
    found = error_rate(looked, wrong)
    other = binomtest(wrong, looked).proportion_ci(0.95, "exact")
    assert (found.low, found.high) == pytest.approx((other.low, other.high), abs=1e-9)
    assert found.low <= found.rate <= found.high


def test_who_has_not_looked_knows_nothing() -> None:
    """Before the first one the rate may be anything."""
    assert (error_rate(0, 0).low, error_rate(0, 0).high) == (0.0, 1.0)
    with pytest.raises(ValueError, match="3 of 2"):
        error_rate(2, 3)
