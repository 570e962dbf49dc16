"""The items that wait for a person, and the order in which they are worth looking at."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, TypeAlias

from records.decision import Subject, SubjectKind
from records.fields import CATALOGUE, FieldType
from records.finding import Finding, FindingKind, FindingStatus, Severity
from records.match import Match
from records.order import FieldReading, PaperOrder

SubjectKey: TypeAlias = tuple[SubjectKind, str, str]
"""Kind, key and field of a subject: a tuple is made and hashed in a third of the time of the noun."""


class Queue(StrEnum):
    """The three kinds of work."""

    FIELDS = "fields"
    """Readings that the reader doubts."""
    FINDINGS = "findings"
    """What the run found out about the orders, to be confirmed or dismissed."""
    MATCHES = "matches"
    """Pairs of a paper order and a digital record that may or may not be the same."""


@dataclass(frozen=True, slots=True)
class FieldItem:
    """A doubtful reading."""

    queue: ClassVar[Queue] = Queue.FIELDS
    order: PaperOrder
    reading: FieldReading
    rank: float

    @property
    def key(self) -> SubjectKey:
        """The subject's parts."""
        return SubjectKind.FIELD, self.order.order_id, self.reading.name

    @property
    def subject(self) -> Subject:
        """What a decision about it is about."""
        return Subject(*self.key)

    @property
    def place(self) -> tuple[str, int, str, str]:
        """Where it comes among items of the same rank: as the binder is leafed through."""
        return self.order.binder, self.reading.page, self.order.order_id, self.reading.name


@dataclass(frozen=True, slots=True)
class FindingItem:
    """A finding that nobody has judged."""

    queue: ClassVar[Queue] = Queue.FINDINGS
    finding: Finding
    rank: float
    symptoms: tuple[Finding, ...] = ()
    """The findings that it explains: one stuck pair of sheets is one item."""

    @property
    def key(self) -> SubjectKey:
        """The subject's parts."""
        return SubjectKind.FINDING, self.finding.finding_id, ""

    @property
    def subject(self) -> Subject:
        """What a decision about it is about."""
        return Subject(*self.key)

    @property
    def place(self) -> tuple[str, int, str, str]:
        """Where it comes among items of the same rank: as the binder is leafed through."""
        found = self.finding
        return found.binder, found.page or found.after_page or 0, found.finding_id, ""


@dataclass(frozen=True, slots=True)
class MatchItem:
    """A possible link."""

    queue: ClassVar[Queue] = Queue.MATCHES
    match: Match
    rank: float

    @property
    def key(self) -> SubjectKey:
        """The subject's parts."""
        return SubjectKind.MATCH, self.match.order_id, f"{self.match.source}/{self.match.record_id}"

    @property
    def subject(self) -> Subject:
        """What a decision about it is about."""
        return Subject(*self.key)

    @property
    def place(self) -> tuple[str, int, str, str]:
        """Where it comes among items of the same rank."""
        return self.match.order_id, 0, self.match.source, self.match.record_id


Item: TypeAlias = FieldItem | FindingItem | MatchItem

_SEVERITY = {Severity.HIGH: 1.0, Severity.MEDIUM: 0.5, Severity.LOW: 0.2}
_WEIGHT = {"order_number": 1.0, "requested_on": 0.8, "completed_on": 0.8, "due_on": 0.7, "department": 0.7}
"""What a wrong value costs: a number loses the link, a date bends the measures."""
_COUNTED = {FieldType.MONEY, FieldType.HOURS, FieldType.DATE, FieldType.NUMBER}


def field_rank(reading: FieldReading) -> float:
    """What a wrong value would cost, times how doubtful it is."""
    known = CATALOGUE.get(reading.name)
    usual = 0.6 if known and known.type in _COUNTED else 0.3
    doubt = 1.0 if reading.value is None else 1.0 - reading.confidence
    return _WEIGHT.get(reading.name, usual) * (0.05 + 0.95 * doubt)


def finding_rank(finding: Finding) -> float:
    """How likely it is true, times how much it moves."""
    return finding.certainty * (abs(finding.effect) + _SEVERITY[finding.severity])


def match_rank(match: Match) -> float:
    """The nearest to even first: there a look changes most."""
    return 4 * match.probability * (1 - match.probability)


def field_items(orders: Iterable[PaperOrder]) -> Iterator[FieldItem]:
    """Every doubtful reading."""
    for order in orders:
        for reading in (*order.readings, *order.extras):
            if reading.doubt:
                yield FieldItem(order, reading, field_rank(reading))


def finding_items(findings: Iterable[Finding], fields: frozenset[tuple[str, str]]) -> Iterator[FindingItem]:
    """Every open finding that stands on its own.

    A symptom is shown under its cause until the cause is dismissed. That a reading is illegible is asked once, as a
    field, where that is itself in doubt (one of `fields`: order and name).
    """
    found = tuple(findings)
    causes = {finding.finding_id for finding in found if finding.status is not FindingStatus.DISMISSED}
    symptoms: dict[str, tuple[Finding, ...]] = {}
    for finding in found:
        if finding.caused_by in causes:
            symptoms[finding.caused_by] = (*symptoms.get(finding.caused_by, ()), finding)
    for finding in found:
        explained = finding.caused_by in causes or _asked_as_field(finding, fields)
        if finding.status is FindingStatus.OPEN and not explained:
            yield FindingItem(finding, finding_rank(finding), symptoms.get(finding.finding_id, ()))


def _asked_as_field(finding: Finding, fields: frozenset[tuple[str, str]]) -> bool:
    illegible = finding.kind is FindingKind.ILLEGIBLE_FIELD
    return illegible and any((order, finding.field) in fields for order in finding.order_ids)


class OpenItems:
    """The open items of one queue, the most worth looking at first.

    A sorted list: taking out and putting back cost a search and a move of pointers (0.5 ms at a million items).
    """

    def __init__(self, items: Iterable[Item]) -> None:
        self._postponed: dict[SubjectKey, int] = {}
        self._round = 0
        self._items: list[Item] = sorted(items, key=self._key)

    def __len__(self) -> int:
        return len(self._items)

    def _key(self, item: Item) -> tuple[int, float, tuple[str, int, str, str]]:
        late = self._postponed.get(item.key, 0) if self._postponed else 0
        return late, -item.rank, item.place

    def page(self, start: int, count: int) -> tuple[Item, ...]:
        """So many items from a place on: what a screen draws."""
        return tuple(self._items[start : start + count])

    def index(self, item: Item) -> int | None:
        """The item's place, None where it is not open."""
        at = bisect_left(self._items, self._key(item), key=self._key)
        return at if at < len(self._items) and self._items[at].key == item.key else None

    def take(self, item: Item) -> bool:
        """Take the item out; False where it was not there."""
        at = self.index(item)
        if at is None:
            return False
        del self._items[at]
        self._postponed.pop(item.key, None)
        return True

    def put(self, item: Item) -> None:
        """Put the item where it belongs, unless it is there already."""
        if self.index(item) is None:
            insort(self._items, item, key=self._key)

    def postpone(self, item: Item) -> None:
        """Move the item behind all others."""
        if self.take(item):
            self._round += 1
            self._postponed[item.key] = self._round
            self.put(item)

    @property
    def postponed(self) -> int:
        """How many items were moved behind the others and are still open."""
        return len(self._postponed)


def by_kind(items: Iterable[Item]) -> Mapping[str, int]:
    """How many items there are of each finding kind, or of each field."""
    counts: dict[str, int] = {}
    for item in items:
        counts[kind_of(item)] = counts.get(kind_of(item), 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def kind_of(item: Item) -> str:
    """The finding's kind, the field's name, or `match`."""
    if isinstance(item, FieldItem):
        return item.reading.name
    return str(item.finding.kind) if isinstance(item, FindingItem) else "match"
