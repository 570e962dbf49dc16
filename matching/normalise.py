"""Each record brought into a comparable form, once: cells of values with how far they can be trusted.

A paper field may have several readings; a digital one has one value. What a comparison looks at (folded numbers, days,
cents, name parts, street) is derived from each *distinct* value once, in `features`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from records.order import DigitalRecord, FieldReading, PaperOrder

_LOOK_ALIKE = str.maketrans("OQDIL|SBZG", "0001115826")
_NOT_ALNUM = re.compile(r"[^A-Z0-9]+")
_FLOAT_TAIL = re.compile(r"^(\d+)\.0+$")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+")

MOST_ALTERNATIVES = 2
"""Further readings of a field that are looked at: the third is right in under 1 % of the doubtful fields."""
_KEPT = 1 << 16
"""Order numbers whose clean form is kept: accounting asks for each some twenty times."""
_PLAIN_NAME_WORDS = 3
"""Names of up to so many plain words are taken apart here: nameparser takes 0.7 ms a name."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one record says about one field."""

    value: str
    trust: float
    """0 to 1: how likely the value is what was written."""
    others: tuple[str, ...] = ()
    """Other readings of the same ink."""


Row = Mapping[str, Cell]


def paper_row(order: PaperOrder) -> Row:
    """The cells of an order on paper; fields without a value are left out."""
    return {reading.name: _paper_cell(reading) for reading in order.readings if reading.value}


def digital_row(record: DigitalRecord) -> Row:
    """The cells of a digital record."""
    return {name: Cell(value, 1.0) for name, value in record.values.items() if value}


def _paper_cell(reading: FieldReading) -> Cell:
    value = reading.value or ""
    others = tuple(dict.fromkeys(other.value for other in reading.plausible if other.value not in {"", value}))
    return Cell(value, reading_trust(reading), others[:MOST_ALTERNATIVES])


def reading_trust(reading: FieldReading) -> float:
    """How far a reading may contradict: its confidence, where it is in doubt at most two thirds."""
    return min(reading.confidence, 0.66) if reading.doubt else max(reading.confidence, 0.05)


@lru_cache(maxsize=_KEPT)
def clean_number(text: str) -> str:
    """An order number in capitals without separators: "wo-2019 / 0412" is WO20190412, "104512.0" is 104512."""
    return _NOT_ALNUM.sub("", _FLOAT_TAIL.sub(r"\1", text.strip().upper()))


def fold(number: str) -> str:
    """A number with glyphs that look alike made one: O Q D 0, I L 1, S 5, B 8, Z 2, G 6."""
    return clean_number(number).translate(_LOOK_ALIKE)


def counter(number: str) -> str:
    """The last run of digits of a folded number, without leading zeros."""
    runs = _DIGITS.findall(_FLOAT_TAIL.sub(r"\1", number.strip().upper()))
    return runs[-1].lstrip("0") if runs else ""


def day(value: str) -> int:
    """An ISO date as an ordinal; 0 where it is none."""
    try:
        return date.fromisoformat(value[:10]).toordinal()
    except ValueError:
        return 0


def hundredths(value: str) -> int:
    """A plain decimal in hundredths: cents, or hundredths of an hour; -1 where it is none."""
    try:
        return round(float(value) * 100)
    except (ValueError, OverflowError):
        return -1


def words(text: str) -> list[str]:
    """The words of a text, in small letters, without punctuation and without accents; of any script."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    elif text.replace(" ", "").isalnum():
        return text.lower().split()
    return _WORD.findall(text.lower())


def name_parts(name: str) -> tuple[str, str]:
    """Last and first name in small letters: "Okafor, A." and "A Okafor" are both (okafor, a)."""
    if "," in name:
        last, _, first = name.partition(",")
        return " ".join(words(last)), " ".join(words(first))
    parts = words(name)
    return last_and_first(parts) if len(parts) <= _PLAIN_NAME_WORDS else _long_name_parts(name)


def last_and_first(parts: Sequence[str]) -> tuple[str, str]:
    """Last and first name of the words of a plain name."""
    return (parts[-1], " ".join(parts[:-1])) if parts else ("", "")


def _long_name_parts(name: str) -> tuple[str, str]:
    from nameparser import HumanName

    found = HumanName(name)
    return " ".join(words(found.last)), " ".join(words(f"{found.first} {found.middle}"))
