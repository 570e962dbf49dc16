"""What is measured about the results of a run."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.field_scores import FieldOutcome, FieldScore
from benchmarks.finding_scores import FindingOutcomes, Retrieval
from benchmarks.page_scores import AssemblyOutcome, ItemOutcome, PageOutcome
from benchmarks.pairing import Pairing


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    right: int = 0
    total: int = 0

    @property
    def share(self) -> float | None:
        """The share; None of nothing."""
        return self.right / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Scores:
    """All that is measured about the results of one run."""

    orders: Retrieval
    """`right` are the orders found, `made` the rows of orders.csv."""
    made_up_orders: int
    numbers: Share
    """Order numbers right, of all orders."""
    fields: dict[str, FieldScore]
    """By `typed` and `handwritten`, and by `field/typed` and `field/handwritten`."""
    items: dict[str, Share]
    """By `matched/typed`, `amount/handwritten` and so on: lines matched, and lines that have the field right, of all
    lines; `made up` of all lines read."""
    pages: Share
    copies: Share
    """Second scans known as such, with the right page as their original."""
    assembled: Share
    links: Retrieval
    findings: dict[str, Retrieval]
    extra_findings: dict[str, int]
    """Findings of kinds that the truth does not list, by kind."""
    sureness: dict[str, Share] = field(default_factory=dict)
    """Of the findings of planted kinds those that are true, by kind and tenth of certainty: "stuck_pages 0.9"."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Each single thing that is scored."""

    pairing: Pairing
    fields: tuple[FieldOutcome, ...]
    pages: tuple[PageOutcome, ...]
    copies: tuple[PageOutcome, ...]
    assembly: tuple[AssemblyOutcome, ...]
    items: tuple[ItemOutcome, ...]
    links: Retrieval
    missed_links: tuple[str, ...]
    false_links: tuple[str, ...]
    findings: FindingOutcomes
