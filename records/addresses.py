"""Addresses as USPS Publication 28 writes them, from what people wrote: enough of it to compare two of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

_SUFFIX_WORDS = """
ALY alley allee ally|ANX annex|ARC arcade|AVE avenue av aven avenu avn avnue ave|BCH beach|BLF bluff|BND bend
BLVD boulevard boul boulv blvd blv|BR branch|BRG bridge|BRK brook|BYP bypass|CIR circle circ crcl|CLB club|CMN common
COR corner|CRK creek|CRES crescent cresent crsnt|CRSE course|CT court crt|CTR center centre cntr cent|CTS courts|CV cove
CYN canyon|DL dale|DR drive driv drv|DV divide|EST estate|ESTS estates|EXPY expressway expr expw|EXT extension extn
FLD field|FLDS fields|FLS falls|FLT flat|FRD ford|FRK fork|FRST forest|FRY ferry|FT fort|FWY freeway|GDN garden
GDNS gardens|GLN glen|GRN green|GRV grove|GTWY gateway|HBR harbor|HLS hills|HL hill|HOLW hollow|HTS heights
HVN haven|HWY highway hiway hwy|INLT inlet|IS island|JCT junction|KNL knoll|LK lake|LKS lakes|LN lane la|LNDG landing
LOOP loops|MALL mall|MDW meadow|MDWS meadows|ML mill|MLS mills|MNR manor|MSN mission|MT mount|MTN mountain
ORCH orchard|OVAL oval|PARK parks pk|PKWY parkway parkwy pky pkwy|PASS pass|PATH paths|PIKE pikes|PL place plc|PLN plain
PLZ plaza plza|PT point|PRT port|PR prairie|RADL radial|RNCH ranch|RDG ridge|RIV river|RD road|RDS roads|ROW row
RUN run|SHR shore|SMT summit|SPG spring|SPGS springs|SQ square sqr|STA station|ST street str strt|STRM stream
TER terrace terr|TRCE trace|TRL trail|TRWY throughway|TUNL tunnel|TPKE turnpike|UN union|VLY valley|VIA viaduct|VW view
VLG village|VIS vista|WALK walks|WAY ways wy|WLS wells
"""
_DIRECTION_WORDS = "N north no|S south so|E east|W west|NE northeast|NW northwest|SE southeast|SW southwest"
_UNIT_WORDS = "APT apartment apt|STE suite ste|UNIT unit|BLDG building bldg|FL floor|RM room rm|LOT lot|TRLR trailer"


def _table(words: str) -> Mapping[str, str]:
    groups = [group.split() for line in words.strip().splitlines() for group in line.split("|")]
    return MappingProxyType({word.upper(): group[0] for group in groups for word in group})


SUFFIXES = _table(_SUFFIX_WORDS)
"""Street suffixes as people write them, and as the Postal Service does."""
DIRECTIONS = _table(_DIRECTION_WORDS)
"""Compass points likewise."""
_LONG_DIRECTIONS = MappingProxyType({short: long for long, short in DIRECTIONS.items() if len(long) > 3})
UNITS = _table(_UNIT_WORDS)
"""Words before an apartment, suite or room."""

_TOKEN = re.compile(r"\b\d/\d\b|[A-Z0-9]+")
_HOUSE = re.compile(r"\d{1,6}[A-Z]?$")
_FRACTION = re.compile(r"\d/\d$")
_ORDINAL = re.compile(r"(\d+)(?:ST|ND|RD|TH)$")
_ROADS = _table("HWY highway hiway|RD road|RTE route rt")
"""What a road is called by before its number; appendix E of Publication 28."""
_OF_WHOM = _table("COUNTY county cnty co|STATE state|US us|TWP township|FOREST forest|RANCH ranch|OLD old")
"""Whose road it is: the words before that."""
_OF_A_DIRECTION = frozenset({"ST", "AVE", "RD", "DR", "BLVD", "LN", "PL", "CT", "TER", "WAY", "PKWY", "HWY", "CIR"})
"""Before these a direction is a street's name: North Ave, but N Union and W Lake without their St."""
_ROAD_NUMBER = re.compile(r"\d+[A-Z]?$|[A-Z]$")
_CROSSING = re.compile(r"\s*(?:&|@|/|\bAND\b|\bAT\b)\s*")
_SMALL_ORDINALS = ["FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH", "SIXTH", "SEVENTH", "EIGHTH", "NINTH", "TENTH"]
_ORDINALS = MappingProxyType({word: str(place) for place, word in enumerate(_SMALL_ORDINALS, 1)})
_UNIT = re.compile(
    rf"(?:\b(?:{'|'.join(sorted(UNITS))})\b[\s.]*#?|#)\s*(?P<after>[A-Z]?\d+(?:[\s-]?[A-Z])?|[A-Z])\b"
    rf"|\b(?:\d+(?:st|nd|rd|th)|{'|'.join(_SMALL_ORDINALS)})\s+fl(?:oor)?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart; parts that are not there are empty."""

    house: str
    street: str
    """The street's name without direction, suffix and unit; both names of a crossing in alphabetical order."""
    suffix: str
    direction: str
    words: str
    """All of it, in standard words."""


def parse_address(text: str) -> Address:
    """Take an address apart: "412 No. Main Str., Apt 3" is house 412, direction N, street MAIN, suffix ST."""
    return parse_house(split_unit(text)[0])


def parse_house(text: str) -> Address:
    """The same of an address without a unit, as `split_unit` leaves it; looking for one is a third of the time."""
    clean = text.upper().replace(".", "").replace("'", "")
    sides = [side for side in _CROSSING.split(clean) if side.strip()]
    if len(sides) == 2 and not _HOUSE.match(_first(sides[0])):
        return _crossing(sides[0], sides[1])
    return _plain(_TOKEN.findall(clean))


def split_unit(address: str) -> tuple[str, str]:
    """The address of the house, and the unit in it as it is written; empty where none is named.

    "12 Main St, Apt. 2-B" is "12 Main St, " and "2-B". Of a building and an apartment in it the last one counts. A
    floor that is counted ("Second Floor") says where in the house, and is no home of its own. What stands behind the
    house's number, or a numbered road's name, is no unit: "12 Lot 5", "County Hwy #5".
    """
    named = [each for each in _UNIT.finditer(address) if _is_a_place(address[: each.start()])]
    return (address[: named[0].start()], named[-1]["after"] or "") if named else (address, "")


def _is_a_place(text: str) -> bool:
    tokens = _TOKEN.findall(text.upper().replace(".", ""))
    return len(tokens) > 1 and not (tokens[-1] in _ROADS and _road_number([*_house_and_rest(tokens)[1], "1"]))


def _first(side: str) -> str:
    return (side.split() or [""])[0]


def _crossing(one: str, other: str) -> Address:
    streets = sorted(_plain(_TOKEN.findall(side)).street for side in (one, other))
    name = " & ".join(streets)
    return Address("", name, "", "", name)


def _plain(tokens: list[str]) -> Address:
    house, rest = _house_and_rest(tokens)
    number = _road_number(rest)
    end = _suffix_place(rest, number)
    suffix = SUFFIXES[rest[end]] if end < len(rest) else ""
    named, directions = _without_directions(_road_words(rest, number)[:end], rest[end + 1 :])
    street = " ".join(map(_street_word, named))
    words = " ".join(filter(None, (house, directions[0] if directions else "", street, suffix)))
    return Address(house, street, suffix, directions[0] if directions else "", words)


def _house_and_rest(tokens: list[str]) -> tuple[str, list[str]]:
    """The number of the house, with its half, and what follows; of a row of houses ("12-20") the first one."""
    if len(tokens) < 2 or not _HOUSE.match(tokens[0]):
        return "", tokens
    end = 2 if len(tokens) > 2 and _FRACTION.match(tokens[1]) else 1
    return " ".join(tokens[:end]), tokens[end:]


def _road_number(tokens: list[str]) -> int:
    """Where the number of a road stands that is called by one ("State Hwy 36", "N County Road J"); 0 for none."""
    for place, (token, number) in enumerate(pairwise(tokens), 1):
        if token in _ROADS and _ROAD_NUMBER.match(number) and number not in DIRECTIONS:
            return place
        if token not in _OF_WHOM and token not in DIRECTIONS:
            break
    return 0


def _suffix_place(tokens: list[str], number: int) -> int:
    """Where the last suffix is that is not the name itself (Court St, Avenue B, N Union); all tokens where none is."""
    led = next((place for place, token in enumerate(tokens) if token not in DIRECTIONS), len(tokens))
    for place in range(len(tokens) - 1, max(number, led), -1):
        if tokens[place] in SUFFIXES:
            return place
    alone = led and not number and all(token in DIRECTIONS for token in tokens[led + 1 :])
    return led if alone and SUFFIXES.get("".join(tokens[led : led + 1])) in _OF_A_DIRECTION else len(tokens)


def _road_words(tokens: list[str], number: int) -> list[str]:
    """The tokens, those of a numbered road in standard words."""
    return [_ROADS.get(token) or _OF_WHOM.get(token, token) for token in tokens[:number]] + tokens[number:]


def _without_directions(name: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    """The words of a street's name and its directions; the direction is the name where there is no other (North St)."""
    named = [token for token in name if token not in DIRECTIONS]
    if not named and name:
        named, name = [_LONG_DIRECTIONS[DIRECTIONS[name[-1]]]], name[:-1]
    return named, [DIRECTIONS[token] for token in (*name, *after) if token in DIRECTIONS]


def _street_word(token: str) -> str:
    ordinal = _ORDINAL.match(token)
    return ordinal.group(1) if ordinal else _ORDINALS.get(token, token)
