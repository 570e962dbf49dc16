"""Makes samples, runs the program over them as a person would, and scores and times what comes out.

    python -m benchmarks.run [--seeds 1,2,3 | --fresh 5] [--clean 4,5] [--sample] [--scale X] [--jobs 2]
        [--material other] [--out bench-out] [--keep]

A clean city is scanned well, and its list is complete: each finding that it raises is named, for it should raise none.

Prints a table; writes OUT/results.json, and for each sample its mistakes to OUT/NAME/mistakes.txt.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from benchmarks.results import read_results
from benchmarks.samples import SAMPLE, Failed, commit, fresh_seeds, machine, make_sample, run_twice, seeds_of
from benchmarks.score import count, readings, weigh
from benchmarks.scores import Scores
from benchmarks.show import mistakes
from benchmarks.summary import CLEAN, Measured, add, of_clean, report
from benchmarks.timing import Took
from benchmarks.truth import Truth, read_truth


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for."""

    seeds: tuple[int, ...]
    clean: tuple[int, ...]
    """Seeds of cities in which nothing is wrong."""
    sample: bool
    scale: float
    jobs: int
    out: Path
    keep: bool
    material: str


@dataclass(frozen=True, slots=True)
class Report:
    """What results.json holds."""

    commit: str
    machine: str
    python: str
    samples: tuple[Measured, ...]
    all: Scores


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
        print("\n".join((*report(measured), *of_clean(measured))))
    return 0 if len(measured) == len(samples) else 1


def _options(arguments: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1,2,3,4,5", help="comma-separated; each is another city; '' for none")
    parser.add_argument("--fresh", type=int, default=0, help="instead: so many drawn by lot, which nobody has seen")
    parser.add_argument("--clean", default="", help="comma-separated seeds of cities with nothing spoiled or wrong")
    parser.add_argument("--sample", action="store_true", help="the binders in fixtures/sample too")
    parser.add_argument("--scale", type=float, default=1.0, help="3 makes three times as many orders")
    parser.add_argument("--jobs", type=int, default=2, help="processes that read pages")
    parser.add_argument("--out", type=Path, default=Path("bench-out"))
    parser.add_argument("--keep", action="store_true", help="keep the binders and the results")
    parser.add_argument("--material", default="usual", help="other: hands, words and forms that nothing was fitted to")
    given = parser.parse_args(arguments)
    numbers = seeds_of(given.seeds) if not given.fresh else fresh_seeds(given.fresh)
    clean = seeds_of(given.clean)
    return Options(numbers, clean, given.sample, given.scale, given.jobs, given.out, given.keep, given.material)


def _samples(options: Options) -> list[tuple[str, Path]]:
    """The samples by name, each with the folder that holds its binders, records and truth."""
    names = [*(f"seed-{seed}" for seed in options.seeds), *(f"{CLEAN}{seed}" for seed in options.clean)]
    made = [(name, options.out / name / "made") for name in names]
    return [*([("sample", SAMPLE)] if options.sample else []), *made]


def _try(name: str, folder: Path, options: Options) -> Measured | None:
    try:
        return _measure(name, folder, options)
    except Failed as failure:
        print(f"{name}: {failure}", file=sys.stderr)
        return None


def _measure(name: str, folder: Path, options: Options) -> Measured:
    place = options.out / name
    place.mkdir(parents=True, exist_ok=True)
    if name != "sample":
        print(f"{name}: making binders", file=sys.stderr)
        seed = int(name.rpartition("-")[2])
        make_sample(seed, options.scale, folder, options.material, clean=name.startswith(CLEAN))
    print(f"{name}: running", file=sys.stderr)
    results = place / "out"
    took = run_twice([folder / "binders"], folder / "records", results, options.jobs)
    measured = _scored(name, took, results, read_truth(folder / "truth.json"))
    _clean(place, options)
    return measured


def _scored(name: str, took: tuple[Took, Took], results: Path, truth: Truth) -> Measured:
    outcomes = weigh(read_results(results), truth)
    told = "\n".join(mistakes(outcomes, readings(results)))
    (results.parent / "mistakes.txt").write_text(told, encoding="utf-8")
    pages = sum(len(binder.pages) for binder in truth.binders)
    first, again = took
    return Measured(name, pages, first.wall, first.cpu, again.cpu, first.peak_mb, count(outcomes))


def _clean(place: Path, options: Options) -> None:
    if not options.keep:
        for folder in (place / "made", place / "out"):
            shutil.rmtree(folder, ignore_errors=True)


def _write(measured: Sequence[Measured], path: Path) -> None:
    whole = Report(commit(), machine(), platform.python_version(), tuple(measured), add([m.scores for m in measured]))
    path.write_bytes(msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n")


if __name__ == "__main__":
    sys.exit(main())
