"""Several people at one workspace: claims, leases, what a decision does to the findings that hang on it."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest

from matching.review import LEASE, ReviewSession, Taken
from matching.review_build import lay_out_queue
from matching.review_queue import FieldItem, MatchItem, Origin, Queue
from records.dataset import SourceSummary
from records.decision import Action, Subject, SubjectKind
from records.errors import WorkspaceProblem
from records.finding import Finding, FindingKind, FindingStatus, Severity
from records.geometry import Box
from records.match import Match, MatchDecision
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus
from records.store import Store, events
from records.waiting import State


def reading(name: str, value: str | None, doubt: str = "", confidence: float = 0.6) -> FieldReading:
    """A reading without a place on the page."""
    status = ReadingStatus.OK if value else ReadingStatus.ILLEGIBLE
    return FieldReading(name, value, value or "??", status, confidence, 1, None, "test", doubt=doubt)


def order(at: int, *more: FieldReading) -> PaperOrder:
    """An order whose number is in doubt."""
    number = reading("order_number", f"WO-{at:04}", "faint", 0.2 + at % 50 / 100)
    return PaperOrder(f"b:{at}", "b", (at,), (number, *more), "Signs", "sign")


class Hands:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time."""
        self.now += timedelta(milliseconds=1)
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Six fields in doubt, one order that seems to be in no list and two records that could be it."""
    made = Store.open(tmp_path / "w.db")
    made.replace_binders(("b",), (), [order(at) for at in range(1, 7)])
    records = [DigitalRecord("cmms", str(at), at, {"order_number": f"X-{at}"}, {}) for at in (1, 2)]
    made.replace_source(SourceSummary("cmms", "cmms.csv", 2, ()), records)
    pairs = [Match("b:1", "cmms", str(at), 0.5 + at / 10, 1.0, MatchDecision.POSSIBLE) for at in (1, 2)]
    usual = {"severity": Severity.HIGH, "certainty": 0.9, "detail": "because"}
    found = [
        Finding("paper", FindingKind.MISSING_DIGITAL, order_ids=("b:1",), effect=1, **usual),  # type: ignore[arg-type]
        Finding("list", FindingKind.MISSING_PAPER, record_ids=("2",), source="cmms", **usual),  # type: ignore[arg-type]
        Finding("gap", FindingKind.SEQUENCE_GAP, order_number="WO-0009", **usual),  # type: ignore[arg-type]
    ]
    made.replace_reconciliation(pairs, found, ())
    return made


def statuses(store: Store) -> dict[str, FindingStatus]:
    """What an export would say about the findings."""
    return {finding.finding_id: finding.status for finding in store.dataset().findings}


def waiting(session: ReviewSession) -> set[str]:
    """The findings that wait."""
    return {item.subject.key for queue in (Queue.GAPS, Queue.FINDINGS) for item in session.items(queue)}


def test_nobody_is_handed_what_another_has(store: Store) -> None:
    """Two sittings that ask in turn get different items, and keep theirs until they go on."""
    ann, bob = ReviewSession(store, "ann", Hands()), ReviewSession(store, "bob", Hands())
    hers, his = ann.next(Queue.FIELDS), bob.next(Queue.FIELDS)
    assert hers and his and hers.subject != his.subject
    assert ann.next(Queue.FIELDS) == hers
    assert (ann.holder(his), bob.holder(his)) == ("bob", "")
    with pytest.raises(Taken, match="bob has this"):
        ann.accept(his)
    assert store.decisions() == ()


def test_two_sittings_of_one_name_are_two(store: Store) -> None:
    """Who opens a second window is handed the next item there."""
    one, two = ReviewSession(store, "ann", Hands()), ReviewSession(store, "ann", Hands())
    assert one.next(Queue.FIELDS) != two.next(Queue.FIELDS)


def test_what_another_decided_shows_as_such(store: Store) -> None:
    """The message names who, nothing is kept, and the next item is another one."""
    ann, bob = ReviewSession(store, "ann", Hands()), ReviewSession(store, "bob", Hands())
    item = ann.next(Queue.FIELDS)
    assert item is not None
    ann.leave()
    bob.accept(item)
    with pytest.raises(Taken, match="decided already by bob"):
        ann.accept(item)
    assert len(store.decisions()) == 1
    assert ann.next(Queue.FIELDS) != item


def test_a_lease_runs_out_unless_it_is_renewed(store: Store) -> None:
    """The item of a dead sitting is handed to the next one after a minute, and that of a living one is not."""
    clock = Hands()
    ann, bob = ReviewSession(store, "ann", clock), ReviewSession(store, "bob", clock)
    hers = ann.next(Queue.FIELDS)
    clock.now += timedelta(seconds=LEASE - 1)
    ann.keep_up()
    clock.now += timedelta(seconds=LEASE - 1)
    assert bob.next(Queue.FIELDS) != hers
    clock.now += timedelta(seconds=2)
    assert bob.next(Queue.FIELDS) == hers


def test_a_run_beside_the_review_keeps_claims_and_what_was_put_off(store: Store) -> None:
    """The queue is laid out anew, and nobody loses what is on the screen."""
    ann, bob = ReviewSession(store, "ann", Hands()), ReviewSession(store, "bob", Hands())
    hers = ann.next(Queue.FIELDS)
    last = bob.items(Queue.FIELDS)[2]
    bob.later(last)
    store.replace_binders(("b",), (), [order(at) for at in range(1, 9)])
    assert lay_out_queue(store, 0.995, Hands()().timestamp()) > 0
    bob.refresh()
    assert bob.left(Queue.FIELDS) == 8
    assert bob.next(Queue.FIELDS) != hers
    assert bob.items(Queue.FIELDS)[-1].subject == last.subject
    assert bob.progress(Queue.FIELDS).later == 1


def test_a_decision_falls_whole_or_not_at_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the event cannot be kept the item still waits, for the same person."""
    session = ReviewSession(store, "ann", Hands())
    item = session.next(Queue.FIELDS)
    assert item is not None
    with monkeypatch.context() as patched:
        patched.setattr(events, "add", lambda *_: (_ for _ in ()).throw(OSError("full")))
        with pytest.raises(OSError, match="full"):
            session.accept(item)
    assert session.next(Queue.FIELDS) == item
    assert session.progress().done == 0
    session.accept(item)


def test_a_link_settles_what_was_missing_on_either_side(store: Store) -> None:
    """The order is in a list after all, and the record on paper; the undo brings both findings back."""
    session = ReviewSession(store, "ann", Hands())
    pair = next(each for each in session.items(Queue.MATCHES) if each.subject.field == "cmms/2")
    assert waiting(session) == {"paper", "list", "gap"}
    session.accept(pair)
    assert waiting(session) == {"gap"}
    assert statuses(store)["paper"] is statuses(store)["list"] is FindingStatus.DISMISSED
    assert waiting(ReviewSession(store, "bob", Hands())) == {"gap"}
    session.undo()
    assert waiting(session) == {"paper", "list", "gap"}
    assert statuses(store)["paper"] is FindingStatus.OPEN


def test_a_number_that_was_typed_is_missing_no_more(store: Store) -> None:
    """The gap in the series goes with the correction, and comes back with its undo."""
    session = ReviewSession(store, "ann", Hands())
    session.correct(session.items(Queue.FIELDS)[0], "WO-0009")
    assert "gap" not in waiting(session)
    assert statuses(store)["gap"] is FindingStatus.DISMISSED
    session.undo()
    assert "gap" in waiting(session)


def test_a_number_of_another_binder_fills_no_gap(store: Store) -> None:
    """Two departments may count alike; a gap that names its binder waits for a number there."""
    usual = {"severity": Severity.HIGH, "certainty": 0.9, "detail": "because", "order_number": "WO-0009"}
    found = [
        Finding(name, FindingKind.SEQUENCE_GAP, binder=name, **usual)  # type: ignore[arg-type]
        for name in ("b", "other")
    ]
    store.replace_reconciliation((), found, ())
    session = ReviewSession(store, "ann", Hands())
    session.correct(session.items(Queue.FIELDS)[0], "WO-0009")
    assert waiting(session) == {"other"}
    assert statuses(store) == {"b": FindingStatus.DISMISSED, "other": FindingStatus.OPEN}


def test_what_hangs_on_decisions_is_what_a_new_layout_says(store: Store) -> None:
    """The queue that was brought up to date step by step is the one that is laid out from nothing."""
    session = ReviewSession(store, "ann", Hands())
    session.correct(session.items(Queue.FIELDS)[0], "WO-0009")
    session.accept(session.items(Queue.MATCHES)[0])
    session.illegible(session.items(Queue.FIELDS)[0])
    session.accept(session.items(Queue.FINDINGS)[0]) if session.left(Queue.FINDINGS) else None
    before = [item.subject for item in session.items()]
    store.set_setting("review_stamp", "")
    again = ReviewSession(store, "ann", Hands())
    assert {item.subject for item in again.items()} == set(before)
    assert [again.left(queue) for queue in Queue] == [session.left(queue) for queue in Queue]


def test_what_one_could_not_settle_goes_to_a_second_look(store: Store) -> None:
    """Illegible, unsure, and keyed blind with another outcome; the undo takes it out again."""
    session = ReviewSession(store, "ann", Hands())
    first, second, third = session.items(Queue.FIELDS)[:3]
    session.illegible(first)
    session.correct(second, "WO-7777", blind=True)
    session.correct(third, third.reading.value or "", blind=True)  # type: ignore[union-attr]
    session.unsure(session.items(Queue.MATCHES)[0])
    origins = [item.origin for item in session.items(Queue.SECOND) if isinstance(item, FieldItem | MatchItem)]
    assert origins == [Origin.UNSURE, Origin.BLIND, Origin.ILLEGIBLE]
    session.undo()
    assert session.left(Queue.SECOND) == 2


def test_the_second_look_has_the_last_word(store: Store) -> None:
    """What a supervisor types goes over what was typed blind, and its undo brings that back."""
    session = ReviewSession(store, "ann", Hands())
    session.correct(session.items(Queue.FIELDS)[0], "WO-7777", blind=True)
    boss = ReviewSession(store, "boss", Hands())
    (item,) = boss.items(Queue.SECOND)
    assert isinstance(item, FieldItem)
    event = boss.correct(item, item.reading.value or "")
    assert (event.action, event.before, event.stage) == (Action.CORRECT, "WO-7777", "second")
    (decided,) = [each for each in store.dataset().orders if each.order_id == item.order.order_id]
    assert decided.number == item.reading.value
    boss.undo()
    assert boss.left(Queue.SECOND) == 1
    assert boss.progress(Queue.FIELDS).done == 1


def test_the_sample_says_how_often_nobody_s_values_are_wrong(store: Store) -> None:
    """Every decision about the sample counts; what is wrong in it is put right as well."""
    sure = replace(reading("location", "9 Elm St", confidence=1.0), box=Box(0, 0, 9, 9))
    orders = [order(at, sure) for at in range(1, 41)]
    store.replace_binders(("b",), (), orders)
    session = ReviewSession(store, "boss", Hands())
    drawn = session.items(Queue.SECOND)
    assert len(drawn) == 38  # one wrong in forty is too many, and the last two hide it one time in twenty
    for at, item in enumerate(drawn):
        session.correct(item, "7 Elm St") if at == 3 else session.accept(item)
    rate, left = session.sample()
    assert (rate.looked, rate.wrong, left) == (38, 1, 0)
    assert rate.low < 1 / 38 < rate.high
    assert {event.stage for event in store.decisions()} == {"sample"}
    found = {(each.field, each.looked, each.wrong) for each in session.rates()}
    assert found == {("location", 38, 1)}


def test_a_group_is_accepted_and_taken_back_as_one(store: Store) -> None:
    """One act, one undo; who is excluded still waits."""
    store.replace_binders(("b",), (), [order(at, reading("status", "Closed", "faint")) for at in range(1, 6)])
    session = ReviewSession(store, "ann", Hands())
    start = next(item for item in session.items(Queue.FIELDS) if item.subject.field == "status")
    group = [item for item in session.items(Queue.FIELDS) if item.subject.field == "status"]
    assert [item.subject for item in session.group(start)] == [start.subject]  # the others have no place to be shown
    events_ = session.accept_all(group[1:])
    assert len({event.batch for event in events_}) == 1
    assert session.progress(Queue.FIELDS).done == 4
    undone = session.undo()
    assert undone is not None
    assert undone.count == 4
    assert session.progress(Queue.FIELDS).done == 0


def test_none_of_the_candidates_is_one_act(store: Store) -> None:
    """All pairs of the paper order are rejected together."""
    session = ReviewSession(store, "ann", Hands())
    pair = session.items(Queue.MATCHES)[0]
    assert isinstance(pair, MatchItem)
    assert [each.match.probability for each in session.candidates(pair)] == [0.7, 0.6]
    assert len(session.none_of(pair)) == 2
    assert session.left(Queue.MATCHES) == 0
    session.undo()
    assert session.left(Queue.MATCHES) == 2


CLERK = textwrap.dedent(
    """
    import os, signal, sys
    sys.path[:0] = [{root!r}]
    from matching.review import ReviewSession, Taken
    from matching.review_queue import Queue
    from records.store import Store

    with Store.open({path!r}) as store:
        session = ReviewSession(store, sys.argv[1])
        print("ready", flush=True)
        sys.stdin.readline()
        count = 0
        while (item := session.next(Queue.FIELDS)) is not None:
            if count == int(sys.argv[2]):
                os.kill(os.getpid(), signal.SIGKILL)
            session.accept(item)
            count += 1
            print(item.subject.key, flush=True)
    """
)


def test_clerks_in_several_processes_decide_each_item_once(tmp_path: Path) -> None:
    """Three at work, one of them killed in the middle: nothing is decided twice, nothing decided is lost."""
    path = tmp_path / "w.db"
    count = 100
    with Store.open(path) as store:
        store.replace_binders(("b",), (), [order(at) for at in range(1, count + 1)])
        ReviewSession(store, "nobody")
        script = CLERK.format(root=str(Path(__file__).parents[2]), path=str(path))
        clerks = [
            subprocess.Popen(
                [sys.executable, "-c", script, who, fails], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for who, fails in (("ann", "-1"), ("bob", "-1"), ("eve", "1"))
        ]
        for clerk in clerks:
            assert clerk.stdout is not None
            assert clerk.stdout.readline() == "ready\n"
        for clerk in reversed(clerks):  # eve first: she dies after her first decision, with the next item claimed
            assert clerk.stdin is not None
            clerk.stdin.write("go\n")
            clerk.stdin.flush()
            if clerk is clerks[2]:
                clerk.wait(timeout=120)
        told = [clerk.communicate(timeout=120)[0].split() for clerk in clerks]
        assert clerks[2].returncode == -signal.SIGKILL
        decided = store.decisions()
        each = Counter(event.subject for event in decided)
        assert max(each.values()) == 1
        assert {key for keys in told for key in keys} <= {event.subject.key for event in decided}
        late = ReviewSession(store, "kim", lambda: datetime.now().astimezone() + timedelta(seconds=LEASE + 1))
        while (item := late.next(Queue.FIELDS)) is not None:
            late.accept(item)
        assert len(store.decisions()) == count
        assert len({event.subject for event in store.decisions()}) == count
        assert store.check() == ()


def test_a_waiting_row_says_where_it_stands(store: Store) -> None:
    """State, outcome and number of the decision are the queue's own."""
    session = ReviewSession(store, "ann", Hands())
    item = session.items(Queue.FIELDS)[0]
    event = session.accept(item)
    with store.glancing() as desk:
        (row,) = desk.rows(Subject(SubjectKind.FIELD, item.subject.key, "order_number"))
    assert (row.state, row.outcome, row.decided) == (State.DECIDED, "accept", event.sequence)


def test_who_cannot_claim_goes_on_all_the_same(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a run holds the store's lock items are shown unclaimed; what is decided afterwards is guarded as ever."""
    ann, bob = ReviewSession(store, "ann", Hands()), ReviewSession(store, "bob", Hands())
    his = bob.next(Queue.FIELDS)

    def busy() -> None:
        raise WorkspaceProblem("the store is in use by another program")

    with monkeypatch.context() as patched:
        patched.setattr(store, "claiming", busy)
        hers = ann.next(Queue.FIELDS)
        assert hers is not None and his is not None and hers != his
        assert ann.claim(hers) and not ann.claim(his)
        ann.leave()
    ann.accept(hers)
    assert len(store.decisions()) == 1


def test_a_store_that_is_being_written_keeps_nobody_waiting_long(store: Store, tmp_path: Path) -> None:
    """The next item comes unclaimed, a decision is refused after three seconds with the reason, and kept afterwards."""
    ann = ReviewSession(store, "ann", Hands())
    run = sqlite3.connect(tmp_path / "w.db", isolation_level=None)
    run.execute("BEGIN IMMEDIATE")
    began = perf_counter()
    item = ann.next(Queue.FIELDS)
    assert item is not None
    with pytest.raises(WorkspaceProblem, match="in use"):
        ann.accept(item)
    assert perf_counter() - began < 9  # the ten seconds of a run are too long for a person
    assert ann.left(Queue.FIELDS) == 6
    run.execute("ROLLBACK")
    assert ann.accept(item).sequence == 1


def test_what_others_did_is_taken_in_with_the_lease(store: Store) -> None:
    """Whoever keeps up sees the numbers go down, and keeps what is decided here meanwhile."""
    ann, bob = ReviewSession(store, "ann", Hands()), ReviewSession(store, "bob", Hands())
    his = bob.next(Queue.FIELDS)
    assert his is not None
    bob.accept(his)
    assert ann.left(Queue.FIELDS) == 6
    ann.keep_up()
    assert ann.left(Queue.FIELDS) == 5
