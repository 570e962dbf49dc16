"""A pair's weight step by step, in words that a clerk understands: for `explain`, and for the review screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.fields import CATALOGUE
from records.match import Comparison, Match

if TYPE_CHECKING:
    from matching.explain import Explanation

_STRENGTHS = ((10.0, "settles nearly everything"), (5.0, "says much"), (2.0, "says something"), (0.5, "says a little"))
_NEGLIGIBLE = 0.05


@dataclass(frozen=True, slots=True)
class Step:
    """What one thing adds to the weight, or takes from it."""

    what: str
    weight: float
    """log2."""
    words: str = ""
    """What that means, to a clerk."""
    values: str = ""
    """What stands on paper and in the record."""


def steps_of(found: Explanation) -> tuple[Step, ...]:
    """The steps of an explanation, from the odds before anything was looked at to the sum, rivals left out."""
    return (
        Step("before looking", found.prior, _odds_in_words(found.prior)),
        *_fields(found.comparisons),
        *_kinship(found.related),
        *_said(found.said),
        Step("together", found.weight, f"probability {found.probability:.3f} once rivals are weighed"),
        *_apart(found.apart),
    )


def steps_of_match(match: Match) -> tuple[Step, ...]:
    """The steps of a match as it was kept, the weightiest field first."""
    rest = match.weight - sum(each.weight for each in match.comparisons)
    ranked = sorted(match.comparisons, key=lambda each: (-abs(each.weight), each.field))
    return (
        Step("before looking", rest, _odds_in_words(rest)),
        *_fields(ranked),
        Step("together", match.weight, f"probability {match.probability:.3f} once rivals are weighed"),
    )


def _fields(comparisons: Iterable[Comparison]) -> Iterator[Step]:
    for each in comparisons:
        label = CATALOGUE[each.field].label if each.field in CATALOGUE else each.field
        placed = each.field not in CATALOGUE  # where the two lie is no value of either
        values = "" if placed else f"{each.paper or '(nothing)'} | {each.digital or '(nothing)'}"
        yield Step(f"{label}: {each.level}", each.weight, _strength(each.weight), values)


def _kinship(related: float) -> Iterator[Step]:
    if related < -_NEGLIGIBLE:
        yield Step("may only have to do with it", related, "a neighbour or a repeat looks like this too")


def _apart(odds: float) -> Iterator[Step]:
    if odds < -_NEGLIGIBLE:
        yield Step("their numbers are of two orders", odds, "no list has the one number, no sheet the other")


def _said(word: float) -> Iterator[Step]:
    if word:
        yield Step("what a person said", word, "it settles it" if word > 0 else "it rules it out")


def _strength(weight: float) -> str:
    side = "for" if weight > 0 else "against"
    found = next((words for least, words in _STRENGTHS if abs(weight) >= least), "")
    return f"{found} {side} it" if found else ""


def _odds_in_words(weight: float) -> str:
    if weight > -1:
        return "so few rows are there that most of these pairs are links"
    return f"one pair in {2**-weight:,.0f} is a link"
