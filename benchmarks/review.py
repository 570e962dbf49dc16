"""Times the review: start, key to next item, the list, and how much of a drawn strip can be read.

    python -m benchmarks.review [--waiting 100000] [--listed 1000000] [--keys 200] [--out bench-out]

Prints a table with what the review must reach beside what it does; writes OUT/review.json. It takes some minutes, most
of them to make the two workspaces.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import mkdtemp
from typing import ParamSpec, TypeVar

import msgspec

from benchmarks.review_keys import Listing, Waits, key_to_next, listing, textual_table
from benchmarks.review_store import fill
from benchmarks.review_strips import Legible, legible
from benchmarks.samples import commit, machine

P = ParamSpec("P")
T = TypeVar("T")
TABLE_ROWS = 10_000
"""Rows of the table that Textual itself offers, for comparison: at a hundred thousand it takes minutes."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured; seconds and MiB."""

    waiting: int
    listed: int
    start: float
    """From the start of the process to the first item drawn."""
    start_without_imports: float
    small: Waits
    large: Waits
    table: Listing
    listing: Listing
    strips: tuple[Legible, ...]
    load: float
    """Programs that wanted a processor at the end, this one among them, averaged over five minutes."""


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--waiting", type=int, default=100_000)
    parser.add_argument("--listed", type=int, default=1_000_000)
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--out", type=Path, default=Path("bench-out"))
    given = parser.parse_args()
    folder = Path(mkdtemp(prefix="review-"))
    try:
        measured = measure(folder, given.waiting, given.listed, given.keys)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(report(measured)))
    given.out.mkdir(parents=True, exist_ok=True)
    whole = {"commit": commit(), "machine": machine(), **asdict(measured)}
    (given.out / "review.json").write_bytes(msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n")
    return 0


def measure(folder: Path, waiting: int, listed: int, keys: int) -> Measured:
    """Everything, one after the other, on workspaces made for it."""
    some, many = folder / "some.db", folder / "many.db"
    for path, count in ((some, waiting), (many, listed)):
        print(f"making {count:,} items", file=sys.stderr)
        fill(path, count)
    starts = [start(some) for _ in range(5)]
    whole, inner = sorted(starts)[len(starts) // 2]
    return Measured(
        waiting,
        listed,
        whole,
        inner,
        apart(key_to_next, some, keys),
        apart(key_to_next, many, keys),
        apart(textual_table, TABLE_ROWS),
        apart(listing, many),
        legible(),
        os.getloadavg()[1],
    )


def apart(work: Callable[P, Coroutine[None, None, T]], *args: P.args, **kwargs: P.kwargs) -> T:
    """Measured in a process of its own, whose memory holds nothing of the others'."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_run, work, *args, **kwargs).result()


def _run(work: Callable[P, Coroutine[None, None, T]], *args: P.args, **kwargs: P.kwargs) -> T:
    return asyncio.run(work(*args, **kwargs))


def start(path: Path) -> tuple[float, float]:
    """Seconds from a new process, and from its imports, to the first item on the screen."""
    command = [sys.executable, "-m", "benchmarks.review_start", str(path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(said[0]), float(said[1])


def report(found: Measured) -> list[str]:
    """The table."""
    rows = [
        (f"start to first item, {found.waiting:,} waiting", f"{found.start:.2f} s", "1 s"),
        ("  of it after the imports", f"{found.start_without_imports:.2f} s", ""),
    ]
    for waits, count in ((found.small, found.waiting), (found.large, found.listed)):
        rows.append((f"key to next item, {count:,} waiting: median", f"{waits.median * 1000:.0f} ms", "50 ms"))
        rows.append(("  99 of 100 within", f"{waits.p99 * 1000:.0f} ms", "150 ms"))
        rows.append(("  of it until the decision is on the disk", f"{waits.durable * 1000:.0f} ms", ""))
    rows += [
        (f"list of {found.listed:,} items on the screen", f"{found.listing.seconds:.2f} s", "0.5 s"),
        ("  memory", f"{found.listing.mib:.0f} MiB", "20 MiB"),
        (f"Textual's DataTable of {found.table.rows:,} rows", f"{found.table.seconds:.2f} s", ""),
        ("  memory", f"{found.table.mib:.0f} MiB", ""),
    ]
    for each in found.strips:
        goal = "97 %" if each.cells == "quadrants" and each.columns == 6 else ""
        rows.append((f"characters read off {each.cells}, {each.columns} columns each", f"{each.share:.1%}", goal))
    rows.append((f"load of the machine, {os.cpu_count()} processors", f"{found.load:.1f}", ""))
    head = f"{'':<62}{'measured':>12}{'goal':>10}"
    return [head, *(f"{name:<62}{value:>12}{goal:>10}" for name, value, goal in rows)]


if __name__ == "__main__":
    sys.exit(main())
