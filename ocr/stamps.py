"""Reads what was stamped across a form: ink that the page's words and rules leave over, turned to where it reads.

The page's own reading looks for lines that run across the sheet and takes print for granted. A clerk's stamp stands on
its side, leans, runs over captions and is printed in dots by a worn pad. So the clumps of ink that nothing explains are
cut out, their dots run together, turned, and read by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr import upright
from ocr.arrays import Grey, components, grey
from ocr.cleanup import ink_of
from ocr.engines import ctc, detector, ppocr, spaces
from ocr.engines.alphabets import LATIN
from ocr.engines.mosaic import cut_out
from ocr.settings import ReadSettings
from ocr.sheet import Sheet
from ocr.trace import NOTHING, Trace, make_trace
from records.geometry import Box
from records.page import Word

_EXPLAINED = 0.6
"""Sureness from which a word that runs across the sheet is print or writing, and its ink is taken away."""
_FIGURES = 0.85
"""Sureness from which one with figures is: days and times of stamps that lie level with the form are read among its
words, and wrongly (0.6 for "1157AM80")."""
_SURELY = 4
"""Letters from which a word is no accident."""
_STEP = 4
"""Pixels that are looked at as one while clumps are sought."""
_NEAR = 23
"""Such steps over which a clump's ink is spread: the lines of a stamp are a third of an inch apart at most."""
_DENSE = 5
"""Of 255: the darkness from which that is a clump. Specks are below."""
_LONG, _THICK = 140, 40
"""Pixels at 200 dots to the inch: a stamp is as long and as thick at least."""
_LARGEST = 900
"""A stamp is no longer: larger clumps are drawings and shadows."""
_LINE, _LOW = 1500, 200
"""Pixels of one line alone: a counter's printer sets it along the whole margin."""
_MOST = 4
"""Clumps read on a page, the largest: 0.1 to 0.4 s each."""
_MARGIN = 52
"""Pixels around a clump: faint letters at its ends, and the year apart from the day, are below what is dense."""
_DOTS = 1.6
"""Pixels of blur that make dots of a worn stamp one stroke."""
_DARKER = 1.8
"""Times by which what is left of them is darkened again."""
_BESIDE = 2.5
"""Times its height that a line is read beyond both its ends: captions that it crosses were taken away with its ends."""
_LEGIBLE = 0.85
"""Mean sureness of a clump's letters from which it is not turned further: 0.4 to 0.7 where it stands on its head."""
_SEVERAL = 12
"""Readings, four a line: one caption that it runs across tells no way up."""
_LOWEST = 8
"""Pixels high from which something can be a line."""
_LEANS = 25.0
"""Degrees that a stamp may lean: hands set them at up to 20."""
_LYING = 1.25
"""Times as wide as high from which a clump is first read as it lies."""


@dataclass(frozen=True, slots=True)
class StampReading:
    """What a clump of ink says, turned one way."""

    box: Box
    """Around the clump, in the reading frame."""
    lines: tuple[tuple[str, float], ...]
    """From the top, each as it stands alone and then with what it runs across; and how sure its letters are, 0 to 1."""
    traces: tuple[Trace, ...] = ()
    """What the recogniser said of each line, for a text to be looked for in it."""


def read_stamps(sheet: Sheet, words: Sequence[Word], settings: ReadSettings) -> Iterator[StampReading]:
    """What stands in the ink that a page's words leave over, clump by clump, each turned one way after another.

    Whoever asks stops when one says enough.

    Args:
        sheet: The open page.
        words: What was read on it.
        settings: Which engines there are; without ppocr there is nothing.
    """
    if "ppocr" not in settings.engines or sheet.text_layer or sheet.facts.blank:
        return
    bare = sheet.copies.bare
    foreign = unexplained(bare, words)
    for box in clumps(foreign):
        alone, whole = cut_out(foreign, box)[0], cut_out(bare, box)[0]
        for turns in _ways(box):
            read = list(_lines(*_level(alone, whole, turns)))
            lines = tuple((text, sure) for text, sure, _ in read)
            yield StampReading(box, lines, tuple(trace for _, _, trace in read))
            if len(lines) >= _SEVERAL and sum(sure for _, sure in lines) > _LEGIBLE * len(lines):
                break  # this is its way up, whatever it says


def unexplained(bare: Grey, words: Sequence[Word]) -> Grey:
    """The page without rules and without the words across it that were surely read.

    A short word that stands alone may be a piece of a stamp that lies on its side: it stays.
    """
    left = bare.copy()
    across = [w for w in words if w.confidence >= _least(w) and w.box.width > 0.8 * w.box.height]
    long = [word.box for word in across if len(word.text) >= _SURELY]
    for word in across:
        if len(word.text) >= _SURELY or any(_beside(word.box, other) for other in long):
            cut_out(left, word.box.grown(1))[0][:] = 255
    return left


def _least(word: Word) -> float:
    """How sure a word must be to explain its ink."""
    return _FIGURES if any(map(str.isdigit, word.text)) else _EXPLAINED


def _beside(box: Box, other: Box) -> bool:
    """Whether a word stands on the line of another, two letters' heights aside at most."""
    gap = max(other.left - box.right, box.left - other.right)
    return other.top < box.middle[1] < other.bottom and gap < 2 * box.height


def clumps(foreign: Grey) -> tuple[Box, ...]:
    """Where so much ink stands together that it may be a stamp, the largest first, with a margin."""
    small = cv2.resize(ink_of(foreign), None, fx=1 / _STEP, fy=1 / _STEP, interpolation=cv2.INTER_AREA)
    dense = (cv2.blur(small, (_NEAR, _NEAR)) > _DENSE).astype(np.uint8)
    count, _, stats = components(dense)
    found = []
    for left, top, width, height, _ in (stats[1:count] * _STEP).tolist():
        long, low = max(width, height), min(width, height)
        if long >= _LONG and low >= _THICK and (long <= _LARGEST or (long <= _LINE and low <= _LOW)):
            found.append(Box(left, top, left + width, top + height).grown(_MARGIN))
    return tuple(sorted(found, key=lambda box: -box.width * box.height)[:_MOST])


def _ways(box: Box) -> tuple[int, ...]:
    """Quarter turns counter-clockwise, the likeliest first.

    What stands is not read lying; sheets go into a time clock and a counter's printer on their heads too.
    """
    if box.width > _LYING * box.height:
        return 0, 2, 1, 3
    return (0, 1, 3, 2) if box.width > box.height else (1, 3, 0, 2) if box.height < _LYING * box.width else (1, 3)


def _level(alone: Grey, whole: Grey, turns: int) -> tuple[Grey, Grey]:
    """A clump and what it runs across after some quarter turns, its own lines made level: a stamp is set by hand."""
    one, other = (np.ascontiguousarray(np.rot90(each, turns)) for each in (alone, whole))
    skew = upright.skew_of(one, most=_LEANS)
    return upright.turned(one, skew), upright.turned(other, skew)


def _lines(alone: Grey, whole: Grey) -> Iterator[tuple[str, float, Trace]]:
    """The lines of a clump from the top: each alone, then longer and with what it runs across."""
    soft = _joined(alone)
    pictures = alone, soft, whole, _joined(whole)
    for box in detector.line_boxes(soft):
        if box.width >= 2 * box.height:
            places = box, box, _longer(box), _longer(box)
            yield from (_read(cut_out(picture, place)[0]) for picture, place in zip(pictures, places, strict=True))


def _read(piece: Grey) -> tuple[str, float, Trace]:
    """One line's text, how sure its letters are on average, and all that they may be."""
    if min(piece.shape) < _LOWEST:
        return "", 0.0, NOTHING
    line = ppocr.recognised(piece, LATIN)
    glyphs = spaces.restored(ctc.best_path(line.probabilities, line.letters), piece, line.scale)
    sure = [glyph.confidence for glyph in glyphs if not glyph.text.isspace()]
    said = "".join(glyph.text for glyph in glyphs)
    return said, sum(sure) / len(sure) if sure else 0.0, make_trace(line.whole, LATIN)


def _joined(picture: Grey) -> Grey:
    """Dots run together."""
    soft = cv2.GaussianBlur(picture, (0, 0), _DOTS)
    return grey(255 - np.minimum((255 - soft).astype(np.float32) * _DARKER, 255).astype(np.uint8))


def _longer(box: Box) -> Box:
    return Box(box.left - _BESIDE * box.height, box.top, box.right + _BESIDE * box.height, box.bottom)
