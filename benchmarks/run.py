"""Makes samples, runs the program over them as a person would, and scores and times what comes out.

    python -m benchmarks.run [--seeds 1,2,3] [--sample] [--scale X] [--jobs 2] [--out bench-out] [--keep] [--against]

Prints a table; writes OUT/results.json, and for each sample its mistakes to OUT/NAME/mistakes.txt.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from benchmarks.results import read_results
from benchmarks.score import count, readings, weigh
from benchmarks.scores import Scores
from benchmarks.show import mistakes
from benchmarks.summary import Measured, add, report
from benchmarks.timing import Took, run_timed
from benchmarks.truth import Truth, read_truth

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for."""

    seeds: tuple[int, ...]
    sample: bool
    scale: float
    jobs: int
    out: Path
    keep: bool
    against: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What results.json holds."""

    commit: str
    machine: str
    python: str
    samples: tuple[Measured, ...]
    all: Scores


class Failed(Exception):
    """The program did not get through a sample."""


def main() -> int:
    """The command."""
    options = _options(sys.argv[1:])
    options.out.mkdir(parents=True, exist_ok=True)
    measured: list[Measured] = []
    samples = _samples(options)
    for name, folder in samples:
        one = _try(name, folder, options)
        if one is not None:
            measured.append(one)
            _write(measured, options.out / "results.json")  # after each: a long run that is stopped keeps what it has
    if measured:
        print("\n".join(report(measured)))
    return 0 if len(measured) == len(samples) else 1


def _options(arguments: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1,2,3,4,5", help="comma-separated; each is another city; '' for none")
    parser.add_argument("--sample", action="store_true", help="the binders in fixtures/sample too")
    parser.add_argument("--scale", type=float, default=1.0, help="3 makes three times as many orders")
    parser.add_argument("--jobs", type=int, default=2, help="processes that read pages")
    parser.add_argument("--out", type=Path, default=Path("bench-out"))
    parser.add_argument("--keep", action="store_true", help="keep the binders and the results")
    parser.add_argument("--against", action="store_true", help="time plain Tesseract on the same pages too")
    given = parser.parse_args(arguments)
    seeds = tuple(int(seed) for seed in given.seeds.split(",") if seed)
    return Options(seeds, given.sample, given.scale, given.jobs, given.out, given.keep, given.against)


def _samples(options: Options) -> list[tuple[str, Path]]:
    """The samples by name, each with the folder that holds its binders, records and truth."""
    made = [(f"seed-{seed}", options.out / f"seed-{seed}" / "made") for seed in options.seeds]
    return [*([("sample", ROOT / "fixtures" / "sample")] if options.sample else []), *made]


def _try(name: str, folder: Path, options: Options) -> Measured | None:
    try:
        return _measure(name, folder, options)
    except Failed as failure:
        print(f"{name}: {failure}", file=sys.stderr)
        return None


def _measure(name: str, folder: Path, options: Options) -> Measured:
    place = options.out / name
    place.mkdir(parents=True, exist_ok=True)
    if name.startswith("seed-"):
        print(f"{name}: making binders", file=sys.stderr)
        _make(int(name.removeprefix("seed-")), options.scale, folder)
    results = place / "out"
    shutil.rmtree(results, ignore_errors=True)
    print(f"{name}: running", file=sys.stderr)
    first = _run(folder, results, options.jobs, place / "run.log")
    again = _run(folder, results, options.jobs, place / "again.log")
    measured = _scored(name, (first, again), results, read_truth(folder / "truth.json"))
    if options.against:
        _against(folder, place)
    _clean(place, options)
    return measured


def _make(seed: int, scale: float, folder: Path) -> None:
    script = ROOT / "fixtures" / "make.py"
    command = [sys.executable, str(script), "--seed", str(seed), "--out", str(folder), "--pages-scale", str(scale)]
    if subprocess.run(command, check=False).returncode:
        raise Failed("its binders could not be made")


def _run(sample: Path, results: Path, jobs: int, log: Path) -> Took:
    program = Path(sys.executable).with_name("backfile")
    inputs = [str(sample / "binders"), "--records", str(sample / "records")]
    took = run_timed([str(program), "run", *inputs, "--out", str(results), "--jobs", str(jobs)], log)
    if took.code:
        raise Failed(f"the run ended with exit code {took.code}; see {log}")
    return took


def _scored(name: str, took: tuple[Took, Took], results: Path, truth: Truth) -> Measured:
    outcomes = weigh(read_results(results), truth)
    told = "\n".join(mistakes(outcomes, readings(results)))
    (results.parent / "mistakes.txt").write_text(told, encoding="utf-8")
    pages = sum(len(binder.pages) for binder in truth.binders)
    first, again = took
    return Measured(name, pages, first.wall, first.cpu, again.cpu, first.peak_mb, count(outcomes))


def _against(folder: Path, place: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.against", str(folder), str(place / "out")]
    subprocess.run(command, check=False, cwd=ROOT)


def _clean(place: Path, options: Options) -> None:
    if not options.keep:
        for folder in (place / "made", place / "out"):
            shutil.rmtree(folder, ignore_errors=True)


def _write(measured: Sequence[Measured], path: Path) -> None:
    whole = Report(_commit(), _machine(), platform.python_version(), tuple(measured), add([m.scores for m in measured]))
    path.write_bytes(msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n")


def _commit() -> str:
    told = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return told.stdout.strip()


def _machine() -> str:
    """The processor's name, where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} × {names[0]}" if names else platform.machine()


if __name__ == "__main__":
    sys.exit(main())
