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
    LOG_GAP = "log_gap"
    """A log lists an order that no scanned sheet shows."""
    LOG_OMISSION = "log_omission"
    """A sheet that the log of its days does not list."""
    PAGE_GAP = "page_gap"
    STUCK_PAGES = "stuck_pages"
    COUNT_MISMATCH = "count_mismatch"
    """Not as many sheets were imaged as somebody counted."""
    FRONT_BACK_MISMATCH = "front_back_mismatch"
    """Front and back of one sheet are of two orders."""
    ORPHAN_PAGE = "orphan_page"
    CHARGE_OUT = "charge_out"
    """A card stands where a sheet was taken out."""
    NUMBER_VOID = "number_void"
    ESTIMATED_UNSEEN = "estimated_unseen"
    """By the overlap of the lists more orders are in neither than the numbers say."""
    DUPLICATE_SCAN = "duplicate_scan"
    DUPLICATE_COPY = "duplicate_copy"
    """A carbon part or a photocopy of the same order."""
    DUPLICATE_PAPER_NUMBER = "duplicate_paper_number"
    """One number on orders that say different things."""
    DUPLICATE_PAPER_ORDER = "duplicate_paper_order"
    """The same work under two numbers."""
    DUPLICATE_DIGITAL = "duplicate_digital"
    DUPLICATE_ACROSS_SOURCES = "duplicate_across_sources"
    MANY_TO_ONE_MATCH = "many_to_one_match"
    """Several orders look like the one record, or the reverse."""
    SPLIT_ORDER = "split_order"
    """The pages of one order lie apart."""
    MERGED_ORDERS = "merged_orders"
    """Pages of two orders were taken for one."""
    OUT_OF_ORDER_PAGE = "out_of_order_page"
    MISFILED = "misfiled"
    CUT_OFF = "cut_off"
    """Writing runs over the edge of the scan."""
    UNKNOWN_FORM = "unknown_form"
    UNREADABLE_PAGE = "unreadable_page"
    LOW_QUALITY = "low_quality"
    """A scan too coarse, blurred or faint to be trusted."""
    ILLEGIBLE_FIELD = "illegible_field"
    MISSING_FIELD = "missing_field"
    """What every order says is left empty."""
    UNSIGNED = "unsigned"
    FIELD_MISMATCH = "field_mismatch"
    IMPOSSIBLE_VALUE = "impossible_value"
    LINE_ARITHMETIC = "line_arithmetic"
    """Quantity times unit cost is not the amount."""
    TOTAL_ARITHMETIC = "total_arithmetic"
    """The parts do not add up to the total."""
    AMBIGUOUS_VALUE = "ambiguous_value"
    STATUS_CONFLICT = "status_conflict"
    """Done by the sheet, open by the record."""
    LATE_ENTRY = "late_entry"
    """Keyed long after the work."""
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


class Cause(StrEnum):
    """Where what is missing went, in the words in which a person's reason begins."""

    STUCK = "stuck pages: rescan"
    NEVER_ISSUED = "number never issued"
    VOID = "void"
    ELSEWHERE = "in another binder"
    LOST = "lost"

    def reason(self, note: str = "") -> str:
        """The cause as a decision's reason, with a note where there is more to say."""
        return f"{self}; {note}" if note else str(self)


def cause_and_note(reason: str) -> tuple[Cause | None, str]:
    """The cause that a decision's reason begins with, None where it names none, and what else it says."""
    first, _, note = reason.partition("; ")
    return next(((cause, note) for cause in Cause if cause == first), (None, reason))


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
    reason: str = ""
    """What the person said who confirmed or dismissed it: see `cause_and_note`."""

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
