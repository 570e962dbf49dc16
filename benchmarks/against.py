"""Plain Tesseract over the same pages, side by side with the program.

    python -m benchmarks.against SAMPLE OUT

SAMPLE holds `binders` and `truth.json`, OUT what a run over it wrote. Each scanned page is given to Tesseract as it was
scanned, whole, with its own search for the way up, one thread. What comes out is text, not fields: a value counts
as there when its letters and digits stand somewhere in the text of its order's pages. That is the most that any rule
which takes fields out of that text could get.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.compare import bare
from benchmarks.field_scores import FieldOutcome, field_outcomes
from benchmarks.pairing import pair_orders
from benchmarks.results import read_results
from benchmarks.show import percent
from benchmarks.steps import cpu_seconds
from benchmarks.truth import Truth, read_truth
from records.page import PageImage

WRITTEN_ALIKE = frozenset(
    {"location", "requester_name", "assigned_to", "description", "work_performed", "order_number"}
)
"""Fields whose canonical value is what the paper says; dates, money and phones are written otherwise on paper."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one program gets of the values, by typed or not."""

    name: str
    right: Mapping[bool, int]
    total: Mapping[bool, int]


def read_plainly(image: PageImage) -> str:
    """The text that Tesseract finds on a scan as it is; a page without text that it can turn up is read as it lies."""
    import pytesseract
    from PIL import Image

    from ocr.decode import decode
    from ocr.settings import ReadSettings

    picture = Image.fromarray(decode(image, ReadSettings()).grey)
    try:
        text = pytesseract.image_to_string(picture, config="--psm 1")
    except pytesseract.TesseractError:
        text = pytesseract.image_to_string(picture)
    return str(text)


def images_of(binders: Path) -> Iterator[PageImage]:
    """The pages of all binders in a folder."""
    import digitize
    import ocr

    def count(path: Path) -> digitize.ScanFile:
        return digitize.ScanFile(path, "", ocr.count_pages(path, ocr.ReadSettings()))

    for binder in digitize.find_binders([binders]):
        yield from digitize.list_pages(binder, count)


def plain_side(truth: Truth, texts: Mapping[tuple[str, int], str]) -> Side:
    """The values whose letters and digits stand somewhere in the text of their order's pages."""
    right: dict[bool, int] = defaultdict(int)
    total: dict[bool, int] = defaultdict(int)
    for order in truth.orders:
        text = bare(" ".join(texts.get((order.binder, page), "") for page in order.pages))
        for name in WRITTEN_ALIKE & order.fields.keys():
            total[order.typed] += 1
            right[order.typed] += bare(order.fields[name]) in text
    return Side("somewhere in Tesseract's text", right, total)


def our_side(outcomes: Sequence[FieldOutcome]) -> Side:
    """The same values as fields of the program's orders, equal in letters and digits."""
    right: dict[bool, int] = defaultdict(int)
    total: dict[bool, int] = defaultdict(int)
    for outcome in outcomes:
        if outcome.truth and outcome.field in WRITTEN_ALIKE:
            total[outcome.typed] += 1
            right[outcome.typed] += outcome.lenient
    return Side("as fields of backfile's orders", right, total)


def table(sides: Sequence[Side]) -> Iterator[str]:
    """One row a program."""
    yield f"{'values':32} {'typed':>20} {'handwritten':>20}"
    for side in sides:
        cells = [f"{side.right[t]} of {side.total[t]} {percent(side.right[t], side.total[t])}" for t in (True, False)]
        yield f"{side.name:32} {cells[0]:>20} {cells[1]:>20}"


def main() -> None:
    """The command."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    sample, out = Path(sys.argv[1]), Path(sys.argv[2])
    truth = read_truth(sample / "truth.json")
    outcomes = field_outcomes(pair_orders(truth, read_results(out).orders))
    images = list(images_of(sample / "binders"))
    start = cpu_seconds()
    texts = {(image.binder, image.number): read_plainly(image) for image in images}
    print(f"plain Tesseract: {(cpu_seconds() - start) / len(images):.2f} CPU s/page over {len(images)} pages")
    print("\n".join(table([plain_side(truth, texts), our_side(outcomes)])))


if __name__ == "__main__":
    main()
