"""A store is copied while it is in use, grows with the program, and stays off disks that it cannot trust."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from records.dataset import Dataset
from records.decision import Action, Decision, Subject, SubjectKind
from records.errors import UsageProblem, WorkspaceProblem
from records.store import Store
from records.store.disks import disk_of, refuse_share
from records.store.migrate import HEAD, known_versions
from records.trail import Trail, parse_mark

OLD = Path(__file__).with_name("stores")
"""A store of each schema that there was, written by the program of its time."""


def said(n: int) -> Decision:
    """One decision of many."""
    return Decision(Subject(SubjectKind.FIELD, f"b:{n}", "status"), Action.ACCEPT, "ann", "2026-01-01T00:00:00Z")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with three decisions."""
    with Store.open(tmp_path / "store.sqlite") as made:
        for n in range(3):
            made.decide(said(n))
        yield made


def test_a_copy_is_the_store_at_one_moment(store: Store, tmp_path: Path) -> None:
    """The copy is sound, has what was there, is for its owner's eyes, and lets what is written meanwhile go by."""
    with closing(sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        store.copy_to(tmp_path / "copy.sqlite")
        other.execute("ROLLBACK")
    store.decide(said(3))
    assert (tmp_path / "copy.sqlite").stat().st_mode & 0o077 == 0
    with Store.open(tmp_path / "copy.sqlite") as copy:
        assert copy.check() == ()
        assert copy.decisions() == store.decisions()[:3]
        with pytest.raises(WorkspaceProblem, match="already"):
            store.copy_to(tmp_path / "copy.sqlite")


def test_the_end_of_the_trail_proves_what_came_before_it(store: Store) -> None:
    """A printed mark is found again however far the trail went on, and not in a trail that says something else."""
    mark = store.trail().mark
    for n in range(3, 9):
        store.decide(said(n))
    assert store.follows(parse_mark(mark))
    assert store.follows(Trail())
    assert not store.follows(parse_mark(f"4:{mark.partition(':')[2]}"))
    assert not store.follows(parse_mark(f"99:{mark.partition(':')[2]}"))
    with pytest.raises(UsageProblem, match="no mark"):
        parse_mark("three")


def test_a_tail_that_was_cut_with_care_is_seen_by_the_mark_alone(store: Store, tmp_path: Path) -> None:
    """Who takes off the triggers, the last decision and what counts it leaves a store that looks sound; the print of
    a report tells.
    """
    mark = parse_mark(store.trail().mark)
    store.close()
    with closing(sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)) as bad:
        bad.execute("DROP TRIGGER decisions_no_delete")
        bad.execute("DELETE FROM decisions WHERE sequence = 3")
        (head,) = bad.execute("SELECT row_hash FROM decisions WHERE sequence = 2").fetchone()
        bad.execute("UPDATE parts SET rows = 2, digest = ? WHERE shelf = 'decisions'", (head,))
    with Store.open(tmp_path / "store.sqlite") as after:
        assert after.check() == ()
        assert not after.follows(mark)


@pytest.mark.parametrize("schema", sorted(path.stem.partition("-")[2] for path in OLD.glob("*.sqlite")))
def test_a_store_of_every_schema_is_read_whole(schema: str, tmp_path: Path) -> None:
    """A store that an earlier program wrote is brought up to date with all that was in it, and a copy of it is kept."""
    shutil.copy(OLD / f"schema-{schema}.sqlite", tmp_path / "store.sqlite")
    with Store.open(tmp_path / "store.sqlite") as store:
        check_old(store)
        store.decide(said(1))
        assert store.check() == ()
    kept = tmp_path / f"store.before-{HEAD}.sqlite"
    assert kept.exists() == (schema != HEAD)
    if kept.exists():
        with closing(sqlite3.connect(kept)) as old:
            assert old.execute("SELECT version_num FROM alembic_version").fetchone() == (schema,)


def check_old(store: Store) -> None:
    """What the old stores hold."""
    assert store.check() == ()
    dataset: Dataset = store.dataset()
    assert [order.value("order_number") for order in dataset.orders] == ["2019-0001", "2019-0012"]
    assert [(one.who, one.sequence) for one in store.decisions()] == [("ann", 1), ("bob", 2)]
    assert dataset.records[0].raw == {"Note": "café"}
    assert len(dataset.pages) == len(dataset.matches) + 1 == len(dataset.findings) + 1 == 2
    assert store.page_result("ab" * 32, 0, "settings") == b"page" * 300
    assert store.setting("mapping") == "{}"


def test_there_is_an_old_store_of_every_schema() -> None:
    """Whoever makes a new schema keeps a store of the one before."""
    assert {path.stem.partition("-")[2] for path in OLD.glob("*.sqlite")} == set(known_versions())


KILLED = """
import os, signal, sys
from alembic.operations import Operations
from records.store import Store
steps, calls = int(sys.argv[2]), 0
def counted(name):
    plain = getattr(Operations, name)
    def call(*args, **kwargs):
        global calls
        calls += 1
        if calls == steps:
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(*args, **kwargs)
    setattr(Operations, name, call)
for name in ("create_table", "create_index", "execute"):
    counted(name)
Store.open(sys.argv[1]).close()
"""


def test_an_upgrade_that_is_killed_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    """Killed before its first step, its second and so on until it comes through, an upgrade has happened or not; the
    next attempt always comes to the end.
    """
    for step in range(1, 40):
        place = tmp_path / "store.sqlite"
        shutil.copy(OLD / "schema-0001.sqlite", place)
        ended = subprocess.run([sys.executable, "-c", KILLED, str(place), str(step)], check=False)
        if ended.returncode == 0:
            assert step > 3
            return
        assert ended.returncode == -signal.SIGKILL
        with closing(sqlite3.connect(place)) as half:
            assert half.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
            assert not half.execute("SELECT 1 FROM sqlite_master WHERE name = 'review_items'").fetchone()
        with Store.open(place) as store:
            check_old(store)
        for left in tmp_path.glob("store*"):
            left.unlink()
    pytest.fail("the upgrade never ends")


MOUNTS = """\
22 1 0:20 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
31 22 0:41 / /srv/city rw,relatime shared:7 - nfs4 server:/city rw
32 22 0:42 / /srv/city/local rw - ext4 /dev/sdb1 rw
33 22 0:43 / /mnt/two\\040words rw - cifs //server/share rw
34 22 0:44 / /mnt/far rw - fuse.sshfs me@there: rw
35 22 0:45 / /mnt/pool rw - fuse.mergerfs a:b rw
36 22 0:46 / /mnt/stick rw - fuseblk /dev/sdc1 rw
"""


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("/var/city/backfile.sqlite", "ext4"),
        ("/srv/city/backfile.sqlite", "nfs4"),
        ("/srv/city/local/backfile.sqlite", "ext4"),
        ("/srv/city2/backfile.sqlite", "ext4"),
        ("/mnt/two words/backfile.sqlite", "cifs"),
        ("/mnt/far/backfile.sqlite", "fuse.sshfs"),
        ("/mnt/pool/backfile.sqlite", "fuse.mergerfs"),
        ("/mnt/stick/backfile.sqlite", "fuseblk"),
    ],
)
def test_the_disk_of_a_file_is_that_of_its_nearest_mount(file: str, kind: str) -> None:
    """The deepest mount point above a file says what its disk is."""
    assert disk_of(Path(file), MOUNTS) == kind


@pytest.mark.parametrize(
    ("place", "refused"),
    [("/srv/city", True), ("/mnt/two words", True), ("/mnt/far", True), ("/mnt/pool", False), ("/mnt/stick", False)],
)
def test_a_store_on_a_network_share_is_refused_with_the_way_out(
    place: str, refused: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A share is named with its kind and PostgreSQL as the cure; disks of this machine are taken."""
    (tmp_path / "mounts").write_text(MOUNTS)
    monkeypatch.setattr("records.store.disks._MOUNTS", tmp_path / "mounts")
    file = Path(place) / "backfile.sqlite"
    if not refused:
        refuse_share(file)
        return
    with pytest.raises(WorkspaceProblem, match="network share") as found:
        refuse_share(file)
    assert "PostgreSQL" in found.value.cure
