"""Reads typing under a stamp: what is typed elsewhere on a page shows which ink under the stamp is typing.

The engines take a black-and-white stamp over a value for part of it. Where a page is typed, the letters of its clear
fields are looked for in those that no engine reads well, all other ink is taken away, and the engines look again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np

from ocr.arrays import Grey, grey
from ocr.copies import Copies
from ocr.engines.mosaic import cut_out
from ocr.read import read_zones_of
from ocr.settings import ReadSettings
from ocr.sheet import Sheet
from ocr.typeface import Letters, Typeface, letters_of, typed_alike, typeface
from ocr.underneath import UNKNOWN, Row, letters_in
from ocr.zones import EngineReading, Zone, ZoneReading
from records.geometry import Box, Frame

_CLEAR = 0.9
"""Confidence from which a reading on which the engines agree teaches what letters look like."""
_UNSURE = 0.9
"""Confidence of both below which a reading on which they do not is looked at again."""
_TALLEST = 110
"""Pixels of a zone that holds one line, with room for its label; of taller ones a line could be lost."""
_CHECKED, _AGAIN = 4, 0.75
"""Clear pieces that a face is tried on, and the share that must come out as read before it is believed."""
_USUAL = 9
"""Letters of the pieces that it is tried on, about: a date has so many."""
_PAPER = 12
"""Pixels of paper around a piece."""
_SHORTEST = 3
"""Letters from which a row found under a stamp is one."""
_FIT = 0.8
"""Mean fit of its letters."""
_DOUBTED = 0.5
"""Confidence of a reading in which a letter may be another."""
_LIKE = str.maketrans("OoQDIl|!SsZzB", "0000111155228")
"""Letters that look like figures: which one it is the engines tell by what stands beside it."""

Page = tuple[Sheet, Sequence[ZoneReading]]
"""An open page with what was read in its fields."""


@dataclass(frozen=True, slots=True)
class _Lifted:
    """A zone whose typing was found under other ink."""

    place: int
    row: Row


def cleared(pages: Sequence[Page], settings: ReadSettings) -> tuple[tuple[ZoneReading, ...], ...]:
    """The readings of some pages' fields, those under stamps read anew without the stamps' ink.

    Pages typed alike teach each other letters. A page that is written by hand stays as it is.
    """
    if len(settings.engines) < 2:
        return tuple(tuple(readings) for _, readings in pages)
    doubtful = [_doubtful(readings) for _, readings in pages]
    clear = [_clear(*page) if any(doubtful) else [] for page in pages]
    letters = [letters_of(pieces) for pieces in clear]
    lifted = [
        _lifted(page, places, face) if places and (face := _face(letters, clear[number], number)) else []
        for number, (page, places) in enumerate(zip(pages, doubtful, strict=True))
    ]
    strips = [_strip(page, found) for page, found in zip(pages, lifted, strict=True) if found]
    again = iter(read_zones_of([(strip.sheet, strip.zones) for strip in strips], settings))
    shown = iter(strips)
    return tuple(
        _with(readings, found, next(shown).back(next(again))) if found else tuple(readings)
        for (_, readings), found in zip(pages, lifted, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Strip:
    """The typing found on a page, piece below piece: opening all of the page again would take 0.1 s."""

    sheet: Sheet
    zones: tuple[Zone, ...]
    """Where each piece stands."""
    moved: tuple[tuple[float, float], ...]
    """How far right and down each piece stands on its page of where it stands here."""

    def back(self, readings: Sequence[ZoneReading]) -> tuple[ZoneReading, ...]:
        """What was read, where it stands on the page."""
        return tuple(
            replace(
                reading,
                zone=replace(reading.zone, box=reading.zone.box.moved(*by)),
                readings=tuple(
                    replace(each, words=tuple(replace(word, box=word.box.moved(*by)) for word in each.words))
                    for each in reading.readings
                ),
            )
            for reading, by in zip(readings, self.moved, strict=True)
        )


def _strip(page: Page, found: Sequence[_Lifted]) -> _Strip:
    """The pieces of a page with typing, one below the other on white paper."""
    sheet, readings = page
    inks = [each.row.ink for each in found]
    tops = list(accumulate((ink.shape[0] + _PAPER for ink in inks), initial=_PAPER))
    picture = np.full((tops[-1], max(ink.shape[1] for ink in inks) + 2 * _PAPER), 255, np.uint8)
    zones, moved = [], []
    for each, ink, top in zip(found, inks, tops, strict=False):
        picture[top : top + ink.shape[0], _PAPER : _PAPER + ink.shape[1]] = ink
        zone = readings[each.place].zone
        zones.append(replace(zone, box=Box(_PAPER, top, _PAPER + ink.shape[1], top + ink.shape[0])))
        moved.append((max(zone.box.left, 0) - _PAPER, max(zone.box.top, 0) - top))
    frame = Frame(0, 0.0, 1.0, picture.shape[1], picture.shape[0])
    strip = Sheet(sheet.image, sheet.facts, frame, grey(picture), (), Copies(grey(picture)))
    return _Strip(strip, tuple(zones), tuple(moved))


def _piece(sheet: Sheet, zone: Zone) -> Grey:
    return cut_out(sheet.copies.even, zone.box)[0]


def _clear(sheet: Sheet, readings: Sequence[ZoneReading]) -> list[tuple[Grey, str]]:
    """The pieces of a page that the engines read surely and alike, in one line, with their text."""
    found = []
    for reading in readings:
        one, other = reading.readings[:2]
        sure = (
            max(one.confidence, other.confidence) >= _CLEAR and one.text.strip() and "\n" not in one.text + other.text
        )
        if sure and _solid(one.text) == _solid(other.text):
            found.append((_piece(sheet, reading.zone), max(one.text, other.text, key=lambda text: text.count(" "))))
    return found


def _solid(text: str) -> str:
    return "".join(text.split())


def _lifted(page: Page, places: Sequence[int], face: Typeface) -> list[_Lifted]:
    """The zones of a page in which typing was found under other ink."""
    sheet, readings = page
    found = [(place, letters_in(_piece(sheet, readings[place].zone), face)) for place in places]
    return [
        _Lifted(place, row)
        for place, row in found
        if row is not None and len(row.text) >= _SHORTEST and row.fit >= _FIT
    ]


def _doubtful(readings: Sequence[ZoneReading]) -> list[int]:
    """The readings that a stamp may have spoiled."""
    return [place for place, reading in enumerate(readings) if _is_doubtful(reading)]


def _is_doubtful(reading: ZoneReading) -> bool:
    """Whether the engines read different things in a line of writing, and neither is sure of one line."""
    one, other = reading.readings[:2]
    low = reading.has_ink and reading.zone.box.height <= _TALLEST
    sure = any(each.confidence >= _UNSURE and "\n" not in each.text for each in (one, other))
    return low and not sure and _solid(one.text) != _solid(other.text)


def _face(letters: Sequence[Letters], own: Sequence[tuple[Grey, str]], number: int) -> Typeface | None:
    """The typeface of a page, with the letters of those typed alike; None where it is written by hand.

    Typing comes out of its own templates as it was read; writing does not.
    """
    others = [page for place, page in enumerate(letters) if place != number and typed_alike(letters[number], page)]
    face = typeface([letters[number], *others])
    if face is None:
        return None
    tried = sorted(own, key=lambda piece: abs(len(piece[1]) - _USUAL))[:_CHECKED]
    rows = [(letters_in(piece, face), text) for piece, text in tried]
    right = sum(row is not None and _folded(row.text) == _folded(text) for row, text in rows)
    return face if right >= _AGAIN * len(tried) else None


def _says(text: str, row: str) -> bool:
    """Whether a text is a row's, whatever stands where the row has a letter that cannot be told."""
    parts = (re.escape(_folded(part)) for part in row.split(UNKNOWN))
    return re.fullmatch(".?".join(parts), _folded(text)) is not None


def _folded(text: str) -> str:
    """A text without spaces and stops, letters that look like figures as these."""
    return "".join(filter(str.isalnum, _solid(text).translate(_LIKE)))


def _with(
    readings: Sequence[ZoneReading], found: Sequence[_Lifted], again: Sequence[ZoneReading]
) -> tuple[ZoneReading, ...]:
    """The readings with those taken anew that say what the letters do, and are surer."""
    taken = list(readings)
    for each, new in zip(found, again, strict=True):
        old = readings[each.place]
        said, before = (max(reading.readings, key=lambda r: r.engine == "ppocr") for reading in (new, old))
        agreed = each.row.sure or len({_solid(reading.text) for reading in new.readings}) == 1
        if agreed and _says(said.text, each.row.text) and said.confidence > before.confidence:
            own = new.readings if each.row.sure else tuple(map(_doubted, new.readings))
            taken[each.place] = replace(new, zone=old.zone, readings=own)
    return tuple(taken)


def _doubted(reading: EngineReading) -> EngineReading:
    return replace(reading, confidence=min(reading.confidence, _DOUBTED))
