"""What can be chosen about reading, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How pages are read; part of the key under which a reading is kept, so that another choice reads again."""

    language: str = "eng"
    """Tesseract's name of the language data, several joined by `+`."""
    max_pixels: int = 100_000_000
    """A picture that declares more is refused before it is decoded: Letter at 1,000 dpi is 94 million."""
    max_pages: int = 10_000
    """A file with more is refused: a whole cabinet in one file is better split."""
    tesseract_seconds: float = 30
    """After so long Tesseract is stopped and the page is read without it: speckle has kept it busy for hours."""
    engines: tuple[str, ...] = ("tesseract", "ppocr")
    """Names in `ocr.engines`: all of them read zones; whole pages are read by ppocr where it is among them, else by the
first, and checked by the next one where the reader was unsure."""
    second_look: bool = True
    """Whether another engine checks what the first one was unsure of on a whole page (handwriting, faint print)."""
