"""Reads tables: the line items of an order, and the rows of a log."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from digitize.confidence import believed, knowing
from digitize.extract import Place, Reader
from digitize.faint import faint_marks, may_be_marked
from digitize.layout import Layout, text_of
from digitize.page import Fragment
from digitize.parse import COUNTED
from digitize.tables import Column, Table, own_name
from digitize.voting import Ballot, decide
from digitize.zones import Ink, is_written
from records.evidence import Evidence, Relation
from records.fields import ITEM_CATALOGUE, Field, FieldType
from records.geometry import Box
from records.order import FieldReading, LineItem, ReadingStatus
from records.values import ValueContext

DITTO = re.compile(r"^\W*(?:[\"'`´‘’“”″〃,.]{1,4}|11|II|ll|do\.?|ditto|same|u|n|w|v)\W*$", re.IGNORECASE)
"""What engines make of a ditto mark."""
_SAID, _SHORT = re.compile(r"^\W*(?:do|ditto|same)\W*$", re.IGNORECASE), 6
"""Words that say that the cell above holds here too, as high as any others, and signs that engines make of one."""

KINDS = {
    "labor": "labor",
    "labour": "labor",
    "employee": "labor",
    "mechanic": "labor",
    "crew": "labor",
    "worker": "labor",
    "material": "material",
    "materials": "material",
    "part": "material",
    "parts": "material",
    "item": "material",
    "equipment": "equipment",
    "vehicle": "equipment",
    "machine": "equipment",
    "unit #": "equipment",
}
"""Words in or above a table's header that say what its lines are."""


def is_log(table: Table, layout: Layout) -> bool:
    """Whether each row is an order: it names orders, or days and places, and has rows enough, with numbers in them."""
    column = next((place for place, c in enumerate(table.columns) if c.field == "order_number"), None)
    said = (
        [text_of(layout.words_in(table.cell(row, column))) for row in range(len(table.rows))]
        if column is not None
        else []
    )
    filled = [text for text in said if text]
    if sum(any(map(str.isdigit, text)) for text in filled) < 0.5 * len(filled):
        return False
    names = table.fields
    order_like = "order_number" in names and len(names) >= 3
    diary = (
        bool(names & {"requested_on", "completed_on"})
        and bool(names & {"location", "requester_name"})
        and len(names) >= 4
    )
    return (order_like or diary) and len(table.rows) >= 3


def read_rows(
    table: Table,
    fields: Mapping[str, Field],
    reader: Reader,
    ink: Ink,
    context: ValueContext,
    arrows: Collection[tuple[int, int]] = (),
) -> tuple[Fragment, ...]:
    """The orders of a log sheet, a fragment a row that has anything written in it.

    The cells, by row and column, that `arrows` run through say what stands above them. What stands in the department's
    own columns is kept under their headers.
    """
    columns = _read_columns(table, fields)
    names = {number: field.name for number, field in columns}
    cells = [(row, field, table.cell(row, number)) for row in range(len(table.rows)) for number, field in columns]
    full = {(row, field.name) for row, field, box in cells if is_written(box, ink)}
    written = [(row, field, box) for row, field, box in cells if (row, field.name) in full or may_be_marked(box, ink)]
    ballots = dict(
        zip(
            [(row, field.name) for row, field, _ in written],
            reader([Place(box, field.type, False) for _, field, box in written]),
            strict=True,
        )
    )
    usual = usual_writing(ballots)
    counted = {field.name for _, field in columns if field.type in COUNTED}
    marks = {cell: ballot for cell, ballot in ballots.items() if cell not in full and cell[1] not in counted}
    ballots = {cell: ballot for cell, ballot in ballots.items() if cell in full}
    marked = faint_marks(marks, median(each.height for each in usual.values()) if usual else 0.0)
    passed = {(row, names[column]) for row, column in arrows if column in names} | marked
    fragments: list[Fragment] = []
    for row in range(len(table.rows)):
        above = (*fragments[-1].readings, *fragments[-1].extras) if fragments else ()
        own = [
            _from_above(field, above)
            if (row, field.name) in passed
            else _cell_reading(field, (ballots[row, field.name], usual[field.name]), above, context)
            for _, field in columns
            if (row, field.name) in ballots or (row, field.name) in passed
        ]
        readings = tuple(reading for reading in own if reading is not None and reading.name in fields)
        extras = tuple(r for r in own if r is not None and r.name not in fields and (r.value or r.doubt))
        if sum(reading.status is not ReadingStatus.ABSENT for reading in readings) >= 2 and not _carried(readings):
            box = Box(table.box.left, table.rows[row][0], table.box.right, table.rows[row][1])
            fragments.append(Fragment(box, readings, extras=extras, void=_void(readings), row=row + 1))
    return tuple(fragments)


def _read_columns(table: Table, fields: Mapping[str, Field]) -> list[tuple[int, Field]]:
    """The columns that say something, with their fields, those of the department's own after their headers.

    Of two own columns under one header the first is read.
    """
    found: dict[str, tuple[int, Field]] = {}
    for number, column in enumerate(table.columns):
        name = column.field or own_name(column.label)
        if name and (column.field or name not in fields):
            found.setdefault(name, (number, fields.get(name) or Field(name, FieldType.TEXT, name, "")))
    return list(found.values())


def _from_above(field: Field, above: Sequence[FieldReading]) -> FieldReading | None:
    """What the cell above says, for one that an arrow runs through or a mark stands in; no number is repeated so."""
    over = _over(field, above)
    if over is None or over.value is None:
        return over  # a day without its year, or one that is read by the others: whatever it comes to holds here too
    return knowing(over, ditto=True)


def _over(field: Field, above: Sequence[FieldReading]) -> FieldReading | None:
    """What is written in the cell above, of a field that may be repeated."""
    if field.type is FieldType.IDENTIFIER:
        return None
    return next((reading for reading in above if reading.name == field.name and reading.raw.strip()), None)


@dataclass(frozen=True, slots=True)
class Usual:
    """How a column is usually written in."""

    height: float
    """Pixels."""
    ink: float
    """The share of a cell that is ink."""


def usual_writing(ballots: Mapping[tuple[int, str], Ballot]) -> dict[str, Usual]:
    """How each column is usually written in.

    Of what is wider than a mark, for a column may hold more ditto marks than writing; where nothing is, as the table.
    """
    found: dict[str, list[tuple[float, float]]] = {name: [] for _, name in ballots}
    for (_, name), ballot in ballots.items():
        if ballot.extent is not None and ballot.extent.width > _MARK:
            found[name].append((ballot.extent.height, ballot.share or 0.0))
    everywhere = [each for cells in found.values() for each in cells] or [(0.0, 0.0)]
    columns = {name: list(zip(*(cells or everywhere), strict=True)) for name, cells in found.items()}
    return {name: Usual(median(heights), median(inks)) for name, (heights, inks) in columns.items()}


_MARK = 40
"""Pixels that a ditto mark is wide at most."""


def _cell_reading(
    field: Field, cell: tuple[Ballot, Usual], above: Sequence[FieldReading], context: ValueContext
) -> FieldReading:
    """The reading of a cell whose column is usually written in so; under a ditto mark, that of the cell above."""
    ballot, usual = cell
    if field.type in COUNTED and _is_stroke(ballot, usual.height):
        read = decide(field, _as_one(ballot), context)
        slashed = all(_SLASH.match(vote.text) for vote in ballot.votes if vote.text.strip())
        return replace(read, doubt=_MAY_BE_ONE) if slashed and read.value is not None else read
    over = _over(field, above)
    texts = [vote.text for vote in ballot.votes if vote.text.strip()]
    if not texts or over is None:
        return decide(field, ballot, context)
    ditto = _is_ditto(ballot, texts, usual.height) and not (field.type in COUNTED and _all_read(texts))
    if not (ditto or (_too_short(field, over, texts) and not _is_writing(ballot, texts, usual))):
        return decide(field, ballot, context)
    return over if over.value is None else replace(knowing(over, ditto=True), raw=texts[0], box=ballot.box)


def _is_ditto(ballot: Ballot, texts: Sequence[str], usual: float) -> bool:
    """A mark far lower than the column's writing; where sizes do not tell, one that every engine reads as a ditto.

    Ditto marks of generated logs are 13 to 14 pixels high beside figures of 18 to 32; a speck beside one makes it as
    large as a word, but no engine finds a letter there. One that reads "do." has found the word for it.
    """
    if any(_FRACTION.search(text) for text in texts):
        return False
    if any(map(_SAID.match, texts)) and all(len(text.strip()) <= _SHORT for text in texts):
        return True
    extent = ballot.extent
    if extent is None or usual < _LOWEST:
        return all(DITTO.match(text) for text in texts)
    low = extent.height <= min(18.0, 0.7 * usual) and extent.width <= _MARK
    signs = not any(map(str.isalnum, "".join(texts))) and extent.height < 0.8 * usual
    return low or (signs and all(DITTO.match(text) for text in texts))


def _all_read(texts: Sequence[str]) -> bool:
    """Whether every engine reads letters or figures, and none a ditto mark.

    A figure one, or a small hand's 4, is as low and narrow as a mark: of 10 such cells in columns of hours, 9 were
    figures.
    """
    return all(any(map(str.isalnum, text)) and not DITTO.match(text) for text in texts)


def _is_stroke(ballot: Ballot, usual: float) -> bool:
    """Whether a cell holds one upright stroke, as high as writing, that every engine reads as a one or a slash.

    A ditto mark is two strokes, as wide as high (13 by 14 pixels; a hand's figure one 12 by 17 and less); an arrow is
    higher.
    """
    extent, texts = ballot.extent, [vote.text for vote in ballot.votes if vote.text.strip()]
    upright = extent is not None and _UPRIGHT * extent.width < extent.height <= _STROKE * usual
    return upright and bool(texts) and all(map(_ONE.match, texts))


def _as_one(ballot: Ballot) -> Ballot:
    """The ballot of a stroke, as every engine would read it that knew it for a one."""
    return replace(ballot, votes=tuple(replace(v, text="1" if v.text.strip() else "") for v in ballot.votes))


_UPRIGHT, _STROKE = 1.4, 1.3
"""Times its width that a figure one is high at least, and times the column's writing at most."""
_ONE = re.compile(r"^\s*[1|\\/Il!\]\[]\s*$")
"""What engines make of one that stands by itself."""
_SLASH = re.compile(r"^\s*[\\/]\s*$")
"""What strikes an empty cell out; some hands write a one so."""
_MAY_BE_ONE = "this stroke is a 1, or strikes the place out"

_FRACTION = re.compile(r"[¼½¾⅓⅔⅛%]|\d\s*/|/\s*\d")
"""A fraction, or what engines make of one: a small "½" is as low and narrow as a ditto mark."""


def _too_short(field: Field, over: FieldReading, texts: Sequence[str]) -> bool:
    """Whether no engine reads more than two characters where a day, a name or a place stands in the cell above.

    Among signs one letter is a speck's: a mark beside the cell's rule is read as `” 1`.
    """
    lengthy = field.type in {FieldType.DATE, FieldType.NAME, FieldType.ADDRESS, FieldType.TEXT, FieldType.PHONE}
    return (
        lengthy
        and (over.value is None or len(over.value) >= _LENGTHY)
        and all(len(text.strip()) <= 2 or sum(map(str.isalnum, text)) <= 1 for text in texts)
    )


def _is_writing(ballot: Ballot, texts: Sequence[str], usual: Usual) -> bool:
    """Whether ink is about as high as its column's writing, and wider than high, which no ditto mark is: "4/1".

    A speck beside a mark makes it as large, and adds hardly any ink.
    """
    extent, high = ballot.extent, usual.height
    if extent is None or high < _LOWEST or not any(sum(map(str.isalnum, text)) > 1 for text in texts):
        return False
    if ballot.share is not None and ballot.share < _SCARCE * usual.ink:
        return False
    return _NEARLY * high <= extent.height <= high / _NEARLY and extent.width >= _WIDE * extent.height


_LOWEST, _NEARLY, _WIDE = 16, 0.75, 1.2
"""Pixels from which a column's writing has a height, the share of it that a short word has, and times its height that
it is wide. What is much higher has a speck beside it."""
_SCARCE = 0.42
"""Of the usual ink, what marks have less of: those of one log's days had 0.31 to 0.36, "3/1" beside them 0.63."""
_LENGTHY = 6
"""Characters of a value that is not repeated by one of two."""


_CARRIED = re.compile(
    r"\b(?:(?:brought|carried|bal(?:ance)?\.?)\s+f(?:or)?wa?r?d|[bc]/f|(?:sub|page|grand)?[\s-]*totals?)\b",
    re.IGNORECASE,
)
"""What stands before a sum of other lines, from the sheet before or for the next one."""


def _carried(readings: Sequence[FieldReading]) -> bool:
    """Whether a row is a sum that goes from sheet to sheet: it bears no number, and says so."""
    numbered = any(reading.name == "order_number" and reading.value for reading in readings)
    return not numbered and any(_CARRIED.match(reading.raw.strip()) for reading in readings)


def _void(readings: Sequence[FieldReading]) -> bool:
    return any(re.search(r"\b(void|spoiled|cancelled in error)\b", reading.raw, re.IGNORECASE) for reading in readings)


def read_items(
    tables: Sequence[Table], layout: Layout, reader: Reader, ink: Ink, context: ValueContext
) -> tuple[LineItem, ...]:
    """The line items of an order's tables, numbered from the top."""
    items: list[LineItem] = []
    for table in tables:
        kind, how = _kind(table, layout)
        for readings in _item_rows(table, layout, reader, (ink, context)):
            page = readings[0].page
            said = FieldReading("kind", kind, "", ReadingStatus.OK, 0.0, page, table.header, "header")
            told = believed(said, Evidence(Relation.HEADER, FieldType.CHOICE, certainty=how))
            items.append(LineItem(len(items) + 1, (told, *readings)))
    return tuple(items)


def _item_rows(
    table: Table, layout: Layout, reader: Reader, known: tuple[Ink, ValueContext]
) -> list[tuple[FieldReading, ...]]:
    ink, context = known
    known_ones = ITEM_CATALOGUE.keys() - {"kind"}  # a line has no place for a column of the department's own
    columns = [(number, item_field(c)) for number, c in enumerate(table.columns) if c.field in known_ones]
    written = [
        (row, field, table.cell(row, number))
        for row in range(len(table.rows))
        for number, field in columns
        if is_written(table.cell(row, number), ink)
    ]
    places = [
        Place(box, field.type, field.type is FieldType.TEXT and _several(box, layout)) for _, field, box in written
    ]
    ballots = reader(places) if places else []
    rows: dict[int, list[FieldReading]] = {}
    for (row, field, _), ballot in zip(written, ballots, strict=True):
        rows.setdefault(row, []).append(decide(field, ballot, context))
    return [tuple(readings) for readings in rows.values() if _is_item(readings)]


def _several(box: Box, layout: Layout) -> bool:
    """Whether words stand in several lines in a cell: more of them than one line of it holds."""
    words = layout.words_in(box)
    return any(other.box.top >= word.box.middle[1] for word in words for other in words if other is not word)


def item_field(column: Column) -> Field:
    """The field of a column of line items; what its header says is hours may be written 3:45, or 3 3/4."""
    field = ITEM_CATALOGUE[column.field or "description"]
    in_hours = field.name == "quantity" and re.search(r"\b(hours?|hrs?|time)\b", column.label, re.IGNORECASE)
    return replace(field, type=FieldType.HOURS) if in_hours else field


_TOTAL = re.compile(r"\b(?:sub)?total", re.IGNORECASE)


def _is_item(readings: Sequence[FieldReading]) -> bool:
    """A line has something counted or priced and a description, and is not the table's total, in whichever column."""
    values = {reading.name: reading.value for reading in readings if reading.value is not None}
    total = any(_TOTAL.search(reading.raw) for reading in readings)
    return len(values) >= 2 and not total and bool(values.keys() & {"quantity", "amount", "unit_cost"})


def _kind(table: Table, layout: Layout) -> tuple[str, float]:
    """What the table's lines are, and how plainly it is said: 1 by the words just above it, 0.5 by its own header's."""
    headers = " ".join(column.label for column in table.columns).lower()
    box = table.header
    above = text_of(
        layout.words_in(Box(box.left - 5, max(box.top - 3.5 * layout.em, 0), box.right + 5, max(box.top, 1)))
    ).lower()
    for text, how in ((above, 1.0), (headers, 0.5)):
        for word, kind in KINDS.items():
            if re.search(rf"\b{re.escape(word)}", text):
                return kind, how
    # goods counted in units are material: the lines of a purchase order
    goods = table.fields >= {"quantity", "description"} and table.fields & {"unit", "unit_cost"}
    return ("material", 0.25) if goods else ("other", 0.0)
