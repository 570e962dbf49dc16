"""Fits the confidence model: weights by relation, then a monotone curve over their score."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby

import msgspec
import numpy as np
from scipy.optimize import minimize

from benchmarks.judged import Case
from digitize.confidence import TERMS, Model, Weights, bent, known_terms, score, share_of
from records.evidence import EMPTIES, Evidence, Relation

FAMILIES: tuple[frozenset[Relation], ...] = (
    frozenset({Relation.AGREE, Relation.DIFFER, Relation.ALONE, Relation.PRINTED, Relation.WORD}),
    frozenset({Relation.TICKED}),
    frozenset({Relation.HEADER}),
    EMPTIES,
)
"""Relations that learn from each other: each starts from the weights of all of its family together."""
VOTED = frozenset({Relation.AGREE, Relation.DIFFER, Relation.ALONE})
"""What engines read: a file's own text layer speaks to no other claim."""
ALIKE = 20.0
"""How firmly a relation is held to its family's weights: the precision of the normal prior around them."""
SMALL = 8.0
"""How firmly a family's weights are held to zero, in standard deviations of their terms."""
FEWEST = 20
"""Readings in a place of the curve: fewer would follow chance."""
BIND = 30.0
"""Readings that the straight line counts as in each place of the curve."""
Limits = Sequence[tuple[float | None, float | None]]
Sample = Sequence[tuple[Evidence, bool]]


def fit(sample: Sample, about: str) -> Model:
    """The model of a sample of evidence, each with whether the claim was right."""
    names = list(TERMS)
    numbers = np.array([_numbers(evidence) for evidence, _ in sample])
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
        limits = _limits(family)
        start = _solve(x[inside], right[inside], (np.zeros(x.shape[1]), SMALL), limits)
        for relation in sorted(family):
            own = kinds == relation
            found = _solve(x[own], right[own], (start, ALIKE), limits)
            weights = {
                name: _short(w / s) for name, w, s in zip(names, found[1:], spreads, strict=True) if abs(w) > 1e-4
            }
            relations[relation] = Weights(int(own.sum()), _short(found[0]), weights)
    centred_by_name = {name: _short(centre) for name, centre in zip(names, centres, strict=True)}
    return Model(about, len(sample), centred_by_name, relations)


@cache
def _numbers(evidence: Evidence) -> tuple[float, ...]:
    """Every term's number, kept: a fit is made a dozen times over the same readings."""
    known = dict(known_terms(evidence))
    return tuple(known.get(name, float("nan")) for name in TERMS)


def _spread(column: np.ndarray) -> float:
    """The standard deviation, 1 where the term never varies."""
    found = float(column.std()) if column.size else 0.0
    return found if found > 1e-9 else 1.0


def _short(number: float) -> float:
    return round(float(number), 4)


def _solve(x: np.ndarray, right: np.ndarray, prior: tuple[np.ndarray, float], limits: Limits) -> np.ndarray:
    """Weights of the greatest posterior under a normal prior around `start`, none against its term's sign.

    A base is held loosely: how often a relation is right is what its readings know best.
    """
    start, held = prior
    firm = np.full(start.size, held)
    firm[0] = 0.1

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        apart = w - start
        value = float(np.logaddexp(0, z).sum() - right @ z + (firm * apart**2).sum() / 2)
        return value, x.T @ (1 / (1 + np.exp(-z)) - right) + firm * apart

    return np.asarray(minimize(loss, start, jac=True, bounds=limits, method="L-BFGS-B").x)


def with_term(model: Model, sample: Sample, name: str, prior: tuple[float, float]) -> Model:
    """The model with the weight of one term fitted on a sample that knows it, all its other weights as they are.

    Each relation is held to the weight of all together, as in `fit`; one that the sample does not have keeps that.

    Args:
        model: What is known without the term.
        sample: Evidence, with whether each claim is right.
        name: The term's.
        prior: The weight that all together are held to, and the number of the term that says nothing.
    """
    expected, centre = prior
    told = [(e, right, number) for e, right in sample if (number := TERMS[name].value(e)) is not None]
    offset = np.array([score(msgspec.structs.replace(e, **{name: None}), model) for e, _, _ in told])
    right = np.array([good for _, good, _ in told], dtype=float)
    number = np.array([value - centre for _, _, value in told])
    kinds = np.array([e.relation for e, _, _ in told])

    def best(mask: np.ndarray, start: float, held: float) -> float:
        def loss(w: np.ndarray) -> float:
            z = offset[mask] + w[0] * number[mask]
            return float(np.logaddexp(0, z).sum() - right[mask] @ z + held * (w[0] - start) ** 2 / 2)

        return float(minimize(loss, [start], bounds=[(0.0, None)]).x[0])

    together = best(np.ones(len(told), dtype=bool), expected, SMALL)
    relations = dict(model.relations)
    for relation in sorted(VOTED):
        weight = best(kinds == relation, together, ALIKE)
        terms = {**relations[relation].terms, name: _short(weight)}
        relations[relation] = msgspec.structs.replace(relations[relation], terms=terms)
    return msgspec.structs.replace(model, centres={**model.centres, name: centre}, relations=relations)


def _limits(family: frozenset[Relation]) -> Limits:
    """Where each weight may lie, the base first: no term speaks against its sign."""
    empty = family <= EMPTIES
    signs = [t.sign_empty if empty and t.sign_empty is not None else t.sign for t in TERMS.values()]
    return [(None, None), *((0.0 if sign > 0 else None, 0.0 if sign < 0 else None) for sign in signs)]


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


Curve = tuple[tuple[float, float], ...]


def curve(scores: Sequence[float], right: Sequence[bool], places: int = 20) -> Curve:
    """A rising curve from scores to log odds: a knot for each run of places that had to be pooled.

    The places are of equal count, and each is held to the straight line by pseudo-readings.
    """
    order = np.argsort(np.asarray(scores), kind="stable")
    z, y = np.asarray(scores)[order], np.asarray(right, dtype=float)[order]
    parts = np.array_split(np.arange(z.size), max(min(places, z.size // FEWEST), 1))
    line = [float(np.mean(1 / (1 + np.exp(-z[part])))) for part in parts]
    shares = [(y[p].sum() + BIND * s) / (p.size + BIND) for p, s in zip(parts, line, strict=True)]
    risen = pool(shares, [p.size + BIND for p in parts])
    knots: list[tuple[float, float]] = []
    for share, run in groupby(range(len(parts)), key=lambda at: risen[at]):
        middle = float(np.mean(np.concatenate([z[parts[at]] for at in run])))
        knots.append((_short(middle), _short(np.log(share / (1 - share)))))
    return tuple(knots)


def best_curve(away: Mapping[str, Sequence[tuple[float, bool]]]) -> Curve:
    """The curve of held-out scores by city, or none where cities that it was not drawn from are better off without."""
    everything = [pair for pairs in away.values() for pair in pairs]
    drawn = {
        city: curve(*zip(*(pair for other, pairs in away.items() if other != city for pair in pairs), strict=True))
        for city in away
        if len(away) > 1
    }
    bent_loss = sum(_loss(bent(z, drawn[city]), good) for city in drawn for z, good in away[city])
    straight = sum(_loss(z, good) for z, good in everything)
    return curve(*zip(*everything, strict=True)) if drawn and bent_loss < straight else ()


def _loss(odds: float, right: bool) -> float:
    share = share_of(odds)
    return -math.log(share if right else 1 - share)


def told(cases: Iterable[Case]) -> list[tuple[Evidence, bool]]:
    """The evidence of cases that claim something, with whether they are right."""
    return [(case.evidence, case.right) for case in cases if case.evidence is not None]


def by_seed(cases: Iterable[Case]) -> Mapping[str, list[Case]]:
    """The cases of each sample: cross-validation leaves whole cities out, for readings of one city err alike."""
    found: dict[str, list[Case]] = {}
    for case in cases:
        found.setdefault(case.sample, []).append(case)
    return found


def held_out_scores(cases: Sequence[Case], folds: int = 5) -> dict[str, list[tuple[float, bool]]]:
    """The scores of each city's cases by a model fitted without it, and whether they are right."""
    cities = by_seed(cases)
    names = sorted(cities)
    found: dict[str, list[tuple[float, bool]]] = {}
    for fold in range(min(folds, len(names))):
        away = names[fold::folds]
        model = fit(told(case for case in cases if case.sample not in away), "")
        found |= {name: [(score(e, model), right) for e, right in told(cities[name])] for name in away}
    return found


def spread_of(sample: Sample, model: Model) -> tuple[float, float, float]:
    """What one reading tells of a shift and a stretch of the log odds: the information matrix over their number."""
    odds = np.array([bent(score(evidence, model), model.curve) for evidence, _ in sample])
    shares = 1 / (1 + np.exp(-odds))
    weight = shares * (1 - shares)
    return _short(weight.mean()), _short((weight * odds).mean()), _short((weight * odds**2).mean())
