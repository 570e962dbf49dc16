"""What the pages of a form have in common: their words, rules and check boxes, told by vote.

The picture of what most pages print shows a form's print, but thin sides of boxes and pale squares fade in it, and a
label may stand under handwriting on many pages: each is the form's where enough pages have it at one place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median

from rapidfuzz import fuzz

from digitize.layout import lines_of
from digitize.phrases import plain
from digitize.zones import Ink
from records.fields import FieldType
from records.geometry import Box
from records.page import PageText, Word
from records.values import parse_value

SURELY_PRINTED = 0.9
"""Confidence from which a word of the blank form is believed though its pages do not show it: ghosts are below 0.8."""
PRINTED_INK = 0.6
"""Share of a page's ink in a word's place from which the blank form shows the word too: print has 0.66 to 0.96 of it,
what many pages have in common 0.52 at most, for other pages have other ink there."""
SURELY_INK = 0.85
"""Share of that ink from which it is print whatever engines read there: hands may cover it on most pages."""
ON_MOST = 0.7
"""Share of the pages on which a word with less must be read."""
ON_HALF = 0.5
"""Share on which one must be read that stamps lie over elsewhere."""
FAINTEST = 0.05
"""Share of ink that a printed word has at least."""
_GAP = 0.7
"""Of its height, that parts a word from the next of its caption at most."""
_INSIDE = 0.3
"""Of its height, how far within a word a row of dots seems to begin at least."""
_CLEAR = 0.5
"""Of its height, how far behind a caption its blank begins."""
_FEET = 0.35
"""Of its height, how far below a word's box the rule is that was seen in its feet."""
_SURE = 5
"""Printed words that show how bold a page is."""
_SAME = 3
"""Pixels by which the ends of one word's boxes lie apart on pages that are laid on each other."""
_TOLD_APART, _UNLIKE = 3, 55.0
"""Letters of a word that is another one, and its likeness, 0 to 100, to the first: "Set" and "Thawed" come to 50 by
chance; what is misread surely keeps more."""
_BY_CHANCE = 4
"""Letters of a word that typed values, letters over letters, make by chance no more."""
_SHOWN = 0.85
"""Share of a word's print on a page below which another word there speaks against it alone: RUSH for NORMAL leaves 0.73
of it, a word that is stamped over print all."""
_RISE, _FALL = 0.4, 0.4
"""Of the height of an x, by which tall letters and figures rise above it, and tails reach below the line."""
_TALL, _TAILED = frozenset("bdfhiklt"), frozenset("gjpqy,;()")
_PAPER = 3
"""Pixels between a check box and its caption at least."""
_BESIDE = 25
"""Pixels by which a rule may lie elsewhere on another page of the form."""


def common_words(pages: Sequence[Sequence[Word]], blank: Sequence[Word]) -> tuple[Word, ...]:
    """The words that half of some pages have at the same place, with those that the blank form shows surely.

    A label may be run together with the writing on many of the pages, and stands alone on the blank; what is left of
    writing on the blank makes words that no page has: an "ar" of "leak at boom" and "not park".
    """
    kept = _recurring_words([*pages, blank], blank)
    for word in blank:
        told = _is_sure(word) and not _is_of_values(word, pages)
        told = told and (len(word.text) >= _BY_CHANCE or _is_anywhere(word, pages))
        if told and not any(_on_one_place(word, other) for other in kept):
            kept.append(word)
    return tuple(_before_values(word, pages) for line in lines_of(kept) for word in line)


def _is_anywhere(word: Word, pages: Sequence[Sequence[Word]]) -> bool:
    """Whether a page has a word, alone or run together with others."""
    return on_a_page(word, pages) or any(_has(other, word) for words in pages for other in words)


def _before_values(word: Word, pages: Sequence[Sequence[Word]]) -> Word:
    """A word up to where another one begins within its end on most pages.

    Figures that stand close behind a caption have strokes in common, and the blank form shows "Spent" with them.
    """
    begins = [start for page in pages if (start := _cut_off_at(word, page)) is not None]
    return replace(word, box=replace(word.box, right=median(begins))) if 2 * len(begins) > len(pages) else word


def _cut_off_at(word: Word, page: Sequence[Word]) -> float | None:
    """Where on a page another word begins within a word's end, and the page's own ends; None where none does so.

    What a hand writes over a caption's end cuts it off nowhere: the page has the caption whole.
    """
    there = [w for w in page if _is_level(w, word) and w.box.overlap(word.box) > 0]
    ends = [w.box.right for w in there if w.text.casefold() == word.text.casefold()]
    half = word.box.left + word.box.width / 2
    begins = [w.box.left for w in there if half < w.box.left < word.box.right - 1]
    return next((start for start in sorted(begins) if any(abs(end - start) <= _SAME for end in ends)), None)


def _is_sure(word: Word) -> bool:
    """Whether the blank form shows a word, of letters, beyond doubt."""
    return word.confidence >= SURELY_PRINTED and sum(map(str.isalpha, word.text)) >= 2


def shown_surely(word: Word, blank: Sequence[Word]) -> bool:
    """Whether the blank form shows a word in its place beyond doubt: engines run labels together on most pages."""
    return any(_is_sure(w) and w.text.casefold() == word.text.casefold() and _is_over(w, word) for w in blank)


def _recurring_words(pages: Sequence[Sequence[Word]], blank: Sequence[Word]) -> list[Word]:
    """The words that half of the pages have at one place, be they run together with others there.

    A third of them suffices where the blank form shows the word surely, for hands run into their labels; but not of one
    with a figure, for what numbers in one series share looks like one of them. A month before a figure is a part of the
    days that all sheets of a thin binder have.
    """
    found: dict[str, list[list[Word]]] = {}
    for words in pages:
        for word in words:
            homes = found.setdefault(word.text.casefold(), [])
            home = next((group for group in homes if _is_over(group[0], word)), None)
            if home is None:
                homes.append([word])
            else:
                home.append(word)
    groups = [(pages_with(group, pages), group) for homes in found.values() for group in homes]
    kept: list[Word] = []
    firm = {id(w) for w in blank if w.confidence >= SURELY_PRINTED and not any(map(str.isdigit, w.text))}
    often = [
        group for times, group in groups if (3 if any(id(word) in firm for word in group) else 2) * times >= len(pages)
    ]
    often = [group for group in often if not _is_of_values(group[0], pages)]
    for group in sorted(often, key=lambda group: (-len(group), group[0].box.top, group[0].box.left)):
        if not any(_on_one_place(group[0], word) for word in kept):
            kept.append(_usual(group, next((word for word in group if id(word) in firm), None)))
    return kept


def _is_of_values(word: Word, pages: Sequence[Sequence[Word]]) -> bool:
    """Whether a word that pages share is a part of what is written on each, though it says the same at one place."""
    return _begins_days(word, pages) or _ends_values(word, pages)


def _ends_values(word: Word, pages: Sequence[Sequence[Word]]) -> bool:
    """Whether a word of figures has other words close before it on most of the pages: 2021 behind "Apr 6," is a day's.

    A form's own figures stand by themselves or behind its own words.
    """
    if not word.text.isdigit():
        return False
    there = [(w, page) for page in pages for w in page if w.text == word.text and _is_over(w, word)]
    before = Counter(near.text.casefold() for w, page in there if (near := _before_it(w, page)) is not None)
    return len(before) > 1 and 2 * before.total() > len(there) and 2 * max(before.values()) <= before.total()


def _before_it(word: Word, page: Sequence[Word]) -> Word | None:
    """The word on a page that stands before one in its line, a typewriter's space off at most."""
    start, y, gap = word.box.left, word.box.middle[1], word.box.height
    near = (w for w in page if w.box.top < y < w.box.bottom and start - 1.5 * gap < w.box.right < start + 0.5 * gap)
    return max((w for w in near if w.box.left < start), key=lambda w: w.box.right, default=None)


def _begins_days(word: Word, pages: Sequence[Sequence[Word]]) -> bool:
    """Whether a word is a month's name that has a figure behind it on most of the pages that have it there."""
    if parse_value(FieldType.DATE, f"{word.text} 1, 2000").value is None:
        return False
    there = [(w, page) for page in pages for w in page if w.text.casefold() == word.text.casefold()]
    days = [_behind_it(w, page) for w, page in there if _is_over(w, word)]
    return bool(days) and 2 * sum(day is not None and any(map(str.isdigit, day.text)) for day in days) > len(days)


def _behind_it(word: Word, page: Sequence[Word]) -> Word | None:
    """The next word on a page in a word's line, as near as two words stand."""
    end, y, reach = word.box.right, word.box.middle[1], 2 * word.box.height
    near = (w for w in page if w.box.top < y < w.box.bottom and end - 0.5 * word.box.height < w.box.left < end + reach)
    return min(near, key=lambda w: w.box.left, default=None)


def _is_over(one: Word, other: Word) -> bool:
    """Whether most of the smaller of two words lies in the other: an engine may take a check box to its caption."""
    return one.box.overlap(other.box) > 0.5 * min(_area(one), _area(other))


def _on_one_place(one: Word, other: Word) -> bool:
    """Whether two words stand on the same ink."""
    shared = one.box.overlap(other.box)
    same = _is_level(one, other) or one.text.casefold() == other.text.casefold()
    return shared > 0.3 * min(_area(one), _area(other)) and same


def pages_with(group: Sequence[Word], pages: Sequence[Sequence[Word]]) -> int:
    """How many pages have a word of a group, alone or as a part of another: "STAKE" in "STAKE#:A1969"."""
    word = group[0]
    if len(word.text) < 2 and word.text.isalnum():
        return len(group)
    return max(len(group), sum(any(_has(other, word) for other in words) for words in pages))


def gainsaid(word: Word, pages: Sequence[Sequence[Word]], shows: Sequence[Callable[[Box], float]]) -> bool:
    """Whether pages surely have another word in the place of one, in letters as high: print is on all.

    One page alone must lack what the blank form shows there too: a stamp's word stands on the caption that it hides.

    Args:
        word: One that most pages have.
        pages: The words of each page.
        shows: The share of the blank form's print in a place that each page has.
    """
    against = [show for words, show in zip(pages, shows, strict=False) if any(_another(o, word) for o in words)]
    return len(against) > 1 or any(show(word.box) < _SHOWN for show in against)


def _another(other: Word, word: Word) -> bool:
    """Whether a sure word stands where another one does, and is nothing like it."""
    sure = other.confidence >= SURELY_PRINTED and sum(map(str.isalpha, other.text)) >= _TOLD_APART
    high = 0.7 < _x_height(other) / max(_x_height(word), 1.0) < 1.4
    there = sure and high and _is_level(word, other) and _is_over(word, other)
    return there and fuzz.partial_ratio(plain(other.text), plain(word.text)) < _UNLIKE


def _x_height(word: Word) -> float:
    """How high an x of a word's print is, by the letters that its box is around: "Replaced" is higher than "Set"."""
    letters = set(word.text)
    tall = any(letter in _TALL or letter.isupper() or letter.isdigit() for letter in letters)
    return word.box.height / (1 + _RISE * tall + _FALL * bool(letters & _TAILED))


def _is_level(one: Word, other: Word) -> bool:
    """Whether two words stand on one line: boxes of captions on two lines reach into each other."""
    return abs(one.box.middle[1] - other.box.middle[1]) < 0.5 * min(one.box.height, other.box.height)


def on_a_page(word: Word, pages: Sequence[Sequence[Word]]) -> bool:
    """Whether a page has a word that begins and ends where this one does, a letter misread maybe, or is the same."""
    over = (other for words in pages for other in words if _is_over(word, other))
    return any(
        plain(word.text) == plain(other.text)
        or (_as_wide(word.box, other.box) and fuzz.ratio(word.text.casefold(), other.text.casefold()) > _UNLIKE)
        for other in over
    )


def _has(word: Word, part: Word) -> bool:
    """Whether a word has another one's letters where that one stands, its own letters taken to be equally wide."""
    start = word.text.casefold().find(part.text.casefold())
    apart = start >= 0 and not _is_piece(word.text, start, start + len(part.text))
    if not apart or word.box.overlap(part.box) < 0.5 * _area(part):
        return False
    step = word.box.width / len(word.text)
    left, right = word.box.left + start * step, word.box.left + (start + len(part.text)) * step
    shared = min(right, part.box.right) - max(left, part.box.left)
    return shared > 0.4 * (max(right, part.box.right) - min(left, part.box.left))


def _is_piece(word: str, start: int, end: int) -> bool:
    """Whether letters are a piece of a word, "ar" of "park": print that is run together with writing keeps its ends."""
    before, after = word[:start][-1:], word[end : end + 1]
    return (before.isalpha() and word[start].islower()) or (after.islower() and word[end - 1].islower())


def _usual(group: Sequence[Word], shown: Word | None) -> Word:
    """The surest of some words that are one, as narrow and low as some of them: others reach into what is written.

    It is as wide as the blank form shows it surely, where a page has it so too: words of a line that holds writing are
    parted by guess. A label's box that is as high as the writing behind it would be print of another size than its
    first word's.
    """
    best = max(group, key=lambda word: word.confidence)
    narrow = sorted((word.box for word in group), key=lambda box: box.width)[len(group) // 4]
    if shown is not None and any(word is not shown and _as_wide(word.box, shown.box) for word in group):
        narrow = shown.box
    low = sorted((word.box for word in group), key=lambda box: box.height)[len(group) // 4]
    return replace(best, box=Box(narrow.left, low.top, narrow.right, low.bottom))


def _as_wide(one: Box, other: Box) -> bool:
    """Whether two boxes begin and end at the same places."""
    return abs(one.left - other.left) <= _SAME and abs(one.right - other.right) <= _SAME


def is_print(shown: float, inks: Sequence[float], share: float) -> bool:
    """Whether a word that a share of the pages have is printed, by its ink on the blank form and on the pages.

    What is typed on half of the pages of a few leaves most of its ink where other pages have other letters. A stamp
    adds its ink to print: of pages on half of which a word is read, those with the least ink there show what it has.

    Args:
        shown: The share of its place that is ink on the blank form.
        inks: The same on each page, where all pages are as bold as the blank form.
        share: Of the pages, those on which it is read.
    """
    usual, least = (shown / max(ink, FAINTEST) for ink in (median(inks), sorted(inks)[len(inks) // 4]))
    surely = usual > SURELY_INK or (least > SURELY_INK and share >= ON_HALF)
    return surely or (usual > PRINTED_INK and share >= ON_MOST)


def boldness(ink: Ink, shown: Ink, words: Sequence[Word]) -> float:
    """How many times as much ink a page has for what it surely prints as the blank form; 1 where that is too little.

    A scan in black and white has twice the ink of a pale one in grey.
    """
    known = [(ink(word.box), shown(word.box)) for word in words if _is_sure(word)]
    ratios = [own / blank for own, blank in known if blank > FAINTEST]
    return max(median(ratios), 1.0) if len(ratios) >= _SURE else 1.0


def common_boxes(pages: Sequence[PageText], blank: PageText) -> tuple[tuple[Box, float], ...]:
    """The check boxes of the blank form, and those that two of its pages have at one place: faint squares fade."""
    found = [box for box, _ in blank.checkboxes]
    seen = [box for page in pages for box, _ in page.checkboxes]
    for box in seen:
        same = [other for other in seen if other.overlap(box) > 0.5 * box.width * box.height]
        if len(same) > 1 and not any(known.overlap(box) > 0 for known in found):
            found.append(box)
    return tuple((box, 0.0) for box in sorted(found, key=lambda box: (box.top, box.left)))


def beside_boxes(words: Sequence[Word], squares: Sequence[tuple[Box, float]]) -> tuple[Word, ...]:
    """The words, those whose boxes reach over a check box cut to what is beside it: an engine takes both for a word.

    What lies in a square for the most part is no caption, and stays as it is.
    """
    return tuple(replace(word, box=_clear_of(word.box, [box for box, _ in squares])) for word in words)


def _clear_of(box: Box, squares: Sequence[Box]) -> Box:
    """A box without the squares at its ends."""
    for square in (each for each in squares if each.overlap(box) > 0):
        before, behind = square.left - box.left, box.right - square.right
        if max(before, behind) > square.width:
            end = {"right": square.left - _PAPER} if before > behind else {"left": square.right + _PAPER}
            box = replace(box, **end)
    return box


def common_rules(pages: Sequence[PageText], blank: Sequence[Box]) -> tuple[Box, ...]:
    """The rules of the blank form, and those that half of its pages have: thin sides of small boxes fade."""
    found = list(blank)
    for rule in (rule for page in pages for rule in page.rules):
        alike = [twin for page in pages if (twin := next((r for r in page.rules if _same_rule(r, rule)), None))]
        if 2 * len(alike) >= len(pages) and len(alike) > 1 and not any(_covers(known, rule) for known in found):
            found.append(rule)
    return tuple(found)


def beside_print(rules: Sequence[Box], words: Sequence[Word]) -> tuple[Box, ...]:
    """The rules, those that seem to begin within printed words begun behind them.

    A blank's row of dots goes on, for the eye of a scanner, in the feet of the letters of its caption.
    """
    return tuple(_behind(rule, words) for rule in rules)


def _behind(rule: Box, words: Sequence[Word]) -> Box:
    """A rule across, from where no printed word stands on its beginning."""
    if rule.width < rule.height:
        return rule
    height = rule.middle[1]
    feet = [(w.box, w.box.bottom + _FEET * w.box.height) for w in words]
    crossed = [box for box, foot in feet if box.middle[1] < height < foot and box.right < rule.right]
    left = rule.left
    if not any(box.left + _INSIDE * box.height < left < box.right for box in crossed):
        return rule  # it begins where a word does: a value that many sheets have in common
    for box in sorted(crossed, key=lambda box: box.left):
        left = box.right + _CLEAR * box.height if box.left - _GAP * box.height <= left < box.right else left
    return Box(min(left, rule.right), rule.top, rule.right, rule.bottom)


def _same_rule(one: Box, other: Box) -> bool:
    """Whether two rules are one, drawn on two pages: their ends lie within an eighth of an inch."""
    ends = zip(
        (one.left, one.top, one.right, one.bottom), (other.left, other.top, other.right, other.bottom), strict=True
    )
    return all(abs(end - twin) < _BESIDE for end, twin in ends)


def _covers(rule: Box, part: Box) -> bool:
    """Whether a rule runs along most of another in the same direction."""
    if (rule.width > rule.height) != (part.width > part.height):
        return False
    near = rule.grown(_BESIDE)
    shared = near.overlap(part) / max(part.width * part.height, 1.0)
    return shared > 0.5


def _area(word: Word) -> float:
    return max(word.box.width * word.box.height, 1.0)


def printed(word: Word, printed: Sequence[Word]) -> bool:
    """Whether a word is one of the form's, or a piece or a clump of them."""
    return sum(word.box.overlap(other.box) for other in printed) > 0.4 * _area(word)
