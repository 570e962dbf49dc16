"""The review to look at: what waits, how far it is, and what each item is about."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from matching.review_build import is_laid_out, lay_out_queue
from matching.review_items import items_of
from matching.review_queue import FieldItem, Item, MatchItem, Origin, Queue, match_subject
from matching.review_sampling import ErrorRate, error_rate
from records.dataset import Dataset
from records.decided import apply_decisions
from records.decision import Action
from records.fields import CATALOGUE, Field, FieldType
from records.lines import field_named
from records.match import MatchDecision
from records.order import DigitalRecord, PaperOrder
from records.store import Desk, Store
from records.values import Parsed, ValueContext, parse_field
from records.waiting import Count, Rate, State, Tally, Waiting

GROUP = 500
"""Most items that are judged as one group: more than anyone looks at."""
KEPT = 64
"""Orders and records kept at hand."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a session is told about the work."""

    catalogue: Mapping[str, Field] = field(default_factory=lambda: CATALOGUE)
    context: ValueContext = field(default_factory=ValueContext)
    """What is known of the values: the period of the orders, the area code."""
    precision_target: float = 0.995
    """The share of the values that nobody looks at that shall be right: it sizes the random sample."""
    version: str = ""
    """Of the program and its settings, kept with each decision."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a queue is."""

    done: int
    """Decisions that stand."""
    left: int
    later: int
    """How many of those left were put off."""
    rate: float | None
    """Decisions an hour in this sitting, pauses left out; None before there are three."""


LONGEST_PAUSE = 120.0
"""Seconds: a longer silence is a break, and does not count as work."""


@dataclass(slots=True)
class Pace:
    """How fast this sitting goes."""

    last: datetime
    count: int = 0
    worked: float = 0.0

    def add(self, now: datetime, count: int = 1) -> None:
        """So many decisions were made just now."""
        self.worked += min(max((now - self.last).total_seconds(), 0.0), LONGEST_PAUSE)
        self.last, self.count = now, self.count + count

    @property
    def rate(self) -> float | None:
        """Decisions an hour; None before there are three."""
        return self.count / self.worked * 3600 if self.count >= 3 and self.worked > 0 else None


def now() -> datetime:
    """The time, with its zone."""
    return datetime.now().astimezone()


class ReviewReader:
    """What there is to see of a workspace's review. Everything comes from the store by pages, nothing is held whole."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = now, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._store = store
        self._clock = clock
        self._pace = Pace(clock())
        self._orders: OrderedDict[str, PaperOrder | None] = OrderedDict()
        self._records: OrderedDict[tuple[str, str], DigitalRecord | None] = OrderedDict()
        self._tallies: dict[str, Tally] = {}
        if not store.read_only:
            lay_out_queue(store, self.settings.precision_target, self._seconds())
        self.refresh()

    @property
    def hindrance(self) -> str:
        """Why nothing can be decided here, in words; empty where it can."""
        if not self._store.read_only:
            return ""
        return "The store is read-only: you can look, and decide nothing."

    @property
    def is_behind(self) -> bool:
        """Whether the queues are not those of the last run: where nothing can be written they stay as they were."""
        return self._store.read_only and not is_laid_out(self._store, self.settings.precision_target)

    def refresh(self) -> None:
        """Take in what a run or other people have changed since; safe to call from a thread."""
        self._orders, self._records = OrderedDict(), OrderedDict()
        known = self._tallies
        with self._store.glancing() as desk:
            counted = desk.tallies(tuple(Queue))
        if self._tallies is known:  # else somebody at this desk decided while it was counted
            self._tallies = counted

    def _tell(self, changed: Mapping[str, Tally]) -> None:
        """These numbers have changed."""
        self._tallies = {**self._tallies, **changed}

    def page(self, queue: Queue, start: int, count: int) -> tuple[Item, ...]:
        """So many open items from a place on, the most worth looking at first: what a screen draws."""
        left = self.left(queue)
        count = min(count, left - start)
        if count <= 0:
            return ()
        with self._store.glancing() as desk:
            from_the_end = start > left // 2
            rows = desk.last(queue, left - start - count, count) if from_the_end else desk.waiting(queue, start, count)
            return tuple(item for item in items_of(desk, rows) if item is not None)

    def items(self, queue: Queue | None = None) -> tuple[Item, ...]:
        """All open items of one queue, or of all of them."""
        queues = (queue,) if queue else tuple(Queue)
        return tuple(item for each in queues for item in self.page(each, 0, self.left(each)))

    def left(self, queue: Queue) -> int:
        """How many items are open."""
        return self._tally(queue).left

    def index(self, item: Item) -> int | None:
        """The item's place among the open ones of its queue, None where it is decided."""
        with self._store.glancing() as desk:
            row = row_of(desk, item)
            return desk.index(row) if row is not None and row.state is State.WAITING else None

    def progress(self, queue: Queue | None = None) -> Progress:
        """How far one queue is, or all of the first look."""
        first_look = tuple(each for each in Queue if each is not Queue.SECOND)
        tallies = [self._tally(each) for each in ((queue,) if queue else first_look)]
        return Progress(
            sum(each.done for each in tallies),
            sum(each.left for each in tallies),
            sum(each.later for each in tallies),
            self._pace.rate,
        )

    @property
    def decided_now(self) -> int:
        """Decisions of this sitting."""
        return self._pace.count

    def _tally(self, queue: str) -> Tally:
        return self._tallies.get(queue, Tally())

    def counts(self) -> tuple[Count, ...]:
        """How many items there are by binder, queue, kind and state; with a million it is asked from a thread."""
        with self._store.glancing() as desk:
            return desk.counts()

    def sample(self) -> tuple[ErrorRate, int]:
        """What the random sample says about the values that nobody looked at, and how many of it are left to look at.

        Illegible ones and corrections are wrong; what the second look accepted is right.
        """
        with self._store.glancing() as desk:
            outcomes = desk.outcomes(Queue.SECOND, Origin.SAMPLE)
        looked = sum(count for outcome, count in outcomes.items() if outcome)
        return error_rate(looked, looked - outcomes.get(Action.ACCEPT, 0)), outcomes.get("", 0)

    def rates(self) -> tuple[Rate, ...]:
        """How often readings were wrong where a person looked, by form, engine and field."""
        with self._store.glancing() as desk:
            return desk.rates()

    # What it is about.

    def order(self, order_id: str) -> PaperOrder | None:
        """A paper order as it was read."""
        kept = self._orders
        if order_id not in kept:
            with self._store.glancing() as desk:
                kept[order_id] = next(iter(desk.orders((order_id,))), None)
            _trim(kept)
        return kept[order_id]

    def orders_on(self, binder: str, page: int) -> tuple[PaperOrder, ...]:
        """The orders that have a page of a binder."""
        with self._store.glancing() as desk:
            entry = desk.page(binder, page)
            return desk.orders(entry.order_ids) if entry else ()

    def has_page(self, binder: str, page: int) -> bool:
        """Whether the binder has so many pages."""
        with self._store.glancing() as desk:
            return desk.page(binder, page) is not None

    def dataset(self) -> Dataset:
        """All of the workspace with the decisions applied; slow, so it is asked from a thread."""
        return self._store.dataset(extra_fields=tuple(self.settings.catalogue.keys() - CATALOGUE.keys()))

    def record(self, source: str, record_id: str) -> DigitalRecord | None:
        """A digital record."""
        key, kept = (source, record_id), self._records
        if key not in kept:
            with self._store.glancing() as desk:
                kept[key] = desk.record(source, record_id)
            _trim(kept)
        return kept[key]

    def linked_record(self, order_id: str) -> DigitalRecord | None:
        """The digital record that the order is linked with, as the run and people say; None where there is none."""
        with self._store.glancing() as desk:
            matches = desk.matches_of(order_id)
            decisions = desk.decisions([match_subject(match) for match in matches])
        for match in apply_decisions((), matches, (), decisions)[1]:
            if match.decision in {MatchDecision.LINK, MatchDecision.CONFIRMED}:
                return self.record(match.source, match.record_id)
        return None

    def group(self, item: Item) -> tuple[FieldItem, ...]:
        """The open fields with the same reading as this one, the least sure first, itself among them."""
        with self._store.glancing() as desk:
            row = row_of(desk, item)
            found = items_of(desk, desk.alike(row, GROUP)) if row is not None else ()
        return tuple(each for each in found if isinstance(each, FieldItem) and (each.reading.box or each == item))

    def candidates(self, item: MatchItem) -> tuple[MatchItem, ...]:
        """The open pairs of the same paper order, this one among them, the likeliest first."""
        with self._store.glancing() as desk:
            rows = [row for row in desk.of_order(item.queue, item.match.order_id) if row.state is State.WAITING]
            found = [each for each in items_of(desk, rows) if isinstance(each, MatchItem)]
        return tuple(sorted(found, key=lambda each: -each.match.probability))

    def check(self, item: Item, text: str) -> Parsed:
        """What the text would be kept as, or why it cannot be."""
        name = item.subject.field if isinstance(item, FieldItem) else ""
        known = field_named(name, self.settings.catalogue) or Field(name, FieldType.TEXT, name, "")
        return parse_field(known, text, self.settings.context)

    def _seconds(self) -> float:
        return self._clock().timestamp()


def row_of(desk: Desk, item: Item) -> Waiting | None:
    """The item's row in its queue, None where the run has not got it any more."""
    return next((row for row in desk.rows(item.subject) if row.queue == item.queue), None)


def _trim(kept: OrderedDict[str, PaperOrder | None] | OrderedDict[tuple[str, str], DigitalRecord | None]) -> None:
    while len(kept) > KEPT:
        kept.popitem(last=False)
