"""What pages of a learned form cost beside the same pages read whole: processor seconds a page, one process.

    python -m benchmarks.known --seeds 1,2 [--scale 1] [--out bench-out]

Learns the forms of each generated binder once, then reads every page of them both ways: by the form's zones, six pages
to a call as `backfile run` does, and whole, by its labels. Pages of no learned form are left out.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from backfile.config import Settings
from backfile.reading import CHUNK
from backfile.steps import count_scan, digitize_settings
from benchmarks.samples import make_sample, seeds_of
from benchmarks.steps import cpu_seconds
from digitize import PageResult, digitize_page, find_binders, learn_forms, list_pages, read_pages
from records.errors import BadInput
from records.page import PageImage


@dataclass(slots=True)
class Cost:
    """Of one binder's form pages."""

    pages: int = 0
    by_form: float = 0.0
    """Processor seconds of reading them by zones."""
    whole: float = 0.0
    learned: float = 0.0
    """Processor seconds of learning the binder's forms, once."""


def measure(images: Sequence[PageImage]) -> Cost:
    """The costs of one binder; none where it teaches no form."""
    settings, cost = digitize_settings(Settings()), Cost()
    start = cpu_seconds()
    forms = learn_forms(images, settings)
    cost.learned = cpu_seconds() - start
    known = [image for image in images if forms and _by_form(read_pages([image], forms, settings)[0])]
    for first in range(0, len(known), CHUNK):
        start = cpu_seconds()
        read_pages(known[first : first + CHUNK], forms, settings)
        cost.by_form += cpu_seconds() - start
    for image in known:
        start = cpu_seconds()
        digitize_page(image, settings)
        cost.whole += cpu_seconds() - start
    cost.pages = len(known)
    return cost


def _by_form(page: PageResult | BadInput) -> bool:
    """Whether a page was read by its form: every engine read its zones, and none the whole of it."""
    return isinstance(page, PageResult) and "; " in page.engine


def table(costs: dict[str, Cost]) -> Iterator[str]:
    """One row a form, and all of them."""
    yield f"{'binder':28} {'pages':>5} {'by form':>8} {'whole':>8} {'ratio':>6} {'learning, a form page':>22}"
    for name, cost in costs.items():
        each = [cost.by_form, cost.whole]
        by_form, whole = (seconds / max(cost.pages, 1) for seconds in each)
        learned = cost.learned / max(cost.pages, 1)
        yield f"{name:28} {cost.pages:5} {by_form:8.2f} {whole:8.2f} {by_form / max(whole, 0.01):6.2f} {learned:22.2f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1,2", help="comma-separated; each is another city")
    parser.add_argument("--scale", type=float, default=1.0, help="3 makes three times as many orders")
    parser.add_argument("--out", type=Path, default=Path("bench-out"))
    given = parser.parse_args(arguments)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    costs: dict[str, Cost] = defaultdict(Cost)
    for seed in seeds_of(given.seeds):
        folder = given.out / f"known-{seed}"
        make_sample(seed, given.scale, folder)
        count = partial(count_scan, reading=digitize_settings(Settings()).reading)
        for binder in find_binders([folder / "binders"]):
            cost, whole = measure(list_pages(binder, count)), costs["all"]
            costs[f"{seed} {binder.name}"] = cost
            for name in ("pages", "by_form", "whole", "learned"):
                setattr(whole, name, getattr(whole, name) + getattr(cost, name))
    costs["all"] = costs.pop("all")
    print("\n".join(table(costs)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
