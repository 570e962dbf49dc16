"""The review line by line, for screen readers and braille displays, and for terminals that can do nothing else.

Nothing is drawn and nothing moves: an item is said, a line is asked for, what was kept is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread

from matching.review import RENEWED_EVERY, ReviewSession, Undone, standing_value
from matching.review_evidence import entry, sides
from matching.review_gaps import explain, series_of
from matching.review_queue import FieldItem, FindingItem, Item, MatchItem, Origin, Queue
from records.decision import Decision
from records.errors import BackfileError
from records.finding import Cause
from records.lines import field_label
from records.screen import screen
from tui.phrases import (
    BEHIND,
    ORIGINS,
    QUEUE_NAMES,
    QUEUE_TASKS,
    decided,
    facts,
    in_a_line,
    kind_name,
    said_before,
    sample_line,
    why,
)

END = (":q", ":quit")


@dataclass(frozen=True, slots=True)
class PlainReview:
    """A sitting that is spoken."""

    session: ReviewSession
    ask: Callable[[str], str]
    """Takes a prompt and gives the line; raises EOFError where there are no more."""
    say: Callable[[str], None]

    def run(self) -> None:
        """Queue after queue, until there are no more lines."""
        if hindrance := self.session.hindrance:
            self._say(hindrance)
            self._say(BEHIND) if self.session.is_behind else None
        with self._keeping_up(), suppress(EOFError, _Quit):
            while True:
                self._choose()
        self.session.leave()

    @contextmanager
    def _keeping_up(self) -> Iterator[None]:
        """Who listens and types takes longer than a lease: it is renewed beside that."""
        over = Event()

        def renew() -> None:
            while not over.wait(RENEWED_EVERY):
                with suppress(BackfileError):  # the next decision says it better
                    self.session.keep_up()

        beside = Thread(target=renew, daemon=True)
        beside.start()
        try:
            yield
        finally:
            over.set()
            beside.join()

    def _say(self, text: str) -> None:
        self.say(str(screen(text)))

    def _ask(self, prompt: str) -> str:
        line = self.ask(prompt).strip("\r\n")
        if line.strip() in END:
            raise _Quit
        return line

    def _choose(self) -> None:
        self.session.refresh()
        for digit, queue in enumerate(Queue, 1):
            progress = self.session.progress(queue)
            self._say(f"{digit}. {QUEUE_NAMES[queue]}: {progress.left:,} left, {progress.done:,} done.")
        line = self._ask("Which queue, 1 to 6? :q ends. ").strip()
        queues = list(Queue)
        if line.isdigit() and 1 <= int(line) <= len(queues):
            self._work(queues[int(line) - 1])
        else:
            self._say("That is no queue.")

    def _work(self, queue: Queue) -> None:
        self._say(f"{QUEUE_NAMES[queue]}. {QUEUE_TASKS[queue]} {_COMMANDS}")
        if queue is Queue.SECOND:
            self._say(f"Sample: {sample_line(*self.session.sample())}.")
        while (item := self.session.next(queue)) is not None:
            self.session.shown(item)
            self._describe(item)
            line = self._ask(_prompt(item))
            if line.strip() in {":b", ":back"}:
                return
            try:
                self._answer(item, line)
            except BackfileError as problem:
                self._say(f"Not kept: {in_a_line(problem)}")
        self._say("Nothing waits here any more.")

    def _describe(self, item: Item) -> None:
        if item.queue is Queue.SECOND and not isinstance(item, FindingItem):
            self._say(f"{ORIGINS[Origin(item.origin)]}.")
        if isinstance(item, FieldItem):
            self._describe_field(item)
        elif isinstance(item, MatchItem):
            others = len(self.session.candidates(item)) - 1
            self._say(f"Are these two the same order?{f' {others} more could be it.' if others else ''}")
        else:
            self._describe_finding(item)
        for past in item.history[-2:] if isinstance(item, FieldItem | MatchItem) else ():
            self._say(f"{past.who}: {said_before(past)}.")
        shown = sides(self.session, item)
        for row in shown.rows if shown else ():
            self._say(f"{row.field}: {row.left or 'nothing'}; {row.right or 'nothing'}; {row.words}.")

    def _describe_field(self, item: FieldItem) -> None:
        order, reading = item.order, item.reading
        number = f" of order {order.number}" if order.number and reading.name != "order_number" else ""
        self._say(f"{field_label(reading.name)}{number}, binder {order.binder}, page {reading.page}.")
        stands = standing_value(item)
        self._say(f"Read as: {entry(self.session, item) or 'nothing'}." if stands is None else f"Reading: {stands}.")
        self._say(f"Look because: {why(reading)}.") if reading.doubt else None
        others = [each.value or each.raw for each in reading.alternatives[:3]]
        self._say(f"Other readings: {', '.join(others)}.") if others else None

    def _describe_finding(self, item: FindingItem) -> None:
        finding = item.finding
        self._say(
            f"{kind_name(finding.kind)} {finding.order_number}. {finding.detail} {facts(finding, len(item.symptoms))}."
        )
        for series in series_of(self.session, item) if item.queue is Queue.GAPS else ():
            before, after = ", ".join(series.before) or "nothing", ", ".join(series.after) or "nothing"
            self._say(f"{series.name}: {before}; missing {', '.join(series.missing)}; then {after}.")

    def _answer(self, item: Item, line: str) -> None:
        command = line.strip().lower()
        if command in {":u", ":undo"}:
            self._tell_undone(self.session.undo())
        elif command in {":l", ":later"}:
            self.session.later(item)
            self._say("Later: it comes again after the others.")
        elif command in {":r", ":record"} and isinstance(item, FieldItem):
            self._tell_record(item)
        elif command in {":h", ":help", ":?"}:
            self._say(_COMMANDS)
        else:
            event = self._decide(item, line)
            score = f" The score said {item.match.probability:.0%} the same." if isinstance(item, MatchItem) else ""
            self._say(f"Saved: {decided(item, event)}.{score}" if event is not None else f"Not understood. {_COMMANDS}")

    def _decide(self, item: Item, line: str) -> Decision | None:
        if isinstance(item, FieldItem):
            return self._decide_field(item, line)
        word = line.strip().lower()
        if isinstance(item, MatchItem):
            if word == "n":
                return self.session.none_of(item)[-1]
            acts = {"1": self.session.accept, "2": self.session.dismiss, "3": self.session.unsure}
            return acts[word](item) if word in acts else None
        if item.queue is Queue.GAPS:
            digit, _, note = line.strip().partition(" ")
            causes = dict(zip("12345", Cause, strict=True))
            return explain(self.session, item, causes[digit], note) if digit in causes else None
        if word in {"y", "yes", "a"}:
            return self.session.accept(item)
        return self.session.dismiss(item) if word in {"n", "no", "d"} else None

    def _decide_field(self, item: FieldItem, line: str) -> Decision:
        if line.strip().lower() in {":i", ":illegible"}:
            return self.session.illegible(item)
        if line.strip().lower() in {":n", ":nothing"}:
            return self.session.correct(item, "")
        return self.session.correct(item, line) if line else self.session.accept(item)

    def _tell_record(self, item: FieldItem) -> None:
        """What the linked record says; only where it is asked for, so that it does not lead."""
        record = self.session.linked_record(item.order.order_id)
        value = record.value(item.reading.name) if record else None
        if record is None:
            self._say("No record is linked.")
        else:
            self._say(f"Record {record.record_id} of {record.source} says {value or 'nothing'}.")

    def _tell_undone(self, undone: Undone | None) -> None:
        if undone is None:
            self._say("There is nothing of yours to take back.")
        else:
            self._say(f"Taken back: {decided(undone.item, undone.decision)}.")


class _Quit(Exception):
    """The person has had enough."""


_COMMANDS = (
    ":l later, :u undo, :b back to the queues, :q end, :h help. For a field: Enter if the reading is right, else type "
    "what the paper says, :n if nothing is written there, :i if nobody can read it, :r to hear what the record says."
)


def _prompt(item: Item) -> str:
    if isinstance(item, FieldItem):
        return "Right is Enter, else type: "
    if isinstance(item, MatchItem):
        return "1 same, 2 different, 3 unsure, n none of the candidates: "
    if item.queue is Queue.GAPS:
        causes = ", ".join(f"{digit} {cause}" for digit, cause in enumerate(Cause, 1))
        return f"{causes}; a note may follow: "
    return "y it is so, n it is not: "
