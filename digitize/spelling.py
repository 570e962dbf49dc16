"""Ways to write one thing: streets long and short, people by first or last name, days in a binder's own style."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from records.fields import FieldType

_SHORT = {
    "Street": "St",
    "Avenue": "Ave",
    "Road": "Rd",
    "Drive": "Dr",
    "Boulevard": "Blvd",
    "Lane": "Ln",
    "Court": "Ct",
    "Place": "Pl",
    "Terrace": "Ter",
    "Parkway": "Pkwy",
    "Highway": "Hwy",
    "Square": "Sq",
    "Circle": "Cir",
    "Alley": "Aly",
    "Trail": "Trl",
    "Crossing": "Xing",
    "Expressway": "Expy",
    "Freeway": "Fwy",
    "Turnpike": "Tpke",
    "North": "N",
    "South": "S",
    "East": "E",
    "West": "W",
    "Northeast": "NE",
    "Northwest": "NW",
    "Southeast": "SE",
    "Southwest": "SW",
}
VARIANTS = MappingProxyType({**_SHORT, **{short: long for long, short in _SHORT.items()}})
"""The other spelling of a word of an address."""
_WAYS = frozenset({"North", "South", "East", "West", "Northeast", "Northwest", "Southeast", "Southwest"})
SUFFIXES = frozenset(
    word.casefold() for long, short in _SHORT.items() if long not in _WAYS for word in (long, short)
) | {"way", "loop", "run", "row", "walk", "path", "pike", "park", "plaza"}
"""Words for a street, in small letters (USPS Publication 28, the commonest)."""
STREETS = frozenset(short.casefold() for short in _SHORT.values())
"""Standard words of addresses in their short spelling, in small letters."""
_BETWEEN = re.compile(r"\s*(?:[&/@]|\band\b|\bat\b)\s*", re.IGNORECASE)


def bare(value: str) -> str:
    """A value in small letters without blanks."""
    return "".join(value.casefold().split())


_DRAWN_AS_ONE = (("rn", "m"), ("vv", "w"))
"""Letters that a hand's stroke, or a narrow typeface, makes one, and that one; but "clog" and "dog" are both words."""
_DRAWN = 2.0


def merged(word: str) -> str:
    """A word with one letter for each two that are drawn like it: "Farnsworth" and "Famsworth" are the same."""
    for two, one in _DRAWN_AS_ONE:
        word = word.replace(two, one)
    return word


def drawn_as_one(text: str) -> dict[str, float]:
    """How a text looks where two of its letters are drawn as one, with what that costs in nats."""
    return {text.replace(two, one): _DRAWN for two, one in _DRAWN_AS_ONE if two in text}


def drawn_apart(word: str) -> list[str]:
    """A word with one of its letters as the two that are drawn like it: "Tum" may be "Turn"."""
    return [
        word[:place] + two + word[place + 1 :]
        for two, one in _DRAWN_AS_ONE
        for place, letter in enumerate(word)
        if letter == one
    ]


def ends_well(street: str) -> bool:
    """Whether the last word of a street is a word for a street, or a number or letter behind one ("Hwy 9", "Ste B")."""
    words = [word.strip(".,").casefold() for word in street.split()]
    while words and (any(map(str.isdigit, words[-1])) or len(words[-1]) == 1):
        words.pop()
    return bool(words) and words[-1] in SUFFIXES


def end_stopped(address: str) -> str:
    """An address with a full stop behind its last word, a street's; another as it is."""
    return f"{address}." if address[-1:].isalpha() and ends_well(address) else address


_BARE_INITIAL = re.compile(r"(?<![\w.'])([A-Z])(?= [A-Z\d])")


def initialed(text: str) -> str:
    """A name or an address with full stops behind its initials and directions: "K Delgado", "2875 E Prospect St"."""
    return _BARE_INITIAL.sub(r"\1.", text)


def streets_of(address: str) -> list[str]:
    """The streets of an address: two of a crossing."""
    return [street for street in _BETWEEN.split(address) if any(map(str.isalpha, street))]


def address_words(words: Iterable[str]) -> list[str]:
    """Words of addresses with their other spellings, each with and without a full stop where it is short."""
    found: dict[str, None] = {}
    for word in words:
        for form in filter(None, (word, VARIANTS.get(word.capitalize()), VARIANTS.get(word.upper()))):
            found.update(dict.fromkeys((form, f"{form}.") if len(form) <= 4 else (form,)))
    return list(found)


def uncapped(texts: Iterable[str], like: str) -> list[str]:
    """The texts, those in capitals as people write them, `OAK LN` as `Oak Ln`, unless `like` is in capitals too."""
    if like.isupper():
        return list(texts)
    found: dict[str, None] = {}
    for text in texts:
        capitals = len(text) > 2 and text.isupper()
        found.update(dict.fromkeys((text.title(), text.capitalize()) if capitals else (text,)))
    return list(found)


def person_forms(name: str) -> list[str]:
    """A name of two words as forms and lists write it: `Ann Walsh`, `A. Walsh`, `Walsh, Ann`, `Walsh, A.`."""
    last, comma, first = (part.strip() for part in name.partition(","))
    if not comma:
        first, _, last = (part.strip() for part in name.rpartition(" "))
    if not first or not last or " " in first:
        return [name]
    initial = f"{first[0]}."
    return list(dict.fromkeys((name, f"{first} {last}", f"{initial} {last}", f"{last}, {first}", f"{last}, {initial}")))


_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})([/.-])(\d{4}|\d{2})")
_DAY_ONLY = re.compile(r"(\d{1,2})([/-])(\d{1,2})")
_NAMED = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(,?) (\d{4})")
STYLES = 3
"""Ways to write days that are tried in a binder: its commonest."""


def date_style(text: str) -> str | None:
    """How a day is written, as a pattern for `write_date`; None where it is none of the patterns."""
    found = _NUMERIC.fullmatch(text)
    if found:
        month, mark, day, again, year = found.groups()
        padded = month[0] == "0" or day[0] == "0"
        return f"{'mm' if padded else 'm'}{mark}{'dd' if padded else 'd'}{again}{'y' * len(year)}"
    short = _DAY_ONLY.fullmatch(text)
    if short:
        return f"m{short[2]}d"
    named = _NAMED.fullmatch(text)
    return None if named is None else f"{'mmm' if len(named[1]) <= 4 else 'mmmm'} d{named[3]} yyyy"


def write_date(day: date, style: str) -> str:
    """The day in a style."""
    parts = {
        "yyyy": f"{day.year}",
        "yy": f"{day.year % 100:02}",
        "mmmm": f"{day:%B}",
        "mmm": f"{day:%b}",
        "mm": f"{day.month:02}",
        "m": f"{day.month}",
        "dd": f"{day.day:02}",
        "d": f"{day.day}",
    }
    return re.sub(r"y+|m+|d+", lambda match: parts[match.group()], style)


def date_styles(texts: Iterable[str]) -> list[str]:
    """The commonest styles of these days; a day of two figures in each place says nothing of zeros before one."""
    counts = Counter(style for text in texts if (style := date_style(text)))
    return [style for style, _ in counts.most_common(STYLES)]


def days_between(days: Sequence[date], margin: int, most: int) -> list[date]:
    """All days from the first to the last of these and a margin around; none where that is more than `most`."""
    if not days:
        return []
    first, last = min(days) - timedelta(days=margin), max(days) + timedelta(days=margin)
    span = (last - first).days + 1
    return [first + timedelta(days=n) for n in range(span)] if span <= most else []


_APART = 180
"""Days without any from which what follows is another time than what came before."""
_MOSTLY, _HALF = 0.7, 0.5
"""Share of some days that lie together without such a gap, and share of those that lie within the longest period, above
which the others are misread: a hand's 19 is read as 79, and its 2017 as "20n"."""


def most_of(days: Sequence[date], most: int) -> list[date]:
    """The days of one time, where nearly all are of it; else those within the longest period; all where few are."""
    ordered = sorted(days)
    together = max(_times(ordered), key=len, default=[])
    if len(together) > _MOSTLY * len(ordered):
        return together
    begin, best = 0, (0, 0)
    for end, day in enumerate(ordered, 1):
        while (day - ordered[begin]).days >= most:
            begin += 1
        best = max(best, (end - begin, -begin))
    count, first = best[0], -best[1]
    return ordered[first : first + count] if count > _HALF * len(ordered) else ordered


def _times(ordered: Sequence[date]) -> list[list[date]]:
    """Some days, parted where there is a gap."""
    parts: list[list[date]] = []
    for day in ordered:
        if parts and (day - parts[-1][-1]).days <= _APART:
            parts[-1].append(day)
        else:
            parts.append([day])
    return parts


def tidy_address(address: str, *, apart: bool) -> str:
    """An address without stops that are specks, its direction and its crossing's sign standing apart.

    `apart` says whether the binder's streets stand apart from the sign between them; hands leave any gap there, and
    one on either side is meant on both.
    """
    tidy = re.sub(r"(?:^|(?<=\s))\.(?=\w)|(?<=\d)\.(?=\s)", "", address)
    tidy = re.sub(r"^(\d+)[.,](?=[A-Za-z])", r"\1 ", tidy)
    tidy = re.sub(r"(?<=\b[NSEW]) \.", ".", tidy)
    tidy = re.sub(r"(?<![A-Za-z])([NSEW])(?=[A-Z][a-z]{2})", r"\1 ", tidy)
    tidy = re.sub(r"(?<!\d)\s*([/&@])\s*(?!\d)", r" \1 ", tidy).strip() if apart else tidy
    return re.sub(r"(?<=[A-Za-z.])([/&@]) +(?=[A-Z])|(?<=[A-Za-z.]) +([/&@])(?=[A-Z])", r" \1\2 ", tidy)


_RECEIVED = "RECEIVED"
_STAMP = re.compile(
    "^(?:{0})|(?:{0})$".format(
        "|".join(_RECEIVED[start : start + size] for size in range(8, 3, -1) for start in range(9 - size))
    )
)
"""The commonest stamp, or four letters of it and more, at either end of a word."""


GLUED = re.compile(r"(?<=[A-Za-z]{3}) ?\.(?=[A-Za-z]{2})")
"""A stop without room behind it amid words: a speck."""

SENTENCE = re.compile(r"(?<=[^\W\d_]{4})\. (?=[^\W\d_])")
"""A stop before another word: a sentence ends, unless it is a speck."""


def numbered(address: str) -> str:
    """An address whose house number is figures alone: no letters like them, "315s Oak St", "SS8 Elm St", no stop."""
    return _SPECKED.sub("", _LOW_LETTERS.sub(lambda number: number[0].translate(_LOW_FIGURES), address))


_LOW_FIGURES = str.maketrans("solzSOIBZ", "501250182")
_LOW_LETTERS = re.compile(r"^(?:\d{1,4}[solz]|l{2,5}|[SOIlBZ][SOIlBZ\d]{0,3}\d)(?= (?![NSEW]\d))")
"""A house's number that ends in a small letter, begins with a letter, or is all strokes: "llll" is 1111 and no word.
Before another such number it is a grid's: "S77 W12929 Elm Rd"."""

_SPECKED = re.compile(r"(?<=^\d)[.,](?=\d{1,4} )|(?<=^\d\d)[.,](?=\d{1,3} )|(?<=^\d{3})[.,](?=\d{1,2} )")
"""A stop within a house's number: of a blank's row of dots one shows between two figures."""

_STOPPED_WORD = re.compile(r"\b([^\W\d_]{4,})\.(?= [^\W\d_])")


def unstopped(address: str) -> str:
    """An address without stops behind whole words within it: "Walnut. Street" has a speck, "Blvd. & Oak" has not."""
    return _STOPPED_WORD.sub(lambda word: word[0] if word[1].casefold() in SUFFIXES else word[1], address)


def unstamped(text: str) -> str:
    """A text without what RECEIVED left at the ends of its words in capitals: `BLVRECEIVE`, `RD. RECE`."""
    return " ".join(filter(None, (_STAMP.sub("", word) if word.isupper() else word for word in text.split(" "))))


_LONE_SIGN = re.compile(r"(?<=\s)(?:[^\w\s.,'/&()@-]|[a-z148](?=\s))\s?(?=[A-Z])")


def crossings(address: str, sign: str = "&") -> list[str]:
    """An address with what stands for nothing between two streets as the sign that was meant.

    Hands write it like a dollar sign, a 4, an 8, a t; a letter or a figure alone is one behind a street's last word.
    """

    def crossed(read: re.Match[str]) -> str:
        return f"{sign} " if not read[0][0].isalnum() or ends_well(address[: read.start()]) else read[0]

    found = _LONE_SIGN.sub(crossed, address)
    return [found] if found != address else []


def usual_sign(addresses: Iterable[str]) -> str:
    """What most crossings of some addresses have between their streets."""
    signs = Counter(found[0].strip() for address in addresses for found in _BETWEEN.finditer(address))
    return max(signs, key=lambda sign: signs[sign], default="&")


_ZERO_FOR_O = re.compile(r"(?<![\w.,])0(?=[^\W\d_]{2}|[.,] ?[A-Z][a-z])")


def lettered(text: str) -> str:
    """A text with the letter for a nought at the head of a word and in an initial's place: `0ak Ln`, `0. Castillo`."""
    return _ZERO_FOR_O.sub("O", text)


SLASH_AS_ONE = 1.5
"""Nats that a slash read as a one costs: hands write them alike."""
COLON_LOST = 2.0
"""Nats that a colon read as a stop, as a one or not at all costs."""


SLASH_LOST = 2.5
"""Nats that a slash not seen at all costs: that of a small raised fraction hardly shows."""


def slashes_as_ones(text: str) -> tuple[str, float]:
    """A text as it looks when its slashes are taken for ones, and what that costs in nats."""
    return text.replace("/", "1"), SLASH_AS_ONE * text.count("/")


_AS_LETTERS = (
    ("14", "H", 1.0),
    ("17", "N", 1.5),
    ("17", "n", 1.5),
    ("11", "H", 2.5),
    ("11", "N", 2.5),
    ("11", "n", 2.5),
)
"""Two figures that a flowing hand joins to one letter, and the nats that reading them so costs: a four's bar makes an H
of "14" on all lines of a log."""


def joined(text: str) -> dict[str, float]:
    """A day as it looks when two of its figures are read as one letter, and what each way costs in nats."""
    return {
        f"{text[: pair.start()]}{letter}{text[pair.end() :]}": cost
        for figures, letter, cost in _AS_LETTERS
        for pair in re.finditer(rf"(?<!\d){figures}(?!\d)", text)
    }


def fraction_looks(text: str) -> dict[str, float]:
    """Hours in fractions as they look when their slash is read as a one or not at all, and what each costs in nats."""
    return {text.replace("/", "1"): SLASH_AS_ONE, text.replace("/", ""): SLASH_LOST} if "/" in text else {}


def colons_lost(text: str) -> dict[str, float]:
    """A text as it looks when its colon is read as something else, and what each way costs in nats."""
    return {text.replace(":", other): COLON_LOST for other in ("", ".", "1")} if ":" in text else {}


_FRACTIONS = ("1/4", "1/2", "3/4")
_SIGN = re.compile(r"[½¼¾]|(?:^|\d) ?[%#](?!\w)|\d[^\W\d_h.](?!\w)")
"""What the small sign of a fraction is read as: itself, a per cent or number sign, a letter behind the figures."""
_UNTOLD, _UNSEEN = 1.1, 4.0
"""Nats that a sign read as a per cent costs, for it may be any of three; and that one engine does not see at all."""
LONGEST_SHIFT = 16
"""Hours up to which fractions and minutes are tried: no order's line has more in one."""


def fraction_hours() -> list[str]:
    """Hours in quarters as fractions: `3/4`, `1 1/2`."""
    return [f"{whole} {part}" if whole else part for whole in range(LONGEST_SHIFT + 1) for part in _FRACTIONS]


_HEARD = 0.3
"""Confidence from which what an engine reads says that there is a fraction: below it, it is no reading."""


def has_fraction(raw: str, confidence: float = 1.0) -> bool:
    """Whether hours are read with a fraction's small sign, or with what engines take one for: `½`, `8%`, `5K`."""
    return confidence >= _HEARD and bool(_SIGN.search(raw.strip()))


def behind(whole: int) -> dict[str, dict[str, float]]:
    """A number with each fraction behind it, and other ways in which the two may look, with their costs in nats."""
    looks = {f"{whole or ''}%": _UNTOLD} | ({str(whole): _UNSEEN} if whole else {})
    return {f"{whole} {part}" if whole else part: looks for part in _FRACTIONS}


def clock_hours() -> list[str]:
    """Hours and minutes, by fives: `0:45`, `1:30`."""
    return [f"{whole}:{minutes:02}" for whole in range(LONGEST_SHIFT + 1) for minutes in range(0, 60, 5)]


def hours_style(raw: str) -> str:
    """How hours are written: as on a `clock`, with a `fraction`, as a `decimal`, or `whole`."""
    if ":" in raw:
        return "clock"
    if "/" in raw or any(sign in raw for sign in "½¼¾"):
        return "fraction"
    return "decimal" if re.search(r"[.,]\s?\d", raw) else "whole"


def key_of(kind: FieldType, value: str) -> str:
    """What all ways to write one value have in common."""
    if kind is FieldType.NAME:
        last, comma, first = (part.strip(" .").casefold() for part in value.partition(","))
        if not comma:
            first, _, last = (part.strip(" .").casefold() for part in value.rpartition(" "))
        return f"{last} {first[:1]}"
    if kind is FieldType.ADDRESS:
        words = (word.strip(".,") for word in value.split())
        return bare(" ".join(min(word, VARIANTS.get(word, word), key=len) for word in words))
    return "".join(filter(str.isalnum, value.casefold()))
