"""The parts of a form that is printed several times on a sheet, each as a form of its own, for half sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from statistics import median

import ocr
from digitize.forms.learned import LearnedChoice, LearnedForm, LearnedPart, LearnedZone
from digitize.layout import holds, same_place
from digitize.within import within
from records.geometry import Box

_SURER = 0.2
"""By how much a zone must be more certain than its twin to stand for it: a place beside a label against a line."""
_EARLIER = 8.0
"""Pixels by which a zone begins before its twin: half of a figure."""
_ALIKE, _SHARE = 4, 0.8
"""Fields that two parts have in common from which they can be told to be alike, and how many lie at one place."""


@lru_cache(maxsize=4)
def halves_of(form: LearnedForm) -> tuple[LearnedForm, ...]:
    """The form of each part alone, as it lies in the whole form's frame; none of a form that has one part only."""
    return tuple(_half(form, part) for part in form.parts) if len(form.parts) > 1 else ()


def _half(form: LearnedForm, part: LearnedPart) -> LearnedForm:
    region = part.region
    number = form.page_number
    return replace(
        form,
        layout=within(form.layout, region),
        labels=tuple(box for box in form.labels if holds(region, box)),
        parts=(part,),
        page_number=number if number is not None and holds(region, number) else None,
        landmarks=ocr.landmarks_in(form.landmarks, region),
        picture=ocr.print_in(form.picture, region),
    )


def with_all_places(parts: Sequence[LearnedPart]) -> tuple[LearnedPart, ...]:
    """The parts of a form, each with the zones and the check boxes that the others have at the same place.

    A caption that hands run into on most pages is lost in one part; a box without its caption would be ticked and
    never seen, and what stands in a zone that is not there would be lost on every sheet.
    """
    ticked = [
        replace(part, choices=tuple(_completed(choice, part, parts) for choice in part.choices)) for part in parts
    ]
    return tuple(_with_zones(part, [other for other in ticked if other is not part]) for part in ticked)


def _with_zones(part: LearnedPart, others: Sequence[LearnedPart]) -> LearnedPart:
    """A part with the zones of others that lie as its own do; what it took for one's value goes."""
    has = {choice.field for choice in part.choices}
    zones = {zone.field: zone for zone in part.zones}
    for other in others:
        moved = [zone for zone in _as_here(other, zones) if zone.field not in has and holds(part.region, zone.box)]
        zones |= {zone.field: zone for zone in moved if _is_better(zone, zones.get(zone.field))}
        zones |= {zone.field: _begun(zones[zone.field], zone) for zone in moved}
    added = [zone.box for zone in zones.values() if zone not in part.zones]
    extras = tuple(each for each in part.extras if not any(holds(box, each.box) for box in added))
    return replace(part, zones=tuple(zones.values()), extras=extras)


def _is_better(zone: LearnedZone, own: LearnedZone | None) -> bool:
    """Whether a twin's zone stands for a part's own: it has none, or a much less certain one at another place."""
    return own is None or (zone.certainty > own.certainty + _SURER and not same_place(zone.box, own.box))


def _begun(own: LearnedZone, twin: LearnedZone) -> LearnedZone:
    """A zone that begins where its twin does: the first figure of many sheets may be taken for print in one part."""
    earlier = same_place(own.box, twin.box) and twin.box.left < own.box.left - _EARLIER
    return replace(own, box=replace(own.box, left=twin.box.left)) if earlier else own


def _as_here(other: LearnedPart, zones: Mapping[str, LearnedZone]) -> list[LearnedZone]:
    """Another part's zones as they lie in this part; none where the parts are not alike."""
    shared = [(zone.box, zones[zone.field].box) for zone in other.zones if zone.field in zones]
    if len(shared) < _ALIKE:
        return []
    right = median(here.left - there.left for there, here in shared)
    down = median(here.bottom - there.bottom for there, here in shared)
    near = sum(same_place(there.moved(right, down), here) for there, here in shared)
    alike = near >= _SHARE * len(shared)
    return [replace(zone, box=zone.box.moved(right, down)) for zone in other.zones] if alike else []


def _completed(choice: LearnedChoice, part: LearnedPart, parts: Sequence[LearnedPart]) -> LearnedChoice:
    """A group with the options of the same groups in the other parts, from the left and from above."""
    options = {text: box for box, text in choice.options}
    for other in parts:
        for twin in other.choices if other is not part else ():
            if twin.field == choice.field:
                options = _with_options(options, _moved(twin, options))
    ordered = sorted(options.items(), key=lambda option: option[1].left + option[1].top)  # in a row or in a column
    return replace(choice, options=tuple((box, text) for text, box in ordered))


def _with_options(options: dict[str, Box], others: Mapping[str, Box]) -> dict[str, Box]:
    """Options with those of another part; of two captions of one box, one of them cut short, the whole one."""
    made = dict(options)
    for text, box in others.items():
        own = next((each for each, place in made.items() if same_place(place, box)), None)
        if own is None:
            made.setdefault(text, box)
        elif text != own and text.startswith(own):
            made[text] = made.pop(own)
    return made


def _moved(twin: LearnedChoice, options: dict[str, Box]) -> dict[str, Box]:
    """Another part's options as they lie in this part, by those that both have; none where no two are shared."""
    shared = [(box, options[text]) for box, text in twin.options if text in options]
    if len(shared) < 2:
        return {}
    right = median(here.left - there.left for there, here in shared)
    down = median(here.top - there.top for there, here in shared)
    return {text: box.moved(right, down) for box, text in twin.options}
