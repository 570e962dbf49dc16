"""Blanks of several lines: what is written on a rule goes on over the rules under it.

A caption stands over three rules, or before the first of them; the next ones end where the first does, and have no
words of their own before or on them on the blank form.
"""

from __future__ import annotations

from collections.abc import Sequence

from digitize.labels import Label
from digitize.layout import Layout
from digitize.sections import part_of
from digitize.zones import Ink, is_written
from records.geometry import Box

_CLOSEST, _FARTHEST = 1.2, 4.5
"""Ems from one rule of a blank to the next: less is a double rule, more is another blank."""
_HAND = 20.0
"""Pixels at 200 dots to the inch that hands write high: of a form in small print lines are as far apart as of any."""
_FOOT = 0.9
"""Ems under a place that its own rule lies at most."""
_UNEVEN = 0.25
"""Share by which the distances between the rules of one blank differ at most."""
_MOST = 12
"""Lines of one blank: a page of ruled paper is none."""


def lines_under(place: Box, label: Label, labels: Sequence[Label], layout: Layout) -> list[Box]:
    """The further lines of a blank, as high as the rules are apart, from the top; none of one with a single rule.

    Args:
        place: Where the first line of the value stands.
        label: The blank's.
        labels: All that are printed on the page.
        layout: The page.
    """
    em = layout.em
    near = [r for r in layout.across if -0.5 * em < r.top - place.bottom < _FOOT * em and _over(place, r)]
    rule = min(near, key=lambda r: abs(r.top - place.bottom), default=None)
    cell = layout.cell_at(*place.middle)
    found: list[Box] = []
    pitch = 0.0
    while rule is not None and len(found) < _MOST:
        following = _next(rule, label, layout)
        if following is None or (pitch and abs(following.top - rule.top - pitch) > _UNEVEN * pitch):
            break
        line = Box(min(following.left, rule.left), rule.bottom + 1, following.right, following.top)
        walled = not cell.closed or _between_walls(line, cell.box, layout)
        printed = [*(each.box for each in labels), *(s.box for s in layout.segments if part_of(s.text) is not None)]
        if any(_stands_on(box, line, em) for box in printed) or _is_led(following, line, layout) or not walled:
            break
        if any(line.left + em < wall.middle[0] < line.right - em and _runs_beside(wall, line) for wall in layout.down):
            break  # a table's header
        pitch = pitch or following.top - rule.top
        found.append(line)
        rule = following
    return found


def written_under(lines: Sequence[Box], ink: Ink, em: float) -> tuple[Box, ...]:
    """The first of some lines, up to one on which nothing is written."""
    inner = [
        Box(line.left, line.top + 0.15 * em, line.right, max(line.bottom - 0.1 * em, line.top + 1)) for line in lines
    ]
    ends = next((place for place, line in enumerate(inner) if not is_written(line, ink)), len(lines))
    return tuple(inner[:ends])


def _next(rule: Box, label: Label, layout: Layout) -> Box | None:
    """The next rule under one that ends where it does, and begins there, or under the label before it."""
    em, farthest = layout.em, _FARTHEST * max(layout.em, _HAND)
    under = [r for r in layout.across if _CLOSEST * em < r.top - rule.top < farthest and _over(rule, r)]
    first = min(under, key=lambda r: r.top, default=None)
    if first is None or abs(first.right - rule.right) > em:
        return None
    begins = abs(first.left - rule.left) < em or abs(first.left - label.box.left) < em
    return first if begins else None


def _between_walls(line: Box, cell: Box, layout: Layout) -> bool:
    """Whether the walls of a box go on down beside a line."""
    below = layout.cell_at(*line.middle)
    return below.closed and max(abs(below.box.left - cell.left), abs(below.box.right - cell.right)) < layout.em


def _runs_beside(wall: Box, line: Box) -> bool:
    return wall.top <= line.middle[1] <= wall.bottom


def _over(box: Box, rule: Box) -> bool:
    """Whether a rule runs under half of a box or more."""
    return min(box.right, rule.right) - max(box.left, rule.left) > 0.5 * box.width


def _stands_on(box: Box, line: Box, em: float) -> bool:
    """Whether a label stands on a line, or hangs under it."""
    x, y = box.middle
    return line.left - em < x < line.right + em and line.top <= y < line.bottom + _FOOT * em


def _is_led(rule: Box, line: Box, layout: Layout) -> bool:
    """Whether words stand on a line before its rule: they are its caption."""
    words = (word.box for word in layout.words)
    return any(line.top < b.middle[1] < line.bottom and 0 < rule.left - b.middle[0] < 20 * layout.em for b in words)
