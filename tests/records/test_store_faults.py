"""Whatever is done to the store or to the process that writes it, nothing decided is lost and no damage goes unseen."""

from __future__ import annotations

import pickle
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from records.dataset import Dataset, FileProblem, SourceSummary
from records.decision import Action, Decision, Subject, SubjectKind
from records.errors import WorkspaceProblem
from records.finding import Finding, FindingKind, Severity
from records.measure import Measure
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus
from records.page import PageEntry, PageKind
from records.store import Store

SITTING = """
import sys
from records.decision import Action, Decision, Subject, SubjectKind
from records.store import Store
name, count = sys.argv[2], int(sys.argv[3])
with Store.open(sys.argv[1]) as store:
    for n in range(count):
        made = store.decide(Decision(Subject(SubjectKind.FIELD, f"{name}:{n}", "status"), Action.ACCEPT, name, "now"))
        print(made.sequence, n, flush=True)
"""


def sitting(store: Path, name: str, count: int) -> subprocess.Popen[str]:
    """A clerk in another process, who says each decision when it is kept."""
    return subprocess.Popen(
        [sys.executable, "-c", SITTING, str(store), name, str(count)], stdout=subprocess.PIPE, text=True
    )


def filled(path: Path) -> Dataset:
    """A store with something of everything; closed, so that all of it is in one file."""
    with Store.open(path) as store:
        orders = [
            PaperOrder(
                f"b:{n}",
                "b",
                (n,),
                (FieldReading("order_number", f"2019-{n:04}", "x" * 40, ReadingStatus.OK, 0.9, n, None, "engine"),),
            )
            for n in range(1, 60)
        ]
        pages = [PageEntry("b", n, "/scans/b.pdf", n - 1, "0" * 64, PageKind.ORDER) for n in range(1, 60)]
        store.replace_binders(["b"], pages, orders)
        summary = SourceSummary("311", "311.csv", 60, ())
        store.replace_source(
            summary, [DigitalRecord("311", str(n), n, {"order_number": f"2019-{n:04}"}, {}) for n in range(60)]
        )
        finding = Finding("f" * 12, FindingKind.SEQUENCE_GAP, Severity.HIGH, 0.5, "2019-0060 is missing")
        store.replace_reconciliation([], [finding], [Measure("orders", "Orders", "", "orders", 1, 2, 3, 4, 5)])
        store.replace_problems([FileProblem("a.pdf", "empty", "scan it again")])
        for n in range(20):
            store.decide(Decision(Subject(SubjectKind.FIELD, f"b:{n}", "order_number"), Action.ACCEPT, "me", "now"))
        store.save_page_results("0" * 64, "settings", {0: b"page" * 300})
        store.set_setting("mapping", "{}" * 50)
        return store.dataset()


def test_kill_in_the_middle_of_a_sitting_loses_nothing_decided(tmp_path: Path) -> None:
    """After kill -9 at any moment, all decisions that were told kept are there, at most one more, and the store is
    sound; the next sitting goes on with the next number.
    """
    place, told = tmp_path / "store.sqlite", 0
    Store.open(place).close()
    for after in (1, 5, 23):
        with sitting(place, "clerk", 1000) as clerk:
            assert clerk.stdout
            told = max(int(clerk.stdout.readline().split()[0]) for _ in range(after))
            clerk.send_signal(signal.SIGKILL)
            told = max([told, *(int(line.split()[0]) for line in clerk.stdout if line.endswith("\n"))])
        with Store.open(place) as store:
            kept = store.decisions()
            assert told <= len(kept) <= told + 1
            assert store.check() == ()


RUN = """
import pickle, sys
from pathlib import Path
from dataclasses import replace
from records.store import Store
pages, orders = pickle.loads(Path(sys.argv[2]).read_bytes())
with Store.open(sys.argv[1]) as store:
    for n in range(1000):
        store.replace_binders(["b"], pages[: 1 + n % 59], orders[: 1 + n % 59])
        store.save_page_results("0" * 64, "settings", {n: b"page" * 300})
        print(n, flush=True)
"""


def test_kill_in_the_middle_of_a_run_leaves_one_state_or_the_next(tmp_path: Path) -> None:
    """After kill -9 at any moment, pages and orders of a binder are those of one write, and no kept page is lost."""
    place = tmp_path / "store.sqlite"
    whole = filled(place)
    (tmp_path / "binder").write_bytes(pickle.dumps((whole.pages, whole.orders)))
    for after in (1, 4, 11):
        command = [sys.executable, "-c", RUN, str(place), str(tmp_path / "binder")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
            assert run.stdout
            told = [int(run.stdout.readline()) for _ in range(after)][-1]
            time.sleep(after / 1000)
            run.send_signal(signal.SIGKILL)
        with Store.open(place) as store:
            assert store.check() == ()
            assert len(store.pages()) == len(store.orders()) > 0
            assert all(store.page_result("0" * 64, n, "settings") == b"page" * 300 for n in range(told + 1))
            assert len(store.decisions()) == 20


def test_two_processes_decide_at_once(tmp_path: Path) -> None:
    """Two sittings at one store get one number each for every decision, and the chain holds."""
    place = tmp_path / "store.sqlite"
    clerks = [sitting(place, name, 60) for name in ("ann", "bob")]
    told = [line.split() for clerk in clerks for line in clerk.communicate(timeout=120)[0].splitlines()]
    assert [clerk.returncode for clerk in clerks] == [0, 0]
    with Store.open(place) as store:
        assert sorted(int(sequence) for sequence, _ in told) == list(range(1, 121))
        assert {each.who for each in store.decisions()} == {"ann", "bob"}
        assert store.check() == ()


def test_running_twice_changes_nothing(tmp_path: Path) -> None:
    """The same run again leaves the same dataset, and the decisions stand."""
    assert filled(tmp_path / "one.sqlite") == filled(tmp_path / "two.sqlite")
    with Store.open(tmp_path / "one.sqlite") as store:
        before = store.dataset()
        orders, pages = store.orders(), store.pages()
        store.replace_binders(["b"], pages[::-1], orders[::-1])
        store.replace_reconciliation(store.matches(), store.findings(), store.measures())
        assert store.dataset() == before


def test_every_flipped_bit_is_noticed_or_harmless(tmp_path: Path) -> None:
    """One bit of the store's file flipped, 100 times at random: opening, reading or the check says so, or every value
    still reads as it was written. No complaint is anything but a WorkspaceProblem.
    """
    whole = filled(tmp_path / "store.sqlite")
    content = (tmp_path / "store.sqlite").read_bytes()
    chance = random.Random(20260307)
    noticed = 0
    for n in range(100):
        place = tmp_path / f"{n}.sqlite"
        bit = chance.randrange(len(content) * 8)
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        place.write_bytes(flipped)
        noticed += _complains(place) or not _harmless(place, whole, bit)
        place.unlink()
    assert noticed >= 20


def _complains(place: Path) -> bool:
    try:
        with Store.open(place) as store:
            return store.check() != ()
    except WorkspaceProblem:
        return True


def _harmless(place: Path, whole: Dataset, bit: int) -> bool:
    with Store.open(place) as store:
        assert store.dataset() == whole, f"bit {bit} goes unseen"
        assert store.page_result("0" * 64, 0, "settings") in {None, b"page" * 300}
        assert store.setting("mapping") == "{}" * 50
        assert len(store.decisions()) == 20
    return True


def test_a_damaged_store_is_read_up_to_the_damage_only(tmp_path: Path) -> None:
    """A store of which a piece is overwritten never gives a traceback, whatever is asked of it."""
    filled(tmp_path / "store.sqlite")
    content = (tmp_path / "store.sqlite").read_bytes()
    for start in range(0, len(content), 4096):
        place = tmp_path / "torn.sqlite"
        place.write_bytes(content[:start] + b"\x55" * 1024 + content[start + 1024 :])
        assert _complains(place)
        for wal in tmp_path.glob("torn.sqlite*"):
            wal.unlink()


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))


def test_a_full_disk_says_so_and_loses_nothing(tmp_path: Path) -> None:
    """When the disk is full the next write is refused in words; what was kept is there when there is room again."""
    script = SITTING.replace("import sys\n", "import signal, sys\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n")
    place = tmp_path / "store.sqlite"
    clerk = subprocess.run(
        [sys.executable, "-c", script, str(place), "clerk" * 500, "2000"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_small_files,
    )
    told = len(clerk.stdout.splitlines())
    assert told > 0
    assert "WorkspaceProblem" in clerk.stderr
    assert "the disk is full" in clerk.stderr
    with Store.open(place) as store:
        assert len(store.decisions()) == told
        assert store.check() == ()
        store.decide(Decision(Subject(SubjectKind.FINDING, "f"), Action.DISMISS, "me", "now"))


def test_a_copy_without_its_log_is_sound(tmp_path: Path) -> None:
    """A store that was closed is one file: copied by itself it is whole."""
    whole = filled(tmp_path / "store.sqlite")
    shutil.copy(tmp_path / "store.sqlite", tmp_path / "copy.sqlite")
    with Store.open(tmp_path / "copy.sqlite") as store:
        assert store.dataset() == whole
        assert store.check() == ()


def test_a_reader_sees_one_moment(tmp_path: Path) -> None:
    """What is read while another replaces it is all old or all new."""
    place = tmp_path / "store.sqlite"
    filled(place)
    writer = sqlite3.connect(place, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM orders")
    with Store.open(place) as store:
        assert len(store.orders()) == 59
    writer.execute("ROLLBACK")
    writer.close()


def test_many_records_are_read_fast(tmp_path: Path) -> None:
    """Records are written in under 0.2 ms and read in under 0.1 ms each (measured: 0.022 and 0.018)."""
    values = {"order_number": "2019-00001", "location": "12 Main Street", "description": "pothole, very deep" * 4}
    records = [DigitalRecord("311", str(n), n, values, values) for n in range(20_000)]
    with Store.open(tmp_path / "store.sqlite") as store:
        started = time.process_time()
        store.replace_source(SourceSummary("311", "311.csv", len(records), ()), records)
        written = time.process_time()
        assert len(store.records()) == len(records)
        assert written - started < 4
        assert time.process_time() - written < 2
