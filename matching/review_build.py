"""Lays out the queue: every item that waits for a person, as rows of the store, once after each run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from heapq import nsmallest
from itertools import chain
from operator import itemgetter

from matching.review_queue import (
    Origin,
    Queue,
    about,
    doubtful_readings,
    field_rank,
    finding_rank,
    match_rank,
    match_subject,
    possible,
    queue_of,
    standing_alone,
)
from matching.review_sampling import sample_size
from records.decided import apply_decisions, standing
from records.decision import Action, Decision, Subject, SubjectKind
from records.finding import Finding
from records.lines import kind_of
from records.match import Match
from records.order import FieldReading, PaperOrder
from records.store import Store
from records.uncollected import uncollected
from records.waiting import State, Waiting

SECOND_STAGES = frozenset({"second", "sample"})
"""The stages of decisions in the queue of second looks."""
RULES = "2"
"""Changes whenever what stands here lays the queue out otherwise."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a run found, and what people said about it."""

    orders: Sequence[PaperOrder]
    matches: Sequence[Match]
    findings: Sequence[Finding]
    decisions: Sequence[Decision]


def is_laid_out(store: Store, precision_target: float) -> bool:
    """Whether the queue is that of the last run; `lay_out_queue` takes a second for twenty thousand items if not."""
    with store.glancing() as desk:
        return desk.stale(f"{RULES} {precision_target}") is None


def lay_out_queue(store: Store, precision_target: float, now: float) -> int:
    """Makes the queue of a workspace anew where a run has changed what it is made of; how many items it has then, or 0.

    What was put off or claimed stays so. `precision_target` is the share of the values that nobody looks at that shall
    be right, `now` in seconds since 1970. What a run writes meanwhile is seen by the next call.
    """
    rules = f"{RULES} {precision_target}"
    with store.glancing() as desk:
        stamp = desk.stale(rules)
        if stamp is None:
            return 0
        found = Found(desk.all_orders(), desk.all_matches(), desk.all_findings(), desk.all_decisions())
        number = desk.last_number()
    with uncollected():
        items = waiting_items(found, precision_target)
    with store.laying_out() as desk:
        if desk.last_number() != number:  # somebody decided meanwhile: their decision is not among `found`
            found = replace(found, decisions=desk.all_decisions())
            items = waiting_items(found, precision_target)
        desk.replace(items, stamp, now)
    return len(items)


def waiting_items(found: Found, precision_target: float) -> list[Waiting]:
    """Every item with its place: those that wait, those that are decided, those that another one explains."""
    decided = standing(found.decisions)
    first = {decision.subject: decision for decision in decided if decision.stage not in SECOND_STAGES}
    queues: dict[str, list[_Row]] = {}
    for row in chain(_fields(found.orders), _matches(found.matches), _findings(found, decided)):
        queues.setdefault(row[2], []).append(row)
    items: list[Waiting] = []
    for rows in queues.values():
        rows.sort(key=itemgetter(0, 1))
        items += (_placed(make(ordinal), first) for ordinal, (_, _, _, make) in enumerate(rows))
    return items + _second(found.orders, items, decided, precision_target)


def _placed(item: Waiting, latest: Mapping[Subject, Decision]) -> Waiting:
    decision = latest.get(item.subject) if latest else None
    if decision is None:
        return item
    return replace(item, state=State.DECIDED, outcome=str(decision.action), decided=decision.sequence)


_Row = tuple[float, tuple[object, ...], str, Callable[[int], Waiting]]
"""Rank, the highest first; place among items of the same rank (as the binder is leafed through); queue; and the item,
made when its ordinal is known: made twice, a hundred thousand cost a second more."""


def field_row(order: PaperOrder, reading: FieldReading, queue: Queue, origin: str, ordinal: int) -> Waiting:
    """The row of a reading."""
    return Waiting(
        queue,
        Subject(SubjectKind.FIELD, order.order_id, reading.name),
        ordinal,
        kind_of(reading.name),
        binder=order.binder,
        form=order.form,
        engine=reading.engine,
        reading=(reading.value if reading.value is not None else reading.raw)[:200],
        confidence=reading.confidence,
        origin=origin,
    )


def _fields(orders: Iterable[PaperOrder]) -> Iterator[_Row]:
    for order, reading in doubtful_readings(orders):
        place = (order.binder, reading.page, order.order_id, reading.name)
        yield -field_rank(reading), place, Queue.FIELDS, partial(field_row, order, reading, Queue.FIELDS, "")


def _matches(matches: Iterable[Match]) -> Iterator[_Row]:
    for match in possible(matches):
        place = (match.order_id, match.source, match.record_id)
        yield -match_rank(match), place, Queue.MATCHES, partial(_match_row, match)


def _match_row(match: Match, ordinal: int) -> Waiting:
    binder = match.order_id.rpartition(":")[0]
    subject = match_subject(match)
    return Waiting(Queue.MATCHES, subject, ordinal, "match", binder=binder, confidence=match.probability)


def _findings(found: Found, decided: Sequence[Decision]) -> Iterator[_Row]:
    doubts = frozenset((order.order_id, reading.name) for order, reading in doubtful_readings(found.orders))
    judged = apply_decisions((), (), found.findings, decided)[2]
    alone = {finding.finding_id for finding in standing_alone(judged, doubts)}
    for finding in found.findings:
        place = (finding.binder, finding.page or finding.after_page or 0, finding.finding_id)
        state = State.WAITING if finding.finding_id in alone else State.EXPLAINED
        yield -finding_rank(finding), place, queue_of(finding.kind), partial(_finding_row, finding, state)


def _finding_row(finding: Finding, state: State, ordinal: int) -> Waiting:
    return Waiting(
        queue_of(finding.kind),
        Subject(SubjectKind.FINDING, finding.finding_id),
        ordinal,
        str(finding.kind),
        state=state,
        binder=finding.binder,
        confidence=finding.certainty,
        cause=finding.caused_by,
        about=about(finding),
    )


# The second look.


def _second(
    orders: Sequence[PaperOrder], items: Sequence[Waiting], decided: Sequence[Decision], precision_target: float
) -> list[Waiting]:
    """What the first look left open, then the random sample of what nobody looked at."""
    looked = {decision.subject: decision for decision in decided if decision.stage in SECOND_STAGES}
    first = {decision.subject: decision for decision in decided if decision.stage not in SECOND_STAGES}
    open_ = [
        replace(item, queue=Queue.SECOND, origin=str(why), state=State.WAITING, outcome="", decided=0)
        for item in items
        if (why := origin_of(first.get(item.subject)))
    ]
    drawn = _sample(orders, precision_target, len(open_))
    return [_placed(item, looked) for item in (*(replace(each, ordinal=at) for at, each in enumerate(open_)), *drawn)]


def origin_of(decision: Decision | None) -> Origin | None:
    """Why somebody else should look at what was decided; None where nobody needs to."""
    if decision is None:
        return None
    if decision.action is Action.UNSURE:
        return Origin.UNSURE
    if decision.action is Action.ILLEGIBLE:
        return Origin.ILLEGIBLE
    return Origin.BLIND if decision.stage == "blind" and decision.action is Action.CORRECT else None


def _sample(orders: Sequence[PaperOrder], precision_target: float, start: int) -> list[Waiting]:
    """As many readings that nobody was asked about as tell whether the target is met; the same ones every time."""
    taken = [
        (order, reading)
        for order in orders
        for reading in order.every_reading
        if not reading.doubt and reading.box is not None and reading.value is not None
    ]
    size = sample_size(len(taken), 1.0 - precision_target)
    drawn = nsmallest(size, taken, key=lambda pair: draw_of(pair[0].order_id, pair[1].name))
    return [field_row(*pair, Queue.SECOND, Origin.SAMPLE, start + at) for at, pair in enumerate(drawn)]


def draw_of(order_id: str, name: str) -> bytes:
    """A number that is as good as drawn by lot, and the same in every run."""
    return hashlib.sha256(f"{order_id}\n{name}".encode("utf-8", "backslashreplace")).digest()
