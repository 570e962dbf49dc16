"""Where the value of a label stands: in its cell, in the next one, on a line beside it, or below it.

The rules that enclose a label decide where there are any; where there are none, the nearest words do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from digitize.labels import Label
from digitize.layout import Layout
from records.geometry import Box
from records.page import Word

Ink = Callable[[Box], float]
"""The share of a box that is ink, 0 to 1."""

_OVER = 0.35
"""Of its height that a label's box may reach over its last letter, where its blank begins."""
WRITTEN = 0.004
"""Share of ink above which something is written in a box: a comma in a field of 3 inches by 0.3 is 0.0045."""
_FIGURE = 35
"""Pixels of ink that a figure has at least: a small typed 1 has 45, and a field as wide as the sheet 130,000 in all."""
_HIGH = 3.2
"""Ems above a line within which what is written on it stands, where no other line is between."""
_LEVEL = 1.5
"""Ems above a label's middle to which what is typed on its line comes down; a heading stands higher."""
_LED = 1.4
"""Ems above a row of dots that the words stand in at most which it leads to."""
_LEAD = 10.0
"""Ems from the end of a row of dots to the words behind it at most: pages have it the longer, the shorter the words."""
_NEXT_LINE = 4.5
"""Ems below a label that the rule lies at most which its value stands on, in a line of its own."""
_EMPTY = 0.5
"""Of its prior, what an empty room in a label's own cell has where something is written in the next one."""
_EDGE = 5
"""Pixels along a box's sides where a rule that is not quite level may show."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where the value of a label may stand."""

    box: Box
    kind: str
    """`cell`, `next cell`, `underline`, `beside`, `below`, `column`."""
    prior: float
    """0 to 1: how often values stand there."""


def is_written(box: Box, ink: Ink) -> bool:
    """Whether anything is written in a box, be it one figure in a cell of a sheet's width."""
    if min(box.width, box.height) <= 3 * _EDGE:  # a sliver between two rules has no inside
        return ink(box) > WRITTEN
    inner = box.grown(-_EDGE)
    return ink(box) > WRITTEN or ink(inner) * inner.width * inner.height > _FIGURE


def candidates(label: Label, labels: Sequence[Label], layout: Layout, ink: Ink) -> tuple[Candidate, ...]:
    """The places for a label's value, the likeliest first; empty ones (a blank to be filled) included."""
    cell = layout.cell_at(*label.box.middle)
    row = cell.closed and cell.box.height < 3.2 * layout.em
    line = None if row else layout.underline(label.box)
    if line is not None:
        return (Candidate(_on_line(label, line, labels, layout), "underline", 0.95),)
    small = cell.box.height <= 14 * layout.em or cell.box.width < 0.5 * layout.width
    if cell.closed and small:
        return _ruled(label, cell.box, labels, layout, ink)
    return _unruled(label, labels, layout)


def _on_line(label: Label, line: Box, labels: Sequence[Label], layout: Layout) -> Box:
    """The room above an underline, right of its label and up to the next one."""
    limit = min((other.box.left - 4 for other in _right_of(label, labels)), default=float(layout.width))
    right = min(_behind_leader(line, limit, layout) or line.right, limit)
    left = min(max(label.box.right + 2, line.left - layout.em), line.left + 0.2 * layout.em)
    left = max(left, label.box.right - _OVER * label.box.height)  # a row of dots may begin under its label
    if right - left < layout.em:
        right = line.right
    top = min(label.box.top - 0.7 * layout.em, line.top - 1.9 * layout.em)
    room = Box(left, max(line.top - _HIGH * layout.em, 0), right, line.top)
    level = label.box.middle[1] - _LEVEL * layout.em
    top = min([top, *_tops_over(room, level, labels, layout)])
    return _sane(left, max(top, floor_above(line, layout)), right, line.top + 0.35 * layout.em)


def _behind_leader(line: Box, limit: float, layout: Layout) -> float | None:
    """Where the words end that a row of dots leads to; None where it has words on it, or what is behind is its unit.

    "Total ........ 192.38" stands behind its dots, "Hours ______ hrs" has its value on the line.
    """
    if limit <= line.right:
        return None
    level = Box(line.left, line.top - _LED * layout.em, limit, line.bottom + 0.35 * layout.em)
    words = [w for w in layout.words_in(level) if any(map(str.isalnum, w.text))]
    behind = sorted((w for w in words if w.box.left > line.right - layout.em), key=lambda w: w.box.left)
    if len(behind) < len(words) or not behind or not (behind[0].text[:1].isupper() or _has_figure(behind[0].text)):
        return None
    end, most = line.right, _LEAD * layout.em
    for word in behind:
        if word.box.left - end > most or word.text.endswith(":"):
            break
        end, most = word.box.right, 2 * layout.em
    return end + 0.5 * layout.em if end > line.right else None


def _has_figure(text: str) -> bool:
    return any(map(str.isdigit, text))


def _tops_over(room: Box, level: float, labels: Sequence[Label], layout: Layout) -> list[float]:
    """The tops of the last words over a line, where typing stands high above it; none of labels, or above a level."""
    words = [w.box for w in layout.words_in(room) if w.box.left > room.left and not _is_label(w.box, labels)]
    words = [box for box in words if box.bottom > level]
    last = max((box.bottom for box in words), default=0.0)
    return [box.top - 2 for box in words if box.bottom > last - 0.6 * layout.em]


def _is_label(box: Box, labels: Sequence[Label]) -> bool:
    return any(label.box.overlap(box) > 0 for label in labels)


def floor_above(line: Box, layout: Layout) -> float:
    """The rule above an underline: handwriting may rise, but not through it."""
    above = [
        r.bottom
        for r in layout.across
        if r.bottom < line.top - layout.em and r.left < line.right and r.right > line.left
    ]
    return max(above, default=0.0) + 2


def _ruled(label: Label, cell: Box, labels: Sequence[Label], layout: Layout, ink: Ink) -> tuple[Candidate, ...]:
    em = layout.em
    inside = [other for other in labels if other is not label and _within(other.box, cell)]
    top, bottom = _between_lines(label, cell, layout)
    level = _level_words(label, cell, layout)
    top, bottom = min([top, *(box.top for box in level)]), max([bottom, *(box.bottom for box in level)])
    beside = _sane(label.box.right + 3, max(cell.top + 3, top), cell.right - 3, min(cell.bottom - 3, bottom))
    below = _sane(cell.left + 3, _foot(label, cell, layout), cell.right - 3, cell.bottom - 3)
    beside, below = _up_to(beside, inside), _up_to(below, inside)
    # What stands close below a label rises into the room beside it: there it takes more than a figure's ink, or words.
    level_ink = bool(level) or ink(beside) > WRITTEN
    found: list[Candidate] = []
    if below.height >= 0.9 * em and (is_written(below, ink) or not level_ink or beside.width < 1.5 * em):
        found.append(Candidate(below, "cell", 0.9))
    if beside.width >= 1.5 * em and (level_ink or not found):
        place = Candidate(beside, "cell", 0.9)
        found = [place, *found] if level_ink else [*found, place]
    filled = any(ink(place.box) > WRITTEN or _says(place.box, layout) for place in found)
    cramped = beside.width < 4 * em and not any(layout.words_in(candidate.box) for candidate in found)
    if filled and below.height < 0.9 * em and (cramped or not inside):
        # a stamp, a stray line or a grey ground may fill the little room beside a label whose value is in the next cell
        found += [replace(place, prior=0.8 * place.prior) for place in _next_cells(label, cell, labels, layout, ink)]
    if not filled:
        tight = cell.width < label.box.width + 2 * em and cell.height < 2 * label.box.height
        others = _next_cells(label, cell, labels, layout, ink)
        own = [replace(place, prior=_EMPTY * place.prior) for place in found] if others else found
        found = [*others, *own, *(_unruled(label, labels, layout) if tight else ())]
    return tuple(found)


def _foot(label: Label, cell: Box, layout: Layout) -> float:
    """Where the room below a label begins: boxes of lines that stand close reach into each other."""
    close = [word.box.top for word in layout.words_in(cell) if _is_close_below(word.box, label)]
    return min([label.box.bottom + 2, *((top + label.box.bottom) / 2 for top in close)])


def _is_close_below(box: Box, label: Label) -> bool:
    """Whether words stand on the next line, though their box begins where the label's has not ended."""
    return label.box.middle[1] < box.top < label.box.bottom + 2 and box.middle[1] > label.box.bottom


def _between_lines(label: Label, cell: Box, layout: Layout) -> tuple[float, float]:
    """How far up and down a value beside a label may reach: 0.8 em, or to the next line of words in the cell."""
    x = (label.box.left, label.box.right)
    column = [w.box for w in layout.words_in(cell) if w.box.right > x[0] and w.box.left < x[1]]
    above = [box.bottom + 1 for box in column if box.bottom <= label.box.top + 3]
    below = [box.top - 1 for box in column if box.top >= label.box.bottom - 3]
    # without this "4403 N. Colfax Pl" close under its caption is read from beside it, as "ax Pl"
    below += [_foot(label, cell, layout)] if any(_is_close_below(box, label) for box in column) else []
    return max([label.box.top - 0.8 * layout.em, *above]), min([label.box.bottom + 0.8 * layout.em, *below])


def _level_words(label: Label, cell: Box, layout: Layout) -> list[Box]:
    """The words right of a label whose middle is level with its own: a value may be printed larger than its label."""
    y, slack = label.box.middle[1], 0.5 * layout.em
    words = (w for w in layout.words_in(cell) if w.box.left >= label.box.right - 2 and any(map(str.isalnum, w.text)))
    return [w.box for w in words if abs(w.box.middle[1] - y) < slack and w.box.height < 2 * layout.em]


def _says(box: Box, layout: Layout) -> bool:
    """Whether letters or figures stand in a box: a label's colon may be read apart from it."""
    return any(any(map(str.isalnum, word.text)) for word in layout.words_in(box))


def _next_cells(label: Label, cell: Box, labels: Sequence[Label], layout: Layout, ink: Ink) -> list[Candidate]:
    """The cells right of and below a cell that holds nothing but its label."""
    em = layout.em
    found = []
    for x, y, kind in (
        (cell.right + em, label.box.middle[1], "next cell"),
        (label.box.middle[0], cell.bottom + 0.8 * em, "column"),
    ):
        if x >= layout.width or y >= layout.height:
            continue
        other = layout.cell_at(x, y)
        near = other.box.left - cell.right < em if kind == "next cell" else other.box.top - cell.bottom < em
        shrunk = _sane(other.box.left + 3, other.box.top + 3, other.box.right - 3, other.box.bottom - 3)
        if kind == "next cell" and shrunk.height > 3.2 * em < cell.height:  # one box beside a stack of labels
            shrunk = _sane(shrunk.left, label.box.top - 0.5 * em, shrunk.right, label.box.bottom + 0.5 * em)
        taken = any(_within(label_.box, shrunk) for label_ in labels)
        if near and other.closed and not taken and is_written(shrunk, ink):
            found.append(Candidate(shrunk, kind, 0.85 if kind == "next cell" else 0.7))
    return found


def _unruled(label: Label, labels: Sequence[Label], layout: Layout) -> tuple[Candidate, ...]:
    """Beside the label, else below it; in the words' own places, for there is nothing else to go by."""
    em = layout.em
    found = []
    limit = min([other.box.left - 2 for other in _right_of(label, labels)], default=float(layout.width))
    limit = min(limit, _wall(label, layout))
    beside = [
        w
        for w in layout.words
        if _beside(w.box, label.box) and label.box.right - 2 < w.box.left and w.box.middle[0] < limit
    ]
    runs = text_runs(sorted(beside, key=lambda w: w.box.left), layout)
    first = 0.85 if label.marked else 0.7
    found += [Candidate(run, "beside", first - 0.12 * place) for place, run in enumerate(runs[:4])]
    under = _under(label, labels, layout)
    if under is not None:
        found.append(Candidate(under, "below", 0.5 if label.marked and runs else 0.65))
    if not found and label.marked:
        room = _sane(
            label.box.right + 3,
            label.box.top - 0.6 * em,
            min(limit, label.box.right + 22 * em),
            label.box.bottom + 0.6 * em,
        )
        if room.width > 2 * em:
            found.append(Candidate(room, "beside", 0.5))
    return tuple(found)


def text_runs(words: Sequence[Word], layout: Layout) -> list[Box]:
    """The words of a line in runs that a gap wider than 1.3 em parts."""
    runs: list[Box] = []
    for word in words:
        if runs and word.box.left - runs[-1].right <= 1.3 * layout.em:
            runs[-1] = runs[-1].union(word.box)
        else:
            runs.append(word.box)
    return [run.grown(0.25 * layout.em) for run in runs]


def _wall(label: Label, layout: Layout) -> float:
    """The next vertical rule right of a label."""
    y = label.box.middle[1]
    return min(
        [r.left for r in layout.down if r.top <= y <= r.bottom and r.left > label.box.right],
        default=float(layout.width),
    )


def _under(label: Label, labels: Sequence[Label], layout: Layout) -> Box | None:
    """The first line of words below a label that starts about where it does, is centred under it or ends with it."""
    em = layout.em
    rules = (r.top for r in layout.across if r.left < label.box.right and r.right > label.box.left)
    first_rule = min((y for y in rules if y > label.box.bottom + em), default=0.0)
    reach = label.box.bottom + 2.6 * em
    reach = max(reach, first_rule) if first_rule < label.box.bottom + _NEXT_LINE * em else reach
    near = [
        w.box
        for w in layout.words
        if label.box.middle[1] < w.box.top < reach  # boxes of close lines reach into each other
        and w.box.middle[1] > label.box.bottom
        and w.box.right > label.box.left - em
        and w.box.left < max(label.box.right, label.box.left + 6 * em)
    ]
    if not near:
        return None
    first = min(near, key=lambda box: box.top)
    limit = min(
        [o.box.left for o in labels if o.line == label.line and o.box.left > label.box.right],
        default=float(layout.width),
    )
    if any(_beside(other.box, first) and other.box.overlap(first) > 0 for other in labels):
        return None
    level = sorted((w for w in layout.words if _beside(w.box, first) and w.box.left < limit), key=lambda w: w.box.left)
    line = [w for w in level if w.box.left > label.box.left - 2 * em or abs(w.box.right - label.box.right) < em]
    flush = next((run for run in text_runs(level, layout) if _is_flush(run, label.box, em)), None)
    return flush or next(iter(text_runs(line, layout)), None)


def _is_flush(run: Box, label: Box, em: float) -> bool:
    """Whether words that begin left of a label end with it, or are centred under it: "WO 18-0213" in large print."""
    aligned = min(abs(run.right - label.right), abs(run.middle[0] - label.middle[0])) < em
    return run.left < label.left - 2 * em and aligned


def _beside(box: Box, other: Box) -> bool:
    common = min(box.bottom, other.bottom) - max(box.top, other.top)
    return common > 0.4 * min(box.height, other.height)


def _right_of(label: Label, labels: Sequence[Label]) -> list[Label]:
    return [
        other
        for other in labels
        if other is not label and _beside(other.box, label.box) and other.box.left > label.box.right - 2
    ]


def _within(box: Box, outer: Box) -> bool:
    x, y = box.middle
    return outer.left <= x <= outer.right and outer.top <= y <= outer.bottom


def _up_to(box: Box, labels: Sequence[Label]) -> Box:
    """A box cut short where another label of the same cell begins."""
    right, bottom = box.right, box.bottom
    for other in labels:
        if other.box.overlap(box) > 0:
            if other.box.left > box.left + 10 and _beside(other.box, box):
                right = min(right, other.box.left - 4)
            elif other.box.top > box.top:
                bottom = min(bottom, other.box.top - 2)
    return _sane(box.left, box.top, right, bottom)


def _sane(left: float, top: float, right: float, bottom: float) -> Box:
    return Box(max(left, 0), max(top, 0), max(right, left, 0), max(bottom, top, 0))
