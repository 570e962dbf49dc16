"""The fit of the confidence model, and how its error is measured."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.calibrate import seeds
from benchmarks.fitting import best_curve, curve, fit, pool
from benchmarks.judged import judged
from benchmarks.reliability import calibration_error, interval, table, trusted
from benchmarks.truth import TrueItem, TrueOrder, Truth
from digitize.confidence import bent, probability
from records.evidence import Evidence, Relation
from records.order import FieldReading, LineItem, PaperOrder, ReadingStatus

_POINTS = st.lists(st.tuples(st.floats(0, 1), st.floats(0.5, 20)), min_size=1, max_size=8)


def slow_pool(values: list[float], weights: list[float]) -> list[float]:
    """The same by its closed form: the least over right ends of the greatest over left ends of the mean between."""
    size = len(values)

    def mean(left: int, right: int) -> float:
        return float(np.average(values[left : right + 1], weights=weights[left : right + 1]))

    return [max(min(mean(left, right) for right in range(at, size)) for left in range(at + 1)) for at in range(size)]


@given(_POINTS)
def test_pooling_is_the_nearest_rising_sequence(points: list[tuple[float, float]]) -> None:
    """Pooling adjacent violators gives what the closed form of isotonic regression gives."""
    values, weights = [value for value, _ in points], [weight for _, weight in points]
    assert pool(values, weights) == pytest.approx(slow_pool(values, weights))


@given(st.lists(st.tuples(st.floats(-6, 8), st.booleans()), min_size=1, max_size=200))
def test_a_curve_that_is_fitted_rises(cases: list[tuple[float, bool]]) -> None:
    """Whatever the readings were, a higher score is never made less likely."""
    knots = curve([score for score, _ in cases], [good for _, good in cases])
    assert [x for x, _ in knots] == sorted({x for x, _ in knots})
    assert [y for _, y in knots] == sorted(y for _, y in knots)


def _away(shift: float) -> dict[str, list[tuple[float, bool]]]:
    """Five cities' scores that are off by a shift at the upper end."""
    dice = np.random.default_rng(4)
    return {
        f"seed-{city}": [
            (float(z), bool(dice.random() < 1 / (1 + math.exp(-(z - (shift if z > 2 else 0))))))
            for z in dice.normal(2, 2, 800)
        ]
        for city in range(5)
    }


def test_a_curve_is_kept_only_where_it_helps() -> None:
    """Scores that are off in every city are bent; ones that are as likely as they say stay straight."""
    assert best_curve({}) == ()
    bend = best_curve(_away(2.0))
    assert bend
    assert bent(4.0, bend) < 3.0


def test_a_fit_finds_what_tells_right_from_wrong() -> None:
    """Readings that are right when the engine is sure make sure engines count, and none speaks against its sign."""
    dice = np.random.default_rng(3)
    sample = []
    for chosen in dice.random(1500):
        made = Evidence(Relation.ALONE, "date", chosen=float(chosen), lexicon_support=int(dice.integers(0, 9)))
        sample.append((made, bool(dice.random() < chosen)))
    model = fit(sample, "a test")
    weights = model.relations[Relation.ALONE]
    assert weights.readings == model.readings == 1500
    assert weights.terms["chosen"] > 0.5
    assert weights.terms.get("lexicon support", 0.0) >= 0
    said = [probability(Evidence(Relation.ALONE, "date", chosen=share), model) for share in (0.1, 0.5, 0.9)]
    assert said == pytest.approx([0.1, 0.5, 0.9], abs=0.1)


def test_error_is_the_mean_distance_over_bins_of_equal_count() -> None:
    """Two bins, one said 0.9 and right half the time, one said 1.0 and always right: 0.2."""
    assert calibration_error([0.9] * 4 + [1.0] * 4, [True, False] * 2 + [True] * 4, bins=2) == pytest.approx(0.2)
    assert calibration_error([], []) == 0.0


def test_seeds_are_written_as_ranges() -> None:
    """`501-503,7` is four seeds."""
    assert seeds("501-503,7,502") == (501, 502, 503, 7)
    assert seeds("") == ()


SURE = Evidence(Relation.AGREE, "text", chosen=0.9)


def _reading(name: str, value: str | None, doubt: str = "") -> FieldReading:
    status = ReadingStatus.ABSENT if value is None else ReadingStatus.OK
    evidence = SURE if value is not None else Evidence(Relation.BLANK)
    return FieldReading(name, value, value or "", status, 0.9, 1, None, "ppocr", doubt=doubt, evidence=evidence)


def _judged() -> dict[str, tuple[bool, bool]]:
    item = TrueItem("material", "Paint", "2", "GAL", "3.00", "6.00")
    true = TrueOrder(
        "7", "Streets", "b", (1,), fields={"order_number": "7", "location": "1 Elm St", "notes": "now"},
        extras={"Map Page": "22-C"}, line_items=(item,),
    )  # fmt: skip
    line = LineItem(1, (_reading("description", "Paint"), _reading("amount", "6.00"), _reading("quantity", "3")))
    readings = (_reading("order_number", "8"), _reading("location", "1 ELM ST"), _reading("asset", None))
    order = PaperOrder("b:1", "b", (1,), readings, line_items=(line,), extras=(_reading("Map Page", "22-0"),))
    cases = judged("s", [order], Truth((), (true,), (), ()))
    assert interval(cases)[1] <= 1
    assert table(cases)
    assert trusted(cases).claims == 4
    return {case.field: (case.right, case.evidence is not None) for case in cases}


def test_claims_are_judged_as_the_score_does() -> None:
    """A misread number does not lose its order; an empty field is right where the paper has none."""
    assert _judged() == {
        "order_number": (False, True),
        "location": (True, True),
        "asset": (True, True),
        "notes": (False, False),
        "Map Page": (False, True),
        "description": (True, True),
        "amount": (True, True),
        "quantity": (False, True),
    }
