"""The table of what known forms cost."""

from __future__ import annotations

from benchmarks.known import Cost, table


def test_costs_are_given_a_page() -> None:
    """Seconds are divided by the pages of the form, and the ratio is by form to whole; no page divides by nothing."""
    lines = list(table({"streets": Cost(4, 2.0, 8.0, 6.0), "log": Cost()}))
    assert lines[1].split() == ["streets", "4", "0.50", "2.00", "0.25", "1.50"]
    assert lines[2].split() == ["log", "0", "0.00", "0.00", "0.00", "0.00"]
