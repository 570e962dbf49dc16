"""Neighbours link to neighbours: the order of a binder and of a list as evidence, where one follows the other.

A binder that is filed by number or by day and a list that was keyed from it, or exported by either, run side by side:
the record of a sheet stands where the records of the sheets before and after it stand, or as far on as the sheet is.
So once the surest links are known, each pair is asked how far the record lies from where its sheet's neighbours expect
it, which is one more comparison of the model. How often that is near by chance is counted over pairs drawn at random,
and what it means is learned of the links: where a binder has another order than the list, the matches lie no nearer
than chance, and the comparison says nothing.

Place alone is no evidence: a sheet of which nothing was read and a record without a sheet lie beside each other
wherever one is missing on either side. So it counts for pairs of which something else speaks for a match.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.blocking import CandidatePairs, Counts, Sides
from matching.comparisons import MISSING, FieldComparison, Level
from matching.features import NO_NUMBER, Features, Numbers
from matching.ids import Ids, distinct, texts_of
from matching.levels import Mask, Otherwise, Pairs, Test
from matching.model import MatchModel, Weights
from matching.score import Scored, grade_pairs, random_pairs, weigh
from matching.settings import MatchSettings
from matching.tables import ABSENT, Column, FieldData, Filed

FIELD = "Place"
"""What a clerk is told it is."""
_EACH_WAY = 2
"""Neighbours that are asked before a sheet and after it: one may lie out of order."""
_SURE = 0.9
_FEWEST = 20
"""Links from which the order of a binder means anything."""
_BITS, _IMAGINED = 1.0, 10.0
"""By how many bits a link the order of a binder must be told from chance, and how many imagined links of chance count
with its own."""
_TAKEN = 0.5
_LABELS = (
    (1, "beside its neighbours'"),
    (4, "near its neighbours'"),
    (15, "not far from them"),
)


@dataclass(frozen=True, slots=True)
class Beside:
    """The record lies at most so many rows from where one of the sheet's neighbours expects it."""

    most: int

    def holds(self, pairs: Pairs) -> Mask:
        """For each pair whether it holds."""
        near = np.zeros(len(pairs.left), dtype=bool)
        ours, theirs = pairs.numbers("series")[1], pairs.numbers("place")[1]
        for neighbour in range(2 * _EACH_WAY):
            where, at, steps = (pairs.numbers(f"{name} {neighbour}")[0] for name in ("series", "place", "steps"))
            near |= (where == ours) & (np.abs(np.abs(theirs - at) - steps) <= self.most)
        return near


def with_order(scored: Scored, likely: Weights, filed: tuple[Filed, Filed], settings: MatchSettings) -> Scored:
    """The pairs with one comparison more, of where their rows lie, and pairs that nothing but their place proposes.

    `likely` is the probability of each pair, of which the surest say where a sheet's neighbours are. The pairs are as
    they are where too few links are sure, or no binder follows a list.
    """
    sure = scored.only(likely >= _SURE)
    if len(sure.left) < _FEWEST:
        return scored
    features = _features(filed, _neighbours(filed[0], sure.left), (sure.left, sure.right))
    every = np.ones(len(filed[0].place), dtype=bool)
    sides = _with_field(scored.sides, filed, features, every)
    usual = _shares(grade_pairs(sides, (_compared(),), *random_pairs(sides, settings))[:, 0])
    levels = grade_pairs(sides, (_compared(),), sure.left, sure.right)[:, 0]
    follows = _following(filed[0].series, (sure.left, levels), usual)
    if not follows.any():
        return scored
    asked, sides = _compared(usual.tolist()), _with_field(scored.sides, filed, features, follows)
    model = scored.model
    model = replace(model, comparisons=(*model.comparisons, asked), chances=(*model.chances, asked.starting))
    left, right, rules = _proposed(scored, likely, filed, features, follows)
    grades = grade_pairs(sides, model.comparisons, left, right)
    old = np.searchsorted(left * sides.width + right, scored.left * sides.width + scored.right)
    grades[old, :-1] = scored.grades
    pairs = CandidatePairs(left, right, rules, scored.notes)
    made = weigh(sides, model, pairs, np.asfortranarray(grades), scored.judged)
    made.grades[made.evidence <= 0, -1] = MISSING
    known = np.zeros(len(left), dtype=bool)
    known[old] = True
    return made.only(known | (made.evidence > 0))


def without_order(model: MatchModel) -> MatchModel:
    """The model for pairs within a list, whose rows have no neighbours' partners to lie beside."""
    if not model.comparisons or model.comparisons[-1].field != FIELD:
        return model
    return replace(model, comparisons=model.comparisons[:-1], chances=model.chances[:-1])


def _compared(usual: Sequence[float] = (1.0, 1.0, 1.0, 1.0)) -> FieldComparison:
    """The comparison, which says nothing before it is learned: to lie near is as likely for all as it is by chance."""
    tests: list[tuple[str, Test]] = [(label, Beside(most)) for most, label in _LABELS]
    tests.append(("elsewhere", Otherwise()))
    levels = (Level(label, test, u, u, u) for (label, test), u in zip(tests, usual, strict=True))
    return FieldComparison(FIELD, "order", tuple(levels))


def _shares(levels: NDArray[np.int8]) -> Weights:
    """How often each level comes; none never does."""
    counts = np.bincount(levels[levels != MISSING], minlength=len(_LABELS) + 1) + 1.0
    return np.asarray(counts / counts.sum(), dtype=np.float64)


def _following(series: Ids, links: tuple[Ids, NDArray[np.int8]], usual: Weights) -> Mask:
    """For each sheet whether its binder follows the lists: its links' levels, given with their sheets, are told from
    chance by so many bits each (Kullback-Leibler divergence, held near nothing by imagined links).
    """
    there = links[1] != MISSING
    size, width = int(series.max(initial=-1)) + 1, len(usual)
    joint = series[links[0][there]] * width + links[1][there]
    counts = np.bincount(joint, minlength=size * width).reshape(size, width) + _IMAGINED * usual
    shares = counts / counts.sum(axis=1, keepdims=True)
    return np.asarray(((shares * np.log2(shares / usual)).sum(axis=1) >= _BITS)[series], dtype=bool)


def _proposed(
    scored: Scored, likely: Weights, filed: tuple[Filed, Filed], features: Features, follows: Mask
) -> tuple[Ids, Ids, Counts | None]:
    """The candidate pairs and those of a sheet and a record without partners that lie where each expects the other."""
    ours, theirs = filed
    height, width = len(ours.place), len(theirs.place)
    alone = [np.ones(size, dtype=bool) for size in (height, width)]
    alone[0][scored.left[likely >= _TAKEN]] = alone[1][scored.right[likely >= _TAKEN]] = False
    span = int(theirs.place.max(initial=0)) + 1
    along = theirs.series * span + theirs.place
    order = np.argsort(along, kind="stable")
    sheets = np.flatnonzero(alone[0] & follows)
    found = [scored.left * width + scored.right]
    for neighbour in range(2 * _EACH_WAY):
        series, at, steps = (features.numbers[f"{name} {neighbour}"][sheets] for name in ("series", "place", "steps"))
        for place in (at + way * steps + near for way in (-1, 1) for near in (-1, 0, 1)):
            there = (series != NO_NUMBER) & (place >= 0) & (place < span)
            wanted = series[there] * span + place[there]
            held = np.minimum(np.searchsorted(along[order], wanted), width - 1)
            known = (along[order][held] == wanted) & alone[1][order[held]]
            found.append(sheets[there][known] * width + order[held[known]])
    joint = distinct(np.concatenate(found))
    if scored.rules is None:
        return joint // width, joint % width, None
    rules = np.zeros(len(joint), dtype=np.uint8)
    rules[np.searchsorted(joint, found[0])] = scored.rules
    return joint // width, joint % width, rules


def _neighbours(filed: Filed, linked: Ids) -> NDArray[np.int64]:
    """For each row the nearest linked rows of its series before and after it, as places in `linked`; -1 for none."""
    span = int(filed.place.max(initial=0)) + 1
    along = filed.series * span + filed.place
    order = np.argsort(along[linked], kind="stable")
    held = along[linked][order]
    first, last = np.searchsorted(held, along), np.searchsorted(held, along, side="right")
    found = np.full((len(along), 2 * _EACH_WAY), -1, dtype=np.int64)
    for step in range(_EACH_WAY):
        for column, place in ((step, first - 1 - step), (_EACH_WAY + step, last + step)):
            there = (place >= 0) & (place < len(held))
            there[there] = held[place[there]] // span == filed.series[there]
            found[there, column] = order[place[there]]
    return found


def _features(filed: tuple[Filed, Filed], neighbours: NDArray[np.int64], links: tuple[Ids, Ids]) -> Features:
    """What the rows of both sides say of where they lie: those of the left first, then those of the right."""
    ours, theirs = filed
    nothing = np.full(len(theirs.place), NO_NUMBER, dtype=np.int64)
    alone = np.full(len(ours.place), NO_NUMBER, dtype=np.int64)
    numbers: dict[str, Numbers] = {
        "series": np.concatenate((alone, theirs.series)),
        "place": np.concatenate((alone, theirs.place)),
    }
    for column in range(neighbours.shape[1]):
        link = neighbours[:, column]
        there = link >= 0
        sheets, records = links[0][link[there]], links[1][link[there]]
        found = {"series": theirs.series[records], "place": theirs.place[records]}
        found["steps"] = np.abs(ours.place[there] - ours.place[sheets])
        for name, values in found.items():
            told = alone.copy()
            told[there] = values
            numbers[f"{name} {column}"] = np.concatenate((told, nothing))
    return Features({}, numbers)


def _with_field(sides: Sides, filed: tuple[Filed, Filed], features: Features, follows: Mask) -> Sides:
    """Each row is a value of its own; a sheet without a linked neighbour, or of no binder that follows, has none."""
    height, width = (len(side.place) for side in filed)
    asked = np.stack([features.numbers[f"series {n}"][:height] for n in range(2 * _EACH_WAY)])
    ours = np.where(follows & (asked != NO_NUMBER).any(axis=0), np.arange(height), ABSENT).astype(np.int32)
    theirs = np.arange(height, height + width, dtype=np.int32)
    values = texts_of([])
    data = FieldData(values, features, Column(values, (ours,)), Column(values, (theirs,)))
    return replace(sides, fields={**sides.fields, FIELD: data})
