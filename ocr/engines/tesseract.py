"""Tesseract, through pytesseract: whole pages of unknown layout, and zones stacked into one picture.

Its pictures go out as PGM files in memory: pytesseract takes longer to write a PNG (690 ms) than Tesseract to read it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytesseract

from ocr.arrays import Grey
from ocr.copies import Copies
from ocr.engines import mosaic
from ocr.settings import ReadSettings
from ocr.zones import EngineReading, PageReading, Zone
from records.errors import MissingTool
from records.geometry import READING_DPI, Box
from records.page import Word

# Its own threads burn 3.05 CPU seconds a page instead of 0.81 and are no faster; pages are read in parallel instead.
os.environ["OMP_THREAD_LIMIT"] = "1"

NAME = "tesseract"
_WORD_LEVEL = 5
_MOST_SIDE = 32_767
"""Pixels: Tesseract's own limit."""
_MEMORY = Path("/dev/shm")  # noqa: S108
_SPARSE = 11
"""Page segmentation for pages of unknown layout: find as much text as possible in no particular order."""
_BLOCK = 6
"""Page segmentation for a stack of zones: one uniform block."""


def version(settings: ReadSettings) -> str:
    """Tesseract's version with the language data it reads.

    Raises:
        MissingTool: tesseract is not installed, or not this language.
    """
    try:
        number = pytesseract.get_tesseract_version()
        languages = pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, SystemExit, OSError) as error:
        raise MissingTool("tesseract is not installed", _cure("tesseract-ocr")) from error
    for language in settings.language.split("+"):
        if language not in languages:
            raise MissingTool(f"tesseract has no language {language!r}", _cure(f"tesseract-ocr-{language}"))
    return f"tesseract {number} {settings.language}"


def _cure(package: str) -> str:
    """How to install a package of Debian's."""
    return f"Install it: `sudo apt-get install {package}`, or `brew install tesseract tesseract-lang` on a Mac."


def read_page(copies: Copies, settings: ReadSettings) -> PageReading:
    """The words of the page without its ruled lines."""
    try:
        return PageReading(words_in(copies.bare, _SPARSE, settings))
    except TimeoutError:
        limit = f"the time limit of {settings.tesseract_seconds:g} s"
        return PageReading((), (f"tesseract was stopped at {limit}: speckle or a picture, no text read",))
    except ValueError as error:
        return PageReading((), (f"tesseract gave up: {error}",))


def read_zones(copies: Copies, zones: Sequence[Zone], settings: ReadSettings) -> tuple[EngineReading, ...]:
    """The zones of one page."""
    return read_zone_groups([(copies, zones)], settings)[0]


def read_zone_groups(groups: mosaic.Groups, settings: ReadSettings) -> tuple[tuple[EngineReading, ...], ...]:
    """The zones of many pages, stacked, in one call: 0.25 s a page where a call a page takes 0.37 and a call a zone 6.

    Where that fails or takes too long each page is tried alone; one that fails alone has no words.
    """
    try:
        return mosaic.read_groups(NAME, groups, lambda pictures: words_of_all(pictures, _BLOCK, settings))
    except (TimeoutError, ValueError):
        if len(groups) > 1:
            return tuple(read_zone_groups([group], settings)[0] for group in groups)
        return mosaic.read_groups(NAME, groups, lambda pictures: [()] * len(pictures))


def words_of_all(pictures: Sequence[Grey], segmentation: int, settings: ReadSettings) -> list[tuple[Word, ...]]:
    """The words of each picture at 200 dots to the inch; those that are too small or too large have none.

    Raises:
        TimeoutError: it took longer than the settings allow.
        ValueError: Tesseract cannot read one of them, in its words.
        MissingTool: tesseract is not installed.
    """
    found: list[tuple[Word, ...]] = [()] * len(pictures)
    fit = [at for at, picture in enumerate(pictures) if min(picture.shape) >= 10 and max(picture.shape) <= _MOST_SIDE]
    if not fit:
        return found
    with as_files([pictures[at] for at in fit]) as name:
        read = partial(pytesseract.image_to_data, lang=settings.language)
        table = called(read, name, settings, f"--psm {segmentation} --dpi {READING_DPI}")
    rows = [line.split("\t") for line in table.splitlines()[1:]]
    for page, at in enumerate(fit, start=1):
        found[at] = tuple(_word(row) for row in rows if len(row) >= 12 and _is_word(row) and int(row[1]) == page)
    return found


def words_in(picture: Grey, segmentation: int, settings: ReadSettings) -> tuple[Word, ...]:
    """The words of one picture; raises as `words_of_all` does."""
    return words_of_all([picture], segmentation, settings)[0]


def _is_word(row: Sequence[str]) -> bool:
    """Whether a row of Tesseract's table is a word, and not the line or block that it stands in."""
    return int(row[0]) == _WORD_LEVEL and bool(row[11].strip())


def called(function: Callable[..., object], name: str, settings: ReadSettings, config: str) -> str:
    """What a function of pytesseract says about the picture in a file, within the time allowed."""
    try:
        answer = function(name, config=config, timeout=settings.tesseract_seconds)
    except pytesseract.TesseractNotFoundError as error:
        raise MissingTool("tesseract is not installed", _cure("tesseract-ocr")) from error
    except pytesseract.TesseractError as error:
        raise ValueError(" ".join(str(error.message).split())[:200]) from error
    except RuntimeError as error:  # pytesseract has killed it
        raise TimeoutError(str(error)) from error
    return str(answer)


@contextmanager
def as_file(picture: Grey) -> Iterator[str]:
    """The picture as a PGM file, gone afterwards; in memory where the system can and no TMPDIR says otherwise."""
    with _file(".pgm", _pgm(picture)) as name:
        yield name


@contextmanager
def as_files(pictures: Sequence[Grey]) -> Iterator[str]:
    """The pictures as files, and the name of a file that lists them: Tesseract reads them as pages of one."""
    with ExitStack() as stack:
        names = [stack.enter_context(_file(".pgm", _pgm(picture))) for picture in pictures]
        yield stack.enter_context(_file(".txt", "".join(f"{name}\n" for name in names).encode()))


def _pgm(picture: Grey) -> bytes:
    return b"P5 %d %d 255\n" % (picture.shape[1], picture.shape[0]) + picture.tobytes()


@contextmanager
def _file(suffix: str, content: bytes) -> Iterator[str]:
    in_memory = "TMPDIR" not in os.environ and os.access(_MEMORY, os.W_OK)
    folder = _MEMORY if in_memory else None
    with tempfile.NamedTemporaryFile(prefix="backfile-", suffix=suffix, dir=folder) as file:
        file.write(content)
        file.flush()
        yield file.name


def _word(row: list[str]) -> Word:
    """A row of Tesseract's table as a word."""
    left, top, width, height = (float(cell) for cell in row[6:10])
    confidence = min(max(float(row[10]) / 100, 0.0), 1.0)
    return Word(row[11].strip(), Box(left, top, left + width, top + height), confidence)
