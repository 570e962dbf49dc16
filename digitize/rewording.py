"""Ways to put known words in the place of those that were read, as far as they look alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

import ocr
from digitize.language import Language
from digitize.lore import Known
from digitize.page import Inked
from digitize.spelling import STREETS, address_words, bare, crossings, ends_well, person_forms, uncapped, usual_sign
from records.fields import Field, FieldType

WORDS, SHORT_WORDS = 4, 8
"""Known words that are proposed for a word; more for one of three letters, which is like many: `GAL` read as `Jad`."""
_LIKE = 45
"""Likeness, 0 to 100, from which a known word is proposed for a longer one."""
PHRASES = 8
"""Known values that are proposed for a value of words."""
COMBINED = 40
"""Ways to put known words together that are scored."""
_SHORT = 3
"""Letters of a short word."""
ENDS = 6
"""Words of streets that are tried at the end of an address."""
_HOPELESS = 14.0
"""Nats below the best from which a word is not tried together with others."""
_KNOWN = 4.0
"""Nats that a word which the lists have is ahead of others when ways to put words together are chosen."""


def phrases(kind: Field, bases: Sequence[str], place: Inked, known: Known) -> list[str]:
    """Values that are known and look like what was read, and what was read with its words made known ones."""
    values = [*known.binder.values_of(known.name), *known.records.values_of(known.name)]
    if kind.type is FieldType.NAME:
        values = [form for value in values for form in person_forms(value)]
    values = uncapped(values, "".join(bases[:1]))
    solid = {value: bare(value) for value in values}
    near = [
        value
        for base in bases[:2]
        for _, _, value in process.extract(bare(base), solid, scorer=fuzz.ratio, score_cutoff=55, limit=PHRASES)
    ]
    address = kind.type is FieldType.ADDRESS
    lexicons = (known.records, known.binder)
    listed, own = (uncapped([*lexicon.words_of(known.name)], "".join(bases[:1])) for lexicon in lexicons)
    if address:
        listed, own = [*address_words(listed), *(word.capitalize() for word in STREETS)], address_words(own)
    folded = {word: word.casefold() for word in listed}, {word: word.casefold() for word in own}
    ends = _ends(known) if address and not all(map(ends_well, bases[:2])) else []
    reworded = [text for base in bases[:2] for text in _reworded(base, folded, place, known.language, ends)]
    read = [base for base in (*bases[:2], *reworded) if crossings(base)] if address else []
    sign = usual_sign(known.binder.values_of(known.name)) if read else ""
    crossed = [text for base in read for text in crossings(base, sign)]
    named = _with_initials([*near, *reworded], known) if kind.type is FieldType.NAME else []
    return [*near, *reworded, *crossed, *named]


_INITIAL = re.compile(r"^(?P<first>[A-Z])\.? (?P<last>[A-Z][\w'-]+)$|^(?P<name>[A-Z][\w'-]+), (?P<initial>[A-Z])\.?$")
"""A person in a list that has initials only: "R. Griggs", "Griggs, R."."""
_PERSON = re.compile(r"^(?P<first>[A-Z][a-z'-]+) (?P<last>[A-Z][\w'-]+)$")


def _with_initials(names: Sequence[str], known: Known) -> list[str]:
    """Names with the initial that the list has for that last name: "Ramon Griggs" for Camon, where it is R. Griggs."""
    found = (_INITIAL.match(value) for value in known.records.values_of(known.name))
    initials = {(m["last"] or m["name"]): (m["first"] or m["initial"]) for m in found if m}
    people = (_PERSON.match(name) for name in names)
    return list(
        dict.fromkeys(
            f"{initials[m['last']]}{m['first'][1:]} {m['last']}" for m in people if m and m["last"] in initials
        )
    )


def _ends(known: Known) -> list[str]:
    """The words that most of the field's addresses end in, the commonest first, as they are written."""
    ends = Counter(
        value.split(" ")[-1]
        for lexicon in (known.binder, known.records)
        for value in lexicon.values_of(known.name)
        if value and ends_well(value)
    )
    return address_words([word for word, _ in ends.most_common(ENDS)])


def _reworded(
    base: str,
    vocabulary: tuple[Mapping[str, str], Mapping[str, str]],
    place: Inked,
    language: Language | None,
    ends: Sequence[str],
) -> list[str]:
    """What was read, with words exchanged for known ones that look alike, as far as the ink may say so.

    Words of the lists, the first of the two vocabularies, come before those of the binder alone, which teaches its
    own misreadings. What an address ends in is one of few words, be it never so unlike: "Berd." is a boulevard's.
    """
    words, (listed, own) = base.split(" "), vocabulary
    firm = [_alike(word, listed) for word in words]
    if not ends_well(base):
        firm[-1] += [end for end in ends if end not in firm[-1]]
    choices = [
        list(dict.fromkeys([word, *known, *_alike(word, own), *_spelled(word, language)]))
        for word, known in zip(words, firm, strict=True)
    ]
    singles = [(n, other) for n, others in enumerate(choices) for other in others[1:]]
    texts = [base, *(" ".join([*words[:n], other, *words[n + 1 :]]) for n, other in singles)]
    scores = ocr.score(place.trace, texts)
    kept: list[list[tuple[float, str]]] = [[(_KNOWN * _is_known(word, listed), word)] for word in words]
    for (n, other), score in zip(singles, scores[1:], strict=True):
        if score > max(scores) - _HOPELESS:
            kept[n].append((score - scores[0] + _KNOWN * (other in firm[n]), other))
    return combined(kept)


def _is_known(word: str, listed: Mapping[str, str]) -> bool:
    """Whether the lists have a word, or it is none: a house's number."""
    return word in listed or not any(map(str.isalpha, word))


def combined(choices: Sequence[Sequence[tuple[float, str]]]) -> list[str]:
    """The likeliest ways to take one of the words in each place, by the sum of what speaks for them."""
    ways: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
    for words in choices:
        longer = [(total + gain, (*said, word)) for total, said in ways for gain, word in words]
        ways = sorted(longer, key=lambda way: -way[0])[:COMBINED]
    return [" ".join(said) for _, said in ways]


def _spelled(word: str, language: Language | None) -> list[str]:
    """Words of the language that a word may be, the marks around it kept."""
    core = word.strip(".,;:")
    if language is None or not core:
        return []
    return [word.replace(core, other, 1) for other in language.alike(core)]


def _alike(word: str, vocabulary: Mapping[str, str]) -> list[str]:
    core = word.casefold()
    if sum(map(str.isalpha, core)) * 2 < len(core):
        return []
    found = process.extract(
        core,
        vocabulary,
        scorer=fuzz.ratio,
        score_cutoff=_LIKE if len(core) > _SHORT else 0,
        limit=WORDS if len(core) > _SHORT else SHORT_WORDS,
    )
    return [other for _, _, other in found if other != word]
