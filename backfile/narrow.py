"""The state of a workspace narrowed to a department, a period, or both."""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from matching.measures import MeasureSettings, duplicates_from, measure, unaccounted_from
from records.dataset import Dataset
from records.errors import UsageProblem
from records.finding import Finding
from records.period import of_months_scanned
from records.united import United, record_names, sources_of, united

_PERIOD = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about; everything where nothing is said."""

    department: str = ""
    first: date | None = None
    last: date | None = None
    period: str = ""
    """As it was asked for."""

    def __bool__(self) -> bool:
        return bool(self.department or self.first)

    @property
    def title(self) -> str:
        """In words, for the head of the report."""
        return ", ".join(part for part in (self.department, self.period.replace("..", " to ")) if part)


def scope_of(department: str | None, period: str | None) -> Scope:
    """The scope that options ask for: a year, a month, a day, or two of them with `..` between.

    Raises:
        UsageProblem: the period is none.
    """
    if not period:
        return Scope(department or "")
    begin, _, end = period.partition("..")
    first, last = _span(begin, period)[0], _span(end or begin, period)[1]
    if first > last:
        raise UsageProblem(f"--period {period} ends before it begins.", "Give the first day first.")
    return Scope(department or "", first, last, period)


def _span(text: str, whole: str) -> tuple[date, date]:
    found = _PERIOD.fullmatch(text.strip())
    try:
        if found:
            year, month, day = (int(part) if part else None for part in found.groups())
            last_month = month or 12
            last_day = day or calendar.monthrange(year or 1, last_month)[1]
            return date(year or 1, month or 1, day or 1), date(year or 1, last_month, last_day)
    except (ValueError, calendar.IllegalMonthError):
        pass
    raise UsageProblem(
        f"--period {whole} is no period.", "Write 2019, 2019-03, 2019-03-07, or two of them with .. between."
    )


def narrowed(dataset: Dataset, scope: Scope, target_days: int | None = None) -> Dataset:
    """What the dataset says of the orders in the scope, with the measures computed anew.

    An order is of the day on which it was asked for, else of the last day that it speaks of; one without any day is in
    no period. What belongs to no order, a number in neither list, stays where its department and its place in a binder
    do not speak against it.

    Raises:
        UsageProblem: no order is in the scope.
    """
    kept = [one for one in united(dataset) if _in_scope(one, scope)]
    if not kept:
        raise UsageProblem(f"No order is of {scope.title}.", _known(dataset, scope))
    orders = {paper.order_id for one in kept for paper in one.papers}
    rows = {row.key for one in kept for row in one.rows}
    binders = {paper.binder for one in kept for paper in one.papers}
    part = replace(
        dataset,
        orders=tuple(order for order in dataset.orders if order.order_id in orders),
        records=tuple(row for row in dataset.records if row.key in rows),
        pages=tuple(page for page in dataset.pages if page.binder in binders),
        matches=tuple(one for one in dataset.matches if one.order_id in orders or (one.source, one.record_id) in rows),
        title=f"{dataset.title}: {scope.title}",
    )
    near = {(page.binder, page.number) for page in part.pages if orders & set(page.order_ids)}
    sources = sources_of(dataset)
    findings = tuple(one for one in dataset.findings if _is_about(one, (orders, rows, near), scope, sources))
    settings = MeasureSettings(target_days, scope.last)
    missing = unaccounted_from(findings, part.orders)
    counted = of_months_scanned(part.records, dataset.orders, dataset.matches, dataset.beyond)
    measures = measure(part.orders, counted, part.matches, duplicates_from(findings), missing, settings)
    return replace(part, findings=findings, measures=measures)


def _in_scope(one: United, scope: Scope) -> bool:
    if scope.department and _folded(one.department) != _folded(scope.department):
        return False
    if scope.first is None or scope.last is None:
        return True
    day = next((value for name in ("requested_on", "completed_on", "started_on") if (value := one.value(name))), "")
    return scope.first.isoformat() <= day[:10] <= scope.last.isoformat()


_Kept = tuple[Collection[str], Collection[tuple[str, ...]], Collection[tuple[str, int]]]
"""Order ids, row keys, and pages that show a kept order."""


def _is_about(found: Finding, kept: _Kept, scope: Scope, sources: Collection[str]) -> bool:
    orders, rows, near = kept
    if found.order_ids or found.record_ids:
        return any(one in orders for one in found.order_ids) or any(one in rows for one in record_names(found, sources))
    places = [(found.binder, page) for page in (found.page, found.after_page, found.before_page) if page is not None]
    if places:
        return any(place in near for place in places)
    if scope.department and found.department:
        return _folded(found.department) == _folded(scope.department)
    return True


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _known(dataset: Dataset, scope: Scope) -> str:
    every = united(dataset)
    if scope.department and not any(_folded(one.department) == _folded(scope.department) for one in every):
        names = sorted({one.department for one in every if one.department})
        return f"The departments are: {'; '.join(names[:20])}." if names else "No order says its department."
    days = sorted(day for one in every if (day := one.value("requested_on")))
    return f"The requests are of {days[0]} to {days[-1]}." if days else "No order says its day."
