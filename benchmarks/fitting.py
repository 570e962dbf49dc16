"""Fits the confidence model: weights by relation, then a monotone curve over their score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.optimize import minimize

from benchmarks.judged import Case
from digitize.confidence import TERMS, Model, Weights, bent, known_terms, score
from records.evidence import Evidence, Relation

FAMILIES: tuple[frozenset[Relation], ...] = (
    frozenset({Relation.AGREE, Relation.DIFFER, Relation.ALONE, Relation.PRINTED, Relation.WORD}),
    frozenset({Relation.TICKED}),
    frozenset({Relation.HEADER}),
    frozenset({Relation.BLANK, Relation.STATED, Relation.UNTICKED, Relation.UNFOUND}),
)
"""Relations that learn from each other: each starts from the weights of all of its family together."""
ALIKE = 4.0
"""How firmly a relation is held to its family's weights: the precision of the normal prior around them."""
SMALL = 1.0
"""How firmly a family's weights are held to zero, in standard deviations of their terms."""
FEWEST = 20
"""Readings in a place of the curve: fewer would follow chance."""
BIND = 30.0
"""Readings that the straight line counts as in each place of the curve."""
Sample = Sequence[tuple[Evidence, bool]]


def fit(sample: Sample, about: str) -> Model:
    """The model of a sample of evidence, each with whether the claim was right."""
    names = list(TERMS)
    numbers = np.array([_numbers(evidence, names) for evidence, _ in sample])
    right = np.array([good for _, good in sample], dtype=float)
    known = ~np.isnan(numbers)
    centres = np.array(
        [column[mask].mean() if mask.any() else 0.0 for column, mask in zip(numbers.T, known.T, strict=True)]
    )
    centred = np.where(known, numbers - centres, 0.0)
    spreads = np.array([_spread(column[mask]) for column, mask in zip(centred.T, known.T, strict=True)])
    kinds = np.array([evidence.relation for evidence, _ in sample])
    x = np.column_stack([np.ones(len(sample)), centred / spreads])
    relations: dict[str, Weights] = {}
    for family in FAMILIES:
        inside = np.isin(kinds, list(family))
        start = _solve(x[inside], right[inside], np.zeros(x.shape[1]), SMALL)
        for relation in sorted(family):
            own = kinds == relation
            found = _solve(x[own], right[own], start, ALIKE)
            weights = {
                name: _short(w / s) for name, w, s in zip(names, found[1:], spreads, strict=True) if abs(w) > 1e-4
            }
            relations[relation] = Weights(int(own.sum()), _short(found[0]), weights)
    centred_by_name = {name: _short(centre) for name, centre in zip(names, centres, strict=True)}
    return Model(about, len(sample), centred_by_name, relations)


def _numbers(evidence: Evidence, names: Sequence[str]) -> list[float]:
    known = dict(known_terms(evidence))
    return [known.get(name, float("nan")) for name in names]


def _spread(column: np.ndarray) -> float:
    """The standard deviation, 1 where the term never varies."""
    found = float(column.std()) if column.size else 0.0
    return found if found > 1e-9 else 1.0


def _short(number: float) -> float:
    return round(float(number), 4)


def _solve(x: np.ndarray, right: np.ndarray, start: np.ndarray, held: float) -> np.ndarray:
    """Weights of the greatest posterior under a normal prior around `start`, none against its term's sign.

    A base is held loosely: how often a relation is right is what its readings know best.
    """
    firm = np.full(start.size, held)
    firm[0] = 0.1

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        apart = w - start
        value = float(np.logaddexp(0, z).sum() - right @ z + (firm * apart**2).sum() / 2)
        return value, x.T @ (1 / (1 + np.exp(-z)) - right) + firm * apart

    limits = [(None, None), *(_limits(term.sign) for term in TERMS.values())]
    return np.asarray(minimize(loss, start, jac=True, bounds=limits, method="L-BFGS-B").x)


def _limits(sign: int) -> tuple[float | None, float | None]:
    return (0.0 if sign > 0 else None, 0.0 if sign < 0 else None)


def pool(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The rising sequence nearest to the values in weighted squares: adjacent violators are pooled."""
    blocks: list[list[float]] = []  # mean, weight, length
    for value, weight in zip(values, weights, strict=True):
        blocks.append([value, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            mean, heavy, length = blocks.pop()
            before = blocks[-1]
            before[0] = (before[0] * before[1] + mean * heavy) / (before[1] + heavy)
            before[1] += heavy
            before[2] += length
    return [mean for mean, _, length in blocks for _ in range(int(length))]


def curve(scores: Sequence[float], right: Sequence[bool], places: int = 20) -> tuple[tuple[float, float], ...]:
    """A rising curve from scores to log odds, over places of equal count, each held to the line by pseudo-readings."""
    order = np.argsort(np.asarray(scores), kind="stable")
    z, y = np.asarray(scores)[order], np.asarray(right, dtype=float)[order]
    parts = np.array_split(np.arange(z.size), max(min(places, z.size // FEWEST), 1))
    middle = [float(np.mean(z[part])) for part in parts]
    line = [float(np.mean(1 / (1 + np.exp(-z[part])))) for part in parts]
    shares = [(y[p].sum() + BIND * s) / (p.size + BIND) for p, s in zip(parts, line, strict=True)]
    risen = pool(shares, [p.size + BIND for p in parts])
    knots = [(_short(m), _short(np.log(s / (1 - s)))) for m, s in zip(middle, risen, strict=True)]
    return tuple(knot for at, knot in enumerate(knots) if at == 0 or knot[0] > knots[at - 1][0])


def told(cases: Iterable[Case]) -> list[tuple[Evidence, bool]]:
    """The evidence of cases that claim something, with whether they are right."""
    return [(case.evidence, case.right) for case in cases if case.evidence is not None]


def by_seed(cases: Iterable[Case]) -> Mapping[str, list[Case]]:
    """The cases of each sample: cross-validation leaves whole cities out, for readings of one city err alike."""
    found: dict[str, list[Case]] = {}
    for case in cases:
        found.setdefault(case.sample, []).append(case)
    return found


def held_out_scores(cases: Sequence[Case], folds: int = 5) -> list[tuple[float, bool]]:
    """The score of each case by a model fitted without its city, and whether it is right."""
    samples = sorted(by_seed(cases))
    found: list[tuple[float, bool]] = []
    for fold in range(min(folds, len(samples))):
        away = set(samples[fold::folds])
        model = fit(told(case for case in cases if case.sample not in away), "")
        found += [(score(e, model), right) for e, right in told(c for c in cases if c.sample in away)]
    return found


def spread_of(sample: Sample, model: Model) -> tuple[float, float, float]:
    """What one reading tells of a shift and a stretch of the log odds: the information matrix over their number."""
    odds = np.array([bent(score(evidence, model), model.curve) for evidence, _ in sample])
    shares = 1 / (1 + np.exp(-odds))
    weight = shares * (1 - shares)
    return _short(weight.mean()), _short((weight * odds).mean()), _short((weight * odds**2).mean())
