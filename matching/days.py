"""Where in a binder a day would stand: in binders that are arranged by day and whose numbers tell no place.

A number names one place; a day names the sheets of that day, and what lies between those of the day before and the day
after. A scan that is longer than its fellows tells the place among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from matching.lengths import Lengths, is_longer, surplus
from matching.rising import longest_rising
from records.order import PaperOrder
from records.page import PageEntry
from records.sides import front_of

_ONE_WAY = 0.9
"""Share of the steps from day to day that must go one way. Binders by number have their days nearly in order too."""
_LEAST_STEPS = 4
_FIELDS = ("requested_on", "completed_on")


@dataclass(frozen=True, slots=True)
class DayPlace:
    """Two neighbours by day in a binder, and what is known of what lies between."""

    binder: str
    before: int
    """The order before the place, by its place in the list of orders."""
    after: int
    """The order after it."""
    after_page: int
    """The last page before the place."""
    before_page: int
    """The first page after it."""
    longer: bool | None
    """Whether a scan there is longer than the binder's others; None where no size tells."""
    exact: bool
    """No other order of that day lies there, or a longer scan tells which place it is."""
    strays: tuple[int, ...] = ()
    hidden_in: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DayRun:
    """The orders of a binder that is arranged by day, as they lie there, the earliest first."""

    binder: str
    field: str
    """Which day it is arranged by."""
    members: tuple[tuple[str, int], ...]
    """Day and place in the list of orders."""
    entries: Mapping[int, PageEntry]
    lengths: Lengths | None = None
    """What the lengths of its scans say."""

    def place_of(self, day: str, orders: Sequence[PaperOrder]) -> DayPlace | None:
        """Where an order of that day would lie; None before the first day and after the last one."""
        earlier = [member for known, member in self.members if known < day][-1:]
        later = [member for known, member in self.members if known > day][:1]
        if not earlier or not later:
            return None
        before, after = sorted((*earlier, *later), key=lambda member: min(orders[member].pages))
        first, last = max(orders[before].pages), min(orders[after].pages)
        between, lengths = range(first, last), self.lengths
        told = is_longer([self.entries.get(number) for number in between], lengths)
        longer = next((n for n in between if lengths and surplus(self.entries.get(n), lengths)), None)
        at = first if longer is None else max(front_of(self.entries, longer), first)
        alone = not any(known_day == day for known_day, _ in self.members)
        return DayPlace(
            self.binder, before, after, at, last if longer is None else at + 1, told, alone or longer is not None
        )


def runs_by_day(
    members: Mapping[str, Sequence[int]],
    entries: Mapping[str, Mapping[int, PageEntry]],
    orders: Sequence[PaperOrder],
    lengths: Mapping[str, Lengths | None],
) -> Iterator[DayRun]:
    """Of each of the binders that is arranged by day the orders whose days keep to that."""
    for binder, places in members.items():
        for field in _FIELDS:
            dated = [(day[:10], place) for place in places if (day := orders[place].value(field))]
            way = _direction([day for day, _ in dated])
            if way:
                rising = dated[::way]
                kept = longest_rising([day for day, _ in rising], strictly=False)
                days = tuple(rising[at] for at in kept)
                yield DayRun(binder, field, days, entries.get(binder, {}), lengths.get(binder))
                break


def _direction(days: Sequence[str]) -> int:
    """1 where the days go on, -1 where they go back, 0 where they do neither."""
    steps = [one < other for one, other in pairwise(days) if one != other]
    if len(steps) < _LEAST_STEPS:
        return 0
    rising = sum(steps) / len(steps)
    return 1 if rising >= _ONE_WAY else -1 if rising <= 1 - _ONE_WAY else 0
