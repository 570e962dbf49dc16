"""Chains of ties make groups."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from records.clusters import clusters


def test_chains_connect() -> None:
    """1-2 and 2-3 make one group; order is that of the items."""
    assert clusters([4, 3, 2, 1], [(1, 2), (2, 3)]) == ((4,), (3, 2, 1))


def test_a_tie_through_a_stranger_still_ties() -> None:
    """What the tie names may be missing from the items."""
    assert clusters([1, 2], [(1, 9), (9, 2), (), (7,)]) == ((1, 2),)


@given(st.lists(st.integers(0, 9)), st.lists(st.lists(st.integers(0, 9), max_size=3), max_size=6))
def test_agrees_with_slow_flooding(items: list[int], ties: list[list[int]]) -> None:
    """The same groups come out of walking from each item over its ties until nothing is new."""

    def reached(start: int) -> set[int]:
        known = {start}
        while True:
            more = known.union(*(tie for tie in ties if known & set(tie)), set())
            if more == known:
                return known
            known = more

    expected = {frozenset(reached(item) & set(items)) for item in items}
    assert {frozenset(group) for group in clusters(items, ties)} == expected
