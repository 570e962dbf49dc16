"""A list whose copies come in twos: learned, and decided, with one partner a row.

Pair by pair, expectation and maximisation takes kin for copies: a household of four, the models of one line. Between
two lists it is the rule of one partner a row that tells them apart (`refine`), and a list is linked with itself by the
same rule: each pair is given both ways, and the fixed point of belief propagation over this double cover is that over
the list itself. On people of whom one in ten shares a household F1 is 0.96 instead of 0.75, on products whose models
differ in a digit 0.87 instead of 0.52.

The rule is wrong where copies come in larger groups. Whether they do is seen once it has been learned by, when each
pair is judged by itself: groups of kin have fallen apart then, groups of copies have not. Where nearly all are twos,
the rule decides too; where some are larger, pairs are judged by what was learned; where most are, nothing is changed.
Where it leaves less than half of the pairs, those that are gone were kin, if the list has kin, and else copies.

Where copies are known to come in twos, rows that surely have other partners show what kin look like, as they do between
two lists. If they are more alike than kin of any list are, it is learned once more with close kin as a class of their
own: of calls keyed twice Brier 0.004 instead of 0.049, and 0.028 with kin of one class that explain as much.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matching.blocking import CandidatePairs
from matching.cluster import cluster
from matching.grouped import Grouped
from matching.model import MATCH, RELATED, MatchModel, Weights, learn, with_close
from matching.refine import kin_are_alike, refined
from matching.score import Scored, weigh
from matching.settings import MatchSettings

_FEWEST = 0.1
"""Of the rows, how many must have a copy: the rows without one are too like each other to count by, where few have."""
_MOST = 0.9
_SOME_LARGER, _MOST_LARGER = 0.22, 0.4
"""Of the rows with a copy, how many are in groups of three and more. Where copies come in twos, 0 to 0.2 seem to be;
0.3 where kin outnumber copies, or a quarter of the copies have a copy of their own; 0.46 where half have; on lists of
large groups 0.7 to 0.95."""
_SHATTERED = 0.5
"""What is left of the pairs, at most, where the rule has broken groups up: kin where there are some, copies else."""
_FEW_KIN = 0.15
"""Related pairs a match, up to which there are none to speak of: 0 to 0.08 on gazetteers, citations and affiliations,
0.4 and more on lists of goods with sisters, of people and of calls."""
WORTH_CLUSTERING = 0.01
"""Pairs less likely than this hold no group together or apart."""


def in_twos(scored: Scored, settings: MatchSettings, *, fixed: bool) -> tuple[Scored, Weights]:
    """The pairs of a list weighed by what one partner a row teaches, and the probability of each.

    As they came in where copies are few or come in larger groups. By a `fixed` model nothing is learned.
    """
    size = scored.sides.height
    alike = np.bincount(scored.left, scored.probability, size) + np.bincount(scored.right, scored.probability, size)
    paired = float(np.minimum(alike, 1.0).sum())
    if paired < _FEWEST * size:
        return scored, scored.probability
    alone = Grouped.of(size)
    begun = min(paired, _MOST * size)
    found = refined(_both_ways(scored), settings, (alone, alone), fixed=fixed, begun=begun)
    single = _singly(scored, found.scored.model, settings)
    if single.probability.sum() < _SHATTERED * scored.probability.sum():
        kin = scored.model.shares[RELATED] > _FEW_KIN * scored.model.shares[MATCH]
        return (single, single.probability) if kin else (scored, scored.probability)
    larger = _in_larger_groups(single)
    if larger > _MOST_LARGER:
        return scored, scored.probability
    if larger > _SOME_LARGER:
        return single, single.probability
    if not fixed and kin_are_alike(found):
        closer = replace(scored, model=with_close(scored.model))
        found = refined(_both_ways(closer), settings, (alone, alone), begun=begun)
        single = _singly(closer, found.scored.model, settings)
    return single, found.probability[: len(scored.left)]


def _singly(scored: Scored, model: MatchModel, settings: MatchSettings) -> Scored:
    """Each pair judged by itself, by the levels that a model was learned to have."""
    learned = learn(replace(model, shares=scored.model.shares), scored.grades, settings, shares_only=True)
    pairs = CandidatePairs(scored.left, scored.right, scored.rules, scored.notes)
    return weigh(scored.sides, learned, pairs, scored.grades, scored.judged)


def _both_ways(scored: Scored) -> Scored:
    return replace(
        scored,
        left=np.concatenate((scored.left, scored.right)),
        right=np.concatenate((scored.right, scored.left)),
        grades=np.asfortranarray(np.concatenate((scored.grades, scored.grades))),
        evidence=np.concatenate((scored.evidence, scored.evidence)),
        probability=np.concatenate((scored.probability, scored.probability)),
        rules=None,
    )


def _in_larger_groups(scored: Scored) -> float:
    """Of the rows that have a copy when each pair is judged by itself, how many are in groups of three and more."""
    likely = scored.only(scored.probability >= WORTH_CLUSTERING)
    pairs = zip(likely.left.tolist(), likely.right.tolist(), likely.probability.tolist(), strict=True)
    sizes = np.array([len(group.members) for group in cluster(pairs)])
    return float(sizes[sizes > 2].sum() / max(sizes.sum(), 1)) if len(sizes) else 0.0
