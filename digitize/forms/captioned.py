"""Boxes of a form that name no field of the catalogue, and what is printed in a box of its own name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from digitize.forms.learned import LearnedPart, LearnedZone
from digitize.layout import Layout
from digitize.phrases import plain, recognised
from digitize.settings import DigitizeSettings
from digitize.zones import WRITTEN, Ink
from records.geometry import Box


@dataclass(frozen=True, slots=True)
class Told:
    """A page that was read whole, laid into the form's frame."""

    layout: Layout
    """The form's words and rules with what is written on this page."""
    ink: Ink


def own_boxes(part: Layout, pages: Sequence[Told], taken: Sequence[Box]) -> list[LearnedZone]:
    """Boxes with printed words that name no field and end in no colon, in which something is written all the same."""
    found: dict[str, LearnedZone] = {}
    for segment in part.segments:
        cell = part.cell_at(*segment.box.middle)
        inside = inside_of(cell.box)
        alone = cell.closed and 1.5 * part.em < inside.height < 6 * part.em
        name = segment.text.rstrip(":# ")
        if not alone or sum(map(str.isalpha, name)) < 3 or any(box.overlap(inside) > 0 for box in taken):
            continue
        filled = _written_in(inside, part, pages) or (inside.width < 0.7 * part.width and _varies(inside, pages))
        if filled and segment.box.left - inside.left < 1.5 * part.em:
            found.setdefault(name, LearnedZone(name, inside, name, 0.7))
    return list(found.values())


def _written_in(box: Box, part: Layout, pages: Sequence[Told]) -> bool:
    """Whether most pages have words in a box beside the printed ones: codes of one length have the same ink on all."""
    printed = len(part.words_in(box))
    return 2 * sum(len(page.layout.words_in(box)) > printed for page in pages) > len(pages)


def _varies(box: Box, pages: Sequence[Told]) -> bool:
    """Whether the ink in a box differs from page to page: what is printed is a part of it, and the same on all."""
    shares = sorted(page.ink(box) for page in pages)
    return shares[-1] > 1.3 * max(shares[0], WRITTEN)


def with_field(zone: LearnedZone, zones: Sequence[LearnedZone], settings: DigitizeSettings) -> LearnedZone:
    """A box of its own as the field that its words name: "Tel." is too short for a label but where it has a box."""
    exact = (phrase.field for _, phrase, like in recognised([plain(zone.label)], settings.fields) if like == 1.0)
    name = next(exact, zone.field)
    return zone if any(other.field == name for other in zones) else replace(zone, field=name)


def captions_within(blank: Layout, parts: Sequence[LearnedPart]) -> Iterator[Box]:
    """The printed words inside a box of a form that the box has its name from."""
    for zone in (zone for part in parts for zone in (*part.zones, *part.extras) if zone.label):
        names = set(plain(zone.label).split())
        yield from (word.box for word in blank.words_in(zone.box) if plain(word.text) in names)


def inside_of(box: Box) -> Box:
    """A box without its rules."""
    return Box(box.left + 3, box.top + 3, max(box.right - 3, box.left + 3), max(box.bottom - 3, box.top + 3))
