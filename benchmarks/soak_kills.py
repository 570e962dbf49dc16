"""Runs that are killed at random moments, and clocks that jump."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.soak_job import Job, LeftOut, Part, command, files, quiet
from records.errors import WorkspaceProblem
from records.store import Store

LATEST = 0.7
"""Of what an uninterrupted run takes: one that finds its pages read is exporting by then."""

NOTICED = 30.0
"""Seconds within which the processes of a killed run end, on a machine that is busy with other things."""


def kills(job: Job, count: int, seed: int) -> Part:
    """So many kill -9; after each the store is sound and has lost no page, and no file is half; at the end of each life
    the results are those of the run that nobody disturbed.
    """
    chance = random.Random(seed)
    found: list[str] = []
    killed = lives = 0
    golden = files(job.whole)
    while killed < count:
        out = job.folder / f"life-{lives}" / "out"
        for said, times in _life(job, out, chance, count - killed, golden):
            found.extend(said)
            killed += times
        lives += 1
        found += [f"life {lives}: {name} differs" for name in _differing(golden, files(out))]
        shutil.rmtree(out, ignore_errors=True)  # what outlived its run has been told
    return Part("kills", f"{killed} runs killed in {lives} lives, {len(found)} findings", tuple(found))


def _life(
    job: Job, out: Path, chance: random.Random, most: int, golden: dict[str, bytes]
) -> Iterator[tuple[list[str], int]]:
    """Kills a run and starts it again until it comes through, or has been killed often enough."""
    killed = known = 0
    while True:
        after = chance.uniform(0.02, LATEST * job.seconds) if killed < most else 600.0
        alone = chance.random() < 0.3  # the workers are left to notice by themselves
        process = subprocess.Popen(
            job.line(out), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=quiet()
        )
        try:
            code = process.wait(after)
            yield ([f"the run ended with {code}"] if code else []), 0
            return
        except subprocess.TimeoutExpired:
            if alone:
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        killed += 1
        said, known = _looked_at(out, known)
        halves = [f"{name} is half" for name, content in files(out).items() if golden.get(name) != content]
        yield [*said, *halves, *_left(process.pid)], 1


def _looked_at(out: Path, known: int) -> tuple[list[str], int]:
    """What is wrong with the store of a run that was killed, and how many pages it knows."""
    place = out / "workspace" / "backfile.sqlite"
    if not place.exists():
        return (["the store is gone"] if known else []), 0
    try:
        with Store.open(place) as store:
            said = list(store.check())
            now = store.count_page_results()
    except WorkspaceProblem as problem:
        return [problem.message], known
    return said + ([f"{known - now} pages were forgotten"] if now < known else []), now


def _left(session: int) -> list[str]:
    """The processes of a killed run that do not notice in time."""
    end = time.monotonic() + NOTICED
    while time.monotonic() < end:
        alive = [path.parent.name for path in Path("/proc").glob("[0-9]*/stat") if _is_of(path, session)]
        if not alive:
            return []
        time.sleep(0.1)
    return [f"process {pid} outlived its run" for pid in alive]


def _is_of(stat: Path, session: int) -> bool:
    try:
        fields = stat.read_text().rpartition(")")[2].split()
    except OSError:
        return False
    return int(fields[3]) == session and fields[0] != "Z"


def _differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def clock(job: Job) -> Part:
    """A run that is killed, and goes on an hour before, a year after, and on the day when the clocks change."""
    if not shutil.which("faketime"):
        raise LeftOut("faketime is not installed")
    found: list[str] = []
    for jump in ("-1h", "+1y", "@2026-10-25 00:59:58", "@1970-01-02 00:00:00"):
        out = job.folder / "jump" / "out"
        first = subprocess.Popen(
            job.line(out), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=quiet()
        )
        time.sleep(LATEST * job.seconds)
        first.kill()
        first.wait()
        found += _left(first.pid)
        for line in (job.line(out), command("check", out)):
            again = subprocess.run(["faketime", "-f", jump, *line], capture_output=True, env=quiet(), check=False)
            if again.returncode:
                found.append(f"{jump}: {again.stderr[-200:]!r}")
        found += [f"{jump}: {name} differs" for name in _differing(files(job.whole), files(out))]
        shutil.rmtree(out, ignore_errors=True)
    return Part("clock", f"4 jumps of the clock between two halves of a run, {len(found)} findings", tuple(found))
