"""Who reviewed, and who approved which state of the data."""

from __future__ import annotations

from collections import Counter

from records.approval import Approved
from records.dataset import Dataset
from records.decision import SubjectKind
from records.reports.tables import Column, ColumnKind, Table, rows_of, text_columns

_WORDS = {
    Approved.REPORT: "The gap report",
    Approved.QUALITY: "Scans checked",
    Approved.CERTIFICATE: "Digitization certified",
    Approved.SCAN: "Scanned",
    Approved.PEOPLE: "Roles in force",
}


def approvals_table(dataset: Dataset) -> Table:
    """The approvals, the oldest first, each with whether the data is still what was approved."""
    rows = [
        (
            _WORDS[one.what],
            one.binder,
            one.who,
            one.at[:10],
            "stands" if one.stands else "the data has changed since",
            one.state[:12],
            one.note,
        )
        for one in dataset.approvals
    ]
    columns = (
        *text_columns("What", "Binder", "Approved by"),
        Column("On", ColumnKind.DATE),
        *text_columns("Now", "State", "Note"),
    )
    return Table("Approvals", columns, rows_of(rows))


def standing_words(dataset: Dataset) -> str:
    """Whether the report is approved as it stands, in a sentence."""
    given = [one for one in dataset.approvals if one.what is Approved.REPORT]
    if not given:
        return "Nobody has approved it yet."
    last = given[-1]
    if last.stands:
        return f"Approved by {last.who} on {last.at[:10]}, as it stands."
    return f"{last.who} approved it on {last.at[:10]}; the data has changed since."


def reviewers_table(dataset: Dataset) -> Table:
    """Who decided how much, and when."""
    decided = [one for one in dataset.history if one.subject.kind is not SubjectKind.STATE]
    counts = Counter(one.who for one in decided)
    days = {who: sorted(one.decided_at[:10] for one in decided if one.who == who) for who in counts}
    rows = [(who, number, days[who][0], days[who][-1]) for who, number in sorted(counts.items())]
    columns = (
        Column("Reviewed by"),
        Column("Decisions", ColumnKind.COUNT),
        Column("First", ColumnKind.DATE),
        Column("Last", ColumnKind.DATE),
    )
    return Table("Reviewed", columns, rows_of(rows))
