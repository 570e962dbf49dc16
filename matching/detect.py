"""What kind of thing a column holds, found out from its cells; a header only settles what the cells leave open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

import numpy as np

from matching.clocks import is_halved, is_padded, plain_clock, split_clock, written
from matching.durations import is_bare, told_seconds, usual_seconds, whole_seconds
from matching.normalise import words
from matching.tables import NOTHING, Column
from matching.vectors import codes_of

_SAMPLE = 3000
"""Distinct values of each side that are looked at."""
_MOST = 0.85
"""Of the values, how many must be of the kind."""


class Kind(StrEnum):
    """How the values of a column are compared."""

    IDENTIFIER = "identifier"
    """A number or code that nearly every row has for itself."""
    CODE = "code"
    """A short number or code that rows share: a house number, a postcode, a year."""
    DATE = "date"
    MOMENT = "moment"
    """A day with its time of day."""
    CLOCK = "time of day"
    AMOUNT = "amount"
    COORDINATE = "coordinate"
    """Degrees of latitude or longitude."""
    DURATION = "duration"
    PHONE = "phone"
    ADDRESS = "address"
    YEAR = "year"
    """A year, with its century."""
    CHOICE = "choice"
    """One of a few values."""
    WORD = "word"
    """Mostly one word: a town, a first name."""
    LABEL = "label"
    """A few words: a person, a firm, a short title."""
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Detected:
    """A column's kind, and how each of its values is written so that equal ones are equal."""

    kind: Kind
    canonical: Callable[[str], str]
    coded: bool = False
    """It is words among which there are numbers of models, parts or sizes."""


@dataclass(frozen=True, slots=True)
class _Profile:
    """What can be said of the values of one column of both tables."""

    header: str
    values: Sequence[str]
    counts: Sequence[int]
    """Cells that have each value: of a column of days that was badly read, most distinct values are misreadings."""
    filled: int
    """Cells with a value, both tables together."""
    distinct: int
    repeats: float
    """Rows a distinct value, in the table where there are more."""

    def most(self, test: Callable[[str], object], least: float = _MOST) -> bool:
        """Whether of the cells at least such a share have a value that passes; asked until it is certain."""
        total = max(sum(self.counts), 1)
        passed = failed = 0
        for value, count in zip(self.values, self.counts, strict=True):
            if test(value):
                passed += count
            else:
                failed += count
            if passed >= least * total or total - failed < least * total:
                break
        return passed >= least * total


def detect(header: str, left: Column, right: Column) -> Detected:
    """The kind of a column that two tables share."""
    profile = _profile(header, left, right)
    day_first = _day_first(profile.values)
    dated = _as_date(profile, day_first, timed=_has_times(left) and _has_times(right))
    amounts = (_as_coordinate(profile), _as_amount(profile))
    lengths = (_as_duration(profile), _as_measure(profile))
    numbers = (_as_clock(profile), *amounts, *lengths, _as_year(profile), _as_code(profile))
    for found in (_as_phone(profile), _as_year_of_days(left, right, day_first), dated, *numbers):
        if found is not None:
            return found
    kind = _of_words(profile)
    return Detected(kind, str.strip, kind in {Kind.LABEL, Kind.TEXT} and profile.most(codes_of, _SOME))


def _profile(header: str, left: Column, right: Column) -> _Profile:
    values, counts = list[str](), list[int]()
    for column in (left, right):
        values += column.values.first(_SAMPLE)
        counts += np.bincount(column.codes[column.codes >= 0], minlength=len(column.values))[:_SAMPLE].tolist()
    rows = [int((column.codes >= 0).sum()) for column in (left, right)]
    repeats = max(count / max(len(column.values), 1) for count, column in zip(rows, (left, right), strict=True))
    return _Profile(header.casefold(), values, counts, sum(rows), max(len(left.values), len(right.values)), repeats)


# ---------------------------------------------------------------- phones

_PHONE = re.compile(r"\+?[\d\s().\-/]{6,20}(?:\s*(?:x|ext\.?)\s*\d+)?$", re.IGNORECASE)
_PHONE_MARKS = re.compile(r"^\(\d|^\+\d|^\d{3}[\s./-]+\d{3}[\s./-]*\d{4}$|^\d{3}[\s./-]+\d{4}$|^\d{3}/")
_PHONE_HEADER = re.compile(r"phone|(?:^|[^a-z])(?:tel|fax|mobile|cell)(?:$|[^a-z])")
_SOME = 0.2


def _as_phone(profile: _Profile) -> Detected | None:
    def is_phone(value: str) -> bool:
        return bool(_PHONE.match(value)) and 7 <= sum(map(str.isdigit, value)) <= 13

    hinted = bool(_PHONE_HEADER.search(profile.header))
    if not profile.most(is_phone, 0.5 if hinted else _MOST):
        return None
    if hinted or profile.most(_PHONE_MARKS.match, _SOME):
        return Detected(Kind.PHONE, lambda value: "".join(filter(str.isdigit, value)))
    return None


# ---------------------------------------------------------------- dates

_ISO = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:$|[T ])")
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:$|[T ])")
_WORDED = re.compile(r"(?:(\d{1,2})[ -])?([a-z]{3})[a-z]*\.?[ -](?:(\d{1,2}),? )?(\d{4}|\d{2})$", re.IGNORECASE)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_LOOKS = str.maketrans("OolISBZ", "0011582")
_YEARS = (1800, 2200)


def iso_day(value: str, day_first: bool = False) -> str:
    """A date as YYYY-MM-DD, glyphs that look like digits repaired; empty where it is none.

    A day that the calendar does not have (a typing error) is kept as it stands.
    """
    text = value.strip()
    return _iso_day(text, day_first) or _iso_day(text.translate(_LOOKS), day_first)


def _iso_day(text: str, day_first: bool) -> str:
    found = _ISO.match(text)
    if found:
        year, _, month, day = found.groups()
        return _written(year, month, day)
    found = _NUMERIC.match(text)
    if found:
        one, _, other, year = found.groups()
        month, day = (other, one) if day_first or int(one) > 12 >= int(other) else (one, other)
        return _written(year, month, day)
    found = _WORDED.match(split_clock(text)[0])
    if found and found[2].lower() in _MONTHS:
        return _written(found[4], str(_MONTHS.index(found[2].lower()) + 1), found[1] or found[3] or "1")
    return ""


def _written(year: str, month: str, day: str) -> str:
    whole = _whole_year(year)
    return f"{whole:04d}-{int(month):02d}-{int(day):02d}" if _YEARS[0] <= whole <= _YEARS[1] else ""


def _whole_year(year: str) -> int:
    """A year of four digits or two."""
    return int(year) if len(year) == 4 else int(year) + (1900 if int(year) > 40 else 2000)


def _day_first(values: Sequence[str]) -> bool:
    """Whether more dates can only be read day first than month first."""
    found = [match for value in values if (match := _NUMERIC.match(value))]
    return sum(int(m[1]) > 12 for m in found) > sum(int(m[3]) > 12 for m in found)


def iso_moment(value: str, day_first: bool = False) -> str:
    """A date as YYYY-MM-DD, with its time of day as YYYY-MM-DDTHH:MM:SS; empty where it is no date.

    At midnight there is no time of day: so systems write that they know none.
    """
    found, second = iso_day(value, day_first), split_clock(value.strip())[1]
    return f"{found}T{written(second)}" if found and second else found


def _has_times(column: Column) -> bool:
    """Some cells end in a time of day that is not midnight."""
    values = column.values.first(_SAMPLE)
    return sum(bool(split_clock(value.strip())[1]) for value in values) >= max(_SOME * len(values), 1)


def _as_date(profile: _Profile, day_first: bool, *, timed: bool) -> Detected | None:
    """Days, with their times where both sides have such: else a time says nothing."""

    def is_day(value: str) -> bool:
        found = iso_day(value, day_first)
        return bool(found) and 1 <= int(found[5:7]) <= 12 and 1 <= int(found[8:10]) <= 31

    if not profile.most(is_day):
        return None
    kind, written_as = (Kind.MOMENT, iso_moment) if timed else (Kind.DATE, iso_day)
    return Detected(kind, partial(written_as, day_first=day_first))


_AFTERNOON = "12"


def _as_clock(profile: _Profile) -> Detected | None:
    """Times of day: some say which half of the day, or all have two digits and some are of the afternoon.

    "4:57" alone may as well be a length of time.
    """
    if not profile.most(plain_clock):
        return None
    afternoon = profile.most(is_padded) and profile.most(lambda value: plain_clock(value) >= _AFTERNOON, _SOME)
    return Detected(Kind.CLOCK, plain_clock) if profile.most(is_halved, _SOME / 4) or afternoon else None


# ---------------------------------------------------------------- numbers

_AMOUNT = re.compile(r"[-+]?[$€£¥]?\s?[-+]?\d[\d,]*(?:\.\d+)?\s?(?:[$€£¥]|usd|eur|gbp)?$", re.IGNORECASE)
_FRACTION = re.compile(r"\.\d*[1-9]|[$€£¥]|,\d{3}")
_NOT_NUMBER = re.compile(r"[^\d.\-]")


def plain_amount(value: str) -> str:
    """An amount as a plain decimal, glyphs that look like digits repaired; empty where it is none."""
    for text in (value.strip(), value.strip().replace(" ", "").translate(_LOOKS)):
        if _AMOUNT.match(text):
            return _NOT_NUMBER.sub("", text)
    return ""


def _as_amount(profile: _Profile) -> Detected | None:
    if not (profile.most(_AMOUNT.match) and profile.most(_FRACTION.search, _SOME)):
        return None
    return Detected(Kind.AMOUNT, plain_amount)


_PLAIN_DEGREES = re.compile(r"-?\d{1,3}(?:\.\d{1,15})?")
_DEGREES = re.compile(r"-?\d{1,3}\.\d{3,}")
_FINE_DEGREES = re.compile(r"-?\d{1,3}\.\d{4,}")
_MOST_DEGREES = 180.0


def plain_degrees(value: str) -> str:
    """Degrees as they stand; empty where the value is none, or more than a half turn."""
    text = value.strip()
    return text if _PLAIN_DEGREES.fullmatch(text) and abs(float(text)) <= _MOST_DEGREES else ""


def _as_coordinate(profile: _Profile) -> Detected | None:
    """Degrees to a hundred metres and less, half of them to ten: nothing else is written so finely and is so small."""
    fine = profile.most(_DEGREES.fullmatch) and profile.most(_FINE_DEGREES.fullmatch, 0.5)
    return Detected(Kind.COORDINATE, plain_degrees) if fine and profile.most(plain_degrees) else None


def _as_duration(profile: _Profile) -> Detected | None:
    if not (profile.most(told_seconds, _SOME) and profile.most(lambda v: told_seconds(v) or is_bare(v))):
        return None
    return Detected(Kind.DURATION, partial(whole_seconds, usual=usual_seconds(profile.values)))


_MEASURE = re.compile(r"(-?\d[\d,]{,14}(?:\.\d+)?)(?: ?([^\W\d_]{2,}|[%°\"'])\.?)?")
_ONE_UNIT = 0.98
"""Of the cells with a unit, how many have the same: grams among kilograms are not as many as they say."""


def plain_measure(value: str) -> str:
    """The number of a measure, without its unit; empty where it is none."""
    found = _MEASURE.fullmatch(value.strip())
    return found[1].replace(",", "") if found else ""


def _as_measure(profile: _Profile) -> Detected | None:
    """Numbers some of which say their unit, always the same one: "380 pages" is 380, "5.2 %" is 5.2."""
    if not profile.most(plain_measure):
        return None
    units = Counter[str]()
    for value, count in zip(profile.values, profile.counts, strict=True):
        if (found := _MEASURE.fullmatch(value.strip())) and found[2]:
            units[found[2].casefold()] += count
    said = units.total()
    most = max(units.values(), default=0)
    one = said >= _SOME * sum(profile.counts) and most >= _ONE_UNIT * said
    return Detected(Kind.AMOUNT, plain_measure) if one else None


_YEAR = re.compile(r"\d{4}")
_SHORT_YEAR = re.compile(r"['’]?\d{2}")


def plain_year(value: str) -> str:
    """A year with its century: "'98" is 1998; empty where it is none."""
    text = value.strip()
    if _YEAR.fullmatch(text) and _YEARS[0] <= int(text) <= _YEARS[1]:
        return text
    return str(_whole_year(text.lstrip("'’"))) if _SHORT_YEAR.fullmatch(text) else ""


_AHEAD, _FEW_AHEAD = "2035", 0.02
"""A year that is yet to come, and how many of the cells may have one: Sydney's postcodes go on from 2000 to 2234."""


def _as_year(profile: _Profile) -> Detected | None:
    """Years, each with its century; what else stands among them says nothing."""
    if not (profile.most(plain_year) and profile.most(_YEAR.fullmatch, _SOME)):
        return None
    ahead = profile.most(lambda value: plain_year(value) > _AHEAD, _FEW_AHEAD)
    return None if ahead else Detected(Kind.YEAR, plain_year)


def year_of(value: str, day_first: bool) -> str:
    """The year of a day, or a year as `plain_year` writes it; empty where it is neither."""
    return plain_year(value) or iso_day(value, day_first)[:4]


def _as_year_of_days(left: Column, right: Column, day_first: bool) -> Detected | None:
    """Days in one list, and in the other no more of them than their years."""

    def are_days(side: Column) -> bool:
        return _profile("", side, NOTHING).most(lambda value: iso_day(value, day_first))

    for years, days in ((left, right), (right, left)):
        if years.values and days.values and _as_year(_profile("", years, NOTHING)) and are_days(days):
            return Detected(Kind.YEAR, partial(year_of, day_first=day_first))
    return None


_UNIQUE = 1.3
"""Rows a value of a column of identifiers, at most."""
_LONGEST_CODE = 24


def _as_code(profile: _Profile) -> Detected | None:
    def is_code(value: str) -> bool:
        return any(map(str.isdigit, value)) and len(value) <= _LONGEST_CODE and len(value.split()) <= 2

    if not (profile.most(is_code) and profile.most(lambda v: len(v.split()) <= 1)):
        return None
    own = profile.repeats <= _UNIQUE and profile.most(lambda v: len(v) >= 4)
    if own and _is_measured(profile.values):
        return Detected(Kind.AMOUNT, plain_amount)
    return Detected(Kind.IDENTIFIER if own else Kind.CODE, str.strip)


_FEWEST_MEASURED = 40
_ONE_WIDTH = 0.98
_LONG_TAIL = 0.5
"""How long the outermost tenth of numbers is but for its last tenth, in lengths of the four tenths before: 0.23 where
they fill a range evenly, 0.8 where they are normal, 1.4 and more where they are as areas and prices are."""
_NEXT_PAD = 1.5
"""A step by such a factor is one from a pad of numbers to another."""


def _is_measured(values: Sequence[str]) -> bool:
    """Whole numbers that are as sizes are, though nearly every row has its own: of several widths, with a long tail.

    Numbers that are given out fill their range, or have the width of their pad. The area of a lot, counted as its
    number, would be "one character apart" from fifty others, and "two" where it was measured anew.
    """
    plain = [value for value in values if value.isdecimal() and value[0] != "0"]
    widths = Counter(map(len, plain))
    if len(plain) < max(_FEWEST_MEASURED, _MOST * len(values)) or max(widths.values()) > _ONE_WIDTH * len(plain):
        return False
    numbers = np.sort([float(value) for value in plain])
    middle, high, highest = np.quantile(numbers, (0.5, 0.9, 0.99)).tolist()
    upper = numbers[(numbers >= middle) & (numbers <= highest)]
    return bool(highest - high > _LONG_TAIL * (high - middle) and (upper[1:] < _NEXT_PAD * upper[:-1]).all())


# ---------------------------------------------------------------- words

_ADDRESS = re.compile(r"\s*\d+[a-z]?\s+\S*[a-z]", re.IGNORECASE)
_ADDRESS_HEADER = re.compile(r"addr|street|location")
_FEW = 30
_FEW_SHARE = 0.01
_SHORT, _LONG = 1.35, 6.0
"""Words a value: up to the first a word, up to the second a label."""


def _of_words(profile: _Profile) -> Kind:
    length = sum(len(words(value[:400])) for value in profile.values) / max(len(profile.values), 1)
    if profile.distinct <= max(_FEW_SHARE * profile.filled, min(_FEW, profile.filled / 20)) and length <= _LONG / 2:
        return Kind.CHOICE
    addressed = _SOME if _ADDRESS_HEADER.search(profile.header) else 0.6
    if length <= 2 * _LONG and profile.most(_ADDRESS.match, addressed):
        return Kind.ADDRESS
    if length <= _SHORT:
        return Kind.WORD
    return Kind.LABEL if length <= _LONG else Kind.TEXT
