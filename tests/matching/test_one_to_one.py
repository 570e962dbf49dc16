"""One to one in probabilities, how many rows have a partner, terms of texts, and what columns hold: each by a rule."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import dedupe_table, link_tables
from matching.cluster import cluster
from matching.detect import Kind, detect, iso_day, plain_amount
from matching.ids import texts_of
from matching.marginals import Edges, marginals, prior_odds
from matching.refine import expected_matches
from matching.tables import column_of
from matching.vectors import vectors_of, words_of


def _edges(pairs: dict[tuple[int, int], float], size: int) -> Edges:
    listed = sorted(pairs)
    left, right = (np.array([pair[side] for pair in listed], dtype=np.int64) for side in (0, 1))
    return Edges(left, right, np.array([pairs[pair] for pair in listed]), size, size)


def _slow(pairs: dict[tuple[int, int], float], count: float, size: int) -> list[float]:
    """Every way to pair, weighed: the share of those that each pair is in."""
    prior, listed = prior_odds(count, size, size), sorted(pairs)
    total, within = 0.0, dict.fromkeys(listed, 0.0)
    for many in range(len(listed) + 1):
        for chosen in combinations(listed, many):
            if len({i for i, _ in chosen}) == len({j for _, j in chosen}) == many:
                weight = math.prod(math.exp(pairs[pair]) * prior for pair in chosen)
                total += weight
                for pair in chosen:
                    within[pair] += weight
    return [within[pair] / total for pair in listed]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(1, 4), st.floats(-3, 8)), min_size=1, max_size=5), st.floats(0.5, 4))
def test_on_a_tree_the_probabilities_are_exact(steps: list[tuple[int, float]], count: float) -> None:
    """Where the candidates make no loop, each probability is the share of all ways to pair that the pair is in."""
    nodes, pairs = [(0, 0)], dict[tuple[int, int], float]()
    for number, (back, evidence) in enumerate(steps, 1):
        side, place = nodes[max(len(nodes) - back, 0)]
        pairs[(place, number) if side == 0 else (number, place)] = evidence
        nodes.append((1 - side, number))
    size = len(steps) + 1
    found = marginals(_edges(pairs, size), count)
    assert found.tolist() == pytest.approx(_slow(pairs, count, size), abs=1e-3)


@settings(deadline=None)
@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.floats(-5, 12), max_size=20))
def test_no_row_has_more_than_one_partner(pairs: dict[tuple[int, int], float]) -> None:
    """The probabilities of a row's candidates add up to no more than one."""
    edges = _edges(pairs, 6)
    found = marginals(edges, 4.0)
    for ids in (edges.left, edges.right):
        assert np.bincount(ids, weights=found, minlength=6).max(initial=0.0) <= 1.0 + 1e-3


@pytest.mark.parametrize(("share", "most"), [(0.2, 0.6), (0.5, 0.7), (0.9, 0.95)])
def test_rows_with_a_partner_are_counted_by_runners_up(share: float, most: float) -> None:
    """From a guess of nine tenths the number of partners comes down towards the truth, and not below it."""
    dice, size, known = np.random.default_rng(3), 1000, int(1000 * share)
    rows = np.repeat(np.arange(size), 4)
    columns = dice.integers(0, size, len(rows))
    left = np.concatenate((np.arange(known), rows))
    right = np.concatenate((np.arange(known), columns))
    evidence = np.concatenate((dice.normal(14, 2, known), dice.normal(2, 2, len(rows))))
    joint, first = np.unique(left * size + right, return_index=True)
    edges = Edges(joint // size, joint % size, evidence[first], size, size)
    assert 0.95 * known <= expected_matches(edges, 0.9 * size) <= most * size


def test_a_mark_inside_a_word_does_not_divide_it() -> None:
    """A model number is one word with and without its hyphen."""
    assert set(words_of("Sony PS-LX350H")) == {"sony", "ps", "lx350h", "pslx350h"}


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=8))
def test_a_text_is_most_like_itself(texts: list[str]) -> None:
    """Rows of terms have length one or none, so no likeness is over one, and a text with words is one like itself."""
    vectors = vectors_of(texts_of(texts))
    likeness = (vectors @ vectors.T).toarray()
    assert likeness.max(initial=0.0) <= 1.0 + 1e-5
    for place, text in enumerate(texts):
        assert likeness[place, place] == pytest.approx(1.0 if words_of(text) else 0.0, abs=1e-5)


@pytest.mark.parametrize(
    ("header", "cells", "kind"),
    [
        ("number", [f"WO-19-{n:05d}" for n in range(200)], Kind.IDENTIFIER),
        ("postcode", [str(2000 + n % 40) for n in range(200)], Kind.CODE),
        ("born", [f"19{n % 90 + 10}{n % 12 + 1:02d}{n % 28 + 1:02d}" for n in range(200)], Kind.DATE),
        ("opened", [f"{n % 12 + 1}/{n % 28 + 1}/2019" for n in range(200)], Kind.DATE),
        ("price", [f"{n * 7.31:.2f}" for n in range(200)], Kind.AMOUNT),
        ("phone", [f"(617) 555-{n:04d}" for n in range(200)], Kind.PHONE),
        ("where", [f"{n} Quincy Street" for n in range(200)], Kind.ADDRESS),
        ("state", ["nsw", "vic", "qld", "wa"] * 50, Kind.CHOICE),
        ("town", [f"{chr(97 + n % 26)}ville{chr(97 + n // 26)}" for n in range(200)], Kind.WORD),
        ("title", [f"On the theory of joins, part {n} of the series on query plans" for n in range(200)], Kind.TEXT),
    ],
)
def test_columns_say_what_they_hold(header: str, cells: list[str], kind: Kind) -> None:
    """The kind of a column is found out from its cells."""
    column = column_of(cells)
    assert detect(header, column, column).kind is kind


@given(st.dates())
def test_a_day_is_a_day_however_it_is_written(day: object) -> None:
    """ISO, American and plain digits give the same day, with look-alike glyphs for digits too."""
    text = str(day)
    year, month, number = text.split("-")
    if 1800 <= int(year) <= 2200:
        assert iso_day(f"{int(month)}/{int(number)}/{year}") == iso_day(text.replace("-", "")) == text
        assert iso_day(text.replace("0", "O").replace("1", "l")) == text


@pytest.mark.parametrize(("text", "amount"), [("$1,234.50", "1234.50"), ("l2.5O", "12.50"), ("n/a", ""), ("-3", "-3")])
def test_amounts_are_plain_decimals(text: str, amount: str) -> None:
    """Signs of currency and dividing commas go, glyphs that look like digits are repaired."""
    assert plain_amount(text) == amount


def test_groups_that_stand_apart_are_not_joined_by_a_third() -> None:
    """Two rows with partners of their own stay apart, whatever resembles both."""
    found = cluster([(0, 1, 0.9), (1, 2, 0.8)], {0: 5, 2: 7})
    assert [group.members for group in found] == [(0, 1)]


def test_one_likeness_does_not_join_what_differs_otherwise() -> None:
    """Groups are joined while all pairs between them say so on average."""
    clash = [(0, 1, 0.99), (2, 3, 0.99), (1, 2, 0.6), (0, 2, 0.02), (0, 3, 0.02), (1, 3, 0.02)]
    assert [group.members for group in cluster(clash)] == [(0, 1), (2, 3)]


def test_copies_share_a_partner_and_look_alikes_do_not() -> None:
    """A row that is there twice links twice; a row that only resembles another links once, or not at all."""
    titles = [f"{word} {kind} {number}" for word in _WORDS for kind in ("lamp", "chair") for number in (371, 842)]
    left = {"title": [*titles, titles[0]], "price": [f"{9.5 + 7 * n:.2f}" for n in range(len(titles))] + ["9.50"]}
    right = {name: cells[: len(titles)] for name, cells in left.items()}
    found = link_tables(left, right, (len(titles) + 1, len(titles)))
    pairs = set(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert {(n, n) for n in range(1, len(titles))} <= pairs
    assert all(one == other or {one, other} == {0, len(titles)} for one, other in pairs)


_WORDS = [
    "amber",
    "birch",
    "cobalt",
    "drift",
    "ember",
    "fjord",
    "grove",
    "harbor",
    "indigo",
    "juniper",
    "kelp",
    "lunar",
    "maple",
    "nectar",
    "onyx",
    "pebble",
]


def test_rows_that_say_nothing_are_alone() -> None:
    """Without a value there is no duplicate and no link."""
    cells = {"a": ["", "", ""], "b": ["", "", ""]}
    assert dedupe_table(cells, 3).cluster.tolist() == [0, 1, 2]
    assert len(link_tables(cells, dict(cells), (3, 3)).left) == 0


def test_a_list_ten_times_larger_gives_the_same_links() -> None:
    """Rows of another year do not take partners from those that have one."""
    dice = np.random.default_rng(8)
    names = [f"{_WORDS[n % 16]} {_WORDS[(n // 16) % 16]} {dice.integers(100, 999)}" for n in range(1100)]
    born = [f"19{n % 80 + 10}-{n % 12 + 1:02d}-{n % 27 + 1:02d}" for n in range(1100)]
    left = {"name": names[:100], "born": born[:100]}
    found = link_tables(left, {"name": names, "born": born}, (100, 1100))
    assert set(zip(found.left.tolist(), found.right.tolist(), strict=True)) == {(n, n) for n in range(100)}
