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
_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|#|\$")


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


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a header or of a synonym, ready to be compared."""

    said: str
    words: tuple[str, ...]
    """Those that tell something."""
    bag: frozenset[str]
    joined: str


@lru_cache(maxsize=8192)
def phrase_of(text: str) -> Phrase:
    """A header or synonym as plain words: camelCase and underscores divided, short forms written out."""
    spaced = _CAMEL.sub(" ", text.replace("_", " ")).casefold().replace("p.o.", "po").replace("w.o.", "wo")
    words = tuple(word for token in _WORDS.findall(spaced) for word in _SHORT.get(token, token).split())
    telling = tuple(word for word in words if word not in _EMPTY_WORDS) or words
    return Phrase(" ".join(words), telling, frozenset(telling), "".join(telling))


def phrases_of(field: Field) -> tuple[Phrase, ...]:
    """Everything that a field is called."""
    names = (field.label, field.name, *field.synonyms, field.open311 or field.name)
    return tuple(dict.fromkeys(phrase for phrase in map(phrase_of, names) if phrase.words))


def phrases_by_field(catalogue: Mapping[str, Field]) -> dict[str, tuple[Phrase, ...]]:
    """The phrases of all fields of a catalogue."""
    return {name: phrases_of(field) for name, field in catalogue.items()}


def known_words(catalogue: Mapping[str, Field]) -> frozenset[str]:
    """Everything that any field is called, without spaces."""
    return frozenset(phrase.joined for phrases in phrases_by_field(catalogue).values() for phrase in phrases)


def match_header(header: str, phrases: Sequence[Phrase]) -> HeaderMatch:
    """The best fit of a header to the phrases of one field."""
    one = phrase_of(header)
    if not one.words:
        return NO_MATCH
    return max((_fit(one, phrase) for phrase in phrases), key=lambda match: match.score, default=NO_MATCH)


def _fit(one: Phrase, phrase: Phrase) -> HeaderMatch:
    if one.joined == phrase.joined:
        return HeaderMatch(0.85 if phrase.said in _WEAK else 1.0, phrase.said, True)
    if one.bag == phrase.bag:
        return HeaderMatch(0.95, phrase.said, True)
    score = max(_inside(one, phrase), _alike(one.joined, phrase.joined))
    return HeaderMatch(score, phrase.said, False) if score else NO_MATCH


def _inside(one: Phrase, phrase: Phrase) -> float:
    """A phrase within a longer header, and the reverse: "actual labor hours" says "labor hours"."""
    if phrase.bag < one.bag:
        cover = len(phrase.joined) / len(one.joined)
        turned = 0.4 * bool((one.bag - phrase.bag) & _TURNING)
        return max(0.0, 0.5 + 0.45 * cover - turned - 0.15 * (phrase.said in _WEAK))
    if one.bag < phrase.bag and len(one.words) >= 2:
        return 0.45 + 0.35 * len(one.joined) / len(phrase.joined)
    return 0.0


def _alike(one: str, two: str) -> float:
    """Spelling mistakes and cut words: "discription", "locaton"."""
    if min(len(one), len(two)) < 5:
        return 0.0
    return fuzz.ratio(one, two, score_cutoff=85) * 0.009
