"""How many links blocking has missed, from how many of its rules found those that it has not."""

from __future__ import annotations

import numpy as np

from matching.blocking import Counts
from matching.model import Weights


def blocking_recall(rules: Counts | None, probability: Weights) -> float:
    """Of all links, the share that is among the candidate pairs: 0 to 1.

    Chao's estimate (1987) of what no rule has found, from what one and what two have found, links counted by their
    probability; as rules do not find all links with equal ease, it rather says too much than too little. Rules that
    look only at rows without a partner leave the others with fewer finds, which makes it say too little.
    """
    if rules is None:
        return 1.0
    once, twice = (float(probability[rules == times].sum()) for times in (1, 2))
    seen = float(probability[rules > 0].sum())
    missed = max(once * (once - 1), 0.0) / (2 * (twice + 1))
    return seen / (seen + missed) if seen else 1.0


def recall_in_words(rules: Counts | None, probability: Weights, pairs: tuple[int, int]) -> tuple[str, ...]:
    """What a person should know of it; nothing where every pair was compared.

    `pairs` are those that were compared, and all that there are.
    """
    if rules is None:
        return ()
    share = np.floor(1000 * blocking_recall(rules, probability)) / 10
    compared = f"{pairs[0]:,} of {pairs[1]:,} pairs were compared"
    return (f"blocking: {compared}; about {share:.1f} % of the links are among them",)
