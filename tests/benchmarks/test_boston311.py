"""Which pairs of requests are weighed, and how many marked ones are among the surest."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.boston311 import LOOKED_AT, candidates, curve


def test_pairs_share_a_place_or_kind_day_and_neighbourhood() -> None:
    """Each pair once, the earlier request first; an empty place is no place."""
    cases = pd.DataFrame(
        {
            "Location": ["1 Elm", "1 Elm", "", ""],
            "TYPE": ["Tree", "Sign", "Tree", "Tree"],
            "opened": ["2015-01-01", "2015-02-01", "2015-01-01", "2015-03-01"],
            "neighborhood": ["Back Bay"] * 4,
        }
    )
    assert candidates(cases).tolist() == [[0, 1], [0, 2]]


def test_the_curve_counts_the_marked_among_the_surest() -> None:
    """Of 1,000 pairs with the marked ones at places 3 and 700 of the order, one is among 500 and both among 705."""
    pairs = np.array([(place, place + 1) for place in range(1000)])
    weights = [-float(place) for place in range(1000)]
    found = curve("x", pairs, weights, frozenset({(2, 3), (699, 700)})).found
    assert dict(zip(LOOKED_AT, found, strict=True)) == {500: 1} | dict.fromkeys(LOOKED_AT[1:], 2)
