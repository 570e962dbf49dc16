"""All orders of a workspace as short rows that can be filtered as fast as somebody types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from records.dataset import Dataset
from records.finding import FindingStatus
from records.match import MatchDecision
from records.order import DigitalRecord, PaperOrder

FACETS = ("department", "form", "binder", "source", "state")
"""What rows can be narrowed down by, in this order."""


@dataclass(frozen=True, slots=True)
class BrowseRow:
    """An order on paper, or a digital record without one."""

    order_id: str
    record_ids: tuple[str, ...]
    """`source/record_id` of every record that it is linked with."""
    number: str
    summary: str
    """Date, place and description in a line."""
    facets: tuple[str, ...]
    """The value of each of `FACETS`."""
    haystack: str
    """Everything that a search looks through, in small letters."""
    page: int
    binder: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The rows of a workspace."""

    rows: tuple[BrowseRow, ...]

    def filtered(self, text: str, chosen: Mapping[str, str]) -> tuple[BrowseRow, ...]:
        """The rows that hold every word of the text, and every chosen value of a facet; `-word` leaves out."""
        words = text.casefold().split()
        wanted = [word for word in words if not word.startswith("-")]
        unwanted = [word[1:] for word in words if word.startswith("-") and len(word) > 1]
        places = [(FACETS.index(facet), value) for facet, value in chosen.items()]
        return tuple(
            row
            for row in self.rows
            if all(row.facets[place] == value for place, value in places)
            and all(word in row.haystack for word in wanted)
            and not any(word in row.haystack for word in unwanted)
        )


def counts(rows: Iterable[BrowseRow]) -> dict[str, dict[str, int]]:
    """How many rows have each value of each facet, the most frequent first."""
    found: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    for row in rows:
        for facet, value in zip(FACETS, row.facets, strict=True):
            found[facet][value] = found[facet].get(value, 0) + 1
    return {facet: dict(sorted(each.items(), key=lambda pair: (-pair[1], pair[0]))) for facet, each in found.items()}


def catalogue_of(dataset: Dataset) -> Catalogue:
    """The rows of a dataset with its decisions applied: its orders as leafed through, then records without paper."""
    records = {record.key: record for record in dataset.records}
    linked: dict[str, list[DigitalRecord]] = {}
    for match in dataset.matches:
        record = records.get((match.source, match.record_id))
        if record is not None and match.decision in {MatchDecision.LINK, MatchDecision.CONFIRMED}:
            linked.setdefault(match.order_id, []).append(record)
    open_ = {
        order_id
        for finding in dataset.findings
        if finding.status is FindingStatus.OPEN
        for order_id in finding.order_ids
    }
    on_paper = {record.key for found in linked.values() for record in found}
    rows = [_order_row(order, linked.get(order.order_id, ()), order.order_id in open_) for order in dataset.orders]
    rows += [_record_row(record) for record in dataset.records if record.key not in on_paper]
    return Catalogue(tuple(rows))


def _order_row(order: PaperOrder, records: Sequence[DigitalRecord], asked: bool) -> BrowseRow:
    state = "to review" if order.doubtful or asked else "in both" if records else "on paper only"
    facets = (order.department, order.form, order.binder, " ".join(sorted({each.source for each in records})), state)
    values = [reading.value or reading.raw for reading in (*order.readings, *order.extras)]
    words = " ".join((order.order_id, *values, *facets, *(each.record_id for each in records)))
    keys = tuple(f"{each.source}/{each.record_id}" for each in records)
    page = order.pages[0] if order.pages else 1
    return BrowseRow(
        order.order_id, keys, order.number or "", _summary(order.value), facets, words.casefold(), page, order.binder
    )


def _record_row(record: DigitalRecord) -> BrowseRow:
    facets = (record.department, "", "", record.source, "in the records only")
    words = " ".join((record.record_id, *record.values.values(), *record.raw.values(), *facets))
    key = f"{record.source}/{record.record_id}"
    number = record.value("order_number") or record.record_id
    return BrowseRow("", (key,), number, _summary(record.value), facets, words.casefold(), 0, "")


def _summary(value: Callable[[str], str | None]) -> str:
    day = value("completed_on") or value("requested_on") or ""
    return "  ".join(each for each in (day, value("location") or "", value("description") or "") if each)


def selection(dataset: Dataset, rows: Iterable[BrowseRow]) -> Dataset:
    """The part of a dataset that these rows stand for: orders, records, matches and findings."""
    chosen = tuple(rows)
    orders = {row.order_id for row in chosen if row.order_id}
    keys = {key for row in chosen for key in row.record_ids}
    return replace(
        dataset,
        orders=tuple(order for order in dataset.orders if order.order_id in orders),
        records=tuple(record for record in dataset.records if f"{record.source}/{record.record_id}" in keys),
        matches=tuple(match for match in dataset.matches if match.order_id in orders),
        findings=tuple(
            finding
            for finding in dataset.findings
            if orders & set(finding.order_ids) or keys & {f"{finding.source}/{each}" for each in finding.record_ids}
        ),
    )
