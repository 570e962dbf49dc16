"""The numbers in the records, in the words of the paper: links show which pad theirs are of, and how it is spelt.

A list of several departments writes the numbers of all in one column, often alike. A record that is linked is of its
order's pad. Of the others those are told by what their numbers can be read as, and by the words for the work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from matching.links import Linkage
from matching.numerals import Family, shape_of
from matching.respelled import Example, Respelling, learn_respelling
from matching.used import Pad, Used, pad_of
from matching.whose import Work, likely_pad, work_of
from records.order import DigitalRecord, PaperOrder

_AS_PRINTED = 0.5
"""Share of a list's linked numbers that read as the paper's, from which it spells them so."""
_FEW = 0.1
"""Share of the linked numbers of one spelling, from which a pad is one of those that the spelling is of."""

_Spelling: TypeAlias = tuple[str, str, str]
"""Source, department as it says, and the number with its digits as #; one # for counters without zeros in front."""
_List: TypeAlias = tuple[str, str]
_BARE = "#"
_AGREES = 0.9
_LEAST = 3
"""Linked numbers of a list that must be their orders' counters and no more, before all of its figures are that."""
_Numbered: TypeAlias = tuple[str, int]
"""Period and counter."""


@dataclass(frozen=True, slots=True)
class _Taught:
    """What the links of one spelling teach."""

    families: tuple[Family, ...]
    """Those that its numbers are of, the commonest first."""
    respelled: Mapping[Pad, Respelling | None]
    links: Mapping[Pad, int]
    """How many of its numbers are of each pad: one alone may be a misread order's."""
    periods: Mapping[Pad, frozenset[str]]
    """That its linked numbers are read to have."""
    work: Work

    def read(self, family: Family, record: DigitalRecord) -> _Numbered | None:
        """Period and counter of a record's number, if it is of the family."""
        number = record.value("order_number") or ""
        own = self.respelled[_pad(family)]
        return own.read(number, day_of(record)) if own else family.read(number)

    def leaves_period_out(self, pad: Pad) -> bool:
        """The period is not among the figures of the pad's numbers: days tell it."""
        own = self.respelled.get(pad)
        return own is not None and own.period is None


def digital_numbers(
    records: Sequence[DigitalRecord], linkage: Linkage, paper: Mapping[int, Used], known: Sequence[Family]
) -> dict[int, Used]:
    """The numbers of the records that have one, by their places."""
    bare = _bare_lists(records, linkage, paper)
    taught = _taught(records, linkage, paper, known, bare)
    found: dict[int, Used] = {}
    for place, record in enumerate(records):
        link = linkage.partner_of.get(place)
        order = paper.get(link.order) if link else None
        lessons = taught.get(_spelling(record, bare))
        readings = _taught_readings(record, order, lessons) if lessons else _plain_readings(record, known)
        for family, (period, counter) in readings[:1]:
            one = Used(family.department, family.key, period, family.width, counter, place, sure=True)
            same = order and (pad_of(order), order.counter) == (pad_of(one), counter)
            untold = same and lessons and lessons.leaves_period_out(pad_of(one))
            found[place] = replace(one, period=order.period) if order and untold else one
    return found


def _plain_readings(record: DigitalRecord, known: Sequence[Family]) -> list[tuple[Family, _Numbered]]:
    """What a number can be read as of which no link teaches anything."""
    number = record.value("order_number") or ""
    return [(family, read) for family in _named(record, known) if (read := family.read(number))]


def _taught_readings(record: DigitalRecord, order: Used | None, lessons: _Taught) -> list[tuple[Family, _Numbered]]:
    """What the number can be read as, the likeliest first: its order's pad is its own, where it has an order."""
    found = [(family, read) for family in lessons.families if (read := lessons.read(family, record))]
    own = pad_of(order) if order else None
    if own is None and len(found) > 1:
        found = [one for one in found if lessons.links[_pad(one[0])] > 1] or found
        found = [one for one in found if one[1][0] in lessons.periods[_pad(one[0])]] or found
        pads = {_pad(family) for family, _ in found}
        own = likely_pad(record, {pad: seen for pad, seen in lessons.work.items() if pad in pads})
    return sorted(found, key=lambda one: _pad(one[0]) != own)


def _bare_lists(records: Sequence[DigitalRecord], linkage: Linkage, paper: Mapping[int, Used]) -> set[_List]:
    """The lists that write counters as plain numbers: 7 for the paper's W200007, and 112 for its W200112."""
    agreed: dict[_List, list[bool]] = defaultdict(list)
    for place, link in linkage.partner_of.items():
        number = records[place].value("order_number") or ""
        if link.order in paper and number.isdecimal():
            agreed[_list(records[place])].append(number == f"{paper[link.order].counter}")
    return {listed for listed, said in agreed.items() if len(said) >= _LEAST and sum(said) >= _AGREES * len(said)}


def _taught(
    records: Sequence[DigitalRecord],
    linkage: Linkage,
    paper: Mapping[int, Used],
    known: Sequence[Family],
    bare: Collection[_List],
) -> dict[_Spelling, _Taught]:
    shown: dict[_Spelling, dict[Pad, list[tuple[DigitalRecord, Used]]]] = defaultdict(lambda: defaultdict(list))
    for place, link in sorted(linkage.partner_of.items()):
        if link.order in paper:
            used, record = paper[link.order], records[place]
            shown[_spelling(record, bare)][pad_of(used)].append((record, used))
    return {
        spelling: _learned(_well_named(pads, spelling[1]), known, bare=spelling[2] == _BARE)
        for spelling, pads in shown.items()
    }


_Pads: TypeAlias = Mapping[Pad, Sequence[tuple[DigitalRecord, Used]]]


def _well_named(pads: _Pads, department: str) -> _Pads:
    """The pads without those that are the list's own department's in all but a name, misread on fewer sheets."""

    def misnamed(pad: Pad) -> bool:
        own = next((o for o in pads if o[1:] == pad[1:] and o[0].casefold() == department.casefold()), pad)
        return len(pads[own]) > len(pads[pad])

    return {pad: links for pad, links in pads.items() if not misnamed(pad)}


def _learned(pads: _Pads, known: Sequence[Family], *, bare: bool) -> _Taught:
    kinds = {_pad(family): family for family in known}
    count = sum(map(len, pads.values()))
    often = [pad for pad in pads if pad in kinds and len(pads[pad]) >= _FEW * count]
    often.sort(key=lambda pad: (-len(pads[pad]), pad))
    respelled = {pad: _respelling(_examples(pads[pad]), kinds[pad], bare=bare) for pad in often}
    periods = {pad: frozenset(used.period for _, used in pads[pad]) for pad in often}
    work = work_of((pad, record) for pad in often for record, _ in pads[pad])
    links = {pad: len(pads[pad]) for pad in often}
    return _Taught(tuple(kinds[pad] for pad in often), respelled, links, periods, work)


def _examples(shown: Sequence[tuple[DigitalRecord, Used]]) -> list[Example]:
    return [(record.value("order_number") or "", day_of(record), used) for record, used in shown]


def _respelling(shown: Sequence[Example], family: Family, *, bare: bool) -> Respelling | None:
    """How the list spells such numbers, where it does not spell them as the paper does."""
    agreed = sum(family.read(number) == (used.period, used.counter) for number, _, used in shown)
    learned = None if agreed >= _AS_PRINTED * len(shown) and not bare else learn_respelling(shown)
    return replace(learned, counter=slice(None), period=None) if learned and bare else learned


def day_of(row: PaperOrder | DigitalRecord) -> str:
    """The day that it was asked for, else that it was done (ISO 8601); empty where neither is known."""
    return row.value("requested_on") or row.value("completed_on") or ""


def _list(record: DigitalRecord) -> _List:
    return record.source, record.department or record.value("department") or ""


def _spelling(record: DigitalRecord, bare: Collection[_List]) -> _Spelling:
    listed, number = _list(record), record.value("order_number") or ""
    return (*listed, _BARE if listed in bare and number.isdecimal() else shape_of(number))


def _named(record: DigitalRecord, known: Sequence[Family]) -> Sequence[Family]:
    """The families that a number of which no link teaches anything may be of: its department's, else the only one's."""
    department = _list(record)[1].casefold()
    named = [family for family in known if family.department.casefold() == department]
    return named or (known if len({family.department for family in known}) == 1 else ())


def _pad(family: Family) -> Pad:
    return family.department, family.key, family.width
