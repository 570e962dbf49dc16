"""Makes orders of pages: continuation sheets joined, sheets scanned twice counted once, misread numbers repaired."""

from __future__ import annotations

import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from digitize.backs import NEXT, backs_of_fronts
from digitize.confidence import Model, believed
from digitize.corroborate import corroborate
from digitize.documents import as_documents
from digitize.expected import expect_fields
from digitize.heads import with_heads, with_told_letters
from digitize.lexicon import NUMBER
from digitize.likeness import same_sheet
from digitize.listed import with_listed_beginnings
from digitize.numbers import repair_numbers
from digitize.page import Fragment, PageResult
from digitize.parse import CONFUSED
from digitize.proposals import propose
from digitize.reweigh import Beside, reweigh
from digitize.spelling import bare
from digitize.surroundings import every
from digitize.trust import Trust, flagged
from records.fields import CATALOGUE, FieldType
from records.order import Alternative, FieldReading, LineItem, PaperOrder, ReadingStatus
from records.page import PageEntry, PageKind

_HARDLY = 0.5
"""Confidence below which a number is no witness against the sheet that says "page 2 of 2" behind it."""
_ONE = frozenset({FieldType.IDENTIFIER, FieldType.DATE, FieldType.NAME, FieldType.ADDRESS, FieldType.PHONE})
"""Types of what an order has one of, whatever the sheet."""
_SURELY = 0.9
"""Confidence from which what an earlier sheet says of such a thing is not outdone by a later one."""
_SAME = 85.0
"""Likeness, of 100, of two values that are one, misread or written shorter."""
_TOLD = 4
"""Digits from which a number is told by its end or its beginning alone."""
_COUNTED = 3
"""Figures, from the first that counts, by which a number is told from its neighbours on the sheets around."""


@dataclass(frozen=True, slots=True)
class BinderResult:
    """A binder, digitized."""

    name: str
    pages: tuple[PageEntry, ...]
    """Every page that went in, by number."""
    orders: tuple[PaperOrder, ...]
    """By first page."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A fragment and where it came from."""

    page: PageResult
    slot: int
    fragment: Fragment

    @property
    def number(self) -> str | None:
        return self.fragment.value("order_number")

    @property
    def order_id(self) -> str:
        """`binder:page`, with a letter for a place on the page and a row for a log."""
        place = f"{self.page.image.binder}:{self.page.image.number}"
        if self.fragment.row is not None:
            return f"{place}r{self.fragment.row}"
        return place + string.ascii_lowercase[self.slot] if len(self.page.fragments) > 1 else place


@dataclass(frozen=True, slots=True)
class _Group:
    """The parts that make one order, and the scans that show the same sheets again."""

    parts: tuple[_Part, ...]
    copies: tuple[tuple[_Part, float], ...] = ()
    evidence: tuple[str, ...] = ()
    confidence: float = 0.98


def assemble(
    name: str, results: Sequence[PageResult], trust: Trust | None = None, beside: Beside | None = None
) -> BinderResult:
    """The orders of a binder from its pages, given in the order of their numbers.

    Readings are weighed by what the pages hold together, and by what is known `beside` them. Those that a person should
    look at are marked, so that the others are as right as `trust` asks.
    """
    trust = trust or Trust()
    beside = beside or Beside()
    results = repair_numbers(reweigh([_weighed(page, trust.model) for page in results], beside))
    listed = beside.records.values_of(NUMBER)
    results = with_listed_beginnings(with_told_letters(with_heads(results, listed), listed), listed)
    results = as_documents(backs_of_fronts(results))
    groups: list[_Group] = []
    loose: list[_Part] = []
    for page in results:
        for slot, fragment in enumerate(page.fragments if page.kind is not PageKind.CHARGE_OUT else ()):
            part = _Part(page, slot, fragment)
            place = _home(part, groups)
            if place is not None:
                groups[place[0]] = place[1]
            elif page.kind is PageKind.CONTINUATION and (page.printed_page or 2) != 1:
                loose.append(part)
            else:
                groups.append(_Group((part,)))
    told = corroborate([_order(group) for group in groups])
    orders = flagged(expect_fields([propose(order) for order in told]), trust)
    orphans = {part.page.image.number for part in loose}
    return BinderResult(name, tuple(_entry(page, groups, orphans) for page in results), orders)


def _weighed(page: PageResult, model: Model | None) -> PageResult:
    """A page as sure as the model of today makes it: it may have been kept since another one."""

    def weighed(reading: FieldReading) -> FieldReading:
        return believed(reading, reading.evidence, model)

    return replace(page, fragments=tuple(every(fragment, weighed) for fragment in page.fragments))


def _home(part: _Part, groups: Sequence[_Group]) -> tuple[int, _Group] | None:
    """The group that a part belongs to, with the part added; None where it begins one, or has none."""
    copied = _copied(part, groups)
    if copied is not None:
        return copied
    if part.fragment.row is not None:
        return None
    return _continued(part, groups)


def _copied(part: _Part, groups: Sequence[_Group]) -> tuple[int, _Group] | None:
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        for other in group.parts:
            if other.page.image.number == part.page.image.number:
                continue
            likeness = same_sheet(other.page, other.fragment, part.page, part.fragment)
            if likeness > 0.5:
                return place, replace(group, copies=(*group.copies, (part, likeness)))
    return None


def _continued(part: _Part, groups: Sequence[_Group]) -> tuple[int, _Group] | None:
    """The order that a sheet goes on from: the one of its number, else the one just before it that expects a sheet."""
    page = part.page
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        last = group.parts[-1].page
        near = 0 < page.image.number - last.image.number <= 3
        same = _same_number(part.number, group.parts[0].number, next_to=0 < _between(last, page) <= NEXT)
        if same and _follows(page, group, near=near):
            why = f"page {page.image.number} bears the same number {part.number}"
            return place, replace(group, parts=(*group.parts, part), evidence=(*group.evidence, why))
    if page.kind is not PageKind.CONTINUATION or not groups:
        return None
    group = groups[-1]
    last = group.parts[-1].page
    if part.number and not (_may_have(group, part.number) and last.printed_total and page.printed_page):
        return None
    totals = {total for total in (last.printed_total, page.printed_total) if total is not None}
    next_one = page.printed_page in {None, (last.printed_page or 1) + 1}
    expected = last.printed_total is None or last.printed_total > (last.printed_page or 1)
    if _between(last, page) <= NEXT and expected and next_one and len(totals) < 2:
        why = f"page {page.image.number} follows and goes on from it"
        return len(groups) - 1, replace(
            group, parts=(*group.parts, part), evidence=(*group.evidence, why), confidence=0.85
        )
    return None


def _may_have(group: _Group, number: str) -> bool:
    """Whether an order's own number is no witness against this one: hardly read, or in doubt and nearly the same.

    A stamp lies over it on each of its sheets. Those of the same figures differ in a department's letters, misread.
    """
    found = [r for part in group.parts for r in part.fragment.readings if r.name == "order_number"]
    others = [r for r in found if _figures(r.value or "") != _figures(number) or len(_figures(number)) < _COUNTED]
    return all(r.confidence < (_SURELY if _alike(r.value or "", number) else _HARDLY) for r in others)


def _figures(number: str) -> str:
    """The figures of a number, and the letters that look like some; none before the first that counts."""
    return "".join(filter(str.isdigit, bare(number).upper().translate(CONFUSED))).lstrip("0")


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(bare(one), bare(other)) >= _SAME


def _same_number(one: str | None, other: str | None, *, next_to: bool) -> bool:
    """Whether two sheets bear one number.

    On the next one letters and digits that look alike are the same, a prefix may be left out, and a stamp stand behind.
    What has no figure is a word of the form's print, and may stand on all of its sheets.
    """
    if not one or not other or not any(map(str.isdigit, one)):
        return False
    short, long = sorted((bare(one), bare(other)), key=len)
    if next_to:
        short, long = (each.upper().translate(CONFUSED) for each in (short, long))
    digits = sum(map(str.isdigit, short))
    return short == long or (next_to and digits >= _TOLD and (long.endswith(short) or long.startswith(short)))


def _follows(page: PageResult, group: _Group, *, near: bool) -> bool:
    """Whether a page of the same number is a further sheet of the order and not another order of that number."""
    if page.kind is PageKind.CONTINUATION:
        return (page.printed_page or 0) not in {
            part.page.printed_page for part in group.parts if part.page.printed_page
        }
    return near and page.printed_page is None and len(page.fragments) == 1


def _between(before: PageResult, after: PageResult) -> int:
    return after.image.number - before.image.number


def _order(group: _Group) -> PaperOrder:
    first = group.parts[0]
    readings = _merged(_as_notes([part.fragment.readings for part in group.parts]))
    if first.fragment.void:
        readings = tuple(_settled(reading) for reading in readings)
    items = [item for part in group.parts for item in part.fragment.line_items]
    return PaperOrder(
        order_id=first.order_id,
        binder=first.page.image.binder,
        pages=_pages(group.parts),
        readings=_with_number(readings, first),
        department=first.page.department or first.fragment.value("department") or "",
        form=first.page.form,
        line_items=tuple(LineItem(place + 1, item.readings) for place, item in enumerate(items)),
        extras=_merged(part.fragment.extras for part in group.parts),
        copies=tuple((part.page.image.number,) for part, _ in group.copies),
        confidence=group.confidence,
        void=any(part.fragment.void for part in group.parts),
        evidence=group.evidence,
    )


def _settled(reading: FieldReading) -> FieldReading:
    """A voided order's empty fields need no one's attention."""
    return reading if reading.value is not None or reading.name == "order_number" else replace(reading, doubt="")


def _with_number(readings: tuple[FieldReading, ...], first: _Part) -> tuple[FieldReading, ...]:
    """The readings with one for the order number: an order without any is never passed in silence."""
    found = next((reading for reading in readings if reading.name == "order_number"), None)
    page = first.page.image.number
    if found is None:
        none = FieldReading(
            "order_number",
            None,
            "",
            ReadingStatus.ABSENT,
            0.0,
            page,
            None,
            first.page.engine,
            doubt="no order number was found on the page",
        )
        return (none, *readings)
    if found.value is None and not found.doubt:
        return tuple(replace(r, doubt="the order number is missing") if r is found else r for r in readings)
    return readings


def _merged(sheets: Iterable[Sequence[FieldReading]]) -> tuple[FieldReading, ...]:
    """The readings of several sheets as one: the surest speaks, the first of sure ones; of totals, the last."""
    merged: dict[str, FieldReading] = {}
    for sheet in sheets:
        for reading in sheet:
            kept = merged.get(reading.name, reading)
            speaks, other = (reading, kept) if _outdoes(reading, kept) else (kept, reading)
            merged[reading.name] = _challenged(speaks, other)
    return tuple(merged.values())


def _as_notes(sheets: Sequence[Sequence[FieldReading]]) -> list[Sequence[FieldReading]]:
    """The readings of an order's sheets, with other words than the first sheet's description has as their notes.

    "Instructions" at the foot of a further sheet is where a form without a description has one.
    """
    asked = next((r for r in sheets[0] if r.name == "description" and r.value), None)
    if asked is None or any(reading.name == "notes" for sheet in sheets for reading in sheet):
        return list(sheets)
    return [sheets[0], *([_noted(reading, asked) for reading in sheet] for sheet in sheets[1:])]


def _noted(reading: FieldReading, asked: FieldReading) -> FieldReading:
    if reading.name != "description" or not reading.value:
        return reading
    same = fuzz.partial_ratio(bare(reading.value), bare(asked.value or "")) >= _SAME
    return reading if same else replace(reading, name="notes")


def _challenged(speaks: FieldReading, other: FieldReading) -> FieldReading:
    """What speaks for an order, in doubt where another of its sheets can well be read, and says something else.

    Of words and amounts each sheet may have its own; an order has one number, one day, one name, one place.
    """
    if not _is_one(speaks) or speaks.doubt or speaks.value is None or other.value is None or other.confidence < _HARDLY:
        return speaks
    if fuzz.partial_ratio(bare(speaks.value), bare(other.value)) >= _SAME:
        return speaks
    offered = (Alternative(other.value, other.raw, other.engine), *speaks.alternatives)
    return replace(speaks, doubt=f"page {other.page} says {other.value}", alternatives=offered)


def _is_one(reading: FieldReading) -> bool:
    """Whether a reading is of what an order has one of."""
    field = CATALOGUE.get(reading.name)
    return field is not None and field.type in _ONE


def _outdoes(reading: FieldReading, kept: FieldReading) -> bool:
    if reading.value is None or kept.value is None:
        return reading.value is not None
    if _is_one(reading) and kept.confidence >= _SURELY:
        return False
    lead = round(reading.confidence, 2) - round(kept.confidence, 2)
    return lead > 0 or (lead == 0 and reading.name == "total_cost")


def _pages(parts: Sequence[_Part]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(part.page.image.number for part in parts))


def _entry(page: PageResult, groups: Sequence[_Group], orphans: set[int]) -> PageEntry:
    number = page.image.number
    mine = [g for g in groups if any(p.page.image.number == number for p in (*g.parts, *(c for c, _ in g.copies)))]
    copied = [
        (g.parts[0].page.image.number, likeness)
        for g in mine
        for c, likeness in g.copies
        if c.page.image.number == number
    ]
    whole = len(copied) >= max(1, len(page.fragments))
    return PageEntry(
        binder=page.image.binder,
        number=number,
        path=page.image.path,
        index=page.image.index,
        sha256=page.image.sha256,
        kind=_final_kind(page, joined=bool(mine), orphan=number in orphans),
        form=page.form,
        order_ids=tuple(g.parts[0].order_id for g in mine),
        order_numbers=tuple(value for f in page.fragments if (value := f.value("order_number"))),
        printed_page=page.printed_page,
        printed_total=page.printed_total,
        heading=page.heading,
        facts=page.facts,
        frame=page.frame,
        engine=page.engine,
        reason=page.reason,
        copy_of=copied[0][0] if whole else None,
        likeness=copied[0][1] if whole else 0.0,
        codes=page.codes,
        declared_pages=page.declared.pages if page.declared else None,
        declared_orders=page.declared.orders if page.declared else None,
        stamped=page.stamped,
    )


def _final_kind(page: PageResult, *, joined: bool, orphan: bool) -> PageKind:
    if joined or page.kind not in {PageKind.ORDER, PageKind.CONTINUATION, PageKind.LOG}:
        return page.kind
    del orphan
    return PageKind.ORPHAN
