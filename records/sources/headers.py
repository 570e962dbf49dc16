"""The first witness of a column's meaning: the words of its header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from rapidfuzz import fuzz

from records.fields import CATALOGUE, Field, FieldType
from records.sources.languages import folded, in_english

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
    "st": "street",
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
    "mat'l": "material",
    "rptd": "reported",
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
    "act": "actual",
    "prob": "problem",
    "lbr": "labor",
    "svc": "service",
    "ord": "order",
    "nm": "name",
    "rmks": "remarks",
    "prty": "priority",
    "comp": "completed",
    "sched": "scheduled",
    "mtr": "meter",
    "ty": "type",
    "minutes": "hours",
    "mins": "hours",
    "min": "hours",
}
_EMPTY_WORDS = frozenset(
    {
        "the",
        "of",
        "for",
        "a",
        "and",
        "field",
        "fld",
        "c",
        "cg",
        "txt",
        "str",
        "value",
        "wo's",
        "dollars",
        "cents",
        "formerly",
        "your",
        "gbp",
        "eur",
        "cad",
        "aud",
    }
)
"""Words that say nothing about which field it is."""
_TURNING = frozenset(
    """
    type code by id zip zipcode city state photo email mail fax url lat latitude long longitude lon lng x y flag
    count district ward user month quarter week fiscal status name phone telephone date number key description
    unit modified updated update ordinal parent legacy hidden time days rate estimated est scheduled percent
    point geocoded audit precinct source quantity image department agency address street location hours
    notes comments remarks resolution completion finish final complete response expected scheduled
    birth expiration expires warranty invoice paid billed approved install installed last next inspection
    """.split()  # noqa: SIM905 - words in quotes are no easier to read
)
"""Words that make a header speak of something else than the phrase it contains: "location type", "closed by"."""
_NAMING = frozenset({"id", "number", "key", "reference"})
_SOME_DATE = 0.55
"""Score of "service date" and the like for the day of the request: taken where no other column says it better."""
_WEAK = frozenset(
    {
        *("number", "id", "key", "unique key", "reference", "date", "name", "in", "out", "at", "by", "reason", "type"),
        *("updated date", "end date", "vendor"),
    }
)
"""Phrases that are said of many things."""
_IN_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "order_number": ("service order",),
    "requested_on": ("initiate date", "initiated date", "date initiated", "add date", "added date"),
    "completed_on": ("end date", "resolution date"),
    "department": ("city department",),
    "description": ("nature of work", "scope of work", "issue", "what"),
    "location": ("where",),
    "requester_name": ("submitted by", "reporter"),
    "assigned_to": ("responsible", "person responsible"),
    "category": (
        "order type",
        "task type",
        "issue type",
        "permit type",
        "case type",
        "record type",
        "service order type",
        "defect type",
        "service code description",
    ),
}
"""What systems call a field in their columns and no form does: on paper an end date may be that of anything."""
_DATING = frozenset({"date", "actual"})
_WRITTEN = {"description": 0.9, "name": 0.9, "text": 0.9, "code": 0.8}
"""How a choice is written down, and how well: a "department description" is the department, and so, in want of better,
is a "department code"."""
_ADDED = ("org", "est", "sched", "last", "create", "update", "close", "open", "full", "main", "tag", "case", "duration")
_RUN_TOGETHER = frozenset(
    """
    wonum srnumber reportdate actstart actfinish schedfinish assetnum glaccount worktype wopriority actlabhrs actlabcost
    actmatcost acttoolcost actservcost
    """.split()  # noqa: SIM905 - words in quotes are no easier to read
)
"""Synonyms that are several words run together, and so no words themselves."""
_DIVIDED = (5, 40)
"""Characters of a token that is tried as several words run together."""
_SHORT_PIECES = frozenset({"id", "no", "dt", "wo", "sr", "on", "by", "cd", "gl"})
_CAMEL = re.compile(
    r"(?<=[a-zß-öø-ÿœ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z]{2})"
)
_MOMENT = re.compile(r"\bdate time\b|\btime date\b")
"""A day with its hour is a day."""
_LONGEST = 120
"""Characters of a header that are looked at."""
_PREFIX = re.compile(r"[A-Za-z]+[_. ]")
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
    known: bool
    """Whether every word is one that the catalogue uses: then it is no misspelling of another."""
    chooses: bool = False
    """Whether it is said of a choice or a person, which a list may give as a code and in words or by name."""
    dated: bool = False
    """Whether it is said of days, so that "actual completion" may be the "completion date"."""
    names: bool = False
    """Whether it is said of numbers that name something, so that "ticket" may be "ticket id"."""


@lru_cache(maxsize=8192)
def phrase_of(text: str) -> Phrase:
    """A header or synonym as plain words: camelCase and underscores divided, short forms written out."""
    spaced = _CAMEL.sub(" ", text[:_LONGEST].replace("_", " "))
    spaced = _FORMAT.sub("", spaced)
    spaced = _in_english(spaced) or folded(spaced).replace("p.o.", "po").replace("w.o.", "wo")
    tokens = [piece for token in _WORDS.findall(spaced) for piece in divided(token)]
    words = tuple(_MOMENT.sub("date", " ".join(_SHORT.get(token, token) for token in tokens)).split())
    telling = tuple(word for word in words if word not in _EMPTY_WORDS) or words
    known = all(token in vocabulary() for token in tokens)
    return Phrase(" ".join(words), telling, frozenset(telling), "".join(telling), known)


_FORMAT = re.compile(
    r"(?<=\w)\s*[(\[](?:(?:local|date|time|utc|gmt|[a-z]{2}t|24 ?h|[dmyhs]{1,4}|if any|optional|required|text|usd|eur"
    r"|us ?\$|[$€£%/:.,\- ])+)[)\]]\s*(?=:?$)",
    re.IGNORECASE,
)
"""How the values are written, in brackets at the end; "(hours)" is no such thing, it tells hours from cost."""
_BEHIND = re.compile(r"(.*\S)\s*([(\[][^()\[\]]*[)\]])\s*:?")


def _in_english(spaced: str) -> str:
    """A header of another language in English, what is in brackets behind it left as it is; empty where not known."""
    said = in_english(spaced, vocabulary())
    behind = None if said else _BEHIND.fullmatch(spaced)
    before = in_english(behind[1], vocabulary()) if behind else ""
    return said or (f"{before} {folded(behind[2])}" if before and behind else "")


@cache
def vocabulary() -> frozenset[str]:
    """The words of headers: those of the catalogue and its short forms, and some that systems add."""
    spoken = " ".join(
        (*_SHORT, *_ADDED, *(word for field in CATALOGUE.values() for word in (field.label, *field.synonyms)))
    )
    return frozenset(_WORDS.findall(spoken.casefold())) - _RUN_TOGETHER | _TURNING


@lru_cache(maxsize=8192)
def divided(token: str) -> tuple[str, ...]:
    """A token in its words where it is several run together: "acttotalcost" is act, total, cost."""
    if token in vocabulary() or not _DIVIDED[0] <= len(token) <= _DIVIDED[1]:
        return (token,)
    best: list[tuple[str, ...] | None] = [()] + [None] * len(token)
    for end in range(1, len(token) + 1):
        for start in range(max(0, end - 14), end):
            before, piece = best[start], token[start:end]
            fits = before is not None and (len(piece) >= 3 or piece in _SHORT_PIECES) and piece in vocabulary()
            if before is not None and fits and len(before) < len(best[end] or "x" * 5):
                best[end] = (*before, piece)
    return best[-1] or (token,)


def phrases_of(field: Field) -> tuple[Phrase, ...]:
    """Everything that a field is called."""
    names = (field.label, field.name, *field.synonyms, *_IN_COLUMNS.get(field.name, ()), field.open311 or field.name)
    identifies, chooses = field.type is FieldType.IDENTIFIER, field.type in {FieldType.CHOICE, FieldType.NAME}
    found = (phrase for phrase in map(phrase_of, names) if phrase.words)
    dated = field.type is FieldType.DATE
    return tuple(dict.fromkeys(replace(one, names=identifies, chooses=chooses, dated=dated) for one in found))


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
    best = max((_fit(one, phrase) for phrase in phrases), key=lambda match: match.score, default=NO_MATCH)
    return best if best.score >= _SAID_TWICE else max(best, _twice(one, phrases), key=lambda match: match.score)


_SAID_TWICE = 0.9


def _twice(one: Phrase, phrases: Sequence[Phrase]) -> HeaderMatch:
    """A header that says the field in several words, each of them enough: "Location (address)"."""
    single = {phrase.joined: phrase.said for phrase in phrases if len(phrase.words) == 1 and phrase.said not in _WEAK}
    if len(one.words) < 2 or not one.bag <= single.keys():
        return NO_MATCH
    return HeaderMatch(_SAID_TWICE, " ".join(single[word] for word in one.words), False)


def shared_prefix(headers: Sequence[str]) -> str:
    """The word with which nearly all headers of a system begin, and which so says nothing: "WO_" of "WO_STARTDT"."""
    first = [_PREFIX.match(header) for header in headers]
    counts = Counter(found[0] for found in first if found)
    prefix, count = counts.most_common(1)[0] if counts else ("", 0)
    return prefix if count >= max(4, 0.6 * len(headers)) else ""


def _fit(one: Phrase, phrase: Phrase) -> HeaderMatch:
    if one.joined == phrase.joined:
        return HeaderMatch(0.85 if phrase.said in _WEAK else 1.0, phrase.said, True)
    if one.bag == phrase.bag:
        return HeaderMatch(0.95, phrase.said, True)
    if phrase.names and phrase.bag - _NAMING and phrase.bag - _NAMING == one.bag - _NAMING:
        return HeaderMatch(0.9, phrase.said, False)
    if phrase.dated and phrase.bag - _DATING and phrase.bag - _DATING == one.bag - _DATING:
        return HeaderMatch(0.85, phrase.said, False)
    if phrase.chooses and one.words[-1] in _WRITTEN and "".join(one.words[:-1]) == phrase.joined:
        return HeaderMatch(_WRITTEN[one.words[-1]] - 0.12 * (phrase.said in _WEAK), phrase.said, False)
    score = max(_inside(one, phrase), 0.0 if one.known else _alike(one.joined, phrase.joined))
    return HeaderMatch(score, phrase.said, False) if score else NO_MATCH


def _inside(one: Phrase, phrase: Phrase) -> float:
    """A phrase within a longer header, and the reverse: "actual labor hours" says "labor hours".

    What a header ends with is what it is about: a "responsible division" is a division.
    """
    if phrase.bag < one.bag:
        cover = len(phrase.joined) / len(one.joined)
        turning = (one.bag - phrase.bag) & _TURNING
        turned = 0.4 * bool(turning - _NAMING if phrase.names else turning)
        apart = 0.1 * (" ".join(phrase.words) not in " ".join(one.words))
        if phrase.said == "date":
            return 0.0 if turned else _SOME_DATE
        weak = 0.35 * (phrase.said in _WEAK)
        head = 0.1 * (one.words[-len(phrase.words) :] == phrase.words)
        if phrase.said in {"number", "description"}:
            weak = 0.1 if phrase.said == "number" else 0.2
        return max(0.0, 0.5 + 0.45 * cover + head - turned - apart - weak)
    if one.bag < phrase.bag and len(one.words) >= 2:
        return 0.45 + 0.35 * len(one.joined) / len(phrase.joined)
    return 0.0


def _alike(one: str, two: str) -> float:
    """Spelling mistakes and cut words: "discription", "locaton"."""
    if min(len(one), len(two)) < 5:
        return 0.0
    return fuzz.ratio(one, two, score_cutoff=88) * 0.009
