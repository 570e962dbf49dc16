"""Digital extracts, from a file to records."""

from __future__ import annotations

from pathlib import Path

from records.sources import read_source


def test_a_plain_extract(tmp_path: Path) -> None:
    """A CSV's columns are understood, its values canonical, its cells kept as they came."""
    path = tmp_path / "streets.csv"
    path.write_text("WO #,Date Issued,Location,Hrs\n00412,3/7/19,12 MAIN ST,1:30\n00413,,14 MAIN ST,2\n")
    read = read_source(str(path))
    first, second = read.records
    assert first.values == {
        "order_number": "00412",
        "requested_on": "2019-03-07",
        "location": "12 MAIN ST",
        "labor_hours": "1.5",
    }
    assert first.raw == {"WO #": "00412", "Date Issued": "3/7/19", "Location": "12 MAIN ST", "Hrs": "1:30"}
    assert (first.key, second.row, second.value("requested_on")) == (("streets", "00412"), 2, None)
    assert read.warnings == ()
