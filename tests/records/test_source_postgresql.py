"""A department's list in PostgreSQL: a table, a view, another schema, or what a question gives; never written to."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import create_engine, text

from records.errors import BadInput
from records.sources import SourceLimits, SourceSettings, read_source

ROWS = 250
TABLES = """
CREATE SCHEMA works;
CREATE TABLE works.orders (
    id serial PRIMARY KEY, wo_number text, requested_on date, closed_at timestamptz, status text,
    total_cost numeric(9,2), labor_hours double precision, urgent boolean, notes jsonb, location text
);
INSERT INTO works.orders (wo_number, requested_on, closed_at, status, total_cost, labor_hours, urgent, notes, location)
    SELECT 'WO-' || lpad(n::text, 5, '0'), date '2019-01-01' + n,
        timestamptz '2019-02-01 16:30+00' + n * interval '1 day',
        CASE WHEN n % 5 = 0 THEN NULL ELSE 'Closed' END, n + 0.5, 1.25, n % 2 = 0, '{"by": "ann"}', n || ' Main St'
    FROM generate_series(1, 250) AS n;
CREATE VIEW open_orders AS SELECT * FROM works.orders WHERE status IS NULL;
CREATE TABLE "Mixed Case" AS SELECT wo_number AS "WO #", requested_on AS "Date Opened" FROM works.orders LIMIT 3;
CREATE FUNCTION spoil() RETURNS int LANGUAGE sql VOLATILE AS 'DELETE FROM works.orders RETURNING 1';
"""


@pytest.fixture(scope="module")
def base(server: Path) -> str:
    """The URL of a database with orders in it, without a table."""
    address = f"postgresql+psycopg://owner@/postgres?host={server}"
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text(TABLES))
    engine.dispose()
    return address


def test_a_table_is_read_by_its_url(base: str) -> None:
    """`URL#schema.table` gives typed cells as values: days, moments with zones, exact amounts, hours, empty cells."""
    read = read_source(f"{base}#works.orders")
    assert (read.name, len(read.records)) == ("works.orders", ROWS)
    first = next(record for record in read.records if record.value("order_number") == "WO-00001")
    told = ("requested_on", "completed_on", "status", "total_cost", "labor_hours", "location")
    assert [first.value(name) for name in told] == ["2019-01-02", "2019-02-02", "closed", "1.50", "1.25", "1 Main St"]
    assert sum(record.value("status") is None for record in read.records) == ROWS // 5
    assert len({record.record_id for record in read.records}) == ROWS
    assert "owner" in read.path


def test_a_view_and_a_name_in_quotes(base: str) -> None:
    """A view is read like a table; capitals and blanks in names are no matter."""
    assert len(read_source(f"{base}#open_orders").records) == ROWS // 5
    mixed = read_source(f"{base}#Mixed Case")
    assert [record.value("order_number") for record in mixed.records] == ["WO-00001", "WO-00002", "WO-00003"]


def test_a_question_in_the_place_of_a_table(base: str) -> None:
    """`?query=SELECT ...#NAME` gives what it selects, under that name, its columns renamed as it says."""
    asked = quote("SELECT wo_number AS ticket, requested_on FROM works.orders WHERE total_cost < 11 AND urgent")
    read = read_source(f"{base}&query={asked}#urgent")
    assert (read.name, len(read.records)) == ("urgent", 5)
    assert {record.value("order_number") for record in read.records} == {f"WO-{n:05}" for n in (2, 4, 6, 8, 10)}


@pytest.mark.parametrize(
    "asked",
    ["SELECT spoil()", "WITH gone AS (DELETE FROM works.orders RETURNING id) SELECT id FROM gone", "DROP TABLE orders"],
)
def test_no_question_writes(base: str, asked: str) -> None:
    """What would write is refused, by the reader or by the database's read-only transaction; every row stays."""
    with pytest.raises(BadInput):
        read_source(f"{base}&query={quote(asked)}#x")
    assert len(read_source(f"{base}#works.orders").records) == ROWS


def test_what_is_not_there_is_named(base: str) -> None:
    """A missing table, a table over the limit and a question with a mistake are refused by name."""
    with pytest.raises(BadInput, match="has no table 'nothing'"):
        read_source(f"{base}#nothing")
    with pytest.raises(BadInput, match="over 100 rows"):
        read_source(f"{base}#works.orders", SourceSettings(limits=SourceLimits(rows=100)))
    with pytest.raises(BadInput, match="cannot be read"):
        read_source(f"{base}&query={quote('SELECT nothing FROM works.orders')}#x")
