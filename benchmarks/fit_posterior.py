"""Fits the weights of `digitize/posterior.py` on generated binders, and shows what they choose on others.

    python -m benchmarks.fit_posterior --train 501-504 --test 505,506 [--folder F] [--jobs 2]

Uses the pages that `benchmarks.calibrate` keeps. Of each reading all candidates are weighed; the weights are those
under which the true values are likeliest, each held within bounds, so that no lexicon outweighs clear ink however
seldom the generated cities write something unheard of.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from scipy.optimize import minimize

from benchmarks.calibrate import ROOT, beside_of, read_pages, records_of, sample_of, seeds
from benchmarks.compare import same
from benchmarks.truth import TrueOrder, read_truth
from digitize import PageResult
from digitize.posterior import PARTS, WEIGHTS, group_of, parts
from digitize.reweigh import Weighing, weigh_binder

BOUNDS: Mapping[str, tuple[float | None, float | None]] = MappingProxyType(
    {
        "ink": (0.6, 1.0),
        "binder": (0.0, 1.5),
        "records": (0.0, 3.0),
        "words": (0.0, 2.5),
        "strange": (-4.0, 0.0),
        "foreign": (-1.0, 0.0),
        "malformed": (-8.0, -3.0),
        "repaired": (None, 0.0),
        "shape": (0.0, 1.5),
    }
)
"""Least and most of a weight; the others are 0 at least."""
PRIOR = 0.5
"""How strongly weights are held to half of those in place."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidates for one place, and which of them are true."""

    rows: NDArray[np.float64]
    """What speaks for each, in the order of `PARTS`."""
    right: tuple[int, ...]


def choices(seed: int, folder: Path, jobs: int) -> Iterator[tuple[str, Choice]]:
    """Every weighed place of a generated city whose truth is known, with its group."""
    sample = sample_of(seed, folder)
    truth = read_truth(sample / "truth.json")
    binders: dict[str, list[PageResult]] = defaultdict(list)
    for page in sorted(read_pages(sample, jobs), key=lambda page: page.image.number):
        binders[page.image.binder].append(page)
    beside = beside_of(records_of(sample))
    for name, pages in sorted(binders.items()):
        orders = [order for order in truth.orders if order.binder == name]
        for (number, slot), weighing in weigh_binder(pages, beside):
            order = _order_of(pages[number], slot, orders)
            wanted = order.fields.get(weighing.reading.name) if order else None
            if wanted:
                yield group_of(weighing.kind), _choice(weighing, wanted)


def _choice(weighing: Weighing, wanted: str) -> Choice:
    rows = parts(weighing.kind, weighing.candidates, weighing.place, weighing.seen, weighing.context)
    values = [candidate.value for candidate in weighing.candidates]
    right = tuple(n for n, value in enumerate(values) if same(weighing.reading.name, wanted, value))
    return Choice(np.array(rows), right)


def _order_of(page: PageResult, slot: int, orders: Sequence[TrueOrder]) -> TrueOrder | None:
    """The true order that a fragment shows: the one on its page that most of its values are alike."""
    fragment = page.fragments[slot]

    def likeness(order: TrueOrder) -> float:
        values = [(fragment.value(name), value) for name, value in order.fields.items()]
        return sum(fuzz.ratio(read, value) > 70 for read, value in values if read)

    return max((order for order in orders if page.image.number in order.pages), key=likeness, default=None)


def fit(sample: Sequence[Choice], start: Sequence[float]) -> NDArray[np.float64]:
    """The weights under which the true values are likeliest, within their bounds."""
    known = [choice for choice in sample if choice.right]
    centre = np.array(start) * 0.5

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = PRIOR * float(((weights - centre) ** 2).sum()), 2 * PRIOR * (weights - centre)
        for choice in known:
            sums = choice.rows @ weights
            share = np.exp(sums - sums.max())
            held = share[list(choice.right)]
            total -= float(np.log(held.sum() / share.sum() + 1e-12))
            slope += share @ choice.rows / share.sum() - held @ choice.rows[list(choice.right)] / held.sum()
        return total, slope

    bounds = [BOUNDS.get(part, (0.0, None)) for part in PARTS]
    return np.asarray(minimize(loss, centre, jac=True, bounds=bounds, method="L-BFGS-B").x)


def chosen_right(sample: Sequence[Choice], weights: Sequence[float]) -> int:
    """Of how many places the value that the weights choose is true."""
    return sum(int(np.argmax(choice.rows @ np.array(weights))) in choice.right for choice in sample)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", default="501-504")
    parser.add_argument("--test", default="")
    parser.add_argument("--folder", type=Path, default=ROOT / "bench-out" / "calibrate")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args(arguments)
    train, test = (_grouped(seeds(said), given.folder, given.jobs) for said in (given.train, given.test))
    for group, sample in sorted(train.items()):
        weights = fit(sample, WEIGHTS[group])
        print(f'"{group}": {tuple(round(float(weight), 2) for weight in weights)},')
        for name, tried in (("train", sample), ("test", test.get(group, []))):
            new, old = chosen_right(tried, weights.tolist()), chosen_right(tried, WEIGHTS[group])
            print(f"  {name}: of {len(tried)} places {new} right by the new weights, {old} by those in place")


def _grouped(wanted: Sequence[int], folder: Path, jobs: int) -> dict[str, list[Choice]]:
    found: dict[str, list[Choice]] = defaultdict(list)
    for seed in wanted:
        for group, choice in choices(seed, folder, jobs):
            found[group].append(choice)
    return found


if __name__ == "__main__":
    main()
