"""How far kinship explains likeness is learned of rows that surely have other partners."""

from __future__ import annotations

from itertools import combinations
from random import Random

from matching.analyst import TableClusters, TableLinks, dedupe_table, link_tables
from matching.model import CLOSE, EXPLAINED
from matching.saved import read, written

_FIRST = ("Ada", "Bela", "Cora", "Dov", "Enid", "Finn", "Gus", "Hana", "Ivo", "Jana", "Karl", "Lena")
_LAST = (
    "Okafor",
    "Brandt",
    "Silva",
    "Meyer",
    "Novak",
    "Rossi",
    "Tanaka",
    "Weber",
    "Larsen",
    "Dubois",
    "Haas",
    "Petrov",
)
_SIZE, _PRACTICES = 4, 150


def _doctors() -> dict[str, list[str]]:
    """Practices of four, who have all but their names in common."""
    dice = Random(5)
    names = [f"{one} {two}" for one in _FIRST for two in _LAST]
    rows = [
        (name, f"{n} Clinic", f"{dice.randint(1, 999)} {dice.choice(_LAST)} St", f"2125{dice.randint(100000, 999999)}")
        for n in range(_PRACTICES)
        for practice in [dice.sample(names, _SIZE)]
        for name in practice
    ]
    shared = [rows[n - n % _SIZE][1:] for n in range(len(rows))]
    return {
        "name": [row[0] for row in rows],
        "practice": [each[0] for each in shared],
        "address": [each[1] for each in shared],
        "phone": [each[2] for each in shared],
        "fax": [f"2129{each[2][6:]}{each[2][4:6]}" for each in shared],
        "postcode": [each[2][3:8] for each in shared],
        "mail": [f"desk@{each[0].replace(' ', '').lower()}.org" for each in shared],
    }


def _linked() -> tuple[TableLinks, set[tuple[int, int]]]:
    """Each list leaves out a third of the doctors; the second has some names shortened."""
    every, dice = _doctors(), Random(6)
    size = len(every["name"])
    sides = [[n for n in range(size) if dice.random() < 0.67] for _ in range(2)]
    left, right = ({name: [cells[n] for n in side] for name, cells in every.items()} for side in sides)
    right["name"] = [f"{name[0]}. {name.split()[1]}" if dice.random() < 0.2 else name for name in right["name"]]
    truth = {(sides[0].index(n), sides[1].index(n)) for n in set(sides[0]) & set(sides[1])}
    return link_tables(left, right, (len(sides[0]), len(sides[1]))), truth


def test_who_is_in_one_list_only_is_given_no_colleague() -> None:
    """Practice, address, phone and postcode are one thing that colleagues share, however rare each is."""
    found, truth = _linked()
    said = set(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert found.model.explained > EXPLAINED
    assert len(said - truth) <= 0.02 * len(said)
    assert len(truth - said) <= 0.02 * len(truth)


def test_what_kinship_explains_is_written_down_with_the_model() -> None:
    """More rows are linked by what was learned of others, and a model without it means what holds for any list."""
    found, _ = _linked()
    assert abs(read(written(found.model)).explained - found.model.explained) < 1e-5
    assert read('{"version": 1, "comparisons": []}').explained == EXPLAINED


_THINGS = ("water leak", "no water", "meter broken", "sewer backup", "odor", "main break", "billing", "low pressure")


def _calls() -> tuple[dict[str, list[str]], list[int]]:
    """A log of 900 calls of which a third is keyed twice, and which call each row is; one in eight calls once more."""
    dice, clock, callers = Random(8), 0.0, list[tuple[str, str, str]]()
    rows = []
    for call in range(900):
        clock += dice.expovariate(1 / 40)
        name = f"{dice.choice(_FIRST)} {dice.choice(_LAST)}"
        new = (name, f"{dice.randint(1, 400)} {dice.choice(_LAST)} St", f"555-{dice.randint(1000, 9999)}")
        callers.append(dice.choice(callers[-30:]) if callers and dice.random() < 0.12 else new)
        for _ in range(1 + (dice.random() < 0.35)):
            said = int(clock) + dice.choice((0, 0, 5, 10))
            when = f"2019-03-{said // 1440 % 28 + 1:02d}", f"{said // 60 % 24:02d}:{said % 60:02d}"
            phone = callers[-1][2] if dice.random() < 0.7 else ""
            rows.append((call, *when, *callers[-1][:2], phone, dice.choice(_THINGS)))
    dice.shuffle(rows)
    names = ("date", "time", "caller", "address", "phone", "remarks")
    return {name: [row[place] for row in rows] for place, name in enumerate(names, 1)}, [row[0] for row in rows]


def _wrong(found: TableClusters, calls: list[int]) -> tuple[int, int]:
    """How many pairs of rows are falsely joined or not found, of how many that are one call."""
    pairs = list(combinations(range(len(calls)), 2))
    said, true = ({pair for pair in pairs if of[pair[0]] == of[pair[1]]} for of in (found.cluster.tolist(), calls))
    return len(said ^ true), len(true)


def test_a_callers_second_call_of_a_day_is_no_copy_of_the_first() -> None:
    """What close kin have in common is learned where copies come in twos, and holds for more rows by the model."""
    cells, calls = _calls()
    found = dedupe_table(cells, len(calls))
    saved = read(written(found.model))
    again = dedupe_table(cells, len(calls), model=saved)
    assert found.model.explained > EXPLAINED
    assert len(found.model.shares) == CLOSE + 1
    for each, most in ((found, 0.02), (again, 0.04)):
        wrong, true = _wrong(each, calls)
        assert wrong <= most * true
