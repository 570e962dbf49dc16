"""Everything that the report says, before it becomes a page or a workbook."""

from __future__ import annotations

from dataclasses import dataclass

from records.dataset import Dataset
from records.measure import Measure
from records.reports import figures, lists, review, scope, signed, unseen, who
from records.reports.accounts import Account, accounts
from records.reports.cards import cards
from records.reports.headline import Headline, accounting_notes, headline
from records.reports.places import Place, places
from records.reports.tables import Cell, Column, ColumnKind, Row, Table, rows_of, text_columns
from records.reports.words import listed


@dataclass(frozen=True, slots=True)
class GapReport:
    """The report, section by section."""

    title: str
    headline: Headline
    scope: Table
    accounts: tuple[Account, ...]
    """All together first."""
    accounting: Table
    accounting_notes: tuple[str, ...]
    places: tuple[Place, ...]
    rescan: Table
    missing: tuple[Table, ...]
    """From the digital list, on paper, from both."""
    twice: tuple[Table, ...]
    """On paper, in the digital list."""
    differing: Table
    measures: tuple[Measure, ...]
    """Those that can be computed, of all departments together."""
    measures_tables: tuple[Table, ...]
    """All together; by department, month and kind of work, where there are several."""
    who: Table
    """The orders found only on paper by department, month and kind of work."""
    who_sentences: tuple[str, ...]
    unseen: Table
    others: tuple[Table, ...]
    review: tuple[Table, ...]
    review_notes: tuple[str, ...]
    unused: tuple[Table, ...]
    made: tuple[Table, ...]
    approved: str
    """Whether somebody approved it as it stands."""
    signed: tuple[Table, ...]
    """Who reviewed, and who approved."""


def gap_report(dataset: Dataset, made_on: str = "") -> GapReport:
    """Says everything once; the same dataset gives the same report."""
    shown = cards(dataset.findings)
    where = places(dataset, shown)
    known = lists.look_up(dataset, shown, where)
    accounted = accounts(dataset)
    missing = (
        lists.missing_digital(known, accounted[0].paper_only),
        lists.missing_paper(known),
        lists.in_neither(known),
    )
    twice = (lists.twice_on_paper(known), lists.twice_in_list(known))
    return GapReport(
        title=dataset.title,
        headline=headline(dataset, accounted[0], shown, where),
        scope=scope.scope_table(dataset),
        accounts=accounted,
        accounting=_accounting(accounted),
        accounting_notes=accounting_notes(accounted[0], sum(dataset.beyond.values())),
        places=where,
        rescan=_rescan(where),
        missing=missing,
        twice=twice,
        differing=lists.differing(known),
        measures=tuple(figures.known(dataset.measures)),
        measures_tables=(
            figures.measures_table(dataset.measures),
            figures.departments_table(dataset.measures),
            figures.months_table(dataset.measures),
            figures.categories_table(dataset.measures),
        ),
        who=who.who_table(dataset),
        who_sentences=who.who_sentences(dataset),
        unseen=unseen.unseen_table(accounted),
        others=lists.others(known),
        review=(review.findings_table(dataset.findings), review.fields_table(dataset)),
        review_notes=tuple(note for note in (review.possible_matches(dataset),) if note),
        unused=(review.problems_table(dataset), review.columns_table(dataset), review.warnings_table(dataset)),
        made=(scope.made_table(dataset, made_on), scope.files_table(dataset), scope.sources_table(dataset)),
        approved=signed.standing_words(dataset),
        signed=(signed.reviewers_table(dataset), signed.approvals_table(dataset)),
    )


def _accounting(accounted: tuple[Account, ...]) -> Table:
    columns = ("Matched", "Paper only", "Digital only", "Void", "In neither list", "Issued")
    parts = [one for one in accounted[1:] if one.issued]
    shown = parts if len(parts) > 1 else []
    rows: list[tuple[Cell, ...]] = [(one.department, *_classes(one)) for one in shown]
    rows.append(("All", *_classes(accounted[0])))
    return Table(
        caption="Issued = matched + paper only + digital only + void + in neither list",
        columns=(Column("Department"), *(Column(title, ColumnKind.COUNT) for title in columns)),
        rows=rows_of(rows),
        totals=bool(shown),
    )


def _classes(one: Account) -> tuple[int, ...]:
    return one.matched, one.paper_only, one.digital_only, one.void, one.unaccounted, one.issued


def _rescan(where: tuple[Place, ...]) -> Table:
    columns = (
        Column("Place", ColumnKind.COUNT),
        *text_columns("Binder", "Where", "What", "Looking for", "What was found", "What to do", "How sure"),
    )
    rows = tuple(
        Row(
            (
                place.number,
                place.binder,
                place.where,
                place.title,
                listed(place.looking_for),
                " ".join(place.reasons),
                " ".join(place.advice),
                place.sure,
            ),
            beneath=place.symptoms,
        )
        for place in where
    )
    return Table("Where to look, in the order of the binders", columns, rows)
