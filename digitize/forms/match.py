"""Tells which written form a page is, and how the form as drawn lies on the page."""

from __future__ import annotations

import cmath
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from digitize.forms.template import Anchor, FormTemplate
from digitize.layout import Layout
from digitize.phrases import plain
from records.geometry import READING_DPI, Box, bounding
from records.page import Word

FOUND = 0.6
"""Share of a form's anchors that must be found before a page is taken for it."""
NEAR = 0.25
"""Inches that an anchor may lie off its place: half a line of print, and what copying stretches over a page."""
SCALES = (0.75, 1.35)
"""How much smaller or larger than drawn a form may be printed."""
TILT = 0.09
"""Radians that a form may be turned on its page: 5 degrees; the page itself was made straight."""
HITS = 5
"""Places considered for one anchor, the likeliest first: "Total" stands on a form four times."""


@dataclass(frozen=True, slots=True)
class Registration:
    """A similarity transform: a place of the form, in inches, to its place on the page, in pixels.

    Places are complex numbers, x + iy, so that turning and scaling are one multiplication.
    """

    turn: complex
    """Pixels to an inch, turned."""
    shift: complex

    def place(self, at: tuple[float, float]) -> complex:
        """Where a point of the form lies on the page."""
        return self.turn * complex(*at) + self.shift


@dataclass(frozen=True, slots=True)
class FormMatch:
    """A form found on a page."""

    template: FormTemplate
    share: float
    """Of its anchors that were found, 0 to 1."""
    registration: Registration | None
    """None where fewer than two anchors with known places were found."""
    anchors: Mapping[str, Box]
    """Where the printed words stand on the page, those of the zones included."""


def match_form(layout: Layout, templates: Sequence[FormTemplate]) -> FormMatch | None:
    """The form that a page is: the one with the greatest share of its anchors found; None where all have under 60 %."""
    found = [match for template in templates if (match := _match(layout, template)).share >= FOUND]
    return max(found, key=lambda match: (match.share, len(match.anchors)), default=None)


def _match(layout: Layout, template: FormTemplate) -> FormMatch:
    lines = _lines(layout)
    hits = {anchor.text: find_words(anchor.text, lines) for anchor in template.anchors}
    registration = register([(anchor.at, hits[anchor.text]) for anchor in template.anchors if anchor.at is not None])
    places = {anchor.text: box for anchor in template.anchors if (box := _chosen(anchor, hits, registration))}
    share = len(places) / len(template.anchors)
    others = {zone.anchor for zone in template.zones if zone.anchor} - {anchor.text for anchor in template.anchors}
    if share >= FOUND:
        places |= {text: boxes[0] for text in sorted(others) if (boxes := find_words(text, lines))}
    return FormMatch(template, share, registration, places)


def _chosen(anchor: Anchor, hits: Mapping[str, Sequence[Box]], registration: Registration | None) -> Box | None:
    """The anchor's place: the likeliest, or the one where the registration expects it."""
    boxes = hits[anchor.text]
    if anchor.at is None or registration is None:
        return boxes[0] if boxes else None
    expected = registration.place(anchor.at)
    nearest = min(boxes, key=lambda box: abs(_corner(box) - expected), default=None)
    near = NEAR * abs(registration.turn)
    return nearest if nearest is not None and abs(_corner(nearest) - expected) <= near else None


def _corner(box: Box) -> complex:
    return complex(box.left, box.top)


def _lines(layout: Layout) -> list[tuple[Word, ...]]:
    grouped = itertools.groupby(layout.segments, key=lambda segment: segment.line)
    return [tuple(word for segment in segments for word in segment.words) for _, segments in grouped]


def find_words(text: str, lines: Sequence[Sequence[Word]]) -> list[Box]:
    """Where printed words stand, in spite of what the reader made of them; the likeliest place first."""
    wanted = plain(text)
    length = len(text.split())
    scored: list[tuple[float, bool, Box]] = []
    for line in lines:
        for start in range(len(line)):
            for words in (line[start:end] for end in range(start + max(length - 1, 1), start + length + 2)):
                likeness = fuzz.ratio(wanted, plain(" ".join(word.text for word in words)))
                if likeness >= _least(wanted):
                    scored.append((likeness, len(words) == len(line), bounding([word.box for word in words])))
    scored.sort(key=lambda each: (-each[0], not each[1], each[2].width, each[2].top, each[2].left))
    kept: list[Box] = []
    for _, _, box in scored:
        if len(kept) < HITS and not any(box.overlap(other) > 0 for other in kept):
            kept.append(box)
    return kept


def _least(text: str) -> float:
    """The likeness, 0 to 100, that words of this length need: one wrong letter in four makes another word."""
    return 100.0 if len(text) <= 4 else 84.0


def register(places: Sequence[tuple[tuple[float, float], Sequence[Box]]]) -> Registration | None:
    """The transform that brings most of a form's anchors to where such words stand; None where no two agree.

    Each two anchors propose one; the proposal that most others agree with wins, and is fitted to all of those by least
    squares. Words that stand on the page several times are so told apart, and a misplaced one does no harm.
    """
    points = [(complex(*at), [_corner(box) for box in boxes]) for at, boxes in places if boxes]
    best: list[tuple[complex, complex]] = []
    for (first, ones), (second, others) in itertools.combinations(points, 2):
        for one, other in itertools.product(ones, others):
            proposal = _through(first, one, second, other)
            agreeing = _agreeing(proposal, points) if proposal else []
            if len(agreeing) > len(best):
                best = agreeing
    return fit(best) if len(best) > 1 else None


def _through(first: complex, one: complex, second: complex, other: complex) -> Registration | None:
    """The transform that takes two points to two others, where a print of the form could lie so."""
    if abs(second - first) < 0.5:
        return None
    turn = (other - one) / (second - first)
    scale = abs(turn) / READING_DPI
    if not SCALES[0] <= scale <= SCALES[1] or abs(cmath.phase(turn)) > TILT:
        return None
    return Registration(turn, one - turn * first)


def _agreeing(
    proposal: Registration, points: Sequence[tuple[complex, Sequence[complex]]]
) -> list[tuple[complex, complex]]:
    pairs = []
    for at, boxes in points:
        expected = proposal.turn * at + proposal.shift
        nearest = min(boxes, key=lambda corner: abs(corner - expected))
        if abs(nearest - expected) <= NEAR * abs(proposal.turn):
            pairs.append((at, nearest))
    return pairs


def fit(pairs: Sequence[tuple[complex, complex]]) -> Registration:
    """The similarity transform with the least squared error over two or more pairs of places, form and page."""
    form = sum(at for at, _ in pairs) / len(pairs)
    page = sum(corner for _, corner in pairs) / len(pairs)
    spread = sum(abs(at - form) ** 2 for at, _ in pairs)
    turn = sum((at - form).conjugate() * (corner - page) for at, corner in pairs) / spread
    return Registration(turn, page - turn * form)
