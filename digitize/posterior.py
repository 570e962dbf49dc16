"""How likely each value is that may stand in a place: what the ink says of it, and what is known beside the ink.

A value's weight is a sum of what speaks for it; the values' shares of all weights are their probabilities. The weights
are fitted on generated binders (`benchmarks/fit_posterior.py`). Nothing known beside the ink outweighs ink that is
clear: a lexicon speaks for a value with a few nats at most, and a misread character costs about as many.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import accumulate
from types import MappingProxyType

from rapidfuzz import fuzz

from digitize.candidates import Candidate
from digitize.lexicon import NUMBER, WORDY, counter_of
from digitize.lore import Known
from digitize.page import Inked
from digitize.parse import NUMERIC, read_value
from digitize.seen import HOURS, Seen
from digitize.spelling import bare, has_fraction
from digitize.uom import UNIT, may_be_unit
from digitize.voting import Vote, testimony
from records.fields import Field, FieldType
from records.order import ReadingStatus
from records.values import ValueContext

OUTSIDE = 3.0
"""What weighs against a day that lies outside the binder's period, beside its distance, and against endless hours."""
_LOCAL, _FAR = 7, -4.0
"""Figures of a telephone number behind its area, and what weighs against one of an area that nobody else has."""
_MANY, _NEARLY_ALL = 10, 0.95
"""Hours from which it is known how many are usual, and the share of them that is no more than that."""
DEEPEST = 30.0
"""Nats below the best from which the ink tells values no further apart."""
_UNKNOWN, _UNHEARD = 0.5, 0.5
"""Letters in unknown words, in tens, from which a value is strange; and the share that is left for the candidates where
the likeliest is and no engine read it so: of three in four cities with nine tenths and more, two were wrong."""
PARTS = (
    "ink",
    "binder",
    "records",
    "tesseract",
    "likeness",
    "recogniser",
    "strange",
    "words",
    "foreign",
    "malformed",
    "repaired",
    "near",
    "shape",
    "layer",
)
"""What is weighed, in the order of `WEIGHTS`."""
WEIGHTS: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "words": (0.6, 1.5, 3.0, 1.7, 0.15, 0.1, -4.0, 2.5, -1.0, -4.8, 0.0, 0.0, 1.0, 1.0),
        "figures": (0.6, 0.0, 1.4, 0.6, 0.0, 0.05, 0.0, 0.0, 0.0, 0.0, -0.9, 1.2, 1.5, 1.0),
    }
)
"""By group, in the order of `PARTS`; fitted on 3,672 places of the generated seeds 501 to 506, held within bounds;
but figures count the records' beginnings 1.4 times where 3.0 fitted best: lists leave prefixes out, and at 3.0 a
binder lost its own with them."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate and its share."""

    candidate: Candidate
    probability: float


def group_of(kind: Field) -> str:
    """Which weights a field has."""
    return "words" if kind.type in WORDY else "figures"


def weigh_values(
    kind: Field, candidates: Sequence[Candidate], place: Inked, seen: Seen, context: ValueContext
) -> list[Weighed]:
    """The candidates with their probabilities, the likeliest first."""
    weights = WEIGHTS[group_of(kind)]
    rows = parts(kind, candidates, place, seen, context)
    sums = [sum(w * part for w, part in zip(weights, row, strict=True)) for row in rows]
    top = max(sums)
    total = sum(math.exp(each - top) for each in sums)
    shares = [math.exp(each - top) / total for each in sums]
    order = sorted(range(len(sums)), key=lambda n: (-shares[n], n))
    held = _UNHEARD if _is_unheard(rows[order[0]]) else 1.0
    return [Weighed(candidates[n], held * shares[n]) for n in order]


def _is_unheard(row: Sequence[float]) -> bool:
    """Whether a value has a word that nobody knows, and no engine read it so: the true one is among none of them."""
    part = dict(zip(PARTS, row, strict=True))
    return part["strange"] >= _UNKNOWN and not part["tesseract"] and not part["recogniser"]


def parts(
    kind: Field, candidates: Sequence[Candidate], place: Inked, seen: Seen, context: ValueContext
) -> list[tuple[float, ...]]:
    """What speaks for each candidate, in the order of `PARTS`."""
    best = max(candidate.score for candidate in candidates)
    said = {vote.engine: read_value(kind, " ".join(vote.text.split()), context).value for vote in place.votes}
    layer = testimony(kind, place.witness, context)
    known = seen.known
    raised, near = any(_shows_fraction(kind, vote) for vote in place.votes), _nearness(kind, known)
    return [
        (
            max(candidate.score - best, -DEEPEST),
            seen.value(known.binder, candidate.value, 0),
            seen.value(known.records, candidate.value, 1),
            float(_same(kind, candidate.value, said.get("tesseract"))),
            fuzz.ratio(bare(candidate.value), bare(said.get("tesseract") or "")) / 100,
            float(_same(kind, candidate.value, said.get("ppocr"))),
            *seen.words(candidate.value),
            seen.foreign(candidate.value),
            float(seen.malformed(candidate.value) + (known.name == UNIT and not may_be_unit(candidate.value))),
            float(candidate.status is ReadingStatus.REPAIRED),
            near(candidate.value) - _GLYPH * (raised and not _in_parts(candidate.value)),
            seen.shape(candidate.value, _plainest(candidate)),
            float(_same(kind, candidate.value, layer)),
        )
        for candidate in candidates
    ]


def _plainest(candidate: Candidate) -> str:
    """The way in which a value would be written: without what a stray mark is read as behind its figures."""
    forms = list(candidate.forms)
    return next((form for form in forms if form[-1:].isdigit()), forms[0])


_GLYPH = 4.0
"""What weighs against whole numbers where an engine reads ½, ¼ or ¾: none reads those signs where they are not."""


def _shows_fraction(kind: Field, vote: Vote) -> bool:
    """Whether an engine reads a fraction's sign; of hours also where it reads a per cent or a letter for one."""
    if kind.type is FieldType.HOURS:
        return has_fraction(vote.text, vote.confidence)
    return any(sign in vote.text for sign in "½¼¾")


def _in_parts(value: str) -> bool:
    """Whether a number is no whole one."""
    return "." in value and bool(value.rpartition(".")[2].strip("0"))


def _same(kind: Field, one: str, other: str | None) -> bool:
    return other is not None and (one == other if kind.type in NUMERIC else bare(one) == bare(other))


_SEVEN = 1.6
"""Nats against an amount that begins with a 7: five times as many begin with a 1 (Benford, "The law of anomalous
numbers", 1938), and hands' ones are read as sevens. The other digits are left alone: a stroke before an amount would
become a 1."""


def begins_with_seven(amount: str) -> bool:
    """Whether the first digit of an amount that is not 0 is a 7."""
    return amount.lstrip("-0.")[:1] == "7"


_ODD, _AT_MOST = -0.5, -3.0
"""Against hours that are no quarters: where little is known of a binder's hours, and where many are quarters."""


def _off_quarters(known: Known) -> float:
    """What weighs against hours that are no quarters: how seldom the field's others are none, as a logarithm."""
    hours = known.binder.values_of(known.name)
    odd = sum(count for value, count in hours.items() if float(value) * 4 % 1 > 0)
    return min(_ODD, max(math.log((odd + 0.5) / (sum(hours.values()) + 1.0)), _AT_MOST))


def _is_beyond(hours: float, known: Known) -> bool:
    """Whether hours are more than twice as many as nearly all others of their field: a fraction may be in them."""
    others = sorted((float(value), count) for value, count in known.binder.values_of(known.name).items())
    upto = list(accumulate(count for _, count in others))
    if not upto or upto[-1] < _MANY:
        return False
    most = next(value for (value, _), seen in zip(others, upto, strict=True) if seen >= _NEARLY_ALL * upto[-1])
    return hours > 2 * most


def _areas(known: Known) -> Mapping[str, float]:
    """How often the telephone numbers on paper and in the lists have each area."""
    areas: defaultdict[str, float] = defaultdict(float)
    for of in (known.binder, known.records):
        for value, count in of.values_of(known.name).items():
            areas[value[:-_LOCAL]] += count
    return areas


def _area_share(phone: str, areas: Mapping[str, float]) -> float:
    """The share of the telephone numbers that have a number's area, as a logarithm."""
    share = (areas.get(phone[:-_LOCAL], 0.0) + 0.1) / (sum(areas.values()) + 0.1)
    return max(math.log(share), _FAR) if areas else 0.0


def _nearness(kind: Field, known: Known) -> Callable[[str], float]:
    """How near each value is to what is usual beside it, as a logarithm, nearest highest; 0 for what has no measure.

    Days are near the order's other days and its neighbours', numbers lie between those before and after, telephone
    numbers are of others' areas, hours are few and in quarters, amounts no less than nothing.
    """
    if kind.type is FieldType.PHONE:
        return partial(_area_share, areas=_areas(known))  # the lists' numbers are gone through once a place
    near = _between if kind.name == NUMBER else _NEAR.get(kind.type, _no_measure)
    return partial(near, known=known)


def _no_measure(_: str, known: Known) -> float:  # noqa: ARG001 - as the others are called
    return 0.0


def _between(number: str, known: Known) -> float:
    """How near a number is to those between which it stands."""
    counter = counter_of(number)
    low, high = known.between or (0, 0)
    if known.between is None or counter is None or low < counter < high:
        return 0.0
    return -math.log1p(min(abs(counter - low), abs(counter - high)) + 1)


def _usual_hours(value: str, known: Known) -> float:
    """How usual hours are: a day's at most, no more than twice what others come to, few, and in quarters."""
    hours = float(value)
    unlikely = (
        -OUTSIDE * (hours > HOURS or len(value.partition(".")[2]) > 2 or _is_beyond(hours, known))
        + (_off_quarters(known) if hours * 4 % 1 > 0 else 0.0)
        - 0.5 * math.log1p(hours)
    )
    return unlikely - _SEVEN * begins_with_seven(value.partition(".")[0])  # three quarters are no amount


def _usual_amount(value: str, known: Known) -> float:  # noqa: ARG001 - as the others are called
    """How usual an amount is by its sign and its first figure."""
    return -_SEVEN * begins_with_seven(value) - OUTSIDE * value.startswith("-")


def _usual_day(value: str, known: Known) -> float:
    """How near a day is to the order's other days and its neighbours'.

    A day that lies outside what the days around it leave open is further away by as much.
    """
    if not known.days:
        return 0.0
    day = date.fromisoformat(value)
    near = known.near_days or (min(max(day, known.days[0]), known.days[-1]),)
    outside = OUTSIDE if not known.days[0] <= day <= known.days[-1] else 0.0
    beyond = [math.log1p(max((first - day).days, (day - last).days, 0)) for first, last in known.spans]
    return -math.log1p(min(abs((day - other).days) for other in near)) - outside - sum(beyond)


_NEAR: Mapping[FieldType, Callable[..., float]] = MappingProxyType(
    {
        FieldType.HOURS: _usual_hours,
        FieldType.MONEY: _usual_amount,
        FieldType.DATE: _usual_day,
    }
)
"""How near values of a type are to what is usual."""
