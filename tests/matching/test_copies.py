"""A list cleaned of duplicates where expectation and maximisation alone ends with the wrong class."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import combinations

import numpy as np

from matching import dedupe_table
from matching.comparisons import codes
from matching.copies import _thinned
from matching.judged import NONE
from matching.links import _least_evidence
from matching.model import UNRELATED, _bounded
from matching.score import Scored

_SYLLABLES = ("ba", "co", "du", "fel", "gra", "hin", "jo", "kel", "lum", "mor", "nap", "or", "pel", "qui", "ros", "tan")


def _word(dice: random.Random) -> str:
    return "".join(dice.choice(_SYLLABLES) for _ in range(dice.randint(2, 3)))


def _phrase(dice: random.Random, least: int, most: int) -> str:
    return " ".join(_word(dice) for _ in range(dice.randint(least, most)))


def _pairs(labels: list[int]) -> set[tuple[int, int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for place, label in enumerate(labels):
        groups[label].append(place)
    return {pair for members in groups.values() for pair in combinations(members, 2)}


def test_one_column_of_large_groups_is_grouped() -> None:
    """Where each row has ten copies they are half a percent of all pairs, and still no agreement by chance."""
    dice = random.Random(3)
    rows = []
    for place in range(60):
        name, town = _phrase(dice, 5, 9), _phrase(dice, 1, 2)
        for _ in range(dice.choice((1, 3, 6, 12))):
            rows.append((place, f"{name}, {town}" if dice.random() < 0.5 else name))
    dice.shuffle(rows)
    found = dedupe_table({"affiliation": [text for _, text in rows]}, len(rows)).cluster.tolist()
    said, true = _pairs(found), _pairs([place for place, _ in rows])
    assert len(said & true) >= 0.8 * max(len(said), len(true))


def test_the_next_model_is_no_copy() -> None:
    """Of products whose sisters outnumber their copies more pairs that are said are copies than not."""
    dice = random.Random(5)
    rows: list[tuple[int, str, str, str]] = []
    for place in range(900):
        if rows and dice.random() < 0.33:
            _, title, brand, _ = dice.choice(rows[-100:])
            at = dice.randint(1, 3)
            title = title[:-at] + dice.choice("0123456789") + title[len(title) - at + 1 :]
        else:
            brand = _word(dice)
            title = f"{brand} {_phrase(dice, 2, 3)} {_word(dice)[:2].upper()}{dice.randint(1000, 99999)}"
        price = f"{dice.randint(500, 90000) / 100:.2f}"
        rows.append((place, title, brand, price))
        if dice.random() < 0.06:
            rows.append((place, title.upper() if dice.random() < 0.5 else f"{title} new", brand, price))
    dice.shuffle(rows)
    cells = {name: [row[at] for row in rows] for at, name in ((1, "title"), (2, "brand"), (3, "price"))}
    said = _pairs(dedupe_table(cells, len(rows)).cluster.tolist())
    true = _pairs([place for place, *_ in rows])
    assert len(said & true) > 0.5 * len(said)
    assert len(said & true) > 0.7 * len(true)


def test_strangers_agree_the_more_seldom_the_more_alike() -> None:
    """Copies among the pairs drawn at random do not count as agreement by chance."""
    start = np.tile([0.00065, 0.00113, 0.00164, 0.00113, 0.00541, 0.06502, 0.92502], (3, 1))
    made = _thinned(start)[UNRELATED]
    assert (np.diff(made) >= 0).all()
    assert made[0] < 1e-6
    assert abs(made.sum() - 1) < 1e-9


def test_matches_seldom_have_the_next_number() -> None:
    """Whatever is learned, a level that matches are seldom on keeps its bound, and the rest sums to one."""
    comparison = codes("title")
    learned = np.array([0.1, 0.05, 0.05, 0.7, 0.06, 0.04])
    made = _bounded(learned, comparison)
    assert made[3] == comparison.levels[3].match
    assert abs(made.sum() - 1) < 1e-9


def test_kin_of_a_few_linked_rows_are_everywhere() -> None:
    """Where a fiftieth of a list is linked, two of them that are alike stand for fifty times as many, and no copies."""
    decoy, pairs = (0, 1), [(place, place + 1) for place in range(100, 160, 2)]
    taken, only = {row: row for row in range(20)}, np.ones(1000, dtype=bool)
    alike = _least_evidence(_scored([decoy, *pairs], [20.0] * 31), taken, only)
    far_more = _least_evidence(_scored([decoy, *pairs], [20.0, *[60.0] * 30]), taken, only)
    assert alike == np.inf
    assert far_more == 60.0


def _scored(pairs: list[tuple[int, int]], evidence: list[float]) -> Scored:
    left, right = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    weights, nothing = np.array(evidence), np.zeros((len(pairs), 0), dtype=np.int8)
    return Scored(left, right, nothing, weights, 0.0, weights, None, None, NONE)  # type: ignore[arg-type]
