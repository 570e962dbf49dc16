"""From a column's cells to values: each distinct cell is read once, in the form of its column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from records.fields import Field, FieldType
from records.order import ReadingStatus
from records.sources.amount_column import has_decimal_commas, with_point
from records.sources.date_column import infer_form, parse_dated
from records.sources.headers import phrase_of
from records.sources.settings import SourceSettings
from records.sources.table import Table, excerpt, plural
from records.value_grammar import FOLDED, decimal_text, is_absent
from records.values import Parsed, ValueContext, parse_field

TOLERATED = 0.02
"""Share of a column's cells that may fail before a person is told aloud; beyond it the format has broken."""
_FLOATED = re.compile(r"\d{1,18}\.0", re.ASCII)
_MINUTES = re.compile(r"\bmin(?:ute)?s?\b", re.IGNORECASE)
_ROUNDED = re.compile(r"\d\.\d+E\+?\d{1,2}", re.ASCII | re.IGNORECASE)
_WHOLE = re.compile(r"[-+]?\d{1,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ColumnValues:
    """A column, read."""

    parsed: Mapping[str, Parsed]
    """By distinct cell."""
    form: str
    """How the column writes its values."""
    failures: int
    """Cells that say something and give no value."""
    filled: int
    """Cells that say something."""
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def read_column(table: Table, column: int, field: Field, settings: SourceSettings) -> ColumnValues:
    """The values of one column as a field."""
    cells = table.cells(column)
    counts = Counter(cells)
    parse, form, notes = _grammar(table.columns[column], counts, field, settings)
    parsed = {cell: parse(cell) for cell in counts}
    filled = sum(count for cell, count in counts.items() if parsed[cell].status is not ReadingStatus.ABSENT)
    failed = {cell: counts[cell] for cell in counts if parsed[cell].value is None and _says(parsed[cell])}
    failures = sum(failed.values())
    told = _told(table, column, field, failed, filled, form) if failures else ""
    folded = sum(counts[cell] for cell in counts if parsed[cell].note == FOLDED)
    warnings = [told] if failures > TOLERATED * filled else []
    if folded:
        few = plural(folded, "cell")
        warnings.append(f"column '{table.columns[column]}': {few} with {FOLDED}: read as those.")
    notes = (*notes, told) if told and not warnings else notes
    return ColumnValues(parsed, form, failures, filled, notes, tuple(warnings))


_A_THING = {
    FieldType.DATE: "a date",
    FieldType.MONEY: "an amount of money",
    FieldType.HOURS: "hours",
    FieldType.NUMBER: "a number",
    FieldType.PHONE: "a telephone number",
    FieldType.IDENTIFIER: "a number that names something",
}


def _says(parsed: Parsed) -> bool:
    return parsed.status is not ReadingStatus.ABSENT


def _told(table: Table, column: int, field: Field, failed: Mapping[str, int], filled: int, form: str) -> str:
    """The message about cells that give no value, naming the first of them."""
    cells = table.cells(column)
    rows = [row for row in range(len(cells)) if cells[row] in failed][:3]
    places = ", ".join(f"{table.where(row)} {excerpt(cells[row])}" for row in rows)
    thing = (
        "in the vocabulary of statuses" if field.name == "status" else f"{_A_THING.get(field.type, field.type.value)}"
    )
    how = f" written {form}" if form and field.type is FieldType.DATE else ""
    count = sum(failed.values())
    more = f" and {count - len(rows):,} more" if count > len(rows) else ""
    share = f"{count:,} of {plural(filled, 'cell')} not {thing}{how}"
    return f"column '{table.columns[column]}': {share}: {places}{more}; left without a value."


def _grammar(
    header: str, counts: Mapping[str, int], field: Field, settings: SourceSettings
) -> tuple[Callable[[str], Parsed], str, tuple[str, ...]]:
    """How to read the column's cells, how it writes them, and notes."""
    if field.type is FieldType.DATE:
        form = infer_form(counts, settings.day_first)
        return lambda cell: parse_dated(cell, form), form.layout, ()
    context = ValueContext(day_first=settings.day_first, area_code=settings.area_code)
    if field.type in {FieldType.MONEY, FieldType.HOURS, FieldType.NUMBER}:
        return _amounts(header, counts, field, context)
    if field.type in {FieldType.IDENTIFIER, FieldType.PHONE} and _all_floated(counts):
        return (
            lambda cell: parse_field(field, cell.strip().removesuffix(".0"), context),
            "numbers with .0",
            (f"column '{header}': '.0' at the end of every number left out",),
        )
    if field.type is FieldType.IDENTIFIER:
        return lambda cell: _unless_rounded(cell, field, context), "", ()
    return lambda cell: parse_field(field, cell, context), "", ()


def _unless_rounded(cell: str, field: Field, context: ValueContext) -> Parsed:
    """A number that a spreadsheet has cut to 1.23457E+11 names nothing any more."""
    if _ROUNDED.fullmatch(cell.strip()):
        return Parsed(None, ReadingStatus.ILLEGIBLE, "a spreadsheet has rounded this number; export the column as text")
    return parse_field(field, cell, context)


def _all_floated(counts: Mapping[str, int]) -> bool:
    filled = [cell.strip() for cell in counts if not is_absent(cell.strip(), words=False)]
    return bool(filled) and all(map(_FLOATED.fullmatch, filled))


def _amounts(
    header: str, counts: Mapping[str, int], field: Field, context: ValueContext
) -> tuple[Callable[[str], Parsed], str, tuple[str, ...]]:
    words = phrase_of(header).said.split()
    if field.type is FieldType.MONEY and "cents" in words and _all_whole(counts):
        return _scaled(field, context, 100), "whole cents", (f"column '{header}': cents, divided by 100",)
    if field.type is FieldType.HOURS and _MINUTES.search(header.replace("_", " ")):
        return _scaled(field, context, 60), "minutes", (f"column '{header}': minutes, divided by 60",)
    if has_decimal_commas(counts):
        return (
            lambda cell: parse_field(field, with_point(cell), context),
            "decimal comma",
            (f"column '{header}': decimal commas",),
        )
    return lambda cell: parse_field(field, cell, context), "", ()


def _all_whole(counts: Mapping[str, int]) -> bool:
    filled = [cell.strip() for cell in counts if cell.strip()]
    return bool(filled) and all(map(_WHOLE.fullmatch, filled))


def _scaled(field: Field, context: ValueContext, divisor: int) -> Callable[[str], Parsed]:
    def parse(cell: str) -> Parsed:
        if not _WHOLE.fullmatch(cell.strip()):
            return parse_field(field, cell, context)
        number = (Decimal(cell.strip()) / divisor).quantize(Decimal("0.0001"))
        return parse_field(field, decimal_text(number), context)

    return parse


def distinct_failures(values: ColumnValues) -> Sequence[str]:
    """The distinct cells that give no value, as they stand."""
    return [cell for cell, parsed in values.parsed.items() if parsed.value is None and _says(parsed)]
