"""What decisions make of the orders, matches and findings that a run found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from records.decision import Action, Decision, Subject, SubjectKind
from records.fields import CATALOGUE
from records.finding import Finding, FindingKind, FindingStatus
from records.lines import line_of
from records.match import Match, MatchDecision
from records.order import FieldReading, LineItem, PaperOrder, ReadingStatus
from records.value_grammar import is_absent

PERSON = "person"
"""The engine of a value that a person gave."""

Decisions = Mapping[Subject, Sequence[Decision]]


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that nobody took back, the oldest first; an undo that was undone took nothing back."""
    undone: set[int] = set()
    found = []
    for decision in reversed(tuple(decisions)):
        if decision.sequence in undone:
            continue
        if decision.action is not Action.UNDO:
            found.append(decision)
        elif decision.undo_of is not None:
            undone.add(decision.undo_of)
    return tuple(reversed(found))


def apply_decisions(
    orders: Sequence[PaperOrder],
    matches: Sequence[Match],
    findings: Sequence[Finding],
    decisions: Iterable[Decision],
) -> tuple[tuple[PaperOrder, ...], tuple[Match, ...], tuple[Finding, ...]]:
    """The three with everything applied that stands, the later decision over the earlier.

    A decision about something that the run no longer has waits until it has it again.
    """
    stand = standing(decisions)
    by_subject: dict[Subject, list[Decision]] = {}
    for decision in stand:
        by_subject.setdefault(decision.subject, []).append(decision)
    if not by_subject:
        return tuple(orders), tuple(matches), tuple(findings)
    answers = _answers(by_subject)
    return (
        _decided_orders(orders, by_subject),
        tuple(_decided_match(match, by_subject) for match in matches),
        tuple(_decided_finding(finding, by_subject, answers) for finding in findings),
    )


@dataclass(frozen=True, slots=True)
class _Answers:
    """What decisions about other things say to findings."""

    linked: frozenset[str]
    """The orders, and the records as `source/record_id`, of pairs that a person called the same order."""
    numbers: frozenset[tuple[str, str]]
    """The order numbers that a person typed, each with its order's binder, since another department's may be alike, and
    once with none, for the gaps of which nobody knows the binder."""


def _answers(by_subject: Decisions) -> _Answers:
    last = {subject: decisions[-1] for subject, decisions in by_subject.items()}
    same = [
        subject
        for subject, decision in last.items()
        if subject.kind is SubjectKind.MATCH and decision.action is Action.ACCEPT
    ]
    typed = (
        (binder, decision.after)
        for subject, decision in last.items()
        for binder in (subject.key.rpartition(":")[0], "")
        if subject.kind is SubjectKind.FIELD and subject.field == "order_number" and decision.action is Action.CORRECT
    )
    linked = frozenset((*(subject.key for subject in same), *(subject.field for subject in same)))
    return _Answers(linked, frozenset(typed))


def _decided_orders(orders: Sequence[PaperOrder], decisions: Decisions) -> tuple[PaperOrder, ...]:
    by_order: dict[str, list[Subject]] = {}
    for subject in decisions:
        if subject.kind is SubjectKind.FIELD:
            by_order.setdefault(subject.key, []).append(subject)
    return tuple(
        _decided_order(order, by_order[order.order_id], decisions) if order.order_id in by_order else order
        for order in orders
    )


def _decided_order(order: PaperOrder, subjects: Sequence[Subject], decisions: Decisions) -> PaperOrder:
    for subject in subjects:
        order = _with_field(order, subject.field, decisions[subject])
    return order


def _with_field(order: PaperOrder, name: str, decisions: Sequence[Decision]) -> PaperOrder:
    line = line_of(name)
    if line is not None:
        items = tuple(
            _with_line(item, line[1], decisions) if item.number == line[0] else item for item in order.line_items
        )
        return replace(order, line_items=items)
    if order.reading(name) is None:
        order = _with_place(order, name)
    readings = tuple(_decided_reading(each, decisions) if each.name == name else each for each in order.readings)
    extras = tuple(_decided_reading(each, decisions) if each.name == name else each for each in order.extras)
    decided = replace(order, readings=readings, extras=extras)
    return replace(decided, department=decided.value(name) or "") if name == "department" else decided


def _with_line(item: LineItem, name: str, decisions: Sequence[Decision]) -> LineItem:
    readings = tuple(_decided_reading(each, decisions) if each.name == name else each for each in item.readings)
    return replace(item, readings=readings)


def _with_place(order: PaperOrder, name: str) -> PaperOrder:
    """The order with an empty reading of a field that its form has no place for."""
    page = order.pages[0] if order.pages else 0
    empty = FieldReading(name, None, "", ReadingStatus.ABSENT, 1.0, page, None, PERSON)
    if name in CATALOGUE:
        return replace(order, readings=(*order.readings, empty))
    return replace(order, extras=(*order.extras, empty))


def _decided_reading(reading: FieldReading, decisions: Sequence[Decision]) -> FieldReading:
    for decision in decisions:
        reading = _decided_once(reading, decision)
    return reading


def _decided_once(reading: FieldReading, decision: Decision) -> FieldReading:
    """What one decision makes of a reading; what was read, `raw`, is kept."""
    if decision.action is Action.CORRECT:
        return _typed(reading, decision.after or None)
    if decision.action is Action.ILLEGIBLE:
        illegible = ReadingStatus.ILLEGIBLE
        return replace(reading, value=None, status=illegible, confidence=1.0, engine=PERSON, doubt="", evidence=None)
    if decision.action is Action.ACCEPT:
        return _accepted(reading, decision.before)
    return reading


def _accepted(reading: FieldReading, before: str) -> FieldReading:
    """What was accepted is what stood there then (`before`); a later run may read something else."""
    now = reading.value if reading.value is not None else reading.raw
    if before and before != now:
        return _typed(reading, None if is_absent(before, words=True) else before)
    return replace(reading, doubt="", confidence=1.0)


def _typed(reading: FieldReading, value: str | None) -> FieldReading:
    status = ReadingStatus.ABSENT if value is None else ReadingStatus.OK
    return replace(reading, value=value, status=status, confidence=1.0, engine=PERSON, doubt="", evidence=None)


def _decided_match(match: Match, decisions: Decisions) -> Match:
    about = decisions.get(Subject(SubjectKind.MATCH, match.order_id, f"{match.source}/{match.record_id}"))
    if not about:
        return match
    if about[-1].action is Action.ACCEPT:
        return replace(match, decision=MatchDecision.CONFIRMED, probability=1.0)
    return replace(match, decision=MatchDecision.REJECTED) if about[-1].action is Action.DISMISS else match


_STATUS = {Action.ACCEPT: FindingStatus.CONFIRMED, Action.DISMISS: FindingStatus.DISMISSED}


def _decided_finding(finding: Finding, decisions: Decisions, answers: _Answers) -> Finding:
    about = decisions.get(Subject(SubjectKind.FINDING, finding.finding_id))
    if not about:
        return _answered(_settled(finding, decisions), answers)
    return replace(finding, status=_STATUS.get(about[-1].action, finding.status), reason=about[-1].reason)


def _answered(finding: Finding, answers: _Answers) -> Finding:
    """A finding that something is missing goes where a person's decision shows that it is there.

    `missing_digital`, `missing_paper`: the order or the record was linked. `sequence_gap`: the number was typed, in the
    binder in which it belongs where the finding names one.
    """
    if finding.status is not FindingStatus.OPEN:
        return finding
    there = {
        FindingKind.MISSING_DIGITAL: len(finding.order_ids) == 1 and finding.order_ids[0] in answers.linked,
        FindingKind.MISSING_PAPER: len(finding.record_ids) == 1
        and f"{finding.source}/{finding.record_ids[0]}" in answers.linked,
        FindingKind.SEQUENCE_GAP: (finding.binder, finding.order_number) in answers.numbers,
    }
    return replace(finding, status=FindingStatus.DISMISSED) if there.get(finding.kind) else finding


def _settled(finding: Finding, decisions: Decisions) -> Finding:
    """A finding about one field of one order that a person has decided as a field.

    `illegible_field`: whoever gives the value leaves nothing to do (dismissed); whoever cannot read it either confirms
    it. `field_mismatch`: it goes where the value that was typed is the digital one.
    """
    if finding.status is not FindingStatus.OPEN or len(finding.order_ids) != 1 or not finding.field:
        return finding
    about = decisions.get(Subject(SubjectKind.FIELD, finding.order_ids[0], finding.field))
    if not about:
        return finding
    last = about[-1]
    if finding.kind is FindingKind.ILLEGIBLE_FIELD:
        confirmed = last.action is Action.ILLEGIBLE
        return replace(finding, status=FindingStatus.CONFIRMED if confirmed else FindingStatus.DISMISSED)
    if finding.kind is FindingKind.FIELD_MISMATCH and last.action is Action.CORRECT:
        same = last.after == finding.digital_value
        return replace(finding, paper_value=last.after, status=FindingStatus.DISMISSED if same else FindingStatus.OPEN)
    return finding
