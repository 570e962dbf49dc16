"""What is still open, how sure it is, and what could not be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from records.dataset import Dataset
from records.finding import Finding, FindingStatus
from records.lines import field_label
from records.match import MatchDecision
from records.reports.tables import Cell, Column, ColumnKind, Table, rows_of, text_columns
from records.reports.words import count, kind_words


def findings_table(findings: Sequence[Finding]) -> Table:
    """How many findings of each kind there are, how sure the open ones are, and what people said."""
    kinds = list(dict.fromkeys(str(found.kind) for found in findings))
    rows = [_kind_row(kind, [found for found in findings if found.kind == kind]) for kind in kinds]
    titles = ("Open, 90\u00a0% sure or more", "Open, 70 to 90\u00a0%", "Open, less sure", "Confirmed", "Dismissed")
    sums: list[Cell] = [sum(_whole(row[place]) for row in rows) for place in range(2, 7)]
    return Table(
        caption="Findings by kind, and how sure they are",
        columns=(*text_columns("What was found", "What to do"), *(Column(title, ColumnKind.COUNT) for title in titles)),
        rows=rows_of([*rows, ["All findings", "", *sums]] if len(rows) > 1 else rows),
        totals=len(rows) > 1,
    )


def _whole(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


def _kind_row(kind: str, found: list[Finding]) -> list[Cell]:
    words = kind_words(kind)
    bands = Counter(_band(one) for one in found if one.status is FindingStatus.OPEN)
    status = Counter(one.status for one in found)
    said: list[Cell] = [status[FindingStatus.CONFIRMED], status[FindingStatus.DISMISSED]]
    return [words.label, words.advice, *(bands[band] for band in range(3)), *said]


def _band(found: Finding) -> int:
    return 0 if found.certainty >= 0.9 else 1 if found.certainty >= 0.7 else 2


def fields_table(dataset: Dataset) -> Table:
    """The fields that a person should look at, the most frequent first."""
    asked = Counter(name for order in dataset.orders for name in order.needs_review)
    lines = sum(bool(item.needs_review) for order in dataset.orders for item in order.line_items)
    rows = [(field_label(name), number) for name, number in sorted(asked.items(), key=lambda pair: (-pair[1], pair[0]))]
    rows += [("Lines of labor, material and equipment", lines)] if lines else []
    columns = (Column("Field"), Column("Orders", ColumnKind.COUNT))
    return Table("Values read from paper that wait for a person", columns, rows_of(rows))


def possible_matches(dataset: Dataset) -> str:
    """How many links wait for a person, in words; empty where none does."""
    waiting = sum(found.decision is MatchDecision.POSSIBLE for found in dataset.matches)
    if not waiting:
        return ""
    verb = "waits" if waiting == 1 else "wait"
    return f"{count(waiting, 'possible match', 'possible matches')} of an order on paper and a row {verb} for a person."


def problems_table(dataset: Dataset) -> Table:
    """Files that could not be used."""
    rows = [(problem.path, problem.reason, problem.cure) for problem in dataset.problems]
    return Table("Files that could not be used", text_columns("File", "Why", "What to do"), rows_of(rows))


def columns_table(dataset: Dataset) -> Table:
    """Columns that were not understood, or of which some cells were not."""
    rows: list[list[Cell]] = [
        [source.name, column.column, field_label(column.field) if column.field else "not used", column.reason, failures]
        for source in dataset.sources
        for column in source.mapping
        if (failures := column.failures) or column.field is None
    ]
    columns = (*text_columns("List", "Column", "Field", "Why"), Column("Cells that do not fit", ColumnKind.COUNT))
    return Table("Columns not used, or not wholly", columns, rows_of(rows), grouped=True)


def warnings_table(dataset: Dataset) -> Table:
    """What a person should know about the digital lists."""
    rows = [(source.name, warning) for source in dataset.sources for warning in source.warnings]
    return Table("Warnings about the digital lists", text_columns("List", "Warning"), rows_of(rows), grouped=True)
