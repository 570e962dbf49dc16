"""What one act of a review reads and writes, within one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import Connection

from records.decision import Decision, Subject
from records.finding import Finding
from records.match import Match
from records.order import DigitalRecord, PaperOrder
from records.page import PageEntry
from records.store import events, shelves, values, waiting
from records.waiting import Count, Rate, State, Tally, Waiting

_STAMP = "review_stamp"


class Desk:
    """The review's part of an open transaction. `claim` is always a sitting and the time, in seconds since 1970."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # The nouns that an item is about.

    def orders(self, ids: Collection[str]) -> tuple[PaperOrder, ...]:
        """The orders of these ids, as read."""
        return shelves.named(self._connection, shelves.ORDERS, ids)

    def all_orders(self) -> tuple[PaperOrder, ...]:
        """Every order, as read."""
        return shelves.read(self._connection, shelves.ORDERS)

    def findings(self, ids: Collection[str]) -> tuple[Finding, ...]:
        """The findings of these ids, as found."""
        return shelves.named(self._connection, shelves.FINDINGS, ids)

    def all_findings(self) -> tuple[Finding, ...]:
        """Every finding, as found."""
        return shelves.read(self._connection, shelves.FINDINGS)

    def matches(self, subjects: Collection[Subject]) -> tuple[Match, ...]:
        """The pairs that these are about, as scored."""
        return shelves.named(self._connection, shelves.MATCHES, [f"{each.key} {each.field}" for each in subjects])

    def matches_of(self, order_id: str) -> tuple[Match, ...]:
        """The pairs of an order, as scored."""
        found = shelves.beginning(self._connection, shelves.MATCHES, f"{order_id} ")
        return tuple(match for match in found if match.order_id == order_id)

    def all_matches(self) -> tuple[Match, ...]:
        """Every pair, as scored."""
        return shelves.read(self._connection, shelves.MATCHES)

    def record(self, source: str, record_id: str) -> DigitalRecord | None:
        """A digital record."""
        return next(iter(shelves.named(self._connection, shelves.RECORDS, (record_id,), source)), None)

    def page(self, binder: str, number: int) -> PageEntry | None:
        """What became of a page."""
        return next(iter(shelves.named(self._connection, shelves.PAGES, (str(number),), binder)), None)

    # The queue.

    def waiting(self, queue: str, start: int, count: int) -> tuple[Waiting, ...]:
        """So many waiting items from a place on."""
        return waiting.page(self._connection, queue, start, count)

    def last(self, queue: str, skip: int, count: int) -> tuple[Waiting, ...]:
        """So many waiting items that end `skip` before the end."""
        return waiting.last(self._connection, queue, skip, count)

    def index(self, item: Waiting) -> int:
        """How many waiting items stand before this one."""
        return waiting.index(self._connection, item)

    def rows(self, subject: Subject) -> tuple[Waiting, ...]:
        """The subject's items in all queues."""
        return waiting.rows(self._connection, subject)

    def of_order(self, queue: str, key: str) -> tuple[Waiting, ...]:
        """The items of an order in a queue, those decided too."""
        return waiting.of_order(self._connection, queue, key)

    def alike(self, like: Waiting, count: int) -> tuple[Waiting, ...]:
        """The waiting items with the same reading of the same field, the least sure first."""
        return waiting.alike(self._connection, like, count)

    def hanging(self, causes: Sequence[str], about: Sequence[str]) -> tuple[Waiting, ...]:
        """The findings that these findings explain, and those that a decision about these things would settle."""
        return waiting.hanging(self._connection, causes, about)

    def tallies(self, queues: Collection[str]) -> dict[str, Tally]:
        """How many items each of these queues has."""
        return waiting.tallies(self._connection, queues)

    def counts(self) -> tuple[Count, ...]:
        """How many items there are by binder, queue, kind and state."""
        return waiting.counts(self._connection)

    def outcomes(self, queue: str, origin: str) -> dict[str, int]:
        """How the items of a queue and origin came out; under "" those that wait."""
        return waiting.outcomes(self._connection, queue, origin)

    def rates(self) -> tuple[Rate, ...]:
        """How often readings were wrong, by form, engine and field."""
        return waiting.rates(self._connection)

    # Claims.

    def free(self, queue: str, claim: tuple[str, float], count: int = 1) -> tuple[Waiting, ...]:
        """The first waiting items that nobody else has."""
        return waiting.free(self._connection, queue, claim, count)

    def claim(self, item: Waiting, claim: tuple[str, float], until: float) -> bool:
        """Take an item, and let go of the one before; False where somebody else has it."""
        return waiting.claim(self._connection, item, claim, until)

    def release(self, me: str) -> None:
        """Let go of what a sitting has."""
        waiting.release(self._connection, me)

    def renew(self, me: str, until: float) -> None:
        """A sitting is still there."""
        waiting.renew(self._connection, me, until)

    # Decisions.

    def decide(self, item: Waiting, claim: tuple[str, float], decision: Decision) -> Decision | None:
        """Keep a decision about a waiting item; None, and nothing is kept, where it is decided or somebody else's.

        The guarded write comes first and the event only where it took: with the event first, a claim that had run out
        gave two decisions of 3,000.
        """
        if not waiting.guard(self._connection, item, claim, decision.action):
            return None
        kept = events.add(self._connection, decision)
        waiting.number(self._connection, item, kept.sequence)
        return kept

    def take_back(self, decision: Decision) -> Decision:
        """Keep an undo, and open the item again.

        Raises:
            UsageProblem: there is no such decision.
        """
        kept = events.add(self._connection, decision)
        if decision.undo_of is not None:
            waiting.reopen(self._connection, decision.undo_of)
        return kept

    def decisions(self, subjects: Collection[Subject] = (), fields: Collection[str] = ()) -> tuple[Decision, ...]:
        """The events about these subjects, or whose subject's field is one of these; the oldest first."""
        return events.about(self._connection, subjects, fields)

    def all_decisions(self) -> tuple[Decision, ...]:
        """Every event, the oldest first."""
        return events.read(self._connection)

    def backwards(self) -> Iterator[Decision]:
        """The events from the last one on."""
        return events.backwards(self._connection)

    def last_number(self) -> int:
        """The number of the last event, 0 where there is none."""
        return events.head(self._connection)[0]

    # Changes of the queue.

    def set_state(self, item: Waiting, state: State) -> None:
        """An undecided item is explained, or stands on its own again."""
        waiting.set_state(self._connection, item.queue, item.subject, state)

    def postpone(self, item: Waiting) -> None:
        """Move an item behind all others."""
        waiting.postpone(self._connection, item)

    def add(self, item: Waiting) -> None:
        """One more item."""
        waiting.add(self._connection, item)

    def remove(self, queue: str, subject: Subject) -> None:
        """An item is none any more."""
        waiting.remove(self._connection, queue, subject)

    def stale(self, rules: str) -> str | None:
        """The stamp that the queue should have under these rules, None where it has it."""
        now = f"{rules}\n{waiting.stamp(self._connection)}"
        return None if values.setting(self._connection, _STAMP) == now else now

    def replace(self, items: Iterable[Waiting], stamp: str, now: float) -> None:
        """These items in the place of all; claims and what was put off stay."""
        waiting.replace(self._connection, items, now)
        values.set_setting(self._connection, _STAMP, stamp)
