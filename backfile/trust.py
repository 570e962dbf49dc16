"""What a workspace's own decisions teach about its confidences, kept with it and applied to its orders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import msgspec

from backfile.workspace import Workspace
from digitize import Adjustment, Trust, flagged, learn
from digitize.confidence import Model, probability, shipped
from records.decided import standing
from records.decision import Action, Decision, SubjectKind
from records.evidence import Evidence
from records.order import FieldReading, PaperOrder, ReadingStatus
from records.value_grammar import is_absent

KEY = "confidence"
"""The setting of the store that holds what was learned."""


class Learned(msgspec.Struct, frozen=True):
    """What the store keeps."""

    version: int = 0
    """Counts up with every change; 0 before there is any."""
    model: str = ""
    """What the shipped model was fitted on: another one is adjusted anew."""
    adjustment: Adjustment = Adjustment()


def trust_of(workspace: Workspace) -> Trust:
    """How sure the workspace wants to be, with what its decisions teach; a change is kept under the next version."""
    store = workspace.store
    before = _kept(store.setting(KEY))
    model = shipped()
    now = learned(store.orders(), store.decisions(), model)
    if (before.model, before.adjustment) != (model.about, now) and (before.version or now != Adjustment()):
        kept = Learned(before.version + 1, model.about, now)
        store.set_setting(KEY, msgspec.json.encode(kept).decode())
    return Trust(workspace.settings.config.precision_target, now)


def _kept(said: str | None) -> Learned:
    """What was kept; what cannot be read is learned again, for the decisions are still there."""
    try:
        return msgspec.json.decode(said or "{}", type=Learned)
    except msgspec.DecodeError:
        return Learned()


def weighed(orders: Iterable[PaperOrder], trust: Trust) -> tuple[PaperOrder, ...]:
    """The orders as sure as their evidence and the workspace's decisions make them, binder by binder."""
    groups = groupby(orders, key=lambda order: order.binder)
    return tuple(order for _, members in groups for order in flagged(tuple(members), trust))


def keep(workspace: Workspace, orders: Sequence[PaperOrder]) -> None:
    """Keeps the orders of binders in which anything changed; what was read is not touched."""
    store = workspace.store
    before = {name: tuple(members) for name, members in groupby(store.orders(), key=lambda order: order.binder)}
    for binder, members in groupby(orders, key=lambda order: order.binder):
        now = tuple(members)
        if now != before.get(binder):
            store.replace_binders([binder], [page for page in store.pages() if page.binder == binder], now)


def words(trust: Trust) -> str:
    """What to tell of it; empty where decisions have changed nothing."""
    count = trust.adjustment.decisions
    return f"confidence adjusted by {count:,} decisions" if count else ""


def learned(orders: Sequence[PaperOrder], decisions: Iterable[Decision], model: Model) -> Adjustment:
    """What the decisions that stand say of the readings that they were about: one map for values, one for empties."""
    known = [(evidence, probability(evidence, model), right) for evidence, right in verdicts(orders, decisions)]
    return Adjustment(
        *(
            learn(
                [said for evidence, said, _ in known if evidence.empty == empty],
                [right for evidence, _, right in known if evidence.empty == empty],
                model.spread,
            )
            for empty in (False, True)
        )
    )


def verdicts(orders: Sequence[PaperOrder], decisions: Iterable[Decision]) -> Iterator[tuple[Evidence, bool]]:
    """The evidence of each reading that was decided, and whether it was right; the last decision about a field speaks.

    What was decided is compared with what is read today, so that a better engine is not blamed for the one before it.
    """
    by_id = {order.order_id: order for order in orders}
    for decision in _last(decisions).values():
        order = by_id.get(decision.subject.key)
        reading = order.reading(decision.subject.field) if order else None
        if reading is not None and reading.evidence is not None and _is_claim(reading):
            right = _is_right(reading, decision)
            if right is not None:
                yield reading.evidence, right


def _last(decisions: Iterable[Decision]) -> Mapping[tuple[str, str], Decision]:
    found = [d for d in standing(decisions) if d.subject.kind is SubjectKind.FIELD]
    return {(d.subject.key, d.subject.field): d for d in found}


def _is_claim(reading: FieldReading) -> bool:
    """Whether it says something that can be right or wrong: a value, or that nothing is there."""
    empty = reading.evidence is not None and reading.evidence.empty
    return reading.value is not None or empty or reading.status is ReadingStatus.ABSENT


def _is_right(reading: FieldReading, decision: Decision) -> bool | None:
    """Whether the reading says what the person said; None where the decision does not tell.

    What no one can read was wrong to be given, or to be called empty.
    """
    if decision.action is Action.ILLEGIBLE:
        return False
    if decision.action is Action.CORRECT:
        return _plain(decision.after) == _plain(reading.value or "")
    if decision.action is Action.ACCEPT:
        said = "" if is_absent(decision.before, words=True) else decision.before
        return _plain(said) == _plain(reading.value or "") or decision.before == (reading.value or reading.raw)
    return None


def _plain(text: str) -> str:
    return " ".join(text.split())
