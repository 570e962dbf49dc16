"""Tesseract within this process, through the optional package tesserocr: no program started, no file written.

Its wheel brings a Tesseract of its own (5.5), which reads the language data of the one that is installed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ocr.arrays import Grey
from ocr.copies import Copies
from ocr.engines import mosaic
from ocr.settings import ReadSettings
from ocr.zones import EngineReading, PageReading, Zone
from records.errors import MissingTool
from records.geometry import READING_DPI, Box
from records.page import Word

if TYPE_CHECKING:
    from tesserocr import PyTessBaseAPI

NAME = "tesserocr"
_SPARSE, _BLOCK = 11, 6
"""Page segmentation for pages and for stacks of zones: the same as the program's."""
_MOST_SIDE = 32_767
_DATA = ("/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tessdata", "/opt/homebrew/share/tessdata")
"""Where systems keep the language data, unless TESSDATA_PREFIX says so."""


def version(settings: ReadSettings) -> str:
    """Its version with the language data it reads.

    Raises:
        MissingTool: tesserocr is not installed, or not this language.
    """
    loaded = _loaded(settings.language)
    return f"tesserocr, tesseract {loaded.Version()} {settings.language}"


@lru_cache(maxsize=2)
def _loaded(language: str) -> PyTessBaseAPI:
    """Tesseract with its language data, loaded once in a process: 0.11 s."""
    try:
        import tesserocr
    except ImportError as error:
        raise MissingTool("the package tesserocr is missing", 'Install it: pip install "backfile[fast]"') from error
    try:
        return tesserocr.PyTessBaseAPI(path=_data(language), lang=language)
    except RuntimeError as error:
        cure = f"Install it: `sudo apt-get install tesseract-ocr-{language}`, or set TESSDATA_PREFIX to its folder."
        raise MissingTool(f"tesserocr finds no language {language!r}", cure) from error


def _data(language: str) -> str:
    """The folder of the language data; the first of the usual ones where none has it."""
    folders = [*filter(None, [os.environ.get("TESSDATA_PREFIX")]), *_DATA]
    wanted = f"{language.split('+')[0]}.traineddata"
    return next((folder for folder in folders if (Path(folder) / wanted).is_file()), folders[0])


def read_page(copies: Copies, settings: ReadSettings) -> PageReading:
    """The words of the page without its ruled lines."""
    try:
        return PageReading(_words(copies.bare, _SPARSE, settings))
    except TimeoutError:
        limit = f"the time limit of {settings.tesseract_seconds:g} s"
        return PageReading((), (f"tesseract was stopped at {limit}: speckle or a picture, no text read",))


def read_zones(copies: Copies, zones: Sequence[Zone], settings: ReadSettings) -> tuple[EngineReading, ...]:
    """The zones of one page, stacked."""
    return read_zone_groups([(copies, zones)], settings)[0]


def read_zone_groups(groups: mosaic.Groups, settings: ReadSettings) -> tuple[tuple[EngineReading, ...], ...]:
    """The zones of each page, stacked; a picture that takes too long has no words."""
    return mosaic.read_groups(NAME, groups, lambda pictures: [*map(partial(_or_none, settings=settings), pictures)])


def _or_none(picture: Grey, settings: ReadSettings) -> tuple[Word, ...]:
    try:
        return _words(picture, _BLOCK, settings)
    except TimeoutError:
        return ()


def _words(picture: Grey, segmentation: int, settings: ReadSettings) -> tuple[Word, ...]:
    """The words of a picture at 200 dots to the inch.

    Raises:
        TimeoutError: it took longer than the settings allow.
    """
    height, width = picture.shape
    if min(height, width) < 10 or max(height, width) > _MOST_SIDE:
        return ()
    loaded = _loaded(settings.language)
    loaded.SetPageSegMode(segmentation)
    loaded.SetImageBytes(picture.tobytes(), width, height, 1, width)
    loaded.SetSourceResolution(READING_DPI)
    try:
        if not loaded.Recognize(int(1000 * settings.tesseract_seconds)):
            raise TimeoutError(f"more than {settings.tesseract_seconds:g} s")
        return _found(loaded)
    finally:
        loaded.Clear()


def _found(loaded: PyTessBaseAPI) -> tuple[Word, ...]:
    """The words of the picture that was recognised last."""
    from tesserocr import RIL, iterate_level

    words = []
    for item in iterate_level(loaded.GetIterator(), RIL.WORD):
        if item.Empty(RIL.WORD) or not item.GetUTF8Text(RIL.WORD).strip():
            continue
        left, top, right, bottom = item.BoundingBox(RIL.WORD)
        sure = min(max(item.Confidence(RIL.WORD) / 100, 0.0), 1.0)
        words.append(Word(item.GetUTF8Text(RIL.WORD).strip(), Box(left, top, right, bottom), sure))
    return tuple(words)
