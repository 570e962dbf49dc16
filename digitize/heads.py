"""Letters at the heads of order numbers that no engine tells from figures: "WO02447" and "S18-0806".

Of ten sheets with `WO02447` and its like the recogniser gave each with a zero for the O, 14 nats likelier, whatever
the typeface; a hand's S is a 5 on all sheets of a binder. A list that has the numbers tells; without one its shape
does, beside that of the number's other zeros, and where neither does the letter is the likelier and in doubt. The
binder's numbers are of one kind, all or none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from statistics import median

from digitize.lexicon import NUMBER, Counts
from digitize.page import PageResult
from records.fields import CATALOGUE, FieldType
from records.order import Alternative, FieldReading, ReadingStatus

A_LETTER_OR_A_FIGURE = "a letter or a figure at its head: no list says which"
ONE_LETTER_OR_ANOTHER = "the engines read its letter as two: no list says which"

_ORDER = re.compile(r"[WPSJRM]0(?=\d{3})")
"""An order of work, purchase, service, a job, a repair, maintenance: its O, read as a zero."""
_YEAR = re.compile(r"[58$](?P<year>\d\d)(?=\D\d{3}|\d{4})")
"""A letter before a year of two figures, and the counter."""
_LETTERS = str.maketrans("580$", "SBOS")
_MOSTLY = 0.6
"""Share of a binder's numbers from which they are of one kind."""
_LIKELY = 0.7
"""How sure the letter is: the letters of an order's kind are two far oftener than one with zeros behind it."""
_SEEN = 5
"""Pairs of figures from which their shapes tell: with the head's, and among the others."""
_SAME, _OTHER = 2.0, 3.5
"""Times the others' difference up to which the head's figure is one of them, and from which it is none: of 69 faces
drawn at five sizes figures had 2.3 at most and letters 2.6 at least, but for hands that draw a zero in two ways."""
_BLURRED = 0.1
"""Difference among the others from which they tell nothing: their letters run into each other."""
_LEAST = 0.004
"""Difference below which no two scans of one figure are."""
_TORN = 2
"""Sheets on which the engines must read one letter as two for it to be in doubt on all: of ten with "W-00120" in a
typewriter's face they gave N in 12 of 20 readings, W in 7, and were one on an N on three."""
_OFTEN = 0.2
"""Share of the sheets with one of the two letters, at the least."""
_NEAR = 3.0
"""Nats by which ink may speak for one of two letters, and it is read as both: on two sheets of seven a typewriter's O
was a Q for 4.5 and 5.2 nats less, and is an O."""


def with_heads(results: Sequence[PageResult], listed: Counts) -> tuple[PageResult, ...]:
    """The pages, their numbers with the letters that figures were read for: the O of "order", and what stands before
    the binder's year. Where a list has numbers that begin with the letters they are sure, and where their shape is not
    that of the figure; else in doubt. All are as they are where a list has numbers that begin so, and where their shape
    is the figure's; an O is none where a list has numbers with other letters.

    Args:
        results: The pages of one binder.
        listed: How often each beginning of a number is in the digital records.
    """
    numbers = [value for page in results for f in page.fragments if (value := f.value(NUMBER))]
    years = _years(results)
    heads = {number: head for number in numbers if (head := _misread(number, years))}
    if sum(number in heads for number in numbers) < max(_MOSTLY * len(numbers), 1):
        return tuple(results)
    stems = [stem for stem, count in listed.items() if count > 1]
    if _begin(stems, heads.values()):
        return tuple(results)
    sure = _begin(stems, map(_lettered, heads.values()))
    of_years = not any(head[0].isalpha() for head in heads.values())
    if not sure and not of_years and any(stem[:1].isalpha() for stem in stems):
        return tuple(results)
    shape = None if sure else _shape_of_heads(results, heads)
    if shape is not None and shape <= _SAME:
        return tuple(results)
    changed = {number: _lettered(head) + number[len(head) :] for number, head in heads.items()}
    doubt = "" if sure or (shape is not None and shape >= _OTHER) else A_LETTER_OR_A_FIGURE
    return tuple(_each(page, partial(_with_letters, changed=changed, doubt=doubt)) for page in results)


def _shape_of_heads(results: Sequence[PageResult], heads: Mapping[str, str]) -> float | None:
    """How far the heads' figures differ from others that are read as they are, by how far those differ from each other;
    None where there are too few of either.
    """
    with_head: list[float] = []
    others: list[float] = []
    for page in results:
        numbers = (r for f in page.fragments for r in f.readings if r.name == NUMBER and r.value in heads)
        head_at = {number.box: _place(heads[number.value or ""]) for number in numbers}
        for place in (place for place in page.inked if place.box in head_at):
            for likeness in place.alike:
                kept = with_head if head_at[place.box] in (likeness.first, likeness.second) else others
                kept.append(likeness.difference)
    if min(len(with_head), len(others)) < _SEEN or median(others) > _BLURRED:
        return None
    ratio = median(with_head) / max(median(others), _LEAST)
    return ratio if ratio < _OTHER or median(with_head) > max(others) else None


def _each(page: PageResult, change: Callable[[FieldReading], FieldReading]) -> PageResult:
    """A page with each of its readings changed."""
    return replace(page, fragments=tuple(replace(f, readings=tuple(map(change, f.readings))) for f in page.fragments))


def with_told_letters(results: Sequence[PageResult], listed: Counts) -> tuple[PageResult, ...]:
    """The pages, their numbers in doubt where the engines do not agree which of two letters is at their head.

    A binder's numbers have one head. Of one that is read W here and N there, where both are read of one ink on several
    sheets, neither is sure on any sheet; where a list has numbers that begin with one of them alone, it is that.

    Args:
        results: The pages of one binder.
        listed: How often each beginning of a number is in the digital records.
    """
    readings = [r for page in results for f in page.fragments for r in f.readings if r.name == NUMBER and r.value]
    heads = Counter(pair for reading in readings for pair in _two_heads(reading))
    stems = [stem for stem, count in listed.items() if count > 1]
    for pair, times in heads.items():
        either = sum((reading.value or "").startswith(tuple(pair)) for reading in readings)
        if times >= max(_TORN, _OFTEN * either):
            known = [head for head in pair if _begin(stems, [head])]
            results = [_each(page, partial(_told, pair=pair, known=known)) for page in results]
    return tuple(results)


def _two_heads(reading: FieldReading) -> Iterator[frozenset[str]]:
    """The heads that the engines gave one number, where they differ in one letter alone."""
    value = reading.value or ""
    for other in filter(partial(_is_near, reading), reading.alternatives):
        differing = [at for at, (one, two) in enumerate(zip(value, other.value, strict=False)) if one != two]
        if len(value) == len(other.value) and len(differing) == 1:
            end = differing[0] + 1
            if value[end - 1].isalpha() and other.value[end - 1].isalpha() and not any(map(str.isdigit, value[:end])):
                yield frozenset((value[:end], other.value[:end]))


def _is_near(reading: FieldReading, other: Alternative) -> bool:
    """Whether the ink may as well be another value, as far as anybody has looked."""
    likely, less = reading.log_likelihood, other.log_likelihood
    return likely is None or less is None or likely - less < _NEAR


def _told(reading: FieldReading, pair: frozenset[str], known: Sequence[str]) -> FieldReading:
    """A number with the one of two heads that a list has, else in doubt; another as it is."""
    value = reading.value or ""
    head = next((each for each in pair if value.startswith(each)), None)
    if reading.name != NUMBER or head is None:
        return reading
    if len(known) != 1:
        return replace(
            reading,
            confidence=min(reading.confidence, _LIKELY),
            doubt=reading.doubt or ONE_LETTER_OR_ANOTHER,
        )
    return _as(reading, known[0] + value[len(head) :])


def _begin(stems: Sequence[str], heads: Iterable[str]) -> bool:
    """Whether a list has numbers that begin with one of these heads."""
    return any(stem.startswith(head) for head in frozenset(heads) for stem in stems)


def _lettered(head: str) -> str:
    """A head with the letter for the figure that was read for it: the first, or behind a letter the second."""
    place = _place(head)
    return head[:place] + head[place].translate(_LETTERS) + head[place + 1 :]


def _place(head: str) -> int:
    """Where in a head the figure stands that was read for a letter."""
    return 1 if head[0].isalpha() else 0


def _years(results: Sequence[PageResult]) -> frozenset[str]:
    """The last two figures of the years that a binder's days are of."""
    readings = (r for page in results for f in page.fragments for r in f.readings)
    days = (r.value for r in readings if r.value and r.name in CATALOGUE and CATALOGUE[r.name].type is FieldType.DATE)
    return frozenset(day[2:4] for day in days)


def _misread(number: str, years: Collection[str]) -> str:
    """The head of a number in which a figure was read for a letter; empty where none was."""
    order, year = _ORDER.match(number), _YEAR.match(number)
    if order and number[1:3] not in years:  # "W03-0123" of 2003 has its year there
        return order[0]
    return year[0] if year and year["year"] in years else ""


def _with_letters(reading: FieldReading, changed: Mapping[str, str], doubt: str) -> FieldReading:
    figure = reading.value if reading.name == NUMBER else None
    if figure is None or figure not in changed:
        return reading
    lettered = _as(reading, changed[figure])
    return replace(
        lettered,
        confidence=min(reading.confidence, _LIKELY) if doubt else reading.confidence,
        doubt=reading.doubt or doubt,
    )


def _as(reading: FieldReading, value: str) -> FieldReading:
    """A number as another value, with what was read among its alternatives."""
    read = reading.value or ""
    if value == read:
        return reading
    kept = tuple(other for other in reading.alternatives if other.value not in {read, value})
    return replace(
        reading,
        value=value,
        status=ReadingStatus.REPAIRED,
        alternatives=(Alternative(read, reading.raw, reading.engine, reading.log_likelihood), *kept),
    )
