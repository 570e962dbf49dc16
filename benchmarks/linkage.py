"""Linkage beside other libraries: F1 at each one's own threshold and at its best, calibration, time and memory.

    python -m benchmarks.linkage                          # everything
    python -m benchmarks.linkage --shipped                # public lists that other packages ship
    python -m benchmarks.linkage --engines backfile --sets "FEBRL" --orders 10000 --seeds 7

Every engine runs in a process of its own: `backfile link` and `backfile dedupe` as installed, untrained; Splink and
recordlinkage untrained, dedupe with 116 labelled pairs, in a virtual environment of their own.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path

from benchmarks.linkage_scores import LinkageScore, Pair, score
from benchmarks.linkage_sets import LinkageSet, orders_set, public_sets
from benchmarks.linkage_shipped import shipped_sets
from benchmarks.peers_venv import NotThere, peers_venv

ENGINES = ("backfile", "splink", "recordlinkage", "dedupe")
REQUIREMENTS = Path(__file__).with_name("linkage-requirements.txt")
_LABELS = 58
"""True pairs that a trained engine is given, and as many distinct ones."""
_LEAST = "0.01"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took; None where it did not end."""

    wall: float
    cpu: float
    memory_mb: float
    failed: str = ""


def run(engine: str, each: LinkageSet, folder: Path, python: Path, seconds: float) -> tuple[dict[Pair, float], Cost]:
    """One engine over one set."""
    here = folder / "runs" / each.name.replace(" ", "-").replace(",", "") / engine
    here.mkdir(parents=True, exist_ok=True)
    if engine == "backfile":
        cost = _timed(_ours(each, here), here, seconds)
        return (_read_ours(each, here) if not cost.failed else {}), cost
    job, out = here / "job.json", here / "pairs.csv"
    out.unlink(missing_ok=True)
    job.write_text(json.dumps(_job(each)))
    script = str(Path(__file__).with_name("linkage_peers.py"))
    cost = _timed([str(python), script, engine, str(job), str(out)], here, seconds)
    return (_read_peer(each, out) if not cost.failed else {}), cost


def _ours(each: LinkageSet, out: Path) -> list[str]:
    columns = ",".join(each.columns)
    common = ["--id", "id", "--columns", columns, "--out", str(out)]
    command = [sys.executable, "-m", "backfile"]
    if each.right is None:
        return [*command, "dedupe", str(each.left), *common]
    return [*command, "link", str(each.left), str(each.right), "--threshold", _LEAST, *common]


def _job(each: LinkageSet) -> dict[str, object]:
    labels = random.Random(1).sample(sorted(each.truth), min(_LABELS, len(each.truth)))
    return {
        "left": str(each.left),
        "right": str(each.right) if each.right else "",
        "columns": dict(each.columns),
        "labels": labels,
    }


def _timed(command: list[str], here: Path, seconds: float) -> Cost:
    """Run it, with its wall and processor time and the most memory that it held."""
    result, script = here / "took.json", Path(__file__).with_name("alone.py")
    with (here / "said.txt").open("w") as said:
        alone = [sys.executable, "-S", str(script), str(result), str(seconds), *command]
        subprocess.run(alone, stdout=said, stderr=said, check=True)
    took = json.loads(result.read_text())
    ended = took["wall"] < seconds
    failed = "" if took["code"] == 0 else f"failed, see {said.name}" if ended else f"over {seconds:.0f} s"
    return Cost(took["wall"], took["cpu"], took["memory_mb"], failed)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _read_ours(each: LinkageSet, out: Path) -> dict[Pair, float]:
    if each.right is not None:
        return {(row["left_id"], row["right_id"]): float(row["probability"]) for row in _rows(out / "links.csv")}
    groups: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in _rows(out / "clusters.csv"):
        groups[row["cluster_id"]].append((row["record_id"], float(row["probability"])))
    pairs = (pair for members in groups.values() for pair in combinations(sorted(members), 2))
    return {(one, other): max(min(p, q), 0.5) for (one, p), (other, q) in pairs}


def _read_peer(each: LinkageSet, out: Path) -> dict[Pair, float]:
    said: dict[Pair, float] = {}
    for row in _rows(out):
        pair = (row["left"], row["right"])
        if each.right is None:
            pair = (min(pair), max(pair))
        said[pair] = max(said.get(pair, 0.0), float(row["probability"]))
    return said


def _ids(each: LinkageSet) -> tuple[frozenset[str], frozenset[str]]:
    return tuple(frozenset(row["id"] for row in _rows(path)) for path in (each.left, each.right or each.left))  # type: ignore[return-value]


def line(name: str, engine: str, found: LinkageScore | None, cost: Cost) -> str:
    """A row of the table."""
    spent = f"{cost.wall:7.1f} {cost.cpu:7.1f} {cost.memory_mb:7.0f}"
    if found is None:
        return f"{name:17} {engine:14} {cost.failed:58} {spent}"
    return (
        f"{name:17} {engine:14} {found.f1:6.3f} {found.precision:6.3f} {found.recall:6.3f} {found.best_f1:6.3f}"
        f" {found.best_at:6.2f} {found.brier:6.4f} {found.gap_precision:6.3f} {found.gap_recall:6.3f}  {spent}"
    )


HEAD = (
    f"{'set':17} {'engine':14} {'F1':>6} {'P':>6} {'R':>6} {'best':>6} {'at':>6} {'Brier':>6} {'gap P':>6}"
    f" {'gap R':>6}  {'wall s':>7} {'cpu s':>7} {'MB':>7}"
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--sets", default="", help="only sets whose name holds this")
    parser.add_argument("--orders", default="1000,10000,100000", help="sizes of the generated sets; empty for none")
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--seconds", type=float, default=900.0, help="time that a run may take")
    parser.add_argument("--shipped", action="store_true", help="only public lists that other packages ship")
    parser.add_argument("--out", type=Path, default=Path("bench-out/linkage"))
    chosen = parser.parse_args()
    engines = chosen.engines.split(",")
    python = Path()
    if set(engines) - {"backfile"}:
        try:
            python = Path(peers_venv(Path("bench-out/linkage-venv"), REQUIREMENTS).program("python"))
        except NotThere as error:
            print(f"only Backfile is measured: {error}", file=sys.stderr)
            engines = ["backfile"]
    sizes = [(int(size), int(seed)) for seed in chosen.seeds.split(",") for size in chosen.orders.split(",") if size]
    known = [] if chosen.shipped else [orders_set(size, seed, chosen.out) for size, seed in sizes]
    sets = [*known, *(shipped_sets(chosen.out) if chosen.shipped else public_sets(chosen.out))]
    print(HEAD, flush=True)
    results = []
    for each in (found for found in sets if chosen.sets in found.name):
        ids = _ids(each)
        for engine in engines:
            said, cost = run(engine, each, chosen.out, python, chosen.seconds)
            found = None if cost.failed else score(said, each.truth, ids)
            print(line(each.name, engine, found, cost), flush=True)
            results.append({"set": each.name, "engine": engine, **asdict(cost), **(asdict(found) if found else {})})
    (chosen.out / "results.json").write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
