"""What a binder's hand does: which letters the recogniser takes for others in it, time and again.

A hand that writes its T like a J makes every "Turn" a "Jurn", and no single place shows it. Over a binder the values
that are likely all the same give it away: what was read is laid beside what was likely meant, and counted.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

_ENOUGH = 1.5
"""Times that a letter must have been taken for another before it is expected again."""
_OFTEN = 0.1
"""Share of a letter's places in which it must have been."""
_AGAIN = 0.3
"""Nats that it costs at most if it is taken so again in one text: who writes one 1 like a 7 writes the next one so."""
_DOUBT = 2.0
"""Places added to a letter's count, in which it was read right: a few cases prove little."""


@dataclass(frozen=True, slots=True)
class Hand:
    """What it costs, in nats, that a letter is taken for another."""

    costs: dict[tuple[str, str], float]
    """By the letter meant and the letter read."""

    def with_habits(self, other: Hand) -> Hand:
        """This hand, and what another one does besides or does more often."""
        both = {*self.costs, *other.costs}
        return Hand({pair: min(self.costs.get(pair, math.inf), other.costs.get(pair, math.inf)) for pair in both})

    def as_read(self, meant: str, read: str) -> tuple[str, float] | None:
        """A text as this hand makes it look, where that is nearer to what was read, and what it costs in nats."""
        if not self.costs:
            return None
        letters, cost, before = list(meant), 0.0, set[tuple[str, str]]()
        for place, other in exchanged(meant, read):
            pair = meant[place], other
            price = self.costs.get(pair)
            if price is not None:
                letters[place], cost = other, cost + (min(price, _AGAIN) if pair in before else price)
                before.add(pair)
        return ("".join(letters), cost) if cost else None

    def meant(self, read: str) -> list[str]:
        """The words that one letter of a word may have been meant for, as this hand is misread."""
        return [
            f"{read[:place]}{meant}{read[place + 1 :]}"
            for (meant, other) in self.costs
            for place, letter in enumerate(read)
            if letter == other
        ]


NO_HAND = Hand({})


def exchanged(meant: str, read: str) -> list[tuple[int, str]]:
    """The places where one letter of a text was read as one other, with that other."""
    found = []
    for step in Levenshtein.opcodes(meant, read):
        if step.tag == "replace" and step.src_end - step.src_start == step.dest_end - step.dest_start:
            places = range(step.src_start, step.src_end)
            found += [(place, read[step.dest_start + place - step.src_start]) for place in places]
    return found


def learn_hand(pairs: Iterable[tuple[str, str, float]]) -> Hand:
    """The hand from texts as meant and as read, each pair with its probability."""
    taken: Counter[tuple[str, str]] = Counter()
    written: Counter[str] = Counter()
    for meant, read, weight in pairs:
        for letter in meant:
            written[letter] += weight  # type: ignore[assignment] # a pair that is half sure counts half
        for place, other in exchanged(meant, read):
            taken[meant[place], other] += weight  # type: ignore[assignment]
    shares = {pair: times / (written[pair[0]] + _DOUBT) for pair, times in taken.items() if times >= _ENOUGH}
    return Hand({pair: -math.log(min(share, 0.99)) for pair, share in shares.items() if share >= _OFTEN})
