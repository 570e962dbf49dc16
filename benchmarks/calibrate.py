"""Fits the confidence model on generated binders, and shows how it holds on others.

    python -m benchmarks.calibrate --train 501-520 --test 601-605 [--write] [--folder F] [--jobs 2] [--target 0.995]
    python -m benchmarks.calibrate --layered 544-550 --write
    python -m benchmarks.calibrate --kept bench-out

Makes the binders that are not there yet and reads each once: what pages said is kept in the folder and read again only
where the code that reads has changed. Prints the reliability on the test binders by the new model, or, without --train,
by the shipped one; `--write` puts the new model in the place of the shipped one. `--layered` lays a text layer under
the pages of cities (`benchmarks.layered`) and fits what such a layer is worth beside all else, which stays. `--kept`
judges what `benchmarks.run --keep` has left in a folder, as the runs themselves said it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
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
from benchmarks.fitting import VOTED, best_curve, fit, held_out_scores, spread_of, told, with_term
from benchmarks.judged import Case, judged
from benchmarks.layered import lay_layers
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
from digitize.confidence import FILE, Model, shipped
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
    layered: tuple[int, ...]


def main() -> None:
    """The command."""
    options = _options(sys.argv[1:])
    model: Model | None = None
    if options.train:
        for _ in range(ROUNDS):
            model = fitted([case for seed in options.train for case in cases(seed, options, model)], options.train)
        print(model.about if model else "")
    if options.layered:
        model = _with_layer(model or shipped(), options)
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
    parser.add_argument("--layered", default="", help="seeds whose pages get a text layer, to fit what one is worth")
    given = parser.parse_args(arguments)
    train, test = seeds(given.train), seeds(given.test)
    if set(train) & set(test):
        parser.error("a seed that is trained on cannot test")
    kept, layered = tuple(given.kept), seeds(given.layered)
    return Options(train, test, given.folder, given.jobs, given.target, given.write, kept, layered)


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
    model = _keeping_layer(model)
    return msgspec.structs.replace(model, spread=spread_of(evidence, model))


_EVEN = 0.5
"""Half way between a layer's yes and its no, from which each counts: a page without one lies there."""


_WITNESS = 0.5
"""Nats between a layer's yes and its no that are expected beforehand. Of 1,797 readings of five cities whose layers are
Tesseract's, as one of our engines is, what the layers said told no right ones from wrong ones beyond all else (28 wrong
ones were expected, whatever they say, and 24 came); of 82 of real scans it said no to the one that was wrong, and to
five others. Layers are mostly other makers', which err elsewhere: independent ones would be worth three."""


def _with_layer(model: Model, options: Options) -> Model:
    """The model with what a file's own text layer is worth beside all else that it weighs."""
    sample = told([case for seed in options.layered for case in cases(seed, options, model, layered=True)])
    heard = sum(evidence.layer is not None for evidence, _ in sample)
    about = f"{model.about} What a text layer says: fitted on {heard} readings of the seeds {_ranges(options.layered)}."
    found = with_term(model, sample, "layer", (_WITNESS, _EVEN))
    print(f"a text layer's weight: { ({r: found.relations[r].terms['layer'] for r in sorted(VOTED)}) }")
    return msgspec.structs.replace(found, about=about)


def _keeping_layer(model: Model) -> Model:
    """The model with the shipped weights of a layer's word: cities as they are made have none."""
    relations = {
        name: msgspec.structs.replace(weights, terms={**weights.terms, "layer": layer})
        for name, weights in model.relations.items()
        for layer in [shipped().relations[name].terms.get("layer", 0.0)]
    }
    return msgspec.structs.replace(model, relations=relations, centres={**model.centres, "layer": _EVEN})


def _commit() -> str:
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() or "unknown"


def cases(seed: int, options: Options, model: Model | None = None, *, layered: bool = False) -> list[Case]:
    """The claims of a generated city's orders, each with whether it is right, as sure as a model makes them."""
    sample = layered_of(seed, options.folder) if layered else sample_of(seed, options.folder)
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


def layered_of(seed: int, folder: Path) -> Path:
    """The folder of the same city with a text layer under each page."""
    layered = folder / f"layered-{seed}"
    if not (layered / "truth.json").exists():
        sample = sample_of(seed, folder)
        print(f"seed {seed}: laying text layers", file=sys.stderr)
        with ProcessPoolExecutor(2) as crew:
            lay_layers(sample, layered, crew)
    return layered


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
