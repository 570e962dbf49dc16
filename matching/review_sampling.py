"""How many values a supervisor has to look at, and what the mistakes found among them say about all."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """What a random sample says."""

    looked: int
    wrong: int
    low: float
    """The rate lies between this and `high`, with 95 % confidence."""
    high: float

    @property
    def rate(self) -> float:
        """The share of the sample that was wrong; 0 before anybody looked."""
        return self.wrong / self.looked if self.looked else 0.0


def sample_size(lot: int, tolerated: float, confidence: float = CONFIDENCE) -> int:
    """How many of a lot must be looked at, and be right, to say that no more than a share `tolerated` is wrong.

    Lot acceptance with acceptance number 0 (Dodge and Romig 1929; hypergeometric, so that a small lot needs fewer): the
    least number of draws in which a lot with one mistake too many shows none with probability 1 - confidence at most.
    """
    bad = int(lot * tolerated) + 1
    if bad > lot:
        return max(lot, 0)
    low, high = 1, lot - bad + 1
    while low < high:
        middle = (low + high) // 2
        if _none_drawn(lot, bad, middle) <= 1 - confidence + 1e-9:
            high = middle
        else:
            low = middle + 1
    return low


def _none_drawn(lot: int, bad: int, drawn: int) -> float:
    """The chance that none of the bad ones is drawn: C(lot - bad, drawn) / C(lot, drawn)."""
    from scipy.special import gammaln

    if drawn > lot - bad:
        return 0.0
    good = lot - bad
    ways = gammaln(good + 1) - gammaln(good - drawn + 1) - gammaln(lot + 1) + gammaln(lot - drawn + 1)
    return exp(float(ways))


def error_rate(looked: int, wrong: int, confidence: float = CONFIDENCE) -> ErrorRate:
    """The share of wrong values with its Clopper–Pearson interval (Biometrika 26, 1934): exact, never too narrow.

    Raises:
        ValueError: more wrong ones than were looked at.
    """
    from scipy.special import betaincinv

    if not 0 <= wrong <= looked:
        raise ValueError(f"{wrong} of {looked}")
    tail = (1 - confidence) / 2
    low = 0.0 if wrong == 0 else float(betaincinv(wrong, looked - wrong + 1, tail))
    high = 1.0 if wrong == looked else float(betaincinv(wrong + 1, looked - wrong, 1 - tail))
    return ErrorRate(looked, wrong, low, high)
