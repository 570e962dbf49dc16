"""Lays a text layer under each page of a generated city's binders, as scanners' software does.

    python -m benchmarks.layered FROM TO

FROM is a folder with `binders` (as `fixtures/make.py` makes it); TO is the same with each binder as one PDF, its scans
byte for byte where they are JPEG and with Tesseract's words for each laid over it unseen. What Tesseract makes of a
page as it lies there is what a cheap scanner's software makes of it: pages upside down have letters without sense.
"""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytesseract
from PIL import Image

from backfile.steps import count_scan
from digitize import Binder, find_binders, list_pages
from ocr import ReadSettings

_DPI = 200.0
"""Of a picture that says nothing of it."""
_POINTS = 72.0


def main(arguments: Sequence[str]) -> int:
    """The command."""
    if len(arguments) != 2:
        print(__doc__)
        return 2
    with ProcessPoolExecutor(2) as crew:
        lay_layers(Path(arguments[0]), Path(arguments[1]), crew)
    return 0


def lay_layers(sample: Path, out: Path, crew: ProcessPoolExecutor) -> None:
    """A copy of a city with a text layer under each page of its binders."""
    shutil.copytree(sample, out, ignore=shutil.ignore_patterns("binders", "workspace"))
    (out / "binders").mkdir()
    list(crew.map(partial(_layered, out / "binders"), find_binders([sample / "binders"])))


def _layered(out: Path, binder: Binder) -> None:
    """A binder's pages, each with its layer, as one PDF."""
    with pikepdf.new() as whole:
        for image in list_pages(binder, partial(count_scan, reading=ReadSettings())):
            with pikepdf.open(io.BytesIO(_page(Path(image.path), image.index))) as one:
                whole.pages.extend(one.pages)
        whole.save(out / f"{binder.name}.pdf")


def _page(file: Path, index: int) -> bytes:
    """A page of a file as a PDF with a text layer."""
    if file.suffix == ".pdf":
        with pikepdf.open(file) as document, pdfium.PdfDocument(file) as drawn, pikepdf.new() as single:
            single.pages.append(document.pages[index])
            return _with_words(single, drawn[index].render(scale=_DPI / _POINTS).to_pil())
    with Image.open(file) as picture:
        picture.seek(index)
        page = io.BytesIO()
        picture.save(page, "PDF", resolution=float(picture.info.get("dpi", (_DPI, _DPI))[0]) or _DPI)
        with pikepdf.open(page) as single:
            return _with_words(single, picture)


def _with_words(single: pikepdf.Pdf, picture: Image.Image) -> bytes:
    """A PDF of one page with what Tesseract reads of its picture laid over it unseen."""
    words = pytesseract.image_to_pdf_or_hocr(picture.convert("L"), extension="pdf", config="-c textonly_pdf=1")
    with pikepdf.open(io.BytesIO(words)) as layer:
        single.pages[0].add_overlay(layer.pages[0])
        made = io.BytesIO()
        single.save(made)
    return made.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
