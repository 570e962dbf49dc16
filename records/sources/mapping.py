"""Which column is which field: two witnesses, the header's words and the shape of the values, heard together.

Each pair of a column and a field has a score from both; the columns are then given to the fields so that the sum is
largest, one column a field. A column that nothing fits stays unmapped: it is kept in `raw` and said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import pairwise

from records.errors import UsageProblem
from records.fields import Field, FieldType
from records.source import ColumnMapping
from records.sources.headers import (
    NO_MATCH,
    HeaderMatch,
    Phrase,
    known_words,
    match_header,
    phrase_of,
    phrases_by_field,
    phrases_of,
    shared_prefix,
)
from records.sources.parts import SAID, with_parts
from records.sources.profile import ColumnProfile, are_persons, profile_of, value_score
from records.sources.settings import SourceSettings
from records.sources.table import Table
from records.value_grammar import tidy

LEAST = 0.5
"""Score below which a column stays unmapped."""
_STRICT = frozenset({FieldType.DATE, FieldType.MONEY, FieldType.HOURS, FieldType.NUMBER, FieldType.PHONE})
"""Types whose values say plainly that they are not something else."""
_TELLING = {"order_number": 0.62, "requester_phone": 0.6, "location": 0.55, "status": 0.6}
"""Fields whose values can speak alone, with what they can reach at most without a header."""
_LEAST_EXACT = 0.2
"""Share of the cells that must fit a strict type even where the header says it outright."""
_OPAQUE = re.compile(r"(?:column|col|field|fld|f|c|v|var|x|unnamed|expr)?[ _:.]*\d*(?: \(\d+\))?", re.IGNORECASE)
"""Headers that say nothing, so that the values may speak alone: "F1", "column 3", "Unnamed: 2"."""
_JUDGED = 400
"""Columns whose headers are compared word by word; in wider tables only those after the first with known headers."""
_THINGS = {
    FieldType.IDENTIFIER: "numbers that name something",
    FieldType.DATE: "dates",
    FieldType.MONEY: "amounts of money",
    FieldType.HOURS: "hours",
    FieldType.NUMBER: "numbers",
    FieldType.PHONE: "telephone numbers",
    FieldType.NAME: "names",
    FieldType.ADDRESS: "places",
    FieldType.CHOICE: "a few words that come again",
    FieldType.TEXT: "sentences",
}


_SAID = 0.85
"""Likeness from which a header says what it holds."""


@dataclass(frozen=True, slots=True)
class _Fit:
    """How one column fits one field."""

    score: float
    header: HeaderMatch
    values: float


def map_columns(table: Table, settings: SourceSettings, *, headless: bool = False) -> tuple[ColumnMapping, ...]:
    """The mapping of every column of a table.

    Raises:
        UsageProblem: The settings give a column to a field that the catalogue does not have.
    """
    table = table.sample()
    given = _given(table, settings)
    profiles = {name: profile_of(name, [*table.cells(column)]) for column, name in enumerate(table.columns)}
    open_columns = [name for name in table.columns if name not in given and name not in table.doubled]
    taken = {mapping.field for mapping in given.values()}
    fields = [field for name, field in settings.catalogue.items() if name not in taken]
    fits = _without_keys(table, _fits(open_columns[: _JUDGED * 5], profiles, fields, headless=headless))
    chosen = _assigned(open_columns, fields, fits)
    found = {column: _explained(profiles[column], field, fits[column, field.name]) for column, field in chosen.items()}
    named = _named(fields)
    rest = {column: _unmapped(profiles[column], table, named) for column in table.columns}
    mapping = rest | found | given
    allowed = frozenset(field.name for field in fields)
    return with_parts(table, [mapping[column] for column in table.columns], allowed)


def _given(table: Table, settings: SourceSettings) -> dict[str, ColumnMapping]:
    """What a person said of this table's columns; headers are compared without case and spacing."""
    spelled = {" ".join(column.casefold().split()): column for column in table.columns}
    found: dict[str, ColumnMapping] = {}
    for said, name in settings.columns.items():
        if name and name not in settings.catalogue:
            raise UsageProblem(
                f"The column '{said}' is given to '{name}', which is no field.", _did_you_mean(name, settings)
            )
        column = spelled.get(" ".join(said.casefold().split()))
        if column is not None:
            reason = SAID if name else "left alone, as the configuration says"
            found[column] = ColumnMapping(column, name or None, 1.0, reason)
    return found


def _did_you_mean(name: str, settings: SourceSettings) -> str:
    near = get_close_matches(name, settings.catalogue, n=1)
    return f"Did you mean '{near[0]}'?" if near else f"The fields are: {', '.join(settings.catalogue)}."


def _fits(
    columns: Sequence[str], profiles: Mapping[str, ColumnProfile], fields: Sequence[Field], *, headless: bool
) -> dict[tuple[str, str], _Fit]:
    phrases = phrases_by_field({field.name: field for field in fields})
    known = known_words({field.name: field for field in fields})
    prefix = shared_prefix(columns)
    fits = {}
    for place, column in enumerate(columns):
        if place >= _JUDGED and phrase_of(column).joined not in known:
            continue
        for field in fields:
            match = NO_MATCH if headless else _match(column, prefix, phrases[field.name])
            fit = _fit(profiles[column], field, match)
            if fit.score >= LEAST:
                fits[column, field.name] = fit
    return fits


def _without_keys(table: Table, fits: Mapping[tuple[str, str], _Fit]) -> dict[tuple[str, str], _Fit]:
    """The fits; a system's own key is no order number where every row has a lettered one beside it.

    `workorderid` 4682, 4683, 4685 beside `ticketid` P000498, P000499, T00283: what counts the rows up was never written
    on paper.
    """
    numbers = [column for (column, name), fit in fits.items() if name == "order_number" and fit.header.score >= _SAID]
    cells = {column: [tidy(cell) for cell in table.cells(table.columns.index(column))] for column in numbers}
    keys = [column for column in numbers if phrase_of(column).joined.endswith("id") and _counts_up(cells[column])]
    for column in numbers:
        others = [key for key in keys if key != column]  # a ticket's number rises from row to row as well
        if others and _names_each(cells[column], max(len(cell) for key in others for cell in cells[key])):
            return {pair: fit for pair, fit in fits.items() if pair[1] != "order_number" or pair[0] not in others}
    return dict(fits)


def _counts_up(cells: Sequence[str]) -> bool:
    """Whether whole numbers rise from row to row."""
    numbers = [int(cell) for cell in cells if cell.isdecimal() and len(cell) <= 18]
    return 1 < len(numbers) == len(cells) and all(one < two for one, two in pairwise(numbers))


def _names_each(cells: Sequence[str], longest: int) -> bool:
    """Whether nearly every row has a number of its own, with letters in it or two places longer than any key.

    A year and a counter are longer than what counts the rows of a system's table.
    """
    told = [c for c in cells if any(map(str.isdigit, c)) and (any(map(str.isalpha, c)) or len(c) > longest + 1)]
    return len(told) >= 0.9 * len(cells) and len(set(told)) >= 0.9 * len(cells)


def _match(column: str, prefix: str, phrases: Sequence[Phrase]) -> HeaderMatch:
    """The header's match, with or without the word that all headers begin with."""
    whole = match_header(column, phrases)
    if not prefix or not column.startswith(prefix) or whole.exact:
        return whole
    bare = match_header(column.removeprefix(prefix), phrases)
    return max(whole, bare, key=lambda match: match.score)


def _fit(profile: ColumnProfile, field: Field, header: HeaderMatch) -> _Fit:
    hinted = field.name == "status" and header.score > 0.2
    alone = _TELLING.get(field.name, 0.0) if hinted or _OPAQUE.fullmatch(profile.header) else 0.0
    if header.score < 0.4 and not alone:
        return _Fit(0.0, header, 0.0)
    if not profile.filled:
        return _Fit(header.score * 0.8 if header.score >= 0.8 else 0.0, header, 0.0)
    values = value_score(profile, field)
    if field.type is FieldType.NAME and phrase_of(profile.header).said == "name" and not are_persons(profile):
        return _Fit(0.0, header, values)  # whose name "name" is, only the values can tell
    if values < _least(field, header):
        return _Fit(0.0, header, values)
    together = header.score * (0.55 + 0.45 * values)
    by_values = alone * values if values >= 0.9 else 0.0
    return _Fit(max(together, by_values), header, values)


def _least(field: Field, header: HeaderMatch) -> float:
    """The share of cells that must fit: a header that says it outright is doubted only where values are strict."""
    if field.type in _STRICT:
        return _LEAST_EXACT if header.exact else 0.5
    return 0.05 if header.exact and header.score >= 1.0 else 0.2


def _assigned(
    columns: Sequence[str], fields: Sequence[Field], fits: Mapping[tuple[str, str], _Fit]
) -> dict[str, Field]:
    """The columns given to fields so that the scores sum to the most; among equals the earlier column.

    They are cubed, so that one sure column outweighs two likely ones.
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    candidates = [column for column in columns if any((column, field.name) in fits for field in fields)]
    if not candidates:
        return {}
    scores = np.zeros((len(candidates), len(fields)))
    for row, column in enumerate(candidates):
        for place, field in enumerate(fields):
            if (column, field.name) in fits:
                scores[row, place] = fits[column, field.name].score ** 3 - row * 1e-6
    rows, places = linear_sum_assignment(scores, maximize=True)
    pairs = zip(rows.tolist(), places.tolist(), strict=True)
    return {candidates[row]: fields[place] for row, place in pairs if scores[row, place] > 0}


def _explained(profile: ColumnProfile, field: Field, fit: _Fit) -> ColumnMapping:
    said = _said(profile, field, fit)
    if not profile.filled:
        return ColumnMapping(profile.header, field.name, round(fit.score, 3), f"{said}; no cell says anything")
    things = (
        "statuses"
        if field.name == "status"
        else "order numbers"
        if field.name == "order_number"
        else _THINGS[field.type]
    )
    reason = f"{said}; {fit.values:.0%} fit of the cells as {things}"
    return ColumnMapping(profile.header, field.name, round(min(fit.score, 1.0), 3), reason)


def _said(profile: ColumnProfile, field: Field, fit: _Fit) -> str:
    if fit.header.score < 0.4:
        return "the header says nothing known, the values speak for themselves"
    if fit.header.exact:
        return f"header '{profile.header}' is a word for {field.label}"
    return f"header '{profile.header}' is like '{fit.header.phrase}' ({field.label})"


def _unmapped(profile: ColumnProfile, table: Table, named: Mapping[str, Field]) -> ColumnMapping:
    if profile.header in table.doubled:
        reason = "another column has the same header and other cells"
    elif not profile.filled:
        reason = "empty"
    else:
        reason = _refused(profile, named.get(phrase_of(profile.header).joined))
    return ColumnMapping(profile.header, None, 0.0, reason)


def _refused(profile: ColumnProfile, named: Field | None) -> str:
    """Why a column with cells was not taken, above all where its header names a field and its cells do not fit."""
    if named is None:
        return "no field fits its header and its values"
    share = value_score(profile, named)
    if share < _LEAST_EXACT:
        things = _THINGS[named.type]
        return (
            f"header '{profile.header}' is a word for {named.label}, but only {share:.0%} fit of the cells as {things}"
        )
    return f"header '{profile.header}' is a word for {named.label}, but another column fits better"


def _named(fields: Sequence[Field]) -> Mapping[str, Field]:
    """The field that each word is said of, the first in the catalogue where several are."""
    found: dict[str, Field] = {}
    for field in fields:
        for phrase in phrases_of(field):
            found.setdefault(phrase.joined, field)
    return found


def with_form(mapping: ColumnMapping, form: str, failures: int) -> ColumnMapping:
    """The mapping with what reading the cells found out."""
    return replace(mapping, format=form, failures=failures)
