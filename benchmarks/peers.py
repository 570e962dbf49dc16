"""Backfile beside OCRmyPDF, whole-page RapidOCR and plain Tesseract on the same scanned pages: cost and values got.

    python -m benchmarks.peers [--seeds 501,502] [--sample] [--scale 2] [--material other] [--out bench-out] [--keep]

One process and one thread each. Prints a table; writes OUT/peers.json after each sample. The other programs are
installed into bench-out/peers-venv on first use; where they cannot be, they are left out with the reason.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from benchmarks.field_scores import FieldOutcome, count_fields, field_outcomes
from benchmarks.pairing import pair_orders
from benchmarks.peers_pages import Pages, lay_out
from benchmarks.peers_run import ENGINES, Reading, run_engine, run_ocrmypdf
from benchmarks.peers_score import exact_fields, field_values, form_of, scanned, text_values
from benchmarks.peers_table import PeerSample, Program, report
from benchmarks.peers_venv import NotThere, Venv, peers_venv, versions
from benchmarks.results import read_results
from benchmarks.samples import SAMPLE, Failed, commit, machine, make_sample, run_twice, seeds_of
from benchmarks.timing import Took
from benchmarks.truth import Truth, read_truth

VENV = Path("bench-out") / "peers-venv"
OURS, OUR_READING = "backfile run", "  its reading"


@dataclass(frozen=True, slots=True)
class PeersReport:
    """What peers.json holds."""

    commit: str
    machine: str
    versions: Mapping[str, str]
    samples: tuple[PeerSample, ...]


def main() -> int:
    """The command."""
    given = _options(sys.argv[1:])
    given.out.mkdir(parents=True, exist_ok=True)
    venv, found = _installed(VENV)
    samples = [("sample", SAMPLE)] if given.sample else []
    samples += [(f"seed-{seed}", given.out / f"peers-{seed}" / "made") for seed in seeds_of(given.seeds)]
    measured: list[PeerSample] = []
    for name, folder in samples:
        try:
            if name != "sample":
                make_sample(int(name.removeprefix("seed-")), given.scale, folder, given.material)
            measured.append(measure(name, folder, given.out / f"peers-{name.removeprefix('seed-')}", venv))
        except Failed as failure:
            print(f"{name}: {failure}", file=sys.stderr)
            continue
        whole = PeersReport(commit(), machine(), found, tuple(measured))
        if not given.keep:
            shutil.rmtree(given.out / f"peers-{name.removeprefix('seed-')}")
        (given.out / "peers.json").write_bytes(msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n")
    print("\n".join(report(measured, found)))
    return 0 if len(measured) == len(samples) else 1


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="", help="comma-separated; each is another city")
    parser.add_argument("--sample", action="store_true", help="the binders in fixtures/sample too")
    parser.add_argument("--scale", type=float, default=1.0, help="2 makes twice as many orders")
    parser.add_argument("--material", default="usual", help="other: hands, words and forms that nothing was fitted to")
    parser.add_argument("--out", type=Path, default=Path("bench-out"))
    parser.add_argument("--keep", action="store_true", help="keep the binders, the results and what the others wrote")
    return parser.parse_args(arguments)


def _installed(folder: Path) -> tuple[Venv | str, dict[str, str]]:
    """The other programs and their versions, or why they are not there."""
    try:
        venv = peers_venv(folder)
        return venv, versions(venv)
    except NotThere as failure:
        print(failure, file=sys.stderr)
        return str(failure), {}


def measure(name: str, folder: Path, place: Path, venv: Venv | str) -> PeerSample:
    """One sample, read by all programs, one after the other."""
    place.mkdir(parents=True, exist_ok=True)
    truth = read_truth(folder / "truth.json")
    pages = lay_out(folder / "binders", truth, place / "pages")
    forms = {binder: form_of(truth, binder) for binder in pages.files}
    counts = {form: sum(forms[page.binder] == form for page in pages.scanned) for form in sorted(set(forms.values()))}
    ours = _ours(folder, place, pages, forms)
    outcomes = field_outcomes(pair_orders(truth, read_results(place / "ours").orders))
    values = field_values(truth, outcomes, pages.born_digital)
    others = [_other(engine, venv, pages, place, truth) for engine in ("ocrmypdf", *ENGINES)]
    return PeerSample(
        name,
        counts,
        len(pages.born_digital),
        (msgspec.structs.replace(ours[0], values=values), ours[1], *others),
        exact_fields(truth, outcomes, pages.born_digital),
        count_fields(_born_digital(truth, outcomes, pages)),
    )


def _born_digital(truth: Truth, outcomes: Sequence[FieldOutcome], pages: Pages) -> list[FieldOutcome]:
    on_paper = set(scanned(truth, outcomes, pages.born_digital))
    return [outcome for outcome in outcomes if outcome not in on_paper]


def _ours(folder: Path, place: Path, pages: Pages, forms: Mapping[str, str]) -> tuple[Program, Program]:
    """The whole run, and the share of it that a second run does not need; by form, a run over each binder alone."""
    print(f"{place.name}: {OURS}", file=sys.stderr)
    records = folder / "records"
    first, again = run_twice([folder / "binders"], records, place / "ours", 1)
    alone = {
        binder: run_twice([path], records, place / f"ours-{at}", 1)
        for at, (binder, path) in enumerate(pages.files.items())
    }
    return (
        _our_share(OURS, forms, (first, again), alone, lambda took: took[0].cpu),
        _our_share(OUR_READING, forms, (first, again), alone, lambda took: took[0].cpu - took[1].cpu),
    )


Twice = tuple[Took, Took]


def _our_share(
    name: str, forms: Mapping[str, str], whole: Twice, alone: Mapping[str, Twice], share: Callable[[Twice], float]
) -> Program:
    by_form = {forms[binder]: round(share(took), 2) for binder, took in alone.items()}
    wall = whole[0].wall - (whole[1].wall if name == OUR_READING else 0)
    return Program(name, round(share(whole), 2), round(wall, 2), whole[0].peak_mb, by_form)


def _other(engine: str, venv: Venv | str, pages: Pages, place: Path, truth: Truth) -> Program:
    print(f"{place.name}: {engine}", file=sys.stderr)
    if isinstance(venv, str):
        return Program(engine, why_not=venv)
    try:
        run = run_ocrmypdf(venv, pages, place) if engine == "ocrmypdf" else run_engine(engine, venv, pages, place)
    except Failed as failure:
        return Program(engine, why_not=str(failure))
    return _program(engine, run, truth, pages)


def _program(engine: str, reading: Reading, truth: Truth, pages: Pages) -> Program:
    cost = reading.cost
    by_form = {form_of(truth, binder): round(cpu, 2) for binder, cpu in cost.by_binder.items()}
    values = text_values(truth, reading.texts, pages.born_digital)
    return Program(engine, round(cost.cpu, 2), round(cost.wall, 2), cost.peak_mb, by_form, values)


if __name__ == "__main__":
    sys.exit(main())
