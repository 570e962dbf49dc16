"""What people decided stands, the later over the earlier, until it is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.decided import PERSON, apply_decisions, standing
from records.decision import Action, Decision, Subject, SubjectKind
from records.finding import Cause, Finding, FindingKind, FindingStatus, Severity, cause_and_note
from records.geometry import Box
from records.match import Match, MatchDecision
from records.order import FieldReading, LineItem, PaperOrder, ReadingStatus

DOUBTFUL = FieldReading(
    "total_cost", "14.00", "$I4.OO", ReadingStatus.REPAIRED, 0.6, 3, Box(1, 2, 3, 4), "tesseract", doubt="repaired"
)
ORDER = PaperOrder("signs:3", "signs", (3,), (DOUBTFUL,), "Streets", extras=(replace(DOUBTFUL, name="Crew"),))
MATCH = Match("signs:3", "311", "A/7", 0.6, 1.5, MatchDecision.POSSIBLE)
FIELD = Subject(SubjectKind.FIELD, "signs:3", "total_cost")
PAIR = Subject(SubjectKind.MATCH, "signs:3", "311/A/7")


def finding(kind: FindingKind, **more: str) -> Finding:
    """A finding about the cost of the order."""
    made = Finding("f1", kind, Severity.LOW, 0.9, "look", order_ids=("signs:3",), field="total_cost")
    return replace(made, **more)  # type: ignore[arg-type] # texts only


def said(*what: tuple[Subject, Action, str]) -> list[Decision]:
    """Decisions in a row, from 1."""
    return [Decision(s, action, "me", "now", after=after, sequence=n) for n, (s, action, after) in enumerate(what, 1)]


def decided_reading(decisions: Sequence[Decision], order: PaperOrder = ORDER, name: str = "total_cost") -> FieldReading:
    """The reading as the decisions leave it."""
    orders, _, _ = apply_decisions([order], [], [], decisions)
    found = orders[0].reading(name)
    assert found
    return found


def decided_finding(about: Finding, decisions: Sequence[Decision]) -> Finding:
    """The finding as the decisions leave it."""
    return apply_decisions([ORDER], [], [about], decisions)[2][0]


def slow_standing(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Asks of each decision whether an undo that stands takes it back."""

    def stands(decision: Decision) -> bool:
        return not any(
            each.action is Action.UNDO and each.undo_of == decision.sequence and stands(each)
            for each in decisions
            if each.sequence > decision.sequence
        )

    return tuple(each for each in decisions if each.action is not Action.UNDO and stands(each))


@given(st.lists(st.one_of(st.none(), st.integers(1, 12)), max_size=12))
def test_standing_agrees_with_its_slow_twin(history: list[int | None]) -> None:
    """Whatever is undone, redone and undone again, the same decisions stand."""
    decisions = [
        Decision(FIELD, Action.ACCEPT if undo is None else Action.UNDO, "me", "now", undo_of=undo, sequence=n)
        for n, undo in enumerate(history, 1)
        if undo is None or undo < n
    ]
    assert standing(decisions) == slow_standing(decisions)


def test_undoing_an_undo_brings_the_decision_back() -> None:
    """A decision whose undo was undone stands again."""
    first = Decision(FIELD, Action.ACCEPT, "me", "now", sequence=1)
    undo = Decision(FIELD, Action.UNDO, "me", "now", undo_of=1, sequence=2)
    redo = Decision(FIELD, Action.UNDO, "me", "now", undo_of=2, sequence=3)
    assert standing([first, undo]) == ()
    assert standing([first, undo, redo]) == (first,)


def test_nothing_decided_changes_nothing() -> None:
    """Without a decision that stands, everything is as it was found."""
    undo = Decision(FIELD, Action.UNDO, "me", "now", undo_of=1, sequence=2)
    for decisions in ([], [*said((FIELD, Action.CORRECT, "9.00")), undo]):
        found = finding(FindingKind.ILLEGIBLE_FIELD)
        assert apply_decisions([ORDER], [MATCH], [found], decisions) == ((ORDER,), (MATCH,), (found,))


def test_a_correction_is_the_value_and_says_who_gave_it() -> None:
    """The value is the person's and sure; what was read, and where, is kept; other fields are as they were."""
    orders, _, _ = apply_decisions([ORDER], [], [], said((FIELD, Action.CORRECT, "1425.00")))
    reading = orders[0].readings[0]
    assert (reading.value, reading.engine, reading.confidence, reading.doubt) == ("1425.00", PERSON, 1.0, "")
    assert (reading.raw, reading.box, reading.status) == (DOUBTFUL.raw, DOUBTFUL.box, ReadingStatus.OK)
    assert orders[0].extras == ORDER.extras


def test_a_correction_to_nothing_says_that_nothing_is_there() -> None:
    """A field that a person empties is absent, not illegible."""
    reading = decided_reading(said((FIELD, Action.CORRECT, "")))
    assert (reading.value, reading.status, reading.doubt) == (None, ReadingStatus.ABSENT, "")


def test_an_extra_is_corrected_like_any_field() -> None:
    """A department's own field takes decisions under its own label."""
    crew = Subject(SubjectKind.FIELD, "signs:3", "Crew")
    assert decided_reading(said((crew, Action.CORRECT, "7")), name="Crew").value == "7"


def test_a_cell_of_a_line_is_corrected_like_any_field() -> None:
    """It is called by its line; other lines, and its other cells, are as they were."""
    lines = tuple(LineItem(n, (replace(DOUBTFUL, name="amount"), replace(DOUBTFUL, name="unit_cost"))) for n in (1, 2))
    order = replace(ORDER, line_items=lines)
    cell = Subject(SubjectKind.FIELD, "signs:3", "line 2 amount")
    (decided,), _, _ = apply_decisions([order], [], [], said((cell, Action.CORRECT, "19.25")))
    assert decided.value("line 2 amount") == decided.line_items[1].value("amount") == "19.25"
    assert replace(decided, line_items=lines) == order
    assert (decided.line_items[0], decided.line_items[1].readings[1]) == (lines[0], lines[1].readings[1])


@pytest.mark.parametrize(("name", "shelf"), [("location", "readings"), ("Route", "extras")])
def test_a_field_without_a_place_on_the_form_can_be_given(name: str, shelf: str) -> None:
    """What a person adds to an order is kept: a catalogue field among the readings, any other among the extras."""
    decisions = said((Subject(SubjectKind.FIELD, "signs:3", name), Action.CORRECT, "12 Main St"))
    orders, _, _ = apply_decisions([ORDER], [], [], decisions)
    added = getattr(orders[0], shelf)[-1]
    assert (added.name, added.value, added.page, added.box, added.engine) == (name, "12 Main St", 3, None, PERSON)


def test_a_corrected_department_is_the_department_of_the_order() -> None:
    """The order goes to the department that a person names."""
    decisions = said((Subject(SubjectKind.FIELD, "signs:3", "department"), Action.CORRECT, "Water"))
    assert apply_decisions([ORDER], [], [], decisions)[0][0].department == "Water"


def test_accepting_clears_the_doubt() -> None:
    """An accepted reading keeps its value and its engine, and no one needs to look again."""
    reading = decided_reading(said((FIELD, Action.ACCEPT, "")))
    assert reading == replace(DOUBTFUL, doubt="", confidence=1.0)


def test_what_was_accepted_survives_another_reading() -> None:
    """A later run that reads something else does not change what a person said was right."""
    accepted = Decision(FIELD, Action.ACCEPT, "me", "now", before="14.00", sequence=1)
    assert decided_reading([accepted]) == replace(DOUBTFUL, doubt="", confidence=1.0)
    order = replace(ORDER, readings=(replace(DOUBTFUL, value="74.00"),))
    reading = decided_reading([accepted], order)
    assert (reading.value, reading.engine, reading.doubt) == ("14.00", PERSON, "")


def test_accepting_that_nothing_is_there_gives_no_value() -> None:
    """A place that was accepted as empty ("N/A") stays without a value when a later run reads something."""
    accepted = Decision(FIELD, Action.ACCEPT, "me", "now", before="N/A", sequence=1)
    assert decided_reading([accepted]).value is None


def test_illegible_takes_the_value_away() -> None:
    """What no one can read has no value, and no one needs to look again."""
    reading = decided_reading(said((FIELD, Action.ILLEGIBLE, "")))
    assert (reading.value, reading.status, reading.doubt) == (None, ReadingStatus.ILLEGIBLE, "")
    assert reading.raw == DOUBTFUL.raw


def test_the_later_decision_wins() -> None:
    """Of two decisions that stand, the later one is what the field says."""
    decisions = said((FIELD, Action.CORRECT, "1.00"), (FIELD, Action.ILLEGIBLE, ""), (FIELD, Action.CORRECT, "2.00"))
    assert decided_reading(decisions).value == "2.00"
    assert decided_reading(decisions[:2]).value is None


def test_a_decision_about_what_is_gone_waits() -> None:
    """A decision about an order, pair or finding that the run no longer has changes nothing else."""
    gone = [
        (Subject(SubjectKind.FIELD, "signs:4", "total_cost"), Action.CORRECT, "1"),
        (Subject(SubjectKind.MATCH, "signs:4", "311/A/7"), Action.ACCEPT, ""),
        (Subject(SubjectKind.FINDING, "f2"), Action.DISMISS, ""),
    ]
    found = finding(FindingKind.ILLEGIBLE_FIELD)
    assert apply_decisions([ORDER], [MATCH], [found], said(*gone)) == ((ORDER,), (MATCH,), (found,))


def test_a_pair_is_confirmed_or_rejected() -> None:
    """A person's word on a pair is the decision; a confirmed one is certain."""
    confirmed = apply_decisions([], [MATCH], [], said((PAIR, Action.ACCEPT, "")))[1][0]
    assert (confirmed.decision, confirmed.probability, confirmed.weight) == (MatchDecision.CONFIRMED, 1.0, 1.5)
    rejected = apply_decisions([], [MATCH], [], said((PAIR, Action.ACCEPT, ""), (PAIR, Action.DISMISS, "")))[1][0]
    assert rejected == replace(MATCH, decision=MatchDecision.REJECTED)


@pytest.mark.parametrize(
    ("action", "status"), [(Action.ACCEPT, FindingStatus.CONFIRMED), (Action.DISMISS, FindingStatus.DISMISSED)]
)
def test_a_finding_is_confirmed_or_dismissed(action: Action, status: FindingStatus) -> None:
    """A person's word on a finding is its status, and the reason goes with it."""
    (decision,) = said((Subject(SubjectKind.FINDING, "f1"), action, ""))
    decided = decided_finding(finding(FindingKind.SEQUENCE_GAP), [replace(decision, reason="void; see log")])
    assert (decided.status, decided.reason) == (status, "void; see log")


@given(st.none() | st.sampled_from(Cause), st.text())
def test_cause_and_note_are_what_was_said(cause: Cause | None, note: str) -> None:
    """A cause with its note comes back from the reason; words that name no cause are a note."""
    reason = cause.reason(note) if cause else f"- {note}"
    assert cause_and_note(reason) == (cause, note if cause else reason)


@pytest.mark.parametrize(
    ("action", "status"),
    [
        (Action.CORRECT, FindingStatus.DISMISSED),
        (Action.ACCEPT, FindingStatus.DISMISSED),
        (Action.ILLEGIBLE, FindingStatus.CONFIRMED),
    ],
)
def test_an_illegible_field_is_settled_by_its_field(action: Action, status: FindingStatus) -> None:
    """The finding goes when someone gives the value and is confirmed when no one can read it; other kinds stay."""
    decisions = said((FIELD, action, "1.00"))
    assert decided_finding(finding(FindingKind.ILLEGIBLE_FIELD), decisions).status is status
    assert decided_finding(finding(FindingKind.IMPOSSIBLE_VALUE), decisions).status is FindingStatus.OPEN
    other = finding(FindingKind.ILLEGIBLE_FIELD, field="location")
    assert decided_finding(other, decisions).status is FindingStatus.OPEN


def test_the_word_on_the_finding_itself_weighs_more() -> None:
    """A finding that was decided as such is not settled by its field."""
    decisions = said((Subject(SubjectKind.FINDING, "f1"), Action.ACCEPT, ""), (FIELD, Action.CORRECT, "1.00"))
    assert decided_finding(finding(FindingKind.ILLEGIBLE_FIELD), decisions).status is FindingStatus.CONFIRMED


def test_a_mismatch_goes_where_the_paper_says_the_same_after_all() -> None:
    """A correction to the digital value dismisses the mismatch; another one is what the mismatch shows from then on."""
    about = finding(FindingKind.FIELD_MISMATCH, paper_value="14.00", digital_value="1425.00")
    assert decided_finding(about, said((FIELD, Action.CORRECT, "1425.00"))).status is FindingStatus.DISMISSED
    other = decided_finding(about, said((FIELD, Action.CORRECT, "15.00")))
    assert (other.status, other.paper_value) == (FindingStatus.OPEN, "15.00")
