"""`late_entry`: a record that was keyed long after the work on its sheet was done.

When a row was keyed is told by a column of the list that is named for it ("entered", "created", "keyed on") and was
not needed for a field. Late is more than thirty days after the sheet's last date, and far later than the list's own
rows are keyed as a rule.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from statistics import quantiles

from matching.findings.context import FindingContext, is_sure, name_of, where
from matching.findings.made import of_link
from matching.links import Link
from matching.normalise import day
from records.fields import CATALOGUE
from records.finding import Finding, FindingKind
from records.order import DigitalRecord, PaperOrder
from records.values import parse_field

_ENTERED = re.compile(r"(?:^|[ _])(?:entered|entry|created|creation|keyed|input|inserted)(?:$|[ _])", re.IGNORECASE)
_LATE = 30
_FAR = 3.0
"""Times the lag within which three in four rows of the list are keyed."""
_LEAST = 8
_CERTAIN = 0.85


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding an order."""
    lags: dict[str, list[tuple[int, Link]]] = defaultdict(list)
    for place, link in sorted(context.linkage.partner.items()):
        lag = _lag(context, context.orders[place], context.records[link.record])
        if lag is not None:
            lags[context.records[link.record].source].append((lag, link))
    for found in lags.values():
        if len(found) >= _LEAST:
            usual = quantiles([lag for lag, _ in found], n=4)[2]
            late = max(_LATE, _FAR * usual)
            yield from (_finding(context, link, lag) for lag, link in found if lag > late)


def _lag(context: FindingContext, order: PaperOrder, record: DigitalRecord) -> int | None:
    """Days from the sheet's last sure date to the day on which the row was keyed."""
    readings = (order.reading(name) for name in ("completed_on", "started_on", "requested_on"))
    said = next((r.value for r in readings if r and is_sure(r, context.settings)), None)
    keyed = next(_entered(context, record), None)
    return day(keyed) - day(said) if said and keyed and day(said) and day(keyed) else None


def _entered(context: FindingContext, record: DigitalRecord) -> Iterator[str]:
    used = {
        one.column for source in context.sources if source.name == record.source for one in source.mapping if one.field
    }
    for column, cell in record.raw.items():
        if column not in used and _ENTERED.search(column) and cell.strip():
            value = parse_field(CATALOGUE["requested_on"], cell).value
            if value:
                yield value


def _finding(context: FindingContext, link: Link, lag: int) -> Finding:
    order, record = context.orders[link.order], context.records[link.record]
    detail = (
        f"{name_of(order)}, {where(order)}, was keyed into {record.source} (record {record.record_id}) {lag} days "
        "after the last date on its sheet."
    )
    return of_link(FindingKind.LATE_ENTRY, order, record, detail, _CERTAIN * link.probability)
