"""Two tables of the same work orders, from a seed: as read off paper, and as keyed by clerks; with the truth.

Hard on purpose: look-alike glyphs, lost and split characters, abbreviations, mixed date formats, wrong number digits,
orders that one side lacks, sheets scanned twice, records keyed twice, and repeated work at the same address.

    python -m benchmarks.linkage_orders --orders 10000 --seed 7 --out bench-out/orders
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.linkage_words import FIRST, LOOKS

FIELDS = (
    "order_number",
    "requested_on",
    "completed_on",
    "location",
    "requester_name",
    "requester_phone",
    "category",
    "description",
    "assigned_to",
    "total_cost",
)
Order = dict[str, str]

_SYLLABLES = [
    "al",
    "an",
    "ar",
    "bel",
    "ber",
    "bran",
    "cal",
    "car",
    "clen",
    "dar",
    "den",
    "el",
    "fair",
    "far",
    "glen",
    "gran",
    "hal",
    "har",
    "ken",
    "lan",
    "lin",
    "mal",
    "mar",
    "mil",
]
_SYLLABLES += [
    "nor",
    "oak",
    "pen",
    "quin",
    "ran",
    "red",
    "ros",
    "san",
    "shel",
    "stan",
    "tor",
    "val",
    "ver",
    "wal",
    "wes",
    "win",
    "yar",
]
_ENDS = [
    "bury",
    "dale",
    "field",
    "ford",
    "ham",
    "land",
    "ley",
    "mont",
    "more",
    "ridge",
    "stead",
    "ton",
    "view",
    "ville",
    "wood",
    "worth",
]
_SUFFIXES = {"Street": "ST", "Avenue": "AVE", "Road": "RD", "Drive": "DR", "Lane": "LN", "Court": "CT", "Place": "PL"}
_LAST_ENDS = ["son", "man", "er", "ez", "ski", "berg", "sen", "ley", "ton", "well", "ford", "by", "field", "wood"]
_WORK = {
    "Pothole": ("fill", "patch", "pothole", "hole", "road", "lane", "drain", "curb", "asphalt"),
    "Street light": ("replace", "lamp", "light", "out", "flickers", "pole", "leaning", "night", "photocell"),
    "Sign": ("install", "replace", "stop", "parking", "sign", "bent", "missing", "post", "faded"),
    "Tree": ("trim", "remove", "dead", "tree", "limb", "roots", "sidewalk", "stump", "wires"),
    "Water": ("leak", "meter", "hydrant", "valve", "pressure", "main", "replace", "service", "box"),
    "Sewer": ("clear", "blocked", "sewer", "manhole", "cover", "drain", "odor", "backup", "grate"),
    "Sidewalk": ("repair", "cracked", "panel", "sidewalk", "trip", "hazard", "ramp", "raised", "brick"),
}
_WHERE = [
    "north side",
    "near school",
    "at corner",
    "in alley",
    "by bus stop",
    "front of house",
    "behind lot",
    "near bridge",
    "east lane",
]
_SHORT = {"replace": "repl", "install": "inst", "sidewalk": "sdwlk", "service": "svc", "near": "nr", "north": "N"}
_SHORT |= {"street": "st", "parking": "pkg", "pressure": "press", "corner": "cor", "front": "frt", "repair": "rep"}
_LOOKS = LOOKS | {"l": "1", "I": "1", "n": "ri", "h": "b", "u": "v", "rn": "m", "g": "q", "t": "f", "i": "l", "a": "o"}


@dataclass(frozen=True, slots=True)
class Spoil:
    """How badly the lists are treated, as shares."""

    glyph: float = 0.015
    """Of characters on paper, misread."""
    dropped: float = 0.004
    """Of characters on paper, lost."""
    split: float = 0.01
    """Of words on paper, with a blank inside."""
    unread: float = 0.04
    """Of fields on paper, empty."""
    blank: float = 0.04
    """Of fields of records, empty."""
    not_keyed: float = 0.05
    not_on_paper: float = 0.03
    scanned_twice: float = 0.02
    keyed_twice: float = 0.02
    number_wrong: float = 0.03
    """Of records, a digit of the order number is another, or two are swapped."""
    value_wrong: float = 0.04
    """Of records, one date or amount is another."""
    repeats: float = 0.08
    """Of orders, asked for again at the same address within three weeks."""


def city(dice: random.Random, orders: int) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """Streets, last names and requesters of a city that is as large as its work."""
    syllables = [s.capitalize() for s in _SYLLABLES]
    streets = {f"{dice.choice(syllables)}{dice.choice(_ENDS)}" for _ in range(min(120 + orders // 60, 560))}
    streets |= {f"{dice.choice(['First', 'Second', 'Third', 'Oak', 'Main', 'Park', 'Lake'])}" for _ in range(9)}
    lasts = sorted({f"{dice.choice(syllables)}{dice.choice(_LAST_ENDS)}" for _ in range(700)})
    names = [f"{dice.choice(FIRST)} {dice.choice(lasts)}" for _ in range(max(60, orders * 2 // 3))]
    people = [(name, f"617{dice.randint(2000000, 9999999)}") for name in names]
    crews = [f"{dice.choice(FIRST)} {dice.choice(lasts)}" for _ in range(24)]
    return sorted(streets), crews, people


def make_orders(dice: random.Random, spoil: Spoil, count: int) -> list[Order]:
    """The orders as they were."""
    streets, crews, people = city(dice, count)
    made: list[Order] = []
    for number in range(count):
        day = date(2018, 1, 2) + timedelta(days=number * 700 // count)
        again = dice.choice(made[-200:]) if made and dice.random() < spoil.repeats else None
        made.append(_order(dice, (number, day), (streets, crews, people), again))
    return made


def _order(
    dice: random.Random,
    when: tuple[int, date],
    town: tuple[list[str], list[str], list[tuple[str, str]]],
    again: Order | None,
) -> Order:
    (number, day), (streets, crews, people) = when, town
    category = again["category"] if again and dice.random() < 0.7 else dice.choice(list(_WORK))
    name, phone = dice.choice(people)
    if again and dice.random() < 0.4:
        name, phone = again["requester_name"], again["requester_phone"]
    suffix = dice.choice(list(_SUFFIXES))
    words = dice.sample(_WORK[category], dice.randint(2, 4))
    return {
        "order_number": f"WO-{day:%y}-{number + 1:06d}",
        "requested_on": day.isoformat(),
        "completed_on": (day + timedelta(days=int(dice.expovariate(0.15)))).isoformat(),
        "location": again["location"] if again else f"{dice.randint(1, 2400)} {dice.choice(streets)} {suffix}",
        "requester_name": name,
        "requester_phone": phone,
        "category": category,
        "description": " ".join([*words, dice.choice(_WHERE)]),
        "assigned_to": dice.choice(crews),
        "total_cost": f"{dice.randint(4000, 90000) / 100:.2f}",
    }


def on_paper(dice: random.Random, spoil: Spoil, order: Order) -> Order:
    """The order as it was read off its sheet."""
    values = {name: "" if dice.random() < spoil.unread else _read(dice, spoil, order[name]) for name in FIELDS}
    return values | {"order_number": values["order_number"] or _read(dice, spoil, order["order_number"])}


def _read(dice: random.Random, spoil: Spoil, text: str) -> str:
    written = [_glyph(dice, spoil, character) for character in text]
    if len(text) > 3 and dice.random() < spoil.split * len(text.split()):
        written.insert(dice.randint(1, len(written) - 1), " ")
    return "".join(written)


def _glyph(dice: random.Random, spoil: Spoil, character: str) -> str:
    chance = dice.random()
    if chance < spoil.dropped:
        return ""
    if chance < spoil.dropped + spoil.glyph:
        other = str(dice.randint(0, 9)) if character.isdigit() and dice.random() < 0.4 else None
        return other or _LOOKS.get(character, character)
    return character


def keyed(dice: random.Random, spoil: Spoil, order: Order, again: bool) -> Order:
    """The order as a clerk keyed it; what is keyed a second time has its own slips."""
    values = {name: _HABITS.get(name, _as_is)(dice, order[name]) for name in FIELDS}
    if dice.random() < spoil.number_wrong:
        values["order_number"] = _slip(dice, values["order_number"])
    if dice.random() < spoil.value_wrong + 0.3 * again:
        name = dice.choice(("requested_on", "completed_on", "total_cost"))
        values[name] = _HABITS.get(name, _as_is)(dice, _other(dice, name, order[name]))
    return {name: "" if dice.random() < spoil.blank else value for name, value in values.items()}


def _as_is(dice: random.Random, text: str) -> str:  # noqa: ARG001 - the shape of a habit
    return text


def _slip(dice: random.Random, text: str) -> str:
    """One digit another, or two neighbours swapped."""
    places = [place for place, c in enumerate(text) if c.isdigit()][-5:]
    place = dice.choice(places[:-1])
    if dice.random() < 0.4:
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + str(dice.randint(0, 9)) + text[place + 1 :]


def _other(dice: random.Random, name: str, text: str) -> str:
    if name == "total_cost":
        return _slip(dice, text)
    return (date.fromisoformat(text) + timedelta(days=dice.choice([-30, -1, 1, 2, 7, 10, 31, 365]))).isoformat()


def _day(dice: random.Random, text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.month}/{day.day}/{day.year}" if dice.random() < 0.85 else f"{day:%m/%d/%y}"


def _place(dice: random.Random, text: str) -> str:
    short = " ".join(_SUFFIXES.get(word, word) for word in text.split())
    return dice.choice((short, short.upper(), short, text, " ".join(text.split()[:-1])))


def _name(dice: random.Random, text: str) -> str:
    first, last = text.split()
    return dice.choice((f"{last}, {first}", f"{last}, {first}", text, f"{first[0]}. {last}", text.upper(), last))


def _phone(dice: random.Random, text: str) -> str:
    return dice.choice((f"({text[:3]}) {text[3:6]}-{text[6:]}", f"{text[3:6]}-{text[6:]}", text))


def _text(dice: random.Random, text: str) -> str:
    words = [_SHORT.get(word, word) if dice.random() < 0.6 else word for word in text.split()]
    kept = [word for word in words if dice.random() > 0.1] or words
    return " ".join(kept).upper() if dice.random() < 0.5 else " ".join(kept)


def _number(dice: random.Random, text: str) -> str:
    return dice.choice((text, text, text, text.replace("-", ""), text[3:]))


_HABITS: dict[str, Callable[[random.Random, str], str]] = {
    "order_number": _number,
    "requested_on": _day,
    "completed_on": _day,
    "location": _place,
    "requester_name": _name,
    "assigned_to": _name,
    "requester_phone": _phone,
    "description": _text,
}


def write_orders(folder: Path, orders: int, seed: int) -> None:
    """Write `left.csv` (paper), `right.csv` (digital) and `truth.csv` (left_id, right_id) into a folder."""
    dice, spoil = random.Random(seed), Spoil()
    paper: list[tuple[int, Order]] = []
    digital: list[tuple[int, Order]] = []
    for place, order in enumerate(make_orders(dice, spoil, orders)):
        if dice.random() >= spoil.not_on_paper:
            paper += [(place, on_paper(dice, spoil, order)) for _ in range(1 + (dice.random() < spoil.scanned_twice))]
        if dice.random() >= spoil.not_keyed:
            twice = 1 + (dice.random() < spoil.keyed_twice)
            digital += [(place, keyed(dice, spoil, order, again > 0)) for again in range(twice)]
    dice.shuffle(digital)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "left.csv", ("id", *FIELDS), ([f"P{n}", *o.values()] for n, (_, o) in enumerate(paper)))
    _write(folder / "right.csv", ("id", *FIELDS), ([f"D{n}", *o.values()] for n, (_, o) in enumerate(digital)))
    sides: dict[int, list[int]] = {}
    for number, (place, _) in enumerate(digital):
        sides.setdefault(place, []).append(number)
    pairs = ([f"P{n}", f"D{m}"] for n, (place, _) in enumerate(paper) for m in sides.get(place, []))
    _write(folder / "truth.csv", ("left_id", "right_id"), pairs)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Write one set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    write_orders(chosen.out, chosen.orders, chosen.seed)


if __name__ == "__main__":
    main()
