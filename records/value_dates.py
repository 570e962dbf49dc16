"""The grammar of dates: strict, total, and silent rather than wrong.

A fuzzy parser reads "4 hrs" as today and "3/7/219" as the year 219; on 1,000 messy values it was silently wrong in 5 to
10 %. Here a text is a date in one of the shapes below or it is none.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from records.value_grammar import (
    ABSENT,
    LONGEST,
    NO_CONTEXT,
    Parsed,
    ValueContext,
    ambiguous,
    illegible,
    is_absent,
    ok,
    without_accents,
)
from records.value_grammar import plain as as_plain

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""Years an order can be from; others are misreadings."""
PIVOT = 1950
"""Years of two digits lie in the hundred years from here where no period is known."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january ene enero janv janvier", "feb february febrero fev fevr fevrier"),
            *(
                "mar march marzo mars marz mrz",
                "apr april abr abril avr avril",
                "may mayo mai",
                "jun june junio juin juni",
            ),
            *("jul july julio juil juillet juli", "aug august ago agosto aout"),
            *("sep sept september septiembre setiembre septembre", "oct october octubre octobre okt oktober"),
            *("nov november noviembre novembre", "dec december dic diciembre decembre dez dezember"),
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FILLERS = frozenset(
    {"1900-01-01", "1899-12-30", "1899-12-31", "0001-01-01", "9999-12-31", "1/1/1900", "01/01/1900", "12/31/9999"}
    | {"0000-00-00", "00/00/0000", "0/0/0000", "00/00/00", "0/0/00", "0/0/0", "1/1/0001", "01/01/0001", "0"}
)

_SEP = r"(?: ?[-/.] ?| )"
_NAMED_SEP = r"(?:[-/., ]{0,3}| del? )"
_MONTH = "(?P<name>[a-z]{3,10})"
_DAY = r"(?P<day>\d{1,2})(?: ?(?:st|nd|rd|th))?"
_YEAR = r"(?P<year>'? ?\d{2}|\d{4})"
_SHAPES = tuple(
    re.compile(shape, re.ASCII)
    for shape in (
        rf"(?P<year>\d{{4}}){_SEP}(?P<month>\d{{1,2}}){_SEP}(?P<day>\d{{1,2}})",
        rf"(?P<one>\d{{1,2}}){_SEP}(?P<two>\d{{1,2}}){_SEP}{_YEAR}",
        rf"{_MONTH}{_NAMED_SEP}{_DAY}(?:[-/., ]{{1,3}}|(?<=[a-z])|(?=')){_YEAR}",
        rf"{_DAY}(?: of)?{_NAMED_SEP}{_MONTH}{_NAMED_SEP}{_YEAR}",
        rf"(?P<year>\d{{4}}){_NAMED_SEP}{_MONTH}{_NAMED_SEP}{_DAY}",
        r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<one>\d{2})(?P<two>\d{2})(?P<year>\d{4})",
        r"(?P<one>\d{1,2}) ?[-/] ?(?P<two>\d{1,2})",
        rf"{_MONTH}{_NAMED_SEP}{_DAY}",
        rf"{_DAY}{_NAMED_SEP}{_MONTH}",
    )
)
_SIX_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{2})", re.ASCII)
_WEEKDAY = re.compile(
    r"(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|r|rs|rsday|urday)?[.,]{0,2} (?=[0-9a-z])", re.ASCII
)
_ZONE = r"(?: ?(?:z|utc|gmt|[ecmp][sd]?t))?(?: ?[+-]\d{2}(?::?\d{2})?)?(?: \([a-z ]{2,40}\))?"
_CLOCK = rf"\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:[.,]\d{{1,9}})?)?(?: ?[ap]\.?m?\.?)?{_ZONE}(?: ?(?:h(?:ou)?rs?\.?|uhr))?"
_TIME_AFTER = re.compile(
    rf"(?:,? ?(?:@|at)? ?| ?t ?)"
    rf"(?:(?<=[ t@,]){_CLOCK}|(?<=[ @])\d{{1,2}} ?[ap]\.?m\.?|(?<=[ @])\d{{4}} ?(?:hrs?|h)\.?)",
    re.ASCII,
)
_MILITARY_AFTER = re.compile(r"(.*\D\d{1,4}),? (?:@ ?)?(?:[01]\d|2[0-4])[0-5]\d", re.ASCII)
_STAMP = re.compile(r"((?:19|20)\d{6})(?:[01]\d|2[0-4])[0-5]\d(?:[0-5]\d)?", re.ASCII)


class _Parts(NamedTuple):
    """A date as its digits say."""

    year: str
    """Four digits, two, or none."""
    month: int
    day: int


def parse_date(text: str, context: ValueContext = NO_CONTEXT) -> Parsed:
    """A date as YYYY-MM-DD; a time of day after it is left aside.

    Day and month in numbers are month first unless the context says otherwise. A date without a year is ambiguous
    unless the context's period holds exactly one such day.
    """
    words = without_accents(as_plain(text).casefold())
    if is_absent(words, words=False) or words.split(" ")[0].split("t")[0] in _FILLERS:
        return ABSENT
    if len(words) > LONGEST:
        return illegible("too long for a date")
    found = _WEEKDAY.match(words)
    words, weekday = (words[found.end() :], found["weekday"]) if found else (words, "")
    return _agreeing(_without_time(words, context), weekday)


def _agreeing(parsed: Parsed, weekday: str) -> Parsed:
    if not (parsed.value and weekday):
        return parsed
    real = _WEEKDAYS[date.fromisoformat(parsed.value).weekday()]
    return parsed if real == weekday else ambiguous(f"{parsed.value} was not a {weekday.title()}")


def _without_time(words: str, context: ValueContext) -> Parsed:
    """The first reading that gives a date, of the whole text and of the text less its time of day."""
    first = _parse_day(words, context)
    if first.value:
        return first
    for shorter in _shorter(words):
        parsed = _parse_day(shorter, context)
        if parsed.note != _UNKNOWN:
            return parsed
    return first


def _shorter(words: str) -> list[str]:
    """The text without a time of day at its end or its beginning."""
    found = []
    stamp = _STAMP.fullmatch(words)
    if stamp:
        found.append(stamp[1])
    for start in range(4, len(words)):
        if words[start] in " t,@" and _TIME_AFTER.fullmatch(words, start):
            found.append(words[:start].rstrip(" ,@"))
            break
    military = _MILITARY_AFTER.fullmatch(words)
    if military:
        found.append(military[1])
    before = _TIME_BEFORE.match(words)
    if before:
        found.append(words[before.end() :])
    return found


_TIME_BEFORE = re.compile(rf"{_CLOCK},? (?:on )?", re.ASCII)
_UNKNOWN = "not a date in any known form"


def _parse_day(words: str, context: ValueContext) -> Parsed:
    six = _SIX_DIGITS.fullmatch(words)
    if six:
        return _parse_six(six, context)
    problem = _UNKNOWN
    for shape in _SHAPES:
        found = shape.fullmatch(words)
        parts = _parts(found.groupdict(), context) if found else None
        if parts:
            parsed = _dated(parts, context)
            if parsed.value or not parsed.note.startswith("year"):
                return parsed
            problem = parsed.note
    return illegible(problem)


def _parts(groups: dict[str, str | None], context: ValueContext) -> _Parts | None:
    year = (groups.get("year") or "").strip("' ")
    one, two, name = groups.get("one"), groups.get("two"), groups.get("name")
    if one and two:
        month, day = (two, one) if context.day_first else (one, two)
        return _Parts(year, int(month), int(day))
    if name and name not in _MONTHS:
        return None
    return _Parts(year, _MONTHS[name] if name else int(groups["month"] or 0), int(groups["day"] or 0))


def _parse_six(found: re.Match[str], context: ValueContext) -> Parsed:
    """Six digits run together: MMDDYY or YYMMDD, and only where one of the two is a date."""
    one, two, three = found.groups()
    month, day = (two, one) if context.day_first else (one, two)
    readings = [
        _dated(_Parts(three, int(month), int(day)), context),
        _dated(_Parts(one, int(two), int(three)), context),
    ]
    values = sorted({reading.value for reading in readings if reading.value})
    if len(values) == 2:
        inside = [value for value in values if _inside(date.fromisoformat(value), context)]
        known = context.earliest is not None and context.latest is not None
        return ok(inside[0]) if known and len(inside) == 1 else ambiguous(f"{values[0]} or {values[1]}")
    return ok(values[0]) if values else illegible(_UNKNOWN)


def _dated(parts: _Parts, context: ValueContext) -> Parsed:
    if not 1 <= parts.month <= 12:
        return illegible(f"month {parts.month} does not exist")
    if not 1 <= parts.day <= 31:
        return illegible(f"day {parts.day} does not exist")
    if not parts.year:
        return _without_year(parts, context)
    year = int(parts.year) if len(parts.year) == 4 else _full_year(parts, context)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return illegible(f"year {year} is out of range")
    day = _day(year, parts)
    return ok(day.isoformat()) if day else illegible(f"{year}-{parts.month:02}-{parts.day:02} does not exist")


def _day(year: int, parts: _Parts) -> date | None:
    try:
        return date(year, parts.month, parts.day)
    except ValueError:
        return None


def _full_year(parts: _Parts, context: ValueContext) -> int:
    """The century in which the day lies in the period, or nearest to it."""
    short = int(parts.year)
    if context.earliest is None and context.latest is None:
        return (PIVOT - short + 99) // 100 * 100 + short
    return min((1900 + short, 2000 + short), key=lambda year: _distance(_day(year, parts) or date(year, 1, 1), context))


def _distance(day: date, context: ValueContext) -> int:
    """Days outside the period; those after it count double, as orders speak of the past more than of the future."""
    early = (context.earliest - day).days if context.earliest else 0
    late = (day - context.latest).days * 2 if context.latest else 0
    return max(early, late, 0) if (context.earliest and context.latest) else abs(early or late)


def _inside(day: date, context: ValueContext) -> bool:
    return (context.earliest is None or day >= context.earliest) and (context.latest is None or day <= context.latest)


def _without_year(parts: _Parts, context: ValueContext) -> Parsed:
    if context.earliest is None or context.latest is None:
        return ambiguous("no year")
    days = [_day(year, parts) for year in range(context.earliest.year, min(context.latest.year, LAST_YEAR) + 1)]
    inside = [day for day in days if day and _inside(day, context)]
    return ok(inside[0].isoformat(), "year taken from the period") if len(inside) == 1 else ambiguous("no year")
