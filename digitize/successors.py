"""Numbers that an order may have by those around it: the next ones, and the ones that begin as the records' do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from digitize.lexicon import Counts, stem_of

SURELY = 0.85
"""How much a number counts that was read surely: half of those that two engines read differently count 0.7 each."""
STEMMED = 4
"""Numbers read, the first of a place, that are given other beginnings."""


def next_numbers(numbers: Sequence[str]) -> list[str]:
    """The numbers up to three after the one before, and up to three before the one after."""
    found = []
    for number in numbers:
        digits = re.search(r"\d+$", number)
        for step in (-3, -2, -1, 1, 2, 3) if digits else ():
            counter = int(digits.group()) + step if digits else 0
            if digits and counter >= 0:
                found.append(f"{number[: digits.start()]}{counter:0{len(digits.group())}}")
    return found


def stemmed(read: Sequence[str], listed: Counts, binder: Counts) -> list[str]:
    """The numbers read, with beginnings as the digital records' numbers have them, or the binder's sure ones."""
    sure = Counter(stem_of(number) for number, count in binder.items() if count >= SURELY)
    stems = [stem for stem, count in (*listed.items(), *sure.items()) if stem and count > 1]
    found = []
    for number in read:
        own = stem_of(number)
        for stem, _, _ in process.extract(own, stems, scorer=fuzz.ratio, score_cutoff=40, limit=2):
            found += [made + number[len(own) :] for made in (stem, parted(stem, own)) if made]
    return found


_LETTERS_FIRST = re.compile(r"([^\W\d_]+)(\W*)(\d+)")


def parted(stem: str, like: str) -> str | None:
    """A beginning with the signs between its letters that another one has: a list says WS00 where the paper has WS-00.

    Where they have not as many letters, what stands between the letters and the same figures; None where these differ.
    """
    letters = [sign for sign in stem if sign.isalnum()]
    if len(letters) != sum(map(str.isalnum, like)):
        ours, theirs = _LETTERS_FIRST.fullmatch(stem), _LETTERS_FIRST.fullmatch(like)
        same = ours is not None and theirs is not None and ours[3] == theirs[3]
        return f"{ours[1]}{theirs[2]}{ours[3]}" if ours is not None and theirs is not None and same else None
    rest = iter(letters)
    return "".join(next(rest) if sign.isalnum() else sign for sign in like)
