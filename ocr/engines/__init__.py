"""Engines that read pictures, one file each behind one contract; adding one is adding a file and a line here."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Protocol, cast

from ocr.copies import Copies
from ocr.engines.mosaic import Groups
from ocr.settings import ReadSettings
from ocr.zones import EngineReading, PageReading, Zone
from records.errors import UsageProblem

ENGINES = MappingProxyType(
    {
        "null": "ocr.engines.null",
        "ppocr": "ocr.engines.ppocr",
        "tesseract": "ocr.engines.tesseract",
        "tesserocr": "ocr.engines.tesserocr",
    }
)
"""The engines by name, with the module that holds each; a module is loaded when it is first asked for."""


class Engine(Protocol):
    """What a module of `ocr.engines` offers. It keeps nothing between calls but its loaded model."""

    def version(self, settings: ReadSettings) -> str:
        """Its name and version, as kept beside what it read.

        Raises:
            MissingTool: it is not installed.
        """

    def read_page(self, copies: Copies, settings: ReadSettings) -> PageReading:
        """The words of a whole page of unknown layout, in any order."""

    def read_zones(self, copies: Copies, zones: Sequence[Zone], settings: ReadSettings) -> tuple[EngineReading, ...]:
        """One reading for each zone, in their order; an empty one where nothing was read."""

    def read_zone_groups(self, groups: Groups, settings: ReadSettings) -> tuple[tuple[EngineReading, ...], ...]:
        """The same for many pages at once, and page by page what `read_zones` gives."""


def engine(name: str) -> Engine:
    """The engine of this name.

    Raises:
        UsageProblem: there is none.
    """
    if name not in ENGINES:
        raise UsageProblem(f"there is no engine called {name!r}", f"Choose from {', '.join(ENGINES)}.")
    return cast(Engine, import_module(ENGINES[name]))
