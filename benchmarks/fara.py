"""Scores a run over registration forms of the US Department of Justice: the form's type, and the day of its date stamp.

    python -m benchmarks.fara RESULTS INDEX.csv [-v]

RESULTS is what `backfile run` wrote over the PDFs or some of them; INDEX.csv says of each its form and the day that it
was stamped. Where the index has the first of a month it means the month: most of the older ones are so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from rapidfuzz import fuzz

from benchmarks.adbuy import options, rows_of

LIKE = 85.0
"""Likeness of a title, of 100, from which it is the type: one or two letters may be misread."""

DRAWS = 4000
"""Times that the documents are drawn anew for the band of a share."""

Row = Mapping[str, str]


def is_type(said: str, wanted: str) -> bool:
    """Whether a form's name says that it is of a type."""
    return fuzz.partial_ratio(wanted.lower(), said.replace("-", " ").lower()) >= LIKE


def typed(pages: Sequence[Row], wanted: str) -> list[bool]:
    """For each written page of a document whether its type is right: its form's, or its title's where it has none."""
    return [is_type(page["form"] or page["heading"], wanted) for page in pages if page["kind"] != "blank"]


def stamped(pages: Sequence[Row], wanted: str) -> tuple[bool, bool]:
    """Whether a page of the document has the stamp's day, or its month where the index has no more.

    The second is whether one has another day.
    """
    whole = 6 if wanted.endswith("01") else 8
    said = [day[:whole] == wanted[:whole] for page in pages if (day := page["stamped"].replace("-", ""))]
    return any(said), not all(said)


def band(parts: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """Where 95 of 100 shares lie when as many documents are drawn from these again and again, with repeats.

    Args:
        parts: Of each document how many are right, and of how many.
    """
    rng = Random(1)
    drawn = [rng.choices(parts, k=len(parts)) for _ in range(DRAWS)]
    shares = sorted(sum(right for right, _ in each) / max(sum(of for _, of in each), 1) for each in drawn)
    return shares[DRAWS // 40], shares[-DRAWS // 40]


def _line(what: str, parts: Sequence[tuple[int, int]]) -> str:
    right, of = (sum(counts) for counts in zip(*parts, strict=True))
    low, high = band(parts)
    return f"{what}: {right} of {of}, {right / max(of, 1):.1%} ({low:.1%} to {high:.1%})"


def main() -> None:
    """Prints the shares, each with its band."""
    given = options(__doc__, "index", "says of each document its form and the day of its stamp")
    results, index = given.results, rows_of(given.index)
    pages = defaultdict(list)
    for page in rows_of(results / "pages.csv"):
        pages[page["binder"]].append(page)
    types, days, said = [], [], []
    for row in index:
        name = Path(row["scan"]).stem
        if name in pages:
            told = typed(pages[name], row["form"])
            right, wrong = stamped(pages[name], row["date_stamped"])
            types.append((sum(told), len(told)))
            days.append((int(right), 1))
            said += [(int(not wrong), 1)] if right or wrong else []
            if given.verbose and not (all(told) and right and not wrong):
                shown = [(page["form"] or page["heading"], page["stamped"]) for page in pages[name]]
                print(name, row["form"], row["date_stamped"], shown)
    print(_line("form type, pages", types))
    print(_line("date stamp, documents", days))
    print(_line("date stamp right where one is said, documents", said))


if __name__ == "__main__":
    main()
