"""One to one, in probabilities: how likely each pair is a link where a row has at most one partner.

Every way to pair two tables in part has a weight, the product of its pairs' odds; a pair's probability is the share of
the ways that it is in. Belief propagation finds these shares (exactly where the candidates make no loops; the
monomer-dimer model, Bayati, Gamarnik et al. 2007): a pair's odds count against those of its competitors, and against
neither row having a partner at all.

The odds need a prior: k pairs among n rows and m rows have prior odds k / ((n - k)(m - k)) each. Where nearly every row
has a partner, a weak candidate without a rival is likely it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matching.blocking import Ids
from matching.model import Weights

_MOST_ODDS = 1e9
_NO_ODDS = 1e-7
"""Pairs of less are no one's rivals."""
_STILL = 1e-4
_SWEEPS = 40
_SPARE = 0.01
"""Of the rows, how many are without a partner at least before it is known."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Candidate pairs, with the natural logarithm of the evidence for each."""

    left: Ids
    right: Ids
    evidence: Weights
    height: int
    """Rows on the left."""
    width: int
    """Rows on the right."""
    several: tuple[bool, bool] = (False, False)
    """For each side whether a row of it may have several partners, as a paper has citations; those have one each."""


@dataclass(frozen=True, slots=True)
class Messages:
    """The fixed point of belief propagation, of those pairs that can be a link; the others are no one's rivals."""

    live: Ids
    """Their places among the pairs: of a million orders one in ten."""
    found: Weights
    """How likely each is."""
    left_free: Weights
    """How likely its left row is free for it, all other candidates considered."""
    right_free: Weights


def marginals(edges: Edges, count: float) -> Weights:
    """The probability of each pair, where so many pairs are expected.

    Rows that are no candidate's count too: they have no partner.
    """
    sent = messages(edges, count)
    found = np.zeros(len(edges.left))
    found[sent.live] = sent.found
    return found


def prior_odds(count: float, height: int, width: int, several: tuple[bool, bool] = (False, False)) -> float:
    """The odds of a pair before anything was compared, where `count` pairs are expected.

    Rows that may have several partners are never taken.
    """
    sides = zip((height, width), several, strict=True)
    free = [size if open_side else max(size - count, _SPARE * size, 0.5) for size, open_side in sides]
    return max(count, 0.05) / (free[0] * free[1])


def messages(edges: Edges, count: float) -> Messages:
    """Belief propagation over the pairs, to its fixed point."""
    prior = prior_odds(count, edges.height, edges.width, edges.several)
    live = np.flatnonzero(edges.evidence > np.log(_NO_ODDS / prior))
    odds = np.minimum(np.exp(np.clip(edges.evidence[live], -60.0, 60.0)) * prior, _MOST_ODDS)
    return Messages(live, *_passed(replace(edges, left=edges.left[live], right=edges.right[live]), odds))


def _passed(edges: Edges, odds: Weights) -> tuple[Weights, Weights, Weights]:
    ours, theirs = np.ones(len(odds)), np.ones(len(odds))
    open_left, open_right = edges.several
    found = before = np.zeros(len(odds))
    for _ in range(_SWEEPS):
        ours = ours if open_left else _cavity(edges.left, odds * theirs, edges.height)
        theirs = theirs if open_right else _cavity(edges.right, odds * ours, edges.width)
        joint = odds * ours * theirs
        found = joint / (1.0 + joint)
        if np.abs(found - before).max(initial=0.0) < _STILL:
            break
        before = found
    return found, ours, theirs


def _cavity(ids: Ids, weights: Weights, size: int) -> Weights:
    """How likely a row is free for a pair, all its other candidates considered."""
    others = np.bincount(ids, weights=weights, minlength=size)[ids] - weights
    return 1.0 / (1.0 + np.maximum(others, 0.0))
