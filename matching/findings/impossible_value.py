"""`impossible_value`: a value that cannot be: finished before it was asked for, minus three hours, the year 2091."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from matching.findings.context import FindingContext, clamp, is_sure, name_of, where
from matching.normalise import day, hundredths
from records.fields import CATALOGUE
from records.finding import Finding, FindingKind, Severity, finding_id
from records.order import DigitalRecord, PaperOrder

_CERTAIN = 0.95
_UNUSUAL = 0.8
_FAR_DAYS = 5 * 365
"""Days from the middle of all dates of a binder or list, beyond which a date is a slip: no binder holds ten years."""
_LEAST_DATES = 8
_DAY_OF_CREW = 24 * 12
"""Most hours that a day on one order can hold: a crew of twelve around the clock."""
_DATES = ("requested_on", "started_on", "completed_on")
_NEVER_NEGATIVE = ("labor_hours", "labor_cost", "material_cost", "equipment_cost", "total_cost")

Value = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class _Fault:
    field: str
    value: str
    reason: str
    certainty: float = _CERTAIN


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a field of an order, or of a record whose paper does not say the same."""
    told: set[tuple[str, str, str, str]] = set()
    middles = _middles(context)
    for place, order in enumerate(context.orders):
        link = context.linkage.partner.get(place)
        record = context.records[link.record] if link else None
        for fault in _faults(_sure_value(context, order), middles.get(order.binder)):
            same = record if record and record.value(fault.field) == fault.value else None
            told |= {(*same.key, fault.field, fault.value)} if same else set()
            yield _on_paper(order, same, fault)
    for record in context.records:
        for fault in _faults(record.value, middles.get(record.source)):
            if (*record.key, fault.field, fault.value) not in told:
                yield _in_record(record, fault)


def _sure_value(context: FindingContext, order: PaperOrder) -> Value:
    """The values that were read beyond doubt; the others go to a person as readings."""
    sure = {r.name: r.value for r in order.readings if is_sure(r, context.settings)}
    return sure.get


def _middles(context: FindingContext) -> dict[str, int]:
    """The middle date of each binder and list that has dates enough."""
    dates: dict[str, list[int]] = {}
    owners = [(order.binder, order.value) for order in context.orders]
    owners += [(record.source, record.value) for record in context.records]
    for owner, value in owners:
        dates.setdefault(owner, []).extend(filter(None, (day(value(name) or "") for name in _DATES)))
    return {owner: sorted(found)[len(found) // 2] for owner, found in dates.items() if len(found) >= _LEAST_DATES}


def _faults(value: Value, middle: int | None) -> Iterator[_Fault]:
    far = list(_far_dates(value, middle))
    yield from far
    if not far:
        yield from _dates_reversed(value)
    yield from _negative(value)
    yield from _too_many_hours(value)


def _dates_reversed(value: Value) -> Iterator[_Fault]:
    requested, started, completed = (value(name) for name in _DATES)
    asked = CATALOGUE["requested_on"].label.lower()
    if requested and completed and completed[:10] < requested[:10]:
        yield _Fault("completed_on", completed, f"it is before the order was {asked} ({requested})")
    elif started and completed and completed[:10] < started[:10]:
        yield _Fault("completed_on", completed, f"it is before the work started ({started})")
    elif requested and started and started[:10] < requested[:10]:
        yield _Fault("started_on", started, f"it is before the order was {asked} ({requested})", _UNUSUAL)


def _far_dates(value: Value, middle: int | None) -> Iterator[_Fault]:
    for name in _DATES:
        said = value(name) or ""
        if middle and said and day(said) and abs(day(said) - middle) > _FAR_DAYS:
            yield _Fault(name, said, "it is years away from the other dates", _UNUSUAL)


def _negative(value: Value) -> Iterator[_Fault]:
    for name in _NEVER_NEGATIVE:
        said = value(name) or ""
        if said.startswith("-") and hundredths(said) < 0:
            yield _Fault(name, said, "it is less than nothing", _CERTAIN if name == "labor_hours" else _UNUSUAL)


def _too_many_hours(value: Value) -> Iterator[_Fault]:
    said = value("labor_hours") or ""
    first, last = (day(value(name) or "") for name in ("requested_on", "completed_on"))
    days = max(last - first, 0) + 1 if first and last else 0
    if said and days and hundredths(said) / 100 > _DAY_OF_CREW * days:
        yield _Fault("labor_hours", said, f"no crew works so long in {days} day{'s' if days > 1 else ''}")


def _on_paper(order: PaperOrder, record: DigitalRecord | None, fault: _Fault) -> Finding:
    reading = order.reading(fault.field)
    label = CATALOGUE[fault.field].label
    also = f"; {record.source} says the same" if record else ""
    return Finding(
        finding_id=finding_id(FindingKind.IMPOSSIBLE_VALUE, order.order_id, fault.field),
        kind=FindingKind.IMPOSSIBLE_VALUE,
        severity=Severity.MEDIUM,
        certainty=clamp(fault.certainty * (reading.confidence if reading else 1.0)),
        detail=f"{label} of {name_of(order)}, {where(order)}, is {fault.value}: {fault.reason}{also}.",
        department=order.department,
        order_number=order.number or "",
        order_ids=(order.order_id,),
        record_ids=(record.record_id,) if record else (),
        source=record.source if record else "",
        binder=order.binder,
        page=reading.page if reading else None,
        field=fault.field,
        paper_value=fault.value,
        digital_value=fault.value if record else "",
    )


def _in_record(record: DigitalRecord, fault: _Fault) -> Finding:
    name = record.value("order_number") or f"record {record.record_id}"
    label = CATALOGUE[fault.field].label
    return Finding(
        finding_id=finding_id(FindingKind.IMPOSSIBLE_VALUE, record.source, record.record_id, fault.field),
        kind=FindingKind.IMPOSSIBLE_VALUE,
        severity=Severity.MEDIUM,
        certainty=clamp(fault.certainty),
        detail=f"{label} of {name} in {record.source} (row {record.row}) is {fault.value}: {fault.reason}.",
        department=record.department,
        order_number=record.value("order_number") or "",
        record_ids=(record.record_id,),
        source=record.source,
        field=fault.field,
        digital_value=fault.value,
    )
