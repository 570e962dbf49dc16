"""A decision, a later scan, a new extract: the findings follow, and what did not change is not done again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from paper import LIST, ORDERS, Order, backfile, write_binder, write_list

from backfile.outputs import dataset_of, match
from backfile.sources import import_sources
from backfile.steps import scan
from backfile.workspace import Workspace, open_workspace
from records.decision import Action, Decision, Subject, SubjectKind
from records.finding import Finding, FindingKind, FindingStatus
from records.store import Store

SERIES = (
    *ORDERS,
    Order("2019-0416", "5 Orchard Street", "03/13/2019", "03/15/2019", "Trim tree over the walk", "96.20"),
    Order("2019-0417", "918 Depot Road", "03/14/2019", "03/21/2019", "Replace stop sign", "77.35"),
)
"""Six orders of one series, with 2019-0414 left out."""
ABSENT = Order("2019-0414", "31 Cedar Court", "03/09/2019", "03/12/2019", "Reset loose manhole", "64.10")
ROWS = "2019-0416,5 Orchard St,2019-03-13,2019-03-15,96.20\n2019-0417,918 Depot Rd,2019-03-14,2019-03-21,77.35\n"
KEYED = "2019-0413,7 Quarry Rd,2019-03-07,2019-04-02,1310.25\n"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a binder, its list, and what a run made of them."""
    folder = tmp_path_factory.mktemp("ready")
    binder, digital = write_binder(folder / "streets.pdf", SERIES), write_list(folder / "tickets.csv", LIST + ROWS)
    assert backfile("run", binder, "--records", digital, "--out", folder / "out", "--jobs", "1").code == 0
    return folder


@pytest.fixture
def own(ready: Path, tmp_path: Path) -> Path:
    """The workspace of that run, to go on with."""
    return Path(shutil.copytree(ready / "out" / "workspace", tmp_path / "workspace"))


def refuse(*_: object, **__: object) -> None:
    """Stands for a stage that must not run."""
    raise AssertionError("done again, though nothing changed")


def findings(workspace: Workspace) -> dict[str, Finding]:
    """The findings by id, with what people decided."""
    return {one.finding_id: one for one in dataset_of(workspace).findings}


def of_kind(found: dict[str, Finding], kind: FindingKind) -> list[str]:
    """The ids of the findings of a kind."""
    return sorted(name for name, one in found.items() if one.kind is kind)


def test_what_is_known_is_not_read_again(ready: Path, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same scans once more: no page is read, and findings and measures come to the same to the letter."""
    with open_workspace(own) as workspace:
        before = findings(workspace), workspace.store.measures()
        monkeypatch.setattr("backfile.reading.read_pages", refuse)
        monkeypatch.setattr("backfile.learning.learn_forms", refuse)
        assert scan(workspace, [ready / "streets.pdf"], 1, keep_others=True).read == 0
        match(workspace)
        assert (findings(workspace), workspace.store.measures()) == before


def test_a_sheet_that_turns_up_is_all_that_is_read(ready: Path, own: Path, tmp_path: Path) -> None:
    """A second binder with the missing order: its page alone is read, the gap closes, and nothing else moves."""
    later = write_binder(tmp_path / "streets-later.pdf", [ABSENT])
    with open_workspace(own) as workspace:
        before = findings(workspace)
        assert len(of_kind(before, FindingKind.SEQUENCE_GAP)) == 1
        done = scan(workspace, [ready / "streets.pdf", later], 1, keep_others=True)
        assert (done.pages, done.read) == (len(SERIES) + 1, 1)
        match(workspace)
        after = findings(workspace)
    assert of_kind(after, FindingKind.SEQUENCE_GAP) == []
    kept = set(before) - set(of_kind(before, FindingKind.SEQUENCE_GAP))
    assert kept <= set(after)


def test_a_new_extract_is_linked_without_a_look_at_a_page(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order that was keyed since is missing no more; every other finding stands, and so does a decision."""
    with open_workspace(own) as workspace:
        before = findings(workspace)
        (missing,) = of_kind(before, FindingKind.MISSING_DIGITAL)
        (differs, *_) = of_kind(before, FindingKind.FIELD_MISMATCH)
        decide(workspace.store, differs, Action.DISMISS)
        refuse_pages(monkeypatch.setattr)
        import_sources(workspace, [str(write_list(tmp_path / "tickets.csv", LIST + ROWS + KEYED))], keep_others=True)
        match(workspace)
        after = findings(workspace)
    assert set(after) == set(before) - {missing}
    assert after[differs].status is FindingStatus.DISMISSED


def test_a_decision_needs_no_stage_at_all(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a person said of a finding is in the dataset at once; nothing is read or linked anew."""
    with open_workspace(own) as workspace:
        (gap,) = of_kind(findings(workspace), FindingKind.SEQUENCE_GAP)
        refuse_pages(monkeypatch.setattr)
        monkeypatch.setattr("backfile.outputs.reconcile", refuse)
        decide(workspace.store, gap, Action.DISMISS)
        assert findings(workspace)[gap].status is FindingStatus.DISMISSED


def decide(store: Store, finding: str, action: Action) -> None:
    """What Ann said of a finding."""
    store.decide(Decision(Subject(SubjectKind.FINDING, finding), action, "ann", "2026-01-01T00:00:00Z"))


def refuse_pages(patch: Callable[..., None]) -> None:
    """No page may be read and no form learned from here on."""
    for stage in ("reading.read_pages", "learning.learn_forms"):
        patch(f"backfile.{stage}", refuse)
