"""Reading an open page: its words, its ruled lines, its checkboxes, and single zones of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ocr.barcodes import read_codes
from ocr.combed import in_one, is_comb, without_surroundings
from ocr.engines import engine
from ocr.engines.mosaic import has_ink
from ocr.fractions import FRACTIONED, fraction_in
from ocr.lookalikes import likenesses
from ocr.notes import notes_on
from ocr.order import in_order
from ocr.orientation import is_mirrored
from ocr.reread import reread
from ocr.rules import NO_LINES
from ocr.secondlook import combined, overlooked
from ocr.settings import ReadSettings
from ocr.shades import shaded_rows
from ocr.sheet import Sheet, open_sheet
from ocr.struck import lines_on
from ocr.zones import EngineReading, PageReading, Zone, ZoneReading
from records.fields import FieldType
from records.geometry import READING_DPI
from records.page import PageImage, PageText


def read_page(image: PageImage, settings: ReadSettings) -> PageText:
    """Everything that one page says.

    Raises:
        BadInput: it cannot be read.
        MissingTool: an engine that the settings name is not installed.
    """
    return read_sheet(open_sheet(image, settings), settings)


def read_sheet(sheet: Sheet, settings: ReadSettings) -> PageText:
    """The words of an open page in reading order, its ruled lines, checkboxes and codes."""
    reading, name = _words(sheet, settings)
    lines = NO_LINES if sheet.facts.blank else sheet.copies.lines
    mirrored = not sheet.text_layer and is_mirrored(sheet.copies.even, reading.words, settings)
    said = [MIRRORED] * mirrored + [NO_TEXT] * _is_silent(sheet, reading)
    facts = replace(sheet.facts, warnings=(*sheet.facts.warnings, *reading.warnings, *said))
    words, codes = (
        in_order(in_one(reading.words, sheet.combs), sheet.seam),
        () if sheet.facts.blank else read_codes(sheet.upright),
    )
    rules = lines.rules if sheet.text_layer or sheet.facts.blank else lines_on(sheet, words)
    rules += () if sheet.facts.blank else shaded_rows(sheet.upright, rules)
    return PageText(
        sheet.image, facts, sheet.frame, words, rules, lines.checkboxes, name, codes, sheet.seam, notes_on(sheet)
    )


MIRRORED = "a mirror image: the sheet shows through or the film lay upside down; scan it again"
NO_TEXT = "no text found on a page that is not blank: speckle, a picture or a scan that is too faint"


def _is_silent(sheet: Sheet, reading: PageReading) -> bool:
    """Whether a page that shows something says nothing: not one word of two letters that is more likely than not."""
    if sheet.facts.blank or sheet.text_layer or reading.warnings:
        return False
    return not any(sum(map(str.isalnum, word.text)) > 1 and word.confidence >= 0.5 for word in reading.words)


def _ink(sheet: Sheet) -> float:
    """The ink as a share of the page, or of a Letter page where that is smaller: a till roll's is mostly paper."""
    letter = 8.5 * 11 * READING_DPI**2
    return sheet.facts.ink * max(sheet.frame.width * sheet.frame.height / letter, 1.0)


def _words(sheet: Sheet, settings: ReadSettings) -> tuple[PageReading, str]:
    """The words, and who read them."""
    if sheet.text_layer:
        return PageReading(sheet.text_layer), "text layer"
    if sheet.facts.blank or not settings.engines:
        return PageReading(()), "nothing to read"
    first, *others = readers_first(settings.engines)
    reading, name = engine(first).read_page(sheet.copies, settings), engine(first).version(settings)
    if not others or not settings.second_look:
        return reading, name
    names = f"{name} + {engine(others[0]).version(settings)}"
    if not overlooked(reading.words, _ink(sheet)):
        return replace(reading, words=reread(reading.words, sheet, others[0], settings)), names
    other = engine(others[0]).read_page(sheet.copies, settings)
    return PageReading(combined(reading.words, other.words), (*reading.warnings, *other.warnings)), names


def readers_first(engines: Sequence[str]) -> list[str]:
    """The engines for pages of unknown layout: the one that finds lines by itself first, the others check it.

    On scans of forms PP-OCR alone has half as many words wrong as Tesseract alone (4.5 % against 10.5).
    """
    return sorted(engines, key=lambda name: name != "ppocr")


def read_zones(sheet: Sheet, zones: Sequence[Zone], settings: ReadSettings) -> tuple[ZoneReading, ...]:
    """What each engine of the settings reads in each zone, in the zones' order."""
    return read_zones_of([(sheet, zones)], settings)[0]


def read_zones_of(
    asked: Sequence[tuple[Sheet, Sequence[Zone]]], settings: ReadSettings
) -> tuple[tuple[ZoneReading, ...], ...]:
    """The same for several open pages at once, a third quicker with Tesseract: four to eight of them, not a binder."""
    groups = [(sheet.copies, [_in_boxes(zone, sheet) for zone in zones]) for sheet, zones in asked]
    readings = [engine(name).read_zone_groups(groups, settings) for name in settings.engines]
    return tuple(
        tuple(_zone_reading(sheet, zone, [r[page][place] for r in readings]) for place, zone in enumerate(zones))
        for page, (sheet, zones) in enumerate(asked)
    )


def _zone_reading(sheet: Sheet, zone: Zone, readings: Sequence[EngineReading]) -> ZoneReading:
    """What the engines read in a zone of a sheet, and what its ink says beside them."""
    bare, box = sheet.copies.bare, zone.box
    said = _said(sheet, zone, readings)
    line = bare[int(max(box.top, 0)) : int(box.bottom), int(max(box.left, 0)) : int(box.right)]
    one_number = zone.type is FieldType.IDENTIFIER and not zone.multiline and line.size
    alike = likenesses(line, [reading.text for reading in said if reading.text]) if one_number else ()
    ink = has_ink(bare, box)
    fraction = fraction_in(line) if ink and zone.type in FRACTIONED and not zone.multiline and line.size else None
    return ZoneReading(zone, said, ink, alike=alike, fraction=fraction)


def _in_boxes(zone: Zone, sheet: Sheet) -> Zone:
    """A place; one that holds a row of little boxes as that row alone, without what is printed behind it.

    A day in them is read as figures: nobody writes a month's name there.
    """
    if not is_comb(zone.box, sheet.combs):
        return zone
    kind = FieldType.NUMBER if zone.type is FieldType.DATE else zone.type
    return replace(zone, box=without_surroundings(zone.box, sheet.combs), type=kind)


def _said(sheet: Sheet, zone: Zone, readings: Sequence[EngineReading]) -> tuple[EngineReading, ...]:
    """The readings of a place; those of a row of boxes without the spaces between its characters."""
    return tuple(map(_closed_up, readings)) if is_comb(zone.box, sheet.combs) else tuple(readings)


def _closed_up(reading: EngineReading) -> EngineReading:
    characters = tuple(each for each in reading.characters if not each[0].isspace())
    return replace(reading, text="".join(reading.text.split()), characters=characters)
