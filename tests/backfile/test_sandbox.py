"""A reader that turned evil writes nothing, reaches nobody and leaves nothing, whatever it or its children try."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from faults import misbehave

from backfile.executors import Limits, run_guarded
from backfile.sandbox import confinement
from backfile.scratch import scratch

LIMITS = Limits(seconds=20, memory_mb=1024)

confined = pytest.mark.skipif(confinement() is None, reason="this kernel has no Landlock")


def answers(*tries: tuple[str, str]) -> dict[str, str]:
    """What became of each try in a worker."""
    return {outcome.item[0]: str(outcome.value) for outcome in run_guarded(misbehave, tries, 1, LIMITS)}


@confined
def test_a_reader_changes_no_file_and_reaches_nobody(tmp_path: Path) -> None:
    """Each way out is shut by the kernel, for the reader's threads and programs too, and nothing has changed."""
    kept = tmp_path / "scan.pdf"
    kept.write_text("as it came")
    kept.chmod(0o640)
    new = str(tmp_path / "new")
    tries = {
        "make": new, "append": str(kept), "delete": str(kept), "rename": str(kept), "link": new, "mode": str(kept),
        "times": str(kept), "cut": str(kept), "thread": new, "program": new, "device": "/dev/tty",
        "tcp": "", "udp": "", "unix": "", "signal": str(os.getpid()), "trace": str(os.getpid()),
    }  # fmt: skip
    before = kept.stat()
    found = answers(*tries.items())
    assert {name: said for name, said in found.items() if not said.startswith("refused")} == {}
    assert found.keys() == tries.keys()
    assert kept.read_text() == "as it came"
    after = kept.stat()
    assert (after.st_mode, after.st_mtime_ns, after.st_ino) == (before.st_mode, before.st_mtime_ns, before.st_ino)
    assert [path.name for path in tmp_path.iterdir()] == ["scan.pdf"]


def test_a_reader_has_a_folder_of_its_own_that_goes_with_it() -> None:
    """It can write there, its programs can, and afterwards there is nothing of it."""
    place = Path(answers(("keep", ""))["keep"])
    assert place.name == "kept"
    assert not place.parent.exists()


def test_what_killed_runs_left_goes_with_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that nobody holds is swept away; one whose run goes on, and what is not ours, stay."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    code = (
        "import time; from backfile.scratch import scratch\nwith scratch() as f: print(f, flush=True); time.sleep(99)"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    dead = Path(child.stdout.readline().strip())
    (dead / "page.pgm").write_text("half a page")
    (tmp_path / "backfile-work-link").symlink_to("/")
    with scratch() as live:
        assert dead.exists()
        child.send_signal(signal.SIGKILL)
        child.wait()
        with scratch() as other:
            assert live.exists()
            assert other != live
            assert not dead.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["backfile-work-link"]


def test_a_folder_that_is_swept_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between making and locking, another run may take the folder for one that was left."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    lock = fcntl.flock
    swept: list[int] = []

    def late(handle: int, how: int) -> None:
        if not swept:
            swept.append(handle)
            next(tmp_path.iterdir()).rmdir()
        lock(handle, how)

    monkeypatch.setattr(fcntl, "flock", late)
    with scratch() as folder:
        assert folder.is_dir()
    assert swept
    assert not list(tmp_path.iterdir())


def test_a_run_that_is_killed_with_its_readers_at_work_leaves_what_the_next_takes_away(tmp_path: Path) -> None:
    """After a kill -9 of a run its readers go, and the folder that they had goes with the next run."""
    code = (
        "from backfile.executors import Limits, workers\nfrom faults import misbehave\n"
        "if __name__ == '__main__':\n"
        "    with workers(1, Limits()) as crew:\n"
        "        print(*(o.value for o in crew.run(misbehave, [('keep', '')])), flush=True)\n"
        "        list(crew.run(misbehave, [('sleep', '60')]))\n"
    )
    script = tmp_path / "run.py"
    script.write_text(code)
    room = tmp_path / "tmp"
    room.mkdir()
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    environment = {**os.environ, "TMPDIR": str(room), "PYTHONPATH": paths}
    run = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env=environment)
    assert run.stdout is not None
    assert run.stdout.readline().strip().endswith("kept")
    run.kill()
    run.wait()
    assert len(list(room.glob("backfile-work-*/kept"))) == 1
    sweep = [sys.executable, "-c", "from backfile.scratch import scratch\nwith scratch(): pass"]
    end = time.monotonic() + 20
    while list(room.iterdir()) and time.monotonic() < end:
        subprocess.run(sweep, check=True, env=environment)
    assert not list(room.iterdir())
