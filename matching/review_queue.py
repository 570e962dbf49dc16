"""The items that wait for a person, and the order in which they are worth looking at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from records.decision import Decision, Subject, SubjectKind
from records.fields import FieldType
from records.finding import Finding, FindingKind, FindingStatus, Severity
from records.lines import field_named, line_of
from records.match import Match, MatchDecision
from records.order import FieldReading, PaperOrder


class Queue(StrEnum):
    """The kinds of work, in the order in which they are usually done."""

    FIELDS = "fields"
    """Readings that the reader doubts."""
    MATCHES = "matches"
    """Pairs of a paper order and a digital record that may or may not be the same."""
    GAPS = "gaps"
    """Numbers and pages that should be there and are not: where did they go?"""
    DUPLICATES = "duplicates"
    """What is there more than once."""
    FINDINGS = "findings"
    """Everything else that the run found: orders in one list only, values that disagree, stray pages."""
    SECOND = "second"
    """What a second person should look at, and a random sample of what nobody did."""


class Origin(StrEnum):
    """Why something is looked at a second time."""

    BLIND = "blind"
    """Who keyed it without seeing the reading typed something else."""
    ILLEGIBLE = "illegible"
    """Somebody could not read it."""
    UNSURE = "unsure"
    """Somebody could not tell."""
    SAMPLE = "sample"
    """Nobody looked, and chance picked it."""


GAP_KINDS = frozenset({
    FindingKind.STUCK_PAGES, FindingKind.SEQUENCE_GAP, FindingKind.PAGE_GAP, FindingKind.MISSING_PAPER,
    FindingKind.LOG_GAP, FindingKind.COUNT_MISMATCH, FindingKind.FRONT_BACK_MISMATCH,
})  # fmt: skip
DUPLICATE_KINDS = frozenset(kind for kind in FindingKind if kind.startswith("duplicate_"))


def queue_of(kind: FindingKind) -> Queue:
    """The queue in which a finding waits."""
    if kind in GAP_KINDS:
        return Queue.GAPS
    return Queue.DUPLICATES if kind in DUPLICATE_KINDS else Queue.FINDINGS


@dataclass(frozen=True, slots=True)
class FieldItem:
    """A reading to be compared with the paper."""

    order: PaperOrder
    reading: FieldReading
    queue: Queue = Queue.FIELDS
    origin: str = ""
    history: tuple[Decision, ...] = ()
    """What was decided about it before."""

    @property
    def subject(self) -> Subject:
        """What a decision about it is about."""
        return Subject(SubjectKind.FIELD, self.order.order_id, self.reading.name)


@dataclass(frozen=True, slots=True)
class FindingItem:
    """A finding to be judged."""

    finding: Finding
    symptoms: tuple[Finding, ...] = ()
    """The findings that it explains: one stuck pair of sheets is one item."""

    @property
    def queue(self) -> Queue:
        """Where it waits."""
        return queue_of(self.finding.kind)

    @property
    def subject(self) -> Subject:
        """What a decision about it is about."""
        return Subject(SubjectKind.FINDING, self.finding.finding_id)


@dataclass(frozen=True, slots=True)
class MatchItem:
    """A possible link."""

    match: Match
    queue: Queue = Queue.MATCHES
    origin: str = ""
    history: tuple[Decision, ...] = ()

    @property
    def subject(self) -> Subject:
        """What a decision about it is about."""
        return match_subject(self.match)


Item: TypeAlias = FieldItem | FindingItem | MatchItem


def match_subject(match: Match) -> Subject:
    """What a decision about a pair is about."""
    return Subject(SubjectKind.MATCH, match.order_id, f"{match.source}/{match.record_id}")


_SEVERITY = {Severity.HIGH: 1.0, Severity.MEDIUM: 0.5, Severity.LOW: 0.2}
_WEIGHT = {"order_number": 1.0, "requested_on": 0.8, "completed_on": 0.8, "due_on": 0.7, "department": 0.7}
"""What a wrong value costs: a number loses the link, a date bends the measures."""
_COUNTED = {FieldType.MONEY, FieldType.HOURS, FieldType.DATE, FieldType.NUMBER}
_OF_A_LINE = 0.4
"""What a line's cell costs beside a field of its kind: the order's own sums stand beside it."""


def field_rank(reading: FieldReading) -> float:
    """What a wrong value would cost, times how doubtful it is."""
    known = field_named(reading.name)
    usual = 0.6 if known and known.type in _COUNTED else 0.3
    usual *= _OF_A_LINE if line_of(reading.name) else 1.0
    doubt = 1.0 if reading.value is None else 1.0 - reading.confidence
    return _WEIGHT.get(reading.name, usual) * (0.05 + 0.95 * doubt)


def finding_rank(finding: Finding) -> float:
    """How likely it is true, times how much it moves."""
    return finding.certainty * (abs(finding.effect) + _SEVERITY[finding.severity])


def match_rank(match: Match) -> float:
    """The nearest to even first: there a look changes most."""
    return 4 * match.probability * (1 - match.probability)


def doubtful_readings(orders: Iterable[PaperOrder]) -> Iterator[tuple[PaperOrder, FieldReading]]:
    """Every reading that a person should look at."""
    for order in orders:
        for reading in order.doubtful:
            yield order, reading


def possible(matches: Iterable[Match]) -> Iterator[Match]:
    """The pairs that a person should judge."""
    return (match for match in matches if match.decision is MatchDecision.POSSIBLE)


def standing_alone(findings: Iterable[Finding], fields: frozenset[tuple[str, str]]) -> Iterator[Finding]:
    """Every open finding that is asked for itself.

    A symptom is shown under its cause until the cause is dismissed. That a reading is illegible is asked once, as a
    field, where that is itself in doubt (one of `fields`: order and name).
    """
    found = tuple(findings)
    causes = {finding.finding_id for finding in found if finding.status is not FindingStatus.DISMISSED}
    for finding in found:
        explained = finding.caused_by in causes or _asked_as_field(finding, fields)
        if finding.status is FindingStatus.OPEN and not explained:
            yield finding


def _asked_as_field(finding: Finding, fields: frozenset[tuple[str, str]]) -> bool:
    illegible = finding.kind is FindingKind.ILLEGIBLE_FIELD and len(finding.order_ids) == 1
    return illegible and (finding.order_ids[0], finding.field) in fields


def about(finding: Finding) -> str:
    """What a decision would have to be about to settle the finding; empty where nothing but the finding itself is.

    A field of an order, the links of an order or of a record, or an order's number: see `records.decided`.
    """
    if finding.kind is FindingKind.SEQUENCE_GAP and finding.order_number:
        return about_number(finding.order_number)
    if finding.kind is FindingKind.MISSING_PAPER and len(finding.record_ids) == 1:
        return f"{finding.source}/{finding.record_ids[0]}"
    if len(finding.order_ids) != 1:
        return ""
    if finding.kind is FindingKind.MISSING_DIGITAL:
        return about_field(finding.order_ids[0], "")
    return about_field(finding.order_ids[0], finding.field) if finding.field else ""


def about_field(order_id: str, name: str) -> str:
    """A field of an order; its links where there is no name."""
    return f"{order_id}\n{name}"


def about_number(number: str) -> str:
    """An order's number."""
    return f"#{number}"
