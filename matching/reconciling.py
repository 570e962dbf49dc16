"""Paper orders and digital records in; matches, findings and measures out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matching.accounting import account
from matching.apart import with_numbers_apart
from matching.confirm import confirmed
from matching.findings import FindingContext, field_mismatch, find_all, status_conflict, unmapped_column
from matching.judged import Said, judged_among
from matching.links import link, matches_of
from matching.logs import with_log_ties
from matching.measures import MeasureSettings, duplicates_from, measure, unaccounted_from
from matching.places import lay_out
from matching.remembered import Memory
from matching.saved import written
from matching.score import Told
from matching.settings import MatchSettings
from matching.workorders import WORK_ORDERS, tables_of
from records.dataset import FileProblem, SourceSummary, rows_beyond
from records.finding import Finding
from records.match import Match
from records.measure import Measure
from records.order import DigitalRecord, PaperOrder
from records.page import PageEntry
from records.period import of_months_scanned

DEFAULTS = MatchSettings()

Weigh = Callable[[Sequence[PaperOrder]], Sequence[PaperOrder]]


@dataclass(frozen=True, slots=True)
class Imported:
    """How the records came in."""

    sources: Sequence[SourceSummary] = ()
    """How the columns of each list were understood."""
    problems: Sequence[FileProblem] = ()
    """Which files could not be used."""


NOTHING = Imported()


@dataclass(frozen=True, slots=True)
class Taught:
    """What the decisions of a workspace teach."""

    weigh: Weigh = tuple
    """Makes orders as sure as the evidence of their readings."""
    pairs: Said = ()
    """What people said of pairs."""
    memory: Memory | None = None
    """What was compared before, so that it is not compared again; None where all is."""


UNTAUGHT = Taught()


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What paper and digital records say together."""

    orders: tuple[PaperOrder, ...]
    """As they came in, each reading knowing whether a record confirms it."""
    matches: tuple[Match, ...]
    findings: tuple[Finding, ...]
    """The surest and weightiest first."""
    measures: tuple[Measure, ...]
    model: str = ""
    """What was learned about linking, as JSON."""
    notes: tuple[str, ...] = ()
    """What a person should know of how it was found: blocking keys left out, series that are not dense."""


def reconcile(
    orders: Sequence[PaperOrder],
    pages: Sequence[PageEntry],
    records: Sequence[DigitalRecord],
    settings: MatchSettings = DEFAULTS,
    imported: Imported = NOTHING,
    taught: Taught = UNTAUGHT,
) -> Reconciliation:
    """Link the orders to the records, account for every number, and say what is missing, twice or wrong.

    What people said of pairs stands, and the model learns from it. What the links confirm is weighed anew before
    anything is said of the orders.
    """
    rows, tables = tables_of(orders, records)
    told = Told(judged=judged_among(orders, records, taught.pairs), memory=taught.memory)
    linkage = link(*tables, WORK_ORDERS, settings, told)
    linkage = with_numbers_apart(linkage, account(orders, records, linkage, settings), (orders, records), settings)
    matches = matches_of(linkage, orders, records, rows)
    linkage = with_log_ties(linkage, orders)
    orders = tuple(taught.weigh(confirmed(orders, records, matches)))
    accounting = account(orders, records, linkage, settings)
    layout = lay_out(orders, pages, accounting, linkage)
    context = FindingContext(
        orders, pages, records, linkage, accounting, layout, settings, imported.sources, imported.problems
    )
    findings = find_all(context)
    duplicates, unaccounted = duplicates_from(findings), unaccounted_from(findings, orders)
    promised = MeasureSettings(target_days=settings.on_time_days)
    counted = of_months_scanned(records, orders, matches, rows_beyond(imported.sources, records))
    measures = measure(orders, counted, matches, duplicates, unaccounted, promised)
    habits = (*field_mismatch.habits(context), *status_conflict.habits(context))
    notes = (*linkage.notes, *habits, *_sparse(context), *unmapped_column.notes(context))
    return Reconciliation(orders, matches, findings, measures, written(linkage.scored.model), notes)


def _sparse(context: FindingContext) -> list[str]:
    """The series in which no gaps are raised."""
    return [
        f"numbers {series.number(series.low)} to {series.number(series.high)} are not a dense series "
        f"({series.fill:.0%} in use): no gaps are raised in it"
        for series in context.accounting.series
        if not series.dense
    ]
