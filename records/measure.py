"""A performance measure, four ways."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure that a supervisor reports, as each of the four lists gives it. None where it cannot be computed."""

    name: str
    """`orders`, `days_to_complete_median`, `days_to_complete_p90`, `on_time_share`, `labor_hours`, `cost_per_order`,
    `total_cost`, `backlog`."""
    label: str
    department: str
    """Empty for all departments together."""
    unit: str
    """`orders`, `days`, `share`, `hours`, `dollars`."""
    digital: float | None
    """As the digital list has it."""
    deduplicated: float | None
    """After duplicates are merged."""
    recovered: float | None
    """With the orders recovered from paper."""
    lowest: float | None
    """With the unaccounted orders at one extreme."""
    highest: float | None
    """With the unaccounted orders at the other."""
    sentence: str = ""
    """What it means, to be read aloud."""
    expected: float | None = None
    """With the unaccounted taken to be like the orders that one of the two lists alone holds."""
    low: float | None = None
    """Between `low` and `high` the recovered figure would lie in 19 of 20 cases, had other binders been taken; None
    where there are too few binders to tell."""
    high: float | None = None
    month: str = ""
    """YYYY-MM, of the orders asked for in one month; else empty."""
    category: str = ""
    """Of the orders of one kind of work; else empty."""

    @property
    def overall(self) -> bool:
        """It is of all orders together."""
        return not (self.department or self.month or self.category)
