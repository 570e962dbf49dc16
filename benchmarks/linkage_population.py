"""A simulated population of work orders, seeded: as they were, as paper says after being read, and as clerks keyed.

Used to see how linking and the findings do against a known truth, without reading a single page.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from benchmarks.linkage_words import FIRST, LOOKS
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus
from records.page import PageEntry, PageKind

_STREETS = [
    "Main",
    "Oak",
    "Maple",
    "Cedar",
    "Elm",
    "Washington",
    "Lake",
    "Hill",
    "Park",
    "Pine",
    "View",
    "Lincoln",
    "River",
    "Adams",
    "Jefferson",
    "Madison",
    "Church",
    "Highland",
    "Mill",
    "Spring",
    "Forest",
    "Ridge",
    "Walnut",
    "Chestnut",
    "Franklin",
    "Center",
    "Union",
    "Willow",
    "Jackson",
    "Prospect",
    "Locust",
    "Dogwood",
    "Garfield",
    "Sycamore",
    "Harrison",
    "Grant",
    "Monroe",
    "Poplar",
    "Clinton",
    "Delaware",
]
_SUFFIXES = ("Street", "Avenue", "Road", "Drive", "Lane", "Boulevard")
_SHORT = {"Street": "ST", "Avenue": "AVE", "Road": "RD", "Drive": "DR", "Lane": "LN", "Boulevard": "BLVD"}
_LAST = [
    "Smith",
    "Johnson",
    "Okafor",
    "Brown",
    "Garcia",
    "Miller",
    "Davis",
    "Nguyen",
    "Lopez",
    "Wilson",
    "Anders",
    "Thomas",
    "Taylor",
    "Moore",
    "Jackson",
    "Martin",
    "Lee",
    "Perez",
    "White",
    "Harris",
    "Clark",
    "Lewis",
    "Walker",
    "Hall",
    "Young",
    "King",
    "Wright",
    "Scott",
    "Green",
    "Baker",
    "Adams",
    "Nelson",
    "Hill",
    "Ramirez",
    "Campbell",
]
_WORK = {
    "Pothole": "fill pothole|patch pothole near drain|pothole in right lane|deep hole in road",
    "Street light": "replace lamp|street light out|light flickers at night|pole leaning",
    "Sign": "replace stop sign|sign bent|install no parking sign|sign missing",
    "Tree": "trim tree over walk|tree limb down|remove dead tree|roots lift sidewalk",
    "Water": "water leak at meter|replace meter|hydrant leaking|low pressure",
    "Sewer": "clear blocked sewer|manhole cover loose|storm drain clogged|odor from drain",
}
_FIELDS = [
    "order_number",
    "requested_on",
    "completed_on",
    "location",
    "requester_name",
    "requester_phone",
    "category",
    "description",
    "labor_hours",
    "material_cost",
    "total_cost",
]


@dataclass(frozen=True, slots=True)
class Spoil:
    """How badly the population is treated, as shares."""

    orders: int = 600
    glyph: float = 0.012
    """Of characters, misread on paper."""
    doubted: float = 0.95
    """Of misread fields, marked as in doubt by the reader."""
    needless_doubt: float = 0.04
    """Of fields read right, marked as in doubt."""
    unread: float = 0.02
    """Of fields, not read at all."""
    not_keyed: float = 0.05
    not_on_paper: float = 0.03
    in_neither: float = 0.006
    keyed_twice: float = 0.02
    wrongly_keyed: float = 0.02
    """Of keyed records, one field with another value."""
    number_wrong: float = 0.01
    """Of keyed records, another order number."""
    repeats: float = 0.05
    """Of orders, asked for again at the same address within two weeks."""
    flattering: float = 0.0
    """How far the orders that are not keyed, or lost, are those that took long: 0 by chance, 1 in proportion."""
    per_binder: int = 0
    """Orders a binder; 0 for one binder of all."""


@dataclass(frozen=True, slots=True)
class Population:
    """The lists and the truth about them."""

    orders: list[PaperOrder]
    pages: list[PageEntry]
    records: list[DigitalRecord]
    pairs: set[tuple[str, str]]
    """True pairs of order id and record id."""
    missing_digital: set[str] = field(default_factory=set)
    """Order numbers on paper that were never keyed."""
    missing_paper: set[str] = field(default_factory=set)
    in_neither: set[str] = field(default_factory=set)
    twins: set[frozenset[str]] = field(default_factory=set)
    """Record ids of orders keyed twice."""
    mismatches: set[tuple[str, str]] = field(default_factory=set)
    """Order number and field, wrongly keyed."""
    truth: list[dict[str, str]] = field(default_factory=list)
    """Every order as it was."""


def simulate(seed: int, spoil: Spoil | None = None) -> Population:
    """A population with its paper and its digital list."""
    dice, spoil = random.Random(seed), spoil or Spoil()
    truth = _orders(dice, spoil)
    made = Population([], [], [], set(), truth=truth)
    for number, order in enumerate(truth):
        _put(made, dice, spoil, order, 0 < number < len(truth) - 1)
    dice.shuffle(made.records)
    return made


def in_order(made: Population) -> Population:
    """The population with its list in the order of its binders, as an export by number has it."""
    listed = sorted(made.records, key=lambda record: record.raw["truth"])
    return replace(made, records=[replace(record, row=row) for row, record in enumerate(listed, start=1)])


def shuffled(made: Population) -> Population:
    """The population with its list in the order in which it comes, which is none."""
    return replace(made, records=[replace(record, row=row) for row, record in enumerate(made.records, start=1)])


def _orders(dice: random.Random, spoil: Spoil) -> list[dict[str, str]]:
    day, orders = date(2019, 1, 2), list[dict[str, str]]()
    for number in range(1, spoil.orders + 1):
        day += timedelta(days=1) if dice.random() < 300 / spoil.orders else timedelta()
        again = dice.choice(orders[-30:]) if orders and dice.random() < spoil.repeats else None
        orders.append(_order(dice, number, day, again))
    return orders


def _order(dice: random.Random, number: int, day: date, again: dict[str, str] | None) -> dict[str, str]:
    category = again["category"] if again else dice.choice(list(_WORK))
    name = f"{dice.choice(FIRST[:20])} {dice.choice(_LAST)}"
    place = f"{dice.randint(1, 2400)} {dice.choice(_STREETS)} {dice.choice(_SUFFIXES)}"
    material = dice.randint(0, 40000) / 100
    hours = dice.randint(1, 32) / 4
    return {
        "order_number": f"WO-2019-{number:05d}",
        "requested_on": day.isoformat(),
        "completed_on": (day + timedelta(days=int(dice.expovariate(0.2)))).isoformat(),
        "location": again["location"] if again else place,
        "requester_name": again["requester_name"] if again and dice.random() < 0.5 else name,
        "requester_phone": f"617555{dice.randint(0, 9999):04d}",
        "category": category,
        "description": dice.choice(_WORK[category].split("|")),
        "labor_hours": f"{hours:g}",
        "material_cost": f"{material:.2f}",
        "total_cost": f"{material + hours * 31.5:.2f}",
    }


def _put(made: Population, dice: random.Random, spoil: Spoil, order: dict[str, str], inner: bool) -> None:
    """Put one order on paper and in the list, or leave it out of either."""
    number, fate = order["order_number"], dice.random() / _harm(spoil, order) if inner else 1.0
    neither = fate < spoil.in_neither
    no_paper = neither or fate < spoil.in_neither + spoil.not_on_paper
    no_record = neither or (not no_paper and fate < spoil.in_neither + spoil.not_on_paper + spoil.not_keyed)
    if neither:
        made.in_neither.add(number)
    elif no_paper:
        made.missing_paper.add(number)
    elif no_record:
        made.missing_digital.add(number)
    if not no_paper:
        _scan(made, dice, spoil, order)
    for _ in range(0 if no_record else 1 + (dice.random() < spoil.keyed_twice)):
        _key(made, dice, spoil, order, None if no_paper else made.orders[-1].order_id)


def _harm(spoil: Spoil, order: dict[str, str]) -> float:
    """How much likelier than the average order one is lost or not keyed, by the days it took (5 on average)."""
    took = date.fromisoformat(order["completed_on"]) - date.fromisoformat(order["requested_on"])
    return max(1 - spoil.flattering + spoil.flattering * took.days / 4.5, 0.01)


def _scan(made: Population, dice: random.Random, spoil: Spoil, order: dict[str, str]) -> None:
    page = len(made.pages) + 1
    readings = tuple(_reading(dice, spoil, name, order[name], page) for name in _FIELDS)
    binder = f"streets-2019-{page // spoil.per_binder:02d}" if spoil.per_binder else "streets-2019"
    order_id = f"{binder}:{page}"
    made.orders.append(PaperOrder(order_id, binder, (page,), readings))
    entry = PageEntry(binder, page, f"{binder}.pdf", page - 1, "", PageKind.ORDER, order_ids=(order_id,))
    made.pages.append(entry)


def _reading(dice: random.Random, spoil: Spoil, name: str, truth: str, page: int) -> FieldReading:
    value = "".join(LOOKS.get(c, c) if dice.random() < spoil.glyph else c for c in truth)
    if name in {"requested_on", "completed_on", "requester_phone", "labor_hours", "material_cost", "total_cost"}:
        value = "".join(dice.choice("0123456789") if c.isdigit() and dice.random() < spoil.glyph else c for c in truth)
        value = value if _is_date(value) or not name.endswith("_on") else ""
    if not value or dice.random() < spoil.unread:
        return FieldReading(name, None, truth, ReadingStatus.ILLEGIBLE, 0.2, page, None, "sim", doubt="not legible")
    doubted = dice.random() < (spoil.doubted if value != truth else spoil.needless_doubt)
    confidence = dice.uniform(0.4, 0.8) if doubted else dice.uniform(0.9, 0.99)
    doubt = "low confidence" if doubted else ""
    return FieldReading(name, value, value, ReadingStatus.OK, confidence, page, None, "sim", doubt=doubt)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _key(made: Population, dice: random.Random, spoil: Spoil, order: dict[str, str], order_id: str | None) -> None:
    """Key one record, as clerks do; the second of an order is a little different."""
    record_id = str(100000 + len(made.records))
    values = {name: _habit(dice, name, order[name]) for name in _FIELDS if dice.random() > 0.03 or name[:5] == "order"}
    again = next((r for r in reversed(made.records) if r.raw["truth"] == order["order_number"]), None)
    if dice.random() < spoil.wrongly_keyed and not again:
        name = dice.choice(["requested_on", "completed_on", "labor_hours", "total_cost"])
        values[name] = _slip(dice, name, order[name])
        if order_id:
            made.mismatches.add((order["order_number"], name))
    if dice.random() < spoil.number_wrong and not again:
        values["order_number"] = _slip(dice, "order_number", order["order_number"])
        if order_id:
            made.mismatches.add((order["order_number"], "order_number"))
    made.records.append(
        DigitalRecord("crm", record_id, len(made.records) + 1, values, {"truth": order["order_number"]})
    )
    if again:
        made.twins.add(frozenset({again.record_id, record_id}))
    if order_id:
        made.pairs.add((order_id, record_id))


_HABITS: dict[str, Callable[[random.Random, str], str]] = {
    "location": lambda dice, text: " ".join(_SHORT.get(w, w) for w in text.split()) if dice.random() < 0.7 else text,
    "requester_name": lambda dice, text: (
        ", ".join(reversed(text.split())) if dice.random() < 0.5 else f"{text[0]}. {text.split()[-1]}"
    ),
    "description": lambda dice, text: text.upper() if dice.random() < 0.5 else " ".join(text.split()[:3]),
}


def _habit(dice: random.Random, name: str, truth: str) -> str:
    return _HABITS[name](dice, truth) if name in _HABITS else truth


def _slip(dice: random.Random, name: str, truth: str) -> str:
    """Another value of the same kind."""
    if name.endswith("_on"):
        return (date.fromisoformat(truth) + timedelta(days=dice.choice([-30, 1, 2, 7, 10, 31, 365]))).isoformat()
    places = [place for place, c in enumerate(truth) if c.isdigit()]
    place = dice.choice(places[-3:])
    other = dice.choice([d for d in "123456789" if d != truth[place]])
    return truth[:place] + other + truth[place + 1 :]
