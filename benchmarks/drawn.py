"""Forms that were drawn apart from the fixtures, as web pages: how many orders and values are read, form by form.

    python -m benchmarks.drawn --seeds 1-4 [--designs boxes,cards] [--out bench-out/drawn]

Each seed draws a binder of each design of `benchmarks.drawn_forms` and `benchmarks.drawn_more`, of two to ten sheets,
with typefaces, words and shapes that are none of the fixtures', prints them through Chromium, spoils the pages as a
scanner does, and runs the program over them without records. It asks for `chromium` and `npm`, which brings the
typefaces on first use.
"""

from __future__ import annotations

import argparse
import csv
import io
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from types import MappingProxyType

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter

from benchmarks.compare import same
from benchmarks.drawn_forms import FIRST, STYLE
from benchmarks.drawn_more import MORE, MORE_STYLE
from benchmarks.drawn_orders import HANDS, PRINTED, TYPED, Design, Look, Sheet, Value, look
from benchmarks.drawn_trades import MORE_HANDS, MORE_PRINTED, MORE_TYPED, trade_look
from benchmarks.samples import ROOT, Failed
from benchmarks.timing import run_timed

_DPI = 200
_INCH = 0.48
"""Of a page's pixel at 200 dots to the inch, which print at 96."""
DESIGNS: Mapping[str, Design] = MappingProxyType({**FIRST, **MORE})
_FACES = (*HANDS, *TYPED, *PRINTED, *MORE_HANDS, *MORE_TYPED, *MORE_PRINTED)


@dataclass(frozen=True, slots=True)
class Binder:
    """A binder of one form."""

    name: str
    design: str
    look: Look
    sheets: tuple[Sheet, ...]


def main(argv: Sequence[str] | None = None) -> int:
    """Draws, reads, scores and prints; 1 where a program that it needs is missing or fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1", help="one, or a span: 1-4")
    parser.add_argument("--designs", default=",".join(DESIGNS), help="some of them, with commas between")
    parser.add_argument(
        "--sheets", type=int, default=None, help="of each binder at most: a thin one tells less of its form"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "bench-out" / "drawn")
    given = parser.parse_args(argv)
    first, _, last = given.seeds.partition("-")
    total: Counter[str] = Counter()
    try:
        faces = _typefaces(given.out / "typefaces")
        for seed in range(int(first), int(last or first) + 1):
            folder = given.out / f"seed-{seed}"
            binders = [thinned(binder_of(design, seed), given.sheets) for design in given.designs.split(",")]
            for binder in binders:
                _print(binder, faces, folder / "binders")
            rows = _read(folder)
            for binder in binders:
                counts = score(binder, rows)
                total += counts
                print(_line(f"{binder.name}, {binder.look.face}", counts))
    except (OSError, Failed) as problem:
        print(f"benchmarks.drawn: {problem}", file=sys.stderr)
        return 1
    print(_line("all", total))
    return 0


def binder_of(design: str, seed: int) -> Binder:
    """The binder of a design that a seed makes."""
    rng = Random(f"{design} {seed}")
    drawn = (look if design in FIRST else trade_look)(rng)
    return Binder(f"{design}-{seed}", design, drawn, tuple(DESIGNS[design](drawn, rng)))


def thinned(binder: Binder, most: int | None) -> Binder:
    """The first sheets of a binder, so many at most; all where that is None."""
    return replace(binder, sheets=binder.sheets[:most])


def score(binder: Binder, rows: Sequence[Mapping[str, str]]) -> Counter[str]:
    """What was read of a binder: `orders`, `found`, `values`, `right`, and of the wrong ones those told as `sure`.

    Args:
        binder: What is on its sheets.
        rows: The rows of orders.csv.
    """
    read = {row["order_number"]: row for row in rows if row["binder"] == binder.name}
    counts = Counter(made=sum(row["binder"] == binder.name for row in rows))
    for order in (order for sheet in binder.sheets for order in sheet.orders):
        row = read.get(str(order["order_number"]))
        counts["orders"] += 1
        counts["found"] += row is not None
        for field, value in order.items():
            counts["values"] += 1
            right = row is not None and same(field, _plain(field, value), row[field])
            counts["right"] += right
            counts["sure"] += row is not None and not right and field not in row["needs_review"].split()
    return counts


def _plain(field: str, value: Value) -> str:
    """A value as orders.csv has it."""
    if isinstance(value, date):
        return value.isoformat()
    if field == "requester_phone":
        return "".join(filter(str.isdigit, str(value)))
    return (
        f"{float(value):.2f}" if field.endswith("_cost") else f"{value:g}" if isinstance(value, float) else str(value)
    )


def _line(name: str, counts: Counter[str]) -> str:
    share = 100 * counts["right"] / counts["values"]
    return (
        f"{name:32} orders {counts['found']:3} of {counts['orders']:3} ({counts['made']:3} made)  values "
        f"{counts['right']:4} of {counts['values']:4} {share:5.1f} %  wrong and not flagged {counts['sure']}"
    )


def _typefaces(folder: Path) -> str:
    """The typefaces as CSS, fetched where they are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in _FACES:
        if not (folder / f"{name}.woff2").exists():
            _ran(["npm", "pack", "--silent", f"@fontsource/{name}"], folder)
            (archive,) = folder.glob(f"fontsource-{name}-*.tgz")
            shutil.unpack_archive(archive, folder / name, filter="data")
            (folder / name / "package" / "files" / f"{name}-latin-400-normal.woff2").rename(folder / f"{name}.woff2")
            archive.unlink()
            shutil.rmtree(folder / name)
    return "\n".join(
        f"@font-face{{font-family:'{face.stem}';src:url('{face.absolute().as_uri()}')}}"
        for face in sorted(folder.glob("*.woff2"))
    )


def _print(binder: Binder, faces: str, folder: Path) -> None:
    """The binder's sheets as a PDF of scans."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(binder.name)
    wide, high = (2200, 1700) if binder.sheets[0].wide else (1700, 2200)
    sides = [(side, sheet.stock) for sheet in binder.sheets for side in (sheet.body, sheet.back) if side]
    pages = "".join(
        f'<section style="background:{stock.paper}"><div style="zoom:{stock.large}">{side}</div></section>'
        for side, stock in sides
    )
    style = (
        f"{faces}@page{{size:{wide / _DPI}in {high / _DPI}in;margin:0}}*{{-webkit-print-color-adjust:exact}}"
        f'body{{margin:0;zoom:{_INCH};font-family:"{binder.look.printed}";font-size:{rng.randint(18, 23)}px}}'
        f"section{{box-sizing:border-box;width:{wide}px;height:{high - 6}px;padding:100px 130px;overflow:hidden;"
        f'page-break-after:always}}.v{{font-family:"{binder.look.face}";'
        f"font-size:{rng.randint(24, 30) if binder.look.hand else rng.randint(20, 23)}px}}"
        f"small{{font-size:{rng.randint(14, 19)}px}}h1{{font-size:38px}}h2{{font-size:28px}}{STYLE}{MORE_STYLE}"
    )
    source, printed = folder.parent / f"{binder.name}.html", folder.parent / f"{binder.name}.pdf"
    source.write_text(f"<html><meta charset=utf8><style>{style}</style><body>{pages}</body></html>", encoding="utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={printed}"]
    _ran([*command, source.absolute().as_uri()], folder.parent)
    scans = list(_scanned(printed, len(sides), rng))
    scans[0].save(folder / f"{binder.name}.pdf", save_all=True, append_images=scans[1:], resolution=_DPI, quality=75)


def _scanned(printed: Path, pages: int, rng: Random) -> Iterator[Image.Image]:
    """The printed pages as a scanner has them: a little askew and soft, on paper that is not white, with its noise."""
    with pdfium.PdfDocument(printed) as pdf:
        for number in range(pages):
            page = pdf[number].render(scale=_DPI / 72).to_pil().convert("L")
            page = page.rotate(rng.uniform(-0.9, 0.9), resample=Image.Resampling.BICUBIC, fillcolor=255)
            soft = np.asarray(page.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.9))), dtype=np.float32)
            light = np.linspace(0, rng.uniform(-12, 12), len(soft), dtype=np.float32)[:, None]
            noise = np.random.default_rng(rng.randrange(9999)).normal(0, rng.uniform(1, 4), soft.shape)
            yield Image.fromarray((soft * rng.uniform(0.86, 1) + light + noise).clip(0, 255).astype(np.uint8))


def _read(folder: Path) -> list[dict[str, str]]:
    """The rows of orders.csv that a run over the binders gives."""
    results = folder / "out"
    shutil.rmtree(results, ignore_errors=True)
    program = Path(sys.executable).with_name("backfile")
    took = run_timed([str(program), "run", str(folder / "binders"), "--out", str(results)], folder / "run.log")
    if took.code:
        raise Failed(f"the run ended with exit code {took.code}; see {folder / 'run.log'}")
    return list(csv.DictReader(io.StringIO((results / "orders.csv").read_text(encoding="utf-8"))))


def _ran(command: Sequence[str], folder: Path) -> None:
    if subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode:
        raise Failed(f"{command[0]} failed; try: {' '.join(command)}")


if __name__ == "__main__":
    sys.exit(main())
