"""What a person decided: append-only events, and what they make of the orders, matches and findings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What a person can do with an item of the queue."""

    ACCEPT = "accept"
    """The field's reading is right; the finding is true; the two are the same order."""
    CORRECT = "correct"
    """The field says `after`."""
    DISMISS = "dismiss"
    """The finding is not so, or needs nothing; the two are not the same order."""
    ILLEGIBLE = "illegible"
    """No one can read the field."""
    UNSURE = "unsure"
    """Whoever looked cannot tell: somebody else is to look again."""
    UNDO = "undo"
    """Takes back the decision `undo_of`."""


class SubjectKind(StrEnum):
    """What a decision is about."""

    FIELD = "field"
    FINDING = "finding"
    MATCH = "match"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing decided: a field of an order, a finding, or a match.

    `FIELD`: key = order_id, field = the field's name. `FINDING`: key = finding_id. `MATCH`: key = order_id and
    `field` = "source/record_id". `STATE`: key = what is approved (see `records.approval`), field = the binder or "".
    """

    kind: SubjectKind
    key: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One event in the history of a workspace."""

    subject: Subject
    action: Action
    who: str
    decided_at: str
    """ISO 8601 with zone."""
    before: str = ""
    after: str = ""
    reason: str = ""
    shown_at: str = ""
    """When the item came on the screen; empty where it did not come from one."""
    undo_of: int | None = None
    """The sequence number of the decision that this one takes back."""
    sequence: int = 0
    """Given by the store, from 1."""
    stage: str = ""
    """How it came about: "" for the first look, "blind" where the reading was hidden, "second" for a second look,
    "sample" for one of a random sample."""
    batch: str = ""
    """The same for decisions that were one act of a person, and are taken back as one."""
    engine: str = ""
    """What gave the value that was judged."""
    version: str = ""
    """Of the program and its settings."""
