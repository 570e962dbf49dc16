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
_REACH = 0.75
"""Of its height, how far above and below a word its ring runs at most."""
_CLEAR = 0.1
"""Of its height, how far from a word its own print reaches."""
_SLICES = 10
_INKED = 0.06
"""Share of a slice that is ink from which a line runs through it: a pen's is a tenth of the slice and more."""
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


def ring_share(box: Box, ink: Ink) -> float:
    """The share of a word's width over and under which a line runs; 0 where that is less than a ring's."""
    high = box.bottom - box.top
    above = (box.top - _REACH * high, box.top - _CLEAR * high)
    below = (box.bottom + _CLEAR * high, box.bottom + _REACH * high)
    step = box.width / _SLICES
    both = 0
    for place in range(_SLICES):
        left = box.left + place * step
        both += all(
            ink(Box(left, max(top, 0.0), left + step, max(bottom, 1.0))) > _INKED for top, bottom in (above, below)
        )
    share = both / _SLICES
    return share if share >= RINGED else 0.0


def read_rings(
    labels: Sequence[Label], layout: Layout, fields: Mapping[str, Field], ink: Ink, page: int
) -> tuple[FieldReading, ...]:
    """What the rows of options of a page say, where one of a row is ringed, or what they list is urgencies."""
    found = []
    for row in rows_of_options(labels, layout, fields):
        options = ringed_options(row.options, ink)
        if sum(option.ticked for option in options) == 1 or row.field == "priority":
            found.append(replace(read_choice(row.field, options, page), engine=RINGS))
    return tuple(found)


def ringed_options(options: Sequence[tuple[Box, str]], ink: Ink) -> tuple[Option, ...]:
    """The options as they are marked on a page."""
    return tuple(Option(box, ring_share(box, ink), text, (Word(text, box, 0.99),)) for box, text in options)
