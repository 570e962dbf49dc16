"""The performance measures, four ways: as the digital list has them, with duplicates merged, with the orders recovered
from paper, and with the orders that neither list holds at both extremes.

What is counted
    `digital`: every row, as it stands. `deduplicated`: rows that are the same order count once; rows linked to one
    order on paper are the same order too. `recovered`: those, and each order on paper without a row that is not void.
Which value
    The digital row's; of duplicates, the first row that has one; in `recovered`, the paper's where no row has one.
The unaccounted (numbers of a series that neither list holds)
    `lowest` and `highest` are bounds after Manski. Any of the numbers may never have been issued, so `recovered` lies
    between them and is the lowest count and total. A count and a share are bounded by themselves; for days, hours and
    dollars the bounds assume that no unaccounted order lies outside the range of those known in its department (in
    all, where it has none).
The likeliest figure with them
    `expected`: each unaccounted order counts what those of its department come to that one list alone holds. What the
    one list missed is like what both missed; what both hold is not, where losing or keying is no matter of chance.
How far it would move with other binders
    `low` and `high`: the bootstrap interval of `recovered`, whole binders drawn (`measures_interval`).
Left out of a measure
    Orders that lack what it needs, and orders finished before they were asked for (a finding says so).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np

from matching.measures_interval import Weighted, interval, weighted_mean, weighted_quantile, weighted_sum
from matching.measures_lists import Duplicates, Subject, build_lists
from matching.measures_scopes import Missing, Scope, scopes_of, unaccounted_from
from matching.measures_words import Counted, sentence
from records.finding import Finding, FindingStatus
from records.match import Match
from records.measure import Measure
from records.order import DigitalRecord, PaperOrder

__all__ = ["RECIPES", "Duplicates", "MeasureSettings", "duplicates_from", "measure", "unaccounted_from"]

_NOT_OPEN = frozenset({"closed", "cancelled", "duplicate", "void"})
_ONE = Decimal(1)
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class MeasureSettings:
    """What the department promises, and when its period ends."""

    target_days: int | None = None
    """Days within which an order without a due date is to be done; None where nothing is promised."""
    period_end: date | None = None
    """The day whose backlog is asked for; None for the end of the data."""


_Worth = tuple[Decimal, tuple[str, ...]]
"""What one order counts, and the fields that this rests on."""
_Value = Callable[[Subject, MeasureSettings], _Worth | None]
_Statistic = Callable[[Sequence[Decimal]], Decimal | None]


@dataclass(frozen=True, slots=True)
class _Recipe:
    """How a measure is computed: a value of each order that has one, and a statistic of the values."""

    name: str
    label: str
    unit: str
    value: _Value
    statistic: _Statistic
    weighted: Weighted
    """The same statistic of values that are there several times."""
    limits: tuple[Decimal, Decimal] | None = None
    """The least and the most that one order can count, where the measure itself sets them."""
    optional: bool = False
    """Left out where no list holds what it needs."""


def measure(
    orders: Iterable[PaperOrder],
    records: Iterable[DigitalRecord],
    matches: Iterable[Match],
    duplicates: Duplicates,
    unaccounted: Mapping[Missing, int],
    settings: MeasureSettings,
) -> tuple[Measure, ...]:
    """Each measure of all orders together, then of each department, month and category (`scopes_of`).

    `unaccounted` says how many numbers of each department's series, and of which month, are in neither list.
    """
    lists = build_lists(orders, records, matches, duplicates)
    made = (_measure(recipe, scope, settings) for scope in scopes_of(lists, unaccounted) for recipe in RECIPES)
    return tuple(found for found in made if found is not None)


def duplicates_from(findings: Iterable[Finding]) -> Duplicates:
    """What the findings, save those that a person dismissed, say is there more than once.

    `duplicate_scan` is not among them: a sheet scanned twice is one order already, and a page may show several.
    """
    standing = [found for found in findings if found.status is not FindingStatus.DISMISSED]
    return Duplicates(
        records=tuple(
            tuple((found.source, record_id) for record_id in found.record_ids)
            for found in standing
            if found.kind in {"duplicate_digital", "duplicate_across_sources"}
        ),
        orders=tuple(found.order_ids for found in standing if found.kind == "duplicate_copy"),
    )


# ---------------------------------------------------------------- one measure


def _measure(recipe: _Recipe, scope: Scope, settings: MeasureSettings) -> Measure | None:
    digital, merged, recovered = (_values(recipe, listed, settings) for listed in scope.lists.each)
    if recipe.optional and not (digital or recovered):
        return None
    ranges = _ranges(recipe, (scope, settings), recovered)
    worths = [(worth, subject) for subject in scope.lists.recovered if (worth := recipe.value(subject, settings))]
    low, high = _interval(recipe, worths) or (None, None)
    made = Measure(
        name=recipe.name,
        label=recipe.label,
        department=scope.department,
        unit=recipe.unit,
        digital=_figure(recipe, digital),
        deduplicated=_figure(recipe, merged),
        recovered=_figure(recipe, recovered),
        lowest=_bound(recipe.statistic, recovered, ranges, min),
        highest=_bound(recipe.statistic, recovered, ranges, max),
        expected=_expected(recipe, scope, worths),
        low=low,
        high=high,
        month=scope.month,
        category=scope.category,
    )
    return replace(made, sentence=sentence(made, _counted(scope, worths)))


def _values(recipe: _Recipe, listed: Iterable[Subject], settings: MeasureSettings) -> list[Decimal]:
    return [worth[0] for subject in listed if (worth := recipe.value(subject, settings))]


_Worths = Sequence[tuple[_Worth, Subject]]
"""The orders that have what a measure needs, each with what it counts."""


def _interval(recipe: _Recipe, worths: _Worths) -> tuple[float, float] | None:
    """Of the recovered figure, by binder; orders that no binder has are taken by the month of their request."""
    if not worths:
        return None
    low, high = recipe.limits if recipe.statistic is _mean and recipe.limits else (_ZERO, None)
    found = interval([float(worth[0]) for worth, _ in worths], [_drawn_with(one) for _, one in worths], recipe.weighted)
    if found is None:
        return None
    return max(found[0], float(low)), found[1] if high is None else min(found[1], float(high))


def _expected(recipe: _Recipe, scope: Scope, worths: _Worths) -> float | None:
    """The statistic with the orders that one list alone holds standing for the unaccounted of their department too."""
    if not worths:
        return None
    more = _standing(scope)
    rising = sorted(worths, key=lambda pair: pair[0][0])
    values = np.array([float(worth[0]) for worth, _ in rising])
    return recipe.weighted(values, np.array([1.0 + more.get(id(subject), 0.0) for _, subject in rising]))


def _standing(scope: Scope) -> dict[int, float]:
    """For how many unaccounted orders each order stands: those of one list alone, else all of the department."""
    found: dict[int, float] = {}
    for department, count in scope.standing.items():
        ours = [one for one in scope.pool if one.department == department] or list(scope.pool)
        alone = [one for one in ours if one.paper_only or not one.binder] or ours
        for one in alone if count else ():
            found[id(one)] = found.get(id(one), 0.0) + count / len(alone)
    return found


def _drawn_with(subject: Subject) -> str:
    return subject.binder or f"\0{subject.month}"


def _figure(recipe: _Recipe, values: Sequence[Decimal]) -> float | None:
    found = recipe.statistic(values)
    return None if found is None else float(found)


_Range = tuple[Sequence[Decimal], int]
"""Values between which those of the unaccounted orders of a department are taken to lie, and how many these are."""


def _ranges(recipe: _Recipe, of: tuple[Scope, MeasureSettings], values: Sequence[Decimal]) -> list[_Range]:
    missing = ((department, count) for department, count in of[0].unaccounted.items() if count)
    return [(_known(recipe, of, department, values), count) for department, count in missing]


def _bound(
    statistic: _Statistic,
    values: Sequence[Decimal],
    ranges: Sequence[_Range],
    extreme: Callable[[Iterable[Decimal]], Decimal],
) -> float | None:
    """The least or the greatest figure with any number of the unaccounted, each at its own extreme.

    They are added a department at a time, the most extreme first: more of them moves the figure no further, because
    every statistic here grows with each of its values.
    """
    if statistic(values) is None or not all(known for known, _ in ranges):
        return None
    fills = sorted(((extreme(known), count) for known, count in ranges), reverse=extreme is max)
    reached = list(values)
    figures = [statistic(reached)]
    for amount, count in fills:
        reached += [amount] * count
        figures.append(statistic(reached))
    return float(extreme(figure for figure in figures if figure is not None))


def _known(
    recipe: _Recipe, of: tuple[Scope, MeasureSettings], department: str, values: Sequence[Decimal]
) -> Sequence[Decimal]:
    if recipe.limits:
        return recipe.limits
    scope, settings = of
    ours = (subject for subject in scope.lists.recovered if subject.department == department)
    own = values if department == scope.department else _values(recipe, ours, settings)
    return own or _values(recipe, scope.everybody.recovered, settings)


def _counted(scope: Scope, worths: _Worths) -> Counted:
    lists = scope.lists
    return Counted(
        rows=len(lists.digital),
        merged=len(lists.digital) - len(lists.deduplicated),
        recovered=sum(subject.paper_only for subject in lists.recovered),
        unaccounted=sum(scope.unaccounted.values()),
        orders=len(lists.recovered),
        based_on=len(worths),
        unreviewed=sum(not subject.doubtful.isdisjoint(fields) for (_, fields), subject in worths),
        of=scope.name,
    )


# ---------------------------------------------------------------- what one order counts


def _order(subject: Subject, settings: MeasureSettings) -> _Worth | None:
    del subject, settings
    return _ONE, ()


def _days(subject: Subject, settings: MeasureSettings) -> _Worth | None:
    """Days from the request to completion."""
    del settings
    begun, done = subject.requested, subject.completed
    if begun is None or done is None or done < begun:
        return None
    return Decimal((done - begun).days), ("requested_on", "completed_on")


def _on_time(subject: Subject, settings: MeasureSettings) -> _Worth | None:
    """1 where a finished order kept its due date, or the promise where it has none."""
    begun, done = subject.requested, subject.completed
    if done is None or (begun is not None and done < begun):
        return None
    if subject.due is not None:
        return Decimal(done <= subject.due), ("completed_on", "due_on")
    if begun is None or settings.target_days is None:
        return None
    return Decimal((done - begun).days <= settings.target_days), ("requested_on", "completed_on")


def _hours(subject: Subject, settings: MeasureSettings) -> _Worth | None:
    del settings
    return None if subject.hours is None else (subject.hours, ("labor_hours",))


def _cost(subject: Subject, settings: MeasureSettings) -> _Worth | None:
    del settings
    return None if subject.cost is None else (subject.cost, subject.cost_fields)


def _open(subject: Subject, settings: MeasureSettings) -> _Worth | None:
    """1 where the order was open at the end of the period, 0 where not; None where its list does not say."""
    if not subject.tells_state:
        return None
    end = settings.period_end
    if end and subject.requested and subject.requested > end:
        return _ZERO, ("requested_on",)
    if subject.completed is not None:
        return Decimal(end is not None and subject.completed > end), ("completed_on",)
    return Decimal(not subject.finished and subject.status not in _NOT_OPEN), ("status",)


# ---------------------------------------------------------------- what is made of the values


def _count(values: Sequence[Decimal]) -> Decimal | None:
    return sum(values, _ZERO)


def _sum(values: Sequence[Decimal]) -> Decimal | None:
    return sum(values, _ZERO) if values else None


def _mean(values: Sequence[Decimal]) -> Decimal | None:
    return sum(values, _ZERO) / len(values) if values else None


def _median(values: Sequence[Decimal]) -> Decimal | None:
    return _quantile(values, Decimal("0.5"))


def _p90(values: Sequence[Decimal]) -> Decimal | None:
    return _quantile(values, Decimal("0.9"))


def _quantile(values: Sequence[Decimal], share: Decimal) -> Decimal | None:
    """The value at that share of the way through the sorted values, on the straight line between two neighbours."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


_SHARE = (_ZERO, _ONE)

RECIPES = (
    _Recipe("orders", "Orders", "orders", _order, _count, weighted_sum, limits=(_ONE, _ONE)),
    _Recipe("days_to_complete_median", "Days to complete, median", "days", _days, _median, weighted_quantile(0.5)),
    _Recipe("days_to_complete_p90", "Days to complete, 9 in 10 within", "days", _days, _p90, weighted_quantile(0.9)),
    _Recipe("on_time_share", "Done on time", "share", _on_time, _mean, weighted_mean, limits=_SHARE, optional=True),
    _Recipe("labor_hours", "Labor hours", "hours", _hours, _sum, weighted_sum),
    _Recipe("cost_per_order", "Cost per order", "dollars", _cost, _mean, weighted_mean),
    _Recipe("total_cost", "Total cost", "dollars", _cost, _sum, weighted_sum),
    _Recipe("backlog", "Backlog: still open", "orders", _open, _sum, weighted_sum, limits=_SHARE),
)
"""The measures in the order in which a report shows them."""
