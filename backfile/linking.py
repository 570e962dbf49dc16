"""What a workspace knows about linking: what people said of pairs, the model learned last, and what was compared."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from backfile.workspace import Workspace
from matching.remembered import Memory, packed, unpacked
from records.decided import standing
from records.decision import Action, Decision, SubjectKind

KEY = "linkage_model"
"""The setting of the store that holds what was learned."""
COMPARED = "compared.npz"
"""The file of the workspace that holds what was compared; without it all is compared again."""
_IN_WORDS = {
    Action.ACCEPT: "the same order",
    Action.DISMISS: "not the same order",
    Action.UNSURE: "cannot tell",
    Action.UNDO: "takes back what was said",
}
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


def history_of_pair(decisions: Iterable[Decision], order: str, record: str) -> Iterator[str]:
    """A line a decision that people took on an order and a record ("source/record_id"), the oldest first."""
    listed = tuple(decisions)
    stand = {decision.sequence for decision in standing(listed)}
    for each in listed:
        if (each.subject.kind, each.subject.key, each.subject.field) == (SubjectKind.MATCH, order, record):
            words = _IN_WORDS.get(each.action, each.action.value)
            back = "" if each.sequence in stand or each.action is Action.UNDO else "; taken back"
            why = f": {each.reason}" if each.reason else ""
            yield f"{each.decided_at[:10]} {each.who or 'somebody'} said: {words}{why}{back}"


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


def memory_of(workspace: Workspace) -> Memory:
    """What was compared before; empty where the file is not there or not sound."""
    try:
        return Memory(unpacked(_file(workspace).read_bytes()))
    except OSError:
        return Memory()


def keep_memory(workspace: Workspace, memory: Memory) -> None:
    """Keeps what was compared, where anything was; a full disk costs the next run some time and nothing else."""
    path = _file(workspace)
    unfinished = path.with_name(path.name + ".part")
    if not memory.anew and path.exists():
        return
    try:
        with open(unfinished, "wb", opener=_private) as file:
            file.write(packed(memory.kept()))
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)


def _file(workspace: Workspace) -> Path:
    return workspace.folder / COMPARED


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def in_words(memory: Memory) -> str:
    """What of the comparing had been done before; empty where nothing was compared."""
    total = memory.again + memory.anew
    return f"linking: {memory.anew:,} pairs compared, {memory.again:,} known from before" if total else ""
