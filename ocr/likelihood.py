"""How likely it is that a place on a page says this or that: values scored against the ink, not repaired.

A value proposed from outside (a date of the grammar, the digital record's own, the neighbour's number plus one) never
replaces what the ink says: it competes, and the difference in nats is kept. Doubles the handwritten dates read right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ocr.engines import ctc, ppocr
from ocr.engines.alphabets import LATIN
from ocr.sheet import Sheet
from ocr.zones import Zone


@dataclass(frozen=True, slots=True)
class Scores:
    """The natural logarithms of how likely texts are, given the ink of a zone."""

    values: tuple[float, ...]
    """Of each text asked for, in the order asked; `IMPOSSIBLE` (-1e9) where the ink cannot say it."""
    reading: str
    """What the ink says when nothing is proposed, without spaces."""
    free: float
    """Of that reading: no proposal is much likelier than it."""


def score_values(sheet: Sheet, zone: Zone, texts: Sequence[str]) -> Scores:
    """How likely each text is as what stands in the zone, written as given; spaces do not count.

    All characters are allowed, whatever the zone's type: a proposal competes with all that the ink may be.
    A zone of several lines is scored by its first line of writing.
    """
    pictures = ppocr.line_pictures(sheet.copies, zone)
    if not pictures:
        return Scores(tuple(ctc.IMPOSSIBLE for _ in texts), "", 0.0)
    line = ppocr.recognised(pictures[0].light, LATIN)
    # The recogniser drops spaces at times: what it gives to the space goes to "no new character".
    space = line.letters.index(" ", 1)
    probabilities = line.probabilities.copy()
    probabilities[:, 0] += probabilities[:, space]
    probabilities = np.delete(probabilities, space, axis=1)
    letters = line.letters[:space] + line.letters[space + 1 :]
    reading = "".join(glyph.text for glyph in ctc.best_path(probabilities, letters))
    asked = ["".join(text.split()) for text in texts]
    scores = ctc.log_likelihoods(probabilities, letters, [*asked, reading])
    return Scores(tuple(round(float(score), 3) for score in scores[:-1]), reading, round(float(scores[-1]), 3))
