"""`missing_paper`: a digital record whose paper should have been scanned and was not found.

Only within what was scanned: the record's number lies in the range of a scanned series, or, where most of a binder's
orders are of none, its date lies in the binder's period; and most of the records of that range or period were found on
paper.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from matching.accounting import Series
from matching.days import DayPlace
from matching.findable import findable
from matching.findings.context import FindingContext, between, clamp, is_sure, series_place
from matching.places import Place
from matching.used import Pad
from records.finding import Finding, FindingKind, Severity, finding_id
from records.order import DigitalRecord
from records.page import PageKind
from records.period import span

_NEVER_ON_PAPER = frozenset({"void", "duplicate"})
_HIDDEN = 0.45
_NUMBER_ON_PAPER = 0.5
_LEAST_DATED = 5

_IMAGINED = 10
"""Records as of all periods of a pad that are added to those of one, before the share of them on paper says whether it
was scanned: of the first four of a year two may be stuck, though its binder holds all of the year before."""


@dataclass(frozen=True, slots=True)
class Unpapered:
    """A record in scope without paper."""

    record: int
    certainty: float
    series: Series | None
    counter: int
    place: Place | DayPlace | None


def find(context: FindingContext) -> Iterable[Finding]:
    """Records in the scope of the scan without an order on paper."""
    for found in unpapered(context):
        if found.certainty >= context.settings.raise_at:
            yield _finding(context, found)


def unpapered(context: FindingContext) -> Iterator[Unpapered]:
    """The records without paper, with how likely that is true."""
    unlinked = list(_unlinked(context))
    covered = _coverage(context, set(unlinked))
    scope = {**_by_series(context, unlinked, covered), **_by_date(context, unlinked)}
    spread = 1 - _could_be_unread(context, len(scope))
    for record, (series, counter) in sorted(scope.items()):
        place = series_place(context, series, counter) if series else _place_by_day(context, record)
        on_paper = series is not None and counter in series.paper
        certainty = float(context.linkage.alone_records[record]) * (
            1.0 if series and place and not place.hidden_in else spread
        )
        certainty *= _HIDDEN if place and place.hidden_in else 1.0
        certainty *= _NUMBER_ON_PAPER if on_paper else 1.0
        yield Unpapered(record, clamp(certainty), series, counter, place)


def _unlinked(context: FindingContext) -> Iterator[int]:
    """Records without a link, of each group of duplicates the first; void records and duplicates never had paper."""
    linked = set(context.linkage.partner_of)
    for group in context.linkage.record_groups:
        linked |= set(group.members) if linked & set(group.members) else set(group.members[1:])
    for place, record in enumerate(context.records):
        if place not in linked and record.value("status") not in _NEVER_ON_PAPER:
            yield place


def _coverage(context: FindingContext, unlinked: set[int]) -> dict[int, float]:
    """For each series the share of its records that were found on paper, of few held near that of its pad's periods."""
    own = [[place for found in series.digital.values() for place in found] for series in context.accounting.series]
    of_pad: dict[Pad, list[int]] = defaultdict(list)
    for series, places in zip(context.accounting.series, own, strict=True):
        of_pad[series.pad] += places

    def share(places: Sequence[int]) -> float:
        return 1 - sum(place in unlinked for place in places) / len(places)

    return {
        number: (len(places) * share(places) + _IMAGINED * share(of_pad[series.pad])) / (len(places) + _IMAGINED)
        for number, (series, places) in enumerate(zip(context.accounting.series, own, strict=True))
        if places
    }


def _by_series(
    context: FindingContext, unlinked: list[int], covered: dict[int, float]
) -> dict[int, tuple[Series | None, int]]:
    found: dict[int, tuple[Series | None, int]] = {}
    for record in unlinked:
        used = context.accounting.records.get(record)
        series = context.accounting.series_of(used)
        if used and series and covered[context.accounting.series.index(series)] >= context.settings.covered_from:
            found[record] = (series, used.counter)
    return found


def _by_date(context: FindingContext, unlinked: list[int]) -> dict[int, tuple[Series | None, int]]:
    """The records in the period of a binder of whose orders most are of no series: numbers do not tell there."""
    periods = _periods(context)
    scoped: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, record in enumerate(context.records if periods else ()):
        when = record.value("requested_on") or record.value("completed_on") or ""
        numbered = context.accounting.series_of(context.accounting.records.get(place))
        if numbered is None and any(first <= when <= last for first, last in periods):
            scoped[record.source, record.department].append(place)
    alone = set(unlinked)
    kept = [
        places
        for places in scoped.values()
        if 1 - len(alone & set(places)) / len(places) >= context.settings.covered_from
    ]
    return {place: (None, 0) for places in kept for place in places if place in alone}


def _periods(context: FindingContext) -> list[tuple[str, str]]:
    """First and last sure date of each such binder, without the outermost two percent on either side."""
    dates: dict[str, list[str]] = defaultdict(list)
    for binder in context.layout.unnumbered:
        for order in (context.orders[place] for place in context.layout.orders[binder]):
            reading = order.reading("requested_on") or order.reading("completed_on")
            if reading and is_sure(reading, context.settings):
                dates[binder].append(reading.value or "")
    return [span(found) for found in dates.values() if len(found) >= _LEAST_DATED]


def _place_by_day(context: FindingContext, record: int) -> DayPlace | None:
    """Where the record's day stands; None where it stands in no binder by day, or in several."""
    days = ((run, context.records[record].value(run.field)) for run in context.layout.dated)
    found = [place for run, day in days if day and (place := run.place_of(day[:10], context.orders))]
    return found[0] if len(found) == 1 else None


def _could_be_unread(context: FindingContext, missing: int) -> float:
    """How likely one of the missing is one of the orders and pages that could not be read well enough to tell."""
    linked = context.linkage.partner
    poor = sum(1 - findable(order) for place, order in enumerate(context.orders) if place not in linked)
    unread = sum(page.kind is PageKind.UNREADABLE for page in context.pages)
    return min((poor + unread) / max(missing, 1), 1.0) * 0.9


def _finding(context: FindingContext, found: Unpapered) -> Finding:
    record = context.records[found.record]
    number = record.value("order_number") or ""
    place = found.place
    return Finding(
        finding_id=finding_id(FindingKind.MISSING_PAPER, record.source, record.record_id),
        kind=FindingKind.MISSING_PAPER,
        severity=Severity.HIGH,
        certainty=found.certainty,
        detail=_detail(context, record, found),
        department=found.series.department if found.series else record.department,
        order_number=number,
        record_ids=(record.record_id,),
        source=record.source,
        binder=place.binder if place else "",
        after_page=place.after_page if place else None,
        before_page=place.before_page if place else None,
    )


def _detail(context: FindingContext, record: DigitalRecord, found: Unpapered) -> str:
    name = record.value("order_number") or f"Record {record.record_id}"
    said = f"{name} is in {record.source} (record {record.record_id}), but no scanned sheet shows it."
    if found.place is None:
        return said
    hidden = found.place.hidden_in
    maybe = f" Scan {hidden[0]}, which could not be read, may be it." if hidden else ""
    strays = found.place.strays
    maybe += f" Scan {strays[0]} may be a later page of it." if strays else ""
    return (
        f"{said} It belongs {between(context, found.place)}: look there whether it is stuck, or was taken out.{maybe}"
    )
