"""Whole pages of unknown layout: how many words each way of reading gets wrong, and what it costs.

    python -m benchmarks.pages DATA [--half development|final] [--only NAME ...] [-v]

DATA holds `adbuy_orders/pdfs` and `fara_forms/pdfs`. The truth is in `benchmarks/transcripts`: pages drawn by a fixed
seed over the scans of both folders, transcribed by eye before any engine had read them, half of them kept for the last
figure.

A word is what stands between spaces, in small letters, letters and digits only; what has none is no word. `[?]` stands
where no person can read it, signatures are left out, stamps across the page count. Errors in a bag of words: the larger
one of words missed and words too many, over the words written. In order: insertions, deletions and exchanges of words
(Levenshtein) row by row from the top, over the words written; rows are put together by the same rule for each engine.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein

import ocr
from ocr.decode import decode
from ocr.engines import tesseract
from ocr.order import in_order
from records.geometry import Box
from records.page import PageImage, Word

TRANSCRIPTS = Path(__file__).parent / "transcripts"
FOLDERS = {"adbuy": "adbuy_orders/pdfs", "fara": "fara_forms/pdfs"}
Reader = Callable[[PageImage], Sequence[Word]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page whose words are known."""

    name: str
    image: PageImage
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Errors:
    """What one way of reading made of one page."""

    written: int
    bag: int
    order: int
    cpu: float
    missed: tuple[str, ...]
    extra: tuple[str, ...]


def normal(text: str) -> list[str]:
    """The words of a text as they are compared."""
    words = (re.sub(r"[^a-z0-9]", "", word.lower()) for word in text.split() if word != "[?]")
    return [word for word in words if word]


def pages(data: Path, half: str) -> Iterator[Page]:
    """The transcribed pages whose scans are there."""
    for path in sorted((TRANSCRIPTS / half).glob("*.txt")):
        kind, name, number = path.stem.split("-")
        scan = next((data / FOLDERS[kind]).glob(f"{name}*.pdf"))
        image = PageImage(name, 1, str(scan), int(number.removeprefix("page")) - 1, "")
        yield Page(path.stem, image, tuple(normal(path.read_text("utf-8"))))


def compare(page: Page, read: Reader) -> Errors:
    """Reads a page and counts."""
    start = sum(os.times()[:4])
    words = read(page.image)
    cpu = sum(os.times()[:4]) - start
    found = normal(" ".join(word.text for word in in_order(words)))
    missed, extra = Counter(page.words) - Counter(found), Counter(found) - Counter(page.words)
    return Errors(
        len(page.words),
        max(missed.total(), extra.total()),
        Levenshtein.distance(page.words, found),
        cpu,
        tuple(sorted(missed.elements())),
        tuple(sorted(extra.elements())),
    )


def _program(segmentation: int, *, dpi: bool) -> Reader:
    """Tesseract as people call it: the scan as it is, upright or not."""

    def read(image: PageImage) -> tuple[Word, ...]:
        scan = decode(image, ocr.ReadSettings())
        declared = ["--dpi", str(round(scan.dpi or 200))] if dpi else []
        with tesseract.as_file(scan.grey) as name:
            command = ["tesseract", name, "-", "--psm", str(segmentation), *declared, "tsv"]
            table = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        rows = (line.split("\t") for line in table.splitlines()[1:])
        return tuple(_word(row) for row in rows if len(row) >= 12 and row[0] == "5" and row[11].strip())

    return read


def _word(row: Sequence[str]) -> Word:
    left, top, width, height = (float(cell) for cell in row[6:10])
    return Word(row[11].strip(), Box(left, top, left + width, top + height), 1.0)


def _ours(*engines: str) -> Reader:
    settings = ocr.ReadSettings(engines=engines)
    return lambda image: ocr.read_page(image, settings).words


def _rapid(image: PageImage) -> tuple[Word, ...]:
    """RapidOCR's own pipeline, its defaults, one thread."""
    scan = decode(image, ocr.ReadSettings())
    answer = _rapidocr()(np.repeat(scan.grey[:, :, None], 3, axis=2))
    if answer.txts is None:
        return ()
    corners = [(points.min(axis=0), points.max(axis=0)) for points in answer.boxes]
    return tuple(
        Word(text, Box(float(low[0]), float(low[1]), float(high[0]), float(high[1])), 1.0)
        for text, (low, high) in zip(answer.txts, corners, strict=True)
    )


@lru_cache(maxsize=1)
def _rapidocr() -> Callable[..., object]:
    from rapidocr import RapidOCR

    one = {
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Global.log_level": "error",
    }
    return RapidOCR(params=one)


READERS: dict[str, Reader] = {
    "tesseract psm 3": _program(3, dpi=False),
    "tesseract psm 3, dpi": _program(3, dpi=True),
    "tesseract psm 11": _program(11, dpi=False),
    "tesseract psm 11, dpi": _program(11, dpi=True),
    "rapidocr": _rapid,
    "our page, tesseract": _ours("tesseract"),
    "our page, ppocr": _ours("ppocr"),
    "ours": _ours("tesseract", "ppocr"),
}
"""Ways of reading by name."""


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", choices=("development", "final"), default="final")
    parser.add_argument("--only", nargs="*", default=list(READERS))
    parser.add_argument("--out", type=Path, default=Path("bench-out"))
    parser.add_argument("-v", action="store_true", help="every word missed (-) and made up (+)")
    given = parser.parse_args()
    wanted = list(pages(given.data, given.half))
    for name in given.only:  # models are loaded before anything is timed
        READERS[name](wanted[0].image)
    found = {name: [compare(page, READERS[name]) for page in wanted] for name in given.only}
    print("\n".join(table(found, wanted, verbose=given.v)))
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / f"pages-{given.half}.json").write_text(json.dumps(_figures(found), indent=2) + "\n", encoding="utf-8")


def _figures(found: dict[str, list[Errors]]) -> dict[str, dict[str, float]]:
    return {
        name: {
            "words": sum(one.written for one in errors),
            "bag": sum(one.bag for one in errors) / sum(one.written for one in errors),
            "order": sum(one.order for one in errors) / sum(one.written for one in errors),
            "cpu": sum(one.cpu for one in errors) / len(errors),
            "cpu_most": max(one.cpu for one in errors),
        }
        for name, errors in found.items()
    }


def table(found: dict[str, list[Errors]], wanted: Sequence[Page], *, verbose: bool) -> Iterator[str]:
    """The figures of each way of reading, and page by page its errors in the bag of words."""
    yield f"{len(wanted)} pages, {sum(len(page.words) for page in wanted)} words: " + " ".join(p.name for p in wanted)
    yield f"{'':24} {'bag':>7} {'order':>7} {'CPU s':>6} {'most':>6}  by page"
    for name, figures in _figures(found).items():
        each = " ".join(f"{one.bag / one.written:6.1%}" for one in found[name])
        times = f"{figures['cpu']:6.2f} {figures['cpu_most']:6.2f}"
        yield f"{name:24} {figures['bag']:7.1%} {figures['order']:7.1%} {times}  {each}"
        for page, one in zip(wanted, found[name], strict=True) if verbose else ():
            yield f"    {page.name} - {' '.join(one.missed)}\n    {page.name} + {' '.join(one.extra)}"


if __name__ == "__main__":
    main()
