"""PP-OCRv6: the recogniser and the detector that ship inside the rapidocr package, run straight through onnxruntime.

At native width and one line at a time: padding to batches costs more than batching saves on one thread. The model
drops spaces between words at times, so spaces are put back where the ink has a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np

from ocr.arrays import Floats, Grey
from ocr.cleanup import FAINT, despeckled
from ocr.copies import Copies
from ocr.engines import ctc, detector, spaces
from ocr.engines.alphabets import LATIN, alphabet
from ocr.engines.models import Session, model_file, package, session
from ocr.engines.mosaic import Groups, cut_out
from ocr.lines import strips
from ocr.settings import ReadSettings
from ocr.trace import Trace, join_traces, make_trace
from ocr.zones import EngineReading, PageReading, Zone
from records.geometry import Box
from records.page import Word

NAME = "ppocr"
RECOGNISER = "PP-OCRv6_rec_small_latin_int8.onnx"
"""PP-OCRv6's small recogniser for the letters of `LATIN` only, in 8 bits: half the time of the one it was made from."""
_HEIGHT = 48
"""Pixels: the height that the recogniser was made for."""
_WIDEST = 3200
"""Pixels: a line of Letter's width at this height; what is longer is shrunk to it."""
_UPRIGHT = 1.8
"""Times as high as wide from which a piece of writing runs up or down the page."""
_WALL = 0.85
"""Share of the page's height from which a line down the page is a scanner's streak, which runs through words."""
_LINE = 8
"""Pixels that a line of small print is high at least, without what rises and hangs."""
_LOWER = 0.4
"""Share of its neighbour's height that a line has at least: an accent or an underline has less."""
_LEGIBLE = 0.8
"""What runs up or down and is less sure than this in its least sure word is a bracket, a signature, a box's edge."""


@dataclass(frozen=True, slots=True)
class LinePicture:
    """The picture of one line of writing."""

    light: Grey
    """What the recogniser sees, ruled lines left in: 98.2 % of 1,259 pieces right, 97.0 with them taken out."""
    bare: Grey
    """The same without ruled lines, where gaps between words can be seen."""
    left: int
    """On the page."""
    top: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line as recognised."""

    probabilities: ctc.Probabilities
    """Slices × characters of the alphabet asked for."""
    letters: str
    """The alphabet, column 0 being the blank."""
    scale: float
    """Pixels of the line's picture per slice."""
    whole: ctc.Probabilities
    """Slices × characters of `LATIN`, whatever was asked for: a proposal competes with all that the ink may be."""


def version(settings: ReadSettings) -> str:  # noqa: ARG001
    """The model's name with the version of the package that holds it.

    Raises:
        MissingTool: rapidocr or its model is not installed.
    """
    model_file(RECOGNISER)
    return f"PP-OCRv6 small int8, {package()}"


def read_page(copies: Copies, settings: ReadSettings) -> PageReading:  # noqa: ARG001
    """The words of the whole page: found by the detector, read by the recogniser, those that stand upright too."""
    found: list[Word] = []
    longest = _WALL * copies.even.shape[0]
    walls = [rule for rule in copies.lines.rules if rule.width < rule.height < longest]
    pieces = (part for line in detector.line_boxes(copies.even) for part in _between(walls, line))
    for box in (line for piece in pieces for line in _lines_in(copies.bare, piece)):
        piece, left, top = cut_out(copies.even, box)
        if min(piece.shape) < 8:
            continue
        picture = LinePicture(piece, cut_out(copies.bare, box)[0], left, top)
        found.extend(_read_turned(picture) if box.height >= _UPRIGHT * box.width else _read_line(picture, LATIN)[1])
    return PageReading(tuple(found))


def _between(walls: Sequence[Box], line: Box) -> list[Box]:
    """A line of writing taken apart where ruled lines cross it: what stands in two cells is two pieces."""
    middle = line.middle[1]
    crossing = [
        wall for wall in walls if wall.top < middle < wall.bottom and line.left + 8 < wall.left < line.right - 8
    ]
    if line.height > line.width or not crossing:
        return [line]
    edges = [line.left, *(edge for wall in sorted(crossing, key=_left) for edge in (wall.left, wall.right)), line.right]
    return [
        Box(left, line.top, right, line.bottom)
        for left, right in zip(edges[::2], edges[1::2], strict=True)
        if right - left >= 8
    ]


def _lines_in(bare: Grey, piece: Box) -> list[Box]:
    """A piece of writing as its lines, where it has two: a caption and the value close below it are found as one."""
    if piece.height < 2 * _LINE or piece.height > piece.width:
        return [piece]
    inked = cut_out(bare, piece)[0] < FAINT
    rows = np.flatnonzero(np.diff(np.concatenate([[False], inked.any(axis=1), [False]]).astype(np.int8)))
    runs = [(int(top), int(bottom)) for top, bottom in zip(rows[::2], rows[1::2], strict=True) if bottom - top >= _LINE]
    if len(runs) != 2 or min(b - t for t, b in runs) < _LOWER * max(b - t for t, b in runs):
        return [piece]
    if any(int(np.ptp(np.flatnonzero(inked[top:bottom].any(axis=0)))) < 2 * (bottom - top) for top, bottom in runs):
        return [piece]
    between = piece.top + (runs[0][1] + runs[1][0]) / 2
    return [
        Box(piece.left, piece.top, piece.right, between),
        Box(piece.left, between, piece.right, piece.bottom),
    ]


def _left(box: Box) -> float:
    return box.left


def _read_turned(picture: LinePicture) -> tuple[Word, ...]:
    """The words of a line that runs up or down the page: a stamp set across the form; those of the surer way."""
    ways = [_turned_words(picture, turns) for turns in (1, 3)]
    best = max(ways, key=lambda words: sum(word.confidence for word in words) / (len(words) + 1))
    return best if best and min(word.confidence for word in best) >= _LEGIBLE else ()


def _turned_words(picture: LinePicture, turns: int) -> tuple[Word, ...]:
    """The words after so many quarter turns counter-clockwise, their boxes turned back."""
    light, bare = (np.ascontiguousarray(np.rot90(each, turns)) for each in (picture.light, picture.bare))
    height, width = picture.light.shape
    return tuple(
        replace(word, box=_turned_back(word.box, turns, (width, height), (picture.left, picture.top)))
        for word in _read_line(LinePicture(light, bare, 0, 0), LATIN)[1]
    )


def _turned_back(box: Box, turns: int, size: tuple[int, int], corner: tuple[int, int]) -> Box:
    """A box of the turned picture, on the page."""
    (width, height), (left, top) = size, corner
    if turns == 1:
        return Box(left + width - box.bottom, top + box.left, left + width - box.top, top + box.right)
    return Box(left + box.top, top + height - box.right, left + box.bottom, top + height - box.left)


def read_zones(copies: Copies, zones: Sequence[Zone], settings: ReadSettings) -> tuple[EngineReading, ...]:  # noqa: ARG001
    """Each zone, line by line, with only those characters that its type allows."""
    return tuple(_zone(copies, zone) for zone in zones)


def read_zone_groups(groups: Groups, settings: ReadSettings) -> tuple[tuple[EngineReading, ...], ...]:
    """The zones of each page; a line is read alone, so many pages at once cost what they cost one by one."""
    return tuple(read_zones(copies, zones, settings) for copies, zones in groups)


def _zone(copies: Copies, zone: Zone) -> EngineReading:
    """One zone."""
    words: list[Word] = []
    glyphs: list[tuple[str, float]] = []
    traces: list[Trace] = []
    for picture in line_pictures(copies, zone):
        read, placed, line = _read_line(picture, alphabet(zone.type))
        words.extend(placed)
        traces.append(make_trace(line.whole, LATIN))
        glyphs.extend([("\n", 1.0)] if glyphs else [])
        glyphs.extend((glyph.text, round(glyph.confidence, 4)) for glyph in read)
    text = "".join(character for character, _ in glyphs)
    confidence = min((sure for character, sure in glyphs if not character.isspace()), default=0.0)
    return EngineReading(NAME, text, confidence, tuple(glyphs), tuple(words), join_traces(traces))


def _read_line(picture: LinePicture, letters: str) -> tuple[tuple[ctc.Glyph, ...], tuple[Word, ...], Line]:
    """The glyphs of one line, its spaces put back; its words on the page; and what the recogniser said of it."""
    line = recognised(picture.light, letters)
    read = spaces.restored(ctc.best_path(line.probabilities, line.letters), picture.bare, line.scale)
    return read, spaces.words_of(read, picture.bare, line.scale, (picture.left, picture.top)), line


def line_pictures(copies: Copies, zone: Zone) -> list[LinePicture]:
    """The lines of writing in a zone."""
    bare, left, top = cut_out(copies.bare, zone.box)
    even, _, _ = cut_out(copies.even, zone.box)
    return [
        LinePicture(
            despeckled(even[strip.top : strip.bottom, strip.left : strip.right]),
            bare[strip.top : strip.bottom, strip.left : strip.right],
            left + strip.left,
            top + strip.top,
        )
        for strip in strips(bare, several=zone.multiline)
    ]


def recognised(picture: Grey, letters: str) -> Line:
    """What the recogniser says about the picture of one line, for these letters only."""
    session, columns = _model(letters)
    said = session.run(prepared(picture))[0]
    return Line(said[:, columns], "\0" + letters, picture.shape[1] / max(len(said), 1), said[:, _model(LATIN)[1]])


def prepared(picture: Grey) -> Floats:
    """The picture of one line as the network wants it: 48 pixels high, three equal colours, -1 to 1."""
    height, width = picture.shape
    wide = int(min(max(round(width * _HEIGHT / height), 16), _WIDEST))
    shrunk = cv2.resize(picture, (wide, _HEIGHT), interpolation=cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_CUBIC)
    values = (np.asarray(shrunk, dtype=np.float32) / 127.5 - 1)[None, None]
    return np.repeat(values, 3, axis=1)


@lru_cache(maxsize=32)
def _model(letters: str) -> tuple[Session, np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    """The recogniser and the columns of its answer that these letters have, the blank first."""
    loaded = session(RECOGNISER)
    known = {character: column for column, character in enumerate(loaded.metadata["character"].split("\n"), start=1)}
    known[" "] = len(known) + 1
    return loaded, np.array([0, *(known.get(letter, 0) for letter in letters)], dtype=np.int64)
