"""Reads typing under a stamp: what is typed elsewhere on a page shows which ink under the stamp is typing.

The engines take a black-and-white stamp over a value for part of it. Where a page is typed, the letters of its clear
fields are looked for in those that no engine reads well, all other ink is taken away, and the engines look again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice

import numpy as np

from ocr.arrays import Grey, grey
from ocr.copies import Copies
from ocr.covered import covered
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
    faces = [_face(letters, clear[number], number) if places else None for number, places in enumerate(doubtful)]
    under = [_under(page) if face is not None else [] for page, face in zip(pages, faces, strict=True)]
    lifted = [
        _lifted(page, sorted({*places, *beneath}), face) if face is not None else []
        for page, places, beneath, face in zip(pages, doubtful, under, faces, strict=True)
    ]
    rows = [[each for each in found if len(each.row.text) >= _SHORTEST] for found in lifted]
    strips = [_strip(page, found) for page, found in zip(pages, rows, strict=True) if found]
    again = iter(read_zones_of([(strip.sheet, strip.zones) for strip in strips], settings))
    shown = iter(strips)
    taken = (
        _with(readings, found, next(shown).back(next(again)), beneath) if found else tuple(readings)
        for (_, readings), found, beneath in zip(pages, rows, under, strict=True)
    )
    return tuple(_told(*each) for each in zip(taken, lifted, under, strict=True))


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
    return [
        (
            _piece(sheet, reading.zone),
            max((each.text for each in reading.readings[:2]), key=lambda said: said.count(" ")),
        )
        for reading in filter(_is_clear, readings)
    ]


def _is_clear(reading: ZoneReading) -> bool:
    """Whether the engines read one line surely and alike."""
    one, other = reading.readings[:2]
    sure = max(one.confidence, other.confidence) >= _CLEAR and "\n" not in one.text + other.text
    return sure and _solid(one.text) == _solid(other.text) != ""


def _under(page: Page) -> list[int]:
    """The readings on which other ink lies."""
    sheet, readings = page
    sure = [max(reading.readings[:2], key=lambda each: each.confidence) for reading in readings]
    return covered(
        sheet, readings, [n for n, said in enumerate(sure) if said.confidence >= _CLEAR and "\n" not in said.text]
    )


def _solid(text: str) -> str:
    return "".join(text.split())


def _lifted(page: Page, places: Sequence[int], face: Typeface) -> list[_Lifted]:
    """The zones of a page in which typing was found under other ink."""
    sheet, readings = page
    found = [(place, letters_in(_piece(sheet, readings[place].zone), face)) for place in places]
    return [_Lifted(place, row) for place, row in found if row is not None and row.fit >= _FIT]


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
    allowed = int((1 - _AGAIN) * len(tried))
    failing = (text for piece, text in tried if not _comes_out(piece, text, face))
    failed = list(islice(failing, allowed + 1))  # one takes 20 ms: no more are asked than tell
    return face if len(failed) <= allowed else None


def _comes_out(piece: Grey, text: str, face: Typeface) -> bool:
    """Whether a piece is read as it was by the letters of a typeface alone."""
    row = letters_in(piece, face)
    return row is not None and _folded(row.text) == _folded(text)


def _says(text: str, row: str) -> bool:
    """Whether a text is a row's, whatever stands where the row has a letter that cannot be told."""
    parts = (re.escape(_folded(part)) for part in row.split(UNKNOWN))
    return re.fullmatch(".?".join(parts), _folded(text)) is not None


def _folded(text: str) -> str:
    """A text without spaces and stops, letters that look like figures as these."""
    return "".join(filter(str.isalnum, _solid(text).translate(_LIKE)))


def _with(
    readings: Sequence[ZoneReading], found: Sequence[_Lifted], again: Sequence[ZoneReading], under: Sequence[int]
) -> tuple[ZoneReading, ...]:
    """The readings with those taken anew that say what the letters do, and are surer.

    Under other ink the surer one may have read that too: there a part of it is enough that the letters show.
    """
    taken = list(readings)
    for each, new in zip(found, again, strict=True):
        old = readings[each.place]
        said, before = _recognised(new), _recognised(old)
        agreed = each.row.sure or len({_solid(reading.text) for reading in new.readings}) == 1
        more = each.place in under and each.row.sure and _folded(each.row.text) in _folded(before.text)
        if agreed and _says(said.text, each.row.text) and (said.confidence > before.confidence or more):
            own = new.readings if each.row.sure else tuple(map(_doubted, new.readings))
            taken[each.place] = replace(new, zone=old.zone, readings=own)
    return tuple(taken)


def _recognised(reading: ZoneReading) -> EngineReading:
    """What the recogniser read, else the first engine."""
    return max(reading.readings, key=lambda each: each.engine == "ppocr")


def _told(readings: Sequence[ZoneReading], found: Sequence[_Lifted], under: Sequence[int]) -> tuple[ZoneReading, ...]:
    """The readings, told of those under other ink that the page's letters do not show beyond doubt."""
    rows = {each.place: each.row for each in found}
    shown = {place for place, row in rows.items() if row.sure and _says(_recognised(readings[place]).text, row.text)}
    return tuple(
        replace(reading, covered=place in under and place not in shown) for place, reading in enumerate(readings)
    )


def _doubted(reading: EngineReading) -> EngineReading:
    return replace(reading, confidence=min(reading.confidence, _DOUBTED))
