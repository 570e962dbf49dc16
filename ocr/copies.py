"""The copies of one page that engines read, each made when it is first asked for.

How much clean-up suits whom, over 160 typed and 96 handwriting-font lines above rules, spoiled eight ways (per cent
exact): Tesseract 80 and 24 without rules and specks, 64 and 19 with specks, 61 and 16 as scanned; the neural reader
97 and 79 without specks, 96 and 79 as scanned, 93 and 74 without rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2

from ocr import cleanup, rules
from ocr.arrays import Grey, grey


@dataclass(frozen=True)  # not slotted: the copies are kept beside the fields once they are made
class Copies:
    """A page in the reading frame, clean in several degrees; lives in the worker and is never stored."""

    even: Grey
    """Paper white, edges and punch holes gone, every stroke as it was."""
    ruled: rules.Lines | None = None
    """The ruled lines, where another copy of the page has told them: finding them takes 0.05 s."""

    @cached_property
    def lines(self) -> rules.Lines:
        """The ruled lines and checkboxes."""
        if self.ruled is not None:
            return self.ruled
        ink = cv2.bitwise_or(cleanup.ink_of(self.even), rules.pale_rules(self.even))
        return rules.find_lines(grey(ink))

    @cached_property
    def bare(self) -> Grey:
        """Without ruled lines and lone specks: the copy for Tesseract, worth 3 to 7 points on forms."""
        return cleanup.despeckled(cleanup.without(self.even, self.lines.mask))
