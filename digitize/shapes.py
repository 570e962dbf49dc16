"""The shapes of identifiers: a row of places, each a certain letter or sign, or any digit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from digitize.parse import CONFUSED

TO_LETTER = str.maketrans({"0": "O", "1": "I", "2": "Z", "5": "S", "8": "B", "6": "G", "4": "A", "7": "T", "$": "S"})

_USUAL = 0.3
"""Share of a field's values from which their shape is one that its values have."""
_FEW = 2.0
"""How often a shape must be found to be one."""


def shape_of(value: str) -> str:
    """A value with each digit as 9: `WO-2019-00411` has the shape `WO-9999-99999`."""
    return "".join("9" if character.isdigit() else character for character in value)


def counted_shapes(values: Mapping[str, float]) -> dict[str, float]:
    """How often each shape is found among some values, from how often each of them is."""
    shapes: dict[str, float] = {}
    for value, count in values.items():
        shapes[shape_of(value)] = shapes.get(shape_of(value), 0.0) + count
    return shapes


def usual_shapes(values: Mapping[str, float]) -> list[str]:
    """The shapes that many of a field's values have, from how often each of them is found."""
    shapes = counted_shapes(values)
    whole = sum(shapes.values())
    return [shape for shape, count in shapes.items() if count >= _FEW and count >= _USUAL * whole]


def fit(text: str, shape: str) -> str | None:
    """The text as the shape would have it, where look-alikes alone separate the two; None where more does."""
    bare = text.replace(" ", "")
    if len(bare) != len(shape):
        return None
    made = [_fit_character(character, place) for character, place in zip(bare, shape, strict=True)]
    return None if None in made else "".join(character or "" for character in made)


def held_in(text: str, shape: str) -> Iterator[tuple[int, str]]:
    """What a text without blanks holds in a shape, look-alikes exchanged, each with the place where it begins."""
    for start in range(len(text) - len(shape) + 1):
        held = fit(text[start : start + len(shape)], shape)
        if held is not None:
            yield start, held


def _fit_character(character: str, place: str) -> str | None:
    if place == "9":
        folded = character.translate(CONFUSED)
        return folded if folded.isdigit() else None
    if character == place:
        return place
    if place.isalpha():
        return place if character.translate(TO_LETTER) == place else None
    return place if character in "-–—_. /~" else None


_TELLING = 5
"""Places of a shape that is not found by chance within a word."""


def holding(text: str, shape: str) -> Iterator[tuple[str, str]]:
    """What a text holds in a shape, with the text as it then reads; a short shape must be a word of it."""
    if len(shape) < _TELLING:
        words = text.split(" ")
        fits = ((place, fit(word, shape)) for place, word in enumerate(words))
        yield from ((held, " ".join([*words[:place], held, *words[place + 1 :]])) for place, held in fits if held)
        return
    solid = "".join(text.split())
    for start, held in held_in(solid, shape):
        yield held, solid[:start] + held + solid[start + len(shape) :]
