"""Proposes the one digit or fraction that would make a sum come out, for a person to look at; it changes nothing.

Where readings compete for a place, `corroborate` lets the sum choose between them. Where the engines agree on a wrong
digit there is nothing to choose from: a typewriter's 3 that both take for a 5. If the order's own arithmetic fails, and
one such digit alone in one place alone would mend it, that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from digitize.corroborate import KINDS, PARTS
from records.order import Alternative, FieldReading, LineItem, PaperOrder

LOOK_ALIKES: Mapping[str, str] = MappingProxyType(
    {
        "0": "689",
        "1": "47",
        "2": "7",
        "3": "589",
        "4": "19",
        "5": "36",
        "6": "058",
        "7": "129",
        "8": "0369",
        "9": "03478",
    }
)
"""What each digit may be on paper where an engine read it, both ways round."""
ENGINE = "arithmetic"
"""Who a proposed value is from: no engine read it."""
_CENT = Decimal("0.01")

Key = tuple[int, str]
"""A place of an order: the line's number, 0 for the order's own fields, and the field's name."""


@dataclass(frozen=True, slots=True)
class _Check:
    """A sum or product of an order's readings that should come out."""

    places: tuple[tuple[Key, FieldReading], ...]
    """The last one is the result."""
    product: bool = False

    def holds(self, values: Sequence[Decimal]) -> bool:
        """Whether these values come out, to the cent."""
        return abs(self.result(values) - values[-1]) <= _CENT

    def result(self, values: Sequence[Decimal]) -> Decimal:
        """What all but the last come to."""
        return values[0] * values[1] if self.product else sum(values[:-1], Decimal(0))

    def values(self) -> list[Decimal]:
        """As they were read."""
        return [Decimal(reading.value or "") for _, reading in self.places]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place's value with one digit exchanged, and what speaks for it."""

    value: str
    why: str


def propose(order: PaperOrder) -> PaperOrder:
    """The order; where one exchanged digit alone mends its arithmetic, that place is doubted and says so."""
    found = proposals(order)
    if not found:
        return order
    items = tuple(
        replace(item, readings=tuple(_doubted(r, found.get((item.number, r.name))) for r in item.readings))
        for item in order.line_items
    )
    readings = tuple(_doubted(reading, found.get((0, reading.name))) for reading in order.readings)
    return replace(order, readings=readings, line_items=items)


def proposals(order: PaperOrder) -> dict[Key, Proposal]:
    """The proposals by place: at most one for each sum that fails, none where two digits could be meant."""
    checks = list(_checks(order))
    failed = [check for check in checks if not check.holds(check.values())]
    proved = {key for check in checks if check not in failed for key, _ in check.places}
    found: dict[Key, Proposal] = {}
    for check in failed:
        ways = [way for way in _ways(check) if way[0] not in proved]
        if len(ways) == 1 and not _breaks(ways[0], checks, check):
            key, value = ways[0]
            found[key] = Proposal(value, _why(check, key, value))
    return found


def _breaks(way: tuple[Key, str], checks: Sequence[_Check], mended: _Check) -> bool:
    """Whether another sum that has this place would fail with the value, and does not fail without it."""
    key, value = way
    others = [check for check in checks if check is not mended and any(k == key for k, _ in check.places)]
    return any(not check.holds(_with(check, key, value)) for check in others)


def _ways(check: _Check) -> list[tuple[Key, str]]:
    """Every exchange of one digit, and every small fraction behind a quantity, which makes the sum come out."""
    return [
        (key, value)
        for key, reading in check.places
        if reading.engine != "text"  # the file's own words are not misread
        for value in (
            *_exchanged(reading.value or ""),
            *_in_parts(key, reading.value or ""),
        )
        if check.holds(_with(check, key, value))
    ]


def _exchanged(value: str) -> Iterator[str]:
    for place, digit in enumerate(value):
        for other in LOOK_ALIKES.get(digit, ""):
            yield value[:place] + other + value[place + 1 :]


def _in_parts(key: Key, whole: str) -> list[str]:
    """A whole quantity with a quarter, a half and three quarters: engines overlook the small sign in "6½"."""
    return [f"{whole}.{part}" for part in ("25", "5", "75")] if key[1] == "quantity" and whole.isdigit() else []


def _with(check: _Check, key: Key, value: str) -> list[Decimal]:
    return [Decimal(value if k == key else reading.value or "") for k, reading in check.places]


def _checks(order: PaperOrder) -> Iterator[_Check]:
    own = {reading.name: reading for reading in order.readings if _is_number(reading)}
    for item in order.line_items:
        line = _numbers(item)
        if {"quantity", "unit_cost", "amount"} <= line.keys():
            names = ("quantity", "unit_cost", "amount")
            yield _Check(tuple(((item.number, name), line[name]) for name in names), product=True)
    for kind in KINDS:
        yield from _sum(_amounts([i for i in order.line_items if i.value("kind") == kind]), f"{kind}_cost", own)
    parts = tuple(((0, name), own[name]) for name in PARTS if name in own)
    if len(parts) > 1:
        yield from _sum(parts, "total_cost", own)
    if not parts:
        yield from _sum(_amounts(order.line_items), "total_cost", own)


def _sum(
    parts: Sequence[tuple[Key, FieldReading]] | None, result: str, own: Mapping[str, FieldReading]
) -> Iterator[_Check]:
    if parts and result in own:
        yield _Check((*parts, ((0, result), own[result])))


def _amounts(lines: Sequence[LineItem]) -> list[tuple[Key, FieldReading]] | None:
    """The amounts of some lines; None where one of them has none."""
    found = [((item.number, "amount"), _numbers(item).get("amount")) for item in lines]
    known = [(key, reading) for key, reading in found if reading is not None]
    return known if len(known) == len(lines) else None


def _numbers(item: LineItem) -> dict[str, FieldReading]:
    return {reading.name: reading for reading in item.readings if _is_number(reading)}


def _is_number(reading: FieldReading) -> bool:
    try:
        return Decimal(reading.value or "").is_finite()
    except InvalidOperation:
        return False


def _why(check: _Check, key: Key, value: str) -> str:
    values = check.values()
    sign = " × " if check.product else " + "
    shown = [reading.value or "" for _, reading in check.places]
    terms = sign.join(shown[:-1]) if len(shown) <= 5 else f"{len(shown) - 1} lines"
    was = next(reading.value for k, reading in check.places if k == key)
    return f"{terms} is {check.result(values):.2f} and not {shown[-1]}; with {value} for {was} it comes out"


def _doubted(reading: FieldReading, proposal: Proposal | None) -> FieldReading:
    """The reading with the proposed value beside it, as another way to read the ink; its own value stays."""
    if proposal is None or reading.value is None:
        return reading
    others = tuple(other for other in reading.alternatives if other.value != proposal.value)
    known = next((other for other in reading.alternatives if other.value == proposal.value), None)
    offered = known or Alternative(proposal.value, proposal.value, ENGINE)
    return replace(reading, alternatives=(offered, *others), doubt=reading.doubt or proposal.why)
