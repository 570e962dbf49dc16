"""`sequence_gap`: a number of a dense series that is neither on paper nor in a digital list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from matching.accounting import Series
from matching.findings.context import FindingContext, between, clamp, is_sure, series_place
from matching.normalise import fold
from matching.places import Place
from records.finding import Finding, FindingKind, Severity, finding_id
from records.order import FieldReading

_LONG_RUN = 10
"""More numbers in a row than this were more likely never issued than lost one by one."""
_HIDDEN = 0.45
"""Something at the place may be it."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An order whose number may be another one."""

    department: str
    number: str
    """Folded."""
    others: frozenset[str]
    """Its further readings, folded."""
    order: int | None = None
    """Its place in the list of orders, where that tells which number it can be; None where it does not."""


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a number."""
    doubtful = doubtful_numbers(context)
    for series in context.accounting.series:
        runs = dict(_run_lengths(series.holes))
        for counter in series.holes:
            place = series_place(context, series, counter)
            explained = is_explained(context, doubtful, series, counter) or (place and is_filled(context, place))
            certainty = 0.0 if explained else _certainty(series, place, runs[counter])
            if certainty >= context.settings.raise_at:
                yield _finding(context, series, counter, place, clamp(certainty))


def _run_lengths(holes: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Each hole with the number of holes in a row that it belongs to."""
    run: list[int] = []
    for hole in (*holes, None):
        if run and (hole is None or hole != run[-1] + 1):
            yield from ((member, len(run)) for member in run)
            run = []
        run += [hole] if hole is not None else []


def _certainty(series: Series, place: Place | None, run: int) -> float:
    certainty = min(0.6 + 0.4 * series.fill, 0.96)
    certainty *= _HIDDEN if place and (place.hidden_in or place.unlinked) else 1.0
    return certainty * (0.6 if run > _LONG_RUN else 1.0)


def is_explained(context: FindingContext, doubtful: Sequence[Doubtful], series: Series, counter: int) -> bool:
    """An order whose own number is doubtful, or is there twice, reads almost like this one and may stand for it.

    In a binder that runs by number an order between other neighbours is another one, however alike the two read.
    """
    wanted = fold(series.number(counter))
    return any(
        order.department == series.department
        and (wanted in order.others or OSA.distance(order.number, wanted, score_cutoff=1) <= 1)
        and _may_stand(context, order, series, counter)
        for order in doubtful
    )


def is_filled(context: FindingContext, place: Place) -> bool:
    """As many orders of which the number could not be read lie at a place as numbers are left out there.

    A stamp over a number leaves nothing that is like it; where it stands, it can be no other.
    """
    sequence = context.layout.orders[place.binder]
    between = sequence[sequence.index(place.before) + 1 : sequence.index(place.after)]
    unread = [
        member for member in between if not is_sure(context.orders[member].reading("order_number"), context.settings)
    ]
    used = (context.accounting.series_of(context.accounting.orders.get(member)) for member in unread)
    return sum(series is not place.series for series in used) >= len(place.counters)


def _may_stand(context: FindingContext, doubtful: Doubtful, series: Series, counter: int) -> bool:
    """The order lies where the number belongs: between its neighbours, or nothing says what its neighbours are.

    In a binder of its own it may be misfiled, but hardly misfiled and misread both.
    """
    if doubtful.order is None:
        return True
    place = series_place(context, series, counter)
    binder = context.orders[doubtful.order].binder
    if place is not None and place.binder == binder:
        sequence = context.layout.orders[binder]
        return sequence.index(place.before) < sequence.index(doubtful.order) < sequence.index(place.after)
    beside = context.layout.beside(context.orders[doubtful.order], doubtful.order, series)
    return beside is None or beside[0] < counter < beside[1]


def doubtful_numbers(context: FindingContext) -> list[Doubtful]:
    """The orders without a record whose number may be another one."""
    found: list[Doubtful] = []
    for place, order in enumerate(context.orders):
        reading = order.reading("order_number")
        if reading is None or not reading.value:
            continue
        if place in context.linkage.partner:
            found += _as_read(context, place, reading)
            continue
        used = context.accounting.orders.get(place)
        series = context.accounting.series_of(used)
        repeated = bool(series and used and len(series.paper.get(used.counter, ())) > 1)
        if repeated or not is_sure(reading, context.settings):
            others = frozenset(fold(other.value) for other in reading.plausible)
            found.append(Doubtful(order.department, fold(reading.value), others, place))
    return found


def _as_read(context: FindingContext, place: int, reading: FieldReading) -> list[Doubtful]:
    """A linked order that is taken to have its record's number has the one that was read of it all the same."""
    if place not in context.accounting.misread:
        return []
    order = context.orders[place]
    return [Doubtful(order.department, "", frozenset({fold(reading.value or "")}))]


def _finding(context: FindingContext, series: Series, counter: int, place: Place | None, certainty: float) -> Finding:
    number, called = series.number(counter), series.called(counter)
    told = f" It belongs {between(context, place)}." if place else ""
    detail = (
        f"{called} is neither on paper nor in a digital list; of {series.number(series.low)} to "
        f"{series.number(series.high)}, {series.fill:.0%} are in use.{told}"
    )
    return Finding(
        finding_id=finding_id(FindingKind.SEQUENCE_GAP, series.department, called),
        kind=FindingKind.SEQUENCE_GAP,
        severity=Severity.HIGH,
        certainty=certainty,
        detail=detail,
        department=series.department,
        order_number=number,
        binder=place.binder if place else "",
        after_page=place.after_page if place else None,
        before_page=place.before_page if place else None,
        effect=1.0,
    )
