"""The headless review: what waits, in which order, and what a decision does."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from matching.review import Refused, ReviewSession
from matching.review_evidence import Mark, doubtful, entry, places, sides
from matching.review_queue import FieldItem, FindingItem, Queue, doubtful_readings
from records.dataset import SourceSummary
from records.decided import standing
from records.decision import Action, Decision, Subject, SubjectKind
from records.errors import WorkspaceProblem
from records.finding import Finding, FindingKind, Severity
from records.geometry import Box
from records.match import Comparison, Match, MatchDecision
from records.order import Alternative, DigitalRecord, FieldReading, LineItem, PaperOrder, ReadingStatus
from records.page import PageEntry, PageKind
from records.store import Store, events

BOX = Box(100, 100, 300, 140)


def read(name: str, value: str | None, doubt: str = "", **more: object) -> FieldReading:
    """A reading whose raw text is its value."""
    usual: dict[str, object] = {
        "raw": value or "???",
        "status": ReadingStatus.OK if value else ReadingStatus.ILLEGIBLE,
        "confidence": 0.6 if doubt else 0.99,
        "page": 1,
        "box": BOX,
        "engine": "test",
    }
    return FieldReading(name=name, value=value, doubt=doubt, **(usual | more))  # type: ignore[arg-type]


def paper(number: int, *readings: FieldReading) -> PaperOrder:
    """An order of one page."""
    page = number % 1000
    given_ = (replace(each, page=page) for each in readings)
    known = {each.name: each for each in (read("order_number", f"WO-{number}", page=page), *given_)}
    return PaperOrder(f"b:{page}", "b", (page,), tuple(known.values()))


def found(name: str, kind: FindingKind = FindingKind.MISSING_DIGITAL, **more: object) -> Finding:
    """A finding with a short id."""
    usual: dict[str, object] = {"severity": Severity.MEDIUM, "certainty": 0.5, "detail": "because"}
    return Finding(finding_id=name, kind=kind, **(usual | more))  # type: ignore[arg-type]


class Steady:
    """A clock that goes on by six seconds at each look."""

    def __init__(self) -> None:
        self._steps = itertools.count()

    def __call__(self) -> datetime:
        """The time now."""
        return datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(seconds=6 * next(self._steps))


ORDERS = (
    paper(
        1001,
        read(
            "order_number",
            "WO-1O01",
            "a letter among digits",
            alternatives=(Alternative("WO-1001", "WO-1001", "other"),),
        ),
    ),
    paper(1002, read("requested_on", "2019-03-07", "two ways", raw="03/07/2019")),
    paper(1003, read("notes", None, "no words in it", confidence=0.1)),
    paper(1004, read("total_cost", "148.50")),
)
RECORDS = (
    DigitalRecord("cmms", "7", 1, {"order_number": "WO-1004", "total_cost": "1485.00"}, {}),
    DigitalRecord("cmms", "8", 2, {"order_number": "WO-1002", "requested_on": "2019-03-08"}, {}),
)
MATCHES = (
    Match("b:2", "cmms", "8", 0.55, 0.3, MatchDecision.POSSIBLE),
    Match("b:3", "cmms", "7", 0.05, -4.0, MatchDecision.POSSIBLE),
    Match("b:4", "cmms", "7", 0.99, 9.0, MatchDecision.LINK),
)
FINDINGS = (
    found("stuck", FindingKind.STUCK_PAGES, certainty=0.9, effect=2, after_page=1, before_page=2, binder="b"),
    found("gap1", FindingKind.SEQUENCE_GAP, caused_by="stuck"),
    found("gap2", FindingKind.SEQUENCE_GAP, caused_by="stuck"),
    found("small", FindingKind.UNMAPPED_COLUMN, severity=Severity.LOW, certainty=1.0),
    found(
        "differ",
        FindingKind.FIELD_MISMATCH,
        order_ids=("b:4",),
        record_ids=("7",),
        source="cmms",
        field="total_cost",
        paper_value="148.50",
        digital_value="1485.00",
    ),
    found("unread", FindingKind.ILLEGIBLE_FIELD, order_ids=("b:3",), field="notes"),
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real store with a small run in it, made once."""
    path = tmp_path_factory.mktemp("filled") / "w.db"
    with Store.open(path) as opened:
        fill(opened)
    return path


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of it for each test."""
    with Store.open(shutil.copy(filled, tmp_path / "w.db")) as opened:
        yield opened


def fill(store: Store) -> None:
    """Put the small run into a store."""
    pages = [PageEntry("b", n, "b.pdf", n - 1, "", PageKind.ORDER, order_ids=(f"b:{n}",)) for n in (1, 2, 3, 4)]
    store.replace_binders(("b",), pages, ORDERS)
    store.replace_source(SourceSummary("cmms", "cmms.csv", 2, ()), RECORDS)
    store.replace_reconciliation(MATCHES, FINDINGS, ())


def sit(store: Store, who: str = "ann") -> ReviewSession:
    """A sitting."""
    return ReviewSession(store, who, Steady())


def keys(session: ReviewSession, queue: Queue) -> list[str]:
    """The subjects of a queue, in order."""
    return [f"{item.subject.key} {item.subject.field}".strip() for item in session.items(queue)]


def test_the_queue_begins_with_what_matters_and_is_most_in_doubt(store: Store) -> None:
    """Fields go by cost times doubt, findings by certainty times effect, matches by nearness to even."""
    session = sit(store)
    assert keys(session, Queue.FIELDS) == ["b:1 order_number", "b:2 requested_on", "b:3 notes"]
    assert keys(session, Queue.GAPS) == ["stuck"]
    assert keys(session, Queue.FINDINGS) == ["differ", "small"]
    assert keys(session, Queue.MATCHES) == ["b:2 cmms/8", "b:3 cmms/7"]


def test_a_symptom_waits_under_its_cause(store: Store) -> None:
    """One stuck pair of sheets is one item with its symptoms under it."""
    item = sit(store).next(Queue.GAPS)
    assert isinstance(item, FindingItem)
    assert [each.finding_id for each in item.symptoms] == ["gap1", "gap2"]


def test_symptoms_of_a_dismissed_cause_stand_alone_until_that_is_taken_back(store: Store) -> None:
    """A cause that is not so explains nothing."""
    session = sit(store)
    session.dismiss(session.items(Queue.GAPS)[0], "the pages are there")
    assert keys(session, Queue.GAPS) == ["gap1", "gap2"]
    assert keys(sit(store), Queue.GAPS) == ["gap1", "gap2"]
    session.undo()
    assert keys(session, Queue.GAPS) == ["stuck"]


def test_an_illegible_field_in_doubt_is_asked_once(store: Store) -> None:
    """The finding about it goes with the field."""
    session = sit(store)
    assert "unread" not in keys(session, Queue.FINDINGS)
    assert "b:3 notes" in keys(session, Queue.FIELDS)


def test_a_decision_is_kept_before_the_session_goes_on(store: Store) -> None:
    """What the store holds says who, what, when, before and after."""
    session = sit(store)
    item = session.items(Queue.FIELDS)[1]
    session.shown(item)
    session.correct(item, "3/8/2019")
    (event,) = store.decisions()
    assert event.subject == Subject(SubjectKind.FIELD, "b:2", "requested_on")
    assert (event.action, event.who, event.before, event.after) == (
        Action.CORRECT,
        "ann",
        "2019-03-07",
        "2019-03-08",
    )
    assert event.shown_at < event.decided_at


def test_an_item_is_not_gone_when_the_store_could_not_keep_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk leaves the queue as it was."""
    session = sit(store)
    before = keys(session, Queue.FIELDS)

    def full(*_: object) -> Decision:
        raise WorkspaceProblem("the disk is full")

    monkeypatch.setattr(events, "add", full)
    with pytest.raises(WorkspaceProblem):
        session.accept(session.items(Queue.FIELDS)[0])
    assert keys(session, Queue.FIELDS) == before
    assert session.progress().done == 0


def test_typing_what_was_read_is_accepting_it(store: Store) -> None:
    """A text that gives the same value changes nothing."""
    session = sit(store)
    event = session.correct(session.items(Queue.FIELDS)[1], "March 7, 2019")
    assert event.action is Action.ACCEPT


def test_an_empty_box_says_that_nothing_is_written_there(store: Store) -> None:
    """It is a correction of what was read, and an acceptance where nothing was."""
    empty = read("due_on", None, "a stray mark", raw="", status=ReadingStatus.ABSENT)
    store.replace_binders(("b",), (), (*ORDERS, paper(1005, empty)))
    session = sit(store)
    for name, action in (("notes", Action.CORRECT), ("due_on", Action.ACCEPT)):
        item = next(item for item in session.items(Queue.FIELDS) if item.subject.field == name)
        event = session.correct(item, " ")
        assert (event.action, event.after) == (action, "")


def test_a_cell_of_a_line_waits_and_is_corrected_like_a_field(store: Store) -> None:
    """It is called by its line and kept as its own type, and its line says so from then on; undone it waits again."""
    line = LineItem(2, (read("quantity", "7"), read("amount", "9.00", "the engines read it differently", raw="9.00")))
    store.replace_binders(("b",), (), (replace(paper(1005), line_items=(line,)),))
    session = sit(store)
    (item,) = session.items(Queue.FIELDS)
    assert item.subject == Subject(SubjectKind.FIELD, "b:5", "line 2 amount")
    with pytest.raises(Refused):
        session.correct(item, "soon")
    session.correct(item, "$1,019.5")
    assert keys(session, Queue.FIELDS) == []
    (decided,) = store.dataset().orders
    assert [each.value for each in decided.line_items[0].readings] == ["7", "1019.50"]
    assert session.undo() is not None
    assert keys(session, Queue.FIELDS) == ["b:5 line 2 amount"]


@pytest.mark.parametrize("text", ["soon", "13/45/2019", "2019-02-30"])
def test_a_value_that_does_not_fit_its_type_is_refused_with_the_reason(store: Store, text: str) -> None:
    """Nothing is kept, and the message says why."""
    session = sit(store)
    with pytest.raises(Refused) as refused:
        session.correct(session.items(Queue.FIELDS)[1], text)
    assert refused.value.message
    assert store.decisions() == ()


def test_a_reading_without_a_value_cannot_be_right(store: Store) -> None:
    """There is nothing to accept in it."""
    session = sit(store)
    with pytest.raises(Refused):
        session.accept(session.items(Queue.FIELDS)[2])
    session.illegible(session.items(Queue.FIELDS)[2])
    assert session.left(Queue.FIELDS) == 2


def test_an_item_is_decided_once(store: Store) -> None:
    """A second decision needs an undo first."""
    session = sit(store)
    item = session.items(Queue.MATCHES)[0]
    session.accept(item)
    with pytest.raises(Refused, match="already"):
        session.dismiss(item)


def test_actions_keep_to_their_queue(store: Store) -> None:
    """A reading cannot be dismissed; a finding can be neither corrected nor illegible."""
    session = sit(store)
    with pytest.raises(Refused):
        session.dismiss(session.items(Queue.FIELDS)[0])
    finding = session.items(Queue.FINDINGS)[0]
    for act in (lambda: session.correct(finding, "x"), lambda: session.illegible(finding)):
        with pytest.raises(Refused):
            act()
    assert store.decisions() == ()


def test_later_puts_the_item_behind_all_others(store: Store) -> None:
    """It comes again, and nothing is decided."""
    session = sit(store)
    first, second, third = session.items(Queue.FIELDS)
    session.later(first)
    session.later(second)
    assert session.items(Queue.FIELDS) == (third, first, second)
    assert session.progress(Queue.FIELDS).later == 2
    session.accept(first)
    assert session.progress(Queue.FIELDS).later == 1
    assert len(store.decisions()) == 1


def test_undo_goes_back_any_number_of_steps_after_a_restart(store: Store) -> None:
    """Each step is an event of its own; the queue is as at the beginning."""
    session = sit(store)
    first_look = [queue for queue in Queue if queue is not Queue.SECOND]
    start = [item for queue in first_look for item in session.items(queue)]
    for item in start:
        session.illegible(item) if isinstance(item, FieldItem) else session.accept(item)
    again = sit(store)
    assert not any(again.items(queue) for queue in first_look)
    undone = [again.undo() for _ in start]
    assert [each.item.subject for each in undone if each and each.item] == [item.subject for item in reversed(start)]
    assert [item.subject for queue in first_look for item in again.items(queue)] == [item.subject for item in start]
    assert again.undo() is None
    assert standing(store.decisions()) == ()


def test_undo_leaves_what_others_decided(store: Store) -> None:
    """Only one's own decisions, unless told otherwise."""
    ann, bob = sit(store), sit(store, "bob")
    ann.accept(ann.items(Queue.MATCHES)[0])
    assert bob.undo() is None
    bob.refresh()
    assert bob.left(Queue.MATCHES) == 1
    undone = bob.undo(anyone=True)
    assert undone is not None
    assert undone.decision.who == "ann"
    assert bob.left(Queue.MATCHES) == 2


def test_correcting_a_field_settles_the_mismatch_about_it(store: Store) -> None:
    """The finding goes where the value that was typed is the digital one, and comes back with the undo."""
    doubtful_cost = paper(1004, read("total_cost", "148.50", "faint"))
    store.replace_binders(("b",), (), (*ORDERS[:3], doubtful_cost))
    session = sit(store)
    item = next(each for each in session.items(Queue.FIELDS) if each.subject.key == "b:4")
    session.correct(item, "$1,485.00")
    assert "differ" not in keys(session, Queue.FINDINGS)
    assert "differ" not in keys(sit(store), Queue.FINDINGS)
    session.undo()
    assert "differ" in keys(session, Queue.FINDINGS)


def test_progress_counts_and_measures_the_pace(store: Store) -> None:
    """Done and left add up; the pace is there after three decisions and leaves pauses out."""
    session = sit(store)
    total = session.progress().left
    for item in session.items(Queue.MATCHES):
        session.accept(item)
    assert session.progress().rate is None
    session.dismiss(session.items(Queue.FINDINGS)[1])
    progress = session.progress()
    assert progress.done + progress.left == total
    assert progress.rate == pytest.approx(180, rel=0.5)


def test_a_field_that_no_catalogue_knows_takes_any_text(store: Store) -> None:
    """A department's own field is words."""
    order = PaperOrder("b:9", "b", (9,), (), extras=(read("Crew colour", "re d", "a gap in the word"),))
    store.replace_binders(("b",), (), (order,))
    session = sit(store)
    assert session.correct(session.items(Queue.FIELDS)[0], "red").after == "red"


def test_a_run_that_found_other_things_does_not_break_the_undo(store: Store) -> None:
    """A decision about something that is gone can be taken back; there is only nothing to show."""
    session = sit(store)
    session.accept(session.items(Queue.MATCHES)[0])
    store.replace_reconciliation((), (), ())
    undone = sit(store).undo()
    assert undone is not None
    assert undone.item is None


def test_both_sides_say_how_they_compare(store: Store) -> None:
    """A glyph and a word a field, in the catalogue's order."""
    session = sit(store)
    item = next(item for item in session.items(Queue.FINDINGS) if item.subject.key == "differ")
    shown = sides(session, item)
    assert shown is not None
    assert [(row.field, row.mark) for row in shown.rows] == [
        ("Order number", Mark.SAME),
        ("Total cost", Mark.DIFFERS),
    ]


def test_the_levels_of_the_scorer_are_shown_as_words(store: Store) -> None:
    """A match shows what each comparison found."""
    compared = Comparison("requested_on", "within 3 days", 2.0, "2019-03-07", "2019-03-08")
    store.replace_reconciliation((replace(MATCHES[0], comparisons=(compared,)),), (), ())
    session = sit(store)
    shown = sides(session, session.items(Queue.MATCHES)[0])
    assert shown is not None
    row = next(row for row in shown.rows if row.field == "Requested on")
    assert (row.mark, row.words) == (Mark.CLOSE, "within 3 days")


def test_stuck_pages_show_the_numbers_on_both_sides_and_the_heads(store: Store) -> None:
    """The last number before the hole, the first after it, then both heads."""
    session = sit(store)
    shown = places(session, session.items(Queue.GAPS)[0])
    assert [(place.page, place.box is None) for place in shown] == [(1, False), (2, False), (1, True), (2, True)]


def test_of_a_sheet_with_two_orders_the_one_beside_the_hole_is_shown(store: Store) -> None:
    """Before a hole the last number on the sheet, behind it the first."""
    twins = [
        replace(paper(1000 + 10 * n + page), order_id=f"b:{page}{n}", pages=(page,)) for page in (1, 2) for n in (0, 1)
    ]
    twins = [replace(o, readings=tuple(replace(r, page=o.pages[0]) for r in o.readings)) for o in twins]
    pages = [PageEntry("b", n, "b.pdf", n - 1, "", PageKind.ORDER, order_ids=(f"b:{n}0", f"b:{n}1")) for n in (1, 2)]
    store.replace_binders(("b",), pages, twins)
    session = sit(store)
    before, after, *_ = places(session, session.items(Queue.GAPS)[0])
    assert (before.caption, after.caption) == ("page 1, last before: WO-1011", "page 2, first after: WO-1002")


def test_the_entry_is_what_the_paper_says_where_that_gives_the_value(store: Store) -> None:
    """A date is compared as it stands on the paper, not as it is kept."""
    session = sit(store)
    number, day, notes = (item for item in session.items(Queue.FIELDS) if isinstance(item, FieldItem))
    assert (entry(session, number), entry(session, day), entry(session, notes)) == ("WO-1O01", "03/07/2019", "???")


def test_the_doubtful_character_is_where_the_engines_differ() -> None:
    """The O that another engine reads as 0 is marked, and nothing else."""
    reading = ORDERS[0].readings[0]
    assert doubtful(reading, "WO-1O01") == (4,)


@pytest.mark.parametrize(
    ("text", "places"),
    [("WO-1O4512", (4,)), ("WO-77", ()), ("$1?8.50", (2,)), ("4l Elm Str8et", (1, 10)), ("03/14/2019", ()), ("", ())],
)
def test_a_glyph_that_does_not_belong_is_doubtful(text: str, places: tuple[int, ...]) -> None:
    """A letter among digits and a digit among letters, where no other engine has a say."""
    assert doubtful(read("order_number", text, "x"), text) == places


def test_every_reading_in_doubt_is_asked_and_no_other() -> None:
    """The queue of fields is the orders' own list of doubts."""
    asked = [(order.order_id, reading.name) for order, reading in doubtful_readings(ORDERS)]
    assert asked == [(order.order_id, name) for order in ORDERS for name in order.needs_review]


def test_the_likeliest_other_reading_marks_the_characters() -> None:
    """One that only adds something marks nothing, however near it is; one of something else comes last."""
    others = ("RECEIVED JUL 7", "1294 E Chestnut.", "1294 E Chestuut")
    alternatives = tuple(Alternative(other, other, "x") for other in others)
    given_ = read("location", "1294 E Chestnut", "x", alternatives=alternatives)
    assert doubtful(given_, "1294 E Chestnut") == (12,)
