"""The words of a page that was written and never scanned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from ocr.arrays import Floats
from records.geometry import Box
from records.page import Word
from records.shade import shade_of

_CODE = re.compile(r"\(cid:\d+\)")
"""What the parser gives for a glyph whose font does not say which letter it is."""
_UNREADABLE = 0.05
"""With more glyphs than this that are no letters, the words are better read from a drawing of the page."""


@dataclass(frozen=True, slots=True)
class Written:
    """A word as its file says it is drawn."""

    word: Word
    font: str
    shade: float | None
    """How light it is filled, 0 to 1; None where its colour is told in a way that is not looked into."""


def words(path: Path, index: int, scale: float) -> tuple[Written, ...]:
    """The page's words; none where its text makes no sense.

    Args:
        path: The PDF.
        index: The page, from 0.
        scale: Pixels per point of the picture that the boxes are wanted for.
    """
    try:
        with pdfplumber.open(path, pages=[index + 1]) as document:
            page = document.pages[0]
            if not _sensible(page.chars):
                return ()
            found = page.extract_words(
                x_tolerance_ratio=0.2,
                keep_blank_chars=False,
                use_text_flow=True,
                extra_attrs=["fontname"],
                return_chars=True,
            )
            left, top = page.bbox[0], page.bbox[1]
    except (PdfminerException, PDFException, ValueError, KeyError, IndexError, TypeError, RecursionError, OSError):
        return ()
    written = (word for word in _joined(found) if _clean(str(word["text"])))
    return tuple(Written(_word(word, (left, top), scale), str(word["fontname"]), _shade(word)) for word in written)


def middles(words: Iterable[Word]) -> Floats:
    """Words × left, top, right, bottom of the middle of each, so that neighbours whose boxes just touch lie apart."""
    trims = ((word.box, 0.05 * word.box.height, 0.2 * word.box.height) for word in words)
    edges = [(b.left + across, b.top + down, b.right - across, b.bottom - down) for b, across, down in trims]
    return np.array(edges, dtype=np.float32).reshape(-1, 4)


def is_crossed(word: Word, among: Floats) -> bool:
    """Whether another one of the words whose `middles` these are lies over this one of them, or runs into it."""
    ((left, top, right, bottom),) = middles([word])
    over = (among[:, 0] < right) & (among[:, 2] > left) & (among[:, 1] < bottom) & (among[:, 3] > top)
    return int(over.sum()) > 1


def _joined(found: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """The words with a sign of another font put back into theirs; two runs of letters in two fonts are two words.

    A form's label may touch what was typed behind it, in another font: "LOCATION:" and "564".
    """
    whole: list[dict[str, object]] = []
    for word in found:
        if whole and _touch(whole[-1], word) and min(len(str(each["text"])) for each in (whole[-1], word)) < 2:
            text = f"{whole[-1]['text']}{word['text']}"
            top, bottom = (f(_side(each, side) for each in (whole[-1], word)) for f, side in _ENDS)
            whole[-1] = {**whole[-1], "text": text, "x1": word["x1"], "top": top, "bottom": bottom}
        else:
            whole.append(word)
    return whole


_ENDS = ((min, "top"), (max, "bottom"))


def _touch(word: dict[str, object], after: dict[str, object]) -> bool:
    """Whether a word begins where another of another font ends, on its line."""
    apart = abs(_side(after, "x0") - _side(word, "x1"))
    height = _side(word, "bottom") - _side(word, "top")
    level = abs(_side(after, "bottom") - _side(word, "bottom")) < 0.5 * height
    return word["fontname"] != after["fontname"] and level and apart < 0.15 * height


def _shade(word: Mapping[str, Any]) -> float | None:
    """Of a word's first letter."""
    return shade_of(word["chars"][0].get("non_stroking_color"))


def _side(word: dict[str, object], name: str) -> float:
    return float(str(word[name]))


def _sensible(glyphs: list[dict[str, object]]) -> bool:
    """Whether nearly all glyphs are upright and say which letter they are."""
    if not glyphs:
        return False
    odd = sum(1 for glyph in glyphs if not _letter(str(glyph["text"])))
    sideways = sum(1 for glyph in glyphs if not glyph["upright"])
    return odd <= _UNREADABLE * len(glyphs) and sideways <= len(glyphs) / 2


def _letter(text: str) -> bool:
    """Whether a glyph's text is something that can be printed."""
    return text.isspace() or (text.isprintable() and text != "�" and not _CODE.search(text) and not _private(text))


def _private(text: str) -> bool:
    """Whether it lies in Unicode's private use area, where a font means what it likes."""
    return any(0xE000 <= ord(letter) <= 0xF8FF for letter in text)


def _clean(text: str) -> str:
    """The text without what cannot be printed."""
    return "".join(letter for letter in text if letter.isprintable()).strip()


def _word(word: dict[str, object], corner: tuple[float, float], scale: float) -> Word:
    """A word as the parser gives it, in the pixels of the picture."""
    left, right = (float(str(word[side])) - corner[0] for side in ("x0", "x1"))
    top, bottom = (float(str(word[side])) - corner[1] for side in ("top", "bottom"))
    box = Box(left * scale, top * scale, max(left, right) * scale, max(top, bottom) * scale)
    return Word(_clean(str(word["text"])), box, 1.0)
