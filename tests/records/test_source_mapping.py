"""Which column is which field, in the layouts of real systems and of offices that keep their own list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from mapping_layouts import ADDRESS, LAYOUTS, PERSON, TEXT, counted, moment, pick, written

from benchmarks.mappings import JUDGED, SAMPLE, mapped
from records.sources import SourceSettings, read_source


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts(tmp_path: Path, name: str) -> None:
    """Each column of a known layout goes to its field, and those without a field stay unmapped."""
    columns, identity = LAYOUTS[name]
    read = written(tmp_path / "extract.csv", {column: maker for column, (maker, _) in columns.items()})
    found = {mapping.column: mapping.field or "" for mapping in read.mapping}
    assert found == {column: field for column, (_, field) in columns.items()}
    assert [record.record_id for record in read.records] == [record.raw[identity] for record in read.records]
    assert all(mapping.reason for mapping in read.mapping)


def test_units(tmp_path: Path) -> None:
    """Whole cents become dollars and minutes hours, and it is said."""
    read = written(
        tmp_path / "units.csv", {"WO No": counted("W"), "total_cents": pick("12345"), "labor_minutes": pick("90")}
    )
    assert read.records[0].values == {"order_number": "W01001", "total_cost": "123.45", "labor_hours": "1.5"}
    assert [mapping.format for mapping in read.mapping] == ["", "whole cents", "minutes"]


def test_numbers_with_a_false_point(tmp_path: Path) -> None:
    """Numbers that a program wrote as 412.0 are 412 again; one that is really 412.5 keeps its column as it is."""
    path = tmp_path / "floats.csv"
    path.write_text("WO Number,Location\n412.0,1 MAIN ST\n413.0,2 MAIN ST\n")
    assert [record.value("order_number") for record in read_source(str(path)).records] == ["412", "413"]
    path.write_text("WO Number,Location\n412.0,1 MAIN ST\n413.5,2 MAIN ST\n")
    assert [record.value("order_number") for record in read_source(str(path)).records] == ["412.0", "413.5"]


def test_a_row_key_is_no_order_number(tmp_path: Path) -> None:
    """1, 2, 3, … under "id" counts the rows; it identifies them, and is not taken for the orders' number."""
    read = written(
        tmp_path / "keys.csv", {"id": lambda _, row: str(row + 1), "location": ADDRESS, "date_requested": moment()}
    )
    assert {mapping.column: mapping.field for mapping in read.mapping}["id"] is None
    assert read.records[4].record_id == "5"
    assert any("no column with order numbers" in warning for warning in read.warnings)


@pytest.mark.parametrize(
    ("second", "number"),
    [("T", "ticketid"), ("20180", "ticketid"), ("", "workorderid")],
    ids=["lettered", "with its year", "two plain numbers"],
)
def test_a_systems_own_key_is_no_order_number(tmp_path: Path, second: str, number: str) -> None:
    """What counts the rows up is the system's key where each row has a lettered or a longer number beside it."""
    numbers = {
        "workorderid": lambda _, row: str(4682 + row),
        "ticketid": lambda _, row: f"{second}{row * 7 % 60 + 300}",
    }
    read = written(tmp_path / "orders.csv", {**numbers, "location": ADDRESS, "open_dt": moment()})
    assert [mapping.column for mapping in read.mapping if mapping.field == "order_number"] == [number]
    assert read.records[3].record_id == ("4685" if second else "321")


def test_a_key_and_a_longer_number_that_rise_together(tmp_path: Path) -> None:
    """Orders are filed in their order: the ticket's number rises like the key, and is the longer of the two."""
    numbers = {"workorderid": lambda _, row: str(347 + row), "ticketid": lambda _, row: str(202100549 + row)}
    read = written(tmp_path / "orders.csv", {**numbers, "location": ADDRESS, "open_dt": moment()})
    assert [mapping.column for mapping in read.mapping if mapping.field == "order_number"] == ["ticketid"]
    assert read.records[3].record_id == "350"


def test_rows_are_numbered_where_nothing_identifies_them(tmp_path: Path) -> None:
    """Where the order number stands twice, the row's number identifies the record, and the repeat is named."""
    path = tmp_path / "twice.csv"
    path.write_text("WO Number,Location\n7,1 MAIN ST\n7,2 MAIN ST\n,3 MAIN ST\n")
    read = read_source(str(path))
    assert [record.record_id for record in read.records] == ["1", "2", "3"]
    assert any("7 in line 2, line 3" in warning for warning in read.warnings)
    assert any("1 row without an order number, the first in line 4" in warning for warning in read.warnings)


def test_statuses_outside_the_vocabulary(tmp_path: Path) -> None:
    """A status that the vocabulary does not have is a doubt on its record and a warning, and keeps its words in raw."""
    path = tmp_path / "status.csv"
    path.write_text("WO Number,Status\n10,Open\n11,Gone fishing\n12,Closed\n")
    read = read_source(str(path))
    assert "vocabulary" in read.records[1].doubts["status"]
    assert read.records[1].raw["Status"] == "Gone fishing"
    assert any("line 3 'Gone fishing'" in warning for warning in read.warnings)


def test_department(tmp_path: Path) -> None:
    """A record's department is the one that was said, else the one in its row."""
    path = tmp_path / "dept.csv"
    path.write_text("WO Number,Dept\n10,Streets\n11,\n")
    assert [record.department for record in read_source(str(path)).records] == ["Streets", ""]
    said = read_source(str(path), SourceSettings(department="Water"))
    assert [record.department for record in said.records] == ["Water", "Water"]


def test_divided_addresses_and_names(tmp_path: Path) -> None:
    """An address in four columns and a name in two are put together in their order, and each column says so."""
    path = tmp_path / "parts.csv"
    path.write_text(
        "WO Number,St Name,St No,Dir,St Type,Caller Last Name,Caller First Name\n"
        "10,OAK,12,N,AVE,Lee,Ann\n11,MAIN,7,,ST,O'Neil,Ray\n"
    )
    read = read_source(str(path))
    assert [record.value("location") for record in read.records] == ["12 N OAK AVE", "7 MAIN ST"]
    assert [record.value("requester_name") for record in read.records] == ["Ann Lee", "Ray O'Neil"]
    assert sum("put together" in mapping.reason for mapping in read.mapping) == 6
    assert read.records[0].raw["St Name"] == "OAK"


def test_a_whole_address_is_not_put_together(tmp_path: Path) -> None:
    """Where a column has the whole address, its parts beside it are left alone."""
    path = tmp_path / "whole.csv"
    path.write_text("WO Number,Address,Street Number,Street Name\n10,12 N OAK AVE,12,OAK\n11,7 MAIN ST,7,MAIN\n")
    assert read_source(str(path)).records[0].value("location") == "12 N OAK AVE"


def test_columns_that_a_person_put_together(tmp_path: Path) -> None:
    """Several columns given to one field are put together in their order in the extract."""
    path = tmp_path / "said.csv"
    path.write_text("WO Number,Gizmo,Part\n10,big,blue\n11,small,\n")
    said = read_source(str(path), SourceSettings(columns={"gizmo": "notes", "part": "notes"}))
    assert [record.value("notes") for record in said.records] == ["big blue", "small"]


def test_numbers_that_a_spreadsheet_rounded(tmp_path: Path) -> None:
    """1.23457E+11 was an order number once; it is a doubt, and no value."""
    path = tmp_path / "rounded.csv"
    path.write_text("WO Number,Location,Phone\n1.23457E+11,1 MAIN ST,6175551234.0\n123457000123,2 MAIN ST,\n")
    first, second = read_source(str(path)).records
    assert "rounded" in first.doubts["order_number"]
    assert (first.value("requester_phone"), second.value("order_number")) == ("6175551234", "123457000123")


def test_a_column_whose_cells_do_not_fit(tmp_path: Path) -> None:
    """A header that names a field does not carry cells that are none of its kind, and the mapping says why."""
    path = tmp_path / "unfit.csv"
    path.write_text("Order,Date Requested,Location\nA1,yes,1 MAIN ST\nA2,no,2 MAIN ST\n")
    number, day, _ = read_source(str(path)).mapping
    assert (number.field, day.field) == ("order_number", None)
    assert "a word for Requested on, but only 0%" in day.reason


def test_open311_is_finished_where_it_is_closed(tmp_path: Path) -> None:
    """GeoReport v2 has one day on which a request was last touched: that of completion only where it is closed."""
    path = tmp_path / "requests.json"
    one = {"service_name": "Pothole", "requested_datetime": "2019-03-07T08:00:00-05:00", "address": "12 Main St"}
    touched = {"updated_datetime": "2019-03-09T08:00:00-05:00"}
    path.write_text(
        json.dumps(
            [
                {"service_request_id": "638344", "status": "closed", **one, **touched},
                {"service_request_id": "638349", "status": "open", **one, **touched},
            ]
        )
    )
    read = read_source(str(path))
    assert [record.value("completed_on") for record in read.records] == ["2019-03-09", None]
    assert [record.value("order_number") for record in read.records] == ["638344", "638349"]
    assert any("updated_datetime" in note for note in read.notes)


def test_a_status_of_codes_is_said_and_can_be_explained(tmp_path: Path) -> None:
    """A status column of digits is a status that nobody can read until the configuration says what they mean."""
    path = tmp_path / "orders.csv"
    rows = [f"W-{number:03},2019-03-{number % 28 + 1:02},{number % 3}" for number in range(60)]
    path.write_text("\n".join(["WO Number,Date Opened,Status", *rows]))
    bare = read_source(str(path))
    assert {found.column: found.field for found in bare.mapping}["Status"] == "status"
    assert {record.value("status") for record in bare.records} == {None}
    assert any("vocabulary of statuses" in warning for warning in bare.warnings)
    told = read_source(str(path), SourceSettings(statuses={"0": "open", "1": "closed", "2": "on_hold"}))
    assert [record.value("status") for record in told.records[:3]] == ["open", "closed", "on_hold"]
    assert told.records[0].raw["Status"] == "0"


def test_a_name_is_a_persons_only_where_its_cells_are(tmp_path: Path) -> None:
    """Under "name" alone persons are requesters; models of machines are nobody."""
    machines = pick(
        "Sony Turntable - PSLX350H", "Bose Acoustimass 5 Series III Speaker System - AM53BK", "Linksys 8-Port"
    )
    for maker, field in ((PERSON, "requester_name"), (machines, None)):
        read = written(tmp_path / "names.csv", {"WO No": counted("W"), "name": maker, "description": TEXT})
        assert {found.column: found.field for found in read.mapping}["name"] == field


def test_house_numbers_stand_before_the_place_that_lacks_them(tmp_path: Path) -> None:
    """House numbers go before places that have none; where these have, or a column is mostly empty, it is left."""
    path = tmp_path / "houses.csv"
    path.write_text("WO No,street_number,address_1\n10,12,Oak Ave\n11,7,Main St\n12,,Elm Rd\n")
    assert [record.value("location") for record in read_source(str(path)).records] == [
        "12 Oak Ave",
        "7 Main St",
        "Elm Rd",
    ]
    path.write_text("WO No,street_number,address_1\n10,12,12 Oak Ave\n11,7,7 Main St\n12,,9 Elm Rd\n")
    assert read_source(str(path)).records[0].value("location") == "12 Oak Ave"
    path.write_text("WO No,street_number,address_1\n10,,Oak Ave\n11,,Main St\n12,3,Elm Rd\n")
    assert {one.column: one.field for one in read_source(str(path)).mapping}["street_number"] is None


@pytest.mark.parametrize("name", [name for name in JUDGED if "/" not in name])
def test_the_sample_systems_need_no_mapping(name: str) -> None:
    """Every column of the three sample systems goes to its field, and no other does."""
    found = mapped(str(SAMPLE / name), name)
    assert (found.wrong, found.found, found.left) == ([], found.of_fields, found.columns - found.of_fields)
