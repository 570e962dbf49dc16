"""Settles doubtful readings by what the rest of the order and the rest of the binder say.

Nothing is made up here: only what a place's own ink may be competes, and evidence from elsewhere decides between the
values. Two kinds of evidence count: sums that come out, and words that the binder holds surely elsewhere. What a sum
decides otherwise than the ink is proposed: a person sees both values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product
from math import prod

from digitize.confidence import knowing
from digitize.elect import chosen
from records.order import FieldReading, LineItem, PaperOrder

PARTS = ("labor_cost", "material_cost", "equipment_cost", "other_cost")
"""What a total is the sum of."""
LEXICAL = frozenset(
    {"requester_name", "assigned_to", "category", "priority", "department", "location", "account", "status", "asset"}
)
"""Fields whose values come back in a binder: people, kinds of work, accounts, places."""
SURE = 0.985
"""Confidence from which a reading teaches the binder's words, and needs none of them."""
ENOUGH = 4
"""Sure values of a field from which its words can be told: before that, an unknown word says nothing."""
CHOICES = 1024
"""Ways to combine readings that are tried for one sum: five places with four readings each."""
OPTIONS = 4
"""Readings of one place that are tried."""
CERTAIN = 0.995
"""Confidence from which a place's other readings are not tried."""
_NONE_SURE = 2.0
"""No confidence: one from which nothing is too sure to be read otherwise."""
READ_OTHERWISE = "read as {}; with {} its sum comes out"
"""The doubt of what a sum decides otherwise than the ink: of 103 such values of 19 binders four were wrong."""
LEAD = 2.0
"""Nats by which one way to make a sum come out must be likelier than the next."""
UNSCORED = -3.0
"""What a value that no ink was scored for stands at: its engine read it, and the recogniser did not."""
KINDS = ("labor", "material", "equipment", "other")
"""Kinds of lines that a cost is the sum of."""


def corroborate(orders: Sequence[PaperOrder]) -> tuple[PaperOrder, ...]:
    """The orders of a binder, with doubts settled where the evidence settles them."""
    lexicon = learn_lexicon(orders)
    return tuple(balance(_known_words(order, lexicon)) for order in orders)


def learn_lexicon(orders: Sequence[PaperOrder]) -> Mapping[str, Counter[str]]:
    """How often each value of a lexical field was read surely, by field."""
    lexicon: dict[str, Counter[str]] = {name: Counter() for name in LEXICAL}
    for order in orders:
        for reading in order.readings:
            if reading.name in LEXICAL and reading.value and reading.confidence >= SURE:
                lexicon[reading.name][reading.value.casefold()] += 1
    return lexicon


def _known_words(order: PaperOrder, lexicon: Mapping[str, Counter[str]]) -> PaperOrder:
    return replace(order, readings=tuple(_settled(reading, lexicon) for reading in order.readings))


def _settled(reading: FieldReading, lexicon: Mapping[str, Counter[str]]) -> FieldReading:
    """The reading, with how many other places support it.

    A doubtful one takes that of its values, if one only, which is known from two other places.
    """
    words = lexicon.get(reading.name)
    if not words or reading.value is None or words.total() < ENOUGH:
        return reading
    values = [reading.value, *(alternative.value for alternative in reading.alternatives)]
    known = list(dict.fromkeys(value for value in values if words[value.casefold()] >= 2))
    own = int(reading.confidence >= SURE)
    weighed = reading.evidence is not None and reading.evidence.posterior is not None
    if not own and not weighed and len(known) == 1:
        reading = chosen(reading, known[0])
    return knowing(reading, lexicon_support=words[(reading.value or "").casefold()] - own)


def balance(order: PaperOrder) -> PaperOrder:
    """The order with its sums checked: line by line, the lines against the costs, the costs against the total.

    What an earlier sum decides stays in the later ones: a cost and the total that are misread alike add up too.
    """
    items, readings, firm = list(order.line_items), order.readings, set[str]()
    decided = set()
    for place, item in enumerate(items):
        items[place], sure = _balanced_item(item)
        decided |= {item.number} if sure else set()
    for kind in KINDS:
        readings, items, sure = _balanced_lines(kind, readings, items, decided)
        firm |= {f"{kind}_cost"} if sure else set()
    return replace(order, line_items=tuple(items), readings=_balanced_total(readings, firm))


def _balanced_lines(
    kind: str, readings: tuple[FieldReading, ...], items: list[LineItem], decided: Collection[int]
) -> tuple[tuple[FieldReading, ...], list[LineItem], bool]:
    """The lines of a kind and the cost that they add up to, and whether that decides it.

    Nothing is said where they do not add up: a line may be missed.
    """
    cost = next((r for r in readings if r.name == f"{kind}_cost" and r.value is not None), None)
    lines = [item for item in items if item.value("kind") == kind]
    amounts = [r for item in lines for r in item.readings if r.name == "amount" and r.value is not None]
    if cost is None or not lines or len(amounts) != len(lines):
        return readings, items, False
    firm = [place for place, line in enumerate(lines) if line.number in decided]
    solved, sure = _solve([*amounts, cost], _adds_up, firm)
    if any(r.evidence is not None and not r.evidence.sum_holds for r in solved):
        return readings, items, False
    amount_of = dict(zip((line.number for line in lines), solved, strict=False))
    balanced = [
        replace(item, readings=_put(item.readings, [amount_of[item.number]])) if item.number in amount_of else item
        for item in items
    ]
    return _put(readings, solved[-1:]), balanced, sure


def _adds_up(values: Sequence[Decimal]) -> bool:
    """Whether the last of some amounts is the sum of the others."""
    return abs(sum(values[:-1], Decimal(0)) - values[-1]) <= Decimal("0.01") and values[-1] > 0


def _balanced_item(item: LineItem) -> tuple[LineItem, bool]:
    """A line whose quantity times unit cost is its amount is sure of all three; and whether that decides them."""
    names = ("quantity", "unit_cost", "amount")
    places = [next((r for r in item.readings if r.name == name and r.value is not None), None) for name in names]
    quantity, unit, amount = places
    if quantity is None or unit is None or amount is None:
        return item, False
    solved, sure = _solve([quantity, unit, amount], lambda v: abs(v[0] * v[1] - v[2]) <= Decimal("0.01"))
    return replace(item, readings=_put(item.readings, solved)), sure


def _balanced_total(readings: Sequence[FieldReading], firm: Collection[str]) -> tuple[FieldReading, ...]:
    """Costs that add up to the total support each other; so does the one combination of readings that does."""
    total = next((r for r in readings if r.name == "total_cost" and r.value is not None), None)
    parts = [r for name in PARTS for r in readings if r.name == name and r.value is not None]
    unread = any(r.name in PARTS and r.value is None and r.doubt for r in readings)
    if total is None or len(parts) < 2 or unread:
        return tuple(readings)
    solved, _ = _solve([*parts, total], _adds_up, [place for place, r in enumerate(parts) if r.name in firm])
    return _put(readings, solved)


def _solve(
    places: Sequence[FieldReading], holds: Callable[[list[Decimal]], bool], firm: Sequence[int] = ()
) -> tuple[list[FieldReading], bool]:
    """The places with the values that make a sum come out, the likeliest of them by the ink; and whether it decides.

    Those that are `firm` keep their values if there is a way with them, be it that something sure is read otherwise.
    Where no way comes out, each knows that it fails; where another one is about as likely, nothing is known.
    """
    tries = ((firm, CERTAIN), (firm, _NONE_SURE), ((), CERTAIN)) if firm else (((), CERTAIN),)
    good = next((found for kept, certain in tries if (found := _ways(places, holds, kept, certain))), None)
    if good is None:
        return [knowing(reading, sum_holds=False) for reading in places], False
    as_read = next((way for way in good if all(r.value == v for r, (v, _) in zip(places, way, strict=True))), None)
    taken = as_read or good[0]
    rival = next((way for way in good if way is not taken), None)
    if rival is not None and _total(taken) - _total(rival) < LEAD:
        return list(places), False
    told = [_read_as(reading, value) for reading, (value, _) in zip(places, taken, strict=True)]
    return [knowing(reading, sum_holds=True) for reading in told], True


_Way = tuple[tuple[str, float], ...]
"""A value for each place, with how likely it is by the ink."""


def _ways(
    places: Sequence[FieldReading], holds: Callable[[list[Decimal]], bool], firm: Collection[int], certain: float
) -> list[_Way]:
    """The ways to read the places with which a sum comes out, the likeliest first; of too many only what was read."""
    options = [_options(reading, certain)[: 1 if place in firm else OPTIONS] for place, reading in enumerate(places)]
    if prod(map(len, options)) > CHOICES:
        options = [[(reading.value or "", 0.0)] for reading in places]
    ways = sorted(product(*options), key=lambda way: -_total(way))
    return [way for way in ways if holds([Decimal(value) for value, _ in way])]


def _read_as(reading: FieldReading, value: str) -> FieldReading:
    """The reading with the value with which a sum comes out; if that is another than was read, a person is told."""
    if value == reading.value:
        return reading
    return replace(chosen(reading, value), doubt=READ_OTHERWISE.format(reading.value, value))


def _total(way: Sequence[tuple[str, float]]) -> float:
    return sum(likely for _, likely in way)


def _options(reading: FieldReading, certain: float) -> list[tuple[str, float]]:
    """The values that a place may have, with how likely each is by the ink; one that is so sure has no other."""
    if reading.confidence >= certain:
        return [(reading.value or "", 0.0)]
    found = [
        (reading.value or "", reading.log_likelihood),
        *((a.value, a.log_likelihood) for a in reading.alternatives),
    ]
    return [(value, UNSCORED if likely is None else likely) for value, likely in found[:OPTIONS]]


def _put(readings: Sequence[FieldReading], solved: Sequence[FieldReading]) -> tuple[FieldReading, ...]:
    by_name = {reading.name: reading for reading in solved}
    return tuple(by_name.get(reading.name, reading) for reading in readings)
