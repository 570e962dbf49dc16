"""Linking: what blocks, compares, learns, weighs and assigns, each against a slow obvious twin or a rule."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from itertools import combinations, permutations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import MatchSettings, reconcile
from matching.assign import assign
from matching.blocking import BlockingRule, candidate_pairs
from matching.cluster import cluster
from matching.features import features_of
from matching.ids import texts_of
from matching.keys import Key, deletions
from matching.levels import Pairs
from matching.normalise import Cell, digital_row, fold, name_parts
from matching.numerals import families, learn_periods, parse_numeral
from matching.score import sides_of
from matching.tables import table_of
from matching.workorders import COMPARISONS, RULES, WORK_ORDERS
from records.addresses import parse_address
from records.finding import FindingKind
from records.match import MatchDecision
from records.order import Alternative, DigitalRecord

Office = Any


@pytest.mark.parametrize(
    ("text", "house", "street", "suffix"),
    [
        ("412 N. Main St., Apt 3", "412", "MAIN", "ST"),
        ("412 north main street", "412", "MAIN", "ST"),
        ("1750 SW West Point Ct", "1750", "POINT", "CT"),
        ("9 Third Avenue", "9", "3", "AVE"),
        ("9 3rd Ave", "9", "3", "AVE"),
        ("Park Ave", "", "PARK", "AVE"),
        ("Oak St & Elm Ave", "", "ELM & OAK", ""),
        ("Elm at Oak", "", "ELM & OAK", ""),
        ("City Hall", "", "CITY HALL", ""),
        ("", "", "", ""),
    ],
)
def test_addresses_are_taken_apart(text: str, house: str, street: str, suffix: str) -> None:
    """However an address is written, house, street and suffix come out alike."""
    found = parse_address(text)
    assert (found.house, found.street, found.suffix) == (house, street, suffix)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_an_address_of_some_kind(text: str) -> None:
    """No text breaks the reading of addresses, names and numbers."""
    assert parse_address(text).words is not None
    assert len(name_parts(text)) == 2
    assert parse_numeral(text) is None or parse_numeral(text) is not None


def test_names_in_any_order() -> None:
    """Last name first, with a comma, is the same name."""
    assert name_parts("Okafor, Ben") == name_parts("Ben Okafor") == ("okafor", "ben")


def test_numbers_as_floats() -> None:
    """A spreadsheet's 104512.0 is 104512."""
    assert fold("104512.0") == fold("104512") == fold("1O45l2")


def test_levels_sum_to_one() -> None:
    """The starting probabilities of each class sum to one over the levels of each comparison."""
    for comparison in COMPARISONS:
        for kind in ("match", "related", "unrelated"):
            assert sum(getattr(level, kind) for level in comparison.levels) == pytest.approx(1, abs=1e-9)


def test_every_comparison_is_written_down() -> None:
    """A comparison written down names each level and its test."""
    for comparison in COMPARISONS:
        written = comparison.as_dict()
        assert [level["label"] for level in written["levels"]] == [level.label for level in comparison.levels]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("field", "left", "right", "label"),
    [
        ("order_number", "WO-2019-00412", "wo 2019 00412", "same"),
        ("order_number", "WO-2019-00412", "WO-2O19-OO4I2", "same but for look-alike glyphs"),
        ("order_number", "WO-2019-00412", "00412", "same digits, prefix left out"),
        ("order_number", "WO-2019-00412", "WO-2019-00472", "one character apart"),
        ("order_number", "WO-2019-00412", "S-0388", "different"),
        ("requested_on", "2019-03-04", "2019-04-03", "month and day swapped"),
        ("requested_on", "2019-03-04", "2018-03-04", "one digit apart"),
        ("requested_on", "2019-03-04", "2019-03-06", "within 3 days"),
        ("total_cost", "1234.50", "12345.00", "same digits, decimal point elsewhere"),
        ("requester_name", "Okafor, Ben", "B. Okafor", "same last name and initial"),
        ("requester_phone", "6175551234", "5551234", "same but for the area code"),
        ("location", "412 Main St", "412 MAIN STREET", "same house and street"),
        ("location", "412 Main St", "412 Mian St", "same house, street nearly"),
        ("location", "412 Main St", "9 Oak Ave", "different"),
    ],
)
def test_levels_of_values(field: str, left: str, right: str, label: str) -> None:
    """Two values fall on the level that a clerk would name."""
    comparison = next(c for c in COMPARISONS if c.field == field)
    features = features_of([comparison.type], texts_of([left, right]))
    for one, other in ((0, 1), (1, 0)):
        grade = comparison.grade(Pairs(features, np.array([one], np.int32), np.array([other], np.int32)))
        assert comparison.levels[int(grade[0])].label == label


def _rows(seed: int, count: int) -> list[dict[str, Cell]]:
    dice = random.Random(seed)
    return [
        {
            "order_number": Cell(f"{dice.randint(100, 400)}", 1.0),
            "location": Cell(f"{dice.randint(1, 20)} {dice.choice(['Oak', 'Elm', 'Hill'])} St", 1.0),
            "requested_on": Cell(f"2019-0{dice.randint(1, 3)}-1{dice.randint(0, 9)}", 1.0),
        }
        for _ in range(count)
    ]


def _slow_keys(rule: BlockingRule, row: dict[str, Cell], around: bool) -> set[tuple[object, ...]]:
    """The keys of one row, taken from its values one at a time."""
    return set(product(*(_slow_key(key, row, around) for key in rule.keys)))


def _slow_key(key: Key, row: dict[str, Cell], around: bool) -> set[object]:
    types = {comparison.field: comparison.type for comparison in COMPARISONS}
    found: set[object] = set()
    for field in (name for name in key.fields if name in row):
        features = features_of([types[field]], texts_of([row[field].value]))
        if key.how == "near":
            slot = int(features.numbers[key.feature][0]) // 4
            found |= {slot + step for step in ((-1, 0, 1) if around else (0,))}
        elif text := features.texts[key.feature].of(np.array([0]))[0]:
            found |= {text}
            if key.how == "deletions":
                found |= {(place, text[:place] + text[place + 1 :]) for place in range(len(text))}
    return found


@pytest.mark.parametrize("seed", range(3))
def test_blocking_proposes_what_a_double_loop_would(seed: int) -> None:
    """The joins over integer codes propose exactly the pairs that share the keys of a rule."""
    left, right = (_rows(seed + part, 60) for part in (0, 100))
    sides, _ = sides_of(table_of(left), table_of(right), WORK_ORDERS)
    rules = [rule for rule in RULES if isinstance(rule, BlockingRule)]
    found = candidate_pairs(sides, rules, MatchSettings(small_table=0, pairs_per_row=10_000))

    def shared(rule: BlockingRule) -> set[tuple[int, int]]:
        keys = [(_slow_keys(rule, row, False), i) for i, row in enumerate(left)]
        return {(i, j) for mine, i in keys for j, row in enumerate(right) if mine & _slow_keys(rule, row, True)}

    settled = set().union(*(shared(rule) for rule in rules if rule.settles))
    taken = ({i for i, _ in settled}, {j for _, j in settled})
    expected: set[tuple[int, int]] = set()
    for rule in rules:
        expected |= {(i, j) for i, j in shared(rule) if not rule.lonely or i not in taken[0] or j not in taken[1]}
    assert set(zip(found.left.tolist(), found.right.tolist(), strict=True)) == expected


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.floats(0.1, 9)), max_size=12))
def test_assignment_is_the_best_there_is(edges: list[tuple[int, int, float]]) -> None:
    """No other one-to-one pairing has more weight than the one that was found."""
    best: dict[tuple[int, int], float] = {(left, right): gain for left, right, gain in edges}
    pairs = sorted(best)
    left, right = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    gain = np.array([best[pair] for pair in pairs])
    chosen = assign(left, right, gain)
    assert len(set(left[chosen])) == len(set(right[chosen])) == int(chosen.sum())
    slow = max(sum(best.get((i, j), 0.0) for i, j in enumerate(order)) for order in permutations(range(5)))
    assert gain[chosen].sum() == pytest.approx(slow)


def test_clusters_join_what_is_joined() -> None:
    """Pairs that hang together are one cluster, as sure as its weakest pair."""
    first, second = cluster([(3, 1, 0.9), (1, 7, 0.7), (4, 5, 0.8)])
    assert (first.members, first.probability) == ((1, 3, 7), 0.7)
    assert second.members == (4, 5)


def test_periods_are_learned() -> None:
    """A run of digits begins with its period where its first digits are the orders' own month or year."""
    months = [("", f"W190{m}{n:03}", f"2019-0{m}-11") for m in (3, 4, 5) for n in range(1, 9)]
    periods = learn_periods(months)
    numeral = parse_numeral("W1904031", "", periods)
    assert numeral is not None
    assert (numeral.prefix, numeral.counter, numeral.width) == ("W1904", 31, 3)
    assert learn_periods([("", f"{n:05}", "2019-03-11") for n in range(400, 440)]) == {}


@pytest.mark.parametrize("keyed", ["WO-2019-00412", "WO201900412", "2019-00412", "wo 2019 00412"])
def test_systems_write_numbers_their_own_way(keyed: str) -> None:
    """A system that leaves out letters or separators still has the paper's number."""
    numerals = [("", found) for n in range(400, 420) if (found := parse_numeral(f"WO-2019-{n:05d}"))]
    (family,) = families(numerals)
    assert family.read(keyed) == ("2019", 412)


def test_a_handful_of_orders_is_linked(office: Office) -> None:
    """Three orders and three records are linked by the starting weights alone."""
    office.scan([3, 8, 11]).key([11, 3, 8])
    found = office.reconcile()
    assert [match.decision for match in found.matches] == [MatchDecision.LINK] * 3
    assert {match.record_id for match in found.matches} == {"R1", "R2", "R3"}


def test_the_better_of_several_readings_counts(office: Office, order_values: Any) -> None:
    """A doubtful number links by its second reading where that is the record's."""
    office.scan(range(1, 12))
    values = order_values(12) | {"order_number": "WO-2019-80812"}
    order = office.sheet(values, confidence=0.5, doubt="two readings")
    other = (Alternative("WO-2019-00012", "WO-2019-00012", "test", -0.7),)
    readings = tuple(replace(r, alternatives=other) if r.name == "order_number" else r for r in order.readings)
    office.orders[-1] = replace(order, readings=readings)
    office.key(range(1, 13))
    found = office.reconcile()
    match = next(match for match in found.matches if match.order_id == order.order_id)
    assert match.record_id == "R12"
    assert match.comparisons[0].level == "same"
    assert found.findings == ()


def test_matches_are_explained(whole_office: Office) -> None:
    """Each match says for each field on which level it is, and its weights add up to no more than its own."""
    match = whole_office.reconcile().matches[0]
    assert {c.field for c in match.comparisons} >= {"order_number", "requested_on", "location", "total_cost"}
    assert match.weight < sum(c.weight for c in match.comparisons)
    assert match.probability > 0.99


# ---------------------------------------------------------------- bad input


def test_nothing_at_all() -> None:
    """Without orders and records there is nothing to say, and nothing breaks."""
    found = reconcile([], [], [])
    assert (found.matches, found.findings) == ((), ())


def test_orders_without_records(office: Office) -> None:
    """Without any digital list no order is said to be missing from it."""
    office.scan(range(1, 20))
    assert office.find(FindingKind.MISSING_DIGITAL) == []


def test_records_without_orders(office: Office) -> None:
    """Without any scan no paper is said to be missing."""
    office.key(range(1, 20))
    assert office.reconcile().findings == ()


def test_one_order_and_one_record(office: Office) -> None:
    """One of each, alike, is a link."""
    found = office.scan([7]).key([7]).reconcile()
    assert [match.decision for match in found.matches] == [MatchDecision.LINK]


def test_records_without_any_value(office: Office) -> None:
    """Records that say nothing are linked to nothing."""
    office.scan(range(1, 10))
    office.records += [DigitalRecord("crm", str(n), n, {}, {}) for n in range(1, 10)]
    assert office.reconcile().matches == ()


def test_no_common_field(office: Office) -> None:
    """Lists that share no field are linked nowhere."""
    office.sheet({"order_number": "12"})
    office.records.append(DigitalRecord("crm", "1", 1, {"notes": "x"}, {}))
    assert office.reconcile().matches == ()


def test_records_that_are_all_equal_do_not_hang(office: Office) -> None:
    """Three thousand equal records end in one group, within seconds."""
    office.scan(range(1, 40))
    office.key([5] * 3000)
    started = time.monotonic()
    office.reconcile()
    assert time.monotonic() - started < 60


def test_a_number_that_repeats_is_no_key(office: Office, order_values: Any) -> None:
    """Where every record has the same number, the other fields decide."""
    for counter in range(1, 31):
        office.sheet(order_values(counter) | {"order_number": "1"})
        office.key([counter], order_number="1")
    found = office.reconcile()
    assert all(match.order_id.split(":")[1] == match.record_id[1:] for match in found.matches)
    assert len(found.matches) >= 28


def test_numbers_as_floats_link(office: Office, order_values: Any) -> None:
    """Order numbers that a spreadsheet made floats of are the same numbers."""
    for counter in range(1, 31):
        office.sheet(order_values(counter) | {"order_number": f"{104500 + counter}"})
        office.key([counter], order_number=f"{104500 + counter}.0")
    assert office.reconcile().findings == ()


def test_a_long_cell_is_no_trouble(office: Office) -> None:
    """A cell of a million characters neither hangs nor hides the link."""
    office.scan(range(1, 31)).key(range(1, 30)).key([30], description="leak " * 200_000)
    assert len(office.reconcile().matches) == 30


def test_rows_block_by_every_reading() -> None:
    """A doubtful number blocks by each of its readings."""
    left, right = [{"order_number": Cell("412", 0.5, ("472",))}], [{"order_number": Cell(n, 1.0)} for n in ("472", "9")]
    sides, _ = sides_of(table_of(left), table_of(right), WORK_ORDERS)
    found = candidate_pairs(sides, RULES[:1], MatchSettings(small_table=0))
    assert list(zip(found.left, found.right, strict=True)) == [(0, 0)]


def test_digital_rows_leave_out_what_is_empty() -> None:
    """A record's empty values are not compared."""
    assert digital_row(DigitalRecord("crm", "1", 1, {"order_number": "", "notes": "x"}, {})).keys() == {"notes"}


@given(st.lists(st.text(alphabet="AB01é中", max_size=7), min_size=1, max_size=6))
def test_texts_that_differ_in_one_place_share_a_hash(texts: list[str]) -> None:
    """Two texts share a key if they are the same but for one character, and only then."""
    rows, hashes = deletions([texts])
    keys = [set(hashes[rows == place].tolist()) for place in range(len(texts))]
    for one, other in combinations(range(len(texts)), 2):
        pair = texts[one], texts[other]
        near = len(pair[0]) == len(pair[1]) and sum(a != b for a, b in zip(*pair, strict=True)) <= 1
        assert near == bool(keys[one] & keys[other])


def test_records_of_another_year_are_not_missing_on_paper(office: Office) -> None:
    """A list that holds last year's orders too links this year's, and last year's are not called missing."""
    office.scan(range(1, 41)).key(range(1, 41))
    for counter in range(1, 41):
        office.key(
            [counter], order_number=f"WO-2018-{counter:05d}", requested_on="2018-03-04", completed_on="2018-03-09"
        )
    found = office.reconcile()
    links = [match for match in found.matches if match.decision is MatchDecision.LINK]
    assert {match.record_id for match in links} == {f"R{n}" for n in range(1, 41)}
    assert not [finding for finding in found.findings if finding.kind is FindingKind.MISSING_PAPER]


def test_a_list_ten_times_larger_than_the_scope(office: Office) -> None:
    """Of four hundred records forty are on paper: these are linked, and each once."""
    office.scan(range(1, 41)).key(range(1, 401))
    links = [match for match in office.reconcile().matches if match.decision is MatchDecision.LINK]
    assert {(match.order_id.split(":")[1], match.record_id[1:]) for match in links} == {
        (str(n), str(n)) for n in range(1, 41)
    }
