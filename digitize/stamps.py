"""Reads date stamps, apart from the form's fields: RECEIVED with a day under it, set anywhere on the sheet.

A stamp is nobody's field. Its day says when the paper came in, and where it stands on the form means nothing:
"RECEIVED" over a date is no label of the blank that it happened to hit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz

import ocr
from digitize.labels import Label
from digitize.layout import Layout, Segment, holds
from digitize.page import Fragment
from digitize.stampdays import SURE, days_said, is_near, likeliest
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
_MERIDIEM = r"(?:[AP][MHN]?|[5FR]\s?[MHN])"
_CLOCK = (
    rf"(?:[AP]\s?[MHN]?[\s.]{{0,2}}[\dIL]{{1,2}}[:. ]{{0,2}}\d\d"
    rf"|\d{{1,2}}[:. ]{{0,2}}\d\d\s?{_MERIDIEM})"
)
"""The time of day beside a day that was stamped: P4:39, PM 5:10, 11 16 AM. M is read as H and N, P before it as 5, F
and R, 11 as II."""
_CLOCK_BEHIND = re.compile(rf"{_MONTH}.*?{_CLOCK}\W*$", re.IGNORECASE)
"""A clock stamps the time behind the day: 14 AUG 19 is another day from the other end."""
_DAYS = (
    re.compile(r"(?<![\d/])(?P<day>\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2}))(?![\d/-])"),
    re.compile(rf"\b(?P<day>{_MONTH}\s?\d{{1,2}},?\s?(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(rf"\b(?P<dom>\d{{1,2}})\s?(?P<month>{_MONTH})\s?(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(rf"(?<!\d)['’]?(?P<year>\d\d)\s?(?P<month>{_MONTH})\s?(?P<dom>\d{{1,2}})\b", re.IGNORECASE),
)
"""The days of stamps: a time clock prints the year first, "93 FEB 16 A9:20"."""
_BLURRED = {
    "JAN": "[J1I]A[NHM]",
    "FEB": "FE[B8]",
    "MAR": "[MHN]AR",
    "APR": "APR",
    "MAY": "[MHN]AY",
    "JUN": "[J1I][U0O][NHM]",
    "JUL": "[J1I][U0O]L",
    "AUG": "A[U0O][G6C]",
    "SEP": "[S5]EP",
    "OCT": "[O0CQ][CG]T",
    "NOV": "[NHM][O0]V",
    "DEC": "[DC0O]E[CG]",
}
"""The months as a worn stamp shows them: no blur makes one of another."""
_MONTHS = "|".join(f"(?P<{name}>{shape})" for name, shape in _BLURRED.items())
_STAMPED_DAYS = (
    re.compile(rf"(?<!\d)(?P<year>(?:19|20)?\d[\dO])['’.\s-]*(?:{_MONTHS})[.\s-]*(?P<dom>[\dOIL]{{1,2}})(?!\d)"),
    re.compile(rf"(?:{_MONTHS})[.\s-]*(?P<dom>[\dOIL]{{1,2}})\s{_CLOCK}[\s.'’°]*(?P<year>(?:19|20)?\d\d)(?!\d)"),
    re.compile(rf"(?:{_MONTHS})[.\s-]*(?P<dom>[\dOIL]{{1,2}})[\s,.'’-]+(?P<year>(?:19|20)\d\d)(?!\d)"),
    re.compile(rf"(?<!\d)(?P<dom>[\dOIL]{{1,2}})[.\s-]*(?:{_MONTHS})[.\s-]*(?P<year>(?:19|20)\d\d)(?!\d)"),
)
"""Days as stamped, the year before or behind: 93FE8 15 AM 8:00, JAN21 1116AM'80, MAR 18 2019, 18 MAR 2019. No digit of
a year is mended but a nought: 3 and 8 are years of their own."""
_SAYS = ("RECEIVED", "RECORDED", "ENTERED", "FILED", "POSTED")
"""What stamps say beside the day."""
_LIKE = 75.0
"""Of 100, the likeness from which a blurred word is one of them."""
_AGREED = 2
"""Readings of a clump that must give one day; or one of them surely."""
_SURELY = 0.9
_SURER = 0.05
"""By which the surest reading of a day must be surer than that of another which as many readings give."""
_EVEN = 0.5
"""Chance from which a day contradicts one that was read; below, the page tells nothing of it."""
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
    sure: float | None = None
    """0 to 1, where it was read by itself and not among the page's words."""
    lines: tuple[Segment, ...] = ()
    """The page's runs of words that are its own, where it was read among them."""


def page_stamp(layout: Layout, beyond: Callable[[], Iterable[ocr.StampReading]]) -> Stamp | None:
    """The stamp of a page that was read whole; None where it shows none.

    What stands level with the form is the stamp's day where the paper can have come in on it. Where it cannot, a digit
    may be misread, and what the ink beyond the words says comes first.

    Args:
        layout: The page's words.
        beyond: Reads what the words leave over: slow, so it is asked for only where it is needed.
    """
    about = days_said(layout)
    seen = find_stamp(layout)
    if seen is not None and (not about or is_near(date.fromisoformat(seen.day), about)):
        return seen
    return stamp_across(beyond(), about) or seen


def find_stamp(layout: Layout) -> Stamp | None:
    """The sheet's stamp that bears a day, the topmost of several; None where there is none."""
    found = [*_printed(layout), *_set_across(layout), *_rubber(layout), *_clocked(layout)]
    return min(found, key=lambda stamp: stamp.box.top, default=None)


def stamp_across(readings: Iterable[ocr.StampReading], about: Sequence[date] = ()) -> Stamp | None:
    """The day of a stamp among what stands across a form; none is asked for after the first.

    A day alone may be anybody's, written beside a signature: a stamp says RECEIVED, or the time of day.

    Args:
        readings: Of the clumps of ink, one way up after another.
        about: The days that the page speaks of: a paper comes in soon after them.
    """
    return next((stamp for reading in readings if (stamp := _shown(reading, about)) is not None), None)


def _shown(reading: ocr.StampReading, about: Sequence[date]) -> Stamp | None:
    """The likeliest day of a clump that is a stamp; where none is likely enough, the one that most readings give."""
    texts = [text.upper() for text, _ in reading.lines]
    if not any(says_stamp(text) or re.search(_CLOCK, text) for text in texts):
        return None
    said = [(_stamped_day(text), text, sure) for text, (_, sure) in zip(texts, reading.lines, strict=True)]
    days = [(day, text, sure) for day, text, sure in said if day is not None]
    found = likeliest(reading, about, {day for day, _, _ in days}) if about else None
    if found is not None and found[1] >= SURE:
        line = next((text for each, text, _ in days if each == found[0]), _with_clock(texts))
        return Stamp(found[0], line, reading.box, found[1])
    agreed = _agreed(reading, days) if any(map(_is_stamps, texts)) else None
    contradicted = found is not None and agreed is not None and found[0] != agreed.day and found[1] >= _EVEN
    return None if contradicted else agreed


def _with_clock(texts: Sequence[str]) -> str:
    """The line that says the time of day, else the first with a digit."""
    timed = (text for text in texts if re.search(_CLOCK, text))
    return next(timed, next((text for text in texts if any(map(str.isdigit, text))), ""))


def _agreed(reading: ocr.StampReading, days: Sequence[tuple[str, str, float]]) -> Stamp | None:
    """The day that most readings of a clump give, where they are enough; of two that as many give a far surer one."""
    if not days:
        return None
    votes_of = Counter(day for day, _, _ in days)
    surest_of = {each: max((sure, text) for day, text, sure in days if day == each) for each in votes_of}
    day, *others = sorted(votes_of, key=lambda each: (votes_of[each], surest_of[each]), reverse=True)
    votes, (surest, text) = votes_of[day], surest_of[day]
    level = [surest_of[other][0] for other in others if votes_of[other] == votes]
    if (votes < _AGREED and surest < _SURELY) or (level and surest - max(level) < _SURER):
        return None
    return Stamp(day, text, reading.box, round(surest * votes / len(days), 3))


def _is_stamps(text: str) -> bool:
    """Whether a line is a stamp's: a word that stamps say, or a day with the time of day."""
    return says_stamp(text) or (_stamped_day(text) is not None and re.search(_CLOCK, text) is not None)


def says_stamp(text: str) -> bool:
    """Whether one of the words is what stamps say, in capitals and blurred as they are."""
    return any(len(word) >= min(map(len, _SAYS)) and word.isupper() and _says(word) for word in text.split())


def _says(word: str) -> bool:
    return any(fuzz.ratio(word, said) >= _LIKE for said in _SAYS)


def _stamped_day(text: str) -> str | None:
    """The day in a line of a stamp, as ISO 8601."""
    for shape in _STAMPED_DAYS:
        if found := shape.search(text):
            parts = found.groupdict()
            month = next(name for name in _BLURRED if parts[name])
            dom = parts["dom"].translate(str.maketrans("OIL", "011"))
            year = _century(parts["year"].replace("O", "0"))
            if value := parse_value(FieldType.DATE, f"{month} {dom}, {year}").value:
                return value
    return _day(text)


def _printed(layout: Layout) -> Iterable[Stamp]:
    for segment in layout.segments:
        said = RECEIVED_BY.search(segment.text)
        line = [s for s in layout.segments if s.line == segment.line and s.box.left >= segment.box.left] if said else []
        text = " ".join(s.text for s in sorted(line, key=lambda s: s.box.left))
        if said and (day := _day(text[said.end() :])):
            yield Stamp(day, text, bounding([s.box for s in line]))


def _rubber(layout: Layout) -> Iterable[Stamp]:
    """RECEIVED in large capitals, with a day in it or on a line just above or below."""
    for segment in layout.segments:
        if STAMPED.match(segment.text) and segment.box.height >= _LOUD * layout.em:
            near = _lines_near(segment, layout)
            for count in range(len(near) + 1):  # the nearest alone: the form's own days stand below a stamp's
                lines = sorted((segment, *near[:count]), key=lambda s: s.box.top)
                text = " ".join(line.text for line in lines)
                if day := _day(text):
                    yield Stamp(day, text, bounding([line.box for line in lines]), lines=tuple(lines))
                    break


def _clocked(layout: Layout) -> Iterable[Stamp]:
    """What a time clock prints level with the form: the year, the day and the time, and nothing else."""
    for segment in layout.segments:
        said = segment.text.upper()
        if _STAMPED_DAYS[0].match(said) and _CLOCK_BEHIND.search(said) and (day := _stamped_day(said)):
            yield Stamp(day, segment.text, segment.box)


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
        texts = [" ".join(word.text for word in words) for words in (column, column[::-1])]
        for text in sorted(texts, key=lambda text: _CLOCK_BEHIND.search(text) is None):
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


def with_stamp(
    fragments: Sequence[Fragment], stamp: Stamp, words: Sequence[Word], page: int, engine: str
) -> tuple[Fragment, ...]:
    """The fragments; the one that the stamp stands on has its day among the department's own fields.

    Args:
        fragments: Of the page of this number.
        stamp: The page's.
        words: The page's; where the stamp was read among them, they say how surely.
        page: Its number.
        engine: What read it.
    """
    read = [word.confidence for word in words if holds(stamp.box, word.box)]
    sure = stamp.sure if stamp.sure is not None else sum(read) / len(read) if read else 0.0
    said = FieldReading(NAME, stamp.day, stamp.raw, ReadingStatus.OK, round(sure, 3), page, stamp.box, engine)
    home = next((f for f in fragments if f.row is None and holds(f.region, stamp.box)), None)
    return tuple(replace(f, extras=(*f.extras, said)) if f is home else f for f in fragments)


def apart(labels: Sequence[Label], stamp: Stamp | None) -> list[Label]:
    """The labels that are no words of the stamp: one that its corner touches is still the form's."""
    return [label for label in labels if stamp is None or not holds(stamp.box, label.box)]


def unstamped(layout: Layout, stamp: Stamp | None) -> Layout:
    """The page without the words that stand where its stamp does."""
    if stamp is None:
        return layout
    return replace(layout, segments=tuple(s for s in layout.segments if not holds(stamp.box, s.box)))


def lifted(layout: Layout, stamp: Stamp | None) -> Layout:
    """The page without the stamp's own lines, and without the frame that was cut around them.

    A day in a stamp is no value of the label that it was set beside, and its frame is no box of the form. Rules that
    lie wholly within the frame's reach are its own; those of the form run on beneath it.
    """
    if stamp is None or not stamp.lines:
        return layout
    words = {id(word) for line in stamp.lines for word in line.words}
    near = stamp.box.grown(max(line.box.height for line in stamp.lines))
    return replace(
        layout,
        words=tuple(word for word in layout.words if id(word) not in words),
        segments=tuple(segment for segment in layout.segments if segment not in stamp.lines),
        across=tuple(rule for rule in layout.across if not _within(near, rule)),
        down=tuple(rule for rule in layout.down if not _within(near, rule)),
    )


def _within(box: Box, part: Box) -> bool:
    """Whether a box holds all of a part."""
    return box.left <= part.left and part.right <= box.right and box.top <= part.top and part.bottom <= box.bottom
