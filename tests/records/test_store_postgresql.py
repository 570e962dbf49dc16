"""A PostgreSQL store holds its rules below the program: against `psql` in a clerk's hands, and several at once."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from records.decision import Action, Decision, Subject, SubjectKind
from records.errors import WorkspaceProblem
from records.order import PaperOrder
from records.page import PageEntry, PageKind
from records.people import Role
from records.store import Store
from records.store.coding import encode, row_hash

pytest.importorskip("psycopg")
PEOPLE = {"ann": Role.CLERK, "bob": Role.CLERK, "sue": Role.SUPERVISOR, "ida": Role.ANALYST, "max": Role.ADMIN}


def url(server: Path, person: str, base: str = "city") -> str:
    """The address of the store for a person."""
    return f"postgresql+psycopg://{person}@/{base}?host={server}"


@pytest.fixture(scope="module")
def city(server: Path) -> Path:
    """A store with something in it, its people's logins granted."""
    with create_engine(url(server, "owner", "postgres"), isolation_level="AUTOCOMMIT").connect() as admin:
        admin.execute(text("CREATE DATABASE city"))
        for person in PEOPLE:
            admin.execute(text(f"CREATE ROLE {person} LOGIN"))
    with Store.open(url(server, "owner")) as store:
        pages = [PageEntry("streets", 1, "s.pdf", 0, "ab" * 32, PageKind.ORDER)]
        store.replace_binders(["streets"], pages, [PaperOrder("streets:1", "streets", (1,), ())])
        store.grant(PEOPLE)
    return server


def said(who: str, subject: Subject | None = None) -> Decision:
    """What somebody decides now."""
    about = subject or Subject(SubjectKind.FIELD, "streets:1", "status")
    return Decision(about, Action.ACCEPT, who, datetime.now(UTC).isoformat(timespec="seconds"))


@contextmanager
def connected(server: Path, person: str) -> Iterator[object]:
    """`psql` in a person's hands."""
    engine = create_engine(url(server, person))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def refused(server: Path, person: str, statement: str, **values: object) -> str:
    """What the database answers to a statement that it must refuse."""
    with connected(server, person) as connection, pytest.raises(DBAPIError) as found:
        connection.execute(text(statement), values)  # type: ignore[attr-defined]
    return str(found.value.orig)


def test_each_role_does_what_it_may(city: Path) -> None:
    """Clerks and supervisors work and decide in their own names; an analyst reads; the database knows who asks."""
    for person in ("ann", "sue"):
        with Store.open(url(city, person)) as store:
            assert store.login() == person
            before = len(store.decisions())
            store.decide(said(person))
            store.save_page_results("aa", person, {0: b"x"})
            store.replace_binders(["signs"], (), ())
            assert len(store.decisions()) == before + 1
            assert store.check() == ()
    with Store.open(url(city, "ida")) as store:
        assert store.orders()
        for act in (lambda: store.decide(said("ida")), lambda: store.set_setting("a", "b")):
            with pytest.raises(WorkspaceProblem, match="permission denied"):
                act()


def test_nobody_decides_in_anothers_name(city: Path) -> None:
    """A clerk who says that another decided, or that it was yesterday, or approves, is refused; under which roles she
    acts is told in her name.
    """
    approval = Subject(SubjectKind.STATE, "report")
    old = replace(said("ann"), decided_at="2020-01-01T00:00:00Z")
    for decision, reason in (
        (said("sue"), "ann may not decide as sue"),
        (old, "the time of now"),
        (said("ann", approval), "ann may not approve"),
    ):
        with Store.open(url(city, "ann")) as store, pytest.raises(WorkspaceProblem, match=reason):
            store.decide(decision)
    with Store.open(url(city, "ann")) as store:
        assert store.decide(said("ann", Subject(SubjectKind.STATE, "people"))).who == "ann"
    with Store.open(url(city, "sue")) as store:
        store.decide(said("sue", approval))
        assert store.check() == ()


INSERT = (
    "INSERT INTO decisions (sequence, subject_kind, subject_key, subject_field, payload, previous, row_hash) "
    "VALUES (:sequence, 'field', 'streets:1', 'status', :payload, :previous, :digest)"
)


def test_the_trail_cannot_be_rewritten_by_hand(city: Path) -> None:
    """With `psql`, a clerk can neither change, delete nor cut decisions, nor fork the chain, nor move its end."""
    with Store.open(url(city, "ann")) as store:
        made = store.decide(said("ann"))
        last = store.trail()
    for statement in (
        "UPDATE decisions SET payload = ''",
        "DELETE FROM decisions",
        "TRUNCATE decisions",
        "ALTER TABLE decisions DISABLE TRIGGER ALL",
        "DROP FUNCTION decisions_stamped() CASCADE",
        "CREATE TABLE decisions2 (x int)",
        "SET ROLE owner",
    ):
        assert any(word in refused(city, "ann", statement) for word in ("denied", "owner", "permission"))
    for statement in (
        "UPDATE parts SET rows = 1 WHERE shelf = 'decisions'",
        "DELETE FROM parts WHERE shelf = 'decisions'",
    ):
        assert "written by the database alone" in refused(city, "ann", statement)
    forged = encode(replace(said("ann"), sequence=made.sequence))
    digest = row_hash("decisions", last.head, made.sequence, forged)
    values = {"payload": forged, "previous": last.head, "digest": digest}
    assert "chained to the last" in refused(city, "ann", INSERT, sequence=made.sequence, **values)
    assert "chained to the last" in refused(city, "ann", INSERT, sequence=made.sequence + 5, **values)
    assert "its own hash" in refused(city, "ann", INSERT, sequence=made.sequence + 1, **values)
    digest = row_hash("decisions", last.head, made.sequence + 1, forged)
    values["digest"] = digest
    assert "its own number" in refused(city, "ann", INSERT, sequence=made.sequence + 1, **values)
    with Store.open(url(city, "sue")) as store:
        assert store.trail() == last
        assert store.check() == ()


def test_who_lost_a_role_lost_its_rights(city: Path) -> None:
    """A role that is taken away in the configuration is taken away in the database."""
    with Store.open(url(city, "owner")) as store:
        store.grant({**PEOPLE, "bob": Role.ANALYST})
    with Store.open(url(city, "bob")) as store, pytest.raises(WorkspaceProblem, match="permission denied"):
        store.decide(said("bob"))
    with Store.open(url(city, "owner")) as store:
        store.grant(PEOPLE)
    with Store.open(url(city, "bob")) as store:
        store.decide(said("bob"))
        with pytest.raises(WorkspaceProblem, match="cannot be granted"):
            store.grant(PEOPLE)


def test_a_login_that_is_not_there_is_named(city: Path, tmp_path: Path) -> None:
    """Who is named in the configuration and has no login is said; a SQLite store has none at all."""
    with Store.open(url(city, "owner")) as store, pytest.raises(WorkspaceProblem, match="nobody-here"):
        store.grant({"nobody-here": Role.CLERK})
    with Store.open(tmp_path / "s.sqlite") as store, pytest.raises(WorkspaceProblem, match="SQLite"):
        store.grant(PEOPLE)


def test_one_run_at_a_time_from_wherever(city: Path) -> None:
    """A second machine's run is refused with who is at work; the lock goes with its holder."""
    with Store.open(url(city, "ann")) as one, Store.open(url(city, "sue")) as other:
        with one.alone(), pytest.raises(WorkspaceProblem, match=r"ann from .* is at work here since"), other.alone():
            pass
        with other.alone():
            pass


CLERK = """
import sys
from datetime import UTC, datetime
from records.decision import Action, Decision, Subject, SubjectKind
from records.store import Store
who = sys.argv[2]
with Store.open(sys.argv[1]) as store:
    while True:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        made = store.decide(Decision(Subject(SubjectKind.FINDING, who), Action.ACCEPT, who, now))
        print(made.sequence, flush=True)
"""


def test_killed_clerks_leave_the_trail_whole(city: Path) -> None:
    """Two clerks decide at once and are killed: whatever was told kept is there once, and the chain holds."""
    told: list[int] = []

    def sit(who: str, count: int) -> None:
        line = [sys.executable, "-c", CLERK, url(city, who), who]
        with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as clerk:
            assert clerk.stdout
            told.extend(int(clerk.stdout.readline()) for _ in range(count))
            clerk.kill()

    sitting = [threading.Thread(target=sit, args=(who, count)) for who, count in (("ann", 9), ("bob", 14), ("ann", 5))]
    for each in sitting:
        each.start()
    for each in sitting:
        each.join()
    with Store.open(url(city, "sue")) as store:
        assert store.check() == ()
        assert len(set(told)) == 28
        assert set(told) <= {decision.sequence for decision in store.decisions()}


def test_a_backup_of_a_database_is_a_file(city: Path, tmp_path: Path) -> None:
    """The copy of a PostgreSQL store is a SQLite store with the same in it."""
    with Store.open(url(city, "max")) as store:
        store.copy_to(tmp_path / "copy.sqlite")
        with Store.open(tmp_path / "copy.sqlite") as copy:
            assert copy.check() == ()
            assert copy.dataset() == store.dataset()
            assert copy.trail() == store.trail()
