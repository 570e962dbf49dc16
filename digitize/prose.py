"""Fields that a letter names in its sentences: who called, on which day, about which place, what it cost.

"Ann Lee called on 1/3/18 about 12 Elm St. It took 3 hours." A letter has no captions. What a value is shows by its own
shape and by the verb or the noun beside it. Only pages of running text are read so, for on a form the same words are
captions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, zip_longest
from types import MappingProxyType

from digitize.labels import Label
from digitize.layout import Layout, lines_of
from digitize.parse import CONFUSED
from digitize.spelling import SUFFIXES, VARIANTS
from records.geometry import Box, bounding
from records.page import Word

KIND = "prose"
"""How a place of a sentence lies from its label: within it."""
SAID = 0.97
"""How sure it is that a place is a field's whose verb stands beside it: "DATE:" over a letter is the letter's own."""
_JOINING = frozenset(
    ("the", "of", "on", "at", "by", "to", "for", "in", "and", "is", "was", "were", "are", "has", "been", "this", "that")
) | {"it", "your", "our", "with", "from", "a"}
"""Words that sentences are joined with."""
_RUNNING = 0.15
"""Share of a page's words that join others from which it is running text: a letter has 0.2 and more, a form 0.1."""
_STOP = 0.4
"""Of a letter's width, that of a stop or a comma with the paper before it."""
_AROUND = 5
"""Pixels around a value's words that are read with them: boxes of words end where the reader last saw ink."""
_LONG = 5
"""Words of a line of text at least."""
_LINES = 2
"""Such lines that a letter has at least."""
_FIELDS = 4
"""Fields that the sentences of an order's letter name at least: what a form prints for all to sign names fewer."""

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = (
    r"(?:\d{1,4} ?[/.-] ?\d ?\d? ?[/.-] ?\d{1,4}"
    rf"|{_MONTH} [\dIl|]{{1,2}}(?:st|nd|rd|th)?[,.]? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}})"
)
_NAME = (
    r"(?!(?:The|Our|This|Your|We|An?|It|He|She|They|On|At)\b)"
    r"(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z](?:[^\W\d_]|['-])*\.?(?: [A-Z]\.)?(?: [A-Zl](?:[^\W\d_]|['-])+){1,2}"
)
_WAY = "|".join(
    sorted({*map(re.escape, SUFFIXES), *(re.escape(v.casefold()) for v in VARIANTS)}, key=len, reverse=True)
)
_STREET = rf"(?:[A-Z0-9][\w'-]*\.? ){{1,4}}?(?i:{_WAY})\b"
_PLACE = rf"(?:\d{{1,5}}[A-Z]? {_STREET}|{_STREET}\.? (?:at|and|&|/) {_STREET})"
_AT, _SITE = r"(?:at|about|for|in|near|concerning|regarding)", r"[A-Z][\w'-]*(?:,? [\w&'-]+){0,4}"
"""A place without a street, "Bay 6": at a sentence's end or before the colon of what is wrong there."""
_AMOUNT = r"(?P<v>\d[\d,]*(?:\.\d\d)?)"
_HOURS = r"(?:[Il|]|\d+(?:\.[\dSOIl]+)?(?: ?[¼½¾]| \d/\d)?|[¼½¾]|\d/\d)"
_IN_HOURS = re.compile(r"h?ours?\b|hrs?\b")
_CODE = r"[A-Z0-9][\w/-]*\d[\w/-]*"
_TOLD = (
    r"(?:called|phoned|telephoned|wrote|reported|requested|asked|complained|contacted|notified|submitted|visited|"
    r"advised|informed|stated)"
)
_ENDED = (
    r"(?:completed|finished|done|performed|closed|repaired|fixed|resolved|carried out|made|handled|taken care of|"
    r"concluded|replaced|installed)"
)
_ASKING = r"(?:call|complaint|request|letter|report|inquiry)"
_STARTS = r"The|This|That|These|It|We|Our|Please|Thank|Thanks|Total|What|Action|Work|Repairs?|Charges?|Cost|Crew"
"""How sentences of letters begin; behind a small letter and before one, such a word begins one whose stop is lost."""
_END = rf"(?=[.;](?:\s|$|[A-Z])|$|(?<=[a-z]) (?:{_STARTS}) [a-z])"

_CUES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "requested_on": (
            rf"\b{_TOLD}.{{0,50}}?\bon (?P<v>{_DAY})",
            rf"\b[Oo]n (?P<v>{_DAY}),? .{{0,50}}?\b{_TOLD}\b",
            rf"\b{_ASKING}\b.{{0,40}}?\b(?:of|dated|from|on|received) (?P<v>{_DAY})",
            rf"\b(?:received|came in|was received)(?: .{{0,30}}?)? on (?P<v>{_DAY})",
            rf"\b{_TOLD}.{{0,50}}? (?P<v>{_DAY})",
        ),
        "completed_on": (
            rf"\b{_ENDED}\b.{{0,50}}?\bon (?P<v>{_DAY})",
            rf"\b[Oo]n (?P<v>{_DAY}),? .{{0,50}}?\b{_ENDED}\b",
            rf"\b{_ENDED}\b.{{0,50}}? (?P<v>{_DAY})",
        ),
        "requester_name": (
            rf"(?P<v>{_NAME})(?:,? of .{{1,40}}?,?)? (?:has )?{_TOLD}",
            rf"\b{_TOLD}(?: to us| in)? by (?P<v>{_NAME})",
            rf"\b{_ASKING}\b.{{0,40}}?\b(?:from|by|of) (?P<v>{_NAME})",
        ),
        "assigned_to": (
            rf"\b{_ENDED}\b.{{0,40}}?\bby (?P<v>{_NAME})",
            rf"\b(?:assigned|given|referred|dispatched|sent) to (?P<v>{_NAME})",
            rf"(?P<v>{_NAME}) (?:has )?(?:{_ENDED}|put in|spent|worked)\b",
        ),
        "location": (
            rf"\b(?:at|about|near|concerning|regarding|for|to|of|in front of|on) (?P<v>{_PLACE})",
            rf"\b(?:{_TOLD}|{_ASKING})\b.{{0,80}}? (?P<v>{_PLACE})",
            rf"\b(?:{_TOLD}|{_ASKING})\b.{{0,80}}? {_AT} (?P<v>{_SITE})(?=: |[.] [A-Z])",
        ),
        "requester_phone": (r"(?P<v>\(?\d{3}\)?[ .-]?\d{3}[ .-]\d{4})",),
        "labor_hours": (rf"(?P<v>{_HOURS}) (?:man[- ]?|labor |crew |work )?(?:h?ours?|hrs?)\b",),
        "total_cost": (
            rf"\b(?i:total|cost|costs|charge|charges|amount|bill|came to)\b.{{0,25}}?(?:[$] ?|\b[sS] ?){_AMOUNT}",
            rf"[$] ?{_AMOUNT}",
        ),
        "account": (
            rf"\b(?i:account|acct\.?|charged? to|budget code|fund)(?: (?i:no\.?|number|#|code))?:? (?P<v>{_CODE})",
        ),
        "order_number": (
            rf"\b(?i:work order|order|request|ticket|w\.?o\.?)(?: (?i:no\.?|number))? ?#? ?(?P<v>[$]?{_CODE})",
        ),
        "description": (
            rf"\b(?i:complaint|problem|trouble|request|concern|issue) (?:was|is|reads|states)(?: that)?:? "
            rf"(?P<v>.+?){_END}",
            rf"(?:{_ASKING}|{_TOLD})\b.{{0,80}}?(?:{_PLACE}\.?| {_AT} {_SITE}): (?P<v>.+?){_END}",
            rf"\b(?:reported|complained|stated|advised)(?: that| of| about|:) (?P<v>(?!{_PLACE}).+?){_END}",
        ),
        "work_performed": (
            r"\b(?i:action taken|work done|work performed|repairs? made|what was done)(?: was| is| were)?:? "
            rf"(?P<v>.+?){_END}",
            rf"\b(?:[Ww]e|(?:[Oo]ur|[Tt]he) crew|[Cc]rew) (?P<v>(?!{_ENDED} (?:the|this))[a-z]+ed .+?){_END}",
        ),
    }
)
"""What stands beside a field's value in a sentence, the surest first; `v` is the value."""


@dataclass(frozen=True, slots=True)
class Said:
    """A field's value in a sentence."""

    field: str
    boxes: tuple[Box, ...]
    """Where it stands, one for each line that it goes on in."""
    cue: Label
    """The words beside it, as its label."""


def is_letter(layout: Layout) -> bool:
    """Whether a page is running text: many of its words are such as join others, in lines of many words."""
    words = [word.text.casefold().strip(".,;:") for word in layout.words]
    if sum(word in _JOINING for word in words) < _RUNNING * len(words):
        return False
    return sum(map(_runs, lines_of(layout.words))) >= _LINES


def running_lines(layout: Layout) -> tuple[Box, ...]:
    """The lines of a letter that are parts of sentences, whose colons end no captions; none of other pages."""
    lines = lines_of(layout.words) if is_letter(layout) else []
    return tuple(bounding([word.box for word in line]) for line in lines if _runs(line))


def tells_order(layout: Layout, fields: Mapping[str, object]) -> bool:
    """Whether a page's fields stand in its sentences: where one is depends on how long those before it are."""
    return len(said_in(layout, fields)) >= _FIELDS


def _runs(line: Sequence[Word]) -> bool:
    """Whether a line is a part of a sentence."""
    said = [word.text.casefold().strip(".,;:") for word in line]
    return len(line) >= _LONG and sum(word in _JOINING for word in said) >= 2


def said_in(layout: Layout, fields: Mapping[str, object]) -> tuple[Said, ...]:
    """What the sentences of a letter say of the fields, each where it is said first; nothing on other pages."""
    if not is_letter(layout):
        return ()
    words = [word for line in lines_of(layout.words) for word in _beside(_said_words(line))]
    starts = [0, *accumulate(len(word.text) + 1 for word in words)]
    text = " ".join(_in_figures(word.text) for word in words)
    found = (_said(field, cues, text, words, starts) for field, cues in _CUES.items() if field in fields)
    return tuple(said for said in found if said is not None)


def _beside(line: Sequence[Word]) -> Iterator[Word]:
    """The words of a line, each ending where the next begins: a word hardly read may reach over two that are."""
    for word, after in zip_longest(line, line[1:]):
        over = after is not None and word.box.left < after.box.left < word.box.right
        yield replace(word, box=replace(word.box, right=after.box.left)) if over else word


def _said_words(line: Sequence[Word]) -> list[Word]:
    """The words of a line without strokes and specks, of which one before "hour" is a figure."""
    return [
        word
        for word, after in zip_longest(line, line[1:])
        if _is_said(word.text) or (word.text == "|" and after is not None and _IN_HOURS.match(after.text))
    ]


def _is_said(text: str) -> bool:
    """Whether a word is one, and no stroke or speck."""
    return any(map(str.isalnum, text)) or text in {"$", "&", "/", "."}


def _in_figures(text: str) -> str:
    """A word with the figures that a hand's letters stand for where most of it is figures: "O1/03/18"."""
    figures = sum(map(str.isdigit, text))
    return text.translate(CONFUSED) if 2 * figures > sum(map(str.isalnum, text)) else text


def _said(field: str, cues: Sequence[str], text: str, words: Sequence[Word], starts: Sequence[int]) -> Said | None:
    for match in (match for cue in cues for match in re.finditer(cue, text)):
        value = list(_within(match.span("v"), words, starts))
        beside = [w for w in _within(match.span(), words, starts) if w not in value] or value
        label = Label(field, match[0], bounding([w.box for w in beside]), 0, 1.0, 0, False, (), True)
        return Said(field, tuple(bounding([w.box for w in line]).grown(_AROUND) for line in lines_of(value)), label)
    return None


def _within(span: tuple[int, int], words: Sequence[Word], starts: Sequence[int]) -> Iterator[Word]:
    """The words of a stretch of the text; of one that ends beyond it, a full stop behind or a word run into it, a part.

    Args:
        span: Where the stretch begins and ends in the text.
        words: The words of the text.
        starts: Where each begins in it.
    """
    for word, start in zip(words, starts, strict=False):
        first, last = max(span[0] - start, 0), min(span[1] - start, len(word.text))
        if first < last:
            first = first if any(map(str.isalnum, word.text[:first])) else 0
            yield word if last - first == len(word.text) else _part(word, first, last)


def _part(word: Word, first: int, last: int) -> Word:
    """Some letters of a word, with half of the stop behind them: where it begins no one can tell."""
    widths = [_STOP if letter in ".,;:" else 1.0 for letter in word.text]
    left, right = (sum(widths[:place]) / sum(widths) for place in (first, last))
    right += 0.5 * widths[last] / sum(widths) if last < len(widths) and widths[last] == _STOP else 0.0
    box = Box(
        word.box.left + left * word.box.width, word.box.top, word.box.left + right * word.box.width, word.box.bottom
    )
    return replace(word, text=word.text[first:last], box=box)
