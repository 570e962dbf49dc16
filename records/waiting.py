"""An item of the review: what waits for a person, where it stands in its queue, and who has it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from records.decision import Subject


class State(IntEnum):
    """Where an item is."""

    WAITING = 0
    DECIDED = 1
    EXPLAINED = 2
    """Another item or decision answers it: a symptom of an open cause, a gap whose number was typed."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of the review's queue: all that is needed to order, count, group and claim it without its noun."""

    queue: str
    subject: Subject
    ordinal: int
    """Its place in the queue, the most worth looking at first."""
    kind: str
    """The field's name, the finding's kind, or `match`."""
    state: State = State.WAITING
    binder: str = ""
    form: str = ""
    engine: str = ""
    reading: str = ""
    """What was read, for those who judge all fields with the same reading at once."""
    confidence: float = 1.0
    """0 to 1: of the reading, the finding or the match."""
    cause: str = ""
    """The finding_id of the finding that explains it."""
    about: str = ""
    """What a decision would have to be about to settle it; see `matching.review_queue.about`."""
    origin: str = ""
    """Why it is looked at a second time."""
    late: int = 0
    """How often it was put off, as a running number; 0 for never."""
    outcome: str = ""
    """The action that was taken."""
    decided: int = 0
    """The sequence number of that decision; 0 for none."""
    claimed_by: str = ""
    """The sitting that has it on its screen."""
    claimed_until: float = 0.0
    """Seconds since 1970: when that claim ends by itself."""

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in its queue."""
        return self.late, self.ordinal


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items of a queue there are."""

    left: int = 0
    done: int = 0
    later: int = 0
    """How many of those left were put off."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many items of a kind a queue has of a binder, in a state."""

    binder: str
    queue: str
    kind: str
    state: State
    items: int


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a reading was wrong where a person looked, by form, engine and field."""

    form: str
    engine: str
    field: str
    looked: int
    wrong: int
