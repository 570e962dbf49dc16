"""The grammars of money, hours and numbers."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal

from records.value_grammar import (
    ABSENT,
    LONGEST,
    NO_CONTEXT,
    Parsed,
    ValueContext,
    ambiguous,
    decimal_text,
    illegible,
    is_absent,
    ok,
    plain,
)

MOST_HOURS = 99_999
"""Hours an order can take; more is a misreading."""
_VULGAR = {"¼": "1/4", "½": "1/2", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8"}
_VULGAR_ANYWHERE = re.compile("[" + "".join(_VULGAR) + "]")

_WHOLE = r"(?:\d{1,3}(?: ?, ?\d{3}){1,4}|\d{1,12})"
_US = re.compile(rf"(?P<whole>{_WHOLE})?(?: ?\. ?(?P<cents>\d{{1,17}}))?\.?", re.ASCII)
_EUROPEAN = re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3}){1,4}|\d{1,12}) ?, ?(?P<cents>\d{2})", re.ASCII)
_SPLIT = re.compile(rf"(?P<whole>{_WHOLE}) (?P<cents>\d{{2}})", re.ASCII)
_NO_CENTS = re.compile(rf"(?P<whole>{_WHOLE}) ?[.,]? ?(?:-{{1,3}}|00/100|xx/100|no/100)(?P<cents>)", re.ASCII)
_CENTS = re.compile(r"(?P<cents>\d{1,2}) ?¢", re.ASCII)
_FREE = frozenset({"n/c", "no charge", "no chg", "n.c.", "no cost"})
_CURRENCY = re.compile(r"us ?\$|usd ?\$?|[$€£]|\bdollars?\b|\busd\b|\beur(?:os?)?\b|\b(?:chf|cad|gbp|mxn)\b|\bfr\.")
_SWISS = re.compile(r"(?<=\d)['’](?=\d{3}(?!\d))", re.ASCII)
"""The apostrophes that Switzerland puts between thousands."""
_DEBIT = re.compile(r" ?\bdr\b\.?$")
_CREDIT = re.compile(r" ?\bcr\b\.?$")


def parse_money(text: str, context: ValueContext = NO_CONTEXT) -> Parsed:  # noqa: ARG001 - grammars are alike
    """An amount with two places: "1425.00", "-12.50" for (12.50), 12.50- and 12.50 CR."""
    words = plain(text).casefold()
    if is_absent(words, words=False):
        return ABSENT
    if len(words) > LONGEST:
        return illegible("too long for an amount")
    if words in _FREE:
        return ok("0.00", "no charge")
    digits, signs = _unsigned(words)
    if signs > 1:
        return illegible("more than one sign")
    if not digits:
        return ABSENT
    return _amount(digits, "-" if signs else "")


def _unsigned(words: str) -> tuple[str, int]:
    """The amount without currency, check protection and signs, and how many signs say that it is negative."""
    words = _SWISS.sub("", _CURRENCY.sub("", words, count=1)).strip("* ")
    words = _DEBIT.sub("", words)
    bare, signs = _CREDIT.subn("", words)
    if bare.startswith("(") and bare.endswith(")"):
        bare, signs = bare[1:-1], signs + 1
    if bare.startswith("-"):
        bare, signs = bare[1:], signs + 1
    elif re.search(r"\d\d-$|\d -$", bare) and not _NO_CENTS.fullmatch(bare.removesuffix("-") + "-x"):
        bare, signs = bare[:-1], signs + 1
    elif bare.startswith("+"):
        bare = bare[1:]
    return _CURRENCY.sub("", bare, count=1).strip("* "), signs


def _amount(digits: str, sign: str) -> Parsed:
    for shape in (_US, _EUROPEAN, _SPLIT, _NO_CENTS):
        found = shape.fullmatch(digits)
        if found and (found["whole"] or found["cents"]):
            return _rounded(re.sub("[ ,.]", "", found["whole"] or "0"), found["cents"] or "", sign)
    cents = _CENTS.fullmatch(digits)
    return _rounded("0", f"{int(cents['cents']):02}", sign) if cents else illegible("not an amount of money")


def _rounded(whole: str, cents: str, sign: str) -> Parsed:
    if len(cents) == 3 and 1 <= len(whole) <= 3 and whole != "0" and cents != "000":
        return ambiguous(f"{whole}{cents}.00 or {whole}.{cents}")
    exact = Decimal(f"{sign}{whole}.{cents or '0'}")
    rounded = exact.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    value = f"{rounded:f}".replace("-0.00", "0.00") if rounded == 0 else f"{rounded:f}"
    return ok(value, "" if rounded == exact else "rounded to cents")


_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})"
_DECIMAL = re.compile(rf"(?P<sign>[-+]? ?)(?P<whole>{_NUMBER})?(?: ?\. ?(?P<part>\d{{1,17}}))?\.?", re.ASCII)
_COMMA = re.compile(r"(?P<sign>[-+]? ?)(?P<whole>\d{1,12}),(?P<part>\d{1,2})", re.ASCII)
_FRACTION = re.compile(
    r"(?P<sign>-?)(?:(?P<whole>\d{1,6})(?: |-| - | & | and ))?(?P<top>\d{1,3}) ?/ ?(?P<bottom>\d{1,3})", re.ASCII
)
_UNITS = re.compile(
    r"(?<=[\d. ]) ?(?:ea|each|ft|feet|lf|sf|sy|cy|sq ?ft|sq ?yds?|cu ?yds?|yds?|in|inches|hrs?|hours?|days?|tons?|lbs?"
    r"|oz|gals?|gallons?|qts?|pcs?|pieces?|pr|prs|pairs?|sets?|doz|dozen|box|boxes|bags?|rolls?|cans?|loads?|miles?|mi"
    r"|units?|%)\.?$"
)


def parse_number(text: str, context: ValueContext = NO_CONTEXT) -> Parsed:  # noqa: ARG001
    """A number as plain decimals: "1,000.50" is 1000.5, "2 1/2" is 2.5; a unit after it is left aside."""
    words = _fractions(text)
    if is_absent(words, words=False):
        return ABSENT
    if len(words) > LONGEST:
        return illegible("too long for a number")
    number = _number(_UNITS.sub("", words).strip())
    return illegible("not a number") if number is None else ok(decimal_text(number))


def _fractions(text: str) -> str:
    """The plain text with ½ written 1/2."""
    if text.isascii():
        return plain(text).casefold()
    return plain(_VULGAR_ANYWHERE.sub(lambda found: f" {_VULGAR[found[0]]} ", text)).casefold()


def _number(words: str) -> Decimal | None:
    fraction = _FRACTION.fullmatch(words)
    if fraction:
        return _fraction(fraction)
    for shape in (_DECIMAL, _COMMA):
        found = shape.fullmatch(words)
        if found and (found["whole"] or found["part"]):
            whole = (found["whole"] or "0").replace(",", "")
            return Decimal(f"{found['sign'].strip()}{whole}.{found['part'] or '0'}")
    return None


def _fraction(found: re.Match[str]) -> Decimal | None:
    top, bottom = int(found["top"]), int(found["bottom"])
    if bottom not in {2, 3, 4, 5, 6, 8, 10, 12, 16, 32, 64, 100}:
        return None
    if found["whole"] and top >= bottom:
        return None
    number = int(found["whole"] or 0) + _places(Decimal(top) / bottom)
    return -number if found["sign"] else number


def _places(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.0001"), ROUND_HALF_EVEN)


_HOUR_WORD = r"(?:hours?|hrs?|h)\.?"
_MINUTE_WORD = r"(?:minutes?|mins?|m)\.?"
_CLOCK = re.compile(r"(?P<hours>\d{1,5}) ?: ?(?P<minutes>\d{2})(?::(?P<seconds>\d{2})(?:\.\d{1,9})?)?", re.ASCII)
_IN_WORDS = re.compile(
    rf"(?P<hours>\d{{1,5}}) ?{_HOUR_WORD},? ?(?:and )?(?P<minutes>\d{{1,2}}) ?(?:{_MINUTE_WORD})?", re.ASCII
)
_MINUTES = re.compile(rf"(?P<minutes>[\d.]{{1,7}}) ?{_MINUTE_WORD}", re.ASCII)
_HOURS_AFTER = re.compile(rf"(?<=[\d. ]) ?{_HOUR_WORD}$")


def parse_hours(text: str, context: ValueContext = NO_CONTEXT) -> Parsed:  # noqa: ARG001
    """Hours as plain decimals: 1:30, 1½, "1 hr 30 min" and "90 min" are all 1.5."""
    words = _fractions(text)
    if is_absent(words, words=False):
        return ABSENT
    if len(words) > LONGEST:
        return illegible("too long for hours")
    number = _hours(words)
    if number is None:
        return illegible("not a number of hours")
    if not 0 <= number <= MOST_HOURS:
        return illegible(f"{decimal_text(number)} hours is out of range")
    return ok(decimal_text(number))


def _hours(words: str) -> Decimal | None:
    for shape in (_CLOCK, _IN_WORDS):
        found = shape.fullmatch(words)
        if found:
            seconds = int(found.groupdict().get("seconds") or 0)
            return _clock(int(found["hours"]), int(found["minutes"]), seconds)
    minutes = _MINUTES.fullmatch(words)
    if minutes:
        number = _number(minutes["minutes"])
        return None if number is None else _places(number / 60)
    return _number(_HOURS_AFTER.sub("", words).strip())


def _clock(hours: int, minutes: int, seconds: int) -> Decimal | None:
    if minutes >= 60 or seconds >= 60:
        return None
    return _places(Decimal(hours * 3600 + minutes * 60 + seconds) / 3600)
