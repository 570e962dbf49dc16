"""Finds the printed labels of known fields among the words of a page, in spite of what the reader made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TypeAlias

from digitize.backed import backed
from digitize.glosses import completes, gloss_of, wrapped
from digitize.language import english
from digitize.layout import Layout, Segment
from digitize.letterhead import without_letterhead
from digitize.phrases import Phrase, plain, recognised
from digitize.sections import in_sections
from records.fields import Field
from records.geometry import Box, bounding
from records.page import Word

LONGEST = 6
"""Words in the longest label looked for."""

GENERIC = frozenset(
    [
        "no",
        "number",
        "id",
        "key",
        "in",
        "out",
        "by",
        "at",
        "date",
        "name",
        "type",
        "other",
        "unit",
        "class",
        "total",
        "amount",
        "cost",
        "due",
        "start",
        "end",
        "done",
        "status",
        "reason",
        "action",
        "lead",
        "owner",
        "staff",
        "parts",
        "labor",
        "material",
        "equipment",
        "unit",
        "request",
        "service",
        "hours",
        "hrs",
    ]
)
"""Words too common to be taken for a label without a sign that they are one: a colon, or a place of their own."""


_FULL = 0.97
"""Likeness from which words name a field in full: their blanks may differ."""
_DOUBTED = 0.9
"""What the place takes from words that only other labels make one."""
_ASKED = "rush"
"""What is a label only where it is asked: "Rush?"; without a mark it is what stands beside "Priority"."""

FALSE_FRIENDS = frozenset({"contract", "contact"})
"""Words one letter from each other that are read right: likeness must not make one label of the other."""


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label on a page."""

    field: str
    text: str
    """As read."""
    box: Box
    line: int
    score: float
    """0 to 1: likeness of the words, less what the place takes away."""
    rank: int
    declared: bool
    tail: tuple[Word, ...]
    """The words that follow it in its segment: usually its value."""
    marked: bool
    """Ends in a colon or a number sign."""
    phrase: str = ""
    """The words of the vocabulary that it was recognised as."""


def find_labels(layout: Layout, fields: Mapping[str, Field]) -> tuple[Label, ...]:
    """The labels on a page, none overlapping another, in reading order."""
    grams = [gram for segment in layout.segments for gram in _grams(segment)]
    space = layout.space
    known = ((grams[row], phrase, like) for row, phrase, like in recognised([gram.text for gram in grams], fields))
    broken = _broken(layout, fields)
    told = {id(word) for gram, _, _ in broken for word in gram.segment.words}
    free = [each for each in known if not _stands_upright(each[0]) and told.isdisjoint(map(id, _words(each[0])))]
    seen = _in_one_tongue(free)
    found = [label for gram, phrase, like in seen if (label := _judge(gram, phrase, like, space)) is not None]
    found += [_label(*each, 1.0, marked=True) for each in broken]
    found = list(apart(_unprefixed(_without_titles(found, layout))))
    labels = _glossed(without_values(found, found, layout), layout)
    whole = ((gram, phrase, like) for gram, phrase, like in seen if gram.start == 0 and like >= _FULL)
    others = [_label(gram, phrase, like, _DOUBTED) for gram, phrase, like in whole]
    every = _composed(apart([*labels, *backed(labels, others, layout)]))
    asking = without_letterhead(every, layout, fields)
    own = [label for label in every if label not in asking]
    return tuple(sorted((*in_sections(asking, layout), *own), key=lambda k: (k.line, k.box.left)))


_WRITTEN = 1.2
"""Times the usual width of captions' letters from which words below one are what is written: these are larger."""


def without_values(found: Sequence[Label], known: Sequence[Label], layout: Layout) -> list[Label]:
    """The labels found, without what is written in a cell under its caption, a known one.

    "call Date: any" under "Phone" asks no date.
    """
    captions: dict[Box, Label] = {}
    for label in sorted(known, key=lambda label: -label.box.top):
        cell = layout.cell_at(*label.box.middle)
        if cell.closed and label.box.top - cell.box.top < layout.em and not label.tail:
            captions[cell.box] = label
    least = _WRITTEN * median(map(_letter, captions.values())) if captions else 0.0

    def is_written(label: Label) -> bool:
        caption = captions.get(layout.cell_at(*label.box.middle).box)
        return caption is not None and label.box.top > caption.box.bottom and _letter(label) >= least

    return [label for label in found if not is_written(label)]


def _broken(layout: Layout, fields: Mapping[str, Field]) -> list[_Seen]:
    """The labels that a box of their own breaks into two lines: together they name a field in full."""
    grams = [_Gram(plain(s.text), s, 0, len(s.words)) for s in wrapped(layout)]
    named = recognised([gram.text for gram in grams], fields)
    return [(grams[row], phrase, like) for row, phrase, like in named if like >= _FULL]


def _glossed(labels: Sequence[Label], layout: Layout) -> list[Label]:
    """The labels, with the second lines of those that have one; what the second line says is no label beside them."""
    pairs = [(label, gloss.box) for label in labels if (gloss := gloss_of(label.box, layout)) is not None]
    said = [
        k
        for k in labels
        for first, box in pairs
        if k is not first and (k.field == first.field or completes(k.text)) and box.overlap(k.box)
    ]
    kept = [label for label in labels if label not in said]
    wider = {
        first.box: first.box.union(box)
        for first, box in pairs
        if not any(k is not first and box.overlap(k.box) for k in kept)
    }
    return [replace(k, box=wider[k.box], marked=True) if k.box in wider else k for k in kept]


_SIDE, _LONG = 2.2, 5
"""Times its width that a word is high from which it runs up the page, and its letters: the box of a short one that
stands level is as high where it is loose, or cut off."""


def _stands_upright(gram: _Gram) -> bool:
    """Whether words run up or down a page: a part's title at its side, and no label."""
    return any(len(w.text) >= _LONG and w.box.height > _SIDE * w.box.width for w in _words(gram))


def _words(gram: _Gram) -> tuple[Word, ...]:
    return gram.segment.words[gram.start : gram.end]


_TITLE = 1.8
"""Times the usual width of labels' letters from which words that name a field are a page's title: "Trouble Report"."""
_SEVERAL = 4
"""Labels that tell what is usual."""


def _without_titles(labels: Sequence[Label], layout: Layout) -> list[Label]:
    """The labels, without unmarked words in much larger print, told by the width of its letters.

    Large words before a figure are a label all the same: "TOTAL AMOUNT   338.88".
    """
    usual = median(map(_letter, labels)) if len(labels) >= _SEVERAL else float("inf")
    return [k for k in labels if k.marked or k.declared or _letter(k) < _TITLE * usual or _before_figures(k, layout)]


def _before_figures(label: Label, layout: Layout) -> bool:
    """Whether the next word of a label's line has a figure."""
    behind = [w for s in layout.segments if s.line == label.line for w in s.words if w.box.left >= label.box.right]
    return bool(behind) and any(map(str.isdigit, min(behind, key=lambda word: word.box.left).text))


def _letter(label: Label) -> float:
    return label.box.width / len(label.text)


def _unprefixed(labels: Sequence[Label]) -> list[Label]:
    """The labels without those that are the first letters of a value: the "WO" of "WO 17-0434" below "Order No."."""
    named = {label.field for label in labels if label.marked or label.declared or len(label.phrase) > SHORT}
    return [k for k in labels if k.marked or k.declared or len(k.phrase) > SHORT or k.field not in named]


SHORT = 3
"""Letters of a label that may as well be a number's prefix."""
_ONE = 6
"""Times its height that a completing word may stand behind what it completes."""


def _composed(labels: Sequence[Label]) -> tuple[Label, ...]:
    """The labels, with a heading and the word that completes it made one, at the second's place."""
    made: list[Label] = []
    for label in labels:
        before = made[-1] if made else None
        completing = completes(label.text) and before is not None and _leads(before, label) and not before.tail
        if completing and before is not None and not before.marked and label.marked:
            made[-1] = replace(before, text=f"{before.text} {label.text}", box=label.box, tail=label.tail, marked=True)
        else:
            made.append(label)
    return tuple(made)


def _leads(before: Label, label: Label) -> bool:
    """Whether a label stands so near before another that both may be one."""
    return before.line == label.line and label.box.left - before.box.right < _ONE * label.box.height


@dataclass(frozen=True, slots=True)
class _Gram:
    text: str
    segment: Segment
    start: int
    end: int
    sided: bool = False
    """Whether the text is what stands on one side of a slash."""


_Seen: TypeAlias = tuple[_Gram, Phrase, float]
"""Words, what they may be, and their likeness."""
_SIDES = re.compile(r"\s*/\s*")
"""What parts a caption in two languages: "Date / Fecha"."""
_TONGUES = 3
"""Fields whose captions stand in two languages from which a form is in two."""


def _in_one_tongue(seen: Sequence[_Seen]) -> list[_Seen]:
    """What was recognised, without the sides of slashes, but for those in a form of two languages.

    There several captions have words of one field on one side and none of any on the other. "Name / Phone" is two.
    """
    sided: dict[tuple[int, int, int], set[str]] = {}
    for gram, phrase, like in seen:
        if gram.sided and like >= _FULL:
            sided.setdefault(_place_of(gram), set()).add(phrase.field)
    single = {place: min(fields) for place, fields in sided.items() if len(fields) == 1}
    used = single if len(set(single.values())) >= _TONGUES else {}
    return [each for each in seen if not each[0].sided or (_place_of(each[0]) in used and each[2] >= _FULL)]


def _place_of(gram: _Gram) -> tuple[int, int, int]:
    return id(gram.segment), gram.start, gram.end


def _sides(read: str) -> list[str]:
    """The sides of a slash beside which a word of no English stands, each of a word that begins with a capital.

    None of other text, nor with figures: "Fecha / Date" has the second one, "Start / End" neither.
    """
    sides = _SIDES.split(read.rstrip(": "))
    worded = all(side[:1].isupper() and len(side) >= _SHORTEST_SIDE and not re.search(r"\d", side) for side in sides)
    if len(sides) != 2 or not worded:
        return []
    return [plain(side) for side, other in (sides, reversed(sides)) if _is_foreign(other)]


def _is_foreign(side: str) -> bool:
    """Whether a caption's side has a word that English has not, or hardly."""
    words = re.findall(rf"[^\W\d_]{{{_SHORTEST_SIDE + 1},}}", side.casefold())
    return any(english().zipf.get(word, 0.0) < _COMMON for word in words)


_COMMON = 3.0
"""Frequency (Zipf) of the words of captions; "horas" has 2.7, and "fecha" none."""
_SHORTEST_SIDE = 3
"""Letters of a caption's side: "P/O" and "N/A" have no sides."""


_ASIDE = re.compile(
    r"(?<=\w)\s*(?:\([A-Za-z$%./ -]{1,14}\)?|[-–—,]?\s(?:circle|check|ring|mark|select)(?: only)? one)\s*:?$",
    re.IGNORECASE,
)
"""What stands behind a label in brackets, its unit or how to write it: "Time Spent (hrs)", "Date (mm/dd/yy)"; and
without brackets how to choose: "Urgency - circle one"."""


_ITEM = re.compile(r"^\(?\d{1,2}[a-z]?[.)]")
"""What a form counts its boxes with: "12. Telephone", "(3) Date"."""


_FIGURES = re.compile(r"[\d.,:/$-]*\d")
"""No label begins with a figure: "Labor Hrs: 3 Date Completed:" is one, its value and another."""


def _grams(segment: Segment) -> list[_Gram]:
    words = segment.words
    grams = []
    for start in (place for place, word in enumerate(words) if not _FIGURES.fullmatch(word.text)):
        longest = LONGEST * (1 + any("/" in word.text for word in words))
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            if end > start + 1 and words[end - 2].text.endswith((":", "：")):
                break  # what stands behind a colon is a value: "DATE: OCT" is no "date out"
            read = " ".join(word.text for word in words[start:end])
            text = plain(_ASIDE.sub("", read if start else _ITEM.sub("", read, count=1)))
            if any(character.isalpha() or character == "#" for character in text):
                grams.append(_Gram(text, segment, start, end))
                grams += [_Gram(side, segment, start, end, sided=True) for side in _sides(read)]
    return grams


def _judge(gram: _Gram, phrase: Phrase, likeness: float, space: float) -> Label | None:
    """The label, if the likeness and the place allow it to be one."""
    if not _alike(gram, phrase.text, likeness):
        return None
    words = gram.segment.words
    last = words[gram.end - 1].text
    counted = gram.start == 1 and _ITEM.fullmatch(words[0].text) is not None
    before = words[gram.start - 1] if gram.start and not counted else None
    after = words[gram.end] if gram.end < len(words) else None
    marked = last.endswith((":", "#", ";", "：", "N°", "Nº", "№")) or last.lower() in {"no.", "nr.", "no,"}
    alone = gram.end - gram.start == len(words) - counted
    starts = before is None or before.text.endswith((":", "|", "#"))
    joined = before is not None and not starts and _joined(before, words[gram.start], space) and not _valued(before)
    if joined and not (
        marked and _follows_value(words[: gram.start]) and likeness > 0.95 and phrase.text not in GENERIC
    ):
        return None
    if after is not None and not marked and _joined(words[gram.end - 1], after, space) and not _valued(after):
        return None
    place = _place(marked=marked, alone=alone, starts=starts)
    generic = phrase.text in GENERIC and not phrase.declared
    numbered = starts and after is not None and any(map(str.isdigit, after.text))
    tiny = len(phrase.text) <= 3 and not phrase.declared and not (marked or numbered)
    unasked = phrase.text == _ASKED and not (marked or last.endswith("?"))
    if place == 0.0 or tiny or unasked or (generic and not (marked or alone or numbered)):
        return None
    if not phrase.declared and not marked and not words[gram.start].text[:1].isupper() and not alone:
        return None
    return _label(gram, phrase, likeness, place * (0.9 if generic else 1.0), marked=marked)


def _label(gram: _Gram, phrase: Phrase, likeness: float, place: float, *, marked: bool = False) -> Label:
    words, tail = _words(gram), gram.segment.words[gram.end :]
    return Label(
        phrase.field,
        " ".join(word.text for word in words),
        bounding([word.box for word in words]),
        gram.segment.line,
        likeness * place,
        phrase.rank,
        phrase.declared,
        tail,
        marked,
        phrase.text,
    )


def _joined(word: Word, following: Word, space: float) -> bool:
    """Whether no more than a space parts two words, so that both belong to one label: "Account Executive"."""
    widest = max(0.75 * min(word.box.height, following.box.height), 1.5 * space)
    return following.box.left - word.box.right < widest


def _alike(gram: _Gram, phrase: str, likeness: float) -> bool:
    """Whether what was read can be the phrase misread: the shorter the phrase, the less may differ.

    "Hours Worked 5.5" is like "hours worked"; its figures are the value.
    """
    letters = len(phrase)
    least = 1.0 if letters <= 4 else 0.87 if letters <= 8 else 0.84
    valued = _FIGURES.fullmatch(gram.segment.words[gram.end - 1].text) and not any(map(str.isdigit, phrase))
    friends = any(word in FALSE_FRIENDS and word not in phrase for word in gram.text.split())
    return likeness >= least and not valued and not friends


def _follows_value(words: Sequence[Word]) -> bool:
    """Whether a label and a value stand before: text without gaps, "Location: 12 Elm St Telephone: 555-0123"."""
    return any(word.text.endswith(":") for word in words[:-1])


def _valued(word: Word) -> bool:
    """Whether a word can be a value beside a label: it has a digit, or stands for a tick."""
    return any(map(str.isdigit, word.text)) or not (any(map(str.isalpha, word.text)) or word.text in {"/", "&", "-"})


def _place(*, marked: bool, alone: bool, starts: bool) -> float:
    """How much a word's place speaks for its being a label: in running text it is none."""
    if starts:
        return 1.0 if marked or alone else 0.92
    return 0.9 if marked else 0.0


def apart(labels: Sequence[Label]) -> tuple[Label, ...]:
    """The best labels of which no two overlap; a longer one beats a shorter inside it."""
    kept: list[Label] = []
    for label in sorted(labels, key=_merit):
        if not any(label.line == other.line and label.box.overlap(other.box) > 0 for other in kept):
            kept.append(label)
    return tuple(_trimmed(label, kept) for label in sorted(kept, key=lambda k: (k.line, k.box.left)))


def _merit(label: Label) -> tuple[float, ...]:
    return (
        -label.declared,
        -(round(label.score, 2) ** 4) * len(label.phrase),
        label.rank,
        label.box.top,
        label.box.left,
        -len(label.text),  # with what stands behind it in brackets
    )


def _trimmed(label: Label, labels: Sequence[Label]) -> Label:
    """The label with its tail cut where the next label of the line begins."""
    following = [other.box.left for other in labels if other.line == label.line and other.box.left > label.box.left]
    limit = min(following, default=float("inf"))
    return replace(label, tail=tuple(word for word in label.tail if word.box.left < limit))
