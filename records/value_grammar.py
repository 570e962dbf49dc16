"""What the value grammars share: their answer, what is known beforehand, and how a text is made plain."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from records.order import ReadingStatus

LONGEST = 120
"""Characters a date, an amount, a phone or a status can have: what is longer is a sentence, and is not tried."""


@dataclass(frozen=True, slots=True)
class ValueContext:
    """What is known of a value before it is read."""

    earliest: date | None = None
    """First day of the period the orders are from: decides years of two digits, and supplies missing ones."""
    latest: date | None = None
    """Last day of that period."""
    day_first: bool | None = None
    """Whether 03/04 is the third of April; None where nobody said, which is month first in these departments."""
    area_code: str = ""
    """Three digits, put before telephone numbers of seven."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text says."""

    value: str | None
    """In the canonical form of its type; None where the text gives none, or more than one."""
    status: ReadingStatus
    note: str = ""
    """Why there is no value, or what a person should know, in words."""


NO_CONTEXT = ValueContext()
ABSENT = Parsed(None, ReadingStatus.ABSENT)

_ACCENTS = re.compile("[\u0300-\u036f]")
"""The marks over and under Latin letters; those of other scripts make other letters."""
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_QUOTES = dict.fromkeys(map(ord, "’‘`´ʼ′"), "'")
_PLAIN = _DASHES | _QUOTES
_FILLING = re.compile(r"[-_.~*=\s$]*")
_NOTHING = frozenset({"n/a", "n.a.", "n.a", "none", "unspecified", "not applicable", "not specified"})
_NOTHING_IN_A_NUMBER = _NOTHING | {"na", "null", "nan", "nil", "nat", "unknown", "unk", "?", "??", "tbd", "(none)"}


_LONGEST_NOTHING = max(map(len, _NOTHING | _NOTHING_IN_A_NUMBER))
_LOOK_ALIKE = str.maketrans("АВЕЅІЈКМНОРСТУХԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABESIJKMHOPCTYXQWABEZHIKMNOPTYX")
"""Cyrillic and Greek capitals with the Latin ones that nobody can tell from them."""
FOLDED = "letters of another alphabet that look like Latin ones"


def fold(text: str) -> str:
    """A text in capitals with Cyrillic and Greek letters exchanged for the Latin ones they look like."""
    return text if text.isascii() else text.translate(_LOOK_ALIKE)


def ok(value: str, note: str = "") -> Parsed:
    """A value without doubt."""
    return Parsed(value, ReadingStatus.OK, note)


def illegible(note: str) -> Parsed:
    """A text that gives no value."""
    return Parsed(None, ReadingStatus.ILLEGIBLE, note)


def ambiguous(note: str) -> Parsed:
    """A text that gives more than one value."""
    return Parsed(None, ReadingStatus.AMBIGUOUS, note)


def tidy(text: str) -> str:
    """The text in NFC on one line: whitespace collapsed, control, zero-width and surrogate characters left out."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join("".join(map(_kept, unicodedata.normalize("NFC", text))).split())


def plain(text: str) -> str:
    """The text as a grammar wants it: compatibility forms, dashes and apostrophes in ASCII, one line."""
    if text.isascii():
        return tidy(text)
    return tidy(unicodedata.normalize("NFKC", text.translate(_PLAIN)).translate(_PLAIN))


def without_accents(text: str) -> str:
    """The text with é as e, œ as oe: how a vocabulary is looked up whatever keyboard a list was typed on."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text.replace("œ", "oe"))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart))


def is_absent(text: str, *, words: bool) -> bool:
    """Whether a tidy text says that there is nothing.

    Where values are `words`, only "N/A", "none" and "unspecified" say so: a street may be called Null, a person Na.
    """
    if len(text) > _LONGEST_NOTHING:
        return text[0] in "-_.~*=$" and _FILLING.fullmatch(text) is not None
    if _FILLING.fullmatch(text):
        return True
    return text.casefold() in (_NOTHING if words else _NOTHING_IN_A_NUMBER)


def decimal_text(number: Decimal) -> str:
    """A number as plain decimals, without trailing zeros and without exponent."""
    written = f"{number:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in {"-0", ""} else written


def _kept(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Cn"} else character
