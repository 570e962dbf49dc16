"""Fits the weights of `digitize/confidence.py` on generated binders, and shows how they hold on others.

    python -m benchmarks.calibrate --train 101,102,103 --test 201,202

Prints the weights, and for the test binders the reliability table: of readings said so sure, how many are right.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

import digitize.extract
import digitize.items
from backfile.config import Settings
from backfile.executors import Limits, run_guarded
from backfile.steps import count_scan, digitize_settings
from digitize import DigitizeSettings, PageResult, digitize_page, find_binders, list_pages, voting
from digitize.confidence import Evidence, probability, vector
from records.fields import Field
from records.order import FieldReading
from records.page import PageImage
from records.values import ValueContext

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Case:
    """A reading whose truth is known."""

    evidence: Evidence
    right: bool
    typed: bool


Recorded = list[tuple[FieldReading, Evidence]]


def observed(image: PageImage, settings: DigitizeSettings) -> tuple[PageResult, Recorded]:
    """A page digitized, with the evidence behind each of its readings. Runs in a worker."""
    seen: Recorded = []
    weigh = voting.weigh
    last: list[Evidence] = []

    def weighed(*args: object) -> Evidence:
        last[:] = [weigh(*args)]  # type: ignore[arg-type]
        return last[0]

    def decided(field: Field, ballot: voting.Ballot, context: ValueContext) -> FieldReading:
        last.clear()
        reading = voting.decide(field, ballot, context)
        if last and reading.value is not None:
            seen.append((reading, last[0]))
        return reading

    voting.weigh = weighed
    digitize.extract.decide = digitize.items.decide = decided
    try:
        return digitize_page(image, settings), seen
    finally:
        voting.weigh = weigh
        digitize.extract.decide = digitize.items.decide = voting.decide


def cases(seed: int, folder: Path, jobs: int) -> list[Case]:
    """The readings of a generated set, each with whether it is right."""
    target = folder / f"seed-{seed}"
    if not (target / "truth.json").exists():
        command = [sys.executable, str(ROOT / "fixtures/make.py"), "--seed", str(seed), "--out", str(target)]
        subprocess.run(command, check=True)
    truth = json.loads((target / "truth.json").read_text())
    typed = {(b["name"], p["number"]): p.get("typed", True) for b in truth["binders"] for p in b["pages"]}
    wanted: dict[tuple[str, str], dict[str, str]] = {}
    for order in truth["orders"]:
        wanted[order["binder"], order["order_number"]] = order["fields"]
    settings = digitize_settings(Settings())
    images = [
        p
        for b in find_binders([target / "binders"])
        for p in list_pages(b, partial(count_scan, reading=settings.reading))
    ]
    found: list[Case] = []
    for outcome in run_guarded(partial(observed, settings=settings), images, jobs, Limits()):
        if outcome.value is not None:
            page, seen = outcome.value
            found += _judged(page, seen, wanted, typed.get((page.image.binder, page.image.number), True))
    return found


def _judged(
    page: PageResult, seen: Recorded, wanted: dict[tuple[str, str], dict[str, str]], typed: bool
) -> Iterable[Case]:
    evidence = {(r.name, r.box): e for r, e in seen}
    for fragment in page.fragments:
        fields = wanted.get((page.image.binder, fragment.value("order_number") or ""))
        for reading in fragment.readings if fields else ():
            known = evidence.get((reading.name, reading.box))
            if known is not None and fields and reading.name in fields:
                yield Case(known, _plain(reading.value or "") == _plain(fields[reading.name]), typed)


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def fit(sample: Sequence[Case]) -> tuple[float, ...]:
    """Weights by maximum likelihood, held towards zero by a normal prior of variance 1; a repair never helps."""
    x = np.array([vector(case.evidence) for case in sample])
    y = np.array([case.right for case in sample], dtype=float)

    bounds = [(None, None)] * 5 + [(None, 0.0), (None, None)]

    def loss(w: np.ndarray) -> float:
        z = x @ w
        return float(np.sum(np.logaddexp(0, z) - y * z) + np.sum(w[1:] ** 2) / 2)

    return tuple(round(float(v), 3) for v in minimize(loss, np.zeros(x.shape[1]), bounds=bounds, method="L-BFGS-B").x)


def reliability(sample: Sequence[Case]) -> None:
    """Prints how many of the readings said so sure are right, and what would not be flagged at each threshold."""
    said = np.array([probability(case.evidence) for case in sample])
    right = np.array([case.right for case in sample])
    edges = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995, 1.0001]
    error = 0.0
    for low, high in pairwise(edges):
        held = (said >= low) & (said < high)
        if held.any():
            error += abs(said[held].mean() - right[held].mean()) * held.mean()
            shares = f"mean said {said[held].mean():.3f}  right {right[held].mean():.3f}"
            print(f"  said {low:.3f}-{high:.3f}: {held.sum():5}  {shares}")
    print(f"  expected calibration error {error:.4f}")
    for kind in (True, False):
        mask = np.array([case.typed == kind for case in sample])
        for threshold in (0.9, 0.95, 0.97, 0.98, 0.99):
            kept = mask & (said >= threshold)
            if kept.any():
                wrong = kept.sum() - right[kept].sum()
                shares = f"not flagged {kept.sum() / mask.sum():.3f}, of them right {right[kept].mean():.4f}"
                print(f"  {'typed' if kind else 'hand '} at {threshold}: {shares} ({wrong} wrong)")


def main() -> None:
    """Fits, prints, tests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", default="101,102,103")
    parser.add_argument("--test", default="201,202")
    parser.add_argument("--folder", type=Path, default=ROOT / "bench-out" / "calibrate")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    train = [
        case for seed in options.train.split(",") if seed for case in cases(int(seed), options.folder, options.jobs)
    ]
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in train:
        groups[case.evidence.relation].append(case)
    for relation, sample in sorted(groups.items()):
        share = sum(case.right for case in sample) / len(sample)
        print(f'"{relation}": {fit(sample)},  # {len(sample)} readings, {share:.1%} right')
    print("train, with the weights in place:")
    reliability(train)
    if options.test:
        print("test, with the weights in place:")
        reliability(
            [case for seed in options.test.split(",") for case in cases(int(seed), options.folder, options.jobs)]
        )


if __name__ == "__main__":
    main()
