"""A workspace's own decisions adjust its confidences."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile.config import Settings
from backfile.trust import KEY, keep, learned, trust_of, verdicts, weighed, words
from backfile.workspace import Workspace
from digitize import Adjustment, Trust
from digitize.confidence import believed, shipped
from records.decision import Action, Decision, Subject, SubjectKind
from records.evidence import Evidence, Relation
from records.order import FieldReading, PaperOrder, ReadingStatus
from records.store import Store

DOUBTFUL = Evidence(Relation.DIFFER, "address", chosen=0.9, other=0.8, likeness=0.7, recogniser=True, length=10)


def orders(count: int) -> list[PaperOrder]:
    """Orders with a place that two engines read in two ways."""
    bare = FieldReading("location", "12 Elm St", "12 Elm St", ReadingStatus.OK, 0.0, 1, None, "ppocr")
    return [PaperOrder(f"b:{n}", "b", (n,), (believed(bare, DOUBTFUL),)) for n in range(1, count + 1)]


def decision(page: int, action: Action, *, before: str = "12 Elm St", after: str = "", sequence: int = 0) -> Decision:
    """What a clerk said of the place of an order."""
    about = Subject(SubjectKind.FIELD, f"b:{page}", "location")
    return Decision(about, action, "ann", "2026-01-01T00:00:00Z", before, after, sequence=sequence or page)


@pytest.mark.parametrize(
    ("action", "before", "after", "right"),
    [
        (Action.ACCEPT, "12 Elm St", "", True),
        (Action.ACCEPT, "12 Oak St", "", False),
        (Action.CORRECT, "12 Elm St", "14 Elm St", False),
        (Action.CORRECT, "12 Oak St", "12  Elm St", True),
        (Action.ILLEGIBLE, "12 Elm St", "", False),
    ],
)
def test_a_decision_judges_what_is_read_today(action: Action, before: str, after: str, *, right: bool) -> None:
    """A reading is right where it says what the person said, whatever stood there then."""
    found = list(verdicts(orders(1), [decision(1, action, before=before, after=after)]))
    assert found == [(orders(1)[0].readings[0].evidence, right)]


def test_decisions_taken_back_or_about_nothing_teach_nothing() -> None:
    """Undone decisions, findings' decisions, and ones about orders and fields that are gone are left out."""
    about = decision(1, Action.ACCEPT).subject
    undo = Decision(about, Action.UNDO, "ann", "2026-01-01T00:00:00Z", undo_of=1, sequence=2)
    gone = decision(99, Action.ACCEPT, sequence=3)
    finding = Decision(Subject(SubjectKind.FINDING, "f"), Action.ACCEPT, "ann", "2026-01-01T00:00:00Z", sequence=4)
    assert not list(verdicts(orders(1), [decision(1, Action.ACCEPT), undo, gone, finding]))


def test_the_last_decision_about_a_field_speaks() -> None:
    """A person who changes her mind is one witness."""
    said = [decision(1, Action.ACCEPT), decision(1, Action.CORRECT, after="9 Elm St", sequence=2)]
    assert [right for _, right in verdicts(orders(1), said)] == [False]


def test_few_decisions_leave_the_model_as_it_is() -> None:
    """Twenty corrections in a row change nothing yet."""
    said = [decision(n, Action.CORRECT, after="9 Oak St") for n in range(1, 21)]
    assert learned(orders(40), said, shipped()) == Adjustment()


def refresh(workspace: Workspace) -> Trust:
    """The workspace's orders made as sure as its decisions of today say."""
    trust = trust_of(workspace)
    keep(workspace, weighed(workspace.store.orders(), trust))
    return trust


def test_a_workspace_learns_and_says_so(tmp_path: Path) -> None:
    """Many corrections make like readings less sure; what was read stays, and undoing them all brings it back."""
    with Store.open(tmp_path / "s.sqlite") as store:
        workspace = Workspace(tmp_path, Settings(), store)
        made = orders(120)
        store.replace_binders(["b"], (), made)
        assert refresh(workspace).adjustment == Adjustment()
        assert store.setting(KEY) is None
        for n in range(1, 101):
            store.decide(decision(n, Action.CORRECT, after="9 Oak St"))
        trust = refresh(workspace)
        assert words(trust) == "confidence adjusted by 100 decisions"
        after = store.orders()[-1].readings[0]
        assert after.confidence < made[-1].readings[0].confidence
        assert (after.value, after.evidence) == ("12 Elm St", DOUBTFUL)
        kept = store.setting(KEY)
        assert kept and '"version":1' in kept
        assert trust_of(workspace) == trust
        assert store.setting(KEY) == kept
        for n in range(1, 101):
            about = decision(n, Action.CORRECT).subject
            store.decide(Decision(about, Action.UNDO, "ann", "2026-01-02T00:00:00Z", undo_of=n))
        assert words(refresh(workspace)) == ""
        assert store.orders()[-1].readings[0].confidence == made[-1].readings[0].confidence
