"""A finding: something about the orders that a person should know or decide."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """What can be found. The names are those of `findings.csv`, which others script against."""

    MISSING_DIGITAL = "missing_digital"
    MISSING_PAPER = "missing_paper"
    SEQUENCE_GAP = "sequence_gap"
    PAGE_GAP = "page_gap"
    STUCK_PAGES = "stuck_pages"
    ORPHAN_PAGE = "orphan_page"
    COUNT_MISMATCH = "count_mismatch"
    """A separator sheet declares another number of pages or orders than there are behind it."""
    SPLIT_ORDER = "split_order"
    """The sheets of one order lie apart, with another order's between them."""
    DUPLICATE_SCAN = "duplicate_scan"
    DUPLICATE_COPY = "duplicate_copy"
    """A carbon part or a photocopy of the same order."""
    DUPLICATE_PAPER_NUMBER = "duplicate_paper_number"
    """One number on orders that say different things."""
    DUPLICATE_DIGITAL = "duplicate_digital"
    DUPLICATE_ACROSS_SOURCES = "duplicate_across_sources"
    NUMBER_VOID = "number_void"
    UNREADABLE_PAGE = "unreadable_page"
    ILLEGIBLE_FIELD = "illegible_field"
    FIELD_MISMATCH = "field_mismatch"
    IMPOSSIBLE_VALUE = "impossible_value"
    UNMAPPED_COLUMN = "unmapped_column"
    UNMAPPED_STATUS = "unmapped_status"
    COLUMN_FORMAT_BREAK = "column_format_break"
    """Cells of a column are not written like the others, or the column not as it was."""
    SCHEMA_DRIFT = "schema_drift"
    """A column that a list had goes by another name, or is gone."""
    CONFLICTING_SOURCES = "conflicting_sources"
    """Two digital lists say different things of one order."""


class Severity(StrEnum):
    """How much a finding matters, before anyone looked."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class FindingStatus(StrEnum):
    """What people said about it."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Finding:
    """A row of `findings.csv`. Pages count from 1 as scanned."""

    finding_id: str
    kind: FindingKind
    severity: Severity
    certainty: float
    """0 to 1: how likely it is true."""
    detail: str
    """The evidence in words, one or two sentences that a supervisor understands."""
    status: FindingStatus = FindingStatus.OPEN
    department: str = ""
    order_number: str = ""
    order_ids: tuple[str, ...] = ()
    record_ids: tuple[str, ...] = ()
    source: str = ""
    binder: str = ""
    page: int | None = None
    """The page it is about."""
    after_page: int | None = None
    """The last page before the place where something is missing."""
    before_page: int | None = None
    """The first page after it."""
    field: str = ""
    paper_value: str = ""
    digital_value: str = ""
    caused_by: str = ""
    """The finding_id of the finding of which this is a symptom."""
    effect: float = 0.0
    """How many orders it adds to or takes from the digital list's count; 0 where it moves none."""

    @property
    def weight(self) -> float:
        """How much it matters and how surely: certainty times its effect, at least that of its severity."""
        return self.certainty * max(abs(self.effect), _LEAST_EFFECT[self.severity])


_LEAST_EFFECT = {Severity.HIGH: 1.0, Severity.MEDIUM: 0.4, Severity.LOW: 0.1}
"""What a finding counts in orders where it moves none."""


def finding_id(kind: FindingKind, *subjects: str) -> str:
    """Twelve hexadecimal digits that are the same whenever the same kind is found of the same subjects.

    Decisions are kept by it, so they survive a re-run.
    """
    return hashlib.sha256("\x1f".join((kind, *subjects)).encode()).hexdigest()[:12]
