"""Findings about duplicates, values, columns and files: a case that must raise each, and a near miss that must not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from records.dataset import FileProblem, SourceSummary
from records.evidence import Evidence, Relation
from records.finding import FindingKind
from records.order import PaperOrder, ReadingStatus
from records.page import PageKind
from records.source import ColumnMapping

Office = Any
Values = Callable[[int], dict[str, str]]


@pytest.mark.raises("duplicate_scan")
def test_duplicate_scan(whole_office: Office) -> None:
    """An order whose sheet was scanned again is told once, with the page of the copy."""
    order = whole_office.orders[11]
    whole_office.page(PageKind.ORDER, order_ids=(order.order_id,), copy_of=12, likeness=0.98)
    whole_office.orders[11] = replace(order, copies=((31,),))
    (found,) = whole_office.reconcile().findings
    assert (found.kind, found.page, found.certainty) == (FindingKind.DUPLICATE_SCAN, 31, 0.98)


@pytest.mark.spares("duplicate_scan")
def test_a_blank_page_is_no_duplicate(whole_office: Office) -> None:
    """Blank pages look alike and are not scanned twice."""
    for _ in range(2):
        whole_office.page(PageKind.BLANK, copy_of=1, likeness=0.99)
    assert whole_office.reconcile().findings == ()


@pytest.mark.raises("duplicate_digital")
@pytest.mark.spares("duplicate_across_sources")
def test_duplicate_digital(whole_office: Office) -> None:
    """An order keyed twice, in other words the second time, names all its records and takes one from the count."""
    whole_office.key([12], description="lamp out", location="544 OAK ST")
    (found,) = whole_office.find(FindingKind.DUPLICATE_DIGITAL)
    assert (set(found.record_ids), found.effect) == ({"R12", "R31"}, -1.0)


@pytest.mark.spares("duplicate_digital", "duplicate_copy", "duplicate_paper_number")
def test_a_repeat_at_the_same_address_is_no_duplicate(office: Office, order_values: Values) -> None:
    """Two orders for one address in one week, each with its own sheet, are two orders."""
    office.scan(range(1, 31)).key(range(1, 31))
    again = order_values(12) | {"order_number": "WO-2019-00031", "total_cost": "77.20", "labor_hours": "2"}
    office.sheet(again)
    office.key([31], **again)
    assert office.reconcile().findings == ()


@pytest.mark.raises("duplicate_across_sources")
@pytest.mark.spares("duplicate_digital")
def test_duplicate_across_sources(whole_office: Office) -> None:
    """An order that two systems hold is told as such and not as a slip of one of them."""
    whole_office.key([12], source="parks")
    (found,) = whole_office.reconcile().findings
    assert (found.kind, found.source) == (FindingKind.DUPLICATE_ACROSS_SOURCES, "crm parks")


@pytest.mark.raises("duplicate_copy")
@pytest.mark.spares("duplicate_paper_number")
def test_duplicate_copy(whole_office: Office, order_values: Values) -> None:
    """A carbon copy further back counts once, and its record is not missing."""
    whole_office.sheet(order_values(12))
    (found,) = whole_office.reconcile().findings
    assert found.kind is FindingKind.DUPLICATE_COPY
    assert len(found.order_ids) == 2


@pytest.mark.raises("duplicate_paper_number")
@pytest.mark.spares("duplicate_copy")
def test_duplicate_paper_number(whole_office: Office, order_values: Values) -> None:
    """One number on two orders that say different things is told, and the orders stay two."""
    whole_office.sheet(order_values(200) | {"order_number": "WO-2019-00012"})
    found = whole_office.find(FindingKind.DUPLICATE_PAPER_NUMBER)
    assert [one.order_number for one in found] == ["WO-2019-00012"]
    assert whole_office.find(FindingKind.DUPLICATE_COPY) == []


@pytest.mark.parametrize(
    ("name", "keyed"),
    [
        ("requested_on", "2019-02-07"),
        ("total_cost", "906.22"),
        ("labor_hours", "16.5"),
        ("location", "544 Jefferson Street"),
        ("order_number", "WO-2019-00412"),
    ],
)
@pytest.mark.raises("field_mismatch")
def test_field_mismatch(office: Office, name: str, keyed: str) -> None:
    """A value keyed wrongly is told with both values."""
    office.scan(range(1, 31)).key([c for c in range(1, 31) if c != 12]).key([12], **{name: keyed})
    found = office.find(FindingKind.FIELD_MISMATCH)
    assert [(one.field, one.digital_value) for one in found] == [(name, keyed)]


@pytest.mark.parametrize(
    ("name", "keyed"),
    [("location", "544 OAK ST."), ("description", "TREE"), ("order_number", "WO201900012"), ("total_cost", "206.220")],
)
@pytest.mark.spares("field_mismatch")
def test_another_way_of_writing_is_no_mismatch(office: Office, name: str, keyed: str) -> None:
    """Abbreviations, capitals and separators are not differences."""
    office.scan(range(1, 31)).key([c for c in range(1, 31) if c != 12]).key([12], **{name: keyed})
    assert office.find(FindingKind.FIELD_MISMATCH) == []


@pytest.mark.parametrize(("read", "told"), [("2020-01-12", 0), ("2019-02-12", 1), ("2020-01-02", 1)])
def test_a_year_that_no_other_sheet_of_the_binder_has_is_no_mismatch(
    office: Office, order_values: Values, read: str, told: int
) -> None:
    """A sheet of 2020 among those of 2019, as its record but for the year, was misread; another day is another."""
    office.scan(range(1, 12)).sheet(order_values(12) | {"requested_on": read})
    office.scan(range(13, 31)).key([c for c in range(1, 31) if c != 12]).key([12], requested_on="2019-01-12")
    assert len(office.find(FindingKind.FIELD_MISMATCH)) == told


@pytest.mark.parametrize(("times", "told"), [(2, 2), (3, 0)])
def test_the_same_difference_in_three_orders_of_a_binder_is_no_slip(office: Office, times: int, told: int) -> None:
    """What a hand writes for 2:45 is read as 9.5 in each row that has it."""
    office.scan(range(1, 31)).key(range(times + 1, 31))
    office.orders[:times] = [with_hours(order, "9.5") for order in office.orders[:times]]
    office.key(range(1, times + 1), labor_hours="2.75")
    assert len(office.find(FindingKind.FIELD_MISMATCH)) == told


def with_hours(order: PaperOrder, value: str) -> PaperOrder:
    """The order with another reading of its hours."""
    readings = (replace(r, value=value, raw=value) if r.name == "labor_hours" else r for r in order.readings)
    return replace(order, readings=tuple(readings))


def test_a_doubtful_reading_is_no_mismatch(office: Office, order_values: Values) -> None:
    """An unsure reading goes to a person as a reading, not to the supervisor as a mismatch."""
    office.scan(range(1, 12))
    office.sheet(order_values(12) | {"total_cost": "266.22"}, confidence=0.6, doubt="low confidence")
    office.scan(range(13, 31)).key(range(1, 31))
    assert office.find(FindingKind.FIELD_MISMATCH) == []


def test_a_doubtful_amount_that_the_sheets_sum_confirms_is_one(office: Office, order_values: Values) -> None:
    """The doubt is about glyphs, and another amount would not add up."""
    office.scan(range(1, 12))
    order = office.sheet(order_values(12) | {"total_cost": "266.22"}, confidence=0.2, doubt="low confidence")
    adds_up = Evidence(Relation.ALONE, "money", sum_holds=True)
    readings = (replace(r, evidence=adds_up) if r.name == "total_cost" else r for r in order.readings)
    office.orders[-1] = replace(order, readings=tuple(readings))
    office.scan(range(13, 31)).key(range(1, 31))
    assert [one.field for one in office.find(FindingKind.FIELD_MISMATCH)] == ["total_cost"]


@pytest.mark.parametrize(
    ("read", "keyed", "told"),
    [
        ("552 Lincoln Sbreet", "552 Washington St", True),  # a street that the list knows, and nothing of the record's
        ("552 Washimgton Strest", "552 Washington St", False),  # the record's own, misread
        ("552 Lincolm 8t Wash", "552 Washington St", False),  # no known street letter for letter
        ("Limcola. a N. Harrison Ln.", "Madison Rd & N Harrison Ln", False),
        ("Lincoln d. a N. Harrison Ln.", "Madison Rd & N Harrison Ln", True),  # HARRISON is no trace of MADISON
        ("Elm Strxx", "552 Washington St", True),  # a short name stands there as a word
        ("HELMET STRXX", "552 Washington St", False),
        ("552 Lincoln Alve.", "552 Alder Blvd", True),  # what is left beside LINCOLN is its kind, not ALDER
        ("552 Lincoln and Aldr", "552 Alder Blvd", False),
        ("552 Lincoln Ave", "552 Vine St", True),  # the end of AVE is no trace of VINE
    ],
)
def test_a_street_read_in_doubt_is_another_where_its_letters_say_so(
    office: Office, order_values: Values, read: str, keyed: str, told: bool
) -> None:
    """Doubt about letters is none about the street, where another known one is named and the record's is not."""
    office.scan(range(1, 12))
    office.sheet(order_values(12) | {"location": read}, confidence=0.4, doubt="the engines read it differently")
    office.scan(range(13, 31)).key([c for c in range(1, 31) if c != 12]).key([12], location=keyed)
    found = office.find(FindingKind.FIELD_MISMATCH)
    assert [one.field for one in found] == (["location"] if told else [])


def test_a_habit_of_the_system_is_said_once(office: Office, order_values: Values) -> None:
    """A field that differs in most links means something else: a note, and no finding an order."""
    office.scan(range(1, 31))
    for counter in range(1, 31):
        office.key([counter], completed_on="2019-12-31")
    found = office.reconcile()
    assert not [one for one in found.findings if one.kind is FindingKind.FIELD_MISMATCH]
    assert any("Completed on differs" in note for note in found.notes)
    assert order_values(1)["completed_on"] != "2019-12-31"


@pytest.mark.raises("illegible_field")
def test_illegible_field(office: Office, order_values: Values) -> None:
    """Ink without a value is told with what the record says; a field left empty is not."""
    office.scan(range(1, 12))
    unread: dict[str, str | None] = {**order_values(12), "total_cost": None}
    office.sheet(unread)
    del unread["labor_hours"]
    office.scan(range(13, 31)).key(range(1, 31))
    (found,) = office.reconcile().findings
    assert (found.kind, found.field, found.digital_value) == (FindingKind.ILLEGIBLE_FIELD, "total_cost", "206.22")


@pytest.mark.spares("illegible_field")
def test_an_empty_place_is_not_illegible(office: Office) -> None:
    """A place in which nothing stands has no ink."""
    office.scan(range(1, 31)).key(range(1, 31))
    order = office.orders[6]
    (cost,) = (reading for reading in order.readings if reading.name == "total_cost")
    others = tuple(reading for reading in order.readings if reading is not cost)
    office.orders[6] = replace(
        order, readings=(*others, replace(cost, value=None, raw="", status=ReadingStatus.ABSENT))
    )
    assert office.reconcile().findings == ()


@pytest.mark.parametrize(("raw", "raised"), [("/", False), ("|", False), ("- :\n)", False), ("~", True), ("//", True)])
def test_a_stroke_that_the_record_explains_is_legible(office: Office, raw: str, raised: bool) -> None:
    """A stroke is the record's 1; another sign, or two of them, are not."""
    office.scan(range(1, 31)).key(range(1, 31))
    order = office.orders[6]
    (hours,) = (reading for reading in order.readings if reading.name == "labor_hours")
    unread = replace(hours, value=None, raw=raw, status=ReadingStatus.ILLEGIBLE, doubt="not legible")
    office.orders[6] = replace(order, readings=(*(one for one in order.readings if one is not hours), unread))
    record = office.records[6]
    office.records[6] = replace(record, values={**record.values, "labor_hours": "1"})
    assert bool(office.find(FindingKind.ILLEGIBLE_FIELD)) is raised


@pytest.mark.raises("impossible_value")
def test_impossible_value(office: Office, order_values: Values) -> None:
    """Finished before it was asked for cannot be; said once where paper and record agree."""
    wrong = order_values(12) | {"completed_on": "2019-03-01"}
    office.scan(range(1, 12))
    office.sheet(wrong)
    office.scan(range(13, 31)).key([c for c in range(1, 31) if c != 12]).key([12], **wrong)
    (found,) = office.reconcile().findings
    assert (found.kind, found.field, found.page) == (FindingKind.IMPOSSIBLE_VALUE, "completed_on", 12)


@pytest.mark.parametrize("change", [{"completed_on": "2091-03-09"}, {"labor_hours": "-3.5"}, {"labor_hours": "99000"}])
def test_impossible_values_in_a_record(office: Office, change: dict[str, str]) -> None:
    """A date decades away, hours less than nothing and hours no crew can work are told of records too."""
    office.scan(range(1, 31)).key([c for c in range(1, 31) if c != 12]).key([12], **change)
    found = office.find(FindingKind.IMPOSSIBLE_VALUE)
    assert [one.field for one in found] == list(change)


@pytest.mark.spares("impossible_value")
def test_done_on_the_same_day_is_possible(office: Office, order_values: Values) -> None:
    """Finished on the day it was asked for is quick work and no fault."""
    quick = order_values(12) | {"completed_on": order_values(12)["requested_on"]}
    office.scan(range(1, 12))
    office.sheet(quick)
    office.scan(range(13, 31)).key([c for c in range(1, 31) if c != 12]).key([12], **quick)
    assert office.reconcile().findings == ()


@pytest.mark.raises("unmapped_column")
def test_unmapped_column(whole_office: Office) -> None:
    """A column that holds what the sheets say in a field that the list lacks is told, with that field."""
    for place, record in enumerate(whole_office.records):
        values = {name: value for name, value in record.values.items() if name != "description"}
        raw = {"Ord": "x", "What": record.values["description"].upper(), "Zone Cd": str(place % 7), "Spare": " "}
        whole_office.records[place] = replace(record, values=values, raw=raw)
    columns = (("Ord", "order_number"), ("What", None), ("Zone Cd", None), ("Spare", None))
    mapping = tuple(ColumnMapping(column, name, 0.9, "") for column, name in columns)
    whole_office.sources.append(SourceSummary("crm", "crm.csv", 30, mapping))
    reconciled = whole_office.reconcile()
    (found,) = reconciled.findings
    assert (found.kind, found.field, found.source) == (FindingKind.UNMAPPED_COLUMN, "What", "crm")
    assert "Description" in found.detail
    assert any("no field fits What, Zone Cd" in note for note in reconciled.notes)


@pytest.mark.spares("unmapped_column")
def test_a_column_that_no_field_fits_is_no_fault(whole_office: Office) -> None:
    """A system's own column is kept and named in the notes; so is one that repeats a field which the list has."""
    for place, record in enumerate(whole_office.records):
        raw = {"Zone Cd": str(place % 7), "Keyed As": record.values["description"]}
        whole_office.records[place] = replace(record, raw=raw)
    columns = (("Zone Cd", None), ("Keyed As", None), ("Request", "description"))
    mapping = tuple(ColumnMapping(column, name, 0.9, "") for column, name in columns)
    whole_office.sources.append(SourceSummary("crm", "crm.csv", 30, mapping))
    assert whole_office.reconcile().findings == ()


def test_a_file_that_gave_no_page(whole_office: Office) -> None:
    """A file that could not be used is named with its reason and its cure."""
    whole_office.problems.append(FileProblem("scans/parks.pdf", "it is encrypted", "Remove the password."))
    (found,) = whole_office.reconcile().findings
    assert found.kind is FindingKind.UNREADABLE_PAGE
    assert found.detail == "parks.pdf could not be read: it is encrypted. Remove the password."


def test_ids_do_not_depend_on_the_order_of_the_list(office: Office) -> None:
    """The same findings have the same ids when the digital list comes in another order."""
    office.scan(c for c in range(1, 31) if c != 12).key(c for c in range(1, 31) if c not in {5, 20})
    first = {found.finding_id for found in office.reconcile().findings}
    office.records.reverse()
    assert {found.finding_id for found in office.reconcile().findings} == first
