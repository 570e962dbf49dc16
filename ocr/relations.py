"""Which pages of a form print more than the form: the ink that some of them have at one place, and the others have not.

A purchase order has a sum at its foot that its continuation sheets have not, and these have a table that begins
higher. Both share a head, and what all of them print is the head alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from ocr.arrays import Grey, grey
from ocr.cleanup import ink_of
from ocr.printed import in_form
from ocr.registration import Affine
from ocr.sheet import Sheet
from records.geometry import Box

_SMALLER = 0.5
"""Registration is good to one pixel: half the size loses nothing and costs a quarter."""
_AROUND = 3
"""Pixels at that size over which a page's print is spread before it is laid over another's: one each way."""
_NEAR = 7
"""Pixels at full size over which the form's print is spread before it is taken away: three each way."""
_HAS = 0.8
"""Share of what two pages print alike that a third one of them must have; what is written there hides some of it."""

_Mask = npt.NDArray[np.bool_]


def print_more(
    pages: Sequence[tuple[Sheet, Affine]], form: Grey, fields: Sequence[Box], least: int, much: int
) -> tuple[tuple[int, ...], ...]:
    """The groups of a form's pages that print alike what the form does not, the largest first; no page is in two.

    Args:
        pages: Open pages of the form, each with the map from the form's frame to its own reading frame.
        form: The picture of the blank form: what most of the pages print.
        fields: The form's fields: what is in them is writing, and "the 4th of May" is written alike on many pages.
        least: Pages from which a group is one.
        much: Pixels at 200 dots to the inch from which print counts; what less is may be a value that pages share.
    """
    size = (form.shape[1], form.shape[0])
    own = cv2.dilate(ink_of(form), np.ones((_NEAR,) * 2, np.uint8))
    for box in fields:
        own[max(int(box.top), 0) : int(box.bottom) + 1, max(int(box.left), 0) : int(box.right) + 1] = 255
    layers = [_beside(ink_of(in_form(sheet.copies.even, where, size)), grey(own)) for sheet, where in pages]
    near = [cv2.dilate(layer.astype(np.uint8), np.ones((_AROUND, _AROUND), np.uint8)) > 0 for layer in layers]
    enough = much * _SMALLER**2
    found: list[tuple[int, ...]] = []
    left = list(range(len(layers)))
    while len(left) >= least:
        groups = [_sharing(first, second, left, (layers, near), enough) for first in left for second in left]
        best = max(groups, key=len)
        if len(best) < least:
            break
        found.append(best)
        left = [page for page in left if page not in best]
    return tuple(found)


def _beside(ink: Grey, own: Grey) -> _Mask:
    """What of a page's ink is not where the form's own is, at half the size."""
    rest = grey(cv2.bitwise_and(ink, cv2.bitwise_not(own)))
    small = cv2.resize(rest, None, fx=_SMALLER, fy=_SMALLER, interpolation=cv2.INTER_AREA)
    return small > 100


def _sharing(
    first: int, second: int, pages: Sequence[int], layers: tuple[Sequence[_Mask], Sequence[_Mask]], enough: float
) -> tuple[int, ...]:
    """The pages that have nearly all of what two of them print alike; none where that is little."""
    ink, near = layers
    if second <= first:
        return ()
    shared = ink[first] & near[second]
    total = int(shared.sum())
    if total < enough:
        return ()
    return tuple(page for page in pages if (shared & near[page]).sum() >= _HAS * total)
