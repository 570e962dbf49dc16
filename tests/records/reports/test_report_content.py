"""What the report says, and that it adds up."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.dataset import Dataset
from records.finding import Finding, FindingKind, FindingStatus, Severity
from records.match import Match, MatchDecision
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus
from records.reports import words
from records.reports.accounts import accounts, sum_up
from records.reports.cards import cards
from records.reports.charts import moves, strips
from records.reports.content import gap_report
from records.reports.places import places
from records.reports.scope import file_name, number_ranges


def finding(name: str, kind: str = "missing_paper", **more: object) -> Finding:
    """A finding of which only a few fields matter."""
    return Finding(name, cast(FindingKind, kind), Severity.HIGH, 0.9, f"{name} happened", **more)  # type: ignore[arg-type]


def order(name: str, number: str = "", void: bool = False, department: str = "D") -> PaperOrder:
    """An order that says no more than its number."""
    reading = FieldReading("order_number", number or None, number, ReadingStatus.OK, 1.0, 1, None, "")
    return PaperOrder(name, "b", (1,), (reading,), department=department, void=void)


def row(name: str, number: str = "") -> DigitalRecord:
    """A row of the list "l"."""
    return DigitalRecord("l", name, 1, {"order_number": number} if number else {}, {}, "D")


def test_identity_of_the_made_up_binders(rich: Dataset) -> None:
    """80 issued = 70 matched + 5 paper only + 2 digital only + 1 void + 2 in neither list."""
    whole = accounts(rich)[0]
    classes = (whole.matched, whole.paper_only, whole.digital_only, whole.void, whole.unaccounted)
    assert classes == (70, 5, 2, 1, 2)
    assert whole.issued == sum(classes) == 80


def test_departments_add_up_to_all(rich: Dataset) -> None:
    """The departments' accounts sum to that of all together."""
    whole, *parts = accounts(rich)
    assert sum_up(parts) == whole
    assert [part.department for part in parts] == ["Signs", "Streets"]


def test_each_row_and_order_is_accounted_for_once(rich: Dataset) -> None:
    """Rows are matched, digital only, undecided or outside, and repeated rows are the rest."""
    whole = accounts(rich)[0]
    assert whole.rows == len(rich.records)
    assert whole.row_orders == whole.matched + whole.digital_only + whole.undecided + whole.outside
    assert whole.on_paper + whole.void == len(rich.orders)


@given(st.data())
def test_identity_holds_of_any_links(data: st.DataObject) -> None:
    """However orders and rows are linked, repeated and void, every one of them is in exactly one class."""
    size = st.integers(0, 5)
    orders = tuple(order(f"b:{place}", void=data.draw(st.booleans())) for place in range(data.draw(size)))
    rows = tuple(row(str(place)) for place in range(data.draw(size)))
    matches = tuple(
        Match(one.order_id, "l", other.record_id, 0.9, 9.0, data.draw(st.sampled_from(MatchDecision)))
        for one in orders
        for other in rows
        if data.draw(st.integers(0, 3)) == 0
    )
    named = st.sets(st.sampled_from([one.record_id for one in rows]), min_size=1) if rows else st.just(set())
    findings = (
        finding("twice", "duplicate_digital", source="l", record_ids=tuple(sorted(data.draw(named)))),
        finding("gone", "missing_paper", source="l", record_ids=tuple(sorted(data.draw(named)))),
        finding("hole", "sequence_gap", order_number="7"),
    )
    whole, *parts = accounts(Dataset((), orders, rows, (), matches, findings, ()))
    assert sum_up(parts) == whole
    assert whole.issued == whole.on_paper + whole.digital_only + whole.void + whole.unaccounted
    assert whole.rows == len(rows)
    assert whole.row_orders <= whole.matched + whole.digital_only + whole.undecided + whole.outside + whole.void


def test_a_number_that_a_list_holds_is_no_gap() -> None:
    """A gap that paper or a row fills is accounted for there."""
    gaps = tuple(finding(number, "sequence_gap", order_number=number, department="D") for number in ("1", "2", "3"))
    dataset = Dataset((), (order("b:1", "1"),), (row("9", "2"),), (), (), gaps, ())
    assert accounts(dataset)[0].unaccounted == 1


def test_an_order_and_its_row_in_the_log_are_one() -> None:
    """A log lists orders whose sheets are in the binder too; they count once."""
    orders = (order("b:1r1", "7"), order("b:2", "7"))
    assert accounts(Dataset((), orders, (), (), (), (), ()))[0].paper_only == 1


def test_two_orders_on_one_sheet_scanned_twice_stay_two() -> None:
    """A finding of a sheet scanned twice names all the orders on it; they are not one."""
    again = finding("again", "duplicate_scan", order_ids=("b:1a", "b:1b"))
    whole = accounts(Dataset((), (order("b:1a", "1"), order("b:1b", "2")), (), (), (), (again,), ()))[0]
    assert whole.paper_only == 2


def test_unreadable_pages_in_a_row_are_one_place(rich: Dataset) -> None:
    """Five blurred pages in a row are one place to look, and its reasons are not said five times."""
    pages = tuple(finding(str(page), "unreadable_page", binder="signs-2019", page=page) for page in (3, 4, 5, 6, 7, 9))
    found = places(rich, cards(pages))
    assert [place.where for place in found] == ["scan 3 (S-1203) to scan 7 (S-1207)", "scan 9 (S-1209)"]
    assert found[0].reasons[-1] == "And 2 more like these."


def test_causes_that_name_several_numbers_are_taken_apart(rich: Dataset) -> None:
    """Stuck sheets name all their numbers at once; each is looked for once."""
    cause = finding("a", "stuck_pages", binder="signs-2019", after_page=3, order_number="S-1 S-10 S-11")
    symptoms = (finding("b", order_number="S-1", caused_by="a"), finding("c", order_number="S-11", caused_by="a"))
    (place,) = places(rich, cards((cause, *symptoms)))
    assert place.looking_for == ("S-10", "S-1", "S-11")


def test_dismissed_findings_are_not_counted() -> None:
    """What a person dismissed is neither a gap nor shown."""
    gap = finding("g", "sequence_gap", order_number="4", status=FindingStatus.DISMISSED)
    dataset = Dataset((), (order("b:1", "1"),), (row("9"),), (), (), (gap,), ())
    assert accounts(dataset)[0].unaccounted == 0
    assert not gap_report(dataset).missing[2].rows


def test_symptoms_stand_under_their_root(rich: Dataset) -> None:
    """A stuck pair with two symptoms is one card, and each finding is on exactly one card."""
    shown = cards(rich.findings)
    stuck = next(card for card in shown if card.root.kind == "stuck_pages")
    assert [found.kind for found in stuck.symptoms] == ["missing_paper", "sequence_gap"]
    standing = [found for found in rich.findings if found.status is not FindingStatus.DISMISSED]
    assert sorted(found.finding_id for card in shown for found in card.all) == sorted(f.finding_id for f in standing)


def test_circles_and_strangers_as_causes() -> None:
    """Findings that cause each other, and those whose cause is gone, are still shown once each."""
    circle = (finding("a", caused_by="b"), finding("b", caused_by="a"), finding("c", caused_by="gone"))
    assert [[found.finding_id for found in card.all] for card in cards(circle)] == [["a", "b"], ["c"]]


def test_symptom_of_a_dismissed_cause_stands_alone() -> None:
    """Where a person says that no sheets stuck, what was missing there is still missing."""
    found = (finding("a", "stuck_pages", status=FindingStatus.DISMISSED), finding("b", caused_by="a"))
    assert [card.root.finding_id for card in cards(found)] == ["b"]


def test_places_come_in_binder_order(rich: Dataset) -> None:
    """The rescan list follows the binder, and says between which scans, with their numbers."""
    found = places(rich, cards(rich.findings))
    assert [place.position for place in found] == [12.5 - 1, 29.5, 30, 43.5, 44]
    assert found[0].where == "between scan 11 (WO-2019-00411) and scan 14 (WO-2019-00414)"
    assert found[0].looking_for == ("WO-2019-00412", "WO-2019-00413")
    assert [one.page for one in found[0].neighbours] == [11, 14]
    assert found[2].where == "scan 30 (cannot be read)"


def test_places_at_the_ends_of_a_binder(rich: Dataset) -> None:
    """Before the first and after the last scan there is one neighbour."""
    ends = (
        finding("first", "sequence_gap", binder="signs-2019", before_page=1),
        finding("last", "sequence_gap", binder="signs-2019", after_page=20),
        finding("elsewhere", "sequence_gap", binder="unknown", after_page=3),
        finding("half", "sequence_gap", binder="signs-2019", after_page=7),
    )
    found = places(rich, cards(ends))
    assert [place.where for place in found] == [
        "before scan 1 (S-1201), the first",
        "between scan 7 (S-1207) and scan 8 (S-1208)",
        "after scan 20 (S-1220), the last",
        "after scan 3",
    ]


def test_findings_at_one_place_share_it(rich: Dataset) -> None:
    """Two numbers missing between the same scans are one place to look."""
    gaps = tuple(
        finding(number, "sequence_gap", binder="signs-2019", after_page=3, before_page=4, order_number=number)
        for number in ("S-1", "S-2")
    )
    (place,) = places(rich, cards(gaps))
    assert place.looking_for == ("S-1", "S-2")


def test_headline_in_plain_words(rich: Dataset) -> None:
    """The head says how many each side has, and each thing that is wrong with its number."""
    head = gap_report(rich).headline
    assert head.lead == "The paper shows 75 orders; the digital list shows 74 orders in 75 rows."
    assert [point.sentence for point in head.points] == [
        "5 orders on paper are missing from the digital list.",
        "2 orders of the digital list are missing on paper.",
        "2 numbers are in neither list.",
        "5 places are to be looked at in the binders.",
        "1 order is in the digital list more than once.",
        "1 order is among the scans more than once.",
        "2 values differ between paper and digital list.",
        "1 file could not be used.",
    ]


def test_nothing_is_missing(clean: Dataset) -> None:
    """A binder that agrees with its list is said to be complete, with no points."""
    head = gap_report(clean).headline
    assert (head.points, head.all_well) == ((), "Nothing is missing, and nothing is there twice.")


def test_nothing_to_compare_is_not_called_well(empty: Dataset, clean: Dataset) -> None:
    """Without scans, or without a list, the report does not say that nothing is missing."""
    assert gap_report(empty).headline.all_well == ""
    assert gap_report(replace(clean, records=(), matches=())).headline.all_well == ""


def test_every_image_is_in_one_group(rich: Dataset) -> None:
    """The groups of a binder's images sum to the images."""
    for row_ in gap_report(rich).scope.rows:
        _, _, _, _, images, *groups = row_.cells
        assert images == sum(cast(list[int], groups))


def test_other_kinds_are_shown_under_their_own_name(rich: Dataset) -> None:
    """A kind that this version does not know has a table of its own."""
    tables = {table.caption: table for table in gap_report(rich).others}
    assert tables["Coffee stain"].rows[0].cells[0] == "S-1203"
    assert words.kind_words("coffee_stain").advice


def test_every_standing_finding_is_somewhere(rich: Dataset) -> None:
    """Each finding that no one dismissed is in a list, under a place, or in a table of its kind."""
    report = gap_report(rich)
    listed = [*report.missing, *report.twice, report.differing, *report.others]
    said = " ".join(str(cell) for table in listed for row_ in table.rows for cell in (*row_.cells, *row_.beneath))
    placed = {found.finding_id for place in report.places for found in place.findings}
    for found in rich.findings:
        if found.status is not FindingStatus.DISMISSED and found.finding_id not in placed:
            assert found.order_number in said or found.detail in said


def test_symptoms_are_pointed_to_from_the_lists(rich: Dataset) -> None:
    """The list of what is missing on paper says where the rest of it is shown."""
    assert gap_report(rich).missing[1].note == "1 more is shown under place 1: WO-2019-00412."


def test_known_kinds_all_have_words() -> None:
    """Every kind that can be found has a name and an advice of its own."""
    assert {str(kind) for kind in FindingKind} <= set(words.KINDS)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1.0, "certain (100 %)"),
        (0.99999, "nearly certain (99.9 %)"),
        (0.995, "nearly certain (99.5 %)"),
        (0.97, "very likely (97 %)"),
        (0.7, "likely (70 %)"),
        (0.5, "more likely than not (50 %)"),
        (0.2, "possible (20 %)"),
        (0.0001, "possible (0.1 %)"),
        (0.0, "possible (0 %)"),
    ],
)
def test_certainty_is_never_rounded_to_certain(value: float, said: str) -> None:
    """Words and number; only what is certain is called 100 %."""
    assert words.certainty(value).replace("\u00a0", " ") == said


@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_shares_between_none_and_all_say_so(share: float) -> None:
    """No share that is neither none nor all is shown as 0 % or 100 %."""
    for shown in (words.percent(share), words.percent_tenths(share)):
        assert shown.replace("\u00a0", "") not in {"0%", "100%", "0.0%", "100.0%"}


def test_number_ranges_by_series() -> None:
    """Each series from its first to its last number, by size of the number and not by spelling."""
    numbers = ("S-9", "S-10", "S-11", "WO-2019-2", "", "odd")
    assert number_ranges([order(f"b:{number}", number) for number in numbers]) == "S-9 to S-11 and WO-2019-2"


def test_paths_are_not_shown() -> None:
    """Only the last part of a path, of any system, is shown, so that the report is the same everywhere."""
    assert [file_name(path) for path in ("/a/b.pdf", "C:\\x\\b.pdf", "b.pdf")] == ["b.pdf"] * 3
    assert file_name("sqlite:///x.db#orders") == "sqlite:///x.db#orders"


def test_marks_that_would_touch_stand_apart(rich: Dataset) -> None:
    """On a binder's line no two marks of the same level overlap, as long as there are levels left."""
    (strip,) = strips(places(rich, cards(rich.findings)))
    for level in range(3):
        ours = [mark.x for mark in strip.marks if mark.level == level]
        assert all(after - before >= 22 for before, after in pairwise(ours))


def test_no_chart_where_no_measure_moves(clean: Dataset) -> None:
    """Figures that are the same all four ways need no picture."""
    assert moves(clean.measures) is None


def test_every_row_of_a_long_list_is_kept(rich: Dataset) -> None:
    """The content holds all rows; only the page cuts them short."""
    many = tuple(finding(f"f{number}", "sequence_gap", order_number=str(number)) for number in range(3_000))
    assert len(gap_report(replace(rich, findings=many)).missing[2].rows) == 3_000


def test_rows_that_were_not_compared_are_said(rich: Dataset) -> None:
    """Of a long list the report says how many rows were compared, and that the others count nowhere."""
    name = rich.sources[0].name
    part = replace(
        rich,
        sources=(replace(rich.sources[0], rows=1_000_002), *rich.sources[1:]),
        beyond={name: 1_000_000},
    )
    report = gap_report(part)
    assert any(
        note.startswith("1,000,000 rows of the digital list are of other months") for note in report.accounting_notes
    )
    (table,) = (table for table in report.made if table.caption == "The digital lists")
    assert table.columns[-1].title == "Compared"
    assert table.rows[0].cells[2::2] == (1_000_002, 2)
    assert not any("other months" in note for note in gap_report(rich).accounting_notes)
