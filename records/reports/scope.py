"""What the report is about: the binders and what became of their pages, and the files behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from records.clusters import log_ties
from records.dataset import Dataset
from records.order import PaperOrder
from records.page import PageEntry, PageKind
from records.reports.tables import Cell, Column, ColumnKind, Row, Table, rows_of, text_columns
from records.reports.words import listed
from records.sides import sheets_of
from records.united import department_of

_GROUPS = (
    ("With orders", frozenset({PageKind.ORDER, PageKind.CONTINUATION})),
    ("Logs", frozenset({PageKind.LOG})),
    ("Blank", frozenset({PageKind.BLANK})),
    ("Tabs", frozenset({PageKind.TAB, PageKind.SEPARATOR, PageKind.INDEX, PageKind.CHARGE_OUT})),
    ("Of no order", frozenset({PageKind.ORPHAN})),
    ("Unreadable", frozenset({PageKind.UNREADABLE})),
)
_NUMBER = re.compile(r"^(.*?)(\d+)(\D*)$", re.DOTALL)


def scope_table(dataset: Dataset) -> Table:
    """A row a binder: every image that went in is in one of the groups."""
    listed_elsewhere = {row for row, _ in log_ties(dataset.orders)}
    orders: dict[str, list[PaperOrder]] = {}
    for order in dataset.orders:
        if order.order_id not in listed_elsewhere:
            orders.setdefault(order.binder, []).append(order)
    pages: dict[str, list[PageEntry]] = {}
    for page in dataset.pages:
        pages.setdefault(page.binder, []).append(page)
    counted = [*filter(pages.__contains__, dataset.sheets)]
    rows = [_binder_row(name, found, orders.get(name, [])) for name, found in pages.items()]
    if counted:
        rows = [[*row[:4], dataset.sheets.get(str(row[0])), _sheets(pages[str(row[0])]), *row[4:]] for row in rows]
    sheets = ("Sheets expected", "Sheets imaged") if counted else ()
    counts = [Column(title, ColumnKind.COUNT) for title, _ in _GROUPS]
    return Table(
        caption="The binders, and what became of each image",
        columns=(
            *text_columns("Binder", "Department", "Order numbers"),
            Column("Orders", ColumnKind.COUNT),
            *(Column(title, ColumnKind.COUNT) for title in sheets),
            Column("Images", ColumnKind.COUNT),
            *counts,
        ),
        rows=rows_of([*rows, _total(rows)] if len(rows) > 1 else rows),
        totals=len(rows) > 1,
        note="Images = with orders + logs + blank + tabs + of no order + unreadable; none is left out."
        + (" Sheets expected: as somebody counted them; a sheet imaged twice counts once." if counted else ""),
    )


def _sheets(pages: Sequence[PageEntry]) -> int:
    """The sheets that went through the scanner: half of the images where both sides were scanned, without copies."""
    entries = {page.number: page for page in pages}
    return sum(entries[sheet[0]].copy_of is None for sheet in sheets_of(entries))


def _binder_row(name: str, pages: Sequence[PageEntry], orders: Sequence[PaperOrder]) -> list[Cell]:
    departments = [found for found, _ in Counter(filter(None, map(department_of, orders))).most_common()]
    kinds = Counter(page.kind for page in pages)
    grouped: list[Cell] = [sum(kinds[kind] for kind in group) for _, group in _GROUPS]
    return [name, listed(departments, 3), number_ranges(orders), len(orders), len(pages), *grouped]


def _total(rows: list[list[Cell]]) -> list[Cell]:
    sums = [sum(cell for cell in column if isinstance(cell, int)) for column in list(zip(*rows, strict=True))[3:]]
    return ["All binders", "", "", *sums]


def number_ranges(orders: Iterable[PaperOrder]) -> str:
    """From the first to the last number of each series, the longest series first."""
    series: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for order in orders:
        found = _NUMBER.match(order.number or "")
        if found:
            series.setdefault((found[1], found[3]), []).append((int(found[2]), found[0]))
    ranges = [
        numbers[0] if numbers[0] == numbers[-1] else f"{numbers[0]} to {numbers[-1]}"
        for numbers in ([text for _, text in sorted(found)] for found in sorted(series.values(), key=len, reverse=True))
    ]
    return listed(ranges, 3)


def files_table(dataset: Dataset) -> Table:
    """The scan files, by what identifies them."""
    pages = Counter((page.binder, page.path, page.sha256) for page in dataset.pages)
    rows = [(binder, file_name(path), count, sha256) for (binder, path, sha256), count in pages.items()]
    columns = (Column("Binder"), Column("File"), Column("Images", ColumnKind.COUNT), Column("SHA-256"))
    return Table("The scan files", columns, rows_of(rows))


def sources_table(dataset: Dataset) -> Table:
    """The digital lists; of long ones how many rows were compared."""
    beyond = dataset.beyond
    rows: list[list[Cell]] = [
        [source.name, file_name(source.path), source.rows, _span_of_rows(dataset, source.name)]
        for source in dataset.sources
    ]
    if beyond:
        rows = [
            [*row, source.rows - beyond.get(source.name, 0)] for row, source in zip(rows, dataset.sources, strict=True)
        ]
    compared = (Column("Compared", ColumnKind.COUNT),) if beyond else ()
    columns = (Column("List"), Column("File"), Column("Rows", ColumnKind.COUNT), Column("Requested"), *compared)
    note = "Of a long list the rows of the months that were scanned are compared, with three more on either side, and "
    note += "those whose number is near one on paper. The measures are of the months that were scanned, "
    note += "and of rows that are linked to a sheet."
    return Table("The digital lists", columns, rows_of(rows), note=note if beyond else "")


def made_table(dataset: Dataset, made_on: str) -> Table:
    """How the report was made."""
    rows = [
        ("Made with", dataset.version or "Backfile"),
        ("Made on", made_on),
        ("Decisions by people taken into account", f"{dataset.decisions:,}"),
        ("End of the audit trail", dataset.trail.mark),
        ("Requests on paper", span(order.value("requested_on") for order in dataset.orders)),
        ("Requests in the digital lists", span(record.value("requested_on") for record in dataset.records)),
        ("Engines that read the pages", listed(sorted({page.engine for page in dataset.pages if page.engine}))),
        ("Fields added to the catalogue", listed(dataset.extra_fields)),
    ]
    return Table("In short", text_columns("What", "Detail"), tuple(Row(row) for row in rows if row[1]))


def span(dates: Iterable[str | None]) -> str:
    """From the first to the last of the dates."""
    known = sorted(found for found in dates if found)
    return (known[0] if known[0] == known[-1] else f"{known[0]} to {known[-1]}") if known else ""


def _span_of_rows(dataset: Dataset, source: str) -> str:
    return span(record.value("requested_on") for record in dataset.records if record.source == source)


def file_name(path: str) -> str:
    """A path's last part, so that the report is the same wherever the workspace lies; an address stays whole."""
    return path if "://" in path else PurePosixPath(path.replace("\\", "/")).name
