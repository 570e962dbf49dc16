"""How sure it is that what was read on paper and what was keyed are two values, and no misreading or other spelling.

Dates, amounts, hours, phones and numbers must be the same; names and places must be clearly different, since clerks
abbreviate. What may be the record's value badly read is no witness against it: a fraction's small figures, a stroke
for a 1, a figure that an engine took for a letter, or a day of which hardly a figure was read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq, Levenshtein

from matching.normalise import fold, hundredths, name_parts, words
from records.addresses import DIRECTIONS, parse_address
from records.fields import CATALOGUE, FieldType
from records.order import FieldReading, ReadingStatus

_ONE_GLYPH = 0.75
"""A difference of one glyph may be a misreading even where the reader was sure."""
_BY_HAND = 0.5
"""Two of the three false differences in sixteen cities were of a 1 and a 7, and the one in seven more of a house's 1115
that was read as 115."""
_SUMMED = 0.95
"""How sure an amount is, whatever its engines say, with which a sum of its sheet comes out: of 304 such in seven cities
every one was right, the 24 that were read in doubt too."""
_CUT_SHORT = 0.5
"""An amount of which only the first figures are there may be one that was not read to its end, "16" of "168.95"."""
_FRACTION = re.compile(r"[¼½¾%]|\d\s*/|/\s*\d")
_QUARTERS = 0.5
"""Engines take the small print of one fraction for that of another, or leave it out, and agree in it."""
_FIGURES_ALONE = re.compile(r"\d*\.?\d+|\d+\.")
_AGAINST_ITS_FIGURES = 0.5
"""Figures were read there, and other hours are the value because they are usual: in fifteen cities five such differed
from the record, and none was a slip."""
_SPELT = MappingProxyType({25: "114", 50: "112", 75: "314"})
"""A fraction's figures by its hundredths, its stroke taken for a 1."""
_FAR_APART = 45.0
_OTHER_STREET = 68.0
_RUN_TOGETHER = 80.0
"""How much of a street stands in a longer name in a row, from which it is the street and what ran into it."""
_LONG = 6
"""A street's name of fewer letters is found by chance in others."""
_SUREST_TEXT = 0.9
_REPAIRED = 0.85
_TEXTS = frozenset({FieldType.TEXT, FieldType.CHOICE})
_MONEY = frozenset({FieldType.MONEY, FieldType.HOURS, FieldType.NUMBER})
_FIGURELIKE = "OoQDIilZzSsBGgbqA|!"
_GLYPHS = str.maketrans(f"{_FIGURELIKE}/\\()[]", "0000111225586969411111111")
"""Letters and signs that a figure is taken for."""
_IN_A_ROW = re.compile(r"(\d)\1+")
_TWO_FIGURES = re.compile(r"(?<!\w)\d\d(?!\w)")
_NAMED_MONTH = re.compile(r"[^\W\d_]{3}")


def sure_difference(reading: FieldReading, digital: str) -> float:
    """How sure it is that a reading and a record's value are two, 0 to 1; 0 where they are one or may be."""
    paper, kind = reading.value or "", CATALOGUE[reading.name].type
    if paper == digital or any(other.value == digital for other in reading.plausible):
        return 0.0
    if _is_misread(kind, reading, digital):
        return 0.0
    if adds_up(reading):
        return _differs(kind, reading, digital) * max(reading.confidence, _SUMMED)
    return _differs(kind, reading, digital) * _as_read(kind, reading, digital) * reading.confidence


def adds_up(reading: FieldReading) -> bool:
    """The sheet's own sum comes out with the amount: no misreading of it does that."""
    return reading.evidence is not None and bool(reading.evidence.sum_holds)


def _as_read(kind: FieldType, reading: FieldReading, digital: str) -> float:
    """What it takes from the certainty that the two may be one, misread: 1 where nothing speaks for that."""
    paper = reading.value or ""
    figures = hundredths(_figures(reading.raw)) if kind is FieldType.HOURS else -1
    left = _REPAIRED if reading.status is ReadingStatus.REPAIRED else 1.0
    hardly = kind is FieldType.DATE and _is_hardly_read(reading.raw, paper) and not _is_ditto(reading)
    repeats = _repeats(kind, paper, digital)
    slip = _ONE_GLYPH if hardly or repeats or Levenshtein.distance(paper, digital, score_cutoff=1) <= 1 else 1.0
    left *= _BY_HAND if _looks_alike(paper, digital) or (repeats and reading.doubt) else slip
    left *= _AGAINST_ITS_FIGURES if figures >= 0 and figures != hundredths(paper) else 1.0
    left *= _cut_short(paper, digital) if kind in _MONEY else 1.0
    left *= _CUT_SHORT if kind is FieldType.ADDRESS and _lost_its_head(paper, digital) else 1.0
    return left * (_fraction(reading, digital) if kind is FieldType.HOURS else 1.0)


# ---------------------------------------------------------------- misread


def _is_misread(kind: FieldType, reading: FieldReading, digital: str) -> bool:
    """What was read is how the record's value is misread, or too little to stand against it."""
    if kind is FieldType.DATE:
        hardly = not _is_ditto(reading) and _is_hardly_read(reading.raw, reading.value or "")
        return hardly and not _reads_other_day(reading, digital)
    strokes = fold(reading.raw.translate(_GLYPHS))
    if kind is FieldType.HOURS:
        return hundredths(_figures(reading.raw)) == hundredths(digital) >= 0 or _is_fraction(strokes, digital)
    return kind in _MONEY and strokes == fold(digital)


def _is_ditto(reading: FieldReading) -> bool:
    """The value is that of the row above, for which a mark stands here."""
    return reading.evidence is not None and reading.evidence.ditto


def _is_fraction(strokes: str, digital: str) -> bool:
    """All that was read are figures of the record's hours as a hand writes them: "4" of ¾, "34" or "3114" of 3¼.

    The figures of a fraction are small and close to its stroke, which is taken for a 1 or left out.
    """
    whole, part = divmod(hundredths(digital), 100)
    if whole < 0 or part not in _SPELT:
        return part == 0 and strokes == str(whole)
    first = str(whole or "")
    rest = strokes.removeprefix(first)
    return strokes.startswith(first) and 0 < len(rest) == LCSseq.similarity(rest, _SPELT[part])


def _is_hardly_read(raw: str, day: str) -> bool:
    """Fewer figures were read, or letters that stand for some, than month and day have as short as they are written.

    One may have run into another, unless a letter stands there that is no figure's: "5/H" for 5/14.
    """
    if _NAMED_MONTH.search(raw):
        return False
    read = sum(sign.isdecimal() or sign in _FIGURELIKE for sign in raw)
    ran_together = not any(sign.isalpha() and sign not in _FIGURELIKE for sign in raw)
    return read < len(day[5:7].lstrip("0")) + len(day[8:10].lstrip("0")) - ran_together


def _reads_other_day(reading: FieldReading, digital: str) -> bool:
    """Both figures of the day were read, whatever the month's look like, and are not the record's: "N/02" for 11/02."""
    ours, theirs = (day[5:10].split("-") for day in (reading.value or "", digital))
    return ours[1] in _TWO_FIGURES.findall(reading.raw) and ours[1] not in {ours[0], *theirs}


def _figures(raw: str) -> str:
    """The number that was read, as it stands; empty where there is more than figures, or a fraction."""
    return raw.strip() if _FIGURES_ALONE.fullmatch(raw.strip()) else ""


def _looks_alike(paper: str, digital: str) -> bool:
    """The two differ by nothing but 1 and 7, which hands write alike, always the one for the other."""
    differ = {(ours, theirs) for ours, theirs in zip(paper, digital, strict=False) if ours != theirs}
    return len(paper) == len(digital) and differ in ({("1", "7")}, {("7", "1")})


def _repeats(kind: FieldType, paper: str, digital: str) -> bool:
    """The two differ by nothing but how often a figure stands in a row: strokes side by side are read as fewer."""
    ours, theirs = (parse_address(said).house if kind is FieldType.ADDRESS else said for said in (paper, digital))
    return ours != theirs and _IN_A_ROW.sub(r"\1", ours) == _IN_A_ROW.sub(r"\1", theirs)


def _fraction(reading: FieldReading, digital: str) -> float:
    """What it takes from the certainty that only the quarters differ and a small "½" may stand on paper."""
    ours, theirs = hundredths(reading.value or ""), hundredths(digital)
    small = _FRACTION.search(reading.raw) or (ours % 100 == 0 and theirs % 100 in _SPELT)
    return _QUARTERS if ours // 100 == theirs // 100 and small else 1.0


def _cut_short(paper: str, digital: str) -> float:
    """What it takes from the certainty that the paper's figures are the first of the record's and the rest is not."""
    ours, theirs = hundredths(paper), hundredths(digital)
    begins = ours >= 0 and ours % 100 == 0 and str(theirs).startswith(str(ours // 100))
    return _CUT_SHORT if begins and theirs > ours else 1.0


def _lost_its_head(paper: str, digital: str) -> bool:
    """The record has a figure more before the paper's house number: a place read from its second figure on says so."""
    head = digital.removesuffix(paper)
    return head != digital and head.isdigit() and paper[:1].isdigit()


# ---------------------------------------------------------------- values of a type


def _differs(kind: FieldType, reading: FieldReading, digital: str) -> float:
    paper = reading.value or ""
    if kind in _TEXTS:
        return _texts_differ(reading, digital)
    if kind in _MONEY:
        return float(hundredths(paper) != hundredths(digital))
    return _DIFFER[kind](paper, digital)


def _dates_differ(paper: str, digital: str) -> float:
    return float(paper[:10] != digital[:10])


def _phones_differ(paper: str, digital: str) -> float:
    return float(paper[-7:] != digital[-7:])


def _identifiers_differ(paper: str, digital: str) -> float:
    """One may lack the prefix of the other."""
    short, long = sorted((fold(paper), fold(digital)), key=len)
    stripped, whole = sorted((short.lstrip("0"), long.lstrip("0")), key=len)
    return float(not any(len(one) >= 2 and other.endswith(one) for one, other in ((short, long), (stripped, whole))))


def _addresses_differ(paper: str, digital: str) -> float:
    """Another house in the same street, or a street of quite another name; of a crossing, either street."""
    one, other = parse_address(paper), parse_address(digital)
    if one.street == other.street:
        ours, theirs = _houses(one.house), _houses(other.house)
        return 0.95 * (bool(one.house and other.house) and ours.isdisjoint(theirs))
    return 0.9 * _apart(one.street.split(" & "), other.street.split(" & "))


def _houses(number: str) -> frozenset[str]:
    """A house's number without its letter and with it as a figure, and without its half ("123 1/2").

    The letter may be a flat, the street's direction run into the number ("141s"), or a figure misread ("300z").
    """
    whole = number.partition(" ")[0]
    return frozenset({whole.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), whole.upper().translate(_GLYPHS)})


def _apart(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Each side has a street that is like none of the other's."""
    apart = [name for name in ours if max(alike(name, known) for known in theirs) < _OTHER_STREET]
    back = [name for name in theirs if max(alike(name, known) for known in ours) < _OTHER_STREET]
    return len(ours) == len(theirs) and bool(apart and back)


def is_other_street(name: str, streets: Sequence[str]) -> bool:
    """The street is like none of these."""
    return max(alike(name, known) for known in streets) < _OTHER_STREET


def alike(one: str, other: str) -> float:
    """How alike two streets' names are, 0 to 100.

    One that holds the other is the same, with a word left out or a direction run into it ("SOUTHLAILROAD"); figures
    are what letters are taken for ("0AK").
    """
    if any(map(str.isdigit, one + other)):
        one, other = one.translate(_GLYPHS), other.translate(_GLYPHS)
    short, long = sorted((one, other), key=len)
    runs_in = len(short) >= _LONG and any(long.startswith(word) for word in DIRECTIONS if len(word) > 2)
    inside = fuzz.partial_ratio(short, long) if runs_in else 0.0
    return max(fuzz.ratio(one, other), fuzz.token_set_ratio(one, other), inside if inside >= _RUN_TOGETHER else 0.0)


def _names_differ(paper: str, digital: str) -> float:
    one, other = name_parts(paper), name_parts(digital)
    shared = set(words(paper)) & set(words(digital))
    far = fuzz.ratio(" ".join(sorted(words(paper))), " ".join(sorted(words(digital)))) < _FAR_APART
    initials = _initials(paper) == digital.upper() or _initials(digital) == paper.upper()
    return 0.9 * (far and not shared and not initials and bool(one[0] and other[0]))


def _initials(name: str) -> str:
    return "".join(word[0] for word in words(name)).upper()


def _texts_differ(reading: FieldReading, digital: str) -> float:
    one, other = words(reading.value or ""), words(digital)
    if reading.confidence < _SUREST_TEXT or min(len(one), len(other)) < 2:
        return 0.0
    paper, keyed = " ".join(one), " ".join(other)
    near = max(fuzz.token_set_ratio(paper, keyed), fuzz.partial_ratio(paper, keyed))
    return 0.9 * (near < _FAR_APART - 10)


_DIFFER: Mapping[FieldType, Callable[[str, str], float]] = MappingProxyType(
    {
        FieldType.DATE: _dates_differ,
        FieldType.PHONE: _phones_differ,
        FieldType.IDENTIFIER: _identifiers_differ,
        FieldType.ADDRESS: _addresses_differ,
        FieldType.NAME: _names_differ,
    }
)
