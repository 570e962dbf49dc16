"""What hands did to a page of a known form beside filling it in: values struck out, arrows drawn down a column.

The form says where its own lines are, so that what is left of a page's lines is a pen's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import ocr
from digitize.layout import Layout, lay_out
from records.geometry import Box
from records.page import PageText, Word

_ALONG = 8.0
"""Pixels at 200 dots to the inch that a line may lie aside of the form's own and be it; registration is 2 off."""
_MOSTLY = 0.5
"""Share of its length that it runs along it."""


def amended(sheet: ocr.Sheet, form: Layout, words: Iterable[Word]) -> Layout:
    """What was read in the places of a form, with the lines on the page that are not the form's.

    Args:
        sheet: The page without the form's words.
        form: The form's words and rules as they lie on the page.
        words: What was read on the page.
    """
    read = tuple(dict.fromkeys(words))
    pens = [line for line in ocr.lines_on(sheet, read) if not _is_of(line, form.across if _level(line) else form.down)]
    page = PageText(sheet.image, sheet.facts, sheet.frame, read, (*form.down, *pens), (), "")
    return lay_out(page)


def _level(line: Box) -> bool:
    return line.width >= line.height


def _is_of(line: Box, rules: Sequence[Box]) -> bool:
    """Whether a line is one of a form's rules, or a piece of one."""
    if _level(line):
        near = [r for r in rules if abs(r.middle[1] - line.middle[1]) < _ALONG]
        along = sum(max(min(r.right, line.right) - max(r.left, line.left), 0.0) for r in near)
        return along >= _MOSTLY * line.width
    near = [r for r in rules if abs(r.middle[0] - line.middle[0]) < _ALONG]
    along = sum(max(min(r.bottom, line.bottom) - max(r.top, line.top), 0.0) for r in near)
    return along >= _MOSTLY * line.height
