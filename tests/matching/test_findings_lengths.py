"""Scans that are longer than their fellows: what two sheets that went in together leave behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import MatchSettings
from matching.lengths import Lengths, lengths_of, surplus
from matching.sheetcounts import given_count
from records.finding import Finding, FindingKind
from records.page import PageEntry, PageFacts, PageKind

Office = Any
FACTS = PageFacts(1700, 2200, 200.0, 0.05, False, 0.8, False, (250, 250, 250), b"")


def sized(office: Office, longer: dict[int, float]) -> None:
    """Every scan of Letter size, some longer by so many inches."""
    for place, page in enumerate(office.pages):
        more = round(longer.get(page.number, 0.0) * FACTS.dpi)
        office.pages[place] = replace(page, facts=replace(FACTS, height=FACTS.height + more))


def without(office: Office, missing: Iterable[int], keyed: bool = True) -> Office:
    """A binder that lacks some orders, which the list holds or does not."""
    lost = set(missing)
    return office.scan(c for c in range(1, 31) if c not in lost).key(c for c in range(1, 31) if keyed or c not in lost)


def stuck(office: Office) -> list[Finding]:
    """The places where sheets are stuck."""
    found: list[Finding] = office.find(FindingKind.STUCK_PAGES)
    return found


def test_a_longer_scan_beside_the_place_tells_stuck_from_taken_out(office: Office) -> None:
    """Of two sheets that are missing, the one whose neighbour is longer is stuck; the other was likelier taken out."""
    without(office, (12, 20))
    sized(office, {11: 0.4})
    (found,) = stuck(office)
    assert (found.after_page, found.certainty) == (11, 0.96)
    assert "longer" in found.detail
    missing = {one.order_number: one.caused_by for one in office.find(FindingKind.MISSING_PAPER)}
    assert missing == {"WO-2019-00012": found.finding_id, "WO-2019-00020": ""}


def test_without_lengths_the_place_stays_in_doubt(office: Office) -> None:
    """Where no size is known, or all scans are of one, a missing sheet is as often stuck as in generated binders."""
    without(office, (12,))
    assert [one.certainty for one in stuck(office)] == [0.65]
    sized(office, {})
    assert [one.certainty for one in stuck(office)] == [0.65]


def test_scans_that_show_lengths_and_no_longer_one_tell_that_a_sheet_was_taken_out(office: Office) -> None:
    """Scans of a scanner that looks where each sheet ends, none of them longer: the sheet was likelier taken out."""
    without(office, (12,))
    sized(office, {page.number: page.number % 4 / 100 for page in office.pages})
    assert stuck(office) == []
    assert office.find(FindingKind.MISSING_PAPER)


def test_a_longer_scan_proves_paper_that_no_list_holds(office: Office) -> None:
    """A number that is in neither list, beside a scan of two sheets, is stuck and no number that was never issued."""
    without(office, (12,), keyed=False)
    sized(office, {11: 0.4})
    (found,) = stuck(office)
    assert "among the scans. The scan there is longer" in found.detail
    (gap,) = office.find(FindingKind.SEQUENCE_GAP)
    assert gap.caused_by == found.finding_id


def test_the_back_of_the_lower_sheet_may_be_the_longer_one(office: Office) -> None:
    """Scanned on both sides, either of the two pictures that are left may show the other sheet's end."""
    for counter in (c for c in range(1, 17) if c != 8):
        office.scan([counter])
        office.page(PageKind.BLANK)
    office.key(range(1, 17))
    sized(office, {14: 0.3})
    assert [one.certainty for one in stuck(office)] == [0.96]


def certainties(office: Office, declared: int) -> list[float]:
    """How sure the stuck places are where somebody counted so many sheets."""
    found = office.reconcile(MatchSettings(sheets={"streets-2019": declared})).findings
    return [one.certainty for one in found if one.kind is FindingKind.STUCK_PAGES]


def test_a_count_of_the_sheets_tells_stuck_from_taken_out(office: Office) -> None:
    """A sheet that was counted and not imaged is in the binder still, flush or not; one not counted is gone."""
    without(office, (12, 20))
    assert min(certainties(office, 30)) > 0.95
    assert certainties(office, 28) == []
    assert certainties(office, 29) == [0.51, 0.51], "one of the two it is"
    sized(office, {page.number: page.number % 4 / 100 for page in office.pages})
    assert certainties(office, 30) == [0.87, 0.87]
    assert certainties(office, 29) == []
    sized(office, {11: 0.3})
    assert certainties(office, 29) == [0.99], "the one sheet that is lacking lies at the longer scan"


def test_a_counted_sheet_of_neither_list_is_looked_for_where_its_number_is_left_out(office: Office) -> None:
    """12 is in no list and no scan is longer; a sheet that was counted and not imaged makes it likelier stuck."""
    office.scan(c for c in range(1, 31) if c != 12).key(c for c in range(1, 31) if c != 12)
    assert certainties(office, 29) == []
    assert certainties(office, 30) == [0.71]


@given(st.lists(st.tuples(st.integers(1, 3), st.floats(0.02, 0.98)), min_size=1, max_size=6), st.integers(-1, 8))
def test_places_weighed_with_a_count_as_the_slow_twin_weighs_them(
    places: list[tuple[int, float]], lacking: int
) -> None:
    """Over every subset of the places, spelt out: the share in which a place hides sheets."""
    held, total = [0.0] * len(places), 0.0
    for ways in product((False, True), repeat=len(places)):
        off = abs(sum(sheets for way, (sheets, _) in zip(ways, places, strict=True) if way) - lacking)
        weight = {0: 0.95, 1: 0.02}.get(off, 0.002)
        for way, (_, prior) in zip(ways, places, strict=True):
            weight *= prior if way else 1 - prior
        total += weight
        held = [each + weight * way for each, way in zip(held, ways, strict=True)]
    assert given_count(places, lacking) == pytest.approx([each / total for each in held])


def entry(width: float, height: float, dpi: float = 200.0, number: int = 1) -> PageEntry:
    """A scan of a size in inches."""
    facts = replace(FACTS, width=round(width * dpi), height=round(height * dpi), dpi=dpi)
    return PageEntry("b", number, "b.pdf", 0, "", PageKind.ORDER, facts=facts)


@pytest.mark.parametrize(
    ("page", "more"),
    [
        (entry(8.5, 11.0), 0.0),
        (entry(8.5, 11.03), 0.0),
        (entry(8.5, 11.25), 0.25),
        (entry(8.5, 12.5, 300.0), 1.5),
        (entry(11.3, 8.5), 0.3),
        (entry(8.5, 14.0), 0.0),
        (entry(8.27, 11.69), 0.0),
        (entry(8.5, 11.69), 0.69),
        (entry(8.5, 8.5), 0.0),
        (replace(entry(8.5, 11.3), facts=None), None),
    ],
    ids=[
        "as the others",
        "a hair",
        "longer",
        "another resolution",
        "fed sideways",
        "Legal",
        "A4",
        "as long as A4",
        "shorter",
        "unknown",
    ],
)
def test_surplus(page: PageEntry, more: float | None) -> None:
    """A scan is longer by what no other size of paper explains, however it was fed."""
    found = surplus(page, Lengths((8.5, 11.0)))
    assert found == (more if more is None else pytest.approx(more, abs=0.01))


def test_the_usual_size_is_that_of_most() -> None:
    """Of scans that differ in size, the one of most of them is what others are longer than; of few, none is."""
    alike = {number: entry(8.5, 11.0, number=number) for number in range(1, 8)}
    assert lengths_of({**alike, 8: entry(8.5, 11.4, number=8)}) == Lengths((8.5, 11.0))
    assert lengths_of({number: entry(8.5, 8.0 + number, number=number) for number in range(1, 8)}) is None
    assert lengths_of({1: entry(8.5, 11.0)}) is None


def test_scans_that_vary_show_how_long_a_sheet_was() -> None:
    """A scanner that looks where the sheet ends varies from scan to scan; one that cuts to one size shows no length."""
    cut = {number: entry(8.5, 11.0, number=number) for number in range(1, 11)}
    varied = {number: entry(8.5, 10.98 + number % 4 / 100, number=number) for number in range(1, 11)}
    assert [found.shown for found in (lengths_of(cut), lengths_of(varied)) if found] == [False, True]


def test_what_varies_more_must_be_longer() -> None:
    """Where scans of one paper differ by a few hundredths of an inch, a tenth is not longer; half an inch is."""
    varied = {number: entry(8.5, 11.0 + number % 3 * 0.03, number=number) for number in range(1, 10)}
    lengths = lengths_of(varied)
    assert lengths is not None
    assert surplus(entry(8.5, 11.13), lengths) == 0.0
    assert surplus(entry(8.5, 11.53), lengths) == 0.5
