"""Lists that are longer than what is held: read in the same way, kept on the disk, gone when they are let go."""

from __future__ import annotations

import gzip
import pickle
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import BadInput
from records.source import SourceRead
from records.sources import SourceLimits, SourceSettings, delimited, read_source, renamed, spool
from records.sources.identity import mark, repeated
from records.sources.table import RowCoder

MANY = 500


def lines(rows: int = MANY) -> str:
    """A list with a title, a number that stands twice, a cell that is no date, a heading, totals and a footer."""
    made = ["City of Alder", "WO Number,Date Opened,Status,Total Cost,Location"]
    for number in range(rows):
        day = "soon" if number == 77 else f"{number % 12 + 1:02}/{number % 28 + 1:02}/2019"
        state = ("Open", "Closed", "Gone fishing")[number % 3]
        made.append(f'W-{number if number != 9 else 8:05},{day},{state},"{number}.50","{number} Main St\n rear"')
    return "\n".join([*made, "Total,,,99.00,", "500 records,,,,"])


def long_and_short(path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path | None = None) -> list[SourceRead]:
    """The same list read from the disk and held."""
    short = read_source(str(path))
    monkeypatch.setattr(spool, "HELD", 40)
    monkeypatch.setattr(spool, "_BLOCK", 7)
    return [read_source(str(path), SourceSettings(folder=folder)), short]


@pytest.mark.parametrize("form", ["csv", "gz", "latin", "open quote", "parquet", "sqlite"])
def test_a_long_list_is_read_like_a_short_one(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records, fields, formats, notes and warnings do not depend on whether a list is held or lies on the disk."""
    path = tmp_path / "orders.csv"
    if form == "gz":
        path = tmp_path / "orders.csv.gz"
        path.write_bytes(gzip.compress(lines().encode()))
    elif form == "latin":
        path.write_bytes(lines().replace("Main", "Königs").encode("cp1252"))
    elif form == "open quote":
        path.write_text(lines().replace('"77 Main St', '"77 "Main St').replace("\n rear", ""), newline="")
    else:
        path.write_text(lines(), newline="")
    if form in {"parquet", "sqlite"}:
        path = as_table(read_source(str(path)), tmp_path, form)
    long, short = long_and_short(path, monkeypatch)
    assert isinstance(long.records, spool.Spooled)
    assert isinstance(short.records, tuple)
    assert tuple(long.records) == short.records
    assert (long.notes, long.warnings) == (short.notes, short.warnings)
    understood = [[(one.column, one.field, one.format, one.failures) for one in of.mapping] for of in (long, short)]
    assert understood[0] == understood[1]
    assert (long.records[-1], long.records[41:44]) == (short.records[-1], [*short.records[41:44]])


def as_table(read: SourceRead, folder: Path, form: str) -> Path:
    """The same cells as a Parquet file or an SQLite table."""
    import pandas as pd

    frame = pd.DataFrame([record.raw for record in read.records])
    path = folder / f"orders.{form}"
    if form == "parquet":
        frame.to_parquet(path)
    else:
        connection = sqlite3.connect(path)
        frame.to_sql("orders", connection, index=False)
        connection.close()
    return path


def test_a_long_list_is_handed_to_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pickled it is the name of a file in the folder, which is taken over once; without a folder it is refused."""
    path, folder = tmp_path / "orders.csv", tmp_path / "between"
    path.write_text(lines(), newline="")
    folder.mkdir()
    long, short = long_and_short(path, monkeypatch, folder)
    sent = pickle.dumps(long)
    assert len(sent) < 10_000
    assert any(folder.iterdir())
    taken = pickle.loads(sent)
    assert tuple(taken.records) == short.records
    del long
    names = [one.name for one in folder.iterdir()]
    assert len(names) == 0, names
    with pytest.raises(TypeError):
        pickle.dumps(read_source(str(path)))


def test_a_renamed_list_stays_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list under another name gives the same records under that name, without reading them all."""
    path = tmp_path / "orders.csv"
    path.write_text(lines(), newline="")
    long, _ = long_and_short(path, monkeypatch)
    other = renamed(long, "orders-2")
    assert not isinstance(other.records, tuple)
    assert {record.key[0] for record in other.records} == {"orders-2"}
    assert other.records[-1].record_id == long.records[-1].record_id
    assert len(other.records) == len([*other.records[:]]) == MANY


def test_more_rows_than_the_limit_are_refused(tmp_path: Path) -> None:
    """A list over the limit is refused before the disk is full of it."""
    path = tmp_path / "orders.csv"
    path.write_text(lines(), newline="")
    with pytest.raises(BadInput, match="too large: over 100 rows"):
        read_source(str(path), SourceSettings(limits=SourceLimits(rows=100)))


@given(st.lists(st.lists(st.text(max_size=6), max_size=4), max_size=30), st.integers(1, 9))
def test_what_is_kept_comes_back(rows: list[list[str]], held: int) -> None:
    """Whatever is in the rows, lone surrogates too, the sequence gives them back in order, by number and by slice."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "HELD", held)
        patch.setattr(spool, "_BLOCK", 3)
        found = spool.kept(iter(rows), RowCoder())
        assert [*found] == rows
        assert len(found) == len(rows)
        assert [found[place] for place in range(-len(rows), len(rows))] == rows + rows
        assert [*found[1:5]] == rows[1:5]


@given(st.lists(st.one_of(st.none(), st.sampled_from("abcdef")), max_size=20))
def test_repeated_values_are_those_that_counting_finds(values: list[str | None]) -> None:
    """Marks find the values that stand again, the first first, with all their rows; rows without one never."""
    from array import array

    places: dict[str, list[int]] = {}
    for row, value in enumerate(values):
        if value is not None:
            places.setdefault(value, []).append(row)
    again = [rows for rows in places.values() if len(rows) > 1]
    assert repeated(array("q", map(mark, values)), 2) == (len(again), again[:2] if again else ())


@pytest.mark.parametrize("ending", ["", "\r\n"])
def test_a_line_without_an_end_is_refused_by_its_number(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be a row is refused before it is held; a row just within the limit is read."""
    monkeypatch.setattr(delimited, "_LONGEST_LINE", 1000)
    path = tmp_path / "orders.csv"
    head = "WO Number,Status,Location\nW-1,Open,1 Main St\n"
    path.write_text(f"{head}W-2,Open,{'x' * 980}{ending}", newline="")
    assert len(read_source(str(path)).records) == 2
    path.write_text(f"{head}W-2,Open,{'x' * 2000}{ending}", newline="")
    with pytest.raises(BadInput, match="line 3 is too long"):
        read_source(str(path))
