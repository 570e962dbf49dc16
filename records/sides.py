"""Which side of which sheet a scan shows, in binders that were scanned on both sides.

A two-sided feeder gives front and back of each sheet in turn. Sheets that go in together lose an even number of sides,
and a sheet scanned again comes as two: the fronts keep the odd places among all scans of the binder. A page that came
as a file never was a sheet with a back, and stands by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from records.page import PageEntry, PageKind

_BLANK_BACKS = 0.25
"""Share of the backs that must be blank: a binder of orders of two pages each may have been scanned on one side."""
_FRONTS = 0.9
_LEAST = 4
_BACKS = frozenset({PageKind.BLANK, PageKind.CONTINUATION})


def is_two_sided(entries: Mapping[int, PageEntry]) -> bool:
    """Blank pages and second pages stand in even places, and a good part of these is blank."""
    scanned = _scanned(entries)
    fronts = [entries[number].kind for number in scanned[::2]]
    backs = [entries[number].kind for number in scanned[1::2]]
    if len(backs) < _LEAST:
        return False
    blank = backs.count(PageKind.BLANK) / len(backs)
    turned = sum(kind in _BACKS for kind in fronts) / len(fronts)
    return blank >= _BLANK_BACKS and turned <= 1 - _FRONTS


def sheets_of(entries: Mapping[int, PageEntry]) -> tuple[tuple[int, ...], ...]:
    """The scans of each sheet in the order of the binder: front and back where both sides were scanned."""
    scanned = _scanned(entries)
    step = 2 if is_two_sided(entries) else 1
    sheets = [tuple(scanned[at : at + step]) for at in range(0, len(scanned), step)]
    return tuple(sorted([*sheets, *((number,) for number in entries.keys() - set(scanned))]))


def front_of(entries: Mapping[int, PageEntry], number: int) -> int:
    """The front of the sheet that a scan shows; the scan itself where it is of none."""
    return next((sheet[0] for sheet in sheets_of(entries) if number in sheet), number)


def has_own_back(entries: Mapping[int, PageEntry], sheet: Sequence[int]) -> bool:
    """The back of the sheet is the second page of the order on its front: nothing went in with it."""
    if len(sheet) == 1:
        return False
    one, other = (entries[number] for number in sheet)
    return (
        other.kind is PageKind.CONTINUATION
        and bool(set(one.order_ids) & set(other.order_ids))
        and (other.printed_page or 2) == (one.printed_page or 1) + 1
    )


def _scanned(entries: Mapping[int, PageEntry]) -> list[int]:
    """The pages that are pictures of sheets."""
    return [number for number, page in sorted(entries.items()) if not (page.facts and page.facts.born_digital)]
