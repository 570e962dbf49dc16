"""Reads date stamps, apart from the form's fields: RECEIVED with a day under it, set anywhere on the sheet.

A stamp is nobody's field. Its day says when the paper came in, and where it stands on the form means nothing:
"RECEIVED" over a date is no label of the blank that it happened to hit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digitize.labels import Label
from digitize.layout import Layout, Segment
from records.fields import FieldType
from records.geometry import Box, bounding
from records.order import FieldReading, ReadingStatus
from records.page import Word
from records.values import parse_value

NAME = "Date stamp"
"""What the day is kept under, beside the department's own fields."""
STAMPED = re.compile(r"^\W*(?:RECEIVED|REC['’]?D|FILED|RECORDED|ENTERED|POSTED)\b[^:a-z]*$")
"""What a rubber stamp says: in capitals, and with no colon behind it."""
RECEIVED_BY = re.compile(r"\b(?:received|filed|recorded)\s+(?:by|at|in|on|via)\b", re.IGNORECASE)
"""What a counter's printer sets on the margin: "Received by the Registration Unit 04/17/2018 4:25:49 PM"."""
_MONTH = r"(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*\.?"
_DAYS = (
    re.compile(r"(?<![\d/])(?P<day>\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2}))(?![\d/-])"),
    re.compile(rf"\b(?P<day>{_MONTH}\s?\d{{1,2}},?\s?(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(rf"\b(?P<dom>\d{{1,2}})\s?(?P<month>{_MONTH})\s?(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(rf"(?<!\d)['’]?(?P<year>\d\d)\s?(?P<month>{_MONTH})\s?(?P<dom>\d{{1,2}})\b", re.IGNORECASE),
)
"""The days of stamps: a time clock prints the year first, "93 FEB 16 A9:20"."""
_LOUD = 1.15
"""Times the usual height of letters from which capitals are a stamp's and no label's."""
_REACH = 2.5
"""Times its height within which a stamp's other lines stand."""
_UPRIGHT = 1.1
"""Times its width that a word is high which runs up or down the sheet."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date stamp."""

    day: str
    """ISO 8601."""
    raw: str
    box: Box


def find_stamp(layout: Layout) -> Stamp | None:
    """The sheet's stamp that bears a day, the topmost of several; None where there is none."""
    found = [*_printed(layout), *_set_across(layout), *_rubber(layout)]
    return min(found, key=lambda stamp: stamp.box.top, default=None)


def _printed(layout: Layout) -> Iterable[Stamp]:
    for segment in layout.segments:
        said = RECEIVED_BY.search(segment.text)
        if said and (day := _day(segment.text[said.end() :])):
            yield Stamp(day, segment.text, segment.box)


def _rubber(layout: Layout) -> Iterable[Stamp]:
    """RECEIVED in large capitals, with a day in it or on a line just above or below."""
    for segment in layout.segments:
        if STAMPED.match(segment.text) and segment.box.height >= _LOUD * layout.em:
            near = _lines_near(segment, layout)
            for count in range(len(near) + 1):  # the nearest alone: the form's own days stand below a stamp's
                lines = sorted((segment, *near[:count]), key=lambda s: s.box.top)
                text = " ".join(line.text for line in lines)
                if day := _day(text):
                    yield Stamp(day, text, bounding([line.box for line in lines]))
                    break


def _lines_near(segment: Segment, layout: Layout) -> list[Segment]:
    """The lines above and below that may be of one stamp, the nearest first; those of a slanting one overlap."""
    box, reach = segment.box, _REACH * segment.box.height
    near = [
        (abs(other.box.middle[1] - box.middle[1]), place)
        for place, other in enumerate(layout.segments)
        if other is not segment
        and min(other.box.right, box.right) - max(other.box.left, box.left) > 0.3 * min(other.box.width, box.width)
    ]
    return [layout.segments[place] for distance, place in sorted(near) if 0 < distance < reach]


def _set_across(layout: Layout) -> Iterable[Stamp]:
    """The words that run up or down the sheet, column by column; they are read from either end."""
    standing = [w for w in layout.words if len(w.text) > 1 and w.box.height > _UPRIGHT * w.box.width]
    for column in _columns(standing):
        for words in (column, column[::-1]):
            text = " ".join(word.text for word in words)
            if day := _day(text):
                yield Stamp(day, text, bounding([word.box for word in column]))
                break


def _columns(words: Sequence[Word]) -> list[list[Word]]:
    """Standing words that share a column, each from the top."""
    columns: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.box.top):
        x = word.box.middle[0]
        home = next((c for c in columns if c[0].box.left <= x <= c[0].box.right), None)
        if home is None:
            columns.append([word])
        else:
            home.append(word)
    return columns


def _day(text: str) -> str | None:
    """The first day in a text, as ISO 8601."""
    for shape in _DAYS:
        for found in shape.finditer(text):
            parts = found.groupdict()
            said = parts.get("day") or f"{parts['month']} {parts['dom']}, {_century(parts['year'])}"
            value = parse_value(FieldType.DATE, said).value
            if value:
                return value
    return None


def _century(year: str) -> str:
    """A year of two digits in full: a clock that stamps 69 and more is of the last century."""
    return year if len(year) == 4 else f"{19 if int(year) >= 69 else 20}{year}"


def stamp_reading(stamp: Stamp, page: int, engine: str, confidence: float) -> FieldReading:
    """A stamp's day as a field of its own."""
    return FieldReading(NAME, stamp.day, stamp.raw, ReadingStatus.OK, confidence, page, stamp.box, engine)


def apart(labels: Sequence[Label], stamp: Stamp | None) -> list[Label]:
    """The labels that are no words of the stamp."""
    return [label for label in labels if stamp is None or label.box.overlap(stamp.box) == 0]
