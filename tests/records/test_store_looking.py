"""A store that may not be written: it can be looked at, it is never changed, and what would change it says so."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from records.decision import Action, Decision, Subject, SubjectKind
from records.errors import WorkspaceProblem
from records.store import Store, exclusive
from records.store.connect import _answering


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A store with one setting."""
    with Store.open(tmp_path / "store.sqlite") as store:
        store.set_setting("colour", "blue")
    return tmp_path / "store.sqlite"


def look(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on no file may be written: root, as whom tests may run, is held back by no permission."""
    for module in ("connect", "store"):
        monkeypatch.setattr(f"records.store.{module}.may_only_look", lambda _: True)


def said(what: str) -> Decision:
    """A decision."""
    return Decision(Subject(SubjectKind.FIELD, what, "location"), Action.ACCEPT, "ann", "2026-03-02T09:00:00+00:00")


def test_looking_changes_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is there is read and copied, each way of writing is refused with its cure, the file is what it was."""
    look(monkeypatch)
    before = file.read_bytes()
    with Store.open(file) as store:
        assert store.read_only
        assert store.setting("colour") == "blue"
        for write in (lambda: store.set_setting("colour", "red"), lambda: store.decide(said("a:1"))):
            with pytest.raises(WorkspaceProblem, match="the store is read-only") as refused:
                write()
            assert "right to write" in refused.value.cure
        with pytest.raises(WorkspaceProblem, match="read-only"), store.claiming() as desk:
            desk.release("ann")
        assert store.check() == ()
        store.copy_to(file.with_name("copy.sqlite"))
    assert file.read_bytes() == before
    with Store.open(file.with_name("copy.sqlite")) as copy:
        assert copy.setting("colour") == "blue"


def test_who_looks_sees_what_a_writer_writes_meanwhile(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is opened anew each time, so a writer that comes after is seen, and one that goes as well."""
    writer = Store.open(file)
    look(monkeypatch)
    with Store.open(file) as store:
        for turn in range(3):
            writer.set_setting("colour", str(turn))
            assert store.setting("colour") == str(turn)
        writer.close()
        assert store.setting("colour") == "2"


def test_a_journal_that_nobody_can_take_in_is_not_passed_over(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy made beside a writer holds its last writes in the journal alone: without it the store would be older."""
    with Store.open(file) as writer:
        writer.set_setting("colour", "green")
        copy = file.with_name("copy.sqlite")
        shutil.copy(file, copy)
        shutil.copy(f"{file}-wal", f"{copy}-wal")

    def no_memory(address: str) -> sqlite3.Connection:
        if "immutable" not in address:
            raise sqlite3.OperationalError("unable to open database file")
        return _answering(address)

    monkeypatch.setattr("records.store.connect._answering", no_memory)
    look(monkeypatch)
    with pytest.raises(WorkspaceProblem, match="cannot be opened"):
        Store.open(copy)
    Path(f"{copy}-wal").unlink()
    with Store.open(copy) as store:
        assert store.setting("colour") == "blue"


def test_who_only_looks_shares_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the folder may not be written, two look at a time, a run is waited for, and no file is left behind."""
    with exclusive(tmp_path):
        pass
    monkeypatch.setattr("records.store.lock.os.access", lambda *_: False)
    with exclusive(tmp_path, looking=True), exclusive(tmp_path, looking=True):
        pass
    hold = (
        "import sys; from pathlib import Path; from records.store import exclusive\n"
        "with exclusive(Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()\n"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ
    )
    with run:
        assert run.stdout is not None and run.stdout.readline() == b"held\n"
        with pytest.raises(WorkspaceProblem, match=f"process {run.pid}"), exclusive(tmp_path, looking=True):
            pass
        assert run.stdin is not None
        run.stdin.close()
    empty = tmp_path / "empty"
    empty.mkdir()
    with exclusive(empty, looking=True):
        assert list(empty.iterdir()) == []
