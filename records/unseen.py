"""How many orders stand in neither list, estimated from how far the two lists overlap.

Chapman's estimator of a population seen twice, with the log-normal interval of its unseen part. It takes for granted
that being on paper and being in the list are independent, and it is only as good as the links: one true link missed in
a hundred adds an order in a hundred. So the overlap is first corrected by the errors that the links are expected to
have (after Ding and Fienberg 1994, and Di Consiglio and Tuoto 2015, with each link's own probability in the place of
one rate for all), and what is not known of them widens the interval. Where numbers are pre-printed, the numbers in
neither list are counted and not estimated.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

FEWEST = 7
"""Fewer orders in both lists than this leave Chapman's estimator biased (Robson and Regier)."""
_Z = 1.96


@dataclass(frozen=True, slots=True)
class LinkErrors:
    """What the links' probabilities say of their number."""

    false: float = 0.0
    """Links expected not to hold."""
    missed: float = 0.0
    """Orders expected to be in both though no link is settled; they are not among those of the list yet."""
    variance: float = 0.0
    """Of the number of true links."""


NO_ERRORS = LinkErrors()


@dataclass(frozen=True, slots=True)
class Unseen:
    """An estimate of the orders in neither list."""

    paper: int
    listed: int
    both: int
    estimate: float
    low: float
    """The lower end of the 95 % interval."""
    high: float


def unseen(paper: int, listed: int, both: int, errors: LinkErrors = NO_ERRORS) -> Unseen | None:
    """The estimate from the sizes of the lists and of their overlap; None where the overlap says too little.

    Args:
        paper: Orders on paper.
        listed: Orders of the digital list that the scanned paper should hold.
        both: Those that are in both, as linked.
        errors: By how much the links are expected to be off.
    """
    held = listed + errors.missed
    linked = min(both - errors.false + errors.missed, paper, held)
    if both > min(paper, listed) or min(both, linked) < FEWEST:
        return None
    return Unseen(paper, listed, both, *_chapman(paper, held, linked, errors.variance))


def _chapman(paper: float, listed: float, both: float, links: float) -> tuple[float, float, float]:
    """The unseen, and the ends of their interval: log-normal, so that it never falls below zero.

    `links` is the variance of `both`; the estimate moves by the whole over `both` with each link (delta method).
    """
    seen = paper + listed - both
    whole = (paper + 1) * (listed + 1) / (both + 1) - 1
    missing = max(whole - seen, 0.0)
    variance = (paper + 1) * (listed + 1) * (paper - both) * (listed - both) / ((both + 1) ** 2 * (both + 2))
    variance += links * (whole / (both + 1) - 1) ** 2
    if missing <= 0 or variance <= 0:
        return missing, missing, missing
    spread = math.exp(_Z * math.sqrt(math.log1p(variance / missing**2)))
    return missing, missing / spread, missing * spread
