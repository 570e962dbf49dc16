"""A supervisor's approval of one state of the data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Approved(StrEnum):
    """What can be approved."""

    REPORT = "report"
    """The gap report, by the supervisor."""
    QUALITY = "quality"
    """A binder's scans, by who checked them first."""
    CERTIFICATE = "certificate"
    """A binder's digitization, by somebody who neither scanned nor checked it."""
    SCAN = "scan"
    """Who scanned a binder: kept where people have roles, or four eyes are asked for."""
    PEOPLE = "people"
    """Who may do what: kept before the first act under other roles than before, in the name of who acts."""


@dataclass(frozen=True, slots=True)
class Approval:
    """A signature under one state of the data."""

    what: Approved
    binder: str
    """Empty for the whole workspace."""
    who: str
    at: str
    """ISO 8601 with zone."""
    state: str
    """The hash of what was approved."""
    note: str = ""
    stands: bool = True
    """The data is still what was approved."""
