"""Scores a run over registration forms of the US Department of Justice: the form's type, and the day of its date stamp.

    python -m benchmarks.fara RESULTS INDEX.csv [-v]

RESULTS is what `backfile run` wrote over the PDFs or some of them; INDEX.csv says of each its form and the day that it
was stamped. Where the index has the first of a month it means the month: most of the older ones are so.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from rapidfuzz import fuzz

from benchmarks.adbuy import rows_of

LIKE = 85.0
"""Likeness of a title, of 100, from which it is the type: one or two letters may be misread."""

Row = Mapping[str, str]


def is_type(said: str, wanted: str) -> bool:
    """Whether a form's name says that it is of a type."""
    return fuzz.partial_ratio(wanted.lower(), said.replace("-", " ").lower()) >= LIKE


def typed(pages: Sequence[Row], wanted: str) -> list[bool]:
    """For each written page of a document whether its type is right: its form's, or its title's where it has none."""
    return [is_type(page["form"] or page["heading"], wanted) for page in pages if page["kind"] != "blank"]


def stamped(pages: Sequence[Row], wanted: str) -> bool:
    """Whether a page of the document has the stamp's day, or its month where the index has no more."""
    said = [page["stamped"].replace("-", "") for page in pages]
    whole = 6 if wanted.endswith("01") else 8
    return any(day[:whole] == wanted[:whole] for day in said if day)


def main() -> None:
    """Prints the shares."""
    results, index = Path(sys.argv[1]), rows_of(Path(sys.argv[2]))
    pages = defaultdict(list)
    for page in rows_of(results / "pages.csv"):
        pages[page["binder"]].append(page)
    right: list[bool] = []
    days: list[bool] = []
    for row in index:
        name = Path(row["scan"]).stem
        if name in pages:
            told = typed(pages[name], row["form"])
            right += told
            days.append(stamped(pages[name], row["date_stamped"]))
            if "-v" in sys.argv and not (all(told) and days[-1]):
                said = [(page["form"] or page["heading"], page["stamped"]) for page in pages[name]]
                print(name, row["form"], row["date_stamped"], said)
    print(f"form type: {sum(right)} of {len(right)} pages, {sum(right) / max(len(right), 1):.1%}")
    print(f"date stamp: {sum(days)} of {len(days)} documents, {sum(days) / max(len(days), 1):.1%}")


if __name__ == "__main__":
    main()
