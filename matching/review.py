"""The review, without a screen: what waits for a person, and what the person says about it.

Each decision is one event that the store has kept before the session goes on, so a session that dies loses nothing.
Undo is an event as well: it takes back one that stands, any number of steps, also of an earlier sitting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Protocol

from matching.review_queue import (
    FieldItem,
    FindingItem,
    Item,
    MatchItem,
    OpenItems,
    Queue,
    field_items,
    finding_items,
    finding_rank,
    match_rank,
)
from records.decided import apply_decisions, standing
from records.decision import Action, Decision, Subject, SubjectKind
from records.errors import BackfileError
from records.fields import CATALOGUE, Field, FieldType
from records.finding import Finding
from records.match import Match, MatchDecision
from records.order import DigitalRecord, PaperOrder, ReadingStatus
from records.values import Parsed, ValueContext, parse_field


class ReviewStore(Protocol):
    """What a session needs of the store."""

    def orders(self) -> tuple[PaperOrder, ...]:
        """By binder and first page, as read."""
        ...

    def records(self) -> tuple[DigitalRecord, ...]:
        """All digital records."""
        ...

    def matches(self) -> tuple[Match, ...]:
        """All pairs that were scored, as scored."""
        ...

    def findings(self) -> tuple[Finding, ...]:
        """All findings, as found."""
        ...

    def decisions(self) -> tuple[Decision, ...]:
        """Every event, the oldest first."""
        ...

    def decide(self, decision: Decision) -> Decision:
        """Keep the event for good and give it its sequence number."""
        ...


class Refused(BackfileError):
    """A decision that cannot be: the message says why. Nothing was kept."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a session is told about the work."""

    catalogue: Mapping[str, Field] = field(default_factory=lambda: CATALOGUE)
    context: ValueContext = field(default_factory=ValueContext)
    """What is known of the values: the period of the orders, the area code."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a queue is."""

    done: int
    """Decisions that stand."""
    left: int
    later: int
    """How many of those left were put off in this sitting."""
    rate: float | None
    """Decisions an hour in this sitting, pauses left out; None before there are three."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo took back."""

    decision: Decision
    item: Item | None
    """The item that is open again; None where the run no longer has it."""


LONGEST_PAUSE = 120.0
"""Seconds: a longer silence is a break, and does not count as work."""


@dataclass(slots=True)
class _Pace:
    """How fast this sitting goes."""

    last: datetime
    count: int = 0
    worked: float = 0.0

    def add(self, now: datetime) -> None:
        self.worked += min(max((now - self.last).total_seconds(), 0.0), LONGEST_PAUSE)
        self.last, self.count = now, self.count + 1

    @property
    def rate(self) -> float | None:
        return self.count / self.worked * 3600 if self.count >= 3 and self.worked > 0 else None


def _now() -> datetime:
    return datetime.now().astimezone()


class ReviewSession:
    """One person's sitting at one workspace."""

    def __init__(
        self, store: ReviewStore, who: str, clock: Callable[[], datetime] = _now, settings: Settings | None = None
    ) -> None:
        self.who = who
        self.settings = settings or Settings()
        self._store = store
        self._clock = clock
        self._orders = {order.order_id: order for order in store.orders()}
        self._findings = {finding.finding_id: finding for finding in store.findings()}
        self._matches = tuple(store.matches())
        self._links = _links(self._findings.values())
        self._records: dict[tuple[str, str], DigitalRecord] | None = None
        self._standing = standing_by_number(store.decisions())
        self._shown: dict[Subject, str] = {}
        self._pace = _Pace(clock())
        self._open: dict[Queue, OpenItems] = {}
        self._done = dict.fromkeys(Queue, 0)
        self._build()

    def _build(self) -> None:
        """Sort what there is into open and done."""
        subjects = (decision.subject for decision in self._standing.values())
        decided = {(subject.kind, subject.key, subject.field) for subject in subjects}
        for queue, items in self._all_items().items():
            self._open[queue] = OpenItems(item for item in items if item.key not in decided)
        for kind, _, _ in decided:
            self._done[_QUEUES[kind]] += 1

    def _all_items(self) -> Mapping[Queue, Iterable[Item]]:
        return {
            Queue.FIELDS: field_items(self._orders.values()),
            Queue.FINDINGS: self._finding_items(self._findings.values(), self._standing.values()),
            Queue.MATCHES: _match_items(self._matches),
        }

    def _finding_items(self, findings: Iterable[Finding], decisions: Iterable[Decision]) -> Iterable[FindingItem]:
        found = tuple(findings)
        named = chain.from_iterable(finding.order_ids for finding in found if finding.field)
        orders = (self._orders[order_id] for order_id in set(named) if order_id in self._orders)
        doubtful = frozenset((order.order_id, name) for order in orders for name in order.needs_review)
        return finding_items(apply_decisions((), (), found, decisions)[2], doubtful)

    def page(self, queue: Queue, start: int, count: int) -> tuple[Item, ...]:
        """So many open items from a place on, the most worth looking at first."""
        return self._open[queue].page(start, count)

    def items(self, queue: Queue | None = None) -> tuple[Item, ...]:
        """All open items of one queue, or of all of them."""
        queues = (queue,) if queue else tuple(Queue)
        return tuple(chain.from_iterable(self.page(each, 0, self.left(each)) for each in queues))

    def next(self, queue: Queue) -> Item | None:
        """The item most worth looking at."""
        return next(iter(self.page(queue, 0, 1)), None)

    def left(self, queue: Queue) -> int:
        """How many items are open."""
        return len(self._open[queue])

    def index(self, item: Item) -> int | None:
        """The item's place among the open ones of its queue, None where it is decided."""
        return self._open[item.queue].index(item)

    def progress(self, queue: Queue | None = None) -> Progress:
        """How far one queue is, or the whole work."""
        queues = (queue,) if queue else tuple(Queue)
        return Progress(
            sum(self._done[each] for each in queues),
            sum(map(self.left, queues)),
            sum(self._open[each].postponed for each in queues),
            self._pace.rate,
        )

    def order(self, order_id: str) -> PaperOrder | None:
        """A paper order as it was read."""
        return self._orders.get(order_id)

    def orders_on(self, binder: str, page: int) -> tuple[PaperOrder, ...]:
        """The orders that have a page of a binder."""
        return tuple(order for order in self._orders.values() if order.binder == binder and page in order.pages)

    def record(self, source: str, record_id: str) -> DigitalRecord | None:
        """A digital record; they are fetched when the first one is asked for."""
        if self._records is None:
            self._records = {record.key: record for record in self._store.records()}
        return self._records.get((source, record_id))

    def shown(self, item: Item) -> None:
        """Note that the item is on the screen now."""
        self._shown[item.subject] = self._time()

    def check(self, item: Item, text: str) -> Parsed:
        """What the text would be kept as, or why it cannot be."""
        name = item.subject.field if isinstance(item, FieldItem) else ""
        known = self.settings.catalogue.get(name) or Field(name, FieldType.TEXT, name, "")
        return parse_field(known, text, self.settings.context)

    def accept(self, item: Item) -> Decision:
        """The reading is right, the finding is true, the two are the same order.

        Raises:
            Refused: a reading that gives no value cannot be right as it is.
        """
        if isinstance(item, FieldItem) and item.reading.value is None and item.reading.status != ReadingStatus.ABSENT:
            raise Refused(f"“{item.reading.raw}” gives no value to accept", "Type what the paper says.")
        return self._decide(item, Action.ACCEPT)

    def correct(self, item: Item, text: str) -> Decision:
        """The field says this.

        Raises:
            Refused: the text is no value of the field's type, or the item is not a field.
        """
        if not isinstance(item, FieldItem):
            raise Refused("only the reading of a field can be corrected")
        parsed = self.check(item, text)
        if parsed.value is None and parsed.status is not ReadingStatus.ABSENT:
            raise Refused(parsed.note or "this is no value of the field", "Put it right, or say that it is illegible.")
        same = parsed.value == item.reading.value
        if same and (parsed.value is not None or item.reading.status is ReadingStatus.ABSENT):
            return self._decide(item, Action.ACCEPT)
        return self._decide(item, Action.CORRECT, after=parsed.value or "")

    def dismiss(self, item: Item, reason: str = "") -> Decision:
        """The finding is not so or needs nothing; the two are not the same order.

        Raises:
            Refused: a reading is right, wrong or illegible; it cannot be dismissed.
        """
        if isinstance(item, FieldItem):
            raise Refused("a reading cannot be dismissed", "Accept it, correct it, or say that it is illegible.")
        return self._decide(item, Action.DISMISS, reason=reason)

    def illegible(self, item: Item) -> Decision:
        """No one can read the field.

        Raises:
            Refused: the item is not a field.
        """
        if not isinstance(item, FieldItem):
            raise Refused("only a field can be illegible")
        return self._decide(item, Action.ILLEGIBLE)

    def later(self, item: Item) -> None:
        """Put the item behind all others; nothing is decided."""
        self._open[item.queue].postpone(item)

    def undo(self, anyone: bool = False) -> Undone | None:
        """Take back the last decision that stands, one's own unless told otherwise; None where there is none."""
        last = next((each for each in reversed(self._standing.values()) if anyone or each.who == self.who), None)
        if last is None:
            return None
        self._store.decide(
            Decision(last.subject, Action.UNDO, self.who, self._time(), undo_of=last.sequence, before=last.after)
        )
        del self._standing[last.sequence]
        item = self._find(last.subject)
        if item is not None and not self._is_decided(last.subject):
            self._done[item.queue] -= 1
            self._open[item.queue].put(item)
            self._follow(item)
        return Undone(last, item)

    def refresh(self) -> int:
        """Take in what others have decided since; how many events were new."""
        now = standing_by_number(self._store.decisions())
        new = len(now.keys() ^ self._standing.keys())
        if new:
            self._standing = now
            self._done = dict.fromkeys(Queue, 0)
            self._build()
        return new

    def _time(self) -> str:
        return self._clock().isoformat(timespec="milliseconds")

    def _decide(self, item: Item, action: Action, after: str = "", reason: str = "") -> Decision:
        """One event, kept before anything else happens."""
        if self.index(item) is None:
            raise Refused("this is decided already", "Undo takes a decision back.")
        now = self._clock()
        event = self._store.decide(
            Decision(
                item.subject,
                action,
                self.who,
                now.isoformat(timespec="milliseconds"),
                before=before(item),
                after=after,
                reason=reason,
                shown_at=self._shown.pop(item.subject, ""),
            )
        )
        self._standing[event.sequence] = event
        self._open[item.queue].take(item)
        self._done[item.queue] += 1
        self._pace.add(now)
        self._follow(item)
        return event

    def _follow(self, item: Item) -> None:
        """Bring the findings up to date that hang on what was just decided or taken back."""
        if isinstance(item, FindingItem):
            self._renew({symptom.finding_id for symptom in item.symptoms})
        elif isinstance(item, FieldItem):
            self._renew(set(self._links.about.get((item.order.order_id, item.reading.name), ())))

    def _renew(self, ids: set[str]) -> None:
        """Take these findings out of the queue, and put those back that are open and stand on their own."""
        queue = self._open[Queue.FINDINGS]
        fresh = self._fresh(ids) if ids else {}
        for each in ids:
            queue.take(FindingItem(self._findings[each], finding_rank(self._findings[each])))
            if each in fresh:
                queue.put(fresh[each])

    def _fresh(self, ids: set[str]) -> dict[str, FindingItem]:
        """The open items of these findings, made from nothing but what they hang on."""
        causes = {self._findings[each].caused_by for each in ids} & self._findings.keys()
        around = ids | causes | {symptom for each in ids for symptom in self._links.symptoms.get(each, ())}
        findings = [self._findings[each] for each in self._findings.keys() & around]
        subjects = {Subject(SubjectKind.FINDING, each) for each in around} | {
            Subject(SubjectKind.FIELD, order_id, finding.field)
            for finding in findings
            if finding.field
            for order_id in finding.order_ids
        }
        decisions = [decision for decision in self._standing.values() if decision.subject in subjects]
        made = self._finding_items(findings, decisions)
        return {item.finding.finding_id: item for item in made if item.finding.finding_id in ids}

    def _is_decided(self, subject: Subject) -> bool:
        return any(decision.subject == subject for decision in self._standing.values())

    def _find(self, subject: Subject) -> Item | None:
        """The item of a subject, made again: undo is rare, an index of a hundred thousand subjects is not free."""
        if subject.kind is SubjectKind.FIELD:
            order = self._orders.get(subject.key)
            items: Iterable[Item] = field_items((order,)) if order else ()
        elif subject.kind is SubjectKind.FINDING:
            items = self._fresh({subject.key}).values() if subject.key in self._findings else ()
        else:
            items = _match_items(match for match in self._matches if match.order_id == subject.key)
        return next((item for item in items if item.subject == subject), None)


_QUEUES = {
    SubjectKind.FIELD: Queue.FIELDS,
    SubjectKind.FINDING: Queue.FINDINGS,
    SubjectKind.MATCH: Queue.MATCHES,
}


def before(item: Item) -> str:
    """What stood there when the decision was made."""
    if isinstance(item, FieldItem):
        return item.reading.value if item.reading.value is not None else item.reading.raw
    return str(item.finding.status) if isinstance(item, FindingItem) else str(item.match.decision)


def _match_items(matches: Iterable[Match]) -> Iterable[MatchItem]:
    return (MatchItem(match, match_rank(match)) for match in matches if match.decision is MatchDecision.POSSIBLE)


def standing_by_number(decisions: Iterable[Decision]) -> dict[int, Decision]:
    """The decisions that nobody took back, by sequence number, the oldest first."""
    return {one.sequence: one for one in standing(decisions) if one.subject.kind in _QUEUES}


@dataclass(frozen=True, slots=True)
class _Links:
    """What hangs on what among the findings."""

    symptoms: Mapping[str, tuple[str, ...]]
    """The findings that a finding explains."""
    about: Mapping[tuple[str, str], tuple[str, ...]]
    """The findings about a field of an order."""


def _links(findings: Iterable[Finding]) -> _Links:
    symptoms: dict[str, tuple[str, ...]] = {}
    about: dict[tuple[str, str], tuple[str, ...]] = {}
    for finding in findings:
        if finding.caused_by:
            symptoms[finding.caused_by] = (*symptoms.get(finding.caused_by, ()), finding.finding_id)
        for order_id in finding.order_ids if finding.field else ():
            key = (order_id, finding.field)
            about[key] = (*about.get(key, ()), finding.finding_id)
    return _Links(symptoms, about)
