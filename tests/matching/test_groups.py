"""Groups of more than two: copies of a row within a list, several rows of one list that are one of the other."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from matching import dedupe_table, link_tables
from matching.cluster import Cluster, cluster
from matching.grouped import Grouped, between
from matching.judged import NONE
from matching.keys import deletions
from matching.model import MATCH, RELATED
from matching.nearest import _best
from matching.normalise import words
from matching.recall import blocking_recall
from matching.score import Scored, _ordered
from matching.vectors import codes_of, unit_rows

_SYLLABLES = ("ba", "co", "du", "fel", "gra", "hin", "jo", "kel", "lum", "mor", "nap", "or", "pel", "qui", "ros", "tan")
_PLACES = ("VLDB", "SIGMOD Conference", "TODS", "SIGMOD Record")


def _word(dice: random.Random) -> str:
    return "".join(dice.choice(_SYLLABLES) for _ in range(dice.randint(2, 3)))


def _paper(dice: random.Random) -> tuple[str, str, str, str]:
    title = " ".join(_word(dice) for _ in range(dice.randint(4, 8)))
    authors = ", ".join(f"{_word(dice)} {_word(dice)}" for _ in range(dice.randint(1, 4)))
    return title, authors, dice.choice(_PLACES), str(dice.randint(1990, 2004))


def _cited(dice: random.Random, paper: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
    """The paper as somebody cites it: names cut short, words lost, the place and the year left out."""
    title, authors, place, year = paper
    names = [f"{name.split()[0][0]} {name.split()[1]}" if dice.random() < 0.5 else name for name in authors.split(", ")]
    kept = [word for word in title.split() if dice.random() > 0.12] or title.split()
    left_out = ["" if dice.random() < 0.3 else value for value in (place, year)]
    return " ".join(kept), ", ".join(names[: dice.randint(1, 4)]), *left_out  # type: ignore[return-value]


_NAMES = ("title", "authors", "place", "year")


def _columns(rows: list[tuple[str, str, str, str]]) -> dict[str, list[str]]:
    return {name: [row[place] for row in rows] for place, name in enumerate(_NAMES)}


def test_many_citations_of_a_paper_are_one_paper() -> None:
    """Groups of up to thirty rows, no two of them quite the same, are found whole and kept apart."""
    dice = random.Random(4)
    papers = [_paper(dice) for _ in range(60)]
    cited = [(n, _cited(dice, paper)) for n, paper in enumerate(papers) for _ in range(dice.choice((1, 2, 6, 12, 30)))]
    dice.shuffle(cited)
    found = dedupe_table(_columns([row for _, row in cited]), len(cited)).cluster.tolist()
    truth = [n for n, _ in cited]
    said, true = _pairs(found), _pairs(truth)
    assert len(said & true) >= 0.9 * max(len(said), len(true))


def _pairs(labels: list[int]) -> set[tuple[int, int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for place, label in enumerate(labels):
        groups[label].append(place)
    return {pair for members in groups.values() for pair in combinations(members, 2)}


def test_the_pair_that_holds_a_group_together_is_told() -> None:
    """A group's bond is the weakest pair that joined it, and its probability is the group's."""
    made = cluster([(0, 1, 0.99), (1, 2, 0.7), (3, 4, 0.95), (4, 5, 0.9), (2, 5, 0.3)])
    assert made == (Cluster((0, 1, 2), 0.7, (1, 2)), Cluster((3, 4, 5), 0.9, (4, 5)))


def test_one_row_may_be_several_of_the_other_list() -> None:
    """A paper is linked with each of its citations, and with those of no other paper."""
    dice = random.Random(9)
    papers = [_paper(dice) for _ in range(200)]
    cited = [(n, _cited(dice, paper)) for n, paper in enumerate(papers) for _ in range(dice.choice((0, 1, 2, 4, 8)))]
    dice.shuffle(cited)
    known = papers[:120]
    found = link_tables(_columns(known), _columns([row for _, row in cited]), (len(known), len(cited)))
    said = set(zip(found.left.tolist(), found.right.tolist(), strict=True))
    true = {(n, place) for place, (n, _) in enumerate(cited) if n < len(known)}
    assert len(said & true) >= 0.85 * len(true)
    assert len(said & true) >= 0.9 * len(said)


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.floats(-5, 5)), max_size=25, unique_by=lambda e: e[:2])
)
def test_the_pair_with_most_evidence_stands_for_two_groups(pairs: list[tuple[int, int, float]]) -> None:
    """Of each pair of groups there is one edge, with the most evidence that any pair of their rows has."""
    sides = Grouped.of(7, (Cluster((0, 2), 0.9), Cluster((1, 5, 6), 0.8))), Grouped.of(7, (Cluster((3, 4), 0.7),))
    found = between(_scored(pairs), sides)
    best: dict[tuple[int, int], float] = {}
    for one, other, evidence in pairs:
        key = int(sides[0].group[one]), int(sides[1].group[other])
        best[key] = max(best.get(key, -np.inf), evidence)
    edges = zip(found.edges.left.tolist(), found.edges.right.tolist(), strict=True)
    assert dict(zip(edges, found.edges.evidence.tolist(), strict=True)) == best
    assert int(found.stands.sum()) == len(best)


def _scored(pairs: list[tuple[int, int, float]]) -> Scored:
    left, right = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    evidence = np.array([pair[2] for pair in pairs], dtype=np.float64)
    nothing = np.zeros((len(pairs), 0), dtype=np.int8)
    return Scored(left, right, nothing, evidence, 0.0, evidence, None, None, NONE)  # type: ignore[arg-type]


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_most_alike_are_found_as_by_looking_at_all(seed: int) -> None:
    """What is kept while the likenesses are computed is as alike as what sorting all of them gives."""
    dice = np.random.default_rng(seed)
    made = unit_rows(csr_array(dice.random((12, 9)) * (dice.random((12, 9)) < 0.4), dtype=np.float32))
    rows, columns = _best(made, made.T.tocsr(), 3)
    dense = (made @ made.T).toarray()
    for row in range(12):
        kept = np.sort(dense[row, columns[rows == row]])
        wanted = np.sort(dense[row])[::-1][:3]
        assert kept == pytest.approx(np.sort(wanted[wanted > 0.15]), abs=1e-5)


@given(st.text(max_size=40))
def test_words_do_not_hang_on_case_or_accents(text: str) -> None:
    """Capitals and small letters are the same words, in every script that has both."""
    assert all(word == word.lower() for word in words(text))
    assert words("Ugur Çetintemel, JÖRG Sander") == ["ugur", "cetintemel", "jorg", "sander"]
    assert words("пример 中文") == ["пример", "中文"]


def test_the_model_number_settles_which_product() -> None:
    """Of products whose names are nearly the same, those with the same model number are one."""
    dice = random.Random(2)
    makers = [_word(dice) for _ in range(12)]
    models = [f"{dice.choice('ABCDEFG')}{dice.choice('HJKLM')}{dice.randint(100, 9999)}" for _ in range(160)]
    sold = [(dice.choice(makers), model) for model in models]
    left = [f"{maker} stereo receiver {model} black" for maker, model in sold]
    right = [f"{model[:2]}-{model[2:]} {maker} digital receiver" for maker, model in sold]
    found = link_tables({"name": left}, {"name": right}, (len(left), len(right)))
    said = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert sum(one == other for one, other in said) >= 0.97 * max(len(said), len(sold))


def test_codes_are_the_words_with_a_digit() -> None:
    """A model number, an edition and a size are codes; a name is none."""
    assert codes_of("Sony PS-LX350H Turntable, 2nd edition 10/100") == ["lx350h", "pslx350h", "2nd", "10", "100"]


def test_rows_that_all_say_the_same_are_one() -> None:
    """A list of one row, written again and again, is one row, and it is said why."""
    found = dedupe_table({"name": ["Ann Lee"] * 50, "town": ["Quincy"] * 50}, 50)
    assert found.cluster.tolist() == [0] * 50
    assert found.notes


def test_two_lists_of_one_row_are_linked() -> None:
    """One row and the same row in another list are the same, few though they be."""
    cells = {"name": ["Ann Lee"], "street": ["12 Oak Street"], "born": ["1970-03-02"]}
    assert len(link_tables(cells, dict(cells), (1, 1)).left) == 1


def test_tables_that_say_nothing_say_so() -> None:
    """Where every common column is empty, there is a word about it and no link."""
    found = link_tables({"a": [""] * 30}, {"a": [""] * 30}, (30, 30))
    assert not len(found.left)
    assert any("nothing to compare" in note for note in found.notes)


def test_a_cell_of_a_megabyte_is_compared_by_its_beginning() -> None:
    """A cell that someone pasted a book into costs no more than a page, and its row is still found."""
    dice = random.Random(3)
    names = [f"{_word(dice)} {_word(dice)} {_word(dice)}" for _ in range(250)]
    names[7] = " ".join(_word(dice) for _ in range(100)) + " and so on" * 100_000
    found = link_tables({"name": names}, {"name": list(names)}, (250, 250))
    assert set(zip(found.left.tolist(), found.right.tolist(), strict=True)) == {(n, n) for n in range(250)}


def test_what_blocking_missed_is_estimated() -> None:
    """Links that one rule alone has found stand for links that none has."""
    rules, sure = np.array([1, 1, 1, 1, 2, 2, 3, 4, 5, 6], dtype=np.uint8), np.ones(10)
    assert blocking_recall(None, sure) == 1.0
    assert blocking_recall(rules[rules > 2], np.ones(4)) == 1.0
    assert blocking_recall(rules, sure) == pytest.approx(10 / (10 + 4 * 3 / (2 * 3)))


def test_the_estimate_of_what_blocking_missed_is_right_for_rules_that_do_not_hang_together() -> None:
    """Of links that each of four rules finds with one chance in two, the share that is found is told within 2 %."""
    finds = np.random.default_rng(6).random((5000, 4)) < 0.5
    rules = finds.sum(axis=1).astype(np.uint8)
    assert blocking_recall(rules, np.ones(5000)) == pytest.approx((rules > 0).mean(), abs=0.02)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(st.floats(0.01, 1.0), min_size=4, max_size=4), min_size=3, max_size=3))
def test_to_agree_nearly_is_no_better_sign_than_to_agree(rows: list[list[float]]) -> None:
    """Whatever was learned, no level speaks more against mere kinship than being the same does."""
    chances = np.array(rows) / np.sum(rows, axis=1, keepdims=True)
    ratio = (lambda made: made[MATCH] / made[RELATED])(_ordered(chances, rare=True))
    assert (ratio <= ratio[0] * (1 + 1e-9)).all()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(["3401", "3402", "3411", "9999", "340", "34O1"]), min_size=1, max_size=12), st.data())
def test_deletions_of_some_rows_are_those_of_all_that_they_share(texts: list[str], data: st.DataObject) -> None:
    """Left out is only what no wanted text has in common with another."""
    wanted = np.unique(deletions([data.draw(st.lists(st.sampled_from(texts), max_size=3))])[1])
    rows, hashes = deletions([texts])
    there = np.isin(hashes, wanted)
    found = deletions([texts], wanted)
    assert (found[0].tolist(), found[1].tolist()) == (rows[there].tolist(), hashes[there].tolist())


def _households(seed: int, count: int, thrice: bool) -> tuple[dict[str, list[str]], list[int]]:
    """People in twos of one household and birthday apart, most of them there twice, some three times where asked."""
    dice = random.Random(seed)
    rows: list[tuple[int, tuple[str, ...]]] = []
    for home in range(count // 2):
        last, street, phone = (
            _word(dice),
            f"{dice.randint(1, 900)} {_word(dice)} St",
            f"617{dice.randint(2000000, 9999999)}",
        )
        for person in (2 * home, 2 * home + 1):
            born = f"19{dice.randint(20, 99)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
            copies = 3 if thrice and dice.random() < 0.4 else 2 if dice.random() < 0.8 else 1
            first = _word(dice)
            for _ in range(copies):
                cells = (first, last, born, street, phone)
                rows.append((person, tuple("" if dice.random() < 0.2 else _slip(dice, cell) for cell in cells)))
    dice.shuffle(rows)
    names = ("first", "last", "born", "street", "phone")
    return {name: [row[place] for _, row in rows] for place, name in enumerate(names)}, [person for person, _ in rows]


def _slip(dice: random.Random, cell: str) -> str:
    place = dice.randrange(len(cell) - 1)
    return cell[:place] + cell[place + 1 :] if dice.random() < 0.2 else cell


@pytest.mark.parametrize("thrice", [False, True], ids=["in twos", "some three times"])
def test_a_household_is_not_a_person(thrice: bool) -> None:
    """Who shares a name, a street and a phone is no copy, whether copies come in twos or some in threes."""
    cells, people = _households(5, 500, thrice)
    said, true = _pairs(dedupe_table(cells, len(people)).cluster.tolist()), _pairs(people)
    assert len(said & true) >= (0.75 if thrice else 0.88) * len(true)
    assert len(said & true) >= 0.95 * len(said)
