"""Which side of which sheet a scan shows, in binders that were scanned on both sides.

A two-sided feeder gives front and back of each sheet in turn. Sheets that go in together lose an even number of sides,
and a sheet scanned again comes as two: the fronts keep the odd places of the whole binder.
"""

from __future__ import annotations

from collections.abc import Mapping

from records.page import PageEntry, PageKind

_BLANK_BACKS = 0.25
"""Share of the backs that must be blank: a binder of orders of two pages each may have been scanned on one side."""
_FRONTS = 0.9
_LEAST = 4
_BACKS = frozenset({PageKind.BLANK, PageKind.CONTINUATION})


def is_two_sided(entries: Mapping[int, PageEntry]) -> bool:
    """Blank pages and second pages stand in even places, and a good part of these is blank."""
    backs = [page.kind for number, page in entries.items() if number % 2 == 0]
    fronts = [page.kind for number, page in entries.items() if number % 2]
    if len(backs) < _LEAST:
        return False
    blank = backs.count(PageKind.BLANK) / len(backs)
    turned = sum(kind in _BACKS for kind in fronts) / len(fronts)
    return blank >= _BLANK_BACKS and turned <= 1 - _FRONTS


def front_of(number: int) -> int:
    """The front of the sheet that a scan of a two-sided binder shows."""
    return number - (number + 1) % 2


def has_own_back(entries: Mapping[int, PageEntry], front: int) -> bool:
    """The back of the sheet is the second page of the order on its front: nothing went in with it."""
    one, other = entries.get(front), entries.get(front + 1)
    return bool(
        one
        and other
        and other.kind is PageKind.CONTINUATION
        and set(one.order_ids) & set(other.order_ids)
        and (other.printed_page or 2) == (one.printed_page or 1) + 1
    )
