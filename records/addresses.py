"""Addresses as USPS Publication 28 writes them, from what people wrote: enough of it to compare two of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
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
UNITS = _table(_UNIT_WORDS)
"""Words before an apartment, suite or room."""

_TOKEN = re.compile(r"[A-Z0-9]+")
_HOUSE = re.compile(r"\d{1,6}[A-Z]?$")
_ORDINAL = re.compile(r"(\d+)(?:ST|ND|RD|TH)$")
_CROSSING = re.compile(r"\s*(?:&|@|/|\bAND\b|\bAT\b)\s*")
_SMALL_ORDINALS = ["FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH", "SIXTH", "SEVENTH", "EIGHTH", "NINTH", "TENTH"]
_ORDINALS = MappingProxyType({word: str(place) for place, word in enumerate(_SMALL_ORDINALS, 1)})


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
    clean = text.upper().replace(".", "").replace("'", "")
    sides = [side for side in _CROSSING.split(clean) if side.strip()]
    if len(sides) == 2 and not _HOUSE.match(_first(sides[0])):
        return _crossing(sides[0], sides[1])
    return _plain(_TOKEN.findall(clean))


def _first(side: str) -> str:
    return (side.split() or [""])[0]


def _crossing(one: str, other: str) -> Address:
    streets = sorted(_plain(_TOKEN.findall(side)).street for side in (one, other))
    name = " & ".join(streets)
    return Address("", name, "", "", name)


def _plain(tokens: list[str]) -> Address:
    tokens = _without_unit(tokens)
    house = tokens[0] if len(tokens) > 1 and _HOUSE.match(tokens[0]) else ""
    rest = tokens[1:] if house else tokens
    suffix = _suffix(rest)
    direction = next((DIRECTIONS[token] for token in rest if token in DIRECTIONS), "")
    street = " ".join(filter(None, map(_street_word, _street_tokens(rest))))
    words = " ".join(filter(None, (house, direction, street, suffix)))
    return Address(house, street, suffix, direction, words)


def _without_unit(tokens: list[str]) -> list[str]:
    """The tokens before "APT 3"; the house number and one more word stay in any case."""
    cut = next((place for place, token in enumerate(tokens) if place > 2 and token in UNITS), len(tokens))
    return tokens[:cut]


def _suffix(tokens: list[str]) -> str:
    """The suffix of a street is its last suffix word that is not its first word: Court St, Avenue B, Park Ave."""
    found = [SUFFIXES[token] for token in tokens[1:] if token in SUFFIXES]
    return found[-1] if found else ""


def _street_tokens(tokens: list[str]) -> list[str]:
    """The words between direction and suffix; all of them where nothing else is left ("North St")."""
    named = [token for token in tokens if token not in DIRECTIONS]
    end = max((place for place, token in enumerate(named) if place and token in SUFFIXES), default=len(named))
    return named[:end] or tokens[:1]


def _street_word(token: str) -> str:
    ordinal = _ORDINAL.match(token)
    return ordinal.group(1) if ordinal else _ORDINALS.get(token, token)
