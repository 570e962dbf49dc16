"""Duplicate requests that clerks marked, by how many pairs one would have to look at: Backfile beside Splink.

    python -m benchmarks.boston311 [--source ../shared/data/boston311] [--out bench-out/boston311]

Both weigh the same pairs: requests of one place, and those of one kind, day and neighbourhood. The surest pairs come
first; given is how many of the marked ones are among so many. Clerks did not mark all, so precision would be unfair.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.linkage import REQUIREMENTS
from benchmarks.peers_venv import NotThere, peers_venv
from matching.blocking import CandidatePairs
from matching.general import prepare
from matching.model import PairCounts, learn, learn_unrelated, starting_model
from matching.score import Scored, grade_pairs, sides_of, weigh
from matching.settings import MatchSettings

COLUMNS: Mapping[str, str] = {
    "opened": "date",
    "CASE_TITLE": "text",
    "TYPE": "word",
    "QUEUE": "word",
    "Location": "name",
    "neighborhood": "word",
    "Source": "word",
    "LATITUDE": "number",
    "LONGITUDE": "number",
}
"""What is compared; how a case was closed is not, since it may say that it was a duplicate."""
BLOCKS = (("Location",), ("TYPE", "opened", "neighborhood"))
LOOKED_AT = (500, 705, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 250_000)

Pairs = np.ndarray[tuple[int, int], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Curve:
    """Marked pairs among the surest so many, by engine."""

    engine: str
    found: tuple[int, ...]
    """For each of `LOOKED_AT`."""


def read(source: Path) -> tuple[pd.DataFrame, frozenset[tuple[int, int]]]:
    """The requests, and the marked pairs by their rows, the earlier row first."""
    cases = pd.read_csv(source / "cases.csv.gz", dtype=str, keep_default_na=False)
    cases["opened"] = pd.to_datetime(cases["OPEN_DT"], format="%m/%d/%Y %I:%M:%S %p").dt.strftime("%Y-%m-%d")
    places = {case: place for place, case in enumerate(cases["CASE_ENQUIRY_ID"])}
    marked = pd.read_csv(source / "duplicate_pairs.csv", dtype=str)
    pairs = ((places[a], places[b]) for a, b in zip(marked["case_a"], marked["case_b"], strict=True))
    return cases, frozenset((min(pair), max(pair)) for pair in pairs)


def candidates(cases: pd.DataFrame) -> Pairs:
    """Every pair that agrees in one of the blocks, as rows of two places, each once."""
    found = []
    for columns in BLOCKS:
        rows = cases[list(columns)].reset_index(names="place")
        rows = rows[(rows[list(columns)] != "").all(axis=1)]
        joined = rows.merge(rows, on=list(columns))
        found.append(joined.loc[joined["place_x"] < joined["place_y"], ["place_x", "place_y"]].to_numpy())
    return np.unique(np.concatenate(found), axis=0)


def weighed(cases: pd.DataFrame, pairs: Pairs, settings: MatchSettings) -> Scored:
    """The pairs with their match weights.

    How often unrelated requests agree is counted on pairs drawn at random; how far copies agree is as shipped, as it is
    for the duplicates within any list: they are too few to learn it from. Learned on these pairs it would be wrong, for
    a block's pairs agree in its own columns whether they are copies or not, and most pairs are of the second block.
    """
    cells = {name: cases[name].tolist() for name in COLUMNS}
    made = prepare(cells, cells, (len(cases), len(cases)))
    sides, comparisons = sides_of(made.left, made.left, made.scheme)
    grades = grade_pairs(sides, comparisons, pairs[:, 0], pairs[:, 1])
    size = float(len(cases))
    model = starting_model(comparisons, PairCounts(size * (size - 1) / 2, 0.01 * size, 0.1 * size, 4 * size))
    drawn = np.random.default_rng(settings.seed).integers(0, len(cases), (settings.random_pairs, 2))
    drawn = drawn[drawn[:, 0] != drawn[:, 1]]
    model = learn_unrelated(model, grade_pairs(sides, comparisons, drawn[:, 0], drawn[:, 1]), settings)
    model = learn(model, grades, settings, shares_only=True)
    return weigh(sides, model, CandidatePairs(pairs[:, 0], pairs[:, 1]), grades)


def splink(cases: pd.DataFrame, folder: Path, python: str) -> tuple[Pairs, list[float]]:
    """Splink's probability of each pair that it makes by the same rules."""
    table, job, out = folder / "cases.csv", folder / "job.json", folder / "splink.csv"
    cases[list(COLUMNS)].rename_axis("id").to_csv(table)
    told = {"left": str(table), "right": "", "columns": dict(COLUMNS), "labels": [], "block": BLOCKS}
    job.write_text(json.dumps(told))
    script = str(Path(__file__).with_name("linkage_peers.py"))
    subprocess.run([python, script, "splink", str(job), str(out)], check=True)
    with out.open(newline="") as file:
        rows = [(int(row["left"]), int(row["right"]), float(row["probability"])) for row in csv.DictReader(file)]
    return np.array([(min(a, b), max(a, b)) for a, b, _ in rows]), [chance for *_, chance in rows]


def curve(engine: str, pairs: Pairs, weights: Sequence[float], marked: frozenset[tuple[int, int]]) -> Curve:
    """How many of the marked are among the surest; of equally sure ones the earlier requests first."""
    order = np.argsort(-np.asarray(weights), kind="stable")
    hits = np.cumsum([tuple(pair) in marked for pair in pairs[order].tolist()])
    return Curve(engine, tuple(int(hits[min(count, len(hits)) - 1]) for count in LOOKED_AT))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, default=Path("../shared/data/boston311"))
    parser.add_argument("--out", type=Path, default=Path("bench-out/boston311"))
    parser.add_argument("--venv", type=Path, default=Path("bench-out/linkage-venv"))
    given = parser.parse_args()
    if not (given.source / "cases.csv.gz").exists():
        print(f"left out: {given.source} is not there", file=sys.stderr)
        return
    given.out.mkdir(parents=True, exist_ok=True)
    cases, marked = read(given.source)
    pairs = candidates(cases)
    reached = sum(tuple(pair) in marked for pair in pairs.tolist())
    print(f"{len(cases):,} requests, {len(marked)} marked pairs")
    print(f"{len(pairs):,} pairs weighed, {reached} of the marked among them")
    print(f"{'of the surest':14} " + " ".join(f"{count:>7,}" for count in LOOKED_AT), flush=True)
    curves = [curve("Backfile", pairs, weighed(cases, pairs, MatchSettings()).weight.tolist(), marked)]
    print(f"{'Backfile':14} " + " ".join(f"{found:7}" for found in curves[0].found), flush=True)
    try:
        python = peers_venv(given.venv, REQUIREMENTS).program("python")
        curves.append(curve("Splink", *splink(cases, given.out, python), marked))
        print(f"{'Splink':14} " + " ".join(f"{found:7}" for found in curves[-1].found))
    except NotThere as error:
        print(f"only Backfile is measured: {error}", file=sys.stderr)
    told = {one.engine: dict(zip(map(str, LOOKED_AT), one.found, strict=True)) for one in curves}
    (given.out / "boston311.json").write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
