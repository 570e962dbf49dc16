"""One order under all that speaks of it: its sheets and its rows in the digital lists, tied together.

Reports count by it, and exports take each value from it, so that both mean the same orders.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from records.clusters import clusters, log_ties, record_keys
from records.dataset import Dataset
from records.finding import Finding, FindingStatus
from records.match import MatchDecision
from records.order import DigitalRecord, PaperOrder

LINKED = frozenset({MatchDecision.LINK, MatchDecision.CONFIRMED})
_SAME_ROWS = frozenset({"duplicate_digital", "duplicate_across_sources"})
_SAME_PAPER = frozenset({"duplicate_copy"})
"""A sheet scanned twice is one order already, and what `duplicate_scan` names may be several on one page."""

_Name = tuple[str, ...]
"""(source, id) of a row, (order id,) of a paper."""


@dataclass(frozen=True, slots=True)
class United:
    """One order: its rows and its papers, each in the order of the dataset."""

    rows: tuple[DigitalRecord, ...]
    papers: tuple[PaperOrder, ...]

    @property
    def department(self) -> str:
        """The row's, else the paper's; empty where neither says."""
        names = [*map(department_of, self.rows), *map(department_of, self.papers)]
        return next((name for name in names if name), "")

    def value(self, field: str) -> str | None:
        """The first row's value that there is, else the first paper's: as the measures have it."""
        said = [*(row.value(field) for row in self.rows), *(paper.value(field) for paper in self.papers)]
        return next((value for value in said if value is not None), None)


def department_of(order: DigitalRecord | PaperOrder) -> str:
    """The department that an order belongs to, empty where it does not say."""
    return order.department or order.value("department") or ""


def standing_findings(dataset: Dataset) -> list[Finding]:
    """The findings that nobody dismissed."""
    return [found for found in dataset.findings if found.status is not FindingStatus.DISMISSED]


def record_names(found: Finding, sources: Collection[str]) -> tuple[_Name, ...]:
    """The rows that a finding names, as (source, id)."""
    return record_keys(found.source, found.record_ids, sources)


def sources_of(dataset: Dataset) -> frozenset[str]:
    """The names of the digital lists."""
    return frozenset(row.source for row in dataset.records)


def united(dataset: Dataset) -> tuple[United, ...]:
    """Each order once: what links and duplicates tie together is one. Orders with rows come first, by row."""
    standing = standing_findings(dataset)
    papers: dict[_Name, PaperOrder] = {(order.order_id,): order for order in dataset.orders}
    rows: dict[_Name, DigitalRecord] = {row.key: row for row in dataset.records}
    sources = sources_of(dataset)
    ties: list[tuple[_Name, ...]] = [
        ((found.order_id,), (found.source, found.record_id)) for found in dataset.matches if found.decision in LINKED
    ]
    ties += [record_names(found, sources) for found in standing if found.kind in _SAME_ROWS]
    same = [found.order_ids for found in standing if found.kind in _SAME_PAPER]
    ties += [tuple((order_id,) for order_id in group) for group in (*same, *log_ties(dataset.orders))]
    return tuple(
        United(
            tuple(rows[name] for name in group if name in rows),
            tuple(papers[name] for name in group if name in papers),
        )
        for group in clusters([*rows, *papers], ties)
    )
