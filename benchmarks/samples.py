"""Makes samples, runs the program over them as a person would, and says on what machine."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random, SystemRandom

from benchmarks.timing import Took, run_timed

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "fixtures" / "sample"


class Failed(Exception):
    """The program did not get through a sample."""


def make_sample(seed: int, scale: float, folder: Path, material: str = "usual", *, clean: bool = False) -> None:
    """The binders, records and truth of a seed; with nothing spoiled and nothing wrong where it is to be clean."""
    script = ROOT / "fixtures" / "make.py"
    command = [sys.executable, str(script), "--seed", str(seed), "--out", str(folder), "--pages-scale", str(scale)]
    if subprocess.run([*command, "--material", material, *(["--clean"] if clean else [])], check=False).returncode:
        raise Failed("its binders could not be made")


def make_truth(seed: int, folder: Path, scale: float = 1, *, clean: bool = False, reshaped: bool = False) -> bytes:
    """The truth of a seed's binders and records, as JSON; no scan is made."""
    script = ROOT / "fixtures" / "make.py"
    command = [sys.executable, str(script), "--seed", str(seed), "--out", str(folder), "--unpainted"]
    wishes = [*(["--clean"] if clean else []), *(["--reshaped"] if reshaped else [])]
    if subprocess.run([*command, "--pages-scale", str(scale), *wishes], check=False).returncode:
        raise Failed("its truth could not be made")
    return (folder / "truth.json").read_bytes()


def run_program(scans: Sequence[Path], records: Path, results: Path, jobs: int, log: Path) -> Took:
    """`backfile run` over scans; what is in `results` already is used."""
    program = Path(sys.executable).with_name("backfile")
    inputs = [*(str(path) for path in scans), "--records", str(records)]
    took = run_timed([str(program), "run", *inputs, "--out", str(results), "--jobs", str(jobs)], log)
    if took.code:
        raise Failed(f"the run ended with exit code {took.code}; see {log}")
    return took


def run_twice(scans: Sequence[Path], records: Path, results: Path, jobs: int) -> tuple[Took, Took]:
    """What a run took, and the same command once more, when every page is known."""
    shutil.rmtree(results, ignore_errors=True)
    results.parent.mkdir(parents=True, exist_ok=True)
    first = run_program(scans, records, results, jobs, results.parent / f"{results.name}-run.log")
    again = run_program(scans, records, results, jobs, results.parent / f"{results.name}-again.log")
    return first, again


def seeds_of(given: str) -> tuple[int, ...]:
    """The seeds of a command line: numbers with commas between."""
    return tuple(int(seed) for seed in given.split(",") if seed)


_LOT = range(10_000, 1_000_000)
"""Seeds that are drawn by lot: above all that any work on the program was done with."""


def fresh_seeds(count: int, lot: Random | None = None) -> tuple[int, ...]:
    """Seeds that nothing was tuned on, by lot; a row of the table names each, so that it can be made again."""
    return tuple(sorted((lot or SystemRandom()).sample(_LOT, count)))


def commit() -> str:
    """What was measured."""
    told = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return told.stdout.strip()


def machine() -> str:
    """The processor's name, where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} × {names[0]}" if names else platform.machine()
