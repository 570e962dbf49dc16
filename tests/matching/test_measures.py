"""The measures against arithmetic done by hand."""

from __future__ import annotations

from datetime import date

import pytest

from matching.measures import Duplicates, MeasureSettings, duplicates_from, measure, unaccounted_from
from records.finding import Finding, FindingKind, FindingStatus, Severity
from records.match import Match, MatchDecision
from records.measure import Measure
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus

PLAIN = MeasureSettings()


def record(record_id: str, source: str = "list", department: str = "Streets", **values: str) -> DigitalRecord:
    """A row of a digital list."""
    return DigitalRecord(source, record_id, 1, values, {}, department)


def paper(order_id: str, doubtful: tuple[str, ...] = (), void: bool = False, **values: str) -> PaperOrder:
    """An order on paper, in the department Streets."""
    readings = tuple(
        FieldReading(
            name,
            value or None,
            value,
            ReadingStatus.OK if value else ReadingStatus.ABSENT,
            0.9,
            1,
            None,
            "made up",
            doubt="hard to read" if name in doubtful else "",
        )
        for name, value in values.items()
    )
    return PaperOrder(order_id, "streets-2019", (1,), readings, department="Streets", void=void)


def link(order_id: str, record_id: str, decision: MatchDecision = MatchDecision.LINK) -> Match:
    """A link to a row of the list named "list"."""
    return Match(order_id, "list", record_id, 0.99, 12.0, decision)


def named(measures: tuple[Measure, ...], name: str, department: str = "") -> Measure:
    """The one measure of that name."""
    at = (name, department, "", "")
    (found,) = [one for one in measures if (one.name, one.department, one.month, one.category) == at]
    return found


def figures(found: Measure) -> tuple[float | None, ...]:
    """The measure's five figures."""
    return found.digital, found.deduplicated, found.recovered, found.lowest, found.highest


RECORDS = (
    record("1", requested_on="2019-03-01", completed_on="2019-03-05", total_cost="100.00", labor_hours="2"),
    record("2", requested_on="2019-03-02", completed_on="2019-03-04", total_cost="50.50", labor_hours="1.5"),
    record("2b", requested_on="2019-03-02", completed_on="2019-03-04", total_cost="50.50", labor_hours="1.5"),
    record("3", requested_on="2019-03-03", status="open"),
)
ORDERS = (
    paper("b:1", requested_on="2019-03-01", completed_on="2019-03-09", total_cost="999.00"),
    paper("b:2", requested_on="2019-03-06", completed_on="2019-03-16", total_cost="300.00", doubtful=("total_cost",)),
    paper("b:3", void=True, requested_on="2019-03-06", completed_on="2019-03-06", total_cost="7.00"),
)
MATCHES = (link("b:1", "1"),)
TWICE = Duplicates(records=((("list", "2"), ("list", "2b")),))


@pytest.fixture(name="measures")
def _measures() -> tuple[Measure, ...]:
    return measure(ORDERS, RECORDS, MATCHES, TWICE, {("Streets", ""): 2}, PLAIN)


def test_orders_four_ways(measures: tuple[Measure, ...]) -> None:
    """4 rows; 3 with one pair merged; 4 with the one only on paper, void left out; up to 6 with 2 unaccounted."""
    assert figures(named(measures, "orders")) == (4, 3, 4, 4, 6)


def test_days_four_ways(measures: tuple[Measure, ...]) -> None:
    """Days 4, 2, 2 and no date; merged 4, 2; recovered 4, 2, 10; the row's own 4 stands against the paper's 8."""
    found = named(measures, "days_to_complete_median")
    # recovered 2 4 10; with two of the fastest 2 2 2 4 10; with two of the slowest 2 4 10 10 10
    assert figures(found) == (2, 3, 4, 2, 10)


def test_ninth_decile_lies_on_the_line_between_neighbours(measures: tuple[Measure, ...]) -> None:
    """Of 2, 4, 10 the ninth decile is 0.8 of the way from 4 to 10."""
    assert named(measures, "days_to_complete_p90").recovered == pytest.approx(4 + 0.8 * 6)


def test_money_four_ways(measures: tuple[Measure, ...]) -> None:
    """100.00 + 50.50 twice; once; with 300.00 from paper; up to two more of the dearest known, 300.00."""
    assert figures(named(measures, "total_cost")) == (201.0, 150.5, 450.5, 450.5, 1050.5)


def test_cost_per_order_counts_only_orders_with_a_cost(measures: tuple[Measure, ...]) -> None:
    """The open order has no cost yet, so the mean is over three, not four."""
    found = named(measures, "cost_per_order")
    assert found.digital == pytest.approx(201.0 / 3)
    assert found.recovered == pytest.approx(450.5 / 3)
    assert (found.lowest, found.highest) == pytest.approx(((450.5 + 2 * 50.5) / 5, (450.5 + 2 * 300) / 5))


def test_backlog_counts_what_has_no_end(measures: tuple[Measure, ...]) -> None:
    """One row is open; each unaccounted order may be."""
    assert figures(named(measures, "backlog")) == (1, 1, 1, 1, 3)


def test_on_time_is_left_out_without_due_dates(measures: tuple[Measure, ...]) -> None:
    """No order is due and nothing is promised: there is no such measure."""
    assert not [found for found in measures if found.name == "on_time_share"]


def test_on_time_share_by_promise() -> None:
    """Within 4 days: the rows 3 of 3, with the paper 3 of 4; the two unaccounted all late or all in time."""
    found = named(
        measure(ORDERS, RECORDS, MATCHES, Duplicates(), {("Streets", ""): 2}, MeasureSettings(target_days=4)),
        "on_time_share",
    )
    assert figures(found) == (1.0, 1.0, 0.75, 0.5, pytest.approx(5 / 6))


def test_on_time_prefers_the_due_date() -> None:
    """An order with a due date is judged by it and not by the promise; the due day itself is in time."""
    rows = (
        record("1", requested_on="2019-03-01", completed_on="2019-03-20", due_on="2019-03-20"),
        record("2", requested_on="2019-03-01", completed_on="2019-03-03", due_on="2019-03-02"),
    )
    found = named(measure((), rows, (), Duplicates(), {}, MeasureSettings(target_days=4)), "on_time_share")
    assert found.digital == 0.5


def test_backlog_at_the_end_of_a_period() -> None:
    """Finished later counts as open, asked for later does not count."""
    rows = (
        record("1", requested_on="2019-03-01", completed_on="2019-04-02", status="closed"),
        record("2", requested_on="2019-04-01", status="open"),
        record("3", requested_on="2019-03-01", status="cancelled"),
        record("4", requested_on="2019-03-30", status="on_hold"),
    )
    settings = MeasureSettings(period_end=date(2019, 3, 31))
    assert named(measure((), rows, (), Duplicates(), {}, settings), "backlog").digital == 2


def test_backlog_needs_a_list_that_tells() -> None:
    """A list without dates of completion and without states says nothing about what is open."""
    found = named(measure((), (record("1"), record("2")), (), Duplicates(), {}, PLAIN), "backlog")
    assert figures(found) == (None, None, None, None, None)


def test_illegible_completion_is_not_backlog() -> None:
    """Ink in the place of the date of completion means finished, though no one can read when."""
    scrawl = FieldReading("completed_on", None, "~~", ReadingStatus.ILLEGIBLE, 0.1, 1, None, "made up", doubt="no date")
    order = PaperOrder("b:1", "b", (1,), (scrawl,), department="Streets")
    assert named(measure((order,), (), (), Duplicates(), {}, PLAIN), "backlog").recovered == 0


def test_paper_fills_what_the_row_lacks() -> None:
    """A linked row without a cost takes the paper's; a row with one keeps its own."""
    rows = (record("1", total_cost="10.00"), record("2"))
    orders = (paper("b:1", total_cost="11.00"), paper("b:2", total_cost="5.00"))
    found = named(measure(orders, rows, (link("b:1", "1"), link("b:2", "2")), Duplicates(), {}, PLAIN), "total_cost")
    assert (found.digital, found.deduplicated, found.recovered) == (10, 10, 15)


def test_parts_stand_for_a_missing_total() -> None:
    """Labor and material add up where no total is given."""
    rows = (record("1", labor_cost="10.10", material_cost="0.20"),)
    assert named(measure((), rows, (), Duplicates(), {}, PLAIN), "total_cost").digital == 10.3


def test_possible_links_do_not_merge() -> None:
    """What waits for a person is not yet the same order; what a person rejected never is."""
    for decision in (MatchDecision.POSSIBLE, MatchDecision.REJECTED, MatchDecision.NON_LINK):
        found = named(
            measure((paper("b:1"),), (record("1"),), (link("b:1", "1", decision),), Duplicates(), {}, PLAIN), "orders"
        )
        assert found.recovered == 2
    confirmed = (link("b:1", "1", MatchDecision.CONFIRMED),)
    assert named(measure((paper("b:1"),), (record("1"),), confirmed, Duplicates(), {}, PLAIN), "orders").recovered == 1


def test_two_rows_of_one_paper_order_are_one() -> None:
    """Rows of two systems that link to the same sheet are the same order."""
    rows = (record("1"), record("9", source="other"))
    both = (link("b:1", "1"), Match("b:1", "other", "9", 0.99, 9.0, MatchDecision.LINK))
    assert figures(named(measure((paper("b:1"),), rows, both, Duplicates(), {}, PLAIN), "orders")) == (2, 1, 1, 1, 1)


def test_paper_scanned_in_two_binders_counts_once() -> None:
    """Copies of an order in two binders are one order."""
    found = measure((paper("b:1"), paper("c:1")), (), (), Duplicates(orders=(("b:1", "c:1"),)), {}, PLAIN)
    assert named(found, "orders").recovered == 1


def test_an_order_and_its_row_in_the_log_count_once() -> None:
    """A log lists orders whose sheets are in the binder too."""
    orders = (paper("b:1r1", order_number="7"), paper("b:2", order_number="7"))
    assert named(measure(orders, (), (), Duplicates(), {}, PLAIN), "orders").recovered == 1


def test_rows_of_two_systems_count_once() -> None:
    """A finding across systems names their sources in turn; the rows are one order."""
    across = Finding(
        "f", FindingKind.DUPLICATE_ACROSS_SOURCES, Severity.LOW, 0.9, "", record_ids=("1", "9"), source="list other"
    )
    rows = (record("1"), record("9", source="other"))
    assert named(measure((), rows, (), duplicates_from((across,)), {}, PLAIN), "orders").deduplicated == 1


def test_departments_stand_beside_all_together() -> None:
    """Each department has its own figures, however its name is cased, and counts add up to those of all."""
    rows = (record("1", department="STREETS"), record("2"), record("3"), record("4", department="Water"))
    found = measure((paper("b:1"),), rows, (), Duplicates(), {("water", ""): 1}, PLAIN)
    assert figures(named(found, "orders", "Streets")) == (3, 3, 4, 4, 4)
    assert figures(named(found, "orders", "Water")) == (1, 1, 1, 1, 2)
    assert figures(named(found, "orders")) == (4, 4, 5, 5, 6)
    assert {one.department for one in found} == {"", "Streets", "Water"}


def of_scope(measures: tuple[Measure, ...], name: str, scope: str) -> Measure:
    """The one measure of that name of a month or a category."""
    (found,) = [one for one in measures if one.name == name and scope in (one.month, one.category)]
    return found


def test_months_stand_beside_all_together() -> None:
    """An order is of the month of its request; a number in neither list of its own month, or of any that it may be."""
    rows = (record("1", requested_on="2019-03-01"), record("2", requested_on="2019-04-02"), record("3"))
    orders = (paper("b:1", requested_on="2019-03-30"),)
    found = measure(orders, rows, (), Duplicates(), {("Streets", "2019-03"): 1, ("Streets", ""): 2}, PLAIN)
    assert figures(of_scope(found, "orders", "2019-03")) == (1, 1, 2, 2, 5)
    assert figures(of_scope(found, "orders", "2019-04")) == (1, 1, 1, 1, 3)
    assert figures(named(found, "orders")) == (3, 3, 4, 4, 7)
    assert of_scope(found, "orders", "2019-03").expected == 3
    assert of_scope(found, "orders", "2019-03").sentence.startswith("March 2019: The digital list shows 1 order;")


def test_categories_are_in_the_words_of_the_list() -> None:
    """A linked order teaches what the list calls its work; an order on paper alone counts there, misread or not."""
    rows = (
        record("1", category="Pothole repair"),
        record("2", category="POTHOLE  REPAIR"),
        record("3", category="Street light"),
    )
    orders = (
        paper("b:1", category="P-hole"),
        paper("b:2", category="P-hole"),
        paper("b:3", category="Pothole repalr"),
        paper("b:4", category="Storm drain"),
    )
    found = measure(orders, rows, (link("b:1", "1"),), Duplicates(), {}, PLAIN)
    assert figures(of_scope(found, "orders", "Pothole repair")) == (2, 2, 4, 4, 4)
    assert figures(of_scope(found, "orders", "Storm drain")) == (0, 0, 1, 1, 1)
    assert {one.category for one in found} == {"", "Pothole repair", "Street light", "Storm drain"}


def test_the_unaccounted_may_be_of_any_category_of_their_department() -> None:
    """The bounds of each category hold them all; what is expected of the categories adds up to what is of all."""
    rows = (record("1", category="Pothole"), record("2", category="Pothole"), record("3", category="Light"))
    found = measure((), rows, (), Duplicates(), {("Streets", ""): 3}, PLAIN)
    pothole, light = (of_scope(found, "orders", name) for name in ("Pothole", "Light"))
    assert (pothole.highest, light.highest) == (5, 4)
    assert (pothole.expected, light.expected, named(found, "orders").expected) == (4, 2, 6)


def test_impossible_days_are_left_out() -> None:
    """An order finished before it was asked for says nothing about days."""
    rows = (
        record("1", requested_on="2019-03-05", completed_on="2019-03-01"),
        record("2", requested_on="2019-03-01", completed_on="2019-03-04"),
    )
    assert named(measure((), rows, (), Duplicates(), {}, PLAIN), "days_to_complete_median").digital == 3


def test_sentence_of_the_orders() -> None:
    """The sentence says the digital list, the recovered ones, the whole and by how much."""
    rows = tuple(record(str(number)) for number in range(52))
    orders = tuple(paper(f"b:{number}") for number in range(5))
    found = named(measure(orders, rows, (), Duplicates(), {}, PLAIN), "orders")
    assert found.sentence == ("The digital list shows 52 orders; with the 5 found only on paper there are 57 (+9.6 %).")


def test_sentence_says_what_is_merged_and_unaccounted(measures: tuple[Measure, ...]) -> None:
    """Merged rows and missing numbers are named, and how far they may reach."""
    assert named(measures, "orders").sentence == (
        "The digital list shows 4 orders, 3 once repeated rows are merged; with the 1 found only on paper there are 4. "
        "2 numbers are in neither list: 6 orders with them."
    )


def test_sentence_says_how_much_is_unreviewed(measures: tuple[Measure, ...]) -> None:
    """A cost read from paper that waits for a person counts, and the sentence says so."""
    assert named(measures, "total_cost").sentence == (
        "The orders cost $201.00 together by the digital list; with 1 repeated row merged and with the 1 order found"
        " only on paper, $450.50 (+124.1 %). 2 numbers are in neither list: most likely $684.17 with"
        " them, and it may be up to $1,050.50. This rests on 3 of 4 orders. 1 order has a value read from paper that no"
        " one has checked yet."
    )


def test_nothing_at_all() -> None:
    """Without orders and rows there are none, and nothing else can be computed."""
    found = measure((), (), (), Duplicates(), {}, PLAIN)
    assert figures(named(found, "orders")) == (0, 0, 0, 0, 0)
    assert all(figures(one) == (None,) * 5 for one in found if one.name != "orders")
    assert all(one.sentence for one in found)


def finding(kind: FindingKind, **more: object) -> Finding:
    """A finding of which only a few fields matter."""
    return Finding("f", kind, Severity.HIGH, 0.9, "", **more)  # type: ignore[arg-type]


def test_inputs_come_from_findings() -> None:
    """Duplicates and missing numbers are those of the findings that no one dismissed, each number once."""
    findings = (
        finding(FindingKind.DUPLICATE_DIGITAL, source="list", record_ids=("2", "2b")),
        finding(FindingKind.DUPLICATE_DIGITAL, source="list", record_ids=("3", "4"), status=FindingStatus.DISMISSED),
        finding(FindingKind.SEQUENCE_GAP, department="Streets", order_number="WO-3"),
        finding(FindingKind.SEQUENCE_GAP, department="Streets", order_number="WO-3"),
        finding(FindingKind.SEQUENCE_GAP, department="Water", order_number="W-1", status=FindingStatus.DISMISSED),
    )
    assert duplicates_from(findings) == TWICE
    assert unaccounted_from(findings, ()) == {("Streets", ""): 1}


def test_a_gap_is_of_the_month_of_its_neighbour() -> None:
    """The order whose number is next to the missing one tells its month; a number far from all others has none."""
    orders = (
        paper("b:1", order_number="WO-00102", requested_on="2019-03-30"),
        paper("b:2", order_number="WO-00105", requested_on="2019-04-01"),
    )
    gaps = [
        finding(FindingKind.SEQUENCE_GAP, department="Streets", order_number=number)
        for number in ("WO-00103", "WO-00104", "WO-00900")
    ]
    expected = {("Streets", "2019-03"): 1, ("Streets", "2019-04"): 1, ("Streets", ""): 1}
    assert unaccounted_from(gaps, orders) == expected
