"""Choices of which one is ringed by the pen: "Priority (circle one)  Low / Medium / High"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from digitize.choices import URGENCY, Option, read_choice
from digitize.labels import Label
from digitize.layout import Layout
from digitize.zones import Ink
from records.fields import Field, FieldType
from records.geometry import Box, bounding
from records.order import FieldReading
from records.page import Word

RINGS = "rings"
"""The engine of their readings."""
RINGED = 0.55
"""Share of a word's width with ink both above and below it from which it is ringed: a ring around its neighbour reaches
over an end of it."""
_PERHAPS = 0.35
"""The share from which the word with most of a line may be the ringed one where none is surely."""
_UNCLEAR = "it is not clear which word is ringed"
_PRINTED = 0.99
"""How surely printed words of a choice are read, as captions of check boxes are."""
_REACH = 36.0
"""Pixels at 200 dots to the inch that a ring runs above and below its word at most, however small the print is."""
_CLEAR = 0.1
"""Of its height, how far from a word its own print reaches."""
_ASIDE, _BESIDE = 46.0, 0.02
"""Pixels beside a word that its ring runs at most, and the share of that which is ink at least."""
_SLICES = 10
_THICK = 1.5
"""Pixels that a line of the pen is thick at least."""
_PARTED = re.compile(r"[^/|,;]+?(?=[/|,;]|(?<=[a-z])[A-Z]|$)")
_HINTS = frozenset(["circle", "one", "check", "ring", "please", "select", "mark", "choose", "the", "only"])
"""Words of how to fill it in."""
_WORDS = 2
"""Words of one option at most."""
_GAP = 0.8
"""Of its height, from which a gap behind a word parts options."""


@dataclass(frozen=True, slots=True)
class Row:
    """The printed options behind a label."""

    field: str
    options: tuple[tuple[Box, str], ...]


def rows_of_options(labels: Sequence[Label], layout: Layout, fields: Mapping[str, Field]) -> list[Row]:
    """The labels of choices with two options or more printed behind them on their line; one for a field."""
    found: dict[str, Row] = {}
    for label in labels:
        if label.field in fields and fields[label.field].type is FieldType.CHOICE and label.field not in found:
            options = tuple(_options(_behind(label, labels, layout)))
            urgent = sum(text.casefold() in URGENCY for _, text in options)
            if len(options) > 1 and (urgent > 1 or label.field != "priority"):
                found[label.field] = Row(label.field, options)
    return list(found.values())


def _behind(label: Label, labels: Sequence[Label], layout: Layout) -> list[Word]:
    """The words on a label's line right of it, up to the next label."""
    following = [k.box.left for k in labels if k.line == label.line and k.box.left > label.box.right]
    limit = min(following, default=float(layout.width))
    words = [w for s in layout.segments if s.line == label.line for w in s.words]
    return sorted((w for w in words if label.box.right - 2 < w.box.left < limit), key=lambda w: w.box.left)


def _options(words: Sequence[Word]) -> Iterator[tuple[Box, str]]:
    """The options that words are, parted by strokes or by gaps; those of urgency stand each alone."""
    pieces = [piece for word in words for piece in _pieces(word)]
    run: list[tuple[Box, str, bool]] = []
    for piece in [*pieces, None]:
        goes_on = piece is not None and run and not piece[2] and not _parts(run[-1], piece)
        if run and not goes_on:
            text = " ".join(each[1] for each in run)
            if len(run) <= _WORDS and text.replace(" ", "").isalpha() and text[:1].isupper():
                yield bounding([each[0] for each in run]), text
            run = []
        if piece is not None:
            run.append(piece)


def _parts(before: tuple[Box, str, bool], after: tuple[Box, str, bool]) -> bool:
    alone = before[1].casefold() in URGENCY or after[1].casefold() in URGENCY
    return alone or after[0].left - before[0].right > _GAP * before[0].height


def _pieces(word: Word) -> Iterator[tuple[Box, str, bool]]:
    """The parts of a word between strokes, with their boxes by letters, and whether a stroke stands before each."""
    step = word.box.width / len(word.text)
    for found in _PARTED.finditer(word.text):
        text = found.group().strip("()[]:-–.")
        if text and text.casefold() not in _HINTS:
            start = found.start() + found.group().index(text)
            left = word.box.left + start * step
            parted = found.start() > 0
            yield Box(left, word.box.top, left + len(text) * step, word.box.bottom), text, parted


def ring_share(box: Box, layout: Layout, ink: Ink) -> float:
    """The share of a word's width over and under which a line runs; none where nothing stands at one of its sides.

    Rules and other words above and below it end the room for a ring.
    """
    high = min(box.height, layout.em)  # the box of a word may hold a part of its ring
    box = Box(box.left, box.middle[1] - high / 2, box.right, box.middle[1] + high / 2)
    aside = ((box.left - _ASIDE, box.left), (box.right, box.right + _ASIDE))
    sides = (Box(max(left, 0.0), box.top, max(right, 1.0), box.bottom) for left, right in aside)
    if not all(ink(side) > _BESIDE for side in sides):
        return 0.0
    rules = (rule for rule in layout.across if rule.width > box.width + _ASIDE)  # less is the flat foot of a ring
    near = [b for b in (*rules, *(w.box for w in layout.words)) if b.left < box.right and b.right > box.left]
    top = max([box.top - _REACH, *(b.bottom + 2 for b in near if b.middle[1] < box.top)])
    bottom = min([box.bottom + _REACH, *(b.top - 2 for b in near if b.middle[1] > box.bottom)])
    over, under = (max(top, 0.0), box.top - _CLEAR * high), (box.bottom + _CLEAR * high, bottom)
    step = box.width / _SLICES
    slices = [(box.left + place * step, box.left + (place + 1) * step) for place in range(_SLICES)]
    return sum(all(_crossed(piece, band, ink) for band in (over, under)) for piece in slices) / _SLICES


def _crossed(across: tuple[float, float], down: tuple[float, float], ink: Ink) -> bool:
    """Whether a line runs through a slice: it is a few pixels thick, however high the slice is."""
    (left, right), (top, bottom) = across, down
    return bottom - top >= _THICK and ink(Box(left, top, right, bottom)) * (bottom - top) > _THICK


def one_ringed(options: Sequence[tuple[Box, str]], layout: Layout, ink: Ink) -> bool:
    """Whether one of some printed words is ringed, and no other."""
    return sum(ring_share(box, layout, ink) >= RINGED for box, _ in options) == 1


def read_ringed(
    name: str, options: Sequence[tuple[Box, str]], surroundings: tuple[Layout, Ink], page: int
) -> FieldReading:
    """What printed words of a choice say: the one that is ringed, in doubt where no ring is whole."""
    shares = [ring_share(box, *surroundings) for box, _ in options]
    best = max(shares)
    least = RINGED if best >= RINGED else max(best, _PERHAPS)
    marked = [
        Option(box, share if share >= least else 0.0, text, (Word(text, box, _PRINTED),))
        for (box, text), share in zip(options, shares, strict=True)
    ]
    reading = replace(read_choice(name, marked, page), engine=RINGS)
    return reading if least == RINGED or reading.value is None else replace(reading, doubt=_UNCLEAR)


def read_rings(
    labels: Sequence[Label], layout: Layout, fields: Mapping[str, Field], ink: Ink, page: int
) -> tuple[FieldReading, ...]:
    """What the rows of options of a page say, where one of a row is ringed, or what they list is urgencies."""
    rows = rows_of_options(labels, layout, fields)
    clear = (row for row in rows if row.field == "priority" or one_ringed(row.options, layout, ink))
    return tuple(read_ringed(row.field, row.options, (layout, ink), page) for row in clear)
