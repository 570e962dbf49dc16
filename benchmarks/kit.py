"""Gives the program a kit of bad inputs, each alone, and scores what became of it against what must.

    python -m benchmarks.kit FOLDER [--only pdf,png/noise] [--spot] [--out bench-out/kit]

FOLDER holds the unpacked kit with its `expectations.json`; `--spot` first makes the inputs in it that no archive holds.
Scans go through `backfile run`, lists through `backfile import`; the folders `names` and `other` go in whole, for what
is asked of them is what becomes of a folder's files.
Writes OUT/results.jsonl, a line an input as it is done, and says what fell short. A file that was left in the folder
for temporary files or in the home folder, a process that was left, and an input that was changed, count as failures.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from benchmarks.kit_cases import LISTS, Case, Result, complaints, read_cases
from benchmarks.kit_spot import make_on_spot
from benchmarks.results import Row, read_results, several
from benchmarks.timing import Took, run_timed
from records.screen import screen
from records.store import Store

WHOLE = ("names", "other")
"""Folders of the kit that are given as folders."""
GRACE = 3.0
"""Seconds that a process may outlive its call."""
_HEADING = re.compile(r"[\d,]+ rows\b")
_MARK = "BACKFILE_KIT"
"""An environment variable by which the processes of a job are known."""


@dataclass(frozen=True, slots=True)
class Job:
    """One call of the program, and the cases that it settles."""

    target: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What a call did."""

    took: Took
    said: str
    out: Path
    workspace: Path
    left: tuple[str, ...]
    """Files and processes that stayed behind."""


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="Starts of file names, with commas between.")
    parser.add_argument("--spot", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("bench-out/kit"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    starts = tuple(filter(None, options.only.split(",")))
    wanted = tuple(c for c in read_cases(options.folder) if not starts or c.file.startswith(starts))
    if options.spot:
        make_on_spot(options.folder, wanted)
    cases = [c for c in wanted if os.path.lexists(options.folder / c.file)]
    bad = 0
    with (options.out / "results.jsonl").open("w", encoding="utf-8", errors="surrogateescape") as file:
        for case, result, left in run_kit(options.folder, cases):
            file.write(f"{json.dumps(msgspec.to_builtins(result))}\n")
            file.flush()
            said = (*complaints(case, result), *left)
            bad += bool(said)
            took = f"{result.seconds:6.1f} s, {result.cpu:5.1f} s of it computed, {result.rss_mb:5} MB"
            print(f"{case.id:6} {took}  {result.outcome:22} {ascii(case.file)[:70]}")
            print(*(f"       {line!a}" for line in said), sep="\n", end="\n" if said else "", flush=True)
    print(f"{bad} of {len(cases)} fall short")
    return int(bad > 0)


def run_kit(folder: Path, cases: Sequence[Case]) -> Iterator[tuple[Case, Result, tuple[str, ...]]]:
    """Each case, what became of it, and what was left behind or changed; of a folder's call a file took its share."""
    for job in _jobs(cases):
        with tempfile.TemporaryDirectory(prefix="kit-") as name:
            before = _fingerprint(folder)
            done = _call(folder, job, Path(name))
            left = done.left if _fingerprint(folder) == before else (*done.left, "an input was changed")
            for case in job.cases:
                result = _result(case, done, folder)
                yield case, replace(result, seconds=round(result.seconds / len(job.cases), 1)), left


def _jobs(cases: Sequence[Case]) -> Iterator[Job]:
    for whole in WHOLE:
        members = tuple(case for case in cases if case.file.startswith(f"{whole}/"))
        if members:
            yield Job(whole, members)
    for case in cases:
        if not case.file.startswith(tuple(f"{whole}/" for whole in WHOLE)):
            yield Job(case.file, (case,))


def _call(folder: Path, job: Job, place: Path) -> Done:
    """One call, in a home and with a folder for temporary files of its own."""
    home, temporary, out, log = (place / name for name in ("home", "tmp", "out", "log"))
    home.mkdir()
    temporary.mkdir()
    workspace = place / "workspace"
    workspace.mkdir()
    (workspace / "backfile.toml").touch()
    target = str(folder / job.target)
    verb = (
        ("import", target, "-w", str(workspace))
        if job.target.startswith(LISTS)
        else ("run", target, "--out", str(out), "--workspace", str(workspace), "--jobs", "1")
    )
    mark = f"{time.time_ns():x}"
    extra = {"HOME": str(home), "TMPDIR": str(temporary), _MARK: mark}
    took = run_timed([sys.executable, "-m", "backfile", *verb], log, extra)
    left = tuple(
        f"left behind: {path.name}"
        for kept in (home, temporary)
        for path in kept.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )
    return Done(took, log.read_text("utf-8", "replace"), out, workspace, (*left, *_processes(mark)))


def _processes(mark: str) -> tuple[str, ...]:
    """The processes of a job that still live, some time after: what minds a pool ends when it sees its pipe closed."""
    end = time.monotonic() + GRACE
    while found := _living(mark):
        if time.monotonic() > end:
            break
        time.sleep(0.05)
    return found


def _living(mark: str) -> tuple[str, ...]:
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"{_MARK}={mark}".encode() in environ.read_bytes():
                found.append(f"a process was left: {(environ.parent / 'cmdline').read_bytes()[:80]!r}")
        except OSError:
            continue
    return tuple(found)


def _fingerprint(folder: Path) -> str:
    """What the kit's files are by name, size and time of change; a changed one shows."""
    stats = [(str(path), path.lstat().st_size, path.lstat().st_mtime_ns) for path in sorted(folder.rglob("*"))]
    return hashlib.sha256(repr(stats).encode("utf-8", "surrogatepass")).hexdigest()


def _result(case: Case, done: Done, folder: Path) -> Result:
    bare = Result(case.file, "", done.said, round(done.took.wall, 1), done.took.peak_mb, round(done.took.cpu, 1))
    if case.file.startswith(LISTS):
        return _of_list(bare, done, wanted="order_nos" in case.truth or "not_order_nos" in case.truth)
    if not (done.out / "pages.csv").exists():
        return replace(bare, outcome="rejected-with-error")
    return _of_scan(bare, case, done, folder)


def _of_list(bare: Result, done: Done, *, wanted: bool) -> Result:
    """What the talk of `import` says of a list, how many rows are in the store and, where wanted, their numbers.

    Rows are gone through and not held: ten million of them take more memory than the machine has.
    """
    talk = done.said.splitlines()
    if done.took.code:
        return replace(bare, outcome="rejected-with-error")
    warned = [line for line in talk if line.startswith("Not used: ") or _is_warning(line, bare.file)]
    outcome = "processed-with-warning" if warned else "processed"
    rows, numbers = 0, set[str]()
    with Store.open(done.workspace / "backfile.sqlite") as store:
        for record in store.every_record():
            rows += 1
            if wanted:
                numbers.add(record.value("order_number") or "")
    return replace(bare, outcome=outcome, message="\n".join(warned), rows=rows, order_nos=tuple(sorted(numbers)))


def _is_warning(line: str, file: str) -> bool:
    """Whether a line of the talk is a warning about the list: `NAME: what`, and not `NAME: 5 rows`, its heading."""
    name, colon, said = line.partition(": ")
    return bool(colon) and name == Path(file).stem and not _HEADING.match(said)


def _of_scan(bare: Result, case: Case, done: Done, folder: Path) -> Result:
    """What `pages.csv` and the findings say of a scan."""
    results = read_results(done.out)
    digest = _digest(folder / case.file)
    own = [row for row in results.pages if _is_of(row, case, digest)]
    if not own:
        named = [line for line in done.said.splitlines() if Path(case.file).name in line]
        return replace(bare, outcome="ignored", message="\n".join(named))
    places = {(row["binder"], row["page"]) for row in own}
    reasons = dict.fromkeys(row["reason"] for row in own if row["reason"])
    found = dict.fromkeys(
        f"{row['kind']}: {row['detail']}" for row in results.findings if (row["binder"], row["page"]) in places
    )
    ids = {one for row in own for one in several(row["order_ids"])}
    orders = [row for row in results.orders if row["order_id"] in ids]
    numbers = tuple(row["order_number"] for row in orders)
    doubts = [f"to review: {row['needs_review']}" for row in orders if row["needs_review"]]
    blank = sum(row["kind"] == "blank" for row in own)
    said = [*reasons, *found] + ([f"{blank} of {len(own)} pages are blank"] if blank else [])
    unread = all(row["kind"] == "unreadable" for row in own)
    outcome = "rejected-with-error" if unread else "processed-with-warning" if said else "processed"
    lost = sum(row["kind"] == "unreadable" for row in own)
    message, pages = "\n".join([*said, *doubts]), None if unread else len(own)
    return replace(bare, outcome=outcome, message=message, pages=pages, order_nos=numbers, unreadable=lost)


def _digest(path: Path) -> str:
    """The SHA-256 of a file; empty where it is no ordinary one."""
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_of(row: Row, case: Case, digest: str) -> bool:
    """Whether a page is of the case's file: by content, and by name where the content could not be read."""
    name = Path(case.file).name.encode("utf-8", "backslashreplace").decode()
    return row["file"] in {name, screen(name)} and row["sha256"] in {digest, ""}


if __name__ == "__main__":
    raise SystemExit(main())
