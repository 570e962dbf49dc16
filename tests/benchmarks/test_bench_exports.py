"""The benchmark of imports and exports measures what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.exports import FORMATS, Cost, made_up, measure, table
from benchmarks.imports import made_up as made_up_list
from benchmarks.imports import measure as measure_import


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("writer", ["backfile", "pandas"])
def test_each_writer_writes_every_format(writer: str, form: str) -> None:
    """A small run of each gives a file, and its cost."""
    cost = measure(writer, form, 40)
    assert (cost.writer, cost.format, cost.rows) == (writer, form, 40)
    assert cost.size_mb > 0
    assert cost.cpu_seconds >= 0


def test_the_orders_are_the_same_every_time() -> None:
    """Figures of two days can be compared."""
    assert made_up(5) == made_up(5)


def test_a_row_of_the_table_sets_ours_beside_theirs() -> None:
    """Each format is one row."""
    costs = [Cost("backfile", "csv", 1, 1.0, 2.0, 3.0), Cost("pandas", "csv", 1, 4.0, 5.0, 6.0)]
    assert list(table(costs))[2:] == ["| csv | 1 | 4 | 2 | 5 | 3 | 6 |"]


def test_reading_a_list_is_measured(tmp_path: Path) -> None:
    """Rows, columns and those that were understood."""
    cost = measure_import(made_up_list(tmp_path / "list.csv", 60))
    assert (cost.rows, cost.columns, cost.mapped) == (60, 12, 9)
