"""What stands where on a page, before anyone asks what it means: lines, segments, ruled cells, underlines."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from digitize.strokes import strokes
from records.geometry import Box, Seam, bounding
from records.page import PageText, Word


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words on one line that stand together: nothing wider than a space or a tab's gap between them."""

    words: tuple[Word, ...]
    line: int
    """The line's place on the page, from 0 at the top; segments of one line share it."""

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The smallest box around the words."""
        return bounding([word.box for word in self.words])


@dataclass(frozen=True, slots=True)
class Cell:
    """The ruled lines that enclose a point, and the box between them.

    A side without a line reaches to the page's edge and is named in `open_sides`.
    """

    box: Box
    open_sides: frozenset[str]

    @property
    def closed(self) -> bool:
        """Ruled on all four sides."""
        return not self.open_sides


@dataclass(frozen=True, slots=True)
class Layout:
    """The geometry of a page."""

    width: int
    height: int
    em: float
    """The usual height of a word's box, in pixels: the measure of all distances."""
    words: tuple[Word, ...]
    segments: tuple[Segment, ...]
    across: tuple[Box, ...]
    """Horizontal rules, from the top."""
    down: tuple[Box, ...]
    """Vertical rules, from the left."""
    checkboxes: tuple[tuple[Box, float], ...] = ()
    """Printed squares with the share of their inside that is ink."""
    seam: Seam | None = None
    """Where the picture shows two sheets: where the second one begins."""
    struck: tuple[Word, ...] = ()
    """The words that a stroke of the pen took back; its line is none of the rules."""

    @property
    def space(self) -> float:
        """The usual gap between two words of a run, in pixels: wide in typewriting."""
        pairs = [pair for segment in self.segments for pair in pairwise(segment.words)]
        gaps = [after.box.left - before.box.right for before, after in pairs]
        return max(median(gaps), 0.0) if gaps else 0.3 * self.em

    def cell_at(self, x: float, y: float) -> Cell:
        """The cell that encloses a point, found by looking for the nearest rule in each direction."""
        slack = self.em * 0.4
        above = [r.bottom for r in self.across if r.left - slack <= x <= r.right + slack and r.bottom <= y]
        below = [r.top for r in self.across if r.left - slack <= x <= r.right + slack and r.top >= y]
        left = [r.right for r in self.down if r.top - slack <= y <= r.bottom + slack and r.right <= x]
        right = [r.left for r in self.down if r.top - slack <= y <= r.bottom + slack and r.left >= x]
        sides = {"top": above, "bottom": below, "left": left, "right": right}
        box = Box(
            max(left, default=0.0),
            max(above, default=0.0),
            min(right, default=float(self.width)),
            min(below, default=float(self.height)),
        )
        return Cell(box, frozenset(name for name, found in sides.items() if not found))

    def words_in(self, box: Box) -> tuple[Word, ...]:
        """The words whose middle lies in a box; not one much higher than it, such as a watermark across it."""
        return tuple(word for word in self.words if holds(box, word.box) and word.box.height < 1.7 * box.height)

    def underline(self, label: Box) -> Box | None:
        """The rule on which the value right of a label is to be written."""
        lowest = label.bottom + 0.9 * self.em
        highest = label.top + 0.25 * label.height
        found = [
            rule
            for rule in self.across
            if highest <= rule.top <= lowest
            and rule.right > label.right + 2 * self.em
            and (rule.left < label.right + 4 * self.em or self._is_priced(rule, label))
            and rule.left > label.left + 0.5 * label.width
        ]
        return min(found, key=lambda rule: abs(rule.top - label.bottom), default=None)

    def _is_priced(self, rule: Box, label: Box) -> bool:
        """Whether a dollar sign stands before a rule on the line of a label, and nothing but it between the two."""
        between = [w for w in self.words if label.right <= w.box.middle[0] <= rule.left and _level(w.box, label)]
        return [w.text for w in between] == ["$"] and rule.left - between[0].box.right < self.em


def holds(box: Box, part: Box) -> bool:
    """Whether the middle of the part lies in the box."""
    x, y = part.middle
    return box.left <= x <= box.right and box.top <= y <= box.bottom


def same_place(box: Box, other: Box) -> bool:
    """Whether two boxes share half of the larger one."""
    return box.overlap(other) > 0.5 * max(box.width * box.height, other.width * other.height)


def text_of(words: Sequence[Word]) -> str:
    """The words in reading order with single spaces."""
    return " ".join(word.text for line in lines_of(words) for word in line)


def lay_out(page: PageText) -> Layout:
    """The geometry of a page that was read."""
    across = tuple(sorted((r for r in page.rules if r.width >= r.height), key=lambda r: r.top))
    down = tuple(sorted((r for r in page.rules if r.width < r.height), key=lambda r: r.left))
    words = tuple(part for word in page.words if word.text.strip() for part in _unglued(word))
    words = _lines_apart([part for word in words for part in _parted_at_blank(word, across)])
    em = median([word.box.height for word in words]) if words else 25.0
    em = min(max(em, 12.0), 60.0)
    crossing, struck = strokes(words, across, em)
    across = tuple(rule for rule in across if rule not in crossing)
    lines = [line for part in _pages(words, page.seam) for line in lines_of(part)]
    runs = [
        (run, number)
        for number, line in enumerate(lines)
        for track in _tracks(line, em)
        for run in _runs(track, (across, down), em)
    ]
    stops = _stops([run for run, _ in runs])
    segments = tuple(Segment(part, number) for run, number in runs for part in _at_stops(run, stops, em))
    frame = page.frame
    return Layout(frame.width, frame.height, em, words, segments, across, down, page.checkboxes, page.seam, struck)


def _pages(words: Sequence[Word], seam: Seam | None) -> tuple[list[Word], ...]:
    """The words of the left and of the right page where there are two: no line runs from one to the other."""
    if seam is None or seam.across or not seam.sure:
        return (list(words),)
    return [w for w in words if w.box.middle[0] < seam.at], [w for w in words if w.box.middle[0] >= seam.at]


def _lines_apart(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words, with boxes of close lines that reach into each other cut halfway: a caption stands over its value."""
    tops, bottoms = ([word.box.top for word in words], [word.box.bottom for word in words])
    downward = sorted(range(len(words)), key=lambda place: words[place].box.top)
    for number, one in enumerate(downward):
        for other in downward[number + 1 :]:
            if words[other].box.top >= words[one].box.bottom:
                break
            if _stand_close(words[one].box, words[other].box):
                between = (words[one].box.bottom + words[other].box.top) / 2
                bottoms[one], tops[other] = min(bottoms[one], between), max(tops[other], between)
    return tuple(
        replace(word, box=Box(word.box.left, top, word.box.right, bottom)) if top < bottom else word
        for word, top, bottom in zip(words, tops, bottoms, strict=True)
    )


def _stand_close(above: Box, below: Box) -> bool:
    """Whether two boxes of about one height are those of two lines, one under the other, that overlap a little."""
    lower = min(above.height, below.height)
    shared = min(above.right, below.right) - max(above.left, below.left)
    return (
        shared > 0.5 * min(above.width, below.width)
        and 0 < above.bottom - below.top < 0.6 * lower
        and below.middle[1] - above.middle[1] > 0.4 * lower
        and max(above.height, below.height) < 2 * lower
    )


_GLUED = re.compile(r"^([A-Za-z][A-Za-z.'/#-]*:|(?:N[°º]|№)\.?(?=[A-Z-]*\d))(?=[^\s:/\\])(.+)$")


def _unglued(word: Word) -> tuple[Word, ...]:
    """A label and its value that were read as one word, as two, `Work:1294`, `N°1294`, by the width of letters."""
    found = _GLUED.match(word.text)
    if found is None:
        return (word,)
    label, value = found.groups()
    box = word.box
    cut = box.left + box.width * len(label) / len(word.text)
    return (
        replace(word, text=label, box=Box(box.left, box.top, cut, box.bottom)),
        replace(word, text=value, box=Box(cut, box.top, box.right, box.bottom)),
    )


_BEGINS = re.compile(r"(?<=[a-z.)])(?=[A-Z\d$(])|(?<=[A-Z]{3})(?=\d)")
"""Where a value may begin in a word that a label was read together with: "ReportedMay", "Address912"."""
_NEAR_BLANK = 3
"""Letters by which the beginning of a blank may miss that place: letters differ in width."""


_OVER = 0.35
"""Of its height that the box of a word may reach over its last letter."""


def _begins_blank(before: Box, after: Box, across: Sequence[Box]) -> bool:
    """Whether the rule of a blank begins between two words, under the second: the first ends its label.

    A box may reach a little over what it holds; a row of dots that runs into the foot of a letter begins within it.
    """
    first = max(before.middle[0], before.right - _OVER * before.height)
    return any(first < rule.left < after.middle[0] and _under(rule, after) for rule in across)


def _under(rule: Box, word: Box) -> bool:
    """Whether a rule longer than a word is high runs right under it."""
    return abs(rule.top - word.bottom) < 0.4 * word.height and rule.width > 2 * word.height


def _parted_at_blank(word: Word, across: Sequence[Box]) -> tuple[Word, ...]:
    """A label and its value that were read as one word, parted where the rule of the blank begins under them."""
    box, letters = word.box, len(word.text)
    under = [rule.left for rule in across if box.left < rule.left < box.right and _under(rule, box)]
    begins = [found.start() for found in _BEGINS.finditer(word.text)] if under else []
    if not begins:
        return (word,)
    expected = letters * (under[0] - box.left) / box.width
    at = min(begins, key=lambda place: abs(place - expected))
    if abs(at - expected) > _NEAR_BLANK:
        return (word,)
    cut = box.left + box.width * at / letters
    return (
        replace(word, text=word.text[:at], box=Box(box.left, box.top, cut, box.bottom)),
        replace(word, text=word.text[at:], box=Box(cut, box.top, box.right, box.bottom)),
    )


def lines_of(words: Iterable[Word]) -> list[tuple[Word, ...]]:
    """The words by line from the top, each line from the left.

    A word joins the line in which it overlaps its nearest neighbour by half of the lower one's height. Words more than
    twice as high as usual come last: a logo or a stamp would weld the lines that it stands across.
    """
    waiting = sorted(words, key=lambda w: w.box.middle[1])
    if not waiting:
        return []
    usual = median([word.box.height for word in waiting])
    lines: list[list[Word]] = []
    for word in sorted(waiting, key=lambda w: w.box.height > 2.2 * usual):
        home = next((line for line in reversed(lines) if _level(_nearest(line, word).box, word.box)), None)
        if home is None:
            lines.append([word])
        else:
            home.append(word)
    made = [tuple(sorted(line, key=lambda w: w.box.left)) for line in lines]
    return sorted(made, key=lambda line: median([word.box.middle[1] for word in line]))


def _nearest(line: Sequence[Word], word: Word) -> Word:
    return min(line, key=lambda other: abs(other.box.middle[0] - word.box.middle[0]))


def _level(one: Box, other: Box) -> bool:
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    return common >= 0.5 * min(one.height, other.height)


def _tracks(line: tuple[Word, ...], em: float) -> list[tuple[Word, ...]]:
    """The words of a line, those that are printed over others apart: a value that is too long runs into the next label.

    A word goes on from the nearest one that ends before it, 0.3 em aside.
    """
    tracks: list[list[Word]] = []
    for word in line:
        before = [track for track in tracks if track[-1].box.right <= word.box.left + 0.3 * em]
        home = max(before, key=lambda track: track[-1].box.right, default=None)
        if home is None:
            tracks.append([word])
        else:
            home.append(word)
    return [tuple(track) for track in tracks]


def _runs(line: tuple[Word, ...], rules: tuple[tuple[Box, ...], tuple[Box, ...]], em: float) -> list[tuple[Word, ...]]:
    """A line cut where the gap is wider than 1.1 em (0.8 where the letters' size changes), or a typewriter's space.

    And where a rule stands between two words, or the rule of a blank begins under the second.
    """
    across, down = rules
    runs: list[list[Word]] = [[line[0]]]
    for before, after in itertools.pairwise(line):
        gap = after.box.left - before.box.right
        heights = sorted((before.box.height, after.box.height))
        unlike = heights[1] > 1.35 * heights[0] and not _as_wide(before, after)  # or one of them has a descender
        widest = (0.8 if unlike else 1.1) * max(em, heights[0])
        widest = max(widest, _SPACE * min(map(_pitch, (before, after))))
        other_print = heights[1] > 1.9 * max(heights[0], em) and not _as_wide(before, after)
        parted = _ruled_between(before.box, after.box, down) or _begins_blank(before.box, after.box, across)
        if gap > widest or other_print or parted:
            runs.append([after])
        else:
            runs[-1].append(after)
    return [tuple(run) for run in runs]


_SPACE = 1.5
"""Times the width of a letter that a typewriter's space is wide, with the paper beside the letters."""
_WIDER = 1.4
"""Times the width of another print's letters: of one print "By" has narrower ones than "Requested", by a tenth."""
_TELLING = 3
"""Letters of a word from which its width tells theirs."""


def _pitch(word: Word) -> float:
    return word.box.width / len(word.text) if len(word.text) >= _TELLING else 0.0


_STOP = 3
"""Runs that begin at one place, below each other, where there is a column of them."""
_STOP_NEAR = 6
"""Times a run's height that the next one of a column may stand below it."""


def _as_wide(one: Word, other: Word) -> bool:
    """Whether the letters of two words are about as wide: one print, however loose the box of one of them."""
    if not (one.text.isalpha() and other.text.isalpha()):
        return False
    widths = sorted(word.box.width / len(word.text) for word in (one, other))
    return widths[1] < _WIDER * widths[0]


def _stops(runs: Sequence[tuple[Word, ...]]) -> dict[int, list[float]]:
    """Where runs of words begin in columns: the heights of those that begin so many pixels from the left."""
    found: dict[int, list[float]] = {}
    for run in runs:
        if any(map(str.isalpha, run[0].text)):
            found.setdefault(round(run[0].box.left), []).append(run[0].box.middle[1])
    return found


def _at_stops(run: tuple[Word, ...], stops: Mapping[int, list[float]], em: float) -> list[tuple[Word, ...]]:
    """A run cut where a word behind more than a space begins just where a column of runs does.

    "REMIT TO Sinclair Broadcast Advertiser" is an address that ends where a column of labels begins.
    """
    gaps = [after.box.left - before.box.right for before, after in itertools.pairwise(run)]
    usual = median(gaps) if len(gaps) > 1 else 0.3 * em
    starts = [0]
    for place, gap in enumerate(gaps, start=1):
        if gap > max(1.4 * usual, 0.35 * em) and _begins_column(run[place], stops):
            starts.append(place)
    return [run[start:end] for start, end in itertools.pairwise([*starts, len(run)])]


def _begins_column(word: Word, stops: Mapping[int, list[float]]) -> bool:
    """Whether three runs near a word begin at its left edge, within two pixels."""
    left, y = round(word.box.left), word.box.middle[1]
    heights = [at for x in range(left - 2, left + 3) for at in stops.get(x, ())]
    return sum(abs(at - y) < _STOP_NEAR * word.box.height for at in heights) >= _STOP


def _ruled_between(before: Box, after: Box, down: tuple[Box, ...]) -> bool:
    y = before.middle[1]
    return any(rule.top <= y <= rule.bottom and before.left + 3 < rule.left <= after.left + 6 for rule in down)
