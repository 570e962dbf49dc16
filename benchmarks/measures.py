"""How near the measures come to the truth, over simulated populations whose defects are not left to chance.

    python -m benchmarks.measures [--populations 10] [--orders 2400] [--draws 400] [--out bench-out]

Each population is read with misread glyphs, keyed with slips and twice, and lost and left unkeyed in proportion to the
days that an order took: what is missing flatters. It is linked and measured as any other; the truth is that of every
order, those that neither list holds included. Prints a table and writes OUT/measures.json. Then how often an interval
of 95 % holds the figure of the whole world that binders are drawn from.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from statistics import fmean

import numpy as np

from benchmarks.linkage_population import Population, Spoil, simulate
from matching import MatchSettings, reconcile
from matching.measures_interval import FEWEST, Floats, Weighted, interval, weighted_mean, weighted_quantile
from records.measure import Measure

PROMISED = 7
"""Days within which an order is to be done."""
BINDERS = (FEWEST, 20, 40)
_ORDERS_A_BINDER = 60
_WORLD = 4000
"""Binders of the world that the binders of a draw are taken from."""


@dataclass(frozen=True, slots=True)
class Erred:
    """One measure over all populations."""

    name: str
    digital: float
    """Mean distance of the digital list's figure from the truth, as a share of the truth."""
    recovered: float
    expected: float
    """Mean distance of the figure with the unaccounted counted as likely as they are."""
    worst: float
    """The largest distance of that figure."""
    held: float
    """Mean distance of the recovered figure from the truth of the orders that either list holds."""
    bounded: float
    """Share of populations whose bounds hold the truth."""


@dataclass(frozen=True, slots=True)
class Covered:
    """How often the intervals of a measure hold the world's figure."""

    name: str
    binders: int
    share: float


def truth_of(orders: Sequence[dict[str, str]]) -> dict[str, float]:
    """The measures of orders as they were."""
    days = [_days(order) for order in orders]
    costs = [float(order["total_cost"]) for order in orders]
    return {
        "orders": float(len(days)),
        "days_to_complete_median": float(np.quantile(days, 0.5)),
        "days_to_complete_p90": float(np.quantile(days, 0.9)),
        "on_time_share": fmean(day <= PROMISED for day in days),
        "labor_hours": sum(float(order["labor_hours"]) for order in orders),
        "cost_per_order": fmean(costs),
        "total_cost": sum(costs),
    }


def _days(order: dict[str, str]) -> int:
    return (date.fromisoformat(order["completed_on"]) - date.fromisoformat(order["requested_on"])).days


def measured(made: Population) -> dict[str, Measure]:
    """The measures as the program gives them."""
    found = reconcile(made.orders, made.pages, made.records, MatchSettings(on_time_days=PROMISED))
    return {one.name: one for one in found.measures if one.overall}


def errors(populations: Sequence[Population]) -> Iterator[Erred]:
    """Each measure's distance from the truth."""
    runs = [(truth_of(made.truth), truth_of(_held(made)), measured(made)) for made in populations]
    for name in runs[0][0]:
        told = [(true[name], found[name]) for true, _, found in runs]
        held = fmean(_off(found[name].recovered, either[name]) for _, either, found in runs)
        recovered = fmean(_off(one.recovered, true) for true, one in told)
        expected = [_off(one.expected, true) for true, one in told]
        bounded = fmean((one.lowest or 0.0) <= true <= (one.highest or math.inf) for true, one in told)
        digital = fmean(_off(one.digital, true) for true, one in told)
        yield Erred(name, digital, recovered, fmean(expected), max(expected), held, bounded)


def _held(made: Population) -> list[dict[str, str]]:
    return [order for order in made.truth if order["order_number"] not in made.in_neither]


def _off(figure: float | None, true: float) -> float:
    return math.inf if figure is None else abs(figure - true) / true


_STATISTICS: dict[str, Weighted] = {
    "days_to_complete_median": weighted_quantile(0.5),
    "days_to_complete_p90": weighted_quantile(0.9),
    "on_time_share": weighted_mean,
    "cost_per_order": weighted_mean,
}


def coverage(draws: int, seed: int = 11) -> Iterator[Covered]:
    """Binders drawn from a world in which each has a crew of its own pace, and its own size."""
    for name, statistic in _STATISTICS.items():
        dice = np.random.default_rng(seed)
        world = [_binder(name, dice) for _ in range(_WORLD)]
        whole = np.sort(np.concatenate(world))
        true = statistic(whole, np.ones(len(whole)))
        for count in BINDERS:
            hits = [_holds(world, statistic, true, count, dice) for _ in range(draws)]
            yield Covered(name, count, fmean(hits))


def _binder(name: str, dice: np.random.Generator) -> Floats:
    size, pace = dice.poisson(_ORDERS_A_BINDER) + 5, dice.lognormal(0.0, 0.3)
    if name == "cost_per_order":
        return dice.lognormal(5.0, 0.8, size) * pace
    days = np.floor(dice.exponential(5.0, size) * pace)
    return (days <= PROMISED).astype(np.float64) if name == "on_time_share" else days


def _holds(world: Sequence[Floats], statistic: Weighted, true: float, count: int, dice: np.random.Generator) -> bool:
    drawn = [world[place] for place in dice.integers(0, len(world), count)]
    groups = [str(place) for place, values in enumerate(drawn) for _ in values]
    found = interval(np.concatenate(drawn).tolist(), groups, statistic)
    return found is not None and found[0] <= true <= found[1]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--populations", type=int, default=10)
    parser.add_argument("--orders", type=int, default=2400)
    parser.add_argument("--draws", type=int, default=400)
    parser.add_argument("--out", type=Path, default=Path("bench-out"))
    given = parser.parse_args()
    spoil = Spoil(orders=given.orders, flattering=1.0, per_binder=_ORDERS_A_BINDER)
    erred = list(errors([simulate(seed, spoil) for seed in range(1, given.populations + 1)]))
    covered = list(coverage(given.draws))
    print(f"{'measure':26} {'digital':>9} {'recovered':>9} {'expected':>9} {'worst':>9} {'held':>9} {'bounded':>9}")
    for one in erred:
        shares = (one.digital, one.recovered, one.expected, one.worst, one.held)
        told = " ".join(f"{share:9.2%}" for share in shares)
        print(f"{one.name:26} {told} {one.bounded:9.0%}")
    print(f"\n{'interval of 95 % holds':26} " + " ".join(f"{count:>5} binders" for count in BINDERS))
    for name in _STATISTICS:
        print(f"{name:26} " + " ".join(f"{one.share:13.1%}" for one in covered if one.name == name))
    given.out.mkdir(parents=True, exist_ok=True)
    kept = {"errors": [asdict(one) for one in erred], "coverage": [asdict(one) for one in covered]}
    (given.out / "measures.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
