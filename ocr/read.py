"""Reading an open page: its words, its ruled lines, its checkboxes, and single zones of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ocr.cleanup import FAINT
from ocr.engines import engine
from ocr.engines.mosaic import cut_out
from ocr.order import in_order
from ocr.orientation import is_mirrored
from ocr.reread import reread
from ocr.rules import NO_LINES
from ocr.secondlook import doubtful, merged
from ocr.settings import ReadSettings
from ocr.sheet import Sheet, open_sheet
from ocr.zones import PageReading, Zone, ZoneReading
from records.page import PageImage, PageText


def read_page(image: PageImage, settings: ReadSettings) -> PageText:
    """Everything that one page says.

    Raises:
        BadInput: it cannot be read.
        MissingTool: an engine that the settings name is not installed.
    """
    return read_sheet(open_sheet(image, settings), settings)


def read_sheet(sheet: Sheet, settings: ReadSettings) -> PageText:
    """The words of an open page in reading order, its ruled lines and checkboxes."""
    reading, name = _words(sheet, settings)
    lines = NO_LINES if sheet.facts.blank else sheet.copies.lines
    mirrored = not sheet.text_layer and is_mirrored(sheet.copies.even, reading.words, settings)
    said = ("a mirror image: the sheet shows through or the film lay upside down; scan it again",) if mirrored else ()
    facts = replace(sheet.facts, warnings=(*sheet.facts.warnings, *reading.warnings, *said))
    words = in_order(reading.words, sheet.gutter)
    return PageText(sheet.image, facts, sheet.frame, words, lines.rules, lines.checkboxes, name, sheet.gutter)


def _words(sheet: Sheet, settings: ReadSettings) -> tuple[PageReading, str]:
    """The words, and who read them."""
    if sheet.text_layer:
        return PageReading(sheet.text_layer), "text layer"
    if sheet.facts.blank or not settings.engines:
        return PageReading(()), "nothing to read"
    first = engine(settings.engines[0])
    reading, name = first.read_page(sheet.copies, settings), first.version(settings)
    if len(settings.engines) == 1 or not (settings.second_look and doubtful(reading.words, sheet.facts.ink)):
        return replace(reading, words=reread(reading.words, sheet, settings)), name
    second = engine(settings.engines[1])
    other = second.read_page(sheet.copies, settings)
    words = merged(reading.words, other.words)
    return PageReading(words, (*reading.warnings, *other.warnings)), f"{name} + {second.version(settings)}"


def read_zones(sheet: Sheet, zones: Sequence[Zone], settings: ReadSettings) -> tuple[ZoneReading, ...]:
    """What each engine of the settings reads in each zone, in the zones' order."""
    readings = [engine(name).read_zones(sheet.copies, zones, settings) for name in settings.engines]
    ink = [_has_ink(sheet, zone) for zone in zones]
    return tuple(
        ZoneReading(zone, tuple(reading[place] for reading in readings), ink[place]) for place, zone in enumerate(zones)
    )


def _has_ink(sheet: Sheet, zone: Zone) -> bool:
    """Whether something is written in the zone, its ruled lines left out."""
    piece, _, _ = cut_out(sheet.copies.bare, zone.box)
    return int((piece < FAINT).sum()) >= 25
