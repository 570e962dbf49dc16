"""What was compared before is not compared again, and the links are those of comparing everything."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.linkage_population import Population, Spoil, simulate
from matching import MatchSettings, Taught, reconcile
from matching.links import Linkage, link
from matching.normalise import digital_row, paper_row
from matching.remembered import NOTHING, Compared, Memory, packed, unpacked
from matching.score import Told
from matching.tables import table_of
from matching.workorders import COMPARISONS, WORK_ORDERS

BLOCKED = MatchSettings(small_table=0)


@cache
def _population(seed: int) -> Population:
    return simulate(seed, Spoil(orders=36))


def _linked(made: Population, orders: range, records: range, memory: Memory | None) -> Linkage:
    ours = table_of([paper_row(order) for order in made.orders[orders.start : orders.stop]])
    theirs = table_of([digital_row(record) for record in made.records[records.start : records.stop]])
    return link(ours, theirs, WORK_ORDERS, BLOCKED, Told(memory=memory))


def _same(one: Linkage, other: Linkage) -> bool:
    found = one.scored, other.scored
    return (
        (one.links, one.order_groups, one.record_groups) == (other.links, other.order_groups, other.record_groups)
        and np.array_equal(found[0].grades, found[1].grades)
        and np.array_equal(one.likely, other.likely)
        and np.array_equal(found[0].evidence, found[1].evidence)
    )


@settings(deadline=None, max_examples=15)
@given(st.integers(1, 3), st.integers(0, 30), st.integers(0, 30), st.booleans())
def test_linking_in_steps_is_linking_at_once(seed: int, orders: int, records: int, turned: bool) -> None:
    """Whatever came first, and in whatever order, links and weights are to the last digit those of all at once."""
    made, memory = _population(seed), Memory()
    _linked(made, range(orders), range(records), memory)
    if turned:
        made = replace(made, orders=made.orders[::-1], records=made.records[::-1])
    whole = range(len(made.orders)), range(len(made.records))
    assert _same(_linked(made, *whole, Memory(memory.kept())), _linked(made, *whole, None))


def test_only_what_is_new_is_compared() -> None:
    """With one order more, the pairs that are compared are fewer than the records."""
    made, memory = _population(1), Memory()
    records = range(len(made.records))
    _linked(made, range(len(made.orders) - 1), records, memory)
    again = Memory(memory.kept())
    _linked(made, range(len(made.orders)), records, again)
    assert again.anew < len(records) < again.again


def test_another_reading_is_compared_again() -> None:
    """A row that says something else is another row: nothing of it is taken from before."""
    made, memory = _population(1), Memory()
    found = reconcile(made.orders, made.pages, made.records, taught=Taught(memory=memory))
    changed = [replace(made.records[0], values={**made.records[0].values, "total_cost": "1.23"}), *made.records[1:]]
    again = Memory(memory.kept())
    second = reconcile(made.orders, made.pages, changed, taught=Taught(memory=again))
    assert again.anew > 0
    assert second == reconcile(made.orders, made.pages, changed)
    assert second.matches != found.matches


def test_what_hangs_on_all_rows_is_not_kept() -> None:
    """How alike two texts are in rare words changes with the list, so these levels are found each time."""
    assert {each.field for each in COMPARISONS if each.of_corpus} == {"description", "work_performed"}


def test_levels_of_other_comparisons_are_not_used() -> None:
    """What was found by other levels, or by other code, is forgotten."""
    made, memory = _population(2), Memory()
    whole = range(len(made.orders)), range(len(made.records))
    _linked(made, *whole, memory)
    other = Memory(replace(memory.kept(), terms="of another version"))
    _linked(made, *whole, other)
    assert (other.again, other.anew > 0) == (0, True)


def test_what_is_kept_comes_back() -> None:
    """A file holds what was put in, and one that is damaged holds nothing."""
    kept = Compared("abc", np.array([3, 7], dtype=np.uint64), np.array([[0, -1], [4, 2]], dtype=np.int8))
    found = unpacked(packed(kept))
    assert (found.terms, found.pairs.tolist(), found.grades.tolist()) == ("abc", [3, 7], [[0, -1], [4, 2]])


@pytest.mark.parametrize("cut", [0, 10, 200, -30])
def test_a_damaged_file_is_no_trouble(cut: int) -> None:
    """It is compared again then, and nothing is said."""
    kept = packed(Compared("abc", np.array([3], dtype=np.uint64), np.array([[0]], dtype=np.int8)))
    assert unpacked(kept[:cut]) is NOTHING
