"""Chains of ties make groups."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from records.clusters import clusters, log_ties, record_keys
from records.order import FieldReading, PaperOrder, ReadingStatus


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


def test_records_of_one_source() -> None:
    """A finding within one source names it once."""
    assert record_keys("a b", ["1", "2"], {"a b"}) == (("a b", "1"), ("a b", "2"))


def test_records_of_several_sources() -> None:
    """A finding across sources names the source of each id in turn, though names may hold blanks."""
    assert record_keys("a b c", ["1", "1"], {"a", "a b", "c"}) == (("a b", "1"), ("c", "1"))
    assert record_keys("x y", ["1", "2"], {"a"}) == (("x y", "1"), ("x y", "2"))


def order(order_id: str, number: str, department: str = "Fleet") -> PaperOrder:
    """An order that says no more than its number."""
    reading = FieldReading("order_number", number, number, ReadingStatus.OK, 1.0, 1, None, "")
    return PaperOrder(order_id, "b", (1,), (reading,), department=department)


def test_log_rows_belong_to_their_sheets() -> None:
    """A row of a log is the order that it lists: same number, no other department; sheets are never tied."""
    orders = (
        order("b:1r1", "RO-101"),
        order("b:1r2", "RO-102", "Water"),
        order("b:1r3", "", ""),
        order("b:1r4", "ro 103", ""),
        order("b:2", "RO 101"),
        order("b:3", "RO-101"),
        order("b:4", "RO-102"),
        order("b:5", "RO-103"),
    )
    assert log_ties(orders) == [("b:1r1", "b:2"), ("b:1r4", "b:5")]
