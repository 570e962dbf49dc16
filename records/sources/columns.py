"""From a column's cells to values: each distinct cell is read once as long as there are not too many."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from records.fields import Field, FieldType
from records.order import ReadingStatus
from records.sources.amount_column import has_decimal_commas, with_point
from records.sources.date_column import infer_form, parse_dated
from records.sources.headers import phrase_of
from records.sources.settings import SourceSettings
from records.sources.streets import StreetList, read_streets
from records.sources.table import Table, excerpt, plural
from records.value_grammar import FOLDED, decimal_text, is_absent
from records.values import Parsed, ValueContext, parse_field

TOLERATED = 0.02
"""Share of a column's cells that may fail before a person is told aloud; beyond it the format has broken."""
_REMEMBERED = 100_000
"""Distinct cells of a column that are remembered with what they say."""
_TOLD = 3
"""Rows that a message names."""
_FLOATED = re.compile(r"\d{1,18}\.0", re.ASCII)
_MINUTES = re.compile(r"\bmin(?:ute)?s?\b", re.IGNORECASE)
_ROUNDED = re.compile(r"\d\.\d+E\+?\d{1,2}", re.ASCII | re.IGNORECASE)
_WHOLE = re.compile(r"[-+]?\d{1,15}", re.ASCII)


class ColumnReader:
    """Reads the cells of one column, row by row, in the form of the column, and counts those that give nothing."""

    def __init__(self, header: str, field: Field, sample: Iterable[str], settings: SourceSettings) -> None:
        """Finds out how the column writes its values, by all of its cells or by a sample of them."""
        self._header = header
        self._field = field
        self._parse, self.form, self._notes = _grammar(header, Counter(sample), field, settings)
        self._known: dict[str, tuple[Parsed, bool]] = {}
        self._cells = self._absent = self._folded = 0
        self.failures = 0
        """Cells that say something and give no value."""
        self._failed: list[tuple[int, str]] = []

    def read(self, cell: str, row: int) -> Parsed:
        """The value of the cell in this row; each row is read once."""
        known = self._known.get(cell)
        if known is None:
            parsed = self._parse(cell)
            known = parsed, parsed.value is None or parsed.note == FOLDED
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[cell] = known
        self._cells += 1
        if known[1]:
            self._count(known[0], cell, row)
        return known[0]

    def _count(self, parsed: Parsed, cell: str, row: int) -> None:
        if parsed.value is not None:
            self._folded += 1
        elif parsed.status is ReadingStatus.ABSENT:
            self._absent += 1
        else:
            self.failures += 1
            if len(self._failed) < _TOLD:
                self._failed.append((row, cell))

    def notes(self, table: Table) -> tuple[str, ...]:
        """What was found out, once all rows were read."""
        return (*self._notes, self._told(table)) if self.failures and not self._broken else self._notes

    def warnings(self, table: Table) -> Iterator[str]:
        """What a person should know, once all rows were read."""
        if self._broken:
            yield self._told(table)
        if self._folded:
            few = plural(self._folded, "cell")
            yield f"column '{self._header}': {few} with {FOLDED}: read as those."

    @property
    def _filled(self) -> int:
        return self._cells - self._absent

    @property
    def _broken(self) -> bool:
        return self.failures > TOLERATED * self._filled

    def _told(self, table: Table) -> str:
        """The message about cells that give no value, naming the first of them."""
        places = ", ".join(f"{table.where(row)} {excerpt(cell)}" for row, cell in self._failed)
        name, kind = self._field.name, self._field.type
        thing = "in the vocabulary of statuses" if name == "status" else _A_THING.get(kind, kind.value)
        how = f" written {self.form}" if self.form and kind is FieldType.DATE else ""
        more = f" and {self.failures - _TOLD:,} more" if self.failures > _TOLD else ""
        share = f"{self.failures:,} of {plural(self._filled, 'cell')} not {thing}{how}"
        return f"column '{self._header}': {share}: {places}{more}; left without a value."


_A_THING = {
    FieldType.DATE: "a date",
    FieldType.MONEY: "an amount of money",
    FieldType.HOURS: "hours",
    FieldType.NUMBER: "a number",
    FieldType.PHONE: "a telephone number",
    FieldType.IDENTIFIER: "a number that names something",
}


def _grammar(
    header: str, counts: Mapping[str, int], field: Field, settings: SourceSettings
) -> tuple[Callable[[str], Parsed], str, tuple[str, ...]]:
    """How to read the column's cells, how it writes them, and notes."""
    if field.type is FieldType.ADDRESS and settings.streets:
        return _on_streets(field, settings, read_streets(settings.streets))
    if field.type is FieldType.DATE:
        form = infer_form(counts, settings.day_first)
        return lambda cell: parse_dated(cell, form), form.layout, ()
    if field.name == "status" and settings.statuses:
        return _in_states(field, settings.statuses), "", ()
    context = ValueContext(day_first=settings.day_first, area_code=settings.area_code)
    if field.type in {FieldType.MONEY, FieldType.HOURS, FieldType.NUMBER}:
        return _amounts(header, counts, field, context)
    if field.type in {FieldType.IDENTIFIER, FieldType.PHONE} and _all_floated(counts):
        return (
            lambda cell: parse_field(field, cell.strip().removesuffix(".0"), context),
            "numbers with .0",
            (f"column '{header}': '.0' at the end of every number left out",),
        )
    read = _unless_rounded if field.type is FieldType.IDENTIFIER else _plainly
    return lambda cell: read(cell, field, context), "", ()


def _plainly(cell: str, field: Field, context: ValueContext) -> Parsed:
    return parse_field(field, cell, context)


def _in_states(field: Field, statuses: Mapping[str, str]) -> Callable[[str], Parsed]:
    """A status by what a person said of its word or code, else by the vocabulary."""
    said = {_spelled(word): state for word, state in statuses.items()}

    def parse(cell: str) -> Parsed:
        state = said.get(_spelled(cell))
        return Parsed(state, ReadingStatus.OK) if state else parse_field(field, cell)

    return parse


def _spelled(word: str) -> str:
    return " ".join(word.casefold().split()).removesuffix(".0")


def _on_streets(
    field: Field, settings: SourceSettings, streets: StreetList
) -> tuple[Callable[[str], Parsed], str, tuple[str, ...]]:
    context = ValueContext(day_first=settings.day_first, area_code=settings.area_code)

    def parse(cell: str) -> Parsed:
        parsed = parse_field(field, cell, context)
        found = streets.canonical(parsed.value) if parsed.value else None
        return replace(parsed, value=found) if found else parsed

    return parse, "as the list of streets", ()


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
