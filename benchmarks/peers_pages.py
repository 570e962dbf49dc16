"""The scanned pages of a sample as the other programs get them: one picture a page, upright, in a known resolution.

Turning is not timed: Backfile finds the way up itself, the others are given it. A picture that lies upright is passed
on as it was stored, bytes of a JPEG unchanged. Born-digital pages are left out, for there is nothing to read on them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from PIL import Image

from benchmarks.truth import Truth
from records.page import PageImage


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page as a picture."""

    binder: str
    number: int
    path: str
    dpi: int


@dataclass(frozen=True, slots=True)
class Pages:
    """What there is to read in a sample."""

    scanned: tuple[ScannedPage, ...]
    born_digital: frozenset[tuple[str, int]]
    """Binder and page of those that are no picture."""
    files: dict[str, Path]
    """The file or folder of each binder."""

    def of(self, binder: str) -> list[ScannedPage]:
        """The scanned pages of one binder."""
        return [page for page in self.scanned if page.binder == binder]


def lay_out(binders: Path, truth: Truth, folder: Path) -> Pages:
    """Writes the pages of all binders to a folder, each upright."""
    folder.mkdir(parents=True, exist_ok=True)
    turns = {(binder.name, page.number): page.quarter_turns for binder in truth.binders for page in binder.pages}
    scanned, digital, files = [], set(), {}
    for image in images_of(binders):
        path = Path(image.path)
        files[image.binder] = path if path.parent == binders else path.parent
        stem = folder / f"{len(files)}-{image.number:03}"
        page = _write(image, turns[image.binder, image.number], stem)
        if page:
            scanned.append(page)
        else:
            digital.add((image.binder, image.number))
    return Pages(tuple(scanned), frozenset(digital), files)


def images_of(binders: Path) -> Iterator[PageImage]:
    """The pages of all binders in a folder."""
    import digitize
    import ocr

    def count(path: Path) -> digitize.ScanFile:
        return digitize.ScanFile(path, "", ocr.count_pages(path, ocr.ReadSettings()))

    for binder in digitize.find_binders([binders]):
        yield from digitize.list_pages(binder, count)


def _write(image: PageImage, turns: int, stem: Path) -> ScannedPage | None:
    """The page as a file; none where it is born-digital."""
    stored = _stored(image)
    if stored is None:
        return None
    with Image.open(io.BytesIO(stored)) as picture:
        dpi = round(float(picture.info["dpi"][0]))
        path = stem.with_suffix(".tif" if picture.mode == "1" else ".jpg")
        if turns or picture.format not in {"JPEG", "TIFF"}:
            _turned(picture, turns).save(path, dpi=(dpi, dpi), **_kind(picture.mode))
        else:
            path.write_bytes(stored)
    return ScannedPage(image.binder, image.number, str(path), dpi)


def _kind(mode: str) -> dict[str, object]:
    """How a turned page is kept: without loss where it is bilevel, nearly so elsewhere."""
    return {"compression": "group4"} if mode == "1" else {"quality": 95, "subsampling": 0}


def _turned(picture: Image.Image, turns: int) -> Image.Image:
    ways = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
    return picture.transpose(ways[turns]) if turns else picture


def _stored(image: PageImage) -> bytes | None:
    path = Path(image.path)
    if path.suffix.lower() == ".pdf":
        return _in_pdf(path, image.index)
    if path.suffix.lower() in {".tif", ".tiff"}:
        with Image.open(path) as pages:
            pages.seek(image.index)
            return _group4(pages, pages.info["dpi"][0])
    return path.read_bytes()


def _in_pdf(path: Path, index: int) -> bytes | None:
    """The one picture of a page of a PDF; none where the page is text."""
    with pikepdf.open(path) as pdf:
        page = pdf.pages[index]
        pictures = [stream for stream in page.resources.get("/XObject", {}).values() if stream.get("/Width")]
        if not pictures:
            return None
        picture = pikepdf.PdfImage(pictures[0])
        if picture.filters == ["/DCTDecode"]:
            return bytes(pictures[0].read_raw_bytes())
        shown = picture.as_pil_image()
        return _group4(shown, 72 * shown.width / float(page.mediabox[2]))


def _group4(picture: Image.Image, dpi: float) -> bytes:
    kept = io.BytesIO()
    compression = "group4" if picture.mode == "1" else "tiff_lzw"
    picture.save(kept, "TIFF", compression=compression, dpi=(round(dpi), round(dpi)))
    return kept.getvalue()
