"""Of a long list the rows that can be about what was scanned are handed out, and the others only counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from backfile.narrow import Scope, narrowed
from matching import Imported, Reconciliation, reconcile
from matching.measures import MeasureSettings, duplicates_from, measure, unaccounted_from
from records.dataset import SourceSummary
from records.errors import WorkspaceProblem
from records.match import Match, MatchDecision
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus
from records.period import months_scanned, of_months_scanned
from records.store import Store, near

STREETS = ("Oak", "Maple", "Cedar", "Elm", "Lake", "Hill", "Pine", "River", "Adams", "Church", "King")
WORK = ("fill pothole", "replace lamp", "trim tree over walk", "clear blocked drain", "reset stop sign")


def values_of(year: int, counter: int) -> dict[str, str]:
    """What the order of a year with this counter says; two of one year never say the same."""
    day = date(year, 1, 1) + timedelta(days=counter)
    key = year * 367 + counter
    return {
        "order_number": f"WO-{year}-{year % 10 * 5000 + counter:05}",
        "requested_on": day.isoformat(),
        "completed_on": (day + timedelta(days=key % 9)).isoformat(),
        "location": f"{key % 1993 + 10} {STREETS[key % 11]} Street",
        "description": WORK[key % 5],
        "requester_phone": f"801555{key % 9973:04}",
        "total_cost": f"{50 + key % 701}.{key % 90 + 10}",
    }


def sheet(values: dict[str, str], page: int) -> PaperOrder:
    """An order on paper that says so."""
    readings = tuple(
        FieldReading(name, value, value, ReadingStatus.OK, 0.97, page, None, "test") for name, value in values.items()
    )
    return PaperOrder(f"streets:{page}", "streets", (page,), readings, "Streets", "work order")


def row(values: dict[str, str], place: int) -> DigitalRecord:
    """A row that says so."""
    return DigitalRecord("cmms", str(place), place, values, {}, "Streets")


ORDERS = [sheet(values_of(2019, counter), page) for page, counter in enumerate(range(60, 92), 1) if counter != 75]


def rows() -> Iterator[DigitalRecord]:
    """Eight years, with the year of the binder among them; one order of the binder is missing, one is there twice."""
    place = 0
    for year in range(2013, 2021):
        for counter in range(1, 160):
            for _ in range(0 if (year, counter) == (2019, 66) else 2 if (year, counter) == (2019, 80) else 1):
                place += 1
                yield row(values_of(year, counter), place)


def kept(folder: Path) -> Store:
    """A store with the binder and the long list."""
    store = Store.open(folder / "backfile.sqlite")
    store.replace_binders(["streets"], [], ORDERS)
    records = list(rows())
    store.replace_source(SourceSummary("cmms", "cmms.csv", len(records), ()), records)
    return store


def reconciled(store: Store) -> Reconciliation:
    """What paper and list say together."""
    return reconcile(store.orders(), store.pages(), store.records(), imported=Imported(store.sources()))


def test_what_is_far_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links and findings are those of the whole list; what was left out is counted, and only long lists are divided."""
    with kept(tmp_path) as store:
        whole, every = reconciled(store), store.records()
        assert store.dataset().beyond == {}
        monkeypatch.setattr(near, "LONG", 1000)
        part, some = reconciled(store), store.records()
        dataset = store.dataset()
    assert len(some) < len(every) / 6
    assert {"missing_digital", "missing_paper", "duplicate_digital"} <= {found.kind for found in part.findings}
    assert {found.finding_id for found in part.findings} == {found.finding_id for found in whole.findings}
    assert {(one.order_id, one.record_id) for one in part.matches} == {
        (one.order_id, one.record_id) for one in whole.matches
    }
    assert dataset.records == some
    assert dataset.beyond == {"cmms": len(every) - len(some)}


def test_measures_are_of_the_months_scanned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a divided list the measures are those of all its rows of the binder's months, though few others are held."""
    with kept(tmp_path) as store:
        whole, every = reconciled(store), store.records()
        monkeypatch.setattr(near, "LONG", 1000)
        part = reconciled(store)
        narrow = narrowed(replace(store.dataset(), **parts_of(part)), Scope("Streets"), 14)
    counted = [row for row in every if (row.value("requested_on") or "")[:7] in {"2019-03", "2019-04"}]
    gone = unaccounted_from(whole.findings, whole.orders)
    same = duplicates_from(whole.findings)
    assert part.measures == measure(whole.orders, counted, whole.matches, same, gone, MeasureSettings())
    assert part.measures[0].digital == len(counted)
    assert whole.measures[0].digital == len(every)
    assert narrow.measures[0].digital == len(counted)


def parts_of(part: Reconciliation) -> dict[str, object]:
    """What a reconciliation puts in the place of a dataset's own."""
    return {"orders": part.orders, "matches": part.matches, "findings": part.findings, "measures": part.measures}


LINKED = Match("streets:1", "cmms", "far", 0.99, 9.0, MatchDecision.LINK)


@pytest.mark.parametrize(
    ("values", "record_id", "counts"),
    [
        ({"requested_on": "2019-03-01", "completed_on": "2020-01-07"}, "1", True),
        ({"requested_on": "2019-05-01", "completed_on": "2019-05-02"}, "1", False),
        ({"requested_on": "2019-02-28", "completed_on": "2019-03-02"}, "1", False),
        ({"requested_on": "", "completed_on": "2019-04-30"}, "1", True),
        ({"requested_on": "", "completed_on": ""}, "1", True),
        ({"requested_on": "2014-05-01"}, "far", True),
    ],
)
def test_rows_that_measures_count(values: dict[str, str], record_id: str, *, counts: bool) -> None:
    """A row counts by the first of its days, by its link, or where it bears no day; those of other lists always do."""
    record = DigitalRecord("cmms", record_id, 1, {**FAR, **values}, {}, "Streets")
    other = replace(record, source="other")
    kept_rows = of_months_scanned([record, other], ORDERS, [LINKED], {"cmms"})
    assert kept_rows == ((record, other) if counts else (other,))
    assert of_months_scanned([record, other], ORDERS, [LINKED], ()) == (record, other)


def test_a_day_far_from_a_binders_others_scans_no_month() -> None:
    """A binder's months reach from its first sure day to its last, without the odd one far from all others."""
    odd = [
        sheet({**values_of(2019, 60), "requested_on": day, "completed_on": day}, 99) for day in ("2009-03-01", "bad")
    ]
    assert months_scanned([*ORDERS, *ORDERS, *odd]) == {"2019-03", "2019-04"}
    assert months_scanned(ORDERS[:2]) == {"2019-03"}
    assert months_scanned([]) == frozenset()


def test_every_record_passes_and_none_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gone through one by one a long list is whole; a row that is gone is missed at the end of its list."""
    monkeypatch.setattr(near, "LONG", 1000)
    with kept(tmp_path) as store:
        assert tuple(store.every_record()) == tuple(rows())
        with store._writing() as connection:
            connection.exec_driver_sql("DELETE FROM records WHERE place = 1200")
        passing = store.every_record()
        with pytest.raises(WorkspaceProblem, match="1272"):
            assert sum(1 for _ in passing) > 0
        with pytest.raises(WorkspaceProblem, match="1272"):
            store.records()


FAR = values_of(2014, 100)


@pytest.mark.parametrize(
    ("changed", "held"),
    [
        ({}, False),
        ({"completed_on": "2019-03-20"}, True),
        ({"requested_on": "2019-07-30", "completed_on": ""}, True),
        ({"requested_on": "2019-08-01", "completed_on": ""}, False),
        ({"requested_on": "", "completed_on": ""}, True),
        ({"order_number": "WO-2019-45300"}, True),
        ({"order_number": "201945061"}, True),
        ({"order_number": "45061"}, True),
        ({"order_number": "7-2019-45061"}, True),
        ({"order_number": "WO-2019-40061"}, False),
        ({"order_number": "none"}, False),
        ({"order_number": ""}, False),
        ({name: values_of(2019, 70)[name].upper() for name in ("location", "requester_phone")}, True),
        ({"location": values_of(2019, 70)["location"]}, False),
        ({"requester_phone": values_of(2019, 70)["requester_phone"]}, False),
        ({"requested_on": "soon", "completed_on": "later"}, False),
    ],
)
def test_reach(changed: dict[str, str], held: bool) -> None:
    """A row is near by a month, a number, telephone and place together, or because no day speaks against it."""
    values = {name: value for name, value in {**FAR, **changed}.items() if value}
    reach = near.reach_of(ORDERS)
    assert reach is not None
    assert reach.holds(row(values, 1)) is held


def test_a_binder_without_days_leaves_nothing_out() -> None:
    """Where most orders of a binder bear no day, or there are none, any row may be about it."""
    silent = [sheet({"order_number": f"A-{page}"}, page) for page in range(1, 9)]
    assert near.reach_of([]) is None
    assert near.reach_of([*ORDERS, *(replace(order, binder="signs") for order in silent)]) is None
    assert near.reach_of([*ORDERS, *(replace(order, binder="signs") for order in silent[:4])]) is not None
    wild = sheet({**values_of(2019, 60), "requested_on": "9999-12-31"}, 1)
    assert near.reach_of([wild]) is not None
