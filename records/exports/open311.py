"""open311.csv: every order in the columns of Open311's GeoReport Bulk.

The specification asks for times with a zone and for coordinates; an order on paper has a day and an address. What is
not known is left empty rather than made up.
"""

from __future__ import annotations

from collections.abc import Iterator

from records.dataset import Dataset
from records.exports.resolved import resolved, where_known
from records.exports.schema import Column, ColumnType, Table, text

_CLOSED = frozenset({"closed", "cancelled", "duplicate", "void"})
"""GeoReport knows open and closed; which kind of closed it is stands in the notes."""


def _rows(dataset: Dataset) -> Iterator[list[str]]:
    for one, taken, _ in resolved(dataset, dataset.survivorship):
        said = {name: found.value for name, found in taken.items()}
        status = said.get("status", "closed" if "completed_on" in said else "")
        if one.papers and all(paper.void for paper in one.papers):
            status = "void"
        notes = [status.replace("_", " ")] if status not in {"", "open", "closed"} else []
        notes += [said["work_performed"]] if "work_performed" in said else []
        days = [said[name] for name in ("completed_on", "started_on", "requested_on") if name in said]
        yield [
            *(said.get("order_number", ""), said.get("requested_on", ""), max(days, default="")),
            *(said.get("completed_on", ""), "" if not status else "closed" if status in _CLOSED else "open"),
            *("; ".join(notes), "Paper" if where_known(one) == "paper" else "Digital", said.get("category", "")),
            *(said.get("description", ""), said.get("department", ""), said.get("location", ""), "", ""),
        ]


def _day(name: str, description: str) -> Column:
    return Column(name, ColumnType.DATE, description)


OPEN311 = Table(
    "open311",
    "One row an order in the columns of Open311 GeoReport Bulk; requesters are not in it.",
    (
        text("service_request_id", "The order number."),
        _day("requested_datetime", "The day it was asked for; paper gives no time of day."),
        _day("updated_datetime", "The last day that it speaks of."),
        _day("closed_date", "The day it was finished."),
        text("status_description", "Open or closed.", "open", "closed"),
        text("status_notes", "Which kind of closed or open it is, and what was done."),
        text("source", "Paper where no digital list holds it.", "Paper", "Digital"),
        text("service_name", "What kind of work it is."),
        text("description", "What was asked for."),
        text("agency_responsible", "The department."),
        text("address", "Where."),
        Column("lat", ColumnType.NUMBER, "Not known: nothing is geocoded."),
        Column("long", ColumnType.NUMBER, "Not known: nothing is geocoded."),
    ),
    _rows,
)
