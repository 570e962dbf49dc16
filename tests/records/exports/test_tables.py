"""The tables of the dataset."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from records.dataset import Dataset
from records.exports.dictionary import ALL_TABLES
from records.exports.orders import ORDERS
from records.order import PaperOrder


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["b-2:1", "b-10:1", "b-2:10", "b-2:9"]), unique=True))
def test_rows_come_in_the_order_of_the_shelf(ids: Sequence[str]) -> None:
    """Orders stand by binder and page, with numbers as numbers, however they came."""
    orders = tuple(PaperOrder(each, each.split(":")[0], (int(each.split(":")[1]),), ()) for each in ids)
    told = [row[0] for row in ORDERS.rows(Dataset((), orders, (), (), (), (), ()))]
    assert told == [each for each in ("b-2:1", "b-2:9", "b-2:10", "b-10:1") if each in ids]


def test_every_table_says_what_it_holds() -> None:
    """Each table and column has a sentence in the data dictionary, and no column stands twice."""
    for table in ALL_TABLES:
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names))
        assert table.description.endswith(".")
        assert all(column.description.strip().endswith((".", "270.")) for column in table.columns), table.name
