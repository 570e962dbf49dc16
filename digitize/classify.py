"""What kind of page it is, from its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import ocr
from digitize.labels import Label
from digitize.layout import Layout, Segment, lines_of
from digitize.parse import NUMBER_WORD, PAGE_OF
from digitize.separators import is_separator
from digitize.titles import sure_words
from records.geometry import Box
from records.page import Code, PageFacts, PageKind, Word

PAGE_ONLY = re.compile(rf"\b(?:page|pg)\b\.?{NUMBER_WORD}(\d{{1,3}})\b(?![/.-]\d)", re.IGNORECASE)
BARE_OF = re.compile(r"[(\[]?\s*(\d{1,2})\s*(?:of|0f)\s*(\d{1,2})\s*(?:pages|pgs|sheets)?\s*[)\]]?\.?", re.IGNORECASE)
"""Without the word "page": believed only where nothing else stands there, at the head or foot of the page."""
BARE_SLASH = re.compile(r"(\d)\s*/\s*(\d)")
"""As many digits as that: 3/19 alone at the foot is the form's month and year."""
DASHED = re.compile(r"[-–—~]\s*(\d{1,3})\s*[-–—~]")
_EDGE = 0.12
"""Of the page's height: what stands farther from its head and foot is no page number by itself."""
CONTINUED = re.compile(r"\b(?:continued|continuation|cont['’]?d)\b(?!\s+(?:on|next|over))", re.IGNORECASE)
INDEX = re.compile(r"\b(?:index|table of contents)\b", re.IGNORECASE)
CHARGED_OUT = re.compile(
    r"\b(?:charge[\s-]?out|charged\s+out|out[\s-](?:card|guide|slip)|checked\s+out|removed\s+from\s+file)\b",
    re.IGNORECASE,
)
OUT = re.compile(r"\W*OUT\W*")
"""Alone and large on a card that stands in the place of what was taken."""
FEW = 14
"""Words on a page that is a tab or a divider and not a form: the barest form seen has 30."""


def kind_of(
    layout: Layout,
    facts: PageFacts,
    labels: Sequence[Label],
    *,
    log: bool,
    lines: bool = False,
    codes: Sequence[Code] = (),
) -> PageKind:
    """The kind of a page that could be read, before its neighbours are looked at.

    `log` says that its rows are orders, `lines` that it holds lines of an order and nothing else.
    """
    if facts.blank or (not layout.words and facts.ink < 0.002):
        return PageKind.BLANK
    if ocr.MIRRORED in facts.warnings:
        return PageKind.ORPHAN  # its words say nothing, be they few and large as a tab's
    if _charged_out(layout):
        return PageKind.CHARGE_OUT
    if log:
        return PageKind.LOG
    distinct = {label.field for label in labels}
    found = _furniture(layout, distinct, codes) or _sheet(layout, distinct)
    return (
        PageKind.CONTINUATION if lines and found in {PageKind.ORDER, PageKind.ORPHAN} and len(distinct) < 2 else found
    )


def nothing_else(layout: Layout, tables: Sequence[Box]) -> bool:
    """Whether a page holds lines of an order and hardly a word beside them: with no head it is no first sheet."""
    outside = [word for word in layout.words if not any(_held(table, word.box, layout.em) for table in tables)]
    return len(outside) <= FEW and not any(word.box.height > 1.6 * layout.em for word in outside)


def _held(table: Box, word: Box, em: float) -> bool:
    """Whether a word stands in a table, its header included, or right under it: its total."""
    x, y = word.middle
    return table.left - em <= x <= table.right + em and table.top - 2 * em <= y <= table.bottom + 3 * em


def _charged_out(layout: Layout) -> bool:
    """Whether the head says that what belongs here was taken out; work that "checked out" stands in running text."""
    head = [s for s in layout.segments if s.box.top < layout.height / 3 and len(s.words) <= 5]
    return any(
        (OUT.fullmatch(s.text) and s.box.height > 1.8 * layout.em)
        or (CHARGED_OUT.search(s.text) and s.box.height > 1.2 * layout.em)
        for s in head
    )


def _furniture(layout: Layout, distinct: set[str], codes: Sequence[Code]) -> PageKind | None:
    """A separator or a tab: few words and none of a form's."""
    if is_separator(layout, codes, FEW):
        return PageKind.SEPARATOR
    if len(layout.words) <= FEW and len(distinct) < 2 and "order_number" not in distinct:
        return PageKind.TAB if _big(layout) and not _asks(layout) else PageKind.ORPHAN
    return None


def _sheet(layout: Layout, distinct: set[str]) -> PageKind:
    """A sheet of an order, an index, or something that is neither."""
    number, _ = printed_page(layout)
    if (number or 1) > 1 or _says_continued(layout):
        return PageKind.CONTINUATION
    if len(distinct) >= 2 or "order_number" in distinct:
        return PageKind.ORDER
    return PageKind.INDEX if INDEX.search(" ".join(word.text for word in layout.words)) else PageKind.ORPHAN


def _asks(layout: Layout) -> bool:
    """Whether a page has the labels of a form, each with a value behind it, though none is known."""
    return sum(bool(_ASKED.match(_said(line))) for line in lines_of(layout.words)) >= _FORM


_ASKED = re.compile(r"[^\W\d][^:]{1,30}:\s*\S")
"""A line that asks and is answered: "Breed: Beagle"."""
_FORM = 3
"""Such lines that make a form: a divider may say its department and its year."""


def _big(layout: Layout) -> bool:
    """Whether its sure words are few and large, as on a tab divider."""
    sure = [word for word in layout.words if word.confidence > 0.5 and any(c.isalnum() for c in word.text)]
    return bool(sure) and (max(word.box.height for word in sure) > 34 or len(sure) <= 6)


def printed_page(layout: Layout) -> tuple[int | None, int | None]:
    """Find x and y of the printed "page x of y"; None where it is not there."""
    lines = lines_of(layout.words)
    for line in lines:
        found = PAGE_OF.search(_said(line))
        pair = _pair(found.groups()) if found else None
        if pair:
            return pair
    for line in lines:
        found = PAGE_ONLY.search(_said(line))
        if found and len(line) <= 6:
            return int(found.group(1)), None
    return _bare_page(layout, lines)


def _bare_page(layout: Layout, lines: Sequence[Sequence[Word]]) -> tuple[int | None, int | None]:
    """A page number without the word: "2 of 3" by itself at an edge, in a line or in a corner of one.

    "2/3" and "- 2 -" stand alone there.

    A date, a fraction and "1 of 12 samples" have words around them or stand in the middle of the page. Of a few words,
    what was written by hand on a known form, none tells what it is.
    """
    if len(layout.words) <= FEW:
        return None, None
    outer = [line for line in (lines[0], lines[-1]) if _at_an_edge(line, layout)] if lines else []
    for segment in layout.segments:
        inside = any(word in line for line in outer for word in segment.words) or _is_apart(segment, layout)
        found = BARE_OF.fullmatch(segment.text.strip()) if inside else None
        pair = _pair(found.groups()) if found else None
        if pair:
            return pair
    for line in outer:
        alone = BARE_SLASH.fullmatch(_said(line))
        pair = _pair(alone.groups()) if alone else None
        if pair and pair[1] > 1:  # 1/1 is New Year's Day as well
            return pair
        dashed = DASHED.fullmatch(_said(line))
        if dashed and int(dashed.group(1)) >= 1:
            return int(dashed.group(1)), None
    return None, None


def _said(line: Sequence[Word]) -> str:
    return " ".join(word.text for word in line)


def _pair(parts: Sequence[str]) -> tuple[int, int] | None:
    """The page and the total, where the page is one of so many."""
    number, total = (int(_digits(part)) for part in parts)
    return (number, total) if 1 <= number <= total else None


def _at_an_edge(line: Sequence[Word], layout: Layout) -> bool:
    top, bottom = min(word.box.top for word in line), max(word.box.bottom for word in line)
    return bottom < _EDGE * layout.height or top > (1 - _EDGE) * layout.height


def is_bare_number(segment: Segment, layout: Layout) -> bool:
    """Whether words are "2 of 3", by themselves at the head or the foot of a page."""
    return BARE_OF.fullmatch(segment.text.strip()) is not None and _is_apart(segment, layout)


def pair_in(text: str) -> tuple[int, int] | None:
    """The x and y of "2 of 3" in a place where a page's number stands; None where it is not there."""
    found = BARE_OF.search(text)
    return _pair(found.groups()) if found else None


def _is_apart(segment: Segment, layout: Layout) -> bool:
    """Whether words stand by themselves at the head or the foot of a page, and in no box: it would be a field's."""
    return _at_an_edge(segment.words, layout) and not layout.cell_at(*segment.box.middle).closed


def _digits(text: str) -> str:
    return text.translate(str.maketrans("OIlo", "0110"))


def _says_continued(layout: Layout) -> bool:
    """CONTINUED in the upper third, or the lower-case word beside a number there; at the foot it points onward."""
    upper = [word for word in layout.words if word.box.top < layout.height / 3]
    return bool(CONTINUED.search(" ".join(word.text for line in lines_of(upper) for word in line)))


QUESTION = re.compile(r"(\d{1,2})[.)](?!\d)")
"""What a form's numbered questions begin with."""


def questions(layout: Layout) -> tuple[int, int] | None:
    """The first and the last of a page's numbered questions: the longest run of numbers that begin words side by side.

    None where no two follow each other. One number in a row may be misread; more break the run.
    """
    found = sorted({int(match.group(1)) for s in layout.segments if (match := QUESTION.match(s.text))})
    runs: list[tuple[int, int]] = []
    for number in found:
        if runs and number <= runs[-1][1] + 2:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    best = max(runs, key=lambda run: run[1] - run[0], default=None)
    return best if best and best[1] > best[0] else None


DEPARTMENT = re.compile(
    r"\b((?:department|dept\.?|division|bureau|office)\s+of\s+[A-Z][\w&,' ]{2,40}"
    r"|[A-Z][\w&' ]{2,40}?\s+(?:department|dept|division|bureau))\b",
    re.IGNORECASE,
)

_NAME = 12
"""Words of a line of a letterhead; what is longer is running text."""


def department_of(layout: Layout) -> str:
    """The department that the page's head names, empty where it names none."""
    for segment in layout.segments:
        found = DEPARTMENT.search(PAGE_OF.sub("", segment.text)) if segment.box.top < layout.height / 3 else None
        named = found and found.group(1)[0].isupper() and len(segment.words) <= _NAME  # else a sentence speaks of it
        if found and named and sure_words(segment.words):
            return " ".join(found.group(1).split()).strip(" ,")
    return ""
