"""From rows of the queue to items with all that a person needs to judge them, and what hangs on a decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matching.review_queue import (
    FieldItem,
    FindingItem,
    Item,
    MatchItem,
    Origin,
    Queue,
    about,
    about_field,
    about_number,
    doubtful_readings,
    standing_alone,
)
from records.decided import apply_decisions, standing
from records.decision import Decision, Subject, SubjectKind
from records.finding import Finding
from records.store import Desk
from records.waiting import State, Waiting


def items_of(desk: Desk, rows: Sequence[Waiting]) -> tuple[Item | None, ...]:
    """The items of rows, each at its row's place; None where the run has not got it any more."""
    of_kind = {kind: [row for row in rows if row.subject.kind is kind] for kind in SubjectKind}
    history = _history(desk, [row for row in rows if row.queue == Queue.SECOND])
    made: dict[tuple[str, Subject], Item] = {}
    made |= _fields(desk, of_kind[SubjectKind.FIELD], history)
    made |= _matches(desk, of_kind[SubjectKind.MATCH], history)
    made |= _findings(desk, of_kind[SubjectKind.FINDING])
    return tuple(made.get((row.queue, row.subject)) for row in rows)


def _history(desk: Desk, rows: Sequence[Waiting]) -> dict[Subject, tuple[Decision, ...]]:
    found: dict[Subject, tuple[Decision, ...]] = {}
    for decision in standing(desk.decisions([row.subject for row in rows if row.origin != Origin.SAMPLE])):
        found[decision.subject] = (*found.get(decision.subject, ()), decision)
    return found


def _fields(
    desk: Desk, rows: Sequence[Waiting], history: dict[Subject, tuple[Decision, ...]]
) -> dict[tuple[str, Subject], Item]:
    orders = {order.order_id: order for order in desk.orders({row.subject.key for row in rows})} if rows else {}
    made: dict[tuple[str, Subject], Item] = {}
    for row in rows:
        order = orders.get(row.subject.key)
        reading = order.reading(row.subject.field) if order else None
        if order is not None and reading is not None:
            past = history.get(row.subject, ())
            made[row.queue, row.subject] = FieldItem(order, reading, Queue(row.queue), row.origin, past)
    return made


def _matches(
    desk: Desk, rows: Sequence[Waiting], history: dict[Subject, tuple[Decision, ...]]
) -> dict[tuple[str, Subject], Item]:
    subjects = {f"{row.subject.key} {row.subject.field}": row for row in rows}
    matches = desk.matches([row.subject for row in rows]) if rows else ()
    made: dict[tuple[str, Subject], Item] = {}
    for match in matches:
        row = subjects.get(f"{match.order_id} {match.source}/{match.record_id}")
        if row is not None:
            past = history.get(row.subject, ())
            made[row.queue, row.subject] = MatchItem(match, Queue(row.queue), row.origin, past)
    return made


def _findings(desk: Desk, rows: Sequence[Waiting]) -> dict[tuple[str, Subject], Item]:
    ids = [row.subject.key for row in rows]
    if not ids:
        return {}
    under = [row for row in desk.hanging(ids, ()) if row.state is not State.DECIDED]
    found = {finding.finding_id: finding for finding in desk.findings({*ids, *(row.subject.key for row in under)})}
    symptoms: dict[str, tuple[Finding, ...]] = {}
    for row in sorted(under, key=lambda row: (row.kind, row.about, row.subject.key)):
        if row.subject.key in found:
            symptoms[row.cause] = (*symptoms.get(row.cause, ()), found[row.subject.key])
    return {
        (row.queue, row.subject): FindingItem(found[row.subject.key], symptoms.get(row.subject.key, ()))
        for row in rows
        if row.subject.key in found
    }


def follow(desk: Desk, decision: Decision) -> set[str]:
    """Bring the findings up to date that hang on what was just decided or taken back; the queues that changed."""
    subject = decision.subject
    causes: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    if subject.kind is SubjectKind.FINDING:
        causes = (subject.key,)
    elif subject.kind is SubjectKind.MATCH:
        things = (about_field(subject.key, ""), subject.field)
    else:
        numbers = {decision.before, decision.after} - {""} if subject.field == "order_number" else set()
        things = (about_field(subject.key, subject.field), *map(about_number, numbers))
    rows = desk.hanging(causes, things)
    return _renew(desk, rows) if rows else set()


def _renew(desk: Desk, rows: Sequence[Waiting]) -> set[str]:
    """Say of each finding whether it is asked for itself, from nothing but what it hangs on; the queues they are in."""
    ids = {row.subject.key for row in rows}
    causes = {row.cause for row in rows if row.cause}
    findings = desk.findings(ids | causes)
    decisions = standing(_decisions_on(desk, findings))
    judged = apply_decisions((), (), findings, decisions)[2]
    alone = {finding.finding_id for finding in standing_alone(judged, _doubts(desk, findings))}
    changed = set()
    for row in rows:
        state = State.WAITING if row.subject.key in alone else State.EXPLAINED
        if row.state not in {State.DECIDED, state}:
            desk.set_state(row, state)
            changed.add(row.queue)
    return changed


def _decisions_on(desk: Desk, findings: Iterable[Finding]) -> tuple[Decision, ...]:
    """Every event that has a say in these findings."""
    subjects: set[Subject] = set()
    fields: set[str] = set()
    for finding in findings:
        subjects.add(Subject(SubjectKind.FINDING, finding.finding_id))
        subjects |= {Subject(SubjectKind.FIELD, order_id, finding.field) for order_id in finding.order_ids}
        thing = about(finding)
        if thing.startswith("#"):
            fields.add("order_number")
        elif thing.endswith("\n"):
            subjects |= {row.subject for row in desk.of_order(Queue.MATCHES, thing[:-1])}
        elif "\n" not in thing and thing:
            fields.add(thing)
    return desk.decisions(subjects, fields)


def _doubts(desk: Desk, findings: Sequence[Finding]) -> frozenset[tuple[str, str]]:
    orders = desk.orders({each for finding in findings if finding.field for each in finding.order_ids})
    return frozenset((order.order_id, reading.name) for order, reading in doubtful_readings(orders))
