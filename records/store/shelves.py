"""Nouns in their tables: replaced by parts, read whole, every row checked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from types import MappingProxyType
from typing import Generic, NamedTuple, ParamSpec, TypeVar

from sqlalchemy import Connection, Table, delete, insert, select

from records.dataset import FileProblem, SourceSummary
from records.errors import WorkspaceProblem
from records.finding import Finding
from records.match import Match
from records.measure import Measure
from records.natural import natural
from records.order import DigitalRecord, PaperOrder
from records.page import PageEntry
from records.store import tables
from records.store.coding import Digest, decode, digest_of, encode, row_hash
from records.uncollected import uncollected

T = TypeVar("T")
P = ParamSpec("P")
_AT_ONCE = 5_000
"""Rows sent to the database in one go: more costs memory and gains nothing."""


class Kept(NamedTuple):
    """A row as it stands in the database."""

    part: str
    place: int
    name: str
    payload: bytes
    row_hash: str


@dataclass(frozen=True, slots=True)
class Shelf(Generic[T]):
    """A table of one kind of noun."""

    table: Table
    noun: type[T]
    name: Callable[[T], str]
    """What a row is looked up by, and called in messages."""


PAGES = Shelf(tables.PAGES, PageEntry, lambda page: str(page.number))
ORDERS = Shelf(tables.ORDERS, PaperOrder, lambda order: order.order_id)
RECORDS = Shelf(tables.RECORDS, DigitalRecord, lambda record: record.record_id)
SOURCES = Shelf(tables.SOURCES, SourceSummary, lambda source: source.name)
MATCHES = Shelf(tables.MATCHES, Match, lambda match: f"{match.order_id} {match.source}/{match.record_id}")
FINDINGS = Shelf(tables.FINDINGS, Finding, lambda finding: finding.finding_id)
MEASURES = Shelf(tables.MEASURES, Measure, lambda measure: measure.name)
PROBLEMS = Shelf(tables.PROBLEMS, FileProblem, lambda problem: problem.path)
SHELVES: tuple[Shelf[object], ...] = (PAGES, ORDERS, RECORDS, SOURCES, MATCHES, FINDINGS, MEASURES, PROBLEMS)  # type: ignore[assignment] # each is read as its own noun
NOTHING_LEFT_OUT: Mapping[str, Callable[[object], bool]] = MappingProxyType({})
AGAIN = "Run the same command again: what is damaged is read anew, and decisions are kept."


def replace(connection: Connection, shelf: Shelf[T], part: str, nouns: Iterable[T]) -> None:
    """Puts these nouns in the place of all that the part had; they are gone through once, and not held."""
    part = text(part)
    forget(connection, shelf.table, (part,))
    digest, count, coming = Digest(), 0, iter(nouns)
    while batch := list(islice(coming, _AT_ONCE)):
        rows = [_row(shelf, part, place, noun) for place, noun in enumerate(batch, start=count)]
        for row in rows:
            digest.add(str(row["row_hash"]))
        connection.execute(insert(shelf.table), rows)
        count += len(rows)
    connection.execute(
        insert(tables.PARTS).values(shelf=shelf.table.name, part=part, rows=count, digest=digest.written())
    )


def _row(shelf: Shelf[T], part: str, place: int, noun: T) -> dict[str, object]:
    name, payload = text(shelf.name(noun)), encode(noun)
    digest = row_hash(shelf.table.name, part, place, name, payload)
    return {"part": part, "place": place, "name": name, "payload": payload, "row_hash": digest}


def text(value: str) -> str:
    """A text that every database takes: names of files may hold what UTF-8 and PostgreSQL refuse."""
    if value.isascii() and "\0" not in value:
        return value
    return value.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def forget(connection: Connection, table: Table, parts: Collection[str]) -> None:
    """Takes whole parts away."""
    for part in parts:
        connection.execute(delete(table).where(table.c.part == part))
        connection.execute(delete(tables.PARTS).where(tables.PARTS.c.shelf == table.name, tables.PARTS.c.part == part))


def parts(connection: Connection, table: Table) -> dict[str, tuple[int, str]]:
    """How many rows each part has, and the digest of their hashes."""
    found = connection.execute(
        select(tables.PARTS.c.part, tables.PARTS.c.rows, tables.PARTS.c.digest).where(
            tables.PARTS.c.shelf == table.name
        )
    )
    return {row.part: (row.rows, row.digest) for row in found}


def read(
    connection: Connection, shelf: Shelf[T], keep: Mapping[str, Callable[[T], bool]] = NOTHING_LEFT_OUT
) -> tuple[T, ...]:
    """The nouns of the shelf, parts in natural order; of the parts that `keep` names those that it says yes to.

    Raises:
        WorkspaceProblem: a row is not as it was written, or is gone.
    """
    with uncollected():
        found: dict[str, list[T]] = {}
        for part, nouns in _by_part(connection, shelf):
            holds = keep.get(part)
            found[part] = list(nouns if holds is None else filter(holds, nouns))
        return tuple(noun for part in sorted(found, key=natural) for noun in found[part])


def each(connection: Connection, shelf: Shelf[T]) -> Iterator[T]:
    """All nouns of the shelf, one by one, each part in order; they are not held.

    Raises:
        WorkspaceProblem: a row is not as it was written, or is gone.
    """
    return (noun for _, nouns in _by_part(connection, shelf) for noun in nouns)


def named(connection: Connection, shelf: Shelf[T], names: Collection[str], part: str | None = None) -> tuple[T, ...]:
    """The nouns of these names, of one part or of all, in the shelf's order.

    Raises:
        WorkspaceProblem: a row is not as it was written.
    """
    columns = shelf.table.c
    query = select(columns.part, columns.place, columns.name, columns.payload, columns.row_hash)
    query = query.where(columns.name.in_(list(map(text, names)))).order_by(columns.part, columns.place)
    if part is not None:
        query = query.where(columns.part == text(part))
    return tuple(_noun(shelf, Kept._make(row)) for row in connection.execute(query))


def beginning(connection: Connection, shelf: Shelf[T], start: str) -> tuple[T, ...]:
    """The nouns whose name begins so, in the shelf's order.

    Raises:
        WorkspaceProblem: a row is not as it was written.
    """
    columns = shelf.table.c
    query = select(columns.part, columns.place, columns.name, columns.payload, columns.row_hash)
    # A range and not LIKE, which cannot use the index and takes % for itself.
    query = query.where(columns.name >= text(start), columns.name < text(start) + "\U0010ffff")
    rows = connection.execute(query.order_by(columns.part, columns.place))
    return tuple(_noun(shelf, Kept._make(row)) for row in rows if row.name.startswith(text(start)))


def _by_part(connection: Connection, shelf: Shelf[T]) -> Iterator[tuple[str, Iterator[T]]]:
    """Each part with its nouns, which are to be gone through before the next; its digest is compared at their end."""
    known = parts(connection, shelf.table)
    for part, rows in groupby(_rows(connection, shelf.table), key=lambda row: row.part):
        yield part, _checked(shelf, part, known.pop(part, None), rows)
    for part, written in known.items():  # those of which no row is there
        yield part, _checked(shelf, part, written, iter(()))


def _checked(shelf: Shelf[T], part: str, known: tuple[int, str] | None, rows: Iterator[Kept]) -> Iterator[T]:
    digest, count = Digest(), 0
    for row in rows:
        digest.add(row.row_hash)
        count += 1
        yield _noun(shelf, row)
    _check_part(shelf, part, known, (count, digest.written()))


def _rows(connection: Connection, table: Table) -> Iterator[Kept]:
    columns = table.c
    query = select(columns.part, columns.place, columns.name, columns.payload, columns.row_hash)
    query = query.order_by(columns.part, columns.place).execution_options(yield_per=_AT_ONCE)
    yield from map(Kept._make, connection.execute(query))


def _noun(shelf: Shelf[T], row: Kept) -> T:
    """The row's noun, if it is as it was written.

    Raises:
        WorkspaceProblem: it is not.
    """
    if row_hash(shelf.table.name, *row[:-1]) != row.row_hash:
        raise damaged(f"{shelf.table.name}, row {row.part} {row.name}".rstrip(), "is not as it was written")
    try:
        return decode(row.payload, shelf.noun)
    except ValueError as error:
        raise damaged(f"{shelf.table.name}, row {row.part} {row.name}".rstrip(), f"cannot be read: {error}") from error


def _check_part(shelf: Shelf[T], part: str, known: tuple[int, str] | None, found: tuple[int, str]) -> None:
    if known != found:
        expected = known[0] if known else "no"
        raise damaged(f"{shelf.table.name}, {part}".rstrip(", "), f"has {found[0]} rows; {expected} were written")


def damaged(where: str, what: str, cure: str = AGAIN) -> WorkspaceProblem:
    """A row that is not as it was written."""
    return WorkspaceProblem(f"The store is damaged: {where}, {what}.", cure)


def check(connection: Connection, shelf: Shelf[object]) -> tuple[str, ...]:
    """What is wrong with the shelf's rows, every damaged row and part in words."""
    known = parts(connection, shelf.table)
    said: list[str] = []
    hashes: dict[str, list[str]] = {part: [] for part in known}
    for row in _rows(connection, shelf.table):
        hashes.setdefault(row.part, []).append(row.row_hash)
        said += complaints(_noun, shelf, row)
    for part, found in hashes.items():
        said += complaints(_check_part, shelf, part, known.get(part), (len(found), digest_of(found)))
    return tuple(said)


def complaints(look: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> tuple[str, ...]:
    """What looking there complains of, in words; empty where it is sound."""
    try:
        look(*args, **kwargs)
    except WorkspaceProblem as problem:
        return (problem.message,)
    return ()
