"""What a person needs to see to judge an item: the places on the pages, the two sides, the doubtful characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from rapidfuzz.fuzz import ratio

from matching.review import ReviewSession
from matching.review_queue import FieldItem, FindingItem, Item, MatchItem
from records.fields import CATALOGUE
from records.fields import FieldType as T
from records.finding import Finding, FindingKind
from records.geometry import Box
from records.lines import field_label
from records.match import Comparison, Match
from records.order import DigitalRecord, FieldReading, PaperOrder


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a page that is worth looking at."""

    caption: str
    binder: str
    page: int
    box: Box | None = None
    """None for the head of the page."""
    characters: int = 0
    """How many stand there, as far as was read; 0 where nobody knows."""


class Mark(StrEnum):
    """How two values compare, as a glyph that needs no colour."""

    SAME = "="
    CLOSE = "~"
    DIFFERS = "≠"
    MISSING = "·"


MARK_WORDS = {Mark.SAME: "same", Mark.CLOSE: "close", Mark.DIFFERS: "differs", Mark.MISSING: "missing"}


@dataclass(frozen=True, slots=True)
class Row:
    """One field on both sides."""

    field: str
    """As people call it."""
    left: str
    right: str
    mark: Mark
    words: str
    """How they compare."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Two things beside each other."""

    left: str
    """What the left column shows."""
    right: str
    rows: tuple[Row, ...]


BEFORE, AFTER = "last before", "first after"
"""On which side of a hole a number stands."""


def places(session: ReviewSession, item: Item) -> tuple[Place, ...]:
    """Where to look, the most telling place first."""
    if isinstance(item, FieldItem):
        return (_reading_place(item.order, item.reading),)
    if isinstance(item, MatchItem):
        return _match_places(session, item.match)
    return _finding_places(session, item.finding)


def _match_places(session: ReviewSession, match: Match) -> tuple[Place, ...]:
    """The number, and the first field that is not the same on both sides: there the paper has the say."""
    order = session.order(match.order_id)
    if order is None:
        return ()
    unlike = {row.field for row in _match_sides(session, match).rows if row.mark is not Mark.SAME}
    readings = [each for each in (*order.readings, *order.extras) if field_label(each.name) in unlike and each.box]
    number = _number_place(order)
    others = [_reading_place(order, each) for each in readings if each.box != number.box]
    return (number, *others[:1])


def _finding_places(session: ReviewSession, finding: Finding) -> tuple[Place, ...]:
    if finding.after_page is not None or finding.before_page is not None:
        return _around(session, finding)
    orders = [order for each in finding.order_ids if (order := session.order(each))]
    if finding.field and orders and (reading := orders[0].reading(finding.field)):
        return (_reading_place(orders[0], reading),)
    if finding.kind is FindingKind.DUPLICATE_SCAN:
        return _copies(finding, orders)
    if orders:
        return tuple(map(_number_place, orders[:2]))
    if finding.page is not None:
        return (Place(f"page {finding.page}", finding.binder, finding.page),)
    return ()


def _around(session: ReviewSession, finding: Finding) -> tuple[Place, ...]:
    """The pages before and after the place where something is missing: their numbers, then their heads."""
    sides = [(finding.after_page, BEFORE), (finding.before_page, AFTER)]
    found = [(page, words) for page, words in sides if page is not None]
    numbers = [_number_on(session, finding.binder, page, words) for page, words in found]
    heads = [Place(f"head of page {page}", finding.binder, page) for page, _ in found]
    return (*(place for place in numbers if place.box), *heads)


def _number_on(session: ReviewSession, binder: str, page: int, words: str) -> Place:
    """The number on a page that stands next to the hole: of a sheet with several orders the last one or the first."""
    there = [order.reading("order_number") for order in session.orders_on(binder, page)]
    read = [reading for reading in there if reading and reading.box and reading.page == page]
    if not read:
        return Place(f"page {page}, {words}", binder, page)
    reading = read[-1 if words == BEFORE else 0]
    return Place(f"page {page}, {words}: {reading.value or reading.raw}", binder, page, reading.box, len(reading.raw))


def _copies(finding: Finding, orders: list[PaperOrder]) -> tuple[Place, ...]:
    """The first scan and the further one."""
    pages = {order.pages[0] for order in orders if order.pages} | {
        copy[0] for order in orders for copy in order.copies if copy
    }
    pages |= {finding.page} if finding.page is not None else set()
    binder = finding.binder or (orders[0].binder if orders else "")
    return tuple(Place(f"head of page {page}", binder, page) for page in sorted(pages)[:2])


def _reading_place(order: PaperOrder, reading: FieldReading) -> Place:
    return Place(
        f"{field_label(reading.name)}, page {reading.page}",
        order.binder,
        reading.page,
        reading.box,
        _characters(reading),
    )


CHARACTER = 0.55
"""Width of a character as a share of the height of its line, over typewriter, print and handwriting."""


def _characters(reading: FieldReading) -> int:
    """How many stand there; where what was read is no value there are as many as its place could hold."""
    read, box = len(reading.raw), reading.box
    if not read or box is None or reading.value is not None:
        return read
    return max(read, round(box.width / max(CHARACTER * box.height, 1)))


def _number_place(order: PaperOrder) -> Place:
    reading = order.reading("order_number")
    if reading and reading.box:
        return Place(
            f"page {reading.page}: {reading.value or reading.raw}",
            order.binder,
            reading.page,
            reading.box,
            len(reading.raw),
        )
    page = order.pages[0] if order.pages else 1
    return Place(f"head of page {page}", order.binder, page)


def sides(session: ReviewSession, item: Item) -> Sides | None:
    """The two things that the item is about beside each other; None where it is about neither order nor record."""
    if isinstance(item, MatchItem):
        return _match_sides(session, item.match)
    if isinstance(item, FindingItem):
        return _finding_sides(session, item.finding)
    return None


def _match_sides(session: ReviewSession, match: Match) -> Sides:
    order, record = session.order(match.order_id), session.record(match.source, match.record_id)
    compared = {comparison.field: comparison for comparison in match.comparisons}
    left = _order_values(order) | {name: each.paper for name, each in compared.items()}
    right = dict(record.values if record else {}) | {name: each.digital for name, each in compared.items()}
    title = _paper_name(order) if order else f"PAPER {match.order_id}"
    rows = (_row(name, left.get(name, ""), right.get(name, ""), compared.get(name)) for name in _names(left, right))
    return Sides(title, _digital_name(match.source, match.record_id), tuple(rows))


def _finding_sides(session: ReviewSession, finding: Finding) -> Sides | None:
    orders = [order for each in finding.order_ids[:2] if (order := session.order(each))]
    records = [record for each in finding.record_ids[:2] if (record := session.record(finding.source, each))]
    columns = [_order_column(order) for order in orders] + [_record_column(record) for record in records]
    if orders and records:
        columns = [_order_column(orders[0]), _record_column(records[0])]
    if not columns:
        return None
    nothing: dict[str, str] = {}
    missing = ("no digital record" if orders else "nothing on paper", nothing)
    first, second = (*columns, missing)[:2]
    rows = (_row(name, first[1].get(name, ""), second[1].get(name, "")) for name in _names(first[1], second[1]))
    return Sides(first[0], second[0], tuple(rows))


def _order_column(order: PaperOrder) -> tuple[str, dict[str, str]]:
    return _paper_name(order), _order_values(order)


def _record_column(record: DigitalRecord) -> tuple[str, dict[str, str]]:
    return _digital_name(record.source, record.record_id), dict(record.values)


def _paper_name(order: PaperOrder) -> str:
    """Which order it is, what tells it from another of its binder first: a narrow column cuts the rest off."""
    page = f"page {order.pages[0]}, " if order.pages else ""
    return f"PAPER {page}{order.binder}"


def _digital_name(source: str, record_id: str) -> str:
    """Which record it is, what tells it from another of its list first."""
    return f"DIGITAL {record_id}, {source}"


def _order_values(order: PaperOrder | None) -> dict[str, str]:
    if order is None:
        return {}
    return {reading.name: reading.value or reading.raw for reading in (*order.readings, *order.extras)}


def _names(*columns: dict[str, str]) -> Iterable[str]:
    """The fields that either side has, in the catalogue's order, a department's own ones last."""
    there = {name for column in columns for name, value in column.items() if value}
    return (*(name for name in CATALOGUE if name in there), *sorted(there - CATALOGUE.keys()))


def _row(name: str, left: str, right: str, compared: Comparison | None = None) -> Row:
    mark = _mark(name, left, right, compared)
    return Row(field_label(name), left, right, mark, compared.level if compared else MARK_WORDS[mark])


def _mark(name: str, left: str, right: str, compared: Comparison | None) -> Mark:
    if not left or not right:
        return Mark.MISSING
    if " ".join(left.casefold().split()) == " ".join(right.casefold().split()):
        return Mark.SAME
    near = compared.weight > 0 if compared else name not in _COUNTED and _alike(left, right)
    return Mark.CLOSE if near else Mark.DIFFERS


_COUNTED = {name for name, known in CATALOGUE.items() if known.type in {T.DATE, T.MONEY, T.HOURS, T.NUMBER}}
"""Fields in which one other digit is another value."""


def _alike(left: str, right: str) -> bool:
    """85 of 100 is one changed character in seven: a slip of the pen or of the reader, not another thing."""
    return ratio(left.casefold(), right.casefold()) >= 85


def entry(session: ReviewSession, item: FieldItem) -> str:
    """The text to be checked against the paper: as it stands there where that gives the value, else the value."""
    reading = item.reading
    if reading.value is None or session.check(item, reading.raw).value == reading.value:
        return reading.raw
    return reading.value


_TOKEN = re.compile(r"[^\s/,.:;$#()-]+")


def doubtful(reading: FieldReading, text: str) -> tuple[int, ...]:
    """The places of the characters of a text that are most likely wrong, from the left.

    Where the engines differ; else where the reading was repaired; else glyphs that do not belong among their
    neighbours, as a letter among digits. None where nothing points at one.
    """
    others = [other for each in reading.alternatives for other in (each.raw, each.value) if other and other != text]
    if not others and reading.raw != text:
        others = [reading.raw]
    # The likeliest other reading says it best, unless it is of something else altogether.
    for other in sorted(others, key=lambda other: ratio(text, other) < 60):
        if found := _differences(text, other):
            return found
    return tuple(place for token in _TOKEN.finditer(text) for place in _strangers(token))


def _strangers(token: re.Match[str]) -> list[int]:
    """The places of the fewer kind, digits or not, in a word that has both."""
    digits = [place for place in range(token.start(), token.end()) if token.string[place].isdigit()]
    others = [place for place in range(token.start(), token.end()) if not token.string[place].isdigit()]
    return min(others, digits, key=len)


def _differences(text: str, other: str) -> tuple[int, ...]:
    blocks = SequenceMatcher(None, text, other, autojunk=False).get_opcodes()
    changed = {place for tag, start, end, _, _ in blocks if tag != "equal" for place in range(start, end)}
    return tuple(sorted(changed))
