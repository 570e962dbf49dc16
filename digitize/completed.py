"""A page that has more fields than its form: what its labels say, with what the form's zones say better.

Forms are learned from pages that have everything and from pages that go on on another sheet; what only some have, a sum
at the foot, is in no zone. Such a page is read by its labels, and a stamp over a label would cost the field whose zone
the form knows.
"""

from __future__ import annotations

from dataclasses import replace

from digitize.page import Fragment, PageResult
from records.geometry import Box
from records.order import FieldReading


def completed(labelled: PageResult, zoned: PageResult) -> PageResult:
    """A page as its labels have it, with the values of its form's zones where those are surer.

    Where either has several orders, or none, the labels alone say what is on the page.
    """
    if len(labelled.fragments) != 1 or len(zoned.fragments) != 1:
        return labelled
    (ours,), (zones,) = labelled.fragments, zoned.fragments
    places = [reading.box for reading in zones.readings if reading.value is not None and reading.box is not None]
    surer = {reading.name: reading for reading in zones.readings if _is_surer(reading, ours)}
    fragment = replace(
        ours,
        readings=(*(r for r in ours.readings if r.name not in surer), *surer.values()),
        extras=tuple(extra for extra in ours.extras if not any(_within(extra.box, place) for place in places)),
        line_items=ours.line_items or zones.line_items,
        void=ours.void or zones.void,
    )
    kept = {reading.box for reading in fragment.readings}
    places_of_zones = tuple(place for place in zoned.inked if place.box in kept)
    own = tuple(place for place in labelled.inked if all(place.box != other.box for other in places_of_zones))
    return replace(labelled, fragments=(fragment,), inked=(*own, *places_of_zones), form=zoned.form)


def _is_surer(reading: FieldReading, fragment: Fragment) -> bool:
    """Whether the labels say nothing of a field, or its zone says it more surely."""
    other = next((r for r in fragment.readings if r.name == reading.name and r.value is not None), None)
    return other is None or (reading.value is not None and reading.confidence > other.confidence)


def _within(box: Box | None, place: Box) -> bool:
    """Whether half of a box lies in a place."""
    return box is not None and box.overlap(place) > 0.5 * box.width * box.height
