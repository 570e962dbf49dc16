"""The store keeps what it is given, in order, and refuses what is not its own."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

import records.store
from records.dataset import FileProblem, SourceSummary
from records.decision import Action, Decision, Subject, SubjectKind
from records.errors import UsageProblem, WorkspaceProblem
from records.finding import Finding, FindingKind, Severity, finding_id
from records.geometry import Box, Frame
from records.match import Comparison, Match, MatchDecision
from records.measure import Measure
from records.order import Alternative, DigitalRecord, FieldReading, LineItem, PaperOrder, ReadingStatus
from records.page import PageEntry, PageFacts, PageKind
from records.source import ColumnMapping
from records.store import Store, exclusive
from records.store.coding import decode, encode, row_hash
from records.store.connect import APPEND_ONLY, problem
from records.store.migrate import HEAD
from records.store.tables import METADATA

FACTS = PageFacts(1700, 2200, 200.0, 0.041, False, 0.8, False, (250, 249, 240), bytes(range(256)), ("dark edge",))
READING = FieldReading(
    "total_cost",
    "1425.00",
    "$1,425.OO",
    ReadingStatus.REPAIRED,
    0.91,
    3,
    Box(1.5, 2, 30, 40),
    "tesseract 5.3",
    (Alternative("1428.00", "1,428.00", "rapidocr", -1.25), Alternative("", "", "")),
    "glyphs exchanged",
)


def page(binder: str, number: int, path: str = "scan.pdf") -> PageEntry:
    """A page with everything."""
    frame = Frame(1, -0.4, 1.25, 1700, 2200)
    return PageEntry(binder, number, path, number - 1, "ab" * 32, PageKind.ORDER, "form", facts=FACTS, frame=frame)


def order(binder: str, first: int) -> PaperOrder:
    """An order with everything."""
    lines = (LineItem(1, (READING,)),)
    return PaperOrder(f"{binder}:{first}", binder, (first, first + 1), (READING,), "Streets", "form", lines, (READING,))


def decision(n: int = 0, action: Action = Action.ACCEPT, undo_of: int | None = None) -> Decision:
    """A decision about a field."""
    subject = Subject(SubjectKind.FIELD, f"signs:{n}", "total_cost")
    return Decision(subject, action, "J. Clerk", "2026-03-07T09:00:00+00:00", after=f"{n}.00", undo_of=undo_of)


RECORD = DigitalRecord("311", "A-7", 1, {"status": "open"}, {"Státus": "OPEN "}, "Streets", {"due_on": "no date"})
SUMMARY = SourceSummary("311", "311.csv", 1, (ColumnMapping("Státus", "status", 0.9, "header"),), ("Windows-1252",))
MATCH = Match(
    "signs:1", "311", "A-7", 0.97, 11.5, MatchDecision.LINK, (Comparison("status", "same", 2.5, "open", "open"),)
)
FINDING = Finding(
    finding_id(FindingKind.STUCK_PAGES, "signs", "3"), FindingKind.STUCK_PAGES, Severity.HIGH, 0.9, "two are missing"
)
MEASURE = Measure("orders", "Orders", "", "orders", 10, 9, 12, None, 15.5, "Five more.")
PROBLEM = FileProblem("/scans/\udcff.pdf", "encrypted", "Save it without a password.")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that the migrations made from nothing."""
    place = tmp_path_factory.mktemp("empty") / "store.sqlite"
    Store.open(place).close()
    return place


@pytest.fixture
def store(tmp_path: Path, empty: Path) -> Store:
    """A new store."""
    shutil.copy(empty, tmp_path / "store.sqlite")
    return Store.open(tmp_path / "store.sqlite")


def test_everything_comes_back_as_it_went_in(store: Store) -> None:
    """Each noun is read as it was written, bytes, enums, boxes and names that are not UTF-8 included."""
    odd = page("signs\udcff\0", 1, "/scans/\udcff\n.pdf")
    store.replace_binders(["signs", odd.binder], [odd], [order("signs", 1)])
    store.replace_source(SUMMARY, [RECORD])
    store.replace_reconciliation([MATCH], [FINDING], [MEASURE])
    store.replace_problems([PROBLEM])
    assert store.pages() == (odd,)
    assert store.orders() == (order("signs", 1),)
    assert (store.records(), store.sources()) == ((RECORD,), (SUMMARY,))
    assert (store.matches(), store.findings(), store.measures()) == ((MATCH,), (FINDING,), (MEASURE,))
    assert store.problems() == (PROBLEM,)
    store.forget_binders([odd.binder])
    assert (store.pages(), store.orders()) == ((odd,), ())
    assert store.check() == ()


def test_a_dataset_is_the_workspace_with_its_decisions(store: Store) -> None:
    """The dataset is what the tables hold, with what stands of the decisions applied and counted."""
    store.replace_binders(["signs"], [page("signs", 1)], [order("signs", 1)])
    store.decide(decision(1, Action.CORRECT))
    undone = store.decide(decision(1, Action.ILLEGIBLE))
    store.decide(decision(1, Action.UNDO, undone.sequence))
    dataset = store.dataset("Signs", ("crew",), "1.2")
    assert (dataset.title, dataset.extra_fields, dataset.version, dataset.decisions) == ("Signs", ("crew",), "1.2", 1)
    assert dataset.orders[0].value("total_cost") == "1.00"
    assert store.orders() == (order("signs", 1),)


def test_binders_come_in_natural_order(store: Store) -> None:
    """Binder 2 comes before binder 10, page 2 before page 10, whatever the order of writing."""
    pages = [page(f"binder {n}", number) for n in (10, 2) for number in (10, 2)]
    store.replace_binders(["binder 10", "binder 2"], pages, [order("binder 10", 3), order("binder 2", 1)])
    assert [(each.binder, each.number) for each in store.pages()] == [
        *(("binder 2", 2), ("binder 2", 10), ("binder 10", 2), ("binder 10", 10)),
    ]
    assert [each.order_id for each in store.orders()] == ["binder 2:1", "binder 10:3"]


def test_only_the_named_binders_are_replaced(store: Store) -> None:
    """A binder that is not named keeps its rows; one that is named and empty loses them."""
    store.replace_binders(["a", "b"], [page("a", 1), page("b", 1)], [order("a", 1), order("b", 1)])
    store.replace_binders(["a"], [], [])
    assert [each.binder for each in store.pages()] == ["b"]
    assert [each.binder for each in store.orders()] == ["b"]
    with pytest.raises(ValueError, match="not named"):
        store.replace_binders(["a"], [page("c", 1)], [])
    assert store.check() == ()


def test_what_is_not_kept_is_forgotten(store: Store) -> None:
    """Binders and sources that a run no longer has go; the others stay."""
    store.replace_binders(["a", "b"], [page("a", 1), page("b", 1)], [order("a", 1)])
    store.replace_source(SUMMARY, [RECORD])
    store.forget_binders(["b"])
    store.forget_sources([])
    assert [each.binder for each in store.pages()] == ["b"]
    assert store.orders() == ()
    assert (store.sources(), store.records()) == ((), ())
    assert store.check() == ()


def test_a_page_is_known_by_content_place_and_settings(store: Store) -> None:
    """A result is found under its own key only, and the later one takes the place of the earlier."""
    store.save_page_results("aa", "s1", {0: b"first\x00\xff"})
    store.save_page_results("aa", "s1", {0: b"second"})
    store.save_page_results("aa", "s1", {1: b""})
    assert store.page_result("aa", 0, "s1") == b"second"
    assert store.page_result("aa", 1, "s1") == b""
    assert store.page_result("aa", 0, "s2") is None


def test_settings_are_kept(store: Store, tmp_path: Path) -> None:
    """A setting is read by whoever opens the store next."""
    store.set_setting("mapping", "{}")
    store.set_setting("mapping", '{"a": 1}')
    store.set_setting("last", "/scans/\udcff\0")
    with Store.open(tmp_path / "store.sqlite") as again:
        assert again.setting("mapping") == '{"a": 1}'
        assert again.setting("last") == "/scans/\udcff\0"
        assert again.setting("other") is None


def test_decisions_are_numbered_from_one(store: Store) -> None:
    """Each event gets the next number, and all come back in order."""
    made = [store.decide(decision(n)) for n in range(5)]
    assert [each.sequence for each in made] == [1, 2, 3, 4, 5]
    assert store.decisions() == tuple(made)


@pytest.mark.parametrize("undo_of", [0, 2, 99])
def test_only_what_was_decided_can_be_undone(store: Store, undo_of: int) -> None:
    """An undo of a decision that there is not is refused, and nothing is kept."""
    store.decide(decision())
    with pytest.raises(UsageProblem):
        store.decide(decision(0, Action.UNDO, undo_of))
    assert len(store.decisions()) == 1


@pytest.mark.parametrize("statement", ["DELETE FROM decisions", "UPDATE decisions SET payload = '{}'"])
def test_the_database_refuses_to_change_decisions(store: Store, tmp_path: Path, statement: str) -> None:
    """No statement changes or deletes an event, not even one given to the database by hand."""
    store.decide(decision())
    with pytest.raises(sqlite3.DatabaseError, match="append-only"):
        sqlite3.connect(tmp_path / "store.sqlite").execute(statement)
    assert len(store.decisions()) == 1


TAMPERING = (
    "DELETE FROM decisions WHERE sequence = 2",
    "DELETE FROM decisions WHERE sequence = 3",
    "DELETE FROM decisions",
    "UPDATE decisions SET payload = replace(payload, 'Clerk', 'Mayor') WHERE sequence = 2",
    "UPDATE decisions SET subject_key = 'signs:9' WHERE sequence = 2",
    "UPDATE decisions SET sequence = 7 WHERE sequence = 3",
    "INSERT INTO decisions SELECT 4, subject_kind, subject_key, subject_field, payload, row_hash, row_hash "
    "FROM decisions WHERE sequence = 3",
    "DELETE FROM parts WHERE shelf = 'decisions'",
)


@pytest.mark.parametrize("statement", TAMPERING)
def test_tampering_with_decisions_is_noticed(store: Store, tmp_path: Path, statement: str) -> None:
    """Whoever takes the triggers away and edits, deletes, inserts or cuts the tail is found out on reading."""
    for n in range(3):
        store.decide(decision(n))
    connection = sqlite3.connect(tmp_path / "store.sqlite")
    connection.executescript("DROP TRIGGER decisions_no_update; DROP TRIGGER decisions_no_delete;")
    connection.execute(statement)
    connection.commit()
    with pytest.raises(WorkspaceProblem, match="decisions") as found:
        store.decisions()
    assert "backup" in found.value.cure
    assert len(store.check()) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE orders SET payload = replace(payload, '1425.00', '9425.00') WHERE name = 'signs:3'",
        "UPDATE orders SET part = 'other' WHERE name = 'signs:3'",
        "DELETE FROM orders WHERE name = 'signs:3'",
        "DELETE FROM parts WHERE shelf = 'orders'",
        "UPDATE orders SET place = 17 WHERE name = 'signs:3'",
    ],
)
def test_a_changed_row_is_named(store: Store, tmp_path: Path, statement: str) -> None:
    """A row that was changed, moved or taken away is a WorkspaceProblem that names the table and says what to do."""
    store.replace_binders(["signs"], [], [order("signs", 1), order("signs", 3)])
    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        connection.execute(statement)
    with pytest.raises(WorkspaceProblem, match="orders, ") as found:
        store.orders()
    assert "Run the same command again" in found.value.cure
    assert store.check()
    store.replace_binders(["signs", "other"], [], [order("signs", 1)])
    assert store.check() == ()


def test_a_damaged_page_result_is_read_again(store: Store, tmp_path: Path) -> None:
    """The cache never answers with what was not written into it; the check says so."""
    store.save_page_results("aa", "s", {0: b"payload"})
    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        connection.execute("UPDATE page_results SET payload = x'00'")
    assert store.page_result("aa", 0, "s") is None
    assert "page_results" in store.check()[0]


def test_a_damaged_setting_is_named(store: Store, tmp_path: Path) -> None:
    """A setting that was changed by other hands is not believed."""
    store.set_setting("k", "v")
    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        connection.execute("UPDATE settings SET value = 'w'")
    with pytest.raises(WorkspaceProblem, match="settings, row k"):
        store.setting("k")
    assert "settings" in store.check()[0]


def test_a_new_store_has_the_tables_as_declared(store: Store, tmp_path: Path) -> None:
    """The migrations make from nothing exactly the tables that the code reads, and end at the version it knows."""
    store.close()
    folder = Path(records.store.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == HEAD
    engine = create_engine(f"sqlite:///{tmp_path / 'store.sqlite'}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def test_a_store_is_for_its_owner_alone(store: Store, tmp_path: Path) -> None:
    """Orders name private persons: the file of a new store is 0600."""
    store.close()
    assert stat.S_IMODE((tmp_path / "store.sqlite").stat().st_mode) == 0o600


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that stops half-way leaves no half-made schema behind, and the next opening makes it whole."""
    monkeypatch.setitem(APPEND_ONLY, "sqlite", ("CREATE TRIGGER nonsense",))
    with pytest.raises(WorkspaceProblem):
        Store.open(tmp_path / "store.sqlite")
    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    monkeypatch.undo()
    with Store.open(tmp_path / "store.sqlite") as store:
        assert store.check() == ()


def test_a_newer_store_is_refused(store: Store, tmp_path: Path) -> None:
    """An older program does not touch what a newer one made, and says so."""
    store.close()
    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(WorkspaceProblem, match="newer version") as found:
        Store.open(tmp_path / "store.sqlite")
    assert "Install the newest" in found.value.cure


def test_another_database_is_refused(tmp_path: Path) -> None:
    """A database that something else made is left as it is."""
    with sqlite3.connect(tmp_path / "other.sqlite") as connection:
        connection.execute("CREATE TABLE mine (x)")
    with pytest.raises(WorkspaceProblem, match="not made by Backfile"):
        Store.open(tmp_path / "other.sqlite")


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    """A text file, a folder, a folder that is not there and an address that is none are each named, with the cure."""
    (tmp_path / "notes.sqlite").write_text("not a database at all\n" * 500)
    for place in (tmp_path / "notes.sqlite", tmp_path, tmp_path / "none" / "store.sqlite", "nonsense://x"):
        with pytest.raises(WorkspaceProblem) as found:
            Store.open(place)
        assert found.value.cure


@pytest.mark.parametrize(
    ("complaint", "words"),
    [
        ("database is locked", "in use"),
        ("file is not a database", "not a store"),
        ("database disk image is malformed", "damaged"),
        ("database or disk is full", "disk is full"),
        ("disk I/O error", "full or failing"),
        ("attempt to write a readonly database", "read-only"),
        ("unable to open database file", "cannot be opened"),
        ("something else", "something else"),
    ],
)
def test_complaints_come_in_words(complaint: str, words: str) -> None:
    """What SQLite says is told in words, with what to do."""
    told = problem("store.sqlite", complaint)
    assert words in told.message
    assert told.message.startswith("store.sqlite: ")
    assert told.cure


def test_a_locked_store_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that cannot have the lock in time says that the store is in use, and reading goes on."""
    Store.open(tmp_path / "store.sqlite").close()
    monkeypatch.setattr("records.store.connect.PATIENCE", 0.05)
    other = sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Store.open(tmp_path / "store.sqlite") as waiting:
        with pytest.raises(WorkspaceProblem, match="in use"):
            waiting.decide(decision())
        assert waiting.decisions() == ()
    other.close()


def test_threads_may_share_a_store(store: Store) -> None:
    """Screens decide from their own threads: each decision gets its own number."""
    threads = [threading.Thread(target=lambda: [store.decide(decision(n)) for n in range(5)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.sequence for each in store.decisions()] == list(range(1, 21))


def test_postgresql_could_hold_the_tables() -> None:
    """No table needs what only SQLite has."""
    for table in METADATA.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
    assert set(APPEND_ONLY) == {"sqlite", "postgresql"}


@pytest.mark.skipif(
    "BACKFILE_TEST_POSTGRESQL" not in os.environ,
    reason="set BACKFILE_TEST_POSTGRESQL to the SQLAlchemy URL of an empty PostgreSQL database, with its driver",
)
def test_postgresql_keeps_it_all() -> None:
    """A PostgreSQL database keeps nouns and decisions as SQLite does, writers in turn."""
    with Store.open(os.environ["BACKFILE_TEST_POSTGRESQL"]) as store:
        before = len(store.decisions())
        odd = page("signs\udcff\0", 1, "/scans/\udcff\n.pdf")
        store.replace_binders([odd.binder], [odd], [])
        store.replace_source(SUMMARY, [RECORD])
        store.save_page_results("aa", "s", {0: b"\0\xff"})
        store.set_setting("last", "\udcff\0")
        assert (store.pages(), store.records(), store.sources()) == ((odd,), (RECORD,), (SUMMARY,))
        assert (store.page_result("aa", 0, "s"), store.setting("last")) == (b"\0\xff", "\udcff\0")
        threads = [threading.Thread(target=lambda: [store.decide(decision(n)) for n in range(5)]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(store.decisions()) == before + 20
        assert store.check() == ()


@given(st.text(), st.text(st.characters(categories=["Cs", "L", "Cc"])), st.booleans())
@settings(max_examples=200, deadline=None)
def test_any_text_survives_coding(path: str, reason: str, empty: bool) -> None:
    """Texts come back to the letter, halves of surrogate pairs and controls included."""
    noun = FileProblem(path, reason, "" if empty else path)
    assert decode(encode(noun), FileProblem) == noun


@given(st.lists(st.one_of(st.text(), st.binary(), st.integers())), st.lists(st.one_of(st.text(), st.binary())))
def test_rows_that_differ_hash_differently(one: list[str | bytes | int], other: list[str | bytes]) -> None:
    """The hash depends on each part and on where one part ends and the next begins."""
    assert (row_hash(*one) == row_hash(*other)) == (list(map(_bytes, one)) == list(map(_bytes, other)))


def _bytes(part: str | bytes | int) -> bytes:
    return part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")


# One run a workspace.

HOLD = "import sys, time; from pathlib import Path; from records.store import exclusive\n"
HOLD += "with exclusive(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"


def test_a_busy_workspace_names_its_owner(tmp_path: Path) -> None:
    """A second run is told who is at work; when the first one is killed, the lock is free at once."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as owner:
        assert owner.stdout
        assert owner.stdout.readline() == b"held\n"
        with pytest.raises(WorkspaceProblem, match=rf"process {owner.pid}") as found, exclusive(tmp_path):
            pass
        assert str(owner.pid) in found.value.cure
        owner.kill()
    with exclusive(tmp_path):
        pass


def test_a_process_does_not_take_its_own_lock_twice(tmp_path: Path) -> None:
    """A second run in the same process is refused as well, and the first one keeps its lock."""
    with exclusive(tmp_path):
        with pytest.raises(WorkspaceProblem, match=str(os.getpid())), exclusive(tmp_path):
            pass
        held = subprocess.run([sys.executable, "-c", HOLD, str(tmp_path)], capture_output=True, timeout=60, check=False)
        assert b"WorkspaceProblem" in held.stderr
    with exclusive(tmp_path):
        pass


def test_workers_do_not_inherit_the_lock(tmp_path: Path) -> None:
    """A worker that outlives its run does not keep the workspace busy."""
    script = HOLD.replace(
        "    time.sleep(60)\n", "    import os\n    if os.fork() == 0: time.sleep(5)\n    os._exit(0)\n"
    )
    first = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.DEVNULL)
    first.wait()
    with exclusive(tmp_path):
        pass


def test_a_lock_needs_a_folder_that_can_be_written(tmp_path: Path) -> None:
    """A folder that is not there is named, with the cure."""
    with pytest.raises(WorkspaceProblem, match="cannot be written"), exclusive(tmp_path / "none"):
        pass
