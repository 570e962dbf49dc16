"""Whether a written page shows the letters that its file says it does.

What the text of a PDF says comes from a table in each font (ToUnicode: ISO 32000-2, 9.10.3) that nothing ties to what
the font draws. So a few words, chosen to show as many of the fonts' digits and letters as they can, are read from the
drawing. Of 3,842 words on real pages that show what they say, none was surely read as another: only those that others
lie over, or that are cut off by their cell, were not read as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import TypeAlias

import numpy as np

from ocr.arrays import Grey
from ocr.engines import ctc, ppocr
from ocr.engines.alphabets import LATIN
from ocr.engines.mosaic import cut_out
from ocr.picture import Scan
from ocr.settings import ReadSettings
from ocr.textlayer import is_crossed, middles
from records.page import Word

_LETTERS = 100
"""Letters in the words that are read of a page, about 0.8 ms each."""
_FURTHER = 6
"""Further words with a doubted letter that are read before a page is called a lie."""
_LOOKED_AT = 2_000
"""Words from which those to be read are chosen."""
_DIGIT = 3
"""A digit counts for so many letters: amounts, days and numbers are what a lie would be about."""
_LONGEST = 40
"""Letters of a word that is read: longer ones take long to compare."""
_SURE = 0.9
"""The recogniser's likelihood of its least sure letter, below which a word that it reads says nothing."""
_UNLIKELY = 8.0
"""Nats by which the word that the file says falls short of the one that is read."""
_MARGIN = 3.0
"""Pixels of paper around a word."""
_ALIKE = str.maketrans("0ıi1", "olll")
"""Signs that look alike in many a face, as one."""
_KNOWN = frozenset(LATIN)

_Glyph: TypeAlias = tuple[str, str]
"""A font and a letter or digit that it says it has drawn."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """A word that the file says is there."""

    word: Word
    font: str

    @property
    def letters(self) -> str:
        """Its letters and digits, those that look alike as one."""
        return _folded(self.word.text)

    @property
    def glyphs(self) -> frozenset[_Glyph]:
        """What it shows of its font."""
        return frozenset((self.font, letter) for letter in self.letters)


def belied(scan: Scan, settings: ReadSettings) -> bool:
    """Whether the drawing of a written page contradicts the words that its file has for it; 0.1 s.

    Never without the recogniser: its word is what the file's is held against.
    """
    if "ppocr" not in settings.engines:
        return False
    claims = _claims(scan)
    among = middles(scan.words)
    read = [claim for claim in _telling(claims) if not is_crossed(claim.word, among)]
    against = [glyphs for claim in read if (glyphs := _contradicted(claim, scan.grey))]
    if len(against) != 1:
        return bool(against)
    like = (claim for claim in claims if claim.glyphs & against[0] and claim not in read)
    further = list(islice((claim for claim in like if not is_crossed(claim.word, among)), _FURTHER))
    return not further or any(_contradicted(claim, scan.grey) for claim in further)


def _claims(scan: Scan) -> list[_Claim]:
    """The words that can be read from the drawing, each once: of two letters at least, all of them known ones."""
    found = {
        (word.text, font): _Claim(word, font)
        for word, font in zip(scan.words[:_LOOKED_AT], scan.fonts[:_LOOKED_AT], strict=True)
        if len(word.text) <= _LONGEST and sum(map(str.isalnum, word.text)) > 1 and _KNOWN.issuperset(word.text)
    }
    return list(found.values())


def _telling(claims: Sequence[_Claim]) -> Iterator[_Claim]:
    """Words that show much of their fonts: again and again the one with the most, for its length, still to be shown.

    Digits are to be shown twice: two signs that are drawn may both be said to be one.
    """
    shown: Counter[_Glyph] = Counter()
    letters = _LETTERS
    left = [(claim, claim.glyphs) for claim in claims]
    while letters > 0 and left:
        worth = [
            sum(_worth(glyph[1], shown[glyph]) for glyph in glyphs) / (len(claim.word.text) + 2)
            for claim, glyphs in left
        ]
        best = int(np.argmax(worth))
        if not worth[best]:
            return
        claim, glyphs = left.pop(best)
        shown.update(glyphs)
        letters -= len(claim.word.text)
        yield claim


def _worth(letter: str, times: int) -> int:
    """What it is worth to see a letter that was shown so many times."""
    if letter.isdigit() or letter in "ol":  # as which 0 and 1 are counted
        return (_DIGIT, 1, 0)[min(times, 2)]
    return int(times == 0)


def _contradicted(claim: _Claim, page: Grey) -> frozenset[_Glyph]:
    """What a word says of its font and the drawing surely contradicts; nothing where it cannot be told."""
    piece, _, _ = cut_out(page, claim.word.box.grown(_MARGIN))
    if min(piece.shape) < 8:
        return frozenset()
    line = ppocr.recognised(piece, LATIN)
    path = ctc.best_path(line.probabilities, line.letters)
    text = "".join(glyph.text for glyph in path)
    said, seen = claim.letters, _folded(text)
    sure = min((glyph.confidence for glyph in path if glyph.text.isalnum()), default=0.0)
    if sure < _SURE or said in seen or seen in said:  # the last two: cut off by its cell, or with a neighbour
        return frozenset()
    as_said, as_seen = ctc.log_likelihoods(line.probabilities, line.letters, [claim.word.text, text])
    if as_seen - as_said < _UNLIKELY:
        return frozenset()
    return frozenset((claim.font, letter) for letter in _exchanged(said, seen))


def _exchanged(said: str, seen: str) -> str:
    """The letters of a word that are seen as others; where more are seen than it has, those beside the place."""
    steps = SequenceMatcher(None, said, seen, autojunk=False).get_opcodes()
    changed = ((first, last) for step, first, last, _, _ in steps if step != "equal")
    return "".join(said[first:last] or said[max(first - 1, 0) : first + 1] for first, last in changed)


def _folded(text: str) -> str:
    """The letters and digits of a text, without the difference of capitals and of signs that look alike."""
    return "".join(filter(str.isalnum, text.casefold().replace("|", "l"))).translate(_ALIKE)
