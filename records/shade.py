"""How light a colour is, as a PDF tells colours: by the levels of grey, of three lights, or of four inks."""

from __future__ import annotations


def shade_of(colour: object) -> float | None:
    """From 0, black, to 1, white; None for a pattern, a spot colour and what is no colour."""
    told = colour if isinstance(colour, (tuple, list)) else (colour,)
    levels = [float(level) for level in told if isinstance(level, (int, float))]
    if len(levels) != len(told) or len(levels) not in {1, 3, 4}:
        return None
    lights = [(1 - ink) * (1 - levels[3]) for ink in levels[:3]] if len(levels) == 4 else levels
    return sum(lights) / len(lights)
