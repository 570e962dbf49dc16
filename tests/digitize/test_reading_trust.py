"""How sure a reading is, which readings a person should look at, and what decisions teach."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations, pairwise

import msgspec
import numpy as np
import pytest
from digitize_pages import order, reading, weighed
from hypothesis import given
from hypothesis import strategies as st

from digitize.adjust import FEWEST, UNMOVED, Adjustment, Map, adjusted, learn, moved
from digitize.confidence import LEAST, TERMS, bent, known_terms, probability, shipped
from digitize.expected import expect_fields
from digitize.trust import EMPTY, FLOOR, Trust, accepted, flagged
from digitize.voting import COVERED
from records.evidence import Evidence, Relation
from records.fields import FieldType
from records.order import FieldReading, LineItem, ReadingStatus

_SHARE = st.none() | st.floats(0, 1)
_COUNT = st.none() | st.integers(0, 300)
EVIDENCE = st.builds(
    Evidence,
    relation=st.sampled_from(Relation),
    type=st.sampled_from([*map(str, FieldType), ""]),
    chosen=_SHARE,
    other=_SHARE,
    likeness=_SHARE,
    recogniser=st.none() | st.booleans(),
    repaired=st.booleans(),
    length=_COUNT,
    marks=_COUNT,
    certainty=st.none() | st.floats(-0.5, 2.5),
    ink=_SHARE,
    height=st.none() | st.floats(0, 400),
    sharpness=_SHARE,
    dpi=st.none() | st.floats(20, 1200),
    page_ink=_SHARE,
    page_agreement=_SHARE,
    sum_holds=st.none() | st.booleans(),
    lexicon_support=_COUNT,
    scheme=_SHARE,
    ditto=st.booleans(),
    filled=_SHARE,
    core=st.booleans(),
    kin=_SHARE,
    margin_nats=st.none() | st.floats(-50, 50),
    posterior=_SHARE,
)


@given(EVIDENCE)
def test_a_probability_is_one(evidence: Evidence) -> None:
    """Whatever is known, the answer lies strictly between impossible and certain."""
    assert LEAST <= probability(evidence) <= 1 - LEAST


SUPPORTS = ("chosen", "likeness", "page_agreement", "lexicon_support", "scheme", "kin", "posterior", "sharpness", "dpi")


@given(EVIDENCE, st.sampled_from(SUPPORTS), st.floats(0, 1), st.floats(0, 1))
def test_more_support_never_makes_a_claim_less_likely(evidence: Evidence, name: str, one: float, two: float) -> None:
    """The probability rises with each item that supports the claim, whatever else is known."""
    scale = {"lexicon_support": 50, "dpi": 600}.get(name, 1)
    low, high = (msgspec.structs.replace(evidence, **{name: scale * share}) for share in sorted((one, two)))
    assert probability(low) <= probability(high) + 1e-12


@given(EVIDENCE)
def test_a_sum_that_holds_supports_and_a_repair_does_not(evidence: Evidence) -> None:
    """A sum that comes out never harms, nor does a repair, a ditto mark or a stray mark ever help."""
    better = msgspec.structs.replace(evidence, sum_holds=True, repaired=False, ditto=False, marks=0)
    worse = msgspec.structs.replace(better, sum_holds=False, repaired=True, ditto=True, marks=3)
    assert probability(worse) <= probability(better) + 1e-12


@given(EVIDENCE)
def test_what_is_not_known_weighs_nothing(evidence: Evidence) -> None:
    """An item that was not looked at is as good as an average one, but for the weighing of an unsettled value."""
    model = shipped()
    for name, number in known_terms(evidence):
        gap = model.relations[evidence.relation].terms.get(name, 0.0) * (number - model.centres[name])
        assert math.isfinite(gap)
    empty = Evidence(evidence.relation)
    said = {
        "numeric",
        "date",
        "hours",
        "money",
        "identifier",
        "choice",
        "text",
        "address",
        "repaired",
        "ditto",
        "core",
        "confirmed",
    }
    unsettled = evidence.relation in {Relation.DIFFER, Relation.ALONE}
    assert {name for name, _ in known_terms(empty)} == said | ({"posterior"} if unsettled else set())


def test_the_shipped_model_knows_every_relation_and_no_term_that_there_is_not() -> None:
    """The numbers that come with the program fit the code that weighs them, and say what they were fitted on."""
    model = shipped()
    assert set(model.relations) == set(Relation)
    assert all(set(weights.terms) <= set(TERMS) for weights in model.relations.values())
    assert model.readings == sum(weights.readings for weights in model.relations.values())
    assert "never edit it" in model.about


@given(st.lists(st.tuples(st.floats(-8, 8), st.floats(-8, 8)), min_size=2, max_size=8), st.floats(-9, 9))
def test_a_curve_rises(points: list[tuple[float, float]], odds: float) -> None:
    """Through knots that rise, more odds never come out as less."""
    xs, ys = sorted({x for x, _ in points}), sorted(y for _, y in points)
    curve = tuple(zip(xs, ys, strict=False))
    assert bent(odds, curve) <= bent(odds + 0.5, curve) + 1e-9
    assert bent(odds, ()) == odds


@given(EVIDENCE)
def test_evidence_survives_being_kept(evidence: Evidence) -> None:
    """As JSON and back it is the same, and what is not known takes no room."""
    assert msgspec.json.decode(msgspec.json.encode(evidence), type=Evidence) == evidence
    assert b"null" not in msgspec.json.encode(evidence)


def test_a_reading_kept_by_an_older_version_has_no_evidence() -> None:
    """A reading without the key is read as one without evidence, and its confidence stays."""
    old = msgspec.to_builtins(reading("location", "12 Elm St", 0.9))
    del old["evidence"]
    kept = msgspec.convert(old, FieldReading)
    assert kept.evidence is None
    (made,) = flagged([order(kept)], Trust())
    assert made.readings[0].confidence == 0.9


_CLAIMS = st.lists(st.sampled_from([0.5, 0.89, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999]), max_size=9)


@given(_CLAIMS, st.sampled_from([0.97, 0.99, 0.995]))
def test_as_many_as_keep_the_mean_are_accepted(shares: list[float], target: float) -> None:
    """No set of claims above the floor has more members and the target as its mean; the surest come first."""
    taken = accepted(shares, target)
    chosen = [share for share, good in zip(shares, taken, strict=True) if good]
    able = [share for share in shares if share >= FLOOR]
    sets = (group for size in range(len(able) + 1) for group in combinations(able, size))
    most = max((len(group) for group in sets if not group or sum(group) / len(group) >= target - 1e-9), default=0)
    assert len(chosen) <= most
    assert not chosen or sum(chosen) / len(chosen) >= target - 1e-9
    left = [share for share in able if share not in chosen]
    assert not left or max(left) < min(chosen, default=1)
    # one step further is too far: equal claims go together, so that their order in the binder decides nothing
    if left:
        more = [*chosen, *(share for share in left if share == max(left))]
        assert sum(more) / len(more) < target


def test_claims_that_are_equally_sure_go_together() -> None:
    """Which of two equal claims stands first in the binder decides nothing."""
    assert accepted([0.999, 0.98, 0.98], 0.99) == [True, False, False]


def test_nothing_below_the_floor_is_accepted() -> None:
    """However sure the rest of a binder is, a reading that is wrong one time in nine is looked at."""
    made = flagged(
        [order(*[reading(f"field {n}", "x", 0.9995) for n in range(99)], reading("asset", "T", 0.89))], Trust()
    )
    assert made[0].needs_review == ("asset",)


def test_an_empty_field_cannot_pay_for_a_doubtful_value() -> None:
    """Empty fields that are surely right are no values: they do not raise the mean."""
    doubtful = reading("location", "12 Elm St", 0.95)
    empty = [reading(f"field {n}", None, 0.9995) for n in range(50)]
    assert flagged([order(doubtful, *empty)], Trust())[0].needs_review == ("location",)
    sure = [reading(f"field {n}", "x", 0.9995) for n in range(50)]
    assert flagged([order(doubtful, *sure)], Trust())[0].needs_review == ()


def test_the_cells_of_lines_do_not_pay_for_an_orders_fields_nor_these_for_them() -> None:
    """Each group is as right as was asked for, for itself; a cell in doubt is the line's."""
    sure = [reading(f"field {n}", "x", 0.9995) for n in range(50)]
    lines = [LineItem(n, (reading("amount", "5.00", 0.9995), reading("unit", "EA", 0.9995))) for n in range(2, 50)]
    doubtful = LineItem(1, (reading("amount", "5.00", 0.95),))
    (found,) = flagged([replace(order(*sure), line_items=(doubtful,))], Trust())
    assert (found.needs_review, found.line_items[0].needs_review) == ((), ("amount",))
    (found,) = flagged([replace(order(reading("location", "12 Elm St", 0.95)), line_items=tuple(lines))], Trust())
    assert [one.name for one in found.doubtful] == ["location"]
    (found,) = flagged([replace(order(*sure), line_items=(doubtful, *lines))], Trust())
    assert found.doubtful == ()


def test_an_empty_field_that_may_not_be_is_looked_at() -> None:
    """That nothing is there is a claim like any other, and has its reason in words."""
    made = weighed(reading("location", None), Relation.BLANK, filled=1.0, core=True, certainty=0.5, ink=0.2)
    (found,) = flagged([order(made)], Trust())
    assert found.readings[0].doubt == EMPTY[Relation.BLANK]


def test_an_earlier_verdict_is_weighed_anew() -> None:
    """Flagging what was flagged gives the same; a doubt that has another reason stays."""
    other = reading("asset", "T 4", 0.999, doubt="more than one box is ticked")
    orders = [
        order(weighed(reading("location", "12 Elm St")), other, weighed(reading("notes", None), Relation.UNFOUND))
    ]
    once = flagged(orders, Trust())
    assert flagged(once, Trust()) == once
    assert once[0].reading("asset") == other


def test_a_field_that_the_others_have_is_claimed_to_be_empty() -> None:
    """A label that was not found gives a claim of its own, less sure the more of the others have a value there."""
    full = [order(reading("location", "1 Elm St"), reading("asset", "T 4"), name=f"s:{n}") for n in range(5)]
    bare = order(reading("location", "2 Elm St"), name="s:9")
    found = expect_fields([*full, bare])[-1].reading("asset")
    assert found is not None
    assert found.evidence is not None
    assert (found.value, found.status, found.evidence.relation) == (None, ReadingStatus.ABSENT, Relation.UNFOUND)
    assert found.evidence.filled == 1.0
    rarely = probability(msgspec.structs.replace(found.evidence, filled=0.1))
    assert found.confidence <= round(rarely, 4)


def test_a_sheet_of_another_form_lacks_nothing() -> None:
    """Sheets of two forms are not held to each other's fields; one whose form was not read is of the likest."""
    street = [reading(name, "x") for name in ("location", "asset", "notes", "status")]
    shop = [reading(name, "x") for name in ("account", "location", "priority")]
    streets = [replace(order(*street, name=f"s:{n}"), form="street") for n in range(5)]
    shops = [replace(order(*shop, name=f"s:{n}"), form="shop") for n in range(5, 9)]
    alone = replace(order(*shop, name="s:9"), form="dog license")
    unread = order(*street[:3], name="s:10")
    *_, lone, completed = expect_fields([*streets, alone, unread])
    assert [one.name for one in lone.readings] == [one.name for one in shop]
    assert [one.name for one in completed.readings] == [one.name for one in street]
    assert all(
        [one.name for one in found.readings] == [one.name for one in given.readings]
        for found, given in zip(expect_fields([*streets, *shops]), [*streets, *shops], strict=True)
    )


def test_few_orders_expect_nothing() -> None:
    """From three orders the fields of a form cannot be told."""
    full = [order(reading("asset", "T 4"), name=f"s:{n}") for n in range(2)]
    bare = order(reading("location", "2 Elm St"), name="s:9")
    assert expect_fields([*full, bare])[-1] == bare


SPREAD = (0.05, 0.1, 0.3)


def clerks(shift: float, stretch: float, count: int, seed: int = 1) -> tuple[list[float], list[bool]]:
    """Readings of a workspace whose log odds are truly shifted and stretched, and what clerks found."""
    dice = np.random.default_rng(seed)
    odds = dice.normal(2.5, 1.5, count)
    said = 1 / (1 + np.exp(-odds))
    right = dice.random(count) < 1 / (1 + np.exp(-(shift + stretch * odds)))
    return [float(share) for share in said], [bool(good) for good in right]


def error(said: list[float], right: list[bool]) -> float:
    """The calibration error over ten bins of equal count."""
    placed = sorted(zip(said, right, strict=True))
    parts = np.array_split(np.array(placed, dtype=float), 10)
    return float(np.mean([abs(part[:, 0].mean() - part[:, 1].mean()) for part in parts]))


@pytest.mark.parametrize(("shift", "stretch"), [(-1.5, 1.0), (1.0, 1.0), (0.0, 0.6), (-1.0, 1.3)])
def test_decisions_bring_the_error_down(shift: float, stretch: float) -> None:
    """Where a workspace's readings err otherwise than the shipped model says, its decisions correct the confidences."""
    by = learn(*clerks(shift, stretch, 600), SPREAD)
    said, right = clerks(shift, stretch, 5000, seed=2)
    better = [adjusted(share, Adjustment(values=replace(by, seen=9.0)), empty=False) for share in said]
    assert error(better, right) < 0.6 * error(said, right)


def test_clerks_who_see_only_the_doubtful_do_not_spoil_the_sure() -> None:
    """What is decided is what is doubtful: above it a workspace never becomes surer, and below it is as before."""
    said, right = clerks(0.0, 1.0, 3000)
    seen = [(share, good) for share, good in zip(said, right, strict=True) if share < 0.97]
    by = learn([share for share, _ in seen], [good for _, good in seen], SPREAD)
    fresh, truth = clerks(0.0, 1.0, 5000, seed=3)
    after = [adjusted(share, Adjustment(values=by), empty=False) for share in fresh]
    assert all(new <= old + 1e-9 for old, new in zip(fresh, after, strict=True) if old > 0.98)
    assert error(after, truth) < error(fresh, truth) + 0.01


@pytest.mark.parametrize("right", [True, False])
def test_few_decisions_change_nothing(*, right: bool) -> None:
    """Before thirty decisions nothing moves, whatever they say."""
    assert learn([0.9] * (FEWEST - 1), [right] * (FEWEST - 1), SPREAD) == UNMOVED


@given(st.lists(st.tuples(st.floats(LEAST, 1 - LEAST), st.booleans()), min_size=FEWEST, max_size=80))
def test_whatever_is_decided_the_map_is_bounded_and_rises(decided: list[tuple[float, bool]]) -> None:
    """No decisions, however perverse, turn the order of readings round or make one certain."""
    by = learn([share for share, _ in decided], [good for _, good in decided], SPREAD)
    shares = [adjusted(share, Adjustment(values=by), empty=False) for share in np.linspace(LEAST, 1 - LEAST, 50)]
    assert all(one <= other + 1e-12 for one, other in pairwise(shares))
    assert all(LEAST <= share <= 1 - LEAST for share in shares)


@given(st.floats(-3, 3), st.floats(0.5, 1.5), st.floats(-7, 7), st.floats(-7, 7))
def test_above_what_was_seen_nothing_becomes_surer(shift: float, stretch: float, seen: float, odds: float) -> None:
    """Beyond the range of the decisions a reading keeps its odds or loses some, but never passes a surer one."""
    by = Map(shift, stretch, 40, seen)
    assert moved(odds, by) <= moved(odds + 0.3, by) + 1e-9
    if odds > max(seen, shift + stretch * seen):
        assert moved(odds, by) <= max(odds, moved(seen, by)) + 1e-9


def test_decisions_about_values_leave_empties_alone() -> None:
    """Values and empty fields are two kinds of claim, each with its own map."""
    only = Adjustment(values=Map(-2.0, 1.0, 50, 3.0))
    assert adjusted(0.95, only, empty=True) == 0.95
    assert adjusted(0.95, only, empty=False) < 0.8


@pytest.mark.parametrize(("weighed_at", "doubt"), [(1.0, ""), (0.001, COVERED), (None, COVERED)])
def test_what_is_seen_through_other_ink_needs_no_look(weighed_at: float | None, doubt: str) -> None:
    """A value under a stamp that was weighed against all others, and is surely none of them, goes to nobody."""
    sure = {"chosen": 0.99, "other": 0.99, "likeness": 1.0, "certainty": 2.0, "lexicon_support": 40}
    made = weighed(reading("location", "12 Elm St", doubt=COVERED), Relation.AGREE, posterior=weighed_at, **sure)
    assert flagged([order(made)], Trust())[0].readings[0].doubt == doubt
