"""Second lines of captions: the same in another language, or how to fill the blank in, which the blank stands behind.

"Work Order" stands over "No. de orden: ______", and "Phone" over "Number" in a narrow box. What stands straight under a
caption may be its value; where a blank's rule begins behind it, it is no value but a part of the caption.
"""

from __future__ import annotations

from digitize.layout import Layout, Segment, holds
from digitize.phrases import plain
from records.geometry import Box

SECOND = frozenset({"name", "no", "number", "#", "id"})
"""Words that only say which part of what the label before them names is meant: "Advertiser   Name:"."""
_ALIGNED = 0.6
"""Ems by which the two lines begin apart at most."""
_CLOSE, _LOWER = 0.7, 0.4
"""Ems of paper between them at most, and by which the second is lower at least: boxes of close lines share room."""
_BEFORE, _BEHIND = 0.6, 1.5
"""Ems before and behind the end of the longer line within which the blank begins."""
_FOOT = 0.4
"""Ems above the foot of the second line from which the rule is under it: a rule between the lines is another's."""


def gloss_of(box: Box, layout: Layout) -> Segment | None:
    """The second line of a caption, before whose blank it stands; None where it has none, or a blank of its own."""
    own = layout.underline(box)
    for segment in layout.segments:
        if _is_under(segment.box, box, layout.em):
            rule = layout.underline(segment.box.union(box))
            end = max(box.right, segment.box.right)
            level = rule is not None and rule.top > segment.box.bottom - _FOOT * layout.em
            if rule is not None and level and own in {None, rule} and _is_near(rule.left - end, layout.em):
                return segment
            answers = segment.text.casefold() == "no"  # "Rush?" has its answer under it
            if completes(segment.text) and not answers and _alone_in_box(box, segment, layout):
                return segment
    return None


def wrapped(layout: Layout) -> list[Segment]:
    """The captions that a narrow box of their own breaks into two lines, each in one: "Date Work" over "Completed".

    The two stand alone in a closed box. They may as well be a caption with its value below: the words tell.
    """
    placed = [(segment, segment.box) for segment in layout.segments]
    return [
        Segment((*one.words, *two.words), one.line)
        for one, upper in placed
        for two, lower in placed
        if one.line < two.line and _is_below(lower, upper, layout.em) and _alone_in_box(upper, two, layout)
    ]


def completes(text: str) -> bool:
    """Whether words say no more than which part is meant of what stands before them."""
    return plain(text) in SECOND


def _alone_in_box(box: Box, second: Segment, layout: Layout) -> bool:
    """Whether a box holds a caption and its second line, and nothing else."""
    cell = layout.cell_at(*box.middle)
    both = box.union(second.box).grown(1)
    return cell.closed and holds(cell.box, second.box) and all(holds(both, w.box) for w in layout.words_in(cell.box))


def _is_under(box: Box, caption: Box, em: float) -> bool:
    """Whether a line stands straight under a caption and begins where it does."""
    return _is_close(box, caption, em) and abs(box.left - caption.left) < _ALIGNED * em


def _is_below(box: Box, caption: Box, em: float) -> bool:
    """Whether a line stands straight under a caption, and begins where it does or has its middle there."""
    aside = min(abs(box.left - caption.left), abs(box.middle[0] - caption.middle[0]))
    return _is_close(box, caption, em) and aside < _ALIGNED * em


def _is_close(box: Box, caption: Box, em: float) -> bool:
    lower = box.middle[1] - caption.middle[1] > _LOWER * em
    return lower and caption.top < box.top < caption.bottom + _CLOSE * em


def _is_near(beyond: float, em: float) -> bool:
    return -_BEFORE * em < beyond < _BEHIND * em
