"""Boxes of a form that name no field of the catalogue, and what is printed in a box of its own name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from digitize.forms.learned import LearnedPart, LearnedZone
from digitize.forms.likely import looks_like
from digitize.labels import Label
from digitize.layout import Layout, lines_of, text_of
from digitize.phrases import plain, recognised
from digitize.settings import DigitizeSettings
from digitize.tables import Table, outside
from digitize.unnamed import unknown, unknown_labels
from digitize.zones import WRITTEN, Ink
from records.geometry import Box, bounding
from records.page import Word

_HIGH = 7.5
"""Times the usual height of words that a box of one value is high at most: small captions leave 6.1 for a plain one."""
_WORD, _WORDS = 3, 4
"""Letters of a label at least, and words at most."""
_SENTENCE = 4
"""Words in small letters behind a label, on its line, that the form prints as a sentence."""
_DARK = 0.5
"""Share of a box that is ink from which it is a bar with white letters, a part's title: in boxes 0.02 to 0.15 is."""
_ALIKE, _MOST = 0.3, 0.7
"""Share by which letters of the lines of one caption differ in width, and of the pages that must write below both."""
_BY_VALUES = 0.5
"""How sure it is that a box is a field whose values alone say so: a person looks at them."""


@dataclass(frozen=True, slots=True)
class Told:
    """A page that was read whole, laid into the form's frame."""

    layout: Layout
    """The form's words and rules with what is written on this page."""
    ink: Ink


def own_boxes(part: Layout, pages: Sequence[Told], taken: Sequence[Box]) -> list[LearnedZone]:
    """Boxes with printed words that name no field and end in no colon, in which something is written all the same."""
    found: dict[str, LearnedZone] = {}
    for segment in part.segments:
        cell = part.cell_at(*segment.box.middle)
        inside = inside_of(cell.box)
        alone = cell.closed and 1.5 * part.em < inside.height < _HIGH * part.em
        name = segment.text.rstrip(":# ")
        if not alone or sum(map(str.isalpha, name)) < 3 or any(box.overlap(inside) > 0 for box in taken):
            continue
        filled = _written_in(inside, part, pages) or (inside.width < 0.7 * part.width and _varies(inside, pages))
        dark = min(page.ink(inside) for page in pages) > _DARK
        if filled and not dark and segment.box.left - inside.left < 1.5 * part.em:
            found.setdefault(name, LearnedZone(name, inside, name, 0.7))
    return list(found.values())


def line_labels(part: Layout, labels: Sequence[Label], tables: Sequence[Table]) -> list[Label]:
    """Printed words before a blank line that name no field, with or without a colon: "Rush? ______"."""
    named = [label.box for label in (*labels, *unknown_labels(part, labels))]
    return [
        unknown(segment)
        for segment in part.segments
        if len(segment.words) <= _WORDS
        and sum(map(str.isalpha, segment.text)) >= _WORD
        and part.underline(segment.box) is not None
        and outside(tables, segment.box)
        and not any(segment.box.overlap(box) > 0 for box in named)
    ]


def next_boxes(part: Layout, pages: Sequence[Told], taken: Sequence[Box]) -> list[LearnedZone]:
    """Boxes without print of their own behind a box of printed words, in which pages write different things.

    So a form is laid out whose labels stand on a grey ground at the left; they end in no colon, and may name no field.
    """
    found: dict[str, LearnedZone] = {}
    for segment in part.segments:
        head = part.cell_at(*segment.box.middle)
        name = " ".join(word.text for word in part.words_in(head.box)).rstrip(":# ")
        cell = part.cell_at(head.box.right + part.em, segment.box.middle[1])
        inside = inside_of(cell.box)
        level = abs(cell.box.top - head.box.top) < part.em and abs(cell.box.bottom - head.box.bottom) < part.em
        if not (head.closed and cell.closed and level and part.em < inside.height < _HIGH * part.em):
            continue
        if sum(map(str.isalpha, name)) < _WORD or part.words_in(inside) or any(b.overlap(inside) > 0 for b in taken):
            continue
        if _differs(inside, pages):
            found.setdefault(name, LearnedZone(name, inside, name, 0.7))
    return list(found.values())


def _differs(box: Box, pages: Sequence[Told]) -> bool:
    """Whether pages have different words in a box: a signature has none, a code that all share is print."""
    return len({text for page in pages if (text := text_of(page.layout.words_in(box)))}) > 1


def told_apart(
    zone: LearnedZone, pages: Sequence[Told], zones: Sequence[LearnedZone], settings: DigitizeSettings
) -> LearnedZone:
    """A box whose words name no field as the one that its values look like, where the form has no other for that."""
    if zone.field in settings.fields:
        return zone
    looks = looks_like([text_of(page.layout.words_in(zone.box)) for page in pages])
    alike = [field.name for field in settings.fields.values() if field.type is looks]
    free = len(alike) == 1 and not any(other.field in alike for other in zones)
    return replace(zone, field=alike[0], certainty=_BY_VALUES) if free else zone


def _written_in(box: Box, part: Layout, pages: Sequence[Told]) -> bool:
    """Whether most pages have words in a box beside the printed ones: codes of one length have the same ink on all."""
    printed = len(part.words_in(box))
    return 2 * sum(len(page.layout.words_in(box)) > printed for page in pages) > len(pages)


def _varies(box: Box, pages: Sequence[Told]) -> bool:
    """Whether the ink in a box differs from page to page: what is printed is a part of it, and the same on all."""
    shares = sorted(page.ink(box) for page in pages)
    return shares[-1] > 1.3 * max(shares[0], WRITTEN)


def with_field(zone: LearnedZone, zones: Sequence[LearnedZone], settings: DigitizeSettings) -> LearnedZone:
    """A box of its own as the field that its words name: "Tel." is too short for a label but where it has a box."""
    exact = (phrase.field for _, phrase, like in recognised([plain(zone.label)], settings.fields) if like == 1.0)
    name = next(exact, zone.field)
    return zone if any(other.field == name for other in zones) else replace(zone, field=name)


def captions_within(blank: Layout, parts: Sequence[LearnedPart], pages: Sequence[Told]) -> Iterator[Box]:
    """The printed words inside a box of a form that the box has its name from, and what its caption says below them.

    The "of" of a value that all pages share is none of "Details of Problem", which stands over it in full.
    """
    for zone in (zone for part in parts for zone in (*part.zones, *part.extras) if zone.label):
        names = set(plain(zone.label).split())
        lines = lines_of(blank.words_in(zone.box))
        full = [line for line in lines if names <= {plain(word.text) for word in line}]
        own = full or [line for line in lines if _is_named(line, names)]
        for line in own:
            yield from (word.box for word in line if plain(word.text) in names or (full and not _has_figure(word)))
        for line in (line for line in lines if own and line not in own):
            if _goes_on(line, own[-1], lines, zone.box, pages):
                yield from (word.box for word in line)


def _has_figure(word: Word) -> bool:
    """Whether a word may be a part of a number that all pages have there: the "(412)" of a town behind "Phone:"."""
    return any(map(str.isdigit, word.text))


def _is_named(line: Sequence[Word], names: Set[str]) -> bool:
    """Whether most words of a line are those that a box has its name from."""
    return 2 * sum(plain(word.text) in names for word in line) > len(line)


def _goes_on(
    line: Sequence[Word], caption: Sequence[Word], printed: Sequence[Sequence[Word]], box: Box, pages: Sequence[Told]
) -> bool:
    """Whether a printed line in a box is more of its caption: in its size, and pages write below it, none beside it.

    So stand captions in a second language, and how to fill a box in. A value that all pages share has none below.
    """
    own, first = bounding([word.box for word in line]), bounding([word.box for word in caption])
    letters, firsts = _letter(line), _letter(caption)
    words = [word.box for each in printed for word in each]
    written = [[w for w in page.layout.words_in(box) if not _on_any(w.box, words)] for page in pages]
    below = [any(w.box.top > own.middle[1] for w in each) for each in written if each]
    beside = [any(w.box.top <= own.middle[1] and len(w.text) > 1 for w in each) for each in written if each]
    clear = [low and not level for low, level in zip(below, beside, strict=True)]
    alike = abs(letters - firsts) <= _ALIKE * firsts and own.top > first.middle[1]
    return alike and len(clear) > 1 and sum(clear) > _MOST * len(clear)


def _letter(line: Sequence[Word]) -> float:
    """How wide the letters of a line are: boxes of lines that stand close are of any height."""
    return sum(word.box.width for word in line) / sum(len(word.text) for word in line)


def _on_any(box: Box, others: Sequence[Box]) -> bool:
    return any(box.overlap(other) > 0.4 * box.width * box.height for other in others)


def heads_a_text(label: Label, blank: Layout) -> bool:
    """Whether the form prints a sentence behind a label, "INSTRUCTIONS: Submit one form for each location": no blank.

    What all pages of a few say there is a value; five words on one line with small letters, on the blank form, are not.
    """
    level = [w for w in blank.words if w.box.top < label.box.middle[1] < w.box.bottom]
    said, end = 0, label.box.right
    for word in sorted(level, key=lambda w: w.box.left):
        if word.box.left >= label.box.right - 2 and word.box.left - end < 1.5 * blank.em:
            end = word.box.right
            said += word.text[:1].islower()
    return said >= _SENTENCE


def holds_a_text(zone: LearnedZone, blank: Layout) -> bool:
    """Whether the form prints a sentence in a place, beside the words that it has its name from."""
    small = sum(word.text[:1].islower() for word in blank.words_in(zone.box))
    return small - sum(word[:1].islower() for word in zone.label.split()) >= _SENTENCE


def inside_of(box: Box) -> Box:
    """A box without its rules."""
    return Box(box.left + 3, box.top + 3, max(box.right - 3, box.left + 3), max(box.bottom - 3, box.top + 3))
