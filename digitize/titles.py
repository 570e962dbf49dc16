"""What a page is called: a form's title, a tab's month.

The largest words of a form's head are often not its title but who printed it: the city, the company, the bureau. A
title says what kind of paper it is (an order, a request, a log); a name says whose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from digitize.labels import Label
from digitize.layout import Layout, Segment, lines_of
from records.page import PageKind, Word

PAPERS = re.compile(
    r"\b(?:orders?|requests?|tickets?|requisitions?|invoices?|contracts?|agreements?|forms?|reports?|logs?|registers?"
    r"|sheets?|worksheets?|cards?|slips?|records?|statements?|applications?|permits?|notices?|complaints?|memos?"
    r"|memorandum|vouchers?|receipts?|estimates?|quotes?|quotations?|journals?|ledgers?|schedules?|certificates?"
    r"|amendments?|exhibits?|checklists?|inspections?|lists?|index|confirmation|proposals?|surveys?|questionnaires?"
    r"|summary|manifests?|authorizations?|claims?|transmittals?|letters?|affidavits?|declarations?|proof)\b",
    re.IGNORECASE,
)
"""Kinds of paper: the nouns of office forms."""
_OF = frozenset({"of", "this", "that", "each", "every", "any"})
"""Words before a kind of paper that speak of it and call nothing by it: "Date of report" names a day."""
_ARTICLES = frozenset({"the", "a", "an"})
_SELF = re.compile(rf"\bthis\s+((?:[A-Za-z-]+\s+){{0,2}}?{PAPERS.pattern})", re.IGNORECASE)
"""A paper that speaks of itself: "This amendment is filed", "signing this work order"."""
_ANY = frozenset({"form", "sheet", "list", "record", "card", "index", "schedule"})
"""What every form may call itself: it does not say which."""
_SPOKEN = 2
"""Times from which a paper speaks of itself, and not of another one in passing."""
_SHOWN = 2
"""Pages of a form that must show a title which its blank does not."""
ISSUER = re.compile(
    r"\b(?:(?:city|county|town|township|village|borough|state|commonwealth|university|port|parish|district)\s+of"
    r"|united states|u\.?\s?s\.?\s+(?=depart)|(?:department|dept\.?|division|bureau|office|board|commission|ministry)\b"
    r"|(?:inc|llc|ltd|corp|corporation|company|co|group|authority|agency|council|utilities)\.?$)",
    re.IGNORECASE,
)
"""Who printed it."""
_NUMBERED = re.compile(r"\b(?:sheet|page|form|card|slip|exhibit)s?\b\W*(?:no\b\W*)?[A-Z]{0,4}\W?\d", re.IGNORECASE)
"""Which sheet it is, or the number that its printer gave it: "Sheet 1", "Form OBD-68"."""
_DAY = re.compile(
    r"\W*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d{1,2}(?:st|nd|rd|th)?(?:\W+\d{4})?\W*",
    re.IGNORECASE,
)
"""A letter's day, which is no name: "March 14, 2019". A tab's "JUNE 2019" is."""
_QUESTION = re.compile(r"1[.)]\s?[A-Z][a-z]")
_FIRST = re.compile(r"1[.)]")
"""The number of the first of several questions or items, apart from its words."""
_LOUD = 0.45
"""Of the largest letters of the head: what is smaller is the form's small print ("Form 12, Rev. 3/19")."""
_USUAL = 0.85
"""Of the page's usual letters, from which words are no small print: the largest of the head may be a stamp's."""
_ALIKE = 0.8
"""Of the largest title's letters: what is so large is as large."""
_LONGEST = 10
"""Words of a title; a line of more is a sentence about the paper."""
_HEAD = 14
"""Words from which a page has a head at all; one with fewer is a tab, and all of it counts."""


def heading(layout: Layout, labels: Sequence[Label] = ()) -> str:
    """The words that name a page, at most 80 characters; empty where its head says nothing surely.

    The head is what stands above the form's first label, or beside it in letters like its own: handwriting in the form
    is larger than any title. Where nothing stands there it is the upper third. Of its words those that name a kind of
    paper come before those that name nobody, and those before an issuer's; of equals the largest, of titles the first.
    """
    if len(labels) == 1 and not labels[0].marked:  # it may be a word of a stamp, and tells no head from a form
        labels = ()
    third = min(layout.height / (3 if len(layout.words) > _HEAD else 1), _first_question(layout))
    named = [
        s
        for s in layout.segments
        if s.box.top < third
        and sum(map(str.isalpha, s.text)) >= 3
        and sure_words(s.words)
        and not _DAY.fullmatch(s.text)
        and not any(_answers(s, label) for label in labels)
    ]
    first = min(labels, key=lambda label: label.box.top, default=None)
    above = [s for s in named if first is not None and s.box.bottom <= first.box.top and ":" not in s.text]
    beside = [s for s in named if first is not None and _beside(s, first)]
    a_form = bool(labels) or len(layout.words) > _HEAD  # of a tab everything counts, and its month is the largest
    titles = [s for s in (*above, *beside, *_unlabelled(named, labels)) if a_form and is_title(s.text)]
    plain = [s for s in (above or beside or named) if not ISSUER.search(s.text)]
    head = above or beside or named
    least = min(_LOUD * _tallest(head), _USUAL * layout.em)
    best = _first_large([s for s in titles if _height(s.words) >= least]) or _largest(plain or head)
    return best.text[:80].strip(" :") if best else ""


def form_title(blank: Layout, pages: Sequence[Layout], labels: Sequence[Label] = ()) -> str:
    """What a form is called, by its print and by pages of it; as `heading`, empty where nothing says it surely.

    A title in pale or reversed print may be read on fewer pages than make it the form's. Where the blank's head has
    none, the one that two pages show is taken, for what is written above a form's labels differs from page to page;
    else what the form's own sentences call it; its largest words come last.
    """
    printed = heading(blank, labels)
    if is_title(printed):
        return printed
    shown = Counter(title for page in pages if is_title(title := heading(page, labels))).most_common(1)
    return shown[0][0] if shown and shown[0][1] >= _SHOWN else called_itself(blank) or printed


def called_itself(layout: Layout) -> str:
    """What a page's sentences call the paper that they stand on; empty where they call it nothing, or two things.

    Tells which form it is where its title cannot be read: under a stamp, or on a sheet that has none.
    """
    text = " ".join(word.text for line in lines_of(layout.words) for word in line)
    calls = (" ".join(found.group(1).lower().split()) for found in _SELF.finditer(text))
    times = Counter(name for name in calls if name not in _ANY).most_common(2)
    if not times or times[0][1] < _SPOKEN or (len(times) > 1 and times[1][1] == times[0][1]):
        return ""
    return times[0][0].title()


def _first_question(layout: Layout) -> float:
    """Where a form's numbered questions, or the items of a list, begin, which is below its head."""
    return min((s.box.top for s in layout.segments if _asks_first(s, layout)), default=float("inf"))


def _asks_first(segment: Segment, layout: Layout) -> bool:
    """Whether words are the first question, or its number with words behind it on its line."""
    if _QUESTION.match(segment.text):
        return True
    alone = _FIRST.fullmatch(segment.text) is not None
    return alone and any(s.line == segment.line and s.box.left > segment.box.right for s in layout.segments)


def is_title(text: str) -> bool:
    """Whether words name a kind of paper and nobody who printed it: "Street Work Order", not "Records Division"."""
    short = len(text.split()) <= _LONGEST
    numbered = re.search(r"[:$]|\d{3}", text) or _NUMBERED.search(text)
    sentence = (re.findall(r"[^\W\d_]{3,}", text) or [text])[0][:1].islower()
    return bool(short and not sentence and _calls(text) and not ISSUER.search(text) and not numbered)


def _calls(text: str) -> bool:
    """Whether words call something a kind of paper: "Chain of Custody Record" does, "Date of the report" does not."""
    before = ([word.lower() for word in text[: found.start()].split()] for found in PAPERS.finditer(text))
    plain = ([word for word in words if word not in _ARTICLES] for words in before)
    return any(not words or words[-1] not in _OF for words in plain)


def _unlabelled(segments: Sequence[Segment], labels: Sequence[Label]) -> list[Segment]:
    """The words that are no label, no value beside one, and stand above the second label: in the head all the same."""
    tops = sorted(label.box.top for label in labels)
    foot = tops[min(1, len(tops) - 1)] if tops else float("inf")
    return [
        s
        for s in segments
        if s.box.top <= foot and not any(label.box.overlap(s.box) > 0 or label.line == s.line for label in labels)
    ]


def _first_large(titles: Sequence[Segment]) -> Segment | None:
    """The topmost of the titles that are about as large as the largest: captions of boxes may be a pixel higher."""
    large = [s for s in titles if _height(s.words) >= _ALIKE * _tallest(titles)]
    return min(large, key=lambda segment: segment.box.top, default=None)


def _largest(segments: Sequence[Segment]) -> Segment | None:
    return max(segments, key=lambda segment: _height(segment.words), default=None)


def _tallest(segments: Sequence[Segment]) -> float:
    return max((_height(segment.words) for segment in segments), default=0.0)


def _beside(segment: Segment, label: Label) -> bool:
    """Whether words stand on a label's line and are no more than 1.6 times as high."""
    level = label.box.top < segment.box.middle[1] < label.box.bottom
    return level and segment.box.overlap(label.box) == 0 and segment.box.height < 1.6 * label.box.height


def _answers(segment: Segment, label: Label) -> bool:
    """Whether words stand behind a label's colon, and are no title."""
    return (
        label.marked and label.box.right < segment.box.left and _beside(segment, label) and not is_title(segment.text)
    )


def sure_words(words: Sequence[Word]) -> bool:
    """Whether words were read well enough to be believed."""
    return sum(word.confidence for word in words) / len(words) > 0.5


def _height(words: Sequence[Word]) -> float:
    heights = sorted(word.box.height for word in words if any(c.isalpha() for c in word.text))
    return heights[len(heights) // 2] if heights else 0.0


def form_name(kind: PageKind, title: str) -> str:
    """What the column `form` says of a form that nobody described: its title in small letters, joined by dashes."""
    if kind not in {PageKind.ORDER, PageKind.CONTINUATION, PageKind.LOG}:
        return ""
    return re.sub(r"[\W_]+", "-", title.lower()).strip("-")[:40].rstrip("-")
