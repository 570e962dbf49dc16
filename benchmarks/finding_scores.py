"""Precision and recall: of the links, and of each kind of finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.compare import bare
from benchmarks.pairing import Pairing
from benchmarks.results import Row, several
from benchmarks.truth import TrueFinding, Truth

PLANTED = (
    "stuck_pages",
    "page_gap",
    "orphan_page",
    "duplicate_scan",
    "duplicate_digital",
    "duplicate_across_sources",
    "sequence_gap",
    "missing_digital",
    "missing_paper",
    "field_mismatch",
)
"""The kinds that the truth lists every case of: any other finding of these kinds is false."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was to be found against what was."""

    right: int = 0
    made: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float | None:
        """The share of what was found that is true; None where nothing was found."""
        return self.right / self.made if self.made else None

    @property
    def recall(self) -> float | None:
        """The share of what is true that was found; None where there was nothing to find."""
        return self.right / self.wanted if self.wanted else None


@dataclass(frozen=True, slots=True)
class FindingOutcomes:
    """The findings of a run against those of the truth."""

    hits: tuple[tuple[TrueFinding, Row], ...]
    missed: tuple[TrueFinding, ...]
    false: tuple[Row, ...]
    extra: tuple[Row, ...]
    """Findings of kinds that the truth does not list."""

    def sureness(self) -> dict[str, tuple[int, int]]:
        """By kind and tenth of certainty ("stuck_pages 0.9"): how many are true, and how many were said."""
        said: dict[str, tuple[int, int]] = {}
        for row, true in (*((row, 1) for _, row in self.hits), *((row, 0) for row in self.false)):
            band = f"{row['kind']} {row.get('certainty', '')[:3]}".strip()
            right, total = said.get(band, (0, 0))
            said[band] = (right + true, total + 1)
        return said

    def of(self, kind: str) -> Retrieval:
        """The count of one kind."""
        right = sum(wanted.kind == kind for wanted, _ in self.hits)
        false = sum(row["kind"] == kind for row in self.false)
        return Retrieval(right, right + false, right + sum(wanted.kind == kind for wanted in self.missed))


def finding_outcomes(truth: Truth, rows: Sequence[Row], numbers: Mapping[str, str]) -> FindingOutcomes:
    """Each planted finding with at most one row; a second row that says the same is false.

    Args:
        truth: What is to be found.
        rows: Those of findings.csv.
        numbers: The true number of each order, by the id that the run gave it.
    """
    left = [row for row in rows if row["kind"] in PLANTED]
    hits, missed = [], []
    for wanted in truth.findings:
        row = next((row for row in left if _says(row, wanted, numbers)), None)
        if row is None:
            missed.append(wanted)
        else:
            hits.append((wanted, row))
            left.remove(row)
    extra = tuple(row for row in rows if row["kind"] not in PLANTED)
    return FindingOutcomes(tuple(hits), tuple(missed), tuple(left), extra)


def link_outcomes(truth: Truth, rows: Sequence[Row], pairing: Pairing) -> tuple[Retrieval, list[str], list[str]]:
    """The count of links, those that are missed, and those that are false, in words."""
    numbers = pairing.number_of
    wanted = {f"{link.order_number} = {link.source} {link.record_id}" for link in truth.links}
    made = [
        f"{numbers.get(row['order_id'], row['order_id'])} = {row['source']} {row['record_id']}"
        for row in rows
        if row["decision"] in {"link", "confirmed"}
    ]
    right = wanted & set(made)
    false = [said for said in made if said not in wanted]
    return Retrieval(len(right), len(made), len(wanted)), sorted(wanted - right), false


def _says(row: Row, wanted: TrueFinding, numbers: Mapping[str, str]) -> bool:
    """Whether a row is that finding: the columns that identify its kind agree."""
    if row["kind"] != wanted.kind:
        return False
    match wanted.kind:
        case "stuck_pages":
            return row["binder"] == wanted.binder and _near(row["after_page"], wanted.after_page)
        case "orphan_page" | "duplicate_scan":
            return (row["binder"], row["page"]) == (wanted.binder, str(wanted.page))
        case "duplicate_digital" | "missing_paper":
            ids = wanted.record_ids or (wanted.record_id,)
            return row["source"] == wanted.source and set(several(row["record_id"])) == set(ids)
        case "duplicate_across_sources":
            return set(several(row["record_id"])) == set(wanted.record_ids)
        case _:
            return row["field"] == wanted.field and _same_order(row, wanted, numbers)


def _near(said: str, wanted: int | None) -> bool:
    """Within one page: where a sheet lies between two, the place before either is where to look."""
    return said.isdigit() and wanted is not None and abs(int(said) - wanted) <= 1


def _same_order(row: Row, wanted: TrueFinding, numbers: Mapping[str, str]) -> bool:
    """The order that the row is about, known by its pages where it has some, else by the number it gives."""
    return bare(numbers.get(row["order_id"], row["order_number"])) == bare(wanted.order_number)
