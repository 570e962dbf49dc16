"""The first witness of a column's meaning: the words of its header."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from records.fields import Field

_SHORT = {
    "dt": "date",
    "dte": "date",
    "datetime": "date",
    "timestamp": "date",
    "ts": "date",
    "on": "date",
    "#": "number",
    "no": "number",
    "nbr": "number",
    "num": "number",
    "nr": "number",
    "amt": "amount",
    "desc": "description",
    "descr": "description",
    "dept": "department",
    "addr": "address",
    "loc": "location",
    "recd": "received",
    "rcvd": "received",
    "rec'd": "received",
    "compl": "completed",
    "cmpl": "completed",
    "tel": "telephone",
    "ph": "phone",
    "qty": "quantity",
    "hrs": "hours",
    "hr": "hours",
    "labour": "labor",
    "lab": "labor",
    "matl": "material",
    "mat": "material",
    "materials": "material",
    "equip": "equipment",
    "acct": "account",
    "cat": "category",
    "stat": "status",
    "prio": "priority",
    "pri": "priority",
    "wo": "work order",
    "wonum": "work order number",
    "workorder": "work order",
    "sr": "service request",
    "srnumber": "service request number",
    "po": "purchase order",
    "ro": "repair order",
    "centre": "center",
    "req": "request",
    "reqd": "requested",
    "requestor": "requester",
    "cust": "customer",
    "tot": "total",
    "$": "dollars",
    "usd": "dollars",
    "bldg": "building",
    "veh": "vehicle",
    "assgn": "assigned",
    "asgn": "assigned",
    "emp": "employee",
    "tech": "technician",
    "mech": "mechanic",
    "pct": "percent",
    "cd": "code",
    "typ": "type",
    "ref": "reference",
    "cents": "cents",
}
_EMPTY_WORDS = frozenset(
    {"the", "of", "for", "a", "and", "field", "fld", "c", "cg", "txt", "str", "value", "wo's", "dollars"}
)
"""Words that say nothing about which field it is."""
_TURNING = frozenset(
    """
    type code by id zip zipcode city state photo email mail fax url lat latitude long longitude lon lng x y flag
    count district ward user month quarter week fiscal status name phone telephone date number key description
    unit modified updated update ordinal parent legacy hidden time days rate estimated est scheduled percent
    point geocoded audit precinct source quantity image
    """.split()  # noqa: SIM905 - words in quotes are no easier to read
)
"""Words that make a header speak of something else than the phrase it contains: "location type", "closed by"."""
_WEAK = frozenset({"number", "id", "key", "unique key", "reference", "date", "name", "in", "out", "at", "by", "reason"})
"""Phrases that are said of many things."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z]{2})")
_WORDS = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|#|\$")


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """How well a header's words fit a field."""

    score: float
    """0 to 1."""
    phrase: str
    """The synonym that they fit."""
    exact: bool
    """Whether they are that synonym."""


NO_MATCH = HeaderMatch(0.0, "", False)


@lru_cache(maxsize=8192)
def header_words(header: str) -> tuple[str, ...]:
    """A header as plain words: camelCase and underscores divided, short forms written out."""
    spaced = _CAMEL.sub(" ", header.replace("_", " ")).casefold().replace("p.o.", "po").replace("w.o.", "wo")
    return tuple(word for token in _WORDS.findall(spaced) for word in _SHORT.get(token, token).split())


def phrases_of(field: Field) -> tuple[tuple[str, ...], ...]:
    """The words of everything that a field is called."""
    names = (field.label, field.name.replace("_", " "), *field.synonyms, field.open311 or field.name)
    return tuple(dict.fromkeys(filter(None, map(header_words, names))))


def match_header(header: str, phrases: Sequence[tuple[str, ...]]) -> HeaderMatch:
    """The best fit of a header to the phrases of one field."""
    words = header_words(header)
    if not words:
        return NO_MATCH
    return max((_fit(words, phrase) for phrase in phrases), key=lambda match: match.score, default=NO_MATCH)


def phrases_by_field(catalogue: Mapping[str, Field]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The phrases of all fields of a catalogue."""
    return {name: phrases_of(field) for name, field in catalogue.items()}


def _fit(words: tuple[str, ...], phrase: tuple[str, ...]) -> HeaderMatch:
    said = " ".join(phrase)
    telling = tuple(word for word in words if word not in _EMPTY_WORDS) or words
    wanted = tuple(word for word in phrase if word not in _EMPTY_WORDS) or phrase
    if telling == wanted or "".join(telling) == "".join(wanted):
        return HeaderMatch(0.85 if said in _WEAK else 1.0, said, True)
    if set(telling) == set(wanted):
        return HeaderMatch(0.95, said, True)
    return HeaderMatch(max(_inside(telling, wanted), _alike(telling, wanted)), said, False)


def _inside(words: tuple[str, ...], phrase: tuple[str, ...]) -> float:
    """A phrase within a longer header, and the reverse: "actual labor hours" says "labor hours"."""
    if set(phrase) < set(words):
        others = [word for word in words if word not in phrase]
        cover = sum(map(len, phrase)) / sum(map(len, words))
        turned = 0.4 * any(word in _TURNING for word in others)
        weak = 0.15 * (" ".join(phrase) in _WEAK)
        return max(0.0, 0.5 + 0.45 * cover - turned - weak)
    if set(words) < set(phrase) and len(words) >= 2:
        return 0.45 + 0.35 * sum(map(len, words)) / sum(map(len, phrase))
    return 0.0


def _alike(words: tuple[str, ...], phrase: tuple[str, ...]) -> float:
    """Spelling mistakes and cut words: "discription", "locaton"."""
    one, two = "".join(words), "".join(phrase)
    if min(len(one), len(two)) < 5:
        return 0.0
    ratio = fuzz.ratio(one, two) / 100
    return ratio * 0.9 if ratio >= 0.85 else 0.0
