"""A page that crashes, hangs or eats memory becomes an outcome; the others go on, and no process is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from faults import work
from paper import alive, children

from backfile import executors
from backfile.executors import Limits, Outcome, run_guarded, workers
from backfile.scratch import scratch
from records.errors import BadInput, MissingTool

SHARED = Path("/dev/shm")
LIMITS = Limits(seconds=3, memory_mb=1024)


def outcomes(*items: str, jobs: int = 2) -> dict[str, Outcome[str, str]]:
    """What came of each item."""
    return {outcome.item: outcome for outcome in run_guarded(work, items, jobs, LIMITS)}


def reason(outcome: Outcome[str, str]) -> str:
    """Why there is no value."""
    assert outcome.value is None
    assert isinstance(outcome.error, BadInput)
    assert outcome.error.cure.endswith(".")
    return outcome.error.message


@pytest.fixture(scope="module")
def done() -> dict[str, Outcome[str, str]]:
    """Every fault at once between pages that are sound."""
    before = set(children(os.getpid()))
    items = ("a", "abort", "b", "hang 86399", "c", "spin", "eat 4096", "exit", "odd", "value", "typed", "tool", "d")
    found = outcomes(*items)
    left = [pid for pid in set(children(os.getpid())) - before if alive(pid) and "tracker" not in _name(pid)]
    assert not left, [_name(pid) for pid in left]
    return found


def _name(pid: int) -> str:
    return subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout


def test_sound_pages_are_read_whatever_happens_beside_them(done: dict[str, Outcome[str, str]]) -> None:
    """Each sound item has its value, and each item has exactly one outcome."""
    assert len(done) == 13
    assert [done[item].value for item in "abcd"] == list("ABCD")


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("abort", "stopped working"),
        ("exit", "stopped working"),
        ("hang 86399", "took more than 3 seconds"),
        ("spin", "took more than 3 seconds"),
        ("eat 4096", "needs more than 1024 MB"),
        ("value", "could not be read (ValueError"),
        ("odd", ""),
        ("typed", "page.tif: torn"),
    ],
)
def test_a_fault_is_a_reason_with_a_cure(done: dict[str, Outcome[str, str]], item: str, said: str) -> None:
    """Whatever a page does, what is left of it is a `BadInput` that says why and what to do."""
    assert said in reason(done[item])


def test_a_typed_error_is_handed_on_as_it_is(done: dict[str, Outcome[str, str]]) -> None:
    """A missing tool is no page's fault and stays a missing tool."""
    error = done["tool"].error
    assert isinstance(error, MissingTool)
    assert (error.message, error.cure) == ("tesseract is missing", "Install it.")


def test_a_program_that_hangs_ends_with_the_page_that_waits_for_it(done: dict[str, Outcome[str, str]]) -> None:
    """What a worker started is gone when its time is up."""
    assert done
    running = subprocess.run(["ps", "-eo", "args="], capture_output=True, text=True, check=True).stdout
    assert "sleep 86399" not in running.splitlines()


def test_leaving_early_stops_the_work() -> None:
    """An interruption in the middle waits for no page: the workers and what they started are gone."""
    before = set(children(os.getpid()))
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), workers(1, Limits(seconds=600)) as crew:
        for outcome in crew.run(work, ["a", "hang 86398", "b"]):
            assert outcome.value == "A"
            raise KeyboardInterrupt
    assert time.monotonic() - began < 60
    assert not [pid for pid in set(children(os.getpid())) - before if alive(pid) and "tracker" not in _name(pid)]


def _never_starts(*_: object) -> None:
    os._exit(3)


def _never_ready(*_: object) -> None:
    time.sleep(60)


@pytest.mark.parametrize("start", [_never_starts, _never_ready])
def test_processes_that_cannot_start_are_told(start: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no process lives to take any work, the run ends with a cure and does not wait for ever."""
    monkeypatch.setattr(executors, "_confine", start)
    monkeypatch.setattr(executors, "STARTING", 3.0)
    with pytest.raises(MissingTool, match="could be started"):
        list(run_guarded(str, ["a page"], 1, Limits()))


def test_no_work_starts_no_process() -> None:
    """Where everything is known already, nothing is started."""
    before = children(os.getpid())
    assert not outcomes()
    assert children(os.getpid()) == before


@pytest.mark.skipif(not SHARED.is_dir(), reason="this system does not show its semaphores")
@pytest.mark.parametrize("everything", [True, False])
def test_what_a_killed_run_leaves_goes_with_the_next(
    everything: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No folder and no semaphore of a run stays, be it killed alone or with all its processes at once."""
    program = (
        "from faults import work\nfrom backfile.executors import Limits, workers\n"
        "with workers(1, Limits(seconds=600)) as crew:\n    list(crew.run(work, ['hang 86397']))\n"
    )
    paths = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[2])])
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": paths}
    run = subprocess.Popen([sys.executable, "-c", program], env=environment, start_new_session=True)
    end = time.monotonic() + 60
    while not (made := [path.name for path in tmp_path.iterdir()]) or len(left(made[0])) < 2:
        assert time.monotonic() < end
        time.sleep(0.05)
    if everything:
        os.killpg(run.pid, signal.SIGKILL)
    else:
        run.kill()
    run.wait()
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    while True:  # the last child may hold the folder for a moment
        with scratch():
            pass
        if not list(tmp_path.iterdir()) and not left(made[0]):
            break
        assert time.monotonic() < end
        time.sleep(0.05)


def left(folder: str) -> list[str]:
    """The semaphores of the run whose folder bears this name."""
    return [path.name for path in SHARED.glob(f"sem.{folder}-*")]
