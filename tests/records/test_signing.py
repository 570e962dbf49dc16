"""Approvals: who signed which state of the data, and whether it still stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from records.approval import Approval, Approved
from records.completeness import documented, undecided
from records.dataset import Dataset
from records.decision import Action, Decision, Subject, SubjectKind
from records.finding import Finding, FindingKind, FindingStatus, Severity
from records.match import Match, MatchDecision
from records.measure import Measure
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus
from records.page import PageEntry, PageKind
from records.reports.certificate import certificate
from records.signing import approval, signed, state_of


def reading(value: str, confidence: float = 0.9) -> FieldReading:
    """An order number."""
    return FieldReading("order_number", value, value, ReadingStatus.OK, confidence, 1, None, "tesseract")


GAP = Finding("g", FindingKind.SEQUENCE_GAP, Severity.HIGH, 0.9, "A-2 is missing", binder="b", after_page=1)
SYMPTOM = Finding("s", FindingKind.MISSING_PAPER, Severity.HIGH, 0.9, "A-2", binder="b", caused_by="g")
DATA = Dataset(
    (PageEntry("b", 1, "/x/b.pdf", 0, "a" * 64, PageKind.ORDER, order_ids=("b:1",)),),
    (PaperOrder("b:1", "b", (1,), (reading("A-1"),)),),
    (DigitalRecord("311", "7", 1, {"order_number": "A-1"}, {}),),
    (),
    (Match("b:1", "311", "7", 0.99, 9.0, MatchDecision.LINK),),
    (GAP, SYMPTOM),
    (Measure("orders", "Orders", "", "orders", 1, 1, 1, 1, 1),),
)


def with_approval(data: Dataset, what: Approved, binder: str = "", who: str = "Ortiz") -> Dataset:
    """The data with one more approval of its state."""
    made = approval(Approval(what, binder, who, "2026-01-02T03:04:05+00:00", state_of(data, binder)))
    numbered = replace(made, sequence=len(data.history) + 1)
    return signed(replace(data, history=(*data.history, numbered)))


CHANGES = {
    "a value": lambda data: replace(data, orders=(replace(data.orders[0], readings=(reading("A-7"),)),)),
    "a void": lambda data: replace(data, orders=(replace(data.orders[0], void=True),)),
    "a page": lambda data: replace(data, pages=(replace(data.pages[0], sha256="b" * 64),)),
    "a row": lambda data: replace(data, records=()),
    "a link": lambda data: replace(data, matches=(replace(data.matches[0], decision=MatchDecision.REJECTED),)),
    "a finding": lambda data: replace(data, findings=(replace(GAP, status=FindingStatus.DISMISSED), SYMPTOM)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_the_data_changes_its_state(change: object) -> None:
    """A correction, a decision, another scan or row makes an approval void for all to see."""
    approved = with_approval(DATA, Approved.REPORT)
    assert [one.stands for one in approved.approvals] == [True]
    changed = change(approved)  # type: ignore[operator]
    assert [one.stands for one in signed(changed).approvals] == [False]


def test_what_says_the_same_leaves_the_state() -> None:
    """The order of things and how sure a reading is are not part of what was signed."""
    surer = replace(DATA.orders[0], readings=(reading("A-1", 0.99),))
    assert state_of(replace(DATA, orders=(surer,), findings=DATA.findings[::-1])) == state_of(DATA)


def test_an_approval_that_was_taken_back_is_gone() -> None:
    """It can be undone like any decision."""
    approved = with_approval(DATA, Approved.REPORT)
    undo = Decision(
        Subject(SubjectKind.STATE, "report"), Action.UNDO, "Ortiz", "2026-01-03T00:00:00+00:00", undo_of=1, sequence=2
    )
    assert signed(replace(approved, history=(*approved.history, undo))).approvals == ()


def test_a_binders_state_is_its_own() -> None:
    """What happens to another binder or to a list leaves a binder's certificate alone."""
    other = PaperOrder("c:1", "c", (1,), (reading("B-1"),))
    assert state_of(replace(DATA, orders=(*DATA.orders, other)), "b") == state_of(DATA, "b")
    assert state_of(CHANGES["a value"](DATA), "b") != state_of(DATA, "b")


def test_a_confirmed_gap_is_documented_and_what_follows_from_it_decided() -> None:
    """Open findings stand against a certificate; a confirmed one documents its record, with its symptoms."""
    assert undecided(DATA, "b") == (GAP, SYMPTOM)
    confirmed = replace(DATA, findings=(replace(GAP, status=FindingStatus.CONFIRMED), SYMPTOM))
    assert undecided(confirmed, "b") == ()
    assert [one.finding_id for one in documented(confirmed, "b")] == ["g"]


def test_a_certificate_holds_only_with_both_signatures_and_nothing_open() -> None:
    """Records accounted for, scans checked, and validated, each under the state as it is now."""
    confirmed = replace(DATA, findings=(replace(GAP, status=FindingStatus.CONFIRMED), SYMPTOM))
    checked = with_approval(confirmed, Approved.QUALITY, "b", "Nakamura")
    certified = with_approval(checked, Approved.CERTIFICATE, "b")
    assert certificate(certified, "b").holds
    assert not any(certificate(one, "b").holds for one in (DATA, confirmed, checked))
    assert not certificate(signed(CHANGES["a value"](certified)), "b").holds
    assert not certificate(
        with_approval(with_approval(DATA, Approved.QUALITY, "b"), Approved.CERTIFICATE, "b"), "b"
    ).holds
