"""`status_conflict`: the sheet says that the work is done, and the record that it is open.

Only of lists that tell open orders from closed ones, and that as a rule agree with the paper: where open rows are
common among finished sheets, the list is not kept up, and a note says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from matching.findings.context import FindingContext, is_habit, is_sure, name_of, where
from matching.findings.made import of_link
from matching.links import Link
from records.finding import Finding, FindingKind
from records.order import DigitalRecord, FieldReading

_OPEN = frozenset({"open", "on_hold"})


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding an order."""
    compared, differ = _counted(context)
    for link, done, record in _conflicts(context):
        if not is_habit(differ[record.source], compared[record.source]):
            order = context.orders[link.order]
            detail = (
                f"{name_of(order)}, {where(order)}, was finished on {done.value} by its sheet, and {record.source} has "
                f"it as {record.value('status')} (record {record.record_id})."
            )
            more = {
                "page": done.page,
                "field": "status",
                "paper_value": f"completed {done.value}",
                "digital_value": record.value("status") or "",
            }
            yield of_link(
                FindingKind.STATUS_CONFLICT, order, record, detail, done.confidence * link.probability, **more
            )


def _conflicts(context: FindingContext) -> Iterator[tuple[Link, FieldReading, DigitalRecord]]:
    for place, link in sorted(context.linkage.partner.items()):
        record, done = context.records[link.record], context.orders[place].reading("completed_on")
        still = record.value("status") in _OPEN and not record.value("completed_on")
        if done and still and is_sure(done, context.settings) and "completed_on" not in record.doubts:
            yield link, done, record


def _counted(context: FindingContext) -> tuple[Counter[str], Counter[str]]:
    """For each list, the links whose sheet says the work is done, and those of them that it has as open."""
    done = (
        context.records[link.record].source
        for place, link in context.linkage.partner.items()
        if context.orders[place].value("completed_on") and context.records[link.record].value("status")
    )
    return Counter(done), Counter(record.source for _, _, record in _conflicts(context))


def habits(context: FindingContext) -> Iterator[str]:
    """What is said once of lists that are not kept up."""
    compared, differ = _counted(context)
    for source in sorted(differ):
        if is_habit(differ[source], compared[source]):
            yield (
                f"{source} has {differ[source]} of {compared[source]} orders as open that their sheets say are done: "
                "the list is not kept up, so no single one is reported"
            )
