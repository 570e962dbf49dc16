"""Accounting for every order: *issued = matched + paper only + digital only + void + unaccounted*."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from records.dataset import Dataset
from records.finding import Finding
from records.match import MatchDecision
from records.united import United, record_names, sources_of, standing_findings, united

_MAY_HOLD = frozenset({MatchDecision.LINK, MatchDecision.CONFIRMED, MatchDecision.POSSIBLE})


@dataclass(frozen=True, slots=True)
class Account:
    """How the orders of one department, or of all, are accounted for. Each order is in one class and counts once."""

    department: str
    """Empty for all together."""
    matched: int = 0
    """On paper and in the digital list."""
    paper_only: int = 0
    digital_only: int = 0
    """In the digital list and missing among what was scanned."""
    void: int = 0
    unaccounted: int = 0
    """Numbers of a series that neither list holds."""
    outside: int = 0
    """Orders of the digital list that what was scanned says nothing about; not among the issued."""
    undecided: int = 0
    """Orders of the digital list that may be one found only on paper; not among the issued, to count none twice."""
    rows: int = 0
    """In the digital list."""
    row_orders: int = 0
    """Orders in the digital list, repeated rows counted once."""
    false_links: float = 0.0
    """How many of the matched are expected not to be the same order, by the links' own probabilities."""
    missed_links: float = 0.0
    """How many of the undecided are expected to be on paper."""
    link_variance: float = 0.0
    """The variance of the number of true links."""

    @property
    def issued(self) -> int:
        """All numbers that the binders should hold."""
        return self.matched + self.paper_only + self.digital_only + self.void + self.unaccounted

    @property
    def on_paper(self) -> int:
        """Orders on paper, void ones left out."""
        return self.matched + self.paper_only

    def __add__(self, other: Account) -> Account:
        counts = [field.name for field in fields(self) if field.name != "department"]
        return Account(self.department, **{name: getattr(self, name) + getattr(other, name) for name in counts})


def accounts(dataset: Dataset) -> tuple[Account, ...]:
    """All together first, then each department by name; orders without a department last, under "not known"."""
    standing = standing_findings(dataset)
    ours: dict[str, Account] = {}
    spelled: dict[str, str] = {}
    chances = _link_chances(dataset)
    orders = (_counted(kind, one, chances) for kind, one in classified(dataset))
    for part in (*orders, *_void_numbers(standing), *_unaccounted(dataset, standing)):
        name = spelled.setdefault(" ".join(part.department.casefold().split()), part.department)
        ours[name] = ours.get(name, Account(name or "not known")) + part
    return sum_up(ours.values()), *(ours[name] for name in sorted(ours, key=lambda name: (not name, name)))


def sum_up(parts: Iterable[Account]) -> Account:
    """The parts together."""
    whole = Account("")
    for part in parts:
        whole += part
    return whole


def classified(dataset: Dataset) -> Iterable[tuple[str, United]]:
    """Each order with its class: "matched", "paper_only", "digital_only", "void", "outside" or "undecided"."""
    standing = standing_findings(dataset)
    sources = sources_of(dataset)
    missing = {name for found in standing if found.kind == "missing_paper" for name in record_names(found, sources)}
    possible = {
        (found.source, found.record_id) for found in dataset.matches if found.decision is MatchDecision.POSSIBLE
    }
    for one in united(dataset):
        yield _class_of(one, missing, possible), one


def _link_chances(dataset: Dataset) -> dict[tuple[str, str], float]:
    """How likely each row is on paper, by the likeliest of its links and possible links; what a person said is sure."""
    chances: dict[tuple[str, str], float] = {}
    for found in dataset.matches:
        if found.decision in _MAY_HOLD:
            chance = 1.0 if found.decision is MatchDecision.CONFIRMED else found.probability
            key = found.source, found.record_id
            chances[key] = max(chance, chances.get(key, 0.0))
    return chances


def _counted(kind: str, one: United, chances: Mapping[tuple[str, str], float]) -> Account:
    chance = max((chances.get(row.key, 0.0) for row in one.rows), default=0.0)
    counted = Account(one.department, **{kind: 1, "rows": len(one.rows), "row_orders": int(bool(one.rows))})
    if kind == "matched":
        return replace(counted, false_links=1 - chance, link_variance=chance * (1 - chance))
    if kind == "undecided":
        return replace(counted, missed_links=chance, link_variance=chance * (1 - chance))
    return counted


def _class_of(one: United, missing: set[tuple[str, ...]], possible: set[tuple[str, str]]) -> str:
    if one.papers:
        if all(paper.void for paper in one.papers):
            return "void"
        return "matched" if one.rows else "paper_only"
    if any(row.key in missing for row in one.rows):
        return "digital_only"
    return "undecided" if any(row.key in possible for row in one.rows) else "outside"


def _void_numbers(standing: list[Finding]) -> Iterable[Account]:
    """Numbers known to be void without a sheet of their own."""
    numbers = {
        (found.department, found.order_number or found.finding_id)
        for found in standing
        if found.kind == "number_void" and not found.order_ids
    }
    return [Account(department, void=1) for department, _ in sorted(numbers)]


def _unaccounted(dataset: Dataset, standing: list[Finding]) -> Iterable[Account]:
    """Numbers in neither list, each once; one that either list does hold is accounted for there."""
    held = {order.number for order in dataset.orders} | {row.value("order_number") for row in dataset.records}
    missing: dict[str, set[str]] = defaultdict(set)
    for found in standing:
        if found.kind == "sequence_gap" and (not found.order_number or found.order_number not in held):
            missing[found.department].add(found.order_number or found.finding_id)
    return [Account(department, unaccounted=len(numbers)) for department, numbers in sorted(missing.items())]
