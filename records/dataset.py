"""Everything a run found out, with what people decided applied: what exports and reports are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from records.approval import Approval
from records.decision import Decision
from records.finding import Finding
from records.match import Match
from records.measure import Measure
from records.order import DigitalRecord, PaperOrder
from records.page import PageEntry
from records.source import ColumnMapping
from records.survivorship import Survivorship
from records.trail import NOBODY, Trail


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """What is kept of a digital extract beside its records."""

    name: str
    path: str
    rows: int
    mapping: tuple[ColumnMapping, ...]
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    baseline: tuple[ColumnMapping, ...] = ()
    """The mapping that later imports are compared with: the first one's, or the last that a person accepted."""


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A file that could not be used."""

    path: str
    reason: str
    cure: str
    stage: str = ""
    """`scan` or `import`: where it came up."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The state of a workspace."""

    pages: tuple[PageEntry, ...]
    """Every image that went in, by binder and number."""
    orders: tuple[PaperOrder, ...]
    """By binder and first page."""
    records: tuple[DigitalRecord, ...]
    """By source; of long lists the rows that can be about what was scanned."""
    sources: tuple[SourceSummary, ...]
    matches: tuple[Match, ...]
    findings: tuple[Finding, ...]
    """The surest and weightiest first."""
    measures: tuple[Measure, ...]
    problems: tuple[FileProblem, ...] = ()
    title: str = "Backfile"
    """The workspace's name, for the head of the report."""
    decisions: int = 0
    """How many decisions stand behind it."""
    extra_fields: tuple[str, ...] = ()
    """The names of the fields that the workspace added to the catalogue."""
    version: str = ""
    """Of Backfile and of the engines."""
    survivorship: Survivorship = field(default_factory=Survivorship)
    """Which of several values of a field the resolved dataset takes."""
    history: tuple[Decision, ...] = ()
    """The decisions that stand behind it, the oldest first."""
    approvals: tuple[Approval, ...] = ()
    """Who approved which state of the data, the oldest first."""
    trail: Trail = NOBODY
    """The end of the audit trail behind it."""
    sheets: Mapping[str, int] = field(default_factory=dict)
    """By binder the sheets that somebody counted before they were scanned."""
    beyond: Mapping[str, int] = field(default_factory=dict)
    """By long list how many of its rows cannot be about what was scanned, and are not among the records."""


def rows_beyond(sources: Iterable[SourceSummary], records: Iterable[DigitalRecord]) -> dict[str, int]:
    """By list how many of its rows are not among the records, where there are any."""
    held = Counter(record.source for record in records)
    return {one.name: one.rows - held[one.name] for one in sources if one.rows > held[one.name]}
