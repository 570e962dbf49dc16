"""Addresses in the words of a city's own list of streets: "412 mian str" is "412 Main St" where the list has it.

A street is taken for one of the list's when its words are the same in the Postal Service's abbreviations, or when they
are nearly so and no other street of the list comes close. Numbers must agree: 15th St is never 16th St.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from records.addresses import SUFFIXES, Address, parse_address
from records.errors import BadInput
from records.sources.headers import phrase_of
from records.sources.open import open_source
from records.sources.parts import street_parts
from records.sources.settings import SourceSettings
from records.sources.table import Row

_SHORTEST = 4
"""Letters below which a street's name is too short to be recognised when it is misspelt."""
_A_SLIP = 8
"""Letters of a name for which one slip is allowed: one letter more, less, another, or two swapped."""
_SUFFIX_ALIKE = 85.0
"""Likeness from which a last word is a suffix misspelt: "stret", "avenu"."""
_PARTS = re.compile(
    r"(?P<house>\s*\d{1,6}[A-Za-z]?(?:\s*[-/]\s*\d{1,6}[A-Za-z]?)?\s+)?(?P<street>.*?)"
    r"(?P<rest>\s*(?:[,;(#\n]|\b(?:apt|apartment|ste|suite|unit|bldg|building|floor|fl|rm|room)\b).*)?",
    re.IGNORECASE | re.DOTALL,
)
_CROSSING = re.compile(r"(\s*(?:&|@|/|\band\b|\bat\b)\s*)", re.IGNORECASE)
_NAMES = frozenset({"street", "street name", "full street name", "full name", "road", "road name", "name"})


@dataclass(frozen=True)
class StreetList:
    """The streets of a city, as it writes them."""

    by_words: Mapping[str, str]
    """Each street by its standard words."""
    by_street: Mapping[str, Sequence[tuple[Address, str]]]
    """Those of one name, that differ in suffix or direction."""

    def canonical(self, address: str) -> str | None:
        """The address with its streets as the list writes them; None where one of them is not in the list."""
        parts = _PARTS.fullmatch(address.strip())
        if parts is None or not parts["street"]:
            return None
        pieces = [parts["street"]] if parts["house"] else _CROSSING.split(parts["street"])
        found = [self._street(piece) if place % 2 == 0 else piece for place, piece in enumerate(pieces)]
        if None in found:
            return None
        return f"{parts['house'] or ''}{''.join(filter(None, found))}{parts['rest'] or ''}"

    def _street(self, text: str) -> str | None:
        said = parse_address(_with_suffix(text))
        return (self.by_words.get(said.words) or self._in_short(said) or self._nearly(said)) if said.street else None

    def _in_short(self, said: Address) -> str | None:
        """The only street of this name where suffix or direction were left out, on either side, and none differs."""
        fitting = [name for one, name in self.by_street.get(said.street, ()) if _agree(one, said)]
        return fitting[0] if len(fitting) == 1 else None

    def _nearly(self, said: Address) -> str | None:
        """The street whose name is the fewest slips away, where no other is as near."""
        slips = -(-len(said.street) // _A_SLIP) if len(said.street) >= _SHORTEST else 0
        near = process.extract(
            said.street, self.by_street.keys(), scorer=OSA.distance, score_cutoff=slips, limit=None, score_hint=slips
        )
        fitting = [
            (away, name)
            for street, away, _ in near
            if away and _digits(street) == _digits(said.street)
            for one, name in self.by_street[street]
            if _agree(one, said)
        ]
        least = min((away for away, _ in fitting), default=0)
        nearest = [name for away, name in fitting if away == least]
        return nearest[0] if len(nearest) == 1 else None


def _with_suffix(text: str) -> str:
    """The text with its last word as the suffix that it is misspelt of, where it has none."""
    words = text.split()
    if len(words) < 2 or len(words[-1]) < _SHORTEST or parse_address(text).suffix:
        return text
    near = process.extractOne(words[-1].upper(), _LONG_SUFFIXES, scorer=fuzz.ratio, score_cutoff=_SUFFIX_ALIKE)
    return " ".join((*words[:-1], near[0])) if near else text


_LONG_SUFFIXES = tuple(suffix for suffix in SUFFIXES if len(suffix) > _SHORTEST)


def _agree(one: Address, other: Address) -> bool:
    pairs = ((one.suffix, other.suffix), (one.direction, other.direction))
    return all(not ours or not theirs or ours == theirs for ours, theirs in pairs)


def _digits(words: str) -> str:
    return "".join(filter(str.isdigit, words))


def streets_of(names: Iterable[str]) -> StreetList:
    """The list of these streets; of two that are the same in standard words the first."""
    by_words: dict[str, str] = {}
    by_street: dict[str, list[tuple[Address, str]]] = {}
    for name in (" ".join(name.split()) for name in names):
        parsed = parse_address(name)
        if parsed.street and parsed.words not in by_words:
            by_words[parsed.words] = name
            by_street.setdefault(parsed.street, []).append((parsed, name))
    return StreetList(by_words, by_street)


@lru_cache(maxsize=4)
def read_streets(path: Path) -> StreetList:
    """The streets of a file: a street a line, or a table with a column of them, or of their parts.

    Raises:
        BadInput: It cannot be read, or names no street.
    """
    (_, grid), *_ = open_source(str(path), SourceSettings()).grids
    rows = list(grid.rows)
    header = list(grid.header) if grid.header is not None else list(rows[0]) if rows else []
    places = _columns(header)
    if not places:
        places = [0]
    elif grid.header is None:
        rows = rows[1:]
    found = streets_of(" ".join(filter(None, (_cell(row, place) for place in places))) for row in rows)
    if not found.by_words:
        raise BadInput(f"{path} names no street.", "Give a file with a street a line, or a table with such a column.")
    return found


def _columns(header: Sequence[str]) -> list[int]:
    """The columns whose cells together name a street, in the order in which they are written; none without a header."""
    whole = next((place for place, name in enumerate(header) if phrase_of(name).said in _NAMES), None)
    parts = street_parts(header)
    return parts if len(parts) > 1 else [whole] if whole is not None else parts


def _cell(row: Row, place: int) -> str:
    return row[place].strip() if place < len(row) else ""
