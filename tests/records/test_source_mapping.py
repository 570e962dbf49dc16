"""Which column is which field, in the layouts of real systems and of offices that keep their own list."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.mappings import JUDGED, SAMPLE, mapped
from records.source import SourceRead
from records.sources import SourceSettings, read_source

ROWS = 60
Maker = Callable[[random.Random, int], str]


def pick(*words: str) -> Maker:
    """One of a few words."""
    return lambda source, _: source.choice(words)


def moment(form: str = "%m/%d/%Y %I:%M:%S %p") -> Maker:
    """A time of 2019, later from row to row."""
    start = datetime(2019, 1, 2, 8)
    return lambda source, row: (start + timedelta(hours=7 * row, minutes=source.randrange(400))).strftime(form)


def counted(prefix: str) -> Maker:
    """Numbers in a series."""
    return lambda _, row: f"{prefix}{row + 1001:05}"


def amount(most: float) -> Maker:
    """An amount of money."""
    return lambda source, _: f"{source.random() * most:.2f}"


def whole(most: int) -> Maker:
    """A whole number."""
    return lambda source, _: str(source.randrange(1, most))


STREET = pick("Main St", "N Oak Ave", "Elm Rd", "Canal Blvd")
ADDRESS: Maker = lambda source, row: f"{source.randrange(1, 9000)} {STREET(source, row)}"  # noqa: E731
PERSON = pick("Ann Smith", "Bob Lee", "Dee Jones", "Ray O'Neil")
KIND = pick("Pothole", "Tree down", "Street light", "Graffiti")
STATE = pick("Open", "Closed", "In Progress")
TEXT: Maker = lambda source, row: f"{source.choice(('Hole near curb', 'Limb on road, call first'))} {row}"  # noqa: E731
PHONE: Maker = lambda source, _: f"617-555-{source.randrange(1000, 9999)}"  # noqa: E731
HOURS = pick("0.5", "1", "1.5", "8")
KEY: Maker = lambda source, row: f"{source.getrandbits(32):08x}-1111-2222-3333-{row:012x}"  # noqa: E731
PLACE: Maker = lambda source, _: f"{40 + source.random():.6f}"  # noqa: E731

LAYOUTS: dict[str, tuple[dict[str, tuple[Maker, str]], str]] = {
    "new york": (
        {
            "Unique Key": (counted("41"), "order_number"),
            "Created Date": (moment(), "requested_on"),
            "Closed Date": (moment(), "completed_on"),
            "Agency Name": (pick("Department of Transportation", "Environmental Protection"), "department"),
            "Problem (formerly Complaint Type)": (KIND, "category"),
            "Problem Detail (formerly Descriptor)": (TEXT, "description"),
            "Location Type": (pick("Street", "Sidewalk"), ""),
            "Incident Zip": (whole(99999), ""),
            "Incident Address": (ADDRESS, "location"),
            "Street Name": (STREET, ""),
            "City": (pick("BROOKLYN"), ""),
            "Status": (pick("Open", "Closed", "Pending"), "status"),
            "Due Date": (moment(), "due_on"),
            "Resolution Description": (TEXT, "work_performed"),
            "Resolution Action Updated Date": (moment(), ""),
            "Latitude": (PLACE, ""),
        },
        "Unique Key",
    ),
    "chicago": (
        {
            "SR_NUMBER": (counted("SR19-"), "order_number"),
            "SR_TYPE": (KIND, "category"),
            "SR_SHORT_CODE": (pick("PHF", "SGA"), ""),
            "CREATED_DEPARTMENT": (pick("311"), ""),
            "OWNER_DEPARTMENT": (pick("CDOT", "Streets and Sanitation"), "department"),
            "STATUS": (pick("Open", "Completed", "Open - Dup"), "status"),
            "CREATED_DATE": (moment(), "requested_on"),
            "LAST_MODIFIED_DATE": (moment(), ""),
            "CLOSED_DATE": (moment(), "completed_on"),
            "STREET_ADDRESS": (ADDRESS, "location"),
            "STATE": (pick("Illinois"), ""),
            "STREET_NAME": (STREET, ""),
            "LEGACY_SR_NUMBER": (counted("12-"), ""),
            "WARD": (whole(50), ""),
        },
        "SR_NUMBER",
    ),
    "water service cards": (
        {
            "SvcOrdID": (counted("50"), "order_number"),
            "AcctNo": (pick("03-1147-02", "03-2210-01"), "account"),
            "CustNm": (PERSON, "requester_name"),
            "SvcAddr": (ADDRESS, "location"),
            "OrdTyp": (pick("TURN ON", "LEAK"), "category"),
            "OrdDt": (moment("%Y%m%d"), "requested_on"),
            "CmplDt": (pick("20190307", "20190412", "00000000"), "completed_on"),
            "MtrNo": (whole(9000), "asset"),
            "RdgIn": (whole(9000), ""),
            "SvcMan": (PERSON, "assigned_to"),
            "Rmks": (TEXT, "notes"),
        },
        "SvcOrdID",
    ),
    "a county's highways": (
        {
            "Job Ref": (counted("HW/21/"), "order_number"),
            "Date Logged": (moment("%d/%m/%Y %H:%M"), "requested_on"),
            "Target Completion": (moment("%d/%m/%Y"), "due_on"),
            "Actual Completion": (moment("%d/%m/%Y"), "completed_on"),
            "Defect Type": (KIND, "category"),
            "Reported By": (PERSON, "requester_name"),
            "Job Status": (pick("Complete", "Outstanding", "Cancelled"), "status"),
            "Gang": (pick("G4", "G5"), ""),
            "Remarks": (TEXT, "notes"),
        },
        "Job Ref",
    ),
    "school": (
        {
            "WorkOrder#": (counted("21"), "order_number"),
            "Requestor": (PERSON, "requester_name"),
            "Req. Date": (moment("%m/%d/%y"), "requested_on"),
            "Trade": (pick("HVAC", "Plumbing"), "category"),
            "Prty": (whole(4), "priority"),
            "Problem": (TEXT, "description"),
            "Comp. Date": (moment("%m/%d/%y"), "completed_on"),
            "Tech": (PERSON, "assigned_to"),
            "Lbr Hrs": (HOURS, "labor_hours"),
            "Lbr $": (amount(90), "labor_cost"),
            "Matl": (amount(90), "material_cost"),
        },
        "WorkOrder#",
    ),
    "austin": (
        {
            "sr_number": (counted("19-"), "order_number"),
            "sr_type_desc": (KIND, "category"),
            "sr_department_desc": (pick("Austin Code", "Public Works"), "department"),
            "sr_method_received_desc": (pick("Phone", "Spot 311 Interface"), ""),
            "sr_status_desc": (STATE, "status"),
            "sr_status_date": (moment("%Y-%m-%dT%H:%M:%S.000"), ""),
            "sr_created_date": (moment("%Y-%m-%dT%H:%M:%S.000"), "requested_on"),
            "sr_updated_date": (moment("%Y-%m-%dT%H:%M:%S.000"), ""),
            "sr_closed_date": (moment("%Y-%m-%dT%H:%M:%S.000"), "completed_on"),
            "sr_location": (ADDRESS, "location"),
            "sr_location_city": (pick("AUSTIN"), ""),
        },
        "sr_number",
    ),
    "georeport bulk": (
        {
            "service_request_id": (counted("6"), "order_number"),
            "requested_datetime": (moment("%Y-%m-%dT%H:%M:%SZ"), "requested_on"),
            "updated_datetime": (moment("%Y-%m-%dT%H:%M:%SZ"), ""),
            "closed_date": (moment("%Y-%m-%dT%H:%M:%SZ"), "completed_on"),
            "status_description": (STATE, "status"),
            "status_notes": (TEXT, "work_performed"),
            "source": (pick("phone", "web"), ""),
            "service_name": (KIND, "category"),
            "description": (TEXT, "description"),
            "agency_responsible": (pick("DPW", "Parks"), "department"),
            "address": (ADDRESS, "location"),
            "lat": (PLACE, ""),
            "long": (PLACE, ""),
        },
        "service_request_id",
    ),
    "maximo": (
        {
            "workorderid": (counted("77"), ""),
            "wonum": (counted("WO"), "order_number"),
            "description": (TEXT, "description"),
            "siteid": (pick("BEDFORD"), ""),
            "status": (pick("APPR", "COMP", "INPRG"), "status"),
            "wopriority": (whole(5), "priority"),
            "worktype": (pick("CM", "PM"), "category"),
            "reportdate": (moment("%Y-%m-%dT%H:%M:%S-05:00"), "requested_on"),
            "actstart": (moment("%Y-%m-%dT%H:%M:%S-05:00"), "started_on"),
            "actfinish": (moment("%Y-%m-%dT%H:%M:%S-05:00"), "completed_on"),
            "schedfinish": (moment("%Y-%m-%dT%H:%M:%S-05:00"), "due_on"),
            "changedate": (moment("%Y-%m-%dT%H:%M:%S-05:00"), ""),
            "estlabhrs": (HOURS, ""),
            "actlabhrs": (HOURS, "labor_hours"),
            "actlabcost": (amount(90), "labor_cost"),
            "actmatcost": (amount(90), "material_cost"),
            "acttoolcost": (amount(90), "equipment_cost"),
            "actservcost": (amount(90), "other_cost"),
            "acttotalcost": (amount(900), "total_cost"),
            "assetnum": (whole(2000), "asset"),
            "location": (ADDRESS, "location"),
            "glaccount": (pick("10-4410-310"), "account"),
            "reportedby": (PERSON, "requester_name"),
            "lead": (PERSON, "assigned_to"),
        },
        "workorderid",
    ),
    "cartegraph": (
        {
            "Oid": (KEY, ""),
            "IDField": (counted("TSK-"), "order_number"),
            "LocationDescriptionField": (ADDRESS, "location"),
            "TaskDescriptionField": (TEXT, "description"),
            "RequestDepartmentField": (pick("Streets", "Parks"), "department"),
            "RequesterNameField": (PERSON, "requester_name"),
            "RequestorPhoneNumberField": (PHONE, "requester_phone"),
            "EntryDateField": (moment("%m-%d-%Y, %I:%M %p"), "requested_on"),
            "StatusField": (STATE, "status"),
            "TotalCostField": (amount(900), "total_cost"),
            "LaborHoursField": (HOURS, "labor_hours"),
            "cgLastModifiedField": (moment("%m-%d-%Y, %I:%M %p"), ""),
        },
        "Oid",
    ),
    "lucity": (
        {
            "WO_NUMBER": (counted("1901"), "order_number"),
            "WO_STAT_CD": (pick("999|Complete", "1|New", "951|Cancelled"), "status"),
            "WO_STARTDT": (moment("%m/%d/%Y"), "started_on"),
            "WO_ADDRESS": (ADDRESS, "location"),
            "WO_TOTAL_COST": (amount(900), "total_cost"),
            "WO_LABOR_COST": (amount(90), "labor_cost"),
            "WO_EMPLOYEE": (PERSON, "assigned_to"),
            "WO_ACCT": (pick("10-44"), "account"),
        },
        "WO_NUMBER",
    ),
    "an office list": (
        {
            "ID": (lambda _, row: str(row + 1), ""),
            "Work Order #": (counted("19-"), "order_number"),
            "Rec'd": (moment("%m/%d/%y"), "requested_on"),
            "Compl. Date": (moment("%d-%b-%y"), "completed_on"),
            "Requested By": (PERSON, "requester_name"),
            "Tel. #": (PHONE, "requester_phone"),
            "Site": (ADDRESS, "location"),
            "Trade": (KIND, "category"),
            "Brief Desc.": (TEXT, "description"),
            "Mechanic": (PERSON, "assigned_to"),
            "Hrs.": (HOURS, "labor_hours"),
            "Labor $": (amount(90), "labor_cost"),
            "Parts $": (amount(90), "material_cost"),
            "Total $": (amount(900), "total_cost"),
            "Bill To Acct": (pick("101-22"), "account"),
            "Stat": (STATE, "status"),
            "Remarks": (TEXT, "notes"),
        },
        "ID",
    ),
    "fleet": (
        {
            "RO No": (counted("R"), "order_number"),
            "Unit #": (whole(400), "asset"),
            "Date In": (moment("%m/%d/%Y %H:%M"), "requested_on"),
            "Date Promised": (moment("%m/%d/%Y"), "due_on"),
            "Date Out": (moment("%m/%d/%Y %H:%M"), "completed_on"),
            "Operator": (PERSON, "requester_name"),
            "Odometer": (whole(90000), ""),
            "Problem": (TEXT, "description"),
            "Corrective Action": (TEXT, "work_performed"),
            "Labor Hrs": (HOURS, "labor_hours"),
            "Parts Cost": (amount(90), "material_cost"),
            "Job Cost": (amount(900), "total_cost"),
        },
        "RO No",
    ),
    "headers that say nothing": (
        {
            "F1": (counted("WO-19-"), "order_number"),
            "F2": (moment("%m/%d/%Y"), ""),
            "F3": (ADDRESS, "location"),
            "F4": (PHONE, "requester_phone"),
            "F5": (STATE, "status"),
            "F6": (amount(900), ""),
        },
        "F1",
    ),
    "a list that asks": (
        {
            "WO #": (counted("WO-19-"), "order_number"),
            "What": (TEXT, "description"),
            "Where": (ADDRESS, "location"),
            "Reported": (moment("%m/%d/%Y"), "requested_on"),
        },
        "WO #",
    ),
    "misspelt": (
        {
            "Work Ordre Number": (counted("WO-19-"), "order_number"),
            "Discription": (TEXT, "description"),
            "Locaton": (ADDRESS, "location"),
            "Prioritty": (pick("High", "Low"), "priority"),
        },
        "Work Ordre Number",
    ),
}


def written(path: Path, columns: dict[str, Maker]) -> SourceRead:
    """An extract with these columns, read."""
    source = random.Random(7)
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(columns)
        rows.writerows([maker(source, row) for maker in columns.values()] for row in range(ROWS))
    return read_source(str(path))


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
