"""Captions that hang under their blanks: the value stands on a rule, and under the rule in small print what it is.

Or the caption stands at the foot of a box, with the value over it. Where a form is drawn so, each caption has the next
blank below it, and reads as that one's label. One caption tells nothing: under a signature's line every form has one.
What numbers and days stand above their captions, and what below, tells how the page is laid out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from statistics import median

from digitize.labels import Label
from digitize.layout import Layout, holds, same_place
from digitize.unnamed import may_be_caption, unknown
from digitize.zones import Candidate, floor_above, text_runs
from records.geometry import Box, bounding

KIND = "above"
"""Where such a value stands from its label, as in `Candidate.kind`."""
_PRIOR = 0.9
_GAP = 0.9
"""Ems that a caption begins under its rule at most. Its box may reach over the rule, as boxes of small print that was
found by a network do by half its height: its middle lies below."""
_WIDER = 4.0
"""Ems that a caption may be longer than its blank."""
_TALL = 2.4
"""Ems that a value is high at most."""
_FEWEST = 2
"""Numbers and days above their captions alone from which a page is laid out so."""
_ROOM = 0.9
"""Ems of room over a caption in its box at least, and of room below it from which it does not stand at the foot."""
_HIGHEST = 8.0
"""Ems that the box of a caption is high at most."""
_FEET = 3
"""Captions at the foot of boxes, with words over them, from which they are no content of their boxes."""


def above(label: Label, labels: Sequence[Label], layout: Layout) -> Candidate | None:
    """The blank over a caption, or what stands over it in its box; None where it stands under neither."""
    if label.text.rstrip().endswith(":"):
        return None
    cell = layout.cell_at(*label.box.middle)
    return _over_in(cell.box, label, labels, layout) if cell.closed else _over_line(label, labels, layout)


def footed(labels: Sequence[Label], layout: Layout) -> bool:
    """Whether boxes of a page have their captions at the foot, under what is written in them."""
    return sum(_stands_at_foot(label, labels, layout) for label in labels) >= _FEET


def _stands_at_foot(label: Label, labels: Sequence[Label], layout: Layout) -> bool:
    cell = layout.cell_at(*label.box.middle)
    place = _over_in(cell.box, label, labels, layout) if cell.closed else None
    return place is not None and bool(layout.words_in(place.box))


def _over_in(cell: Box, label: Label, labels: Sequence[Label], layout: Layout) -> Candidate | None:
    """The room over a caption that stands at the foot of its box; None where it does not, or another is over it.

    Of several captions side by side each has what stands nearest over it. A caption with words beside it and none over
    it stands before its value.
    """
    em, top = layout.em, label.box.top
    others = any(o.box.bottom <= top + 3 and holds(cell, o.box) for o in labels if o.box != label.box)
    if (
        others
        or top - cell.top < _ROOM * em
        or cell.bottom - label.box.bottom > _ROOM * em
        or cell.height > _HIGHEST * em
    ):
        return None
    inside = [word for word in layout.words_in(cell) if not holds(label.box, word.box)]
    level = [word for word in inside if abs(word.box.middle[1] - label.box.middle[1]) < 0.5 * em]
    over = [word for word in inside if word.box.middle[1] < top]
    if level and not over:
        return None
    left, right = cell.left + 3, cell.right - 3
    captions = text_runs(sorted(level, key=lambda word: word.box.left), layout)
    runs = text_runs(sorted(over, key=lambda word: word.box.left), layout)
    own = [
        run for run in runs if _distance(run, label.box) <= min([_distance(run, c) for c in captions], default=right)
    ]
    mine = bounding([label.box, *own])
    theirs = [*captions, *(run for run in runs if run not in own)]
    left = max([left, *((box.right + mine.left) / 2 for box in theirs if box.middle[0] < mine.left)])
    right = min([right, *((box.left + mine.right) / 2 for box in theirs if box.middle[0] > mine.right)])
    return Candidate(Box(left, cell.top + 3, right, top), KIND, _PRIOR) if right - left > em else None


def _distance(run: Box, caption: Box) -> float:
    """How far a run of words stands from being centred over a caption, or from beginning where it does."""
    return min(abs(run.middle[0] - caption.middle[0]), abs(run.left - caption.left))


def _over_line(label: Label, labels: Sequence[Label], layout: Layout) -> Candidate | None:
    """The blank over a caption; None where no rule stands right over it."""
    rule = _rule_over(label, layout)
    if rule is None:
        return None
    level = [each.box for each in labels if abs(each.box.middle[1] - label.box.middle[1]) < 0.5 * layout.em]
    before = any(rule.left <= box.left < label.box.left for box in level)
    right = min([rule.right, *(box.left - 4 for box in level if box.left > label.box.right)])
    left = label.box.left - 0.5 * layout.em if before else rule.left
    higher = [each.box.bottom + 1 for each in labels if each.box.bottom <= rule.top and _shares(each.box, rule)]
    top = max([rule.top - _TALL * layout.em, floor_above(rule, layout), *higher])
    if right - left < layout.em or rule.top - top < 0.6 * layout.em:
        return None
    foot = min(rule.top + 0.2 * layout.em, max(label.box.top, rule.top))
    return Candidate(Box(left, top, right, foot), KIND, _PRIOR)


def _rule_over(label: Label, layout: Layout) -> Box | None:
    """The nearest level rule that a caption hangs under."""
    over = [
        rule
        for rule in layout.across
        if rule.bottom < label.box.middle[1]
        and label.box.top - rule.bottom <= _GAP * layout.em
        and rule.left - layout.em <= label.box.left <= rule.right
        and label.box.right <= rule.right + _WIDER * layout.em
    ]
    return min(over, key=lambda rule: abs(label.box.top - rule.bottom), default=None)


def _shares(box: Box, rule: Box) -> bool:
    return box.left < rule.right and box.right > rule.left


def hang(over: Collection[Box], otherwise: Collection[Box]) -> bool:
    """Whether a page's captions hang under their blanks.

    Args:
        over: The labels of numbers and days that have such a value right over them.
        otherwise: Those that have one beside or below them.
    """
    alone, others = set(over) - set(otherwise), set(otherwise) - set(over)
    return len(alone) >= _FEWEST and len(alone) > len(others)


def own_captions(layout: Layout, labels: Sequence[Label], taken: Sequence[Box]) -> dict[Label, Box]:
    """The department's own captions that hang under their blanks, with these; none where no others were served so.

    What stands under a box is the next part's title.

    Args:
        layout: The page.
        labels: What is printed there and names something.
        taken: The places that fields took their values from.
    """
    over = {label: place.box for label in labels if (place := above(label, labels, layout)) is not None}
    served = [label.box for label, box in over.items() if any(same_place(box, other) for other in taken)]
    if len(served) < _FEWEST:
        return {}
    tallest = 1.25 * median(box.height for box in served)
    named = [label.box for label in labels]
    captions = [
        unknown(segment) for segment in layout.segments if segment.box.height <= tallest and may_be_caption(segment)
    ]
    free = [label for label in captions if not any(label.box.overlap(box) > 0 for box in (*named, *taken))]
    places = [(label, place) for label in free if (place := above(label, labels, layout)) is not None]
    return {label: place.box for label, place in places if not layout.cell_at(*place.box.middle).closed}
