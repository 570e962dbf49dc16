"""matches.csv, findings.csv, measures.csv and measures_by.csv: what the reconciliation says."""

from __future__ import annotations

from collections.abc import Iterator

from records.dataset import Dataset
from records.exports.cells import decimals, several, share, whole
from records.exports.orders import in_order
from records.exports.schema import Table, integer, number, text
from records.finding import Cause, FindingKind, FindingStatus, Severity, cause_and_note
from records.match import MatchDecision
from records.measure import Measure
from records.natural import shortlex


def _match_rows(dataset: Dataset) -> Iterator[list[str]]:
    place = {order.order_id: n for n, order in enumerate(in_order(dataset.orders))}
    told = [match for match in dataset.matches if match.decision is not MatchDecision.NON_LINK]
    told.sort(
        key=lambda match: (
            place.get(match.order_id, len(place)),
            match.order_id,
            -match.probability,
            match.source,
            shortlex(match.record_id),
        )
    )
    for match in told:
        weight = decimals(match.weight, 3)
        yield [match.order_id, match.record_id, match.source, f"{match.probability:.4f}", weight, str(match.decision)]


MATCHES = Table(
    "matches",
    "One row a pair of an order on paper and a digital record that are, or may be, the same order.",
    (
        text("order_id", "The order on paper."),
        text("record_id", "The digital record: its source's own id, or its row number where it has none."),
        text("source", "The digital extract: its file's or table's name."),
        number("probability", "0 to 1: how likely the two are the same order."),
        number("weight", "The match weight of Fellegi and Sunter, log2."),
        text(
            "decision",
            "link or possible by the weight; confirmed or rejected by a person.",
            *(decision for decision in MatchDecision if decision is not MatchDecision.NON_LINK),
        ),
    ),
    _match_rows,
    key=("order_id", "source", "record_id"),
    refers=(("order_id", "orders"),),
)


def _finding_rows(dataset: Dataset) -> Iterator[list[str]]:
    for finding in dataset.findings:
        cause, note = cause_and_note(finding.reason)
        yield [
            *(finding.finding_id, str(finding.kind), str(finding.severity), share(finding.certainty)),
            *(str(finding.status), finding.department, finding.order_number, several(finding.order_ids)),
            *(several(finding.record_ids), finding.source, finding.binder),
            *(whole(finding.page), whole(finding.after_page), whole(finding.before_page)),
            *(finding.field, finding.paper_value, finding.digital_value, finding.detail, finding.caused_by),
            *(str(cause or ""), note),
        ]


FINDINGS = Table(
    "findings",
    "One row a thing that someone should know or decide, the surest and weightiest first.",
    (
        text("finding_id", "The same on every run that finds it."),
        text("kind", "What was found.", *FindingKind),
        text("severity", "How much it matters.", *Severity),
        number("certainty", "0 to 1: how likely it is true."),
        text("status", "What people said about it.", *FindingStatus),
        text("department", "The department it is about."),
        text("order_number", "The order number it is about; one missing number a row."),
        text("order_id", "The orders on paper it is about, separated by blanks."),
        text("record_id", "The digital records it is about, separated by blanks."),
        text("source", "The digital extract it is about."),
        text("binder", "The binder it is about."),
        integer("page", "The page it is about, counted from 1 as scanned."),
        integer("after_page", "The last page before the place where something is missing."),
        integer("before_page", "The first page after it."),
        text("field", "The field it is about."),
        text("paper_value", "What the paper says."),
        text("digital_value", "What the digital record says."),
        text("detail", "The evidence in words."),
        text("caused_by", "The finding that explains this one."),
        text("cause", "Where what is missing went, as a person said.", *Cause),
        text("note", "What else the person said."),
    ),
    _finding_rows,
    key=("finding_id",),
)


def _figures(measure: Measure) -> list[str]:
    """The unit and the figures of a measure."""
    figures = (measure.digital, measure.deduplicated, measure.recovered, measure.lowest, measure.highest)
    return [measure.unit, *map(decimals, (*figures, measure.expected, measure.low, measure.high))]


def _measure_rows(dataset: Dataset) -> Iterator[list[str]]:
    for measure in dataset.measures:
        if not (measure.month or measure.category):
            yield [measure.name, measure.department, *_figures(measure)]


def _part_rows(dataset: Dataset) -> Iterator[list[str]]:
    for measure in dataset.measures:
        if measure.month or measure.category:
            yield [measure.name, measure.month, measure.category, *_figures(measure)]


_FIGURES = (
    text("unit", "What it is counted in."),
    number("digital", "As the digital list has it."),
    number("deduplicated", "After duplicates are merged."),
    number("recovered", "With the orders recovered from paper."),
    number("lowest", "With the unaccounted orders at one extreme."),
    number("highest", "With the unaccounted orders at the other."),
    number("expected", "With the unaccounted orders like those that one of the two lists alone holds."),
    number("interval_low", "Lower end of the 95 % interval of `recovered`, binders drawn; empty below twelve binders."),
    number("interval_high", "Its upper end."),
)
MEASURES = Table(
    "measures",
    "One row a measure of all orders, or of a department, as each of the four lists gives it.",
    (
        text("measure", "The measure's name."),
        text("department", "The department; empty for all together."),
        *_FIGURES,
    ),
    _measure_rows,  # no key: the department is empty for all together, and a key may not be empty
)
MEASURES_BY = Table(
    "measures_by",
    "One row a measure of a month's orders or of a kind of work, as each of the four lists gives it.",
    (
        text("measure", "The measure's name."),
        text("month", "The month in which the orders were asked for, YYYY-MM; empty where it is a kind of work."),
        text("category", "The kind of work, in the words of the digital lists; empty where it is a month."),
        *_FIGURES,
    ),
    _part_rows,  # no key: either of the two is empty
)
