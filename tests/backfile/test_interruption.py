"""Kill it anywhere, run it again: it goes on where it was."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from paper import ORDERS, Order, alive, backfile, children, files, start, write_binder, write_list

PAGES = 36
"""Enough that some are read and some are not when the signal comes: six go to a worker at a time."""


def many() -> list[Order]:
    """Orders that differ in everything."""
    street = ("Elm", "Harbor", "Quarry", "Mill", "Canal", "Vine", "Dock", "Hill", "Park", "Main", "Lake", "Pine")
    return [
        Order(f"2020-{17 * n + 300:04}", f"{31 * n + 8} {name} Street", f"0{n % 9 + 1}/1{n % 7}/2020",
              f"0{n % 9 + 1}/2{n % 8}/2020", f"{ORDERS[n % 4].description} near {name}", f"{57 * n + 12}.40")
        for n, name in enumerate(street)
    ]  # fmt: skip


def known(store: Path) -> int:
    """How many pages the store knows, looked at from outside."""
    if not store.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM page_results").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def wait_for(what: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Until it is so, while the process lives."""
    end = time.monotonic() + 120
    while not what():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.slow
def test_an_interrupted_run_goes_on_and_comes_to_the_same(tmp_path: Path) -> None:
    """After Ctrl-C and after kill -9 no process is left, no page is read again, and the bytes are those of one run."""
    binder = write_binder(tmp_path / "streets.pdf", many() * 3)
    digital = write_list(tmp_path / "tickets.csv")
    out, workspace = tmp_path / "broken" / "out", tmp_path / "broken" / "out" / "workspace"
    line = ("run", binder, "--records", digital, "--out", out, "--jobs", "1")
    store = workspace / "backfile.sqlite"

    first = start(*line)
    wait_for(lambda: known(store) >= 1, first)
    workers = children(first.pid)
    os.killpg(first.pid, signal.SIGINT)  # as the terminal does: to all of them
    asked = time.monotonic()
    _, said = first.communicate(timeout=60)
    assert time.monotonic() - asked < 10
    assert first.returncode == 130
    assert said.decode().rstrip().endswith("Interrupted.\n  Run the same command again to go on where it stopped.")
    assert b"Traceback" not in said
    assert workers
    wait_for_end(workers)
    stopped = known(store)
    assert 1 <= stopped < PAGES

    second = start(*line)
    wait_for(lambda: known(store) > stopped, second)
    workers = children(second.pid)
    second.kill()
    second.communicate(timeout=60)
    wait_for_end(workers)
    killed = known(store)
    assert stopped < killed < PAGES

    third = backfile("scan", binder, "-w", workspace)
    assert f"{PAGES} pages, {PAGES - killed} read now" in third.err
    assert backfile(*line).code == 0
    whole = tmp_path / "whole" / "out"
    assert backfile("run", binder, "--records", digital, "--out", whole, "--jobs", "2").code == 0
    assert files(out) == files(whole)


def wait_for_end(pids: list[int]) -> None:
    """Until none of the processes is left; they may finish the page they are at."""
    end = time.monotonic() + 30
    while any(map(alive, pids)):
        assert time.monotonic() < end, "a worker outlived its parent"
        time.sleep(0.05)


@pytest.mark.slow
def test_the_end_of_the_session_is_an_interruption(tmp_path: Path) -> None:
    """SIGTERM stops a run as Ctrl-C does, with its workers, and a second run meanwhile is refused."""
    binder = write_binder(tmp_path / "streets.pdf", many() * 15)
    out = tmp_path / "out"
    run = start("run", binder, "--out", out, "--jobs", "1")
    wait_for(lambda: known(out / "workspace" / "backfile.sqlite") >= 1, run)
    busy = backfile("run", binder, "--out", out)
    assert busy.code == 5
    assert re.search(rf"is at work here since .* \(process {run.pid}\)", busy.err)
    assert "Wait until it is done" in busy.err
    workers = children(run.pid)
    run.terminate()
    _, said = run.communicate(timeout=60)
    assert (run.returncode, b"Interrupted." in said) == (130, True), said
    wait_for_end(workers)
