"""Runs the other programs over the pages of a sample: the text of each page, and what it took."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.peers_pages import Pages, ScannedPage
from benchmarks.peers_venv import Venv
from benchmarks.samples import Failed
from benchmarks.timing import Took, run_timed

ENGINES = ("rapidocr", "tesseract")
OCRMYPDF = ("--jobs", "1", "--output-type", "pdf", "-O0", "--rasterizer", "pypdfium")
"""One process, no PDF/A and no optimising: the text layer and nothing else, and no Ghostscript needed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a program took for a sample."""

    cpu: float
    """Seconds of processor time, starting and loading models included."""
    wall: float
    peak_mb: int
    by_binder: Mapping[str, float] = field(default_factory=dict)
    """Processor seconds for the pages of each binder."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a program got from a sample."""

    cost: Cost
    texts: Mapping[tuple[str, int], str]
    """By binder and page."""


def run_engine(engine: str, venv: Venv, pages: Pages, folder: Path) -> Reading:
    """One process that reads all pages, one after the other."""
    listed, out = folder / "pages.json", folder / f"{engine}.jsonl"
    told = [{"binder": p.binder, "number": p.number, "path": p.path, "dpi": p.dpi} for p in pages.scanned]
    listed.write_text(json.dumps(told), encoding="utf-8")
    script = str(Path(__file__).with_name("peers_read.py"))
    took = _timed([venv.program("python"), script, engine, str(listed), str(out)], folder / f"{engine}.log")
    texts, cpu = {}, defaultdict[str, float](float)
    for line in map(json.loads, out.read_text(encoding="utf-8").splitlines()):
        texts[line["binder"], line["number"]] = line["text"]
        cpu[line["binder"]] += line["cpu"]
    return Reading(Cost(took.cpu, took.wall, took.peak_mb, dict(cpu)), texts)


def run_ocrmypdf(venv: Venv, pages: Pages, folder: Path) -> Reading:
    """One call a binder over a PDF of its pages, which is made before the clock starts."""
    taken: dict[str, Took] = {}
    texts: dict[tuple[str, int], str] = {}
    for at, binder in enumerate(sorted(pages.files)):
        scanned = pages.of(binder)
        if scanned:
            plain, searchable = folder / f"{at}.pdf", folder / f"{at}-ocr.pdf"
            made = [venv.program("img2pdf"), *(page.path for page in scanned), "-o", str(plain)]
            _timed(made, folder / "img2pdf.log")
            command = [venv.program("ocrmypdf"), *OCRMYPDF, str(plain), str(searchable)]
            taken[binder] = _timed(command, folder / f"ocrmypdf-{at}.log")
            texts |= _text_layer(searchable, scanned)
    return Reading(_together(taken), texts)


def _together(taken: Mapping[str, Took]) -> Cost:
    calls = taken.values()
    cpu = {binder: took.cpu for binder, took in taken.items()}
    return Cost(
        sum(cpu.values()), sum(took.wall for took in calls), max((took.peak_mb for took in calls), default=0), cpu
    )


def _text_layer(path: Path, scanned: Iterable[ScannedPage]) -> dict[tuple[str, int], str]:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return {
            (page.binder, page.number): shown.extract_text() for page, shown in zip(scanned, pdf.pages, strict=True)
        }


def _timed(command: list[str], log: Path) -> Took:
    took = run_timed(command, log)
    if took.code:
        raise Failed(f"{Path(command[0]).name} ended with exit code {took.code}; see {log}")
    return took
