"""The room between words: engines lose it between two, and see some within one that is typed or written wide."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import accumulate

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from digitize.spelling import SUFFIXES, ends_well

_RUN_TOGETHER = re.compile(
    r"(?<=[^\W\d_]\.)(?=[A-Z][a-z]{2})|(?<=\b[A-Z]\.)(?=[A-Z]{3})|(?<=\d)(?=[NSEW]\.? ?[A-Z])"
    r"|(?<=\d)(?=[A-Z][a-z]{2}|[a-z]{4})|(?<=[a-z]{3})(?=\d)|(?<=\bat)(?=[NSEW]\b)"
)
"""Where a space is missing for certain: behind initials, house numbers, a crossing's at, before a machine's number."""
_ORDINARY = 3.5
"""Frequency (Zipf) of the words that a run is parted into; a shorter one is as common as "of" (5)."""
_JOINING = 5.3
"""That of the words that join others, "per", "and", "with": a run of words holds one, a long name does not."""
_COMMONEST = 7.7
"""That of "the"; a binder may say a word oftener."""
_APIECE = 9.0
"""What each word more costs: frequencies are logarithms of how often among 10⁹ words one is, so fewer are better."""
_LONGEST_WORD = 16
_LIKE = 80.0
"""How alike two engines' lines are, 0 to 100, that are one."""
_TORN = 3.0
"""How much better a word is known than the worse of the two that it is torn into, which a binder may say too."""


def name_spacing(name: str, usual: int) -> tuple[int, int, int]:
    """How well a name is parted into words, the best highest, where most names beside it have so many.

    "Ann Hollow ay" and "WIL MA HOBBS" have room within a word; "WILMAHOBBS" lacks some between two.
    """
    words = name.split()
    return -sum(word[:1].islower() for word in words), -abs(len(words) - usual), len(words)


def ended(address: str, often: Callable[[str], float]) -> str:
    """An address that ends in no word for a street, with the room before one that is run into a known name."""
    before, last = address[: address.rfind(" ") + 1], address.rpartition(" ")[2]
    plain = last.rstrip(".")
    if ends_well(address) or not plain.isalpha():
        return address
    cuts = (cut for cut in range(3, len(plain) - 1) if plain[cut:].casefold() in SUFFIXES and often(plain[:cut]))
    cut = next(cuts, None)
    if cut is None:
        return address
    return f"{before}{last[:cut]} {last[cut:] if last.isupper() else last[cut:].capitalize()}"


def with_way(address: str, often: Callable[[str], float]) -> str:
    """An address with the room between a direction and a known name, ECHESTNUT, and before its last word (`ended`)."""
    parted = re.sub(
        r"\b([NSEW])([A-Z]{4,})\b",
        lambda run: f"{run[1]} {run[2]}" if often(run[2]) > often(run[0]) else run[0],
        address,
    )
    return ended(parted, often)


def respaced(text: str, times: Callable[[str], float], common: Callable[[str], float] | None = None) -> str:
    """A text with the spaces that the recogniser lost, and without those that it put before full stops.

    They are missing between words that are known, after initials, and on either side of numbers.

    `times` says how often a word was seen: two that were seen as often as their sum are two that were run together. Of
    two ways to part them, that of the commoner words is taken; `common` says how common one is.
    """
    text = re.sub(r"(?<=\w) (?=[.,;](?:\s|$))", "", _RUN_TOGETHER.sub(" ", text))
    return " ".join(_parted(word, times, common) for word in text.split(" "))


def _parted(word: str, times: Callable[[str], float], common: Callable[[str], float] | None) -> str:
    """A word as two or more where both are known, or one is and the other begins with a capital."""
    bare = word.strip(".,")
    if len(bare) < 5 or not bare.isalpha():
        return word
    whole = times(bare)
    ways = [(bare[:place], bare[place:]) for place in range(2, len(bare) - 1)]
    two = [(one, other) for one, other in ways if _are_two(one, other, whole, times)]
    if not two:
        return word if whole or common is None else _in_words(word, bare, common)
    often = common or times
    one, _ = max(two, key=lambda pair: often(pair[0]) + often(pair[1]))
    cut = word.index(bare) + len(one)
    return f"{_parted(word[:cut], times, common)} {_parted(word[cut:], times, common)}"


def _in_words(word: str, bare: str, common: Callable[[str], float]) -> str:
    """An unknown word as the commonest known ones that it may be; as it is where it is none of them.

    The best parting of each beginning of the word is that of a shorter beginning with one word more.
    """
    best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())]
    for end in range(1, len(bare) + 1):
        ways = [
            (before[0] + min(common(bare[start:end]), _COMMONEST) - _APIECE, (*before[1], bare[start:end]))
            for start in range(max(0, end - _LONGEST_WORD), end - 1)
            if (before := best[start]) is not None and common(bare[start:end]) >= _ordinary(end - start)
        ]
        best.append(max(ways, default=None))
    found = best[-1]
    if found is None or len(found[1]) < 2 or max(map(common, found[1])) < _JOINING:
        return word
    return word.replace(bare, " ".join(found[1]), 1)


def _ordinary(letters: int) -> float:
    return _ORDINARY if letters > 3 else 5.0


def _are_two(one: str, other: str, whole: float, times: Callable[[str], float]) -> bool:
    capital = one[-1].islower() and other[0].isupper()
    both = min(times(one), times(other))
    known = both > 0 and both >= whole and len(other) > 2
    return known or (capital and not whole and bool(times(one) or times(other)))


def rejoined(text: str, weight: Callable[[str], float]) -> str:
    """A text without the room that print of a wide pitch has within words: `BOUL EVARD`, `L ANE`.

    Two words are one where that is better known than either part need be: "may be" are two known words.

    Args:
        text: What was read.
        weight: How well a word is known, from 0.
    """
    words = text.split(" ")
    for place in range(len(words) - 2, -1, -1):
        one, other = words[place], words[place + 1].rstrip(".,")
        apart = one.isalpha() and other.isalpha() and (other.islower() or text.isupper())
        if apart and weight(one + other) > _TORN * min(weight(one), weight(other)):
            words[place : place + 2] = [one + words[place + 1]]
    return " ".join(words)


def spaced_like(text: str, model: str) -> str:
    """A text without spaces, with spaces where a text much like it has them."""
    solid = model.replace(" ", "")
    if " " not in model or not solid:
        return text
    cuts = [match.start() - n for n, match in enumerate(re.finditer(" ", model))]
    moved: set[int] = set()
    for step in Levenshtein.opcodes(solid, text):
        for cut in cuts:
            if step.src_start < cut <= step.src_end:
                moved.add(min(step.dest_start + cut - step.src_start, step.dest_end))
    return "".join(f" {letter}" if place in moved and place else letter for place, letter in enumerate(text))


def spaces_in(text: str) -> tuple[int, ...]:
    """How many letters and figures stand before each space of a text, and in all of it."""
    solid = [sum(map(str.isalnum, word)) for word in text.split(" ")]
    return tuple(accumulate(solid))


def lines_parted_alike(texts: Mapping[str, str]) -> list[str]:
    """The recogniser's lines, parted into words as Tesseract's lines of the same letters are; none where they are so.

    Args:
        texts: What each engine read in a place, by its name.
    """
    lines = [" ".join(line.split()) for line in texts.get("ppocr", "").splitlines()]
    others = {"".join(line.split()): " ".join(line.split()) for line in texts.get("tesseract", "").splitlines()}
    solid = {line: "".join(line.split()) for line in lines}
    same = {
        line: process.extractOne(solid[line], list(others), scorer=fuzz.ratio, score_cutoff=_LIKE) for line in lines
    }
    parted = {line: spaced_like(solid[line], others[found[0]]) for line, found in same.items() if found}
    return [text for line, text in parted.items() if text != line]
