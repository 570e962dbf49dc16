"""What a workspace knows about linking: what people said of pairs, and the model that was learned last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from backfile.workspace import Workspace
from records.decided import standing
from records.decision import Action, Decision, SubjectKind

KEY = "linkage_model"
"""The setting of the store that holds what was learned."""
_SAME = {Action.ACCEPT: True, Action.DISMISS: False}


class Learned(msgspec.Struct, frozen=True):
    """What the store keeps."""

    version: int = 0
    """Counts up with every change; 0 before there is any."""
    judged: int = 0
    """Pairs that people had judged when it was learned."""
    model: str = ""
    """The comparisons with what was learned of each level, as JSON."""


def said_of_pairs(decisions: Iterable[Decision]) -> Iterator[tuple[str, str, bool]]:
    """Order id, "source/record_id" and whether the two are the same, of the decisions that stand; the oldest first."""
    for decision in standing(decisions):
        if decision.subject.kind is SubjectKind.MATCH and decision.action in _SAME:
            yield decision.subject.key, decision.subject.field, _SAME[decision.action]


def keep_model(workspace: Workspace, model: str, judged: int) -> Learned:
    """Keeps the model under the next version where it is another than the one before."""
    before = learned(workspace)
    if (before.model, before.judged) == (model, judged):
        return before
    kept = Learned(before.version + 1, judged, model)
    workspace.store.set_setting(KEY, msgspec.json.encode(kept).decode())
    return kept


def learned(workspace: Workspace) -> Learned:
    """The model that was kept; what cannot be read is learned again by the next run."""
    try:
        return msgspec.json.decode(workspace.store.setting(KEY) or "{}", type=Learned)
    except msgspec.DecodeError:
        return Learned()
