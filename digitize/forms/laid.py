"""How the pages of a form lie on each other: the first page's frame is the form's."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import ocr
from digitize.settings import DigitizeSettings
from records.errors import BadInput
from records.page import PageImage

ENOUGH = 4
"""Pages from which a form can be learned: print is what three of four have."""
PRINTED_FROM = 12
"""Pages that say what is printed: opening one takes 0.15 s."""
_LAID = 0.85
"""Share of what the page that lies best has of the first page's print and writing, from which a page lies well too."""
_SPARSE = 0.65
"""The same where too few lie so well: sheets with other writing have 0.8 of it, continuation sheets 0.35 to 0.45."""

Opened = tuple[ocr.Sheet, ocr.Affine]
"""A page, open, with the map from the form's frame to its own."""


def lie_over(pages: Sequence[PageImage], others: Sequence[PageImage], settings: DigitizeSettings) -> bool:
    """Whether most of some pages lie over the form of others as those themselves do, with as much of its print.

    The continuation sheet of a form, or a form of the same office, lies over its head alone.
    """
    some = pages[:ENOUGH]
    try:
        leader = ocr.open_sheet(others[0], settings.reading)
        marks = recurring(others, leader, settings)
        seen = [ocr.landmarks(page, settings.reading, every=True) for page in some]
        placed = [ocr.place(marks, page, ocr.PERHAPS) for page in seen]
        if sum(each is not None for each in placed) <= len(some) / 2:
            return False
        own, foreign = (_shares(each, marks, leader, settings) for each in (others[1 : ENOUGH + 1], some))
    except BadInput:  # said of the page when it is read
        return False
    return bool(own) and sum(share >= _LAID * median(own) for share in foreign) > len(some) / 2


def agreement(pages: Sequence[PageImage], settings: DigitizeSettings) -> float:
    """The share of the first page's print and writing that the next ones have: little of that of a sheet astray."""
    try:
        leader = ocr.open_sheet(pages[0], settings.reading)
        marks = recurring(pages, leader, settings)
        return median(_shares(pages[1 : ENOUGH + 1], marks, leader, settings) or [0.0])
    except BadInput:  # said of the page when it is read
        return 0.0


def _shares(
    pages: Sequence[PageImage], marks: ocr.Landmarks, leader: ocr.Sheet, settings: DigitizeSettings
) -> list[float]:
    """What each page that lies over a form has of the print and the writing of the form's first page."""
    opened = [each for page in pages if (each := opened_over(page, marks, leader, settings)) is not None]
    return [ocr.print_found(sheet, leader.copies.even, where) for sheet, where in opened]


def recurring(images: Sequence[PageImage], leader: ocr.Sheet, settings: DigitizeSettings) -> ocr.Landmarks:
    """The first page's corners that other pages have too, in the form's frame."""
    marks = [ocr.landmarks(image, settings.reading) for image in images[:PRINTED_FROM]]
    seen: dict[int, int] = {}
    for other in marks[1:]:
        placed = ocr.place(marks[0], other)
        for corner in placed.agreeing if placed else ():
            seen[corner] = seen.get(corner, 0) + 1
    least = min(2, len(marks) - 1)
    return ocr.as_form(marks[0], leader.frame, tuple(sorted(c for c, times in seen.items() if times >= least)))


def opened_over(image: PageImage, marks: ocr.Landmarks, leader: ocr.Sheet, settings: DigitizeSettings) -> Opened | None:
    """A page, open, with the map from the form's frame to its own; None where it is none of the form."""
    page = ocr.landmarks(image, settings.reading, every=True)
    placed = ocr.place(marks, page, ocr.PERHAPS)
    if placed is None:
        return None
    sheet = ocr.open_sheet(image, settings.reading, placed.pose)
    return sheet, ocr.refined(sheet, leader.copies.even, ocr.form_to_page(placed, page, sheet.frame))


def common_print(opened: Sequence[Opened], size: tuple[int, int]) -> tuple[list[Opened], ocr.Grey]:
    """The pages that lie on each other, and what they print.

    A page that was laid wrongly, or is bent as no straight map can follow, has print beside that of the others: of
    seven, two take away every stroke that stands upright. Such a page is left out where enough remain, and where few
    lie so well the continuation sheets among them are.
    """
    pages = list(opened)
    picture = ocr.common_print([sheet for sheet, _ in pages], [where for _, where in pages], size)
    leader = pages[0][0].copies.even
    shares = [ocr.print_found(sheet, leader, where) for sheet, where in pages]
    for least in (_LAID, _SPARSE):
        laid = [page for page, share in zip(pages, shares, strict=True) if share >= least * max(shares[1:])]
        if len(laid) >= ENOUGH:
            break
    if not ENOUGH <= len(laid) < len(pages):
        return pages, picture
    return laid, ocr.common_print([sheet for sheet, _ in laid], [where for _, where in laid], size)
