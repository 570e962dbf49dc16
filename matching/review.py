"""The review, without a screen: what waits for a person, and what the person says about it.

Each decision is one event that the store has kept before the session goes on, so a session that dies loses nothing.
Undo is an event as well: it takes back one that stands, any number of steps, also of an earlier sitting. Several people
may sit at one workspace: who looks at an item has claimed it, for a minute at a time, and nobody is given the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from matching.review_build import SECOND_STAGES, origin_of
from matching.review_items import follow, items_of
from matching.review_queue import FieldItem, FindingItem, Item, MatchItem, Origin, Queue
from matching.review_reader import ReviewReader, Settings, now, row_of
from records.decision import Action, Decision, Subject, SubjectKind
from records.errors import BackfileError, WorkspaceProblem
from records.order import ReadingStatus
from records.store import Desk, Store
from records.waiting import State, Tally, Waiting

LEASE = 60.0
"""Seconds that an item is kept for who has it on the screen; a living session renews it, a dead one cannot."""
RENEWED_EVERY = 20.0
"""Seconds between renewals: two may be missed."""


class Refused(BackfileError):
    """A decision that cannot be: the message says why. Nothing was kept."""


class Taken(Refused):
    """Somebody else decided the item, or has it: go on with the next one."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo took back."""

    decision: Decision
    """The last one of the act."""
    item: Item | None
    """The item that is open again; None where the run no longer has it."""
    count: int = 1
    """How many decisions the act was."""


class ReviewSession(ReviewReader):
    """One person's sitting at one workspace."""

    def __init__(
        self, store: Store, who: str, clock: Callable[[], datetime] = now, settings: Settings | None = None
    ) -> None:
        self.who = who
        self.sitting = f"{who} {uuid4().hex[:8]}"
        self._shown: dict[Subject, str] = {}
        super().__init__(store, clock, settings)

    # Claims.

    def next(self, queue: Queue) -> Item | None:
        """The item most worth looking at that nobody else has; it is this sitting's until the next one is."""
        try:
            with self._store.claiming() as desk:
                return self._claim_next(desk, queue)
        except WorkspaceProblem:  # a run is writing: the item is shown unclaimed, and the decision will be guarded
            return next(iter(self.coming(queue, 1)), None)

    def coming(self, queue: Queue, count: int) -> tuple[Item, ...]:
        """The items that `next` will give after the one at hand, if nobody else takes them."""
        with self._store.glancing() as desk:
            rows = desk.free(queue, self._claim(), count)
            return tuple(item for item in items_of(desk, rows) if item is not None)

    def _claim_next(self, desk: Desk, queue: Queue) -> Item | None:
        claim = self._claim()
        for row in desk.free(queue, claim, 8):
            (item,) = items_of(desk, (row,))
            if item is not None and desk.claim(row, claim, claim[1] + LEASE):
                return item
        desk.release(self.sitting)
        return None

    def claim(self, item: Item) -> bool:
        """Take this very item; False where it is decided or somebody else has it."""
        claim = self._claim()
        try:
            with self._store.claiming() as desk:
                row = row_of(desk, item)
                return row is not None and desk.claim(row, claim, claim[1] + LEASE)
        except WorkspaceProblem:
            return self.holder(item) == ""

    def holder(self, item: Item) -> str:
        """Who else has the item on the screen; empty where nobody has."""
        with self._store.glancing() as desk:
            row = row_of(desk, item)
        if row is None or row.claimed_by in {"", self.sitting} or row.claimed_until < self._seconds():
            return ""
        return row.claimed_by.rpartition(" ")[0]

    def keep_up(self) -> None:
        """This sitting is still there, and takes in what others did. Call it every `RENEWED_EVERY` seconds.

        From any thread: a run that writes may keep it waiting.

        Raises:
            WorkspaceProblem: the store is in use by a run; the lease goes on until it runs out.
        """
        with self._store.claiming() as desk:
            desk.renew(self.sitting, self._seconds() + LEASE)
        self.refresh()

    def leave(self) -> None:
        """Let go of what this sitting has; where that cannot be written the lease runs out by itself."""
        with suppress(WorkspaceProblem), self._store.claiming() as desk:
            desk.release(self.sitting)

    def shown(self, item: Item) -> None:
        """Note that the item is on the screen now."""
        self._shown[item.subject] = self._time()

    # What a person says.

    def accept(self, item: Item, reason: str = "") -> Decision:
        """The reading is right, the finding is true, the two are the same order.

        Raises:
            Refused: a reading that gives no value cannot be right as it is; `Taken` where it is decided already.
        """
        if isinstance(item, FieldItem) and standing_value(item) is None:
            raise Refused(f"“{item.reading.raw}” gives no value to accept", "Type what the paper says.")
        return self._decide(item, Action.ACCEPT, reason=reason)

    def correct(self, item: Item, text: str, *, blind: bool = False) -> Decision:
        """The field says this; `blind` where who typed it did not see the reading.

        Raises:
            Refused: the text is no value of the field's type, or the item is not a field.
        """
        if not isinstance(item, FieldItem):
            raise Refused("only the reading of a field can be corrected")
        parsed = self.check(item, text)
        if parsed.value is None and parsed.status is not ReadingStatus.ABSENT:
            raise Refused(parsed.note or "this is no value of the field", "Put it right, or say that it is illegible.")
        stage = "blind" if blind and item.queue is Queue.FIELDS else ""
        if (parsed.value or "") == standing_value(item):
            return self._decide(item, Action.ACCEPT, stage=stage)
        return self._decide(item, Action.CORRECT, after=parsed.value or "", stage=stage)

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

    def unsure(self, item: Item) -> Decision:
        """Whoever looked cannot tell: it goes to the second look.

        Raises:
            Refused: the item is not a pair.
        """
        if not isinstance(item, MatchItem):
            raise Refused("only a pair can be left unsure", "Put the item off instead.")
        return self._decide(item, Action.UNSURE)

    def accept_all(self, items: Sequence[Item]) -> tuple[Decision, ...]:
        """All of these are right: one act, taken back as one. What somebody else decided meanwhile is left out."""
        acts = [(each, Action.ACCEPT) for each in items if _acceptable(each)]
        return self._decide_all(acts)

    def none_of(self, item: MatchItem) -> tuple[Decision, ...]:
        """None of the candidates is the paper order: one act, taken back as one."""
        return self._decide_all([(each, Action.DISMISS) for each in self.candidates(item)])

    def later(self, item: Item) -> None:
        """Put the item behind all others, for everybody; nothing is decided."""
        with self._store.claiming() as desk:
            row = row_of(desk, item)
            if row is not None and row.state is State.WAITING:
                desk.postpone(row)
                tally = self._tally(row.queue)
                self._tell({row.queue: replace(tally, later=tally.later + (0 if row.late else 1))})

    def undo(self, anyone: bool = False) -> Undone | None:
        """Take back the last act that stands, one's own unless told otherwise; None where there is none."""
        with self._store.reviewing() as desk:
            acts = self._last_act(desk, anyone)
            if not acts:
                return None
            changed: set[str] = set()
            for each in acts:
                desk.take_back(
                    Decision(
                        each.subject, Action.UNDO, self.who, self._time(), undo_of=each.sequence, before=each.after
                    )
                )
                changed |= follow(desk, each) | _no_second_look(desk, each)
            rows = [row for row in desk.rows(acts[0].subject) if row.queue in _queues_of(acts[0])]
            item = next(iter(items_of(desk, rows[:1])), None)
            self._tell(desk.tallies(changed | _queues_of(acts[0])))
        return Undone(acts[0], item, len(acts))

    def _last_act(self, desk: Desk, anyone: bool) -> tuple[Decision, ...]:
        """The decisions of the last act that stands, the newest first."""
        undone: set[int] = set()
        acts: list[Decision] = []
        for event in desk.backwards():
            if acts and event.batch != acts[0].batch:
                break
            if event.undo_of is not None:
                undone |= {event.undo_of} if event.sequence not in undone else set()
            elif event.subject.kind is SubjectKind.STATE:  # a report approved: taken back by approving another
                continue
            elif event.sequence not in undone and (anyone or event.who == self.who):
                acts.append(event)
                if not event.batch:
                    break
        return tuple(acts)

    def _decide(self, item: Item, action: Action, after: str = "", reason: str = "", stage: str = "") -> Decision:
        """One event, kept before anything else happens."""
        return self._act([self._event(item, action, after, reason, stage)])[0]

    def _decide_all(self, acts: Sequence[tuple[Item, Action]]) -> tuple[Decision, ...]:
        if not acts:
            raise Refused("there is nothing among these that could be accepted", "Judge them one by one.")
        batch = uuid4().hex[:12]
        return self._act([(item, replace(self._event(item, action)[1], batch=batch)) for item, action in acts])

    def _event(
        self, item: Item, action: Action, after: str = "", reason: str = "", stage: str = ""
    ) -> tuple[Item, Decision]:
        if item.queue is Queue.SECOND:
            stage = "sample" if not isinstance(item, FindingItem) and item.origin == Origin.SAMPLE else "second"
        return item, Decision(
            item.subject,
            action,
            self.who,
            self._time(),
            before=before(item),
            after=after,
            reason=reason,
            shown_at=self._shown.pop(item.subject, ""),
            stage=stage,
            engine=item.reading.engine if isinstance(item, FieldItem) else "",
            version=self.settings.version,
        )

    def _act(self, acts: Sequence[tuple[Item, Decision]]) -> tuple[Decision, ...]:
        """Keep the events of one act in one transaction; what is not open any more is left out.

        Raises:
            Taken: none of them was.
        """
        with self._store.reviewing() as desk:
            kept = [event for item, decision in acts if (event := self._keep(desk, item, decision)) is not None]
            if not kept:
                raise self._why_not(desk, acts[0][0])
            changed = set[str]().union(*(follow(desk, event) | _second_look(desk, event) for event, _ in kept))
            fresh = desk.tallies(changed) if changed else {}
        self._count([row for _, row in kept], fresh)
        return tuple(event for event, _ in kept)

    def _keep(self, desk: Desk, item: Item, decision: Decision) -> tuple[Decision, Waiting] | None:
        row = row_of(desk, item)
        event = desk.decide(row, self._claim(), decision) if row is not None else None
        return (event, row) if event is not None and row is not None else None

    def _count(self, decided: Sequence[Waiting], changed: Mapping[str, Tally]) -> None:
        """Bring the numbers up to date: counting a million rows anew at each key would take longer than the key."""
        for row in decided:
            tally = self._tally(row.queue)
            later = tally.later - (1 if row.late else 0)
            self._tell({row.queue: Tally(tally.left - 1, tally.done + 1, later)})
        self._tell(changed)
        self._pace.add(self._clock(), len(decided))

    def _why_not(self, desk: Desk, item: Item) -> Taken:
        """Why the item could not be decided."""
        row = row_of(desk, item)
        if row is None:
            return Taken("the run has changed and this is no item any more", "Go on with the next one.")
        if row.state is State.WAITING:
            return Taken(f"{row.claimed_by.rpartition(' ')[0]} has this on the screen", "Go on with the next one.")
        decided = [each for each in desk.decisions((item.subject,)) if each.sequence == row.decided]
        who = f" by {decided[0].who}" if decided and decided[0].who != self.who else ""
        return Taken(f"this is decided already{who}", "Undo takes a decision back.")

    def _claim(self) -> tuple[str, float]:
        return self.sitting, self._seconds()

    def _time(self) -> str:
        return self._clock().isoformat(timespec="milliseconds")


def _queues_of(decision: Decision) -> frozenset[str]:
    """Where the item of a decision waits."""
    if decision.stage in SECOND_STAGES:
        return frozenset({Queue.SECOND})
    kinds = {SubjectKind.FIELD: {Queue.FIELDS}, SubjectKind.MATCH: {Queue.MATCHES}}
    return frozenset(kinds.get(decision.subject.kind, {Queue.GAPS, Queue.DUPLICATES, Queue.FINDINGS}))


def _second_look(desk: Desk, decision: Decision) -> set[str]:
    """Hand what one person could not settle to a second one; the queues that changed."""
    why = origin_of(decision) if decision.stage not in SECOND_STAGES else None
    rows = [row for row in desk.rows(decision.subject) if row.queue in _queues_of(decision)] if why else []
    for row in rows:
        first = replace(row, queue=Queue.SECOND, origin=str(why), state=State.WAITING, outcome="", decided=0)
        # Before the sample, the newest first: what a person left open comes before what nobody looked at.
        desk.add(replace(first, ordinal=-decision.sequence, claimed_by="", claimed_until=0.0, late=0))
    return {Queue.SECOND} if rows else set()


def _no_second_look(desk: Desk, decision: Decision) -> set[str]:
    """What was taken back needs no second look, unless somebody gave it one."""
    if decision.stage in SECOND_STAGES or origin_of(decision) is None:
        return set()
    for row in desk.rows(decision.subject):
        if row.queue == Queue.SECOND and row.state is State.WAITING:
            desk.remove(row.queue, row.subject)
    return {Queue.SECOND}


def _acceptable(item: Item) -> bool:
    return not isinstance(item, FieldItem) or standing_value(item) is not None


def standing_value(item: FieldItem) -> str | None:
    """What the field says as things stand: empty where nothing is written there, None where nobody could read it."""
    last = item.history[-1] if item.history else None
    if last is not None and last.action is Action.CORRECT:
        return last.after
    if last is not None and last.action is Action.ILLEGIBLE:
        return None
    absent = item.reading.status is ReadingStatus.ABSENT
    return item.reading.value if item.reading.value is not None else "" if absent else None


def before(item: Item) -> str:
    """What stood there when the decision was made."""
    if isinstance(item, FindingItem):
        return str(item.finding.status)
    if isinstance(item, MatchItem):
        return str(item.match.decision)
    stands = standing_value(item)
    return item.reading.raw if stands is None else stands
