"""What sends a value to a person however likely it is among those that the ink may be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from digitize.candidates import Candidate
from digitize.lexicon import WORDY, Counts, words_in
from digitize.lore import Known
from digitize.page import Inked
from digitize.spelling import bare, drawn_apart, merged
from digitize.stamps import says_stamp
from digitize.voting import COVERED
from records.fields import Field, FieldType
from records.order import ReadingStatus

STROKE = "one upright stroke: a figure one, or the side of a frame"
OUTSIDE = "a day far from the binder's others, and not written clearly"
NO_NUMBER = "no number: the others of the binder have figures"
NO_FIGURE = "a number without a figure"
NO_CENTS = "no cents: the others of the binder have some"
NO_FRACTION = "whole hours, read by one engine alone: the others of the binder have fractions"
PARTED = "parted into words that no engine read, and the engines read other letters"
ONE_LETTER = "one letter from what others say, and hardly another says this"

_FIGURED = frozenset({FieldType.MONEY, FieldType.HOURS, FieldType.NUMBER, FieldType.DATE})
"""What is made of figures alone: a stamp over it bears a day, and hides figures that nothing else tells."""
_STROKES = frozenset("1|lI!/")
"""What one upright stroke is read as: few write a whole dollar without its cents."""
_ENOUGH = 5
"""Values from which it can be told whether a field's have figures."""
_MOSTLY = 0.9
"""The share of them that have."""
_RATHER = 0.5
"""The share of amounts with cents beside which one without is doubted where it is larger than any of them."""
_FRACTIONED = 0.2
"""The share of hours with fractions from which whole ones may have lost theirs."""
_SHORTEST = 3
"""Letters of a word from which one other letter does not make it any other."""
_TWICE = 2.0
"""How often others must say a word for each time that one like it is said, before it speaks against that one: of 1,952
values of seven cities that nobody was asked to look at three were so, and wrong, of five that were."""


def misgiving(kind: Field, likely: Sequence[Candidate], place: Inked, known: Known) -> str:
    """Why a person should look at the likeliest value of a place; empty where nothing speaks against it.

    Given are the values that may stand there, the likeliest first.
    """
    best = likely[0]
    if kind.type in _FIGURED and any(says_stamp(vote.text) for vote in place.votes):
        return COVERED
    if kind.type in {FieldType.MONEY, FieldType.HOURS}:
        return _of_amount(best, known) if kind.type is FieldType.MONEY else _of_hours(best.value, place, known)
    if kind.type in WORDY and (doubt := _of_words(kind, likely, place, known)):
        return doubt
    if kind.type is FieldType.DATE and best.status is ReadingStatus.REPAIRED and _is_outside(best.value, known):
        return OUTSIDE
    if kind.type is FieldType.IDENTIFIER and not _has_figure(best.value):
        return _without_figure(best.value, known)
    return ""


def _of_words(kind: Field, likely: Sequence[Candidate], place: Inked, known: Known) -> str:
    value = likely[0].value
    if any(_is_likelier(kind, value, other.value, known) for other in likely[1:]):
        return ONE_LETTER
    if _is_cut_short(value.casefold(), place, known):
        return COVERED
    return PARTED if _is_parted_by_guess(value, place) else ""


def _of_amount(best: Candidate, known: Known) -> str:
    if all(form.strip(" .,") in _STROKES for form in best.forms):
        return STROKE
    return NO_CENTS if _lost_its_point(best, known) else ""


def _of_hours(value: str, place: Inked, known: Known) -> str:
    """Whether hours are whole where others have fractions, and one engine sees nothing: `1¾` was read 4, or not."""
    seen = sum(bool(vote.text.strip()) for vote in place.votes)
    alone = seen == 1 < len(place.votes)
    return NO_FRACTION if value.isdigit() and alone and known.hours.get("fraction", 0.0) >= _FRACTIONED else ""


def _lost_its_point(best: Candidate, known: Known) -> bool:
    """Whether an amount has no point where nearly all of its field have cents: a hand's 31.56 is read 3156.

    On a row of dots many lose it: where it is more than any that have cents, the half of the others is enough.
    """
    figures = sum(map(str.isdigit, best.value.removesuffix(".00")))
    whole = best.value.endswith(".00") and not any(set(form) & set(".,") for form in best.forms)
    if not whole or figures < _SHORTEST:
        return False
    others = {other: count for other, count in known.binder.values_of(known.name).items() if other != best.value}
    having = {other: count for other, count in others.items() if not other.endswith(".00")}
    share = sum(having.values()) / max(sum(others.values()), 1.0)
    beyond = float(best.value) > max(map(float, having), default=float("inf"))
    return len(others) >= _ENOUGH and share >= (_RATHER if beyond else _MOSTLY)


def _is_outside(day: str, known: Known) -> bool:
    """Whether a day lies outside the binder's own: what a stamp leaves of a year, "06/25/20", is another one."""
    return bool(known.days) and not known.days[0] <= date.fromisoformat(day) <= known.days[-1]


def _is_cut_short(value: str, place: Inked, known: Known) -> bool:
    """Whether a value that no engine read by itself is the beginning of a known one: a stamp lies over the rest."""
    if any(bare(vote.text) == bare(value) for vote in place.votes):
        return False
    values = {v.casefold() for of in (known.binder, known.records) for v in of.values_of(known.name)}
    return value not in values and any(other.startswith(f"{value} ") for other in values)


def _is_parted_by_guess(value: str, place: Inked) -> bool:
    """Whether words stand apart that no engine read apart, and one alone read their letters: "nav led" for "hauled"."""
    texts = [" ".join(vote.text.split()) for vote in place.votes if vote.text.strip()]
    alike = sum(bare(text) == bare(value) for text in texts)
    return 0 < alike < len(texts) and value.count(" ") > max(text.count(" ") for text in texts)


def _is_likelier(kind: Field, value: str, rival: str, known: Known) -> bool:
    """Whether other places say a rival that is one letter away, and hardly one the value: a hand's T read as J.

    A person is told by the whole name, for initials are everybody's; other values by the word that differs. What lists
    say twice and never so speaks against it however often a hand's letter is read alike: "Jake out meter" three times.
    """
    ours, theirs = _folded(value), _folded(rival)
    apart = [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]]
    if len(ours) != len(theirs) or len(apart) != 1 or not _are_a_letter_apart(*apart[0]):
        return False
    named = kind.type is FieldType.NAME
    if not named and len(apart[0][0]) < _SHORTEST:
        return False
    own, other = (" ".join(ours), " ".join(theirs)) if named else apart[0]
    told = [known.binder.values_of(known.name) if named else known.binder.words_of(known.name)]
    told += [known.records.values_of(known.name) if named else known.records.words_of(known.name)]
    if _times(told[1], own):
        return False
    if not named and _is_misdrawn(own, other, known):
        return True
    listed = _times(told[1], other)
    return listed >= _TWICE or listed + _times(told[0], other) >= _TWICE * max(_times(told[0], own), 1.0)


def _are_a_letter_apart(one: str, other: str) -> bool:
    """Whether two words differ in one letter, or in two that are drawn as one: "Tum" and "Turn"."""
    letters = len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    return letters or (one != other and merged(one) == merged(other))


def _is_misdrawn(word: str, rival: str, known: Known) -> bool:
    """Whether the language has a rival much oftener than a word whose letters are two of its drawn as one."""
    language = known.language
    return language is not None and rival in drawn_apart(word) and language.is_misdrawn(word)


def _folded(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words_in(text))


def _times(told: Counts, said: str) -> float:
    """How often something is said, however it is written."""
    return sum(count for text, count in told.items() if " ".join(_folded(text)) == said)


def _without_figure(value: str, known: Known) -> str:
    """What a number without a figure is: none beside others that have some, in doubt where no list has it."""
    if value in known.records.values_of(known.name):
        return ""
    others = {other: count for other, count in known.binder.values_of(known.name).items() if other != value}
    if len(others) < _ENOUGH:
        return NO_FIGURE
    having = sum(count for other, count in others.items() if _has_figure(other))
    return NO_NUMBER if having >= _MOSTLY * sum(others.values()) else ""


def _has_figure(value: str) -> bool:
    return any(map(str.isdigit, value))
