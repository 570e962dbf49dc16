"""Which scans are front and back of one sheet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from records.page import PageEntry, PageFacts, PageKind
from records.sides import front_of, has_own_back, is_two_sided, sheets_of

SCANNED = PageFacts(1700, 2200, 200.0, 0.05, False, 0.8, False, (250, 250, 250), b"")
FILED = replace(SCANNED, born_digital=True)
O, B, C = PageKind.ORDER, PageKind.BLANK, PageKind.CONTINUATION  # noqa: E741


def binder(kinds: list[PageKind], filed: tuple[int, ...] = ()) -> dict[int, PageEntry]:
    """Pages of these kinds; those in `filed` came as a file."""
    return {
        n: PageEntry("b", n, "b.pdf", n - 1, "", kind, facts=FILED if n in filed else SCANNED)
        for n, kind in enumerate(kinds, 1)
    }


@pytest.mark.parametrize("at", [1, 4, 8, 11])
def test_a_page_that_came_as_a_file_has_no_back(at: int) -> None:
    """Wherever it lies, the scans around it stay front and back of their sheets."""
    kinds = [O, B] * 5
    filed = len([1 for n in range(1, at) if n % 2]) * 2 + 1 if at > 1 else 1  # before a front: no sheet is parted
    entries = binder([*kinds[: filed - 1], O, *kinds[filed - 1 :]], filed=(filed,))
    assert is_two_sided(entries)
    sheets = sheets_of(entries)
    assert (filed,) in sheets
    assert len(sheets) == 6
    assert all(entries[sheet[1]].kind is B for sheet in sheets if len(sheet) == 2)
    assert [front_of(entries, sheet[-1]) for sheet in sheets] == [sheet[0] for sheet in sheets]


def test_each_scan_of_a_one_sided_binder_is_a_sheet() -> None:
    """Without blank backs nothing says that both sides were scanned."""
    assert sheets_of(binder([O] * 10)) == tuple((n,) for n in range(1, 11))


def test_a_back_is_the_sheets_own_where_it_goes_on_with_its_order() -> None:
    """The second page of the front's order; not a blank one, nor that of another order."""
    entries = binder([O, C, O, B] * 3)
    entries |= {n: replace(entries[n], order_ids=("x",)) for n in (1, 2, 3)}
    entries[6] = replace(entries[6], order_ids=("y",))
    assert [has_own_back(entries, sheet) for sheet in sheets_of(entries)] == [True, False, False, False, False, False]
