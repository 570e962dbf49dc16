"""The places of a written form's fields on a page, and what the form demands of their values."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import replace

from digitize.extract import Claim
from digitize.forms.match import FormMatch
from digitize.forms.template import FormTemplate, Zone
from digitize.labels import Label
from digitize.layout import Layout
from records.geometry import READING_DPI, Box
from records.order import FieldReading, ReadingStatus

SCORE = 2.0
"""Of a written zone's claim: no label that was found by itself can outbid it."""


def zone_boxes(match: FormMatch, layout: Layout) -> dict[str, Box]:
    """The box of each field whose anchor was found, or whose place follows from the others'."""
    boxes = {zone.field: _box(zone, match, layout) for zone in match.template.zones}
    return {field: box for field, box in boxes.items() if box is not None}


def _box(zone: Zone, match: FormMatch, layout: Layout) -> Box | None:
    origin = _origin(zone, match)
    if origin is None:
        return None
    turn = match.registration.turn if match.registration else complex(READING_DPI)
    left, top, right, bottom = zone.box
    corners = [origin + turn * complex(x, y) for x in (left, right) for y in (top, bottom)]
    return _clipped([corner.real for corner in corners], [corner.imag for corner in corners], layout)


def _clipped(across: Sequence[float], down: Sequence[float], layout: Layout) -> Box | None:
    left, right = max(min(across), 0.0), min(max(across), float(layout.width))
    top, bottom = max(min(down), 0.0), min(max(down), float(layout.height))
    return Box(left, top, right, bottom) if right - left > 8 and bottom - top > 8 else None


def _origin(zone: Zone, match: FormMatch) -> complex | None:
    """The point of the page that a zone is measured from."""
    found = match.anchors.get(zone.anchor)
    if found is not None:
        return complex(found.left, found.top)
    if match.registration is None:
        return None
    if not zone.anchor:
        return match.registration.place((0.0, 0.0))
    drawn = next((anchor.at for anchor in match.template.placed if anchor.text == zone.anchor), None)
    return match.registration.place(drawn) if drawn is not None else None


def zone_claims(match: FormMatch | None, layout: Layout, fields: Container[str]) -> tuple[Claim, ...]:
    """The written zones' claims, which come before those of labels found by themselves."""
    if match is None:
        return ()
    anchors = {zone.field: zone.anchor for zone in match.template.zones}
    return tuple(
        Claim(name, _label(name, anchors[name], match.anchors.get(anchors[name], box)), box, SCORE, "zone", SCORE)
        for name, box in zone_boxes(match, layout).items()
        if name in fields
    )


def _label(field: str, text: str, box: Box) -> Label:
    return Label(field, text, box, -1, 1.0, 0, True, (), True)


def anchor_labels(match: FormMatch | None, labels: Sequence[Label], fields: Container[str]) -> tuple[Label, ...]:
    """The labels of a page with the anchors of its form that none of them is: a form may use words of its own."""
    if match is None:
        return tuple(labels)
    named = {zone.anchor: zone.field for zone in match.template.zones if zone.field in fields}
    own = [
        _label(named[text], text, box)
        for text, box in match.anchors.items()
        if text in named and not any(label.box.overlap(box) > 0 for label in labels)
    ]
    return (*labels, *own)


def checked(readings: Sequence[FieldReading], template: FormTemplate, page: int) -> tuple[FieldReading, ...]:
    """The readings with what the form demands: a required value that is missing, one that its pattern refuses."""
    zones = {zone.field: zone for zone in template.zones}
    judged = [_judged(reading, zones.get(reading.name)) for reading in readings]
    named = {reading.name for reading in readings}
    return (*judged, *(_missing(zone, page) for zone in template.zones if zone.required and zone.field not in named))


def _judged(reading: FieldReading, zone: Zone | None) -> FieldReading:
    if zone is None or reading.doubt:
        return reading
    if reading.value is None:
        return replace(reading, doubt="the form requires it") if zone.required else reading
    if zone.pattern and not re.fullmatch(zone.pattern, reading.value):
        return replace(reading, doubt=f"not as the form has it: {zone.pattern}")
    return reading


def _missing(zone: Zone, page: int) -> FieldReading:
    return FieldReading(
        zone.field, None, "", ReadingStatus.ABSENT, 0.0, page, None, "form", doubt="the form requires it"
    )
