"""`illegible_field`: there is ink in a field's place, and it gives no value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from matching.findings.context import FindingContext, clamp, listed, name_of
from matching.findings.cut_off import causes
from matching.normalise import fold
from matching.places import Place
from records.fields import CATALOGUE
from records.finding import Finding, FindingKind, Severity, finding_id
from records.order import FieldReading, PaperOrder, ReadingStatus

_IDENTIFYING = frozenset({"order_number"})
_STROKES = str.maketrans("/\\|!()[]", "11111111")
"""Signs that a single stroke is taken for where no word stands beside it."""
_CERTAIN = 0.9
_ROW = 0.7
"""A row may have been left empty."""


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a field; one of which nothing is seen is put down to the edge where its page is cut off."""
    cut = causes(context)
    for place, order in enumerate(context.orders):
        for reading in () if order.void else (*order.readings, *order.extras):
            if _is_illegible(context, place, reading):
                found = _finding(context, place, order, reading)
                beyond = [cut[order.binder, page] for page in order.pages if (order.binder, page) in cut]
                yield replace(found, caused_by=beyond[0]) if beyond and reading.box is None else found
    yield from (_of_row(context, place) for place in context.layout.places if place.unread_row)


def _is_illegible(context: FindingContext, place: int, reading: FieldReading) -> bool:
    """Something stands there, and nobody knows what.

    Where no engine found a glyph and the record has nothing either, nothing may stand there; and strokes that are what
    the record says, glyphs that look alike being one, are no riddle: "/" beside a record's 1.
    """
    if reading.status is not ReadingStatus.ILLEGIBLE or reading.value:
        return False
    link = context.linkage.partner.get(place)
    digital = context.records[link.record].value(reading.name) or "" if link else ""
    strokes = fold(reading.raw.translate(_STROKES))
    return bool(reading.raw.strip() or link is None or digital) and not (strokes and strokes == fold(digital))


def _finding(context: FindingContext, place: int, order: PaperOrder, reading: FieldReading) -> Finding:
    known = CATALOGUE.get(reading.name)
    label = known.label if known else reading.name
    link = context.linkage.partner.get(place)
    record = context.records[link.record] if link else None
    digital = (record.value(reading.name) or "") if record else ""
    hint = f' The digital record says "{digital}".' if digital else ""
    read = f' It was read as "{reading.raw}".' if reading.raw.strip() else ""
    return Finding(
        finding_id=finding_id(FindingKind.ILLEGIBLE_FIELD, order.order_id, reading.name),
        kind=FindingKind.ILLEGIBLE_FIELD,
        severity=Severity.HIGH if reading.name in _IDENTIFYING else Severity.LOW,
        certainty=clamp(_CERTAIN),
        detail=f"{label} of {name_of(order)} cannot be read, scan {reading.page} of binder {order.binder}.{read}{hint}",
        department=order.department,
        order_number=order.number or "",
        order_ids=(order.order_id,),
        record_ids=(record.record_id,) if record else (),
        source=record.source if record else "",
        binder=order.binder,
        page=reading.page,
        field=reading.name,
        digital_value=digital,
    )


def _of_row(context: FindingContext, place: Place) -> Finding:
    """Two rows of one page stand as far apart as if another lay between, and a number between theirs is left out."""
    before, after = context.orders[place.before], context.orders[place.after]
    numbers = [place.series.number(counter) for counter in place.counters]
    return Finding(
        finding_id=finding_id(FindingKind.ILLEGIBLE_FIELD, place.binder, *numbers),
        kind=FindingKind.ILLEGIBLE_FIELD,
        severity=Severity.HIGH,
        certainty=clamp(_ROW),
        detail=f"Between {name_of(before)} and {name_of(after)} on scan {place.unread_row} of binder {place.binder} is "
        f"room for a row of which nothing could be read. By its place it may be {listed(numbers)}.",
        department=before.department,
        order_number=" ".join(numbers),
        binder=place.binder,
        page=place.unread_row,
        field="order_number",
    )
