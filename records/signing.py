"""Who approved which state of the data: a supervisor's signature that a later change makes void for all to see.

An approval is a decision like any other, append-only and chained by hash: its subject is the report, or the
digitization certificate of one binder, and `after` is the hash of the state that was approved.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from records.approval import Approval, Approved
from records.dataset import Dataset
from records.decided import standing
from records.decision import Action, Decision, Subject, SubjectKind
from records.match import MatchDecision
from records.order import DigitalRecord, FieldReading, PaperOrder
from records.page import PageEntry


def signed(dataset: Dataset) -> Dataset:
    """The dataset with the approvals that nobody took back, the oldest first, each with whether it still stands."""
    given = [
        one
        for one in standing(dataset.history)
        if one.subject.kind is SubjectKind.STATE and one.action is Action.ACCEPT
    ]
    roles = [one.after for one in given if one.subject.key == Approved.PEOPLE][-1:]
    hashed = {one.subject.field for one in given if one.subject.key not in {Approved.PEOPLE, Approved.SCAN}}
    states = {binder: state_of(dataset, binder) for binder in hashed}
    found = []
    for one in given:
        binder = one.subject.field
        what = Approved(one.subject.key)
        if what is Approved.PEOPLE:
            stands = [one.after] == roles
        elif what is Approved.SCAN:
            stands = one.after == scanned_state(dataset.pages, binder)
        else:
            stands = one.after == states[binder]
        found.append(Approval(what, binder, one.who, one.decided_at, one.after, one.reason, stands))
    return replace(dataset, approvals=tuple(found))


def approval(one: Approval) -> Decision:
    """The decision that keeps an approval."""
    subject = Subject(SubjectKind.STATE, one.what, one.binder)
    return Decision(subject, Action.ACCEPT, one.who, one.at, after=one.state, reason=one.note)


def state_of(dataset: Dataset, binder: str = "") -> str:
    """The SHA-256 of what the data says, of one binder or of all: values, links, findings and what was said of them.

    Confidences and the words of the evidence are left out: reading again with a surer engine that finds the same
    changes nothing that was signed.
    """
    digest = hashlib.sha256()
    for line in _said(dataset if not binder else of_binder(dataset, binder)):
        digest.update(json.dumps(line, ensure_ascii=True, sort_keys=True).encode() + b"\n")
    return digest.hexdigest()


def scanned_state(pages: Iterable[PageEntry], binder: str) -> str:
    """The SHA-256 of what was scanned of a binder: its images, whatever was read on them."""
    own = sorted((page.number, page.sha256, page.index) for page in pages if page.binder == binder)
    return hashlib.sha256(json.dumps(own).encode()).hexdigest()


def of_binder(dataset: Dataset, binder: str) -> Dataset:
    """What the dataset holds of one binder; digital records belong to none."""
    orders = tuple(order for order in dataset.orders if order.binder == binder)
    ids = {order.order_id for order in orders}
    return replace(
        dataset,
        pages=tuple(page for page in dataset.pages if page.binder == binder),
        orders=orders,
        records=(),
        matches=tuple(match for match in dataset.matches if match.order_id in ids),
        findings=tuple(one for one in dataset.findings if one.binder == binder or ids & set(one.order_ids)),
        measures=(),
    )


def _said(dataset: Dataset) -> Iterator[Sequence[object]]:
    for page in sorted(dataset.pages, key=lambda page: (page.binder, page.number)):
        yield "page", page.binder, page.number, page.sha256, page.index, page.kind, page.order_ids
    for order in sorted(dataset.orders, key=lambda order: order.order_id):
        yield "order", order.order_id, order.pages, order.department, order.void, _values(order)
        yield from (("line", order.order_id, item.number, _readings(item.readings)) for item in order.line_items)
    for record in sorted(dataset.records, key=lambda record: record.key):
        yield "record", *record.key, _values(record)
    for match in sorted(dataset.matches, key=lambda match: (match.order_id, match.source, match.record_id)):
        if match.decision is not MatchDecision.NON_LINK:
            yield "match", match.order_id, match.source, match.record_id, match.decision
    for finding in sorted(dataset.findings, key=lambda finding: finding.finding_id):
        yield "finding", finding.finding_id, finding.kind, finding.status


def _values(one: PaperOrder | DigitalRecord) -> dict[str, str | None]:
    if isinstance(one, DigitalRecord):
        return dict(one.values)
    return _readings((*one.readings, *one.extras))


def _readings(readings: Iterable[FieldReading]) -> dict[str, str | None]:
    return {reading.name: reading.value for reading in readings}
