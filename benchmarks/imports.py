"""What reading a digital list costs: processor time and memory, a row, and whether its columns are understood.

    python -m benchmarks.imports LIST [LIST ...]
    python -m benchmarks.imports --rows 10000000

Without LIST a made-up one of so many rows is read. Each list is read by a process of its own.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.memory import peak_now
from records.sources import read_source

_COLUMNS = (
    *("SR_NUMBER", "SR_TYPE", "OWNER_DEPARTMENT", "STATUS", "CREATED_DATE", "CLOSED_DATE", "STREET_ADDRESS", "WARD"),
    *("LATITUDE", "LONGITUDE", "TOTAL_COST", "LABOR_HOURS"),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What reading one list needed."""

    name: str
    rows: int
    columns: int
    mapped: int
    cpu_seconds: float
    peak_mb: float


def made_up(path: Path, rows: int, columns: int = len(_COLUMNS), seed: int = 7) -> Path:
    """A list of the first of twelve columns, as a city exports it; beyond 100,000 rows only the numbers are new."""
    chance = random.Random(seed)
    others = [_others(chance) for _ in range(min(rows, 100_000))]
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(_COLUMNS[:columns])
        out.writerows((f"SR19-{number:08}", *others[number % len(others)][: columns - 1]) for number in range(rows))
    return path


def _others(chance: random.Random) -> tuple[str, ...]:
    """The cells of a row but its number."""
    day = f"{chance.randint(1, 12):02}/{chance.randint(1, 28):02}/2019 {chance.randint(1, 12):02}:15:00 PM"
    what = chance.choice(("Pothole", "Graffiti")), "CDOT", chance.choice(("Open", "Completed"))
    where = f"{chance.randint(1, 9999)} N CLARK ST", str(chance.randint(1, 50)), "41.8", "-87.6"
    return *what, day, day, *where, f"{chance.random() * 900:.2f}", f"{chance.randint(1, 40) / 4:g}"


def measure(path: Path) -> Cost:
    """What reading a list and going through its records needs, measured in this process; call it once a process."""
    peak_now(reset=True)
    held, start = peak_now(), sum(os.times()[:4])
    read = read_source(str(path))
    seen = sum(1 for _ in read.records)
    cpu = sum(os.times()[:4]) - start
    mapped = sum(column.field is not None for column in read.mapping)
    return Cost(path.name, seen, len(read.mapping), mapped, round(cpu, 2), round(peak_now() - held, 1))


def table(costs: Sequence[Cost]) -> str:
    """The costs as Markdown."""
    lines = [
        "| list | rows | columns, mapped | CPU s | µs a row | memory MB | bytes a row |",
        "|---|---|---|---|---|---|---|",
    ]
    for cost in costs:
        rows = max(cost.rows, 1)
        a_row = f"{1e6 * cost.cpu_seconds / rows:.0f}", f"{cost.peak_mb * 2**20 / rows:,.0f}"
        lines.append(
            f"| {cost.name} | {cost.rows:,} | {cost.columns}, {cost.mapped} | {cost.cpu_seconds:g} | {a_row[0]} | "
            f"{cost.peak_mb:g} | {a_row[1]} |"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lists", nargs="*", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--columns", type=int, default=len(_COLUMNS), help="of the made-up list, from the left")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, default=Path("bench-out"))
    given = parser.parse_args(arguments)
    if given.one:
        print(json.dumps(asdict(measure(given.one))))
        return
    with tempfile.TemporaryDirectory() as folder:
        lists = given.lists or [made_up(Path(folder) / "made_up.csv", given.rows, given.columns)]
        costs = [_in_a_process(path) for path in lists]
    print(table(costs))
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "imports.json").write_text(json.dumps([asdict(cost) for cost in costs], indent=2) + "\n")


def _in_a_process(path: Path) -> Cost:
    command = [sys.executable, "-m", "benchmarks.imports", "--one", str(path)]
    return Cost(**json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


if __name__ == "__main__":
    main()
