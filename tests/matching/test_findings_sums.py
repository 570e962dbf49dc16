"""Findings about values and links that came later: a case that must raise each, and a near miss that must not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from records.dataset import SourceSummary
from records.evidence import Evidence, Relation
from records.finding import Finding, FindingKind
from records.order import Alternative, FieldReading, LineItem, PaperOrder, ReadingStatus
from records.source import ColumnMapping

Office = Any
Values = Callable[[int], dict[str, str]]


def reading(name: str, value: str | None, confidence: float = 0.999, **more: object) -> FieldReading:
    """A reading of page 7."""
    status = ReadingStatus.OK if value else ReadingStatus.ABSENT
    made = FieldReading(name, value, value or "", status, confidence, 7, None, "test")
    return replace(made, **more)  # type: ignore[arg-type]


def changed(office: Office, place: int, *readings: FieldReading, **more: object) -> PaperOrder:
    """The order with these readings in the place of those of the same name."""
    order: PaperOrder = office.orders[place]
    names = {one.name for one in readings}
    kept = tuple(one for one in order.readings if one.name not in names)
    office.orders[place] = replace(order, readings=(*kept, *readings), **more)  # type: ignore[arg-type]
    return order


def only(office: Office) -> Finding:
    """The one finding that there is."""
    (found,) = office.reconcile().findings
    return found  # type: ignore[no-any-return]


def line(quantity: str, unit_cost: str, amount: str, confidence: float = 0.999) -> LineItem:
    """A line of an order."""
    values = {"quantity": quantity, "unit_cost": unit_cost, "amount": amount}
    return LineItem(1, tuple(reading(name, value, confidence) for name, value in values.items()))


@pytest.mark.raises("line_arithmetic")
def test_line_arithmetic(whole_office: Office) -> None:
    """A line that does not multiply out is told with what it should say."""
    changed(whole_office, 6, line_items=(line("4", "2.50", "12.00"),))
    found = only(whole_office)
    assert (found.kind, found.field, found.paper_value) == (FindingKind.LINE_ARITHMETIC, "line 1 amount", "12.00")
    assert "10.00" in found.detail


@pytest.mark.parametrize(
    "item",
    [line("4", "2.50", "10.00"), line("3", "3.33", "10.00"), line("4", "2.50", "12.00", 0.95)],
    ids=["right", "rounded", "not read surely enough"],
)
@pytest.mark.spares("line_arithmetic")
def test_lines_that_raise_nothing(whole_office: Office, item: LineItem) -> None:
    """A line that comes out, but for the rounding of its unit cost; or one figure of which may be misread."""
    changed(whole_office, 6, line_items=(item,))
    assert whole_office.reconcile().findings == ()


def costs(total: str, labor: str, material: str, confidence: float = 0.999) -> tuple[FieldReading, ...]:
    """A total and its two parts."""
    values = {"total_cost": total, "labor_cost": labor, "material_cost": material}
    return tuple(reading(name, value, confidence) for name, value in values.items())


def _keyed_alike(office: Office, place: int, total: str) -> None:
    """The record says of the total what the sheet says."""
    record = office.records[place]
    office.records[place] = replace(record, values={**record.values, "total_cost": total})


@pytest.mark.raises("total_arithmetic")
def test_total_arithmetic(whole_office: Office) -> None:
    """A total that is not the sum of its parts is told with the sum."""
    changed(whole_office, 6, *costs("100.00", "60.00", "30.00"))
    _keyed_alike(whole_office, 6, "100.00")
    found = only(whole_office)
    assert found.kind is FindingKind.TOTAL_ARITHMETIC
    assert "90.00" in found.detail


@pytest.mark.parametrize("confidence", [0.999, 0.93])
@pytest.mark.spares("total_arithmetic")
def test_totals_that_raise_nothing(whole_office: Office, confidence: float) -> None:
    """A total that adds up; and one that does not, where a part may be misread or is not read at all."""
    right = confidence > 0.95
    changed(whole_office, 6, *costs("90.00" if right else "100.00", "60.00", "30.00", confidence))
    _keyed_alike(whole_office, 6, "90.00" if right else "100.00")
    changed(whole_office, 8, *costs("100.00", "60.00", "30.00"), reading("other_cost", "8.00", 0.4, doubt="unsure"))
    _keyed_alike(whole_office, 8, "100.00")
    assert whole_office.reconcile().findings == ()


def test_a_total_with_tax_is_a_habit(whole_office: Office) -> None:
    """Where totals hold more than the parts as a rule, no single one is wrong."""
    for place in range(20):
        changed(whole_office, place, *costs("97.20", "60.00", "30.00"))
        _keyed_alike(whole_office, place, "97.20")
    assert whole_office.reconcile().findings == ()


@pytest.mark.raises("ambiguous_value")
@pytest.mark.spares("ambiguous_value")
def test_ambiguous_value(whole_office: Office) -> None:
    """A date that may be two days is told where no record says which; a record that says one of them settles it."""
    other = Alternative("2019-04-03", "03/04/2019", "test")
    unclear = reading("due_on", "2019-03-04", 0.6, raw="03/04/2019", alternatives=(other,), doubt="two days")
    changed(whole_office, 6, replace(unclear, status=ReadingStatus.AMBIGUOUS))
    found = only(whole_office)
    assert (found.kind, found.field) == (FindingKind.AMBIGUOUS_VALUE, "due_on")
    record = whole_office.records[6]
    whole_office.records[6] = replace(record, values={**record.values, "due_on": "2019-04-03"})
    assert whole_office.reconcile().findings == ()


BLANK = Evidence(Relation.BLANK, core=True, filled=1.0)


@pytest.mark.parametrize(
    ("evidence", "raised"),
    [
        (BLANK, True),
        (Evidence(Relation.UNFOUND, core=True, filled=1.0), False),
        (Evidence(Relation.BLANK, core=True, filled=0.6), False),
        (Evidence(Relation.BLANK, filled=1.0), False),
    ],
    ids=["empty", "label not found", "often empty", "no core field"],
)
@pytest.mark.raises("missing_field")
@pytest.mark.spares("missing_field")
def test_missing_field(whole_office: Office, evidence: Evidence, raised: bool) -> None:
    """A place that is surely empty, of what nearly every order says, is told; anything less is not."""
    changed(whole_office, 6, reading("description", None, 0.97, evidence=evidence))
    assert [one.kind for one in whole_office.reconcile().findings] == [FindingKind.MISSING_FIELD] * raised


@pytest.mark.parametrize(("filled", "raised"), [(0.97, True), (0.3, False)])
@pytest.mark.raises("unsigned")
@pytest.mark.spares("unsigned")
def test_unsigned(whole_office: Office, filled: float, raised: bool) -> None:
    """An empty place for a signature is told on a form that is signed as a rule, and not where signing is rare."""
    empty = reading("Supervisor signature", None, 0.97, evidence=Evidence(Relation.BLANK, filled=filled))
    whole_office.orders[6] = replace(whole_office.orders[6], extras=(empty,))
    assert [one.kind for one in whole_office.reconcile().findings] == [FindingKind.UNSIGNED] * raised


def _states(office: Office, open_: set[int]) -> None:
    """The list tells the state of its orders; those in `open_` have no date of completion."""
    for place, record in enumerate(office.records):
        kept = {k: v for k, v in record.values.items() if k != "completed_on" or place not in open_}
        office.records[place] = replace(record, values=kept | {"status": "open" if place in open_ else "closed"})


@pytest.mark.raises("status_conflict")
def test_status_conflict(whole_office: Office) -> None:
    """An order that is done by its sheet and open by its record is told."""
    _states(whole_office, {6})
    found = only(whole_office)
    assert (found.kind, found.digital_value) == (FindingKind.STATUS_CONFLICT, "open")


@pytest.mark.spares("status_conflict")
def test_a_list_that_is_not_kept_up_is_a_habit(whole_office: Office) -> None:
    """Where half of what is done is open in the list, a note says so once."""
    _states(whole_office, set(range(0, 30, 2)))
    found = whole_office.reconcile()
    assert found.findings == ()
    assert any("not kept up" in note for note in found.notes)


def _entered(office: Office, lags: Mapping[int, int]) -> None:
    """When each row was keyed, in days of March 2020 after its order's last date; 2 days as a rule."""
    from datetime import date, timedelta

    for place, record in enumerate(office.records):
        day = date.fromisoformat(record.values["completed_on"]) + timedelta(days=lags.get(place, 2))
        office.records[place] = replace(record, raw={**record.raw, "Date Keyed": f"{day:%m/%d/%Y}"})
    mapping = (ColumnMapping("Order", "order_number", 1.0, ""), ColumnMapping("Date Keyed", None, 0.0, ""))
    office.sources.append(SourceSummary("crm", "crm.csv", 30, mapping))


@pytest.mark.parametrize(("lag", "raised"), [(90, True), (20, False)])
@pytest.mark.raises("late_entry")
@pytest.mark.spares("late_entry")
def test_late_entry(whole_office: Office, lag: int, raised: bool) -> None:
    """A row keyed three months after the work is told, one after three weeks is not."""
    _entered(whole_office, {6: lag})
    late = whole_office.find(FindingKind.LATE_ENTRY)
    assert [one.order_number for one in late] == ["WO-2019-00007"] * raised


def test_a_list_that_is_always_keyed_late_is_no_finding(whole_office: Office) -> None:
    """Where every row is keyed after two months, none is late."""
    _entered(whole_office, dict.fromkeys(range(30), 60))
    assert whole_office.find(FindingKind.LATE_ENTRY) == []


def _again(office: Office, values: Mapping[str, str]) -> None:
    """One more order on paper and in the list."""
    office.sheet(values)
    office.key([31], **values)


@pytest.mark.raises("duplicate_paper_order")
def test_duplicate_paper_order(whole_office: Office, order_values: Values) -> None:
    """The same request for the same house under another number is told; for other work it is not."""
    caller = {"requester_phone": "8015550123"}
    changed(whole_office, 29, reading("requester_phone", caller["requester_phone"]))
    same = {"order_number": "WO-2019-00031", "labor_hours": "9", "total_cost": "812.40"}
    _again(whole_office, order_values(30) | caller | same)
    (found,) = whole_office.find(FindingKind.DUPLICATE_PAPER_ORDER)
    assert (found.order_number, len(found.order_ids)) == ("WO-2019-00031", 2)


@pytest.mark.spares("duplicate_paper_order")
def test_other_work_at_one_house_is_another_order(whole_office: Office, order_values: Values) -> None:
    """Two orders for one house in one week that ask for different things are two."""
    other = {"description": "haul away fallen oak", "labor_hours": "9", "total_cost": "812.40"}
    _again(whole_office, order_values(30) | {"order_number": "WO-2019-00031"} | other)
    assert whole_office.find(FindingKind.DUPLICATE_PAPER_ORDER) == []


@pytest.mark.raises("many_to_one_match")
def test_many_to_one_match(office: Office, order_values: Values) -> None:
    """Two sheets that share no field and each look like one record are told together."""
    office.scan(range(1, 30))
    said = order_values(30)
    office.sheet({name: said[name] for name in ("requested_on", "location")})
    office.sheet({name: said[name] for name in ("description", "completed_on", "total_cost")})
    office.key(range(1, 31))
    (found,) = office.find(FindingKind.MANY_TO_ONE_MATCH)
    assert found.record_ids == ("R30",)
    assert len(found.order_ids) == 2


@pytest.mark.spares("many_to_one_match")
def test_numbers_tell_claims_apart(whole_office: Office, order_values: Values) -> None:
    """An order that looks like a record and has another number of the series claims nothing."""
    _again(whole_office, order_values(30) | {"order_number": "WO-2019-00031", "labor_hours": "9"})
    assert whole_office.find(FindingKind.MANY_TO_ONE_MATCH) == []


@pytest.mark.raises("estimated_unseen")
def test_estimated_unseen(office: Office, order_values: Values) -> None:
    """Two lists that overlap little leave orders unseen where no numbers count them."""
    for counter in range(1, 101):
        values = {name: value for name, value in order_values(counter).items() if name != "order_number"}
        if counter % 5:
            office.sheet(values)
        if counter % 4:
            office.key([counter], order_number="")
    (found,) = office.find(FindingKind.ESTIMATED_UNSEEN)
    assert "80 orders are on paper, 75 in the list and 60 in both" in found.detail


@pytest.mark.spares("estimated_unseen")
def test_lists_that_overlap_leave_nothing_unseen(office: Office) -> None:
    """A list that lacks one order and a binder that lacks another leave nothing to estimate."""
    office.scan(c for c in range(1, 31) if c != 12).key(c for c in range(1, 31) if c != 20)
    assert office.find(FindingKind.ESTIMATED_UNSEEN) == []
