"""Fits the confidence model on generated binders, and shows how it holds on others.

    python -m benchmarks.calibrate --train 501-520 --test 601-605 [--write] [--folder F] [--jobs 2] [--target 0.995]
    python -m benchmarks.calibrate --kept bench-out

Makes the binders that are not there yet and reads each once: what pages said is kept in the folder and read again only
where the code that reads has changed. Prints the reliability on the test binders by the new model, or, without --train,
by the shipped one; `--write` puts the new model in the place of the shipped one. `--kept` judges what `benchmarks.run
--keep` has left in a folder, as the runs themselves said it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from backfile.config import Settings
from backfile.executors import Limits, workers
from backfile.reading import read_all
from backfile.steps import count_scan, digitize_settings
from backfile.trust import weighed
from backfile.workspace import make_workspace, open_workspace
from benchmarks.fitting import best_curve, fit, held_out_scores, spread_of, told
from benchmarks.judged import Case, judged
from benchmarks.reliability import table
from benchmarks.truth import read_truth
from digitize import (
    Beside,
    PageResult,
    Trust,
    assemble,
    find_binders,
    lexicon_of_records,
    list_pages,
)
from digitize.confidence import FILE, Model
from matching import Taught, reconcile
from records.order import DigitalRecord
from records.people import Act
from records.sources import read_source

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "digitize" / FILE
ROUNDS = 2
"""Fits, each on what the model before makes of the binders: which words a binder holds surely depends on it."""


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for."""

    train: tuple[int, ...]
    test: tuple[int, ...]
    folder: Path
    jobs: int
    target: float
    write: bool
    kept: tuple[Path, ...]


def main() -> None:
    """The command."""
    options = _options(sys.argv[1:])
    model: Model | None = None
    if options.train:
        for _ in range(ROUNDS):
            model = fitted([case for seed in options.train for case in cases(seed, options, model)], options.train)
        print(model.about if model else "")
    if options.test:
        print(f"\nseeds {_ranges(options.test)}, {'the new model' if model else 'the shipped model'}:")
        print("\n".join(table([case for seed in options.test for case in cases(seed, options, model)])))
    if options.kept:
        print("\n".join(table([case for folder in options.kept for case in kept_cases(folder)])))
    if options.write and model:
        MODEL.write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n")
        print(f"\nwritten: {MODEL.relative_to(ROOT)}")


def _options(arguments: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", default="", help="seeds such as 501-520,533")
    parser.add_argument("--test", default="", help="other seeds")
    parser.add_argument("--folder", type=Path, default=ROOT / "bench-out" / "calibrate")
    parser.add_argument("--jobs", type=int, default=2, help="processes that read pages")
    parser.add_argument("--target", type=float, default=0.995, help="the precision target of what is not flagged")
    parser.add_argument("--write", action="store_true", help=f"put the new model into digitize/{FILE}")
    parser.add_argument("--kept", type=Path, nargs="*", default=[], help="folders of `benchmarks.run --keep`")
    given = parser.parse_args(arguments)
    train, test = seeds(given.train), seeds(given.test)
    if set(train) & set(test):
        parser.error("a seed that is trained on cannot test")
    return Options(train, test, given.folder, given.jobs, given.target, given.write, tuple(given.kept))


def seeds(said: str) -> tuple[int, ...]:
    """`501-503,510` as numbers."""
    found: list[int] = []
    for part in filter(None, said.split(",")):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return tuple(dict.fromkeys(found))


def _ranges(numbers: Sequence[int]) -> str:
    return ",".join(map(str, numbers))


def fitted(sample: Sequence[Case], train: Sequence[int]) -> Model:
    """The model of these cases; its curve from scores of models that had not seen the case's city."""
    evidence = told(sample)
    about = (
        f"Written by python -m benchmarks.calibrate --write; never edit it. Fitted on {len(evidence)} readings of the "
        f"generated seeds {_ranges(train)}, commit {_commit()}."
    )
    model = msgspec.structs.replace(fit(evidence, about), curve=best_curve(held_out_scores(sample)))
    return msgspec.structs.replace(model, spread=spread_of(evidence, model))


def _commit() -> str:
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() or "unknown"


def cases(seed: int, options: Options, model: Model | None = None) -> list[Case]:
    """The claims of a generated city's orders, each with whether it is right, as sure as a model makes them."""
    sample = sample_of(seed, options.folder)
    pages = read_pages(sample, options.jobs)
    binders: dict[str, list[PageResult]] = {}
    for page in sorted(pages, key=lambda page: page.image.number):
        binders.setdefault(page.image.binder, []).append(page)
    trust = Trust(options.target, model=model)
    records = records_of(sample)
    beside = beside_of(records)
    made = [assemble(name, binders[name], trust, beside) for name in sorted(binders)]
    orders = [order for binder in made for order in binder.orders]
    entries = [entry for binder in made for entry in binder.pages]
    linked = reconcile(orders, entries, records, taught=Taught(partial(weighed, trust=trust)))
    return judged(sample.name, linked.orders, read_truth(sample / "truth.json"))


def kept_cases(folder: Path) -> Iterator[Case]:
    """The claims of the orders that runs of `benchmarks.run --keep` have left, each as sure as it was said to be."""
    for truth in sorted(folder.glob("*/made/truth.json")):
        sample = truth.parents[1]
        with open_workspace(sample / "out" / "workspace", Act.LOOK) as workspace:
            orders = workspace.store.orders()
        yield from judged(sample.name, orders, read_truth(truth))


def beside_of(records: Sequence[DigitalRecord]) -> Beside:
    """What digital lists hold, as `backfile run` gives it to the reading."""
    return Beside(records=lexicon_of_records(records))


def records_of(sample: Path) -> list[DigitalRecord]:
    """The digital lists of a sample."""
    return [record for path in sorted((sample / "records").iterdir()) for record in read_source(str(path)).records]


def sample_of(seed: int, folder: Path) -> Path:
    """The folder of a generated city, made where it is not there yet."""
    sample = folder / f"seed-{seed}"
    if not (sample / "truth.json").exists():
        print(f"seed {seed}: making binders", file=sys.stderr)
        make = [sys.executable, str(ROOT / "fixtures" / "make.py"), "--seed", str(seed), "--out", str(sample)]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    return sample


def read_pages(sample: Path, jobs: int) -> list[PageResult]:
    """What each page of a sample says, read as `backfile run` reads it, or kept from before beside it."""
    settings = digitize_settings(Settings())
    count = partial(count_scan, reading=settings.reading)
    images = [image for binder in find_binders([sample / "binders"]) for image in list_pages(binder, count)]
    make_workspace(sample / "workspace", sample.name)
    with open_workspace(sample / "workspace") as workspace, workers(jobs, Limits()) as crew:
        pages, _ = read_all(workspace, images, settings, crew)
    return pages


if __name__ == "__main__":
    main()
