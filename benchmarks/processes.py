"""Whether a page costs more when several processes read: the same run with one and with two, turn about.

    python -m benchmarks.processes [--seeds 501] [--sample] [--processes 2] [--repeats 3] [--out bench-out]

Prints the median and the spread of the processor seconds a page; writes OUT/processes.json.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

import msgspec

from benchmarks.samples import SAMPLE, Failed, commit, machine, make_sample, run_program, seeds_of
from benchmarks.timing import Took
from benchmarks.truth import read_truth

ALLOWED = 0.05
"""By how much a page may cost more."""


class Runs(msgspec.Struct, frozen=True):
    """The runs over one sample with so many processes."""

    sample: str
    processes: int
    pages: int
    took: tuple[Took, ...]

    def cpu(self) -> list[float]:
        """Processor seconds a page of each run, the least first."""
        return sorted(took.cpu / self.pages for took in self.took)


class ProcessesReport(msgspec.Struct, frozen=True):
    """What processes.json holds."""

    commit: str
    machine: str
    runs: tuple[Runs, ...]


def main() -> int:
    """The command."""
    given = _options(sys.argv[1:])
    samples = [("sample", SAMPLE)] if given.sample else []
    samples += [(f"seed-{seed}", given.out / f"processes-{seed}") for seed in seeds_of(given.seeds)]
    measured: list[Runs] = []
    try:
        for name, folder in samples:
            if name != "sample":
                make_sample(int(name.removeprefix("seed-")), given.scale, folder)
            measured += turn_about(name, folder, (1, given.processes), given.repeats, given.out)
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    whole = ProcessesReport(commit(), machine(), tuple(measured))
    (given.out / "processes.json").write_bytes(msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n")
    print("\n".join(table(measured)))
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="")
    parser.add_argument("--sample", action="store_true", help="the binders in fixtures/sample too")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("bench-out"))
    return parser.parse_args(arguments)


def turn_about(name: str, folder: Path, processes: tuple[int, int], repeats: int, out: Path) -> list[Runs]:
    """Runs with one and with several processes in turn, so that what else the machine does falls on both alike."""
    out.mkdir(parents=True, exist_ok=True)
    took: dict[int, list[Took]] = {count: [] for count in processes}
    for _ in range(repeats):
        for count in processes:
            results = out / "processes-run"
            shutil.rmtree(results, ignore_errors=True)
            log = out / f"processes-{count}.log"
            took[count].append(run_program([folder / "binders"], folder / "records", results, count, log))
    pages = sum(len(binder.pages) for binder in read_truth(folder / "truth.json").binders)
    return [Runs(name, count, pages, tuple(each)) for count, each in took.items()]


def table(measured: Sequence[Runs]) -> Iterator[str]:
    """A row a sample and number of processes; how much more a page costs with several, by the medians."""
    costs = f"{'cpu s/page':>10} {'least':>6} {'most':>6} {'s/page':>7} {'more':>7}"
    yield f"{'sample':12} {'processes':>9} {'runs':>5} {costs}"
    alone: dict[str, float] = {}
    for runs in measured:
        cpu = runs.cpu()
        wall = median(took.wall for took in runs.took) / runs.pages
        more = median(cpu) / alone.setdefault(runs.sample, median(cpu)) - 1
        said = "" if runs.processes == 1 else f"{more:+7.1%}{' (more than 5 %)' if more > ALLOWED else ''}"
        row = f"{runs.sample:12} {runs.processes:9} {len(cpu):5} {median(cpu):10.2f} {cpu[0]:6.2f} {cpu[-1]:6.2f}"
        yield f"{row} {wall:7.2f} {said}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
