"""Reckons kept runs anew, as the rules are now, without reading a page again, and scores them.

    python -m benchmarks.again RUN... [--lengths as-read|cut|vary] [-v]

RUN is the folder of a sample that `benchmarks.run --keep` left; its workspace stays as it is.
`--lengths` asks what another scanner would have left of how long each sheet was: pictures cut to one size, or pictures
that end where the sheet does, each by a few pixels elsewhere. Prints what is found, and what certainty was worth.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from backfile.trust import trust_of, weighed
from backfile.workspace import open_workspace
from benchmarks.finding_scores import PLANTED
from benchmarks.results import Results, read_results
from benchmarks.score import count, weigh
from benchmarks.scores import Outcomes, Scores
from benchmarks.show import percent
from benchmarks.summary import add
from benchmarks.truth import read_truth
from matching import Imported, Taught, reconcile
from records.dataset import Dataset
from records.exports import ExportOptions, export_dataset
from records.page import PageEntry

_JITTER = 7
"""Pixels by which the lengths of a scanner that looks where the sheet ends differ: as those of public files do."""

Scanner = Callable[[PageEntry, tuple[int, int, float]], PageEntry]
"""A page as another scanner would have imaged it, given what size and resolution most pages of its binder have."""


def reckoned(run: Path, scanner: Scanner) -> Outcomes:
    """A kept run's outcomes with the rules as they are now."""
    with tempfile.TemporaryDirectory() as folder:
        place = shutil.copytree(run / "out" / "workspace", Path(folder) / "workspace")
        with open_workspace(place, alone=False) as workspace:
            trust, store = trust_of(workspace), workspace.store
            pages, records, sources = imaged(store.pages(), scanner), store.records(), store.sources()
            taught = Taught(partial(weighed, trust=trust))
            found = reconcile(weighed(store.orders(), trust), pages, records, imported=Imported(sources), taught=taught)
        dataset = Dataset(pages, found.orders, records, sources, found.matches, found.findings, found.measures)
        return weigh(_exported(dataset, Path(folder) / "out"), read_truth(run / "made" / "truth.json"))


def _exported(dataset: Dataset, folder: Path) -> Results:
    export_dataset(dataset, folder, ExportOptions())
    return read_results(folder)


def imaged(pages: tuple[PageEntry, ...], scanner: Scanner) -> tuple[PageEntry, ...]:
    """The pages of all binders as another scanner would have imaged them."""
    sizes: dict[str, Counter[tuple[int, int, float]]] = {}
    for page in pages:
        if page.facts and not page.facts.born_digital:
            size = page.facts.width, page.facts.height, page.facts.dpi
            sizes.setdefault(page.binder, Counter())[size] += 1
    usual = {binder: max(found, key=lambda size: (found[size], size)) for binder, found in sizes.items()}
    return tuple(
        scanner(page, usual[page.binder]) if page.facts and not page.facts.born_digital else page for page in pages
    )


def _cut(page: PageEntry, usual: tuple[int, int, float]) -> PageEntry:
    width, height, dpi = usual
    return replace(page, facts=page.facts and replace(page.facts, width=width, height=height, dpi=dpi))


def _varied(page: PageEntry, usual: tuple[int, int, float]) -> PageEntry:
    del usual
    more = page.number * 5 % _JITTER  # another length from each page to the next, and the same in each run
    return replace(page, facts=page.facts and replace(page.facts, height=page.facts.height + more))


SCANNERS: Mapping[str, Scanner] = MappingProxyType(
    {"as-read": lambda page, _: page, "cut": _cut, "vary": _varied},
)
"""What may be asked for."""


def lines_of(scores: Scores) -> list[str]:
    """What was found of each kind, and how many of those said so surely are true."""
    found = [
        f"{kind:20} {one.right:4} of {one.wanted:4} {percent(one.right, one.wanted)}"
        f"  of {one.made:4} made {percent(one.right, one.made)} right"
        for kind in PLANTED
        for one in [scores.findings[kind]]
    ]
    said = [f"{band:24} {share.right:4} of {share.total:4} true" for band, share in sorted(scores.sureness.items())]
    return [*found, "", *said]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=Path, nargs="+", metavar="RUN", help="the folder of a sample that was kept")
    parser.add_argument("--lengths", choices=SCANNERS, default="as-read", help="what a scanner leaves of them")
    parser.add_argument("-v", "--verbose", action="store_true", help="list every finding that is missed or false")
    given = parser.parse_args()
    scores = []
    for run in given.runs:
        outcomes = reckoned(run, SCANNERS[given.lengths])
        scores.append(count(outcomes))
        for missed in outcomes.findings.missed if given.verbose else ():
            print(f"{run.name}: missed {missed.kind} {missed.order_number} {missed.binder} {missed.after_page or ''}")
        for row in outcomes.findings.false if given.verbose else ():
            print(f"{run.name}: false {row['kind']}: {row['detail']}")
    print("\n".join(lines_of(add(scores))))


if __name__ == "__main__":
    main()
