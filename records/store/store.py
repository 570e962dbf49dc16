"""The front door of the store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import Connection, Engine, Table

from records.dataset import Dataset, FileProblem, SourceSummary, rows_beyond
from records.decided import apply_decisions, standing
from records.decision import Decision, SubjectKind
from records.errors import WorkspaceProblem
from records.finding import Finding
from records.match import Match
from records.measure import Measure
from records.order import DigitalRecord, PaperOrder
from records.page import PageEntry
from records.people import Role
from records.store import events, near, shelves, tables, values
from records.store.connect import connect, in_words, integrity, may_only_look, place
from records.store.copy import copy_rows, vacuum_into
from records.store.desk import Desk
from records.store.grants import grant
from records.store.lock import hold_alone
from records.store.migrate import HEAD, known_versions, migrate, version
from records.store.shelves import Shelf, text
from records.survivorship import Survivorship
from records.trail import Trail

T = TypeVar("T")


class Store:
    """What a workspace keeps. Each method is one transaction: it is done wholly, or not at all.

    A context manager; every method raises `WorkspaceProblem` where the store is damaged, full, locked or read-only.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._readers = engine.execution_options(reading=True)
        self._fleeting = engine.execution_options(fleeting=True, patience=0.25)
        self._personal = engine.execution_options(patience=3.0)
        self.read_only = may_only_look(engine.url)
        """Whether there is only looking: the file or its folder may not be written."""

    @classmethod
    def open(cls, location: str | Path) -> Store:
        """The store of a SQLite file or a SQLAlchemy URL, made or brought up to date where it must be.

        Raises:
            WorkspaceProblem: it is none, was made by a newer version, or cannot be opened.
        """
        engine = connect(location)
        store = cls(engine)
        try:
            store._bring_up_to_date()
        except WorkspaceProblem:
            store.close()
            raise
        return store

    def _bring_up_to_date(self) -> None:
        """A store that is up to date is opened without the write lock: who only looks waits for nobody."""
        with self._reading() as connection:
            found = version(connection)
        if found != HEAD:
            self._keep_old(found)
            with self._writing() as connection:
                migrate(connection, place(self._engine))

    def _keep_old(self, found: str | None) -> None:
        """A copy of a SQLite store beside it, as it was before it is brought up to date."""
        file = self._engine.url.database
        if self._engine.dialect.name != "sqlite" or found not in known_versions() or not file or file == ":memory:":
            return
        old = Path(file).with_suffix(f".before-{HEAD}.sqlite")
        old.unlink(missing_ok=True)  # of an attempt that was cut off: the store is still what it was
        self.copy_to(old)

    def close(self) -> None:
        """Nothing waits to be written: a method that returned has written."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with in_words(self._engine), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with in_words(self._engine), self._readers.begin() as connection:
            yield connection

    # What pages said, so that no page is read twice.

    def page_result(self, sha256: str, index: int, settings: str) -> bytes | None:
        """What the page said under these settings, None where it is to be read.

        A result that is damaged counts as none: the page is there to be read again.
        """
        with self._reading() as connection:
            return values.page_result(connection, sha256, index, settings)

    def save_page_results(self, sha256: str, settings: str, payloads: Mapping[int, bytes]) -> None:
        """Keeps what pages of a file said, by their index, in the place of what they said before: all or none."""
        with self._writing() as connection:
            for index, payload in payloads.items():
                values.save_page_result(connection, (sha256, index, settings), payload)

    def count_page_results(self) -> int:
        """How many pages' results are kept, under whatever settings."""
        with self._reading() as connection:
            return values.count_page_results(connection)

    # What a run found out; each replaces what was there.

    def replace_binders(self, names: Collection[str], pages: Sequence[PageEntry], orders: Sequence[PaperOrder]) -> None:
        """Pages and orders of the named binders, and of no other.

        Raises:
            ValueError: a page or order is of a binder that is not named.
        """
        strangers = {*(page.binder for page in pages), *(order.binder for order in orders)} - set(names)
        if strangers:
            raise ValueError(f"not named: {sorted(strangers)}")
        with self._writing() as connection:
            for name in sorted(set(names)):
                own = sorted((page for page in pages if page.binder == name), key=lambda page: page.number)
                shelves.replace(connection, shelves.PAGES, name, own)
                made = sorted((order for order in orders if order.binder == name), key=lambda order: order.pages[:1])
                shelves.replace(connection, shelves.ORDERS, name, made)

    def forget_binders(self, keep: Collection[str]) -> None:
        """Takes away the pages and orders of all binders but these."""
        self._forget((tables.PAGES, tables.ORDERS), keep)

    def replace_source(self, summary: SourceSummary, records: Iterable[DigitalRecord]) -> None:
        """A digital extract and its records."""
        with self._writing() as connection:
            shelves.replace(connection, shelves.SOURCES, summary.name, (summary,))
            shelves.replace(connection, shelves.RECORDS, summary.name, records)

    def forget_sources(self, keep: Collection[str]) -> None:
        """Takes away all sources but these."""
        self._forget((tables.SOURCES, tables.RECORDS), keep)

    def replace_reconciliation(
        self, matches: Sequence[Match], findings: Sequence[Finding], measures: Sequence[Measure]
    ) -> None:
        """Everything that the reconciliation says."""
        with self._writing() as connection:
            shelves.replace(connection, shelves.MATCHES, "", matches)
            shelves.replace(connection, shelves.FINDINGS, "", findings)
            shelves.replace(connection, shelves.MEASURES, "", measures)

    def replace_problems(self, problems: Sequence[FileProblem]) -> None:
        """The files that could not be used."""
        with self._writing() as connection:
            shelves.replace(connection, shelves.PROBLEMS, "", problems)

    def _forget(self, of: Sequence[Table], keep: Collection[str]) -> None:
        with self._writing() as connection:
            for table in of:
                shelves.forget(connection, table, shelves.parts(connection, table).keys() - set(map(text, keep)))

    # What is there, as it was found; decisions are not applied.

    def _all(self, shelf: Shelf[T]) -> tuple[T, ...]:
        with self._reading() as connection:
            return shelves.read(connection, shelf)

    def pages(self) -> tuple[PageEntry, ...]:
        """By binder and number."""
        return self._all(shelves.PAGES)

    def orders(self) -> tuple[PaperOrder, ...]:
        """By binder and first page."""
        return self._all(shelves.ORDERS)

    def records(self) -> tuple[DigitalRecord, ...]:
        """By source, in the order of the source; of long lists the rows that can be about what was scanned (`near`)."""
        with self._reading() as connection:
            return _records(connection)

    def every_record(self) -> Iterator[DigitalRecord]:
        """Every row of every list, to be gone through once and not to be held."""
        with self._reading() as connection:
            yield from shelves.each(connection, shelves.RECORDS)

    def sources(self) -> tuple[SourceSummary, ...]:
        """By name."""
        return self._all(shelves.SOURCES)

    def matches(self) -> tuple[Match, ...]:
        """As the reconciliation gave them."""
        return self._all(shelves.MATCHES)

    def findings(self) -> tuple[Finding, ...]:
        """As the reconciliation gave them."""
        return self._all(shelves.FINDINGS)

    def measures(self) -> tuple[Measure, ...]:
        """As the reconciliation gave them."""
        return self._all(shelves.MEASURES)

    def problems(self) -> tuple[FileProblem, ...]:
        """The files that could not be used."""
        return self._all(shelves.PROBLEMS)

    # What people decided.

    def decide(self, decision: Decision) -> Decision:
        """Keeps the event for good: it is on the disk when this returns, with its sequence number.

        Raises:
            UsageProblem: it takes back a decision that there is not.
        """
        with self._writing() as connection:
            return events.add(connection, decision)

    def decisions(self) -> tuple[Decision, ...]:
        """Every event, the oldest first."""
        with self._reading() as connection:
            return events.read(connection)

    def trail(self) -> Trail:
        """The end of the audit trail."""
        with self._reading() as connection:
            return Trail(*events.head(connection))

    def follows(self, mark: Trail) -> bool:
        """Whether the trail goes on from a printed mark: its decision is there, under the hash that was printed."""
        with self._reading() as connection:
            return events.hash_of(connection, mark.decisions).startswith(mark.head)

    def login(self) -> str:
        """Who the database says is asking; empty where it knows no logins."""
        if self._engine.dialect.name != "postgresql":
            return ""
        with self._reading() as connection:
            return str(connection.exec_driver_sql("SELECT session_user").scalar())

    def grant(self, people: Mapping[str, Role]) -> None:
        """Gives each login of a PostgreSQL store its role, and makes the database itself keep the decisions true.

        Raises:
            WorkspaceProblem: it is no such store, a login is not there, or who asks may not grant.
        """
        with self._writing() as connection:
            grant(connection, people)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other run works on a store that several machines share meanwhile.

        A lock in the folder is enough for a SQLite store; of a PostgreSQL store several folders may be had.

        Raises:
            WorkspaceProblem: another run is at work there.
        """
        if self._engine.dialect.name != "postgresql":
            yield
            return
        with (
            in_words(self._engine),
            self._readers.connect() as connection,
            hold_alone(connection, place(self._engine)),
        ):
            yield

    # The review: one transaction at the desk is one act of a person.

    @contextmanager
    def glancing(self) -> Iterator[Desk]:
        """The desk to look at."""
        with self._reading() as connection:
            yield Desk(connection)

    @contextmanager
    def reviewing(self) -> Iterator[Desk]:
        """The desk to decide at: all of it is on the disk afterwards, or none.

        Who is at it waits three seconds for a run that writes, and is told then.
        """
        with in_words(self._engine), self._personal.begin() as connection:
            yield Desk(connection)

    @contextmanager
    def laying_out(self) -> Iterator[Desk]:
        """The desk to lay the queue out at; that waits for others as a run does."""
        with self._writing() as connection:
            yield Desk(connection)

    @contextmanager
    def claiming(self) -> Iterator[Desk]:
        """The desk to claim items at: a claim may be lost with its machine, so it does not wait for the disk.

        Nor long for a run that writes: what is shown unclaimed is guarded when it is decided.
        """
        with in_words(self._engine), self._fleeting.begin() as connection:
            yield Desk(connection)

    # Small things.

    def setting(self, key: str) -> str | None:
        """A value that was set, None where none was."""
        with self._reading() as connection:
            return values.setting(connection, key)

    def set_setting(self, key: str, value: str) -> None:
        """Keeps a value under its key."""
        with self._writing() as connection:
            values.set_setting(connection, key, value)

    # All of it.

    def dataset(
        self,
        title: str = "Backfile",
        extra_fields: Sequence[str] = (),
        version: str = "",
        survivorship: Survivorship | None = None,
    ) -> Dataset:
        """The state of the workspace at one moment, with the decisions applied."""
        with self._reading() as connection:
            decided = standing(events.read(connection))
            orders, matches, findings = apply_decisions(
                shelves.read(connection, shelves.ORDERS),
                shelves.read(connection, shelves.MATCHES),
                shelves.read(connection, shelves.FINDINGS),
                decided,
            )
            records, sources = _records(connection, matches), shelves.read(connection, shelves.SOURCES)
            return Dataset(
                pages=shelves.read(connection, shelves.PAGES),
                orders=orders,
                records=records,
                sources=sources,
                matches=matches,
                findings=findings,
                measures=shelves.read(connection, shelves.MEASURES),
                problems=shelves.read(connection, shelves.PROBLEMS),
                title=title,
                decisions=sum(one.subject.kind is not SubjectKind.STATE for one in decided),
                extra_fields=tuple(extra_fields),
                version=version,
                survivorship=survivorship or Survivorship(),
                history=decided,
                trail=Trail(*events.head(connection)),
                beyond=rows_beyond(sources, records),
            )

    def copy_to(self, file: Path) -> None:
        """Copies the store as it is at one moment into a new SQLite file, while others may write to it.

        Raises:
            WorkspaceProblem: there is such a file, or the disk is full.
        """
        if file.exists():
            raise WorkspaceProblem(f"{file}: there is such a file already.", "Give another name.")
        if self._engine.dialect.name == "sqlite":
            with in_words(self._engine):
                vacuum_into(self._engine, file)
            file.chmod(0o600)
        else:
            with Store.open(file) as copy, self._reading() as source, copy._writing() as target:
                copy_rows(source, target)

    def check(self) -> tuple[str, ...]:
        """What is damaged, in words; empty where the store is sound."""
        try:
            with self._reading() as connection:
                said = integrity(connection)
                for shelf in shelves.SHELVES:
                    said += shelves.check(connection, shelf)
                return said + shelves.complaints(events.read, connection) + values.check(connection)
        except WorkspaceProblem as problem:
            return (problem.message,)


def _records(connection: Connection, matches: Iterable[Match] = ()) -> tuple[DigitalRecord, ...]:
    """The records of short lists; of long ones those that can be about what was scanned, or that a match names."""
    rows = shelves.parts(connection, tables.RECORDS)
    long = [part for part, (count, _) in rows.items() if count > near.LONG]
    reach = near.reach_of(shelves.read(connection, shelves.ORDERS)) if long else None
    if reach is None:
        return shelves.read(connection, shelves.RECORDS)
    named = {(match.source, match.record_id) for match in matches}
    keep = dict.fromkeys(long, lambda record: reach.holds(record) or record.key in named)
    return shelves.read(connection, shelves.RECORDS, keep)
