"""`field_mismatch`: a linked order whose paper and record say different things.

Only where the paper was read beyond doubt: an unsure reading goes to a person first, as a reading. A street is beyond
doubt, whatever its letters, where it is one of those that the records know and the record's own is quite another: a
doubt about letters is none about which street it is. What differs in the same way in several rows of a binder is no
slip, nor is a field that differs in a good part of all links: the column means something else, and it is said once, in
the notes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from matching.differ import adds_up, is_other_street, sure_difference
from matching.findings.context import FindingContext, clamp, is_habit, is_sure, name_of, where
from matching.links import Link
from matching.used import pad_of
from records.addresses import parse_address
from records.fields import CATALOGUE, FieldType
from records.finding import Finding, FindingKind, Severity, finding_id
from records.order import FieldReading

_NOT_COMPARED = frozenset({"department", "category", "priority", "status", "notes", "account"})
"""Fields that two systems word differently by habit."""
_UNSURE_STREET = 0.88
"""How sure it is that another street stands there, where the records know both and the reading of it is in doubt."""
_UNSURE_DAY, _UNSURE_DAY_FROM, _FIGURES = 0.8, 0.85, 2
"""How sure it is that another day stands there, though the reading is in doubt: from which confidence of it, and by how
many figures all that may stand there is off the record's."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LONE_SIGN = re.compile(r"(?<=[\w.]) [^\w\s&@/,.-] (?=\w)")
_SURE_ALL_THE_SAME = 0.94
"""Confidence from which a reading is a witness though the engines differ: its confidence weighs that they do."""
_SEVERAL, _MANY = 2, 3
_NAMED, _NOT_NAMED = 90.0, 60.0
"""How much of its letters in a row say that a street is named, and that it is not. Of 29 streets that were keyed wrong
and read in doubt, in 32 cities, the record's had 50 at most, and another 90 at least; of no other place was that so."""
_NOT_NAMED_BESIDE = 75.0
"""The same in a text that names as many streets as the record, another among them: what is left are directions and
kinds, and "Alve." for "Ave." has 60 of ALDER and of MAPLE."""
_SHORT = 4
"""A street's name of fewer letters is found by chance."""


@dataclass(frozen=True, slots=True)
class _Difference:
    link: Link
    reading: FieldReading
    digital: str
    certainty: float


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a field of a link."""
    compared: Counter[tuple[str, str]] = Counter()
    found: list[tuple[tuple[str, str], _Difference]] = []
    for link, reading, digital, certainty in _compared(context):
        key = (context.records[link.record].source, reading.name)
        compared[key] += 1
        if certainty * link.probability >= context.settings.raise_at:
            found.append((key, _Difference(link, reading, digital, certainty * link.probability)))
    often = Counter(key for key, _ in found)
    alike = Counter(_said(context, one) for _, one in found)
    doubted = _doubted(context, [difference for _, difference in found])
    for key, difference in found:
        slip = alike[_said(context, difference)] < _MANY and not is_habit(often[key], compared[key])
        if slip and difference.link.order not in doubted:
            yield _finding(context, difference)


def _said(context: FindingContext, difference: _Difference) -> tuple[str, str | None, str]:
    """What both say, of a binder: the same two values in three rows are a hand misread, or a habit, and no slips."""
    return context.orders[difference.link.order].binder, difference.reading.value, difference.digital


def _doubted(context: FindingContext, found: Sequence[_Difference]) -> set[int]:
    """Orders that differ from their record in many fields, or in two and the number: the link is wrong, not the row.

    Where the list has numbers of its own, the number says nothing.
    """
    times = Counter(difference.link.order for difference in found)
    return {
        order
        for order, count in times.items()
        if count >= _MANY
        or (count >= _SEVERAL and _has_other_number(context, order, context.linkage.partner[order].record))
    }


def _has_same_number(context: FindingContext, order: int, record: int) -> bool:
    """The record's is the order's number, however its list spells it."""
    ours, theirs = context.accounting.orders.get(order), context.accounting.records.get(record)
    if ours is None or theirs is None:
        return False
    return (pad_of(ours), ours.period, ours.counter) == (pad_of(theirs), theirs.period, theirs.counter)


def _has_other_number(context: FindingContext, order: int, record: int) -> bool:
    ours, theirs = context.accounting.orders.get(order), context.accounting.records.get(record)
    if ours is None or theirs is None:
        return False
    return (pad_of(ours), ours.period, ours.counter) != (pad_of(theirs), theirs.period, theirs.counter)


def habits(context: FindingContext) -> Iterator[str]:
    """What is said once about fields that differ too often to be slips."""
    compared: Counter[tuple[str, str]] = Counter()
    differ: Counter[tuple[str, str]] = Counter()
    for link, reading, _, certainty in _compared(context):
        key = (context.records[link.record].source, reading.name)
        compared[key] += 1
        differ[key] += certainty > 0
    for key in sorted(differ):
        if is_habit(differ[key], compared[key]):
            yield (
                f"{CATALOGUE[key[1]].label} differs between paper and {key[0]} in {differ[key]} of {compared[key]} "
                "orders: the column may mean something else, so no single difference is reported"
            )


def _compared(context: FindingContext) -> Iterator[tuple[Link, FieldReading, str, float]]:
    """Readings of linked orders beside what their record says, with how sure it is that the two differ."""
    streets, years = _known_streets(context), _years(context)
    for place, link in sorted(context.linkage.partner.items()):
        record = context.records[link.record]
        for reading in context.orders[place].readings:
            digital = record.value(reading.name)
            known = reading.name in CATALOGUE and reading.name not in _NOT_COMPARED
            misread = reading.name == "order_number" and (
                place in context.accounting.misread or _has_same_number(context, place, link.record)
            )
            if not known or not digital or not reading.value or misread:
                continue
            if _is_odd_year(reading, digital, years[context.orders[place].binder, reading.name]):
                continue
            witness = is_sure(reading, context.settings) or reading.confidence >= _SURE_ALL_THE_SAME
            if witness or adds_up(reading):
                yield link, reading, digital, sure_difference(reading, digital)
            elif _is_other_street(reading, digital, streets):
                yield link, reading, digital, _UNSURE_STREET
            elif _is_other_day(reading, digital):
                yield link, reading, digital, _UNSURE_DAY


def _years(context: FindingContext) -> dict[tuple[str, str], Counter[str]]:
    """How often each year stands in each field of the records that the sheets of a binder are linked to."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for place, link in context.linkage.partner.items():
        for name, value in context.records[link.record].values.items():
            if _DAY.match(value):
                found[context.orders[place].binder, name][value[:4]] += 1
    return found


def _is_odd_year(reading: FieldReading, digital: str, years: Counter[str]) -> bool:
    """The day is the record's but for its year, which no record of the binder has, and several have the record's own.

    A year is misread, or slipped from the pen, far oftener than a record is keyed a whole year off.
    """
    paper = reading.value or ""
    same = bool(_DAY.match(paper)) and paper[4:10] == digital[4:10] and paper[:4] != digital[:4]
    return same and not years[paper[:4]] and years[digital[:4]] >= _SEVERAL


def _known_streets(context: FindingContext) -> frozenset[str]:
    """The streets of the records, and those that were read beyond doubt: no misreading makes one of them by chance."""
    keyed = (record.value("location") for record in context.records)
    read = (order.reading("location") for order in context.orders)
    sure = (reading.value for reading in read if reading and is_sure(reading, context.settings))
    return frozenset(name for location in (*keyed, *sure) if location for name in _streets(location))


def _streets(location: str) -> list[str]:
    """The street's name, of a crossing both; a lone sign between two words is an "&" that was misread."""
    return parse_address(_LONE_SIGN.sub(" & ", location)).street.split(" & ")


def _is_other_street(reading: FieldReading, digital: str, streets: frozenset[str]) -> bool:
    """What was read names a known street, nearly letter for letter, and one of the record's nowhere.

    The letters that one of the record's streets explains are none of another's.
    """
    if CATALOGUE[reading.name].type is not FieldType.ADDRESS:
        return False
    theirs = _streets(digital)
    texts = [text.upper() for text in (reading.value or "", reading.raw, *(o.value for o in reading.alternatives))]
    others = [name for name in streets if is_other_street(name, theirs)]
    named = [any(_named(name, text)[0] >= _NAMED for name in others) for text in texts]
    return any(named) and all(
        _least_named(theirs, text) < (_NOT_NAMED_BESIDE if other and _names_all(theirs, text) else _NOT_NAMED)
        for text, other in zip(texts, named, strict=True)
    )


def _names_all(theirs: Sequence[str], text: str) -> bool:
    """Another street that the text names stands where the one that it does not name would: all others are named."""
    return sum(_named(name, text)[0] >= _NAMED for name in theirs) >= len(theirs) - 1


def _least_named(names: Sequence[str], text: str) -> float:
    """How much of each of the names stands in the text, of that which stands there least."""
    least, left = 100.0, text
    for name in sorted(names, key=lambda name: (-_named(name, text)[0], name)):
        score, start, end = _named(name, left)
        least = min(least, score)
        left = f"{left[:start]} {left[end:]}" if score >= _NAMED else left
    return least


def _named(name: str, text: str) -> tuple[float, int, int]:
    """How much of a name stands in a text, 0 to 100, and where; a short one as a word, or not at all."""
    if len(name) < _SHORT:
        found = re.search(rf"\b{re.escape(name)}\b", text)
        return (100.0, *found.span()) if found else (0.0, 0, 0)
    beyond = " " * len(name)  # at a text's end two letters of four count as much as three elsewhere
    found_at = fuzz.partial_ratio_alignment(name, f"{beyond}{text}{beyond}")
    if found_at is None or len(text) < len(name):
        return 0.0, 0, 0
    start, end = (max(at - len(name), 0) for at in (found_at.dest_start, found_at.dest_end))
    return found_at.score, start, end


def _is_other_day(reading: FieldReading, digital: str) -> bool:
    """All that the place may say are days that differ from the record's in two figures and more.

    A misreading changes one figure, seldom two, and the engines seldom agree that it is none of the record's.
    """
    if CATALOGUE[reading.name].type is not FieldType.DATE or reading.confidence < _UNSURE_DAY_FROM:
        return False
    said = (reading.value or "", *(other.value for other in reading.alternatives))
    days = [text[:10] for text in said if _DAY.fullmatch(text[:10])]
    figures = [sum(ours != theirs for ours, theirs in zip(day, digital[:10], strict=False)) for day in days]
    return bool(figures) and min(figures) >= _FIGURES


def _finding(context: FindingContext, found: _Difference) -> Finding:
    order, record = context.orders[found.link.order], context.records[found.link.record]
    name, paper = found.reading.name, found.reading.value or ""
    label = CATALOGUE[name].label
    return Finding(
        finding_id=finding_id(FindingKind.FIELD_MISMATCH, record.source, record.record_id, name, order.number or ""),
        kind=FindingKind.FIELD_MISMATCH,
        severity=Severity.MEDIUM,
        certainty=clamp(found.certainty),
        detail=(
            f'{label} of {name_of(order)} is "{paper}" on paper ({where(order)}) and "{found.digital}" in '
            f"{record.source} (record {record.record_id})."
        ),
        department=order.department,
        order_number=order.number or "",
        order_ids=(order.order_id,),
        record_ids=(record.record_id,),
        source=record.source,
        binder=order.binder,
        page=found.reading.page,
        field=name,
        paper_value=paper,
        digital_value=found.digital,
    )
