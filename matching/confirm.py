"""What the digital records say again of what was read on paper: two sources that agree need no third look.

A record is another person's account of the same order, so a misreading that happens to be just what it says is rare. It
only confirms what was read; it never puts a value there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import msgspec

from matching.normalise import clean_number, hundredths, name_parts, words
from records.addresses import parse_address
from records.fields import CATALOGUE, FieldType
from records.match import Match, MatchDecision
from records.order import DigitalRecord, FieldReading, PaperOrder

_OTHERS = 2
"""Other fields on which a pair must agree before it confirms one: what made the pair cannot confirm itself."""
_SURE = 0.99
"""Probability from which a link confirms what was read."""
_LOCAL = 7
"""Digits of a telephone number without its area code."""
_TAIL = 3
"""Digits of a number that must be left where a list leaves its prefix out."""


def confirmed(
    orders: Sequence[PaperOrder], records: Sequence[DigitalRecord], matches: Sequence[Match]
) -> tuple[PaperOrder, ...]:
    """The orders, each reading's evidence saying whether a linked record says the same."""
    known = {(record.source, record.record_id): record for record in records}
    linked: dict[str, list[DigitalRecord]] = defaultdict(list)
    for match in matches:
        if match.decision in {MatchDecision.LINK, MatchDecision.CONFIRMED} and match.probability >= _SURE:
            linked[match.order_id].append(known[match.source, match.record_id])
    return tuple(_with(order, _agreed(order, linked.get(order.order_id, ()))) for order in orders)


def _agreed(order: PaperOrder, records: Sequence[DigitalRecord]) -> frozenset[str]:
    """The fields that a record confirms."""
    found: set[str] = set()
    for record in records:
        same = set(_same_fields(order, record))
        found |= same if len(same) > _OTHERS else set()
    return frozenset(found)


def _same_fields(order: PaperOrder, record: DigitalRecord) -> Iterator[str]:
    for reading in order.readings:
        paper, digital = reading.value or "", record.value(reading.name) or ""
        field = CATALOGUE.get(reading.name)
        if field is not None and paper and digital and same_value(field.type, paper, digital):
            yield reading.name


def _with(order: PaperOrder, agreed: frozenset[str]) -> PaperOrder:
    return replace(order, readings=tuple(_told(reading, agreed=reading.name in agreed) for reading in order.readings))


def _told(reading: FieldReading, *, agreed: bool) -> FieldReading:
    if reading.evidence is None or reading.evidence.confirmed == agreed:
        return reading
    return replace(reading, evidence=msgspec.structs.replace(reading.evidence, confirmed=agreed))


def same_value(kind: FieldType, paper: str, digital: str) -> bool:
    """Whether two values say the same, however each system writes it; an initial says less than a name and is none."""
    return _SAME[kind](paper, digital)


def _same_words(paper: str, digital: str) -> bool:
    return bool(words(paper)) and words(paper) == words(digital)


def _same_number(paper: str, digital: str) -> bool:
    return hundredths(paper) == hundredths(digital) >= 0


def _same_day(paper: str, digital: str) -> bool:
    return paper[:10] == digital[:10]


def _same_phone(paper: str, digital: str) -> bool:
    return len(paper) >= _LOCAL and paper[-_LOCAL:] == digital[-_LOCAL:]


def _same_identifier(paper: str, digital: str) -> bool:
    """One list may leave the prefix out."""
    short, long = sorted((clean_number(paper), clean_number(digital)), key=len)
    tail = short.lstrip("0")
    return bool(short) and (short == long or (len(tail) >= _TAIL and tail.isdigit() and long.endswith(tail)))


def _same_name(paper: str, digital: str) -> bool:
    (last, first), (other_last, other_first) = name_parts(paper), name_parts(digital)
    return bool(last) and last == other_last and first == other_first


def _same_place(paper: str, digital: str) -> bool:
    one, other = parse_address(paper), parse_address(digital)
    ways = (one.direction, other.direction)
    return (
        bool(one.street)
        and (one.house, one.street) == (other.house, other.street)
        and (ways[0] == ways[1] or "" in ways)
    )


_SAME: Mapping[FieldType, Callable[[str, str], bool]] = MappingProxyType(
    {
        FieldType.DATE: _same_day,
        FieldType.MONEY: _same_number,
        FieldType.HOURS: _same_number,
        FieldType.NUMBER: _same_number,
        FieldType.PHONE: _same_phone,
        FieldType.IDENTIFIER: _same_identifier,
        FieldType.NAME: _same_name,
        FieldType.ADDRESS: _same_place,
        FieldType.TEXT: _same_words,
        FieldType.CHOICE: _same_words,
    }
)
